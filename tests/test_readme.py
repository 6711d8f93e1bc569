"""What the README tells people to type is there and does what it says."""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from corpus.cli import app
from corpus.sources import FORMATS
from tests.release_maker import make

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"^```python\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
COMMANDS = sorted({line.split(" #")[0].strip() for line in README.splitlines() if line.startswith("corpus ")})
SCRIPTS = sorted(set(re.findall(r"(?:scripts|benchmarks|tests|corpus|docs)/[\w/]+\.\w+", README)))


@pytest.fixture
def beside_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sample pages and a release, as `make demo` leaves it."""
    (tmp_path / "sample").symlink_to(ROOT / "sample")
    make(tmp_path / "out", "0.1.0")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.mark.parametrize("number", range(len(PYTHON)))
def test_the_python_of_the_readme_runs(beside_the_readme: Path, number: int) -> None:
    names: dict[str, Any] = {}
    for statement in ast.parse(PYTHON[number]).body:
        code = ast.get_source_segment(PYTHON[number], statement) or ""
        if "OWNER/NAME" in code:  # no dataset of the Hub
            continue
        if isinstance(statement, ast.Expr) and not code.startswith("print"):
            names["value"] = eval(code, names)
            said = PYTHON[number].splitlines()[statement.lineno - 1].partition("  # ")[2]
            assert not said.startswith("'") or repr(names["value"]) == repr(ast.literal_eval(said))
            assert names["value"]
        else:
            exec(code, names)

    assert "articles" in names or names["page"].article.headline


@pytest.mark.parametrize("command", COMMANDS)
def test_the_commands_of_the_readme_have_the_options_that_it_names(command: str) -> None:
    words = shlex.split(command)
    told = CliRunner().invoke(app, [words[1], "--help"])

    assert told.exit_code == 0
    assert all(word in told.stdout for word in words if word.startswith("--"))


def test_the_readme_names_every_command_and_format() -> None:
    for command in app.registered_commands:
        assert f"corpus {command.callback.__name__}" in README  # type: ignore[union-attr]
    for suffix in FORMATS:
        assert f"`{suffix}`" in README or suffix in {".htm", ".ndjson"}  # other names of two that it has


@pytest.mark.parametrize("path", SCRIPTS)
def test_every_file_that_the_readme_names_is_there(path: str) -> None:
    assert (ROOT / path).is_file()

"""The command line as a person or a script meets it: help, results, and mistakes told in a line."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from corpus import normalize
from corpus.cli import app
from corpus.settings import read_settings
from tests.conftest import read_jsonl
from tests.release_maker import make

ROOT = Path(__file__).resolve().parents[1]
RUN = CliRunner()


def told(*arguments: object, given: str | bytes | None = None) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `corpus` with these arguments."""
    done = RUN.invoke(app, [str(argument) for argument in arguments], input=given)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


COMMANDS = [command.callback.__name__ for command in app.registered_commands if command.callback]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples_that_can_be_copied(command: str) -> None:
    """One a line, also where the line is longer than the terminal is wide."""
    code, out, _ = told(command, "--help")
    examples = out.split("Examples:\n")[1].split("\n\n")[0].splitlines()

    assert code == 0
    assert len(examples) > 1
    assert all(example.strip().startswith(f"corpus {command} ") for example in examples)


def test_the_examples_of_help_name_options_that_are_there() -> None:
    for command in COMMANDS:
        options, examples = told(command, "--help")[1].split("Examples:\n")
        for option in re.findall(r"--[a-z-]+", examples):
            assert option in options


def test_normalize_is_a_filter() -> None:
    assert told("normalize", given="র\u200c্যাব বলেছে৷\n") == (0, "র\u200d্যাব বলেছে।\n", "")


def test_explain_names_the_invisible() -> None:
    code, out, _ = told("normalize", "--explain", given="র\u200c্যাব")

    assert code == 0
    assert "ZERO WIDTH NON-JOINER" in out
    assert "ZERO WIDTH JOINER" in out


def test_explain_as_json_can_be_replayed() -> None:
    text = "র\u200c্যাব বলেছে৷"
    code, out, _ = told("normalize", "--json", given=text)
    found = json.loads(out)

    assert code == 0
    for edit in found["edits"]:
        start = edit["position"]
        assert text[start : start + len(edit["before"])] == edit["before"]
        text = text[:start] + edit["after"] + text[start + len(edit["before"]) :]
    assert text == found["text"] == "র\u200d্যাব বলেছে।"


def test_the_page_that_started_the_project_is_extracted_exactly(shared: Path) -> None:
    """Must show 2 of issue 2."""
    [right] = read_jsonl(shared / "data" / "pages" / "example.jsonl")
    code, out, _ = told("extract", shared / "data" / "pages" / "example.jsonl")
    [row] = [json.loads(line) for line in out.splitlines()]
    listed = [line["n"] for line in right["lines"] if line["label"] == "related_list"]
    dated = [right["text"].split("\n")[n] for n in listed if right["text"].split("\n")[n].endswith("Dec 12, 2025")]

    assert code == 0
    assert (row["id"], row["kind"]) == (right["id"], "article")
    assert row["headline"] == right["article"]["headline"]
    assert row["body"].split("\n\n") == [normalize(text) for text in right["article"]["body_paragraphs"]]
    assert (row["source_credit"], row["byline"]) == ("রয়টার্স", "ইএ/টিকে")
    assert len(dated) == 20
    assert row["headlines"] == [{"text": line.removesuffix(" Dec 12, 2025"), "date": "2025-12-12"} for line in dated]


def test_extract_shows_a_page_with_labels() -> None:
    page = ROOT / "sample" / "pages" / "text" / "nodiparerkhobor" / "41214-volcano-marua.txt"
    code, out, _ = told("extract", page)

    assert code == 0
    assert "headline" in out
    assert "Article: " in out.splitlines()[-1]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("arguments", [["extract"], ["extract", "--html"], ["normalize"], ["normalize", "--explain"]])
def test_nothing_in_is_answered_without_a_warning(arguments: list[str]) -> None:
    code, out, err = told(*arguments, given="")

    assert (code, err) == (0, "")
    assert out in ("", "Nothing to change.\n", "\nNo article: this page holds none.\n")


def test_a_row_that_is_no_page_is_answered_and_the_next_one_too(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": 7}\nnot json\n{"id": "x", "html": "<p>খবর"}\n')
    code, out, _ = told("extract", tmp_path / "a.jsonl")
    rows = [json.loads(line) for line in out.splitlines()]

    assert code == 0
    assert [(row["id"], row["kind"], row.get("problem")) for row in rows] == [
        (7, "none", "no_text"),
        (None, "none", "not_json"),
        ("x", "none", None),
    ]


def test_diff_ends_by_what_the_version_number_claims(tmp_path: Path) -> None:
    old = make(tmp_path / "old", "1.0.0", articles=9)
    same = make(tmp_path / "copy", "1.0.0", articles=9)
    more = make(tmp_path / "new", "1.0.1", articles=12)

    assert told("diff", old, same)[0] == 0
    code, _, err = told("diff", old, more)
    assert (code, err) == (1, "corpus: version 1.0.1 after 1.0.0 claims less than MINOR.\n")


MISTAKES: dict[str, tuple[list[Any], str]] = {
    "no such input": (["build", "nowhere", "--out", "o", "--version", "1.0.0"], "nowhere: no such file or folder"),
    "no such option": (["build", "x", "--bogus"], "No such option"),
    "no such command": (["bogus"], "No such command"),
    "not a version": (
        ["build", str(ROOT / "sample" / "pages"), "--out", "o", "--version", "one"],
        "'one' is no version",
    ),
    "not a release": (["verify", "nowhere"], "nowhere: no such folder"),
    "no such settings": (["build", "x", "--out", "o", "--version", "1.0.0", "--config", "none.toml"], "none.toml"),
    "no such page": (["extract", "none.txt"], "none.txt: No such file"),
    "no release to report": (["report", "nowhere", "--json"], "nowhere is no release"),
    "no text": (["normalize", sys.executable], "the bytes are not text"),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_a_mistake_is_told_in_a_line_with_exit_code_2(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments, message = MISTAKES[what]
    monkeypatch.chdir(tmp_path)
    code, _, err = told(*arguments)

    assert code == 2
    assert message in err
    assert "Traceback" not in err


@pytest.mark.parametrize("address", ["bogus://x", "s3://bucket/x"])
def test_an_address_that_nothing_here_can_write_is_told(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    release = make(tmp_path / "out", articles=9)
    code, _, err = told("publish", release, address)

    assert code == 2
    assert err.startswith(f"corpus: {address}: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("line", "named"),
    [("repair = 7", "repair"), ("repiar = true", "repiar"), ("test_share = 2", "test_share"), ("a = [", "TOML")],
)
def test_a_wrong_setting_is_named(tmp_path: Path, line: str, named: str) -> None:
    (tmp_path / "c.toml").write_text(line)
    code, _, err = told("build", "x", "--out", tmp_path, "--version", "1.0.0", "--config", tmp_path / "c.toml")

    assert code == 2
    assert named in err
    assert str(tmp_path / "c.toml") in err


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        ("test_from = 'yesterday'", "yesterday"),
        ("test_from = '2026-1-1'", "2026-1-1"),
        ("test_from = '20260101'", "20260101"),
        ("validation_from = '2026-02-01'\ntest_from = '2026-01-01'", "validation_from"),
        ("test_share = nan", "test_share"),
    ],
)
def test_settings_that_would_split_wrongly_are_refused(tmp_path: Path, lines: str, named: str) -> None:
    """Days are compared as strings: one of another form would send every story to train without a word."""
    (tmp_path / "c.toml").write_text(lines if "share" in lines else f"split_by = 'time'\n{lines}")
    code, _, err = told("build", "x", "--out", tmp_path, "--version", "1.0.0", "--config", tmp_path / "c.toml")

    assert code == 2
    assert named in err


def test_a_day_may_be_a_date_of_toml(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text("split_by = 'time'\nvalidation_from = 2025-12-01\ntest_from = 2026-01-01\n")

    assert read_settings(tmp_path / "c.toml").test_from == "2026-01-01"


def test_releases_inside_the_input_are_refused(tmp_path: Path) -> None:
    """The next build would read them as pages."""
    (tmp_path / "pages").mkdir()
    code, _, err = told("build", tmp_path, "--out", tmp_path / "pages" / "out", "--version", "1.0.0")

    assert code == 2
    assert "inside" in err
    assert not (tmp_path / "pages" / "out").exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, _, err = told("build", ROOT / "sample" / "pages", "--out", tmp_path / "file" / "out", "--version", "1.0.0")

    assert code == 2
    assert "file" in err
    assert "Traceback" not in err


def test_rows_for_a_closed_pipe_are_no_fault(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "নদী"}\n' * 5_000)
    script = f"{sys.executable} -m corpus extract {tmp_path / 'a.jsonl'} | head -1"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, env=os.environ, check=False)

    assert json.loads(done.stdout)["kind"] == "none"
    assert done.stderr == ""


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_what_is_written_is_utf_8_wherever_it_runs(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "\\ud83d", "text": "নদী"}\n')
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    for arguments, given in ((["normalize"], "নদী৷"), (["extract", str(tmp_path / "a.jsonl")], "")):
        done = subprocess.run(
            [sys.executable, "-m", "corpus", *arguments],
            input=given.encode(),
            capture_output=True,
            env=environment,
            check=False,
        )
        out = done.stdout.decode()

        assert (done.returncode, done.stderr) == (0, b"")
        assert out == "নদী।" if given else json.loads(out)["id"] == "\ud83d"


def test_a_closed_pipe_is_no_fault() -> None:
    """`corpus normalize | head` ends without a traceback."""
    script = f"yes 'র‌্যাব বলেছে৷' | head -100000 | {sys.executable} -m corpus normalize | head -1"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, env=os.environ, check=False)

    assert done.stdout == "র\u200d্যাব বলেছে।\n"
    assert "Traceback" not in done.stderr


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("where", "arguments", "said"),
    [
        ("corpus.settings.read_settings", ["build", "x", "--out", "o", "--version", "1.0.0"], "goes on where this one"),
        ("corpus.filtering.normalize", ["normalize", __file__], "corpus: Interrupted.\n"),
        ("corpus.release.verify.verify", ["verify", "x"], "corpus: Interrupted.\n"),
    ],
)
def test_an_interruption_is_told_in_a_line_with_exit_code_130(
    monkeypatch: pytest.MonkeyPatch, where: str, arguments: list[str], said: str
) -> None:
    monkeypatch.setattr(where, interrupted)
    code, out, err = told(*arguments)

    assert (code, out, err.count("\n")) == (130, "", 1)
    assert said in err


def test_an_interruption_of_worker_processes_is_told_in_a_line(tmp_path: Path) -> None:
    """Ctrl-C reaches them too, also while they start."""
    arguments = [
        "build",
        str(ROOT / "sample" / "pages"),
        "--out",
        str(tmp_path),
        "--version",
        "1.0.0",
        "--workers",
        "2",
    ]
    build = subprocess.Popen(
        [sys.executable, "-m", "corpus", *arguments],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A shell starts what it puts in the background with Ctrl-C ignored, and so would be all that it starts.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    while not (tmp_path / ".build" / "read").exists() and build.poll() is None:
        time.sleep(0.02)
    time.sleep(0.3)
    os.killpg(build.pid, signal.SIGINT)
    _, err = build.communicate()

    assert (build.returncode, err) == (
        130,
        "corpus: Interrupted. The same command goes on where this one stopped.\n",
    )


def test_as_many_processes_work_as_this_one_may_use_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3}, raising=False)
    asked: list[int] = []

    def build(*_: object, workers: int, **__: object) -> None:
        asked.append(workers)
        raise KeyboardInterrupt

    monkeypatch.setattr("corpus.build.build", build)
    for more in ([], ["--workers", "7"]):
        told("build", "x", "--out", "o", "--version", "1.0.0", *more)

    assert asked == [1, 7]


def test_nothing_but_the_object_is_written_for_scripts(tmp_path: Path) -> None:
    """Warnings go to standard error, and progress shows on a terminal only."""
    (tmp_path / "a.txt").write_text("abc def " * 1_000)
    arguments = ["build", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out"), "--version", "1.0.0", "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "corpus", *arguments, "--workers", "1"], capture_output=True, text=True, check=True
    )

    assert json.loads(done.stdout)["pages"] == 1
    assert done.stderr.splitlines() == [line for line in done.stderr.splitlines() if line.startswith("Warning: ")]
    assert done.stderr

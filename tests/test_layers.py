"""Imports go down the layers only: facts, text, stages, build, command line."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import corpus

PACKAGE = Path(corpus.__file__).parent
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))

ALLOWED = {
    # a module below this folder: may import from these of ours
    "tables": {"tables"},
    "text": {"tables", "schema", "text"},
    "stages": {"tables", "schema", "text", "settings", "stages"},
    "sources": {"tables", "schema", "errors", "sources"},
    "engines": {"errors", "engines", "compiling"},
    "schema": set(),
    "errors": set(),
    "compiling": set(),
    "ledger": set(),
    "settings": {"errors"},
}


def imported(module: Path) -> set[str]:
    """The parts of the package that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse((PACKAGE / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith("corpus.")}


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_imports_go_down_only(module: Path) -> None:
    layer = module.parts[0].removesuffix(".py")
    beyond = imported(module) - ALLOWED.get(layer, imported(module) - ({"cli"} if layer != "__main__" else set()))

    assert not beyond - {layer}, f"{module} imports {beyond}"


@pytest.mark.parametrize("module", [m for m in MODULES if m.parts[0] in {"tables", "text", "stages"}], ids=str)
def test_text_and_stages_touch_no_file_clock_or_chance(module: Path) -> None:
    tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}

    assert not {name.split(".")[0] for name in names} & {"random", "secrets", "time", "socket", "tempfile", "shutil"}
    if module.parts[0] == "text":
        attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not attributes & {"RecordBatch", "Table", "now", "today"}


def test_every_package_of_the_layers_is_known() -> None:
    known = {
        "cli",
        "build",
        "release",
        "duplicates",
        "evidence",
        "reuse",
        "headlines",
        "shards",
        "extracting",
        "filtering",
        "terminal",
        "audit",
        "leaks",
        "decontaminate",
    }

    assert {module.parts[0].removesuffix(".py") for module in MODULES} - {"__init__", "__main__", *known} == set(
        ALLOWED
    )


def test_a_filter_over_text_starts_without_the_heavy_libraries() -> None:
    """`corpus --help` and `corpus normalize` must not pay for what a release needs (law: `--help` under 0.3 s)."""
    heavy = "{'datasets', 'pyarrow', 'numpy', 'numba', 'matplotlib', 'huggingface_hub', 'selectolax'}"
    check = f"import sys, corpus, corpus.cli; print(sorted({heavy} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout == "[]\n"

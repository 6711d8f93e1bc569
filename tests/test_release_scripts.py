"""`scripts/rebuild` and `scripts/release` do what is left to do, and say what they would."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fresh import ROOT
from tests.release_maker import make


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    """A folder with a list of inputs and two releases that were built before."""
    first = make(tmp_path / "out", "1.0.0", articles=20)
    make(tmp_path / "out", "1.1.0", articles=25, parent=first)
    (tmp_path / "pages").mkdir()
    (tmp_path / "list.txt").write_text("# inputs\npages\n")
    return tmp_path


def run(script: str, folder: Path, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, str(ROOT / "scripts" / script), "list.txt", "--out", "out", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_a_release_is_checked_compared_and_published_once(ready):
    command = ("--version", "1.1.0", "--repo", "./mirror")
    said = run("release", ready, *command, "--dry-run")
    assert said[0] == 0
    assert not (ready / "mirror").exists()
    assert "since 1.0.0:\n  MINOR: 5 articles added" in said[1]
    assert "files to send" in said[1]

    assert run("release", ready, *command)[0] == 0
    assert (ready / "mirror" / "v1.1.0" / "manifest.json").read_bytes() == (
        ready / "out/v1.1.0/manifest.json"
    ).read_bytes()
    assert "0 files to send" in run("release", ready, *command)[1]


def test_a_rebuild_is_compared_row_for_row_and_byte_for_byte(ready):
    shutil.copytree(ready / "out" / "v1.0.0", ready / "kept" / "v1.0.0")
    same = run("rebuild", ready, "--version", "1.0.0", "--like", "kept/v1.0.0")
    other = run("rebuild", ready, "--version", "1.1.0", "--like", "kept/v1.0.0")

    assert same[0] == 0
    assert "the bytes of kept/v1.0.0" in same[1]
    assert other[0] == 2
    assert "other rows than kept/v1.0.0 in articles/" in other[1]


def test_a_mistake_is_told_in_one_line(ready):
    (ready / "list.txt").write_text("pages\nnowhere\n")
    code, said = run("rebuild", ready, "--version", "3.0.0", "--dry-run")

    assert code == 2
    assert said == "rebuild: list.txt: not found: nowhere. Mend the list.\n"

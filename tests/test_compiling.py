"""The first run after installing says on a terminal that it compiles, and no other run says anything."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.compiling import MESSAGE

# A function that is compiled in a blink stands for those of the toolkit, which take half a minute.
SCRIPT = """
import sys, threading
from corpus.compiling import tell
tell(threading.Event())
sys.path.insert(0, sys.argv[1])
from quick import double, triple
print(double(21), triple(14))
"""
QUICK = """
from numba import njit
@njit(cache=True)
def double(n): return 2 * n
@njit(cache=True)
def triple(n): return 3 * n
"""


def test_it_is_told_once_where_it_compiles_and_never_where_it_loads(tmp_path: Path) -> None:
    (tmp_path / "quick.py").write_text(QUICK)
    said = [
        subprocess.run([sys.executable, "-c", SCRIPT, tmp_path], capture_output=True, text=True, check=True)
        for _ in range(2)
    ]

    assert [each.stdout for each in said] == ["42 42\n"] * 2
    assert [each.stderr.strip() for each in said] == [MESSAGE, ""]


@pytest.mark.parametrize("command", [["extract"], ["normalize"]])
def test_off_a_terminal_nothing_is_told(command: list[str], tmp_path: Path) -> None:
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "corpus", *command, "/dev/null"],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )

    assert done.stderr == ""


def test_a_terminal_is_told_before_it_waits(tmp_path: Path) -> None:
    """With no machine code at hand; the first line is waited for, not the half minute."""
    above, below = pty.openpty()
    page = tmp_path / "page.txt"
    page.write_text("নদীতে পানি বাড়ছে।")
    running = subprocess.Popen(
        [sys.executable, "-m", "corpus", "extract", str(page)],
        stderr=below, stdout=subprocess.DEVNULL, env={**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "none")},
    )  # fmt: skip
    try:
        assert MESSAGE in os.read(above, 1000).decode()
    finally:
        running.kill()
        running.wait()
        os.close(above)
        os.close(below)

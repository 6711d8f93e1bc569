"""A build of a corpus that grew by 5 %, with what the build before kept of its pages, beside a build from nothing.

Not measured: a corpus whose growth makes many old lines recur for the first time (each page that shows one is processed
again, as in a build from nothing), and a disk that is slower than processing pages, which reads about 2 kB for each.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import time
from importlib.metadata import version
from pathlib import Path

import pytest

from corpus.build import Built, build
from corpus.reuse import FOLDER
from corpus.settings import Settings
from tests.conftest import SHARED
from tests.news_pages import write

ROUNDS = 3
EVERY = 8  # of the real pages one in so many, in file order
NEW = 20  # of these, one in so many is new: 5 %
RESULTS = Path(__file__).parent / "results" / "rebuild.md"
RATIO_MOST = 0.4


def processor_seconds(pages: Path, out: Path, release: str, *, cache: bool = True) -> tuple[float, Built]:
    started = time.process_time()
    built = build([pages], out, release, Settings(), cache=cache)
    return time.process_time() - started, built


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.skipif(not (SHARED / "data").is_dir(), reason=f"the real data is not at {SHARED}")
def test_a_rebuild_takes_a_fraction_of_a_build_from_nothing(tmp_path: Path) -> None:
    write(SHARED, tmp_path / "pages")
    lines = [line for file in sorted((tmp_path / "pages").iterdir()) for line in file.read_bytes().splitlines(True)]
    grown = lines[::EVERY]
    for name, chosen in (("before", [x for n, x in enumerate(grown) if n % NEW]), ("after", grown)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pages.jsonl").write_bytes(b"".join(chosen))
    first = build([tmp_path / "before"], tmp_path / "first", "1.0.0", Settings())  # and compiles what is compiled
    kept = sum(path.stat().st_size for path in (tmp_path / "first" / FOLDER).rglob("*.arrow"))

    again, anew = [], []
    for number in range(ROUNDS):  # side by side, so that a busy machine slows both
        seconds, rebuilt = processor_seconds(tmp_path / "after", copied(tmp_path, f"again-{number}"), "2.0.0")
        again.append(seconds)
        seconds, new = processor_seconds(tmp_path / "after", copied(tmp_path, f"new-{number}"), "2.0.0", cache=False)
        anew.append(seconds)
        assert contents(rebuilt.folder) == contents(new.folder)
    ratios = [one / other for one, other in zip(again, anew, strict=True)]

    read, before = rebuilt.manifest.ledger.read, first.manifest.ledger.read
    table = [
        "# A rebuild beside a build from nothing",
        "",
        (__doc__ or "").split("\n\n")[1].replace("\n", " ").strip(),
        "",
        f"Python {platform.python_version()}, pyarrow {version('pyarrow')}; one worker, {os.cpu_count()} cores shared "
        f"with others; {read:,} real pages, of which {before:,} had been built;",
        f"{ROUNDS} rounds: median (least-most) of processor seconds. Written by `pytest benchmarks/test_rebuild.py`.",
        "",
        "| build | processor seconds |",
        "|---|---|",
        f"| from nothing (`--no-cache`) | {spread(anew)} |",
        f"| with the store of the build before | {spread(again)} |",
        f"| ratio | {spread(ratios)} |",
        "",
        f"Pages reused: {rebuilt.reused:,} of {before:,}; the others had been told something else by the new pages. "
        f"The store holds {kept / before:,.0f} bytes a page. The releases are equal, byte for byte.",
        "",
    ]
    RESULTS.write_text("\n".join(table), encoding="utf-8")
    print("\n".join(table))

    assert statistics.median(ratios) < RATIO_MOST


def copied(folder: Path, name: str) -> Path:
    """A folder of releases with the first release and the store."""
    shutil.copytree(folder / "first", folder / name)
    return folder / name


def spread(values: list[float]) -> str:
    return f"{statistics.median(values):.2f} ({min(values):.2f}-{max(values):.2f})"

"""Reading a release: the first streamed row, a full read beside pyarrow's, and what checking costs.

Not measured: the network, and a cold disk; the files are in the page cache, as after a download. Words are made up and
compress worse than news, so bytes per row are more than in a real release. Every reader touches every byte of the text
that it reads (a CRC): rows that lie in a file mapped into memory would else not be read at all.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scripts.measure_upload import articles
from tests.release_maker import make

ROWS = 30_000
ROUNDS = 5
COLUMNS = ["headline", "body"]
RESULTS = Path(__file__).parent / "results" / "release_reading.md"
FIRST_ROW_MOST = 0.15  # seconds, after imports
LEAST_RATIO = 0.7  # of pyarrow's rate


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A release of made-up articles, with caches of its own."""
    home = tmp_path_factory.mktemp("home")
    kept = {name: os.environ.get(name) for name in ("HF_HOME", "HF_DATASETS_CACHE", "HF_HUB_OFFLINE")}
    os.environ |= {"HF_HOME": str(home), "HF_DATASETS_CACHE": str(home / "datasets"), "HF_HUB_OFFLINE": "1"}
    yield make(tmp_path_factory.mktemp("out"), articles=articles(ROWS).to_pylist(), shards=1)
    for name, value in kept.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value


def timed(act: Callable[[], Any]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def touched(columns: list[pa.Array]) -> int:
    """Read every byte of these columns; how many rows they have."""
    for column in columns:
        for buffer in column.buffers():
            zlib.crc32(buffer or b"")
    return len(columns[0])


FIRST_ROW = """
import os, sys, time
import datasets, corpus, pyarrow.dataset, pyarrow.parquet
from corpus.release import builder, load
try:
    import scipy.io  # `datasets` imports it where it is there, at the first stream
except ImportError:
    pass
start, used = time.perf_counter(), time.process_time()
if sys.argv[2] == "plain":
    next(iter(datasets.load_dataset(sys.argv[1], split="train", streaming=True)))
else:
    next(iter(corpus.load(sys.argv[1], split="train", streaming=True)))
print(time.perf_counter() - start, time.process_time() - used)
"""


def first_in_a_new_process(release: Path, way: str) -> tuple[list[float], list[float]]:
    """Seconds to the first row that a process streams, by the clock and of processor time."""
    command = [sys.executable, "-c", FIRST_ROW, str(release), way]
    printed = [subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(ROUNDS)]
    times = [tuple(map(float, each.split()[-2:])) for each in printed]
    return [wall for wall, _ in times], [used for _, used in times]


def clocked(act: Callable[[], Any]) -> tuple[list[float], list[float]]:
    """Seconds by the clock, and of processor time, which other people's work on the machine hardly changes."""
    wall, used = [], []
    for _ in range(ROUNDS):
        start = time.process_time()
        wall.append(timed(act))
        used.append(time.process_time() - start)
    return wall, used


def spread(values: list[float], unit: str = "") -> str:
    return f"{statistics.median(values):.3f}{unit} ({min(values):.3f}-{max(values):.3f})"


def test_a_release_reads_at_once_and_as_fast_as_parquet_does(release: Path) -> None:
    import datasets

    import corpus
    from corpus.release.verify import damage

    datasets.disable_progress_bars()
    shards = sorted(release.glob("data/train-*.parquet"))
    size = sum(path.stat().st_size for path in release.rglob("*.parquet"))

    def by_pyarrow() -> int:
        rows = 0
        for path in shards:
            with pq.ParquetFile(path) as shard:
                for group in range(shard.num_row_groups):
                    read = shard.read_row_group(group, columns=COLUMNS, use_threads=False)
                    rows += touched([column.combine_chunks() for column in read.columns])
        return rows

    def batches(rows: Any) -> int:
        read = rows.with_format("arrow").iter(batch_size=1_000)
        return sum(touched([column.combine_chunks() for column in batch.columns]) for batch in read)

    def ours(*, verify: bool) -> int:
        return batches(corpus.load(release, split="train", streaming=True, columns=COLUMNS, verify=verify))

    def plain() -> int:
        return batches(datasets.load_dataset(str(release), split="train", streaming=True, columns=COLUMNS))

    kept = corpus.load(release, split="train", columns=COLUMNS)
    first_rows = {
        "`load_dataset(..., streaming=True)`": lambda: next(
            iter(datasets.load_dataset(str(release), split="train", streaming=True))
        ),
        "`corpus.load(..., streaming=True)`": lambda: next(iter(corpus.load(release, split="train", streaming=True))),
        "`corpus.load(..., streaming=True, verify=False)`": lambda: next(
            iter(corpus.load(release, split="train", streaming=True, verify=False))
        ),
    }
    readers: dict[str, Callable[[], int]] = {
        "`corpus.load(..., streaming=True)`, every shard checked": lambda: ours(verify=True),
        "`corpus.load(..., streaming=True, verify=False)`": lambda: ours(verify=False),
        "`load_dataset(..., streaming=True)`": plain,
        "`corpus.load(...)`, loaded before": lambda: batches(kept),
    }
    expected = by_pyarrow()
    assert {name: read() for name, read in readers.items()} == dict.fromkeys(readers, expected)

    first = {name: clocked(act) for name, act in first_rows.items()}
    first |= {
        "`load_dataset(..., streaming=True)`, first in a new process": first_in_a_new_process(release, "plain"),
        "`corpus.load(..., streaming=True)`, first in a new process": first_in_a_new_process(release, "ours"),
    }
    ratios: dict[str, list[float]] = {name: [] for name in readers}
    used: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(ROUNDS):  # side by side, so that a busy machine slows both
        for name, read in readers.items():
            clocks = [(time.perf_counter(), time.process_time())]
            for act in (by_pyarrow, read, by_pyarrow):
                act()
                clocks.append((time.perf_counter(), time.process_time()))
            (before, used_before), (taken, used_taken), (after, used_after) = (
                (end[0] - start[0], end[1] - start[1]) for start, end in pairwise(clocks)
            )
            ratios[name].append((before + after) / 2 / taken)
            used[name].append((used_before + used_after) / 2 / used_taken)
    checked = [size / timed(lambda: damage(release)) / 1e9 for _ in range(ROUNDS)]

    lines = [
        "# Reading a release",
        "",
        (__doc__ or "").split("\n\n")[1].replace("\n", " ").strip(),
        "",
        f"Python {platform.python_version()}, pyarrow {version('pyarrow')}, datasets {version('datasets')};",
        f"{os.cpu_count()} cores shared with others; {ROWS:,} articles, {size / 1e6:.1f} MB of Parquet;",
        f"{ROUNDS} rounds: median (least-most). Written by `pytest benchmarks/test_release.py`.",
        "",
        "| first row, seconds after imports | by the clock | of processor |",
        "|---|---|---|",
        *(f"| {name} | {spread(wall)} | {spread(used)} |" for name, (wall, used) in first.items()),
        f"| goal | < {FIRST_ROW_MOST} | |",
        "",
        f"| full read of {' and '.join(COLUMNS)} of `train` | rate, as a multiple of that of pyarrow's row groups |"
        " by processor time |",
        "|---|---|---|",
        *(f"| {name} | {spread(values)} | {spread(used[name])} |" for name, values in ratios.items()),
        f"| goal | >= {LEAST_RATIO} | |",
        "",
        f"Comparing every byte with the manifest: {spread(checked, ' GB/s')}.",
        "",
    ]
    RESULTS.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))

    for name, (_, seconds) in first.items():
        assert statistics.median(seconds) < FIRST_ROW_MOST, name
    for name in ("`corpus.load(..., streaming=True, verify=False)`", "`corpus.load(...)`, loaded before"):
        assert statistics.median(used[name]) >= LEAST_RATIO, name

"""Every engine and worker count gives the same rows."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from corpus.engines.local import LocalEngine, _batches, _rounds

ROOT = Path(__file__).resolve().parents[1]

NUMBERS = pa.schema([("key", pa.uint64()), ("word", pa.large_string())])
COUNTS = pa.schema([("word", pa.large_string()), ("count", pa.int64())])


def doubled(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    yield batch
    yield batch


def counted(shard: pa.Table) -> Iterator[pa.RecordBatch]:
    counts = shard.group_by("word").aggregate([("word", "count")]).sort_by("word")
    yield from counts.rename_columns(["word", "count"]).cast(COUNTS).to_batches()


def joined(left: pa.Table, right: pa.Table) -> Iterator[pa.RecordBatch]:
    shared = sorted(set(left["key"].to_pylist()) & set(right["key"].to_pylist()))
    yield pa.RecordBatch.from_pydict({"key": shared, "word": ["both"] * len(shared)}, schema=NUMBERS)


def broken(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    raise ValueError("one task fails")
    yield batch


def batches() -> list[pa.RecordBatch]:
    keys = np.arange(5_000, dtype=np.uint64)
    words = [f"w{key % 97}" for key in keys]
    whole = pa.RecordBatch.from_pydict({"key": keys, "word": words}, schema=NUMBERS)
    return [whole.slice(start, 1_000) for start in range(0, 5_000, 1_000)]


def word_counts(engine: LocalEngine) -> dict[str, int]:
    rows = engine.map("doubled", doubled, engine.rows("input", batches()), NUMBERS)
    # Rows of one word share no key, so each shard counts its own part; the parts are added up here.
    totals: dict[str, int] = {}
    for batch in engine.collect(engine.shuffle("counted", counted, rows, COUNTS, key="key", shards=7)):
        for row in batch.to_pylist():
            totals[row["word"]] = totals.get(row["word"], 0) + row["count"]
    return totals


@pytest.mark.parametrize("workers", [1, 2])
def test_a_shuffle_loses_and_repeats_no_row(tmp_path: Path, workers: int) -> None:
    with LocalEngine(tmp_path, workers=workers) as engine:
        totals = word_counts(engine)

    assert totals == {f"w{n}": 2 * len(range(n, 5_000, 97)) for n in range(97)}


def test_two_inputs_meet_in_the_shard_of_their_key(tmp_path: Path) -> None:
    with LocalEngine(tmp_path) as engine:
        left, right = engine.rows("left", batches()[:3]), engine.rows("right", batches()[2:])
        both = engine.shuffle("both", joined, (left, right), NUMBERS, key="key", shards=5)
        keys = sorted(key for batch in engine.collect(both) for key in batch["key"].to_pylist())

    assert keys == list(range(2_000, 3_000))


def test_small_files_are_spread_together_and_big_ones_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with LocalEngine(tmp_path) as engine:
        rows = engine.rows("input", batches())
        engine.shuffle("one", counted, rows, COUNTS, key="key", shards=3)
        monkeypatch.setattr("corpus.engines.local.ROUND_BYTES", 5 * rows.files[0].stat().st_size // 2)
        engine.shuffle("many", counted, rows, COUNTS, key="key", shards=3)

    assert [len(list((tmp_path / name).iterdir())) for name in ("one-0", "many-0")] == [1, 3]


def test_a_finished_step_is_not_run_again(tmp_path: Path) -> None:
    with LocalEngine(tmp_path) as engine:
        first = word_counts(engine)
        rows = engine.map("doubled", broken, engine.rows("input", batches()), NUMBERS)
        assert sum(batch.num_rows for batch in engine.collect(rows)) == 10_000
        assert word_counts(engine) == first


def test_a_failed_step_leaves_no_file_that_looks_whole(tmp_path: Path) -> None:
    with LocalEngine(tmp_path) as engine:
        rows = engine.rows("input", batches())
        with pytest.raises(ValueError, match="one task fails"):
            engine.map("broken", broken, rows, NUMBERS)

        assert not list((tmp_path / "broken").iterdir())


def slow(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    time.sleep(60)
    yield batch


KILLED = """
import sys
from pathlib import Path
from corpus.engines.local import LocalEngine
from tests.test_engines import NUMBERS, batches, slow
if __name__ == "__main__":
    with LocalEngine(Path(sys.argv[1]), workers=2) as engine:
        engine.map("slow", slow, engine.rows("input", batches()), NUMBERS)
"""


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    """Else they would wait for work for ever, or write into the folder of the build that goes on."""
    (tmp_path / "killed.py").write_text(KILLED)
    parent = subprocess.Popen(
        [sys.executable, str(tmp_path / "killed.py"), str(tmp_path / "work")],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    while len(list((tmp_path / "work").glob("slow/*"))) < 2 and parent.poll() is None:  # two tasks are at work
        time.sleep(0.1)
    parent.kill()

    assert parent.stdout is not None
    told = parent.communicate(timeout=10)[0]  # the pipe is closed by the last process that holds it
    assert parent.returncode == -signal.SIGKILL
    assert b"Traceback" not in told


def test_a_round_of_many_small_batches_takes_no_time(tmp_path: Path) -> None:
    """The size of a round is added up, not worked out anew for every batch."""
    whole = pa.RecordBatch.from_pydict({"key": np.arange(10_000, dtype=np.uint64), "word": ["w"] * 10_000}, NUMBERS)
    with LocalEngine(tmp_path) as engine:
        rows = engine.map("single", single, engine.rows("input", [whole]), NUMBERS)
        started = time.perf_counter()
        list(_rounds(rows.files))
        once = time.perf_counter() - started
        started = time.perf_counter()
        list(_batches(rows.files[0]))

        assert once < 10 * (time.perf_counter() - started) + 0.5


def single(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    yield from (batch.slice(row, 1) for row in range(batch.num_rows))

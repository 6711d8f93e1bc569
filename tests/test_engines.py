"""Every engine and worker count gives the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from corpus.engines.local import LocalEngine

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

"""From rows anywhere to the Parquet files of a config: one file a range of (split, published, id), sorted inside."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from corpus.engines import Engine
from corpus.release.manifest import FOLDERS
from corpus.release.parquet import FileEntry, write_shard
from corpus.schema import CONFIGS, arrow_schema
from corpus.stages.split import SPLITS

SHARD_BYTES = 256 << 20
"""Text of one file in memory: two workers sort and compress one each."""

SAMPLE = 64
"""One row in so many, chosen by its digest, tells where files begin, once there are too many rows to look at all."""
SAMPLE_ABOVE = 200_000

_LAST = "\U0010ffff"  # sorts behind every date

ENTRY = pa.schema([("entry", pa.binary())])
_PLACE = [("split", pa.string()), ("uid", pa.string())]
_COUNT = pa.schema([("rows", pa.int64())])
_SIZES = pa.schema([("split", pa.string()), ("order", pa.string()), ("bytes", pa.int64())])


class Shard(NamedTuple):
    """One file to write: its split, the first sort key in it, and its number among the files of that split."""

    split: str
    first: str
    number: int
    of: int


def config_schema(config: str) -> pa.Schema:
    """The rows that `write_config` takes: the columns of a config, the split, and a digest of the row as `uid`."""
    return pa.schema([*arrow_schema(CONFIGS[config]), *_PLACE])


def write_config(engine: Engine, config: str, rows: Any, folder: Path) -> list[FileEntry]:
    """Write rows (of `config_schema`) as Parquet files below `folder`; the files depend on nothing but the rows.

    Rows are ordered by (published, id): a new version then shares most bytes with the one before.
    """
    every = SAMPLE if counted(engine, config, rows) > SAMPLE_ABOVE else 1
    sizes = engine.collect(engine.map(f"{config}-sizes", partial(_sizes, config=config, every=every), rows, _SIZES))
    plan = _plan([row for batch in sizes for row in batch.to_pylist()], every)
    if not plan:
        return []
    placed = engine.map(
        f"{config}-placed",
        partial(_placed, config=config, plan=plan),
        rows,
        pa.schema([*config_schema(config), ("shard", pa.uint64())]),
    )
    write = partial(_write, config=config, plan=plan, folder=folder)
    written = engine.shuffle(f"{config}-files", write, placed, ENTRY, key="shard", shards=len(plan))
    entries = (entry for batch in engine.collect(written) for entry in batch["entry"].to_pylist())
    return [msgspec.json.decode(entry, type=FileEntry) for entry in entries]


def counted(engine: Engine, name: str, rows: Any) -> int:
    """How many rows there are, counted where they lie; `name` tells of what."""
    counts = engine.collect(engine.map(f"{name}-counted", _count, rows, _COUNT))
    return sum(count for batch in counts for count in batch["rows"].to_pylist())


def _count(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    yield pa.RecordBatch.from_pydict({"rows": [batch.num_rows]}, schema=_COUNT)


def _sizes(batch: pa.RecordBatch, *, config: str, every: int) -> Iterator[pa.RecordBatch]:
    """Split, sort key and bytes of the sampled rows."""
    text = [column.name for column in CONFIGS[config] if pa.types.is_large_string(column.type)]
    size = pa.repeat(pa.scalar(0, pa.int64()), batch.num_rows)
    for name in text:
        size = pc.add(size, pc.fill_null(pc.binary_length(batch[name]), 0).cast(pa.int64()))
    sampled = pa.array([int(uid[:8], 16) % every == 0 for uid in batch["uid"].to_pylist()], pa.bool_())
    columns = [batch["split"], _order(batch, config), size]
    yield pa.RecordBatch.from_arrays(columns, schema=_SIZES).filter(sampled)


def _order(rows: pa.RecordBatch | pa.Table, config: str) -> pa.Array:
    """One string a row that sorts as the rows of the config do: by date, those without one last, then by id."""
    names = [column.name for column in CONFIGS[config]]
    date = next(name for name in ("published", "first_date", "id") if name in names)
    columns = [pc.fill_null(rows[name].cast(pa.large_string()), _LAST) for name in (date, names[0])]
    joined = pc.binary_join_element_wise(*columns, pa.scalar("\x1f", pa.large_string()))
    return joined.cast(pa.string())


def _plan(sizes: list[dict[str, Any]], every: int) -> tuple[Shard, ...]:
    """Where each file begins, in the order of splits and sort keys."""
    plan: list[Shard] = []
    ordered = sorted(sizes, key=lambda row: (SPLITS.index(row["split"]), row["order"]))
    for split, rows in groupby(ordered, key=lambda row: row["split"]):
        starts, held = [""], 0
        for row in rows:
            if held > SHARD_BYTES and row["order"] > starts[-1]:
                starts.append(row["order"])
                held = 0
            held += row["bytes"] * every
        plan.extend(Shard(split, first, number, len(starts)) for number, first in enumerate(starts))
    return tuple(plan)


def _placed(batch: pa.RecordBatch, *, config: str, plan: tuple[Shard, ...]) -> Iterator[pa.RecordBatch]:
    """Number each row by the file that it belongs to."""
    starts = [(SPLITS.index(shard.split), shard.first) for shard in plan]
    keys = zip(batch["split"].to_pylist(), _order(batch, config).to_pylist(), strict=True)
    numbers = [bisect_right(starts, (SPLITS.index(split), order)) - 1 for split, order in keys]
    yield batch.append_column("shard", pa.array(numbers, pa.uint64()))


def _write(rows: pa.Table, *, config: str, plan: tuple[Shard, ...], folder: Path) -> Iterator[pa.RecordBatch]:
    """Sort the rows of one file and write it."""
    if len(rows) == 0:
        return
    shard = plan[rows["shard"][0].as_py()]
    keys = pa.table({"order": _order(rows, config), "uid": rows["uid"]})
    order = pc.sort_indices(keys, [("order", "ascending"), ("uid", "ascending")])
    columns = CONFIGS[config]
    path = folder / FOLDERS[config] / f"{shard.split}-{shard.number:05}-of-{shard.of:05}.parquet"
    entry = write_shard(path, rows.take(order).select([column.name for column in columns]), columns)
    yield pa.RecordBatch.from_pydict({"entry": [msgspec.json.encode(entry)]}, schema=ENTRY)

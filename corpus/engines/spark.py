"""The same verbs on Apache Spark, for input that one machine is too slow for: its shuffle, spilling and retries.

A batch travels as one row that holds its Arrow bytes, so types are exactly those of the local engine (Spark has no
unsigned integers) and the pure functions cannot tell where they run. Each step is written to the folder as Parquet: a
step that is there is not run again, and nothing is computed twice.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from corpus.engines import BatchFunction, ShardFunction, spread
from corpus.errors import CorpusError

_BOXED = "shard int, side int, batch binary"
_BOX = pa.schema([("shard", pa.int32()), ("side", pa.int32()), ("batch", pa.binary())])

_FINISHED = "_SUCCESS"  # what Spark leaves in a folder that it has written whole


@dataclass(frozen=True)
class SparkRows:
    """Rows in a folder of Parquet files that hold boxed batches."""

    schema: pa.Schema
    folder: Path


class SparkEngine:
    """`map`, `shuffle` and `collect` on a Spark session; `folder` must be one that every worker of it sees."""

    def __init__(self, folder: Path, *, workers: int = 1, progress: bool = False) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise CorpusError(
                "Spark is not installed: pip install 'bengali-news-corpus[spark]' (and Java 17)."
            ) from error
        self.folder = folder.absolute()
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # workers must find the packages that this process has
        self._session = (
            SparkSession.builder.master(f"local[{workers}]")
            .appName("bengali-news-corpus")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", str(progress).lower())
            .config("spark.sql.shuffle.partitions", str(max(2 * workers, 4)))
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", "64")  # a box is megabytes
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.log.level", "ERROR")
            .getOrCreate()
        )

    def __enter__(self) -> SparkEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.stop()

    def rows(self, name: str, batches: Sequence[pa.RecordBatch]) -> SparkRows:
        """Box each batch as one task."""
        boxes = [(0, 0, _boxed(batch)) for batch in batches]
        frame = self._session.createDataFrame(boxes, _BOXED).repartition(max(len(boxes), 1))
        return self._written(name, frame, batches[0].schema if batches else pa.schema([]))

    def map(self, name: str, function: BatchFunction, rows: SparkRows, schema: pa.Schema) -> SparkRows:
        """Run `function` over every batch."""
        frame = self._session.read.parquet(str(rows.folder))
        return self._written(name, frame.mapInArrow(partial(_mapped, function), _BOXED), schema)

    def shuffle(
        self,
        name: str,
        function: ShardFunction,
        rows: SparkRows | tuple[SparkRows, ...],
        schema: pa.Schema,
        *,
        key: str,
        shards: int,
    ) -> SparkRows:
        """Spread rows over shards by `key` modulo `shards`, then run `function` on each shard's tables."""
        inputs = rows if isinstance(rows, tuple) else (rows,)
        spread = [
            self._session.read.parquet(str(each.folder)).mapInArrow(partial(_spread, key, shards, side), _BOXED)
            for side, each in enumerate(inputs)
        ]
        # Every shard is visited, also one that no row fell to: the local engine does so too.
        marks = self._session.createDataFrame([(shard, -1, b"") for shard in range(shards)], _BOXED)
        whole = marks
        for each in spread:
            whole = whole.union(each)
        schemas = [each.schema for each in inputs]

        def run(boxes: pa.Table) -> pa.Table:  # Spark reads these hints, which a partial does not have
            return _sharded(function, schemas, boxes)

        return self._written(name, whole.groupBy("shard").applyInArrow(run, _BOXED), schema)

    def collect(self, rows: SparkRows) -> Iterator[pa.RecordBatch]:
        """Bring rows back, box by box."""
        for row in self._session.read.parquet(str(rows.folder)).select("batch").toLocalIterator():
            yield from _unboxed(bytes(row.batch))

    def _written(self, name: str, frame: Any, schema: pa.Schema) -> SparkRows:
        folder = self.folder / name
        if not (folder / _FINISHED).exists():
            frame.write.mode("overwrite").parquet(str(folder))
        return SparkRows(schema, folder)


def _mapped(function: BatchFunction, boxes: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for box in boxes:
        for batch in _opened(box):
            yield from (_box(0, 0, out) for out in function(batch) if out.num_rows)


def _spread(key: str, shards: int, side: int, boxes: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for box in boxes:
        for batch in _opened(box):
            for shard, part in enumerate(spread(pa.Table.from_batches([batch]), key, shards)):
                if part.num_rows:
                    yield _box(shard, side, part)


def _sharded(function: ShardFunction, schemas: Sequence[pa.Schema], boxes: pa.Table) -> pa.Table:
    tables = []
    for side, schema in enumerate(schemas):
        mine = [
            box for box, of in zip(boxes["batch"].to_pylist(), boxes["side"].to_pylist(), strict=True) if of == side
        ]
        tables.append(pa.Table.from_batches([batch for box in mine for batch in _unboxed(box)], schema))
    return pa.Table.from_batches([_box(0, 0, out) for out in function(*tables) if out.num_rows], _BOX)


def _opened(boxes: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    for box in boxes["batch"].to_pylist():
        yield from _unboxed(box)


def _box(shard: int, side: int, batch: pa.RecordBatch) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({"shard": [shard], "side": [side], "batch": [_boxed(batch)]}, schema=_BOX)


def _boxed(batch: pa.RecordBatch) -> bytes:
    out = pa.BufferOutputStream()
    with pa.ipc.new_stream(out, batch.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
        writer.write_batch(batch)
    return bytes(out.getvalue())


def _unboxed(box: bytes) -> Iterator[pa.RecordBatch]:
    with pa.ipc.open_stream(box) as reader:
        yield from (batch for batch in reader if batch.num_rows)

"""Where work runs. Three verbs, and every decision stays in the pure functions that are handed to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

# Both kinds of function are pickled to worker processes: module-level functions, or functools.partial of one.
BatchFunction = Callable[[pa.RecordBatch], Iterator[pa.RecordBatch]]
ShardFunction = Callable[..., Iterator[pa.RecordBatch]]
"""Takes one table a `Rows` shuffled: every row whose key fell to the shard, in no promised order."""


class Rows(Protocol):
    """Rows that an engine holds, wherever it holds them (spill files, a Spark DataFrame)."""

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema of every batch."""


class Engine(Protocol):
    """Runs pure functions over rows that need not fit in memory."""

    def rows(self, name: str, batches: Sequence[pa.RecordBatch]) -> Any:
        """Hand small rows (a list of input chunks, say) to the engine; each batch becomes one task."""

    def map(self, name: str, function: BatchFunction, rows: Any, schema: pa.Schema) -> Any:
        """Run `function` over every batch; `name` tells the step in progress bars and spill folders."""

    def shuffle(
        self, name: str, function: ShardFunction, rows: Any, schema: pa.Schema, *, key: str, shards: int
    ) -> Any:
        """Gather the rows whose uint64 column `key`, modulo `shards`, is equal, then run `function` on each shard.

        `rows` is one `Rows` or a tuple of them (each with the column `key`); `function` takes one table for each.
        """

    def collect(self, rows: Any) -> Iterator[pa.RecordBatch]:
        """Bring rows back, batch by batch; for results that the caller can hold or stream."""


def spread(rows: pa.Table, key: str, shards: int) -> Iterator[pa.RecordBatch]:
    """Exactly one batch a shard, in order, of the rows whose uint64 column `key`, modulo `shards`, is its number.

    >>> rows = pa.table({"key": pa.array([4, 3, 7], pa.uint64())})
    >>> [batch["key"].to_pylist() for batch in spread(rows, "key", 4)]
    [[4], [], [], [3, 7]]
    """
    shard = rows[key].to_numpy() % np.uint64(shards)
    ordered = rows.take(pa.array(np.argsort(shard, kind="stable")))
    ends = np.cumsum(np.bincount(shard.astype(np.int64), minlength=shards))
    for start, end in zip(np.concatenate(([0], ends[:-1])), ends, strict=True):
        batches = ordered.slice(start, end - start).combine_chunks().to_batches()
        yield batches[0] if batches else pa.RecordBatch.from_pylist([], schema=rows.schema)

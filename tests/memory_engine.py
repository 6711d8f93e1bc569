"""An engine in a few lines that holds everything in memory, and may hand rows over in any order and in any pieces."""

from __future__ import annotations

import pickle
import random
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from corpus.engines import BatchFunction, ShardFunction


class MemoryEngine:
    """`seed` shuffles rows before each step and `piece` cuts batches: no result may depend on either."""

    def __init__(self, *, seed: int = 0, piece: int = 1000, shards: int | None = None) -> None:
        self.random = random.Random(seed)
        self.piece = piece
        self.shards = shards

    def rows(self, name: str, batches: Sequence[pa.RecordBatch]) -> pa.Table:
        return pa.Table.from_batches(batches)

    def map(self, name: str, function: BatchFunction, rows: pa.Table, schema: pa.Schema) -> pa.Table:
        function = pickle.loads(pickle.dumps(function))
        batches = self._mixed(rows).to_batches(max_chunksize=self.piece)
        return pa.Table.from_batches([out for batch in batches for out in function(batch)], schema)

    def shuffle(
        self, name: str, function: ShardFunction, rows: Any, schema: pa.Schema, *, key: str, shards: int
    ) -> pa.Table:
        function = pickle.loads(pickle.dumps(function))
        tables = rows if isinstance(rows, tuple) else (rows,)
        shards = self.shards or shards
        out: list[pa.RecordBatch] = []
        for shard in range(shards):
            picked = [self._mixed(t.filter(pa.array(t[key].to_numpy() % np.uint64(shards) == shard))) for t in tables]
            out += function(*picked)
        return pa.Table.from_batches(out, schema)

    def collect(self, rows: pa.Table) -> Iterator[pa.RecordBatch]:
        yield from rows.to_batches(max_chunksize=self.piece)

    def _mixed(self, table: pa.Table) -> pa.Table:
        order = list(range(len(table)))
        self.random.shuffle(order)
        return table.take(pa.array(order, pa.int64())) if order else table

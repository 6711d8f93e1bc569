"""The stages of a build, each a pure function from a batch to what it kept and what it removed."""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from corpus.schema import ARTICLES

STAGES = ("read", "extract", "normalize", "screen", "deduplicate", "withdraw", "split")
"""In order. `read` is the work of the sources and `withdraw` of removal requests (`corpus.release.removals`); each of
the others is a file of this folder and a function in it."""

TEASER = pa.struct([("text", pa.large_string()), ("date", pa.string())])
LINE = pa.struct([("text", pa.large_string()), ("label", pa.string()), ("score", pa.float32())])

WORK = pa.schema(
    [
        ("uid", pa.string()),  # digest of everything below: rows with one uid are interchangeable
        *((column.name, column.type) for column in ARTICLES if not column.name.startswith("cluster_")),
        ("stage", pa.string()),  # that removed the row; null while it is kept
        ("reason", pa.string()),
        ("place", pa.string()),  # of input that could not be read
        ("text", pa.large_string()),  # the page's lines, for pages that hold no article
        ("teasers", pa.list_(TEASER)),
        ("lines", pa.list_(LINE)),  # empty unless the release has the config `lines`
    ]
)
"""A page on its way: the columns of `articles` as far as they are known, and what later steps need."""

DECIDED = pa.schema(
    [
        *WORK,
        ("duplicate_of", pa.string()),
        ("similarity", pa.float32()),
        ("cluster_id", pa.string()),
        ("cluster_size", pa.int32()),
        ("split", pa.string()),
    ]
)
"""A page at the end of its way."""


class Outcome(NamedTuple):
    """What a stage made of a batch: rows kept, and rows removed, in which `stage` and `reason` say by what and why."""

    kept: pa.RecordBatch
    removed: pa.RecordBatch


def one_batch(table: pa.Table) -> pa.RecordBatch:
    """A table as one batch, also where it has no rows."""
    batches = table.combine_chunks().to_batches()
    return batches[0] if batches else pa.RecordBatch.from_pylist([], schema=table.schema)


def keep_all(batch: pa.RecordBatch) -> Outcome:
    """The outcome of a stage that removes nothing."""
    return Outcome(batch, batch.slice(0, 0))


def removed_for(batch: pa.RecordBatch, reason: pa.Array, stage: str) -> Outcome:
    """The outcome of `stage`, which removes the rows that have a reason (a string a row, null for those kept)."""
    named = pc.if_else(pc.is_valid(reason), stage, pa.scalar(None, pa.string()))
    judged = with_columns(batch, reason=reason, stage=named)
    kept = pc.is_null(reason)
    return Outcome(judged.filter(kept), judged.filter(pc.invert(kept)))


def with_columns(batch: pa.RecordBatch, **columns: pa.Array) -> pa.RecordBatch:
    """The batch with some columns replaced, each cast to its type in the schema."""
    for name, values in columns.items():
        field = batch.schema.field(name)
        batch = batch.set_column(batch.schema.get_field_index(name), field, values.cast(field.type))
    return batch

"""Rows that a story's other row stands for are removed, by verdicts that were worked out from the whole corpus."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from corpus.stages import Outcome, one_batch

GIVEN = ("duplicate_of", "similarity", "cluster_id", "cluster_size", "split_key", "first_published")
"""Columns that every row takes over from its verdict, beside `stage` and `reason`."""


def deduplicate(verdicts: pa.Table) -> Callable[[pa.RecordBatch], Outcome]:
    """A stage that removes the rows that `verdicts` (`corpus.duplicates.VERDICTS`) name, one verdict a row.

    Rows with one uid are copies of one page; which of them takes which of their verdicts makes no difference.
    Raises ValueError where a row has no verdict, or a verdict no row.
    """

    def stage(batch: pa.RecordBatch) -> Outcome:
        rows = pa.table(batch).sort_by("uid")
        given = verdicts.sort_by([("uid", "ascending"), ("reason", "ascending")])
        _check_same(rows["uid"], given["uid"])
        for name in ("stage", "reason"):
            rows = rows.set_column(rows.schema.get_field_index(name), name, given[name])
        for name in GIVEN:
            rows = rows.append_column(name, given[name])
        kept = pc.is_null(rows["reason"])
        return Outcome(one_batch(rows.filter(kept)), one_batch(rows.filter(pc.invert(kept))))

    return stage


def _check_same(rows: pa.ChunkedArray, verdicts: pa.ChunkedArray) -> None:
    if not rows.equals(verdicts):
        lonely = sorted(set(rows.to_pylist()) ^ set(verdicts.to_pylist()))
        found = f"{len(rows)} rows have {len(verdicts)} verdicts"
        raise ValueError(f"{found}; without a partner: {', '.join(lonely[:3]) or 'copies of one page'}")

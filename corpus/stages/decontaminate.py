"""Rows that stand in an evaluation set are removed, so that what a model is tested on was not taught."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from corpus.stages import Outcome, with_columns
from corpus.text.contamination import Evaluation, contaminated


def decontaminate(evaluation: Evaluation) -> Callable[[pa.RecordBatch], Outcome]:
    """A stage that removes rows which share a long run of words with an evaluation text, or nearly are one.

    Runs after `screen` and before duplicates are sought, or a row that goes would take its story's other rows with it.
    """

    def stage(batch: pa.RecordBatch) -> Outcome:
        reason = pa.array(contaminated(batch["body"], evaluation), pa.string())
        named = pc.if_else(pc.is_valid(reason), "screen", pa.scalar(None, pa.string()))
        judged = with_columns(batch, reason=reason, stage=named)
        kept = pc.is_null(reason)
        return Outcome(judged.filter(kept), judged.filter(pc.invert(kept)))

    return stage

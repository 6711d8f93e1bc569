"""Rows that stand in an evaluation set are removed, so that what a model is tested on was not taught."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from corpus.stages import Outcome, removed_for
from corpus.text.contamination import Evaluation, contaminated


def decontaminate(evaluation: Evaluation) -> Callable[[pa.RecordBatch], Outcome]:
    """A stage that removes rows which share a long run of words with an evaluation text, or nearly are one.

    Runs after `screen` and before duplicates are sought, or a row that goes would take its story's other rows with it.
    """

    def stage(batch: pa.RecordBatch) -> Outcome:
        return removed_for(batch, pa.array(contaminated(batch["body"], evaluation), pa.string()), "screen")

    return stage

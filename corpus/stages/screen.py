"""Articles that would teach a model the wrong thing are removed, each for the first screen that it fails."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from corpus.stages import Outcome, removed_for, with_columns
from corpus.tables.screens import SCREENS
from corpus.text.words import bengali_share, ill_formed_ppm, word_count

MEASURES: dict[str, Callable[[str], float]] = {
    "word_count": word_count,
    "bengali_share": bengali_share,
    "ill_formed_ppm": ill_formed_ppm,
}


def screen(batch: pa.RecordBatch) -> Outcome:
    """Measure each body, and remove each row for the first screen that it fails."""
    bodies = batch["body"].to_pylist()
    measured = with_columns(
        batch, **{name: pa.array([measure(body) for body in bodies]) for name, measure in MEASURES.items()}
    )
    reason = pa.nulls(len(bodies), pa.string())
    for each in reversed(SCREENS):
        value = measured[each.measure]
        fails = pc.or_(pc.less(value, each.least), pc.greater(value, each.most))
        reason = pc.if_else(fails, each.reason, reason)
    return removed_for(measured, reason, "screen")

"""The numbers that decide what enters a release, gathered from their tables for the manifest and the card."""

from __future__ import annotations

import math

from corpus.release.manifest import Threshold
from corpus.tables import duplicates, lines
from corpus.tables.screens import SCREENS

MEASURED = {"max_chars": "at most", "max_lines": "at most", "max_depth": "at most", "max_nodes": "at most"}
"""How the thresholds of lines that are no lower bounds read."""


def thresholds() -> tuple[Threshold, ...]:
    """Every threshold, in the order of the stages."""
    return (
        *(_of_lines(row) for row in lines.LIMITS),
        *(Threshold("screen", row.reason, _bounds(row.measure, row.least, row.most), row.why) for row in SCREENS),
        Threshold("deduplicate", "shingle", f"{duplicates.SHINGLE_WORDS} words", "what two bodies are compared by"),
        Threshold(
            "deduplicate",
            "bands",
            f"{duplicates.BANDS} of {duplicates.ROWS} min-hashes",
            "finds a pair of Jaccard index 0.7 with probability 0.99, one of 0.8 with 0.99995",
        ),
        *(Threshold("deduplicate", row.name, f"at least {row.at_least:g}", row.why) for row in duplicates.THRESHOLDS),
    )


def _of_lines(row: lines.Threshold) -> Threshold:
    return Threshold("extract", row.name, f"{MEASURED.get(row.name, 'at least')} {row.value:,.12g}", row.why)


def _bounds(measure: str, least: float, most: float) -> str:
    """What a measure must be to stay.

    >>> _bounds("word_count", 20, math.inf), _bounds("ill_formed_ppm", 0, 50_000)
    ('`word_count` at least 20', '`ill_formed_ppm` at most 50,000')
    """
    parts = [f"at least {least:,.12g}"] if least > 0 else []
    parts += [] if math.isinf(most) else [f"at most {most:,.12g}"]
    return f"`{measure}` {' and '.join(parts)}"

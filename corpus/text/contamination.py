"""Rows that a model must not be trained on because it will be tested on them: shared runs of words, and near copies.

The evaluation texts are few and fit in memory; the rows are many and pass by in batches.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from corpus.tables.duplicates import EVALUATION_LEAST_WORDS, EVALUATION_RUN_WORDS, at_least
from corpus.text.arrays import normalize_array
from corpus.text.folded import fold_normalized
from corpus.text.signatures import Hashes, Offsets, runs, sign


class Evaluation(NamedTuple):
    """What is kept of evaluation texts: their runs of words by length, and their shingles with the text of each."""

    runs: dict[int, Hashes]
    shingles: Hashes
    owners: Offsets
    sizes: Offsets


def evaluation_of(texts: Sequence[str]) -> Evaluation:
    """Index evaluation texts; those of fewer than eight words are too common to look for."""
    folded = _folded(pa.array(texts, pa.large_string()))
    signatures = sign(folded)
    by_length: dict[int, Hashes] = {}
    for length in range(EVALUATION_LEAST_WORDS, EVALUATION_RUN_WORDS + 1):
        # A text of eight to twelve words is one run; longer ones are looked for by any thirteen.
        whole = signatures.words == length if length < EVALUATION_RUN_WORDS else signatures.words >= length
        by_length[length] = np.unique(runs(folded.filter(pa.array(whole)), length).values)
    sizes = signatures.shingles.lengths()
    owners = np.repeat(np.arange(len(texts)), sizes)
    order = np.argsort(signatures.shingles.values, kind="stable")
    return Evaluation(by_length, signatures.shingles.values[order], owners[order], sizes)


def contaminated(bodies: pa.Array, evaluation: Evaluation) -> list[str | None]:
    """For each body the reason why it may not be used, None where it may.

    >>> asked = "কোন নদীর তীরে ঢাকা শহর গড়ে উঠেছিল বলে লেখা আছে"
    >>> contaminated(pa.array([f"প্রশ্ন পড়ে উত্তর দিন: {asked}? ক, খ, গ না ঘ?", "আজ"]), evaluation_of([asked]))
    ['evaluation_run', None]
    """
    folded = _folded(bodies)
    near = _near(folded, evaluation)
    run = np.zeros(len(bodies), np.bool_)
    for length, wanted in evaluation.runs.items():
        if len(wanted):
            found = runs(folded, length)
            rows = np.repeat(np.arange(len(bodies)), found.lengths())
            run[rows[np.isin(found.values, wanted)]] = True
    return [
        "evaluation_copy" if copy else "evaluation_run" if shared else None
        for copy, shared in zip(near, run, strict=True)
    ]


def _near(folded: pa.Array, evaluation: Evaluation) -> npt.NDArray[np.bool_]:
    """Whether each text has a Jaccard index that makes it a near copy of some evaluation text."""
    shingles = sign(folded).shingles
    near = np.zeros(len(folded), np.bool_)
    for row, ours in enumerate(shingles.lengths()):
        values = shingles.values[shingles.offsets[row] : shingles.offsets[row + 1]]
        first = np.searchsorted(evaluation.shingles, values, "left")
        counts = np.searchsorted(evaluation.shingles, values, "right") - first
        if counts.any():
            steps = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
            shared = np.bincount(evaluation.owners[np.repeat(first, counts) + steps], minlength=len(evaluation.sizes))
            jaccard = shared / np.maximum(ours + evaluation.sizes - shared, 1)
            near[row] = jaccard.max() >= at_least("near_body")
    return near


def _folded(texts: pa.Array) -> pa.Array:
    return fold_normalized(normalize_array(texts))

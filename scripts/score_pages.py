#!/usr/bin/env python3
"""Score the extractor on the labelled pages: five-fold by site, and trained on all; writes benchmarks/results/extract.md.

scripts/score_pages.py [--pages ../shared/data/pages] [--quick]
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))
import train_lines as training

from corpus.text.page import judged


def predict(one: training.Sample, weights: dict[str, Any]) -> dict[str, Any]:
    page = judged(one.lines, one.text, one.counts, weights, one.known, one.row.get("url"))
    article = page.article
    return {
        "id": one.row["id"],
        "headline": article.headline if article else "",
        "body": article.body if article else "",
        "page": page,
    }


def five_fold(samples: list[training.Sample]) -> dict[int, dict[str, Any]]:
    """A prediction for every real page by weights that never saw its publisher."""
    folds = np.array(training.folds_of(samples))
    found = {}
    for fold in range(training.FOLDS):
        weights = training.fit([one for one, f in zip(samples, folds, strict=True) if f != fold])
        for one, f in zip(samples, folds, strict=True):
            if f == fold and one.name[-1] not in "+-":
                found[id(one)] = predict(one, weights)
    return found

"""How likely each line belongs to the body of an article: named features and a linear model in two steps.

The first step judges a line by itself and by its surroundings; the second sees the first's verdicts on the lines around
it and, in HTML, on the lines that share its containers. Weights lie in `corpus/tables/line_weights.json`, written by
`scripts/train_lines.py`; a dump and an HTML page have weights of their own.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from corpus.tables.dom import ANCESTORS, CLASS_GROUPS, LINE_TAGS
from corpus.text.dump import Lines
from corpus.text.features import KINDS, Array, Counts

_FLAGGED = tuple(kind for kind in KINDS if kind not in ("headline", "subhead", "body", "kicker"))


def alone(lines: Lines, counts: Counts) -> dict[str, Array]:
    """Named features of every line for the first step, each a column over the lines."""
    n = len(lines.raw)
    words, chars = counts.column("words"), np.maximum(counts.column("chars"), 1)
    some = np.maximum(words, 1)
    log_words = np.log1p(words)
    danda_end = counts.column("danda_end").astype(float)
    stop_end = counts.column("stop_end").astype(float)
    ellipsis = counts.column("ellipsis_end").astype(float)
    ends = counts.column("dandas") + counts.column("stops") * (counts.column("ellipsis_end") == 0)
    closed = np.maximum(danda_end, stop_end * (1 - ellipsis))
    prose = closed * np.clip((words - 4) / 12, 0, 1)
    place = np.arange(n)
    _, inverse, times = np.unique(counts.keys, return_inverse=True, return_counts=True)
    repeated = (times[inverse] > 1) & (counts.keys != 0) if n else np.zeros(0, bool)
    columns: dict[str, Array] = {
        "log_words": log_words,
        "words_to_3": words <= 3,
        "words_to_8": words <= 8,
        "words_from_15": words >= 15,
        "words_from_30": words >= 30,
        "danda_end": danda_end,
        "danda_end_short": danda_end * (words <= 8),
        "stop_end": stop_end * (1 - ellipsis),
        "ellipsis_end": ellipsis,
        "colon_end": counts.column("colon_end"),
        "letter_end_long": counts.column("letter_end") * (words >= 15),
        "sentences": np.log1p(ends),
        "sentence_length": np.minimum(words / np.maximum(ends, 1), 40) / 40,
        "commas": np.minimum(counts.column("commas") / some, 0.3),
        "function_share": counts.column("function_words") / some,
        "has_function": counts.column("function_words") > 0,
        "digit_share": counts.column("digits") / chars,
        "date_share": counts.column("date_words") / some,
        "latin_share": counts.column("latin") / chars,
        "mostly_latin": counts.column("latin") / chars > 0.5,
        "verb_end": counts.column("verb_end"),
        "verb_ends": np.minimum(counts.column("verb_ends") / np.maximum(counts.column("dandas"), 1), 1),
        "long_word_share": counts.column("long_words") / some,
        "quote_start": counts.column("quote_start"),
        "bar_start": counts.column("bar_start"),
        "digit_start": counts.column("digit_start"),
        "bars": counts.column("bars") > 0,
        "colons": counts.column("colons") > 0,
        "repeated": repeated,
        "prose": prose,
        "first_line": place == 0,
        "place": place / max(n - 1, 1),
        "place_squared": (place / max(n - 1, 1)) ** 2,
    }
    for kind in _FLAGGED:
        start, anywhere = counts.has(kind, "start"), counts.has(kind, "any")
        columns[f"start_{kind}"] = start
        columns[f"any_{kind}"] = anywhere & ~start
    for step in (-3, -2, -1, 1, 2, 3):
        columns[f"prose_{step:+}"] = _shift(prose, step)
        columns[f"log_words_{step:+}"] = _shift(log_words, step)
    for width in (3, 6, 12):
        columns[f"prose_within_{width}"] = _mean_within(prose, width)
        columns[f"short_within_{width}"] = _mean_within((words <= 6).astype(float), width)
    if lines.dom is None:
        columns["gap"] = np.minimum(lines.gap, 3) / 3
        columns["gap_after"] = np.minimum(_shift(lines.gap.astype(float), 1), 3) / 3
    else:
        columns |= _dom_columns(lines, prose, words)
    return {name: column.astype(np.float64) for name, column in columns.items()}


def together(lines: Lines, counts: Counts, first: Array) -> dict[str, Array]:
    """Named features for the second step: the first step's log-odds around each line, beside those it had."""
    columns: dict[str, Array] = {}
    odds = np.clip(first, -8, 8) / 4
    chance = 1 / (1 + np.exp(-first))
    words = counts.column("words").astype(float)
    mass = chance * words
    total = max(float(mass.sum()), 1.0)
    columns["odds"] = odds
    for step in (-4, -3, -2, -1, 1, 2, 3, 4):
        columns[f"odds_{step:+}"] = _shift(odds, step)
    for width in (2, 5, 10, 20):
        near = _sum_within(mass, width)
        columns[f"mass_within_{width}"] = near / total
        columns[f"mass_within_{width}_of_best"] = near / max(float(near.max(initial=0)), 1.0)
        columns[f"chance_within_{width}"] = _sum_within(mass, width) / np.maximum(_sum_within(words, width), 1)
    before = np.cumsum(mass) / total
    columns["mass_before"] = before
    columns["mass_at_edges"] = np.minimum(before, 1 - before)
    columns["in_middle"] = (before > 0.02) & (before < 0.98)
    columns["log_total"] = np.full(len(words), np.log1p(total)) / 8
    if lines.dom is not None:
        for level in range(lines.dom.containers.shape[1]):
            held, inverse = _per_container(lines.dom.containers[:, level], mass)
            all_words, _ = _per_container(lines.dom.containers[:, level], words)
            columns[f"mass_in_{level}"] = held[inverse] / total
            columns[f"mass_in_{level}_of_best"] = held[inverse] / max(float(held.max(initial=0)), 1.0)
            columns[f"chance_in_{level}"] = held[inverse] / np.maximum(all_words[inverse], 1)
    return {name: column.astype(np.float64) for name, column in columns.items()}


def _dom_columns(lines: Lines, prose: Array, words: Array) -> dict[str, Array]:
    dom = lines.dom
    assert dom is not None
    columns: dict[str, Array] = {}
    for place, name in enumerate(LINE_TAGS):
        columns[f"tag_{name}"] = dom.tag == place
    for place, name in enumerate(ANCESTORS):
        columns[f"in_{name}"] = (dom.ancestors >> place) & 1
    for place, name in enumerate(CLASS_GROUPS):
        columns[f"near_{name}"] = (dom.near >> place) & 1
        columns[f"far_{name}"] = (dom.far >> place) & 1
    columns["linked"] = dom.linked
    columns["all_linked"] = dom.linked > 0.9
    columns["bold"] = dom.bold
    columns["depth"] = np.minimum(dom.depth, 40) / 40
    total = max(float((prose * words).sum()), 1.0)
    for level in range(dom.containers.shape[1]):
        ids = dom.containers[:, level]
        held, inverse = _per_container(ids, prose * words)
        size, _ = _per_container(ids, np.ones(len(words)))
        linked, _ = _per_container(ids, dom.linked * words)
        all_words, _ = _per_container(ids, words.astype(float))
        columns[f"prose_in_{level}"] = held[inverse] / total
        columns[f"lines_in_{level}"] = np.log1p(size[inverse]) / 5
        columns[f"linked_in_{level}"] = linked[inverse] / np.maximum(all_words[inverse], 1)
    return columns


def _per_container(ids: Array, values: Array) -> tuple[Array, Array]:
    """The sum of values for each container, and the container of each line."""
    _, inverse = np.unique(ids, return_inverse=True)
    return np.bincount(inverse, weights=values, minlength=1), inverse


def _shift(values: Array, step: int) -> Array:
    """The value `step` lines further on, 0 past the ends."""
    moved = np.zeros(len(values))
    if abs(step) < len(values):
        if step > 0:
            moved[:-step] = values[step:]
        else:
            moved[-step:] = values[:step]
    return moved


def _sum_within(values: Array, width: int) -> Array:
    """The sum over each line and `width` lines on both sides."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    place = np.arange(len(values))
    total: Array = sums[np.minimum(place + width + 1, len(values))] - sums[np.maximum(place - width, 0)]
    return total


def _mean_within(values: Array, width: int) -> Array:
    place = np.arange(len(values))
    count = np.minimum(place + width + 1, len(values)) - np.maximum(place - width, 0)
    return _sum_within(values, width) / np.maximum(count, 1)


def log_odds(columns: dict[str, Array], weights: dict[str, float]) -> Array:
    """The linear model: the bias and the weighted sum of named features."""
    total = np.full(len(next(iter(columns.values()))), weights["bias"])
    for name, column in columns.items():
        total += weights.get(name, 0.0) * column
    return total


def body_odds(lines: Lines, counts: Counts, weights: dict[str, Any]) -> Array:
    """Log-odds that each line belongs to the body of an article."""
    columns = alone(lines, counts)
    first = log_odds(columns, weights["alone"])
    return log_odds(columns | together(lines, counts, first), weights["together"])


@cache
def line_weights() -> dict[str, Any]:
    """The trained weights: for `dump` and `html`, the steps `alone` and `together`, and the page's own."""
    weights: dict[str, Any] = json.loads(files("corpus.tables").joinpath("line_weights.json").read_text("utf-8"))
    return weights

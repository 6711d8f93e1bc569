"""From judged lines to the article: the best run of lines, its headline, and a label for every line."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from corpus.tables.lines import THRESHOLDS
from corpus.text.dates import is_date_line
from corpus.text.dump import Lines
from corpus.text.features import Array, Counts
from corpus.text.inline import is_sign_off, source_name
from corpus.text.labels import Weights, page_columns
from corpus.text.metadata import Metadata


class Choice(NamedTuple):
    """Which lines are the article's, and what every line is."""

    labels: list[str]
    body: list[int]
    headline: int | None


def choose(
    lines: Lines,
    text: list[str],
    counts: Counts,
    odds: Array,
    headline: str | None,
    weights: Weights,
    url: str | None,
    known: Metadata,
) -> Choice:
    """Pick the body and the headline line, and label all lines; `headline` is what the page's metadata says."""
    chance = 1 / (1 + np.exp(-odds))
    body = best_lines(chance, counts.column("words"))
    page = page_columns(lines, counts, chance, body, url, known)
    if weights["page"]["bias"] + sum(weights["page"].get(name, 0.0) * value for name, value in page.items()) <= 0:
        body = []
    top = _headline(lines, counts, text, body, headline)
    if top in body:
        body = body[body.index(top) + 1 :]
    labels = _labels(lines, text, counts, chance, body, top)
    return Choice(labels, [place for place in body if labels[place] in ("body", "subhead")], top)


def best_lines(chance: Array, words: Array) -> list[int]:
    """The lines of the body: those above a threshold inside the run of lines that gains most by it.

    What is expected to be F1 is best served by a threshold in proportion to the F1 that can be reached (Lipton et al.
    2014 show half of it; 0.4 did better over five folds), so an uncertain page is cut more generously than a sure one.

    >>> best_lines(np.array([0.1, 0.9, 0.4, 0.9, 0.1]), np.array([3, 20, 4, 20, 3]))
    [1, 2, 3]
    """
    size = words + 1.0
    mass = chance * size
    threshold = THRESHOLDS["surest"]
    chosen = np.zeros(0, dtype=np.int64)
    for _ in range(4):
        first, last = _best_run((chance - threshold) * size)
        chosen = first + np.flatnonzero(chance[first:last] >= threshold)
        reached = 2 * mass[chosen].sum() / max(size[chosen].sum() + mass.sum(), 1.0)
        threshold = min(THRESHOLDS["surest"], max(THRESHOLDS["least_sure"], THRESHOLDS["of_reachable"] * reached))
    return [int(place) for place in chosen]


def _best_run(gain: Array) -> tuple[int, int]:
    """The run with the largest sum: its first place and one past its last."""
    if not len(gain):
        return 0, 0
    sums = np.concatenate([[0.0], np.cumsum(gain)])
    lowest = np.minimum.accumulate(sums[:-1])
    last = int(np.argmax(sums[1:] - lowest)) + 1
    return int(np.argmin(sums[:last])), last


def _headline(lines: Lines, counts: Counts, text: list[str], body: list[int], known: str | None) -> int | None:
    """The line above the body that is most like a headline."""
    if not body:
        return None
    words = counts.column("words")
    ends = np.maximum(counts.column("danda_end"), counts.column("ellipsis_end"))
    flagged = (counts.start & ~np.uint32(0)) != 0
    folded = " ".join(known.split()) if known else None
    stop = body[0] + 1
    best, best_score = None, -1.0
    title = text[0]
    for place in range(max(0, stop - 60), min(stop + 1, len(text))):
        if place >= stop and folded != text[place]:
            continue
        count = int(words[place])
        if not count or (flagged[place] and count < 4) or is_date_line(text[place]):
            continue
        score = min(count, 6) / 2 - 0.12 * (body[0] - place) - 2.0 * ends[place]
        if place == body[0]:
            score -= 3
        if count > 25:
            score -= 2
        if folded and (folded == text[place]):
            score += 6
        if place and text[place] in title and count >= 3:
            score += 3
        if lines.dom is not None:
            score += {1: 4, 2: 1}.get(int(lines.dom.tag[place]), 0)
        if score > best_score:
            best, best_score = place, score
    return best


def _labels(
    lines: Lines, text: list[str], counts: Counts, chance: Array, body: list[int], top: int | None
) -> list[str]:
    words, latin = counts.column("words"), counts.column("latin")
    chosen = set(body)
    first, last = (body[0], body[-1]) if body else (-1, -1)
    order = (
        "other", "ad", "related_list", "share", "comment", "caption", "tag", "byline", "nav", "footer",
    )  # fmt: skip
    whole = {kind: counts.has(kind, "whole") for kind in order}
    start = {kind: counts.has(kind, "start") for kind in (*order, "date", "source_credit", "related_inline")}
    anywhere = {kind: counts.has(kind, "any") for kind in (*order, "date")}
    labels = []
    section = "nav"
    for place, line in enumerate(text):
        n = int(words[place])
        if place == top:
            labels.append("headline")
            section = "other"
            continue
        near_body = body and first - 8 <= place <= last + 3
        if place in chosen and not (n <= 4 and (is_sign_off(line) or source_name(line))):
            short = n <= 12 and counts.column("letter_end")[place] and place != last
            labels.append("subhead" if short else "body")
            continue
        if place > last and body and section == "other":
            section = "related_list"
        if near_body and source_name(line) and n <= 10:
            label = "source_credit"
        elif near_body and is_sign_off(line):
            label = "byline"
        elif n <= 14 and (counts.column("digits")[place] or start["date"][place]) and is_date_line(line):
            label = "date" if near_body and place <= last else ("related_list" if section == "related_list" else "date")
        elif start["related_inline"][place] and near_body and place <= last + 1:
            label = "related_inline"
        else:
            label = next((kind for kind in order if whole[kind][place]), "")
            if label == "related_list":
                section = "related_list"
            elif label == "comment":
                section = "comment"
            if not label and n <= 14:
                label = next(
                    (
                        kind
                        for kind in ("share", "ad", "comment", "caption", "tag", "footer", "other")
                        if start[kind][place] or anywhere[kind][place]
                    ),
                    "",
                )
                if label == "footer":
                    section = "footer"
            if not label and near_body and place < first and n <= 6 and anywhere["byline"][place]:
                label = "byline"
            if not label:
                if place < first or not body:
                    label = "nav" if n <= 3 else "related_list"
                    if top is not None and place > top:
                        label = "caption" if n > 2 else "other"
                    elif top is not None and place >= top - 2 and n <= 3:
                        label = "kicker"
                elif place > last:
                    label = (
                        section
                        if section in ("comment", "footer") and n < 5
                        else ("related_list" if n >= 3 or section == "related_list" else "nav")
                    )
                else:
                    label = "related_inline" if n >= 4 else "other"
        labels.append(label)
    del lines, chance, latin
    return labels

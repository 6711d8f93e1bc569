"""From judged lines to the article: the best run of lines, its headline, and a label for every line."""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np

from corpus.tables.lines import THRESHOLDS
from corpus.text.dates import is_date_line
from corpus.text.dump import Lines
from corpus.text.features import KINDS, Array, Counts
from corpus.text.inline import is_sign_off, source_name
from corpus.text.labels import Weights, headline_odds, page_columns
from corpus.text.metadata import Metadata


class Choice(NamedTuple):
    """Which lines are the article's, and what every line is."""

    labels: list[str]
    body: list[int]
    headline: int | None


def choose(
    lines: Lines, text: list[str], counts: Counts, odds: Array, weights: Weights, url: str | None, known: Metadata,
    title: int | None = None,
) -> Choice:  # fmt: skip
    """Pick the body and the headline line, and label all lines; `title` is `title_place`, where it is known."""
    chance = 1 / (1 + np.exp(-odds))
    body = best_lines(chance, counts.column("words"))
    page = page_columns(lines, counts, chance, body, url, known, title)
    weight = weights["page"]
    odds_of_article = weight["bias"] + sum([weight.get(name, 0.0) * value for name, value in page.items()])
    words = counts.column("words")[body].sum()
    listed = words < THRESHOLDS["no_sentence"] and not (
        counts.column("danda_end")[body].any() or counts.column("stop_end")[body].any()
    )
    if odds_of_article <= (THRESHOLDS["long_body_odds"] if words >= THRESHOLDS["long_body"] else 0) or listed:
        body = []
    top = _headline(lines, counts, body, weights, known)
    if top in body:
        body = body[body.index(top) + 1 :]
    body = _with_subheads(body, text, counts)
    labels = label_lines(text, counts, body, top)
    return Choice(labels, [place for place in body if labels[place] in ("body", "subhead")], top)


def _with_subheads(body: list[int], text: list[str], counts: Counts) -> list[int]:
    """The body with the short lines between its paragraphs that no phrase gives away; they head what follows."""
    words, open_end = counts.column("words"), counts.column("letter_end")
    chosen = set(body)
    for before, after in itertools.pairwise(body):
        if after == before + 2 and counts.column("dandas")[before] and counts.column("dandas")[after]:
            place = before + 1
            plain = not counts.anywhere[place] and not counts.column("date_words")[place]
            if plain and open_end[place] and 1 <= words[place] <= 9 and not is_sign_off(text[place]):
                chosen.add(place)
    return sorted(chosen)


def best_lines(chance: Array, words: Array) -> list[int]:
    """The lines of the body: those above a threshold inside the run of lines that gains most by it.

    What is expected to be F1 is best served by a threshold in proportion to the F1 that can be reached (Lipton et al.
    2014 show half of it; 0.4 did better over five folds), so an uncertain page is cut more generously than a sure one.

    >>> best_lines(np.array([0.1, 0.9, 0.4, 0.9, 0.1]), np.array([3, 20, 4, 20, 3]))
    [1, 2, 3]
    """
    from corpus.text import line_kernels

    limits = (THRESHOLDS[name] for name in ("surest", "least_sure", "of_reachable"))
    chosen: list[int] = np.flatnonzero(line_kernels.best_lines(chance, words, *limits)).tolist()
    return chosen


def _headline(lines: Lines, counts: Counts, body: list[int], weights: Weights, known: Metadata) -> int | None:
    """The line above the body, or first in it, that is most like its headline."""
    if not body:
        return None
    places, odds = headline_odds(lines, counts, body, known, weights)
    return int(places[np.argmax(odds)])


def label_lines(text: list[str], counts: Counts, body: list[int], top: int | None) -> list[str]:
    """What every line is, given which lines are the body and which is the headline.

    A phrase or a form decides first; what no phrase gives away is named by its place: above the headline, between it
    and the body, inside the body, or below, under the last heading that opened a section (comments, footer, lists).
    """
    from corpus.text import line_kernels

    words = counts.column("words")
    first, last = (body[0], body[-1]) if body else (len(text), -1)
    start = first if top is None else min(top, first)
    credited = np.full(len(text), -1)
    for place in range(max(0, start - 3), min(last + 5, len(text))):  # a credit stands near the body
        if words[place] <= 10 and (credit := _credit(text[place], int(words[place]), place > start)):
            credited[place] = KINDS.index(credit)
    dated, finished, chosen = np.zeros((3, len(text)), np.bool_)
    for place in np.flatnonzero(
        ((counts.column("date_words") > 0) | (counts.column("digits") > 0)) & (words <= 14)
    ).tolist():
        dated[place] = is_date_line(text[place])
    for place in np.flatnonzero(counts.has("related_inline", "start")).tolist():
        finished[place] = text[place][-1:] in "।?"
    chosen[body] = True
    labels = line_kernels.label_lines(
        counts.table, counts.whole, counts.start, counts.anywhere, credited, dated, finished, chosen,
        first, last, -1 if top is None else top,
    )  # fmt: skip
    return [KINDS[label] for label in labels.tolist()]


def _credit(line: str, count: int, below: bool) -> str:
    """Whether a short line names a source or signs the story."""
    if count <= 10 and source_name(line):
        return "source_credit"
    return "byline" if below and count <= 4 and is_sign_off(line) else ""

"""From judged lines to the article: the best run of lines, its headline, and a label for every line."""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np

from corpus.tables.lines import THRESHOLDS
from corpus.text.dates import is_date_line
from corpus.text.dump import Lines
from corpus.text.features import KINDS, Array, Counts
from corpus.text.inline import CREDIT_STARTS, is_sign_off, source_name
from corpus.text.labels import Weights, article_odds, headline_place
from corpus.text.metadata import Metadata


class Choice(NamedTuple):
    """Which lines are the article's; what every line is, as a place in KINDS, and how sure that is."""

    kinds: Array
    scores: Array
    body: list[int]
    headline: int | None


def choose(
    lines: Lines, text: list[str], counts: Counts, odds: Array, weights: Weights, url: str | None, known: Metadata,
    title: int,
) -> Choice:  # fmt: skip
    """Pick the body and the headline line, and label all lines; `title` is `title_place`."""
    from corpus.text.line_kernels import choose_lines, scores

    chance, chosen, words, ended = choose_lines(odds, counts.table, *_LIMITS)
    body: list[int] = chosen.tolist()
    listed = words < THRESHOLDS["no_sentence"] and not ended
    least = THRESHOLDS["long_body_odds"] if words >= THRESHOLDS["long_body"] else 0
    if listed or article_odds(lines, counts, chance, body, url, known, weights, title) <= least:
        body = []
    top = headline_place(lines, counts, body, known, weights) if body else None
    if top is not None and counts.column("dandas")[top] > 1 and top in (*body, body[0] - 1):
        body = sorted({top, *body})
        top = None  # a paragraph: the body has no headline
    if top in body:
        body = body[body.index(top) + 1 :]
    if top is not None and len(body) > 1 and counts.keys[body[0]] == counts.keys[top]:
        body = body[1:]  # the headline, printed again above the story
    body = _with_subheads(body, text, counts)
    kinds = label_lines(text, counts, body, top)
    return Choice(kinds, scores(chance, kinds), [place for place in body if kinds[place] in _OF_THE_BODY], top)


_OF_THE_BODY = frozenset((KINDS.index("body"), KINDS.index("subhead")))


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
    from corpus.text.line_kernels import best_lines

    chosen: list[int] = np.flatnonzero(best_lines(chance, words, *_LIMITS)).tolist()
    return chosen


_LIMITS = tuple(THRESHOLDS[name] for name in ("surest", "least_sure", "of_reachable"))


def label_lines(text: list[str], counts: Counts, body: list[int], top: int | None) -> Array:
    """What every line is, given which lines are the body and which is the headline.

    A phrase or a form decides first; what no phrase gives away is named by its place: above the headline, between it
    and the body, inside the body, or below, under the last heading that opened a section (comments, footer, lists).
    """
    from corpus.text import line_kernels

    first, last = (body[0], body[-1]) if body else (len(text), -1)
    start = first if top is None else min(top, first)
    credited = np.full(len(text), -1)
    near = slice(max(0, start - 3), last + 5)  # a credit stands near the body
    for place, words in enumerate(counts.column("words")[near].tolist(), near.start):
        line = text[place]
        if words > 10 or not ("/" in line or line.startswith(CREDIT_STARTS)):
            continue
        if source_name(line):
            credited[place] = _SOURCE_CREDIT
        elif place > start and words <= 4 and is_sign_off(line):
            credited[place] = _BYLINE
    dated, finished = np.zeros((2, len(text)), np.bool_)
    may_be_dates, links = line_kernels.worth_asking(counts.table, counts.start)
    for place in may_be_dates.tolist():
        dated[place] = is_date_line(text[place])
    for place in links.tolist():
        finished[place] = text[place][-1:] in "।?"
    kinds: Array = line_kernels.label_lines(
        counts.table, counts.whole, counts.start, counts.anywhere, credited, dated, finished,
        np.array(body, np.int64), first, last, -1 if top is None else top,
    )  # fmt: skip
    return kinds


_SOURCE_CREDIT, _BYLINE = KINDS.index("source_credit"), KINDS.index("byline")

"""From judged lines to the article: the best run of lines, its headline, and a label for every line."""

from __future__ import annotations

import itertools
from functools import lru_cache
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
    lines: Lines, text: list[str], counts: Counts, odds: Array, weights: Weights, url: str | None, known: Metadata
) -> Choice:
    """Pick the body and the headline line, and label all lines."""
    chance = 1 / (1 + np.exp(-odds))
    body = best_lines(chance, counts.column("words"))
    page = page_columns(lines, counts, chance, body, url, known)
    weight = weights["page"]
    odds_of_article = weight["bias"] + sum([weight.get(name, 0.0) * value for name, value in page.items()])
    words = counts.column("words")[body].sum()
    listed = words < THRESHOLDS["no_sentence"] and not (
        counts.column("danda_end")[body].any() or counts.column("stop_end")[body].any()
    )
    if odds_of_article <= (THRESHOLDS["long_body_odds"] if words >= THRESHOLDS["long_body"] else 0) or listed:
        body = []
    top = _headline(lines, text, counts, body, weights, known)
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


def _headline(
    lines: Lines, text: list[str], counts: Counts, body: list[int], weights: Weights, known: Metadata
) -> int | None:
    """The line above the body, or first in it, that is most like its headline."""
    if not body:
        return None
    places, odds = headline_odds(lines, text, counts, body, known, weights)
    return int(places[np.argmax(odds)])


def label_lines(text: list[str], counts: Counts, body: list[int], top: int | None) -> list[str]:
    """What every line is, given which lines are the body and which is the headline.

    A phrase or a form decides first; what no phrase gives away is named by its place: above the headline, between it
    and the body, inside the body, or below, under the last heading that opened a section (comments, footer, lists).
    """
    column = counts.column
    anywhere, wholes, openings = counts.anywhere.tolist(), counts.whole.tolist(), counts.start.tolist()
    words, dandas, letter_end = (column(name).tolist() for name in ("words", "dandas", "letter_end"))
    numeric = (column("chars") == column("digits")).tolist()
    dated = ((column("date_words") + column("digits") > 0) & (column("words") <= 14)).tolist()
    chosen = set(body)
    first, last = (body[0], body[-1]) if body else (len(text), -1)
    start = first if top is None else min(top, first)
    section = "nav"
    labels: list[str] = []
    for place, line in enumerate(text):
        count = words[place]
        found = whole = opening = _NOTHING
        if anywhere[place] and count <= 14:
            found, whole, opening = _kinds(anywhere[place]), _kinds(wholes[place]), _kinds(openings[place])
        near = start - 3 <= place <= last + 4
        if place == top:
            label = "headline"
        elif near and (label := _credit(line, count, place > start)):
            pass
        elif dated[place] and is_date_line(line):
            label = (
                "date"
                if near and place <= last + 1
                else (section if section in ("comment", "related_list") else "date")
            )
        elif place in chosen:
            if (found & {"caption", "share"}) and not dandas[place] > 1:
                label = "caption" if "caption" in found else "share"
            elif whole & {"related_list", "ad", "related_inline"} or (
                "related_inline" in opening and line[-1:] not in "।?"
            ):
                label = "related_inline" if "related_inline" in opening else min(whole & {"related_list", "ad"})
            elif labels and labels[-1] == "related_inline" and wholes[place - 1] and letter_end[place]:
                label = "related_inline"
            else:
                headed = letter_end[place] and count <= 12 and place != last
                label = "subhead" if headed and not dandas[place] else "body"
        elif first <= place <= last or ("related_inline" in opening and near):
            label = next((kind for kind in _INSIDE if kind in found), "related_inline" if count >= 4 else "other")
        else:
            label = _told(anywhere[place], wholes[place], openings[place]) if found else ""
            if label == "byline" and not (start < place < first or (place > last >= 0 and near)):
                label = ""
            if label == "related_inline":
                label = "related_list"
            if section == "comment" and place > last and count >= 4 and letter_end[place]:
                section = "related_list"  # below the comments stand headlines again
            if label == "related_list" and count <= 2 and place < start and last >= 0:
                label = "nav"
            if not label and count <= 1 and numeric[place]:
                label = "other"
            if not label and section == "tag" and count <= 3:
                label = "tag"
            if not label:
                label = _by_place(place, count, start, first, last, section, top)
        if label in ("related_list", "comment", "footer", "tag") and (place > last or not body):
            section = label
        labels.append(label)
    _close_footer(labels, words, last)
    return labels


_NOTHING: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def _kinds(bits: int) -> frozenset[str]:
    """The kinds of phrases that some bits stand for."""
    return frozenset(kind for place, kind in enumerate(KINDS) if bits >> place & 1)


@lru_cache(maxsize=4096)
def _told(anywhere: int, wholes: int, openings: int) -> str:
    """What the phrases of a line outside the body, as bits, say that it is."""
    found, whole, opening = _kinds(anywhere), _kinds(wholes), _kinds(openings)
    return next((kind for kind in _ORDER if kind in whole), "") or next(
        (kind for kind in _ORDER if kind in found and (kind in opening or kind in _ANYWHERE)), ""
    )


def _close_footer(labels: list[str], words: list[int], last: int) -> None:
    """Below the first line of the imprint all is footer, and so are the short lines right above it."""
    end = next((place for place in range(len(labels) - 1, last, -1) if labels[place] not in _SMALL), last) + 1
    if "footer" not in labels[end:]:
        return
    end = labels.index("footer", end)
    while end - 1 > last and labels[end - 1] == "nav" and words[end - 1] <= 3:
        end -= 1
    for place in range(end, len(labels)):
        labels[place] = "footer"


_ORDER = (
    "other",
    "ad",
    "related_list",
    "share",
    "comment",
    "caption",
    "tag",
    "byline",
    "nav",
    "footer",
    "related_inline",
)
_SMALL = frozenset(("footer", "nav", "share", "ad", "other"))
_INSIDE = ("related_inline", "ad", "share", "caption", "tag", "comment", "byline", "other")
_ANYWHERE = frozenset(("tag", "share", "ad", "comment", "caption", "footer", "other", "byline", "related_list"))


def _credit(line: str, count: int, below: bool) -> str:
    """Whether a short line names a source or signs the story."""
    if count <= 10 and source_name(line):
        return "source_credit"
    return "byline" if below and count <= 4 and is_sign_off(line) else ""


def _by_place(place: int, count: int, start: int, first: int, last: int, section: str, top: int | None) -> str:
    """What a line is that no phrase gives away."""
    if last < 0 or place < start:
        if top is not None and top - 2 <= place < top and count <= 4:
            return "kicker"
        return "nav" if count <= 3 else "related_list"
    if place < first:
        return "byline" if 2 <= count <= 4 else "caption" if count > 4 else "other"
    if section in ("comment", "footer"):
        return section
    return "related_list" if count >= 3 or section == "related_list" else "nav"

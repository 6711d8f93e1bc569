"""Which articles tell one story: decided from signatures and headline keys, on plain arrays.

Pairs come from buckets of equal keys, in time linear in the rows whatever the size of a bucket. A pair of one story
joins its articles into a cluster. Inside a cluster each article is measured with those already kept, in the order of
the survivor rule, and goes only where it is itself like one of them: two stories that a third text resembles are not
merged, and no chain of edits ends in a row that is removed for another with which it shares nothing.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.tables.duplicates import DIGITS_OF_A_NUMBER, NUMBERS_A_DAY, at_least
from corpus.text.headlines import of_their_days, same_numbers, similarity
from corpus.text.signatures import Hashes, Offsets, Overlap

LEAST_CONTAINED = min(at_least("same_headline_body"), at_least("near_headline_body"))
"""Share of the shorter body in the longer below which two articles are one story by a body, link or number alone."""


class Verdict(NamedTuple):
    """What one article is to another: the reason to remove it, and the measured similarity of the bodies."""

    reason: str
    similarity: float


def relation(
    *,
    jaccard: float,
    contained: float,
    shingles: int,
    one: str,
    other: str,
    same_body: bool = False,
    same_link: bool = False,
    same_number: bool = False,
    days: int | None = None,
    chained: bool = False,
) -> Verdict | None:
    """What makes two articles one story, or None.

    `one` and `other` are their headline keys, `shingles` the number of the shorter one's shingles, of which the share
    `contained` stands in the longer; `days` lie between their dates; `chained` pairs are joined by others already.

    >>> relation(jaccard=0.4, contained=0.9, shingles=80, one="আজ ঈদ", other="ঈদ কবে")
    Verdict(reason='contained', similarity=0.9)
    """
    copied = same_body or jaccard >= at_least("near_body")
    excerpt = contained >= at_least("contained") and shingles >= at_least("contained_shingles")
    recurs = _may_recur(one, other, days)
    if same_link:
        return Verdict("same_link", jaccard)
    if one and one == other:
        shared = not recurs and contained >= at_least("same_headline_body")
        if copied or same_number or shared:
            return Verdict("same_headline", jaccard)
    if same_body:
        return Verdict("same_body", jaccard)
    # A page that was rewritten under its number may count other dead in its headline: that is no other story.
    shared = (same_number or not recurs) and contained >= at_least("near_headline_body")
    if copied or excerpt or shared or same_number:
        near = one != other and similarity(one, other) >= at_least("near_headline")
        if near or (same_number and (copied or excerpt or shared)):
            return Verdict("edited_headline", jaccard)
    if copied:
        return Verdict("near_body", jaccard)
    if excerpt:
        return Verdict("contained", contained)
    return Verdict("near_body", jaccard) if chained and jaccard >= at_least("near_body_chained") else None


def _may_recur(one: str, other: str, days: int | None) -> bool:
    """Whether equal or near headlines may stand over different stories: then only a copy of the body makes one of them.

    Horoscopes, exchange rates and weather reports share half of their words from one day to the next.
    """
    apart = days is None or days >= at_least("days_apart") or (days > 0 and of_their_days(one, other))
    column = min(one.count(" "), other.count(" ")) + 1 < at_least("headline_words")
    return apart or column or not same_numbers(one, other)


def days_between(one: str | None, other: str | None, number: str | None, other_number: str | None) -> int | None:
    """Days between two ISO dates; where one is unknown, as many as lie between two article numbers of a site; or None.

    >>> days_between("2025-12-31T23:50:00+06:00", "2026-01-01", None, None)
    1
    >>> days_between(None, None, "khobor.example 1027885", "khobor.example 1027460")
    1
    """
    if one and other:
        return abs(_ordinal(one[:10]) - _ordinal(other[:10]))
    if number and other_number:
        (site, ours), (other_site, theirs) = number.split(" "), other_number.split(" ")
        return abs(int(ours) - int(theirs)) // NUMBERS_A_DAY if site == other_site else None
    return None


@lru_cache(maxsize=100_000)
def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def article_number(url: str | None, site: str | None) -> str | None:
    """The site and the number under which it holds an article: one article lies under several sections' addresses.

    >>> article_number("https://khobor.example/sports/1027885", "khobor.example")
    'khobor.example 1027885'
    """
    digits = [
        part
        for part in _runs_of_digits(url or "")
        if len(part) >= DIGITS_OF_A_NUMBER and not (len(part) == 8 and part[:2] in ("19", "20"))  # a day, 20251116
    ]
    return f"{site.replace(' ', '')} {digits[-1]}" if digits and site else None


def _runs_of_digits(url: str) -> list[str]:
    """Numbers that fill a part of the path, before its ending: /1027885/slug, /bd/1628460.details, /post-204518."""
    path = url.split("?")[0].split("#")[0].partition("://")[2].partition("/")[2]
    parts = [piece for part in path.split("/") for piece in (part.split(".")[0], part.split("-")[-1])]
    return [part for part in parts if part.isascii() and part.isdigit()]


def bucket_pairs(
    keys: Hashes, docs: Hashes, sizes: npt.NDArray[np.int32], order: npt.NDArray[Any]
) -> tuple[Offsets, Offsets]:
    """Pairs of rows to measure, from rows that share a key; each pair is (row of the smaller text, row of the larger).

    In a bucket of up to `all_pairs` rows, every pair; in a bigger one each row with its neighbours by `order` and with
    the smallest text of the bucket. So no bucket gives more than a fixed number of pairs for each of its rows.

    >>> keys = np.array([7, 7, 9], np.uint64)
    >>> bucket_pairs(keys, np.array([1, 2, 3], np.uint64), np.array([5, 4, 4], np.int32), np.zeros(3))
    (array([1]), array([0]))
    """
    found: list[tuple[Offsets, Offsets]] = []
    sorted_rows = np.lexsort((docs, order, keys))
    key = keys[sorted_rows]
    starts = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))) if len(key) else np.zeros(0, np.int64)
    counts = np.diff(np.append(starts, len(key)))
    small = np.repeat(counts <= at_least("all_pairs"), counts)
    for step in range(1, int(min(at_least("all_pairs"), counts.max(initial=1)))):
        meets = key[step:] == key[:-step]
        if step > at_least("neighbours"):
            meets &= small[step:]
        found.append((sorted_rows[:-step][meets], sorted_rows[step:][meets]))
    if not small.all():
        by_size = np.lexsort((docs, sizes, keys))
        first = np.repeat(by_size[starts], counts)
        found.append((first[~small], by_size[~small]))
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    left, right = (np.concatenate(side) for side in zip(*found, strict=True))
    apart = docs[left] != docs[right]
    left, right = left[apart], right[apart]
    swap = (sizes[left] > sizes[right]) | ((sizes[left] == sizes[right]) & (docs[left] > docs[right]))
    return np.where(swap, right, left), np.where(swap, left, right)


def components(left: Hashes, right: Hashes) -> tuple[Hashes, Hashes, Offsets]:
    """Connected components of edges: the nodes, ascending, the smallest node of each one's component, and its size.

    >>> nodes, labels, sizes = components(np.array([5, 2], np.uint64), np.array([9, 5], np.uint64))
    >>> nodes.tolist(), labels.tolist(), sizes.tolist()
    ([2, 5, 9], [2, 2, 2], [3, 3, 3])
    """
    nodes, ends = np.unique(np.concatenate((left, right)), return_inverse=True)
    label = np.arange(len(nodes))
    one, other = ends[: len(left)], ends[len(left) :]
    while True:  # hook the larger root to the smaller, then halve paths: rounds grow with the logarithm of a chain
        a, b = label[one], label[other]
        low, high = np.minimum(a, b), np.maximum(a, b)
        apart = low != high
        if not apart.any():
            break
        np.minimum.at(label, high[apart], low[apart])
        while not np.array_equal(label, label[label]):
            label = label[label]
        one, other = one[apart], other[apart]
    return nodes, nodes[label], np.bincount(label, minlength=len(nodes))[label]


def measured(overlap: Overlap, pair: int) -> tuple[float, float, int]:
    """Jaccard index, share of the smaller and its size, of one pair."""
    ours, theirs, both = int(overlap.ours[pair]), int(overlap.theirs[pair]), int(overlap.both[pair])
    smaller = min(ours, theirs)
    return both / max(ours + theirs - both, 1), both / max(smaller, 1), smaller

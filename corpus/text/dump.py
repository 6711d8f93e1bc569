"""A plain-text dump of a page to lines."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from corpus.tables.lines import THRESHOLDS
from corpus.text.features import Array

NEWLINES = re.compile("\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")  # where normalization (RULES.md, rule 4) ends a line


class Dom(NamedTuple):
    """What the HTML says about each line; one row a line."""

    tag: Array  # place in LINE_TAGS
    ancestors: Array  # bits of ANCESTORS, own block included
    near: Array  # bits of CLASS_GROUPS, of the block and its parent
    far: Array  # bits of CLASS_GROUPS, of all other ancestors
    linked: Array  # share of the characters inside links
    bold: Array  # share of the characters inside bold or emphasised text
    depth: Array  # elements between the body and the block
    containers: Array  # ids of the block's parent, grandparent and great-grandparent


class Lines(NamedTuple):
    """The lines of a page that hold text, as found, with what stands around them."""

    raw: list[str]
    number: Array  # place on the page: of the line in a dump, of the block in HTML
    gap: Array  # blank lines before it (a dump), 0 in HTML
    dom: Dom | None
    problem: str | None  # why reading stopped early, a reason of corpus.tables.lines


def dump_lines(text: str) -> Lines:
    """The lines of a dump that are not blank, each with its place and the blank lines before it.

    >>> dump_lines("শিরোনাম\\n\\nবন্যা।").number.tolist()
    [0, 2]
    """
    if len(text) > THRESHOLDS["max_chars"]:
        return Lines([], _ints([]), _ints([]), None, "too_large")
    # `splitlines` also breaks at three separators of ASCII, which normalization (RULES.md, rule 4) does not.
    lines = NEWLINES.split(text) if any(mark in text for mark in "\x1c\x1d\x1e") else text.splitlines()
    number = [place for place, line in enumerate(lines) if line and not line.isspace()]
    if len(number) > THRESHOLDS["max_lines"]:
        return Lines([], _ints([]), _ints([]), None, "too_many_lines")
    raw = lines if len(number) == len(lines) else [lines[place] for place in number]
    places = _ints(number)
    gap = places.copy()
    gap[1:] -= places[:-1] + 1
    return Lines(raw, places, gap, None, None)


def _ints(values: list[int]) -> Array:
    return np.array(values, dtype=np.int32)

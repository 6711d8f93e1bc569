"""A plain-text dump of a page to lines."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from corpus.tables.lines import THRESHOLDS
from corpus.text.features import Array

_OTHER_BREAKS = "\r\x0b\x0c\x85\u2028\u2029"  # where normalization (RULES.md, rule 4) ends a line, beside "\n"
_NEWLINE = re.compile(f"\r\n|[\n{_OTHER_BREAKS}]")


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
    lines = _NEWLINE.split(text) if any(mark in text for mark in _OTHER_BREAKS) else text.split("\n")
    raw = list(filter(str.strip, lines))
    if len(raw) > THRESHOLDS["max_lines"]:
        return Lines([], _ints([]), _ints([]), None, "too_many_lines")
    if len(raw) == len(lines):
        places = np.arange(len(lines), dtype=np.int32)
    else:
        places = _ints([place for place, line in enumerate(lines) if line.strip()])
    gap = places.copy()
    gap[1:] -= places[:-1] + 1
    return Lines(raw, places, gap, None, None)


def _ints(values: list[int]) -> Array:
    return np.array(values, dtype=np.int32)

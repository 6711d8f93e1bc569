"""A plain-text dump of a page to lines."""

from __future__ import annotations

import re
from typing import NamedTuple

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
    dom: Dom | None
    problem: str | None  # why reading stopped early, a reason of corpus.tables.lines


def dump_lines(text: str) -> Lines:
    """The lines of a dump that are not blank.

    >>> dump_lines("শিরোনাম\\n\\nবন্যা।").raw
    ['শিরোনাম', 'বন্যা।']
    """
    if len(text) > THRESHOLDS["max_chars"]:
        return Lines([], None, "too_large")
    lines = _NEWLINE.split(text) if any(mark in text for mark in _OTHER_BREAKS) else text.split("\n")
    raw = list(filter(str.strip, lines))
    return Lines(raw, None, None) if len(raw) <= THRESHOLDS["max_lines"] else Lines([], None, "too_many_lines")

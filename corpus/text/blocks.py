"""HTML to lines: one line for each run of text that a browser would set on lines of its own.

The parsed page is written down again, and one compiled pass over that (`corpus.text.markup_kernel`) works out what each
line inherits from its ancestors, so time and memory follow the size of the page, however deep it nests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

from corpus.tables.dom import (
    ANCESTOR_TAGS,
    ANCESTORS,
    BLOCK_TAGS,
    BOLD_TAGS,
    BREAK_TAGS,
    CLASS_GROUPS,
    CLASS_WORDS,
    LINE_TAGS,
    RAW_TAGS,
    ROLES,
    SKIPPED_TAGS,
    TAG_CLASS,
    VOID_TAGS,
)  # fmt: skip
from corpus.tables.lines import THRESHOLDS
from corpus.text.dump import Dom, Lines
from corpus.text.hashed import Array, fnv, open_addressing
from corpus.text.links import set_apart

_TAGS = re.compile(rf"<(/?)(?!(?:{'|'.join(VOID_TAGS)})[\s/>])[a-zA-Z]", re.IGNORECASE)
_LONG = 40_000
_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{_LONG}}}")
_TOO_MANY_TAGS = 30_000


def refusal(html: bytes) -> str | None:
    """Why a page must not even be parsed: its parser takes time with the square of its depth and of a tag's attributes.

    100,000 nested `div` take lexbor 60 s, and so do 100,000 attributes of one tag. Depth is estimated only where there
    are tags enough for it to hurt: opening tags less closing ones, at the place where that is highest.

    >>> refusal(b"<div>" * 100_000), refusal("<p>বন্যা</p>".encode())
    ('too_deep', None)
    """
    most = THRESHOLDS["max_chars"]
    if len(html) > most and len(html.decode(errors="replace")) > most:
        return "too_large"
    if np.count_nonzero(np.frombuffer(html, np.uint8) == ord("<")) > _TOO_MANY_TAGS:
        found = _TAGS.findall(html.decode(errors="replace"))
        steps = np.array([-1 if closing else 1 for closing in found], dtype=np.int32)
        if len(steps) and int((np.cumsum(steps) - np.minimum.accumulate(np.cumsum(steps))).max()) > _DEEPEST_GUESS:
            return "too_deep"
    return "too_many_attributes" if _crowded(html) else None


_DEEPEST_GUESS = 10_000  # `p` and `li` that are never closed count as depth here, and pages have thousands


def _crowded(html: bytes) -> bool:
    """Whether a tag that is very long is so by its many attributes, and not by one long value."""
    for opened in _long_openings(html):
        found = _LONG_TAG.match(html[opened : opened + 4 * _LONG + 8].decode(errors="replace"))
        if found and len(found[0].split()) > 2000:
            return True
    return False


def _long_openings(html: bytes) -> Iterator[int]:
    """Where a `<` and a letter open a stretch without `<` and `>` that fills a block of half a long tag's length.

    Long scripts fill such blocks too, but what stands before their stretches opens no tag.
    """
    half = _LONG // 2
    filled = True  # no tag begins before the page
    for start in range(0, len(html) - half, half):
        before, filled = filled, html.find(b">", start, start + half) < 0 and html.find(b"<", start, start + half) < 0
        if filled and not before:
            opened = html.rfind(b"<", start - half, start)
            if opened > html.rfind(b">", start - half, start) and html[opened + 1 : opened + 2].isalpha():
                yield opened


def html_lines(tree: Any) -> Lines:
    """The lines of a parsed page (selectolax LexborHTMLParser).

    >>> from selectolax.lexbor import LexborHTMLParser
    >>> html_lines(LexborHTMLParser("<p>নদীতে <b>পানি</b> বাড়ছে।<br>ত্রাণ যায়নি।</p><script>x</script>")).raw
    ['নদীতে পানি বাড়ছে।', 'ত্রাণ যায়নি।']
    """
    if tree.body is None:
        return _lines("", _NO_NUMBERS, _NO_SHARES, None)
    lines = _scanned(set_apart(tree.body.html), lenient=False)
    if lines is None:  # raw text that looks like markup
        tree.strip_tags(list(SKIPPED_TAGS))
        tree.unwrap_tags(["plaintext"])
        lines = _scanned(set_apart(tree.body.html), lenient=True)
        assert lines is not None
    return lines


def _scanned(html: str, *, lenient: bool) -> Lines | None:
    """The lines of a serialized body; None where it must be read without its scripts."""
    kernel = _kernel()
    data = np.frombuffer(
        html.encode("utf-16-le"), np.uint16
    )  # for Bengali, as Python holds it: hardly more than a copy
    room = min(len(data) // _SHORTEST_TAG + 2, int(THRESHOLDS["max_lines"]) + 1)
    out, whole, shares = np.empty(len(data) + 2, np.uint16), np.empty((room, 8), np.int64), np.empty((room, 2))
    end, count, size = kernel.lines_of(
        data, *_tables(), int(THRESHOLDS["max_nodes"]), int(THRESHOLDS["max_depth"]), lenient, out, whole, shares
    )
    if end == kernel.UNBALANCED:
        return None
    return _lines(out[:size].tobytes().decode("utf-16-le"), whole[:count], shares[:count], _PROBLEMS[end])


_SHORTEST_TAG = len("<p>")  # and no line ends but at a tag
_PROBLEMS = (None, "too_many_elements", "too_deep", "too_many_lines")
"""Why a page is given up, by how the pass over it ended."""
_NO_NUMBERS, _NO_SHARES = np.empty((0, 8), np.int64), np.empty((0, 2))


def _lines(text: str, whole: Array, shares: Array, problem: str | None) -> Lines:
    """Lines with a newline after each, and what the HTML says about each."""
    raw = text.split("\n")[:-1]
    number = np.arange(len(raw), dtype=np.int32)
    tag, ancestors, near, far, depth = (whole[:, column] for column in range(5))
    dom = Dom(tag, ancestors, near, far, shares[:, 0], shares[:, 1], depth, whole[:, 5:].copy())
    return Lines(raw, number, np.zeros_like(number), dom, problem)


@cache
def _kernel() -> Any:
    from corpus.text import markup_kernel  # numba is imported with the first page

    return markup_kernel


@cache
def _tables() -> tuple[Array, ...]:
    """Hash tables of tags, of the words of classes and of roles."""
    kernel = _kernel()
    tags: dict[str, int] = dict.fromkeys(SKIPPED_TAGS, kernel.SKIPPED)
    for names, flag in (
        (BLOCK_TAGS, kernel.BLOCK), (BOLD_TAGS, kernel.BOLD), ((*BOLD_TAGS, "a"), kernel.MEANING),
        (VOID_TAGS, kernel.VOID), (RAW_TAGS, kernel.RAW), (BREAK_TAGS, kernel.BREAK), (("plaintext",), kernel.PLAIN),
    ):  # fmt: skip
        for name in names:
            tags[name] = tags.get(name, 0) | flag
    for name in BLOCK_TAGS:
        tags[name] |= LINE_TAGS.index(TAG_CLASS.get(name, "other")) << kernel.CLASS_SHIFT
    for name, ancestor in ANCESTOR_TAGS.items():
        tags[name] |= 1 << ANCESTORS.index(ancestor) << kernel.ANCESTORS_SHIFT
    return (
        *_hashed(tags),
        *_hashed({word: 1 << CLASS_GROUPS.index(group) for word, group in CLASS_WORDS.items()}),
        *_hashed({role: 1 << ANCESTORS.index(ancestor) for role, ancestor in ROLES.items()}),
    )


def _hashed(values: dict[str, int]) -> tuple[Array, Array]:
    return open_addressing({fnv(word.encode()): value for word, value in values.items()})

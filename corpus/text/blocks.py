"""HTML to lines: one line for each run of text that a browser would set on lines of its own.

The tree is walked in document order without recursion; what a line inherits from its ancestors is worked out once for
each element and looked up by its parent, so time and memory follow the number of nodes, however deep they nest.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from corpus.tables.dom import (
    ANCESTOR_TAGS,
    ANCESTORS,
    BLOCK_TAGS,
    CLASS_GROUPS,
    CLASS_WORDS,
    LINE_TAGS,
    ROLES,
    SKIPPED_TAGS,
    TAG_CLASS,
)  # fmt: skip
from corpus.tables.lines import THRESHOLDS
from corpus.text.dump import Dom, Lines

_ANCESTOR_BIT = {name: 1 << place for place, name in enumerate(ANCESTORS)}
_GROUP_BIT = {name: 1 << place for place, name in enumerate(CLASS_GROUPS)}
_TAG_PLACE = {name: place for place, name in enumerate(LINE_TAGS)}
_LINK = _ANCESTOR_BIT["link"]
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HIDDEN_STYLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BOLD_TAGS = frozenset(("b", "strong", "em", "i"))
_MEANING_INLINE = _BOLD_TAGS | {"a"}
_NAMED = ("class", "id", "itemprop")


_VOID = "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr"
_TAGS = re.compile(rf"<(/?)(?!(?:{_VOID})[\s/>])[a-zA-Z]", re.IGNORECASE)
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{40000}")
_TOO_MANY_TAGS = 30_000


def refusal(html: str) -> str | None:
    """Why a page must not even be parsed: its parser takes time with the square of its depth and of a tag's attributes.

    100,000 nested `div` take lexbor 60 s, and so do 100,000 attributes of one tag. Depth is estimated only where there
    are tags enough for it to hurt: opening tags less closing ones, at the place where that is highest.

    >>> refusal("<div>" * 100_000), refusal("<p>বন্যা</p>")
    ('too_deep', None)
    """
    if len(html) > THRESHOLDS["max_chars"]:
        return "too_large"
    if html.count("<") > _TOO_MANY_TAGS:
        steps = np.array([-1 if closing else 1 for closing in _TAGS.findall(html)], dtype=np.int32)
        if len(steps) and int((np.cumsum(steps) - np.minimum.accumulate(np.cumsum(steps))).max()) > _DEEPEST_GUESS:
            return "too_deep"
    return "too_many_attributes" if _LONG_TAG.search(html) and _crowded(html) else None


_DEEPEST_GUESS = 10_000  # `p` and `li` that are never closed count as depth here, and pages have thousands


def _crowded(html: str) -> bool:
    """Whether a tag that is very long is so by its many attributes, and not by one long value."""
    return any(len(found[0].split()) > 2000 for found in _LONG_TAG.finditer(html))


class _Place(NamedTuple):
    """What text inside an element inherits."""

    block: int
    tag: int
    ancestors: int
    own: int
    near: int
    far: int
    bold: bool
    depth: int
    containers: tuple[int, int, int]
    hidden: bool


_ROOT = _Place(0, _TAG_PLACE["section"], 0, 0, 0, 0, False, 0, (0, 0, 0), False)


def html_lines(tree: Any) -> Lines:
    """The lines of a parsed page (selectolax LexborHTMLParser); the tree loses what never is text.

    >>> from selectolax.lexbor import LexborHTMLParser
    >>> html_lines(LexborHTMLParser("<p>নদীতে <b>পানি</b> বাড়ছে।<br>ত্রাণ যায়নি।</p><script>x</script>")).raw
    ['নদীতে পানি বাড়ছে।', 'ত্রাণ যায়নি।']
    """
    tree.strip_tags(list(SKIPPED_TAGS))
    body = tree.body
    writer = _Writer()
    if body is not None:
        writer.walk(body)
    return writer.lines()


class _Writer:
    """Collects text until the block changes, then writes a line with its features."""

    def __init__(self) -> None:
        self.raw: list[str] = []
        self.rows: list[tuple[int, int, int, int, float, float, int, int, int, int]] = []
        self.problem: str | None = None
        self._parts: list[str] = []
        self._place = _ROOT
        self._ancestors = 0
        self._linked = self._bold = 0

    def walk(self, body: Any) -> None:
        places: dict[int, _Place] = {body.parent.mem_id: _ROOT}
        max_nodes, max_depth = THRESHOLDS["max_nodes"], THRESHOLDS["max_depth"]
        visited = 0
        for node in body.traverse(include_text=True):
            visited += 1
            if visited > max_nodes:
                self.problem = "too_many_elements"
                break
            tag = node.tag
            above = places[node.parent.mem_id]
            if tag == "-text":
                text = node.text_content
                if not above.hidden and (self._parts or not text.isspace()):
                    self._text(text, above)
                continue
            if tag is None or tag[0] in "-!":
                continue
            if tag in ("br", "hr"):
                if self._parts:
                    self._end_line()
                continue
            here = _enter(node, tag, above)
            places[node.mem_id] = here
            if here.block != above.block:
                if here.depth > max_depth:
                    self.problem = "too_deep"
                    break
                if self._parts:
                    self._end_line()
        if self._parts:
            self._end_line()

    def _text(self, text: str, place: _Place) -> None:
        if self._parts and place.block != self._place.block:
            self._end_line()
        if not self._parts:
            if text.isspace():
                return
            self._place = place
        self._parts.append(text)
        if place.ancestors & _LINK:
            self._linked += len(text.strip())
        if place.bold:
            self._bold += len(text.strip())
        self._ancestors |= place.ancestors & ~_LINK

    def _end_line(self) -> None:
        line = " ".join("".join(self._parts).split())
        if line:
            place, size = self._place, len(line)
            self.raw.append(line)
            self.rows.append((
                place.tag, self._ancestors, place.near, place.far, min(1.0, self._linked / size),
                min(1.0, self._bold / size), place.depth, *place.containers,
            ))  # fmt: skip
        self._parts = []
        self._ancestors = self._linked = self._bold = 0

    def lines(self) -> Lines:
        if len(self.raw) > THRESHOLDS["max_lines"]:
            self.raw, self.rows, self.problem = [], [], "too_many_lines"
        if self.problem:
            self.raw, self.rows = [], []
        table = np.array(self.rows, dtype=np.float64).reshape(-1, 10)
        whole = table.astype(np.int64)
        dom = Dom(
            whole[:, 0], whole[:, 1], whole[:, 2], whole[:, 3], table[:, 4], table[:, 5], whole[:, 6], whole[:, 7:]
        )
        number = np.arange(len(self.raw), dtype=np.int32)
        return Lines(self.raw, number, np.zeros_like(number), dom, self.problem)


def _enter(node: Any, tag: str, above: _Place) -> _Place:
    """What text inside an element inherits, from the element and from what lies above it."""
    attributes = node.attributes
    if not attributes and tag not in BLOCK_TAGS and tag not in _MEANING_INLINE:
        return above
    groups = ancestors = 0
    hidden = above.hidden
    if attributes:
        for name in _NAMED:
            value = attributes.get(name)
            if value:
                groups |= _groups(value)
        role = attributes.get("role")
        if role:
            ancestors = _ANCESTOR_BIT.get(ROLES.get(role, ""), 0)
        if "hidden" in attributes or ("style" in attributes and _HIDDEN_STYLE.search(attributes["style"] or "")):
            hidden = True
    ancestors |= above.ancestors | _ANCESTOR_BIT.get(ANCESTOR_TAGS.get(tag, ""), 0)
    if tag not in BLOCK_TAGS:
        return _Place(
            above.block, above.tag, ancestors, above.own | groups, above.near | groups, above.far,
            above.bold or tag in _BOLD_TAGS, above.depth + 1, above.containers, hidden,
        )  # fmt: skip
    own = _TAG_PLACE[TAG_CLASS.get(tag, "other")]
    first, second, _ = above.containers
    return _Place(
        node.mem_id, own, ancestors, groups, groups | above.own, above.far | above.near, False,
        above.depth + 1, (above.block, first, second), hidden,
    )  # fmt: skip


@lru_cache(maxsize=65536)
def _groups(value: str) -> int:
    """Bits of the groups that the words of a class, id or itemprop belong to."""
    bits = 0
    for word in _WORD.findall(value[:200]):
        group = CLASS_WORDS.get(word.lower())
        if group:
            bits |= _GROUP_BIT[group]
    return bits

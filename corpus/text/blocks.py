"""HTML to lines: one line for each run of text that a browser would set on lines of its own.

One compiled pass over markup (`corpus.text.markup_kernel`) works out what each line inherits from its ancestors, so
time and memory follow the size of the page, however deep it nests. There are two roads to that markup:

- The page's own source, as long as its tags stand where its tree would have them (`corpus.text.markup_rules`): so do
  those of most pages of news, and they are read in half the time of the other road. What their metadata is told by is
  cut out of the source (`corpus.text.markup_outline`), and only that is parsed.
- The tree that a parser makes of the page, written down again, where tags must be repaired, moved or guessed at, or
  where a rule of HTML is so seldom that it is not worth being compiled. The pass gives up at the first such tag.

Both roads give the same lines and metadata; what the second gives is right.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html.entities import html5
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
    ESCAPABLE_TAGS,
    LINE_TAGS,
    RAW_TAGS,
    ROLES,
    SKIPPED_TAGS,
    TAG_CLASS,
    TREE_RULES,
    VOID_TAGS,
)  # fmt: skip
from corpus.tables.lines import THRESHOLDS
from corpus.tables.metadata import METADATA_TAGS, SOURCES
from corpus.text.dump import Dom, Lines
from corpus.text.hashed import Array, fnv, open_addressing

_TAGS = re.compile(rf"<(/?)(?!(?:{'|'.join(VOID_TAGS)})[\s/>])([a-zA-Z][^\s/>]{{0,30}})", re.IGNORECASE)
_LONG = 40_000
_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{_LONG}}}")
_TOO_MANY_TAGS = 30_000


def refusal(html: bytes) -> str | None:
    """Why a page must not even be parsed: its parser takes time with the square of its depth and of a tag's attributes.

    100,000 nested `div` take lexbor 60 s, and so do 100,000 attributes of one tag; an end tag that ends nothing is
    looked for in all that is open. Depth is estimated only where there are tags enough for it to hurt: opening tags
    less the end tags of their names.

    >>> refusal(b"<div>" * 100_000), refusal("<p>বন্যা</p>".encode())
    ('too_deep', None)
    """
    most = THRESHOLDS["max_chars"]
    if len(html) > most and len(html.decode(errors="replace")) > most:
        return "too_large"
    if html.count(b"<") > _TOO_MANY_TAGS and _nests_too_deep(html.decode(errors="replace")):
        return "too_deep"
    return "too_many_attributes" if _crowded(html) else None


def _nests_too_deep(html: str) -> bool:
    opened: Counter[str] = Counter()
    depth = searched = 0
    for closing, name in _TAGS.findall(html):
        tag = name.lower()
        if not closing:
            opened[tag] += 1
            depth += 1
        elif opened[tag]:
            opened[tag] -= 1
            depth -= 1
        else:
            searched += depth
        if depth > _DEEPEST_GUESS or searched > _LONGEST_SEARCH:
            return True
    return False


_DEEPEST_GUESS = 10_000  # `p` and `li` that are never closed count as depth here, and pages have thousands
_LONGEST_SEARCH = 10**9  # open elements among which end tags may be looked for: 3 s


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


def read(html: bytes | str) -> tuple[Lines, Any]:
    """The lines of a page, and the parsed page (selectolax LexborHTMLParser) that metadata is read from, or None.

    Where the source of a page is regular its lines are read from it, and only its outline is parsed; else the page is
    parsed and written down again. Both give the same lines and the same metadata. Bytes are read as UTF-8, as the
    parser does; other encodings are told and decoded by who reads the file (`corpus.sources`).

    >>> read("<!DOCTYPE html><html><head><title>বন্যা</title></head><body><p>ত্রাণ <b>যায়নি</b>।</body></html>")[0].raw
    ['ত্রাণ যায়নি।']
    """
    from selectolax.lexbor import LexborHTMLParser

    most = THRESHOLDS["max_chars"]
    # A byte order mark is none of the text; before a document type it would make the page one without.
    html = html.removeprefix(_MARK) if isinstance(html, str) else html.removeprefix(_MARK.encode())
    source = html if isinstance(html, str) else _decoded(html)
    if source is not None and len(source) <= most:
        found = _scanned(source, _kernel().SOURCE)
        if found is not None and refusal(found[1]) is None:
            return found[0], LexborHTMLParser(found[1])
    data = html if isinstance(html, bytes) else html.encode(errors="ignore")  # half a surrogate pair is no text
    if problem := refusal(data):
        return _lines("", _NO_NUMBERS, _NO_SHARES, problem), None
    tree = LexborHTMLParser(data)
    return html_lines(tree), tree


_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def _decoded(html: bytes) -> str | None:
    try:
        return html.decode()
    except UnicodeDecodeError:  # a parser puts something in the place of what is no UTF-8
        return None


def html_lines(tree: Any) -> Lines:
    """The lines of a parsed page (selectolax LexborHTMLParser).

    >>> from selectolax.lexbor import LexborHTMLParser
    >>> html_lines(LexborHTMLParser("<p>নদীতে <b>পানি</b> বাড়ছে।<br>ত্রাণ যায়নি।</p><script>x</script>")).raw
    ['নদীতে পানি বাড়ছে।', 'ত্রাণ যায়নি।']
    """
    if tree.body is None:
        return _lines("", _NO_NUMBERS, _NO_SHARES, None)
    found = _scanned(tree.body.html, _kernel().WRITTEN)
    if found is None:  # raw text that looks like markup
        tree = tree.clone()
        tree.strip_tags(list(SKIPPED_TAGS))
        tree.unwrap_tags(["plaintext"])
        found = _scanned(tree.body.html, _kernel().LENIENT)
        assert found is not None
    return found[0]


def _scanned(html: str, mode: int) -> tuple[Lines, bytes] | None:
    """The lines of markup and the outline of a source; None where the markup must be read in another way."""
    kernel = _kernel()
    try:
        data = np.frombuffer(html.encode("utf-16-le"), np.uint16)  # as Python holds Bengali: hardly more than a copy
    except UnicodeEncodeError:  # half a surrogate pair
        return None
    if mode == kernel.SOURCE and (not len(data) or not data.min()):  # a parser drops or replaces null characters
        return None
    out, whole, shares, outline = _rooms(len(data), mode == kernel.SOURCE)
    end, count, size, kept = kernel.lines_of(
        data, *_tables(), int(THRESHOLDS["max_nodes"]), int(THRESHOLDS["max_depth"]), mode, out, whole, shares, outline
    )
    if end == kernel.IRREGULAR or kept < 0:
        return None
    text = out[:size].tobytes().decode("utf-16-le")
    lines = _lines(text, whole[:count].copy(), shares[:count].copy(), _PROBLEMS[end])
    return lines, outline[:kept].tobytes().decode("utf-16-le").encode()


def _rooms(units: int, outlined: bool) -> tuple[Array, ...]:
    """What the pass over so many units may write to: text, numbers and shares of the lines, the outline.

    To ask the machine for it anew cost a tenth of reading a page, so that it is kept for the next, but for huge pages.
    """
    if units <= _kept.units:
        rooms = _kept.rooms
    else:
        most = _lines_of(units)
        rooms = (
            np.empty(units + 2, np.uint16), np.empty((most, 8), np.int64), np.empty((most, 2)),
            np.empty(2 * units + 16, np.uint16),
        )  # fmt: skip
        if units <= _MOST_KEPT:
            _kept.units, _kept.rooms = units, rooms
    text, numbers, shares, outline = rooms
    most = _lines_of(units)
    return text[: units + 2], numbers[:most], shares[:most], outline[: 2 * units + 16 if outlined else 0]


def _lines_of(units: int) -> int:
    """More lines than so much markup can have, or than are read."""
    return min(units // _SHORTEST_TAG + 2, int(THRESHOLDS["max_lines"]) + 1)


class _Kept(threading.local):
    """The rooms that a thread keeps."""

    units = -1
    rooms: tuple[Array, ...] = ()


_kept = _Kept()
_MOST_KEPT = 1_000_000  # units of UTF-16; four of 301 news pages have more
_SHORTEST_TAG = len("<p>")  # and no line ends but at a tag
_PROBLEMS = (None, "too_many_elements", "too_deep", "too_many_lines")
"""Why a page is given up, by how the pass over it ended."""
_NO_NUMBERS, _NO_SHARES = np.empty((0, 8), np.int64), np.empty((0, 2))


def _lines(text: str, whole: Array, shares: Array, problem: str | None) -> Lines:
    """Lines with a newline after each, and what the HTML says about each."""
    raw = text.split("\n")[:-1]
    tag, ancestors, near, far, depth = (whole[:, column] for column in range(5))
    dom = Dom(tag, ancestors, near, far, shares[:, 0], shares[:, 1], depth, whole[:, 5:].copy())
    return Lines(raw, dom, problem)


@cache
def _kernel() -> Any:
    from corpus.text import markup_kernel  # numba is imported with the first page

    return markup_kernel


@cache
def _tables() -> tuple[Array, ...]:
    """Hash tables: keys, values and tree rules of the words that the pass knows; keys and values of entities."""
    from corpus.text import markup_tokens as tokens

    kernel = _kernel()
    tags: dict[str, int] = dict.fromkeys(SKIPPED_TAGS, kernel.SKIPPED)
    kept = zip(METADATA_TAGS.values(), kernel.KEEPS, strict=True)
    for names, flag in (
        (BLOCK_TAGS, kernel.BLOCK), (BOLD_TAGS, kernel.BOLD), ((*BOLD_TAGS, "a"), kernel.MEANING),
        (VOID_TAGS, kernel.VOID), (RAW_TAGS, kernel.RAW), (BREAK_TAGS, kernel.BREAK), (("plaintext",), kernel.PLAIN),
        (ESCAPABLE_TAGS, kernel.ESCAPABLE), *((names.split(), flag) for names, flag in kept),
    ):  # fmt: skip
        for name in names:
            tags[name] = tags.get(name, 0) | flag
    for name in BLOCK_TAGS:
        tags[name] |= LINE_TAGS.index(TAG_CLASS.get(name, "other")) << kernel.CLASS_SHIFT
    for name, ancestor in ANCESTOR_TAGS.items():
        tags[name] |= 1 << ANCESTORS.index(ancestor) << kernel.ANCESTORS_SHIFT
    rules: dict[str, int] = {}
    for bit, names in enumerate(TREE_RULES.values()):
        for name in names.split():
            rules[name] = rules.get(name, 0) | 1 << bit
    words = {tokens.TAG + name.encode(): tags.get(name, 0) for name in (*tags, *rules)}
    words |= {tokens.WORD + word.encode(): 1 << CLASS_GROUPS.index(group) for word, group in CLASS_WORDS.items()}
    words |= {tokens.ROLE + role.encode(): 1 << ANCESTORS.index(ancestor) for role, ancestor in ROLES.items()}
    selectors = " ".join(source.name.lower() for source in SOURCES if source.kind in ("css", "near"))
    for word in re.findall(r"[a-z]+", " ".join(re.findall(_NAMED_BY[0], selectors))):
        words[tokens.WORD + word.encode()] = words.get(tokens.WORD + word.encode(), 0) | tokens.HINT
    for kind, named in zip((tokens.CLASS, tokens.PROPERTY, tokens.RELATION), _NAMED_BY, strict=True):
        words |= {kind + name.encode(): 1 for name in re.findall(named, selectors)}
    keys, values = _hashed(words)
    _, ruled = _hashed({word: rules.get(word[1:].decode(), 0) if word[:1] == tokens.TAG else 0 for word in words})
    entities = {name[:-1].encode(): ord(char) for name, char in html5.items() if name.endswith(";") and len(char) == 1}
    return keys, values, ruled, *_hashed(entities)


_NAMED_BY = (r"\.([\w-]+)", r"\[itemprop=(\w+)\]", r"\[rel=(\w+)\]")
"""How the selectors of metadata name classes, properties and relations."""


def _hashed(values: dict[bytes, int]) -> tuple[Array, Array]:
    keys, found = open_addressing({fnv(word): value for word, value in values.items()})
    return keys, found.astype(np.int64)

"""Bytes to text: byte order mark, then HTTP header or meta element, then detection, as browsers do it.

Unlike a browser, which must show something at once, this reads all bytes first: what is well-formed UTF-8 is UTF-8,
even where a server says otherwise (chance makes such bytes no more than a few letters long), and UTF-16 needs no mark.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from corpus.tables.encodings import (
    BYTE_ORDER_MARKS,
    LABELS,
    LOST_SHARE,
    META_PRESCAN_BYTES,
    META_UTF16_MEANS,
    NUL_SHARE,
    SPLIT_UTF8_SHARE,
    TEXT_ENCODINGS,
    UTF16_PLAIN,
    UTF16_PLAIN_SHARE,
)

_META = re.compile(rb"""<meta[^>]{1,400}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_ASCII = bytes(range(0x80))
_UTF16_PLAIN = re.compile(f"[{UTF16_PLAIN}]+")
_REPLACED = "\N{REPLACEMENT CHARACTER}"


class Decoded(NamedTuple):
    """Text with the name of its encoding; or a problem (a key of `PROBLEMS`) with what could be read."""

    text: str
    encoding: str
    problem: str | None = None


def decode(data: bytes, *, header: str | None = None, html: bool = False) -> Decoded:
    """Decode a page. `header` is the charset of the HTTP header; `html` allows a meta element and a few bad bytes.

    >>> decode("খবর".encode("utf-16")).text
    'খবর'
    >>> decode(b'<meta charset="windows-1252">\\x91', html=True).encoding
    'cp1252'
    >>> decode("খবর".encode(), header="iso-8859-1").text
    'খবর'
    >>> decode("খবর".encode()[:-1]).problem
    'invalid_utf8'
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], encoding, html)
    start = data[:META_PRESCAN_BYTES]
    for encoding in ("utf-16-le", "utf-16-be"):
        if _is_utf16(start, encoding):
            return _decode(data, encoding, html)
    if start.count(0) > NUL_SHARE * len(start):
        return Decoded("", "binary", "not_text")
    declared = _known(header) or (_meta(data) if html else None)
    return _decode(data, declared, html) if declared and not _is_utf8(data) else _detect(data, html)


def _decode(data: bytes, encoding: str, html: bool) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except (UnicodeDecodeError, LookupError):
        text = data.decode(encoding, "replace")
    forgiven = html and text.count(_REPLACED) <= LOST_SHARE * len(data)
    return Decoded(text, encoding, None if forgiven else "invalid_utf8" if encoding == "utf-8" else "undecodable")


def _detect(data: bytes, html: bool) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    high = len(data.translate(None, _ASCII))
    kept = len(data.decode("utf-8", "ignore").encode("utf-8")) - (len(data) - high)
    if kept >= SPLIT_UTF8_SHARE * high:
        return _decode(data, "utf-8", html)
    from charset_normalizer import from_bytes

    best = from_bytes(data[: 1 << 20]).best()
    if best is None:
        return Decoded(data.decode("utf-8", "replace"), "unknown", "undecodable")
    return _decode(data, best.encoding, html)


def _is_utf16(start: bytes, encoding: str) -> bool:
    if 0 not in start:  # spaces and markup have them
        return False
    text = start.decode(encoding, "replace")
    return sum(map(len, _UTF16_PLAIN.findall(text))) >= UTF16_PLAIN_SHARE * len(text)


def _is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8 and could not be any encoding that has ASCII in it."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not data.isascii()


def _meta(data: bytes) -> str | None:
    found = _META.search(_COMMENT.sub(b"", data[:META_PRESCAN_BYTES]))
    known = _known(found.group(1).decode("ascii")) if found else None
    return META_UTF16_MEANS if known and known.startswith("utf-16") else known


def _known(label: str | None) -> str | None:
    name = (label or "").strip().strip("\"'").lower()
    try:
        found = codecs.lookup(LABELS.get(name, name)).name if name else ""
    except (LookupError, ValueError):
        return None
    return found if re.fullmatch(TEXT_ENCODINGS, found) else None

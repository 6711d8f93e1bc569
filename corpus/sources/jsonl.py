"""JSON lines: rows with `text` or `html`, and where known `url`, `site`, `fetched_at`; further columns are ignored."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from corpus.sources.files import Unreadable, opened

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UTF16_STARTS = (b"\xff\xfe", b"\xfe\xff", b"{\0", b"\0{")
_STEP = 1 << 20


def cuts(path: Path, size: int) -> list[tuple[int, int]]:
    """Byte ranges of about `size`; a line belongs to the range in which it starts."""
    if not path.is_file() or _is_utf16(path):  # `read` says why
        return [(0, -1)]
    total = path.stat().st_size
    return [(start, min(start + size, total)) for start in range(0, total, size)] or [(0, -1)]


def read(
    path: Path | IO[bytes], name: str, start: int, end: int, limit: int, *, keep: tuple[str, ...] = ()
) -> Iterator[dict[str, Any]]:
    """The rows whose lines start in bytes `start` to `end`; a line that is no page is a row with its problem.

    `keep` names further columns to give back as they are.
    """
    place = f"{name}:" if start == 0 else f"{name}@{start}:"
    number = 0
    try:
        with opened(path) as stream:
            for number, line in enumerate(_lines(stream, start, end, limit), 1):
                if start == 0 and number == 1 and line and line.startswith(_UTF16_STARTS):
                    raise Unreadable("utf16_rows", name)
                if line is None:
                    yield {"place": f"{place}{number}", "problem": "too_large"}
                elif line.strip():
                    yield _row(line, f"{place}{number}", keep)
    except Unreadable as problem:
        raise Unreadable(problem.reason, problem.place or f"{place}{number + 1}") from problem


def row(found: dict[str, Any], place: str, keep: tuple[str, ...] = ()) -> dict[str, Any]:
    """A page from a decoded row of any input, with strings that UTF-8 can hold."""
    given = {name: _string(found.get(name)) for name in ("text", "html", "url", "site", "fetched_at")}
    given.update({name: found.get(name) for name in keep})
    source = "html" if given["html"] else "text"
    if not (given[source] or "").strip():
        return {**given, "place": place, "text": None, "html": None, "problem": "no_text"}
    return {**given, "text": None, "html": None, source: given[source], "source": source, "place": place}


def _is_utf16(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(2) in _UTF16_STARTS
    except OSError:
        return False


def _row(line: bytes, place: str, keep: tuple[str, ...]) -> dict[str, Any]:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return {"place": place, "text": line.decode("utf-8", "replace"), "problem": "invalid_utf8"}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    return row(found, place, keep) if isinstance(found, dict) else {"place": place, "text": text, "problem": "not_json"}


def _string(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:  # JSON can name half a surrogate pair, which no UTF-8 column can hold
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def _lines(stream: IO[bytes], start: int, end: int, limit: int) -> Iterator[bytes | None]:
    """Lines that start in the range; None for one longer than `limit`, of which no more than a step is held."""
    last = end if end >= 0 else sys.maxsize
    position = 0
    if start > 0:
        stream.seek(start - 1)
        position = start - 1 + _skip_line(stream, last - start + 1)
    while position < last and (line := stream.readline(limit + 1)):
        position += len(line)
        if len(line) > limit and not line.endswith(b"\n"):
            position += _skip_line(stream, last - position)
            yield None
        else:
            yield line.removeprefix(_BYTE_ORDER_MARK)  # files that were joined have them at any line


def _skip_line(stream: IO[bytes], most: int) -> int:
    """Pass over the rest of a line, or `most` bytes of it: each piece of a long line reads no more than itself."""
    skipped = 0
    while skipped < most and (part := stream.readline(_STEP)):
        skipped += len(part)
        if part.endswith(b"\n"):
            break
    return skipped

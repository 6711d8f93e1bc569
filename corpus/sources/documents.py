"""Files that hold one page each: plain text and HTML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.sources.encodings import decode
from corpus.sources.files import read_whole


def read_text(path: Path, name: str, _start: int, _end: int, limit: int) -> Iterator[dict[str, Any]]:
    """One page of plain text."""
    yield from page(read_whole(path, limit), name, "text")


def read_html(path: Path, name: str, _start: int, _end: int, limit: int) -> Iterator[dict[str, Any]]:
    """One page of HTML."""
    yield from page(read_whole(path, limit), name, "html")


def page(data: bytes, place: str, source: str, charset: str | None = None, **known: Any) -> Iterator[dict[str, Any]]:
    """The row of a page from its bytes; none where there are no bytes (the caller says that the file is empty)."""
    if data.strip():
        text, _, problem = decode(data, header=charset, html=source == "html")
        yield {"place": place, "source": source, source: text, "problem": problem, **known}

"""WARC and WET archives: responses and resources that are HTML or text, and conversions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from corpus.sources.documents import page
from corpus.sources.files import EagerReader, Unreadable, opened

_HTML = {"text/html", "application/xhtml+xml"}
_TEXT = {"text/plain"}


def read(path: Path, name: str, _start: int, _end: int, limit: int) -> Iterator[dict[str, Any]]:
    """Each page of an archive; records that hold no page (requests, metadata, revisits) are not pages read.

    `place` is the file and the number of the record in it, counted from 1 over records of all kinds.
    """
    from fastwarc.warc import ArchiveIterator

    place = f"{name}#1"
    try:
        with opened(path) as stream:
            records = ArchiveIterator(
                cast("BinaryIO", EagerReader(stream)), parse_http=False, stream_detect=False, fsspec_args=False
            )
            for number, record in enumerate(records, 1):
                yield from _pages(record, place, limit)
                place = f"{name}#{number + 1}"
    except Unreadable as problem:
        raise Unreadable(problem.reason, place) from problem
    except (OSError, ValueError) as error:
        raise Unreadable("damaged_archive", place) from error


def _pages(record: Any, place: str, limit: int) -> Iterator[dict[str, Any]]:
    from fastwarc.warc import WarcRecordType

    if record.record_type not in (WarcRecordType.response, WarcRecordType.resource, WarcRecordType.conversion):
        return
    known = {"url": record.headers.get("WARC-Target-URI"), "fetched_at": record.headers.get("WARC-Date")}
    declared = record.content_length
    if declared > limit:
        record.reader.consume()
        yield {"place": place, "problem": "too_large", **known}
        return
    content = record.reader.read()
    if len(content) < declared:
        raise Unreadable("truncated_archive")
    record.set_bytes_content(content)
    if record.record_type == WarcRecordType.response and record.is_http:
        yield from _response(record, place, known, limit)
    elif record.record_type == WarcRecordType.conversion:
        yield from page(content, place, "text", "utf-8", **known)
    else:
        kind = (record.headers.get("Content-Type") or "").split(";")[0].strip().lower()
        yield from _typed(content, kind, None, place, known)


def _response(record: Any, place: str, known: dict[str, Any], limit: int) -> Iterator[dict[str, Any]]:
    record.parse_http(auto_decode="all")
    headers = record.http_headers
    if headers is None or headers.status_code != 200:
        yield {"place": place, "problem": "http_error", **known}
        return
    content = record.reader.read(limit + 1)
    if len(content) > limit:  # a small compressed body that swells
        yield {"place": place, "problem": "too_large", **known}
        return
    yield from _typed(content, (record.http_content_type or "").lower(), record.http_charset, place, known)


def _typed(
    content: bytes, kind: str, charset: str | None, place: str, known: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    if kind not in _HTML | _TEXT:
        yield {"place": place, "problem": "not_html", **known}
    elif not content.strip():
        yield {"place": place, "problem": "no_text", **known}
    else:
        yield from page(content, place, "html" if kind in _HTML else "text", charset, **known)

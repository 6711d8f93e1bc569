"""WARC and WET archives: responses and resources that are HTML or text, and conversions."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from corpus.sources.documents import page
from corpus.sources.files import EagerReader, Unreadable, opened

_HTML = {"text/html", "application/xhtml+xml"}
_UNKNOWN = {"", "*/*", "unknown/unknown", "application/unknown"}  # browsers look at the bytes (WHATWG MIME Sniffing, 7)
_TEXT = {"text/plain"}
_RESPONSE = b"WARC/1.1\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"


def read(path: Path, name: str, _start: int, _end: int, limit: int) -> Iterator[dict[str, Any]]:
    """Each page of an archive; records that hold no page (requests, metadata, revisits) are not pages read.

    `place` is the file and the number of the record in it, counted from 1 over records of all kinds.
    """
    from fastwarc.warc import ArchiveIterator

    place, number, found = f"{name}#1", 0, False
    try:
        with opened(path) as stream:
            records = ArchiveIterator(
                cast("BinaryIO", EagerReader(stream)), parse_http=False, stream_detect=False, fsspec_args=False
            )
            for number, record in enumerate(records, 1):
                for each in _pages(record, place, limit):
                    found = True
                    yield each
                place = f"{name}#{number + 1}"
    except Unreadable as problem:
        raise Unreadable(problem.reason, place) from problem
    except (OSError, ValueError) as error:
        raise Unreadable("damaged_archive", place) from error
    if number and not found:
        raise Unreadable("no_page", name)


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
    if record.record_type == WarcRecordType.response and record.is_http:
        yield from _response(content, place, known, limit)
    elif record.record_type == WarcRecordType.conversion:
        yield from _typed(content, "text/plain", "utf-8", place, known)
    else:
        yield from _typed(content, record.headers.get("Content-Type") or "", None, place, known)


def _response(content: bytes, place: str, known: dict[str, Any], limit: int) -> Iterator[dict[str, Any]]:
    record, body = _decoded(content, limit)
    headers = record.http_headers
    if headers is not None and headers.status_code != 200:
        yield {"place": place, "problem": "http_error", **known}
    elif headers is None or body is None:
        yield {"place": place, "problem": "damaged_body", **known}
    elif len(body) > limit:  # a small compressed body that swells
        yield {"place": place, "problem": "too_large", **known}
    else:
        yield from _typed(body, record.http_content_type or "", record.http_charset, place, known)


def _decoded(content: bytes, limit: int) -> tuple[Any, bytes | None]:
    """A response, and its body without the codings that its headers name, or as it is where it has them no more.

    Crawlers store decoded bodies under the headers of the coded ones. The body is None where it is neither.
    """
    from fastwarc.warc import WarcRecord

    # A record of its own: an error inside one of the archive would end the reading of the archive.
    whole = b"%sContent-Length: %d\r\n\r\n%s\r\n\r\n" % (_RESPONSE, len(content), content)
    for codings in ("all", "content", "transfer", "none"):
        record = WarcRecord.from_bytes(whole)
        try:
            record.parse_http(auto_decode=codings, quirks_mode=True)
            body: bytes = record.reader.read(limit + 1)
        except OSError:
            continue
        if codings == "all" or _is_text(body):
            return record, body
        if "deflate" in (record.http_headers.get("Content-Encoding") or "") and (plain := _inflated(body, limit)):
            return record, plain
    return record, None


def _inflated(body: bytes, limit: int) -> bytes | None:
    """A body under "deflate" without the header that the standard asks for, which some servers leave out."""
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(body, limit + 1)
    except zlib.error:
        return None


def _is_text(body: bytes) -> bool:
    if body.lstrip().startswith(b"<"):
        return True
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _typed(
    content: bytes, kind: str, charset: str | None, place: str, known: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    kind = kind.replace(",", ";").split(";")[0].strip().lower()  # a server that names it twice is read as two in one
    if kind in _UNKNOWN and content.lstrip().startswith(b"<"):
        kind = "text/html"
    if kind not in _HTML | _TEXT:
        yield {"place": place, "problem": "not_html", **known}
    elif not content.strip():
        yield {"place": place, "problem": "no_text", **known}
    else:
        yield from page(content, place, "html" if kind in _HTML else "text", charset, **known)

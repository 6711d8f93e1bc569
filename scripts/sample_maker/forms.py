"""Pages as files: text, HTML, WARC, WET, JSON lines, Parquet."""

from __future__ import annotations

import gzip
import io
import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from sample_maker.dates import BENGALI_DIGITS, FETCHED
from sample_maker.model import Page
from sample_maker.spelling import HABITS

TEMPLATES = Path(__file__).resolve().parents[1] / "sample_templates"


@cache
def environment() -> jinja2.Environment:
    """The templates of the sites."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=jinja2.select_autoescape(("html",)),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["bengali"] = lambda number: str(number).translate(BENGALI_DIGITS)
    return made


def rendered(page: Page) -> str:
    """The page in its site's template and spelling of Unicode."""
    bare = "bare.txt" if page.site.template.endswith(".txt") else "bare.html"
    text = environment().get_template(bare if page.bare else page.site.template).render(page=page, site=page.site)
    for habit in (*page.site.habits, *page.habits):
        text = HABITS[habit](text)
    return text


def encoded(page: Page) -> bytes:
    """The rendered page in its encoding."""
    text = rendered(page)
    if page.charset == "windows-1252":
        return text.encode("cp1252", errors="xmlcharrefreplace")
    if page.charset == "utf-16-be":
        return b"\xfe\xff" + text.encode("utf-16-be")
    if page.charset == "utf-16":
        return b"\xff\xfe" + text.encode("utf-16-le")
    return text.encode("utf-8" if page.charset == "undeclared" else page.charset)


def write_files(folder: Path, pages: list[Page]) -> Iterator[tuple[Page, str, int]]:
    """One file a page."""
    suffix = {"text": "txt", "html": "html"}
    for page in pages:
        path = folder / page.site.form / page.site.key / f"{page.name}.{suffix[page.site.form]}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encoded(page))
        yield page, path.relative_to(folder).as_posix(), 0


def rows_of(pages: list[Page], column: str) -> list[dict[str, str | None]]:
    """Rows as `corpus build` takes them from JSON lines and Parquet."""
    return [
        {
            "id": f"{page.site.key}-{n:04d}",
            "url": page.url,
            "site": page.site.host,
            "fetched_at": page.fetched_at,
            column: rendered(page),
        }
        for n, page in enumerate(pages)
    ]


def write_jsonl(folder: Path, pages: list[Page]) -> Iterator[tuple[Page, str, int]]:
    """JSON lines, compressed."""
    path = folder / f"{pages[0].site.key}.jsonl.gz"
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows_of(pages, "text"))
    path.write_bytes(gzip.compress(lines.encode(), mtime=0))
    yield from ((page, path.name, n) for n, page in enumerate(pages))


def write_parquet(folder: Path, pages: list[Page]) -> Iterator[tuple[Page, str, int]]:
    """A Parquet file of HTML."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / f"{pages[0].site.key}.parquet"
    pq.write_table(pa.Table.from_pylist(rows_of(pages, "html")), path, compression="zstd")
    yield from ((page, path.name, n) for n, page in enumerate(pages))


def utc(moment: str) -> str:
    """A moment as WARC writes it."""
    return datetime.fromisoformat(moment).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def record_id(kind: str, url: str, at: str) -> str:
    """A record id that is the same in each run."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{kind} {url} {at}')}>"


def write_warc(folder: Path, pages: list[Page]) -> Iterator[tuple[Page, str, int]]:
    """A WARC as a crawler writes it: warcinfo, then request and response of each page, and of what is no page."""
    path = folder / f"{pages[0].site.key}-20251216.warc.gz"
    archive = Archive(path.name)
    for n, page in enumerate(pages):
        archive.date = utc(page.fetched_at)
        archive.request(page.url)
        archive.response(page.url, page.status, WARC_HEADERS[n % len(WARC_HEADERS)], encoded(page))
    archive.date = utc(FETCHED.isoformat())
    home = pages[0].site.home
    archive.request(home + "/robots.txt")
    archive.response(home + "/robots.txt", "200 OK", [("Content-Type", "text/plain")], b"User-agent: *\nDisallow:\n")
    archive.response(
        home + "/favicon.gif", "200 OK", [("Content-Type", "image/gif")], b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
    )
    archive.response(
        home + "/old", "301 Moved Permanently", [("Location", home + "/"), ("Content-Type", "text/html")], b""
    )
    path.write_bytes(archive.written())
    yield from ((page, path.name, n) for n, page in enumerate(pages))


# fmt: off
WARC_HEADERS = (
    [("Content-Type", "text/html; charset=UTF-8"), ("Server", "nginx"), ("X-Cache", "HIT")],
    [("Content-Type", "text/html"), ("Server", "Apache")],
    [("content-type", "text/html;charset=utf-8"), ("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")],
)
# fmt: on
"""Response headers, in turn: a charset, none (the page's meta tells), and a compressed payload."""


class Archive:
    """WARC records in one compressed buffer."""

    def __init__(self, filename: str) -> None:
        from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

        self.date = utc(FETCHED.isoformat())
        self.buffer = io.BytesIO()
        self.writer = WARCWriter(self.buffer, gzip=True)
        info = self.writer.create_warcinfo_record(
            filename, {"software": "corpus sample", "format": "WARC File Format 1.0"}
        )
        self._write(info, "warcinfo", filename)

    def request(self, url: str) -> None:
        """A request record."""
        from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]

        host, _, path = url.removeprefix("https://").partition("/")
        headers = StatusAndHeaders(f"GET /{path} HTTP/1.1", [("Host", host)], is_http_request=True)
        self._write(self._record("request", url, b"", headers), "request", url)

    def response(self, url: str, status: str, headers: list[tuple[str, str]], payload: bytes) -> None:
        """A response record with the HTTP headers of the server."""
        from warcio.statusandheaders import StatusAndHeaders

        if ("Content-Encoding", "gzip") in headers:
            payload = gzip.compress(payload, mtime=0)
        http = StatusAndHeaders(status, [*headers, ("Content-Length", str(len(payload)))], protocol="HTTP/1.1")
        self._write(self._record("response", url, payload, http), "response", url)

    def conversion(self, url: str, text: str) -> None:
        """A record of plain text, as in WET files."""
        payload = io.BytesIO(text.encode())
        record = self.writer.create_warc_record(url, "conversion", payload=payload, warc_content_type="text/plain")
        self._write(record, "conversion", url)

    def written(self) -> bytes:
        """The archive so far."""
        return self.buffer.getvalue()

    def _record(self, kind: str, url: str, payload: bytes, http: Any) -> Any:
        return self.writer.create_warc_record(url, kind, payload=io.BytesIO(payload), http_headers=http)

    def _write(self, record: Any, kind: str, url: str) -> None:
        at = str(self.buffer.tell())
        record.rec_headers.replace_header("WARC-Record-ID", record_id(kind, url, at))
        record.rec_headers.replace_header("WARC-Date", self.date)
        self.writer.write_record(record)


def write_wet(folder: Path, pages: list[Page]) -> Iterator[tuple[Page, str, int]]:
    """A WET file: the text of each page as a conversion record."""
    path = folder / f"{pages[0].site.key}-20251216.warc.wet.gz"
    archive = Archive(path.name)
    for page in pages:
        archive.conversion(page.url, rendered(page))
    path.write_bytes(archive.written())
    yield from ((page, path.name, n) for n, page in enumerate(pages))


FORMS = {
    "text": write_files,
    "html": write_files,
    "warc": write_warc,
    "wet": write_wet,
    "jsonl": write_jsonl,
    "parquet": write_parquet,
}

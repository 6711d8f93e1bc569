"""Pages in, rows of JSON out: what `corpus extract` does with a file or a stream."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

from corpus.errors import CorpusError
from corpus.settings import Settings
from corpus.sources import FORMATS, documents, format_of, jsonl
from corpus.sources.encodings import decode
from corpus.sources.files import COMPRESSIONS, Unreadable, misfit, opened
from corpus.stages.extract import FAULT, page_of
from corpus.tables.problems import PROBLEMS
from corpus.text.page import Page, extract_html, extract_text
from corpus.text.urls import canonical_url

STANDARD_INPUT = "standard input"
_ARTICLE = ("headline", "body", "published", "byline", "source_credit", "dateline", "category", "kicker")
_ROW = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*[\"}]")
_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|!--|\?xml|html|head|body)\b", re.IGNORECASE)


class Form(Enum):
    """What a file or a stream holds."""

    text = "a page of plain text"
    html = "a page of HTML"
    rows = "many pages, each of which gives a row"


_ONE_PAGE = {documents.read_text: Form.text, documents.read_html: Form.html}


@contextmanager
def input_of(file: Path | None, stdin: BinaryIO) -> Iterator[tuple[Form, BinaryIO]]:
    """The decompressed bytes of a file or of standard input, and what they hold: by name, else by how they begin."""
    with _told(file), opened(stdin if file is None else file) as raw:
        stream = io.BufferedReader(cast("io.RawIOBase", raw))
        try:
            start = stream.peek(1 << 12)
            reader = _reader(file)
            if reader is None and start.startswith(tuple(COMPRESSIONS.values())):
                raise CorpusError(f"{file or STANDARD_INPUT}: it is compressed. Give what zcat or zstd -dc make of it.")
            if reader is None:
                form = Form.rows if _ROW.match(start) else Form.html if _HTML.match(start) else Form.text
            else:
                form = _ONE_PAGE.get(cast("Any", reader), Form.rows)
            yield form, cast("BinaryIO", stream)
        finally:
            stream.detach()


def _reader(file: Path | None) -> Any:
    """What reads a file of this name, as a build has it read; None where no name tells."""
    return FORMATS.get(format_of(file), (None,))[0] if file else None


def rows(file: Path | None, stream: BinaryIO | None = None) -> Iterator[dict[str, Any]]:
    """One row out for each page in; one that cannot be read has kind `none` and says why.

    Files are read by the format that their name tells, as a build reads them; `stream`, the open input, holds rows of
    JSON where no name tells anything else.
    """
    name, limit = file.name if file else STANDARD_INPUT, Settings().max_page_bytes
    reader: Any = _reader(file) or jsonl.read
    source: Any = file
    if reader is jsonl.read:
        reader, source = partial(jsonl.read, keep=("id",)), stream or file
    with _told(file):
        if file and file.is_file() and (reason := misfit(file)):
            raise Unreadable(reason)
        for row in reader(source, name, 0, -1, limit):
            yield as_row(None, row) if row.get("problem") else _read(row)


def page(data: bytes, *, html: bool, place: str, url: str | None) -> Page:
    """The page of some bytes; raises CorpusError where they are no text. Where the toolkit fails, the page says so."""
    text, encoding, problem = decode(data, html=html)
    if problem:
        raise CorpusError(f"{place}: {PROBLEMS[problem]} (taken for {encoding}).")
    try:
        return extract_html(text, url=url) if html else extract_text(text, url=url)
    except Exception as error:
        return Page([], None, (), f"{FAULT}: {error!r}")


def as_row(page: Page | None, given: dict[str, Any]) -> dict[str, Any]:
    """A page as the row that scripts read, with the same columns for all: what is not known is null.

    `given` is the row of the input; `page` is None where that could not be read, for which it has a problem.
    """
    article = page.article if page else None
    return {
        "id": given.get("id"),
        "url": (article.canonical_url if article else None) or canonical_url(given.get("url") or "") or None,
        "kind": "article" if article else "none",
        **{name: getattr(article, name) if article else None for name in _ARTICLE},
        "headlines": [{"text": teaser.text, "date": teaser.date} for teaser in page.teasers] if page else [],
        "lines": [{"text": line.text, "label": line.label} for line in page.lines] if page else [],
        "place": given["place"],
        "problem": page.problem if page else given["problem"],
    }


def _read(row: dict[str, Any]) -> dict[str, Any]:
    row = {"url": None, "fetched_at": None, "text": None, "html": None, **row}
    try:
        return as_row(page_of(row), row)
    except Exception as error:  # one page that nobody foresaw must not cost the others, and must not pass unseen
        return as_row(None, {**row, "problem": FAULT, "place": f"{row['place']}: {error!r}"})


@contextmanager
def _told(file: Path | None) -> Iterator[None]:
    """Turn what cannot be read into a line for people."""
    try:
        yield
    except Unreadable as problem:
        raise CorpusError(f"{problem.place or file or STANDARD_INPUT}: {PROBLEMS[problem.reason]}.") from problem
    except FileNotFoundError as error:
        raise CorpusError(f"{file}: {error.strerror}. Name a file that can be read.") from error
    except IsADirectoryError as error:
        raise CorpusError(f"{file}: {error.strerror}. Name one file; `corpus build` reads folders.") from error

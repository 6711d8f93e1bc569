"""Pages in, rows of JSON out: what `corpus extract` does with a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.errors import CorpusError
from corpus.settings import Settings
from corpus.sources import jsonl
from corpus.sources.encodings import decode
from corpus.sources.files import Unreadable
from corpus.stages.extract import FAULT, page_of
from corpus.tables.problems import PROBLEMS
from corpus.text.page import Page, extract_html, extract_text

_ARTICLE = ("headline", "body", "published", "byline", "source_credit", "dateline", "category", "kicker")


def is_rows(file: Path) -> bool:
    """Whether a file holds rows of pages rather than one page."""
    return {".jsonl", ".ndjson"} & {suffix.lower() for suffix in file.suffixes[-2:]} != set()


def is_html(file: Path | None) -> bool:
    """Whether a file is HTML by its name."""
    return file is not None and file.suffix.lower() in {".html", ".htm"}


def rows(file: Path) -> Iterator[dict[str, Any]]:
    """One row out for each row in; a row that cannot be read has kind `none` and says why."""
    try:
        for row in jsonl.read(file, file.name, 0, -1, Settings().max_page_bytes, keep=("id",)):
            yield _unread(row) if row.get("problem") else _read(row)
    except Unreadable as problem:
        raise CorpusError(f"{problem.place or file}: {PROBLEMS[problem.reason]}.") from problem


def _read(row: dict[str, Any]) -> dict[str, Any]:
    try:
        return as_row(page_of(row), row["id"])
    except Exception as error:  # one page that nobody foresaw must not cost the others, and must not pass unseen
        return _unread({**row, "problem": FAULT, "place": f"{row['place']}: {error!r}"})


def _unread(row: dict[str, Any]) -> dict[str, Any]:
    return {"id": row.get("id"), "kind": "none", "problem": row["problem"], "place": row["place"]}


def page(data: bytes, *, html: bool, place: str, url: str | None) -> Page:
    """The page of some bytes; raises CorpusError where they are no text. Where the toolkit fails, the page says so."""
    text, encoding, problem = decode(data, html=html)
    if problem:
        raise CorpusError(f"{place}: {PROBLEMS[problem]} (taken for {encoding}).")
    try:
        return extract_html(text, url=url) if html else extract_text(text, url=url)
    except Exception as error:
        return Page([], None, (), f"{FAULT}: {error!r}")


def as_row(page: Page, id_: Any) -> dict[str, Any]:
    """A page as the row that scripts read."""
    article = page.article
    return {
        "id": id_,
        "kind": "article" if article else "none",
        **{name: getattr(article, name) if article else None for name in _ARTICLE},
        "headlines": [{"text": teaser.text, "date": teaser.date} for teaser in page.teasers],
        "lines": [{"text": line.text, "label": line.label} for line in page.lines],
        **({"problem": page.problem} if page.problem else {}),
    }

"""From a page to its article, with everything around it labelled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa

from corpus.stages import WORK, Outcome
from corpus.text.evidence import Asked, Evidence, headline_keys
from corpus.text.page import Page, extract_html, extract_text
from corpus.text.urls import canonical_url, site_of

FAULT = "fault_in_the_toolkit"
"""The reason of a page on which the toolkit itself failed; its `place` names the page and the error."""


ASKING = pa.schema(
    [
        ("page", pa.binary(16)),  # digest of the page as it was read
        ("asked_site", pa.string()),  # the site whose evidence was asked
        ("told", pa.binary()),  # what was asked and answered (`Asked.told`); null where there is no page to ask for
        ("headline_key", pa.uint64()),  # of the headline found; null where there is none, or one of too few words
    ]
)
"""What a page had to do with others while it was read."""

EXTRACTED = pa.schema([*WORK, *ASKING])


def extract(
    pages: pa.RecordBatch, evidence_of: Callable[[str | None], Evidence], *, with_lines: bool = False
) -> Outcome:
    """Find the article of each page (columns of `PAGES` and `page`), and note what was asked of others (`EXTRACTED`).

    Pages that hold none are removed with their lines as text. `evidence_of` gives what other pages of a site tell,
    which is worked out beforehand and handed in.
    """
    kept: list[dict[str, Any]] = []
    removed: list[dict[str, Any]] = []
    for row in pages.to_pylist():
        if row["problem"]:
            removed.append(_unread(row))
            continue
        site = _site(row, row["url"])
        known = evidence_of(site)
        asked = Asked(known.recurring, known.headlines)
        try:
            page = page_of(row, asked)
        except Exception as error:  # one page that nobody foresaw must not cost the others, and must not pass unseen
            removed.append(_unread({**row, "problem": FAULT, "place": f"{row['place']}: {error!r}"}))
            continue
        key = next(iter(headline_keys([page.article.headline] if page.article else [])), None)
        asking = {"page": row["page"], "asked_site": site, "told": asked.told(), "headline_key": key}
        (kept if page.article else removed).append({**_work(row, page, with_lines), **asking})
    return Outcome(pa.RecordBatch.from_pylist(kept, EXTRACTED), pa.RecordBatch.from_pylist(removed, EXTRACTED))


def page_of(row: dict[str, Any], evidence: Evidence | None = None) -> Page:
    """The page of a row of `PAGES` that could be read."""
    if row["html"]:
        return extract_html(row["html"], url=row["url"], fetched_at=row["fetched_at"], evidence=evidence)
    return extract_text(row["text"], url=row["url"], fetched_at=row["fetched_at"], evidence=evidence)


def _unread(row: dict[str, Any]) -> dict[str, Any]:
    return {
        **_whence(row, None),
        "stage": "extract" if row["problem"] == FAULT else "read",
        "reason": row["problem"],
        "place": row["place"],
        "text": row["text"] or row["html"],
    }


def _work(row: dict[str, Any], page: Page, with_lines: bool) -> dict[str, Any]:
    article = page.article
    common = {
        **_whence(row, article.canonical_url if article else None),
        "teasers": [{"text": teaser.text, "date": teaser.date} for teaser in page.teasers],
        "lines": [{"text": x.text, "label": x.label, "score": x.score} for x in page.lines] if with_lines else [],
    }
    if article is None:
        text = "\n".join(line.text for line in page.lines)
        return {**common, "stage": "extract", "reason": page.problem or "not_an_article", "text": text}
    return {
        **common,
        "headline": article.headline,
        "body": article.body,
        "published": article.published,
        "category": article.category,
        "byline": article.byline,
        "source_credit": article.source_credit,
        "edits": list(article.edits),
    }


def _whence(row: dict[str, Any], canonical: str | None) -> dict[str, Any]:
    """Where a page comes from, null where that is not known."""
    url = canonical or canonical_url(row["url"] or "") or None
    return {"url": url, "site": _site(row, url), "source": row["source"]}


def _site(row: dict[str, Any], url: str | None) -> str | None:
    """The site that the input names, else the host of the URL."""
    return row["site"] or site_of(url or "") or None

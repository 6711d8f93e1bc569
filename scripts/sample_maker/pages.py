"""The pages of the sample, from the texts in `scripts/sample_stories/`."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sample_maker.dates import FETCHED, show_date
from sample_maker.model import Block, Entry, Page, Site

STORIES = Path(__file__).resolve().parents[1] / "sample_stories"


def read_rows(name: str, table: str) -> list[Any]:
    """Rows of a table of a TOML file of the texts, in NFC, whatever the editor that saved it wrote."""
    text = unicodedata.normalize("NFC", (STORIES / name).read_text(encoding="utf-8"))
    rows: list[Any] = tomllib.loads(text)[table]
    return rows


def read_stories(site: Site) -> list[dict[str, Any]]:
    """The stories that a site printed first."""
    return [{"site": site.key, **row} for row in read_rows(f"stories/{site.key}.toml", "story")]


SECTIONS = {"কৃষি": "agriculture", "খেলা": "sports", "বিশ্ব": "world", "অর্থনীতি": "economy", "বিজ্ঞান": "science",
            "স্বাস্থ্য": "health", "শিক্ষা": "education", "জেলা": "district", "কলকাতা": "kolkata", "সংস্কৃতি": "culture",
            "ক্রিকেট": "cricket", "ফুটবল": "football", "রাজধানী": "dhaka"}  # fmt: skip


def write_article(site: Site, story: dict[str, Any], copy: dict[str, Any], number: int, nth: int) -> Page:
    """One printing of a story; `copy` overrides what this printing has of its own."""
    row = {**story, **copy}
    body = story["body"].strip()
    for before, after in copy.get("replace", ()):
        if before not in body:
            raise SystemExit(f"copies.toml: {story['key']!r} does not contain {before!r}")
        body = body.replace(before, after)
    paragraphs = body.split("\n\n")[: -copy.get("drop_last", 0) or None]
    own = story["site"] == site.key
    slug = story["key"] if not copy or copy["relation"] == "version" else f"{story['key']}-{copy['relation']}"
    return Page(
        site=site,
        name=f"{number}-{story['key']}" + (f"-{copy['relation']}" if copy else ""),
        url=row.get("url") or site.home + site.path.format(
            section=SECTIONS.get(row["category"], "news"),
            number=number,
            slug=slug,
            date=row["published"][:10].replace("-", "/"),
        ),
        story=story["key"],
        relation=copy.get("relation", "original"),
        recurring=story.get("recurring", ""),
        headline=row["headline"],
        kicker=row.get("kicker", ""),
        category=row["category"],
        byline=row.get("byline", ""),
        published=row["published"],
        updated=row.get("updated", ""),
        date_format=site.dates[nth % len(site.dates)],
        caption=row.get("caption", "") if own else "",
        dateline=row.get("dateline", "") if own else "",
        source=row.get("source", ""),
        initials=row.get("initials", "") if own else "",
        tags=row.get("tags", []),
        blocks=[
            Block("subhead", text[3:]) if text.startswith("## ") else Block("body", " ".join(text.split("\n")))
            for text in paragraphs
        ],
        links={kind: (story if own and not copy else copy).get(kind, []) for kind in ("readmore", "readmore_glued")},
        habits=tuple(row.get("habits", ())),
        charset=site.charsets[nth % len(site.charsets)],
        fetched_at=row.get("fetched_at", FETCHED.isoformat()),
    )  # fmt: skip


def articles() -> list[Page]:
    """All printings: each site's own stories, then its copies of them and of other sites' stories."""
    sites = [Site(**row) for row in read_rows("sites.toml", "site")]
    stories = {story["key"]: story for site in sites for story in read_stories(site)}
    copies = read_rows("copies.toml", "copy")
    pages: list[Page] = []
    for site in sites:
        printings: list[tuple[str, dict[str, Any]]] = [(k, {}) for k, s in stories.items() if s["site"] == site.key]
        printings += [(copy["story"], copy) for copy in copies if copy["site"] == site.key]
        for nth, (key, copy) in enumerate(printings):
            number = site.first_number + 7 * nth
            page = write_article(site, stories[key], copy, number, nth)
            if page.relation == "version":
                first = next(p for p in pages if p.site is site and p.story == key)
                page = replace(page, url=first.url, date_format=first.date_format)
                pages[pages.index(first)] = replace(first, fetched_at=first.published)
            pages.append(page)
    return [with_read_more(page, pages) for page in pages]


def with_read_more(page: Page, pages: list[Page]) -> Page:
    """The page with the links to other stories that stand inside its text."""

    def target(key: str) -> Page:
        return next(other for other in pages if other.story == key)

    blocks = list(page.blocks)
    for row in page.links["readmore_glued"]:
        blocks[row["paragraph"]] = replace(blocks[row["paragraph"]], glued=target(row["story"]).headline)
    for row in page.links["readmore"]:
        other = target(row["story"])
        blocks.insert(row["after"], Block("readmore", other.headline, other.url))
    return replace(page, blocks=blocks)


def entries(site: Site, pages: list[Page], excerpt: int = 0) -> list[Entry]:
    """The site's stories, and headlines of stories that are not among the samples, as its lists show them."""
    outside = read_rows("lists.toml", "headlines")
    own = [
        Entry(
            page.headline,
            page.url,
            show_date(site.list_date, page.published, ""),
            " ".join(page.blocks[0].text.split()[:excerpt]) + "..." if excerpt else "",
            page.kicker,
        )
        for page in pages
        if page.site is site and page.relation in ("original", "agency")
    ]
    start = 7 * site.first_number % len(outside)
    others = [
        Entry(headline, f"{site.home}/{90000 + n}", show_date(site.list_date, day + "T12:00:00+06:00", ""))
        for n, (headline, day) in enumerate((outside * 2)[start : start + 12])
    ]
    return [entry for pair in zip(own, others, strict=False) for entry in pair] + own[len(others) :]


def turned(items: list[Entry], by: int, count: int, without: str) -> list[Entry]:
    """`count` of the items from place `by` on, round the end, without one headline."""
    by %= max(1, len(items))
    return [item for item in items[by:] + items[:by] if item.text != without][:count]


def with_lists(pages: list[Page]) -> list[Page]:
    """The pages with their lists and comments."""
    comments = [(name, text) for name, text in read_rows("lists.toml", "comments")]
    done = []
    for n, page in enumerate(pages):
        listed = entries(page.site, pages)
        done.append(
            replace(
                page,
                related=turned(listed, 3 * n + 1, 4, page.headline),
                latest=turned(listed, 0, 14, page.headline),
                comments=comments[n % 5 : n % 5 + 2] if n % 3 == 0 else [],
            )
        )
    return done


def others(pages: list[Page]) -> list[Page]:
    """The pages that are no article."""
    sites = {page.site.key: page.site for page in pages}
    made = []
    for n, row in enumerate(read_rows("none.toml", "page")):
        site = sites[row["site"]]
        listed = entries(site, pages, row.get("excerpt", 0))
        made.append(
            Page(
                site=site,
                name=f"{n:02d}-{row['kind'].replace('_', '-')}",
                url=site.home + quote(row["path"], safe="/?=&"),
                kind="none",
                none_kind=row["kind"],
                headline=row["title"],
                blocks=[Block("body", text) for text in row.get("paragraphs", ())],
                related=turned(listed, n, row.get("list", 0), ""),
                latest=[] if row.get("bare") else turned(listed, 2, 6, ""),
                bare=row.get("bare", False),
                status=row.get("status", "404 Not Found" if row["kind"] == "not_found" else "200 OK"),
            )
        )
    return made


def all_pages() -> list[Page]:
    """Every page of the sample: articles, then pages that are none."""
    printed = articles()
    return [*with_lists(printed), *others(printed)]

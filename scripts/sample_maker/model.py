"""Sites, pages and pieces of pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sample_maker.dates import FETCHED, show_date, shown_date


@dataclass(frozen=True)
class Site:
    """A row of sites.toml."""

    key: str
    name: str
    host: str
    form: str
    template: str
    habits: list[str]
    dates: list[str]
    list_date: str
    path: str
    first_number: int
    city: str
    nav: list[str]
    editor: str
    address: str
    metadata: bool = False
    charsets: tuple[str, ...] = ("utf-8",)

    @property
    def home(self) -> str:
        """Address of its first page."""
        return f"https://{self.host}"


@dataclass(frozen=True)
class Block:
    """A piece of a story as the page shows it: body, subhead, or a read-more line between paragraphs."""

    kind: str
    text: str
    href: str = ""
    glued: str = ""
    """A read-more span that the page runs on after the paragraph."""


@dataclass(frozen=True)
class Entry:
    """A headline in a list on another page."""

    text: str
    href: str
    date: str = ""
    excerpt: str = ""
    kicker: str = ""


@dataclass(frozen=True)
class Page:
    """One page: an article's printing, or a page that is no article."""

    site: Site
    name: str
    url: str
    kind: str = "article"
    none_kind: str = ""
    story: str = ""
    relation: str = "original"
    recurring: str = ""
    headline: str = ""
    kicker: str = ""
    category: str = ""
    byline: str = ""
    published: str = ""
    updated: str = ""
    date_format: str = ""
    caption: str = ""
    dateline: str = ""
    source: str = ""
    initials: str = ""
    tags: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    related: list[Entry] = field(default_factory=list)
    latest: list[Entry] = field(default_factory=list)
    comments: list[tuple[str, str]] = field(default_factory=list)
    bare: bool = False
    status: str = "200 OK"
    links: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    habits: tuple[str, ...] = ()
    charset: str = "utf-8"
    fetched_at: str = FETCHED.isoformat()

    @property
    def date_line(self) -> str:
        """The date as the site shows it; empty where it shows none."""
        return show_date(self.date_format, self.published, self.updated) if self.published else ""

    @property
    def known_date(self) -> str | None:
        """The date that the page tells, in its metadata or in its text."""
        if not self.published:
            return None
        return self.published if self.site.metadata else shown_date(self.date_format, self.published)

    def paragraphs(self, kind: str) -> list[str]:
        """Texts of its blocks of one kind."""
        return [block.text for block in self.blocks if block.kind == kind]

"""What a page says of itself: headline, dates, byline, section and address.

Its sources are rows of corpus.tables.metadata, in the order in which they are trusted: JSON-LD, meta tags, elements.
Nothing is believed blindly: a headline is taken as the page shows it, names of accounts are no bylines, empty dates are
no dates, and an address that points to a home page or to another site is not this page's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from corpus.tables import metadata as tables
from corpus.text.dates import HOME, is_date_line, parse_dates, split_trailing_date
from corpus.text.fold import fold_normalized
from corpus.text.jsonld import Graph
from corpus.text.normalize import normalize
from corpus.text.urls import canonical_url, site_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

# Bounds for hostile pages: of 301 real ones none has more than 200 meta tags, or a field over 1,000 characters.
MOST_TAGS = 1000
LONGEST_FIELD = 1000


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself; None where it does not, or where it is not to be believed."""

    headline: str | None = None
    published: str | None = None
    updated: str | None = None
    byline: str | None = None
    category: str | None = None
    canonical_url: str | None = None
    site_name: str | None = None
    language: str | None = None
    kind_hint: str | None = None
    description: str | None = None


def metadata(
    tree: LexborHTMLParser, *, url: str | None = None, fetched_at: str | None = None, brief: bool = False
) -> Metadata:
    """Read a parsed page's metadata; `url` is where it was fetched, `fetched_at` (ISO 8601) when, if known.

    Texts come out normalized, dates as ISO 8601, the address canonical. `brief` leaves out what no article has: when it
    was updated, the site's name, language and description. `kind_hint` is "article" or "list" by the
    types that the page names, and pages lie: a category page of samakal.com calls itself an article.

    >>> from selectolax.lexbor import LexborHTMLParser
    >>> page = metadata(LexborHTMLParser(
    ...     '<title>নৌকাডুবি | খবর</title><meta property="og:site_name" content="খবর"><meta property="og:type" '
    ...     'content="article"><meta property="article:published_time" content="2025-12-12T09:00:00+06:00">'))
    >>> page.headline, page.published, page.kind_hint
    ('নৌকাডুবি', '2025-12-12T09:00:00+06:00', 'article')
    """
    page = _Page(tree, url, fetched_at)
    return Metadata(
        headline=page.headline,
        published=page.day("published"),
        updated=None if brief else page.day("updated"),
        byline=page.byline(),
        category=page.category(),
        canonical_url=page.canonical(),
        site_name=None if brief else page.first("site_name"),
        language=None if brief else page.first("language"),
        kind_hint=page.kind_hint(),
        description=None if brief else page.first("description"),
    )


class _Page:
    """A parsed page, asked for one field after another."""

    def __init__(self, tree: LexborHTMLParser, url: str | None, fetched_at: str | None) -> None:
        self.tree = tree
        self.url = url
        self.fetched_at = fetched_at
        self._tagged: dict[str | None, list[LexborNode]] = {}
        self._itemprops: dict[str, list[LexborNode]] = {}  # elements by the property that they are, if one and no more
        metas, scripts = [], []
        for node in tree.css(_WANTED):
            tag, attributes = node.tag, node.attributes  # each asks for a new object
            self._tagged.setdefault(tag, []).append(node)
            if name := attributes.get("itemprop"):
                self._itemprops.setdefault(name, []).append(node)
            if tag == "meta":
                metas.append(attributes)
            elif tag == "script" and "ld+json" in (attributes.get("type") or "").lower():
                scripts.append(node)
        self.meta = _meta(metas[:MOST_TAGS])
        self.graph = Graph(node.text() for node in scripts[:50])
        titles = self._tagged.get("title", [])
        title = next(
            (node for node in titles if node.parent and node.parent.tag == "head"), titles[0] if titles else None
        )
        self.title = _text(title.text()[:LONGEST_FIELD]) if title else ""
        told = (self.title, self.meta.get("og:title", ""))
        self.node = self.graph.article(canonical_url(url) if url else None, told)

    # --- sources ---

    def values(self, source: tables.Source) -> Iterator[Any]:
        """What stands at one source, as it stands there."""
        if source.kind == "json-ld":
            yield from self._described(source.name)
        elif source.kind == "meta":
            if source.name in self.meta:
                yield self.meta[source.name]
        else:
            yield from (_content(node) for node in self._elements(source))

    def _described(self, key: str) -> list[Any]:
        if key == "breadcrumb":
            return self.graph.sections[::-1]
        value = self.node.get(key)
        if key in ("author", "creator", "publisher"):
            return self.graph.names(value)
        return value[:10] if isinstance(value, list) else [value.get("@id")] if isinstance(value, dict) else [value]

    def _elements(self, source: tables.Source) -> Iterable[LexborNode]:
        if source.kind == "css":
            named = _ITEMPROP.fullmatch(source.name)
            return self._itemprops.get(named[1], [])[:20] if named else self._selected(source.name)
        if self.heading is None:
            return []
        if source.kind == "near":
            found = self.around.css(source.name) if self.around else []
            return found[:10] if len(found) <= MOST_NEAR else []
        before = _before(self.heading)
        return [before] if before is not None and before.css_matches(source.name) else []

    def _selected(self, selector: str) -> Iterator[LexborNode]:
        """What a selector finds; the first is mostly near the top of the page and mostly enough."""
        first = self.tree.css_first(selector)
        if first is not None:
            yield first
            yield from self.tree.css(selector)[1:20]

    def texts(self, field: str) -> Iterator[str]:
        """The texts of a field in the order of trust, normalized."""
        for source in _SOURCES[field]:
            for value in self.values(source):
                if text := _text(value):
                    yield text

    def first(self, field: str) -> str | None:
        return next(self.texts(field), None)

    # --- headline ---

    @cached_property
    def site_keys(self) -> frozenset[str]:
        """What the site calls itself, as keys: its names, their parts, its host and its host's name."""
        names = [part for name in self.texts("site_name") for part in (name, *_PARTS.split(name))]
        for address in (self.url, self.meta.get("og:url")):
            if address and (host := site_of(address)):
                names += [host, host.split(".")[0], "www." + host]
        return frozenset(_key(name) for name in names) - {""}

    def shown(self, tag: str) -> list[tuple[str, LexborNode]]:
        """Headings of the page that may be its headline."""
        return [(text, node) for node in self._tagged.get(tag, [])[:MOST_HEADINGS] if (text := _text(_visible(node)))]

    @cached_property
    def _titled(self) -> tuple[str | None, LexborNode | None]:
        """The headline and the heading that shows it."""
        tops = [(text, node) for text, node in self.shown("h1") if _key(text) not in self.site_keys]
        known = {_key(text) for text, _ in tops}
        seen_first = known or {_key(text) for text, _ in self.shown("h2")}
        stated = [self._without_site(text, seen_first) for text in self.texts("headline")]
        stated = [
            text for text in (*stated, self._without_site(self.title, seen_first)) if _key(text) not in self.site_keys
        ]
        for headings in (tops, self.shown("h2") if not known.intersection(map(_key, stated)) else []):
            for text in stated:
                for seen, node in headings:
                    if _key(seen) == _key(text):
                        return (text if text.split() == seen.split() else seen), node
        for text in stated[:-1]:
            for seen, node in tops:
                if _is_cut(text, seen):
                    return seen, node
                if _key(seen).endswith(_key(text)):  # the heading begins with a kicker
                    return text, node
        close = max(
            ((_alike(text, seen), seen, node) for text in stated for seen, node in tops), default=None, key=_first
        )
        if close is not None and close[0] >= ALIKE:
            return close[1], close[2]
        if len(stated) > 1:
            return stated[0], tops[0][1] if len(tops) == 1 else None
        if len(tops) == 1:
            return tops[0]
        return (stated[0] if stated and stated[0] else None), None

    @property
    def headline(self) -> str | None:
        return self._titled[0]

    @property
    def heading(self) -> LexborNode | None:
        return self._titled[1]

    @cached_property
    def around(self) -> LexborNode | None:
        """What holds the heading and the lines that belong to it."""
        node = self.heading
        for _ in range(LEVELS_AROUND):
            if node is None or node.parent is None or node.parent.tag in ("body", "html"):
                break
            node = node.parent
        return node

    def _without_site(self, text: str, shown: set[str]) -> str:
        """A title without the name of the site, or what else stands beside a headline that the page shows."""
        for _ in range(4):
            for separator in tables.TITLE_SEPARATORS:
                if separator not in text:
                    continue
                head, found, tail = text.rpartition(separator)
                if found and (_key(tail) in self.site_keys or _key(head) in shown):
                    text = head.strip()
                    break
                head, found, tail = text.partition(separator)
                if found and (_key(head) in self.site_keys or _key(tail) in shown):
                    text = tail.strip()
                    break
            else:
                break
        return text

    # --- other fields ---

    def day(self, field: str) -> str | None:
        """When the page was published or updated, by the first source that gives a day worth believing."""
        for source in _SOURCES[field]:
            for value in self.values(source):
                moment = _moment(value, field, labelled=source.kind in ("css", "near"), fetched_at=self.fetched_at)
                if moment and tables.EARLIEST_DAY <= moment[:10] <= self._latest_day:
                    return moment
        return None

    @cached_property
    def _latest_day(self) -> str:
        if not self.fetched_at:
            return "9999"
        try:
            fetched = date.fromisoformat(self.fetched_at[:10])
        except ValueError:
            return "9999"
        return (fetched + timedelta(days=2)).isoformat()  # a day ahead in another zone, and clocks run fast

    def byline(self) -> str | None:
        for source in _SOURCES["byline"]:
            found = (split_trailing_date(_text(value))[0] for value in self.values(source))
            names = list(dict.fromkeys(name for name in found if self._is_byline(name)))
            if names:
                return ", ".join(names if source.kind == "json-ld" else names[:1])
        return None

    def _is_byline(self, name: str) -> bool:
        key = _key(name)
        return (
            0 < len(name) <= LONGEST_BYLINE
            and key not in _NO_BYLINES
            and key not in self.site_keys
            and not key.isdecimal()
            and not _NOT_A_NAME.search(name)
            and not is_date_line(name)
        )

    def category(self) -> str | None:
        headline = _key(self.headline or "")
        for source in _SOURCES["category"]:
            values = list(self.values(source))
            for value in reversed(values) if "breadcrumb" in source.name and source.kind == "css" else values:
                text = _text(value)
                key = _key(text)
                if (
                    0 < len(text) <= LONGEST_CATEGORY
                    and key not in _HOME_NAMES | self.site_keys | {"", headline}
                    and not (len(key) >= 15 and headline.startswith(key))
                    and not is_date_line(text)
                ):
                    return text
        return None

    def canonical(self) -> str | None:
        own = canonical_url(self.url) if self.url and site_of(self.url) else None
        for source in _SOURCES["canonical"]:
            for value in self.values(source):
                address = _joined(self.url, value)
                if address and (own is None or _may_be(address, own)):
                    return address
        return own

    def kind_hint(self) -> str | None:
        if self.node:
            return "article"
        if self.graph.is_list or self.graph.articles:  # several articles, and none of them the page's own
            return "list"
        return tables.OG_KINDS.get(self.meta.get("og:type", "").strip().lower())


MOST_HEADINGS = 30
MOST_NEAR = 8
"""More elements of a kind than this are those of a list of stories."""
LEVELS_AROUND = 3
"""How many elements up from the heading its byline and date are looked for."""
LONGEST_BYLINE = 120
LONGEST_CATEGORY = 40
ALIKE = 0.5
"""Share of words that a heading must have in common with a stated headline to be it."""

_SOURCES = {
    field: tuple(source for source in tables.SOURCES if source.field == field)
    for field in dict.fromkeys(source.field for source in tables.SOURCES)
}
_WANTED = 'meta, title, h1, h2, script[type*="ld+json" i], [itemprop]'
"""What nearly every page is asked for, in one look through its tree: each look costs a quarter of parsing it."""
_ITEMPROP = re.compile(r"\[itemprop=(\w+)\]")
_PARTS = re.compile(r"\s*[|:–—-]\s*")
_NOT_A_NAME = re.compile(r"@|https?:|www\.|[\[\]{}<>]|^/|\.(?:com|net|org)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,300}>")


def _meta(tags: list[dict[str, str | None]]) -> dict[str, str]:
    """Meta tags by name, in small letters; the first of a name counts."""
    found: dict[str, str] = {}
    for tag in tags:
        get = tag.get
        content = get("content")
        name = get("property") or get("name") or get("itemprop") or get("http-equiv")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), content[:LONGEST_FIELD])
    return found


def _text(value: Any) -> str:
    """One normalized line of a field, without the markup that some systems leave in it."""
    return _line(value[:LONGEST_FIELD]) if isinstance(value, str) else ""


@lru_cache(maxsize=1024)
def _line(value: str) -> str:
    """One normalized line; a page says the same in several fields, and its site on every page."""
    text = normalize(value)
    if "<" in text:
        text = normalize(_TAG.sub(" ", text))
    return " ".join(text.split())


def _content(node: LexborNode) -> str:
    """What an element says: its machine-readable value where it has one, else its text."""
    attributes = node.attributes
    if node.tag in _SAID_BY:  # their text is none, or the whole page
        return attributes.get(_SAID_BY[node.tag]) or ""
    return next((attributes[key] for key in ("content", "datetime") if attributes.get(key)), None) or _visible(node)


_SAID_BY = {"html": "lang", "link": "href"}


def _visible(node: LexborNode) -> str:
    """The text of an element, a line break as a space."""
    parts = [
        part.text(deep=False) if part.tag == "-text" else " " * (part.tag in _BREAKS)
        for part in node.traverse(include_text=True)
    ]
    return "".join(parts)[:LONGEST_FIELD]


_BREAKS = frozenset({"br", "div", "p", "li", "small", "h1", "h2", "h3", "h4"})


def _before(heading: LexborNode) -> LexborNode | None:
    """The element right before a heading, or before what holds only the heading."""
    node: LexborNode | None = heading
    for _ in range(2):
        before = node.prev if node is not None else None
        while before is not None and before.tag in ("-text", "-comment") and not before.text(deep=False).strip():
            before = before.prev
        if before is not None:
            return before if before.tag and not before.tag.startswith("-") else None
        node = node.parent if node is not None else None
    return None


@lru_cache(maxsize=1024)
def _key(text: str) -> str:
    """What two spellings of a name have in common, normalized both; a page is asked for the same few again."""
    return fold_normalized(text).replace(" ", "") if text else ""


_NO_BYLINES = frozenset(_key(normalize(name)) for name in tables.NO_BYLINES)
_HOME_NAMES = frozenset(_key(normalize(name)) for name in tables.HOME_NAMES)


def _is_cut(text: str, whole: str) -> bool:
    """Whether a text is the beginning of another, as search engines and cards want it: at most 110 characters."""
    key = _key(text)
    return len(key) >= 15 and _key(whole).startswith(key)


def _alike(one: str, other: str) -> float:
    """Words in common, of the words of both."""
    a, b = set(fold_normalized(one).split()), set(fold_normalized(other).split())
    return len(a & b) / len(a | b) if a and b else 0.0


def _first(row: tuple[float, str, LexborNode]) -> float:
    return row[0]


def _moment(value: Any, field: str, *, labelled: bool, fetched_at: str | None) -> str | None:
    """A date field as ISO 8601; seconds or milliseconds since 1970 too."""
    if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) in (10, 13):
        value = int(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if value > 1e11 else value
        return datetime.fromtimestamp(seconds, HOME).isoformat(timespec="seconds") if 0 < seconds < 4e9 else None
    if not isinstance(value, str):
        return None
    found = parse_dates(value, fetched_at=fetched_at)
    if labelled and field == "updated":
        return found.updated or found.published
    return found.published if labelled else found.published or found.updated


def _joined(base: str | None, link: Any) -> str | None:
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        address = canonical_url(urljoin(base or "", link.strip()))
    except ValueError:
        return None
    return address if site_of(address) else None


def _may_be(address: str, own: str) -> bool:
    """Whether an address can be the canonical one of a page: of its site, and not the site's front page."""
    at_root = address.removeprefix("https://").partition("/")[2] == ""
    own_root = own.removeprefix("https://").partition("/")[2] == ""
    return _domain(site_of(address)) == _domain(site_of(own)) and (own_root or not at_root)


def _domain(host: str) -> list[str]:
    """The part of a host that one owner has: beta.khobor.example is khobor.example's; so is khobor.com.bd whole."""
    labels = host.split(".")
    long = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return labels[-3 if long else -2 :]

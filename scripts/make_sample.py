"""Write the sample pages that ship with the project, `sample/`, from the texts in `scripts/sample_stories/`.

The texts are data that a Bengali reader can review and change (TOML); `scripts/sample_templates/` holds the shapes of
the sites. A run writes the same bytes each time: no clock, no chance, fixed record ids.

    python scripts/make_sample.py            # rewrites sample/pages/ and sample/expected.jsonl
    python scripts/make_sample.py --out DIR  # writes them elsewhere
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import shutil
import tomllib
import unicodedata
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2

HERE = Path(__file__).resolve().parent
STORIES = HERE / "sample_stories"
TEMPLATES = HERE / "sample_templates"
SAMPLE = HERE.parent / "sample"

# --- dates -----------------------------------------------------------------------------------------------------------

BENGALI_DIGITS = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
BENGALI_MONTHS = "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর".split()
BENGALI_WEEKDAYS = "সোমবার মঙ্গলবার বুধবার বৃহস্পতিবার শুক্রবার শনিবার রোববার".split()
FETCHED = datetime.fromisoformat("2025-12-16T06:00:00+06:00")
"""When all pages were fetched, but for the first of two versions of one address."""

# fmt: off
DATES = {
    # name                shows   pattern
    "":                   ("",     ""),
    "prokash_day":        ("day",  "প্রকাশ: {dd} {month} {year}"),
    "prokash_time":       ("time", "প্রকাশ : {dd} {month} {year}, {HH}:{MM}"),
    "prokash_update":     ("time", "প্রকাশ: {dd} {month} {year} | {HH}:{MM} | আপডেট: {u.dd} {u.month} {u.year} | {u.HH}:{u.MM}"),
    "bengali_day":        ("day",  "{d} {month} {year}"),
    "comma_day":          ("day",  "{dd} {month}, {year}"),
    "numeric":            ("day",  "{dd}/{mm}/{year}"),
    "numeric_time":       ("time", "{dd}-{mm}-{year} {HH}:{MM}"),
    "weekday_time":       ("time", "{weekday}, {dd} {month} {year}, {HH}:{MM}"),
    "ampm":               ("time", "{dd} {month} {year}, {hh}:{MM} {half}"),
    "long_pm":            ("time", "আপডেট : {weekday}, {d} {month}, {year} {hh}:{MM} {noon}"),
    "bengali_comma_time": ("time", "{dd} {month} {year}, {HH}:{MM} IST"),
    "latin_day":          ("day",  "{Mon} {latin.d}, {latin.year}"),
    "latin_time":         ("time", "Published: {latin.d} {Month} {latin.year}, {latin.hh}:{latin.MM} {AM} (IST)"),
    "ago":                ("",     "{ago} আগে"),
}
# fmt: on


@dataclass(frozen=True)
class Clock:
    """One moment in the digits of one script, as the patterns of DATES name its parts."""

    d: str
    dd: str
    mm: str
    year: str
    HH: str
    MM: str
    hh: str
    month: str

    @classmethod
    def of(cls, when: datetime, *, bengali: bool) -> Clock:
        """The parts of `when`, in Bengali or Latin digits."""
        parts = (str(when.day), *when.strftime("%d %m %Y %H %M %I").split())
        shown = (part.translate(BENGALI_DIGITS) if bengali else part for part in parts)
        return cls(*shown, month=BENGALI_MONTHS[when.month - 1])


def show_date(name: str, published: str, updated: str) -> str:
    """The date as a site writes it, by a name of DATES."""
    when, again = datetime.fromisoformat(published), datetime.fromisoformat(updated or published)
    since = FETCHED - (when if when.tzinfo else when.replace(tzinfo=FETCHED.tzinfo))
    bengali = Clock.of(when, bengali=True)
    return DATES[name][1].format(
        **vars(bengali),
        u=Clock.of(again, bengali=True),
        latin=Clock.of(when, bengali=False),
        weekday=BENGALI_WEEKDAYS[when.weekday()],
        half="এএম" if when.hour < 12 else "পিএম",
        noon="পূর্বাহ্ন" if when.hour < 12 else "অপরাহ্ন",
        Mon=when.strftime("%b"),
        Month=when.strftime("%B"),
        AM=when.strftime("%p"),
        ago=(f"{since.days} দিন" if since.days else f"{since.seconds // 3600} ঘণ্টা").translate(BENGALI_DIGITS),
    )


def shown_date(name: str, published: str) -> str | None:
    """What a reader of the page can know of the date: nothing, the day, or day and time (ISO 8601)."""
    return {"": None, "day": published[:10], "time": published}[DATES[name][0]]


# --- how publishing systems spell Unicode ----------------------------------------------------------------------------

ZWNJ, ZWJ, ZWSP, NUKTA = "\u200c", "\u200d", "\u200b", "\u09bc"
DANDA, CURRENCY_NUMERATOR_FOUR = "\u0964", "\u09f7"


def _swap(*pairs: tuple[str, str]) -> Callable[[str], str]:
    def swap(text: str) -> str:
        for before, after in pairs:
            text = text.replace(before, after)
        return text

    return swap


def _every(step: int, before: str, after: str) -> Callable[[str], str]:
    """Replaces the first of each `step` occurrences."""

    def swap(text: str) -> str:
        first, *rest = text.split(before)
        return first + "".join((after if n % step == 0 else before) + part for n, part in enumerate(rest))

    return swap


def _wrong_danda(text: str) -> str:
    """The currency sign that looks like a danda; next to a number nobody could tell them apart, so there it stays."""
    pieces = text.split(DANDA)
    joined = pieces[0]
    for after in pieces[1:]:
        numeric = joined.rstrip()[-1:].isnumeric() or after.lstrip()[:1].isnumeric()
        joined += (DANDA if numeric else CURRENCY_NUMERATOR_FOUR) + after
    return joined


def _mojibake(text: str) -> str:
    """UTF-8 read as windows-1252, as browsers define it: the five bytes without a letter become C1 controls."""
    return "".join(
        bytes([byte]).decode("cp1252" if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else "latin-1")
        for byte in text.encode()
    )


# fmt: off
HABITS: dict[str, Callable[[str], str]] = {
    "precomposed":        _swap(("য" + NUKTA, "\u09df"), ("ড" + NUKTA, "\u09dc"), ("ঢ" + NUKTA, "\u09dd")),
    "decomposed":         lambda text: unicodedata.normalize("NFD", text),
    "decomposed_ya":      _swap(("ড" + NUKTA, "\u09dc"), ("ঢ" + NUKTA, "\u09dd")),
    "nbsp":               _every(3, DANDA + " ", DANDA + "\N{NO-BREAK SPACE}"),
    "old_khanda_ta":      _swap(("ৎ", "ত\u09cd" + ZWJ)),
    "left_over_entities": _every(4, DANDA + " ", DANDA + "&amp;nbsp;"),
    "bengali_danda":      _wrong_danda,
    "zwnj_in_ya_phala":   _swap(("র" + ZWJ + "\u09cd", "র" + ZWNJ + "\u09cd")),
    "candrabindu_first":  _swap(("\u09be\u0981", "\u0981\u09be")),
    "joiner_noise":       _every(3, ", ", "," + ZWSP + " "),
    "reversed_halves":    _every(5, "\u09cb", "\u09be\u09c7"),
    "soft_hyphens":       _every(7, "কার", "কা\N{SOFT HYPHEN}র"),
    "doubled_marks":      _every(9, "\u09c1", "\u09c1\u09c1"),
    "mojibake":           _mojibake,
}
# fmt: on
"""Each undone by `corpus.normalize` without repair: the text the pages hold is the text of the stories."""

# --- sites, pages ----------------------------------------------------------------------------------------------------


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
    source: str = ""
    initials: str = ""
    tags: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    related: list[Entry] = field(default_factory=list)
    latest: list[Entry] = field(default_factory=list)
    comments: list[tuple[str, str]] = field(default_factory=list)
    bare: bool = False
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


def read_rows(name: str, table: str) -> list[dict[str, Any]]:
    """Rows of a table of a TOML file of the texts, in NFC, whatever the editor that saved it wrote."""
    text = unicodedata.normalize("NFC", (STORIES / name).read_text(encoding="utf-8"))
    rows: list[dict[str, Any]] = tomllib.loads(text)[table]
    return rows


def read_stories(site: Site) -> list[dict[str, Any]]:
    """The stories that a site printed first."""
    return [{"site": site.key, **row} for row in read_rows(f"stories/{site.key}.toml", "story")]


SECTIONS = {"কৃষি": "agriculture", "খেলা": "sports", "বিশ্ব": "world", "অর্থনীতি": "economy", "বিজ্ঞান": "science",
            "স্বাস্থ্য": "health", "শিক্ষা": "education", "জেলা": "district", "কলকাতা": "kolkata", "সংস্কৃতি": "culture",
            "ক্রিকেট": "cricket", "ফুটবল": "football", "রাজধানী": "dhaka"}  # fmt: skip


def write_article(site: Site, story: dict[str, Any], copy: dict[str, Any], number: int, nth: int, charset: str) -> Page:
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
        url=site.home + site.path.format(
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
        source=row.get("source", ""),
        initials=row.get("initials", "") if own else "",
        tags=row.get("tags", []),
        blocks=[
            Block("subhead", text[3:]) if text.startswith("## ") else Block("body", " ".join(text.split("\n")))
            for text in paragraphs
        ],
        habits=tuple(row.get("habits", ())),
        charset=charset,
        fetched_at=row.get("fetched_at", FETCHED.isoformat()),
    )  # fmt: skip


CHARSETS = {"patabahar": ("utf-8", "utf-16", "utf-8-sig", "windows-1252", "utf-16-be", "undeclared")}
"""Encodings of a site's pages, in turn. windows-1252 holds Bengali as numeric character references."""


def articles() -> list[Page]:
    """All printings: each site's own stories, then its copies of them and of other sites' stories."""
    sites = [Site(**row) for row in read_rows("sites.toml", "site")]
    stories = {story["key"]: story for site in sites for story in read_stories(site)}
    copies = read_rows("copies.toml", "copy")
    pages: list[Page] = []
    for site in sites:
        printings: list[tuple[str, dict[str, Any]]] = [(k, {}) for k, s in stories.items() if s["site"] == site.key]
        printings += [(copy["story"], copy) for copy in copies if copy["site"] == site.key]
        charsets = CHARSETS.get(site.key, ("utf-8",))
        for nth, (key, copy) in enumerate(printings):
            number = site.first_number + 7 * nth
            page = write_article(site, stories[key], copy, number, nth, charsets[nth % len(charsets)])
            if page.relation == "version":
                first = next(p for p in pages if p.site is site and p.story == key)
                page = replace(page, url=first.url, date_format=first.date_format)
                pages[pages.index(first)] = replace(first, fetched_at=first.published)
            pages.append(page)
    return [with_read_more(page, stories[page.story], pages) for page in pages]


def with_read_more(page: Page, story: dict[str, Any], pages: list[Page]) -> Page:
    """The page with the links to other stories that stand inside its text; only the site that wrote it has them."""
    if story["site"] != page.site.key:
        return page

    def target(key: str) -> Page:
        return next(other for other in pages if other.story == key)

    blocks = list(page.blocks)
    for row in story.get("readmore_glued", ()):
        blocks[row["paragraph"]] = replace(blocks[row["paragraph"]], glued=target(row["story"]).headline)
    for row in story.get("readmore", ()):
        other = target(row["story"])
        blocks.insert(row["after"], Block("readmore", other.headline, other.url))
    return replace(page, blocks=blocks)


# --- lists of other stories ------------------------------------------------------------------------------------------


def entries(site: Site, pages: list[Page], excerpt: int = 0) -> list[Entry]:
    """The site's stories, and headlines of stories that are not among the samples, as its lists show them."""
    outside = tomllib.loads(unicodedata.normalize("NFC", (STORIES / "lists.toml").read_text(encoding="utf-8")))
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
    start = site.first_number % 10
    others = [
        Entry(headline, f"{site.home}/{90000 + n}", show_date(site.list_date, day + "T12:00:00+06:00", ""))
        for n, (headline, day) in enumerate(outside["headlines"][start : start + 12])
    ]
    return [entry for pair in zip(own, others, strict=False) for entry in pair] + own[len(others) :]


def turned(items: list[Entry], by: int, count: int, without: str) -> list[Entry]:
    """`count` of the items from place `by` on, round the end, without one headline."""
    by %= max(1, len(items))
    return [item for item in items[by:] + items[:by] if item.text != without][:count]


def with_lists(pages: list[Page]) -> list[Page]:
    """The pages with their lists and comments."""
    comments = [tuple(pair) for pair in read_rows("lists.toml", "comments")]
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
            )
        )
    return made


# --- forms -----------------------------------------------------------------------------------------------------------


def rendered(page: Page) -> str:
    """The page in its site's template and spelling of Unicode."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=jinja2.select_autoescape(("html",)),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["bengali"] = lambda number: str(number).translate(BENGALI_DIGITS)
    text = environment.get_template(page.site.template).render(page=page, site=page.site)
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


WARC_DATE = "2025-12-16T00:00:00Z"


def record_id(kind: str, url: str, at: str) -> str:
    """A record id that is the same in each run."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{kind} {url} {at}')}>"


def write_warc(folder: Path, pages: list[Page]) -> Iterator[tuple[Page, str, int]]:
    """A WARC as a crawler writes it: warcinfo, then request and response of each page, and of what is no page."""
    path = folder / f"{pages[0].site.key}-20251216.warc.gz"
    archive = Archive(path.name)
    for n, page in enumerate(pages):
        archive.request(page.url)
        status = "404 Not Found" if page.none_kind == "not_found" else "200 OK"
        archive.response(page.url, status, WARC_HEADERS[n % len(WARC_HEADERS)], encoded(page))
    home = pages[0].site.home
    archive.request(home + "/robots.txt")
    archive.response(home + "/robots.txt", "200 OK", [("Content-Type", "text/plain")], b"User-agent: *\nDisallow:\n")
    archive.response(
        home + "/favicon.gif", "200 OK", [("Content-Type", "image/gif")], b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
    )
    archive.response(
        home + "/old", "301 Moved Permanently", [("Location", home + "/"), ("Content-Type", "text/html")], b""
    )
    path.write_bytes(archive.bytes())
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
        from warcio.warcwriter import WARCWriter

        self.buffer = io.BytesIO()
        self.writer = WARCWriter(self.buffer, gzip=True)
        info = self.writer.create_warcinfo_record(
            filename, {"software": "corpus sample", "format": "WARC File Format 1.0"}
        )
        self._write(info, "warcinfo", filename)

    def request(self, url: str) -> None:
        """A request record."""
        from warcio.statusandheaders import StatusAndHeaders

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

    def bytes(self) -> bytes:
        """The archive so far."""
        return self.buffer.getvalue()

    def _record(self, kind: str, url: str, payload: bytes, http: Any) -> Any:
        return self.writer.create_warc_record(url, kind, payload=io.BytesIO(payload), http_headers=http)

    def _write(self, record: Any, kind: str, url: str) -> None:
        at = str(self.buffer.tell())
        record.rec_headers.replace_header("WARC-Record-ID", record_id(kind, url, at))
        record.rec_headers.replace_header("WARC-Date", WARC_DATE)
        self.writer.write_record(record)


def write_wet(folder: Path, pages: list[Page]) -> Iterator[tuple[Page, str, int]]:
    """A WET file: the text of each page as a conversion record."""
    path = folder / f"{pages[0].site.key}-20251216.warc.wet.gz"
    archive = Archive(path.name)
    for page in pages:
        archive.conversion(page.url, rendered(page))
    path.write_bytes(archive.bytes())
    yield from ((page, path.name, n) for n, page in enumerate(pages))


FORMS = {
    "text": write_files,
    "html": write_files,
    "warc": write_warc,
    "wet": write_wet,
    "jsonl": write_jsonl,
    "parquet": write_parquet,
}

# --- what a build should find ----------------------------------------------------------------------------------------


def expected(page: Page, file: str, record: int) -> dict[str, Any]:
    """The right answer for a page, as sample/README.md describes it."""
    article = page.kind == "article"
    return {
        "file": file,
        "record": record,
        "url": page.url,
        "site": page.site.host,
        "kind": page.kind,
        "none_kind": page.none_kind or None,
        "story": page.story or None,
        "relation": page.relation if article else None,
        "recurring": page.recurring or None,
        "headline": page.headline if article else None,
        "published": page.known_date,
        "byline": page.byline or page.initials or None,
        "source_credit": page.source or None,
        "body_paragraphs": page.paragraphs("body") if article else [],
        "subheads": page.paragraphs("subhead") if article else [],
    }


def make(out: Path) -> list[dict[str, Any]]:
    """Write all pages to `out`/pages and their right answers to `out`/expected.jsonl, which are given back."""
    printed = articles()
    pages = [*with_lists(printed), *others(printed)]
    folder = out / "pages"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    answers = []
    for site in dict.fromkeys(page.site.key for page in pages):
        own = [page for page in pages if page.site.key == site]
        answers += [expected(*written) for written in FORMS[own[0].site.form](folder, own)]
    lines = "".join(json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers)
    (out / "expected.jsonl").write_text(lines, encoding="utf-8")
    return answers


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=SAMPLE, help="folder to write to (default: sample/)")
    answers = make(parser.parse_args().out)
    articles_ = sum(answer["kind"] == "article" for answer in answers)
    print(f"{len(answers)} pages of {len({answer['site'] for answer in answers})} sites, {articles_} of them articles")


if __name__ == "__main__":
    main()

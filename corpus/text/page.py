"""From a page to its article: the public reading of a plain-text dump or of HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, NamedTuple, TypeVar

import numpy as np

from corpus.tables.lines import THRESHOLDS
from corpus.text import article as choosing
from corpus.text import compiled
from corpus.text.blocks import read
from corpus.text.dates import date_of_url, is_date_line, parse_date, parse_dates, split_trailing_date
from corpus.text.desks import may_be_byline
from corpus.text.dump import Lines, dump_lines
from corpus.text.evidence import Evidence
from corpus.text.features import KINDS, Array, Counts, code_points, counted, joined
from corpus.text.inline import READ_MORE, clean, is_sign_off, printed_once, source_name
from corpus.text.labels import Weights, alone, body_odds, line_weights, log_odds, title_place, together
from corpus.text.links import has_label, set_apart
from corpus.text.metadata import Metadata, metadata
from corpus.text.normalize import normalize, rules_fired

_DIGIT = re.compile(r"\d")


class Line(NamedTuple):
    """A line of a page, normalized, with what it is and how sure that is (0 to 1)."""

    text: str
    label: str
    score: float


class Teaser(NamedTuple):
    """The headline of another story seen on a page, and the day (ISO 8601) that stands beside it."""

    text: str
    date: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """The story of a page; `body` holds its paragraphs joined by a blank line, `edits` the rules that changed them."""

    headline: str
    body: str
    published: str | None = None
    byline: str | None = None
    source_credit: str | None = None
    dateline: str | None = None
    category: str | None = None
    kicker: str | None = None
    canonical_url: str | None = None
    edits: tuple[str, ...] = ()


class _Source(NamedTuple):
    """What a page was judged from, kept for `reasons`."""

    lines: Lines
    counts: Counts
    form: str


class Reason(NamedTuple):
    """A named feature of a line, and what it adds to the log-odds that the line belongs to a body."""

    feature: str
    adds: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page read: its lines, its article (None where it holds none), teasers of others, and why reading gave up."""

    lines: list[Line]
    article: Article | None
    teasers: tuple[Teaser, ...] = ()
    problem: str | None = None
    source: _Source | None = field(default=None, repr=False, compare=False)


def extract_text(
    text: str, *, url: str | None = None, fetched_at: str | None = None, evidence: Evidence | None = None
) -> Page:
    """Find the article of a plain-text dump.

    `fetched_at` (ISO 8601) is what `২ ঘণ্টা আগে` counts from; `evidence` is what other pages of the site tell.

    >>> page = extract_text(
    ...     "প্রচ্ছদ\\nনদীতে নৌকাডুবি, তিনজন নিখোঁজ\\nনিজস্ব প্রতিবেদক\\n"
    ...     "নদীতে নৌকা ডুবে তিনজন নিখোঁজ হয়েছেন বলে জানিয়েছে ফায়ার সার্ভিস। আজ সকালে এ ঘটনা ঘটে।\\n"
    ...     "স্থানীয় লোকজন জানান, ঝড়ের মধ্যে নৌকাটি ঘাট ছেড়েছিল। উদ্ধারকাজ চলছে, তবে স্রোত বেশি।\\n"
    ...     "জেলা প্রশাসক বলেন, নিখোঁজদের খোঁজে ডুবুরি দল কাজ করছে এবং আহতদের হাসপাতালে নেওয়া হয়েছে।\\nসর্বশেষ")
    >>> [line.label for line in page.lines]
    ['nav', 'headline', 'byline', 'body', 'body', 'body', 'related_list']
    """
    return _read(dump_lines(text), "dump", Metadata(), url, fetched_at, evidence)


def extract_html(
    html: bytes | str, *, url: str | None = None, fetched_at: str | None = None, evidence: Evidence | None = None
) -> Page:
    """Find the article of an HTML page; the arguments are those of `extract_text`.

    >>> extract_html("<nav>প্রচ্ছদ</nav><h1>নৌকাডুবি</h1><p>নদীতে নৌকা ডুবে তিনজন নিখোঁজ হয়েছেন।</p>").lines[0].label
    'nav'
    """
    lines, tree = read(html)
    if has_label(lines.raw) and (apart := set_apart(html)) != html:
        lines, tree = read(apart)
    if tree is None:
        return Page([], None, (), lines.problem)
    known = metadata(tree, url=url, fetched_at=fetched_at, brief=True)
    return _read(lines, "html", known, url, fetched_at, evidence)


def reasons(page: Page, most: int = 8) -> list[tuple[Reason, ...]]:
    """Why each line was taken for body or not: the features that move it most off the page's mean, strongest first.

    >>> page = extract_text("শিরোনাম\\nনদীর পানি বেড়ে নিচু এলাকা ডুবে গেছে। মানুষ আশ্রয়কেন্দ্রে যাচ্ছেন।")
    >>> [len(each) for each in reasons(page, most=3)]
    [3, 3]
    """
    if page.source is None:
        return [() for _ in page.lines]
    lines, counts, form = page.source
    weights = line_weights()[form]
    columns = alone(lines, counts)
    columns |= together(lines, counts, log_odds(columns, weights["alone"]))
    names = list(columns)
    added = np.stack([weights["together"].get(name, 0.0) * (columns[name] - columns[name].mean()) for name in names])
    strongest = np.argsort(-np.abs(added), axis=0, kind="stable")[:most]
    return [
        tuple(Reason(names[feature], float(added[feature, line])) for feature in strongest[:, line])
        for line in range(len(page.lines))
    ]


def normalized(lines: list[str]) -> list[str]:
    """Lines with their spelling normalized, one for one.

    >>> normalized(["ত্রাণ&nbsp;যায়নি৷", "ক&#10;খ"])
    ['ত্রাণ যায়নি।', 'ক খ']
    """
    return spelled(lines)[0]


def spelled(lines: list[str]) -> tuple[list[str], Array]:
    """Lines with their spelling normalized, and their code points for `counted`."""
    kernel = compiled.kernel_at_once()  # the counting pass needs numba anyway
    try:
        data = np.frombuffer(joined(lines).encode(), np.uint8) if kernel and lines else None
    except UnicodeEncodeError:  # half a surrogate pair
        data = None
    if data is None:
        text_lines = [normalize(line).replace("\n", " ") for line in lines]
        return text_lines, code_points(text_lines)

    from corpus.text.line_kernels import decoded, rows

    # The breaks are rows of their own, which are skipped and come out empty.
    offsets, breaks = rows(data)
    ends, out = np.empty(len(offsets), np.int64), np.empty(compiled.room(len(data)), np.uint8)
    written = np.frombuffer(compiled.sweep(kernel, data, offsets, breaks, out, ends), np.uint8)
    written.flags.writeable = False  # one kind of argument, one compilation
    points, units = decoded(written, ends)
    points.flags.writeable = False  # like those of `code_points`
    return str(units, "utf-16-le").split("\n")[:-1], points


def _read(
    lines: Lines, form: str, known: Metadata, url: str | None, fetched_at: str | None, evidence: Evidence | None
) -> Page:
    text, points = spelled(lines.raw)
    counts = counted(points, len(text))
    source = _Source(lines, counts, form)
    return judged(lines, text, counts, line_weights()[form], known, url, evidence, fetched_at, source)


def judged(
    lines: Lines,
    text: list[str],
    counts: Counts,
    weights: Weights,
    known: Metadata,
    url: str | None = None,
    evidence: Evidence | None = None,
    fetched_at: str | None = None,
    source: _Source | None = None,
) -> Page:
    """The page that counted lines make under a model; `scripts/score_pages.py` hands in the weights of each fold."""
    if not text:
        return Page([], None, (), lines.problem, source)
    title = title_place(lines, counts)
    odds = body_odds(lines, counts, weights, title)
    if evidence is not None:
        odds = odds - THRESHOLDS["evidence"] * (evidence.recurs(counts.keys) | evidence.is_headline(counts.keys))
    choice = choosing.choose(lines, text, counts, odds, weights, url, known, title)
    shown = _rows(Line, zip(text, _LABELS[choice.kinds].tolist(), choice.scores.tolist(), strict=True))
    teasers = _teasers(text, counts, choice.kinds, fetched_at)
    article = _article(lines, text, choice, known, url, fetched_at, evidence, teasers)
    return Page(shown, article, teasers, lines.problem, source)


_LABELS = np.array(KINDS, object)
_OF_THE_HEAD = np.isin(KINDS, ("date", "byline", "source_credit", "kicker"))


_Row = TypeVar("_Row", bound=tuple[Any, ...])


def _rows(kind: type[_Row], values: Iterable[tuple[Any, ...]]) -> list[_Row]:
    """Named tuples, made without a call of Python for each: a page has hundreds."""
    return list(map(tuple.__new__, repeat(kind), values))


def _article(
    lines: Lines,
    text: list[str],
    choice: choosing.Choice,
    known: Metadata,
    url: str | None,
    fetched_at: str | None,
    evidence: Evidence | None,
    teasers: tuple[Teaser, ...],
) -> Article | None:
    if not choice.body:
        return None
    by_label: dict[str, list[str]] = {"date": [], "byline": [], "source_credit": [], "kicker": []}
    for place in np.flatnonzero(_OF_THE_HEAD[choice.kinds]).tolist():
        by_label[KINDS[choice.kinds[place]]].append(text[place])
    cleaned = clean([text[place] for place in choice.body], evidence, [teaser.text for teaser in teasers])
    if not cleaned.paragraphs:
        return None
    headline = known.headline or (text[choice.headline] if choice.headline is not None else "")
    names = [split_trailing_date(line)[0] for line in by_label["byline"] if not is_sign_off(line)]
    names = [name for name in names if may_be_byline(name)]
    signs = [printed_once(line) for line in by_label["byline"] if is_sign_off(line)]
    sources = [source_name(line) for line in by_label["source_credit"]]
    places = choice.body if choice.headline is None else [*choice.body, choice.headline]
    found, spelled = ("\n".join([column[place] for place in places]) for column in (lines.raw, text))
    return Article(
        headline=headline,
        body="\n\n".join(cleaned.paragraphs),
        published=known.published or _printed_day(by_label["date"], fetched_at) or (date_of_url(url) if url else None),
        byline=known.byline
        or next(filter(None, names), None)
        or cleaned.byline
        or next(iter(signs), None)
        or cleaned.sign_off,
        source_credit=next(iter(sources), None) or cleaned.source_credit,
        dateline=cleaned.dateline,
        category=known.category,
        kicker=next(iter(by_label["kicker"]), None),
        canonical_url=known.canonical_url,
        edits=tuple(sorted(rules_fired(found, spelled=spelled))),
    )


def _printed_day(lines: list[str], fetched_at: str | None) -> str | None:
    """The day on the page's date lines: where one says it was published, else the first."""
    days = [parse_dates(line, fetched_at=fetched_at) for line in lines]
    return next(
        (day.published for day in days if day.published), next((day.updated for day in days if day.updated), None)
    )


def _teasers(lines: list[str], counts: Counts, kinds: Array, fetched_at: str | None) -> tuple[Teaser, ...]:
    """Headlines of other stories: lines of lists, dated by their own end or by the line after them.

    In a list that dates its headlines, a line without a date is a kicker or a heading.
    """
    from corpus.text.line_kernels import LOOK, TAKE, listed

    digits = counts.column("digits")
    has_digit = [*(digits > 0).tolist(), False]
    found: list[tuple[str, str | None, bool]] = []
    for number, deed in listed(kinds, digits, counts.tokens).tolist():
        text = line = lines[number]
        day = None
        if deed == LOOK:
            if has_digit[number]:
                if is_date_line(line):
                    continue
                if _DIGIT.search(line[-24:]):
                    text, day = split_trailing_date(line, fetched_at=fetched_at)
            if day is None and has_digit[number + 1]:
                following = lines[number + 1]
                if len(following) < 60 and is_date_line(following):
                    day = parse_date(following, fetched_at=fetched_at)
            if KINDS[kinds[number]] == "related_inline":
                text = READ_MORE.sub("", text, count=1)
        if text:
            found.append((text, day[:10] if day else None, deed == TAKE))
    dated = sum([day is not None for _, day, _ in found])
    undated = dated * 2 < len(found)
    teasers = [(x, day) for x, day, sure in found if (undated or day) and (sure or len(x.split(None, 2)) >= 3)]
    return tuple(_rows(Teaser, teasers))

"""How likely each line belongs to the body of an article: named features and a linear model in two steps.

The first step judges a line by itself and by its surroundings; the second sees the first's verdicts on the lines around
it and, in HTML, on the lines that share its containers. The features are the formulas of `corpus.tables.line_features`.
Weights lie in `corpus/tables/line_weights.json`, written by `scripts/train_lines.py`; a dump and an HTML page have
weights of their own.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from corpus.tables import line_features as tables
from corpus.tables.dom import LINE_TAGS
from corpus.text.columns import NO_COLUMNS, NO_CONTAINERS, Program, program
from corpus.text.countable import COUNTS
from corpus.text.dump import Dom, Lines
from corpus.text.features import KINDS, Array, Counts, line_keys
from corpus.text.metadata import Metadata

Weights = dict[str, dict[str, float]]
_FLAGGED = tuple(kind for kind in KINDS if kind not in ("headline", "subhead", "body", "kicker"))
_DOM = tuple(name for name in Dom._fields if name != "containers")


class _Programs(NamedTuple):
    """The features of a dump, or of HTML, as instructions: those of each step, of headlines and of pages."""

    alone: Program
    together: Program
    headline: Program
    page: Program


@cache
def _programs(html: bool) -> _Programs:
    t = tables
    phrases = {f"starts_{kind}": f"bit(starts, {place})" for place, kind in enumerate(KINDS)}
    phrases |= {f"holds_{kind}": f"bit(holds, {place})" for place, kind in enumerate(KINDS)}
    of_kinds = {name.format(kind=k): formula.format(kind=k) for k in _FLAGGED for name, formula in t.PHRASES.items()}
    given = (*COUNTS, "starts", "holds", "place", "lines", "times")
    dom = _DOM if html else ()
    return _Programs(
        program(
            (*given, "title", *dom),
            phrases | t.TERMS | t.DOM_TERMS,
            t.ALONE | of_kinds | (t.DOM if html else {}),
        ),
        program(
            ("first", "words", "years", "clocks", "place", "shared", "of_others"),
            t.TOGETHER_TERMS,
            t.TOGETHER | (t.DOM_TOGETHER if html else t.DUMP_TOGETHER),
        ),
        program(
            (*given, "title_words", "start", "stop", "distinct", "in_title", "in_opening", "is_told", *dom),
            phrases | t.HEADLINE_TERMS,
            t.HEADLINE | of_kinds | (t.DOM_HEADLINE if html else {}),
        ),
        program(
            (*given, "first", "last", "chance", "kept", *dom),
            phrases | t.PAGE_TERMS,
            t.PAGE | (t.DOM_PAGE if html else {}),
        ),
    )


def _given(
    lines: Lines, counts: Counts, numbers: list[int], more: Array = NO_COLUMNS, first: int = 0, last: int | None = None
) -> Array:
    """What every model is given of the lines from `first` up to `last`, with what it is given besides."""
    from corpus.text.column_kernel import inputs

    last = len(counts.keys) if last is None else last
    return inputs(  # type: ignore[no-any-return]
        counts.table, counts.start, counts.anywhere, counts.times, np.array(numbers, np.float64), more,
        _laid_out(lines), first, last,
    )  # fmt: skip


def _laid_out(lines: Lines) -> Array:
    """What every model is given of the HTML around the lines."""
    return NO_COLUMNS if lines.dom is None else np.array([getattr(lines.dom, name) for name in _DOM], np.float64)


def _containers(lines: Lines, first: int = 0, last: int | None = None) -> Array:
    return NO_CONTAINERS if lines.dom is None else np.ascontiguousarray(lines.dom.containers[first:last])


def alone(lines: Lines, counts: Counts) -> dict[str, Array]:
    """Named features of every line for the first step, each a column over the lines."""
    steps = _programs(lines.dom is not None).alone
    return steps.named(steps.run(_given(lines, counts, [title_place(lines, counts)]), _containers(lines)))


def together(lines: Lines, counts: Counts, first: Array) -> dict[str, Array]:
    """Named features for the second step: the first step's log-odds around each line, beside those it had."""
    from corpus.text.column_kernel import verdicts

    steps = _programs(lines.dom is not None).together
    return steps.named(steps.run(verdicts(first, *_of_verdicts(counts)), _containers(lines)))


def _of_verdicts(counts: Counts) -> tuple[Array, ...]:
    return counts.column("words"), counts.column("years"), counts.column("clocks"), counts.subjects


def log_odds(columns: dict[str, Array], weights: dict[str, float]) -> Array:
    """The linear model: the bias and the weighted sum of named features."""
    total: Array = weights["bias"] + np.array([weights.get(name, 0.0) for name in columns]) @ np.stack(
        list(columns.values()), dtype=np.float64
    )
    return total


def body_odds(lines: Lines, counts: Counts, weights: Weights, title: int) -> Array:
    """Log-odds that each line belongs to the body of an article; `title` is `title_place`."""
    from corpus.text.column_kernel import verdicts, weighed

    alone, together, *_ = _programs(lines.dom is not None)
    columns = alone.run(_given(lines, counts, [title]), _containers(lines))
    first = alone.weighed(columns, weights["alone"])
    more = together.run(verdicts(first, *_of_verdicts(counts)), _containers(lines))
    odds = alone.weighed(columns, weights["together"])
    return odds + weighed(more, *together.vectors(weights["together"]), 0.0)  # type: ignore[no-any-return]


def title_place(lines: Lines, counts: Counts) -> int:
    """Where the headline stands, as far as the page's own structure shows it, or -1.

    In HTML the only or first `h1`; in a dump that begins with the browser's title, the next line that repeats it: one
    of which 7 words of 10 stand in the shorter of the two, and which is not twice as long.
    """
    if lines.dom is not None:
        found = np.flatnonzero(lines.dom.tag == LINE_TAGS.index("h1"))
        return int(found[0]) if len(found) else -1
    from corpus.text.column_kernel import title_place

    return int(title_place(counts.tokens, counts.column("words"), _TITLE_AMONG))


_TITLE_AMONG = 400  # lines from the top of a dump


@cache
def line_weights() -> dict[str, Weights]:
    """The trained weights: for `dump` and `html`, the steps `alone` and `together`, and the page's own."""
    weights: dict[str, Weights] = json.loads(files("corpus.tables").joinpath("line_weights.json").read_text("utf-8"))
    return weights


def headline_columns(lines: Lines, counts: Counts, body: list[int], known: Metadata) -> tuple[Array, dict[str, Array]]:
    """Lines that may be the headline of a body, and named features of each: those above it, and its own first two."""
    places, steps, columns, first = _near_headline(lines, counts, body, known)
    return places, steps.named(columns[:, first : first + len(places)])


def headline_place(lines: Lines, counts: Counts, body: list[int], known: Metadata, weights: Weights) -> int:
    """The line above a body, or first in it, that is most like its headline."""
    places, steps, columns, first = _near_headline(lines, counts, body, known)
    odds = steps.weighed(columns, weights["headline"])[first : first + len(places)]
    return int(places[0] + np.argmax(odds))


def _near_headline(lines: Lines, counts: Counts, body: list[int], known: Metadata) -> tuple[Array, Program, Array, int]:
    """The lines that may be the headline; the columns of them and of lines beside them, and at which they begin."""
    from corpus.text.column_kernel import near_headline

    stop = body[0]
    first, last = max(0, stop - 100), min(stop + 2, len(counts.keys))
    start, end = max(0, first - _BESIDE), min(last + _BESIDE, len(counts.keys))  # what stands beside them counts too
    told = " ".join((known.headline or "").split())
    key = line_keys([told])[0] if told else _NO_KEY
    more, title_words = near_headline(counts.tokens, counts.keys, key, np.array(body[:3]), start, end)
    steps = _programs(lines.dom is not None).headline
    given = _given(lines, counts, [title_words, start, stop], more, start, end)
    return np.arange(first, last), steps, steps.run(given, _containers(lines, start, end)), first - start


_BESIDE = 4  # the widest view of a formula of HEADLINE
_NO_KEY = np.uint64(0)


def page_columns(
    lines: Lines, counts: Counts, chance: Array, body: list[int], url: str | None, known: Metadata
) -> dict[str, float]:
    """Named features of the whole page: does the best run of lines look like the body of an article?"""
    kept, steps, columns = _page(lines, counts, chance, body)
    named = {name: float(columns[row, 0]) if len(chance) else 0.0 for name, row in steps.rows.items()}
    return named | _beside(lines, counts, kept, body, url, known, title_place(lines, counts))


def article_odds(
    lines: Lines, counts: Counts, chance: Array, body: list[int], url: str | None, known: Metadata, weights: Weights,
    title: int,
) -> float:  # fmt: skip
    """Log-odds that the page holds an article, of which `body` are the lines; there is at least one line."""
    from corpus.text.column_kernel import weighed_at

    kept, steps, columns = _page(lines, counts, chance, body)
    weight = weights["page"]
    odds = weighed_at(columns, *steps.vectors(weight), weight["bias"], 0)
    beside = _beside(lines, counts, kept, body, url, known, title)
    return float(odds + sum([weight.get(name, 0.0) * value for name, value in beside.items() if value]))


def _page(lines: Lines, counts: Counts, chance: Array, body: list[int]) -> tuple[Array, Program, Array]:
    """Which lines are kept, and the columns of the page, the same on every line."""
    kept = np.zeros(len(chance))
    kept[body] = 1
    first, last = (body[0], body[-1] + 1) if body else (0, 0)
    steps = _programs(lines.dom is not None).page
    given = _given(lines, counts, [first, last], np.array([chance, kept]))
    return kept, steps, steps.run(given, _containers(lines))


def _beside(
    lines: Lines, counts: Counts, kept: Array, body: list[int], url: str | None, known: Metadata, title: int
) -> dict[str, float]:
    """What tells of the page beside its lines: its title, its address, and what it says itself."""
    columns = _title_columns(counts, title, kept, body)
    columns |= _url_columns(url) if url else _NO_URL
    if lines.dom is not None:
        columns["hint_article"] = float(known.kind_hint == "article")
        columns["hint_list"] = float(known.kind_hint == "list")
    return columns


def _title_columns(counts: Counts, top: int, kept: Array, body: list[int]) -> dict[str, float]:
    """Whether the page names its story, near the body and in the body's words; the title of a list is told by none."""
    from corpus.text.column_kernel import title_told

    words, told = title_told(counts.tokens, max(top, 0), kept, _SHORTEST_TOLD)
    return {
        "title": float(top >= 0),
        "title_above": float(np.exp((top - body[0]) / 12)) if body and 0 <= top <= body[0] else 0.0,
        "title_told": told / words if words >= 2 else 0.0,
    }


_SHORTEST_TOLD = 4  # code points of a word of the title


_LISTING = re.compile(
    r"[?&](?:page|q|s|query|search|paged)=|/(?:page|search|tag|tags|topic|topics|category|author|authors|archive|archives|gallery|photo|photos|"
    r"video|videos|writer|reporter|section|latest|all-news|contact|about|privacy|terms|login)(?:[/?#]|$)", re.IGNORECASE
)  # fmt: skip


def _url_columns(url: str) -> dict[str, float]:
    """What an address says: a home page, a listing, or the number or the long name of a story.

    That there is one says by itself that a page without these is less likely to be a list.
    """
    path = re.sub(r"^https?://[^/]*", "", url)
    bare = path.split("?")[0].split("#")[0].strip("/")
    return {
        "url_known": 1.0,
        "url_home": float(not path.strip("/")),
        "url_listing": float(bool(_LISTING.search(path))),
        "url_number": float(bool(re.search(r"\d{4,}", bare))),
        "url_long_name": float(max((part.count("-") + part.count("_") for part in bare.split("/")), default=0) >= 3),
        "url_shallow": float(bool(bare) and "/" not in bare and not re.search(r"\d{3,}|-.*-", bare)),
    }


_NO_URL = dict.fromkeys(_url_columns("/1/2"), 0.0)

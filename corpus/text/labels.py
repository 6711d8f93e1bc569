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
from corpus.text.columns import NO_CONTAINERS, Program, program
from corpus.text.countable import COUNTS
from corpus.text.dump import Dom, Lines
from corpus.text.features import KINDS, Array, Counts, code_points, line_keys
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
    counts = (*COUNTS, "starts", "holds", "place", "lines")
    dom = _DOM if html else ()
    return _Programs(
        program(
            (*counts, "times", "title", *dom),
            phrases | t.TERMS | t.DOM_TERMS,
            t.ALONE | of_kinds | (t.DOM if html else {}),
        ),
        program(
            ("first", "words") if html else ("first", "words", "shared", "of_others"),
            t.TOGETHER_TERMS,
            t.TOGETHER | (t.DOM_TOGETHER if html else t.DUMP_TOGETHER),
        ),
        program(
            (*counts, "times", *_HEADLINE_INPUTS, *dom),
            phrases | t.HEADLINE_TERMS,
            t.HEADLINE | of_kinds | (t.DOM_HEADLINE if html else {}),
        ),
        program(
            (*counts, "chance", "kept", "first", "last", *dom),
            phrases | t.PAGE_TERMS,
            t.PAGE | (t.DOM_PAGE if html else {}),
        ),
    )


_HEADLINE_INPUTS = ("distinct", "in_title", "in_opening", "title_words", "start", "stop", "is_told")


def _counted(counts: Counts, first: int = 0, last: int | None = None) -> list[Array | float]:
    """What every model is given of the lines from `first` up to `last`."""
    lines = slice(first, last)
    table = counts.table[lines]
    return [
        table.T, counts.start[lines], counts.anywhere[lines], np.arange(first, first + len(table)), len(counts.table),
    ]  # fmt: skip


def _laid_out(lines: Lines, first: int = 0, last: int | None = None) -> list[Array | float]:
    """What every model is given of the HTML around the lines."""
    return [] if lines.dom is None else [getattr(lines.dom, name)[first:last] for name in _DOM]


def _containers(lines: Lines, first: int = 0, last: int | None = None) -> Array:
    return NO_CONTAINERS if lines.dom is None else np.ascontiguousarray(lines.dom.containers[first:last])


def _alone(lines: Lines, counts: Counts, title: int) -> tuple[Program, Array]:
    from corpus.text.column_kernel import times

    steps = _programs(lines.dom is not None).alone
    given = [*_counted(counts), times(counts.keys), title, *_laid_out(lines)]
    return steps, steps.run(given, len(counts.table), _containers(lines))


def _together(lines: Lines, counts: Counts, first: Array) -> tuple[Program, Array]:
    steps = _programs(lines.dom is not None).together
    given: list[Array | float] = [first, counts.column("words")]
    if lines.dom is None:
        from corpus.text.column_kernel import subjects

        given.append(subjects(counts.word_numbers, counts.word_lines, 1 / (1 + np.exp(-first))))
    return steps, steps.run(given, len(counts.table), _containers(lines))


def alone(lines: Lines, counts: Counts) -> dict[str, Array]:
    """Named features of every line for the first step, each a column over the lines."""
    steps, columns = _alone(lines, counts, title_place(lines, counts))
    return steps.named(columns)


def together(lines: Lines, counts: Counts, first: Array) -> dict[str, Array]:
    """Named features for the second step: the first step's log-odds around each line, beside those it had."""
    steps, columns = _together(lines, counts, first)
    return steps.named(columns)


def log_odds(columns: dict[str, Array], weights: dict[str, float]) -> Array:
    """The linear model: the bias and the weighted sum of named features."""
    total: Array = weights["bias"] + np.array([weights.get(name, 0.0) for name in columns]) @ np.stack(
        list(columns.values()), dtype=np.float64
    )
    return total


def body_odds(lines: Lines, counts: Counts, weights: Weights, title: int | None = None) -> Array:
    """Log-odds that each line belongs to the body of an article; `title` is `title_place`, where it is known."""
    steps, columns = _alone(lines, counts, title_place(lines, counts) if title is None else title)
    first = steps.weighed(columns, weights["alone"])
    second, more = _together(lines, counts, first)
    odds: Array = steps.weighed(columns, weights["together"]) + second.weighed(more, weights["together"], bias=0.0)
    return odds


def title_place(lines: Lines, counts: Counts) -> int:
    """Where the headline stands, as far as the page's own structure shows it, or -1.

    In HTML the only or first `h1`; in a dump that begins with the browser's title, the next line that repeats it.
    """
    if lines.dom is not None:
        found = np.flatnonzero(lines.dom.tag == LINE_TAGS.index("h1"))
        return int(found[0]) if len(found) else -1
    distinct, (shared,) = _words_shared(lines.raw[:_TITLE_AMONG], [1], 1)
    if not len(distinct) or distinct[0] < 3:
        return -1
    title = distinct[0]
    alike = (shared >= 3) & (shared >= 0.7 * np.minimum(distinct, title)) & (distinct <= 2 * title)
    alike &= counts.column("words")[:_TITLE_AMONG] >= 3
    alike[0] = False
    return int(np.argmax(alike)) if alike.any() else -1


_TITLE_AMONG = 400  # lines from the top of a dump


def _words_shared(lines: list[str], marks: list[int], sets: int) -> tuple[Array, Array]:
    """How many different words each line has, and how many of them stand on lines marked for each set (a bit each)."""
    from corpus.text.column_kernel import shared_words

    marked = np.zeros(len(lines) + 1, np.uint8)
    marked[: len(marks)] = marks[: len(lines)]
    distinct, shared = np.zeros(len(lines) + 1, np.int64), np.zeros((sets, len(lines) + 1), np.int64)
    shared_words(code_points(lines), marked, distinct, shared)
    return distinct[:-1], shared[:, :-1]


@cache
def line_weights() -> dict[str, Weights]:
    """The trained weights: for `dump` and `html`, the steps `alone` and `together`, and the page's own."""
    weights: dict[str, Weights] = json.loads(files("corpus.tables").joinpath("line_weights.json").read_text("utf-8"))
    return weights


def headline_columns(
    lines: Lines, text: list[str], counts: Counts, body: list[int], known: Metadata
) -> tuple[Array, dict[str, Array]]:
    """Lines that may be the headline of a body, and named features of each: those above it, and its own first two."""
    places, steps, columns, first = _near_headline(lines, text, counts, body, known)
    return places, steps.named(columns[:, first : first + len(places)])


def headline_odds(
    lines: Lines, text: list[str], counts: Counts, body: list[int], known: Metadata, weights: Weights
) -> tuple[Array, Array]:
    """Lines that may be the headline of a body, and the log-odds of each."""
    places, steps, columns, first = _near_headline(lines, text, counts, body, known)
    return places, steps.weighed(columns, weights["headline"])[first : first + len(places)]


def _near_headline(
    lines: Lines, text: list[str], counts: Counts, body: list[int], known: Metadata
) -> tuple[Array, Program, Array, int]:
    """The lines that may be the headline; the columns of them and of lines beside them, and at which they begin."""
    from corpus.text.column_kernel import times

    stop = body[0]
    first, last = max(0, stop - 100), min(stop + 2, len(text))
    start, end = max(0, first - _BESIDE), min(last + _BESIDE, len(text))  # what stands beside them counts too
    opening = [text[place] for place in body[:3]]
    marks = [1, *(2 for _ in opening)]
    distinct, shared = _words_shared([text[0], *opening, *text[start:end]], marks, 2)
    above = len(marks)
    told = " ".join((known.headline or "").split())
    key = line_keys([told])[0] if told else 0
    steps = _programs(lines.dom is not None).headline
    given = [
        *_counted(counts, start, end), times(counts.keys)[start:end], distinct[above:], shared[:, above:],
        float(distinct[0]), start, stop, (counts.keys[start:end] == key) & (key != 0), *_laid_out(lines, start, end),
    ]  # fmt: skip
    columns = steps.run(given, end - start, _containers(lines, start, end))
    return np.arange(first, last), steps, columns, first - start


_BESIDE = 4  # the widest view of a formula of HEADLINE


def page_columns(
    lines: Lines, counts: Counts, chance: Array, body: list[int], url: str | None, known: Metadata,
    title: int | None = None,
) -> dict[str, float]:  # fmt: skip
    """Named features of the whole page: does the best run of lines look like the body of an article?

    `title` is `title_place`, where it is known.
    """
    kept = np.zeros(len(chance))
    kept[body] = 1
    first, last = (body[0], body[-1] + 1) if body else (0, 0)
    steps = _programs(lines.dom is not None).page
    given = [*_counted(counts), chance, kept, first, last, *_laid_out(lines)]
    on_each_line = steps.run(given, len(chance), _containers(lines))
    columns = {name: float(on_each_line[row, 0]) if len(chance) else 0.0 for name, row in steps.rows.items()}
    columns |= _title_columns(lines, title_place(lines, counts) if title is None else title, body)
    columns |= _url_columns(url)
    if lines.dom is not None:
        columns["hint_article"] = float(known.kind_hint == "article")
        columns["hint_list"] = float(known.kind_hint == "list")
    return columns


def _title_columns(lines: Lines, top: int, body: list[int]) -> dict[str, float]:
    """Whether the page names its story, near the body and in the body's words; the title of a list is told by none."""
    named = " ".join([word for word in lines.raw[max(top, 0)].split() if len(word) >= 4]) if lines.raw else ""
    words, (told,) = _words_shared([named, *[lines.raw[place] for place in body]], [0, *[1] * len(body)], 1)
    return {
        "title": float(top >= 0),
        "title_above": float(np.exp((top - body[0]) / 12)) if body and 0 <= top <= body[0] else 0.0,
        "title_told": float(told[0] / words[0]) if words[0] >= 2 else 0.0,
    }


_LISTING = re.compile(
    r"[?&](?:page|q|s|query|search|paged)=|/(?:page|search|tag|tags|topic|topics|category|author|authors|archive|archives|gallery|photo|photos|"
    r"video|videos|writer|reporter|section|latest|all-news|contact|about|privacy|terms|login)(?:[/?#]|$)", re.IGNORECASE
)  # fmt: skip


def _url_columns(url: str | None) -> dict[str, float]:
    """What an address says: a home page, a listing, or the number or the long name of a story."""
    path = re.sub(r"^https?://[^/]*", "", url or "")
    bare = path.split("?")[0].split("#")[0].strip("/")
    return {
        "url_home": float(bool(url) and not path.strip("/")),
        "url_listing": float(bool(_LISTING.search(path))),
        "url_number": float(bool(re.search(r"\d{4,}", bare))),
        "url_long_name": float(max((part.count("-") + part.count("_") for part in bare.split("/")), default=0) >= 3),
        "url_shallow": float(bool(url) and bool(bare) and "/" not in bare and not re.search(r"\d{3,}|-.*-", bare)),
    }

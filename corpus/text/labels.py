"""How likely each line belongs to the body of an article: named features and a linear model in two steps.

The first step judges a line by itself and by its surroundings; the second sees the first's verdicts on the lines around
it and, in HTML, on the lines that share its containers. Weights lie in `corpus/tables/line_weights.json`, written by
`scripts/train_lines.py`; a dump and an HTML page have weights of their own.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

import numpy as np

from corpus.tables.dom import ANCESTORS, CLASS_GROUPS, LINE_TAGS
from corpus.text.dump import Lines
from corpus.text.features import KINDS, Array, Counts, line_keys
from corpus.text.metadata import Metadata

Weights = dict[str, dict[str, float]]
_FLAGGED = tuple(kind for kind in KINDS if kind not in ("headline", "subhead", "body", "kicker"))


def alone(lines: Lines, counts: Counts) -> dict[str, Array]:
    """Named features of every line for the first step, each a column over the lines."""
    n = len(lines.raw)
    words, chars = counts.column("words"), np.maximum(counts.column("chars"), 1)
    some = np.maximum(words, 1)
    log_words = np.log1p(words)
    danda_end = counts.column("danda_end").astype(float)
    stop_end = counts.column("stop_end").astype(float)
    ellipsis = counts.column("ellipsis_end").astype(float)
    ends = counts.column("dandas") + counts.column("stops") * (counts.column("ellipsis_end") == 0)
    closed = np.maximum(
        np.maximum(danda_end, stop_end * (1 - ellipsis)), (counts.column("dandas") >= 2) * (1 - ellipsis)
    )
    prose = closed * np.clip((words - 4) / 12, 0, 1)
    place = np.arange(n)
    repeated = _times(counts.keys) > 1
    columns: dict[str, Array] = {
        "log_words": log_words,
        "words_to_3": words <= 3,
        "words_to_8": words <= 8,
        "words_from_15": words >= 15,
        "words_from_30": words >= 30,
        "words_from_60": words >= 60,
        "words_from_100": words >= 100,
        "danda_end": danda_end,
        "danda_end_short": danda_end * (words <= 8),
        "stop_end": stop_end * (1 - ellipsis),
        "ellipsis_end": ellipsis,
        "colon_end": counts.column("colon_end"),
        "letter_end_long": counts.column("letter_end") * (words >= 15) * (ends == 0),
        "sentences_from_2": ends >= 2,
        "sentences_from_4": ends >= 4,
        "sentences_from_6": ends >= 6,
        "sentences": np.log1p(ends),
        "sentence_length": np.minimum(words / np.maximum(ends, 1), 40) / 40,
        "commas": np.minimum(counts.column("commas") / some, 0.3),
        "function_share": counts.column("function_words") / some,
        "has_function": counts.column("function_words") > 0,
        "digit_share": counts.column("digits") / chars,
        "date_share": counts.column("date_words") / some,
        "latin_share": counts.column("latin") / chars,
        "mostly_latin": counts.column("latin") / chars > 0.5,
        "verb_end": counts.column("verb_end"),
        "verb_ends": np.minimum(counts.column("verb_ends") / np.maximum(counts.column("dandas"), 1), 1),
        "long_word_share": counts.column("long_words") / some,
        "quote_start": counts.column("quote_start"),
        "bar_start": counts.column("bar_start"),
        "digit_start": counts.column("digit_start"),
        "bars": counts.column("bars") > 0,
        "colons": counts.column("colons") > 0,
        "repeated": repeated,
        "prose": prose,
        "first_line": place == 0,
        "place": place / max(n - 1, 1),
        "place_squared": (place / max(n - 1, 1)) ** 2,
    }
    for kind in _FLAGGED:
        start, anywhere = counts.has(kind, "start"), counts.has(kind, "any")
        columns[f"start_{kind}"] = start & (words <= 20)  # long lines may hold any words
        columns[f"any_{kind}"] = anywhere & ~start & (words <= 14)
    for step in (-3, -2, -1, 1, 2, 3):
        columns[f"prose_{step:+}"] = _shift(prose, step)
        columns[f"log_words_{step:+}"] = _shift(log_words, step)
    for width in (5, 12, 30):
        for name, values in (("prose", prose), ("log_words", log_words)):
            columns[f"{name}_in_{width}_before"] = _mean_before(values, width)
            columns[f"{name}_in_{width}_after"] = _mean_before(values[::-1], width)[::-1]
    columns["long_among_long"] = log_words * _mean_within(log_words, 3) / 8
    columns["prose_among_prose"] = prose * _mean_within(prose, 3)
    columns["short_among_prose"] = (words <= 12) * _mean_within(prose, 3)
    top = title_place(lines, counts)
    columns["below_title"] = (place > top) & (top >= 0)
    columns["above_title"] = (place < top) & (top >= 0)
    columns["near_below_title"] = (top >= 0) * (place > top) * np.exp(-np.maximum(place - top - 1, 0) / 8)
    columns["far_below_title"] = (top >= 0) * (place > top) * np.minimum((place - top) / 60, 1)
    columns |= _dated_columns(counts, top)
    for width in (3, 6, 12):
        columns[f"prose_within_{width}"] = _mean_within(prose, width)
        columns[f"short_within_{width}"] = _mean_within((words <= 6).astype(float), width)
    if lines.dom is not None:
        columns |= _dom_columns(lines, prose, words)
    return columns


def dated_lines(counts: Counts) -> Array:
    """Which lines are short and hold a year or a clock time."""
    dated: Array = (counts.column("years") + counts.column("clocks") > 0) & (counts.column("words") <= 12)
    return dated


def _dated_columns(counts: Counts, top: int) -> dict[str, Array]:
    """Where dated lines stand: one heads the story, several divide comments and lists."""
    dated = dated_lines(counts)
    place, places = np.arange(len(dated)), np.flatnonzero(dated)
    known = np.concatenate([[-_FAR], places, [len(dated) + _FAR]])
    above = known[np.searchsorted(places, place, side="right")]
    below = known[np.searchsorted(places, place, side="left") + 1]
    since = np.cumsum(dated) - (np.cumsum(dated)[top] if top >= 0 else 0)
    columns: dict[str, Array] = {
        "dated": dated,
        "dated_above": np.exp(-(place - above) / 4),
        "dated_below": np.exp(-(below - place) / 4),
        "dated_since_title": (top >= 0) * np.clip(since, 0, 8) / 8,
        "dated_twice_since_title": (top >= 0) & (since >= 2),
    }
    for width in (4, 10):
        columns[f"dated_within_{width}"] = np.minimum(_sum_within(dated.astype(float), width), 4) / 4
    return columns


_FAR = 1000  # lines: as good as nowhere on the page


def together(lines: Lines, counts: Counts, first: Array) -> dict[str, Array]:
    """Named features for the second step: the first step's log-odds around each line, beside those it had."""
    columns: dict[str, Array] = {}
    odds = np.clip(first, -8, 8) / 4
    chance = 1 / (1 + np.exp(-first))
    words = counts.column("words").astype(float)
    mass = chance * words
    total = max(float(mass.sum()), 1.0)
    columns["chance"] = chance
    for step in (-4, -3, -2, -1, 1, 2, 3, 4):
        columns[f"odds_{step:+}"] = _shift(odds, step)
    for width in (2, 5, 10, 20):
        near = _sum_within(mass, width)
        columns[f"mass_within_{width}"] = near / total
        columns[f"mass_within_{width}_of_best"] = near / max(float(near.max(initial=0)), 1.0)
        columns[f"chance_within_{width}"] = _sum_within(mass, width) / np.maximum(_sum_within(words, width), 1)
    before = np.cumsum(mass) / total
    columns["mass_before"] = before
    columns["mass_at_edges"] = np.minimum(before, 1 - before)
    columns["in_middle"] = (before > 0.02) & (before < 0.98)
    columns["log_total"] = np.full(len(words), np.log1p(total)) / 8
    if lines.dom is None:
        columns |= _subject_columns(counts, chance)
    else:
        for level in range(lines.dom.containers.shape[1]):
            held, inverse = _per_container(lines.dom.containers[:, level], mass)
            all_words, _ = _per_container(lines.dom.containers[:, level], words)
            columns[f"mass_in_{level}"] = held[inverse] / total
            columns[f"mass_in_{level}_of_best"] = held[inverse] / max(float(held.max(initial=0)), 1.0)
            columns[f"chance_in_{level}"] = held[inverse] / np.maximum(all_words[inverse], 1)
    return columns


def _subject_columns(counts: Counts, chance: Array) -> dict[str, Array]:
    """How far a line's longer words stand on other lines that are likely body, and how far on others.

    A teaser of another story speaks of something else than the story does, in any language; only dumps need it, for in
    HTML the containers tell as much.
    """
    numbers, at = counts.word_numbers, counts.word_lines
    likely = np.bincount(numbers, weights=chance[at])[numbers] - chance[at]
    others = np.bincount(numbers)[numbers] - 1
    n_words = np.maximum(np.bincount(at, minlength=len(chance)), 1)
    shared = np.bincount(at, weights=np.minimum(likely, 1), minlength=len(chance)) / n_words
    of_others = np.bincount(at, weights=likely / np.maximum(others, 1), minlength=len(chance)) / n_words
    long = counts.column("words") >= 8
    return {
        "subject": shared * long,
        "subject_short": shared * ~long,
        "subject_near": _mean_within(shared * long, 3),
        "subject_share": of_others * long,
        "subject_share_near": _mean_within(of_others * long, 3),
    }


def title_place(lines: Lines, counts: Counts) -> int:
    """Where the headline stands, as far as the page's own structure shows it, or -1.

    In HTML the only or first `h1`; in a dump that begins with the browser's title, the next line that repeats it.
    """
    if lines.dom is not None:
        found = np.flatnonzero(lines.dom.tag == LINE_TAGS.index("h1"))
        return int(found[0]) if len(found) else -1
    title = set(lines.raw[0].split()) if lines.raw else set()
    if len(title) >= 3:
        for place in range(1, min(len(lines.raw), 400)):
            if counts.table[place, 1] >= 3:
                words = set(lines.raw[place].split())
                shared = len(words & title)
                if shared >= 3 and shared >= 0.7 * min(len(words), len(title)) and len(words) <= 2 * len(title):
                    return place
    return -1


def _dom_columns(lines: Lines, prose: Array, words: Array) -> dict[str, Array]:
    dom = lines.dom
    assert dom is not None
    columns: dict[str, Array] = {}
    for place, name in enumerate(LINE_TAGS):
        columns[f"tag_{name}"] = dom.tag == place
    for place, name in enumerate(ANCESTORS):
        columns[f"in_{name}"] = (dom.ancestors >> place) & 1
    for place, name in enumerate(CLASS_GROUPS):
        columns[f"near_{name}"] = (dom.near >> place) & 1
        columns[f"far_{name}"] = (dom.far >> place) & 1
    columns["linked"] = dom.linked
    columns["all_linked"] = dom.linked > 0.9
    columns["bold"] = dom.bold
    columns["depth"] = np.minimum(dom.depth, 40) / 40
    total = max(float((prose * words).sum()), 1.0)
    for level in range(dom.containers.shape[1]):
        ids = dom.containers[:, level]
        held, inverse = _per_container(ids, prose * words)
        size, _ = _per_container(ids, np.ones(len(words)))
        linked, _ = _per_container(ids, dom.linked * words)
        all_words, _ = _per_container(ids, words.astype(float))
        columns[f"prose_in_{level}"] = held[inverse] / total
        columns[f"lines_in_{level}"] = np.log1p(size[inverse]) / 5
        columns[f"linked_in_{level}"] = linked[inverse] / np.maximum(all_words[inverse], 1)
    return columns


def _per_container(ids: Array, values: Array) -> tuple[Array, Array]:
    """The sum of values for each container, and the container of each line."""
    _, inverse = np.unique(ids, return_inverse=True)
    return np.bincount(inverse, weights=values, minlength=1), inverse


def _shift(values: Array, step: int) -> Array:
    """The value `step` lines further on, 0 past the ends."""
    moved = np.zeros(len(values))
    if abs(step) < len(values):
        if step > 0:
            moved[:-step] = values[step:]
        else:
            moved[-step:] = values[:step]
    return moved


def _sum_within(values: Array, width: int) -> Array:
    """The sum over each line and `width` lines on both sides."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    place = np.arange(len(values))
    total: Array = sums[np.minimum(place + width + 1, len(values))] - sums[np.maximum(place - width, 0)]
    return total


def _mean_before(values: Array, width: int) -> Array:
    """The mean over the `width` lines before each line, 0 at the start."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    place = np.arange(len(values))
    start = np.maximum(place - width, 0)
    mean: Array = (sums[place] - sums[start]) / np.maximum(place - start, 1)
    return mean


def _mean_within(values: Array, width: int) -> Array:
    place = np.arange(len(values))
    count = np.minimum(place + width + 1, len(values)) - np.maximum(place - width, 0)
    mean: Array = _sum_within(values, width) / np.maximum(count, 1)
    return mean


def log_odds(columns: dict[str, Array], weights: dict[str, float]) -> Array:
    """The linear model: the bias and the weighted sum of named features."""
    total: Array = weights["bias"] + np.array([weights.get(name, 0.0) for name in columns]) @ np.stack(
        list(columns.values()), dtype=np.float64
    )
    return total


def body_odds(lines: Lines, counts: Counts, weights: Weights) -> Array:
    """Log-odds that each line belongs to the body of an article."""
    columns = alone(lines, counts)
    first = log_odds(columns, weights["alone"])
    return log_odds(columns | together(lines, counts, first), weights["together"])


@cache
def line_weights() -> dict[str, Weights]:
    """The trained weights: for `dump` and `html`, the steps `alone` and `together`, and the page's own."""
    weights: dict[str, Weights] = json.loads(files("corpus.tables").joinpath("line_weights.json").read_text("utf-8"))
    return weights


def headline_columns(
    lines: Lines, text: list[str], counts: Counts, body: list[int], known: Metadata
) -> tuple[Array, dict[str, Array]]:
    """Lines that may be the headline of a body, and named features of each: those above it, and its own first two."""
    stop = body[0]
    places = np.arange(max(0, stop - 100), min(stop + 2, len(text)))
    all_words = counts.column("words")
    words, chars = all_words[places], np.maximum(counts.column("chars")[places], 1)
    short = all_words <= 14
    meta = np.zeros(len(text), dtype=bool)
    for kind in ("byline", "date", "share", "caption", "other"):
        meta |= (counts.has(kind, "start") | counts.has(kind, "any")) & short
    meta |= (counts.column("date_words") + (counts.column("digits") > 0) >= np.maximum(all_words, 1) * 0.6) & short
    times = _times(counts.keys)
    opening = set(" ".join(text[place] for place in body[:3]).split())
    title = set(text[0].split())
    tokens = [set(text[place].split()) for place in places]
    told = " ".join((known.headline or "").split())
    key = line_keys([told])[0] if told else 0
    columns: dict[str, Array] = {
        "log_words": np.log1p(words),
        "words_1": words <= 1,
        "words_to_2": words <= 2,
        "words_from_4": words >= 4,
        "words_from_15": words >= 15,
        "words_from_22": words >= 22,
        "danda_end": counts.column("danda_end")[places],
        "stop_end": counts.column("stop_end")[places],
        "ellipsis_end": counts.column("ellipsis_end")[places],
        "colon_end": counts.column("colon_end")[places],
        "several_sentences": counts.column("dandas")[places] >= 2,
        "digit_share": counts.column("digits")[places] / chars,
        "date_share": counts.column("date_words")[places] / np.maximum(words, 1),
        "latin_share": counts.column("latin")[places] / chars,
        "quote_start": counts.column("quote_start")[places],
        "bars": counts.column("bars")[places] > 0,
        "distance": np.log1p(np.abs(stop - places)),
        "right_above": places == stop - 1,
        "in_body": places >= stop,
        "meta": meta[places],
        "meta_below": _shift(meta.astype(float), 1)[places],
        "meta_below_soon": _mean_before(meta[::-1].astype(float), 4)[::-1][places],
        "meta_all_below": _all_between(meta, places, stop),
        "first_line": places == 0,
        "repeated": (times[places] > 1) & (words >= 2),
        "told_by_title": np.array([len(t & title) / max(len(t | title), 1) for t in tokens])
        * (places > 0)
        * (words >= 2),
        "in_title": np.array([len(t) >= 3 and t <= title for t in tokens]) * (places > 0),
        "told_by_body": np.array([len(t & opening) / max(len(t), 1) for t in tokens]) * (places < stop),
        "short_above": _mean_before((all_words <= 3).astype(float), 4)[places],
        "short_below": _mean_before((all_words <= 3)[::-1].astype(float), 3)[::-1][places],
        "is_told": (counts.keys[places] == key) & (key != 0),
    }
    for kind in _FLAGGED:
        start = counts.has(kind, "start")[places]
        columns[f"start_{kind}"] = start & (words <= 20)
        columns[f"any_{kind}"] = counts.has(kind, "any")[places] & ~start & (words <= 14)
    if lines.dom is not None:
        dom = lines.dom
        columns["h1"] = dom.tag[places] == LINE_TAGS.index("h1")
        columns["heading"] = dom.tag[places] == LINE_TAGS.index("heading")
        columns["near_title"] = (dom.near[places] >> CLASS_GROUPS.index("title")) & 1
        columns["linked"] = dom.linked[places]
        columns["in_nav"] = (dom.ancestors[places] >> ANCESTORS.index("nav")) & 1
        columns["in_list"] = (dom.ancestors[places] >> ANCESTORS.index("list")) & 1
        columns["in_figure"] = (dom.ancestors[places] >> ANCESTORS.index("figure")) & 1
    return places, {name: np.asarray(column, dtype=np.float64) for name, column in columns.items()}


def _all_between(meta: Array, places: Array, stop: int) -> Array:
    """Whether there are lines between each place and the body, and all of them are dates, bylines and the like."""
    plain = np.concatenate([[0], np.cumsum(~meta)])
    between = plain[stop] - plain[np.minimum(places + 1, stop)]
    found: Array = (between == 0) & (places < stop - 1)
    return found


def _times(keys: Array) -> Array:
    """How often each line's key stands on the page; 1 for lines without letters."""
    _, inverse, times = np.unique(keys, return_inverse=True, return_counts=True)
    often: Array = np.where(keys != 0, times[inverse], 1)
    return often


def page_columns(
    lines: Lines, counts: Counts, chance: Array, body: list[int], url: str | None, known: Metadata
) -> dict[str, float]:
    """Named features of the whole page: does the best run of lines look like the body of an article?"""
    first, last = (body[0], body[-1] + 1) if body else (0, 0)
    words = counts.column("words").astype(float)
    kept = np.zeros(len(words), dtype=bool)
    kept[body] = True
    mass = chance * words
    sure = float(words[kept].sum())
    likely = chance >= 0.5
    ends = counts.column("danda_end") | counts.column("stop_end")
    prose = (ends == 1) & (counts.column("ellipsis_end") == 0) & (words >= 6)
    outside = ~kept
    n_kept = max(int(kept.sum()), 1)
    dated = dated_lines(counts)
    columns = {
        "log_words": float(np.log1p(sure)),
        "words_to_40": float(sure <= 40),
        "words_from_120": float(sure >= 120),
        "lines_1": float(n_kept == 1),
        "lines_to_2": float(n_kept <= 2),
        "share_of_words": sure / max(float(words.sum()), 1),
        "share_of_mass": float(mass[kept].sum()) / max(float(mass.sum()), 1.0),
        "mean_chance": float(chance[kept].mean()) if kept.any() else 0.0,
        "top_chance": float(chance.max(initial=0)),
        "longest": float(np.log1p(words[kept].max(initial=0))),
        "mean_length": float(np.log1p(words[kept].mean())) if kept.any() else 0.0,
        "sentences": float(np.log1p((counts.column("dandas") + counts.column("stops"))[kept].sum())),
        "gaps_inside": float((~kept[first:last]).mean()) if last > first else 1.0,
        "prose_outside": float(np.log1p((prose & outside).sum())),
        "likely_outside": float(np.log1p((likely & outside).sum())),
        "ellipses_outside": float(
            np.log1p((counts.column("ellipsis_end").astype(bool) & outside & (words >= 6)).sum())
        ),
        "ends_open": float(kept.any() and counts.column("ellipsis_end")[np.flatnonzero(kept)[-1]] == 1),
        "none_phrases": float(min(3, counts.has("none", "any").sum())),
        "none_phrase": float(counts.has("none", "any").any()),
        "lines": float(np.log1p(len(words))),
        "latin": float((counts.column("latin")[kept].sum()) / max(float(counts.column("chars")[kept].sum()), 1.0)),
        "dates": float(np.log1p((counts.column("date_words") * 3 > words).sum())),
        "starts_at": first / max(len(words), 1),
        "dated_lines": float(np.log1p(dated.sum())),
        "dated_above": float(dated[max(first - 8, 0) : first + 1].any()) if body else 0.0,
        "dated_inside": float(dated[first:last].sum()) / n_kept,
    }
    columns |= _title_columns(lines, counts, body)
    columns |= _url_columns(url)
    if lines.dom is not None:
        columns["hint_article"] = float(known.kind_hint == "article")
        columns["hint_list"] = float(known.kind_hint == "list")
        columns["linked"] = float((lines.dom.linked * words)[kept].sum() / max(sure, 1))
        columns["h1"] = float(min(2, (lines.dom.tag == LINE_TAGS.index("h1")).sum()))
        columns["one_container"] = float(_top_share(lines.dom.containers[kept, 0], words[kept]))
        columns["two_containers"] = float(_top_share(lines.dom.containers[kept, 1], words[kept]))
    return columns


def _title_columns(lines: Lines, counts: Counts, body: list[int]) -> dict[str, float]:
    """Whether the page names its story, near the body and in the body's words; the title of a list is told by none."""
    top = title_place(lines, counts)
    title = {word for word in lines.raw[max(top, 0)].split() if len(word) >= 4} if lines.raw else set()
    told = title & set(" ".join([lines.raw[place] for place in body]).split())
    return {
        "title": float(top >= 0),
        "title_above": float(np.exp((top - body[0]) / 12)) if body and 0 <= top <= body[0] else 0.0,
        "title_told": len(told) / len(title) if len(title) >= 2 else 0.0,
    }


def _top_share(ids: Array, words: Array) -> float:
    if not len(ids):
        return 0.0
    held, _ = _per_container(ids, words)
    return float(held.max() / max(held.sum(), 1))


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

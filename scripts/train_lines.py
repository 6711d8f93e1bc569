#!/usr/bin/env python3
"""Train the line model of corpus/text/labels.py on the labelled pages, and write corpus/tables/line_weights.json.

    scripts/train_lines.py [--pages ../shared/data/pages]

Plain logistic regression with an L2 penalty by Newton's method (numpy only): the features are few, the result is the
same on every machine, and the weights can be read. `fit` is also what scripts/score_pages.py calls for each fold.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from selectolax.lexbor import LexborHTMLParser

from corpus.text.article import best_lines
from corpus.text.blocks import html_lines
from corpus.text.dump import Lines, dump_lines
from corpus.text.features import Array, Counts, count
from corpus.text.labels import alone, headline_columns, log_odds, page_columns, together
from corpus.text.links import set_apart
from corpus.text.metadata import Metadata, metadata
from corpus.text.normalize import normalize
from corpus.text.page import normalized

HERE = Path(__file__).resolve().parents[1]
WEIGHTS = HERE / "corpus" / "tables" / "line_weights.json"
PAGES = HERE.parent / "shared" / "data" / "pages"
PENALTY = 30.0  # of {3, 10, 30, 100, 300}, five-fold by site; see benchmarks/results/extract.md
PAGE_PENALTY, PAGE_PENALTY_HTML = 5.0, 10.0
# Added to the log-odds that an HTML page holds an article: over five folds no labelled page without one, but with lines
# to show, came above -2.5, while two articles of unseen publishers stood between -1 and -0.5.
HTML_SHIFT = 1.0
# How much a page counts for the page's model. Pages made by taking an article out are doubtful negatives: other stories
# are often left on them. Dumps need them (else a real list of opinions passes for an article), HTML hardly does.
PAGE_IMPORTANCE = {
    "composed": 1.0, "enciphered": 1.5, "real": 5.0, "example": 3.0,
    "composed+": 0.5, "composed-": 0.5, "composed=": 0.5, "enciphered-": 0.3,
}  # fmt: skip
PAGE_IMPORTANCE_HTML = PAGE_IMPORTANCE | {"enciphered-": 0.1}
FOLDS, INNER_FOLDS = 5, 2


class Sample(NamedTuple):
    """A page as the model sees it, with the right answer for each line (nan: does not matter)."""

    row: dict[str, Any]
    name: str
    group: str
    lines: Lines
    text: list[str]
    counts: Counts
    columns: dict[str, Array]
    body: Array
    known: Metadata


def read_pages(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """Every labelled page with the name of the set it is from."""
    pages = []
    for name in ("composed", "enciphered", "real"):
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as rows:
            pages += [(name, json.loads(row)) for row in rows]
    pages += [("example", json.loads(row)) for row in (folder / "example.jsonl").read_text("utf-8").splitlines()]
    return pages


def publisher(row: dict[str, Any]) -> str:
    """What folds are cut by: the site, or of an enciphered page the registered part of its host."""
    host = str(row["site"]).split(":")[0]
    parts = [part for part in host.split(".") if part not in ("www", "m", "amp", "co", "com", "org", "net")]
    return parts[-2] if len(parts) > 2 else parts[0]


def sample(name: str, row: dict[str, Any], form: str) -> Sample | None:
    """A page read as `dump` or `html`, with its right answers."""

    if form == "html":
        if not row.get("html"):
            return None
        tree = LexborHTMLParser(set_apart(row["html"]))
        known = metadata(tree, url=row.get("url"))
        lines = html_lines(tree)
    else:
        lines, known = dump_lines(row["text"]), Metadata()
    text = normalized(lines.raw)
    counts = count(text)
    body = gold_body(row, text, counts)
    if name == "enciphered":
        row = {**row, "address": row["url"], "url": None}  # for its twin without article has the same
    return Sample(row, name, publisher(row), lines, text, counts, alone(lines, counts), body, known)


def all_samples(pages: list[tuple[str, dict[str, Any]]], form: str) -> list[Sample]:
    """Every page, and every enciphered page once more with its body taken out."""
    samples = [one for name, row in pages if (one := sample(name, row, form))]
    glued = [in_one_line(one) for one in samples if one.name == "composed" and one.row["kind"] == "article"]
    cut = [without_article(one) for one in samples if one.name == "enciphered"]
    return samples + glued + cut + (list_pages(samples) + bare_pages(samples) if form == "dump" else [])


def flat(text: str) -> str:
    """The text with its white space folded."""
    return " ".join(text.split())


def gold_body(row: dict[str, Any], text: list[str], counts: Counts) -> Array:
    """1 for lines of the body, 0 for others: whole paragraphs, parts of one, or lines that are mostly one."""

    right = np.zeros(len(text))
    if row["kind"] == "none":
        return right
    labelled = {place["n"]: place["label"] for place in row.get("lines") or ()}
    if labelled:  # written pages: each line of the dump has its label, and HTML lines are found again by their text
        dump = [flat(normalize(line)) for line in row["text"].split("\n")]
        body = {dump[n] for n, label in labelled.items() if label in ("body", "subhead")}
        long_enough = [line for line in body if len(line) >= 40]
        return np.array(
            [
                float(flat(line) in body or any(line in whole for whole in long_enough if len(line) > 60))
                for line in text
            ]
        )
    paragraphs = [flat(normalize(p)) for p in row["article"]["body_paragraphs"]]
    keys = Counter(int(key) for key in count(paragraphs).keys)
    joined = " ".join(paragraphs)
    candidates = defaultdict(list)
    for place, (line, key) in enumerate(zip(text, counts.keys, strict=True)):
        line = flat(line)
        if int(key) in keys:
            candidates[int(key)].append(place)
        elif (len(line) >= 30 and line in joined) or any(len(p) > 0.6 * len(line) and p in line for p in paragraphs):
            right[place] = 1
    sure = [places[0] for key, places in candidates.items() if len(places) <= keys[key]]
    middle = float(np.median(sure)) if sure else 0.0
    for key, places in candidates.items():
        for place in sorted(places, key=lambda p: abs(p - middle))[: keys[key]]:
            right[place] = 1
    return right


def in_one_line(one: Sample) -> Sample:
    """The same page with its whole body on one line, as sites and scrapers give it that lose the paragraphs."""
    body = [int(place) for place in np.flatnonzero(one.body)]
    if len(body) < 2:
        return one._replace(name=one.name + "+")
    keep = np.array([place for place in range(len(one.text)) if one.body[place] == 0 or place == body[0]])
    text = list(one.text)
    text[body[0]] = " ".join(one.text[place] for place in body)
    text = [text[place] for place in keep]
    lines = Lines(
        text,
        None if one.lines.dom is None else type(one.lines.dom)(*(part[keep] for part in one.lines.dom)), None,
    )  # fmt: skip
    counts = count(text)
    return Sample(
        one.row, one.name + "-", one.group, lines, text, counts, alone(lines, counts), one.body[keep], one.known
    )


def list_pages(samples: list[Sample]) -> list[Sample]:
    """Pages that list stories with their first words, in the frame of each third written page: they hold no article."""
    dice = np.random.default_rng(20261123)
    written = [one for one in samples if one.name == "composed" and one.row["kind"] == "article"]
    made = []
    for one in written[::3]:
        others = [other.row["article"] for other in written if other.group == one.group and other is not one]
        dated, ended, linked = dice.random(3) < 0.5
        listed = []
        for chosen in dice.permutation(len(others))[: int(dice.integers(6, 24))]:
            listed.append(others[chosen]["headline"])
            listed += [f"{dice.integers(1, 29)} জানুয়ারি ২০২৪"] if dated else []
            start = others[chosen]["body_paragraphs"][0]
            whole = start.split("।")[0] + "।"
            cut = start[: int(dice.integers(70, 160))].rsplit(" ", 1)[0] + ("..." if linked else "")
            listed += [whole if ended and dice.random() < 0.8 else cut] if dice.random() < 0.8 else []
            listed += ["বিস্তারিত"] if linked and dice.random() < 0.5 else []
        place = int(np.flatnonzero(one.body)[0]) if one.body.any() else 0
        text = [line for line, body in zip(one.text[: place - 1], one.body, strict=False) if not body] + listed
        text += [line for line, body in zip(one.text[place:], one.body[place:], strict=True) if not body]
        lines = dump_lines("\n".join(text))
        counts = count(lines.raw)
        row = {**one.row, "kind": "none", "url": None}
        made.append(
            Sample(
                row,
                "composed-",
                one.group,
                lines,
                lines.raw,
                counts,
                alone(lines, counts),
                np.zeros(len(lines.raw)),
                one.known,
            )
        )
    return made


def bare_pages(samples: list[Sample]) -> list[Sample]:
    """Dumps that hold an article and nothing else, and lists that hold headlines and nothing else.

    Datasets of articles come in this shape (headline, date, body, often in one paragraph); a model that has only seen
    articles inside navigation takes one for a list.
    """
    dice = np.random.default_rng(20261124)
    written = [one for one in samples if one.name == "composed" and one.row["kind"] == "article"]
    made = []
    for number, one in enumerate(written):
        article = one.row["article"]
        body = [flat(normalize(paragraph)) for paragraph in article["body_paragraphs"]]
        body = [" ".join(body)] if number % 2 else body
        head = [flat(normalize(article["headline"]))]
        date = ["প্রকাশ : ০২ জানুয়ারি ২০২৪, ১৩:৪৭", "2024/01/02", "০২ জানুয়ারি ২০২৪", "আপডেট: ০২ জানুয়ারি ২০২৪, ১৬: ৩৭"][
            number % 4
        ]
        head += [date] if dice.random() < 0.5 else []
        head += ["নিজস্ব প্রতিবেদক"] if dice.random() < 0.25 else []
        gap = "\n\n" if dice.random() < 0.6 else "\n"
        made.append(_bare(one, "composed=", "article", gap.join(head + body), len(head)))
        if number % 5 == 0:
            others = [other.row["article"]["headline"] for other in written if other.group == one.group]
            listed = [flat(normalize(other)) for other in others[: int(dice.integers(1, 30))]]
            made.append(_bare(one, "composed-", "none", gap.join(listed), len(listed)))
    return made


def _bare(one: Sample, name: str, kind: str, text: str, first: int) -> Sample:
    lines = dump_lines(text)
    counts = count(lines.raw)
    body = (np.arange(len(lines.raw)) >= first).astype(float)
    row = {**one.row, "kind": kind, "url": None}
    return Sample(row, name, one.group, lines, lines.raw, counts, alone(lines, counts), body, Metadata())


def without_article(one: Sample) -> Sample:
    """The same page with its body taken out: a page of links that has no article."""
    keep = np.flatnonzero(one.body == 0)
    lines = Lines(
        [one.lines.raw[place] for place in keep],
        None if one.lines.dom is None else type(one.lines.dom)(*(part[keep] for part in one.lines.dom)), None,
    )  # fmt: skip
    text = [one.text[place] for place in keep]
    counts = count(text)
    columns = alone(lines, counts)
    return Sample(
        {**one.row, "kind": "none"}, one.name + "-", one.group, lines, text, counts, columns, one.body[keep], one.known
    )


def newton(matrix: Array, right: Array, importance: Array, penalty: float) -> Array:
    """Weights of an L2-penalised logistic regression; the first column is the bias and goes free.

    Newton's steps double the right digits each time; eight are enough for weights that are rounded to four.
    """
    matrix = matrix.astype(np.float32)
    weights = np.zeros(matrix.shape[1])
    ridge = np.full(matrix.shape[1], penalty)
    ridge[0] = 1e-3
    for _ in range(8):
        chance = 1 / (1 + np.exp(-np.clip(matrix @ weights.astype(np.float32), -30, 30).astype(np.float64)))
        slope = matrix.T @ (importance * (chance - right)).astype(np.float32) + ridge * weights
        root = np.sqrt(importance * chance * (1 - chance) + 1e-9).astype(np.float32)
        scaled = matrix * root[:, None]
        step = np.linalg.solve((scaled.T @ scaled).astype(np.float64) + np.diag(ridge), slope)
        weights -= step
        if np.abs(step).max() < 1e-3:
            break
    return weights


def train_step(samples: list[Sample], columns: list[dict[str, Array]], penalty: float) -> dict[str, float]:
    """Weights of one step over the lines of all samples; each page counts alike, long lines more than short ones."""
    names = sorted(columns[0])
    matrix = np.concatenate([np.stack([c[name] for name in names], axis=1) for c in columns])
    right = np.concatenate([one.body for one in samples])
    importance = np.concatenate([line_importance(one) for one in samples])
    scale = matrix.std(axis=0)
    scale[scale == 0] = 1
    weights = newton(np.concatenate([np.ones((len(matrix), 1)), matrix / scale], axis=1), right, importance, penalty)
    return {"bias": float(weights[0])} | {name: float(w) for name, w in zip(names, weights[1:] / scale, strict=True)}


def line_importance(one: Sample) -> Array:
    """How much each line of a page counts: long lines more, and each page about alike."""
    words = one.counts.column("words")
    weight = np.sqrt(words + 1.0)
    return np.asarray(weight * (100 / max(weight.sum(), 1)) ** 0.5)


def fit(samples: list[Sample], penalty: float = PENALTY) -> dict[str, Any]:
    """Both steps, then the page's model; each learns from verdicts of a model that had not seen the page's site."""
    folds = folds_of(samples, INNER_FOLDS)

    def train(inside: list[Sample], columns: dict[int, dict[str, Array]]) -> dict[str, float]:
        whole = [one for one in inside if not one.name.endswith("-")]  # made without article: for the page's model only
        return train_step(whole, [columns[id(one)] for one in whole], penalty)

    first = {id(one): one.columns for one in samples}
    verdicts = _out_of_fold(samples, folds, first, train)
    second = {
        id(one): one.columns | together(one.lines, one.counts, v) for one, v in zip(samples, verdicts, strict=True)
    }
    judged = _out_of_fold(samples, folds, second, train)
    return {
        "alone": train(samples, first),
        "together": train(samples, second),
        "page": train_page(samples, judged),
        "headline": train_headline(samples, judged),
    }


def train_headline(samples: list[Sample], judged: list[Array]) -> dict[str, float]:
    """Weights that tell the headline from the lines around it; each page counts alike."""
    rows, rights, shares = [], [], []
    for one, odds in zip(samples, judged, strict=True):
        if one.name not in ("composed", "enciphered", "real", "example") or one.row["kind"] == "none":
            continue
        body = best_lines(1 / (1 + np.exp(-odds)), one.counts.column("words"))
        key = count([normalize(one.row["article"]["headline"] or "")]).keys[0]
        if not body or not key:
            continue
        places, columns = headline_columns(one.lines, one.counts, body, one.known)
        right = one.counts.keys[places] == key
        if right.any():
            rows.append(columns)
            rights.append(right)
            shares.append(np.where(right, 0.5 / right.sum(), 0.5 / max((~right).sum(), 1)))
    names = sorted(rows[0])
    matrix = np.concatenate([np.stack([row[name] for name in names], axis=1) for row in rows])
    scale = matrix.std(axis=0)
    scale[scale == 0] = 1
    padded = np.concatenate([np.ones((len(matrix), 1)), matrix / scale], axis=1)
    weights = newton(padded, np.concatenate(rights).astype(float), np.concatenate(shares), 1.0)
    return {"bias": float(weights[0])} | {name: float(w) for name, w in zip(names, weights[1:] / scale, strict=True)}


def folds_of(samples: list[Sample], number: int = FOLDS) -> list[int]:
    """A fold for each page; pages of one publisher share it."""
    groups = {group: place % number for place, group in enumerate(sorted({one.group for one in samples}))}
    return [groups[one.group] for one in samples]


def _out_of_fold(
    samples: list[Sample], folds: list[int], columns: dict[int, dict[str, Array]], train: Any
) -> list[Array]:
    """Log-odds of the lines of each page by weights that never saw its publisher."""
    verdicts: list[Array] = [np.zeros(0)] * len(samples)
    for fold in sorted(set(folds)):
        weights = train([one for one, f in zip(samples, folds, strict=True) if f != fold], columns)
        for place, one in enumerate(samples):
            if folds[place] == fold:
                verdicts[place] = log_odds(columns[id(one)], weights)
    return verdicts


def train_page(samples: list[Sample], judged: list[Array]) -> dict[str, float]:
    """Weights of the page's model; pages without article count as much as pages with one."""
    columns, right, importance = [], [], []
    html = samples[0].lines.dom is not None
    for one, odds in zip(samples, judged, strict=True):
        chance = 1 / (1 + np.exp(-odds))
        body = best_lines(chance, one.counts.column("words"))
        # a page is often read without its address, and then the rest must be enough: each page counts both ways
        for url in dict.fromkeys((one.row.get("url"), None)):
            columns.append(page_columns(one.lines, one.counts, chance, body, url, one.known))
            right.append(float(one.row["kind"] == "article"))
            importance.append((PAGE_IMPORTANCE_HTML if html else PAGE_IMPORTANCE)[one.name])
    names = sorted(columns[0])
    matrix = np.array([[row[name] for name in names] for row in columns])
    scale = matrix.std(axis=0)
    scale[scale == 0] = 1
    padded = np.concatenate([np.ones((len(matrix), 1)), matrix / scale], axis=1)
    weights = newton(padded, np.array(right), np.array(importance), PAGE_PENALTY_HTML if html else PAGE_PENALTY)
    weights[0] += HTML_SHIFT * html
    return {"bias": float(weights[0])} | {name: float(w) for name, w in zip(names, weights[1:] / scale, strict=True)}


def main() -> None:
    """Train on all pages and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=PAGES)
    pages = read_pages(parser.parse_args().pages)
    weights = {}
    for form in ("dump", "html"):
        samples = all_samples(pages, form)
        weights[form] = fit(samples)
        print(form, len(samples), "pages", sum(len(one.body) for one in samples), "lines")
    rounded = json.dumps(weights, ensure_ascii=False, indent=1, sort_keys=True, default=float)
    WEIGHTS.write_text(
        json.dumps(json.loads(rounded, parse_float=lambda x: round(float(x), 4)), indent=1, sort_keys=True) + "\n",
        "utf-8",
    )


if __name__ == "__main__":
    main()

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

from corpus.text.blocks import html_lines
from corpus.text.dump import Lines, dump_lines
from corpus.text.features import Array, Counts, count
from corpus.text.labels import alone, log_odds, together

HERE = Path(__file__).resolve().parents[1]
WEIGHTS = HERE / "corpus" / "tables" / "line_weights.json"
PAGES = HERE.parent / "shared" / "data" / "pages"
PENALTY = 30.0  # of {3, 10, 30, 100, 300}, five-fold by site; see benchmarks/results/extract.md
FOLDS = 5


class Sample(NamedTuple):
    """A page as the model sees it, with the right answer for each line (nan: does not matter)."""

    row: dict[str, Any]
    name: str
    group: str
    lines: Lines
    counts: Counts
    columns: dict[str, Array]
    body: Array


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
    from corpus.text.page import normalized

    if form == "html":
        if not row.get("html"):
            return None
        lines = html_lines(LexborHTMLParser(row["html"]))
    else:
        lines = dump_lines(row["text"])
    text = normalized(lines.raw)
    counts = count(text)
    body = gold_body(row, text, counts)
    return Sample(row, name, publisher(row), lines, counts, alone(lines, counts), body)


def flat(text: str) -> str:
    return " ".join(text.split())


def gold_body(row: dict[str, Any], text: list[str], counts: Counts) -> Array:
    """1 for lines of the body, 0 for others: whole paragraphs, parts of one, or lines that are mostly one."""
    from corpus.text.normalize import normalize

    right = np.zeros(len(text))
    if row["kind"] == "none":
        return right
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


def without_article(one: Sample) -> Sample:
    """The same page with its body taken out: a page of links that has no article."""
    keep = np.flatnonzero(one.body == 0)
    lines = Lines(
        [one.lines.raw[place] for place in keep], one.lines.number[keep], one.lines.gap[keep],
        None if one.lines.dom is None else type(one.lines.dom)(*(part[keep] for part in one.lines.dom)), None,
    )  # fmt: skip
    counts = Counts(one.counts.table[keep], *(part[keep] for part in one.counts[1:]))
    return Sample(
        {**one.row, "kind": "none"}, one.name + "-", one.group, lines, counts, alone(lines, counts), np.zeros(len(keep))
    )


def newton(matrix: Array, right: Array, importance: Array, penalty: float) -> Array:
    """Weights of an L2-penalised logistic regression; the first column is the bias and goes free."""
    weights = np.zeros(matrix.shape[1])
    ridge = np.full(matrix.shape[1], penalty)
    ridge[0] = 1e-3
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(matrix @ weights, -30, 30)))
        slope = matrix.T @ (importance * (chance - right)) + ridge * weights
        curve = (matrix * (importance * chance * (1 - chance) + 1e-9)[:, None]).T @ matrix + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < 1e-6:
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
    words = one.counts.column("words")
    weight = np.sqrt(words + 1.0)
    return np.asarray(weight * (100 / max(weight.sum(), 1)) ** 0.5)


def fit(samples: list[Sample], penalty: float = PENALTY) -> dict[str, Any]:
    """Both steps; the second learns from verdicts of a first step that had not seen the page's site."""
    groups = sorted({one.group for one in samples})
    fold_of = {group: place % FOLDS for place, group in enumerate(groups)}
    verdicts: list[Array] = [np.zeros(0)] * len(samples)
    for fold in range(FOLDS):
        inside = [place for place, one in enumerate(samples) if fold_of[one.group] != fold]
        chosen = [samples[place] for place in inside]
        weights = train_step(chosen, [one.columns for one in chosen], penalty)
        for place, one in enumerate(samples):
            if fold_of[one.group] == fold:
                verdicts[place] = log_odds(one.columns, weights)
    second = [one.columns | together(one.lines, one.counts, v) for one, v in zip(samples, verdicts, strict=True)]
    return {
        "alone": train_step(samples, [one.columns for one in samples], penalty),
        "together": train_step(samples, second, penalty),
    }


def main() -> None:
    """Train on all pages and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=PAGES)
    pages = read_pages(parser.parse_args().pages)
    weights = {}
    for form in ("dump", "html"):
        samples = [one for name, row in pages if (one := sample(name, row, form))]
        samples += [without_article(one) for one in samples if one.name == "enciphered"]
        weights[form] = fit(samples)
        print(form, len(samples), "pages", sum(len(one.body) for one in samples), "lines")
    rounded = json.dumps(weights, ensure_ascii=False, indent=1, sort_keys=True, default=float)
    WEIGHTS.write_text(
        json.dumps(json.loads(rounded, parse_float=lambda x: round(float(x), 4)), indent=1, sort_keys=True) + "\n",
        "utf-8",
    )


if __name__ == "__main__":
    main()

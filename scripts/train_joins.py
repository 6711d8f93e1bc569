#!/usr/bin/env python3
"""Learn where a headline ends that is glued to the next sentence, and write corpus/tables/joins.json.

    scripts/train_joins.py [--shared ../shared] [--check]

Words are counted in the real articles and headlines of ../shared/data/news: how often each was seen, begins a sentence
and ends a headline. No text is kept, only words that were seen at least `LEAST_SEEN` times. Headlines and sentences of
different articles are then glued, and a logistic regression tells these places from all others. `--check` writes
nothing: it leaves the publisher of the gold links out of all that is learned, and then asks for their ends.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from math import log2
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE))

from corpus.text.inline import READ_MORE  # noqa: E402
from corpus.text.joins import COLUMNS, LETTERS, Joins, Levels, candidates, join  # noqa: E402
from corpus.text.normalize import normalize  # noqa: E402
from tests.conftest import read_jsonl  # noqa: E402
from tests.news_pages import articles  # noqa: E402

TABLE = HERE / "corpus" / "tables" / "joins.json"
GOLD = Path("data/news/gold_inline_readmore/inline_readmore.jsonl.gz")
GOLD_PUBLISHER = "ittefaq"
LEAST_SEEN = 3
GLUED = 8000
LONGEST = 250
STEPS = 15
LEAST = 1.0
"""The least log-odds to believe. Of places where headlines and sentences of a publisher were glued that nothing was
learned from, .986, .994, .988 and .996 are right (four publishers, 1,500 each); .972 to .984 at 0."""

_WORD = re.compile(LETTERS)
_OPENING = re.compile(rf"[‘“’” ]*({LETTERS})")


def main() -> None:
    """Learn, write and measure."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--shared", type=Path, default=HERE.parent / "shared")
    arguments.add_argument("--check", action="store_true")
    options = arguments.parse_args()
    table = learn(list(texts(options.shared, without=GOLD_PUBLISHER if options.check else "nobody")))
    if not options.check:
        TABLE.write_text(written(table), encoding="utf-8")
    print(len(table.words), "words;", {name: round(weight, 2) for name, weight in table.weights.items()})
    print(measured(options.shared, table))


def texts(shared: Path, without: str) -> Iterator[tuple[str, str]]:
    """Headline and body of each article, and headlines alone; those of the gold links are left out."""
    rows = list(read_jsonl(shared / GOLD))
    gold = {normalize(row["title"]) for row in rows}
    gold |= {READ_MORE.sub("", normalize(span[2])) for row in rows for span in row["spans"]}
    for folder, row in articles(shared):
        title, body = normalize(row.get("title") or ""), normalize(row.get("body") or "")
        if without not in folder and title not in gold and "পড়ুন" not in body:
            yield title, body
    for file in sorted((shared / "data" / "news" / "headlines_hist").glob("*.gz")):
        for row in read_jsonl(file):
            if (title := normalize(row.get("title") or "")) not in gold:
                yield title, ""


def learn(rows: list[tuple[str, str]]) -> Joins:
    """Count words, glue headlines to sentences, and weigh the columns."""
    seen, begins, ends = Counter[str](), Counter[str](), Counter[str]()
    sentences: list[str] = []
    for title, body in rows:
        own = [part.strip() for part in re.split(r"[।?!\n]", body)]
        seen.update(_WORD.findall(f"{title} {body}"))
        begins.update(found[1] for part in own if (found := _OPENING.match(part)))
        ends.update(_WORD.findall(title)[-1:])
        sentences += [part for part in own if len(part) > 30][:4]
    words = {
        word: Levels(int(log2(n)), _share(begins[word], n), _share(ends[word], n))
        for word, n in seen.items()
        if n >= LEAST_SEEN
    }
    titles = [title for title, _ in rows if len(title.split()) >= 3]
    draw = random.Random(11)
    columns, right = [], []
    for _ in range(GLUED):
        title, sentence = draw.choice(titles), draw.choice(sentences)
        for place, values in candidates(f"{title}{sentence}।"[:LONGEST], words):
            columns.append(values)
            right.append(place == len(title))
    return Joins(words, _weights(np.array(columns, float), np.array(right)), LEAST)


def _share(part: int, whole: int) -> int:
    """A share as a level: 0 for hardly any, 10 for all."""
    return max(0, round(log2(1000 * (part + 0.2) / (whole + 0.2))))


def _weights(columns: Any, right: Any) -> dict[str, float]:
    """Logistic regression with a small penalty, by Newton's method."""
    weights = np.zeros(len(COLUMNS))
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-columns @ weights))
        slope = columns.T @ (chance - right) + weights
        bend = (columns * (chance * (1 - chance))[:, None]).T @ columns + np.eye(len(COLUMNS))
        weights -= np.linalg.solve(bend, slope)
    return {name: round(float(weight), 4) for name, weight in zip(COLUMNS, weights, strict=True)}


def written(table: Joins) -> str:
    """The table as JSON, a line for each group of words with the same levels."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for word, levels in table.words.items():
        groups["".join(np.base_repr(level, 36) for level in levels)].append(word)
    words = {levels: " ".join(sorted(groups[levels])) for levels in sorted(groups)}
    about = "Written by scripts/train_joins.py. Words by how often they were seen, begin sentences and end headlines."
    return json.dumps(
        {"format": "joins 1", "about": about, "least": table.least, "weights": table.weights, "words": words},
        ensure_ascii=False,
        indent=0,
    )


def measured(shared: Path, table: Joins) -> dict[str, int]:
    """What becomes of the gold links where nothing but the table is known."""
    told: Counter[str] = Counter()
    for row in read_jsonl(shared / GOLD):
        body = normalize(row["body"])
        for _, _, span in row["spans"]:
            start = body.find(normalize(span))
            label = READ_MORE.match(body, max(start, 0))
            if start < 0 or not label:
                continue
            end = start + len(normalize(span)) - label.end()
            rest = body[label.end() :][:LONGEST]
            found = join(rest, table)
            right = found is not None and found >= end and not rest[end:found].strip("’' ")  # the headline's own quote
            told["untouched" if found is None else "right" if right else "wrong"] += 1
            if found is not None and not right:
                print("  wrong:", rest[:found][-40:], "|", rest[found:][:30], file=sys.stderr)
    return dict(told)


if __name__ == "__main__":
    main()

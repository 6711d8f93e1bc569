"""Time, memory and rows of the search for duplicates on made rows: `scale_duplicates.py KIND COUNT [--workers N]`.

KIND: `articles` (one in ten a near copy of another), `headlines` (no bodies, three in ten headlines repeated), and the
hostile ones `one-page`, `one-headline`, `near-copies`, `stop-words`, `empty`, `huge` (articles with one body of 50 MB).
Prints a line of JSON with the seconds, the most memory of any process, and the verdicts counted by reason, which must
be as many as the rows. `--table FILE` appends the line to a Markdown table.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # spawned workers import this file by its name

from corpus.duplicates import find_duplicates
from corpus.engines.local import LocalEngine
from corpus.settings import Settings

KINDS = ("articles", "headlines", "one-page", "one-headline", "near-copies", "stop-words", "empty", "huge")
CHUNK = 10_000
SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("uid", "id", "url", "site", "published")]
    + [(name, pa.large_string()) for name in ("headline", "body")]
)


def main() -> None:
    """Make the rows inside the engine, so that they never lie in memory at once, and search them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("count", type=int)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--table", type=Path)
    given = parser.parse_args()
    chunks = [pa.record_batch({"start": [s]}) for s in range(0, given.count, CHUNK)]
    with tempfile.TemporaryDirectory(prefix="corpus-scale-") as folder:
        with LocalEngine(Path(folder), workers=given.workers) as engine:
            made = partial(made_rows, kind=given.kind, count=given.count)
            rows = engine.map("made", made, engine.rows("chunks", chunks), SCHEMA)
            start = time.perf_counter()
            verdicts = find_duplicates(engine, rows, Settings(), shards=max(4, given.count // 25_000))
            seconds = time.perf_counter() - start
            reasons = Counter()
            for batch in engine.collect(verdicts):
                reasons.update(batch["reason"].to_pylist())
        # After the pool is closed its processes have been waited for, and count as children.
        peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    assert sum(reasons.values()) == given.count, "the verdicts do not balance with the rows"
    found = {
        "kind": given.kind,
        "rows": given.count,
        "workers": given.workers,
        "seconds": round(seconds, 1),
        "microseconds_a_row": round(seconds / given.count * 1e6, 1),
        "peak_mb_of_a_process": round(peak),
        "reasons": {str(reason): count for reason, count in sorted(reasons.items(), key=str)},
    }
    print(json.dumps(found))
    if given.table:
        cells = [value for name, value in found.items() if name != "reasons"] + [found["reasons"].get("None", 0)]
        line = " | ".join(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in cells)
        with given.table.open("a", encoding="utf-8") as out:
            out.write(f"| {line} |\n")


def made_rows(batch: pa.RecordBatch, *, kind: str, count: int) -> Iterator[pa.RecordBatch]:
    """The rows of one chunk, the same whatever else is made."""
    for start in batch["start"].to_pylist():
        numbers = range(start, min(start + CHUNK, count))
        rows = [row_of(kind, number) for number in numbers]
        yield pa.RecordBatch.from_pylist(rows, SCHEMA)


def row_of(kind: str, number: int) -> dict[str, Any]:
    """Row `number` of a kind."""
    body, headline = "", f"শিরোনাম {number} নিয়ে লেখা"
    if kind == "articles" or (kind == "huge" and number):
        story = number - number % 10 if number % 10 == 1 else number  # row 1 is a near copy of row 0, 11 of 10, ...
        body = text_of(story, 150 + story % 100)
        if number != story:
            body += f" সম্পাদিত {number}"
    elif kind == "huge":
        body = text_of(0, 2_600_000)
    elif kind == "headlines":
        headline = f"শিরোনাম {number * 7 // 10} নিয়ে লেখা"
    elif kind == "one-page":
        body, headline = text_of(0, 150), "এক শিরোনাম সব পাতায়"
    elif kind == "one-headline":
        body, headline = text_of(number, 150), "এক শিরোনাম সব পাতায়"
    elif kind == "near-copies":
        body = text_of(0, 150) + f" দেখেছেন {number} জন"
    elif kind == "stop-words":
        body = "এবং ও কিন্তু তবে যে " * (10 + number % 50)
    return {
        "uid": uid_of(0 if kind == "one-page" else number),
        "id": uid_of(0 if kind == "one-page" else number),
        "site": "khobor.example",
        "published": f"2026-{1 + number % 12:02}-{1 + number % 28:02}",
        "headline": headline,
        "body": body,
    }


def text_of(story: int, words: int) -> str:
    """A text of made words, with the shape of one: few words are common, most are rare."""
    ranks = np.random.default_rng(story).zipf(1.2, words) % 200_000
    return " ".join(map(word_of, ranks.tolist()))


def word_of(rank: int) -> str:
    """A made Bengali word."""
    letters = "কখগঘচছজঝটঠডঢতথদধনপফবভমযরলশষসহ"
    vowels = ("", "া", "ি", "ী", "ু", "ে", "ো")
    word = ""
    while True:
        rank, letter = divmod(rank, len(letters))
        word += letters[letter] + vowels[(rank + letter) % len(vowels)]
        if not rank:
            return word


def uid_of(number: int) -> str:
    """A digest, as uids are."""
    from hashlib import blake2b

    return blake2b(str(number).encode(), digest_size=16).hexdigest()


if __name__ == "__main__":
    main()

"""Time, memory and rows of the search for duplicates on made rows: `scale_duplicates.py KIND COUNT... [--workers N]`.

KIND: `articles` (one in ten a near copy of another), `headlines` (no bodies, six in ten share a headline with another),
and the hostile ones: `one-page` and `one-headline` (other bodies) for every row, `one-body` under other headlines,
`near-copies` of one text, `stop-words`, `empty` bodies, `huge` (articles, and one body of 50 MB). The verdicts must be
as many as the rows. With `--record`, each size is written to benchmarks/results/duplicates_scale.md (and .json, from
which the page is made; or in another folder) as it is done, in the place of an earlier run of the same kind and size.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from threading import Event, Thread
from typing import Any

import numpy as np
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # spawned workers import this file by its name

from corpus.duplicates import find_duplicates
from corpus.engines.local import LocalEngine
from corpus.settings import Settings

KINDS = (
    "articles", "headlines", "one-page", "one-headline", "one-body", "near-copies", "stop-words", "empty", "huge",
)  # fmt: skip
CHUNK = 10_000
SHARD_ROWS = 20_000  # as a build has them
RESULTS = Path(__file__).resolve().parents[1] / "benchmarks/results"
SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("uid", "id", "url", "site", "published")]
    + [(name, pa.large_string()) for name in ("headline", "body")]
)
PAGE = """# The search for duplicates at scale, and on hostile rows

Written by `scripts/scale_duplicates.py KIND ROWS... --record`. Not measured: real text. {machine}.
Seconds are of the search alone, the rows being made before it, on a machine that others may use at the same time; processor
time is that of all processes, a second or two for each to start included. Memory is the most that one process held, and the most that all held together (shared pages
counted once), files of the disk that lie mapped in memory included. Every run checks that there are as many verdicts as rows.

`articles` holds one near copy in ten, `huge` one body of 50 MB beside articles, `headlines` rows without bodies of which six in
ten share a headline with another; of `one-headline` the bodies differ, of `one-body` the headlines.

| kind | rows | processes | seconds | processor seconds | processor microseconds a row | MB of one process | MB of all | kept | removed, by reason |
|---|--:|--:|--:|--:|--:|--:|--:|--:|---|
"""  # noqa: E501 - a page


def main() -> None:
    """Make the rows inside the engine, so that they never lie in memory at once, and search them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("count", type=int, nargs="+")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--record", type=Path, nargs="?", const=RESULTS, metavar="FOLDER")
    given = parser.parse_args()
    for count in given.count:
        found = measured(given.kind, count, given.workers)
        print(json.dumps(found), flush=True)
        if given.record:
            record(found, given.record)


def measured(kind: str, count: int, workers: int) -> dict[str, Any]:
    """What a search of so many rows took, and found."""
    chunks = [pa.record_batch({"start": [start]}) for start in range(0, count, CHUNK)]
    with tempfile.TemporaryDirectory(prefix="corpus-scale-") as folder:
        with LocalEngine(Path(folder), workers=workers) as engine:
            rows = engine.map("made", partial(made_rows, kind=kind, count=count), engine.rows("chunks", chunks), SCHEMA)
        with Memory() as memory, LocalEngine(Path(folder), workers=workers) as engine:  # processes of its own
            start, spent = time.perf_counter(), processor_seconds()
            verdicts = find_duplicates(engine, rows, Settings(), shards=1 + count // SHARD_ROWS)
            seconds = time.perf_counter() - start
            reasons: Counter[str | None] = Counter()
            for batch in engine.collect(verdicts):
                reasons.update(batch["reason"].to_pylist())
        spent = processor_seconds() - spent  # processes that were waited for count
    if sum(reasons.values()) != count:
        raise SystemExit(f"{count} rows have {sum(reasons.values())} verdicts")
    return {
        "kind": kind,
        "rows": count,
        "workers": workers,
        "seconds": round(seconds, 1),
        "processor_seconds": round(spent, 1),
        "mb_of_one": memory.one >> 10,
        "mb_of_all": memory.all >> 10,
        "reasons": {str(reason): count for reason, count in sorted(reasons.items(), key=str)},
    }


def processor_seconds() -> float:
    """Of this process and of those that it has waited for."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


class Memory:
    """The most kilobytes that one process held, and this process and its children together; seen twice a second."""

    def __init__(self) -> None:
        self.one = self.all = 0
        self._done = Event()
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.5):
            held = [kilobytes(process) for process in (os.getpid(), *children(os.getpid()))]
            self.one = max(self.one, *(resident for resident, _ in held))
            self.all = max(self.all, sum(share for _, share in held))


def kilobytes(process: int) -> tuple[int, int]:
    """Resident kilobytes of a process, and its share of them: a page that two processes hold is half of each."""
    found = {"Rss": 0, "Pss": 0}
    with suppress(OSError):  # it may have ended
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            name, _, value = line.partition(":")
            if name in found:
                found[name] = int(value.split()[0])
    return found["Rss"], found["Pss"]


def children(process: int) -> list[int]:
    """The processes that a process started."""
    return [int(child) for task in Path(f"/proc/{process}/task").iterdir() for child in _children_of(task)]


def _children_of(task: Path) -> list[str]:
    with suppress(OSError):
        return (task / "children").read_text().split()
    return []


def record(found: dict[str, Any], folder: Path) -> None:
    """Put a run among the results in a folder, and write the page."""
    path = folder / "duplicates_scale.json"
    runs = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    named = ("kind", "rows", "workers")
    runs = [run for run in runs if any(run[name] != found[name] for name in named)] + [found]
    runs.sort(key=lambda run: (KINDS.index(run["kind"]), run["rows"], run["workers"]))
    path.write_text(json.dumps(runs, indent=1) + "\n", encoding="utf-8")
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    page = PAGE.format(machine=machine) + "".join(map(line_of, runs))
    (folder / "duplicates_scale.md").write_text(page, encoding="utf-8")


def line_of(run: dict[str, Any]) -> str:
    """A row of the page's table."""
    removed = ", ".join(f"{reason} {rows:,}" for reason, rows in run["reasons"].items() if reason != "None")
    cells = (
        run["kind"], f"{run['rows']:,}", run["workers"], f"{run['seconds']:,.0f}", f"{run['processor_seconds']:,.0f}",
        f"{run['processor_seconds'] / run['rows'] * 1e6:,.0f}", f"{run['mb_of_one']:,}", f"{run['mb_of_all']:,}",
        f"{run['reasons'].get('None', 0):,}", removed or "none",
    )  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |\n"


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
    elif kind == "one-body":
        body = text_of(0, 150)
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
    ranks = np.random.default_rng(story).zipf(1.2, words) % VOCABULARY
    return " ".join(map(vocabulary().__getitem__, ranks.tolist()))


VOCABULARY = 200_000


@cache
def vocabulary() -> list[str]:
    """The made words, the common ones first."""
    return [word_of(rank) for rank in range(VOCABULARY)]


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

"""Reading dates: `corpus.text.dates.parse_date` beside dateparser, on the formats of tests/data/date_formats.tsv.

Not measured: dateparser's 200 other languages, and its search for dates inside running text. The formats are those
that we set out to read, so reading them all says little of formats that nobody has shown us yet.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import platform
import statistics
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from corpus.text.dates import parse_date

dateparser = pytest.importorskip("dateparser")

HERE = Path(__file__).parent
TABLE = HERE.parent / "tests" / "data" / "date_formats.tsv"
RESULTS = HERE / "results" / "dates.md"
FETCHED = "2025-12-12T09:00:00+00:00"
LEAST_RATIO = 100
ROUNDS = 5

with TABLE.open(encoding="utf-8") as lines:
    ROWS = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
TEXTS = [row["text"] for row in ROWS]
DAYS = [(row["published"] or row["updated"])[:10] for row in ROWS]

SETTINGS = {
    "DATE_ORDER": "DMY",
    "RELATIVE_BASE": datetime.datetime.fromisoformat(FETCHED).replace(tzinfo=None),
    "TIMEZONE": "Asia/Dhaka",
    "RETURN_AS_TIMEZONE_AWARE": True,
}


def ours(text: str) -> str:
    return (parse_date(text, fetched_at=FETCHED) or "")[:10]


def dateparsers(text: str) -> str:
    found = dateparser.parse(text, languages=["bn", "en"], settings=SETTINGS)
    return found.date().isoformat() if found else ""


def seconds(read: Callable[[str], str], repeats: int) -> list[float]:
    """Seconds per string, once for each round, after one round to warm caches."""
    for text in TEXTS:
        read(text)
    rounds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(repeats):
            for text in TEXTS:
                read(text)
        rounds.append((time.perf_counter() - start) / repeats / len(TEXTS))
    return rounds


def test_dates_are_read_better_and_a_hundred_times_faster_than_by_dateparser() -> None:
    """The same strings, each reader warm; the result is written down whether or not the ratio holds."""
    readers = {"corpus.text.dates": (ours, 20), f"dateparser {version('dateparser')}": (dateparsers, 1)}
    right = {
        name: sum(read(text) == day for text, day in zip(TEXTS, DAYS, strict=True))
        for name, (read, _) in readers.items()
    }
    timed = {name: seconds(*reader) for name, reader in readers.items()}
    mine, theirs = (statistics.median(rounds) for rounds in timed.values())
    rows = [
        f"| {name} | {right[name]} of {len(TEXTS)} | {statistics.median(rounds) * 1e6:,.1f} "
        f"({min(rounds) * 1e6:,.1f}-{max(rounds) * 1e6:,.1f}) | {theirs / statistics.median(rounds):,.0f} |"
        for name, rounds in timed.items()
    ]
    digest = hashlib.sha256(TABLE.read_bytes()).hexdigest()[:12]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(
        "\n".join(
            [
                "# Reading dates",
                "",
                *(__doc__ or "").strip().split("\n"),
                "",
                f"{len(TEXTS)} strings of tests/data/date_formats.tsv (sha256 {digest}), the right day or rightly none;",
                f"microseconds per string, median of {ROUNDS} rounds (min-max), one process, Python",
                f"{platform.python_version()}, {platform.machine()}. dateparser is told the languages (bn, en), the order of",
                "day and month, the zone and the time of fetching.",
                "",
                "| reader | right | microseconds | times dateparser |",
                "|---|--:|--:|--:|",
                *rows,
                "",
            ]
        ),
        encoding="utf-8",
    )
    assert right["corpus.text.dates"] == len(TEXTS)
    assert theirs / mine >= LEAST_RATIO


def test_one_pass_over_the_table(benchmark) -> None:  # type: ignore[no-untyped-def]
    benchmark(lambda: [ours(text) for text in TEXTS])

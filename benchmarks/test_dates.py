"""Reading dates: `corpus.text.dates.parse_date` beside dateparser, on the formats of tests/data/date_formats.tsv.

Not measured: dateparser's 200 other languages, and its search for dates inside running text. Many of the strings are
whole lines of a page, with labels, a place and two or three calendars; dateparser is made for a date by itself. The
formats are those that we set out to read, so reading them all says little of formats that nobody has shown us yet.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import platform
import random
import statistics
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from corpus.text.dates import parse_date
from tests.conftest import SHARED, read_jsonl

dateparser = pytest.importorskip("dateparser")

HERE = Path(__file__).parent
TABLE = HERE.parent / "tests" / "data" / "date_formats.tsv"
RESULTS = HERE / "results" / "dates.md"
FETCHED = "2025-12-12T09:00:00+00:00"
LEAST_RATIO = 100  # times dateparser.parse(text), as people call it
LEAST_RATIO_TOLD = 40  # times dateparser told the languages, order, zone and time of fetching, which few callers do
ROUNDS = 3
SAMPLE = 300

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


def as_it_comes(text: str) -> str:
    found = dateparser.parse(text)
    return found.date().isoformat() if found else ""


def told(text: str) -> str:
    found = dateparser.parse(text, languages=["bn", "en"], settings=SETTINGS)
    return found.date().isoformat() if found else ""


def seconds(read: Callable[[str], str], texts: list[str]) -> float:
    """Seconds per string for one pass."""
    start = time.perf_counter()
    for text in texts:
        read(text)
    return (time.perf_counter() - start) / len(texts)


def real_strings() -> list[str]:
    """Date strings of real articles and headlines, no two alike, so that no reader can remember the answer."""
    news = SHARED / "data" / "news"
    paths = sorted([*news.glob("articles_*/*.jsonl*"), *news.glob("headlines_hist/*.jsonl*")])
    found = {row["date"] for path in paths for row in read_jsonl(path) if row.get("date")}
    return random.Random(0).sample(sorted(found), min(SAMPLE, len(found)))


def test_dates_are_read_better_and_a_hundred_times_faster_than_by_dateparser() -> None:
    """Readers take turns, so that the noise of the machine falls on both; the result is written whatever it is."""
    mine, peer, hinted = "corpus.text.dates", "dateparser", "dateparser, told"
    readers = {mine: ours, peer: as_it_comes, hinted: told}
    timed: dict[tuple[str, str], list[float]] = {}
    strings = real_strings()
    for name, read in readers.items():  # strings that were never seen: one pass, no second chance
        timed["real", name] = [seconds(read, part) for part in batches(strings)]
    for _ in range(ROUNDS + 1):
        for name, read in readers.items():
            timed.setdefault(("formats", name), []).append(seconds(read, TEXTS))
    right = {name: sum(read(t) == day for t, day in zip(TEXTS, DAYS, strict=True)) for name, read in readers.items()}
    rows = []
    for (kind, name), rounds in sorted(timed.items()):
        best, middle, worst = (f(rounds[1:]) * 1e6 for f in (min, statistics.median, max))
        share = f"{right[name]} of {len(TEXTS)}" if kind == "formats" else ""
        ratio = middle / 1e6 / statistics.median(timed[kind, mine][1:])
        rows.append(f"| {name} | {kind} | {share} | {middle:,.1f} ({best:,.1f}-{worst:,.1f}) | {ratio:,.0f} |")
    digest = hashlib.sha256(TABLE.read_bytes()).hexdigest()[:12]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(PAGE.format(
        about=(__doc__ or "").strip(), count=len(TEXTS), digest=digest, sample=SAMPLE,
        rounds=ROUNDS, version=version("dateparser"), python=platform.python_version(), machine=platform.machine(),
        rows="\n".join(rows),
    ), encoding="utf-8")  # fmt: skip
    assert right["corpus.text.dates"] == len(TEXTS)
    for kind in ("formats", "real"):  # by the best rounds, which other work on the machine disturbs least
        for reader, least in ((peer, LEAST_RATIO), (hinted, LEAST_RATIO_TOLD)):
            assert min(timed[kind, reader][1:]) / min(timed[kind, mine][1:]) >= least, (kind, reader)


def batches(texts: list[str]) -> list[list[str]]:
    size = max(1, len(texts) // (ROUNDS + 1))
    return [texts[place : place + size] for place in range(0, size * (ROUNDS + 1), size) if texts[place : place + size]]


PAGE = """# Reading dates

{about}

formats: the {count} strings of tests/data/date_formats.tsv (sha256 {digest}), the right day or rightly none.
real: {sample} date strings of real articles and headlines, no two alike, each read once.
Microseconds per string, median of {rounds} rounds after one to warm up (min-max), one process, Python {python},
{machine}. dateparser {version} is called as it comes, and told the languages (bn, en), the order of
day and month, the zone and the time of fetching.

| reader | strings | right | microseconds | times ours |
|---|---|--:|--:|--:|
{rows}
"""


def test_one_pass_over_the_table(benchmark) -> None:  # type: ignore[no-untyped-def]
    benchmark(lambda: [ours(text) for text in TEXTS])

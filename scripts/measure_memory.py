#!/usr/bin/env python3
"""Extract many pages in one process and write down how much memory it holds on the way.

    scripts/measure_memory.py [--pages 100000] [--shared ../shared]

Writes benchmarks/results/extract_memory.md. The pages are those of sample/ and, where ../shared is at hand, composed
ones, over and over; each time their letters and digits are exchanged for others of the same kind, so that no two pages
hold the same words, and whatever keeps words, lines or dates of old pages is seen to grow.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import platform
import random
import time
from collections.abc import Iterator
from pathlib import Path

from corpus.text.page import extract_html, extract_text

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results" / "extract_memory.md"
STEPS = 10
LETTERS = "কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহ"
DIGITS = "০১২৩৪৫৬৭৮৯"


def sources(shared: Path) -> Iterator[tuple[bool, str]]:
    """Pages to start from: whether each is HTML, and its text."""
    for file in sorted((ROOT / "sample" / "pages").rglob("*")):
        if file.suffix in {".html", ".txt"}:
            yield file.suffix == ".html", file.read_text("utf-8", "replace")
    composed = shared / "data" / "pages" / "composed.jsonl.gz"
    if composed.exists():
        with gzip.open(composed, "rt", encoding="utf-8") as rows:
            for row in map(json.loads, rows):
                yield True, row["html"]
                yield False, row["text"]


def varied(pages: list[tuple[bool, str]], count: int) -> Iterator[tuple[bool, str]]:
    """`count` pages, no two of the same words."""
    chance = random.Random(1)
    for html, page in itertools.islice(itertools.cycle(pages), count):
        letters, digits = list(LETTERS), list(DIGITS)
        chance.shuffle(letters)
        chance.shuffle(digits)
        yield html, page.translate(str.maketrans(LETTERS + DIGITS, "".join(letters + digits)))


def resident() -> float:
    """Megabytes of memory that this process holds."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def main() -> None:
    """Read, and tell after every tenth part."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pages", type=int, default=100_000)
    arguments.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    asked = arguments.parse_args()
    pages = list(sources(asked.shared))
    rows, held = [], []
    articles = 0
    started = time.process_time()
    for number, (html, page) in enumerate(varied(pages, asked.pages), 1):
        articles += (extract_html if html else extract_text)(page).article is not None
        if number % max(1, asked.pages // STEPS) == 0:
            held.append(resident())
            rows.append(f"| {number:,} | {held[-1]:.1f} | {articles:,} | {time.process_time() - started:.0f} |")
            print(rows[-1], flush=True)
    told = [
        "# Extraction: memory over many pages\n", __doc__ or "",
        f"{len(pages)} pages to start from ({sum(html for html, _ in pages)} of them HTML), one process; Python "
        f"{platform.python_version()}, {platform.machine()}.\n",
        "| pages read | resident MB | articles found | processor seconds |", "|--:|--:|--:|--:|", *rows,
        f"\nThe second half of the pages added {held[-1] - held[len(held) // 2 - 1]:+.1f} MB.",
    ]  # fmt: skip
    RESULTS.write_text("\n".join(told) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

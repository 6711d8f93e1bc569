"""How many bytes a new version of a release costs to upload: rows added, removed and edited, on synthetic rows.

    scripts/measure_upload.py [ROWS] [--write]

makes a release of ROWS articles (200,000 by default) and three that follow it, and counts the bytes of those chunks
that the first does not hold (corpus/release/chunks.py says how; Xet storage, where the Hub keeps files, takes only
those).
For comparison it also writes the same rows as most releases are written: no content-defined borders, groups of a fixed
number of rows. `--write` puts the table into benchmarks/results/release.md.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from corpus.release.chunks import new_bytes
from corpus.release.parquet import write_shard
from corpus.schema import ARTICLES, arrow_schema

SHARD_ROWS = 90_000
"""About 256 MiB of text, as the build cuts its shards."""

LETTERS = "কখগঘচছজটডতদনপবভমযরলশসহ"
SIGNS = ("", "", "া", "ি", "ে", "ু", "ো", "্র")
SECTIONS = ("জাতীয়", "খেলা", "অর্থনীতি", "বিনোদন", "আন্তর্জাতিক")
GOALS = {"5 % new rows": 0.12, "10 rows removed": 0.30, "0.1 % of rows edited": 0.25}
RESULTS = Path(__file__).resolve().parents[1] / "benchmarks" / "results" / "release.md"


def vocabulary(chance: random.Random, size: int = 40_000) -> list[str]:
    """Made-up words in Bengali letters."""
    return [
        "".join(chance.choice(LETTERS) + chance.choice(SIGNS) for _ in range(chance.randint(1, 5))) for _ in range(size)
    ]


def articles(count: int, seed: int = 1) -> pa.Table:
    """Articles of 60 to 500 made-up words, the frequent ones often, in order of publication."""
    chance = random.Random(seed)
    words = vocabulary(chance)
    weights = [1 / (rank + 10) for rank in range(len(words))]
    stream = iter(lambda: chance.choices(words, weights, k=100_000), None)
    pool: list[str] = []
    tables = []
    for start in range(0, count, 10_000):
        rows = []
        for number in range(start, min(start + 10_000, count)):
            length = min(500, max(60, int(chance.lognormvariate(5.3, 0.5))))
            while len(pool) < length + 8:
                pool.extend(next(stream))
            rows.append(_article(number, count, pool[:8], pool[8 : 8 + length]))
            del pool[: 8 + length]
        tables.append(pa.Table.from_pylist(rows, schema=arrow_schema(ARTICLES)))
    return pa.concat_tables(tables).combine_chunks()


def _article(number: int, count: int, headline: list[str], body: list[str]) -> dict[str, Any]:
    key = hashlib.blake2b(str(number).encode(), digest_size=16).hexdigest()
    minute = number * 3  # one every three minutes
    day = f"{2023 + minute // 525_600}-{1 + minute // 43_800 % 12:02d}-{1 + minute // 1_440 % 28:02d}"
    text = [" ".join(body[start : start + 40]) + "।" for start in range(0, len(body), 40)]
    site, section = f"khobor{number % 9}.example", SECTIONS[number % 5]
    return {
        "id": key,
        "url": f"https://{site}/{section}/{key[:10]}",
        "site": site,
        "headline": " ".join(headline),
        "body": "\n\n".join(text),
        "published": f"{day}T{minute // 60 % 24:02d}:{minute % 60:02d}:00+06:00",
        "category": section,
        "byline": "নিজস্ব প্রতিবেদক" if number % 3 else None,
        "source_credit": None,
        "word_count": len(body),
        "bengali_share": 1.0 - (number % 40) / 1000,
        "ill_formed_ppm": number % 5 * 100,
        "edits": ["nukta_letters"] if number % 2 else [],
        "cluster_id": key,
        "cluster_size": 1 + (number % 6 == 0),
        "source": "html",
    }


def write_ours(rows: pa.Table, folder: Path) -> list[Path]:
    """As a release is written: ordered by (published, id), shards of a range of rows each."""
    ordered = rows.take(pc.sort_indices(rows, [("published", "ascending"), ("id", "ascending")]))
    paths = []
    for number, start in enumerate(range(0, len(ordered), SHARD_ROWS)):
        path = folder / f"{number:05d}.parquet"
        write_shard(path, ordered.slice(start, SHARD_ROWS), ARTICLES)
        paths.append(path)
    return paths


def write_plainly(rows: pa.Table, folder: Path, *, by: str) -> list[Path]:
    """As `Dataset.to_parquet` and most scripts do: zstd, groups of 1,000 rows, no content-defined borders."""
    folder.mkdir(parents=True)
    path = folder / "00000.parquet"
    pq.write_table(
        rows.take(pc.sort_indices(rows, [(by, "ascending")])),
        path,
        compression="zstd",
        compression_level=9,
        row_group_size=1_000,
    )
    return [path]


def versions(rows: pa.Table, count: int) -> Iterator[tuple[str, pa.Table]]:
    """What a new version may change; `rows` has a few more than the `count` of the first."""
    chance = random.Random(7)
    first = rows.slice(0, count)
    yield "5 % new rows", rows
    gone = set(chance.sample(range(count), 10))
    yield "10 rows removed", first.take([row for row in range(count) if row not in gone])
    edited = set(chance.sample(range(count), count // 1000))
    bodies = first["body"].to_pylist()
    words = first["word_count"].to_pylist()
    for row in edited:
        bodies[row] = bodies[row].replace(" ", " সংশোধিত ", 1)
        words[row] += 1
    changed = first.set_column(4, "body", pa.array(bodies, pa.large_string()))
    yield "0.1 % of rows edited", changed.set_column(9, "word_count", pa.array(words, pa.int32()))


def measure(count: int) -> list[tuple[str, int, dict[str, float]]]:
    """For each way of writing: name, bytes of the first version, and the share of each next one that is new."""
    rows = articles(count + count // 20)
    ways: tuple[tuple[str, Callable[[pa.Table, Path], list[Path]]], ...] = (
        ("a release of ours", write_ours),
        ("plain Parquet by (published)", lambda rows, folder: write_plainly(rows, folder, by="published")),
        ("plain Parquet by id, a hash", lambda rows, folder: write_plainly(rows, folder, by="id")),
    )
    measured = []
    for name, write in ways:
        with tempfile.TemporaryDirectory() as home:
            first = write(rows.slice(0, count), Path(home, "first"))
            size = sum(path.stat().st_size for path in first)
            shares = {}
            for change, changed in versions(rows, count):
                after = write(changed, Path(home, "next"))
                shares[change] = new_bytes(first, after) / sum(path.stat().st_size for path in after)
                shutil.rmtree(Path(home, "next"))
            measured.append((name, size, shares))
            print(f"{name}: {size:,} bytes", {change: f"{share:.1%}" for change, share in shares.items()}, flush=True)
    return measured


def table(measured: list[tuple[str, int, dict[str, float]]], count: int, seconds: float) -> str:
    """The result as a page."""
    heads = " | ".join(GOALS)
    lines = [
        "# What a new version of a release costs to upload",
        "",
        f"{count:,} synthetic articles; share of the bytes of the new version that are in chunks which the one",
        f"before does not hold. `scripts/measure_upload.py {count} --write` made this page in {seconds:.0f} s.",
        "",
        "What it does not measure: the Hub itself. Chunks are cut as Xet cuts them (64 KiB on average), but",
        "the table of its rolling hash is not ours, so shares differ from the Hub's by a percent or so. Made-up",
        "words compress worse than news.",
        "",
        f"| written as | bytes | {heads} |",
        "|---|--:|" + "--:|" * len(GOALS),
    ]
    for name, size, shares in measured:
        lines.append(f"| {name} | {size:,} | " + " | ".join(f"{shares[change]:.1%}" for change in GOALS) + " |")
    lines += ["| goal | | " + " | ".join(f"< {goal:.0%}" for goal in GOALS.values()) + " |", ""]
    return "\n".join(lines)


def main() -> int:
    """Measure, print, and fail where a goal is missed."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("rows", nargs="?", type=int, default=200_000)
    arguments.add_argument("--write", action="store_true", help=f"write {RESULTS.name}")
    asked = arguments.parse_args()
    started = time.perf_counter()
    measured = measure(asked.rows)
    page = table(measured, asked.rows, time.perf_counter() - started)
    print(page)
    if asked.write:
        RESULTS.write_text(page, encoding="utf-8")
    return int(any(measured[0][2][change] >= goal for change, goal in GOALS.items()))


if __name__ == "__main__":
    sys.exit(main())

"""Checks the laws of the normalizer on many generated texts and on every line of the shared news.

python scripts/check_normalizer_laws.py --generated 1000000 --news ../shared/data/news
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from corpus.text import arrays, compiled
from corpus.text.normalize import normalize
from tests.normalizer_laws import broken_laws, random_text

BATCH = 10_000


def news(folder: Path) -> Iterator[str]:
    """Every string in every file of the folder, line by line."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            is_gzip = path.suffix == ".gz"
            opened = gzip.open(path, "rt", encoding="utf-8") if is_gzip else path.open(encoding="utf-8")  # noqa: SIM115
            with opened as lines:
                for line in lines:
                    yield from strings(json.loads(line)) if path.name.removesuffix(".gz").endswith("jsonl") else [line]


def strings(value: object) -> Iterator[str]:
    """The strings in a parsed JSON value, whole and line by line."""
    if isinstance(value, str):
        yield value
        if "\n" in value:
            yield from value.splitlines()
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def check(texts: Iterator[str], name: str) -> int:
    """Print each broken law; return how many there were."""
    wrong = count = 0
    began = time.monotonic()
    batch: list[str] = []
    for text in texts:
        count += 1
        batch.append(text.encode("utf-8", "replace").decode())  # Arrow holds no surrogates
        for law in broken_laws(text):
            wrong += 1
            print(f"{name}: {law}: {text!a}")
        if len(batch) == BATCH:
            wrong += check_arrays(batch, name)
            batch = []
    wrong += check_arrays(batch, name)
    print(f"{name}: {count:,} texts, {wrong} broken laws, {time.monotonic() - began:.0f} s")
    return wrong


def check_arrays(texts: list[str], name: str) -> int:
    """`normalize_array` gives what `normalize` gives."""
    wrong = 0
    for repair in (False, True):
        found = arrays.normalize_array(pa.array(texts, pa.large_string()), repair=repair).to_pylist()
        for text, one in zip(texts, found, strict=True):
            if one != normalize(text, repair=repair):
                wrong += 1
                print(f"{name}: array like one by one, repair={repair}: {text!a}")
    return wrong


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--generated", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--news", type=Path)
    options = parser.parse_args()
    compiled.WORTH_COMPILING = 0  # the compiled path, from the first text on
    rng = random.Random(options.seed)
    broken = check((random_text(rng) for _ in range(options.generated)), "generated")
    if options.news:
        broken += check(news(options.news), "news")
    sys.exit(broken > 0)

"""Synthetic releases for tests: rows of our own, written and sealed as a build would."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa

from corpus.release.manifest import FOLDERS, Facts, seal
from corpus.release.parquet import write_shard
from corpus.release.staging import Stage
from corpus.schema import CONFIGS, arrow_schema

WORDS = (  # noqa: SIM905
    "নদী আকাশ বাজার কৃষক ফসল বৃষ্টি সেতু গ্রাম শহর খেলা দল মাঠ শিক্ষক বই পরীক্ষা চাল দাম র‍্যাব ক্‌ষুধা মেলা রাস্তা ট্রেন ভোর সন্ধ্যা"
).split()


def article(number: int, *, words: int = 80, seed: int = 0) -> dict[str, Any]:
    """One article, the same for the same number: in order of publication, one a minute."""
    chance = random.Random(f"{seed}/{number}")
    key = hashlib.sha256(f"{seed}/{number}".encode()).hexdigest()[:32]
    day = f"{2020 + number // 400_000:04d}-{1 + number // 28_000 % 12:02d}-{1 + number // 1_000 % 28:02d}"
    minute = f"{number % 1_000 // 60:02d}:{number % 60:02d}"
    return {
        "id": key,
        "url": f"https://example.com/news/{number}",
        "site": f"site{number % 7}.example",
        "headline": f"{chance.choice(WORDS)} {chance.choice(WORDS)} {number}",
        "body": " ".join(chance.choices(WORDS, k=words)) + "।",
        "published": None if number % 11 == 10 else f"{day}T{minute}:00+06:00",
        "category": ("খেলা", "সারাদেশ", "অর্থনীতি|বাণিজ্য", None)[number % 4],
        "byline": None,
        "source_credit": "বাসস" if number % 5 == 0 else None,
        "word_count": words,
        "bengali_share": 0.5 + (number % 50) / 100,
        "ill_formed_ppm": number % 3,
        "edits": ["nukta_letters", "danda_spacing"][: number % 3],
        "cluster_id": key,
        "cluster_size": 1 + number % 2,
        "source": "html" if number % 2 else "text",
    }


def split_of(row: dict[str, Any]) -> str:
    """As a build would: by a stable hash of the cluster."""
    bucket = int(row["cluster_id"][:4], 16) % 10
    return "validation" if bucket == 0 else "test" if bucket == 1 else "train"


def removed(number: int) -> dict[str, Any]:
    """One removed row."""
    row = {column.name: None for column in CONFIGS["removed"]}
    return row | {
        "id": hashlib.sha256(f"removed/{number}".encode()).hexdigest()[:32],
        "site": f"site{number % 3}.example",
        "stage": ("screen", "deduplicate")[number % 2],
        "reason": ("too_short", "same_headline")[number % 2],
        "headline": f"বাদ {number}",
        "published": "2021-05-06",
        "text": "ছোট লেখা",
    }


def headline(row: dict[str, Any]) -> dict[str, Any]:
    """The row of `headlines` of an article."""
    return {"text": row["headline"], "first_date": (row["published"] or "")[:10] or None, "times_seen": 1,
            "sites": [row["site"]], "variants": [], "article_id": row["id"]}  # fmt: skip


def table(config: str, rows: Iterable[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=arrow_schema(CONFIGS[config]))


def in_order(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The order of a release: by (published, id); undated rows last."""
    return sorted(rows, key=lambda row: (row["published"] is None, row["published"] or "", row["id"]))


def make(out: Path, version: str = "1.0.0", articles: Iterable[dict[str, Any]] | int = 60, *, dropped: int = 12,
         shards: int = 2, parent: Path | None = None, **facts: Any) -> Path:  # fmt: skip
    """Write, seal and commit a release in `out`; its folder."""
    rows = in_order([article(n) for n in range(articles)] if isinstance(articles, int) else articles)
    parts = {
        ("articles", name): [row for row in rows if split_of(row) == name] for name in ("train", "validation", "test")
    }
    parts["headlines", "train"] = sorted(map(headline, rows), key=lambda row: (row["first_date"] or "~", row["text"]))
    parts["removed", "train"] = in_order(removed(number) for number in range(dropped))
    with Stage(out, version) as stage:
        entries = []
        for (config, split), part in parts.items():
            count = min(shards, len(part))
            for number in range(count):
                piece = part[len(part) * number // count : len(part) * (number + 1) // count]
                path = stage.folder / FOLDERS[config] / f"{split}-{number:05d}-of-{count:05d}.parquet"
                entries.append(write_shard(path, table(config, piece), CONFIGS[config]))
        known = {"configuration": {"split_shares": "80/10/10"}} | facts
        seal(stage.folder, Facts(version, read=len(rows) + dropped, parent=parent, **known), entries)
        return stage.commit()

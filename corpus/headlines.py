"""The config `headlines`: every headline that was seen, of articles and in lists on other pages, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pyarrow as pa

from corpus.engines import Engine
from corpus.shards import config_schema
from corpus.tables.screens import HEADLINE_BENGALI_SHARE
from corpus.text.headline_keys import headline_keys
from corpus.text.ids import digest
from corpus.text.words import bengali_share

SEEN = pa.schema(
    [
        ("key", pa.uint64()),
        ("headline_key", pa.string()),
        ("text", pa.large_string()),
        ("date", pa.string()),
        ("site", pa.string()),
        ("article_id", pa.string()),
        ("times", pa.int64()),
    ]
)


def headline_rows(engine: Engine, decided: Any, shards: int) -> Any:
    """One row a headline key (the columns of `config_schema`), from rows that have left every stage."""
    seen = engine.map("headlines-seen", seen_headlines, decided, SEEN)
    return engine.shuffle("headlines", merged_headlines, seen, config_schema("headlines"), key="key", shards=shards)


def seen_headlines(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Each headline of a batch, those in lists too, with where and when it was seen; equal ones are counted."""
    seen: Counter[tuple[str | None, ...]] = Counter()
    given = ("headline", "published", "site", "id", "stage", "teasers")
    for headline, published, site, id_, stage, teasers in zip(
        *(batch[name].to_pylist() for name in given), strict=True
    ):
        if headline:
            seen[headline, (published or "")[:10] or None, site, None if stage else id_] += 1
        for teaser in teasers or ():
            seen[teaser["text"], teaser["date"], site, None] += 1
    texts, dates, sites, article_ids = ([place[at] for place in seen] for at in range(4))
    keys = headline_keys(pa.array(texts, pa.large_string()), sites)
    held = {key for key in set(keys) if key and bengali_share(key) >= HEADLINE_BENGALI_SHARE}
    names = {key: digest([key]) for key in held}
    columns = (keys, texts, dates, sites, article_ids, seen.values())
    kept = [row for row in zip(*columns, strict=True) if row[0] in held]
    rows = [dict(zip(SEEN.names, (int(names[row[0]][:16], 16), *row), strict=True)) for row in kept]
    yield pa.RecordBatch.from_pylist(rows, SEEN)


def merged_headlines(shard: pa.Table) -> Iterator[pa.RecordBatch]:
    """One row for each key of a shard: as first seen, with its other spellings."""
    ordered = shard.sort_by([("headline_key", "ascending"), ("text", "ascending")])
    rows = []
    for key, group in groupby(ordered.to_pylist(), key=lambda row: row["headline_key"]):
        rows.append(_merged(key, list(group)))
    yield pa.RecordBatch.from_pylist(rows, config_schema("headlines"))


def _merged(key: str, seen: list[dict[str, Any]]) -> dict[str, Any]:
    # The spelling of the article that is held, then the earliest, then the first in code point order.
    first = min(seen, key=lambda row: (row["article_id"] is None, row["date"] or "9", row["text"]))
    dates = [row["date"] for row in seen if row["date"]]
    return {
        "text": first["text"],
        "first_date": min(dates, default=None),
        "times_seen": sum(row["times"] for row in seen),
        "sites": sorted({row["site"] for row in seen if row["site"]}),
        "variants": sorted({row["text"] for row in seen} - {first["text"]}),
        "article_id": min((row["article_id"] for row in seen if row["article_id"]), default=None),
        "split": "train",
        "uid": digest([key]),
    }

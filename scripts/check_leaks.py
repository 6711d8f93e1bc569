"""Look for leaks and for rows that move, exactly, among real articles with made copies: `check_leaks.py NEWS_FOLDER`.

Every row is searched for duplicates and split 80/10/10; all pairs of rows in different splits are compared by
`corpus.leaks` (word triples in dictionaries). Then the same with 70 % of the rows, by date and at random: rows kept in
both that changed their split, and of them those whose story got another earliest row (`diff` names these).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from corpus.duplicates import find_duplicates
from corpus.engines.local import LocalEngine
from corpus.leaks import Article, find_leaks
from corpus.settings import Settings
from corpus.stages.split import split
from corpus.text.ids import digest
from scripts.make_duplicates import labelled

SETTINGS = Settings(validation_share=0.1, test_share=0.1)
SCHEMA = pa.schema(
    [(name, pa.large_string()) for name in ("uid", "id", "url", "site", "headline", "body", "published")]
)


def main() -> None:
    """Print what was found, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path)
    parser.add_argument("--stories", type=int, default=1900)
    parser.add_argument("--others", type=int, default=4500)
    given = parser.parse_args()
    chance = random.Random(7)
    rows = []
    for row in labelled(given.news, given.stories, given.others):
        day = f"2025-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        rows.append({**row, "uid": digest([row["id"]]), "id": digest([row["id"]]), "published": day})
    whole = decided(rows)
    kept = [row for row in rows if whole[row["uid"]]["reason"] is None]
    articles = [Article(r["id"], whole[r["uid"]]["split"], None, r["headline"], r["body"]) for r in kept]
    leaks = list(find_leaks([article for article in articles if article.split != "train"], articles))
    by_date = sorted(rows, key=lambda row: row["published"])[: len(rows) * 7 // 10]
    print(
        json.dumps(
            {
                "rows": len(rows),
                "reasons": Counter(str(each["reason"]) for each in whole.values()),
                "splits": Counter(article.split for article in articles),
                "leaks": len(leaks),
                "growth_by_date": moved(decided(by_date), whole),
                "growth_at_random": moved(decided(chance.sample(rows, len(rows) * 7 // 10)), whole),
            },
            indent=1,
        )
    )


def decided(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The verdict and the split of each row, by uid."""
    table = pa.Table.from_pylist([{name: row.get(name) for name in SCHEMA.names} for row in rows], SCHEMA)
    with tempfile.TemporaryDirectory() as folder, LocalEngine(Path(folder)) as engine:
        held = engine.rows("rows", table.to_batches(max_chunksize=2000))
        batches = [split(SETTINGS)(batch).kept for batch in engine.collect(find_duplicates(engine, held, SETTINGS))]
    return {each["uid"]: each for batch in batches for each in batch.to_pylist()}


def moved(before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]) -> dict[str, int]:
    """Of rows kept in both: how many there are, how many changed their split, and how many of them for no reason."""
    both = [uid for uid, each in before.items() if each["reason"] is None and after[uid]["reason"] is None]
    changed = [uid for uid in both if before[uid]["split"] != after[uid]["split"]]
    unnamed = [uid for uid in changed if before[uid]["split_key"] == after[uid]["split_key"]]
    return {"kept_in_both": len(both), "changed_split": len(changed), "without_a_new_earliest_row": len(unnamed)}


if __name__ == "__main__":
    main()

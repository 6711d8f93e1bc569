"""Counts over the rows of a release, taken from the rows themselves; the card and the report print them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from corpus.release.parquet import row_groups
from corpus.stages import STAGES

if TYPE_CHECKING:
    from corpus.release.manifest import Manifest

LENGTHS = (0, 50, 100, 200, 400, 800, 1600, 3200)
"""Lower ends of the classes of word counts."""

CLUSTERS = (1, 2, 3, 5, 10, 100)
"""Lower ends of the classes of cluster sizes."""

TOP = 50
"""How many sites, categories and so on are listed by name."""

UNKNOWN = "unknown"


def stats(folder: Path, manifest: Manifest) -> dict[str, Any]:
    """All counts of a release, as JSON values in a fixed order."""
    articles, removed = Counts(), Counts()
    words: list[pa.Array] = []
    for rows in _rows(
        folder, "data", ["site", "published", "category", "word_count", "edits", "cluster_size", "source"]
    ):
        articles.add(rows, "site", "category", "source")
        articles.count("year", _years(rows["published"]))
        articles.count("edits", rows["edits"].combine_chunks().flatten())
        articles.count("cluster_size", rows["cluster_size"])
        words.append(rows["word_count"].combine_chunks())
    for rows in _rows(folder, "removed", ["site", "published", "stage"]):
        removed.add(rows, "site")
        removed.count("year", _years(rows["published"]))
    labels = Counts()
    for rows in _rows(folder, "lines", ["label"]):
        labels.add(rows, "label")
    return {
        "rows": {
            config: {split: part.rows for split, part in parts.items()} for config, parts in manifest.configs.items()
        },
        "steps": _steps(manifest.ledger.read, manifest.ledger.removed),
        "reasons": _reasons(manifest.ledger.removed),
        "sites": _kept_and_removed(articles["site"], removed["site"]),
        "years": _kept_and_removed(articles["year"], removed["year"], by_name=True),
        "categories": _listed(articles["category"]),
        "sources": _listed(articles["source"]),
        "edits": _listed(articles["edits"]),
        "clusters": _classes(articles["cluster_size"], CLUSTERS),
        "labels": _listed(labels["label"]),
        **_lengths(pa.chunked_array(words, pa.int32())),
    }


def removals(folder: Path) -> dict[str, dict[str, int]]:
    """Rows of `removed` by stage and reason."""
    found: Counter[tuple[str, str]] = Counter()
    for rows in _rows(folder, "removed", ["stage", "reason"]):
        found.update(zip(rows["stage"].to_pylist(), rows["reason"].to_pylist(), strict=True))
    stages: dict[str, dict[str, int]] = {}
    for (stage, reason), count in sorted(found.items()):
        stages.setdefault(stage, {})[reason] = count
    return stages


class Counts(dict[str, "Counter[Any]"]):
    """How often each value of several columns was seen."""

    def add(self, rows: pa.Table, *names: str) -> None:
        """Count the values of these columns; null counts as unknown."""
        for name in names:
            self.count(name, rows[name])

    def count(self, name: str, values: pa.Array | pa.ChunkedArray) -> None:
        """Count values under a name."""
        for pair in pc.value_counts(values).to_pylist():
            self[name][UNKNOWN if pair["values"] is None else pair["values"]] += pair["counts"]

    def __missing__(self, name: str) -> Counter[Any]:
        self[name] = Counter()
        return self[name]


def _rows(folder: Path, part: str, columns: list[str]) -> Iterator[pa.Table]:
    for path in sorted((folder / part).glob("*.parquet")):
        yield from row_groups(path, columns)


def _years(published: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.utf8_slice_codeunits(published, 0, 4)


def _steps(read: int, removed: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    """What each stage took and what it left, in order."""
    left, steps = read, []
    for stage in _in_order({*STAGES, *removed}):
        taken = sum(removed.get(stage, {}).values())
        left -= taken
        steps.append({"stage": stage, "removed": taken, "left": left})
    return steps


def _reasons(removed: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    """Each reason of each stage, in the order of stages, the most frequent first."""
    return [
        {"stage": stage, "reason": reason, "rows": rows}
        for stage in _in_order(set(removed))
        for reason, rows in sorted(removed[stage].items(), key=lambda item: (-item[1], item[0]))
    ]


def _in_order(stages: set[str]) -> list[str]:
    """Stages in the order in which rows pass them; others after them."""
    return sorted(stages, key=lambda stage: (STAGES.index(stage) if stage in STAGES else len(STAGES), stage))


def _kept_and_removed(kept: Counter[Any], removed: Counter[Any], *, by_name: bool = False) -> list[dict[str, Any]]:
    names = sorted(
        kept.keys() | removed.keys(), key=(lambda name: name) if by_name else lambda name: (-kept[name], name)
    )
    rows = [{"name": name, "kept": kept[name], "removed": removed[name]} for name in names]
    if len(rows) > TOP and not by_name:
        rest = rows[TOP:]
        total = {column: sum(row[column] for row in rest) for column in ("kept", "removed")}
        rows = [*rows[:TOP], {"name": f"{len(rest)} others", **total}]
    return rows


def _listed(counts: Counter[Any]) -> list[dict[str, Any]]:
    rows = [
        {"name": name, "rows": count}
        for name, count in sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    ]
    if len(rows) > TOP:
        rows = [*rows[:TOP], {"name": f"{len(rows) - TOP} others", "rows": sum(row["rows"] for row in rows[TOP:])}]
    return rows


def _classes(counts: Counter[Any], ends: tuple[int, ...]) -> list[dict[str, Any]]:
    """Counts gathered into classes by their lower ends."""
    rows = []
    for low, above in zip(ends, (*ends[1:], None), strict=True):
        inside = sum(
            n
            for value, n in counts.items()
            if isinstance(value, int) and value >= low and (above is None or value < above)
        )
        rows.append({"from": low, "to": None if above is None else above - 1, "rows": inside})
    return rows


def _lengths(words: pa.ChunkedArray) -> dict[str, Any]:
    """Words in all, the lengths that a tenth, half and nine tenths of articles keep below, and classes of lengths."""
    counts: Counter[Any] = Counter()
    for pair in pc.value_counts(words).to_pylist():
        counts[pair["values"]] += pair["counts"]
    quantiles = pc.quantile(words, [0.1, 0.5, 0.9], interpolation="lower").to_pylist() if len(words) else [0, 0, 0]
    return {
        "words": pc.sum(words.cast(pa.int64())).as_py() or 0,
        "words_of": {"tenth": quantiles[0], "median": quantiles[1], "nine_tenths": quantiles[2]},
        "lengths": _classes(counts, LENGTHS),
    }

"""The shards of a release as a `datasets` builder: cached by the manifest's digest, checked page by page while read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import datasets
import pyarrow as pa
import pyarrow.parquet as pq
from datasets.builder import Key

from corpus.errors import DamagedError
from corpus.release.parquet import FileEntry, release_schema
from corpus.release.places import reachable
from corpus.release.verify import Problem, difference, refuse_damage
from corpus.schema import CONFIGS

Conditions = list[tuple[str, str, str]]
"""Column, `>=` or `<=`, and value: rows of which all hold."""


@dataclass
class ReleaseConfig(datasets.BuilderConfig):  # type: ignore[misc]
    """What of a release to read: `shards` gives each split its (address, entry to check it by or None)."""

    shards: dict[str, list[tuple[str, FileEntry | None]]] | None = None
    columns: list[str] | None = None
    filter: Conditions | None = None


class ReleaseBuilder(datasets.ArrowBasedBuilder):  # type: ignore[misc]
    """Reads the shards that its configuration lists, in their order."""

    BUILDER_CONFIG_CLASS = ReleaseConfig

    def _info(self) -> datasets.DatasetInfo:
        schema = release_schema(CONFIGS[self.config.name])
        features = datasets.Features.from_arrow_schema(schema)
        return datasets.DatasetInfo(
            features=datasets.Features({n: features[n] for n in self.config.columns or features})
        )

    def _split_generators(self, dl_manager: Any) -> list[datasets.SplitGenerator]:
        return [
            datasets.SplitGenerator(name=split, gen_kwargs={"shards": shards})
            for split, shards in self.config.shards.items()
        ]

    def _generate_tables(self, shards: list[tuple[str, FileEntry | None]]) -> Iterator[tuple[Key, pa.Table]]:
        names, wanted = list(self.info.features), self.config.filter
        for number, (address, entry) in enumerate(shards):
            if entry is not None and (what := difference(Path(address), entry)):
                refuse_damage(address, [Problem(entry.path, what)])
            with _reading(address):
                file = _opened(address)
            with file:
                for group, rows in _tables(file, address, names, wanted):
                    yield Key(number, group), rows


def _tables(file: Any, address: str, names: list[str], wanted: Conditions | None) -> Iterator[tuple[int, pa.Table]]:
    """The row groups of an open shard that hold wanted rows: their numbers, and those rows."""
    with _reading(address):
        shard = pq.ParquetFile(file, pre_buffer="://" in address, page_checksum_verification=True)
        groups = _groups(shard, wanted)
    for group in groups:
        with _reading(address):
            rows = _rows(shard, group, names, wanted)
        if len(rows):
            yield group, rows


# Row groups are read one by one, not by a scanner: that one reads ahead in threads, and a program that ends while its
# stream is still open is aborted (https://github.com/apache/arrow/issues/45214).
def _groups(shard: pq.ParquetFile, wanted: Conditions | None) -> list[int]:
    """The row groups that may hold rows of which all conditions hold, by the statistics in the footer."""
    places = {shard.metadata.schema.column(place).path: place for place in range(shard.metadata.num_columns)}
    return [
        group
        for group in range(shard.num_row_groups)
        if all(
            _may_hold(shard.metadata.row_group(group).column(places[column]).statistics, least_or_most, value)
            for column, least_or_most, value in wanted or ()
        )
    ]


def _may_hold(statistics: pq.Statistics | None, least_or_most: str, value: str) -> bool:
    if statistics is None or not statistics.has_min_max:
        return True
    return bool(statistics.max >= value if least_or_most == ">=" else statistics.min <= value)


def _rows(shard: pq.ParquetFile, group: int, names: list[str], wanted: Conditions | None) -> pa.Table:
    """The wanted rows of a group; the checksum of each page is compared."""
    asked = [column for column, _, _ in wanted or ()]
    rows = shard.read_row_group(group, columns=list(dict.fromkeys([*names, *asked])), use_threads=False)
    return (rows.filter(pq.filters_to_expression(wanted)) if wanted else rows).select(names)


@contextmanager
def _reading(address: str) -> Iterator[None]:
    """Tell damage as damage; what is of the disk or the network stays what it is, or becomes `OfflineError`."""
    with reachable(address):
        try:
            yield
        except (pa.ArrowInvalid, OSError) as error:
            if type(error) not in (pa.ArrowInvalid, OSError) or getattr(error, "errno", None):
                raise
            raise DamagedError(f"{address}: damaged ({error}). Fetch or build the release again.") from error


def _opened(address: str) -> Any:
    if "://" not in address:
        return Path(address).open("rb")
    import fsspec

    return fsspec.open(address, "rb").open()

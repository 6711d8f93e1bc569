"""The shards of a release as a `datasets` builder: cached by the manifest's digest, checked page by page while read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import datasets
import pyarrow as pa
import pyarrow.dataset
from datasets.builder import Key

from corpus.errors import DamagedError
from corpus.release.parquet import GROUP_MOST, FileEntry, release_schema
from corpus.release.places import reachable
from corpus.release.verify import Problem, difference, refuse_damage
from corpus.schema import CONFIGS


@dataclass
class ReleaseConfig(datasets.BuilderConfig):  # type: ignore[misc]
    """What of a release to read: `shards` gives each split its (address, entry to check it by or None)."""

    shards: dict[str, list[tuple[str, FileEntry | None]]] | None = None
    columns: list[str] | None = None
    filter: pa.dataset.Expression | None = None


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
        for number, (address, entry) in enumerate(shards):
            if entry is not None and (what := difference(Path(address), entry)):
                refuse_damage(address, [Problem(entry.path, what)])
            with reachable(address), _opened(address) as file:
                found = _batches(file, address, list(self.info.features), self.config.filter)
                for place, rows in enumerate(found):
                    if rows.num_rows:
                        yield Key(number, place), pa.Table.from_batches([rows])


def _batches(
    file: Any, address: str, names: list[str], wanted: pa.dataset.Expression | None
) -> Iterator[pa.RecordBatch]:
    """The wanted rows of a shard, a batch for each row group; the checksum of each page is compared."""
    options = pa.dataset.ParquetFragmentScanOptions(page_checksum_verification=True)
    try:
        fragment = pa.dataset.ParquetFileFormat(default_fragment_scan_options=options).make_fragment(file)
        # Without reading ahead: a stream that is left early must not have read what nobody asked for.
        yield from fragment.to_batches(
            batch_size=GROUP_MOST, columns=names, filter=wanted, batch_readahead=0, fragment_readahead=0
        )
    except (pa.ArrowInvalid, OSError) as error:
        if type(error) not in (pa.ArrowInvalid, OSError) or getattr(error, "errno", None):
            raise  # of the disk or the network, not of the content
        raise DamagedError(f"{address}: damaged ({error}). Fetch or build the release again.") from error


def _opened(address: str) -> Any:
    if "://" not in address:
        return Path(address).open("rb")
    import fsspec

    return fsspec.open(address, "rb")

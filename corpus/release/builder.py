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

from corpus.release.parquet import FileEntry, release_schema
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
        options = pa.dataset.ParquetFragmentScanOptions(page_checksum_verification=True)
        read = pa.dataset.ParquetFileFormat(default_fragment_scan_options=options)
        names = list(self.info.features)
        for shard, (address, entry) in enumerate(shards):
            if entry is not None:
                _check(address, entry)
            with _opened(address) as file:
                fragment = read.make_fragment(file)
                for group in range(fragment.num_row_groups):
                    rows = fragment.subset(row_group_ids=[group]).to_table(
                        columns=names, filter=self.config.filter, use_threads=False
                    )
                    if len(rows):
                        yield Key(shard, group), rows.select(names)


def _check(address: str, entry: FileEntry) -> None:
    from corpus.release.verify import Problem, difference, refuse_damage

    if what := difference(Path(address), entry):
        refuse_damage(address, [Problem(entry.path, what)])


def _opened(address: str) -> Any:
    if "://" not in address:
        return Path(address).open("rb")
    import fsspec

    return fsspec.open(address, "rb")

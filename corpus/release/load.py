"""Loading a release: the version asked for, checked against its manifest, from a folder, the Hub or a web address."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from corpus.errors import CorpusError, UnknownVersionError
from corpus.release import manifest
from corpus.release.manifest import Manifest
from corpus.release.places import place_of
from corpus.release.staging import Version
from corpus.schema import CONFIGS

if TYPE_CHECKING:
    import datasets

    from corpus.release.parquet import FileEntry

DATES = {"articles": "published", "removed": "published", "headlines": "first_date"}
"""The column that `since` and `until` look at, for each config that has one."""


def load(
    release: str | os.PathLike[str],
    version: str | None = None,
    split: str | None = None,
    *,
    streaming: bool = False,
    verify: bool = True,
    config: str = manifest.DEFAULT_CONFIG,
    columns: Sequence[str] | None = None,
    since: str | None = None,
    until: str | None = None,
) -> datasets.Dataset | datasets.IterableDataset | datasets.DatasetDict | datasets.IterableDatasetDict:
    """Rows of a release as `datasets` gives them; of every split where `split` is None.

    `release` is a folder of one release, a folder of releases, `hf://datasets/OWNER/NAME`, or an address that fsspec
    reads (https://, s3://, ...) of either. `version` picks one release; without it a folder gives its highest. `since`
    and `until` are ISO days, both included; rows without a date are then left out.

    With `verify`, each file is compared with the SHA-256 of the manifest before its rows are given out. Streaming from
    a remote place cannot do that, for a file is not read whole there: sizes and the checksum of each page are compared.

    Raises `UnknownVersionError` (it names those that exist), `DamagedError`, `OfflineError`, and `CorpusError` for a
    config, split or column that the release does not have.
    """
    place = place_of(os.fspath(release), version)
    facts = place.manifest
    for called in filter(None, (version, place.tag)):
        if (asked := Version.parse(called)) != Version.parse(facts.version):
            folder = f"{release}, {place.tag}" if place.tag else release
            raise UnknownVersionError(f"{folder}: holds version {facts.version}, not {asked}.")
    _check_request(str(release), facts, config, split, columns, since, until, streaming)
    if verify:
        place.check(lazily=streaming)
    shards = {
        name: [place.shard(entry, verify=verify, streaming=streaming) for entry in _entries(facts, part.files)]
        for name, part in facts.configs[config].items()
        if split is None or split == "all" or name in _named(split)
    }
    return _rows(facts, config, shards, split, streaming, verify, columns, since, until)


def _entries(facts: Manifest, files: Sequence[str]) -> list[FileEntry]:
    known = {entry.path: entry for entry in facts.files}
    return [known[name] for name in files]


def _check_request(place: str, facts: Manifest, config: str, split: str | None, columns: Sequence[str] | None,
                   since: str | None, until: str | None, streaming: bool) -> None:  # fmt: skip
    if config not in facts.configs:
        raise CorpusError(f"{place}: no config {config!r}. It has: {', '.join(facts.configs)}.")
    known = [column.name for column in CONFIGS[config]]
    if columns is not None and (isinstance(columns, str) or not columns):
        raise CorpusError(f"columns is {columns!r}; it must be a list of names. {config} has: {', '.join(known)}.")
    if unknown := sorted(set(columns or ()) - set(known)):
        raise CorpusError(f"{place}: no column {unknown[0]!r} in {config}. It has: {', '.join(known)}.")
    if split is not None:
        if streaming and "[" in split:
            raise CorpusError(f"split {split!r}: a stream cannot be sliced. Take rows with .skip(n) and .take(n).")
        if wrong := sorted(_named(split) - {*facts.configs[config], "all"}):
            raise CorpusError(
                f"{place}: no split {wrong[0]!r} in {config}. It has: {', '.join(facts.configs[config])}."
            )
    if (since or until) and config not in DATES:
        raise CorpusError(f"{config} has no date to filter by; leave out since and until.")
    for day in (since, until):
        if day is not None and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", day, re.ASCII):
            raise CorpusError(f"{day!r} is no day. Write it as 2025-12-31 (or 2025-12, or 2025).")


def _rows(facts: Manifest, config: str, shards: Any, split: str | None, streaming: bool, verify: bool,
          columns: Sequence[str] | None, since: str | None, until: str | None) -> Any:  # fmt: skip
    import datasets

    from corpus.release.builder import ReleaseBuilder

    wanted = list(columns) if columns is not None else None
    # The digest of the manifest stands for every row of files that were compared with it: others have a cache apart.
    asked = repr((facts.digest, verify, config, wanted, since, until, sorted(shards)))
    builder = ReleaseBuilder(
        dataset_name=facts.name,
        config_name=config,
        config_id=f"{config}-{hashlib.sha256(asked.encode()).hexdigest()[:32]}",
        version=facts.version,
        shards=shards,
        columns=wanted,
        filter=_conditions(DATES.get(config), since, until),
    )
    if streaming:
        return builder.as_streaming_dataset(split=split)
    try:
        builder.download_and_prepare()
    except datasets.exceptions.DatasetGenerationError as error:
        if isinstance(error.__cause__, (CorpusError, OSError)):  # damage, or a full disk: what there is to mend
            raise error.__cause__ from None
        raise
    if split is None:
        return datasets.DatasetDict({name: _of_split(builder, name) for name in shards})
    return _of_split(builder, split)


def _of_split(builder: Any, split: str) -> Any:
    """The rows of a split; also where a filter left none, which `datasets` takes for a mistake."""
    import datasets

    if any(part.num_examples for part in builder.info.splits.values() if split == "all" or part.name in _named(split)):
        return builder.as_dataset(split=split)
    return datasets.Dataset.from_dict({name: [] for name in builder.info.features}, features=builder.info.features)


def _named(split: str) -> set[str]:
    """The splits that an expression names.

    >>> sorted(_named("train[:10%]+test"))
    ['test', 'train']
    """
    return {name.strip() for name in re.sub(r"\[[^]]*\]|\([^)]*\)", "", split).split("+")}


def _conditions(column: str | None, since: str | None, until: str | None) -> list[tuple[str, str, str]] | None:
    if column is None:
        return None
    after = [(column, ">=", since)] if since else []
    before = [(column, "<=", f"{until}~")] if until else []  # every time of that day: "~" follows "T" and digits
    return [*after, *before] or None

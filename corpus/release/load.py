"""Loading a release: the version asked for, checked against its manifest, from a folder, the Hub or a web address."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from corpus.errors import CorpusError, DamagedError, OfflineError, UnknownVersionError
from corpus.release import manifest
from corpus.release.manifest import Manifest
from corpus.release.staging import LATEST, MANIFEST, Version, versions, write_whole
from corpus.schema import CONFIGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import datasets

    from corpus.release.parquet import FileEntry

DATES = {"articles": "published", "removed": "published", "headlines": "first_date"}
"""The column that `since` and `until` look at, for each config that has one."""

HUB = "hf://"


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
    place = _place(os.fspath(release), version)
    facts = place.manifest
    if version is not None and Version.parse(version) != Version.parse(facts.version):
        raise UnknownVersionError(f"{release}: holds version {facts.version}, not {version}.")
    _check_request(str(release), facts, config, split, columns, since, until, streaming)
    if verify:
        place.check(lazily=streaming)
    shards = {
        name: [place.shard(entry, verify=verify, streaming=streaming) for entry in _entries(facts, part.files)]
        for name, part in facts.configs[config].items()
        if split is None or split == "all" or name in _named(split)
    }
    return _rows(facts, config, shards, split, streaming, columns, since, until)


class Place(Protocol):
    """Where a release lies: what its manifest says, and where its shards can be read."""

    manifest: Manifest

    def check(self, *, lazily: bool) -> None:
        """Raise `DamagedError` where the files are not those of the manifest; `lazily` leaves shards for later."""

    def shard(self, entry: FileEntry, *, verify: bool, streaming: bool) -> tuple[str, FileEntry | None]:
        """Where to read a shard, and its entry where it is still to be checked before its rows are given out."""


class Folder:
    """A release in a local folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = manifest.read(folder)

    def check(self, *, lazily: bool) -> None:
        """Compare every file, or with `lazily` all but the content of shards."""
        from corpus.release.verify import damage, refuse_damage

        refuse_damage(str(self.folder), damage(self.folder, shards=not lazily))

    def shard(self, entry: FileEntry, *, verify: bool, streaming: bool) -> tuple[str, FileEntry | None]:
        """The file itself."""
        return str(self.folder / entry.path), entry if verify and streaming else None


class Remote:
    """A release behind an fsspec address; files that are read whole are kept in a cache by their digest."""

    def __init__(self, address: str, version: str | None) -> None:
        self.address = address.rstrip("/")
        with _network(address):
            self.manifest = self._manifest(version)

    def check(self, *, lazily: bool) -> None:
        """Files are compared as they are fetched; only sizes can be compared beforehand."""
        if lazily:
            with _network(self.address):
                for entry in self.manifest.files:
                    if entry.rows is not None:
                        self._check_size(entry)

    def shard(self, entry: FileEntry, *, verify: bool, streaming: bool) -> tuple[str, FileEntry | None]:
        """The address where rows are streamed, else a copy of the file in the cache."""
        if streaming:
            return f"{self.address}/{entry.path}", None
        copy = cache() / "files" / entry.sha256[:2] / f"{entry.sha256}.parquet"
        from corpus.release.verify import Problem, difference, refuse_damage

        if not copy.is_file() or (verify and difference(copy, entry)):
            with _network(self.address):
                self._fetch(entry, copy)
            if verify and (what := difference(copy, entry)):
                copy.unlink()
                refuse_damage(self.address, [Problem(entry.path, what)])
        return str(copy), None

    def _manifest(self, version: str | None) -> Manifest:
        """The manifest of one release, or of the version asked; kept, for releases never change."""
        if version is not None:
            kept = (
                cache()
                / "manifests"
                / hashlib.sha256(self.address.encode()).hexdigest()
                / f"{Version.parse(version)}.json"
            )
            if kept.is_file():
                self.address = kept.with_suffix(".address").read_text(encoding="utf-8")
                return manifest.decode(kept.read_bytes(), str(kept))
        start = self.address
        if (content := self._read(MANIFEST)) is None:
            index = self._read(LATEST)
            known = _index(index, f"{self.address}/{LATEST}") if index is not None else []
            wanted = Version.parse(version) if version is not None else max(known, default=None)
            if wanted is None or wanted not in known:
                raise _unknown(self.address, version, known)
            self.address = f"{self.address}/{wanted.tag}"
            content = self._read(MANIFEST)
        if content is None:
            raise DamagedError(f"{self.address}/{MANIFEST}: not found. The release was not copied whole.")
        facts = manifest.decode(content, f"{self.address}/{MANIFEST}")
        if version is not None and Version.parse(version) == Version.parse(facts.version):
            folder = cache() / "manifests" / hashlib.sha256(start.encode()).hexdigest()
            folder.mkdir(parents=True, exist_ok=True)
            write_whole(folder / f"{facts.version}.address", self.address.encode())
            write_whole(folder / f"{facts.version}.json", content)
        return facts

    def _read(self, name: str) -> bytes | None:
        import fsspec

        try:
            with fsspec.open(f"{self.address}/{name}", "rb") as file:
                return bytes(file.read())
        except FileNotFoundError:
            return None

    def _check_size(self, entry: FileEntry) -> None:
        import fsspec

        from corpus.release.verify import Problem, refuse_damage

        system, path = fsspec.core.url_to_fs(f"{self.address}/{entry.path}")
        try:
            size = system.info(path)["size"]
        except FileNotFoundError:
            refuse_damage(self.address, [Problem(entry.path, "is missing")])
        if size is not None and size != entry.bytes:
            refuse_damage(self.address, [Problem(entry.path, f"has {size} bytes, the manifest says {entry.bytes}")])

    def _fetch(self, entry: FileEntry, copy: Path) -> None:
        import fsspec

        from corpus.release.verify import Problem, refuse_damage

        copy.parent.mkdir(parents=True, exist_ok=True)
        part = copy.with_name(f".{copy.name}.{os.getpid()}")
        try:
            with fsspec.open(f"{self.address}/{entry.path}", "rb") as source, part.open("wb") as target:
                while block := source.read(1 << 22):
                    target.write(block)
            part.replace(copy)
        except FileNotFoundError:
            refuse_damage(self.address, [Problem(entry.path, "is missing")])
        finally:
            part.unlink(missing_ok=True)


class Hub:
    """A release in a dataset repository of the Hub, at its tag; its own cache keeps the files."""

    def __init__(self, address: str, version: str | None) -> None:
        self.repo = address.removeprefix(HUB).removeprefix("datasets/").strip("/")
        if "@" in self.repo:
            self.repo, _, tag = self.repo.partition("@")
            version = version or tag
        self.revision = Version.parse(version).tag if version is not None else self._newest()
        self.manifest = manifest.read(Path(self._file(MANIFEST)).parent)

    def check(self, *, lazily: bool) -> None:
        """Files are compared as they are fetched."""

    def shard(self, entry: FileEntry, *, verify: bool, streaming: bool) -> tuple[str, FileEntry | None]:
        """The address in the repository where rows are streamed, else the file in the Hub's cache."""
        from corpus.release.verify import Problem, difference, refuse_damage

        if streaming:
            return f"{HUB}datasets/{self.repo}@{self.revision}/{entry.path}", None
        path = Path(self._file(entry.path))
        if verify and difference(path, entry) and not _offline():
            path = Path(self._file(entry.path, force_download=True))
        if verify and (what := difference(path, entry)):
            refuse_damage(f"{HUB}{self.repo}", [Problem(entry.path, what)])
        return str(path), None

    def _newest(self) -> str:
        if known := self._tags():
            return max(known).tag
        raise _unknown(f"{HUB}{self.repo}", None, [])

    def _tags(self) -> list[Version]:
        from huggingface_hub import HfApi

        with _network(f"{HUB}{self.repo}"):
            names = [ref.name for ref in HfApi().list_repo_refs(self.repo, repo_type="dataset").tags]
        return [Version.parse(name) for name in names if re.fullmatch(r"v\d+\.\d+\.\d+", name, re.ASCII)]

    def _file(self, path: str, **options: Any) -> str:
        from huggingface_hub import hf_hub_download
        from huggingface_hub.errors import RevisionNotFoundError

        with _network(f"{HUB}{self.repo}, version {self.revision}"):
            try:
                return str(hf_hub_download(self.repo, path, repo_type="dataset", revision=self.revision, **options))
            except RevisionNotFoundError:
                known = self._tags()
        raise _unknown(f"{HUB}{self.repo}", self.revision, known)


def cache() -> Path:
    """Where files from fsspec addresses are kept: in the folder of the Hub's caches."""
    from huggingface_hub.constants import HF_HOME

    return Path(HF_HOME) / manifest.NAME


def _place(address: str, version: str | None) -> Place:
    if address.startswith(HUB):
        return Hub(address, version)
    if re.match(r"[a-z][a-z0-9+.-]+://", address, re.IGNORECASE):
        return Remote(address, version)
    folder = Path(address)
    if (folder / MANIFEST).is_file():
        return Folder(folder)
    if not folder.is_dir():
        raise CorpusError(f"{address}: no such folder. A repository on the Hub is written hf://datasets/OWNER/NAME.")
    known = versions(folder)
    wanted = Version.parse(version) if version is not None else max(known, default=None)
    if wanted is None or wanted not in known:
        raise _unknown(address, version, known)
    return Folder(folder / wanted.tag)


def _unknown(place: str, version: str | None, known: list[Version]) -> UnknownVersionError:
    there = ", ".join(map(str, sorted(known))) or "none"
    asked = f"version {version}" if version else "release"
    return UnknownVersionError(f"{place}: no {asked} here. Versions that exist: {there}.")


def _index(content: bytes, place: str) -> list[Version]:
    import json

    try:
        return [Version.parse(version) for version in json.loads(content)["versions"]]
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedError(f"{place}: damaged ({error}).") from error


@contextmanager
def _network(place: str) -> Iterator[None]:
    """Turn the many ways in which a network can fail into one error."""
    try:
        yield
    except (CorpusError, FileNotFoundError):
        raise
    except Exception as error:
        if _is_offline(error):
            raise OfflineError(
                f"{place}: not on this machine, and it cannot be reached ({type(error).__name__}: {error}). "
                "Load it once with a connection, or name a local folder."
            ) from error
        raise


def _is_offline(error: BaseException) -> bool:
    names = {kind.__name__ for kind in type(error).__mro__}
    known = {"OfflineModeIsEnabled", "LocalEntryNotFoundError", "ClientError", "ConnectError", "TransportError"}
    return (
        bool(names & known)
        or isinstance(error, (ConnectionError, TimeoutError))
        or (error.__cause__ is not None and _is_offline(error.__cause__))
    )


def _offline() -> bool:
    from huggingface_hub.constants import is_offline_mode

    return bool(is_offline_mode())


def _entries(facts: Manifest, files: Sequence[str]) -> list[FileEntry]:
    known = {entry.path: entry for entry in facts.files}
    return [known[name] for name in files]


def _check_request(place: str, facts: Manifest, config: str, split: str | None, columns: Sequence[str] | None,
                   since: str | None, until: str | None, streaming: bool) -> None:  # fmt: skip
    if config not in facts.configs:
        raise CorpusError(f"{place}: no config {config!r}. It has: {', '.join(facts.configs)}.")
    known = [column.name for column in CONFIGS[config]]
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


def _rows(facts: Manifest, config: str, shards: Any, split: str | None, streaming: bool, columns: Sequence[str] | None,
          since: str | None, until: str | None) -> Any:  # fmt: skip
    import datasets

    from corpus.release.builder import ReleaseBuilder

    wanted = list(columns) if columns is not None else None
    # The digest of the manifest stands for every row; nothing else decides what the cache may give out.
    asked = repr((facts.digest, config, wanted, since, until, sorted(shards)))
    builder = ReleaseBuilder(
        dataset_name=facts.name,
        config_name=config,
        config_id=f"{config}-{hashlib.sha256(asked.encode()).hexdigest()[:32]}",
        version=facts.version,
        shards=shards,
        columns=wanted,
        filter=_date_filter(DATES.get(config), since, until),
    )
    if streaming:
        return builder.as_streaming_dataset(split=split)
    builder.download_and_prepare()
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


def _date_filter(column: str | None, since: str | None, until: str | None) -> Any:
    import pyarrow.dataset as ds

    conditions = [ds.field(column) >= since] if since else []
    if until:
        conditions.append(ds.field(column) <= f"{until}~")  # after every time of that day: "~" follows "T" and digits
    return None if not conditions else conditions[0] if len(conditions) == 1 else conditions[0] & conditions[1]

"""Where a release can lie: a local folder, a repository of the Hub at a tag, or behind an address that fsspec reads."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from corpus.errors import CorpusError, DamagedError, OfflineError, UnknownVersionError
from corpus.release import manifest
from corpus.release.manifest import Manifest
from corpus.release.staging import LATEST, MANIFEST, Version, write_whole
from corpus.release.verify import Problem, damage, difference, refuse_damage

if TYPE_CHECKING:
    from corpus.release.parquet import FileEntry

HUB = "hf://"

BROKEN = frozenset({
    "ConnectionError",  # of Python, and of botocore, which is another
    "ClientConnectionError", "ClientPayloadError", "TransportError", "HTTPClientError",  # aiohttp, httpx, botocore
    "OfflineModeIsEnabled", "LocalEntryNotFoundError",  # huggingface_hub
})  # fmt: skip
"""Names of the errors by which the libraries beneath fsspec say that a connection is not there, or broke off."""


class Place(Protocol):
    """Where a release lies: what its manifest says, and where its shards can be read."""

    manifest: Manifest
    tag: str
    """What its folder or its revision calls it; empty for a folder that holds one release under any name."""

    def check(self, *, lazily: bool) -> None:
        """Raise `DamagedError` where the files are not those of the manifest; `lazily` leaves shards for later."""

    def shard(self, entry: FileEntry, *, verify: bool, streaming: bool) -> tuple[str, FileEntry | None]:
        """Where to read a shard, and its entry where it is still to be checked before its rows are given out."""


def place_of(address: str, version: str | None) -> Place:
    """The place of one release: the version asked for, or the highest of a folder of releases.

    Raises `UnknownVersionError`, which names the versions that exist, and `OfflineError`.
    """
    if address.startswith(HUB):
        return Hub(address, version)
    if re.match(r"[a-z][a-z0-9+.-]+://", address, re.IGNORECASE):
        return Remote(address, version)
    folder = Path(address)
    if (folder / MANIFEST).is_file() or (folder / manifest.FOLDERS[manifest.DEFAULT_CONFIG]).is_dir():
        return Folder(folder)
    if not folder.is_dir():
        raise CorpusError(f"{address}: no such folder. A repository on the Hub is written hf://datasets/OWNER/NAME.")
    # One without a manifest counts too: a copy that was cut off is damage, not another version to fall back from.
    known = Version.of_tags(path.name for path in folder.iterdir() if path.is_dir())
    wanted = Version.parse(version) if version is not None else max(known, default=None)
    if wanted is None or wanted not in known:
        raise _unknown(address, version, known)
    return Folder(folder / wanted.tag, wanted.tag)


class Folder:
    """A release in a local folder."""

    def __init__(self, folder: Path, tag: str = "") -> None:
        self.folder = folder
        self.tag = tag
        self.manifest = manifest.read(folder)

    def check(self, *, lazily: bool) -> None:
        """Compare every file, or with `lazily` all but the content of shards."""
        refuse_damage(str(self.folder), damage(self.folder, shards=not lazily))

    def shard(self, entry: FileEntry, *, verify: bool, streaming: bool) -> tuple[str, FileEntry | None]:
        """The file itself."""
        return str(self.folder / entry.path), entry if verify and streaming else None


def file_system(address: str) -> tuple[Any, str]:
    """What reads and writes an fsspec address, and the path in it; CorpusError where fsspec has nothing that does."""
    import fsspec

    try:
        found: tuple[Any, str] = fsspec.core.url_to_fs(address)
    except (ValueError, ImportError) as error:  # an unknown protocol; a library that is not installed, named
        raise CorpusError(f"{address}: {error}. Name a folder, hf://datasets/OWNER/NAME or another address.") from error
    return found


class Remote:
    """A release behind an fsspec address; files that are read whole are kept in a cache by their digest."""

    def __init__(self, address: str, version: str | None) -> None:
        self.address = address.rstrip("/")
        self.system, self.root = file_system(self.address)
        kept = cache() / "manifests" / hashlib.sha256(self.address.encode()).hexdigest()
        try:
            with reachable(address):
                self.tag, content = self._manifest(version)
        except OfflineError:  # what was loaded from here before can be loaded again, if a version is named
            known = kept / f"{Version.parse(version)}.json" if version is not None else None
            if known is None or not known.is_file():
                raise
            self.tag, content = known.with_suffix(".tag").read_text(encoding="utf-8"), known.read_bytes()
        if self.tag:
            self.address, self.root = f"{self.address}/{self.tag}", f"{self.root}/{self.tag}"
        self.manifest = manifest.decode(content, f"{self.address}/{MANIFEST}")
        kept.mkdir(parents=True, exist_ok=True)
        write_whole(kept / f"{self.manifest.version}.tag", self.tag.encode())
        write_whole(kept / f"{self.manifest.version}.json", content)

    def check(self, *, lazily: bool) -> None:
        """Files are compared as they are fetched; of those that are streamed only sizes can be."""
        if lazily:
            with reachable(self.address):
                for entry in self.manifest.files:
                    if entry.rows is not None and (size := self._size(entry)) not in (entry.bytes, None):
                        self._refuse(entry, f"has {size} bytes, the manifest says {entry.bytes}")

    def shard(self, entry: FileEntry, *, verify: bool, streaming: bool) -> tuple[str, FileEntry | None]:
        """The address where rows are streamed, else a copy of the file in the cache."""
        if streaming:
            return f"{self.address}/{entry.path}", None
        copy = cache() / "files" / entry.sha256[:2] / f"{entry.sha256}.parquet"
        if not copy.is_file() or (verify and difference(copy, entry)):
            with reachable(self.address):
                self._fetch(entry, copy)
            if verify and (what := difference(copy, entry)):
                copy.unlink()
                self._refuse(entry, what)
        return str(copy), None

    def _manifest(self, version: str | None) -> tuple[str, bytes]:
        """The folder below the address that holds the release, and the manifest in it."""
        if (content := self._read(MANIFEST)) is not None:
            return "", content
        index = self._read(LATEST)
        known = _index(index, f"{self.address}/{LATEST}") if index is not None else []
        wanted = Version.parse(version) if version is not None else max(known, default=None)
        if wanted is None or wanted not in known:
            raise _unknown(self.address, version, known)
        if (content := self._read(f"{wanted.tag}/{MANIFEST}")) is None:
            raise DamagedError(f"{self.address}/{wanted.tag}/{MANIFEST}: not found. The release was not copied whole.")
        return wanted.tag, content

    def _read(self, name: str) -> bytes | None:
        try:
            return bytes(self.system.cat_file(f"{self.root}/{name}"))
        except FileNotFoundError:
            return None

    def _size(self, entry: FileEntry) -> int | None:
        try:
            size: int | None = self.system.info(f"{self.root}/{entry.path}")["size"]
        except FileNotFoundError as error:
            if is_offline(error):
                raise ConnectionError(str(error.__cause__)) from error
            self._refuse(entry, "is missing")
        return size

    def _fetch(self, entry: FileEntry, copy: Path) -> None:
        copy.parent.mkdir(parents=True, exist_ok=True)
        part = copy.with_name(f".{copy.name}.{os.getpid()}")
        try:
            self.system.get_file(f"{self.root}/{entry.path}", str(part))
            part.replace(copy)
        except FileNotFoundError:
            self._refuse(entry, "is missing")
        finally:
            part.unlink(missing_ok=True)

    def _refuse(self, entry: FileEntry, what: str) -> None:
        refuse_damage(self.address, [Problem(entry.path, what)])


class Hub:
    """A release in a dataset repository of the Hub, at its tag; the Hub's own cache keeps the files."""

    def __init__(self, address: str, version: str | None) -> None:
        repo, _, tag = address.removeprefix(HUB).removeprefix("datasets/").strip("/").partition("@")
        self.repo = repo
        asked = version or tag or None
        self.tag = Version.parse(asked).tag if asked is not None else self._newest()
        self.manifest = manifest.read(Path(self._file(MANIFEST)).parent)

    def check(self, *, lazily: bool) -> None:
        """Files that are fetched are compared then; of those that are streamed, what the Hub says of them."""
        if lazily:
            from huggingface_hub import HfApi
            from huggingface_hub.hf_api import RepoFile

            shards = {entry.path: entry for entry in self.manifest.files if entry.rows is not None}
            with reachable(f"{HUB}datasets/{self.repo}, {self.tag}"):
                found = HfApi().get_paths_info(self.repo, list(shards), revision=self.tag, repo_type="dataset")
            files = [item for item in found if isinstance(item, RepoFile)]
            there = {item.path: item.lfs and item.lfs.sha256 for item in files}
            wrong = sorted(path for path, entry in shards.items() if there.get(path) != entry.sha256)
            refuse_damage(
                f"{HUB}datasets/{self.repo}, {self.tag}",
                [Problem(path, "is another file" if path in there else "is missing") for path in wrong],
            )

    def shard(self, entry: FileEntry, *, verify: bool, streaming: bool) -> tuple[str, FileEntry | None]:
        """The address in the repository where rows are streamed, else the file in the Hub's cache."""
        if streaming:
            return f"{HUB}datasets/{self.repo}@{self.tag}/{entry.path}", None
        path = Path(self._file(entry.path))
        if verify and difference(path, entry) and not _offline():
            path = Path(self._file(entry.path, force_download=True))
        if verify and (what := difference(path, entry)):
            refuse_damage(f"{HUB}datasets/{self.repo}", [Problem(entry.path, what)])
        return str(path), None

    def _newest(self) -> str:
        if known := self._versions():
            return max(known).tag
        raise _unknown(f"{HUB}datasets/{self.repo}", None, [])

    def _versions(self) -> list[Version]:
        from huggingface_hub import HfApi

        with reachable(f"{HUB}datasets/{self.repo}"):
            names = [ref.name for ref in HfApi().list_repo_refs(self.repo, repo_type="dataset").tags]
        return Version.of_tags(names)

    def _file(self, path: str, **options: Any) -> str:
        from huggingface_hub import hf_hub_download
        from huggingface_hub.errors import RevisionNotFoundError

        with reachable(f"{HUB}datasets/{self.repo}, {self.tag}"):
            try:
                return str(hf_hub_download(self.repo, path, repo_type="dataset", revision=self.tag, **options))
            except RevisionNotFoundError:
                known = self._versions()
        raise _unknown(f"{HUB}datasets/{self.repo}", self.tag, known)


def cache() -> Path:
    """Where files from fsspec addresses are kept: in the folder of the Hub's caches."""
    from huggingface_hub.constants import HF_HOME

    return Path(HF_HOME) / manifest.NAME


def _unknown(place: str, version: str | None, known: list[Version]) -> UnknownVersionError:
    there = ", ".join(map(str, sorted(known))) or "none"
    asked = f"version {version}" if version else "release"
    return UnknownVersionError(f"{place}: no {asked} here. Versions that exist: {there}.")


def _index(content: bytes, place: str) -> list[Version]:
    try:
        return [Version.parse(version) for version in json.loads(content)["versions"]]
    except (ValueError, KeyError, TypeError, RecursionError, CorpusError) as error:
        raise DamagedError(f"{place}: damaged ({error}).") from error


@contextmanager
def reachable(place: str) -> Iterator[None]:
    """Turn the many ways in which a network can fail into one `OfflineError`, and the Hub's refusals into another."""
    try:
        yield
    except CorpusError:
        raise
    except Exception as error:
        if is_offline(error):
            raise OfflineError(
                f"{place}: not on this machine, and it cannot be reached ({type(error).__name__}: {error}). "
                "Load it once with a connection, or name a local folder."
            ) from error
        if {"HfHubHTTPError", "ClientResponseError"} & _kinds(error):
            raise CorpusError(f"{place}: no release that you may read is there ({error}).") from error
        if isinstance(error, ValueError) and "range requests" in str(error):  # as `python -m http.server`
            raise CorpusError(f"{place}: that server gives out whole files only. Load without streaming.") from error
        raise


def is_offline(error: BaseException) -> bool:
    """Whether an error says that there is no connection, that it broke off, or that the server is not well."""
    response = getattr(error, "response", None)
    status = getattr(error, "status", None) or getattr(response, "status_code", None)
    return (
        bool(_kinds(error) & BROKEN)
        or isinstance(error, TimeoutError)
        or (isinstance(status, int) and status >= 500)
        or (error.__cause__ is not None and is_offline(error.__cause__))
    )


def _kinds(error: BaseException) -> set[str]:
    return {kind.__name__ for kind in type(error).__mro__}


def _offline() -> bool:
    from huggingface_hub.constants import is_offline_mode

    return bool(is_offline_mode())

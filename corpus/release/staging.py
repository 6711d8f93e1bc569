"""A release appears whole or not at all: lock, stage in a sibling folder, flush, rename, point `latest.json` at it.

The rename is the commit point. Whatever stops the work before it leaves nothing that looks like a release; whatever
stops it after leaves a whole one, and the next run mends `latest.json`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import filelock

from corpus.errors import CorpusError, LockedError, VersionExistsError

LATEST = "latest.json"
MANIFEST = "manifest.json"
VERSION = r"(?:0|[1-9]\d{0,8})(?:\.(?:0|[1-9]\d{0,8})){2}"
"""Three numbers, as everyone writes them: 01.2.3 would be another name for 1.2.3."""


class Version(NamedTuple):
    """Major, minor and patch of a release, in order.

    >>> Version.parse("v1.10.0") > Version.parse("1.9.3")
    True
    """

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> Version:
        """Read `1.2.3` or `v1.2.3`; raises `CorpusError` for anything else."""
        if not re.fullmatch(f"v?{VERSION}", text, re.ASCII):
            raise CorpusError(f"{text!r} is no version. Write three numbers, as in 1.2.0.")
        return cls(*map(int, text.removeprefix("v").split(".")))

    @classmethod
    def of_tags(cls, names: Iterable[str]) -> list[Version]:
        """The versions that have a tag or folder among these names, lowest first; what is named otherwise is none.

        >>> Version.of_tags(["v1.10.0", "v1.9.0", "1.0.0", "v2026.01.05", "main"]) == [(1, 9, 0), (1, 10, 0)]
        True
        """
        return sorted(cls.parse(name) for name in names if re.fullmatch(f"v{VERSION}", name, re.ASCII))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    @property
    def tag(self) -> str:
        """The name of its folder and of its tag: `v1.2.3`."""
        return f"v{self}"


class Stage:
    """A folder to make a release in; use as a context manager, write into `folder`, then `commit()`.

    Leaving it without `commit()` removes the folder. Raises `VersionExistsError` where the version is there,
    `LockedError` where another build holds the folder, `CorpusError` where it cannot be written.
    """

    def __init__(self, out: Path, version: str) -> None:
        self.out = out
        self.version = Version.parse(version)
        self.folder = out / f".staging-{self.version.tag}"
        self.target = out / self.version.tag
        self._lock = filelock.FileLock(out / ".lock", blocking=False)

    def __enter__(self) -> Stage:
        try:
            self.out.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except filelock.Timeout:
            raise LockedError(
                f"{self.out}: another build is at work here. Wait for it, or choose another --out."
            ) from None
        except OSError as error:
            raise CorpusError(f"{self.out}: cannot write here ({error.strerror}). Choose another --out.") from error
        try:
            if self.target.exists():
                point_to_latest(self.out)
                raise VersionExistsError(
                    f"{self.target}: version {self.version} exists, and a release never changes. "
                    "Choose a higher --version."
                )
            if self.folder.exists():
                shutil.rmtree(self.folder)
            self.folder.mkdir()
        except BaseException:
            self._lock.release()
            raise
        return self

    def commit(self) -> Path:
        """Flush every file, make the folder the release, then point `latest.json` at it; the release's folder."""
        flush(self.folder)
        os.rename(self.folder, self.target)  # noqa: PTH104 (one call, so that a test can make it fail)
        sync(self.out)
        point_to_latest(self.out)
        return self.target

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self.folder.exists():
                shutil.rmtree(self.folder, ignore_errors=True)
        finally:
            self._lock.release()


def versions(out: Path) -> list[Version]:
    """The releases in a folder, lowest first: subfolders named for a version that hold a manifest."""
    return Version.of_tags(folder.name for folder in out.glob("v*.*.*") if (folder / MANIFEST).is_file())


def point_to_latest(out: Path) -> None:
    """Write `latest.json`: the highest version, and all of them, for readers that cannot list a folder."""
    every = versions(out)
    if every:
        write_whole(out / LATEST, latest(every))


def latest(every: list[Version]) -> bytes:
    """What `latest.json` says of these versions, lowest first.

    >>> latest([Version(1, 0, 0), Version(1, 1, 0)])
    b'{"version": "1.1.0", "versions": ["1.0.0", "1.1.0"]}\\n'
    """
    return (json.dumps({"version": str(every[-1]), "versions": [str(version) for version in every]}) + "\n").encode()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part."""
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)  # noqa: PTH105
    sync(path.parent)


def flush(folder: Path) -> None:
    """Bring a folder's files to the disk, the manifest last, then its folders from the deepest up."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in sorted(files, key=lambda path: path.name == MANIFEST):
        sync(path)
    for path in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        sync(path)
    sync(folder)


def sync(path: Path) -> None:
    """Bring one file, or one folder's list of names, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

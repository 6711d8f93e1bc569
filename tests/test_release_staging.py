"""A release appears whole or not at all, whatever stops its making, and wherever."""

from __future__ import annotations

import builtins
import errno
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import CorpusError, LockedError, VersionExistsError
from corpus.release import manifest
from corpus.release.staging import Stage, Version, point_to_latest, versions
from corpus.release.verify import damage, verify
from tests.release_maker import make


class KilledError(BaseException):
    """Stands for a kill: no `except Exception` and no clean-up of ours may catch it."""


WATCHED = (
    (os, "open"),
    (os, "fsync"),
    (os, "close"),
    (os, "rename"),
    (os, "replace"),
    (os, "mkdir"),
    (os, "unlink"),
    (os, "rmdir"),
    (builtins, "open"),
)
"""Every call by which the making of a release touches the disk from Python."""


@contextmanager
def failing(at: int | None, error: Callable[[], BaseException]) -> Iterator[list[str]]:
    """Count the watched calls; the one numbered `at`, and where it is a kill every later one, raises."""
    calls: list[str] = []

    def wrapped(name: str, call: Any) -> Any:
        def act(*arguments: Any, **options: Any) -> Any:
            calls.append(name)
            number = len(calls) - 1
            fault = error()
            if at is not None and (number == at or (number > at and isinstance(fault, KilledError))):
                raise fault
            return call(*arguments, **options)

        return act

    kept = [(home, name, getattr(home, name)) for home, name in WATCHED]
    try:
        for home, name, call in kept:
            setattr(home, name, wrapped(name, call))
        yield calls
    finally:
        for home, name, call in kept:
            setattr(home, name, call)


def stage_and_commit(out: Path, ready: Path) -> None:
    """The staging sequence by itself: the files of a release are there already, as the build's workers leave them."""
    with Stage(out, "1.1.0") as stage:
        for path in sorted(ready.rglob("*")):
            if path.is_file():
                (stage.folder / path.relative_to(ready)).parent.mkdir(parents=True, exist_ok=True)
                (stage.folder / path.relative_to(ready)).write_bytes(path.read_bytes())
        stage.commit()


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two releases that the tests below start from: 1.0.0 and 1.1.0."""
    out = tmp_path_factory.mktemp("ready")
    first = make(out, "1.0.0", articles=30, shards=1)
    make(out, "1.1.0", articles=40, shards=1, parent=first)
    return out


@pytest.fixture
def quick() -> Iterator[Path]:
    """A folder in memory where there is one: flushing to a busy disk 3,000 times takes half a minute."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        yield Path(folder)


@pytest.mark.parametrize(
    "fault", [lambda: OSError(errno.EIO, "Input/output error"), KilledError], ids=["io_error", "kill"]
)
def test_a_fault_at_any_call_leaves_no_broken_release_and_running_again_heals(quick, ready, fault):
    """At each call in turn: what is there afterwards is whole, and the second run ends as if nothing had happened."""
    prepared(quick / "whole", ready)
    with failing(None, fault) as calls:
        stage_and_commit(quick / "whole", ready / "v1.1.0")
    whole = digests(quick / "whole")
    assert len(calls) > 40

    for number in range(len(calls)):
        out = prepared(quick / f"at-{number}", ready)
        with failing(number, fault) as made:
            try:
                stage_and_commit(out, ready / "v1.1.0")
                failed = None
            except (OSError, CorpusError, KilledError) as error:
                failed = error
        assert failed is not None or len(made) > number
        for version in versions(out):
            assert damage(out / version.tag) == [], f"broken after call {number} ({made[-1]})"
        if (out / "latest.json").exists():
            assert json.loads((out / "latest.json").read_text())["version"] in ("1.0.0", "1.1.0")
        with suppress(VersionExistsError):  # the fault may have come after the commit point
            stage_and_commit(out, ready / "v1.1.0")
        assert digests(out) == whole, f"not healed after call {number} ({made[-1]})"
        shutil.rmtree(out)


def prepared(out: Path, ready: Path) -> Path:
    shutil.copytree(ready / "v1.0.0", out / "v1.0.0")
    point_to_latest(out)
    return out


def digests(out: Path) -> dict[str, Any]:
    """The releases of a folder, what `latest.json` says, and whatever else lies there."""
    found: dict[str, Any] = {str(v): manifest.read(out / v.tag).digest for v in versions(out)}
    found["latest"] = json.loads((out / "latest.json").read_text())
    found["others"] = sorted(
        p.name for p in out.iterdir() if p.name not in (".lock", "latest.json", "v1.0.0", "v1.1.0")
    )
    return found


def test_an_existing_version_is_refused_and_left_as_it_is(tmp_path):
    first = make(tmp_path, "1.0.0", articles=30)
    before = manifest.read(first).digest
    with pytest.raises(VersionExistsError, match=r"version 1\.0\.0 exists"):
        make(tmp_path, "1.0.0", articles=31)
    assert manifest.read(first).digest == before


def test_two_builds_in_one_folder_do_not_meet(tmp_path):
    with Stage(tmp_path, "1.0.0"), pytest.raises(LockedError, match="another build"), Stage(tmp_path, "2.0.0"):
        pass


def test_a_build_that_fails_leaves_nothing_behind(tmp_path):
    with suppress(ZeroDivisionError), Stage(tmp_path, "1.0.0") as stage:
        (stage.folder / "data").mkdir()
        raise ZeroDivisionError
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


def test_what_a_killed_build_left_is_not_in_the_next_release(tmp_path):
    leftover = tmp_path / ".staging-v1.0.0" / "data"
    leftover.mkdir(parents=True)
    (leftover / "train-00000-of-00009.parquet").write_bytes(b"half")

    assert verify(make(tmp_path)) == []


def test_a_folder_that_cannot_be_written_is_told_in_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CorpusError, match="cannot write here"), Stage(tmp_path / "file" / "out", "1.0.0"):
        pass


def test_latest_names_the_highest_version_and_all_of_them(tmp_path):
    for version in ("1.9.0", "1.10.0", "1.2.0"):
        make(tmp_path, version, articles=5, dropped=1)

    assert json.loads((tmp_path / "latest.json").read_text()) == {
        "version": "1.10.0",
        "versions": ["1.2.0", "1.9.0", "1.10.0"],
    }


@pytest.mark.parametrize("text", ["1.0", "1", "01.0.0", "1.0.0-rc1", "v1.0.0.0", "", "১.০.০", "1.0.0\n"])
def test_what_is_no_version_is_refused(text):
    with pytest.raises(CorpusError, match="is no version"):
        Version.parse(text)

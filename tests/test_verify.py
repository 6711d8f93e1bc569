"""`verify` finds what is wrong with a release, and `load` gives out nothing of it."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest

from corpus.errors import CorpusError, DamagedError
from corpus.release import manifest, parquet
from corpus.release.load import load
from corpus.release.verify import damage, verify
from tests.fresh import fresh
from tests.release_maker import make

FLIPS = 520


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("out"), articles=40, dropped=6, shards=1)


@pytest.fixture
def release(tmp_path: Path, original: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "v1.0.0"))


def positions(release: Path) -> list[tuple[str, int, int]]:
    """Bits over all files: the first and last bytes of each, the ends of the parts of a shard, and some of every part."""
    chance = random.Random(6)
    files = sorted(path for path in release.rglob("*") if path.is_file())
    found: list[tuple[str, int, int]] = []
    for path in files:
        size = path.stat().st_size
        places = {0, 1, 3, 4, size - 1, size - 4, size - 5, size - 8, size - 9}
        if path.suffix == ".parquet":
            for chunk in pages(path):
                places |= {chunk, chunk + 1, chunk + 2, chunk + 12}
        places = {place for place in places if 0 <= place < size}
        chosen = sorted(chance.sample(sorted(places), min(len(places), 20)))
        while len(chosen) < max(FLIPS // len(files) + 1, len(chosen)):
            chosen.append(chance.randrange(size))
        name = path.relative_to(release).as_posix()
        found += [(name, place, chance.randrange(8)) for place in chosen]
    return found


def pages(path: Path) -> list[int]:
    """Where column chunks, their index and the footer of a shard begin."""
    with pq.ParquetFile(path) as shard:
        group = shard.metadata.row_group(0)
        columns = [group.column(number) for number in range(group.num_columns)]
        starts = [column.dictionary_page_offset or column.data_page_offset for column in columns]
        return [
            *starts,
            starts[-1] + columns[-1].total_compressed_size,
            path.stat().st_size - 8 - shard.metadata.serialized_size,
        ]


def test_each_flipped_bit_is_found_by_verify_and_by_load(tmp_path, release):
    """At least 500 bits: every class of position of every file, of the manifest too."""
    chosen = positions(release)

    assert len(chosen) >= 500
    assert {name for name, _, _ in chosen} == {
        p.relative_to(release).as_posix() for p in release.rglob("*") if p.is_file()
    }
    assert fresh("flips", tmp_path / "home", release=release, positions=chosen) == []
    assert verify(release) == []


def missing(release: Path) -> None:
    (release / "data/test-00000-of-00001.parquet").unlink()


def extra(release: Path) -> None:
    (release / "data/notes.txt").write_text("x")


def hidden(release: Path) -> None:
    (release / ".DS_Store").write_text("x")


def renamed(release: Path) -> None:
    (release / "README.md").rename(release / "README")


def linked(release: Path) -> None:
    (release / "LICENSE").rename(release.parent / "LICENSE")
    (release / "LICENSE").symlink_to(release.parent / "LICENSE")


def folder_linked(release: Path) -> None:
    (release / "removed").rename(release.parent / "removed")
    (release / "removed").symlink_to(release.parent / "removed")


def device(release: Path) -> None:
    os.mkfifo(release / "data" / "pipe")


def empty_folder(release: Path) -> None:
    (release / "lines").mkdir()


def swapped(release: Path) -> None:
    one, other = release / "data/test-00000-of-00001.parquet", release / "data/validation-00000-of-00001.parquet"
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)


def truncated(release: Path) -> None:
    path = release / "data/train-00000-of-00001.parquet"
    path.write_bytes(path.read_bytes()[:-1])


def no_manifest(release: Path) -> None:
    (release / "manifest.json").unlink()


def manifest_of_spaces(release: Path) -> None:
    path = release / "manifest.json"
    path.write_text(path.read_text() + " ")


@pytest.mark.parametrize(
    ("act", "path"),
    [(missing, "data/test-00000-of-00001.parquet"), (extra, "data/notes.txt"), (hidden, ".DS_Store"), (renamed, "README.md"),
     (linked, "LICENSE"), (folder_linked, "removed"), (device, "data/pipe"), (empty_folder, "lines"),
     (swapped, "data/test-00000-of-00001.parquet"), (truncated, "data/train-00000-of-00001.parquet"),
     (no_manifest, "manifest.json"), (manifest_of_spaces, "manifest.json")],
    ids=lambda value: getattr(value, "__name__", ""),
)  # fmt: skip
def test_a_set_of_files_that_is_not_the_released_one_is_refused(release, act, path):
    act(release)

    assert path in [problem.path for problem in verify(release)]
    with pytest.raises(DamagedError):
        load(release)


@pytest.mark.parametrize(
    "path", ["../outside.txt", "/etc/hostname", "data/../../outside.txt", "..\\outside.txt", "C:/outside.txt"]
)
def test_a_path_that_leads_out_of_the_release_is_refused(release, path):
    """Even where the manifest is otherwise in order, and the file there is as it says."""
    (release.parent / "outside.txt").write_text("x")
    facts = manifest.read(release)
    entry = parquet.FileEntry(path=path, bytes=1, sha256=parquet.file_sha256(release.parent / "outside.txt"))
    resign(release, files=(*facts.files, entry))

    assert f"{path!r} leads out of the release" in verify(release)[0].what
    with pytest.raises(DamagedError, match="leads out"):
        load(release)


def rewritten_manifest(release: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change a manifest as plain JSON, then sign it as its author would."""
    facts = json.loads((release / "manifest.json").read_text())
    del facts["digest"]
    change(facts)
    digest = hashlib.sha256(manifest.canonical(facts)).hexdigest()
    (release / "manifest.json").write_bytes(manifest.canonical(facts | {"digest": f"sha256-{digest}"}))


def train(facts: dict[str, Any]) -> dict[str, Any]:
    return facts["configs"]["articles"]["train"]


@pytest.mark.parametrize(
    "change",
    [lambda facts: facts.update(version="../../x"),
     lambda facts: facts.update(name="../../../x"),
     lambda facts: facts.update(parents=[{"version": "../x", "digest": "sha256-" + "0" * 64}]),
     lambda facts: facts.update(tombstones=[{"kind": "nothing", "digest": "0" * 64}]),
     lambda facts: facts.update(news=True),
     lambda facts: facts["files"].append(facts["files"][0]),
     lambda facts: facts["files"].append({"path": "a", "bytes": 1, "sha256": "../../a"}),
     lambda facts: facts["files"][0].update(bytes=-1),
     lambda facts: facts["files"][0].update(bytes=10**30),
     lambda facts: [entry.update(row_digest="zz") for entry in facts["files"] if "rows" in entry],
     lambda facts: train(facts).update(files=train(facts)["files"] * 2),
     lambda facts: train(facts).update(files=["README.md"]),
     lambda facts: train(facts).update(rows=10**30),
     lambda facts: facts["configs"].update({"../x": {}}),
     lambda facts: facts["configs"].pop("headlines"),
     lambda facts: facts["configs"]["articles"].update(train=facts["configs"]["articles"]["test"]),
     lambda facts: facts["configs"]["headlines"].update(train=train(facts))],
    ids=["version", "name", "parent", "tombstone", "unknown field", "file twice", "digest", "negative size", "huge size", "row digest", "shard twice",
         "no shard", "huge rows", "config", "config left out", "other split", "other config"],
)  # fmt: skip
def test_a_manifest_that_would_mislead_a_reader_is_refused(release, change):
    """Though it is signed as its content says: nothing of it reaches a path, a cache or a count."""
    rewritten_manifest(release, change)

    assert [problem.path for problem in verify(release)] == ["manifest.json"]
    with pytest.raises(DamagedError):
        load(release)


@pytest.mark.parametrize(
    "content",
    [b"", b"null", b"[1]", b'{"format": NaN}', b'{"format": 1e400}', b'{"format": "1"}', b'{"format": 1, "name": "\xff"}',
     b'{"format": 1, "name": "\\ud800"}', b'{"format": 1, "configuration": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"],
    ids=["empty", "null", "list", "nan", "infinite", "text", "not UTF-8", "half a pair", "deep"],
)  # fmt: skip
def test_what_is_no_manifest_is_told_as_damage(release, content):
    (release / "manifest.json").write_bytes(content)

    assert [problem.path for problem in verify(release)] == ["manifest.json"]
    with pytest.raises(DamagedError, match=r"manifest\.json: damaged"):
        load(release)


def test_a_manifest_of_another_format_asks_for_another_program(release):
    (release / "manifest.json").write_text('{"format": 2, "news": true}')
    with pytest.raises(CorpusError, match=r"format 2, this program reads 1\. Update"):
        load(release)


def resign(release: Path, **changes: object) -> None:
    """Rewrite a manifest as its author would: with its right digest."""
    changed = msgspec.structs.replace(manifest.read(release), **changes).signed()
    (release / "manifest.json").write_bytes(changed.written())


def reenter(release: Path, name: str) -> None:
    """Rewrite a manifest's entry of a file to what the file is now."""
    old = manifest.read(release)
    path = release / name
    entries = tuple(
        msgspec.structs.replace(entry, bytes=path.stat().st_size, sha256=parquet.file_sha256(path))
        if entry.path == name
        else entry
        for entry in old.files
    )
    resign(release, files=entries)


def test_a_readme_that_is_not_the_rendered_card_is_found(release):
    (release / "README.md").write_text((release / "README.md").read_text() + "\nBought by 9 of 10 newspapers.\n")
    reenter(release, "README.md")

    assert damage(release) == []
    assert [problem.path for problem in verify(release)] == ["README.md"]


def test_statistics_that_are_not_those_of_the_rows_are_found(release):
    counted = json.loads((release / "stats.json").read_text())
    (release / "stats.json").write_bytes(manifest.canonical(counted | {"words": 1}))
    reenter(release, "stats.json")

    assert "stats.json" in [problem.path for problem in verify(release)]


@pytest.mark.parametrize(
    ("ledger", "what"),
    [(manifest.Ledger(47, 40, {"screen": {"too_short": 3}, "deduplicate": {"same_headline": 3}}), "1 unaccounted for"),
     (manifest.Ledger(46, 39, {"screen": {"too_short": 4}, "deduplicate": {"same_headline": 3}}), "the shards hold 40"),
     (manifest.Ledger(46, 40, {"screen": {"too_short": 6}}), "reasons are not those of the rows")],
)  # fmt: skip
def test_a_ledger_that_the_rows_do_not_bear_out_is_found(release, ledger, what):
    resign(release, ledger=ledger)

    assert any(what in problem.what for problem in verify(release))


def rewritten(release: Path, split: str, change: object) -> None:
    """Write a shard again with its rows changed, and every digest of the manifest with it."""
    path = release / f"data/{split}-00000-of-00001.parquet"
    rows = change(pq.read_table(path))
    entry = parquet.write_shard(path, rows, manifest.CONFIGS["articles"])
    files = tuple(entry if old.path == entry.path else old for old in manifest.read(release).files)
    resign(release, files=files, configs=manifest.configs_of([e for e in files if e.rows is not None]))


@pytest.mark.parametrize(
    ("change", "what"),
    [(lambda rows: rows.take(list(range(len(rows)))[::-1]), "not in order"),
     (lambda rows: rows.take([0, 0, *range(2, len(rows))]), "an id occurs twice")],
    ids=["order", "id"],
)  # fmt: skip
def test_rows_out_of_order_or_given_twice_are_found(release, change, what):
    rewritten(release, "train", change)

    assert any(what in problem.what for problem in verify(release))


def test_a_cluster_in_two_splits_is_found(release):
    train = pq.read_table(release / "data/train-00000-of-00001.parquet")["cluster_id"][0].as_py()
    rewritten(release, "test", lambda rows: rows.set_column(13, "cluster_id", [[train] * len(rows)]))

    assert any("two splits" in problem.what for problem in verify(release))


def test_rows_that_are_not_those_of_the_row_digest_are_found(release):
    facts = manifest.read(release)
    files = tuple(
        msgspec.structs.replace(e, row_digest="0" * 64) if e.rows == facts.configs["articles"]["test"].rows else e
        for e in facts.files
    )
    resign(release, files=files, configs=manifest.configs_of([entry for entry in files if entry.rows is not None]))

    assert any("row_digest" in problem.what for problem in verify(release))


def test_a_folder_that_is_not_there_is_told_in_one_line(tmp_path):
    with pytest.raises(CorpusError, match="no such folder"):
        verify(tmp_path / "v9.0.0")

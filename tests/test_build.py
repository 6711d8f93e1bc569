"""The whole road: pages in, a release out, nothing lost, and the same again whatever the workers, order or interruption."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from corpus import build as road
from corpus import evidence, sources
from corpus.engines.local import LocalEngine
from corpus.errors import CorpusError
from corpus.release.verify import verify
from corpus.settings import Settings, read_settings
from tests.conftest import read_jsonl
from tests.fresh import fresh

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "sample" / "pages"
SETTINGS = read_settings(ROOT / "sample" / "corpus.toml")


def rows(release: Path, config: str) -> list[dict[str, Any]]:
    folder = release / ("data" if config == "articles" else config)
    return [
        {**row, "split": file.name.split("-")[0]}
        for file in sorted(folder.glob("*.parquet"))
        for row in pq.read_table(file).to_pylist()
    ]


def files(release: Path) -> dict[str, bytes]:
    return {str(path.relative_to(release)): path.read_bytes() for path in sorted(release.rglob("*")) if path.is_file()}


def without_places(release: Path) -> list[str]:
    return sorted(json.dumps({**row, "place": None}) for row in rows(release, "removed"))


def not_again(*_: object, **__: object) -> None:
    raise AssertionError("a step that was done is done again")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return road.build([SAMPLE], tmp_path_factory.mktemp("out"), "0.1.0", SETTINGS).folder


@pytest.fixture(scope="module")
def expected() -> list[dict[str, Any]]:
    return list(read_jsonl(ROOT / "sample" / "expected.jsonl"))


def test_every_page_is_kept_or_removed_with_a_reason(release: Path, expected: list[dict[str, Any]]) -> None:
    kept, removed = rows(release, "articles"), rows(release, "removed")

    assert len(kept) + len(removed) >= len(expected)
    assert all(row["stage"] and row["reason"] for row in removed)
    assert verify(release) == []


def test_the_sample_is_read_rightly(release: Path, expected: list[dict[str, Any]]) -> None:
    found = {row["url"]: row for row in [*rows(release, "removed"), *rows(release, "articles")] if row["url"]}
    wrong = []
    for page in expected:
        row = found.get(page["url"])
        if page["kind"] == "article" and row and row["headline"] != page["headline"] and page["relation"] == "original":
            wrong.append((page["headline"], row["headline"]))

    assert wrong == []


def test_no_headline_stands_twice(release: Path) -> None:
    headlines = [row["headline"] for row in rows(release, "articles")]

    assert len(headlines) == len(set(headlines))


def test_a_duplicate_names_an_article_that_is_kept(release: Path) -> None:
    kept = {row["id"] for row in rows(release, "articles")}
    duplicates = [row for row in rows(release, "removed") if row["stage"] == "deduplicate"]

    assert duplicates
    assert {row["duplicate_of"] for row in duplicates} <= kept


def test_headlines_of_lists_are_collected_once_and_lead_to_their_article(release: Path) -> None:
    headlines = rows(release, "headlines")
    kept = {row["id"]: row["headline"] for row in rows(release, "articles")}
    held = [row for row in headlines if row["article_id"]]

    assert len({row["text"] for row in headlines}) == len(headlines)
    assert {row["article_id"] for row in held} == set(kept)
    assert any(row["times_seen"] > 1 for row in held)
    assert any(row["article_id"] is None for row in headlines)


@pytest.mark.parametrize("workers", [2, 3])
def test_the_number_of_workers_changes_no_byte(release: Path, tmp_path: Path, workers: int) -> None:
    again = road.build([SAMPLE], tmp_path / "elsewhere", "0.1.0", SETTINGS, workers=workers)

    assert files(again.folder) == files(release)


def test_files_read_in_another_order_give_the_same_rows_and_splits(release: Path, tmp_path: Path) -> None:
    """Names of files reach the release only in `place`, of what could not be read."""
    for number, path in enumerate(sorted((path for path in SAMPLE.rglob("*") if path.is_file()), reverse=True)):
        target = tmp_path / "in" / f"{number:03}{''.join(path.suffixes[-2:])}"
        target.parent.mkdir(exist_ok=True)
        os.link(path, target) if path.stat().st_dev == tmp_path.stat().st_dev else target.write_bytes(path.read_bytes())
    again = road.build([tmp_path / "in"], tmp_path / "out", "0.1.0", SETTINGS).folder

    assert files(again / "data") == files(release / "data")
    assert files(again / "headlines") == files(release / "headlines")
    assert without_places(again) == without_places(release)


def test_an_interrupted_build_goes_on_and_ends_in_the_same_bytes(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = iter(range(10_000))
    real = os.link

    def full(*arguments: Any, **options: Any) -> None:
        if next(calls) == 2:
            raise KeyboardInterrupt
        real(*arguments, **options)

    monkeypatch.setattr(os, "link", full)
    with pytest.raises(KeyboardInterrupt):
        road.build([SAMPLE], tmp_path, "0.1.0", SETTINGS)
    assert not (tmp_path / "v0.1.0").exists()
    monkeypatch.setattr("corpus.build.process", not_again)

    assert files(road.build([SAMPLE], tmp_path, "0.1.0", SETTINGS).folder) == files(release)


def test_what_one_build_knows_of_its_sites_is_forgotten_by_the_next(tmp_path: Path) -> None:
    """In one process, in one folder: the evidence is another where the input is."""

    def seen(name: str) -> list[int]:
        pages = [{"text": f"{name} নদীতে পানি\nখবর {n}", "site": "khobor.example"} for n in range(9)]
        file = tmp_path / f"{name}.jsonl"
        file.write_text("".join(json.dumps(page) + "\n" for page in pages))
        read = partial(road.read_pages, earlier=None, settings=Settings())
        with LocalEngine(tmp_path / name) as engine:
            pages_read = engine.map("read", read, engine.rows("input", sources.find([file])), road.READ)
            folder = evidence.gather(engine, pages_read, tmp_path / "keys", 1)
        keys = [int(key) for key in evidence.load(folder).lines]
        shutil.rmtree(tmp_path / "keys")  # as a build does that is done
        return keys

    assert seen("প্রথম")
    assert seen("প্রথম") != seen("দ্বিতীয়")


def test_columns_that_are_not_known_are_null_and_addresses_canonical(tmp_path: Path) -> None:
    given = [
        {"text": "ক", "url": "http://www.khobor.example:80/desh/?utm_source=x"},
        {"text": "খ", "url": ""},
        {"text": "গ", "url": "dns:khobor", "site": ""},
        {"site": "khobor"},
    ]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in given))
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.txt").write_bytes(b"")
    built = road.build([tmp_path], tmp_path.with_name("out-of-nulls"), "0.1.0", Settings())

    found = {row["text"] or row["place"]: row for row in rows(built.folder, "removed")}
    assert [(found[text]["url"], found[text]["site"]) for text in "কখগ"] == [
        ("https://khobor.example/desh", "khobor.example"),
        (None, None),
        ("dns:khobor", None),
    ]
    assert [found[place]["id"] for place in ("a.jsonl:4", "b.txt", "c.txt")] == [None, None, None]
    assert verify(built.folder) == []


def test_pages_are_spread_over_shards_by_their_bytes_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty thousand pages of 30 MB would be one shard by their number."""
    monkeypatch.setattr("corpus.build.SHARD_BYTES", 10_000)
    texts = ["ক" * 3_000 + str(number) for number in range(10)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    [chunks] = sources.find([tmp_path])
    with LocalEngine(tmp_path / "work") as engine:
        pages = engine.rows("pages", list(sources.read(chunks, max_page_bytes=1 << 20)))

        assert road.measured(engine, pages) == (10, 1 + 90_000 // 10_000)


def test_a_version_that_exists_is_refused(release: Path) -> None:
    before = files(release)
    with pytest.raises(CorpusError, match="exists"):
        road.build([SAMPLE], release.parent, "0.1.0", SETTINGS)

    assert files(release) == before


BAD_INPUT = {
    "empty.txt": b"",
    "truncated.jsonl.gz": gzip.compress(b'{"text": "' + os.urandom(20_000).hex().encode() + b'"}\n')[:9_000],
    "row.jsonl": b'{oops\n{"url": "https://khobor.example/1"}\n',
    "bytes.txt": "নদীর পানি".encode() + b"\xff\xfe",
    "nul.txt": b"\0" * 5_000,
}


def test_bad_input_is_removed_with_its_place_and_everything_else_is_kept(release: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, data in BAD_INPUT.items():
        (tmp_path / "in" / name).write_bytes(data)
    (tmp_path / "in" / "gone.txt").symlink_to("nowhere")
    (tmp_path / "in" / "line.jsonl").write_bytes(b'{"text": "' + b"x" * (40 << 20) + b'"}\n')

    built = road.build([SAMPLE, tmp_path / "in"], tmp_path / "out", "0.1.0", SETTINGS)

    told = {
        row["place"]: row["reason"] for row in rows(built.folder, "removed") if row["stage"] == "read" and row["place"]
    }
    assert {place: reason for place, reason in told.items() if not place.startswith(("kasai", "haor"))} == {
        "empty.txt": "empty_file",
        "truncated.jsonl.gz:1": "truncated_archive",
        "row.jsonl:1": "not_json",
        "row.jsonl:2": "no_text",
        "bytes.txt": "invalid_utf8",
        "nul.txt": "not_text",
        "gone.txt": "unreadable_file",
        "line.jsonl:1": "too_large",
    }
    assert [row["id"] for row in rows(built.folder, "articles")] == [row["id"] for row in rows(release, "articles")]


def test_input_without_any_article_still_ends_in_a_release_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("abc def " * 1_000)
    built = road.build([tmp_path / "a.txt"], tmp_path / "out", "0.1.0", Settings())

    assert built.manifest.ledger.kept == 0
    assert built.warnings
    assert verify(built.folder) == []


def test_datasets_loads_the_release_in_a_new_process_with_an_empty_cache(release: Path, tmp_path: Path) -> None:
    found = fresh("everything", tmp_path, release=release)

    ids: dict[str, list[str]] = {}
    for row in rows(release, "articles"):
        ids.setdefault(row["split"], []).append(row["id"])
    assert found == {split: [each, each] for split, each in ids.items()}


def test_what_was_asked_to_be_taken_out_leaves_no_trace_in_this_and_later_releases(tmp_path: Path) -> None:
    out, again = tmp_path / "out", tmp_path / "requests.txt"
    first = road.build([SAMPLE], out, "1.0.0", SETTINGS).folder
    copied = {row["cluster_id"] for row in rows(first, "articles") if row["cluster_size"] > 1}
    story = next(row for row in rows(first, "articles") if row["cluster_id"] in copied)
    again.write_text(
        f"# asked for by its author\n{story['url'] or story['id']}\nsite: misspelt.example\n", encoding="utf-8"
    )

    second, _, warnings, _ = road.build([SAMPLE], out, "2.0.0", SETTINGS, removals=again)
    third = road.build([SAMPLE], out, "2.0.1", SETTINGS).folder  # inherits what was asked for

    sentences = [part.strip() for part in story["body"].replace("\n", " ").split("।") if len(part.split()) >= 5]
    for release in (second, third):
        told = json.dumps(
            [rows(release, config) for config in ("articles", "headlines", "removed")], ensure_ascii=False
        )
        assert story["headline"] not in told
        assert [sentence for sentence in sentences if sentence in told] == []
        assert verify(release) == []
        gone = [row for row in rows(release, "removed") if row["stage"] == "withdraw"]
        assert len(gone) == story["cluster_size"]
        assert story["id"] in {row["id"] for row in gone}
    assert [warning.split(": ")[0] for warning in warnings if "request" in warning] == [f"{again}:3"]


def test_articles_of_an_evaluation_set_are_removed(release: Path, tmp_path: Path) -> None:
    tested = rows(release, "articles")[3]
    (tmp_path / "test.jsonl").write_text(json.dumps({"text": tested["body"][:400]}), encoding="utf-8")
    built = road.build([SAMPLE], tmp_path / "out", "0.1.0", SETTINGS, evaluation=[tmp_path / "test.jsonl"]).folder

    assert tested["body"] not in {row["body"] for row in rows(built, "articles")}
    assert "evaluation_run" in {row["reason"] for row in rows(built, "removed")}

"""`diff` says what changed between two releases, and which version number that calls for."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpus import schema
from corpus.errors import ClaimError, DamagedError
from corpus.release import removals
from corpus.release.diff import GONE, Diff, check_claim, claims_enough, diff
from corpus.release.manifest import Tombstone
from corpus.release.parquet import write_shard
from corpus.release.verify import verify
from tests.release_maker import article, in_order, make, removed, table

COUNT = 60


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("old"), articles=rows())


def rows(**changed: dict[str, Any]) -> list[dict[str, Any]]:
    return [article(number) | changed.get(f"of_{number}", {}) for number in range(COUNT)]


def new(folder: Path, articles: list[dict[str, Any]], **options: Any) -> Path:
    return make(folder, "9.0.0", articles=articles, **options)


def test_the_same_rows_are_a_patch_however_they_lie_in_files(tmp_path, old):
    found = diff(old, new(tmp_path, rows(), shards=3))

    assert found.level == "PATCH"
    assert (found.added, found.removed, found.edited, found.moved) == (0, {}, 0, {})


def test_rows_added_are_minor(tmp_path, old):
    found = diff(old, new(tmp_path, [*rows(), article(COUNT), article(COUNT + 1)]))

    assert (found.level, found.added, found.removed, found.edited) == ("MINOR", 2, {}, 0)
    assert found.others["headlines"] == (0, 2)


def test_a_story_of_which_more_copies_were_read_is_minor(tmp_path, old):
    found = diff(old, new(tmp_path, rows(of_7={"cluster_size": 9})))

    assert (found.level, found.edited, found.recounted) == ("MINOR", 0, 1)


def test_an_edited_row_is_major_and_its_columns_are_named(tmp_path, old):
    found = diff(old, new(tmp_path, rows(of_7={"body": "অন্য কথা।", "word_count": 2}, of_8={"body": "আরেক কথা।"})))

    assert (found.level, found.edited, found.edited_columns) == ("MAJOR", 2, {"body": 2, "word_count": 1})
    assert sorted(found.examples["edited"]) == sorted([article(7)["id"], article(8)["id"]])


def test_a_removed_row_is_major_and_has_its_reason(tmp_path, old, monkeypatch):
    gone = article(3)["id"]
    monkeypatch.setattr(
        "tests.release_maker.removed",
        lambda n: removed(n) | ({"id": gone, "reason": "removal_request"} if n == 0 else {}),
    )
    found = diff(old, new(tmp_path, [row for n, row in enumerate(rows()) if n not in (3, 4)]))

    assert (found.level, found.removed) == ("MAJOR", {GONE: 1, "removal_request": 1})


def test_a_row_in_another_split_is_major(tmp_path, old):
    """A merge of clusters may force a move; the diff names each way."""
    moved = next(n for n in range(COUNT) if int(article(n)["cluster_id"][:4], 16) % 10 > 1)
    found = diff(old, new(tmp_path, rows(**{f"of_{moved}": {"cluster_id": "0001" + "0" * 28}})))

    assert (found.level, found.moved) == ("MAJOR", {"train to test": 1})
    assert found.edited_columns == {"cluster_id": 1}


def test_a_change_of_other_configs_alone_is_minor(tmp_path, old):
    found = diff(old, new(tmp_path, rows(), dropped=14))

    assert (found.level, found.others["removed"]) == ("MINOR", (0, 2))


@pytest.mark.parametrize(
    ("request_", "level"),
    [(f"headline: {removed(1)['headline']}", "MAJOR"), (removed(1)["id"], "MAJOR"), ("site: site1.example", "MAJOR"),
     ("https://example.com/never-read", "PATCH")],
    ids=["headline", "id", "site", "nothing"],
)  # fmt: skip
def test_a_removal_on_request_is_major_wherever_it_was_found(tmp_path, monkeypatch, request_, level):
    """Also where only `removed` held it: users must move. A request that finds nothing asks nobody to."""
    kept = [row for row in rows() if row["site"] != "site1.example"]
    before = make(tmp_path / "old", articles=kept)
    stone = removals.tombstone(request_)
    monkeypatch.setattr("tests.release_maker.removed", lambda n: withdrawn(removed(n), stone))
    after = make(tmp_path / "new", "9.0.0", articles=kept, tombstones=(stone,))

    assert verify(after) == []
    assert diff(before, after).level == level


def withdrawn(row: dict[str, Any], stone: Tombstone) -> dict[str, Any]:
    """A removed row as a build leaves it where it was asked for."""
    if not removals.requested(table("removed", [row]), (stone,))[0].as_py():
        return row
    return {name: row[name] if name == "id" else None for name in row} | {
        "stage": removals.STAGE,
        "reason": removals.REASON,
    }


def test_a_column_that_has_another_name_or_type_is_major_and_no_row_is_called_edited(tmp_path, old, monkeypatch):
    """Rows are compared by the columns that both releases have; a program of today reads releases of old."""
    columns = tuple(
        column._replace(name="paper") if column.name == "site" else column for column in schema.CONFIGS["articles"]
    )
    renamed = [{"paper" if name == "site" else name: value for name, value in row.items()} for row in rows()]
    before = shutil.copytree(old, tmp_path / "old")
    for path in before.glob("data/*.parquet"):
        found = {row["id"] for row in pq.read_table(path).to_pylist()}
        entry = [row for row in in_order(renamed) if row["id"] in found]
        write_shard(path, pa.Table.from_pylist(entry, schema=schema.arrow_schema(columns)), columns)
    found = diff(before, new(tmp_path, rows()))

    assert (found.level, found.edited, found.edited_columns) == ("MAJOR", 0, {})
    assert found.columns == {"articles": (["paper (string)"], ["site (string)"])}
    assert "`articles` lost the column paper (string)." in found.lines()


def test_other_settings_and_another_card_over_the_same_rows_are_a_patch(tmp_path, old):
    assert diff(old, new(tmp_path, rows(), configuration={"split_shares": "90/5/5"})).level == "PATCH"


@pytest.mark.parametrize(
    ("old_version", "new_version", "level", "enough"),
    [("1.0.0", "1.0.1", "PATCH", True), ("1.0.0", "1.0.1", "MINOR", False), ("1.0.9", "1.1.0", "MINOR", True),
     ("1.9.0", "1.10.0", "MINOR", True), ("1.9.9", "2.0.0", "MAJOR", True), ("1.0.0", "1.1.0", "MAJOR", False),
     ("0.1.0", "0.2.0", "MAJOR", False), ("1.0.0", "2.0.0", "PATCH", True), ("1.0.0", "1.0.0", "PATCH", False),
     ("2.0.0", "1.9.0", "PATCH", False)],
)  # fmt: skip
def test_a_version_number_claims_what_changed(old_version, new_version, level, enough):
    assert claims_enough(old_version, new_version, level) is enough


@pytest.mark.parametrize(("edited", "added", "lowest"), [(1, 0, "2.0.0"), (0, 1, "1.3.0"), (0, 0, "1.2.4")])
def test_a_claim_that_is_too_low_names_the_lowest_that_is_not(edited, added, lowest):
    changes = Diff(added, {}, edited, {}, {}, 0, {}, {}, False, {})
    with pytest.raises(ClaimError, match=f"Call it {lowest} or higher"):
        check_claim("1.2.3", "1.2.3", changes)
    check_claim("1.2.3", lowest, changes)


def test_a_damaged_release_is_not_compared(tmp_path, old):
    broken = new(tmp_path, rows())
    (broken / "manifest.json").write_text("{}")
    with pytest.raises(DamagedError):
        diff(old, broken)

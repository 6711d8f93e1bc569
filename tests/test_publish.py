"""Publishing ends in the same tag and files wherever it is cut; what is published loads as it was built."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from corpus.errors import CorpusError, DamagedError, VersionExistsError
from corpus.release import manifest
from corpus.release.parquet import file_sha256
from corpus.release.publish import publish
from corpus.release.verify import verify
from tests.fresh import fresh
from tests.hub_stand_in import Hub
from tests.release_maker import make

REPO = "hf://datasets/tester/news"


@pytest.fixture(scope="module")
def hub() -> Iterator[Hub]:
    server = Hub()
    yield server
    server.close()


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two versions: the second has more rows, in fewer files."""
    out = tmp_path_factory.mktemp("out")
    first = make(out, "1.0.0", articles=40, shards=2)
    return [first, make(out, "1.1.0", articles=50, shards=1, parent=first)]


@pytest.fixture(scope="module")
def published(hub: Hub, releases: list[Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Both, published; then loaded with a connection and without one."""
    home = tmp_path_factory.mktemp("home")
    planned = fresh("hub_dry_run", home, hub=hub.url, release=releases[0], repo=REPO)
    untouched = dict(hub.repos)
    done = fresh("hub_publish", home, hub=hub.url, releases=[*map(str, releases), str(releases[1])], repo=REPO)
    return {
        "planned": planned,
        "untouched": untouched,
        "done": done,
        "record": json.loads((releases[0].parent / "published.json").read_text()),
        "loaded": fresh("hub_matrix", home, hub=hub.url, repo="tester/news", address=REPO),
        "offline": fresh("hub_offline", home, hub=hub.url, offline=True, address=REPO),
        "stranger": fresh(
            "hub_offline", tmp_path_factory.mktemp("empty"), hub=hub.url, offline=True, address=REPO, loaded=False
        ),
    }


def ids(release: Path) -> list[str]:
    return [value for path in sorted(release.glob("data/train-*")) for value in pq.read_table(path)["id"].to_pylist()]


def digests(release: Path) -> dict[str, str]:
    return {path.relative_to(release).as_posix(): file_sha256(path) for path in release.rglob("*") if path.is_file()}


def test_a_dry_run_says_what_would_be_sent_and_sends_nothing(published, releases):
    assert published["untouched"] == {}
    assert published["planned"]["commit"] is None
    assert set(published["planned"]["send"]) == set(digests(releases[0]))
    assert published["planned"]["bytes"] == sum(
        path.stat().st_size for path in releases[0].rglob("*") if path.is_file()
    )


def test_a_tag_holds_the_release_and_nothing_else(published, hub, releases):
    repo = hub.repos["tester/news"]

    for release, tag in zip(releases, ("v1.0.0", "v1.1.0"), strict=True):
        files = {path for path in repo.commits[repo.tags[tag]] if path != ".gitattributes"}
        assert files == set(digests(release))


def test_old_shards_are_deleted_and_same_files_are_not_sent_again(published):
    second = published["done"][1]

    assert "data/train-00000-of-00002.parquet" in second["delete"]
    assert "LICENSE" not in second["send"]


def test_publishing_again_sends_nothing_and_ends_the_same(published):
    first, again = published["done"][1], published["done"][2]

    assert again["send"] == []
    assert again["commit"] == first["commit"]


def test_the_commit_is_recorded_beside_the_releases(published, hub):
    assert published["record"] == {REPO: hub.repos["tester/news"].tags}


@pytest.mark.parametrize(
    ("way", "number"),
    [
        ("main", 1),
        ("old", 0),
        ("stream", 0),
        ("hf_files", 0),
        ("ours", 1),
        ("ours_old", 0),
        ("ours_stream", 0),
        ("ours_at", 0),
    ],
)
def test_every_way_of_loading_from_the_hub_gives_the_rows_of_its_version(published, releases, way, number):
    assert published["loaded"][way] == ids(releases[number])


def test_the_card_passes_the_hubs_validation(published, hub):
    assert "POST /api/validate-yaml" in hub.requests
    assert published["loaded"]["language"] == ["bn"]


def test_an_unknown_version_is_told_with_those_that_exist(published):
    kind, message = published["loaded"]["unknown"]

    assert kind == "UnknownVersionError"
    assert "Versions that exist: 1.0.0, 1.1.0" in message


def test_pitfall_3_offline_a_version_is_the_one_asked_for_or_an_error(published, releases):
    """`load_dataset(revision=...)` gives whatever is cached, even for a revision that does not exist; ours does not."""
    assert published["offline"]["ours_old"] == ids(releases[0])
    assert published["offline"]["never_loaded"][0] == published["offline"]["unpinned"][0] == "OfflineError"
    assert published["offline"]["loaded"] > 0


def test_offline_on_a_new_machine_is_an_error_that_says_so(published):
    kind, message = published["stranger"]["never_loaded"]

    assert kind == "OfflineError"
    assert "not on this machine" in message


@pytest.mark.parametrize("earlier", [True, False], ids=["second release", "first release"])
def test_a_publish_cut_at_any_request_ends_as_if_it_had_not_been(tmp_path, releases, earlier):
    """At each request, once before the Hub acts on it and once after: no half tag, and the second run heals."""
    server = Hub()
    copies = [Path(shutil.copytree(release, tmp_path / "out" / release.name)) for release in releases]
    before = {"v1.0.0": digests(copies[0])} if earlier else {}
    try:
        cuts = fresh(
            "hub_cuts",
            tmp_path / "home",
            hub=server.url,
            before=copies[0] if earlier else None,
            release=copies[1],
            repo=REPO,
        )
    finally:
        server.close()

    assert len(cuts) > 30
    assert {cut["after"] for cut in cuts} == {False, True}
    for cut in cuts:
        where = f"cut {'after' if cut['after'] else 'before'} request {cut['number']}"
        end = before | {"v1.1.0": digests(copies[1])}
        assert held(cut["halfway"]).items() <= end.items(), where
        assert held(cut["halfway"]).keys() >= before.keys(), where
        assert held(cut["end"]) == end, where
        pulls = cut["end"]["tester/news"]["pulls"]
        assert [pull["status"] for pull in pulls] == ["merged"] * len(end), where


def held(repos: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The digests of the files under each tag."""
    tags = repos.get("tester/news", {"digests": {}})["digests"]
    return {tag: {path: sha for path, sha in files.items() if path != ".gitattributes"} for tag, files in tags.items()}


def test_a_release_older_than_the_newest_is_not_put_above_it(tmp_path, releases):
    """But one that was cut off after its merge gets its tag, though a newer one was published since."""
    server = Hub()
    copies = [Path(shutil.copytree(release, tmp_path / "out" / release.name)) for release in releases]
    try:
        refused, pulls, cut, end = fresh(
            "hub_older", tmp_path / "home", hub=server.url, releases=[*map(str, copies)], repo=REPO
        )
    finally:
        server.close()

    assert [kind for kind, _ in refused] == ["CorpusError"] * 2
    assert all("Raise the version above 1.1.0" in message for _, message in refused)
    assert len(pulls) == 1
    assert cut == "CorpusError"
    assert held(end) == {"v1.0.0": digests(copies[0]), "v1.1.0": digests(copies[1])}


def test_what_was_merged_with_something_else_is_merged_again_without_it(tmp_path, releases):
    """And a release that was downloaded with the Hub's own client passes `verify`."""
    server = Hub()
    copy = Path(shutil.copytree(releases[0], tmp_path / "out" / "v1.0.0"))
    try:
        first, halfway, end, wrong = fresh(
            "hub_written_between", tmp_path / "home", hub=server.url, release=copy, repo=REPO
        )
    finally:
        server.close()

    assert first[0] == "DamagedError"
    assert "notes.txt differs" in first[1]
    assert halfway == {}
    assert {path: sha for path, sha in end.items() if path != ".gitattributes"} == digests(copy)
    assert wrong == []


def test_what_did_not_arrive_as_it_is_is_sent_again_before_the_merge(tmp_path, releases):
    server = Hub()
    copy = Path(shutil.copytree(releases[0], tmp_path / "out" / "v1.0.0"))
    try:
        error, sent, tagged = fresh("hub_damage", tmp_path / "home", hub=server.url, release=copy, repo=REPO)
    finally:
        server.close()

    assert error == "CorpusError"
    assert sent == ["LICENSE", "data/train-00000-of-00002.parquet"]
    assert {path: sha for path, sha in tagged.items() if path != ".gitattributes"} == digests(copy)


# Object stores


@pytest.fixture
def store(tmp_path: Path) -> str:
    """An address whose files can be cut off in the middle, as over SFTP."""
    return f"file://{tmp_path}/store"


@pytest.mark.parametrize("name", ["latest.json", "v1.1.0/manifest.json", "v1.1.0/LICENSE"])
def test_a_file_that_was_cut_off_in_a_store_is_sent_again(tmp_path, releases, store, name):
    for release in releases:
        publish(release, store)
    path = tmp_path / "store" / name
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    publish(releases[1], store)

    assert path.read_bytes() == whole
    assert verify(tmp_path / "store" / "v1.1.0") == []


def test_a_store_with_another_release_of_that_version_is_left_alone(tmp_path, releases, store):
    publish(releases[0], store)
    other = make(tmp_path, "1.0.0", articles=7)
    with pytest.raises(VersionExistsError):
        publish(other, store)
    assert digests(tmp_path / "store" / "v1.0.0") == digests(releases[0])


# Folders


def test_a_folder_gets_the_release_whole(tmp_path, releases):
    done = publish(releases[0], str(tmp_path / "mirror"))
    again = publish(releases[0], str(tmp_path / "mirror"))

    assert digests(tmp_path / "mirror" / "v1.0.0") == digests(releases[0])
    assert (len(done.send), again.send, again.commit) == (
        len(digests(releases[0])),
        (),
        manifest.read(releases[0]).digest,
    )
    assert json.loads((tmp_path / "mirror" / "latest.json").read_text())["version"] == "1.0.0"


def test_a_folder_with_another_release_of_that_version_is_left_alone(tmp_path, releases):
    other = make(tmp_path, "1.0.0", articles=7)
    with pytest.raises(VersionExistsError):
        publish(releases[0], str(tmp_path))
    assert verify(other) == []


def test_a_damaged_release_is_not_published(tmp_path, releases):
    copy = Path(shutil.copytree(releases[0], tmp_path / "v1.0.0"))
    (copy / "LICENSE").write_text("none")
    with pytest.raises(DamagedError, match="LICENSE"):
        publish(copy, str(tmp_path / "mirror"))
    assert not (tmp_path / "mirror").exists()


def test_a_damaged_record_is_told_with_what_it_would_have_said(tmp_path, releases):
    copy = Path(shutil.copytree(releases[0], tmp_path / "out" / "v1.0.0"))
    (tmp_path / "out" / "published.json").write_text("{")
    with pytest.raises(CorpusError, match=r"published\.json: damaged .* v1\.0\.0 was published as sha256-"):
        publish(copy, str(tmp_path / "mirror"))


def test_a_bare_owner_and_name_is_not_guessed_at(releases):
    with pytest.raises(
        CorpusError, match=r"write hf://datasets/owner/name for a repository on the Hub, or \./owner/name"
    ):
        publish(releases[0], "owner/name")

"""The sixteen ways in which a badly made release loads wrongly, and every way of loading that the card promises.

Each runs real `datasets` in a new process with empty caches; several checks share one, for importing takes two seconds.
"""

from __future__ import annotations

import http.server
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from corpus.errors import DamagedError
from corpus.release.places import place_of
from tests.fresh import ROOT, fresh
from tests.release_maker import article, make

ARTICLES = 80


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("out"), articles=ARTICLES)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, release: Path) -> dict[str, Any]:
    return fresh("matrix", tmp_path_factory.mktemp("home"), release=release)


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory, release: Path) -> dict[str, Any]:
    return fresh("ours", tmp_path_factory.mktemp("home"), release=release)


def rows(release: Path, split: str = "train") -> list[dict[str, Any]]:
    """The rows of a split as pyarrow reads them: what every loader must give, in this order."""
    return [row for path in sorted(release.glob(f"data/{split}-*")) for row in pq.read_table(path).to_pylist()]


def ids(release: Path, split: str = "train") -> list[str]:
    return [row["id"] for row in rows(release, split)]


# The load matrix


@pytest.mark.parametrize("split", ["train", "validation", "test"])
@pytest.mark.parametrize("loader", ["found", "ours"])
def test_every_split_has_its_rows_in_their_order(request, release, loader, split):
    assert request.getfixturevalue(loader)["splits"][split] == ids(release, split)


@pytest.mark.parametrize("loader", ["found", "ours"])
def test_splits_come_in_the_order_that_people_expect(request, loader):
    assert list(request.getfixturevalue(loader)["splits"]) == ["train", "validation", "test"]


@pytest.mark.parametrize(
    ("way", "expected"),
    [("slice", lambda train: train[3:8]), ("percent", lambda train: train[: round(len(train) / 10)]), ("stream", lambda train: train),
     ("take", lambda train: train[2:5]), ("resumed", lambda train: train[7:]), ("shuffled", sorted), ("all_checks", len),
     ("batches", lambda train: [16] * (len(train) // 16) + [len(train) % 16] * (len(train) % 16 > 0)),
     ("stream_batches", lambda train: [16] * (len(train) // 16) + [len(train) % 16] * (len(train) % 16 > 0)),
     ("headlines", lambda train: ARTICLES), ("removed", lambda train: ["same_headline", "too_short"]), ("default", lambda train: True),
     ("columns_kept", lambda train: ["id", "body"])],
)  # fmt: skip
def test_load_dataset_gives_the_rows_expected(release, found, way, expected):
    assert found[way] == expected(ids(release))


@pytest.mark.parametrize(
    ("way", "expected"),
    [("slice", lambda train: train[3:8]), ("stream", lambda train: train), ("resumed", lambda train: train[7:]), ("shuffled", sorted),
     ("pickled", lambda train: train), ("shards", lambda train: 2), ("batches", lambda train: [16] * (len(train) // 16) + [len(train) % 16] * (len(train) % 16 > 0)), ("unverified", len),
     ("headlines", lambda train: ARTICLES), ("until", lambda train: 0)],
)  # fmt: skip
def test_our_loader_gives_the_rows_expected(release, ours, way, expected):
    assert ours[way] == expected(ids(release))


def test_splits_can_be_added_up(release, found):
    assert sorted(found["sum"]) == sorted(ids(release, "test") + ids(release, "validation"))


def test_values_come_through_unchanged(release, found, ours):
    """Joiners, lists and the nearest float to a 32-bit one included."""
    first = rows(release)[0]

    assert found["first"] == first
    assert found["columns"] == {name: first[name] for name in ("site", "headline")}
    assert ours["columns"] == {name: rows(release, "test")[0][name] for name in ("site", "headline")}


def test_a_program_may_end_while_its_stream_is_open(release, tmp_path):
    """Plain `datasets` then writes of an ignored exception, or is aborted."""
    program = "import corpus, sys; rows = iter(corpus.load(sys.argv[1], split='train', streaming=True)); next(rows)"
    environment = os.environ | {"HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1"}
    done = subprocess.run([sys.executable, "-c", program, release], env=environment, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")


def test_dates_filter_rows(release, found, ours):
    late = [row["id"] for row in rows(release) if row["published"] and row["published"] >= "2020-01-01T00:20"]
    of_a_day = [row["id"] for row in rows(release) if row["published"] and row["published"].startswith("2020-01-01")]

    assert 0 < len(late) < len(of_a_day) < len(rows(release))
    assert found["filters"] == found["filters_unchecked"] == late
    assert ours["of_a_day"] == ours["of_a_day_streamed"] == of_a_day


def test_mistakes_are_told_with_what_there_is(ours):
    expected = [
        ("UnknownVersionError", "holds version 1.0.0, not 7.0.0"),
        ("UnknownVersionError", "Versions that exist: 1.0.0"),
        ("CorpusError", "It has: articles, headlines, removed"),
        ("CorpusError", "It has: train, validation, test"),
        ("CorpusError", "no column 'text' in articles. It has: id, url"),
        ("CorpusError", "'yesterday' is no day"),
        ("CorpusError", "Take rows with .skip(n) and .take(n)"),
        ("CorpusError", "A repository on the Hub is written hf://datasets/OWNER/NAME"),
        ("CorpusError", "columns is []; it must be a list of names"),
        ("CorpusError", "columns is 'headline'; it must be a list of names"),
    ]

    for (kind, message), (name, part) in zip(ours["mistakes"], expected, strict=True):
        assert kind == name
        assert part in message


def test_two_versions_load_side_by_side(tmp_path, release):
    shutil.copytree(release, tmp_path / "out" / "v1.0.0")
    second = make(tmp_path / "out", "1.1.0", articles=ARTICLES + 10, parent=tmp_path / "out" / "v1.0.0")
    loaded = fresh("versions", tmp_path / "home", out=tmp_path / "out")

    assert loaded == {"newest": ids(second), "old": ids(release), "tagged": ids(release)}


def test_a_release_under_another_name_or_cut_off_while_copied_is_not_passed_over(tmp_path, release):
    """The version that a folder is named for is the one that is in it, or nothing is loaded."""
    shutil.copytree(release, tmp_path / "out" / "v1.0.0")
    make(tmp_path / "out", "1.1.0", articles=ARTICLES + 10, parent=tmp_path / "out" / "v1.0.0")
    loaded = fresh("misnamed", tmp_path / "home", out=tmp_path / "out")

    for way in ("renamed", "asked"):
        assert loaded[way][0] == "UnknownVersionError"
        assert ", v2.0.0: holds version 1.1.0, not 2.0.0" in loaded[way][1]
    assert loaded["half"][0] == loaded["half_asked"][0] == "DamagedError"
    assert loaded["other"] == ids(release)


def test_rows_that_were_loaded_without_checking_are_not_given_out_as_checked(tmp_path, release):
    copy = shutil.copytree(release, tmp_path / "v1.0.0")
    loaded = fresh("unverified", tmp_path / "home", release=copy)

    assert loaded["right"] == ids(release, "test")
    assert set(loaded["wrong"]) & set(ids(release, "validation"))


# The pitfalls, by their numbers in PUBLISHING.md


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another build of the same version: as many rows in as many files, only other words."""
    folder = tmp_path_factory.mktemp("other")
    changed = [article(number) | {"id": f"{number:032x}"} for number in range(ARTICLES)]
    return make(folder, articles=changed)


def test_pitfall_1_a_rebuilt_folder_gives_its_new_rows(tmp_path, release, other):
    loaded = fresh("rebuilt", tmp_path / "home", first=release, second=other, place=tmp_path / "place" / "v1.0.0")

    assert loaded == {
        "first": ids(release),
        "first_ours": ids(release),
        "second": ids(other),
        "second_ours": ids(other),
    }


def test_pitfall_2_two_folders_of_one_name_give_each_their_own_rows(tmp_path, release, other):
    loaded = fresh("two_folders", tmp_path / "home", first=release, second=other)

    assert loaded == [ids(release), ids(other), ids(release)] * 2


# Pitfall 3 (HF_HUB_OFFLINE ignores revision=) needs a Hub: tests/test_publish.py.


def test_pitfall_4_a_flipped_bit_in_a_page_is_found_even_unverified(tmp_path, release):
    """`verify` and `load` compare every byte (tests/test_verify.py); without them the page's checksum remains."""
    copy = shutil.copytree(release, tmp_path / "v1.0.0")
    for kind, message in fresh("page_damage", tmp_path / "home", release=copy):
        assert (kind, "CRC" in message or "checksum" in message) == ("DamagedError", True)


def test_pitfall_5_the_card_is_the_file_that_is_read(release, found):
    assert (release / "README.md").is_file()
    assert not (release / "DATASET_CARD.md").exists()
    assert len(found["splits"]) == 3


@pytest.fixture(scope="module")
def strangers(tmp_path_factory: pytest.TempPathFactory, release: Path) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("strangers")
    return fresh("strangers", folder / "home", release=shutil.copytree(release, folder / "v1.0.0"))


def test_pitfall_6_leftover_and_missing_shards_do_not_load_in_silence(release, strangers):
    """The card names each shard, so `datasets` never sees a leftover, and misses a missing one, streaming too."""
    assert strangers["leftover"] == strangers["leftover_streamed"] == len(ids(release))
    assert strangers["leftover_ours"][0] == strangers["missing_ours"][0] == "DamagedError"
    assert strangers["missing"][0] == strangers["missing_streamed"][0] == "FileNotFoundError"


def test_pitfall_7_filters_and_sizes_get_along(found, ours):
    """Where they do not, in plain `load_dataset`, the card says so; ours filters without ado."""
    assert found["filters_checked"] == "NonMatchingSplitsSizesError"
    assert 'verification_mode="no_checks"' in card()
    assert ours["of_a_day"]


def test_pitfall_8_a_slice_of_a_stream_is_refused_with_the_way_to_do_it(found, ours):
    assert found["streamed_slice"] == "ValueError"
    assert ".take(n)" in card()
    assert ".take(n)" in ours["mistakes"][6][1]


def test_pitfall_9_a_shuffled_stream_does_not_sleep(ours):
    assert ours["shuffle_seconds"] < 3
    assert "max_buffer_input_shards=1" in card()


def test_pitfall_10_resuming_is_exact_without_a_shuffle_buffer_and_the_card_warns_of_one(release, found, ours):
    assert found["resumed"] == ours["resumed"] == ids(release)[7:]
    assert re.search(r"buffer loses and repeats rows", card())


def test_pitfall_11_a_column_of_nulls_in_the_first_shard_is_still_text(tmp_path):
    nulls = [article(number) | {"category": None, "byline": None, "edits": []} for number in range(20)]
    release = make(tmp_path, articles=nulls + [article(number) for number in range(20, 40)])
    features = fresh("matrix_features", tmp_path / "home", release=release)

    assert features["category"] == features["byline"] == "Value('string')"
    assert features["edits"] == "List(Value('string'))"


def test_pitfall_12_versions_and_names_are_texts_in_the_card(release):
    import yaml

    front = yaml.safe_load((release / "README.md").read_text(encoding="utf-8").split("---\n")[1])

    assert all(
        isinstance(config[key], str) for config in front["configs"] for key in ("config_name", "version", "description")
    )


def test_pitfall_13_categories_are_texts(found):
    assert set(found["features"].values()) <= {
        "Value('string')",
        "Value('large_string')",
        "Value('int32')",
        "Value('float32')",
        "List(Value('string'))",
    }


def test_pitfall_14_json_keeps_bengali_letters(release, ours):
    assert json.loads(ours["json"])["headline"] == rows(release)[0]["headline"]
    assert rows(release)[0]["headline"] in ours["json"]
    assert "force_ascii=False" in card()


def test_pitfall_15_no_release_holds_a_loading_script(release, strangers):
    assert not list(release.rglob("*.py"))
    assert strangers["script_ours"][0] == "DamagedError"


def test_pitfall_16_a_version_of_datasets_that_keeps_all_shards_is_required(release, found):
    assert re.search(r'"datasets>=5\.2', (ROOT / "pyproject.toml").read_text())
    assert "`datasets` 5.2 or later" in card()
    assert found["shuffled"] == sorted(ids(release))


def card() -> str:
    return (ROOT / "DATASET_CARD.md").read_text(encoding="utf-8")


# Web addresses and object stores


class Ranges(http.server.SimpleHTTPRequestHandler):
    """A plain web server that knows ranges, which streaming needs."""

    mood = ""

    def do_GET(self) -> None:
        if self.path.startswith("/_mood/"):
            type(self).mood = self.path.rsplit("/", 1)[1]
            return self.answer(200, {"Content-Length": "0"}, b"")
        path = Path(self.translate_path(self.path))
        if not self.mood or path.suffix != ".parquet":
            return super().do_GET()
        if self.mood == "ill":
            return self.send_error(503)
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "")
        content, size = path.read_bytes(), path.stat().st_size
        if self.mood == "whole-files" or not asked:
            part = content if self.mood == "whole-files" else content[: size // 2]
            return self.answer(200, {"Content-Length": str(size)}, part)
        first, last = int(asked[1]), min(int(asked[2] or size), size - 1)
        headers = {"Content-Range": f"bytes {first}-{last}/{size}", "Content-Length": str(last - first + 1)}
        return self.answer(206, headers, content[first : (first + last) // 2])

    def answer(self, status: int, headers: dict[str, str], content: bytes) -> None:
        """Send, and hang up, though more may have been promised."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):  # who asked for a part may not wait for the whole
            self.wfile.write(content)
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)

    def send_head(self) -> Any:
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "")
        path = Path(self.translate_path(self.path))
        if not asked or not path.is_file():
            return super().send_head()
        size = path.stat().st_size
        first, last = int(asked[1]), min(int(asked[2] or size), size - 1)
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.send_header("Content-Length", str(last - first + 1))
        self.end_headers()
        self.wfile.write(path.read_bytes()[first : last + 1])
        return None

    def end_headers(self) -> None:
        self.send_header("Accept-Ranges", "bytes")
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def web(release: Path, tmp_path: Path) -> Iterator[tuple[http.server.ThreadingHTTPServer, Path]]:
    shutil.copytree(release.parent, tmp_path / "web")
    handler = type("Handler", (Ranges,), {})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), lambda *a: handler(*a, directory=str(tmp_path / "web")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server, tmp_path / "web"
    server.shutdown()


def test_a_web_address_loads_pinned_cached_and_verified(tmp_path, release, web):
    server, _ = web
    address = f"http://127.0.0.1:{server.server_address[1]}"
    loaded = fresh("remote", tmp_path / "home", address=address, version="1.0.0")
    server.shutdown()
    server.server_close()
    offline = fresh("remote_offline", tmp_path / "home", address=address, version="1.0.0")

    assert loaded["rows"] == loaded["newest"] == loaded["stream"] == loaded["one"] == ids(release)
    assert loaded["unknown"][0] == "UnknownVersionError"
    assert "Versions that exist: 1.0.0" in loaded["unknown"][1]
    assert offline["rows"] == ids(release)
    assert offline["never_loaded"][0] == offline["streamed"][0] == "OfflineError"


def test_a_web_address_with_damage_is_refused(tmp_path, web):
    server, folder = web
    shard = folder / "v1.0.0/data/train-00000-of-00002.parquet"
    content = bytearray(shard.read_bytes())
    content[100] ^= 1
    shard.write_bytes(content)
    (folder / "v1.0.0/data/train-00001-of-00002.parquet").unlink()
    failures = fresh("remote_damage", tmp_path / "home", address=f"http://127.0.0.1:{server.server_address[1]}")

    assert [kind for kind, _ in failures] == ["DamagedError"] * 2


def test_pitfall_1_behind_an_address_another_build_gives_its_own_rows(tmp_path, release, other, web):
    server, folder = web
    address = f"http://127.0.0.1:{server.server_address[1]}"
    loaded = fresh(
        "remote_rebuilt",
        tmp_path / "home",
        address=address,
        first=release,
        second=other,
        place=folder / "v1.0.0",
    )

    assert loaded["first"] == loaded["first_streamed"] == ids(release)
    assert loaded["second"] == loaded["second_streamed"] == ids(other)


def test_a_server_that_breaks_off_is_told_as_such(tmp_path, web):
    """Neither half a file nor a traceback of aiohttp; a server without ranges, as Python's own, is named as that."""
    server, folder = web
    shutil.rmtree(folder / "v1.0.0")
    make(folder, articles=[article(number, words=3_000) for number in range(60)])  # more than a first read takes
    failures = fresh("remote_cut", tmp_path / "home", address=f"http://127.0.0.1:{server.server_address[1]}")

    assert [kind for kind, _ in failures] == ["OfflineError"] * 4 + ["", "CorpusError"]
    assert "Load without streaming" in failures[-1][1]


@pytest.mark.parametrize(
    ("name", "content"),
    [("latest.json", '{"versions": ["1.0"]}'), ("latest.json", '{"versions": 1}'), ("latest.json", '{"ver'),
     ("v1.0.0/manifest.json", '{"for')],
)  # fmt: skip
def test_a_damaged_list_of_versions_or_manifest_in_a_store_is_told_with_its_place(
    tmp_path, monkeypatch, release, name, content
):
    monkeypatch.setattr("corpus.release.places.cache", lambda: tmp_path / "cache")
    shutil.copytree(release.parent, tmp_path / "store")
    (tmp_path / "store" / "latest.json").write_text('{"versions": ["1.0.0"]}')
    (tmp_path / "store" / name).write_text(content)
    with pytest.raises(DamagedError, match=name):
        place_of(f"file://{tmp_path}/store", None)


def test_an_object_store_is_published_to_and_loaded_from(tmp_path, release):
    stored = fresh("memory", tmp_path / "home", release=release)

    assert stored["rows"] == stored["stream"] == ids(release)
    assert stored["again"] == 0
    assert stored["mended"] == ["LICENSE"]

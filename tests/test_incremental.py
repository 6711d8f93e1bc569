"""A page that an earlier build processed is not processed again, and the release is that of a build from nothing."""

from __future__ import annotations

import ast
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import corpus
from corpus import build as road
from corpus import reuse, sources
from corpus.engines.local import LocalEngine
from corpus.release import manifest
from corpus.schema import PAGES, arrow_schema
from corpus.settings import Settings
from corpus.stages import WORK
from corpus.stages import extract as extracting
from corpus.text.evidence import Asked, Evidence
from corpus.text.features import line_keys
from tests.memory_engine import MemoryEngine
from tests.test_build import SAMPLE, SETTINGS, files

Page = dict[str, Any]

HEADLINES = (
    "নদীর ভাঙনে ঘর হারালেন মানুষ",
    "সেতু ভেঙে পথ বন্ধ দুই দিন",
    "হাওরে পানি বাড়ছে, ফসল নিয়ে শঙ্কা",
    "পাটের দাম পেয়ে খুশি কৃষক",
    "চরের স্কুলে নতুন ভবন উঠছে",
)
NOTICE = "আমাদের পাতায় লেখা পাঠাতে চাইলে ঠিকানা ও ফোন নম্বর দিয়ে ডাকে পাঠান আজই।"
BODY = (
    "{} নিয়ে গ্রামের মানুষ কয়েক দিন ধরে উদ্বেগে আছেন। স্থানীয় বাসিন্দারা জানান, গত সপ্তাহ থেকে অবস্থা দ্রুত বদলাচ্ছে।{}",
    "উপজেলা প্রশাসনের একজন কর্মকর্তা বলেন, মাঠে {} দল কাজ করছে। তালিকা করা হচ্ছে এবং শিগগির সহায়তা দেওয়া হবে। "
    "গ্রামের প্রবীণ এক কৃষক বলেন, এমন অবস্থা তিনি আগে দেখেননি। তাঁর মতে, পাশের গ্রামের মানুষও একই কথা বলছেন।",
)
LINK = " আরও পড়ুন: {} জেলার আরও তিনটি ইউনিয়নে মাইকিং করা হয়েছে। মানুষ আশ্রয়কেন্দ্রে যাচ্ছেন।"


def page(number: int, *, link: int | None = None, notice: bool = False, site: str = "khobor.example") -> Page:
    """A story; `link` glues the headline of another into its body, where only that story's page shows its end."""
    headline = HEADLINES[number]
    glued = "" if link is None else LINK.format(HEADLINES[link])
    lines = ("প্রচ্ছদ", headline, "নিজস্ব প্রতিবেদক", BODY[0].format(headline, glued), *[NOTICE] * notice)
    return {
        "text": "\n".join((*lines, BODY[1].format(number + 2))),
        "site": site,
        "url": f"https://{site}/desh/news/48211{number}",
    }


class Newsroom:
    """Builds that share a store; each gives its rows as text, and says how many it reused."""

    def __init__(self, folder: Path, chosen: Settings | None = None) -> None:
        self.folder = folder
        self.settings = chosen or Settings(with_lines=True)
        self.reused = self.damaged = 0

    def build(self, pages: list[Page], *, keep: bool = True, engine: Any = None) -> list[str]:
        name = reuse.store_name(self.settings, None)
        store = self.folder / reuse.FOLDER / name if keep else None
        (self.folder / "in.jsonl").write_text("".join(json.dumps(each) + "\n" for each in pages), encoding="utf-8")
        work = self.folder / "work"
        with LocalEngine(work) as local:
            chunks = sources.find([self.folder / "in.jsonl"])
            made = road.judge_pages(engine or local, chunks, self.settings, (), work / "release", store)
            rows = [
                row for batch in (engine or local).collect(made.work) for row in batch.select(WORK.names).to_pylist()
            ]
        shutil.rmtree(work)
        self.reused, self.damaged = made.reused, made.damaged
        return sorted(json.dumps(row, ensure_ascii=False) for row in rows)

    def from_nothing(self, pages: list[Page]) -> list[str]:
        return self.build(pages, keep=False)

    @property
    def stored(self) -> list[Path]:
        return sorted((self.folder / reuse.FOLDER).glob("*/*/*.arrow"))


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


@pytest.fixture
def processed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The second line of each page, its headline, each time that the page is read."""
    seen: list[str] = []
    real = extracting.page_of

    def counted(row: Page, known: Evidence | None = None) -> Any:
        seen.append((row["text"] or row["html"]).split("\n")[1])
        return real(row, known)

    monkeypatch.setattr(extracting, "page_of", counted)
    return seen


def test_pages_seen_before_are_not_processed_again(newsroom: Newsroom, processed: list[str]) -> None:
    first, more = [page(n) for n in range(4)], page(4)
    newsroom.build(first)
    assert sorted(processed) == sorted(HEADLINES[:4] * 2)  # alone, then with what the others tell
    assert newsroom.reused == 0
    processed.clear()

    newsroom.build([*first, more])

    assert processed == [HEADLINES[4]] * 2
    assert newsroom.reused == 4


def test_a_page_in_another_file_or_place_is_the_same_page(newsroom: Newsroom, processed: list[str]) -> None:
    pages = [page(n) for n in range(5)]
    rows = newsroom.build(pages)
    processed.clear()

    assert set(newsroom.build([{"text": "প্রচ্ছদ\nআর কিছু নেই"}, *reversed(pages)])) > set(rows)
    assert processed == ["আর কিছু নেই"] * 2
    assert newsroom.reused == 5


LATER: dict[str, tuple[list[Page], list[Page]]] = {
    "a glued headline shows its end": ([page(0, link=2)], [page(0, link=2), page(2)]),
    "a glued headline hides its end again": ([page(0, link=2), page(2)], [page(0, link=2)]),
    "a line recurs": (
        [page(0, notice=True), page(1, notice=True)],
        [page(n, notice=True) for n in range(3)],
    ),
    "a line no longer recurs": ([page(n, notice=True) for n in range(3)], [page(n, notice=True) for n in range(2)]),
}


@pytest.mark.parametrize(("before", "after"), LATER.values(), ids=LATER.keys())
def test_a_page_of_which_others_say_something_else_is_processed_again(
    newsroom: Newsroom, before: list[Page], after: list[Page]
) -> None:
    old = newsroom.build(before)
    rows = newsroom.build(after)

    assert rows == newsroom.from_nothing(after)
    bodies = [{json.loads(row)["url"]: json.loads(row)["body"] for row in each} for each in (old, rows)]
    both = bodies[0].keys() & bodies[1].keys()
    assert any(bodies[0][url] != bodies[1][url] for url in both)  # so what was stored would have been wrong


def test_a_line_that_recurs_on_another_site_changes_no_page(newsroom: Newsroom) -> None:
    newsroom.build([page(0, notice=True)])
    after = [page(0, notice=True), *(page(n, notice=True, site="potro.example") for n in range(1, 4))]

    assert newsroom.build(after) == newsroom.from_nothing(after)


def test_pages_that_change_or_go_leave_the_store(newsroom: Newsroom) -> None:
    newsroom.build([page(0), page(1), page(2, site="potro.example")])
    newsroom.build([page(0), {**page(1), "fetched_at": "2025-12-12"}])

    assert newsroom.reused == 1
    assert sum(pa.ipc.open_file(path).read_all().num_rows for path in newsroom.stored) == 2


def test_the_store_may_lie_on_another_disk(newsroom: Newsroom, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / reuse.FOLDER).symlink_to(tmp_path / "disk", target_is_directory=True)
    for reused in (0, 2):
        newsroom.build([page(0), page(1)])
        assert newsroom.reused == reused
    assert list((tmp_path / "disk").iterdir())


PAGES_MADE = st.builds(
    page,
    st.integers(0, 4),
    link=st.none() | st.integers(0, 4),
    notice=st.booleans(),
    site=st.sampled_from(("khobor.example", "potro.example")),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(corpora=st.lists(st.lists(PAGES_MADE, max_size=7), min_size=2, max_size=4))
def test_however_a_corpus_grows_and_shrinks_its_rows_are_those_of_a_build_from_nothing(
    tmp_path: Path, corpora: list[list[Page]]
) -> None:
    newsroom = Newsroom(tmp_path)
    for pages in corpora:
        assert newsroom.build(pages) == newsroom.from_nothing(pages)
    shutil.rmtree(tmp_path / reuse.FOLDER, ignore_errors=True)


@pytest.mark.parametrize("piece", [1, 3])
def test_rows_in_any_order_and_pieces_are_stored_and_found(newsroom: Newsroom, piece: int) -> None:
    pages = [page(n, link=2, notice=True) for n in range(5)] * 2
    newsroom.build(pages[:3])

    assert newsroom.build(pages, engine=MemoryEngine(seed=piece, piece=piece)) == newsroom.from_nothing(pages)
    newsroom.build(pages)
    assert newsroom.reused == 10


def test_a_page_on_which_the_toolkit_failed_is_tried_again(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    real = extracting.page_of

    def fails(row: Page, known: Evidence | None = None) -> Any:
        if HEADLINES[1] in row["text"]:
            raise MemoryError
        return real(row, known)

    pages = [page(0), page(1)]
    with monkeypatch.context() as broken:
        broken.setattr(extracting, "page_of", fails)
        assert extracting.FAULT in "".join(newsroom.build(pages))

    assert newsroom.build(pages) == newsroom.from_nothing(pages)


def test_pages_that_cannot_be_read_are_told_each_time(newsroom: Newsroom) -> None:
    pages = [page(0), {"url": "https://khobor.example/9"}]
    rows = newsroom.build(pages)

    assert newsroom.build(pages) == rows
    assert newsroom.reused == 1


CHANGES: dict[str, Callable[[pytest.MonkeyPatch, Newsroom], object]] = {
    "tables": lambda patch, _: patch.setattr(manifest, "tables_digest", lambda: "other"),
    "code": lambda patch, _: patch.setattr(manifest, "code_digest", lambda: "other"),
    "columns": lambda patch, _: patch.setattr(manifest, "schema_digest", lambda: "other"),
    "a library": lambda patch, _: patch.setattr(reuse, "version", lambda name: f"{name} of tomorrow"),
    "a setting": lambda _, newsroom: setattr(newsroom, "settings", Settings(repair=True)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_nothing_is_reused_after_a_change_of(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, change: Callable[[pytest.MonkeyPatch, Newsroom], object]
) -> None:
    pages = [page(n) for n in range(3)]
    newsroom.build(pages)
    before = {path.parent.parent for path in newsroom.stored}
    change(monkeypatch, newsroom)

    assert newsroom.build(pages) == newsroom.from_nothing(pages)
    assert newsroom.reused == 0
    assert not before & {path.parent.parent for path in newsroom.stored}  # what nothing will read again is gone
    newsroom.build(pages)
    assert newsroom.reused == 3


def test_an_evaluation_set_is_part_of_what_a_page_was_judged_by() -> None:
    assert reuse.store_name(Settings(), None) != reuse.store_name(Settings(), "0123")


def test_settings_that_judge_no_single_page_are_settings() -> None:
    assert set(Settings.__struct_fields__) > reuse.NOT_OF_A_PAGE
    road_of_a_page = ast.parse(Path(road.__file__).read_text(encoding="utf-8"))
    judged = next(node for node in road_of_a_page.body if getattr(node, "name", "") == "_judged")
    read = {
        node.attr for node in ast.walk(judged) if isinstance(node, ast.Attribute) and _named(node.value, "settings")
    }

    assert read
    assert not read & reuse.NOT_OF_A_PAGE


def _named(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def test_every_library_that_a_page_passes_through_is_part_of_the_stores_name() -> None:
    package = Path(corpus.__file__).parent
    found = {
        name.split(".")[0]
        for layer in ("text", "stages", "tables")
        for path in (package / layer).glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _imports(node)
    }

    assert found - set(sys.stdlib_module_names) - {"corpus"} == set(reuse.LIBRARIES)


def _imports(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []


def damage(data: bytes) -> Iterator[bytes]:
    """Files that are cut off or have a byte changed, at places of every kind."""
    step = max(len(data) // 25, 1)
    for place in range(0, len(data), step):
        yield data[:place]
        yield data[:place] + bytes([data[place] ^ 0x41]) + data[place + 1 :]
    yield data + b"\0"


def test_a_damaged_file_of_the_store_is_not_read(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.build([page(n) for n in range(5)])
    [path] = newsroom.stored
    data = path.read_bytes()
    listed = pa.RecordBatch.from_pydict({"number": pa.array([7], pa.uint64()), "path": [str(path)]})
    assert sum(batch["place"].null_count == 0 for batch in reuse.places(listed)) == 1
    for wrong in damage(data):
        path.write_bytes(wrong)
        assert [batch.to_pylist() for batch in reuse.places(listed)] == [[{"head": 7, "place": None}]]
    path.unlink()
    assert [batch.to_pylist() for batch in reuse.places(listed)] == [[{"head": 7, "place": None}]]


def test_a_build_beside_a_damaged_store_says_so_and_processes_its_pages_again(newsroom: Newsroom) -> None:
    pages = [page(n) for n in range(5)]
    rows = newsroom.build(pages)
    for path in newsroom.stored:
        path.write_bytes(path.read_bytes()[:-100])

    assert newsroom.build(pages) == rows
    assert (newsroom.damaged, newsroom.reused) == (1, 0)
    newsroom.build(pages)
    assert (newsroom.damaged, newsroom.reused) == (0, 5)


def test_half_a_digest_in_common_is_not_the_same_page(tmp_path: Path) -> None:
    kept, asked = b"12345678" + b"abcdefgh", b"12345678" + b"ABCDEFGH"
    entry = {**dict.fromkeys(reuse.ENTRY.names), "page": kept, "told": b""}
    reuse.keep(tmp_path / "store", pa.Table.from_pylist([entry], reuse.ENTRY))
    with LocalEngine(tmp_path / "work") as engine:
        earlier = reuse.open_store(engine, tmp_path / "store", tmp_path / "index")

    assert [len(reuse.recall(earlier.entries, pa.array([key], pa.binary(16)))) for key in (kept, asked)] == [1, 0]


def test_every_column_of_a_page_but_its_place_names_it() -> None:
    names = [column.name for column in PAGES]
    rows = [dict.fromkeys(names), *({**dict.fromkeys(names), name: "ক"} for name in names)]
    rows += [{**dict.fromkeys(names), name: ""} for name in ("url", "text")]
    rows.append({**dict.fromkeys(names), "url": "কখ", "site": "গ"})
    rows.append({**dict.fromkeys(names), "url": "ক", "site": "খগ"})
    digests = reuse.with_digests(pa.RecordBatch.from_pylist(rows, arrow_schema(PAGES)))["page"].to_pylist()

    assert digests[0] == digests[1 + names.index("place")]
    assert len(set(digests)) == len(rows) - 1


KEYS = st.lists(st.integers(0, 12), max_size=12)


@given(asked=KEYS, recurring=KEYS, headlines=KEYS, other=KEYS)
def test_answers_repeat_where_nothing_that_was_asked_is_answered_otherwise(
    asked: list[int], recurring: list[int], headlines: list[int], other: list[int]
) -> None:
    words = ["নদী", "", *(f"খবর {number}" for number in range(11))]
    keys, old, known, new = (line_keys([words[n] for n in each]) for each in (asked, recurring, headlines, other))
    old, known, new = (np.unique(each) for each in (old, known, new))
    first = Asked(old, known)
    first.recurs(keys)
    first.is_headline(keys[: len(keys) // 2])
    told = first.told()

    for later in (Evidence(new, known), Evidence(old, new), Evidence(old, known)):
        same = (first.recurs(keys) == later.recurs(keys)).all()
        half = keys[: len(keys) // 2]
        assert later.repeats(told) == (same and (first.is_headline(half) == later.is_headline(half)).all())


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some of the sample's pages."""
    folder = tmp_path_factory.mktemp("few")
    for path in sorted(path for path in SAMPLE.rglob("*") if path.is_file())[::3]:
        (folder / path.relative_to(SAMPLE)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / path.relative_to(SAMPLE))
    return folder


def test_a_rebuild_gives_the_bytes_of_a_build_from_nothing(
    few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole road, by the sample; the last build reads no page."""
    first = road.build([few], tmp_path / "grown", "0.1.0", SETTINGS)
    shutil.copytree(first.folder, tmp_path / "new" / "v0.1.0")
    grown = road.build([SAMPLE], tmp_path / "grown", "1.0.0", SETTINGS, workers=2)
    new = road.build([SAMPLE], tmp_path / "new", "1.0.0", SETTINGS, cache=False)
    monkeypatch.setattr(extracting, "page_of", None)
    again = road.build([SAMPLE], tmp_path / "grown", "1.0.1", SETTINGS)

    assert 0 < grown.reused < grown.manifest.ledger.read
    assert files(grown.folder) == files(new.folder)
    assert new.reused == 0
    assert not (tmp_path / "new" / reuse.FOLDER).exists()
    unread = sum(again.manifest.ledger.removed["read"].values())
    assert again.reused == again.manifest.ledger.read - unread
    assert files(again.folder / "data") == files(new.folder / "data")
    assert files(again.folder / "removed") == files(new.folder / "removed")
    assert road.summary(again)["reused"] == again.reused


def test_a_build_that_was_cut_off_while_it_put_the_store_away_goes_on(
    few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = road.build([few], tmp_path, "0.1.0", SETTINGS).folder.rename(tmp_path / "first")

    def stopped(*_: object) -> None:
        shutil.rmtree(tmp_path / reuse.FOLDER)
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(reuse, "replace", stopped)
        with pytest.raises(KeyboardInterrupt):
            road.build([few], tmp_path, "0.1.0", SETTINGS)

    assert files(road.build([few], tmp_path, "0.1.0", SETTINGS).folder) == files(first)
    assert (tmp_path / reuse.FOLDER).exists()

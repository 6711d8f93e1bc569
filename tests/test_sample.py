"""The sample pages are what they say they are, and can be written again from their texts."""

from __future__ import annotations

import gzip
import html
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from corpus.text.normalize import normalize
from corpus.text.urls import canonical_url
from corpus.text.words import word_count, words
from tests.conftest import read_jsonl

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"
sys.path.insert(0, str(SCRIPTS))

import make_sample  # noqa: E402
from sample_maker.pages import all_pages  # noqa: E402
from sample_maker.spelling import HABITS  # noqa: E402

SAMPLE = make_sample.SAMPLE
README = (SAMPLE / "README.md").read_text(encoding="utf-8")
EXPECTED = list(read_jsonl(SAMPLE / "expected.jsonl"))
ARTICLES = [row for row in EXPECTED if row["kind"] == "article"]
FIRST = {row["story"]: row for row in ARTICLES if row["relation"] == "original"}


def named(row: dict[str, Any]) -> str:
    """The page of a row of expected.jsonl, as a test id."""
    return f"{row['file']}:{row['record']}"


def story_text(row: dict[str, Any]) -> str:
    """The body of a page as one text."""
    return "\n\n".join(row["body_paragraphs"])


def content(path: Path) -> Any:
    """What a file holds, whatever version of zlib or Parquet wrote it."""
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pylist()
    return path.read_bytes()


def files(folder: Path) -> dict[str, Path]:
    """All files that the script writes, by their place in the folder."""
    found = [folder / "expected.jsonl", *(path for path in (folder / "pages").rglob("*") if path.is_file())]
    return {path.relative_to(folder).as_posix(): path for path in found}


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two folders that the script wrote."""
    folders = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")
    for folder in folders:
        make_sample.make(folder)
    return folders


def test_two_runs_write_the_same_bytes(twice: tuple[Path, Path]) -> None:
    first, second = map(files, twice)

    assert {name: path.read_bytes() for name, path in first.items()} == {
        name: path.read_bytes() for name, path in second.items()
    }


def test_the_shipped_pages_are_what_the_script_writes(twice: tuple[Path, Path]) -> None:
    """If this fails: run `make sample` and commit what it wrote."""
    written, shipped = files(twice[0]), files(SAMPLE)

    assert written.keys() == shipped.keys()
    assert [name for name in written if content(written[name]) != content(shipped[name])] == []


# --- what they are ---------------------------------------------------------------------------------------------------


def test_they_are_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file()) < 2_000_000


def test_there_are_a_hundred_pages_of_six_sites_in_every_form() -> None:
    suffixes = {"".join(Path(row["file"]).suffixes[-2:]) for row in EXPECTED}

    assert len(EXPECTED) >= 100
    assert len({row["site"] for row in EXPECTED}) >= 6
    assert suffixes == {".txt", ".html", ".warc.gz", ".wet.gz", ".jsonl.gz", ".parquet"}
    assert all(row["site"].endswith(".example") for row in EXPECTED)
    assert len({(row["file"], row["record"]) for row in EXPECTED}) == len(EXPECTED)


def test_the_readme_counts_its_pages() -> None:
    table = re.findall(r"^\| `(\S+?)` \| .* \| (\d+) \| (\d+) \|$", README, re.MULTILINE)
    pages = Counter(row["file"] for row in EXPECTED)
    none = Counter(row["file"] for row in EXPECTED if row["kind"] == "none")

    def under(place: str, counts: Counter[str]) -> int:
        return sum(n for file, n in counts.items() if file.startswith(place.removeprefix("pages/")))

    assert {place: (int(all_), int(no)) for place, all_, no in table} == {
        place: (under(place, pages), under(place, none)) for place, _, _ in table
    }
    assert sum(int(all_) for _, all_, _ in table) == len(EXPECTED)


def test_the_readme_says_what_a_build_should_keep() -> None:
    said = re.search(r"Of the (\d+) pages (\d+) are articles, which tell (\d+) stories.* keep (\d+) of", README)
    headlines = {(row["recurring"], row["headline"]) for row in FIRST.values()}

    assert said is not None
    assert tuple(map(int, said.groups())) == (len(EXPECTED), len(ARTICLES), len(FIRST), len(headlines))


def test_every_kind_of_page_without_article_is_there() -> None:
    kinds = {row["none_kind"] for row in EXPECTED if row["kind"] == "none"}

    assert kinds >= {
        "home",
        "category",
        "tag",
        "search",
        "not_found",
        "captcha",
        "gallery",
        "teaser",
        "english",
        "empty",
    }


def test_there_are_forty_five_stories_of_a_newspaper_length() -> None:
    lengths = {key: word_count(story_text(row)) for key, row in FIRST.items() if not row["recurring"]}

    assert len(lengths) >= 45
    assert {key: n for key, n in lengths.items() if not 110 <= n <= 350} == {}


def test_recurring_headlines_have_a_story_each_day() -> None:
    families: dict[str, list[dict[str, Any]]] = {}
    for row in FIRST.values():
        if row["recurring"]:
            families.setdefault(row["recurring"], []).append(row)

    assert families.keys() == {"air", "weather", "horoscope"}
    for rows in families.values():
        assert len({row["headline"] for row in rows}) == 1
        assert all(similarity(a["story"], b["story"]) < 0.1 for a, b in combinations(rows, 2))


# --- the texts -------------------------------------------------------------------------------------------------------


def sentences(text: str) -> Iterator[str]:
    """Sentences of five words and more."""
    for sentence in re.split("[\N{DEVANAGARI DANDA}?!\n]", text):
        if word_count(sentence) >= 5:
            yield " ".join(words(sentence))


def test_no_sentence_stands_in_two_stories() -> None:
    """The stories were written one by one, not from a form."""
    seen = Counter(sentence for row in FIRST.values() for sentence in set(sentences(story_text(row))))

    assert [sentence for sentence, times in seen.items() if times > 1] == []


def test_no_text_is_taken_from_the_news_of_others(shared: Path) -> None:
    """No eight words in a row stand in the 7,123 real articles beside the repository."""
    ours = {tuple(run) for row in FIRST.values() for run in runs(words(story_text(row)), 8)}
    first_two = {run[:2] for run in ours}
    found = set()
    for path in sorted((shared / "data" / "news").glob("articles_*/*.jsonl*")):
        for article in read_jsonl(path):
            theirs = words(unicodedata.normalize("NFC", " ".join(map(str, article.values()))))
            found |= {
                tuple(theirs[n : n + 8])
                for n, pair in enumerate(pairwise(theirs))
                if pair in first_two and tuple(theirs[n : n + 8]) in ours
            }
    assert found == set()


def runs(items: list[str], length: int) -> Iterator[list[str]]:
    """All runs of `length` items."""
    return (items[n : n + length] for n in range(len(items) - length + 1))


@pytest.mark.parametrize("row", FIRST.values(), ids=lambda row: row["story"])
def test_the_texts_are_already_normal(row: dict[str, Any]) -> None:
    """What expected.jsonl holds is what `corpus.normalize` makes of the page: it has nothing left to mend."""
    for text in (row["headline"], *row["body_paragraphs"], *row["subheads"]):
        assert normalize(text) == text


@pytest.mark.parametrize("habit", HABITS)
def test_each_habit_of_spelling_is_undone_by_normalizing(habit: str) -> None:
    spelled = 0
    for row in FIRST.values():
        text = story_text(row)
        written = HABITS[habit](text)
        spelled += written != text
        assert normalize(html.unescape(written)) == text
    assert spelled > 0


# --- the pages -------------------------------------------------------------------------------------------------------


@cache
def records(file: str) -> list[bytes]:
    """The pages of a file, as bytes."""
    path = SAMPLE / "pages" / file
    if path.suffix == ".parquet":
        return [row["html"].encode() for row in pq.read_table(path).to_pylist()]
    if file.endswith(".jsonl.gz"):
        return [row["text"].encode() for row in read_jsonl(path)]
    if path.suffix == ".gz":
        from fastwarc.warc import ArchiveIterator, WarcRecordType

        kinds = WarcRecordType.response | WarcRecordType.conversion
        with path.open("rb") as stream:
            return [
                gzip.decompress(payload) if payload.startswith(b"\x1f\x8b") else payload
                for record in ArchiveIterator(stream, record_types=kinds, auto_decode="none")
                if (payload := record.reader.read()) is not None
            ]
    return [path.read_bytes()]


def decoded(page: bytes) -> str:
    """A page of the sample as text."""
    if b"charset=windows-1252" in page:
        return page.decode("cp1252")
    if page.startswith((b"\xff\xfe", b"\xfe\xff")):
        return page.decode("utf-16")
    return page.decode("utf-8-sig")


@pytest.mark.parametrize("row", ARTICLES, ids=named)
def test_each_page_shows_what_is_expected_of_it_in_that_order(row: dict[str, Any]) -> None:
    page = normalize(html.unescape(decoded(records(row["file"])[row["record"]])))
    place = 0
    for text in (row["headline"], *row["body_paragraphs"]):
        place = page.find(text, place)
        assert place >= 0, text
        place += len(text)


def test_pages_come_in_the_encodings_that_browsers_meet() -> None:
    pages = [records(row["file"])[row["record"]] for row in EXPECTED if "/patabahar/" in row["file"]]
    marks = Counter(
        "utf-16-le" if page.startswith(b"\xff\xfe")
        else "utf-16-be" if page.startswith(b"\xfe\xff")
        else "utf-8-sig" if page.startswith(b"\xef\xbb\xbf")
        else "windows-1252" if b"charset=windows-1252" in page
        else "meta utf-8" if b'charset="UTF-8"' in page
        else "undeclared"
        for page in pages
    )  # fmt: skip

    assert marks.keys() == {"utf-16-le", "utf-16-be", "utf-8-sig", "windows-1252", "meta utf-8", "undeclared"}


def test_the_archive_holds_what_is_no_page_as_well() -> None:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    path = next((SAMPLE / "pages").glob("*.warc.gz"))
    kinds, answers = [], set()
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            kinds.append(record.record_type)
            if record.record_type == WarcRecordType.response:
                answers.add((record.http_headers.status_code, record.http_content_type))

    assert kinds.count(WarcRecordType.warcinfo) == 1
    assert kinds.count(WarcRecordType.request) > 10
    assert {status for status, _ in answers} == {200, 301, 403, 404}
    assert {mime for _, mime in answers} == {"text/html", "text/plain", "image/gif"}


def test_hidden_text_of_the_pages_is_no_part_of_what_is_expected() -> None:
    page = decoded(records("html/saptadinga/880114-rab-fake-medicine.html")[0])
    hidden = re.findall(r"<template><p>(.+?)</p>|hidden><p>(.+?)</p>|<!-- <p>(.+?)</p>|</b> (.+?)\"\];", page)

    assert len(hidden) == 4
    for text in filter(None, (text for found in hidden for text in found)):
        assert unicodedata.normalize("NFC", text) not in json.dumps(EXPECTED, ensure_ascii=False)


def test_lists_repeat_the_headlines_of_other_pages() -> None:
    """Half of the headlines, at least, stand on a page of another story too."""
    shown: Counter[str] = Counter()
    for page in all_pages():
        shown.update({entry.text for entry in (*page.related, *page.latest) if entry.text != page.headline})
    headlines = {row["headline"] for row in ARTICLES}

    assert sum(shown[headline] > 0 for headline in headlines) > len(headlines) / 2
    assert len(shown.keys() - headlines) >= 20


# --- copies ----------------------------------------------------------------------------------------------------------


@cache
def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """All runs of five words."""
    return frozenset(tuple(run) for run in runs(words(text), 5))


def similarity(one: str, other: str) -> float:
    """Jaccard similarity of two stories."""
    return jaccard(story_text(FIRST[one]), story_text(FIRST[other]))


def jaccard(one: str, other: str) -> float:
    """Shared runs of five words, of all runs of five words."""
    return len(shingles(one) & shingles(other)) / len(shingles(one) | shingles(other))


@pytest.mark.parametrize("row", [row for row in ARTICLES if row["relation"] != "original"], ids=named)
def test_copies_are_near_their_story_and_far_from_all_others(row: dict[str, Any]) -> None:
    text = story_text(row)

    assert jaccard(text, story_text(FIRST[row["story"]])) > 0.75
    assert max(jaccard(text, story_text(other)) for key, other in FIRST.items() if key != row["story"]) < 0.1


def test_stories_are_far_from_each_other() -> None:
    assert max(similarity(one, other) for one, other in combinations(FIRST, 2)) < 0.1


def test_copies_are_of_every_kind() -> None:
    relations = Counter(row["relation"] for row in ARTICLES)

    assert relations.keys() == {"original", "exact", "edited", "cut", "agency", "version"}
    for row in ARTICLES:
        first = FIRST[row["story"]]
        assert row["relation"] != "exact" or story_text(row) == story_text(first)
        assert row["relation"] != "agency" or row["site"] != first["site"]
        assert row["relation"] != "version" or row["url"] == first["url"]


def test_one_copy_is_the_mobile_address_of_its_story() -> None:
    same = [
        row for row in ARTICLES
        if row["url"] != FIRST[row["story"]]["url"]
        and canonical_url(row["url"]) == canonical_url(FIRST[row["story"]]["url"])
    ]  # fmt: skip

    assert [row["story"] for row in same] == ["archery-gold"]

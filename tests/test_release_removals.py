"""What was asked to be taken out leaves no text in any config, in this release and every later one."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpus.errors import CorpusError
from corpus.release import manifest, removals
from corpus.release.manifest import Tombstone
from corpus.release.verify import verify
from corpus.schema import CONFIGS
from corpus.text.fold import fold
from corpus.text.ids import page_id
from tests.release_maker import article, make, table

URL = "https://example.com/news/3?utm_source=x"


def asked(tmp_path: Path, *lines: str) -> tuple[Tombstone, ...]:
    (tmp_path / "removals.txt").write_text("\n".join(lines), encoding="utf-8")
    return tuple(sorted(removals.read_requests(tmp_path / "removals.txt")))


def test_a_request_is_kept_as_a_digest_and_holds_no_text(tmp_path):
    found = asked(tmp_path, "# asked for in May", "", URL, "0" * 32, "site: www.Example.com", "headline: নদীতে নতুন সেতু")

    assert [tombstone.kind for tombstone in found] == ["headline", "id", "id", "site"]
    assert not any(word in str(found) for word in ("নদী", "example", "Example", "http"))
    assert Tombstone("id", page_id(URL, None, None, None)) in found


@pytest.mark.parametrize(
    ("one", "other"),
    [("site: example.com", "site: www.EXAMPLE.com"), ("site: example.com", "site: https://m.example.com/"),
     ("site: amp.example.com", "site: example.com:443"), ("HTTPS://EXAMPLE.com/a?fbclid=9", "https://m.example.com/a/?utm_source=x#top"),
     ("headline: নদীতে ‘সেতু’", "headline: নদীতে 'সেতু'"),
     ("https://www.example.com/a", "http://example.com/a")],
)  # fmt: skip
def test_two_spellings_of_one_request_are_one(tmp_path, one, other):
    assert len(asked(tmp_path, one, other)) == 1


@pytest.mark.parametrize(
    "line", ["নদীতে সেতু", "site: example.com/bangla", "0123", "headline: ‘’", "site: a b", "author: someone"]
)
def test_a_line_that_is_no_request_is_told_by_its_number(tmp_path, line):
    with pytest.raises(CorpusError, match=r"removals\.txt:2: .*is no request"):
        asked(tmp_path, URL, line)


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(CorpusError, match="one request a line"):
        removals.read_requests(tmp_path / "nowhere.txt")


@pytest.mark.parametrize(
    ("request_", "expected"),
    [(article(3)["id"], [3]), (f"headline: ‘{article(4)['headline']}’", [4]), ("site: site1.example", [1])],
    ids=["id", "headline", "site"],
)  # fmt: skip
def test_a_request_finds_its_rows(request_, expected):
    rows = table("articles", [article(number) for number in range(7)])
    found = removals.requested(rows, (removals.tombstone(request_),)).to_pylist()

    assert [number for number, out in enumerate(found) if out] == expected


def test_a_site_is_known_by_its_address_too_whatever_the_input_calls_it():
    """A request names the host, which the owner knows; the column may hold a name, or the host of a phone edition."""
    names = ["Example Times", "m.example.com", "https://www.example.com", None, "other.example"]
    rows = table("articles", [article(number) | {"site": name} for number, name in enumerate(names)])
    addressless = rows.set_column(1, "url", pa.nulls(5, pa.string()))
    stones = (removals.tombstone("site: www.example.com"),)

    assert removals.requested(rows, stones).to_pylist() == [True] * 5
    assert removals.requested(addressless, stones).to_pylist() == [False, True, True, False, False]
    assert removals.requested(rows, (removals.tombstone("site: bangla.example.com"),)).to_pylist() == [False] * 5


def test_lines_that_quote_a_text_taken_out_go_and_formulas_stay():
    body = "ভোরের আলোয় নদীর ঘাটে নৌকা ভিড়ছে একের পর এক। জেলেরা ফিরছেন মাছ নিয়ে।"
    quotes = [
        "ভোরের আলোয় নদীর ঘাটে নৌকা ভিড়ছে একের পর এক। জেলেরা... বিস্তারিত",
        "‘ভোরের আলোয় নদীর ঘাটে নৌকা ভিড়ছে",
        "নৌকা ভিড়ছে একের পর এ",
        "পর এক। জেলেরা ফিরছেন মাছ নিয়ে।",
    ]
    others = ["জেলেরা ফিরছেন মাছ নিয়ে", "ভোরের আলোয় নদীর ঘাটে মানুষ ভিড়ছে", "আরও পড়ুন", ""]
    lines = table(
        "lines",
        [{"id": "1" * 32, "number": n, "text": t, "label": "nav", "score": 1.0} for n, t in enumerate(quotes + others)],
    )

    assert removals.without_excerpts("lines", lines, (fold(body),))["text"].to_pylist() == others


def test_looking_for_excerpts_of_a_whole_site_takes_time_for_each_line_not_for_each_text():
    bodies = tuple(sorted(fold(article(number, words=100)["body"]) for number in range(4_000)))
    lines = table(
        "lines",
        [{"id": "1" * 32, "number": n, "text": article(n, words=12, seed=1)["body"], "label": "nav", "score": 1.0}
         for n in range(4_000)],
    )  # fmt: skip
    started = time.process_time()
    kept = removals.without_excerpts("lines", lines, bodies)

    assert len(kept) == 4_000
    assert time.process_time() - started < 3  # comparing each with each takes four times as long


def seen(text: str) -> dict[str, Any]:
    return {"text": text, "first_date": None, "times_seen": 2, "sites": [], "variants": [], "article_id": None}


def test_a_withdrawn_headline_leaves_headlines_lines_and_lists_on_other_pages():
    title = "নদীর ঘাটে নতুন সেতু"
    gone = removals.tombstones_of(table("articles", [article(3) | {"headline": title}]))
    blank = {column.name: None for column in CONFIGS["removed"]}
    listing = table("removed", [blank | {"id": "1" * 32, "text": f"প্রচ্ছদ\n{title}\nঅন্য খবর"}])
    headlines = table("headlines", [seen(title), seen("অন্য খবর")])
    listed = [title, f"{title} Dec 12, 2025", f"{title}১২ ডিসেম্বর ২০২৫", "অন্য খবর"]
    lines = table(
        "lines",
        [{"id": "1" * 32, "number": n, "text": t, "label": "nav", "score": 1.0} for n, t in enumerate(listed)],
    )

    assert removals.scrubbed("removed", listing, gone)["text"].to_pylist() == ["প্রচ্ছদ\nঅন্য খবর"]
    assert removals.scrubbed("headlines", headlines, gone)["text"].to_pylist() == ["অন্য খবর"]
    assert removals.scrubbed("lines", lines, gone)["text"].to_pylist() == ["অন্য খবর"]
    assert removals.scrubbed("removed", listing, ()) is listing


def test_tombstones_reach_every_later_release(tmp_path):
    stone = Tombstone("id", article(3)["id"])
    first = make(tmp_path, "1.0.0", articles=[article(n) for n in range(40) if n != 3], tombstones=(stone,))
    second = make(tmp_path, "1.1.0", articles=[article(n) for n in range(50) if n != 3], parent=first)

    assert manifest.read(second).tombstones == (stone,)
    assert verify(second) == []


@pytest.mark.parametrize(
    "stone",
    [Tombstone("id", article(3)["id"]), removals.tombstone(f"headline: {article(3)['headline']}")],
    ids=["id", "headline"],
)
def test_a_trace_of_what_was_taken_out_is_found_by_verify(tmp_path, stone):
    release = make(tmp_path, articles=20, tombstones=(stone,))
    found = {problem.path.split("/")[0] for problem in verify(release)}

    assert found == {"data", "headlines"}


def test_what_the_input_calls_a_site_does_not_hide_it_from_verify(tmp_path):
    release = make(tmp_path, articles=20, tombstones=(removals.tombstone("site: example.com"),))

    assert "holds an article that a tombstone takes out" in {problem.what for problem in verify(release)}


def test_a_removed_row_that_tells_more_is_found_by_verify(tmp_path):
    release = make(tmp_path, articles=[article(n) for n in range(20)], dropped=4)
    gone = pq.read_table(next(release.glob("removed/*")))["id"][0].as_py()
    other = make(
        tmp_path / "other", articles=[article(n) for n in range(20)], dropped=4, tombstones=(Tombstone("id", gone),)
    )

    assert any("tells more of a page" in problem.what for problem in verify(other))


def test_another_story_under_a_headline_that_was_taken_out_with_its_story_stays():
    """Reports called alike each day: asking for one is not asking for all; asking by headline is."""
    gone = removals.tombstones_of(table("articles", [article(3)]))
    other = table("articles", [article(4) | {"headline": article(3)["headline"]}])

    assert removals.requested(other, gone).to_pylist() == [False]
    assert removals.requested(other, (removals.tombstone(f"headline: {article(3)['headline']}"),)).to_pylist() == [True]

"""`corpus extract` answers for every page: one on which the toolkit itself fails does not cost the others."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from corpus import extracting, terminal
from corpus.cli import app
from corpus.stages.extract import FAULT
from corpus.text import page as reading
from corpus.text.features import Array

STORY = (
    "নদীতে নৌকাডুবি, তিনজন নিখোঁজ\nনিজস্ব প্রতিবেদক\n"
    "নদীতে নৌকা ডুবে তিনজন নিখোঁজ হয়েছেন বলে জানিয়েছে ফায়ার সার্ভিস। আজ সকালে এ ঘটনা ঘটে।\n"
    "স্থানীয় লোকজন জানান, ঝড়ের মধ্যে নৌকাটি ঘাট ছেড়েছিল। উদ্ধারকাজ চলছে, তবে স্রোত বেশি।"
)


@pytest.fixture
def fails_on_floods(monkeypatch: pytest.MonkeyPatch) -> None:
    """The toolkit fails on pages about a flood, as it might on a page that nobody foresaw."""
    spelled = reading.spelled

    def failing(lines: list[str]) -> tuple[list[str], Array]:
        if "বন্যা" in lines:
            raise ZeroDivisionError("no such river")
        return spelled(lines)

    monkeypatch.setattr(reading, "spelled", failing)


@pytest.mark.usefixtures("fails_on_floods")
def test_a_page_that_fails_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    file = tmp_path / "pages.jsonl"
    file.write_text("\n".join(json.dumps({"id": n, "text": text}) for n, text in enumerate((STORY, "বন্যা", STORY))))
    first, second, third = extracting.rows(file)

    assert (second["id"], second["kind"], second["problem"]) == (1, "none", FAULT)
    assert second["place"] == "pages.jsonl:2: ZeroDivisionError('no such river')"
    assert list(second) == list(first)
    assert [first["kind"], third["kind"]] == ["article", "article"]


@pytest.mark.usefixtures("fails_on_floods")
@pytest.mark.parametrize("html", [False, True])
def test_a_single_page_that_fails_says_why(html: bool) -> None:
    page = extracting.page("বন্যা".encode(), html=html, place="-", url=None)

    assert extracting.as_row(page, {"place": "-"})["problem"] == f"{FAULT}: ZeroDivisionError('no such river')"
    assert "no such river" in terminal.page(page)


@pytest.mark.parametrize("read", [reading.extract_text, lambda text: reading.extract_html(text.replace("\n", "<p>"))])
def test_half_a_surrogate_pair_costs_a_character_and_no_page(read: Callable[[str], reading.Page]) -> None:
    page = read(STORY + "\ud800")

    assert page.article is not None
    assert page.lines[-1].text.rstrip("\ufffd").endswith("স্রোত বেশি।")


HTML = f"<!doctype html><h1>{STORY.splitlines()[0]}</h1>{''.join(f'<p>{line}</p>' for line in STORY.splitlines()[1:])}"
ROWS = json.dumps({"id": 4, "text": STORY, "url": "http://www.khobor.example/a?utm_source=x"}) + '\n{"id": 5}\n'
SAMPLE = Path(__file__).resolve().parents[1] / "sample" / "pages"

GIVEN = {
    # name of a file ("" for standard input): what it holds, and what each page of it is
    "page.txt": (STORY.encode(), ["article"]),
    "page.txt.gz": (gzip.compress(STORY.encode()), ["article"]),
    "page.html.zst": (pa.compress(HTML.encode(), "zstd", asbytes=True), ["article"]),
    "page.aspx": (HTML.encode(), ["article"]),
    "pages.jsonl": (ROWS.encode(), ["article", "none"]),
    "pages.jsonl.gz": (gzip.compress(ROWS.encode()), ["article", "none"]),
    "pages": (b"\xef\xbb\xbf" + ROWS.encode(), ["article", "none"]),
    "a page with a brace": (STORY.encode() + b"\n{}", ["article"]),
}


def extracted(*arguments: object, given: bytes | None = None) -> list[dict[str, object]]:
    done = CliRunner().invoke(app, ["extract", "--json", *map(str, arguments)], input=given)

    assert (done.exit_code, done.stderr) == (0, "")
    try:
        return [json.loads(done.stdout)]
    except json.JSONDecodeError:
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("name", GIVEN)
def test_every_shape_of_input_is_known_by_its_name_or_its_beginning(tmp_path: Path, name: str) -> None:
    data, kinds = GIVEN[name]
    (tmp_path / name).write_bytes(data)
    rows = extracted(tmp_path / name)

    assert [row["kind"] for row in rows] == kinds
    assert {row["headline"] for row in rows} <= {STORY.splitlines()[0], None}
    assert len({tuple(row) for row in rows}) == 1, "all rows have the same columns"


@pytest.mark.parametrize("name", ["page.txt", "page.aspx", "pages"])
@pytest.mark.parametrize("dash", [[], ["-"]])
def test_standard_input_is_known_by_its_beginning(name: str, dash: list[str]) -> None:
    assert [row["kind"] for row in extracted(*dash, given=GIVEN[name][0])] == GIVEN[name][1]


def test_rows_keep_what_tells_them_apart() -> None:
    first, second = extracted(given=ROWS.encode())

    assert (first["id"], first["url"], first["place"]) == (4, "https://khobor.example/a", "standard input:1")
    assert (second["id"], second["problem"]) == (5, "no_text")


def test_archives_and_tables_of_pages_give_a_row_a_page(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": [STORY, None], "html": [None, HTML], "url": ["", ""]}), tmp_path / "a.parquet")
    archived = extracted(SAMPLE / "kasaibarta-20251216.warc.gz")

    assert [row["kind"] for row in extracted(tmp_path / "a.parquet")] == ["article", "article"]
    assert len(archived) > 3
    assert all(str(row["url"]).startswith("http") for row in archived)
    assert any(row["kind"] == "article" for row in archived)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt.gz", gzip.compress(STORY.encode() * 9)[:-20], "ends too early"),
        ("a.jsonl", gzip.compress(ROWS.encode()), "compressed, which its name does not say"),
        ("a.warc", b"\0" * 99, "not text"),
        ("a", gzip.compress(STORY.encode()), "zcat"),
        ("a.txt", STORY.encode()[:-1], "UTF-8"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_line(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    done = CliRunner().invoke(app, ["extract", str(tmp_path / name)])

    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert said in done.stderr


def test_a_folder_is_sent_to_build(tmp_path: Path) -> None:
    assert "corpus build" in CliRunner().invoke(app, ["extract", str(tmp_path)]).stderr

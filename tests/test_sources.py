"""Any input becomes pages; what cannot be read becomes a row that says where it was and why."""

from __future__ import annotations

import gzip
import io
import json
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brotli
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from corpus.errors import CorpusError
from corpus.sources import find, read
from corpus.sources.encodings import decode
from corpus.tables.encodings import LOST_SHARE
from corpus.tables.problems import PROBLEMS

NEWS = "নদীর পানি বিপৎসীমার নিচে নেমেছে।"
LIMIT = 1 << 20


def pages(*sources: Path, limit: int = LIMIT) -> list[dict[str, Any]]:
    return [
        row for chunks in find(sources) for batch in read(chunks, max_page_bytes=limit) for row in batch.to_pylist()
    ]


def told(*sources: Path, limit: int = LIMIT) -> list[tuple[str, str | None]]:
    """Place and problem of each row."""
    return [(row["place"], row["problem"]) for row in pages(*sources, limit=limit)]


def jsonl(*rows: object) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def warc(*bodies: bytes, gzipped: bool, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzipped)
    for number, body in enumerate(bodies):
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            f"https://khobor.example/{number}", "response", payload=io.BytesIO(body), http_headers=headers
        )
        writer.write_record(record)
    return out.getvalue()


def zst(data: bytes) -> bytes:
    out = pa.BufferOutputStream()
    with pa.CompressedOutputStream(out, "zstd") as stream:
        stream.write(data)
    return out.getvalue().to_pybytes()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", NEWS.encode()),
        ("a.txt.gz", gzip.compress(NEWS.encode())),
        ("a.html", f"<p>{NEWS}".encode()),
        ("a.htm.zst", zst(f"<p>{NEWS}".encode())),
        ("a.jsonl", jsonl({"text": NEWS})),
        ("a.jsonl.gz", gzip.compress(jsonl({"html": NEWS}))),
        ("a.jsonl.zst", zst(jsonl({"text": NEWS}))),
        ("a.warc", warc(NEWS.encode(), gzipped=False)),
        ("a.warc.gz", warc(NEWS.encode(), gzipped=True)),
        ("all in one.warc.gz", gzip.compress(warc(NEWS.encode(), gzipped=False))),
        ("a.warc.zst", zst(warc(NEWS.encode(), gzipped=False))),
        ("one by one.warc.zst", zst(b"") + zst(warc(NEWS.encode(), gzipped=False))),
    ],
    # Not the bytes: gzip writes the second of the day, and two test processes must name a test alike.
    ids=lambda value: value if isinstance(value, str) else "bytes",
)
def test_every_format_gives_the_page(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)

    [page] = pages(tmp_path)

    assert NEWS in (page["text"] or page["html"])
    assert page["problem"] is None


def test_parquet_gives_the_page_with_what_is_known_of_it(tmp_path: Path) -> None:
    table = pa.table({"text": [NEWS, None], "url": ["https://khobor.example/1", None], "votes": [7, 8]})
    pq.write_table(table, tmp_path / "a.parquet")

    first, second = pages(tmp_path)

    assert (first["text"], first["url"], first["problem"]) == (NEWS, "https://khobor.example/1", None)
    assert (second["place"], second["problem"]) == ("a.parquet:2", "no_text")


BAD_UTF8 = pa.array([NEWS.encode() + b"\xff", NEWS.encode()]).view(pa.string())
STAMP = [2**52, None]

ODD_COLUMNS: dict[str, tuple[dict[str, Any], list[str | None]]] = {
    # what: columns of two rows, the problem of each
    "dictionary": ({"text": pa.array([NEWS, NEWS]).dictionary_encode()}, [None, None]),
    "string view": ({"text": pa.array([NEWS, None], pa.string_view())}, [None, "no_text"]),
    "bytes that are text": ({"text": pa.array([NEWS.encode(), NEWS.encode() + b"\xff"])}, [None, "invalid_utf8"]),
    "bytes of a page that says its encoding": ({"html": pa.array([b"<meta charset=gbk>\xd6\xd0", b"\0\1" * 99])}, [None, "not_text"]),
    "bytes that are no UTF-8 in a string": ({"text": BAD_UTF8}, ["invalid_utf8", None]),
    "an address that is no UTF-8": ({"text": [NEWS, NEWS], "url": BAD_UTF8}, [None, None]),
    "a string is UTF-8 whatever the page says": ({"html": ["<meta charset=gbk>" + NEWS, "x"]}, [None, None]),
    "a list beside a text": ({"text": [NEWS, NEWS], "html": [[NEWS], None]}, [None, None]),
    "a struct beside a text": ({"text": [NEWS, NEWS], "html": [{"a": NEWS}, None]}, [None, None]),
    "a time in no known zone": ({"text": [NEWS, NEWS], "fetched_at": pa.array([0, None], pa.timestamp("us", "Mars/Olympus"))}, [None, None]),
    "a time beyond the calendar": ({"text": [NEWS, NEWS], "fetched_at": pa.array(STAMP, pa.timestamp("s"))}, [None, None]),
    "a day beyond the calendar": ({"text": [NEWS, NEWS], "fetched_at": pa.array(STAMP, pa.date64())}, [None, None]),
    "a time in nanoseconds": ({"text": [NEWS, NEWS], "fetched_at": pa.array(STAMP, pa.timestamp("ns", "UTC"))}, [None, None]),
}  # fmt: skip


@pytest.mark.parametrize("what", ODD_COLUMNS)
def test_parquet_columns_of_any_type_cost_no_page(tmp_path: Path, what: str) -> None:
    columns, problems = ODD_COLUMNS[what]
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")

    assert told(tmp_path) == [(f"a.parquet:{number}", problem) for number, problem in enumerate(problems, 1)]


def test_of_two_parquet_columns_of_one_name_the_first_counts(tmp_path: Path) -> None:
    pq.write_table(pa.Table.from_arrays([[NEWS], ["other"]], names=["text", "text"]), tmp_path / "a.parquet")

    assert [page["text"] for page in pages(tmp_path)] == [NEWS]


def test_a_parquet_file_of_lists_alone_has_no_text(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": [[NEWS]]}), tmp_path / "a.parquet")

    assert told(tmp_path) == [("a.parquet", "no_text_column")]


def test_wet_conversions_are_plain_text(tmp_path: Path) -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    writer.write_record(
        writer.create_warc_record("https://khobor.example/1", "conversion", payload=io.BytesIO(NEWS.encode()))
    )
    (tmp_path / "a.wet.gz").write_bytes(out.getvalue())

    [page] = pages(tmp_path)

    assert (page["source"], page["text"], page["url"]) == ("text", NEWS, "https://khobor.example/1")


PAGE = f"<p>{NEWS}".encode()
CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
CODED: dict[str, tuple[bytes, list[tuple[str, str]], str | None]] = {
    # what: the archived body, its headers, the problem
    "gzip": (gzip.compress(PAGE), [("Content-Encoding", "gzip")], None),
    "deflate": (zlib.compress(PAGE), [("Content-Encoding", "deflate")], None),
    "deflate without its header": (zlib.compress(PAGE)[2:-4], [("Content-Encoding", "deflate")], None),
    "said to be deflate, is none": (b"\xff" * 99, [("Content-Encoding", "deflate")], "damaged_body"),
    "brotli": (brotli.compress(PAGE), [("Content-Encoding", "br")], None),
    "chunked": (CHUNKED, [("Transfer-Encoding", "chunked")], None),
    "said to be chunked": (PAGE, [("Transfer-Encoding", "chunked")], None),
    "said to be gzip": (PAGE, [("Content-Encoding", "gzip")], None),
    "said to be brotli": (PAGE, [("Content-Encoding", "br")], None),
    "said to be chunked, is gzip": (gzip.compress(PAGE), [("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")], None),
    "said to be brotli, is none": (b"\xff" * 99, [("Content-Encoding", "br")], "damaged_body"),
}  # fmt: skip


@pytest.mark.parametrize("what", CODED)
def test_a_body_is_decoded_as_it_is_and_costs_no_other_record(tmp_path: Path, what: str) -> None:
    """Crawlers store decoded bodies under the headers of the coded ones."""
    body, coding, problem = CODED[what]
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for payload, more in ((body, coding), (PAGE, [])):
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), *more], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                "https://khobor.example/1", "response", payload=io.BytesIO(payload), http_headers=headers
            )
        )
    (tmp_path / "a.warc.gz").write_bytes(out.getvalue())

    first, second = pages(tmp_path)

    assert (first["html"], first["problem"]) == (None if problem else PAGE.decode(), problem)
    assert second["html"] == PAGE.decode()


def test_headers_that_are_none_cost_no_other_record(tmp_path: Path) -> None:
    bad = warc(PAGE, gzipped=False).replace(b"OK\r\nContent-Type:", b"OK\r\rContent+Type\r")
    (tmp_path / "a.warc").write_bytes(bad + warc(PAGE, gzipped=False))

    assert [page["html"] for page in pages(tmp_path)] == [PAGE.decode(), PAGE.decode()]


def test_a_page_whose_server_names_no_type_is_html_as_in_a_browser(tmp_path: Path) -> None:
    typed, untyped = b"Content-Type: text/html; charset=utf-8", b"Server: an old server that says little"
    assert len(typed) == len(untyped)
    data = warc(PAGE, gzipped=False).replace(typed, untyped)
    (tmp_path / "a.warc").write_bytes(data)

    assert told(tmp_path) == [("a.warc#1", None)]


@pytest.mark.parametrize(
    "kind", ["text/html, text/html; charset=utf-8", "TEXT/HTML;charset='utf-8'", "*/*", "unknown/unknown"]
)
def test_a_type_that_a_browser_takes_for_html_is_html(tmp_path: Path, kind: str) -> None:
    (tmp_path / "a.warc").write_bytes(warc(PAGE, gzipped=False, kind=kind))

    assert [page["html"] for page in pages(tmp_path)] == [PAGE.decode()]


def test_a_blank_conversion_is_told(tmp_path: Path) -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    writer.write_record(writer.create_warc_record("https://khobor.example/1", "conversion", payload=io.BytesIO(b" \n")))
    (tmp_path / "a.wet.gz").write_bytes(out.getvalue())

    assert told(tmp_path) == [("a.wet.gz#1", "no_text")]


def test_an_archive_without_a_page_says_so(tmp_path: Path) -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "a crawler"}))
    (tmp_path / "a.warc.gz").write_bytes(out.getvalue())

    assert told(tmp_path) == [("a.warc.gz", "no_page")]


def test_files_of_a_folder_come_in_sorted_order_and_once(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/9.txt", "c.txt", ".hidden.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(NEWS)

    assert told(tmp_path, tmp_path / "c.txt") == [("a/9.txt", None), ("b/2.txt", None), ("c.txt", None)]


def test_a_file_that_is_named_is_read_even_if_it_is_hidden(tmp_path: Path) -> None:
    (tmp_path / ".a.txt").write_text(NEWS)

    assert told(tmp_path / ".a.txt") == [(".a.txt", None)]


def test_names_that_are_not_utf_8_are_read_and_told(tmp_path: Path) -> None:
    """As an archive from a computer with another encoding leaves them."""
    folder = os.fsencode(tmp_path) + b"/\xff"
    os.mkdir(folder)  # noqa: PTH102 (bytes are no Path)
    with open(folder + b"/\xfe.txt", "wb") as file:  # noqa: PTH123
        file.write(NEWS.encode())

    [page] = pages(tmp_path)

    assert (page["place"], page["text"]) == ("\\xff/\\xfe.txt", NEWS)


def test_folders_behind_links_are_read_and_loops_end(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "a.txt").write_text(NEWS)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "linked").symlink_to(tmp_path / "disk")
    (tmp_path / "disk" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "self").symlink_to("self")
    (tmp_path / "in" / ".kept").mkdir()
    (tmp_path / "in" / ".kept" / "b.txt").write_text(NEWS)
    (tmp_path / "in" / "shown").symlink_to(".kept")

    assert told(tmp_path / "in") == [("linked/a.txt", None), ("self", "unreadable_file"), ("shown/b.txt", None)]


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "a.txt").write_text(NEWS)
    real = os.scandir

    def scandir(path: Any) -> Any:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)

    assert told(tmp_path) == [("a.txt", None), ("closed", "unreadable_file")]


@pytest.mark.parametrize("reverse", [False, True])
def test_a_file_of_two_names_is_read_by_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reverse: bool
) -> None:
    """In whatever order the disk lists them: `a.txt` is text, `b.html` would be HTML."""
    (tmp_path / "b.html").write_text(NEWS)
    (tmp_path / "a.txt").symlink_to("b.html")
    listed = os.scandir

    class Listed:
        def __init__(self, path: Any) -> None:
            with listed(path) as entries:
                self.entries = iter(sorted(entries, key=lambda entry: entry.name, reverse=reverse))

        __enter__ = __iter__ = lambda self: self
        __exit__ = close = lambda self, *_: None

        def __next__(self) -> Any:
            return next(self.entries)

    monkeypatch.setattr(os, "scandir", Listed)

    assert told(tmp_path) == [("a.txt", None)]


def test_files_of_one_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    for folder in ("monday", "tuesday"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text("")
    (tmp_path / "tuesday" / "b.txt").write_text("")

    assert [place for place, _ in told(tmp_path / "monday", tmp_path / "tuesday")] == [
        "b.txt",
        "monday/a.txt",
        "tuesday/a.txt",
    ]


def test_many_small_files_share_a_task(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number}.jsonl").write_bytes(jsonl({"text": NEWS}))
        pq.write_table(pa.table({"text": [NEWS]}), tmp_path / f"{number}.parquet")

    assert len(find([tmp_path])) == 1
    assert len(pages(tmp_path)) == 40


BAD: dict[str, tuple[str, bytes, list[tuple[str, str | None]]]] = {
    # what: file name, bytes, what is told
    "empty text": ("a.txt", b"", [("a.txt", "empty_file")]),
    "empty jsonl": ("a.jsonl", b"", [("a.jsonl", "empty_file")]),
    "blank html": ("a.html", b" \n ", [("a.html", "empty_file")]),
    "empty warc": ("a.warc.gz", b"", [("a.warc.gz", "empty_file")]),
    "not json": ("a.jsonl", jsonl({"text": NEWS}) + b"{oops\n" + jsonl({"text": NEWS}), [("a.jsonl:1", None), ("a.jsonl:2", "not_json"), ("a.jsonl:3", None)]),
    "not an object": ("a.jsonl", b"[1]\n", [("a.jsonl:1", "not_json")]),
    "rows of UTF-16": ("a.jsonl", jsonl({"text": NEWS}, {"text": NEWS}).decode().encode("utf-16"), [("a.jsonl", "utf16_rows")]),
    "rows of UTF-16 without a mark": ("a.jsonl.gz", gzip.compress(jsonl({"text": NEWS}).decode().encode("utf-16-le")), [("a.jsonl.gz", "utf16_rows")]),
    "joined files with marks": ("a.jsonl", 2 * (b"\xef\xbb\xbf" + jsonl({"text": NEWS})), [("a.jsonl:1", None), ("a.jsonl:2", None)]),
    "gzip without its suffix": ("a.jsonl", gzip.compress(jsonl({"text": NEWS})), [("a.jsonl", "misnamed")]),
    "zstd without its suffix": ("a.warc", zst(warc(NEWS.encode(), gzipped=False)), [("a.warc", "misnamed")]),
    "Parquet in gzip": ("a.parquet.gz", gzip.compress(b"PAR1"), [("a.parquet.gz", "unknown_format")]),
    "nested too deep": ("a.jsonl", b"[" * 100_000 + b"\n", [("a.jsonl:1", "not_json")]),
    "no text": ("a.jsonl", jsonl({"url": "https://khobor.example"}), [("a.jsonl:1", "no_text")]),
    "text is a number": ("a.jsonl", jsonl({"text": 5}), [("a.jsonl:1", "no_text")]),
    "bad bytes in a row": ("a.jsonl", b'{"text": "\xe0\xa6"}\n', [("a.jsonl:1", "invalid_utf8")]),
    "bad bytes in text": ("a.txt", NEWS.encode() + b"\xff\xfe\xfd", [("a.txt", "invalid_utf8")]),
    "NULs in text": ("a.txt", b"\0" * 9_000, [("a.txt", "not_text")]),
    "NULs in jsonl": ("a.jsonl", b"\0" * 9_000, [("a.jsonl", "not_text")]),
    "NULs in gzip": ("a.jsonl.gz", b"\0" * 9_000, [("a.jsonl.gz", "not_text")]),
    "NULs in warc": ("a.warc", b"\0" * 9_000, [("a.warc", "not_text")]),
    "an image called text": ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0" * 9, [("a.txt", "not_text")]),
    "no gzip": ("a.txt.gz", NEWS.encode(), [("a.txt.gz", "damaged_archive")]),
    "no zstd": ("a.txt.zst", NEWS.encode(), [("a.txt.zst", "damaged_archive")]),
    "no warc": ("a.warc", NEWS.encode() * 9, [("a.warc#1", "damaged_archive")]),
    "no parquet": ("a.parquet", b"PAR1" + NEWS.encode(), [("a.parquet:1", "damaged_archive")]),
    "a picture": ("a.png", b"\x89PNG", [("a.png", "unknown_format")]),
    "a page too large": ("a.txt", b"x" * (LIMIT + 1), [("a.txt", "too_large")]),
    "a line too long": ("a.jsonl", b'{"text": "' + b"x" * 3 * LIMIT + b'"}\n' + jsonl({"text": NEWS}), [("a.jsonl:1", "too_large"), ("a.jsonl:2", None)]),
    "a record too large": ("a.warc", warc(b"x" * (LIMIT + 1), NEWS.encode(), gzipped=False), [("a.warc#1", "too_large"), ("a.warc#2", None)]),
    "an error page": ("a.warc", warc(b"gone", gzipped=False, status="404 Not Found"), [("a.warc#1", "http_error")]),
    "a picture in a warc": ("a.warc", warc(b"\x89PNG", gzipped=False, kind="image/png"), [("a.warc#1", "not_html")]),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_told_with_its_place(tmp_path: Path, what: str) -> None:
    name, data, expected = BAD[what]
    (tmp_path / name).write_bytes(data)

    assert told(tmp_path) == expected


def test_a_line_that_is_no_page_keeps_its_text(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl([{"text": NEWS}]) + b"{oops\n")

    assert [NEWS in page["text"] for page in pages(tmp_path)] == [True, False]


@pytest.mark.parametrize("footer", ["plain", "encrypted"])
def test_an_encrypted_parquet_file_is_told(tmp_path: Path, footer: str) -> None:
    from pyarrow.parquet import encryption

    class Keys(encryption.KmsClient):  # type: ignore[misc]
        def wrap_key(self, key: bytes, _: str) -> str:
            return key.hex()

    given = encryption.EncryptionConfiguration("key", column_keys={"key": ["text"]}, plaintext_footer=footer == "plain")
    factory = encryption.CryptoFactory(lambda _: Keys())
    properties = factory.file_encryption_properties(encryption.KmsConnectionConfig(), given)
    table = pa.table({"text": [NEWS]})
    with pq.ParquetWriter(tmp_path / "a.parquet", table.schema, encryption_properties=properties) as writer:
        writer.write_table(table)

    assert told(tmp_path) == [("a.parquet", "encrypted")]


def test_a_large_file_of_nothing_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.sources.CHUNK_BYTES", 1_000)
    (tmp_path / "a.jsonl").write_bytes(b"\0" * 9_000)

    assert told(tmp_path) == [("a.jsonl", "not_text")]


@pytest.mark.parametrize("compress", [gzip.compress, zst], ids=["gzip", "zstd"])
def test_what_lies_before_the_cut_of_an_archive_is_kept(tmp_path: Path, compress: Callable[[bytes], bytes]) -> None:
    rows = jsonl(*({"text": os.urandom(400).hex()} for _ in range(5_000)))
    data = compress(rows)
    (tmp_path / f"a.jsonl.{'gz' if compress is gzip.compress else 'zst'}").write_bytes(data[: len(data) // 2])

    *kept, (place, problem) = told(tmp_path)

    assert len(kept) > 1_000
    assert all(each is None for _, each in kept)
    assert problem == "truncated_archive"
    assert int(place.split(":")[1]) == len(kept) + 1


@pytest.mark.parametrize("gzipped", [False, True])
@pytest.mark.parametrize("share", [0.3, 0.5, 0.61, 0.87])
def test_a_truncated_warc_keeps_its_whole_records(tmp_path: Path, gzipped: bool, share: float) -> None:
    data = warc(*(os.urandom(600).hex().encode() for _ in range(9)), gzipped=gzipped)
    (tmp_path / "a.warc.gz").with_suffix(".gz" if gzipped else "").write_bytes(data[: int(len(data) * share)])

    *kept, last = told(tmp_path)

    assert len(kept) >= int(9 * share) - 1
    assert all(problem is None for _, problem in kept)
    assert last[1] in {"truncated_archive", "damaged_archive"}
    assert last[0] == f"{'a.warc.gz' if gzipped else 'a.warc'}#{len(kept) + 1}"


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    os.mkfifo(tmp_path / "pipe.parquet")  # opening one waits for a writer that never comes
    os.mkfifo(tmp_path / "pipe.txt")

    assert told(tmp_path) == [(name, "unreadable_file") for name in ("gone.txt", "pipe.parquet", "pipe.txt")]


def test_a_path_that_does_not_exist_is_the_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such file"):
        find([tmp_path / "nowhere"])


def test_folders_without_a_file_are_the_users_mistake(tmp_path: Path) -> None:
    """Rather than a release of nothing."""
    (tmp_path / ".a.txt").write_text(NEWS)
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusError, match="no file there"):
        find([tmp_path, tmp_path / "empty"])

    (tmp_path / "b.txt").write_text("")
    assert told(tmp_path, tmp_path / "empty") == [("b.txt", "empty_file")]
    assert find([]) == []


def test_a_named_file_of_unknown_format_is_the_users_mistake(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"x")
    with pytest.raises(CorpusError, match="unknown format"):
        find([tmp_path / "a.docx"])


def test_a_large_file_is_cut_between_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{NEWS} {number}" * (number % 7 + 1) for number in range(500)]
    (tmp_path / "a.jsonl").write_bytes(jsonl(*({"text": text} for text in texts)))
    monkeypatch.setattr("corpus.sources.CHUNK_BYTES", 1_000)

    assert len(find([tmp_path])) > 50
    assert [page["text"] for page in pages(tmp_path)] == texts


@pytest.mark.parametrize("rows_in_a_group", [1, 7, 500])
def test_a_large_parquet_file_is_cut_between_row_groups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows_in_a_group: int
) -> None:
    texts = [f"{NEWS} {number}" * (number % 7 + 1) for number in range(500)]
    pq.write_table(pa.table({"text": texts}), tmp_path / "a.parquet", row_group_size=rows_in_a_group)
    monkeypatch.setattr("corpus.sources.CHUNK_BYTES", 5_000)
    found = pages(tmp_path)

    assert sum(batch.num_rows for batch in find([tmp_path])) > (1 if rows_in_a_group < 500 else 0)
    assert [page["text"] for page in found] == texts
    assert [page["place"] for page in found] == [f"a.parquet:{number}" for number in range(1, 501)]


def test_a_line_longer_than_many_pieces_is_passed_over_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each piece that starts inside it stops at its own end: else the time would grow with the square of the line."""
    (tmp_path / "a.jsonl").write_bytes(b"x" * 3_000_000 + b"\n" + jsonl({"text": NEWS}))
    monkeypatch.setattr("corpus.sources.CHUNK_BYTES", 10_000)
    monkeypatch.setattr("corpus.sources.jsonl._STEP", 1_000)
    stepped: list[int] = []
    real = Path.open

    class Counted(io.BufferedReader):
        def readline(self, size: int | None = -1) -> bytes:
            line = super().readline(size)
            stepped.append(len(line))
            return line

    monkeypatch.setattr(
        Path, "open", lambda path, mode="r", **_: Counted(io.FileIO(path, "r")) if mode == "rb" else real(path, mode)
    )

    assert [page["problem"] for page in pages(tmp_path, limit=2_000)] == ["too_large", None]
    assert sum(stepped) < 3 * 3_000_000


def test_half_a_surrogate_pair_becomes_a_replacement_character(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "\\ud83d x"}\n')

    assert pages(tmp_path)[0]["text"] == "\N{REPLACEMENT CHARACTER} x"


ENCODED = {
    # what: bytes, HTTP header, text
    "UTF-8 mark": (b"\xef\xbb\xbf" + NEWS.encode(), "latin-1", NEWS),
    "UTF-16 mark": (NEWS.encode("utf-16"), None, NEWS),
    "big-endian mark": (b"\xfe\xff" + NEWS.encode("utf-16-be"), None, NEWS),
    "UTF-32 mark": (NEWS.encode("utf-32"), None, NEWS),
    "UTF-16 without a mark": (NEWS.encode("utf-16-le"), None, NEWS),
    "big-endian without a mark": (NEWS.encode("utf-16-be"), "utf-8", NEWS),
    "header before meta": (b"<meta charset=big5>\x93", "windows-1252", "<meta charset=big5>“"),
    "a header that lies": (NEWS.encode(), "iso-8859-1", NEWS),
    "a meta element that lies": (b"<meta charset=gbk>" + NEWS.encode(), None, "<meta charset=gbk>" + NEWS),
    "ASCII letters that stand for others": (b"\x1b$B$\"\x1b(B", "iso-2022-jp", "あ"),
    "one letter and one tab at a time": (b"a\tb\tc d\te\t" * 9 + b"\0", "utf-8", "a\tb\tc d\te\t" * 9 + "\0"),
    "meta": (b'<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">\x93', None, '<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">“'),
    "meta in a comment is no meta": (b"<!-- <meta charset=big5> -->" + NEWS.encode(), None, "<!-- <meta charset=big5> -->" + NEWS),
    "meta says UTF-16 in ASCII": (b"<meta charset=utf-16>" + NEWS.encode(), None, "<meta charset=utf-16>" + NEWS),
    "a header that names no encoding": (NEWS.encode(), "zip", NEWS),
    "nothing declared": (NEWS.encode(), None, NEWS),
}  # fmt: skip


@pytest.mark.parametrize("what", ENCODED)
def test_encodings_are_found_as_browsers_do(what: str) -> None:
    data, header, text = ENCODED[what]

    assert decode(data, header=header, html=True).text == text


def test_a_stray_byte_in_a_long_page_is_forgiven() -> None:
    decoded = decode((NEWS * 100).encode() + b"\xff", html=True)

    assert decoded.problem is None
    assert decoded.text == NEWS * 100 + "\N{REPLACEMENT CHARACTER}"


def test_a_page_of_stray_bytes_is_not_forgiven() -> None:
    page = (NEWS * 100).encode()
    bad = page + b"\xff" * round(2 * LOST_SHARE * len(page))

    assert decode(bad, html=True).problem == "invalid_utf8"
    assert decode(page + b"\xff", html=False).problem == "invalid_utf8"


def test_a_few_nul_bytes_do_not_make_a_page_binary() -> None:
    """Old databases leave them at the ends of fields."""
    page = ("x" * 1_000).encode()

    assert decode(page + b"\0" * 40).problem is None
    assert decode(page + b"\0" * 60).problem == "not_text"


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "utf-16", "hex", "big5", "", "x" * 99]), st.booleans())
def test_decoding_never_raises_and_problems_are_named(data: bytes, header: str | None, html: bool) -> None:
    problem = decode(data, header=header, html=html).problem

    assert problem is None or problem in PROBLEMS

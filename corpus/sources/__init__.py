"""Any input to batches of pages: folders and files of text, HTML, WARC and WET, JSONL and Parquet, mixed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa

from corpus.errors import CorpusError
from corpus.schema import PAGES, arrow_schema
from corpus.sources import documents, jsonl, parquet, warc
from corpus.sources.files import COMPRESSIONS, Unreadable, misfit

Row = dict[str, Any]
"""A page as a row of `PAGES`; columns that are missing are null."""

CHUNKS = pa.schema([("path", pa.binary()), ("name", pa.string()), ("start", pa.int64()), ("end", pa.int64())])
"""A piece of input: a file, or the bytes (JSONL) or row groups (Parquet) `start` to `end` of one. -1 is the end.

`path` is what the file system calls it, which need not be UTF-8; `name` is what people are told."""

# A task should take seconds: long enough to be worth a process's while, short enough to lose little when cut off.
CHUNK_BYTES = 32 << 20
CHUNK_FILES = 500
BATCH_BYTES = 8 << 20
BATCH_ROWS = 1_000

Reader = Callable[[Path, str, int, int, int], Iterator[Row]]
"""Takes path, name, start, end and the largest size of a page in bytes; gives rows, and raises `Unreadable`."""

FORMATS: dict[str, tuple[Reader, Callable[[Path], list[tuple[int, int]]] | None]] = {
    # suffix: (reader, how to cut a large uncompressed file; None: it is read whole)
    ".txt": (documents.read_text, None),
    ".html": (documents.read_html, None),
    ".htm": (documents.read_html, None),
    ".warc": (warc.read, None),
    ".wet": (warc.read, None),
    ".jsonl": (jsonl.read, lambda path: jsonl.cuts(path, CHUNK_BYTES)),
    ".ndjson": (jsonl.read, lambda path: jsonl.cuts(path, CHUNK_BYTES)),
    ".parquet": (parquet.read, lambda path: parquet.cuts(path, CHUNK_BYTES)),
}


def find(sources: Sequence[Path]) -> list[pa.RecordBatch]:
    """The input as batches of chunks, in the sorted order of file names; every file below a folder counts.

    Hidden files (`.DS_Store`) are no input. Raises CorpusError for a path that does not exist, for folders without any
    file, and for a file that is named and has no known format; inside a folder such a file becomes a removed row.
    """
    chunks: list[Row] = []
    for path, name in _files(sources):
        cut = FORMATS.get(format_of(path), (None, None))[1]
        pieces = cut(path) if cut and not _compressed(path) else [(0, -1)]
        known = {"path": os.fsencode(path), "name": os.fsencode(name).decode("utf-8", "backslashreplace")}
        chunks.extend({**known, "start": start, "end": end} for start, end in pieces)
    if sources and not chunks:
        raise CorpusError(
            f"{', '.join(map(str, sources))}: no file there (hidden ones do not count). Name another folder."
        )
    return [pa.RecordBatch.from_pylist(group, CHUNKS) for group in _grouped(chunks)]


def read(chunks: pa.RecordBatch, *, max_page_bytes: int) -> Iterator[pa.RecordBatch]:
    """Read chunks into batches of pages; what cannot be read becomes a row whose `problem` says why."""
    schema = arrow_schema(PAGES)
    rows: list[Row] = []
    size = 0
    for chunk in chunks.to_pylist():
        for row in _rows(chunk, max_page_bytes):
            rows.append(row)
            size += sum(len(value) for value in row.values() if value)
            if size >= BATCH_BYTES or len(rows) >= BATCH_ROWS:
                yield pa.RecordBatch.from_pylist(rows, schema)
                rows, size = [], 0
    if rows:
        yield pa.RecordBatch.from_pylist(rows, schema)


def path_of(chunk: Row) -> Path:
    """The file of a row of `CHUNKS`."""
    return Path(os.fsdecode(chunk["path"]))


def _rows(chunk: Row, max_page_bytes: int) -> Iterator[Row]:
    path, name = path_of(chunk), chunk["name"]
    suffix = format_of(path)
    found = False
    try:
        if not path.is_file():
            raise Unreadable("unreadable_file")
        if suffix not in FORMATS:
            raise Unreadable("unknown_format")
        if (reason := misfit(path)) and chunk["start"] > 0:
            return  # the first piece of the file tells it
        if reason:
            raise Unreadable(reason)
        for row in FORMATS[suffix][0](path, name, chunk["start"], chunk["end"], max_page_bytes):
            found = True
            yield row
    except Unreadable as problem:
        yield {"place": problem.place or name, "problem": problem.reason}
    except OSError:
        yield {"place": name, "problem": "unreadable_file"}
    else:
        if not found and chunk["start"] == 0:
            yield {"place": name, "problem": "empty_file"}


def _files(sources: Sequence[Path]) -> list[tuple[Path, str]]:
    """Each file once with its name: the path below the folder that was given, or the file's own name.

    A file of several names (by links, or because it is given twice) goes by the first of them. Files of one name that
    lie below different folders are told apart by as many folders above them as it takes.
    """
    found: dict[str, tuple[str, Path]] = {}
    for source in sources:
        if source.is_dir():
            named = [(path.relative_to(source).as_posix(), path) for path in _below(source)]
        elif source.exists() or source.is_symlink():
            if format_of(source) not in FORMATS:
                raise CorpusError(
                    f"{source}: unknown format. Known are {', '.join(FORMATS)}, each but Parquet also with .gz or .zst."
                )
            named = [(source.name, source)]
        else:
            raise CorpusError(f"{source}: no such file or folder.")
        for each in named:
            real = os.path.realpath(each[1])
            found[real] = min(found.get(real, each), each)
    files: list[tuple[Path, str]] = []
    for name, group in groupby(sorted(found.values()), key=lambda each: each[0]):
        paths = [path for _, path in group]
        files.extend(zip(paths, _told_apart(name, paths), strict=True))
    return sorted(files, key=lambda each: (each[1], str(each[0])))


def _below(folder: Path) -> Iterator[Path]:
    """Every file below a folder, and every folder that cannot be listed; links are followed, loops of them once."""
    unlisted: list[OSError] = []
    entered = {os.path.realpath(folder)}
    for parent, folders, names in os.walk(folder, followlinks=True, onerror=unlisted.append):
        yield from (Path(parent, name) for name in names if not name.startswith("."))
        seen = (name for name in sorted(folders, reverse=True) if not name.startswith("."))
        inside = {os.path.realpath(Path(parent, name)): name for name in seen}  # of two names the first stays
        folders[:] = sorted(name for real, name in inside.items() if real not in entered)  # those are entered next
        entered.update(inside)
    yield from (Path(error.filename) for error in unlisted)


def _told_apart(name: str, paths: Sequence[Path]) -> list[str]:
    parts = [Path(os.path.abspath(path)).parts for path in paths]  # noqa: PTH100 (resolve would follow the links)
    depth = name.count("/") + 1
    while len({each[-depth:] for each in parts}) < len(parts):
        depth += 1
    return ["/".join(each[-depth:]) for each in parts]


def _grouped(chunks: list[Row]) -> Iterator[list[Row]]:
    group: list[Row] = []
    size = 0
    for chunk in chunks:
        group.append(chunk)
        size += _size(chunk)
        if size >= CHUNK_BYTES or len(group) >= CHUNK_FILES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _size(chunk: Row) -> int:
    """Bytes of a piece, about: all but the first of a file that was cut are as large as they may be."""
    path = path_of(chunk)
    return CHUNK_BYTES if chunk["start"] > 0 else path.stat().st_size if path.is_file() else 0


def format_of(path: Path) -> str:
    """The suffix of a file that says what is in it, in FORMATS or not: that before the suffix of a compression."""
    if not _compressed(path):
        return path.suffix.lower()
    inner = Path(path.stem).suffix.lower()
    return "" if inner == ".parquet" else inner  # it is compressed inside, and read from both its ends


def _compressed(path: Path) -> bool:
    return path.suffix.lower() in COMPRESSIONS

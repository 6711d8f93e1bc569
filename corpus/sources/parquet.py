"""Parquet files of pages: columns as in JSON lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from corpus.sources.encodings import decode
from corpus.sources.files import Unreadable
from corpus.sources.jsonl import row

_COLUMNS = ("text", "html", "url", "site", "fetched_at")
# A file of 67 KB can decode to 600 MB: repeated values stay dictionary-encoded until a row is looked at, and few rows
# are decoded at a time.
_BATCH_ROWS = 64

_STRINGS = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
_BYTES = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_binary_view)
"""Many writers do not say that their bytes are strings; such bytes are decoded as those of a file are."""

_BROKEN = (OSError, pa.ArrowException, UnicodeDecodeError)  # the last: a column's name that is no UTF-8


def cuts(path: Path, size: int) -> list[tuple[int, int]]:
    """Ranges of row groups of about `size` bytes; the whole where the footer cannot be read (`read` says why)."""
    if not path.is_file():
        return [(0, -1)]
    try:
        footer = pq.read_metadata(path)
    except _BROKEN:
        return [(0, -1)]
    ranges, start, held = [], 0, 0
    for group in range(footer.num_row_groups):
        held += footer.row_group(group).total_byte_size
        if held >= size:
            ranges.append((start, group + 1))
            start, held = group + 1, 0
    if start < footer.num_row_groups:
        ranges.append((start, footer.num_row_groups))
    return ranges or [(0, -1)]


def read(path: Path, name: str, start: int, end: int, limit: int) -> Iterator[dict[str, Any]]:
    """The rows of row groups `start` to `end`."""
    number = -1
    try:
        schema = pq.read_schema(path)
        kinds = {column: _kind(schema, column) for column in ("text", "html") if column in schema.names}
        texts = [column for column, kind in kinds.items() if _is(kind, *_STRINGS, *_BYTES)]
        if not texts:
            raise Unreadable("no_text_column")
        with pq.ParquetFile(path, read_dictionary=texts, page_checksum_verification=True) as file:
            groups = range(start, file.num_row_groups if end < 0 else end)
            before = sum(file.metadata.row_group(group).num_rows for group in range(start))
            for number, values in enumerate(_values(file, groups, {*_COLUMNS[2:], *texts}), before):
                source = "html" if values.get("html") else "text"
                charset = "utf-8" if source in kinds and _is(kinds[source], *_STRINGS) else None
                yield _page(values, source, charset, f"{name}:{number + 1}", limit)
    except _BROKEN as error:
        if "encrypt" in str(error) or "decrypt" in str(error):  # pyarrow has no error of its own for it
            raise Unreadable("encrypted", name) from error
        raise Unreadable("damaged_archive", f"{name}:{number + 2}") from error


def _values(file: pq.ParquetFile, groups: range, wanted: set[str]) -> Iterator[dict[str, Any]]:
    columns = [column for column in _COLUMNS if column in wanted & set(file.schema_arrow.names)]
    for batch in file.iter_batches(_BATCH_ROWS, row_groups=list(groups), columns=columns):
        held = {column: batch.column(batch.schema.names.index(column)) for column in columns}
        for index in range(batch.num_rows):
            yield {column: _value(values[index]) for column, values in held.items()}


def _value(scalar: pa.Scalar) -> object:
    """Strings as their bytes, which may be no UTF-8; dates as ISO 8601, and none where Python knows no such day."""
    if isinstance(scalar, pa.DictionaryScalar):
        scalar = scalar.value
    if isinstance(scalar, pa.BinaryScalar):
        return scalar.as_buffer().to_pybytes() if scalar.is_valid else None
    try:
        value = scalar.as_py()
    except (ValueError, OverflowError, LookupError):  # a year 300,000, a time zone that is not known
        return None
    return value.isoformat() if isinstance(value, date) else None


def _page(values: dict[str, Any], source: str, charset: str | None, place: str, limit: int) -> dict[str, Any]:
    content = values.get(source) or b""
    if len(content) > limit:
        return {"place": place, "problem": "too_large"}
    known = {column: _known(values.get(column)) for column in _COLUMNS[2:]}
    text, _, problem = decode(content, header=charset, html=source == "html")
    found = row({**known, source: text}, place)
    return {**found, "problem": problem} if problem else found


def _known(value: bytes | str | None) -> str | None:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def _kind(schema: pa.Schema, column: str) -> pa.DataType:
    kind = schema.types[schema.names.index(column)]
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _is(kind: pa.DataType, *tests: Callable[[pa.DataType], bool]) -> bool:
    return any(test(kind) for test in tests)

"""Parquet files of pages: columns as in JSON lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from corpus.sources.files import Unreadable
from corpus.sources.jsonl import row

_COLUMNS = ("text", "html", "url", "site", "fetched_at")
# A file of 67 KB can decode to 600 MB: repeated values stay dictionary-encoded until a row is looked at, and few rows
# are decoded at a time.
_BATCH_ROWS = 64


def cuts(path: Path, size: int) -> list[tuple[int, int]]:
    """Ranges of row groups of about `size` bytes; the whole where the footer cannot be read (`read` says why)."""
    try:
        footer = pq.read_metadata(path)
    except (OSError, pa.ArrowException):
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
        texts = [column for column in ("text", "html") if column in pq.read_schema(path).names]
        with pq.ParquetFile(path, read_dictionary=texts, page_checksum_verification=True) as file:
            columns = [column for column in _COLUMNS if column in file.schema_arrow.names]
            if not any(_is_text(file.schema_arrow, column) for column in texts):
                raise Unreadable("no_text_column")
            groups = range(start, file.num_row_groups if end < 0 else end)
            before = sum(file.metadata.row_group(group).num_rows for group in range(start))
            for number, values in enumerate(_values(file, groups, columns), before):
                place = f"{name}:{number + 1}"
                page = row(values, place)
                large = len(page.get("text") or page.get("html") or "") > limit
                yield {"place": place, "problem": "too_large"} if large else page
    except (pa.ArrowException, OSError) as error:
        raise Unreadable("damaged_archive", f"{name}:{number + 2}") from error


def _values(file: pq.ParquetFile, groups: range, columns: list[str]) -> Iterator[dict[str, Any]]:
    for batch in file.iter_batches(_BATCH_ROWS, row_groups=list(groups), columns=columns):
        for index in range(batch.num_rows):
            values = {column: batch.column(column)[index].as_py() for column in columns}
            stamp = values.get("fetched_at")
            yield {**values, "fetched_at": stamp.isoformat() if isinstance(stamp, date) else stamp}


def _is_text(schema: pa.Schema, column: str) -> bool:
    kind = schema.field(column).type
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))

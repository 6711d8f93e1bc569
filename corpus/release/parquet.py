"""Parquet shards: the same rows give the same bytes, and small changes of rows small uploads.

Two choices make a new version cheap to upload (Xet stores each stretch of bytes once): data pages are cut where their
content says, and so are row groups. With groups of a fixed number of rows, one removed row would shift the border of
every later group.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from corpus.errors import CorpusError
from corpus.schema import Column, arrow_schema

COMPRESSION = "zstd"
FINAL_LEVEL = 9  # a tenth smaller than level 3 and a third slower to write: paid once, saved at each download
WORKING_LEVEL = 3
SHARD_BYTES = 500_000_000  # the most that one shard may hold; the Hub's viewer and resumed downloads suffer beyond
GROUP_LEAST = 1_000  # rows; smaller groups cost space and time in footers
GROUP_MOST = 2_000  # rows; with more than 4,000 the first streamed row takes over half a second
GROUP_BYTES = 256 << 20  # of one group in memory, for hostile rows of many megabytes
GROUP_ENDS = 256  # once it is long enough, a group ends at one row in so many, chosen by the row's digest
# Pages of 64-256 KiB instead of the default 256-1,024: an edited body then costs a quarter of the bytes to upload.
CHUNKING = {"min_chunk_size": 64 << 10, "max_chunk_size": 256 << 10, "norm_level": 0}
DISTINCT = frozenset({"id", "url", "cluster_id", "article_id", "duplicate_of", "place"})  # a dictionary only costs here

_MODULUS = 1 << 256

Natural = Annotated[int, msgspec.Meta(ge=0, le=(1 << 63) - 1)]
Digest = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
"""What a manifest may say of sizes and of digests: a manifest from elsewhere is checked by these types."""


class FileEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the manifest says of one file; the last three are for Parquet alone."""

    path: str
    bytes: Natural
    sha256: Digest
    rows: Natural | None = None
    row_digest: Digest | None = None
    memory: Natural | None = None


class ShardTooLargeError(CorpusError):
    """A shard came out larger than `SHARD_BYTES`: split its range of rows."""


def release_schema(columns: tuple[Column, ...]) -> pa.Schema:
    """The Arrow schema of a shard, with the metadata by which `datasets` knows its features.

    It equals `datasets.Features.from_arrow_schema(...).arrow_schema` (a test compares them); made here because
    importing `datasets` costs each worker process over a second.

    >>> from corpus.schema import LINES
    >>> json.loads(release_schema(LINES).metadata[b"huggingface"])["info"]["features"]["number"]
    {'dtype': 'int32', '_type': 'Value'}
    """
    features = {column.name: _feature(column.type) for column in columns}
    return arrow_schema(columns).with_metadata({"huggingface": json.dumps({"info": {"features": features}})})


def write_shard(
    path: Path, rows: pa.Table | Iterable[pa.RecordBatch | pa.Table], columns: tuple[Column, ...], *, final: bool = True
) -> FileEntry:
    """Write rows, in the order given, to one Parquet file; say what the manifest must know of it.

    `rows` has the columns of `columns` by name, each of a type that casts to the one there. Raises `CorpusError` where
    a column is missing or unknown, and where there are no rows: a release has no empty shard.
    """
    import pyarrow.parquet as pq

    schema = release_schema(columns)
    count = total = memory = 0
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with pq.ParquetWriter(path, schema, **_writer_options(columns, final)) as writer:
            for group, digests in _row_groups(_conformed(path, rows, schema)):
                writer.write_table(group, row_group_size=len(group))
                count += len(group)
                memory += memory_bytes(group)
                total = (total + sum(digests)) % _MODULUS
        if not count:
            raise CorpusError(f"{path}: a shard without rows. Leave it out of the release.")
        entry = _entry(path, count, total, memory)
        if final and entry.bytes > SHARD_BYTES:
            raise ShardTooLargeError(
                f"{path}: {entry.bytes:,} bytes, at most {SHARD_BYTES:,}. Write its rows as more shards."
            )
    except BaseException:
        path.unlink(missing_ok=True)  # half a shard must not be taken for one
        raise
    return entry


def read_entry(path: Path) -> FileEntry:
    """What the manifest must know of a shard that is already written, from its rows alone."""
    count = total = memory = 0
    for group in row_groups(path):
        count += len(group)
        memory += memory_bytes(group)
        total = (total + sum(row_digests(group))) % _MODULUS
    return _entry(path, count, total, memory)


def row_groups(path: Path, columns: list[str] | None = None) -> Iterator[pa.Table]:
    """The row groups of a shard, one at a time, page checksums verified."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, page_checksum_verification=True) as shard:
        for number in range(shard.num_row_groups):
            yield shard.read_row_group(number, columns=columns, use_threads=False)


def row_digests(rows: pa.Table | pa.RecordBatch) -> list[int]:
    """A 256-bit number for each row: the SHA-256 of its values, whatever wrote them and wherever they lie.

    The values are taken in column order, each as its length in bytes, a colon and its UTF-8 text; integers in decimal,
    floats as the integer of the same bits, lists as their elements so written, null as a hyphen.

    >>> one, same = pa.table({"id": ["ক"], "n": [5]}), pa.table({"id": ["খ", "ক"], "n": [7, 5]})
    >>> row_digests(one)[0] == row_digests(same)[1]
    True
    """
    columns = [_written(column) for column in rows.columns]
    together = pc.binary_join_element_wise(*columns, pa.scalar("", pa.large_string()))
    return [int.from_bytes(hashlib.sha256(row).digest(), "big") for row in together.cast(pa.large_binary()).to_pylist()]


def combined_digest(digests: Iterable[str]) -> str:
    """The row digest of several shards together: the sum of theirs. Neither order nor borders of shards matter to it.

    >>> combined_digest(["0" * 63 + "f", "0" * 63 + "1"])[-4:]
    '0010'
    """
    return f"{sum(int(digest, 16) for digest in digests) % _MODULUS:064x}"


def memory_bytes(rows: pa.Table) -> int:
    """Bytes that rows take in Arrow memory, from the values alone: not from how they happen to be sliced.

    >>> memory_bytes(pa.table({"n": pa.array([1, 2], pa.int32()), "s": pa.array(["ক", None])}))
    24
    """
    return sum(_column_bytes(column) for column in rows.columns)


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _entry(path: Path, rows: int, digest: int, memory: int) -> FileEntry:
    return FileEntry(
        path=f"{path.parent.name}/{path.name}",
        bytes=path.stat().st_size,
        sha256=file_sha256(path),
        rows=rows,
        row_digest=f"{digest:064x}",
        memory=memory,
    )


def _feature(kind: pa.DataType) -> dict[str, Any]:
    if pa.types.is_list(kind):
        return {"feature": _feature(kind.value_type), "_type": "List"}
    return {"dtype": {"float": "float32", "double": "float64"}.get(str(kind), str(kind)), "_type": "Value"}


def _writer_options(columns: tuple[Column, ...], final: bool) -> dict[str, Any]:
    leaves = {column.name: _leaf(column) for column in columns}
    running_text = {column.name for column in columns if pa.types.is_large_string(_value_type(column.type))}
    return {
        "compression": COMPRESSION,
        "compression_level": FINAL_LEVEL if final else WORKING_LEVEL,
        "use_dictionary": [leaf for name, leaf in leaves.items() if name not in running_text | DISTINCT],
        # Minimum and maximum of running text find nothing, yet would repeat whole bodies in the footer.
        "write_statistics": [leaf for name, leaf in leaves.items() if name not in running_text],
        "use_content_defined_chunking": CHUNKING,
        "write_page_index": True,
        "write_page_checksum": True,
    }


def _leaf(column: Column) -> str:
    return f"{column.name}.list.element" if pa.types.is_list(column.type) else column.name


def _value_type(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_list(kind) else kind


def _conformed(
    path: Path, rows: pa.Table | Iterable[pa.RecordBatch | pa.Table], schema: pa.Schema
) -> Iterator[pa.Table]:
    """Rows in pieces of at most `GROUP_LEAST`, each with exactly the columns of the schema."""
    for piece in [rows] if isinstance(rows, pa.Table) else rows:
        table = pa.Table.from_batches([piece]) if isinstance(piece, pa.RecordBatch) else piece
        if set(table.column_names) != set(schema.names):
            missing, unknown = (
                sorted(set(schema.names) - set(table.column_names)),
                sorted(set(table.column_names) - set(schema.names)),
            )
            raise CorpusError(
                f"{path}: columns missing: {missing}, unknown: {unknown}. corpus/schema.py lists the columns."
            )
        for start in range(0, len(table), GROUP_LEAST):
            yield table.slice(start, GROUP_LEAST).select(schema.names).cast(schema)


def _row_groups(pieces: Iterable[pa.Table]) -> Iterator[tuple[pa.Table, list[int]]]:
    """Gather rows into groups; the border after a row depends on that row and how many came before it in its group."""
    held: list[pa.Table] = []
    digests: list[int] = []
    size = 0
    for piece in pieces:
        new = row_digests(piece)
        start = 0
        for place, digest in enumerate(new):
            rows = len(digests) + place + 1 - start
            if rows >= GROUP_MOST or (rows >= GROUP_LEAST and digest % GROUP_ENDS == 0):
                yield pa.concat_tables([*held, piece.slice(start, place + 1 - start)]), digests + new[start : place + 1]
                held, digests, size, start = [], [], 0, place + 1
        if start < len(piece):
            held.append(piece.slice(start))
            digests += new[start:]
            size += memory_bytes(held[-1])
            if size > GROUP_BYTES:
                yield pa.concat_tables(held), digests
                held, digests, size = [], [], 0
    if held:
        yield pa.concat_tables(held), digests


def _written(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Each value of a column as text that cannot be mistaken for another's."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(array, pa.ChunkedArray):  # more than 2 GiB of small strings does not combine
        array = pa.concat_arrays([chunk.cast(pa.large_string()) for chunk in array.chunks])
    text = _as_text(array)
    length = pc.binary_length(text).cast(pa.large_string())
    colon, hyphen = pa.scalar(":", pa.large_string()), pa.scalar("-", pa.large_string())
    return pc.fill_null(pc.binary_join_element_wise(length, text, colon), hyphen)


def _as_text(array: pa.Array) -> pa.Array:
    if pa.types.is_list(array.type):
        elements = _written(array.flatten())
        lengths = pc.fill_null(pc.list_value_length(array), 0)
        offsets = pa.concat_arrays([pa.array([0], pa.int64()), pc.cumulative_sum(lengths.cast(pa.int64()))])
        joined = pc.binary_join(pa.LargeListArray.from_arrays(offsets, elements), pa.scalar("", pa.large_string()))
        return pc.if_else(array.is_valid(), joined, pa.scalar(None, pa.large_string()))
    if pa.types.is_float32(array.type):
        array = array.view(pa.int32())
    if pa.types.is_float64(array.type):
        array = array.view(pa.int64())
    return array.cast(pa.large_string())


def _column_bytes(column: pa.ChunkedArray | pa.Array) -> int:
    bitmap = (len(column) + 7) // 8 if column.null_count else 0
    if pa.types.is_list(column.type):
        return bitmap + 4 * (len(column) + 1) + _column_bytes(pc.list_flatten(column))
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        offset = 4 if pa.types.is_string(column.type) else 8
        return bitmap + offset * (len(column) + 1) + (pc.sum(pc.binary_length(column)).as_py() or 0)
    return bitmap + len(column) * int(column.type.bit_width) // 8

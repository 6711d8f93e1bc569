"""What a build made of each page, kept for the next: a page seen before is not processed again by the same code.

An entry is named by the digest of its page and holds what became of it, together with every question about other pages
that was asked on the way and its answer (`corpus.text.evidence.Asked`). A later build takes an entry only where its own
evidence repeats all of these answers, so a page of which another page now says something else is processed again.

The store is a folder of Arrow files, each named by the SHA-256 of its bytes, below a folder named by everything else
that may change a result: code, tables, columns, libraries, settings. A file whose bytes do not have that digest is left
unread. A build writes a store of its own pages, then puts it in the place of all others: about 2 kB a page.
"""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b, sha256
from importlib.metadata import version
from itertools import groupby
from os import getpid
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from corpus.engines import Engine
from corpus.release import manifest
from corpus.schema import PAGES
from corpus.settings import Settings
from corpus.stages import WORK
from corpus.stages.extract import ASKING

FOLDER = ".cache"

LIBRARIES = ("numba", "numpy", "pyarrow", "regex", "selectolax", "unicodedata2")
"""What a page passes through that is not ours; another version of one may read a page otherwise."""

NOT_OF_A_PAGE = frozenset(
    {
        "keep_recurring_headlines",
        "max_page_bytes",
        "split_by",
        "validation_share",
        "test_share",
        "validation_from",
        "test_from",
    }
)
"""Settings that no step reads which judges one page. A new setting counts until it is named here."""

ENTRY = pa.schema([*ASKING, ("work", pa.struct(list(WORK)))])

GROUP_ROWS = 64
"""Entries that are compressed together: enough to shrink well, few enough to be read for the sake of one."""

_FILES_A_TASK = 256
_FILES = pa.schema([("number", pa.uint64()), ("path", pa.string())])
_PLACES = pa.schema([("head", pa.uint64()), ("place", pa.uint64())])  # no place: that file is damaged
_FILE, _GROUP, _ROW = 2**32, 2**16, 2**16

Numbers = npt.NDArray[np.uint64]


class Earlier(NamedTuple):
    """The store of an earlier build: the folder of its index (None: it has no files), and its damaged files."""

    entries: Path | None = None
    damaged: int = 0


class Index(NamedTuple):
    """Where each entry lies: the sorted first halves of the digests, file, group and row, and the files by number."""

    heads: Numbers
    places: Numbers
    files: tuple[str, ...]


def store_name(settings: Settings, evaluation: str | None) -> str:
    """Names everything but the page itself and the pages around it that may change what becomes of a page.

    >>> store_name(Settings(), None) == store_name(Settings(split_by="time", test_from="2026-01-01"), None)
    True
    >>> store_name(Settings(), None) == store_name(Settings(repair=True), None)
    False
    """
    chosen = {name: value for name, value in msgspec.to_builtins(settings).items() if name not in NOT_OF_A_PAGE}
    code = (manifest.code_digest(), manifest.tables_digest(), manifest.schema_digest())
    running = (platform.python_version(), platform.machine(), *(version(name) for name in LIBRARIES))
    return sha256(msgspec.json.encode([chosen, evaluation, code, running])).hexdigest()[:32]


def with_digests(pages: pa.RecordBatch) -> pa.RecordBatch:
    """Pages (columns of `PAGES`) with the column `page`: a digest of all that they hold but the place they lay in."""
    names = [column.name for column in PAGES if column.name != "place"]
    rows = zip(*(pages[name].to_pylist() for name in names), strict=True)
    return pages.append_column(ASKING.field("page"), pa.array([_digest(row) for row in rows], pa.binary(16)))


def entries(extracted: pa.RecordBatch, *, judged: bool = True) -> pa.RecordBatch:
    """Pages (`EXTRACTED`) as entries; those that could not be read, or on which the toolkit failed, make none.

    With `judged` false the pages were read while nothing was known of others: `work`, the result, is null.
    """
    read = extracted.filter(pc.is_valid(extracted["told"]))
    kind = ENTRY.field("work").type
    work = pa.StructArray.from_arrays([read[name] for name in WORK.names], fields=list(kind))
    return pa.RecordBatch.from_arrays(
        [*(read[name] for name in ASKING.names), work if judged else pa.nulls(read.num_rows, kind)], schema=ENTRY
    )


def open_store(engine: Engine, store: Path, folder: Path) -> Earlier:
    """Check every file of a store and index its entries below `folder`, where `recall` finds them."""
    files = sorted(store.glob("*/*.arrow"))
    if not files:
        return Earlier()
    paths = [str(path.absolute()) for path in files]
    rows = [{"number": number, "path": path} for number, path in enumerate(paths)]
    tasks = [rows[start : start + _FILES_A_TASK] for start in range(0, len(rows), _FILES_A_TASK)]
    stamps = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    step = f"cache-{sha256(repr(stamps).encode()).hexdigest()[:16]}"  # a build that goes on may find other files
    listed = engine.rows(step, [pa.RecordBatch.from_pylist(task, _FILES) for task in tasks])
    found = pa.Table.from_batches(list(engine.collect(engine.map(f"{step}-index", places, listed, _PLACES))), _PLACES)
    whole = found.filter(pc.is_valid(found["place"]))
    heads, where = (whole[column].to_numpy() for column in _PLACES.names)
    order = np.argsort(heads, kind="stable")
    known = Index(heads[order], where[order], tuple(paths))
    return Earlier(_saved(known, folder), len(found) - len(whole))


def places(files: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Where each entry of some files lies; a file whose bytes are not those that its name promises has one row."""
    for number, path in zip(files["number"].to_pylist(), files["path"].to_pylist(), strict=True):
        heads, where = [], []
        if sha256(_content(path)).hexdigest() == Path(path).stem:
            options = pa.ipc.IpcReadOptions(included_fields=[ENTRY.get_field_index("page")])
            with pa.memory_map(path) as source, pa.ipc.open_file(source, options=options) as reader:
                for group in range(reader.num_record_batches):
                    pages = reader.get_batch(group)["page"]
                    heads.append(_heads(pages))
                    where.append(np.arange(len(pages), dtype=np.uint64) + number * _FILE + group * _ROW)
            yield pa.RecordBatch.from_arrays([pa.array(np.concatenate(x)) for x in (heads, where)], schema=_PLACES)
        else:
            yield pa.RecordBatch.from_pylist([{"head": number, "place": None}], _PLACES)


def recall(index: Path | None, pages: pa.Array) -> pa.Table:
    """The entries (`ENTRY`) of those pages, by their digests, that the indexed store holds."""
    if index is None:
        return ENTRY.empty_table()
    known = _load(index)
    heads = np.unique(_heads(pages))
    near = np.minimum(np.searchsorted(known.heads, heads), max(len(known.heads) - 1, 0))
    hits = np.sort(known.places[near][known.heads[near] == heads]) if len(known.heads) else near[:0]
    taken = []
    for number, places_in_file in groupby(hits.tolist(), key=lambda place: place // _FILE):
        with pa.memory_map(known.files[number]) as source, pa.ipc.open_file(source) as reader:
            for group, rows in groupby(places_in_file, key=lambda place: place % _FILE // _ROW):
                taken.append(reader.get_batch(group).take(pa.array([row % _ROW for row in rows])))
    found = pa.Table.from_batches(taken, ENTRY)
    return found.filter(pc.is_in(found["page"], value_set=pages))  # half a digest may be that of another page


def keep(folder: Path, kept: pa.Table) -> None:
    """Write entries (`ENTRY`) as one file of a store, whole or not at all."""
    if not len(kept):
        return
    out = pa.BufferOutputStream()
    with pa.ipc.new_file(out, ENTRY, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(kept.combine_chunks(), max_chunksize=GROUP_ROWS)
    content = out.getvalue()
    name = sha256(content).hexdigest()
    path = folder / name[:2] / f"{name}.arrow"
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{getpid()}")
    try:
        unfinished.write_bytes(content)
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)


def replace(store: Path, made: Path) -> None:
    """Put the store that a build made in the place of all earlier ones; nothing to do where that was done before."""
    if made.exists():
        store.parent.mkdir(parents=True, exist_ok=True)
        for old in store.parent.iterdir():
            shutil.rmtree(old)
        shutil.move(made, store)  # the folder may be a link to another disk; a file that is cut off is not read


def _digest(row: Sequence[str | None]) -> bytes:
    """A digest of some strings; none and an empty one differ, and so do ("ab", "c") and ("a", "bc")."""
    texts = [None if text is None else text.encode() for text in row]
    lengths = [-1 if text is None else len(text) for text in texts]
    whole = blake2b(repr(lengths).encode(), digest_size=16)
    for text in texts:
        whole.update(text or b"")
    return whole.digest()


def _heads(pages: pa.Array) -> Numbers:
    """The first halves of digests as numbers."""
    return np.frombuffer(b"".join(pages.to_pylist()), np.uint64)[::2]


def _saved(known: Index, folder: Path) -> Path:
    """The folder of an index, named by what it says: a process that has loaded one cannot take it for another."""
    files = msgspec.json.encode(known.files)
    digest = blake2b(known.heads.tobytes() + known.places.tobytes() + files, digest_size=16).hexdigest()
    index = folder.absolute() / digest
    index.mkdir(parents=True, exist_ok=True)
    np.save(index / "heads.npy", known.heads)
    np.save(index / "places.npy", known.places)
    (index / "files.json").write_bytes(files)
    return index


def _content(path: str) -> bytes:
    """The bytes of a file; none where it cannot be read, which is a way of being damaged."""
    try:
        return Path(path).read_bytes()
    except OSError:
        return b""


@lru_cache(maxsize=1)
def _load(folder: Path) -> Index:
    heads, places_ = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in ("heads", "places"))
    return Index(heads, places_, msgspec.json.decode((folder / "files.json").read_bytes(), type=tuple[str, ...]))

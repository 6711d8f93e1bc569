"""`normalize` over Arrow arrays of strings: the same results, row by row, at the speed of copying."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from corpus.tables.codepoints import BIDI_CONTROLS
from corpus.text.normalize import normalize

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Strings = TypeVar("Strings", pa.Array, pa.ChunkedArray)
    Bytes = npt.NDArray[np.uint8]
    Places = npt.NDArray[np.int64]

# The compiled path takes half a second to load, which is as long as the plain one takes for this many bytes. Once so
# many have been seen, it is loaded, so that no job waits more than twice what it must.
WORTH_COMPILING = 4_000_000
_seen = 0
BLOCK = 1 << 20
# What a filled hole must not hold: then the whole text has to be looked at again.
_MATTERS_TO_THE_TEXT = re.compile(f"[\n\u00c2-\u00f4{BIDI_CONTROLS}]")


def normalize_array(array: Strings, *, repair: bool = False) -> Strings:
    """Each string of `array` as `normalize` spells it; nulls stay, and so do the type and the chunks.

    `array` is a pyarrow Array or ChunkedArray of string, large_string or string_view; another type is a TypeError.

    >>> import pyarrow as pa
    >>> normalize_array(pa.array(["ক&nbsp;খ", None])).to_pylist()
    ['ক খ', None]
    """
    import pyarrow as pa

    if isinstance(array, pa.ChunkedArray):
        return pa.chunked_array([normalize_array(chunk, repair=repair) for chunk in array.chunks], type=array.type)
    if array.type == pa.string_view():
        return normalize_array(array.cast(pa.large_string()), repair=repair).cast(pa.string_view())
    if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
        raise TypeError(f"normalize_array takes an array of strings, not of {array.type}")
    kernel = None if repair else _compiled(array.nbytes)
    if kernel is None:
        texts = [None if text is None else normalize(text, repair=repair) for text in array.to_pylist()]
        return pa.array(texts, array.type)
    return _swept(kernel, array)


def _compiled(size: int) -> Any:
    """The kernel, once so many bytes were seen that loading it pays; None before, and where it cannot be had."""
    global _seen
    _seen += size
    if _seen < WORTH_COMPILING:
        return None
    try:
        from corpus.text import kernel
    except (ImportError, RuntimeError):  # no numba, or no folder at all where it may keep the machine code
        return None
    return kernel


def _swept(kernel: Any, array: Any) -> Any:
    """The compiled path: sweep the buffer block by block, and fill the holes that are left."""
    import numpy as np
    import pyarrow as pa

    width = np.int64 if pa.types.is_large_string(array.type) else np.int32
    _, offset_buffer, data_buffer = array.buffers()
    if len(array) == 0 or data_buffer is None:
        return array
    offsets = np.frombuffer(offset_buffer, width)[array.offset : array.offset + len(array) + 1].astype(np.int64)
    data = np.frombuffer(data_buffer, np.uint8)
    data.flags.writeable = False  # one kind of argument, one compilation
    skip = np.zeros(len(array), np.bool_) if array.null_count == 0 else array.is_null().to_numpy(zero_copy_only=False)
    written = bytearray()
    ends = np.zeros(len(array) + 1, np.int64)
    scratch = np.empty(0, np.uint8)
    first = 0
    while first < len(array):
        # As many rows as fit a block, which stays in the processor's cache; a longer row is a block of its own.
        last = max(first + 1, int(np.searchsorted(offsets, offsets[first] + BLOCK, "right")) - 1)
        block = offsets[first : last + 1]
        size = 2 * int(block[-1] - block[0]) + 8  # no character grows to more than twice its length
        if len(scratch) < size:
            scratch = np.empty(size, np.uint8)
        block_ends = ends[first : last + 1]
        start = len(written)
        holes = _holes(kernel, data, block, skip[first:last], scratch, block_ends)
        _fill(written, data, block, scratch, block_ends, holes)
        block_ends += start
        first = last
    if len(written) > np.iinfo(width).max:
        raise pa.ArrowCapacityError(
            f"{len(written)} bytes are too many for one array of {array.type}; use large_string"
        )
    validity = None if array.null_count == 0 else pa.array(~skip).buffers()[1]
    return pa.Array.from_buffers(
        array.type, len(array), [validity, pa.py_buffer(ends.astype(width)), pa.py_buffer(written)], array.null_count
    )


def _holes(kernel: Any, data: Bytes, offsets: Places, skip: Any, out: Bytes, ends: Places) -> list[list[int]]:
    """Sweep one block; the holes that are left. There are few, or the sweep is begun again with room for more."""
    import numpy as np

    most = 256
    while True:
        holes = np.empty((most, 5), np.int64)
        found = kernel.sweep(data, offsets, skip, kernel.CLASSES, kernel.DEEDS, kernel.MASKS, out, ends, holes)
        if found >= 0:
            return holes[:found].tolist()  # type: ignore[no-any-return]
        most *= 16


def _fill(written: bytearray, data: Bytes, offsets: Places, out: Bytes, ends: Places, holes: list[list[int]]) -> None:
    """Append to `written` what the sweep of a block wrote, each hole filled by `normalize`, and move `ends` along."""
    import numpy as np

    from corpus.text.kernel import TEXT, WORD

    fillings: list[tuple[int, int, int, bytes]] = []  # row, from where to where in `out`, and what belongs there
    whole = -1  # the row that was looked at as a whole, so that its other holes do not matter
    for row, start, stop, place, scope in holes:
        if row == whole:
            continue
        piece = data[start:stop].tobytes().decode("utf-8", "replace")
        filling = _normalized_word(piece) if scope == WORD else normalize(piece)
        if scope != TEXT and (not filling or _MATTERS_TO_THE_TEXT.search(filling)):
            whole = row
            while fillings and fillings[-1][0] == row:
                fillings.pop()
            filling = normalize(data[offsets[row] : offsets[row + 1]].tobytes().decode("utf-8", "replace"))
            fillings.append((row, int(ends[row]), int(ends[row + 1]), filling.encode()))
        else:
            fillings.append((row, place, place, filling.encode()))
    view = out.data
    growth = np.zeros(len(ends), np.int64)
    cursor = 0
    for row, start, stop, filled in fillings:
        written += view[cursor:start]
        written += filled
        growth[row + 1] += len(filled) - (stop - start)
        cursor = stop
    written += view[cursor : int(ends[-1])]
    if fillings:
        ends += np.cumsum(growth)


_normalized_word = lru_cache(maxsize=1 << 16)(normalize)

"""`normalize` over Arrow arrays of strings: the same results, row by row, at the speed of copying."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from corpus.text import compiled
from corpus.text.normalize import normalize

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Strings = TypeVar("Strings", pa.Array, pa.ChunkedArray)
    Bytes = npt.NDArray[np.uint8]
    Places = npt.NDArray[np.int64]

BLOCK = 1 << 20  # bytes: what stays in the processor's cache


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
    kernel = None if repair else compiled.kernel(array.nbytes)
    if kernel is None:
        texts = [None if text is None else normalize(text, repair=repair) for text in array.to_pylist()]
        return pa.array(texts, array.type)
    return _swept(kernel, array)


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
    out = _buffer(int(offsets[-1] - offsets[0]) * 17 // 16 + compiled.room(BLOCK))  # rarely too small
    written = 0
    ends = np.zeros(len(array) + 1, np.int64)
    first = 0
    while first < len(array):
        # As many rows as fit a block, which stays in the processor's cache; a longer row is a block of its own.
        last = max(first + 1, int(np.searchsorted(offsets, offsets[first] + BLOCK, "right")) - 1)
        block = offsets[first : last + 1]
        out = _with_room(out, written, compiled.room(int(block[-1] - block[0])))
        block_ends = ends[first : last + 1]
        result = compiled.sweep(kernel, data, block, skip[first:last], out[written:], block_ends)
        if isinstance(result, bytes):
            out = _with_room(out, written, len(result))
            out[written : written + len(result)] = np.frombuffer(result, np.uint8)
        block_ends += written
        written += len(result)
        first = last
    if written > np.iinfo(width).max:
        raise pa.ArrowCapacityError(f"{written} bytes are too many for one array of {array.type}; use large_string")
    validity = None if array.null_count == 0 else pa.array(~skip).buffers()[1]
    return pa.Array.from_buffers(
        array.type,
        len(array),
        [validity, pa.py_buffer(ends.astype(width)), pa.py_buffer(out[:written])],
        array.null_count,
    )


def _with_room(out: Any, written: int, wanted: int) -> Any:
    """`out`, or a longer copy of what was written to it, with room for so many more bytes."""
    if written + wanted <= len(out):
        return out
    longer = _buffer(max(written + wanted, len(out) * 3 // 2))
    longer[:written] = out[:written]
    return longer


def _buffer(size: int) -> Any:
    """So many bytes from Arrow's pool, which hands memory out again: fresh pages cost as much as half the sweep."""
    import numpy as np
    import pyarrow as pa

    return np.frombuffer(pa.allocate_buffer(size), np.uint8)

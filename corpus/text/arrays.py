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

# The compiled path takes half a second to load, which is as long as the plain one takes for this many bytes. Once so
# many have been seen, it is loaded, so that no job waits more than twice what it must.
WORTH_COMPILING = 4_000_000
_seen = 0
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
    if repair or not _worth_compiling(array.nbytes):
        texts = [None if text is None else normalize(text, repair=repair) for text in array.to_pylist()]
        return pa.array(texts, array.type)
    return _swept(array)


def _worth_compiling(size: int) -> bool:
    global _seen  # noqa: PLW0603 - how much work there was says whether loading the compiler pays
    _seen += size
    if _seen < WORTH_COMPILING:
        return False
    try:
        import numba  # noqa: F401, PLC0415
    except ImportError:
        return False
    return True


def _swept(array: Any) -> Any:
    """The compiled path: sweep the buffer, then fill the holes that it left."""
    import numpy as np
    import pyarrow as pa

    from corpus.text import kernel

    width = np.int64 if pa.types.is_large_string(array.type) else np.int32
    _, offset_buffer, data_buffer = array.buffers()
    if len(array) == 0 or data_buffer is None or offset_buffer is None:
        return array
    offsets = np.frombuffer(offset_buffer, width)[array.offset : array.offset + len(array) + 1].astype(np.int64)
    data = np.frombuffer(data_buffer, np.uint8)
    skip = np.zeros(len(array), np.bool_) if array.null_count == 0 else array.is_null().to_numpy(zero_copy_only=False)
    size = int(offsets[-1] - offsets[0])
    out = np.empty(2 * size + 8, np.uint8)  # no character grows to more than twice its length
    out_offsets = np.empty(len(array) + 1, np.int64)
    most = 1024 + size // 256
    while True:
        holes = np.empty((most, 5), np.int64)
        found = kernel.sweep(data, offsets, skip, kernel.CLASSES, kernel.DEEDS, kernel.MASKS, out, out_offsets, holes)
        if found >= 0:
            break
        most *= 16
    written, ends = _filled(data, offsets, out, out_offsets, holes[:found])
    if ends[-1] > np.iinfo(width).max:
        raise pa.ArrowCapacityError(f"{ends[-1]} bytes are too many for one array of {array.type}; use large_string")
    validity = None if array.null_count == 0 else pa.array(~skip).buffers()[1]
    return pa.Array.from_buffers(
        array.type, len(array), [validity, pa.py_buffer(ends.astype(width)), pa.py_buffer(written)], array.null_count
    )


def _filled(
    data: npt.NDArray[np.uint8],
    offsets: npt.NDArray[np.int64],
    out: npt.NDArray[np.uint8],
    out_offsets: npt.NDArray[np.int64],
    holes: npt.NDArray[np.int64],
) -> tuple[Any, npt.NDArray[np.int64]]:
    """What was written, with each hole filled by `normalize`; and where each text ends."""
    import numpy as np

    from corpus.text.kernel import TEXT, WORD

    fillings: list[tuple[int, int, int, bytes]] = []  # row, from where to where in `out`, and what belongs there
    for row, start, stop, place, scope in holes.tolist():
        if fillings and fillings[-1][0] == row and fillings[-1][2] > place:
            continue  # the whole text has been looked at
        piece = data[start:stop].tobytes().decode("utf-8", "replace")
        filling = _normalized_word(piece) if scope == WORD else normalize(piece)
        if scope != TEXT and (not filling or _MATTERS_TO_THE_TEXT.search(filling)):
            while fillings and fillings[-1][0] == row:
                fillings.pop()
            filling = normalize(data[offsets[row] : offsets[row + 1]].tobytes().decode("utf-8", "replace"))
            fillings.append((row, int(out_offsets[row]), int(out_offsets[row + 1]) + 1, filling.encode()))
        else:
            fillings.append((row, place, place, filling.encode()))
    if not fillings:
        return out[: out_offsets[-1]], out_offsets
    view = memoryview(out)
    pieces: list[memoryview | bytes] = []
    growth = np.zeros(len(out_offsets), np.int64)
    cursor = 0
    for row, start, stop, filling_bytes in fillings:
        stop = min(stop, int(out_offsets[row + 1]))
        pieces += (view[cursor:start], filling_bytes)
        growth[row + 1] += len(filling_bytes) - (stop - start)
        cursor = stop
    pieces.append(view[cursor : int(out_offsets[-1])])
    return b"".join(pieces), out_offsets + np.cumsum(growth)


_normalized_word = lru_cache(maxsize=1 << 16)(normalize)

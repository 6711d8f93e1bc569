"""`corpus.text.fold.fold` for whole columns of text that is normalized already, as bodies are in later stages.

One table says what each code point becomes; it is read off `fold` itself, so there is one list of rules. Rows in which
a fold is more than that (a mark that could compose with what stands before it, letters that fold to two) go through
`fold` one by one.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import unicodedata2

from corpus.text.fold import fold, fold_character

DROPPED, HARD = 0, 0xFFFFFFFF
SANDHI_MARK = 0x09FE  # stands above, so that it changes places with other marks; no news text has it
_BENGALI = range(0x0980, 0x0A00)


def fold_normalized(texts: pa.Array) -> pa.LargeStringArray:
    """The fold of each text, which must be as `corpus.text.normalize` leaves it; null is empty.

    >>> fold_normalized(pa.array(["‘বন্যা’: মৃত ৫", None])).to_pylist()
    ['বন্যা মৃত 5', '']
    """
    text = texts.cast(pa.large_string()).fill_null("")
    offsets = np.frombuffer(text.buffers()[1], np.int64)[text.offset : text.offset + len(text) + 1]
    data = np.frombuffer(text.buffers()[2] or b"", np.uint8)
    from corpus.text import fold_kernel  # numba: half a second that `import corpus` should not take

    # A fold is at most half as long again: two bytes may become three, one becomes one. Arrow's pool hands memory out
    # again; fresh pages cost as much as the fold.
    folded = pa.allocate_buffer(int(offsets[-1] - offsets[0]) * 3 // 2 + 3)
    ends, hard = fold_kernel.fold_all(data, offsets, becomes(), composing(), np.frombuffer(folded, np.uint8))
    made = pa.LargeStringArray.from_buffers(len(text), pa.py_buffer(ends), folded.slice(0, int(ends[-1])))
    if not hard.any():
        return made
    each = pa.array([fold(text[row].as_py()) for row in np.flatnonzero(hard).tolist()], pa.large_string())
    return pc.replace_with_mask(made, pa.array(hard), each)


@cache
def becomes() -> npt.NDArray[np.uint32]:
    """What each code point of the basic plane becomes: one code point, a space, DROPPED, or HARD."""
    table = np.full(1 << 16, HARD, np.uint32)
    for point in (*range(0xD800), *range(0xE000, 1 << 16)):
        character = chr(point)
        folded = fold_character(character)
        foreign_mark = unicodedata2.category(character)[0] == "M" and point not in _BENGALI
        if len(folded) <= 1 and not foreign_mark and point != SANDHI_MARK:
            table[point] = ord(folded) if folded else DROPPED
    return table


@cache
def composing() -> npt.NDArray[np.bool_]:
    """Marks that compose with the character before them, once nothing stands between: ো is ে and া."""
    table = np.zeros(1 << 16, np.bool_)
    table[[ord("া"), ord("ৗ"), ord("়")]] = True
    return table

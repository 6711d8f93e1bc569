"""The compiled loop of `corpus.text.folded`, over the UTF-8 bytes of an Arrow array."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

_SPACE = np.uint32(ord(" "))
_DROPPED = np.uint32(0)
_HARD = np.uint32(0xFFFFFFFF)
# Indices are unsigned: a signed one is first asked whether it counts from the end.
_ONE, _TWO, _THREE = np.uint64(1), np.uint64(2), np.uint64(3)


@njit(cache=True)
def _tail(byte: Any) -> Any:
    return np.uint32(byte) & np.uint32(0x3F)


@njit(cache=True)
def fold_all(data: Any, offsets: Any, becomes: Any, composing: Any, out: Any) -> Any:
    """Write the folded bytes of all texts to `out`: their offsets, and the rows that this table cannot fold (empty)."""
    texts = len(offsets) - 1
    ends, hard = np.zeros(texts + 1, np.int64), np.zeros(texts, np.bool_)
    at = np.uint64(0)
    for text in range(texts):
        start, read, end = at, np.uint64(offsets[text]), np.uint64(offsets[text + 1])
        space, gap = False, False
        while read < end:
            byte = np.uint32(data[read])
            # Most of a Bengali text: letters and marks of three bytes that stay what they are.
            if byte == 0xE0:
                point = (_tail(data[read + _ONE]) << np.uint32(6)) | _tail(data[read + _TWO])
                if becomes[point] == point and not (gap and composing[point]):
                    if space and at > start:
                        out[at] = _SPACE
                        at += _ONE
                    space, gap = False, False
                    out[at], out[at + _ONE], out[at + _TWO] = data[read], data[read + _ONE], data[read + _TWO]
                    at += _THREE
                    read += _THREE
                    continue
            if byte < 0x80:
                point = byte
                read += _ONE
            elif byte < 0xE0:
                point = ((byte & np.uint32(0x1F)) << np.uint32(6)) | _tail(data[read + _ONE])
                read += _TWO
            elif byte < 0xF0:
                point = (
                    ((byte & np.uint32(0x0F)) << np.uint32(12))
                    | (_tail(data[read + _ONE]) << np.uint32(6))
                    | _tail(data[read + _TWO])
                )
                read += _THREE
            else:
                hard[text] = True
                break
            made = becomes[point]
            if made == _DROPPED:
                gap = True
                continue
            if made == _HARD or (gap and composing[point]):
                hard[text] = True
                break
            if made == _SPACE:
                space, gap = True, False
                continue
            if space and at > start:
                out[at] = _SPACE
                at += _ONE
            space, gap = False, False
            if made < 0x80:
                out[at] = made
                at += _ONE
            elif made < 0x800:
                out[at] = np.uint32(0xC0) | (made >> np.uint32(6))
                out[at + _ONE] = np.uint32(0x80) | _tail(made)
                at += _TWO
            else:
                out[at] = np.uint32(0xE0) | (made >> np.uint32(12))
                out[at + _ONE] = np.uint32(0x80) | _tail(made >> np.uint32(6))
                out[at + _TWO] = np.uint32(0x80) | _tail(made)
                at += _THREE
        if hard[text]:
            at = start
        ends[text + 1] = np.int64(at)
    return ends, hard

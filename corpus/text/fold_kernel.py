"""The compiled loop of `corpus.text.folded`, over the UTF-8 bytes of an Arrow array."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

_SPACE = np.uint32(ord(" "))
_DROPPED = np.uint32(0)
_HARD = np.uint32(0xFFFFFFFF)


@njit(cache=True)
def fold_all(data: Any, offsets: Any, becomes: Any, composing: Any) -> Any:
    """Folded bytes of all texts, their offsets, and the rows that this table cannot fold (left empty)."""
    texts = len(offsets) - 1
    # A fold is at most half as long again: two bytes may become three, one becomes one.
    room = (offsets[-1] - offsets[0]) * 3 // 2 + 3
    out, ends, hard = np.empty(room, np.uint8), np.zeros(texts + 1, np.int64), np.zeros(texts, np.bool_)
    at = 0
    for text in range(texts):
        start, read, end = at, offsets[text], offsets[text + 1]
        space, gap = False, False
        while read < end:
            byte = np.uint32(data[read])
            # Most of a Bengali text: letters and marks that stay what they are.
            if byte == 0xE0:
                second, third = np.uint32(data[read + 1]), np.uint32(data[read + 2])
                point = ((second & np.uint32(0x3F)) << np.uint32(6)) | (third & np.uint32(0x3F))
                if becomes[point] == point and not (gap and composing[point]):
                    if space and at > start:
                        out[at] = _SPACE
                        at += 1
                    space, gap = False, False
                    out[at], out[at + 1], out[at + 2] = byte, second, third
                    at += 3
                    read += 3
                    continue
            if byte < 0x80:
                point = byte
                read += 1
            elif byte < 0xE0:
                point = ((byte & np.uint32(0x1F)) << np.uint32(6)) | (np.uint32(data[read + 1]) & np.uint32(0x3F))
                read += 2
            elif byte < 0xF0:
                point = (
                    ((byte & np.uint32(0x0F)) << np.uint32(12))
                    | ((np.uint32(data[read + 1]) & np.uint32(0x3F)) << np.uint32(6))
                    | (np.uint32(data[read + 2]) & np.uint32(0x3F))
                )
                read += 3
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
                at += 1
            space, gap = False, False
            if made < 0x80:
                out[at] = made
                at += 1
            elif made < 0x800:
                out[at] = np.uint32(0xC0) | (made >> np.uint32(6))
                out[at + 1] = np.uint32(0x80) | (made & np.uint32(0x3F))
                at += 2
            else:
                out[at] = np.uint32(0xE0) | (made >> np.uint32(12))
                out[at + 1] = np.uint32(0x80) | ((made >> np.uint32(6)) & np.uint32(0x3F))
                out[at + 2] = np.uint32(0x80) | (made & np.uint32(0x3F))
                at += 3
        if hard[text]:
            at = start
        ends[text + 1] = at
    return out[:at].copy(), ends, hard

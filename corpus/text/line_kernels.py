"""Compiled loops over the lines of a page; in a module of their own because importing it imports numba."""

# mypy: disable-error-code="no-untyped-def, untyped-decorator, misc, no-any-return, no-untyped-call, assignment"
# numba works the types of the compiled functions out for itself.

from __future__ import annotations

import numba
import numpy as np

_NEWLINE, _BLANK = np.uint8(0x0A), np.uint8(0x20)


@numba.njit(nogil=True, cache=True)
def divided(data, ends):
    """Every other text of `data` with a line break between each two, and none inside; `ends` is where each begins."""
    if np.any(data == _NEWLINE):
        data = np.where(data == _NEWLINE, _BLANK, data)
    out = np.empty(data.size + ends.size // 2, np.uint8)
    o = 0
    for row in range(0, ends.size - 1, 2):
        if row:
            out[o] = _NEWLINE
            o += 1
        start, size = ends[row], ends[row + 1] - ends[row]
        out[o : o + size] = data[start : start + size]
        o += size
    return out[:o]

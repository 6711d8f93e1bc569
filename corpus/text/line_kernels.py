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


@numba.njit(nogil=True, cache=True)
def best_lines(chance, words, surest, least_sure, of_reachable):
    """Which lines make the body; see `corpus.text.article.best_lines`."""
    n = chance.size
    whole = 0.0
    for i in range(n):
        whole += chance[i] * (words[i] + 1.0)
    threshold = surest
    first = last = 0
    cut = threshold
    for _ in range(4):
        # The run of lines with the largest sum of gains.
        total = lowest = best = 0.0
        start = first = last = 0
        for i in range(n):
            if total < lowest:
                lowest, start = total, i
            total += (chance[i] - threshold) * (words[i] + 1.0)
            if last == 0 or total - lowest > best:
                best, first, last = total - lowest, start, i + 1
        cut = threshold
        mass = size = 0.0
        for i in range(first, last):
            if chance[i] >= cut:
                mass += chance[i] * (words[i] + 1.0)
                size += words[i] + 1.0
        reached = 2 * mass / max(size + whole, 1.0)
        threshold = min(surest, max(least_sure, of_reachable * reached))
    chosen = np.zeros(n, np.bool_)
    for i in range(first, last):
        chosen[i] = chance[i] >= cut
    return chosen

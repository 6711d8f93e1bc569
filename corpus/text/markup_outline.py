"""The outline of a page: what its metadata may be told by, in the elements that hold it, cut out of its source.

Metadata asks for a few elements, for what holds a heading and for what stands right before it. A parser reads these in
a tenth of the time of the page. What is kept is copied as it stands, so the page's tree and the outline's agree on it.
"""

# mypy: disable-error-code="no-untyped-def, untyped-decorator, misc, no-any-return, no-untyped-call, assignment"

from __future__ import annotations

import numba
import numpy as np

# What is known of each open element: the columns of `opened`, whose row 0 is the page.
NAME, PLACE, RULES, INSIDE, SKIPS, TAG_AT, NAME_END, CONTENT, LAST, LAST_OUT, BEFORE, BEFORE_OUT = range(12)
"""Hash of its name; place; tree rules, and those of what holds it that still matter; whether nothing below is text;
where its tag, the name in it and its content begin and end; where its last child begins in the source and in the
outline, and where the child before this element does in what holds it (-1: there is none, or not in the outline)."""

SIZE, COPIED, ROOT, FROM, FULL = range(5)
"""The state of an outline: its units, all units ever copied to it, the depth and the start of an element that is kept
whole (depth 0: none), and whether it was given up: headings in headings may make it copy the same again and again."""

_LT, _SLASH, _GT = (np.uint16(ord(char)) for char in "</>")


@numba.njit(nogil=True, cache=True)
def _write(unit, outline, state):
    if state[COPIED] < outline.size:
        outline[state[SIZE]] = unit
        state[SIZE] += 1
        state[COPIED] += 1
    else:
        state[FULL] = 1


@numba.njit(nogil=True, cache=True)
def copy(data, start, end, outline, state):
    """Add a stretch of the source."""
    if state[COPIED] + end - start > outline.size:
        state[FULL] = 1
        return
    size = state[SIZE]
    for n in range(end - start):
        outline[size + n] = data[start + n]
    state[SIZE] = size + end - start
    state[COPIED] += end - start


@numba.njit(nogil=True, cache=True)
def keep_open(data, opened, depth, outline, state):
    """Write the tags of what is open down to `depth`, as far as they are not in the outline."""
    first = depth
    while first > 0 and opened[first - 1, LAST_OUT] < 0:
        first -= 1
    for level in range(first + 1, depth + 1):
        opened[level - 1, LAST_OUT] = state[SIZE]
        copy(data, opened[level, TAG_AT], opened[level, CONTENT], outline, state)


@numba.njit(nogil=True, cache=True)
def keep(data, opened, depth, at, end, outline, state):
    """Keep the element whose tag begins at `at`, whole, in what is open.

    It ends at `end`; where that is -1, nothing is written before it is closed.
    """
    if state[ROOT]:
        return
    keep_open(data, opened, depth, outline, state)
    opened[depth, LAST_OUT] = state[SIZE]
    if end < 0:
        state[ROOT], state[FROM] = depth + 1, at
    else:
        copy(data, at, end, outline, state)


@numba.njit(nogil=True, cache=True)
def keep_before(data, opened, depth, at, outline, state):
    """Keep what stands before a heading at `at`: the element before it, or what stands before the element around it."""
    sibling = opened[depth, LAST]
    if state[ROOT] and not (state[ROOT] == depth and sibling < 0):
        return
    if sibling >= 0:
        keep_open(data, opened, depth, outline, state)
        if opened[depth, LAST_OUT] >= 0:
            state[SIZE] = opened[depth, LAST_OUT]
        copy(data, sibling, at, outline, state)
        return
    if depth > 1 and (state[ROOT] or opened[depth - 1, LAST_OUT] < 0):
        keep_open(data, opened, depth - 1, outline, state)
        if opened[depth, BEFORE_OUT] >= 0:
            state[SIZE] = opened[depth, BEFORE_OUT]
        start = opened[depth, BEFORE] if opened[depth, BEFORE] >= 0 else opened[depth - 1, CONTENT]
        copy(data, start, opened[depth, TAG_AT], outline, state)
        if state[ROOT]:
            opened[depth - 1, LAST_OUT] = state[SIZE]
    if state[ROOT] == 0:
        keep_open(data, opened, depth, outline, state)
        copy(data, opened[depth, CONTENT], at, outline, state)


@numba.njit(nogil=True, cache=True)
def close(data, opened, depth, at, outline, state):
    """Close the element at `depth`, whose end tag stands at `at`, or which ends there without one."""
    if state[ROOT] == depth:
        copy(data, state[FROM], at, outline, state)
        state[ROOT] = 0
    elif state[ROOT] or opened[depth - 1, LAST_OUT] < 0:
        return
    _write(_LT, outline, state)
    _write(_SLASH, outline, state)
    copy(data, opened[depth, TAG_AT] + 1, opened[depth, NAME_END], outline, state)
    _write(_GT, outline, state)


@numba.njit(nogil=True, cache=True)
def finish(data, outline, state):
    """Write what is kept whole and never ends; gives the size of the outline, -1 where it was given up."""
    if state[ROOT]:
        copy(data, state[FROM], data.size, outline, state)
    return -1 if state[FULL] else state[SIZE]

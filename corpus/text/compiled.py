"""The compiled fast path: when to load it, and how the holes that it leaves are filled."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from corpus.tables.codepoints import BIDI_CONTROLS
from corpus.text.rewriting import rewrite

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Bytes = npt.NDArray[np.uint8]
    Places = npt.NDArray[np.int64]

# Loading it takes half a second, in which the plain path normalizes this many bytes. Once so many have been seen it is
# loaded, so that no job waits more than twice what it must, and a small one never.
WORTH_COMPILING = 8_000_000
# A shorter text is through the plain path before it is encoded for the compiled one.
WORTH_ENCODING = 200
# Of words up to this length what they become is kept: a longer one is no word, and a million of them no cache.
LONGEST_KEPT = 64
_seen = 0
before_loading: list[Callable[[], None]] = []
"""Called once, before it is first loaded: the command line tells there that machine code may have to be made."""
# What a filled hole must not hold: then the whole text has to be looked at again.
_MATTERS_TO_THE_TEXT = re.compile(f"[\n\u00c2-\u00f4{BIDI_CONTROLS}]")


def kernel(size: int) -> Any:
    """corpus.text.kernel, once so many bytes were seen that it pays; None before, and where it cannot be had."""
    global _seen
    _seen += size
    return None if _seen < WORTH_COMPILING else kernel_at_once()


def kernel_at_once() -> Any:
    """The same for one who needs numba anyway, to whom it costs a tenth; from then on all others have it too."""
    global _seen
    _seen = max(_seen, WORTH_COMPILING)
    while before_loading:
        before_loading.pop()()
    try:
        from corpus.text import kernel
    except (ImportError, RuntimeError):  # no numba, or no folder at all where it may keep the machine code
        return None
    return kernel


def one(kernel: Any, text: str) -> str | None:
    """`text` as the default rules spell it; None if it holds half a surrogate pair."""
    import numpy as np

    try:
        data = np.frombuffer(text.encode(), np.uint8)
    except UnicodeEncodeError:
        return None
    offsets, ends = np.array((0, len(data)), np.int64), np.empty(2, np.int64)
    out, no_null = np.empty(room(len(data)), np.uint8), np.zeros(1, np.bool_)
    return str(sweep(kernel, data, offsets, no_null, out, ends), "utf-8")


def room(size: int) -> int:
    """How many bytes the sweep of so many may write: no character grows to more than twice its length."""
    return 2 * size + 8


def sweep(kernel: Any, data: Bytes, offsets: Places, skip: Any, out: Bytes, ends: Places) -> memoryview | bytes:
    """The texts between `offsets`, normalized; `ends` is set to where each begins and ends in them.

    What is returned is the beginning of `out`, or, where holes had to be filled, bytes of their own.
    """
    holes = _holes(kernel, data, offsets, skip, out, ends)
    return _filled(kernel, data, offsets, out, ends, holes) if holes else out.data[: ends[-1]]


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


def _filled(kernel: Any, data: Bytes, offsets: Places, out: Bytes, ends: Places, holes: list[list[int]]) -> bytes:
    """What the sweep wrote, each hole filled by the rules, and `ends` moved along."""
    import numpy as np

    fillings: list[tuple[int, int, int, bytes]] = []  # row, from where to where in `out`, and what belongs there
    whole = -1  # the row that was looked at as a whole, so that its other holes do not matter
    for row, start, stop, place, scope in holes:
        if row == whole:
            continue
        piece = data[start:stop].tobytes().decode("utf-8", "replace")
        recurs = scope == kernel.WORD and len(piece) <= LONGEST_KEPT
        filling = _normalized_word(piece) if recurs else rewrite(piece, repair=False)
        if scope != kernel.TEXT and (not filling or _MATTERS_TO_THE_TEXT.search(filling)):
            whole = row
            while fillings and fillings[-1][0] == row:
                fillings.pop()
            filling = rewrite(data[offsets[row] : offsets[row + 1]].tobytes().decode("utf-8", "replace"), repair=False)
            fillings.append((row, int(ends[row]), int(ends[row + 1]), filling.encode()))
        else:
            fillings.append((row, place, place, filling.encode()))
    view = out.data
    pieces: list[memoryview | bytes] = []
    growth = np.zeros(len(ends), np.int64)
    cursor = 0
    for row, start, stop, filled in fillings:
        pieces += (view[cursor:start], filled)
        growth[row + 1] += len(filled) - (stop - start)
        cursor = stop
    pieces.append(view[cursor : int(ends[-1])])
    ends += np.cumsum(growth)
    return b"".join(pieces)


@lru_cache(maxsize=1 << 12)  # of 6,494 articles 775 different words need the rules
def _normalized_word(word: str) -> str:
    return rewrite(word, repair=False)

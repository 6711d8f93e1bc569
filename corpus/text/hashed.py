"""Hash tables for compiled code: 64-bit keys and values in two arrays, linear probing."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.text.countable import FNV, PRIME

Array = npt.NDArray[Any]


def fnv(data: bytes) -> int:
    """FNV-1a of some bytes, as the compiled passes compute it; never 0 for a word.

    >>> hex(fnv(b"a"))
    '0xaf63dc4c8601ec8c'
    """
    value = FNV
    for byte in data:
        value = ((value ^ byte) * PRIME) & 0xFFFFFFFFFFFFFFFF
    return value


def open_addressing(entries: dict[int, int]) -> tuple[Array, Array]:
    """Keys and values of a hash table with linear probing, a quarter full; 0 is no key."""
    size = 1 << max(4, (4 * len(entries)).bit_length())
    keys, values = np.zeros(size, np.uint64), np.zeros(size, np.uint64)
    for key, value in entries.items():
        slot = key & (size - 1)
        while keys[slot]:
            slot = (slot + 1) & (size - 1)
        keys[slot], values[slot] = key, value
    return keys, values

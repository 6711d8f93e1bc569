"""How many bytes of files are new to a store that keeps each stretch of content once, as the Hub's Xet storage does.

Boundaries are where a rolling hash of the last 64 bytes says, 64 KiB apart on average and 8 to 128 KiB in any case: the
sizes that Xet uses. Its table of random numbers is not ours, so boundaries differ, and totals by a percent or so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

LEAST, MEAN, MOST = 8 << 10, 64 << 10, 128 << 10
WINDOW = 64
BLOCK = 8 << 20  # bytes hashed at once: eight times as many of memory


def new_bytes(known: Iterable[Path], files: Iterable[Path]) -> int:
    """Bytes of chunks in `files` that are not in `known`, each counted once."""
    seen = {digest for path in known for digest, _ in chunks(path)}
    total = 0
    for path in files:
        for digest, size in chunks(path):
            if digest not in seen:
                seen.add(digest)
                total += size
    return total


def chunks(path: Path) -> Iterator[tuple[bytes, int]]:
    """Digest and size of each chunk of a file."""
    start, content = 0, path.read_bytes()
    for end in (*_ends(content), len(content)):
        if end > start:
            yield hashlib.blake2b(content[start:end], digest_size=16).digest(), end - start
            start = end


def _ends(content: bytes) -> Iterator[int]:
    """Where chunks end: the first candidate that leaves a chunk long enough, else after the longest."""
    start = 0
    for place in _candidates(content):
        while place - start > MOST:
            start += MOST
            yield start
        if place - start >= LEAST:
            start = place
            yield start
    while len(content) - start > MOST:
        start += MOST
        yield start


def _candidates(content: bytes) -> Iterator[int]:
    """Places after which the rolling hash of the last bytes ends in as many zeros as make the mean length."""
    import numpy as np

    numbers = np.random.Generator(np.random.PCG64(20261123))
    table = numbers.integers(0, np.iinfo(np.uint64).max, 256, dtype=np.uint64, endpoint=True)
    data = np.frombuffer(content, np.uint8)
    for first in range(0, len(data), BLOCK):
        before = min(first, WINDOW - 1)
        hashes = _rolling(table[data[first - before : first + BLOCK]])[before:]
        found = np.flatnonzero(hashes >> np.uint64(64 - MEAN.bit_length() + 1) == 0)
        yield from (found + first + 1).tolist()


def _rolling(values: np.ndarray) -> np.ndarray:
    """For each place the sum of the last 64 values, each shifted by its distance; built up by doubling."""
    import numpy as np

    hashes, width = values.copy(), 1
    while width < WINDOW:
        hashes[width:] += hashes[:-width] << np.uint64(width)
        width *= 2
    return hashes

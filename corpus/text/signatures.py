"""Signatures of bodies: what is compared instead of the text when a corpus is searched for copies.

A signature is made of folded text (`corpus.text.fold`), so that canonically equivalent texts have one signature. Its
hashes are specified in docs/SIGNATURES.md with test values, and depend on no library's version. Everything runs in
compiled loops over the bytes of an Arrow array; no Python object is made for a word or a shingle.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from corpus.tables import duplicates as table

Hashes = npt.NDArray[np.uint64]
Offsets = npt.NDArray[np.int64]

MASK = (1 << 64) - 1


class Ragged(NamedTuple):
    """A list of hashes for each text: those of text `i` are `values[offsets[i]:offsets[i + 1]]`."""

    values: Hashes
    offsets: Offsets

    def lengths(self) -> Offsets:
        """How many hashes each text has."""
        return np.diff(self.offsets)


class Signatures(NamedTuple):
    """What is compared instead of the bodies of an array of folded texts."""

    words: Offsets
    shingles: Ragged
    """Distinct hashes of three words in a row, ascending; of a very long text the smallest ones."""
    anchors: Ragged
    """Sampled hashes of eight words in a row: two texts share one only where a passage was copied."""
    bands: npt.NDArray[np.uint64]
    """One row of band keys for each text: texts with equal keys in a column are likely near-duplicates."""


class Overlap(NamedTuple):
    """How two arrays of shingle sets overlap, pair by pair."""

    both: Offsets
    ours: Offsets
    theirs: Offsets

    def jaccard(self) -> npt.NDArray[np.float64]:
        """Share of all shingles of a pair that both have; 0 where neither has any."""
        share: npt.NDArray[np.float64] = self.both / np.maximum(self.ours + self.theirs - self.both, 1)
        return share

    def contained(self) -> npt.NDArray[np.float64]:
        """Share of the smaller set that the larger has."""
        share: npt.NDArray[np.float64] = self.both / np.maximum(np.minimum(self.ours, self.theirs), 1)
        return share


def sign(folded: pa.Array) -> Signatures:
    """Shingles, anchors and band keys of folded texts.

    >>> signatures = sign(pa.array(["আজ ঢাকায় সারা দিন বৃষ্টি", "আজ ঢাকায় সারা দিন রোদ", ""]))
    >>> signatures.shingles.lengths().tolist(), signatures.bands.shape
    ([3, 3, 0], (3, 25))
    """
    data, offsets, room = _bytes_of(folded)
    shingles = np.frombuffer(pa.allocate_buffer(8 * room), np.uint64)  # of Arrow's pool, which hands memory out again
    words, ends, anchors, anchor_ends, bands = _compiled().sign(data, offsets, *multipliers(), shingles)
    return Signatures(words, Ragged(shingles[: ends[-1]], ends), Ragged(anchors, anchor_ends), bands)


def runs(folded: pa.Array, length: int) -> Ragged:
    """Distinct hashes of every `length` words in a row of folded texts; a shorter text has none.

    >>> runs(pa.array(["আজ ঢাকায় সারা দিন বৃষ্টি", "আজ ঢাকায়"]), 4).lengths().tolist()
    [2, 0]
    """
    return Ragged(*_compiled().runs(*_bytes_of(folded), length, np.uint64(table.ANCHOR_SEED)))


def overlap(
    ours: Ragged, theirs: Ragged, our_rows: Offsets, their_rows: Offsets, *, cut: int = table.SHINGLES_KEPT
) -> Overlap:
    """Overlap of the shingle sets of each pair of rows: exact, but over the range that both cover where one was `cut`.

    >>> sets = sign(pa.array(["আজ ঢাকায় সারা দিন বৃষ্টি", "আজ ঢাকায় সারা দিন রোদ"])).shingles
    >>> overlap(sets, sets, np.array([0]), np.array([1])).jaccard().tolist()
    [0.5]
    """
    return Overlap(*_compiled().overlap(*ours, our_rows, *theirs, their_rows, cut))


def repeated(keys: Hashes) -> npt.NDArray[np.bool_]:
    """Which keys may occur more than once: all that do, and of the others about one in eight.

    >>> repeated(np.array([7 << 60, 3, 7 << 60], np.uint64)).tolist()
    [True, False, True]
    """
    bits = max(8, int(8 * len(keys)).bit_length())
    found: npt.NDArray[np.bool_] = _compiled().repeated(keys, np.uint64(64 - bits), np.zeros(1 << bits, np.uint8))
    return found


@cache
def multipliers() -> tuple[Hashes, Hashes]:
    """The multipliers (odd) and addends of the min-hash permutations: SplitMix64 from `MINHASH_SEED`."""
    state, stream = table.MINHASH_SEED, []
    for _ in range(2 * table.BANDS * table.ROWS):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        stream.append(mixed ^ (mixed >> 31))
    values = np.array(stream, np.uint64)
    # Every other number is no array that a processor can load eight of: the loop over it took four times as long.
    return values[0::2] | np.uint64(1), values[1::2].copy()


def _bytes_of(folded: pa.Array) -> tuple[npt.NDArray[np.uint8], Offsets, int]:
    """The bytes of texts, where each begins, and room for their words: there is one more than spaces, at most."""
    text = folded.cast(pa.large_string())
    offsets = np.frombuffer(text.buffers()[1], np.int64)[text.offset : text.offset + len(text) + 1]
    data = np.frombuffer(text.buffers()[2] or b"", np.uint8)
    room = int(np.count_nonzero(data[offsets[0] : offsets[-1]] == ord(" "))) + len(text) if len(text) else 0
    return data, offsets, room


class _Kernels(NamedTuple):
    sign: Any
    runs: Any
    overlap: Any
    repeated: Any


@cache
def _compiled() -> _Kernels:
    """Import numba when the first text is signed: half a second that `import corpus` should not take."""
    from corpus.text import signature_kernels

    return _Kernels(
        signature_kernels.sign, signature_kernels.runs, signature_kernels.overlap, signature_kernels.repeated
    )

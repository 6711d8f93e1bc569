"""The compiled loops of `corpus.text.signatures`: hashes over the bytes of folded text, and merges of sorted sets."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from corpus.tables import duplicates as table

_FNV_START = np.uint64(0xCBF29CE484222325)
_FNV_PRIME = np.uint64(0x100000001B3)
_SPACE = np.uint8(ord(" "))
_SHINGLE_WORDS = table.SHINGLE_WORDS
_SHINGLE_SEED = np.uint64(table.SHINGLE_SEED)
_SHINGLES_KEPT = table.SHINGLES_KEPT
_ANCHOR_WORDS = table.ANCHOR_WORDS
_ANCHOR_SEED = np.uint64(table.ANCHOR_SEED)
_ANCHOR_RATE = table.ANCHOR_RATE
_ANCHORS_WANTED = table.ANCHORS_WANTED
_BAND_SEED = np.uint64(table.BAND_SEED)
_BANDS = table.BANDS
_ROWS = table.ROWS
_HIGHEST = np.uint64(0xFFFFFFFFFFFFFFFF)


@njit(cache=True)
def _mix(value: Any) -> Any:
    """The 64-bit finalizer of MurmurHash3."""
    value ^= value >> np.uint64(33)
    value *= np.uint64(0xFF51AFD7ED558CCD)
    value ^= value >> np.uint64(33)
    value *= np.uint64(0xC4CEB9FE1A85EC53)
    value ^= value >> np.uint64(33)
    return value


@njit(cache=True)
def _hash_words(data: Any, start: int, end: int, words: Any) -> int:
    """FNV-1a of each word between single spaces; how many there are."""
    count, at = 0, start
    while at < end:
        value = _FNV_START
        while at < end and data[at] != _SPACE:
            value = (value ^ np.uint64(data[at])) * _FNV_PRIME
            at += 1
        words[count] = value
        count += 1
        at += 1
    return count


@njit(cache=True)
def _hash_runs(words: Any, count: int, run: int, seed: Any, runs: Any) -> int:
    """Hash every `run` words in a row, or all of them where they are fewer; how many hashes there are."""
    if count == 0:
        return 0
    length = min(run, count)
    for first in range(count - length + 1):
        value = seed
        for word in range(first, first + length):
            value = _mix(value + words[word])
        runs[first] = value
    return count - length + 1


@njit(cache=True)
def _distinct(values: Any) -> int:
    """Sort in place and bring the distinct values to the front; how many they are."""
    values.sort()
    kept = 0
    for at in range(len(values)):
        if at == 0 or values[at] != values[kept - 1]:
            values[kept] = values[at]
            kept += 1
    return kept


@njit(cache=True)
def _sample(values: Any, count: int) -> int:
    """Keep hashes divisible by a power of two that leaves enough of a short text; how many are kept."""
    rate = 1
    while rate < _ANCHOR_RATE and count // (2 * rate) >= _ANCHORS_WANTED:
        rate *= 2
    kept = 0
    for at in range(count):
        if values[at] & np.uint64(rate - 1) == 0:
            values[kept] = values[at]
            kept += 1
    return kept


@njit(cache=True)
def sign(data: Any, offsets: Any, room: int, multiply: Any, add: Any) -> Any:
    """Signatures of the texts `data[offsets[i]:offsets[i + 1]]`; `room` is at least the number of words in all."""
    texts = len(offsets) - 1
    longest = 0
    for text in range(texts):
        longest = max(longest, offsets[text + 1] - offsets[text])
    words, runs = np.empty(longest // 2 + 2, np.uint64), np.empty(longest // 2 + 2, np.uint64)
    word_counts = np.zeros(texts, np.int64)
    shingles, shingle_ends = np.empty(room, np.uint64), np.zeros(texts + 1, np.int64)
    anchors, anchor_ends = np.empty(room, np.uint64), np.zeros(texts + 1, np.int64)
    bands = np.empty((texts, _BANDS), np.uint64)
    smallest = np.empty(_BANDS * _ROWS, np.uint64)
    for text in range(texts):
        count = _hash_words(data, offsets[text], offsets[text + 1], words)
        word_counts[text] = count

        kept = _distinct(runs[: _hash_runs(words, count, _SHINGLE_WORDS, _SHINGLE_SEED, runs)])
        smallest[:] = _HIGHEST
        for at in range(kept):
            shingle = runs[at]
            for which in range(_BANDS * _ROWS):
                smallest[which] = min(smallest[which], shingle * multiply[which] + add[which])
        for band in range(_BANDS):
            value = _BAND_SEED + np.uint64(band)
            for row in range(_ROWS):
                value = _mix(value + smallest[band * _ROWS + row])
            bands[text, band] = value
        stored = min(kept, _SHINGLES_KEPT)
        first = shingle_ends[text]
        shingles[first : first + stored] = runs[:stored]
        shingle_ends[text + 1] = first + stored

        stored = 0
        if count >= _ANCHOR_WORDS:
            stored = _hash_runs(words, count, _ANCHOR_WORDS, _ANCHOR_SEED, runs)
            stored = _sample(runs, _distinct(runs[:stored]))
        first = anchor_ends[text]
        anchors[first : first + stored] = runs[:stored]
        anchor_ends[text + 1] = first + stored
    return (
        word_counts,
        shingles[: shingle_ends[-1]].copy(),
        shingle_ends,
        anchors[: anchor_ends[-1]].copy(),
        anchor_ends,
        bands,
    )


@njit(cache=True)
def runs(data: Any, offsets: Any, room: int, length: int, seed: Any) -> Any:
    """Distinct hashes of every `length` words in a row of each text, ascending; none for a shorter text."""
    texts = len(offsets) - 1
    longest = 0
    for text in range(texts):
        longest = max(longest, offsets[text + 1] - offsets[text])
    words, each = np.empty(longest // 2 + 2, np.uint64), np.empty(longest // 2 + 2, np.uint64)
    values, ends = np.empty(room, np.uint64), np.zeros(texts + 1, np.int64)
    for text in range(texts):
        count = _hash_words(data, offsets[text], offsets[text + 1], words)
        kept = 0
        if count >= length:
            kept = _distinct(each[: _hash_runs(words, count, length, seed, each)])
        values[ends[text] : ends[text] + kept] = each[:kept]
        ends[text + 1] = ends[text] + kept
    return values[: ends[-1]].copy(), ends


@njit(cache=True)
def overlap(ours: Any, our_ends: Any, our_rows: Any, theirs: Any, their_ends: Any, their_rows: Any, cut: int) -> Any:
    """Sizes of the sets of each pair, and of what they share, below the largest hash that both samples cover."""
    pairs = len(our_rows)
    both, left, right = np.zeros(pairs, np.int64), np.zeros(pairs, np.int64), np.zeros(pairs, np.int64)
    for pair in range(pairs):
        a, a_end = our_ends[our_rows[pair]], our_ends[our_rows[pair] + 1]
        b, b_end = their_ends[their_rows[pair]], their_ends[their_rows[pair] + 1]
        highest = _HIGHEST
        if a_end - a == cut:
            highest = min(highest, ours[a_end - 1])
        if b_end - b == cut:
            highest = min(highest, theirs[b_end - 1])
        while a_end > a and ours[a_end - 1] > highest:
            a_end -= 1
        while b_end > b and theirs[b_end - 1] > highest:
            b_end -= 1
        left[pair], right[pair] = a_end - a, b_end - b
        while a < a_end and b < b_end:
            if ours[a] == theirs[b]:
                both[pair] += 1
                a += 1
                b += 1
            elif ours[a] < theirs[b]:
                a += 1
            else:
                b += 1
    return both, left, right

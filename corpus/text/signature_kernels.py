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
_BLOCK = 1024  # hashes that stay in the nearest cache
_EVEN_SORT = 4096  # hashes that are sorted by their highest bits: nearly every text has fewer
_CROWD = 24  # hashes with the same highest bits from which they are not spread evenly
_ANCHOR_ROOM = 2 * table.ANCHORS_WANTED  # that a text is given at first; a long one has one in 16 words


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
    """Hash every `run` words in a row, or all of them where they are fewer; how many hashes there are.

    A word at a time over all runs of a block, so that the processor mixes eight hashes at once.
    """
    if count == 0:
        return 0
    length = min(run, count)
    hashes = count - length + 1
    for first in range(0, hashes, _BLOCK):
        end = min(first + _BLOCK, hashes)
        for at in range(first, end):
            runs[at] = seed
        for word in range(length):
            for at in range(first, end):
                runs[at] = _mix(runs[at] + words[at + word])
    return hashes


@njit(cache=True)
def _sort(values: Any, count: int, spare: Any, heads: Any) -> None:
    """Sort the first `count` hashes in place.

    Hashes are spread evenly: their highest bits bring each next to its place, and insertion does the rest. Where they
    are not (one passage repeated, or chosen to be so) the ordinary sort does.
    """
    bits = np.uint64(1)
    while (1 << bits) < count:
        bits += np.uint64(1)
    if count > _EVEN_SORT:
        values[:count].sort()
        return
    shift = np.uint64(64) - bits
    heads[: (1 << bits) + 1] = 0
    for at in range(count):
        heads[(values[at] >> shift) + np.uint64(1)] += 1
    for bucket in range(1 << bits):
        if heads[bucket + 1] > _CROWD:
            values[:count].sort()
            return
        heads[bucket + 1] += heads[bucket]
    for at in range(count):
        bucket = values[at] >> shift
        spare[heads[bucket]] = values[at]
        heads[bucket] += 1
    for at in range(count):
        value, place = spare[at], at
        while place > 0 and values[place - 1] > value:
            values[place] = values[place - 1]
            place -= 1
        values[place] = value


@njit(cache=True)
def _distinct(values: Any, count: int, spare: Any, heads: Any) -> int:
    """Sort in place and bring the distinct values to the front; how many they are."""
    _sort(values, count, spare, heads)
    kept = 0
    for at in range(count):
        if kept == 0 or values[at] != values[kept - 1]:
            values[kept] = values[at]
            kept += 1
    return kept


@njit(cache=True)
def _rate(count: int) -> int:
    """The power of two that leaves enough of so many anchors."""
    rate = 1
    while rate < _ANCHOR_RATE and count // (2 * rate) >= _ANCHORS_WANTED:
        rate *= 2
    return rate


@njit(cache=True)
def _sample(values: Any, count: int, rate: int) -> int:
    """Keep hashes divisible by `rate`; how many are kept."""
    kept = 0
    for at in range(count):
        if values[at] & np.uint64(rate - 1) == 0:
            values[kept] = values[at]
            kept += 1
    return kept


@njit(cache=True)
def _anchors(words: Any, count: int, repeated: int, runs: Any, spare: Any, heads: Any) -> int:
    """Write a text's anchors to `runs`; how many they are. `repeated` is how many of its shingles were no new ones."""
    if count < _ANCHOR_WORDS:
        return 0
    hashes = _hash_runs(words, count, _ANCHOR_WORDS, _ANCHOR_SEED, runs)
    # The rate follows from the number of distinct anchors. A repeated anchor begins with a repeated shingle, which
    # bounds that number: most often the rate is known before the anchors that it drops are sorted.
    rate = _rate(hashes)
    if rate == _rate(hashes - repeated):
        return _distinct(runs, _sample(runs, hashes, rate), spare, heads)
    kept = _distinct(runs, hashes, spare, heads)
    return _sample(runs, kept, _rate(kept))


@njit(cache=True)
def _bands(shingles: Any, count: int, multiply: Any, add: Any, smallest: Any, bands: Any) -> None:
    """Write the band keys of a text's shingles."""
    smallest[:] = _HIGHEST
    for at in range(count):
        shingle = shingles[at]
        for which in range(_BANDS * _ROWS):
            smallest[which] = min(smallest[which], shingle * multiply[which] + add[which])
    for band in range(_BANDS):
        value = _BAND_SEED + np.uint64(band)
        for row in range(_ROWS):
            value = _mix(value + smallest[band * _ROWS + row])
        bands[band] = value


@njit(cache=True)
def sign(data: Any, offsets: Any, multiply: Any, add: Any, shingles: Any) -> Any:
    """Signatures of the texts `data[offsets[i]:offsets[i + 1]]`; `shingles` has room for as many as there are words."""
    texts = len(offsets) - 1
    longest = 0
    for text in range(texts):
        longest = max(longest, offsets[text + 1] - offsets[text])
    words, runs = np.empty(longest // 2 + 2, np.uint64), np.empty(longest // 2 + 2, np.uint64)
    spare, heads = np.empty(_EVEN_SORT + 1, np.uint64), np.empty(2 * _EVEN_SORT + 2, np.int32)
    word_counts = np.zeros(texts, np.int64)
    shingle_ends = np.zeros(texts + 1, np.int64)
    anchors, anchor_ends = np.empty(len(shingles) // 8 + _ANCHOR_ROOM * texts, np.uint64), np.zeros(texts + 1, np.int64)
    bands = np.empty((texts, _BANDS), np.uint64)
    smallest = np.empty(_BANDS * _ROWS, np.uint64)
    for text in range(texts):
        count = _hash_words(data, offsets[text], offsets[text + 1], words)
        word_counts[text] = count

        hashes = _hash_runs(words, count, _SHINGLE_WORDS, _SHINGLE_SEED, runs)
        kept = _distinct(runs, hashes, spare, heads)
        _bands(runs, kept, multiply, add, smallest, bands[text])
        stored = min(kept, _SHINGLES_KEPT)
        first = shingle_ends[text]
        shingles[first : first + stored] = runs[:stored]
        shingle_ends[text + 1] = first + stored

        stored = _anchors(words, count, hashes - kept, runs, spare, heads)
        first = anchor_ends[text]
        if first + stored > len(anchors):
            longer = np.empty(2 * (first + stored), np.uint64)
            longer[:first] = anchors[:first]
            anchors = longer
        anchors[first : first + stored] = runs[:stored]
        anchor_ends[text + 1] = first + stored
    return (
        word_counts,
        shingle_ends,
        anchors[: anchor_ends[-1]],
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
    spare, heads = np.empty(_EVEN_SORT + 1, np.uint64), np.empty(2 * _EVEN_SORT + 2, np.int32)
    values, ends = np.empty(room, np.uint64), np.zeros(texts + 1, np.int64)
    for text in range(texts):
        count = _hash_words(data, offsets[text], offsets[text + 1], words)
        kept = 0
        if count >= length:
            kept = _distinct(each, _hash_runs(words, count, length, seed, each), spare, heads)
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


@njit(cache=True)
def repeated(keys: Any, shift: Any, seen: Any) -> Any:
    """Whether another key falls to the place of each; `seen` has a zero for each value of a key's highest bits."""
    for at in range(len(keys)):
        place = _mix(keys[at]) >> shift
        seen[place] = min(seen[place] + np.uint8(1), np.uint8(2))
    found = np.empty(len(keys), np.bool_)
    for at in range(len(keys)):
        found[at] = seen[_mix(keys[at]) >> shift] == 2
    return found

"""The compiled pass of `corpus.text.features`; in a module of its own because importing it imports numba."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from corpus.text.countable import (
    BAR,
    BENGALI,
    CLOSER,
    COLON,
    COMMA,
    COUNTS,
    DANDA,
    DASH,
    DATE,
    DIGIT,
    FNV,
    FUNCTION,
    LATIN,
    PRIME,
    SPACE,
    STEP,
    STOP,
    TABLE_SIZE,
    TELLING,
    VERB,
    WORD,
)  # fmt: skip

(
    CHARS, WORDS, DANDAS, STOPS, COMMAS, DIGITS, BENGALIS, LATINS, CLOSERS, COLONS, BARS, FUNCTION_WORDS, DATE_WORDS,
    VERB_ENDS, DANDA_END, STOP_END, ELLIPSIS_END, COLON_END, LETTER_END, QUOTE_START, BAR_START, DIGIT_START, VERB_END,
    LONG_WORDS, YEARS, CLOCKS,
) = range(len(COUNTS))  # fmt: skip
NEWLINE, ELLIPSIS, NUMBER, LONG = 10, 0x2026, ord("0"), 8
FIRST_YEAR, LAST_YEAR = 1900, 2099  # a number of four digits between them is a year, or passes for one
MOST_PROBES = 16  # a word that meets more others in the hash table is let go, so that time stays linear
SEED, FACTOR, ADDEND = np.uint64(FNV), np.uint64(PRIME), np.uint64(STEP)
ZERO, ONE = np.uint64(0), np.uint64(1)
START_SHIFT, ANY_SHIFT, KIND_MASK = np.uint64(20), np.uint64(40), np.uint64((1 << 20) - 1)


@numba.njit(cache=True, nogil=True)
def look_up(keys: Any, values: Any, key: Any) -> Any:
    """The value of a key in a hash table with linear probing, or 0."""
    last = np.uint64(keys.size - 1)
    slot = key & last
    while keys[slot] != ZERO:
        if keys[slot] == key:
            return values[slot]
        slot = (slot + ONE) & last
    return ZERO


@numba.njit(cache=True, nogil=True)
def scan(
    points: Any, classes: Any, folds: Any, word_keys: Any, word_values: Any, phrase_keys: Any, phrase_values: Any,
    table: Any, bits: Any, keys: Any, seen: Any, seen_on: Any, slots: Any, slot_lines: Any,
) -> Any:  # fmt: skip
    """Fill `table`, `bits` (whole, start, any) and `keys` for lines of code points that newlines divide.

    Every longer word gets a slot of its own in the hash table `seen`; `slots` and `slot_lines` say which stand on which
    line, each once a line. Returns how many they are.
    """
    n_slots, mask, lettered = 0, np.uint64(seen.size - 1), True
    running = np.zeros(8, np.uint64)  # phrases that have begun and may go on; the first is the line's own if `leading`
    n_running, leading = 0, True
    line, row = 0, table[0]
    chars = digits = bengalis = latins = 0  # of the line so far: what each letter adds to is not kept in memory
    key, word, pair = SEED, SEED, ZERO
    length, dots, digit_before = 0, 0, False
    before_last, last, end = ZERO, ZERO, np.uint32(0)
    figure: Any = 0
    n_digits, after_hours = 0, False
    whole, start, anywhere = ZERO, ZERO, ZERO
    for place in range(points.size + 1):
        point = points[place] if place < points.size else np.uint32(NEWLINE)
        kind = classes[point] if point < TABLE_SIZE else np.uint32(WORD)
        if n_digits and not kind & DIGIT:  # a number has ended
            row[YEARS] += n_digits == 4 and FIRST_YEAR <= figure <= LAST_YEAR
            after_hours = (kind & COLON) != 0 and figure <= 24
            figure, n_digits = 0, 0
        elif not kind & (SPACE | DIGIT):
            after_hours = False
        if kind & WORD:
            fold = np.uint64(folds[point] if point < TABLE_SIZE else point)
            if fold == ZERO:  # a joiner
                continue
            digit = (kind & DIGIT) != 0
            key = (key ^ fold) * FACTOR
            if not (digit and digit_before):
                word = (word ^ (np.uint64(NUMBER) if digit else fold)) * FACTOR
            digit_before = digit
            if digit:
                lettered = False
                row[CLOCKS] += after_hours
                figure, n_digits, after_hours = (
                    min(figure, LAST_YEAR) * 10 + np.int64(fold) - NUMBER,
                    n_digits + 1,
                    False,
                )
            before_last, last = last, fold
            length += 1
            if chars == 0 and digit:
                row[DIGIT_START] = 1
            chars += 1
            digits += digit
            bengalis += (kind & BENGALI) != 0
            latins += (kind & LATIN) != 0
            end, dots = kind, 0
            continue
        if length:  # a word has ended
            row[WORDS] += 1
            row[LONG_WORDS] += length > LONG
            if lettered and length >= TELLING:
                slot, probes = word & mask, 0
                while seen[slot] != ZERO and seen[slot] != word and probes < MOST_PROBES:
                    slot, probes = (slot + ONE) & mask, probes + 1
                if (seen[slot] == ZERO or seen[slot] == word) and seen_on[slot] != line + 1:
                    seen[slot], seen_on[slot] = word, line + 1
                    slots[n_slots], slot_lines[n_slots] = slot, line
                    n_slots += 1
            lettered = True
            found = look_up(word_keys, word_values, word)
            row[FUNCTION_WORDS] += (found & np.uint64(FUNCTION)) != ZERO
            row[DATE_WORDS] += (found & np.uint64(DATE)) != ZERO
            pair = ((SEED ^ before_last) * FACTOR ^ last) * FACTOR
            whole = ZERO
            kept = 0
            for number in range(n_running + 1):
                state = running[number] if number < n_running else ZERO
                state = (state ^ word) * FACTOR + ADDEND
                value = look_up(phrase_keys, phrase_values, state)
                own = number == 0 and leading
                if value == ZERO:
                    leading = leading and not own
                    continue
                anywhere |= (value >> ANY_SHIFT) & KIND_MASK
                if own:
                    start |= (value >> START_SHIFT) & KIND_MASK
                    whole = value & KIND_MASK
                if kept < 7:
                    running[kept] = state
                    kept += 1
            n_running = kept
            word, length, digit_before = SEED, 0, False
        if point == NEWLINE:
            row[CHARS], row[DIGITS], row[BENGALIS], row[LATINS] = chars, digits, bengalis, latins
            row[DANDA_END] = (end & DANDA) != 0
            row[STOP_END] = (end & STOP) != 0
            row[COLON_END] = (end & COLON) != 0
            row[LETTER_END] = (end & WORD) != 0
            row[ELLIPSIS_END] = dots >= 2
            row[VERB_END] = (look_up(word_keys, word_values, pair) & np.uint64(VERB)) != ZERO
            bits[0, line], bits[1, line], bits[2, line] = whole, start | whole, anywhere | start | whole
            keys[line] = key if chars else ZERO
            chars = digits = bengalis = latins = 0
            line += 1
            if line < table.shape[0]:
                row = table[line]
            key, pair, n_running, leading = SEED, ZERO, 0, True
            before_last, last, end, dots = ZERO, ZERO, np.uint32(0), 0
            whole, start, anywhere = ZERO, ZERO, ZERO
            continue
        if kind & SPACE:
            continue
        if chars == 0:
            row[QUOTE_START] |= (kind & CLOSER) != 0
            row[BAR_START] |= (kind & (BAR | DASH)) != 0
        if kind & CLOSER:  # a danda before a closing quote still ends the line
            row[CLOSERS] += 1
            continue
        if kind & DANDA:
            row[DANDAS] += 1
            row[VERB_ENDS] += (look_up(word_keys, word_values, pair) & np.uint64(VERB)) != ZERO
        elif kind & STOP:
            row[STOPS] += 1
            dots = 2 if point == ELLIPSIS else dots + 1
        elif kind & COMMA:
            row[COMMAS] += 1
        elif kind & COLON:
            row[COLONS] += 1
        elif kind & BAR:
            row[BARS] += 1
        end = kind
    return n_slots

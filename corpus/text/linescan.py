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
    COPYRIGHT,
    COUNTS,
    CURRENCY,
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
    SYMBOL,
    TABLE_SIZE,
    TELLING,
    VERB,
    WORD,
)  # fmt: skip

(
    CHARS, WORDS, DANDAS, STOPS, COMMAS, DIGITS, BENGALIS, LATINS, CLOSERS, COLONS, BARS, FUNCTION_WORDS, DATE_WORDS,
    VERB_ENDS, DANDA_END, STOP_END, ELLIPSIS_END, COLON_END, LETTER_END, QUOTE_START, BAR_START, DIGIT_START, VERB_END,
    LONG_WORDS, YEARS, CLOCKS, CURRENCIES, COPYRIGHTS, SYMBOLS,
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
def slot_of(seen: Any, word: Any) -> Any:
    """Where a word stands in a hash table of words, or may; -1 where too many others stand before it."""
    last = np.uint64(seen.size - 1)
    slot = word & last
    for _ in range(MOST_PROBES + 1):
        if seen[slot] == ZERO or seen[slot] == word:
            return np.int64(slot)
        slot = (slot + ONE) & last
    return np.int64(-1)


@numba.njit(cache=True, nogil=True)
def times(keys: Any) -> Any:
    """How often each key stands among them; 1 for key 0."""
    size = 16
    while size < 2 * keys.size:
        size *= 2
    slots, counted = np.zeros(size, np.uint64), np.zeros(size, np.int32)
    last = np.uint64(size - 1)
    found = np.empty(keys.size, np.uint64)
    often = np.ones(keys.size, np.int32)
    for i in range(keys.size):
        if keys[i] != ZERO:
            slot = (keys[i] ^ (keys[i] >> np.uint64(32))) & last
            while slots[slot] != ZERO and slots[slot] != keys[i]:
                slot = (slot + ONE) & last
            slots[slot] = keys[i]
            counted[slot] += 1
            found[i] = slot
    for i in range(keys.size):
        if keys[i] != ZERO:
            often[i] = counted[found[i]]
    return often


@numba.njit(cache=True, nogil=True)
def beginnings(points: Any, classes: Any, folds: Any) -> Any:
    """The key of every beginning of a text that ends in a letter or digit, and where each ends."""
    keys, ends = np.empty(points.size, np.uint64), np.empty(points.size, np.int64)
    key, count = SEED, 0
    for place in range(points.size):
        point = points[place]
        if point < TABLE_SIZE and not classes[point] & WORD:
            continue
        fold = np.uint64(folds[point] if point < TABLE_SIZE else point)
        if fold != ZERO:
            key = (key ^ fold) * FACTOR
            keys[count], ends[count] = key, place + 1
            count += 1
    return keys[:count], ends[:count]


@numba.njit(cache=True, nogil=True)
def scan(
    points: Any, classes: Any, folds: Any, word_keys: Any, word_values: Any, phrase_keys: Any, phrase_values: Any,
    table: Any, bits: Any, keys: Any, seen: Any, seen_on: Any, subjects: Any, met: Any, met_on: Any, tokens: Any,
) -> Any:  # fmt: skip
    """Fill `table`, `bits` (whole, start, any) and `keys` for lines of code points, each with a newline after it.

    Every longer word gets a slot of its own in the hash table `seen`; `subjects` says which stand on which line, each
    once a line. `met` and `tokens` do the same for whatever stands between spaces, and say how long it is.
    Returns how many subjects and tokens there are, and how often each line stands on the page.
    """
    n_subjects, n_tokens, lettered = 0, 0, True
    running = np.zeros(8, np.uint64)  # phrases that have begun and may go on; the first is the line's own if `leading`
    n_running, leading = 0, True
    line = 0
    chars = digits = bengalis = latins = 0  # of the line so far: what each letter adds to is not kept in memory
    words = long_words = function_words = date_words = 0
    key, word, pair, token = SEED, SEED, ZERO, SEED
    length, token_length, dots, digit_before = 0, 0, 0, False
    before_last, last, end = ZERO, ZERO, np.uint32(0)
    figure: Any = 0
    n_digits, after_hours = 0, False
    whole, start, anywhere = ZERO, ZERO, ZERO
    place = 0
    while place < points.size:
        point = points[place]
        kind = classes[point] if point < TABLE_SIZE else np.uint32(WORD)
        if n_digits and not kind & DIGIT:  # a number has ended
            table[YEARS, line] += n_digits == 4 and FIRST_YEAR <= figure <= LAST_YEAR
            after_hours = (kind & COLON) != 0 and figure <= 24
            figure, n_digits = 0, 0
        elif not kind & (SPACE | DIGIT):
            after_hours = False
        if kind & (WORD | DIGIT) == WORD:
            while kind & (WORD | DIGIT) == WORD:  # most of a page goes round here
                token = (token ^ np.uint64(point)) * FACTOR
                token_length += 1
                fold = np.uint64(folds[point] if point < TABLE_SIZE else point)
                if fold != ZERO:  # no joiner
                    key = (key ^ fold) * FACTOR
                    word = (word ^ fold) * FACTOR
                    before_last, last = last, fold
                    length += 1
                    chars += 1
                    bengalis += (kind & BENGALI) != 0
                    latins += (kind & LATIN) != 0
                    end, dots, digit_before = kind, 0, False
                place += 1
                point = points[place]
                kind = classes[point] if point < TABLE_SIZE else np.uint32(WORD)
            continue
        place += 1
        if not kind & SPACE:
            token = (token ^ np.uint64(point)) * FACTOR
            token_length += 1
        if kind & DIGIT:
            fold = np.uint64(folds[point])
            key = (key ^ fold) * FACTOR
            if not digit_before:
                word = (word ^ np.uint64(NUMBER)) * FACTOR
            digit_before, lettered = True, False
            table[CLOCKS, line] += after_hours
            figure = min(figure, LAST_YEAR) * 10 + np.int64(fold) - NUMBER
            n_digits, after_hours = n_digits + 1, False
            before_last, last = last, fold
            length += 1
            if chars == 0:
                table[DIGIT_START, line] = 1
            chars += 1
            digits += 1
            bengalis += (kind & BENGALI) != 0
            end, dots = kind, 0
            continue
        if length:  # a word has ended
            words += 1
            long_words += length > LONG
            if lettered and length >= TELLING:
                slot = slot_of(seen, word)
                if slot >= 0 and seen_on[slot] != line + 1:
                    seen[slot], seen_on[slot] = word, line + 1
                    subjects[n_subjects, 0], subjects[n_subjects, 1] = slot, line
                    n_subjects += 1
            lettered = True
            found = look_up(word_keys, word_values, word)
            function_words += (found & np.uint64(FUNCTION)) != ZERO
            date_words += (found & np.uint64(DATE)) != ZERO
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
        if kind & SPACE:
            if token_length:
                slot = slot_of(met, token)
                if slot >= 0 and met_on[slot] != line + 1:
                    met[slot], met_on[slot] = token, line + 1
                    tokens[n_tokens, 0], tokens[n_tokens, 1], tokens[n_tokens, 2] = slot, line, token_length
                    n_tokens += 1
                token, token_length = SEED, 0
            if point != NEWLINE:
                continue
            table[CHARS, line], table[WORDS, line], table[DIGITS, line] = chars, words, digits
            table[BENGALIS, line], table[LATINS, line], table[LONG_WORDS, line] = bengalis, latins, long_words
            table[FUNCTION_WORDS, line], table[DATE_WORDS, line] = function_words, date_words
            table[DANDA_END, line] = (end & DANDA) != 0
            table[STOP_END, line] = (end & STOP) != 0
            table[COLON_END, line] = (end & COLON) != 0
            table[LETTER_END, line] = (end & WORD) != 0
            table[ELLIPSIS_END, line] = dots >= 2
            table[VERB_END, line] = (look_up(word_keys, word_values, pair) & np.uint64(VERB)) != ZERO
            bits[0, line], bits[1, line], bits[2, line] = whole, start | whole, anywhere | start | whole
            keys[line] = key if chars else ZERO
            chars = digits = bengalis = latins = 0
            words = long_words = function_words = date_words = 0
            line += 1
            key, pair, n_running, leading = SEED, ZERO, 0, True
            before_last, last, end, dots = ZERO, ZERO, np.uint32(0), 0
            whole, start, anywhere = ZERO, ZERO, ZERO
            continue
        if kind & (CURRENCY | COPYRIGHT | SYMBOL):
            table[CURRENCIES, line] += (kind & CURRENCY) != 0
            table[COPYRIGHTS, line] += (kind & COPYRIGHT) != 0
            table[SYMBOLS, line] += (kind & SYMBOL) != 0
        if chars == 0:
            table[QUOTE_START, line] |= (kind & CLOSER) != 0
            table[BAR_START, line] |= (kind & (BAR | DASH)) != 0
        if kind & CLOSER:  # a danda before a closing quote still ends the line
            table[CLOSERS, line] += 1
            continue
        if kind & DANDA:
            table[DANDAS, line] += 1
            table[VERB_ENDS, line] += (look_up(word_keys, word_values, pair) & np.uint64(VERB)) != ZERO
        elif kind & STOP:
            table[STOPS, line] += 1
            dots = 2 if point == ELLIPSIS else dots + 1
        elif kind & COMMA:
            table[COMMAS, line] += 1
        elif kind & COLON:
            table[COLONS, line] += 1
        elif kind & BAR:
            table[BARS, line] += 1
        end = kind
    return n_subjects, n_tokens, times(keys)

"""The compiled interpreter of `corpus.text.columns`; in a module of its own because importing it imports numba."""

# mypy: ignore-errors
# numba works the types of the compiled functions out for itself.

from __future__ import annotations

import numba
import numpy as np

from corpus.text.columns import OPERATIONS
from corpus.text.countable import FNV, PRIME

(
    CONSTANT, ADD, SUBTRACT, MULTIPLY, DIVIDE, AT_MOST, AT_LEAST, BELOW, ABOVE, EQUAL, LOW, HIGH, LOG1P, EXP, ABS, BIT,
    SHIFT, BEFORE, AFTER, AROUND, WITHIN, RUNNING, SUM, TOP, AT, SINCE, UNTIL, HELD,
) = range(len(OPERATIONS))  # fmt: skip
_SEED, _FACTOR = np.uint64(FNV), np.uint64(PRIME)
FAR = 1000  # lines: as good as nowhere on the page


@numba.njit(nogil=True, cache=True)
def run(code, constants, containers, columns):
    """Fill the rows of `columns` that come after the inputs, one by an instruction.

    An instruction is (operation, first column, second column); its constant stands in `constants`.
    """
    n = columns.shape[1]
    inputs = columns.shape[0] - code.shape[0]
    sums = np.zeros(n + 1)
    held = np.zeros(containers.max() + 1 if containers.size else 1)
    for number in range(code.shape[0]):
        operation = code[number, 0]
        x, y, out = columns[code[number, 1]], columns[code[number, 2]], columns[inputs + number]
        constant = constants[number]
        width = np.int64(constant)
        if operation == CONSTANT:
            for i in range(n):
                out[i] = constant
        elif operation == ADD:
            for i in range(n):
                out[i] = x[i] + y[i]
        elif operation == SUBTRACT:
            for i in range(n):
                out[i] = x[i] - y[i]
        elif operation == MULTIPLY:
            for i in range(n):
                out[i] = x[i] * y[i]
        elif operation == DIVIDE:
            for i in range(n):
                out[i] = x[i] / y[i]
        elif operation == AT_MOST:
            for i in range(n):
                out[i] = x[i] <= y[i]
        elif operation == AT_LEAST:
            for i in range(n):
                out[i] = x[i] >= y[i]
        elif operation == BELOW:
            for i in range(n):
                out[i] = x[i] < y[i]
        elif operation == ABOVE:
            for i in range(n):
                out[i] = x[i] > y[i]
        elif operation == EQUAL:
            for i in range(n):
                out[i] = x[i] == y[i]
        elif operation == LOW:
            for i in range(n):
                out[i] = min(x[i], y[i])
        elif operation == HIGH:
            for i in range(n):
                out[i] = max(x[i], y[i])
        elif operation == LOG1P:
            for i in range(n):
                out[i] = np.log1p(x[i])
        elif operation == EXP:
            for i in range(n):
                out[i] = np.exp(x[i])
        elif operation == ABS:
            for i in range(n):
                out[i] = abs(x[i])
        elif operation == BIT:
            for i in range(n):
                out[i] = np.int64(x[i]) >> width & 1
        elif operation == SHIFT:
            for i in range(n):
                out[i] = x[i + width] if 0 <= i + width < n else 0.0
        elif BEFORE <= operation <= WITHIN:
            for i in range(n):
                sums[i + 1] = sums[i] + x[i]
            for i in range(n):
                start = i + 1 if operation == AFTER else max(i - width, 0)
                stop = i if operation == BEFORE else min(i + width + 1, n)
                total = sums[stop] - sums[start]
                out[i] = total if operation == WITHIN else total / max(stop - start, 1)
        elif operation == RUNNING:
            total = 0.0
            for i in range(n):
                total += x[i]
                out[i] = total
        elif operation == SUM:
            total = 0.0
            for i in range(n):
                total += x[i]
            for i in range(n):
                out[i] = total
        elif operation == TOP:
            best = 0.0
            for i in range(n):
                best = max(best, x[i])
            for i in range(n):
                out[i] = best
        elif operation == AT:
            for i in range(n):
                place = np.int64(y[i])
                out[i] = x[place] if 0 <= place < n else 0.0
        elif operation == SINCE:
            place = -FAR
            for i in range(n):
                if x[i] != 0:
                    place = i
                out[i] = i - place
        elif operation == UNTIL:
            place = n + FAR
            for i in range(n - 1, -1, -1):
                if x[i] != 0:
                    place = i
                out[i] = place - i
        elif operation == HELD:
            held[:] = 0.0
            for i in range(n):
                held[containers[i, width]] += x[i]
            for i in range(n):
                out[i] = held[containers[i, width]]


@numba.njit(nogil=True, cache=True)
def weighed(columns, rows, weights, bias):
    """The bias and the weighted sum of some columns."""
    total = np.full(columns.shape[1], bias)
    for k in range(rows.size):
        for i in range(total.size):
            total[i] += weights[k] * columns[rows[k], i]
    return total


@numba.njit(nogil=True, cache=True)
def subjects(words, lines, chance):
    """For each line the mean over its words of how far they stand on other lines that are likely body.

    `words` numbers the words that stand on `lines`, each once a line. In the first row no word counts more than once;
    in the second it counts as the share of body among the other lines that it stands on.
    """
    most = 1
    for n in range(words.size):
        most = max(most, words[n] + 1)
    likely, stands = np.zeros(most), np.zeros(most)
    found, count = np.zeros((2, chance.size)), np.zeros(chance.size)
    for n in range(words.size):
        likely[words[n]] += chance[lines[n]]
        stands[words[n]] += 1
    for n in range(words.size):
        line = lines[n]
        others = likely[words[n]] - chance[line]
        found[0, line] += min(others, 1.0)
        found[1, line] += others / max(stands[words[n]] - 1, 1.0)
        count[line] += 1
    for line in range(chance.size):
        found[:, line] /= max(count[line], 1.0)
    return found


@numba.njit(nogil=True, cache=True)
def times(keys):
    """How often each key stands among them; 1 for key 0."""
    size = 16
    while size < 2 * keys.size:
        size *= 2
    slots, counted = np.zeros(size, np.uint64), np.zeros(size, np.float64)
    last = np.uint64(size - 1)
    found = np.empty(keys.size, np.uint64)
    often = np.ones(keys.size, np.float64)
    for i in range(keys.size):
        if keys[i] != 0:
            slot = (keys[i] ^ (keys[i] >> np.uint64(32))) & last
            while slots[slot] != 0 and slots[slot] != keys[i]:
                slot = (slot + np.uint64(1)) & last
            slots[slot] = keys[i]
            counted[slot] += 1
            found[i] = slot
    for i in range(keys.size):
        if keys[i] != 0:
            often[i] = counted[found[i]]
    return often


@numba.njit(nogil=True, cache=True)
def shared_words(points, marks, distinct, shared):
    """For lines of code points that newlines divide: how many different words each has, and shares with marked lines.

    `marks` has a bit for each of the sets that a line's words make up, and `shared` a row for each set. Words are what
    white space divides (as `str.split` has it).
    """
    size = 16
    while size < points.size + 2:
        size *= 2
    slots, belongs, seen = np.zeros(size, np.uint64), np.zeros(size, np.uint8), np.full(size, -1, np.int64)
    last = np.uint64(size - 1)
    words = np.empty(points.size // 2 + 1, np.uint64)
    lines = np.empty(points.size // 2 + 1, np.int64)
    count, line, word, length = 0, 0, _SEED, 0
    for place in range(points.size + 1):
        point = points[place] if place < points.size else np.uint32(0x0A)
        if not divides(point):
            word = (word ^ np.uint64(point)) * _FACTOR
            length += 1
            continue
        if length:
            slot = (word ^ (word >> np.uint64(32))) & last
            while slots[slot] != 0 and slots[slot] != word:
                slot = (slot + np.uint64(1)) & last
            slots[slot] = word
            belongs[slot] |= marks[line]
            words[count], lines[count] = slot, line
            count += 1
            word, length = _SEED, 0
        line += point == 0x0A
    for n in range(count):
        slot, line = words[n], lines[n]
        if seen[slot] != line:
            seen[slot] = line
            distinct[line] += 1
            for row in range(shared.shape[0]):
                shared[row, line] += belongs[slot] >> row & 1


@numba.njit(nogil=True, cache=True)
def divides(point):
    """Whether a character is white space, as `str.split` has it."""
    if point < 0x80:
        return point == 0x20 or 0x09 <= point <= 0x0D or 0x1C <= point <= 0x1F
    return (
        point == 0xA0
        or point == 0x85
        or point == 0x1680
        or 0x2000 <= point <= 0x200A
        or point == 0x2028
        or point == 0x2029
        or point == 0x202F
        or point == 0x205F
        or point == 0x3000
    )

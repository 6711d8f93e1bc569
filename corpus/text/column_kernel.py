"""The compiled interpreter of `corpus.text.columns`; in a module of its own because importing it imports numba.

Arrays are copied in loops: numba takes 5 s to compile what it says where their shapes differ.
"""

# mypy: ignore-errors
# numba works the types of the compiled functions out for itself.

from __future__ import annotations

import numba
import numpy as np

from corpus.text.columns import OPERATIONS

(
    CONSTANT, ADD, SUBTRACT, MULTIPLY, DIVIDE, AT_MOST, AT_LEAST, BELOW, ABOVE, EQUAL, LOW, HIGH, LOG1P, EXP, ABS, BIT,
    SHIFT, BEFORE, AFTER, AROUND, WITHIN, RUNNING, SUM, TOP, PEAK, AT, SINCE, UNTIL, HELD, RUN,
) = range(len(OPERATIONS))  # fmt: skip
FAR = 1000  # lines: as good as nowhere on the page


@numba.njit(nogil=True, cache=True)
def inputs(counts, starts, holds, times, numbers, more, dom, first, last):
    """The columns that programs over counts start from (`corpus.text.labels`), for the lines from `first` up to `last`.

    `numbers` are the same for every line; `more` has a row for each further column, of those lines only.
    """
    kinds, lines = counts.shape
    given = np.empty((kinds + 5 + numbers.size + more.shape[0] + dom.shape[0], last - first))
    for row in range(kinds):
        for i in range(first, last):
            given[row, i - first] = counts[row, i]
    for i in range(first, last):
        given[kinds, i - first], given[kinds + 1, i - first] = starts[i], holds[i]
        given[kinds + 2, i - first], given[kinds + 3, i - first] = i, lines
        given[kinds + 4, i - first] = times[i]
    row = kinds + 5
    for number in numbers:
        given[row] = number
        row += 1
    for column in range(more.shape[0]):
        for i in range(last - first):
            given[row, i] = more[column, i]
        row += 1
    for column in range(dom.shape[0]):
        for i in range(first, last):
            given[row, i - first] = dom[column, i]
        row += 1
    return given


@numba.njit(nogil=True, cache=True)
def run(code, constants, containers, given):
    """The columns that are given, a row each, and after them those that the instructions make of them.

    An instruction is (operation, first column, second column); its constant stands in `constants`.
    """
    columns = np.empty((given.shape[0] + code.shape[0], given.shape[1]))
    n = columns.shape[1]
    for row in range(given.shape[0]):
        for i in range(n):
            columns[row, i] = given[row, i]
    sums = np.zeros(n + 1)
    most = 0
    for i in range(containers.shape[0]):
        for level in range(containers.shape[1]):
            most = max(most, containers[i, level])
    held = np.zeros(most + 1)
    same = np.zeros(columns.shape[0], np.bool_)
    for number in range(code.shape[0]):
        operation = code[number, 0]
        x, y, out = columns[code[number, 1]], columns[code[number, 2]], columns[given.shape[0] + number]
        constant = constants[number]
        width = np.int64(constant)
        # What is the same on every line is worked out once; half of what tells of a whole page is.
        same[given.shape[0] + number] = operation == CONSTANT or SUM <= operation <= PEAK
        m = n
        if operation <= BIT and (operation == CONSTANT or (same[code[number, 1]] and same[code[number, 2]])):
            same[given.shape[0] + number], m = True, min(n, 1)
        if operation == CONSTANT:
            for i in range(m):
                out[i] = constant
        elif operation == ADD:
            for i in range(m):
                out[i] = x[i] + y[i]
        elif operation == SUBTRACT:
            for i in range(m):
                out[i] = x[i] - y[i]
        elif operation == MULTIPLY:
            for i in range(m):
                out[i] = x[i] * y[i]
        elif operation == DIVIDE:
            for i in range(m):
                out[i] = x[i] / y[i]
        elif operation == AT_MOST:
            for i in range(m):
                out[i] = x[i] <= y[i]
        elif operation == AT_LEAST:
            for i in range(m):
                out[i] = x[i] >= y[i]
        elif operation == BELOW:
            for i in range(m):
                out[i] = x[i] < y[i]
        elif operation == ABOVE:
            for i in range(m):
                out[i] = x[i] > y[i]
        elif operation == EQUAL:
            for i in range(m):
                out[i] = x[i] == y[i]
        elif operation == LOW:
            for i in range(m):
                out[i] = min(x[i], y[i])
        elif operation == HIGH:
            for i in range(m):
                out[i] = max(x[i], y[i])
        elif operation == LOG1P:
            for i in range(m):
                out[i] = np.log1p(x[i])
        elif operation == EXP:
            for i in range(m):
                out[i] = np.exp(x[i])
        elif operation == ABS:
            for i in range(m):
                out[i] = abs(x[i])
        elif operation == BIT:
            for i in range(m):
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
        elif operation == PEAK:
            place = 0
            for i in range(1, n):
                if x[i] > x[place]:
                    place = i
            for i in range(n):
                out[i] = place
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
        elif operation == RUN:
            out[:] = 0.0
            total = 0.0
            start = last = -1
            for i in range(n + 1):
                if i < n and x[i] == 0:
                    continue
                if start < 0 or i == n or i - last > width + 1:  # the run before has ended
                    if start >= 0:
                        out[start : last + 1] = total
                    start, total = i, 0.0
                if i < n:
                    last = i
                    total += x[i]
        for i in range(m, n):
            out[i] = out[0]
    return columns


@numba.njit(nogil=True, cache=True)
def weighed(columns, rows, weights, bias):
    """The bias and the weighted sum of some columns."""
    total = np.full(columns.shape[1], bias)
    for k in range(rows.size):
        column, weight = columns[rows[k]], weights[k]
        for i in range(total.size):
            total[i] += weight * column[i]
    return total


@numba.njit(nogil=True, cache=True)
def weighed_at(columns, rows, weights, bias, line):
    """The bias and the weighted sum of some columns at one line."""
    total = bias
    for k in range(rows.size):
        total += weights[k] * columns[rows[k], line]
    return total


@numba.njit(nogil=True, cache=True)
def verdicts(first, words, years, clocks, subjects):
    """What the second step starts from: the first's log-odds, some counts and the number of each line, and how far
    their words recur.

    For each line the mean over its longer words of how far they stand on other lines that are likely body: in the last
    row but one no word counts more than once; in the last it counts as the share of body among the other lines that it
    stands on.
    """
    given, chance = np.zeros((7, first.size)), np.empty(first.size)
    for line in range(first.size):
        given[0, line], given[1, line], given[2, line] = first[line], words[line], years[line]
        given[3, line], given[4, line] = clocks[line], line
        chance[line] = 1 / (1 + np.exp(-first[line]))
    most = 1
    for n in range(subjects.shape[0]):
        most = max(most, subjects[n, 0] + 1)
    likely, stands, count = np.zeros(most), np.zeros(most), np.zeros(first.size)
    for n in range(subjects.shape[0]):
        likely[subjects[n, 0]] += chance[subjects[n, 1]]
        stands[subjects[n, 0]] += 1
    for n in range(subjects.shape[0]):
        word, line = subjects[n, 0], subjects[n, 1]
        others = likely[word] - chance[line]
        given[5, line] += min(others, 1.0)
        given[6, line] += others / max(stands[word] - 1, 1.0)
        count[line] += 1
    for line in range(first.size):
        given[5, line] /= max(count[line], 1.0)
        given[6, line] /= max(count[line], 1.0)
    return given


@numba.njit(nogil=True, cache=True)
def title_place(tokens, words, among):
    """The line that repeats the first one; see `corpus.text.labels.title_place`."""
    n = min(words.size, among)
    distinct, shared = np.zeros(n), np.zeros(n)
    firsts = np.zeros(most_of(tokens), np.bool_)
    for k in range(tokens.shape[0]):
        word, line = tokens[k, 0], tokens[k, 1]
        if line >= n:
            break
        firsts[word] |= line == 0
        distinct[line] += 1
        shared[line] += firsts[word]
    for line in range(1, n):
        if (
            distinct[0] >= 3 and words[line] >= 3 and shared[line] >= 3
            and shared[line] >= 0.7 * min(distinct[line], distinct[0]) and distinct[line] <= 2 * distinct[0]
        ):  # fmt: skip
            return line
    return -1


@numba.njit(nogil=True, cache=True)
def title_told(tokens, title, body, shortest):
    """How many words of the title are no shorter than that, and how many of them stand in the body."""
    told = np.zeros(most_of(tokens), np.bool_)
    for k in range(tokens.shape[0]):
        if body[tokens[k, 1]]:
            told[tokens[k, 0]] = True
    words = found = 0
    for k in range(tokens.shape[0]):
        if tokens[k, 1] == title and tokens[k, 2] >= shortest:
            words += 1
            found += told[tokens[k, 0]]
    return words, found


@numba.njit(nogil=True, cache=True)
def near_headline(tokens, keys, key, opening, first, last):
    """Of each line from `first` up to `last`: how many different words it has, and how many of them stand on the page's
    first line and on the lines of `opening`; whether its key is this one. And how many the first line has."""
    title, told = np.zeros(most_of(tokens), np.bool_), np.zeros(most_of(tokens), np.bool_)
    words = 0
    for k in range(tokens.shape[0]):
        word, line = tokens[k, 0], tokens[k, 1]
        if line == 0:
            title[word] = True
            words += 1
        for place in opening:
            told[word] |= line == place
    found = np.zeros((4, last - first))
    for k in range(tokens.shape[0]):
        word, line = tokens[k, 0], tokens[k, 1] - first
        if 0 <= line < last - first:
            found[0, line] += 1
            found[1, line] += title[word]
            found[2, line] += told[word]
    for line in range(first, last):
        found[3, line - first] = key != 0 and keys[line] == key
    return found, words


@numba.njit(nogil=True, cache=True)
def most_of(words):
    """One more than the highest number of a word."""
    most = 0
    for k in range(words.shape[0]):
        most = max(most, words[k, 0])
    return most + 1


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

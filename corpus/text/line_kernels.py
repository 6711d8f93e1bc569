"""Compiled loops over the lines of a page; in a module of their own because importing it imports numba."""

# mypy: disable-error-code="no-untyped-def, untyped-decorator, misc, no-any-return, no-untyped-call, assignment"
# numba works the types of the compiled functions out for itself.

from __future__ import annotations

import numba
import numpy as np

from corpus.text.features import KINDS
from corpus.text.linescan import CHARS as LETTERS
from corpus.text.linescan import DANDA_END, DANDAS, DATE_WORDS, DIGITS, LETTER_END, STOP_END, WORDS

_NEWLINE, _BLANK = np.uint32(0x0A), np.uint32(0x20)


@numba.njit(nogil=True, cache=True)
def rows(data):
    """Where the lines of a text begin and end, the breaks between them as rows of their own; which rows are breaks."""
    count = 1
    for place in range(data.size):
        count += data[place] == 0x0A
    offsets, breaks = np.zeros(2 * count, np.int64), np.zeros(2 * count - 1, np.bool_)
    row = 1
    for place in range(data.size):
        if data[place] == 0x0A:
            offsets[row], offsets[row + 1], breaks[row] = place, place + 1, True
            row += 2
    offsets[row] = data.size
    return offsets, breaks


@numba.njit(nogil=True, cache=True)
def decoded(data, ends):
    """Every other text of UTF-8, as code points and as UTF-16: a line break after each, and none inside.

    `ends` is where each text begins, and where the last ends.
    """
    room = data.size + ends.size
    points, units = np.empty(room, np.uint32), np.empty(room, np.uint16)
    p = u = 0
    for row in range(0, ends.size - 1, 2):
        i = ends[row]
        while i < ends[row + 1]:
            first = np.uint32(data[i])
            if first < 0x80:
                point = _BLANK if first == _NEWLINE else first
                i += 1
            elif first < 0xE0:
                point = (first & 31) << 6 | np.uint32(data[i + 1]) & 63
                i += 2
            elif first < 0xF0:
                point = (first & 15) << 12 | (np.uint32(data[i + 1]) & 63) << 6 | np.uint32(data[i + 2]) & 63
                i += 3
            else:
                point = (first & 7) << 18 | (np.uint32(data[i + 1]) & 63) << 12 | (np.uint32(data[i + 2]) & 63) << 6
                point |= np.uint32(data[i + 3]) & 63
                i += 4
                units[u] = 0xD7C0 + (point >> 10)
                u += 1
            points[p] = point
            units[u] = point if point < 0x10000 else 0xDC00 | point & 0x3FF
            p += 1
            u += 1
        points[p] = units[u] = _NEWLINE
        p += 1
        u += 1
    return points[:p], units[:u]


@numba.njit(nogil=True, cache=True)
def best_lines(chance, words, surest, least_sure, of_reachable):
    """Which lines make the body; see `corpus.text.article.best_lines`."""
    n = chance.size
    whole = 0.0
    for i in range(n):
        whole += chance[i] * (words[i] + 1.0)
    threshold = surest
    first = last = 0
    cut = threshold
    for _ in range(4):
        # The run of lines with the largest sum of gains.
        total = lowest = best = 0.0
        start = first = last = 0
        for i in range(n):
            if total < lowest:
                lowest, start = total, i
            total += (chance[i] - threshold) * (words[i] + 1.0)
            if last == 0 or total - lowest > best:
                best, first, last = total - lowest, start, i + 1
        cut = threshold
        mass = size = 0.0
        for i in range(first, last):
            if chance[i] >= cut:
                mass += chance[i] * (words[i] + 1.0)
                size += words[i] + 1.0
        reached = 2 * mass / max(size + whole, 1.0)
        threshold = min(surest, max(least_sure, of_reachable * reached))
    chosen = np.zeros(n, np.bool_)
    for i in range(first, last):
        chosen[i] = chance[i] >= cut
    return chosen


@numba.njit(nogil=True, cache=True)
def choose_lines(odds, table, surest, least_sure, of_reachable):
    """The chance of each line, the lines that make the body, their words, and whether one of them ends a sentence."""
    chance = np.empty(odds.size)
    for i in range(odds.size):
        chance[i] = 1 / (1 + np.exp(-odds[i]))
    chosen = best_lines(chance, table[WORDS], surest, least_sure, of_reachable)
    places, count = np.empty(odds.size, np.int64), 0
    words, ended = 0, False
    for i in range(chosen.size):
        if chosen[i]:
            places[count] = i
            count += 1
            words += table[WORDS, i]
            ended |= table[DANDA_END, i] + table[STOP_END, i] > 0
    return chance, places[:count], words, ended


@numba.njit(nogil=True, cache=True)
def scores(chance, kinds):
    """How sure the label of each line is."""
    sure = np.empty(chance.size)
    for i in range(chance.size):
        sure[i] = chance[i] if kinds[i] == _BODY or kinds[i] == _SUBHEAD else 1 - chance[i]
    return sure


(
    _AD, _BODY, _BYLINE, _CAPTION, _COMMENT, _DATE, _FOOTER, _HEADLINE, _KICKER, _NAV, _OTHER, _RELATED_INLINE,
    _RELATED_LIST, _SHARE, _SUBHEAD, _TAG,
) = map(KINDS.index, (
    "ad", "body", "byline", "caption", "comment", "date", "footer", "headline", "kicker", "nav", "other",
    "related_inline", "related_list", "share", "subhead", "tag",
))  # fmt: skip
_UNTOLD = -1
_ORDER = (
    _OTHER, _AD, _RELATED_LIST, _SHARE, _COMMENT, _CAPTION, _TAG, _BYLINE, _NAV, _FOOTER, _RELATED_INLINE,
)  # fmt: skip
_INSIDE = (_RELATED_INLINE, _AD, _SHARE, _CAPTION, _TAG, _COMMENT, _BYLINE, _OTHER)
_ANYWHERE = (_TAG, _SHARE, _AD, _COMMENT, _CAPTION, _FOOTER, _OTHER, _BYLINE, _RELATED_LIST)
_LINK, _LINKS = 1 << _RELATED_INLINE, 1 << _RELATED_LIST | 1 << _AD | 1 << _RELATED_INLINE


@numba.njit(nogil=True, cache=True)
def worth_asking(table, openings):
    """Lines that may be nothing but dates, and lines that begin as a link inside a body does."""
    dates, links = np.empty(table.shape[1], np.int64), np.empty(table.shape[1], np.int64)
    n_dates = n_links = 0
    for place in range(table.shape[1]):
        if table[WORDS, place] <= 14 and (table[DATE_WORDS, place] or table[DIGITS, place]):
            dates[n_dates] = place
            n_dates += 1
        if openings[place] & _LINK:
            links[n_links] = place
            n_links += 1
    return dates[:n_dates], links[:n_links]


@numba.njit(nogil=True, cache=True)
def listed(kinds, digits, tokens):
    """The lines of lists, and what to do about each: look at it for a date, take it as it is, or count its words."""
    words, found = np.zeros(kinds.size, np.int64), np.empty((kinds.size, 2), np.int64)
    for k in range(tokens.shape[0]):
        words[tokens[k, 1]] += 1
    count = 0
    for place in range(kinds.size):
        kind = kinds[place]
        if kind in (_RELATED_LIST, _RELATED_INLINE, _NAV):
            plain = kind != _RELATED_INLINE and not (digits[place] or (place + 1 < kinds.size and digits[place + 1]))
            found[count, 0], found[count, 1] = place, LOOK if not plain else TAKE if words[place] >= 3 else COUNT
            count += 1
    return found[:count]


LOOK, TAKE, COUNT = 0, 1, 2


@numba.njit(nogil=True, cache=True)
def label_lines(table, wholes, openings, anywhere, credited, dated, finished, body, first, last, top):
    """What every line is, as places in KINDS; see `corpus.text.article.label_lines`.

    `credited` holds what a line was already told to be, or -1; `dated` lines are nothing but dates, `finished` ones end
    a sentence, and those of `body` are the body's, from `first` to `last`; `top` is the headline or -1.
    """
    n = table.shape[1]
    chosen = np.zeros(n, np.bool_)
    for place in body:
        chosen[place] = True
    labels = np.empty(n, np.int64)
    start = first if top < 0 else min(top, first)
    section = _NAV
    for place in range(n):
        count = table[WORDS, place]
        dandas, open_end = table[DANDAS, place], table[LETTER_END, place]
        found = whole = opening = 0
        if count <= 14:
            found, whole, opening = np.int64(anywhere[place]), np.int64(wholes[place]), np.int64(openings[place])
        near = start - 3 <= place <= last + 4
        label = _UNTOLD
        if place == top:
            label = _HEADLINE
        elif credited[place] != _UNTOLD:
            label = credited[place]
        elif dated[place]:
            listed = not (near and place <= last + 1) and section in (_COMMENT, _RELATED_LIST)
            label = section if listed else _DATE
        elif chosen[place]:
            if found & (1 << _CAPTION | 1 << _SHARE) and dandas <= 1:
                label = _CAPTION if found & 1 << _CAPTION else _SHARE
            elif whole & _LINKS or (opening & _LINK and not finished[place]):
                label = _RELATED_INLINE if opening & _LINK else _AD if whole & 1 << _AD else _RELATED_LIST
            elif place and labels[place - 1] == _RELATED_INLINE and wholes[place - 1] and open_end:
                label = _RELATED_INLINE
            else:
                label = _SUBHEAD if open_end and count <= 12 and place != last and not dandas else _BODY
        elif first <= place <= last or (opening & _LINK and near):
            label = _RELATED_INLINE if count >= 4 else _OTHER
            for kind in _INSIDE:
                if found >> kind & 1:
                    label = kind
                    break
        else:
            label = _told(found, whole, opening)
            if label == _BYLINE and not (start < place < first or (place > last >= 0 and near)):
                label = _UNTOLD
            if label == _RELATED_INLINE:
                label = _RELATED_LIST
            if section == _COMMENT and place > last and count >= 4 and open_end:
                section = _RELATED_LIST  # below the comments stand headlines again
            if label == _RELATED_LIST and count <= 2 and place < start and last >= 0:
                label = _NAV
            if label == _UNTOLD and count <= 1 and table[LETTERS, place] == table[DIGITS, place]:
                label = _OTHER
            if label == _UNTOLD and section == _TAG and count <= 3:
                label = _TAG
            if label == _UNTOLD:
                label = _by_place(place, count, start, first, last, section, top)
        if place > last and label in (_RELATED_LIST, _COMMENT, _FOOTER, _TAG):
            section = label
        labels[place] = label
    _close_footer(labels, table, last)
    return labels


@numba.njit(nogil=True, cache=True)
def _told(found, whole, opening):
    """What the phrases of a line outside the body, as bits, say that it is."""
    for kind in _ORDER:
        if whole >> kind & 1:
            return kind
    everywhere = 0
    for kind in _ANYWHERE:
        everywhere |= 1 << kind
    for kind in _ORDER:
        if (found & (opening | everywhere)) >> kind & 1:
            return kind
    return _UNTOLD


@numba.njit(nogil=True, cache=True)
def _by_place(place, count, start, first, last, section, top):
    """What a line is that no phrase gives away."""
    if last < 0 or place < start:
        if top - 2 <= place < top and count <= 4:
            return _KICKER
        return _NAV if count <= 3 else _RELATED_LIST
    if place < first:
        return _BYLINE if 2 <= count <= 4 else _CAPTION if count > 4 else _OTHER
    if section in (_COMMENT, _FOOTER):
        return section
    return _RELATED_LIST if count >= 3 or section == _RELATED_LIST else _NAV


@numba.njit(nogil=True, cache=True)
def _close_footer(labels, table, last):
    """Below the first line of the imprint all is footer, and so are the short lines right above it."""
    end = labels.size
    while end - 1 > last and (
        labels[end - 1] == _FOOTER or labels[end - 1] == _NAV or labels[end - 1] == _SHARE
        or labels[end - 1] == _AD or labels[end - 1] == _OTHER
    ):  # fmt: skip
        end -= 1
    while end < labels.size and labels[end] != _FOOTER:
        end += 1
    if end == labels.size:
        return
    while end - 1 > last and labels[end - 1] == _NAV and table[WORDS, end - 1] <= 3:
        end -= 1
    labels[end:] = _FOOTER

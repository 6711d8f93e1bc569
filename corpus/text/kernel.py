"""The compiled fast path: one pass over the UTF-8 of many texts, without the interpreter.

It copies what is settled, does what corpus.text.settled does (compositions, plain spaces, even gaps) in place, and
leaves a hole wherever the rules must look: at a word, for their view ends at a space; at a line, where one of them
looks across words; or at a whole text. corpus.text.arrays fills the holes. What to leave alone is read from the table
that scripts/derive_unsettled.py works out from the rules, so there is no second list of them here.

numba compiles it at the first use and keeps the machine code; it lets go of the interpreter lock, so threads run side
by side.
"""

# mypy: disable-error-code="no-untyped-def, untyped-decorator, misc, no-any-return, no-untyped-call, assignment"
# numba works the types of the compiled functions out for itself, and compiles `or` better than `in`.
# ruff: noqa: SIM102, SIM109

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from corpus.tables.codepoints import (
    ASSAMESE_RA,
    ASSAMESE_WA,
    AU_LENGTH_MARK,
    BIDI_CONTROLS,
    CONSONANTS,
    LINE_BREAKS,
    NUKTA,
    NUMERATOR_FOUR,
    SIGN_AA,
    SIGN_E,
    SIGN_O,
)
from corpus.tables.unsettled import SETTLED
from corpus.text.settled import ALPHABET, OTHER, PAIRS, expanded

# How far the rules must look; a wider view has a greater number.
WORD, LINE, TEXT = 0, 1, 2
# What to do about a character that the table points at, beside looking wider.
SPACE, BREAK, RETURN, DOTTED, SECOND_HALF, AMPERSAND, LATIN, NUMERATOR = 3, 4, 5, 6, 7, 8, 9, 10

SPECIAL = 63  # the class of characters that are pointed at wherever they stand
PLANE = 0x10000

_DEEDS = {
    TEXT: [*expanded(BIDI_CONTROLS), *LINE_BREAKS, "\N{FULLWIDTH AMPERSAND}"],
    LINE: [ASSAMESE_RA, ASSAMESE_WA],
    SPACE: [" ", "\t", "\N{NO-BREAK SPACE}"],
    BREAK: ["\n"],
    RETURN: ["\r"],
    DOTTED: ["\u09dc", "\u09dd", "\u09df"],
    SECOND_HALF: [SIGN_AA, AU_LENGTH_MARK],
    AMPERSAND: ["&"],
    LATIN: [*map(chr, range(0xC2, 0xF5))],  # the first byte of a sequence, were it mojibake
    NUMERATOR: [NUMERATOR_FOUR],
}
_BEHAVIOUR = {
    one: (frozenset(b for a, b in PAIRS if a == one), frozenset(a for a, b in PAIRS if b == one))
    for one in sorted(ALPHABET)
}
_KINDS = list(dict.fromkeys(_BEHAVIOUR.values()))  # characters that behave alike in the table of pairs are one class


def _kind(character: str) -> int:
    return _KINDS.index(_BEHAVIOUR.get(character, _BEHAVIOUR[OTHER]))


def _classes() -> npt.NDArray[np.uint8]:
    """The class of each code point of the basic plane."""
    classes = np.full(PLANE, SPECIAL, np.uint8)
    for one in expanded(SETTLED):
        classes[ord(one)] = _kind(one)
    classes[ord("\n")] = SPECIAL
    for one in _DEEDS[LINE]:
        classes[ord(one)] = SPECIAL
    return classes


def _deeds() -> npt.NDArray[np.uint8]:
    """What to do about each code point of the basic plane, should it be pointed at."""
    deeds = np.full(PLANE, WORD, np.uint8)
    for deed, characters in _DEEDS.items():
        for one in characters:
            deeds[ord(one)] = deed
    return deeds


def _masks() -> npt.NDArray[np.uint64]:
    """For each class the classes that may not follow it, one bit each."""
    assert len(_KINDS) <= SPECIAL
    masks = [1 << SPECIAL] * len(_KINDS)
    for a, b in PAIRS:
        masks[_kind(a)] |= 1 << _kind(b)
    return np.array(masks, np.uint64)


CLASSES, DEEDS, MASKS = _classes(), _deeds(), _masks()

# numba takes these into the machine code as constants.
_OTHER, _SPACE, _BREAK = _kind(OTHER), _kind(" "), _kind("\n")
_SIGN_E, _SIGN_O, _NUKTA, _CONSONANT = _kind(SIGN_E), _kind(SIGN_O), _kind(NUKTA), _kind(expanded(CONSONANTS)[0])


@numba.njit(nogil=True, cache=True, inline="always")
def _code_point(data, i, end):
    """The code point at `i` and its length; one that is cut off or beyond the basic plane is 0xFFFF."""
    first = np.int64(data[i])
    if first < 0x80:
        return first, 1
    if 0xE0 <= first < 0xF0 and i + 2 < end:
        return ((first & 15) << 12) | ((np.int64(data[i + 1]) & 63) << 6) | (np.int64(data[i + 2]) & 63), 3
    if 0xC0 <= first < 0xE0 and i + 1 < end:
        return ((first & 31) << 6) | (np.int64(data[i + 1]) & 63), 2
    if first >= 0xF0 and i + 3 < end:
        return np.int64(0xFFFF), 4
    return np.int64(0xFFFF), 1


@numba.njit(nogil=True, cache=True, inline="always")
def _ends_word(data, i, end):
    """Whether a space or a line break stands at `i`."""
    byte = data[i]
    return (
        byte == 0x20
        or byte == 0x0A
        or byte == 0x0D
        or byte == 0x09
        or (byte == 0xC2 and i + 1 < end and data[i + 1] == 0xA0)
    )


@numba.njit(nogil=True, cache=True, inline="always")
def _plain_follows(data, i, end):
    """Whether ASCII, Bengali or nothing stands at `i`: then the letter before is no mojibake and composes with none."""
    return i >= end or data[i] < 0x80 or (data[i] == 0xE0 and i + 1 < end and data[i + 1] & 0xFE == 0xA6)


@numba.njit(nogil=True, cache=True)
def _sees_other_words(data, line_start, i, end):
    """Whether the numerator at `i` may, now or when noise is gone, stand beside a digit of another word."""
    if i - 1 < line_start or not (
        _is_print(data[i - 1]) or (i - 3 >= line_start and data[i - 3] == 0xE0 and data[i - 2] & 0xFE == 0xA6)
    ):
        return True
    i += 3
    if i < end and not _ends_word(data, i, end):
        return not (_is_print(data[i]) or (data[i] == 0xE0 and i + 1 < end and data[i + 1] & 0xFE == 0xA6))
    while i < end and _ends_word(data, i, end):
        i += 2 if data[i] == 0xC2 else 1
    if i >= end or (_is_print(data[i]) and not 0x30 <= data[i] <= 0x39):
        return False
    # Bengali before the digits, which begin at U+09E6
    return not (
        i + 2 < end and data[i] == 0xE0 and (data[i + 1] == 0xA6 or (data[i + 1] == 0xA7 and data[i + 2] < 0xA6))
    )


@numba.njit(nogil=True, cache=True, inline="always")
def _is_print(byte):
    """Whether this is a visible ASCII character that begins no entity."""
    return 0x21 <= byte <= 0x7E and byte != 0x26


@numba.njit(nogil=True, cache=True)
def _extent(data, row_start, line_start, here, end, scope, deeds):
    """The word, line or text around `here` that the rules must see; wider, where it holds what needs a wider view."""
    start = here
    if scope == WORD:
        while start > line_start and not (
            _ends_word(data, start - 1, end)
            or (data[start - 1] == 0xA0 and start - 2 >= line_start and data[start - 2] == 0xC2)
        ):
            start -= 1
    elif scope == LINE:
        start = line_start
    else:
        return row_start, end, TEXT
    i = start
    while i < end:
        if (scope == WORD and _ends_word(data, i, end)) or data[i] == 0x0A or data[i] == 0x0D:
            break
        point, length = _code_point(data, i, end)
        deed = deeds[point]
        if deed == TEXT or deed == AMPERSAND or (deed == LATIN and not _plain_follows(data, i + length, end)):
            return row_start, end, TEXT
        if deed == NUMERATOR and _sees_other_words(data, line_start, i, end):
            deed = LINE
        if deed == LINE and scope == WORD:
            scope = LINE
            start = i = line_start
        else:
            i += length
    return start, i, scope


@numba.njit(nogil=True, cache=True)
def _written_length(data, start, end):
    """How many bytes were written for the stretch of a word from `start` to `end`."""
    length = 0
    i = start
    while i < end:
        if data[i] == 0xE0 and i + 2 < end and data[i + 1] == 0xA7:
            third = data[i + 2]
            if third == 0x9C or third == 0x9D or third == 0x9F:
                length += 6
                i += 3
                continue
            if third == 0x87 and i + 5 < end and data[i + 3] == 0xE0:
                if (data[i + 4] == 0xA6 and data[i + 5] == 0xBE) or (data[i + 4] == 0xA7 and data[i + 5] == 0x97):
                    length += 3
                    i += 6
                    continue
        length += 1
        i += 1
    return length


@numba.njit(nogil=True, cache=True, inline="always")
def _copied(data, start, end, out, o):
    """Where `out` ends after this stretch; by unsigned indices, or numba asks of each byte whether it is negative."""
    begin, at = np.uintp(start), np.uintp(o)
    for i in range(np.uintp(end - start)):
        out[at + i] = data[begin + i]
    return o + end - start


@numba.njit(nogil=True, cache=True)
def sweep(data, offsets, skip, classes, deeds, masks, out, out_offsets, holes):
    """Write each text between `offsets` to `out`, but for the holes; return how many holes there are.

    Rows that `skip` marks (nulls) come out empty. A hole is a row of `holes`: which text, from where to where in
    `data`, at which place in `out`, and its scope. Where they are too many for `holes`, -1 is returned.
    """
    one = np.uint64(1)
    near = np.empty(384, np.uint64)  # Devanagari and Bengali, then ASCII
    for n in range(near.size):
        near[n] = classes[0x0900 + n if n < 256 else n - 256]
    after_space, after_break, after_sign_e = masks[_SPACE], masks[_BREAK], masks[_SIGN_E]
    o = 0
    h = 0
    for row in range(len(offsets) - 1):
        out_offsets[row] = o
        if skip[row]:
            continue
        row_start = offsets[row]
        end = offsets[row + 1]
        row_out, row_holes = o, h
        line_start, line_out, line_holes = row_start, o, h
        i = row_start
        span = i  # what has been read from here on is not yet written
        mask = after_break
        breaks = 0
        while True:
            # The common case, over and over: Bengali or ASCII, and nothing to do about it. The tables are cut to what
            # it needs and the indices unsigned, or numba would ask of each whether it is negative.
            while i < end - 2:
                byte = data[np.uintp(i)]
                if byte == 0xE0:
                    second = data[np.uintp(i + 1)]
                    if second & 0xFC != 0xA4:
                        break
                    kind = near[np.uintp(((second & 3) << 6) | (data[np.uintp(i + 2)] & 0x3F))]
                    length = 3
                elif byte < 0x80:
                    kind = near[np.uintp(byte) + np.uintp(256)]
                    length = 1
                else:
                    break
                if (mask >> kind) & one != 0:
                    break
                mask = masks[np.uintp(kind)]
                i += length
            if i < end:
                point, length = _code_point(data, i, end)
                kind = np.uint64(classes[point])
                if (mask >> kind) & one == 0:
                    mask = masks[kind]
                    i += length
                    continue
                deed = np.int64(deeds[point])
            else:  # the end of a text is like the end of a line
                point, length = np.int64(0x0A), 0
                deed = np.int64(BREAK)

            scope = WORD
            if deed == SPACE:
                if mask == after_space or mask == after_break:
                    o = _copied(data, span, i, out, o)
                    i += length
                    span = i
                    continue
                if (mask >> np.uint64(_SPACE)) & one == 0:
                    o = _copied(data, span, i, out, o)
                    out[o] = 0x20
                    o += 1
                    i += length
                    span = i
                    mask = after_space
                    continue
            elif deed == BREAK or deed == RETURN:
                if mask == after_space:
                    o = _copied(data, span, i, out, o) - 1
                    span = i
                    mask = masks[_OTHER]
                if (mask >> np.uint64(_BREAK)) & one == 0:
                    if i >= end:
                        o = _copied(data, span, end, out, o)
                        break
                    breaks = breaks + 1 if mask == after_break else 1
                    if deed == RETURN and i + 1 < end and data[i + 1] == 0x0A:
                        length = 2
                    if breaks > 2 or deed == RETURN:
                        o = _copied(data, span, i, out, o)
                        if breaks <= 2:
                            out[o] = 0x0A
                            o += 1
                        span = i + length
                    i += length
                    line_start, line_out, line_holes = i, o + i - span, h
                    mask = after_break
                    continue
            elif deed == DOTTED:
                if (mask >> np.uint64(_CONSONANT)) & one == 0:
                    o = _copied(data, span, i, out, o)
                    out[o] = 0xE0
                    out[o + 1] = 0xA6
                    out[o + 2] = 0xA1 if point == 0x09DC else 0xA2 if point == 0x09DD else 0xAF
                    out[o + 3] = 0xE0
                    out[o + 4] = 0xA6
                    out[o + 5] = 0xBC
                    o += 6
                    i += 3
                    span = i
                    mask = masks[_NUKTA]
                    continue
            elif deed == SECOND_HALF:
                if mask == after_sign_e:
                    o = _copied(data, span, i - 3, out, o)
                    out[o] = 0xE0
                    out[o + 1] = 0xA7
                    out[o + 2] = 0x8B if point == 0x09BE else 0x8C
                    o += 3
                    i += 3
                    span = i
                    mask = masks[_SIGN_O]
                    continue
            elif deed == AMPERSAND:
                following = data[i + 1] if i + 1 < end else np.uint8(0)
                if following == 0x23 or 0x41 <= following <= 0x5A or 0x61 <= following <= 0x7A:
                    scope = TEXT
                elif (mask >> np.uint64(_OTHER)) & one == 0:
                    mask = masks[_OTHER]
                    i += 1
                    continue
            elif deed == LATIN:
                if not _plain_follows(data, i + length, end):
                    scope = TEXT
                elif (mask >> np.uint64(_OTHER)) & one == 0:
                    mask = masks[_OTHER]
                    i += length
                    continue
            elif deed == LINE or deed == TEXT:
                scope = deed

            # The rules must look. What was written of the stretch is taken back, and a hole left in its place.
            start, stop, scope = _extent(data, row_start, line_start, i, end, scope, deeds)
            if start >= span:
                o = _copied(data, span, start, out, o)
            elif scope == WORD:
                o -= _written_length(data, start, span)
            elif scope == LINE:
                o = line_out
            else:
                o = row_out
            if scope == LINE:
                h = line_holes
            elif scope == TEXT:
                h = row_holes
            if h >= len(holes):
                return -1
            holes[h, 0] = row
            holes[h, 1] = start
            holes[h, 2] = stop
            holes[h, 3] = o
            holes[h, 4] = scope
            h += 1
            i = span = stop
            mask = masks[_OTHER]
    out_offsets[len(offsets) - 1] = o
    return h

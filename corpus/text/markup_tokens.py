"""The tokens of markup for the compiled pass of `corpus.text.markup_kernel`: names, attributes, references, raw text.

Markup is UTF-16 units; the syntax is that of the HTML Living Standard, 13.2.5.
"""

# mypy: disable-error-code="no-untyped-def, untyped-decorator, misc, no-any-return, no-untyped-call, assignment"
# numba works the types of the compiled functions out for itself.
# ruff: noqa: SIM109

from __future__ import annotations

import numba
import numpy as np

from corpus.text.column_kernel import divides
from corpus.text.countable import FNV, PRIME
from corpus.text.hashed import fnv

TAG, WORD, ROLE, CLASS, PROPERTY, RELATION = (bytes([kind]) for kind in range(6))
"""Kinds of words in the hash table, each before its words: a tag, a word of a class, id or property that tells a group,
a role, and a class, property or relation that metadata is told by."""
HINT = 1 << 32
"""The bit of words that a class may have by which metadata is told, beside those of groups."""
SEED, FACTOR = np.uint64(FNV), np.uint64(PRIME)
_TAG, _WORD, _ROLE_WORD, _CLASS_NAME, _PROPERTY, _RELATION = (
    np.uint64(fnv(kind)) for kind in (TAG, WORD, ROLE, CLASS, PROPERTY, RELATION)
)
LT, GT, SLASH, SPACE, AMPERSAND, BANG, DASH = (np.uint16(ord(char)) for char in "<>/ &!-")
_QUOTE, _APOSTROPHE, _EQUALS, _HASH, _SEMICOLON = (np.uint16(ord(char)) for char in "\"'=#;")
_LONGEST_VALUE = 200  # characters of a class, id or itemprop whose words are looked up
_LONGEST_REFERENCE = 40  # characters; the longest name of all has 31

GROUPS, ANCESTORS, HIDDEN, KEPT, CANONICAL, JSON, COUNT, SELF_CLOSED, DOUBTFUL = range(9)
"""What `attributes` finds out about a tag."""


def _units(text):
    return np.frombuffer(text.encode("utf-16-le"), np.uint16)


_CLASS, _ID, _ITEMPROP, _ROLE, _HIDDEN_NAME, _STYLE, _REL, _TYPE = (
    np.uint64(int.from_bytes(name.encode()))
    for name in ("class", "id", "itemprop", "role", "hidden", "style", "rel", "type")
)
_LONGEST_NAME = 8  # letters of them, which a number of 64 bits holds
_DISPLAY, _NONE, _VISIBILITY, _INVISIBLE, _SCRIPT = map(_units, ("display", "none", "visibility", "hidden", "script"))
_BREADCRUMB, _CANONICAL, _JSON = map(_units, ("breadcrumb", "canonical", "ld+json"))


@numba.njit(nogil=True, cache=True)
def slot_of(keys, key):
    """Where a key stands in a hash table with linear probing; an empty slot, with the value 0, where it does not."""
    last = np.uint64(keys.size - 1)
    slot = key & last
    while keys[slot] != np.uint64(0) and keys[slot] != key:
        slot = (slot + np.uint64(1)) & last
    return slot


@numba.njit(nogil=True, cache=True)
def find(data, start, end, unit):
    """Where `unit` stands first from `start` on, or `end`; compared in blocks, which a processor does at once."""
    i, stop, block = np.uint64(start), np.uint64(end), np.uint64(32)  # of one kind, or numba makes floats of them
    while i + block <= stop:
        found = np.uint16(0)
        for n in range(block):
            found |= np.uint16(data[i + n] == unit)
        if found:
            break
        i += block
    while i < stop and data[i] != unit:
        i += np.uint64(1)
    return np.int64(i)


@numba.njit(nogil=True, cache=True)
def begins(data, start, end, word):
    """Whether `word`, in small letters, stands at `start` in letters of any size."""
    if end - start < word.size:
        return False
    for n in range(word.size):
        unit = data[start + n]
        if 0x41 <= unit <= 0x5A:
            unit += np.uint16(0x20)
        if unit != word[n]:
            return False
    return True


@numba.njit(nogil=True, cache=True)
def _holds(data, start, end, word):
    """Whether `word`, in small letters, stands anywhere from `start` to `end`, or a reference that may hide it."""
    for i in range(start, end):
        if (data[i] | 0x20 == word[0] and begins(data, i, end, word)) or data[i] == AMPERSAND:
            return True
    return False


@numba.njit(nogil=True, cache=True)
def is_letter(unit):
    """Whether a unit is a letter of ASCII."""
    return 0x61 <= unit | 0x20 <= 0x7A


@numba.njit(nogil=True, cache=True)
def is_blank(unit):
    """White space between the parts of a tag."""
    return unit == 0x20 or unit == 0x0A or unit == 0x09 or unit == 0x0D or unit == 0x0C


@numba.njit(nogil=True, cache=True)
def is_space(unit):
    """Whether a unit of text is white space; most are not, and the usual ones are told at once."""
    if unit < 0x80:
        return unit == 0x20 or unit == 0x0A or (unit < 0x20 and divides(unit))
    return not 0xA0 < unit < 0x1680 and divides(unit)


@numba.njit(nogil=True, cache=True)
def length(unit):
    """How many units the character that begins with `unit` has."""
    return 2 if 0xD800 <= unit < 0xDC00 else 1


@numba.njit(nogil=True, cache=True)
def name_at(data, i, end):
    """The hash of a tag's name in small letters, and where it ends."""
    name = _TAG
    while i < end and data[i] != GT and data[i] != SLASH and not is_blank(data[i]):
        unit = data[i]
        if 0x41 <= unit <= 0x5A:
            unit += np.uint16(0x20)
        name = (name ^ np.uint64(unit)) * FACTOR
        i += 1
    return name, i


@numba.njit(nogil=True, cache=True)
def reference(data, i, end, keys, values):
    """What a character reference at `i` (an ampersand) stands for, white space as a space, and its length.

    The length is 0 where it cannot be told without all the rules: no semicolon, an unknown name, a control character.
    """
    unit = data[i + 1] if i + 1 < end else SPACE
    name, value, j = SEED, np.int64(0), i + 1
    if unit == _HASH:
        j += 1
        base = 10
        if j < end and data[j] | 0x20 == 0x78:
            base, j = 16, j + 1
        first = j
        while j < end and j < i + _LONGEST_REFERENCE and data[j] != _SEMICOLON:
            letter = data[j] | 0x20
            digit = data[j] - 0x30 if 0x30 <= data[j] <= 0x39 else letter - 0x57 if 0x61 <= letter <= 0x66 else 99
            if digit >= base:
                return SPACE, 0
            value = min(value * base + digit, np.int64(0x10FFFF))
            j += 1
        if j == first:
            return SPACE, 0
    elif is_letter(unit):
        while j < end and j < i + _LONGEST_REFERENCE and (is_letter(data[j]) or 0x30 <= data[j] <= 0x39):
            name = (name ^ np.uint64(data[j])) * FACTOR
            j += 1
        value = values[slot_of(keys, name)]
    else:
        return AMPERSAND, 1
    if j >= end or data[j] != _SEMICOLON:
        return SPACE, 0
    if not (0x20 <= value < 0x7F or 0xA0 <= value < 0xD800 or 0xE000 <= value < 0xFFFE):
        return SPACE, 0
    unit = np.uint16(value)
    return SPACE if is_space(unit) else unit, j + 1 - i


@numba.njit(nogil=True, cache=True)
def _groups(data, start, end, keys, values, entity_keys, entity_values):
    """Bits of the groups that the words of a class, id or itemprop belong to; -1 where a reference makes it doubtful.

    HINT is among them where it may be a class that metadata is told by.
    A word is a run of small letters with the capital before it, or a run of capitals; only ASCII has words here.
    """
    bits = np.int64(0)
    word, size, small = _WORD, 0, False
    last = _WORD  # the run of capitals without its last letter, which begins a word where a small letter follows
    capital = _WORD
    i, count = start, 0
    while i <= end:
        unit = data[i] if i < end and count < _LONGEST_VALUE else SPACE
        step = length(unit)
        if unit == AMPERSAND:
            unit, step = reference(data, i, end, entity_keys, entity_values)
            if step == 0 or is_letter(unit):
                return np.int64(-1)
            unit = SPACE
        i += step
        count += 1
        is_small, is_capital = 0x61 <= unit <= 0x7A, 0x41 <= unit <= 0x5A
        letter = np.uint64(unit | 0x20)
        if letter == _BREADCRUMB[0] and begins(data, i - 1, end, _BREADCRUMB):
            bits |= HINT
        if is_small:
            if size and not small and size > 1:  # capitals, then small letters: the last capital is this word's
                bits |= values[slot_of(keys, last)]
                word, size = (_WORD ^ capital) * FACTOR, 1
            word = (word ^ letter) * FACTOR
            size += 1
            small = True
            continue
        if size and (small or not is_capital):
            bits |= values[slot_of(keys, word)]
            word, size = _WORD, 0
        small = False
        if is_capital:
            last, capital = word, letter
            word = (word ^ letter) * FACTOR
            size += 1
        if count > _LONGEST_VALUE:
            return bits | HINT
    return bits


@numba.njit(nogil=True, cache=True)
def _is_kept(data, start, end, kind, keys, values):
    """Whether a word between blanks is a class, property or relation that metadata is told by."""
    word, bits = kind, np.int64(0)
    for i in range(start, end + 1):
        unit = data[i] if i < end else SPACE
        if is_blank(unit):
            bits |= values[slot_of(keys, word)]
            word = kind
        else:
            word = (word ^ np.uint64(unit + 0x20 if 0x41 <= unit <= 0x5A else unit)) * FACTOR
    return bits != 0


@numba.njit(nogil=True, cache=True)
def _hides(data, start, end):
    """Whether a style says `display: none` or `visibility: hidden`."""
    for i in range(start, end):
        if i > start and not (data[i - 1] == _SEMICOLON or divides(data[i - 1])):
            continue
        for n in range(2):
            name, value = (_DISPLAY, _NONE) if n == 0 else (_VISIBILITY, _INVISIBLE)
            if not begins(data, i, end, name):
                continue
            j = i + name.size
            while j < end and divides(data[j]):
                j += 1
            if j < end and data[j] == 0x3A:
                j += 1
                while j < end and divides(data[j]):
                    j += 1
                if begins(data, j, end, value):
                    return True
    return False


@numba.njit(nogil=True, cache=True)
def _is_doubtful_style(data, start, end):
    """Whether a style with what a serializer escapes speaks of what it hides: serialized, it may read otherwise."""
    special = mentions = False
    for i in range(start, end):
        special |= data[i] == AMPERSAND or data[i] == _QUOTE or data[i] == LT or data[i] == GT
        mentions |= begins(data, i, end, _DISPLAY) or begins(data, i, end, _VISIBILITY)
    return special and mentions


@numba.njit(nogil=True, cache=True)
def _role(data, start, end, keys, values):
    role = _ROLE_WORD
    for j in range(start, end):
        role = (role ^ np.uint64(data[j])) * FACTOR
    return values[slot_of(keys, role)]


@numba.njit(nogil=True, cache=True)
def _noted(data, name, opening, closing, keys, values, entity_keys, entity_values, found, seen):
    """Note in `found` what an attribute says; gives `seen` with its own bit: the first of a name counts."""
    if name == _CLASS or name == _ID or name == _ITEMPROP:
        bit = 1 if name == _CLASS else 2 if name == _ID else 4
        if seen & bit:
            return seen
        groups = _groups(data, opening, closing, keys, values, entity_keys, entity_values)
        if groups < 0:
            found[DOUBTFUL] = 1
        else:
            found[GROUPS] |= groups & ~HINT
        if name == _CLASS and groups & HINT:
            found[KEPT] |= _holds(data, opening, closing, _BREADCRUMB)
            found[KEPT] |= _is_kept(data, opening, closing, _CLASS_NAME, keys, values)
        elif name == _ITEMPROP:
            found[KEPT] |= _is_kept(data, opening, closing, _PROPERTY, keys, values)
        return seen | bit
    if name == _STYLE and not seen & 8:
        found[HIDDEN] |= _hides(data, opening, closing)
        found[DOUBTFUL] |= _is_doubtful_style(data, opening, closing)
        return seen | 8
    if name == _ROLE and not seen & 16:
        found[ANCESTORS] |= _role(data, opening, closing, keys, values)
        for i in range(opening, closing):
            found[DOUBTFUL] |= data[i] == AMPERSAND
        return seen | 16
    if name == _HIDDEN_NAME:
        found[HIDDEN] = 1
    elif name == _REL:
        found[CANONICAL] |= _holds(data, opening, closing, _CANONICAL)
        found[KEPT] |= _is_kept(data, opening, closing, _RELATION, keys, values)
    elif name == _TYPE:
        found[JSON] |= _holds(data, opening, closing, _JSON)
    return seen


@numba.njit(nogil=True, cache=True)
def forget(found):
    """Make what was found out about another tag undone."""
    for n in range(found.size):
        found[n] = 0


@numba.njit(nogil=True, cache=True)
def attributes(data, i, end, keys, values, entity_keys, entity_values, found):
    """Read a tag from the end of its name and fill `found`; gives where the tag ends, or -1 where it does not."""
    forget(found)
    seen = np.int64(0)
    while True:
        slash = False
        while i < end and (is_blank(data[i]) or data[i] == SLASH):
            slash = data[i] == SLASH
            i += 1
        if i >= end:
            return -1
        if data[i] == GT:
            found[SELF_CLOSED] = slash
            return i + 1
        found[COUNT] += 1
        start = i
        name, wide = np.uint64(0), np.uint16(0)
        while i < end:
            unit = data[i]
            if unit == GT or unit == SLASH or is_blank(unit) or (unit == _EQUALS and i > start):
                break  # a name may begin with an equals sign
            name = name << np.uint64(8) | np.uint64(unit | 0x20)
            wide |= unit
            i += 1
        stop = opening = closing = i
        while i < end and is_blank(data[i]):
            i += 1
        if i < end and data[i] == _EQUALS:
            i += 1
            while i < end and is_blank(data[i]):
                i += 1
            if i >= end:
                return -1
            opening = i
            quote = data[i]
            if quote == _QUOTE or quote == _APOSTROPHE:
                i += 1
                opening = i
                closing = i = find(data, i, end, quote)
                i += 1
            else:
                while i < end and data[i] != GT and not is_blank(data[i]):
                    i += 1
                closing = i
            if i >= end:
                return -1
        if stop - start <= _LONGEST_NAME and wide < 0x80:
            seen = _noted(data, name, opening, closing, keys, values, entity_keys, entity_values, found, seen)


@numba.njit(nogil=True, cache=True)
def raw_end(data, start, end, name_start, name_end):
    """Where the end tag of an element with raw text begins, `end` where it has none; -1 where it cannot be told.

    A comment in a script may hide a script of its own with its end tag; an end tag may be written in other ways than
    `</name>`, which is left to the parser.
    """
    size = name_end - name_start
    is_script = begins(data, name_start, name_end, _SCRIPT)
    comment = hidden = False
    i = start
    while i < end:
        if not comment:
            i = find(data, i, end, LT)
        if i + 2 + size < end and data[i] == LT:
            at = i + 2 if data[i + 1] == SLASH else i + 1
            same = True
            for n in range(size):
                if data[at + n] | 0x20 != data[name_start + n] | 0x20:
                    same = False
                    break
            after = data[at + size]
            if same and (after == GT or after == SLASH or is_blank(after)):
                if at == i + 1:
                    hidden = comment
                elif hidden:
                    hidden = False
                else:
                    return i if after == GT else -1
            elif data[i + 1] == BANG and data[i + 2] == DASH and data[i + 3] == DASH:
                comment = is_script
        elif comment and data[i] == GT and data[i - 1] == DASH and data[i - 2] == DASH:
            comment = hidden = False
        i += 1
    return end

"""The compiled pass of `corpus.text.blocks`: from the serialized body of a parsed page to its lines.

What the parser writes down again is regular: every element is closed, every attribute quoted, and `<` and `>` stand
only round tags, but for elements whose text is raw. So one pass over its UTF-16 units, with a stack of what is open,
sees the whole tree at a fraction of what it costs to ask each node in turn.
"""

# mypy: disable-error-code="no-untyped-def, untyped-decorator, misc, no-any-return, no-untyped-call, assignment"
# numba works the types of the compiled functions out for itself, and compiles loops better than `all`.
# ruff: noqa: SIM110

from __future__ import annotations

import numba
import numpy as np

from corpus.tables.dom import ANCESTORS, LINE_TAGS
from corpus.text.column_kernel import divides
from corpus.text.countable import FNV, PRIME
from corpus.text.linescan import look_up

BLOCK, BOLD, MEANING, VOID, SKIPPED, BREAK, RAW, PLAIN = (1 << bit for bit in range(8))
CLASS_SHIFT, ANCESTORS_SHIFT = 8, 16
"""What a tag's value holds: the bits above, the place of its class in LINE_TAGS, bits of ANCESTORS."""

DONE, TOO_MANY_ELEMENTS, TOO_DEEP, TOO_MANY_LINES, UNBALANCED = range(5)
"""How a pass ended. An unbalanced page holds raw text that looks like markup: it must be read without its scripts, and
without `plaintext`, which takes the rest of a page as text."""

_SEED, _FACTOR = np.uint64(FNV), np.uint64(PRIME)
_LINK_BIT = 1 << ANCESTORS.index("link")
_SECTION = LINE_TAGS.index("section")  # what text right inside the page is
_LT, _GT, _SLASH, _QUOTE, _EQUALS, _SPACE, _AMPERSAND = (np.uint16(ord(char)) for char in '<>/"= &')
_LONGEST_VALUE = 200  # characters of a class, id or itemprop whose words are looked up

# What text inside an element inherits: the columns of `places`.
_IN_BLOCK, _TAG, _ANCESTORS, _OWN, _NEAR, _FAR, _IS_BOLD, _DEPTH, _PARENT, _SECOND, _THIRD, _HIDDEN = range(12)


def _units(text):
    return np.frombuffer(text.encode("utf-16-le"), np.uint16)


_CLASS, _ID, _ITEMPROP, _ROLE, _HIDDEN_NAME, _STYLE = map(
    _units, ("class", "id", "itemprop", "role", "hidden", "style")
)
_DISPLAY, _NONE, _VISIBILITY, _INVISIBLE, _SCRIPT = map(_units, ("display", "none", "visibility", "hidden", "script"))
_AMP, _LESS, _GREATER, _NBSP, _QUOT = map(_units, ("amp;", "lt;", "gt;", "nbsp;", "quot;"))


@numba.njit(nogil=True, cache=True)
def _is(data, start, end, word):
    """Whether the units from `start` to `end` are `word`."""
    if end - start != word.size:
        return False
    for n in range(word.size):
        if data[start + n] != word[n]:
            return False
    return True


@numba.njit(nogil=True, cache=True)
def _begins(data, start, end, word):
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


@numba.njit(nogil=True, cache=True, inline="always")
def _length(unit):
    """How many units the character that begins with `unit` has."""
    return 2 if 0xD800 <= unit < 0xDC00 else 1


@numba.njit(nogil=True, cache=True)
def _entity(data, i, end):
    """The character that an entity at `i` (an ampersand) stands for, 32 for a no-break space, and its length.

    A serializer writes no others than these.
    """
    if _begins(data, i + 1, end, _AMP):
        return np.uint16(0x26), 5
    if _begins(data, i + 1, end, _LESS):
        return np.uint16(0x3C), 4
    if _begins(data, i + 1, end, _GREATER):
        return np.uint16(0x3E), 4
    if _begins(data, i + 1, end, _NBSP):
        return np.uint16(0x20), 6
    if _begins(data, i + 1, end, _QUOT):
        return np.uint16(0x22), 6
    return np.uint16(0x26), 1


@numba.njit(nogil=True, cache=True)
def _groups(data, start, end, keys, values):
    """Bits of the groups that the words of a class, id or itemprop belong to.

    A word is a run of small letters with the capital before it, or a run of capitals; only ASCII has words here.
    """
    bits = np.uint64(0)
    word, length, small = _SEED, 0, False
    last = _SEED  # the run of capitals without its last letter, which begins a word where a small letter follows
    capital = _SEED
    i, count = start, 0
    while i <= end:
        unit = data[i] if i < end and count < _LONGEST_VALUE else _SPACE
        step = _length(unit)
        if unit == _AMPERSAND:
            unit, step = _SPACE, _entity(data, i, end)[1]
        i += step
        count += 1
        is_small, is_capital = 0x61 <= unit <= 0x7A, 0x41 <= unit <= 0x5A
        letter = np.uint64(unit | 0x20)
        if is_small:
            if length and not small and length > 1:  # capitals, then small letters: the last capital is this word's
                bits |= look_up(keys, values, last)
                word, length = (_SEED ^ capital) * _FACTOR, 1
            word = (word ^ letter) * _FACTOR
            length += 1
            small = True
            continue
        if length and (small or not is_capital):
            bits |= look_up(keys, values, word)
            word, length = _SEED, 0
        small = False
        if is_capital:
            last, capital = word, letter
            word = (word ^ letter) * _FACTOR
            length += 1
        if count > _LONGEST_VALUE:
            break
    return bits


@numba.njit(nogil=True, cache=True)
def _hides(data, start, end):
    """Whether a style says `display: none` or `visibility: hidden`."""
    for i in range(start, end):
        if i > start and not (data[i - 1] == 0x3B or divides(data[i - 1])):
            continue
        for n in range(2):
            name, value = (_DISPLAY, _NONE) if n == 0 else (_VISIBILITY, _INVISIBLE)
            if not _begins(data, i, end, name):
                continue
            j = i + name.size
            while j < end and divides(data[j]):
                j += 1
            if j < end and data[j] == 0x3A:
                j += 1
                while j < end and divides(data[j]):
                    j += 1
                if _begins(data, j, end, value):
                    return True
    return False


@numba.njit(nogil=True, cache=True)
def _raw_end(data, start, end, name_start, name_end):
    """Where the end tag of an element with raw text begins; -1 where a script hides another one in a comment."""
    size = name_end - name_start
    is_script = _begins(data, name_start, name_end, _SCRIPT)
    comment = False
    i = start
    while i < end:
        if data[i] == _LT and i + 2 + size < end:
            if data[i + 1] == _SLASH:
                if data[i + 2 + size] == _GT and _begins(data, i + 2, end, data[name_start:name_end]):
                    return i
            elif data[i + 1] == 0x21 and data[i + 2] == 0x2D and data[i + 3] == 0x2D:
                comment = is_script
            elif comment and _begins(data, i + 1, end, _SCRIPT):
                return -1
        i += 1
    return end


@numba.njit(nogil=True, cache=True)
def _wider(rows):
    wider = np.zeros((rows.shape[0] * 2, rows.shape[1]), rows.dtype)
    wider[: rows.shape[0]] = rows
    return wider


@numba.njit(nogil=True, cache=True)
def _describe(line, features, linked, bold, whole, shares):
    """Write down what `corpus.text.dump.Dom` holds of a line."""
    for column in range(8):
        whole[line, column] = features[column]
    shares[line, 0] = min(1.0, linked)
    shares[line, 1] = min(1.0, bold)


@numba.njit(nogil=True, cache=True)
def lines_of(
    data, tag_keys, tag_values, word_keys, word_values, role_keys, role_values, max_nodes, max_depth, lenient,
    out, whole, shares,
):  # fmt: skip
    """Write the lines of a serialized body to `out`, a newline after each, and their features to `whole`, `shares`.

    `whole` has the columns of `corpus.text.dump.Dom` that are whole numbers, the containers last; `shares` is linked
    and bold. Gives how the pass ended, how many lines there are, and their units. Elements that end where none is open
    make a page unbalanced; where `lenient`, they are passed over.
    """
    end = data.size
    places = np.zeros((256, 12), np.int64)  # place 0 is that of the page
    opened = np.zeros((256, 2), np.uint64)  # name and place of each open element
    places[0, _TAG] = _SECTION
    depth = 0
    top = 0  # the place of what is open
    skipped = 0  # the depth at which a skipped element was opened
    visited = elements = 0
    n = o = 0
    line_chars = 0
    open_line = gap = False
    block = tag = near = far = deep = parent = second = third = ancestors = np.int64(0)
    linked = bold = 0
    raw_until = 0
    i = 0
    while i < end:
        line_ends = False
        if data[i] == _LT and i >= raw_until:
            following = data[i + 1] if i + 1 < end else _SPACE
            if following == 0x21 or following == 0x3F:  # a comment, or an instruction
                visited += skipped == 0
                if following == 0x21 and i + 3 < end and data[i + 2] == 0x2D:
                    i += 4
                    while i < end and not (data[i] == _GT and data[i - 1] == 0x2D and data[i - 2] == 0x2D):
                        i += 1
                else:
                    while i < end and data[i] != _GT:
                        i += 1
                i += 1
                continue
            closing = following == _SLASH
            i += 2 if closing else 1
            name = _SEED
            name_start = i
            while i < end and data[i] != _GT and data[i] != _SPACE:
                name = (name ^ np.uint64(data[i])) * _FACTOR
                i += 1
            name_end = i
            if closing:
                i += 1
                if depth == 0 or opened[depth - 1, 0] != name:
                    if not lenient:
                        return UNBALANCED, 0, 0
                    continue
                depth -= 1
                top = np.int64(opened[depth - 1, 1]) if depth else 0
                if skipped > depth:
                    skipped = 0
                continue
            value = look_up(tag_keys, tag_values, name)
            flags = np.int64(value & np.uint64(0xFF))
            if flags & PLAIN and not lenient:
                return UNBALANCED, 0, 0
            if skipped or flags & SKIPPED:
                while i < end and data[i] != _GT:
                    i += 1
                i += 1
                if not flags & VOID:
                    if depth >= opened.shape[0]:
                        opened = _wider(opened)
                    opened[depth, 0] = name
                    opened[depth, 1] = np.uint64(top)
                    depth += 1
                    if skipped == 0:
                        skipped = depth
                if flags & RAW:
                    i = _raw_end(data, i, end, name_start, name_end)
                    if i < 0:
                        return UNBALANCED, 0, 0
                continue
            visited += 1
            if flags & BREAK:
                while i < end and data[i] != _GT:
                    i += 1
                i += 1
                line_ends = True
            else:
                groups = ancestors_here = np.int64(0)
                hidden = places[top, _HIDDEN]
                plain = data[i] == _GT
                while i < end and data[i] != _GT:
                    i += 1  # a space
                    start = i
                    i += 1  # a name may begin with an equals sign
                    while i < end and data[i] != _EQUALS and data[i] != _GT and data[i] != _SPACE:
                        i += 1
                    stop = i
                    from_here = i
                    if i + 1 < end and data[i] == _EQUALS and data[i + 1] == _QUOTE:
                        i += 2
                        from_here = i
                        while i < end and data[i] != _QUOTE:
                            i += 1
                    size = stop - start
                    if size == 5:
                        if _is(data, start, stop, _CLASS):
                            groups |= np.int64(_groups(data, from_here, i, word_keys, word_values))
                        elif _is(data, start, stop, _STYLE) and _hides(data, from_here, i):
                            hidden = 1
                    elif size == 2:
                        if _is(data, start, stop, _ID):
                            groups |= np.int64(_groups(data, from_here, i, word_keys, word_values))
                    elif size == 8:
                        if _is(data, start, stop, _ITEMPROP):
                            groups |= np.int64(_groups(data, from_here, i, word_keys, word_values))
                    elif size == 4:
                        if _is(data, start, stop, _ROLE):
                            role = _SEED
                            for j in range(from_here, i):
                                role = (role ^ np.uint64(data[j])) * _FACTOR
                            ancestors_here |= np.int64(look_up(role_keys, role_values, role))
                    elif size == 6 and _is(data, start, stop, _HIDDEN_NAME):
                        hidden = 1
                    if i < end and data[i] == _QUOTE:
                        i += 1
                i += 1
                elements += 1
                here = top
                if not (plain and not flags & (BLOCK | MEANING)):
                    here = top + 1
                    if here >= places.shape[0]:
                        places = _wider(places)
                    ancestors_here |= places[top, _ANCESTORS] | np.int64(value >> np.uint64(ANCESTORS_SHIFT))
                    places[here, _ANCESTORS] = ancestors_here
                    places[here, _DEPTH] = places[top, _DEPTH] + 1
                    places[here, _HIDDEN] = hidden
                    if flags & BLOCK:
                        places[here, _IN_BLOCK] = elements
                        places[here, _TAG] = np.int64(value >> np.uint64(CLASS_SHIFT)) & 0xFF
                        places[here, _OWN] = groups
                        places[here, _NEAR] = groups | places[top, _OWN]
                        places[here, _FAR] = places[top, _FAR] | places[top, _NEAR]
                        places[here, _IS_BOLD] = 0
                        places[here, _PARENT] = places[top, _IN_BLOCK]
                        places[here, _SECOND] = places[top, _PARENT]
                        places[here, _THIRD] = places[top, _SECOND]
                        if places[here, _DEPTH] > max_depth:
                            return TOO_DEEP, 0, 0
                        line_ends = True
                    else:
                        for column in (_IN_BLOCK, _TAG, _FAR, _PARENT, _SECOND, _THIRD):
                            places[here, column] = places[top, column]
                        places[here, _OWN] = places[top, _OWN] | groups
                        places[here, _NEAR] = places[top, _NEAR] | groups
                        places[here, _IS_BOLD] = 1 if flags & BOLD else places[top, _IS_BOLD]
                if not flags & VOID:
                    if depth >= opened.shape[0]:
                        opened = _wider(opened)
                    opened[depth, 0] = name
                    opened[depth, 1] = np.uint64(here)
                    depth += 1
                    top = here
                    if flags & RAW:
                        raw_until = _raw_end(data, i, end, name_start, name_end)
                        if raw_until < 0:
                            return UNBALANCED, 0, 0
            if not (line_ends and open_line):
                continue
        else:
            # A run of text: what stands before the next tag.
            start = i
            if skipped or places[top, _HIDDEN]:
                visited += skipped == 0
                while i < end and (data[i] != _LT or i < raw_until):
                    i += 1
                continue
            visited += 1
            raw = i < raw_until
            # White space before it says nothing where no line is open, or where the line ends here.
            i = start
            blank_before = False
            while i < end and (data[i] != _LT or i < raw_until):
                step = 1 if divides(data[i]) else 0
                if step == 0 and not raw and data[i] == _AMPERSAND and _begins(data, i + 1, end, _NBSP):
                    step = 6
                if step == 0:
                    break
                i += step
                blank_before = True
            empty = i >= end or (data[i] == _LT and i >= raw_until)
            if not open_line and empty:
                continue
            if not open_line or places[top, _IN_BLOCK] == block:
                if not open_line:
                    open_line, gap = True, False
                    line_chars = 0
                    ancestors = np.int64(0)
                    linked = bold = 0
                    block, tag = places[top, _IN_BLOCK], places[top, _TAG]
                    near, far, deep = places[top, _NEAR], places[top, _FAR], places[top, _DEPTH]
                    parent, second, third = places[top, _PARENT], places[top, _SECOND], places[top, _THIRD]
                else:
                    gap |= blank_before
                chars = trailing = 0
                while i < end and (data[i] != _LT or i < raw_until):
                    unit, step = data[i], 1 if divides(data[i]) else 0
                    entity = False
                    if step == 0 and unit == _AMPERSAND and not raw:
                        unit, step = _entity(data, i, end)
                        entity = True
                        if unit != 0x20:
                            i += step
                            step = 0
                    if step:
                        gap = True
                        trailing += 1
                        i += step
                        continue
                    if gap and line_chars:
                        out[o] = 0x20
                        o += 1
                        line_chars += 1
                    gap = False
                    chars += trailing + 1
                    trailing = 0
                    line_chars += 1
                    if entity:
                        out[o] = unit
                        o += 1
                    else:
                        for _ in range(_length(unit)):
                            out[o] = data[i]
                            o += 1
                            i += 1
                here_ancestors = places[top, _ANCESTORS]
                if here_ancestors & _LINK_BIT:
                    linked += chars
                if places[top, _IS_BOLD]:
                    bold += chars
                ancestors |= here_ancestors & ~_LINK_BIT
                continue
            i = start  # the line ends before this text, which is then looked at again
            visited -= 1
        # A line ends.
        open_line = False
        features = (tag, ancestors, near, far, deep, parent, second, third)
        _describe(n, features, linked / line_chars, bold / line_chars, whole, shares)
        out[o] = 0x0A
        o += 1
        n += 1
        if n >= whole.shape[0]:
            return TOO_MANY_LINES, 0, 0
    if open_line:
        features = (tag, ancestors, near, far, deep, parent, second, third)
        _describe(n, features, linked / line_chars, bold / line_chars, whole, shares)
        out[o] = 0x0A
        o += 1
        n += 1
    if depth and not lenient:
        return UNBALANCED, 0, 0
    if visited > max_nodes:
        return TOO_MANY_ELEMENTS, 0, 0
    return DONE, n, o

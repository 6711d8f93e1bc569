"""The compiled pass of `corpus.text.blocks`: from the markup of a page to its lines.

One pass over the UTF-16 units of markup, with a stack of what is open, sees the whole tree at a fraction of what it
costs to build it. It reads two kinds of markup: the source of a page, as long as its tags stand as the tree has them
(`corpus.text.markup_rules`), and what a parser writes down of a tree, where every element is closed and every attribute
quoted. On the way it cuts out of the source the outline that metadata is read from (`corpus.text.markup_outline`).
"""

# mypy: disable-error-code="no-untyped-def, untyped-decorator, misc, no-any-return, no-untyped-call, assignment"
# numba works the types of the compiled functions out for itself.

from __future__ import annotations

import numba
import numpy as np

from corpus.tables.dom import ANCESTORS, LINE_TAGS
from corpus.text import markup_tokens as tokens
from corpus.text.hashed import fnv
from corpus.text.markup_outline import (
    BEFORE,
    BEFORE_OUT,
    CONTENT,
    INSIDE,
    LAST,
    LAST_OUT,
    NAME,
    NAME_END,
    PLACE,
    ROOT,
    RULES,
    SKIPS,
    TAG_AT,
    copy,
    finish,
    keep,
    keep_before,
    keep_open,
)  # fmt: skip
from corpus.text.markup_rules import (
    BODY,
    HTML,
    IMPLIED_SECTION,
    SVG,
    begins_body,
    begins_section,
    closes,
    holds_text,
    inside_of,
    is_empty_p,
    opens,
)
from corpus.text.markup_tokens import (
    AMPERSAND,
    BANG,
    DASH,
    GT,
    LT,
    SLASH,
    SPACE,
    attributes,
    begins,
    find,
    is_blank,
    is_letter,
    is_space,
    length,
    name_at,
    raw_end,
    reference,
    slot_of,
)  # fmt: skip

BLOCK, BOLD, MEANING, VOID, SKIPPED, BREAK, RAW, PLAIN, ESCAPABLE = (1 << bit for bit in range(9))
CLASS_SHIFT, ANCESTORS_SHIFT = 12, 16
KEPT, KEPT_HEADING, KEPT_CANONICAL, KEPT_JSON = KEEPS = tuple(1 << bit for bit in range(32, 36))
"""What a tag's value holds: the bits above, the place of its class in LINE_TAGS, bits of ANCESTORS, and what of it the
outline keeps."""

SOURCE, WRITTEN, LENIENT = range(3)
"""The source of a page; a serialized body; one without its scripts, where an end without a beginning is passed over."""
DONE, TOO_MANY_ELEMENTS, TOO_DEEP, TOO_MANY_LINES, IRREGULAR = range(5)
"""How a pass ended. An irregular source must be read by a parser first. A serialized page is irregular where raw text
looks like markup: it must be read without its scripts, and without `plaintext`, which takes the rest of it as text."""


_LINK_BIT = 1 << ANCESTORS.index("link")
_SECTION = LINE_TAGS.index("section")  # what text right inside the page is
_DOCTYPE, _STANDARD, _CDATA = (np.frombuffer(text.encode("utf-16-le"), np.uint16) for text in (
    "!doctype", "!doctype html>", "![cdata["))  # fmt: skip

_NAME_OF_BODY, _NAME_OF_TBODY = (np.uint64(fnv(tokens.TAG + name)) for name in (b"body", b"tbody"))

_CR, _LF = np.uint16(0x0D), np.uint16(0x0A)

# What text inside an element inherits: the columns of `places`.
_IN_BLOCK, _TAG, _ANCESTORS, _OWN, _NEAR, _FAR, _IS_BOLD, _DEPTH, _PARENT, _SECOND, _THIRD, _HIDDEN = range(12)

# What is known of the line that is being read.
_OPEN, _GAP, _CHARS, _LINKED, _BOLD, _ABOVE = range(6)


@numba.njit(nogil=True, cache=True)
def _wider(rows):
    wider = np.zeros((rows.shape[0] * 2, rows.shape[1]), np.int64)
    for n in range(rows.size):
        wider.flat[n] = rows.flat[n]
    return wider


@numba.njit(nogil=True, cache=True)
def _after_comment(data, i, end):
    """Where a comment, an instruction or a document type ends; -1 where it does not, or in a way that needs care."""
    if i + 3 < end and data[i + 1] == BANG and data[i + 2] == DASH and data[i + 3] == DASH:
        i += 4
        while i < end and not (data[i] == GT and data[i - 1] == DASH and data[i - 2] == DASH):
            if data[i] == GT and data[i - 1] == BANG and data[i - 2] == DASH and data[i - 3] == DASH:
                return -1
            i += 1
    else:
        while i < end and data[i] != GT:
            i += 1
    return i + 1 if i < end else -1


@numba.njit(nogil=True, cache=True)
def _after_blank(data, i, end):
    """Where a run of text ends that must be blank; -1 where it is not."""
    while i < end and data[i] != LT:
        if not is_blank(data[i]):
            return -1
        i += 1
    return i


@numba.njit(nogil=True, cache=True)
def _take_place(places, above, value, found, element):
    """Fill the row after `above` with what text inside an element inherits; `element` is its number."""
    here = above + 1
    places[here, _ANCESTORS] = (
        places[above, _ANCESTORS] | found[tokens.ANCESTORS] | ((value >> ANCESTORS_SHIFT) & 0xFFFF)
    )
    places[here, _DEPTH] = places[above, _DEPTH] + 1
    places[here, _HIDDEN] = places[above, _HIDDEN] | found[tokens.HIDDEN]
    groups = found[tokens.GROUPS]
    if value & BLOCK:
        places[here, _IN_BLOCK] = element
        places[here, _TAG] = (value >> CLASS_SHIFT) & 0xF
        places[here, _OWN] = groups
        places[here, _NEAR] = groups | places[above, _OWN]
        places[here, _FAR] = places[above, _FAR] | places[above, _NEAR]
        places[here, _IS_BOLD] = 0
        places[here, _PARENT] = places[above, _IN_BLOCK]
        places[here, _SECOND] = places[above, _PARENT]
        places[here, _THIRD] = places[above, _SECOND]
    else:
        for column in (_IN_BLOCK, _TAG, _FAR, _PARENT, _SECOND, _THIRD):
            places[here, column] = places[above, column]
        places[here, _OWN] = places[above, _OWN] | groups
        places[here, _NEAR] = places[above, _NEAR] | groups
        places[here, _IS_BOLD] = 1 if value & BOLD else places[above, _IS_BOLD]


@numba.njit(nogil=True, cache=True)
def _push(opened, depth, name, place, rules, skips, at, name_end, content, before, before_out):
    """Fill the row of an element that opens at `depth`."""
    opened[depth, NAME] = np.int64(name)
    opened[depth, PLACE] = place
    opened[depth, RULES] = rules
    opened[depth, INSIDE] = inside_of(rules, opened[depth - 1, INSIDE])
    opened[depth, SKIPS] = skips
    opened[depth, TAG_AT], opened[depth, NAME_END], opened[depth, CONTENT] = at, name_end, content
    opened[depth, LAST] = opened[depth, LAST_OUT] = -1
    opened[depth, BEFORE], opened[depth, BEFORE_OUT] = before, before_out


@numba.njit(nogil=True, cache=True)
def _invent(places, opened, depth, name, value, rules, at, element):
    """Open an element at `depth` whose tag nobody wrote."""
    here, skips = opened[depth - 1, PLACE], opened[depth - 1, SKIPS]
    if not skips:
        _take_place(places, here, value, np.zeros(9, np.int64), element)
        here += 1
    before, before_out = opened[depth - 1, LAST], opened[depth - 1, LAST_OUT]
    opened[depth - 1, LAST], opened[depth - 1, LAST_OUT] = at, -1
    _push(opened, depth, name, here, rules, skips, at, at + 1, at, before, before_out)


@numba.njit(nogil=True, cache=True)
def _tells(value, found):
    """Whether metadata may be told by an element with this tag and these attributes."""
    return (
        value & (KEPT | KEPT_HEADING)
        or found[tokens.KEPT]
        or (value & KEPT_CANONICAL and found[tokens.CANONICAL])
        or (value & KEPT_JSON and found[tokens.JSON])
    )


@numba.njit(nogil=True, cache=True)
def _after_space(data, i, raw_until, entity_keys, entity_values):
    """Where the white space that a text may begin with ends."""
    end = data.size
    while i < end:
        unit = data[i]
        step = 1 if is_space(unit) else 0
        if unit == AMPERSAND and i >= raw_until:
            unit, step = reference(data, i, end, entity_keys, entity_values)
            if unit != SPACE:
                break
        if step == 0:
            break
        i += step
    return i


@numba.njit(nogil=True, cache=True)
def _append(data, i, raw_until, careful, entity_keys, entity_values, line, out, o):
    """Add a run of text to the open line, white space as one space.

    Gives where the run ends, how much is written, and its characters from the first to the last that is no space; where
    `careful`, -1 for a reference that cannot be told.
    """
    end = data.size
    raw = i < raw_until
    gap, line_chars = line[_GAP], line[_CHARS]
    chars = trailing = 0
    while i < end and (data[i] != LT or i < raw_until):
        unit = data[i]
        step = 1 if is_space(unit) else 0
        written = False
        if unit == AMPERSAND and not raw:
            unit, step = reference(data, i, end, entity_keys, entity_values)
            if step == 0:
                if careful:
                    return -1, o, 0
                unit, step = AMPERSAND, 1
            if unit != SPACE:
                i += step
                step = 0
                written = True
        if step:
            gap = 1
            trailing += not (unit == _CR and i + 1 < end and data[i + 1] == _LF)  # one line break
            i += step
            continue
        if gap and line_chars:
            out[o] = SPACE
            o += 1
            line_chars += 1
        gap = 0
        chars += trailing + 1
        trailing = 0
        line_chars += 1
        out[o] = unit
        o += 1
        if not written:
            i += 1
            if length(unit) == 2 and i < end:
                out[o] = data[i]
                o += 1
                i += 1
    line[_GAP], line[_CHARS] = gap, line_chars
    return i, o, chars


@numba.njit(nogil=True, cache=True)
def _begin_line(line, block, places, place):
    for column in range(line.size):
        line[column] = 0
    line[_OPEN] = 1
    for column in range(block.size):
        block[column] = places[place, column]


@numba.njit(nogil=True, cache=True)
def _end_line(n, line, block, out, o, whole, shares):
    """End the line that is open, if any, and write down what `corpus.text.dump.Dom` holds of it.

    Gives how many lines there are then, and their units.
    """
    if not line[_OPEN]:
        return n, o
    whole[n, 0], whole[n, 1], whole[n, 2], whole[n, 3] = block[_TAG], line[_ABOVE], block[_NEAR], block[_FAR]
    whole[n, 4], whole[n, 5], whole[n, 6], whole[n, 7] = block[_DEPTH], block[_PARENT], block[_SECOND], block[_THIRD]
    shares[n, 0] = min(1.0, line[_LINKED] / line[_CHARS])
    shares[n, 1] = min(1.0, line[_BOLD] / line[_CHARS])
    line[_OPEN] = 0
    out[o] = 0x0A
    return n + 1, o + 1


@numba.njit(nogil=True, cache=True)
def lines_of(
    data, keys, values, rules_of, entity_keys, entity_values, max_nodes, max_depth, mode, out, whole, shares, outline
):  # fmt: skip
    """Write the lines of markup to `out`, a newline after each, and their features to `whole` and `shares`.

    `whole` has the columns of `corpus.text.dump.Dom` that are whole numbers, the containers last; `shares` is linked
    and bold. Gives how the pass ended, how many lines there are, their units, and the size of the outline of a source
    (-1: it was given up).
    """
    end = data.size
    is_source = mode == SOURCE
    places = np.zeros((256, 12), np.int64)  # place 0 is that of the page
    opened = np.zeros((256, 12), np.int64)
    places[0, _TAG] = _SECTION
    opened[0, LAST] = opened[0, LAST_OUT] = -1
    found = np.zeros(9, np.int64)
    state = np.zeros(5, np.int64)
    line = np.zeros(6, np.int64)
    block = np.zeros(12, np.int64)  # the place where the line began
    standard = end < 0
    # numba compiles all that is called once more for a number that begins as a constant.
    n = o = i = depth = visited = elements = raw_until = np.int64(0)
    text_end = torn = np.int64(-1)  # where the last text ended, and where it goes on after a tag that does nothing
    while i < end:
        if n >= whole.shape[0]:
            return TOO_MANY_LINES, 0, 0, 0
        if data[i] != LT or i < raw_until:
            top = opened[depth, PLACE]
            if is_source and not (i < raw_until or holds_text(opened, depth)):
                i = _after_blank(data, i, end)
                if i < 0:
                    return IRREGULAR, i, 0, 0
                continue
            if opened[depth, SKIPS] or places[top, _HIDDEN]:
                visited += not opened[depth, SKIPS]
                i = find(data, max(i, raw_until), end, LT)
                continue
            visited += 1
            # White space before it says nothing where no line is open, or where the line ends here.
            start = i
            i = _after_space(data, i, raw_until, entity_keys, entity_values)
            if not line[_OPEN] and (i >= end or (data[i] == LT and i >= raw_until)):
                continue
            if line[_OPEN] and places[top, _IN_BLOCK] != block[_IN_BLOCK]:
                n, o = _end_line(n, line, block, out, o, whole, shares)
                if i >= end or (data[i] == LT and i >= raw_until):
                    continue
            if not line[_OPEN]:
                _begin_line(line, block, places, top)
            elif i > start:
                line[_GAP] = 1
            if start == torn and (places[top, _IS_BOLD] or places[top, _ANCESTORS] & _LINK_BIT):
                return IRREGULAR, i, 0, 0  # shares are counted over whole texts
            i, o, chars = _append(data, i, raw_until, is_source, entity_keys, entity_values, line, out, o)
            text_end = i
            if i < 0:
                return IRREGULAR, i, 0, 0
            if places[top, _ANCESTORS] & _LINK_BIT:
                line[_LINKED] += chars
            if places[top, _IS_BOLD]:
                line[_BOLD] += chars
            line[_ABOVE] |= places[top, _ANCESTORS] & ~_LINK_BIT
            continue

        following = data[i + 1] if i + 1 < end else SPACE
        if following == BANG or following == 0x3F:
            visited += not opened[depth, SKIPS]
            stop = _after_comment(data, i, end)
            if is_source:
                if stop < 0 or (opened[depth, INSIDE] & SVG and begins(data, i + 1, end, _CDATA)):
                    return IRREGULAR, i, 0, 0
                if begins(data, i + 1, end, _DOCTYPE):
                    if depth or opened[0, LAST] >= 0:
                        return IRREGULAR, i, 0, 0
                    standard = begins(data, i + 1, end, _STANDARD)
                    copy(data, i, stop, outline, state)
            i = stop if stop >= 0 else end
            continue
        if following == SLASH:
            if is_source and not (i + 2 < end and is_letter(data[i + 2])):
                return IRREGULAR, i, 0, 0
            name, stop = name_at(data, i + 2, end)
            if is_source:
                slot = slot_of(keys, name)
                value, rules = values[slot], rules_of[slot]
                start = i
                i = (
                    stop + 1
                    if stop < end and data[stop] == GT
                    else attributes(data, stop, end, keys, values, entity_keys, entity_values, found)
                )
                if is_empty_p(rules, opened, depth):
                    opened[depth, LAST], opened[depth, LAST_OUT] = start, -1
                    if not opened[depth, SKIPS]:
                        visited += 1
                        elements += 1
                        n, o = _end_line(n, line, block, out, o, whole, shares)
                else:
                    before_it = depth
                    depth = closes(np.int64(name), rules, value & VOID, data, opened, depth, start, outline, state)
                    if depth == before_it and start == text_end:
                        text_end = torn = i  # it does nothing: the text goes on
                if depth < 0 or i < 0 or value & BREAK:
                    return IRREGULAR, start, 0, 0
            else:
                i = stop + 1
                if depth and opened[depth, NAME] == np.int64(name):
                    depth -= 1
                elif mode == WRITTEN:
                    return IRREGULAR, i, 0, 0
            continue

        if is_source and not is_letter(following):
            return IRREGULAR, i, 0, 0
        start = i
        name, name_end = name_at(data, i + 1, end)
        slot = slot_of(keys, name)
        value, rules = values[slot], rules_of[slot]
        if value & PLAIN and mode != LENIENT:
            return IRREGULAR, i, 0, 0
        if name_end < end and data[name_end] == GT:
            tokens.forget(found)
            i = name_end + 1
        else:
            i = attributes(data, name_end, end, keys, values, entity_keys, entity_values, found)
            if i < 0:
                if mode != LENIENT:
                    return IRREGULAR, i, 0, 0
                i = end
        if depth + 2 >= opened.shape[0]:
            opened = _wider(opened)
        if opened[depth, PLACE] + 2 >= places.shape[0]:
            places = _wider(places)
        in_svg = body_begins = False
        before = before_out = np.int64(-1)
        if is_source:
            if rules & BODY and depth == 2 and opened[2, TAG_AT] == opened[2, CONTENT]:
                # The body began before its tag, whose attributes are given to it.
                if n or line[_OPEN] or state[ROOT] or found[tokens.KEPT] or found[tokens.DOUBTFUL]:
                    return IRREGULAR, start, 0, 0
                _take_place(places, opened[1, PLACE], value, found, opened[2, PLACE])
                opened[2, TAG_AT], opened[2, NAME_END], opened[2, CONTENT] = start, name_end, i
                if opened[1, LAST_OUT] >= 0:
                    copy(data, start, i, outline, state)
                continue
            body_begins = begins_body(rules, opened, depth)
            if body_begins or begins_section(rules, opened, depth):
                implied, implied_rules = _NAME_OF_TBODY, np.int64(IMPLIED_SECTION)
                if body_begins:
                    keep_open(data, opened, depth, outline, state)
                    implied, implied_rules, depth = _NAME_OF_BODY, np.int64(BODY), np.int64(1)
                shown = not opened[depth, SKIPS]
                depth, visited, elements = depth + 1, visited + shown, elements + shown
                implied_value = values[slot_of(keys, implied)]
                _invent(places, opened, depth, implied, implied_value, implied_rules, start, elements)
            depth = opens(rules, rules == 0 and value == 0, data, opened, depth, start, standard, outline, state)
            if depth < 0 or found[tokens.DOUBTFUL] or (body_begins and state[ROOT]):
                return IRREGULAR, start, 0, 0
            in_svg = opened[depth, INSIDE] & SVG != 0
        ends_here = value & VOID or ((in_svg or rules & SVG) and found[tokens.SELF_CLOSED])
        if is_source:
            if value & KEPT_HEADING:
                keep_before(data, opened, depth, start, outline, state)
            before, before_out = opened[depth, LAST], opened[depth, LAST_OUT]
            opened[depth, LAST], opened[depth, LAST_OUT] = start, -1
            if body_begins or _tells(value, found):  # or the outline would not begin its body here
                keep(data, opened, depth, start, i if ends_here else -1, outline, state)
        skips = opened[depth, SKIPS] or value & SKIPPED
        here = opened[depth, PLACE]
        line_ends = False
        if not (skips or rules & HTML):
            visited += 1
            if value & BREAK:
                line_ends = True
            else:
                elements += 1
                if found[tokens.COUNT] or value & (BLOCK | MEANING):
                    line_ends = value & BLOCK != 0
                    _take_place(places, here, value, found, elements)
                    here += 1
                    if line_ends and places[here, _DEPTH] > max_depth:
                        return TOO_DEEP, 0, 0, 0
        if not ends_here:
            depth += 1
            _push(opened, depth, name, here, rules, np.int64(skips != 0), start, name_end, i, before, before_out)
            if is_source and rules & HTML:
                keep_open(data, opened, depth, outline, state)
            if (value & RAW and not in_svg) or (value & ESCAPABLE and is_source and not in_svg):
                stop = raw_end(data, i, end, start + 1, name_end)
                if stop < 0 or (is_source and stop == end):
                    return IRREGULAR, i, 0, 0
                if skips:
                    i = stop
                elif value & RAW:
                    raw_until = stop
                elif find(data, i, end, LT) < stop:
                    return IRREGULAR, start, 0, 0
        if line_ends:
            n, o = _end_line(n, line, block, out, o, whole, shares)
    if n >= whole.shape[0]:
        return TOO_MANY_LINES, 0, 0, 0
    n, o = _end_line(n, line, block, out, o, whole, shares)
    if (depth and mode == WRITTEN) or (is_source and depth < 2):
        return IRREGULAR, i, 0, 0
    if visited > max_nodes:
        return TOO_MANY_ELEMENTS, 0, 0, 0
    return DONE, n, o, finish(data, outline, state)

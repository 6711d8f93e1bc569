"""Whether the tags of a page's source stand as its tree has them: the tree rules of HTML, for what needs no repair.

Most pages open and close their tags in order, but for end tags that HTML lets one leave out (`p`, `li`, ...). What
would make a parser move or copy elements makes a page irregular, and so does what is seldom: it is left to the parser.
The rules are those of the HTML Living Standard, 13.2.6, their tags the table TREE_RULES.
"""

# mypy: disable-error-code="no-untyped-def, untyped-decorator, misc, no-any-return, no-untyped-call, assignment"

from __future__ import annotations

import numba

from corpus.tables.dom import TREE_RULES
from corpus.text.markup_outline import INSIDE, LAST, NAME, RULES, close

BIT = {name: 1 << place for place, name in enumerate(TREE_RULES)}
"""The bit of each row of the table in what a tag's rules are."""

_IRREGULAR, HTML, HEAD, BODY = (BIT[name] for name in ("irregular", "html", "head", "body"))
_IN_HEAD, _NOSCRIPT, _IN_NOSCRIPT, _TEMPLATE = BIT["in_head"], BIT["noscript"], BIT["in_noscript"], BIT["template"]
_CLOSES_P, _P, _LI, _TERM, _OPTION = BIT["closes_p"], BIT["p"], BIT["li"], BIT["term"], BIT["option"]
_OPTGROUP, _IN_SELECT, _HEADING = BIT["optgroup"], BIT["in_select"], BIT["heading"]
_IMPLIED_END, _END_IMPLIES = BIT["implied_end"], BIT["end_implies"]
_HIDES_P, _HIDES_ITEM = BIT["hides_p"], BIT["hides_item"]
_SELECT, SVG, _IN_SVG, _SVG_TEXT = BIT["select"], BIT["svg"], BIT["in_svg"], BIT["svg_text"]
_TABLE, _ROW, _IN_PARTS = BIT["table"], BIT["row"], BIT["in_table_parts"]
_NOT_IN_ITSELF = BIT["a"] | BIT["form"] | BIT["button"] | BIT["nobr"] | _SELECT
IMPLIED_SECTION = BIT["section"] | _IMPLIED_END
"""The rules of a `tbody` that nobody wrote."""
_ITEM = _LI | _TERM
_CONTEXTS = tuple(BIT[name] for name in ("table", "section", "row", "colgroup"))
_INTO = tuple(BIT[name] for name in ("in_table", "in_section", "in_row", "in_colgroup"))
_CONTEXT, _PART = sum(_CONTEXTS), sum(_INTO)
_NO_TEXT = _CONTEXT | HTML | HEAD
_NOT_BODY = HTML | HEAD | BODY
_REMEMBERED = _NOT_IN_ITSELF | _ITEM | _P | SVG | HEAD | _NOSCRIPT


@numba.njit(nogil=True, cache=True)
def holds_text(opened, depth):
    """Whether text may stand in what is open: a table would put it elsewhere, in the head the body begins with it."""
    return depth > 0 and not opened[depth, RULES] & _NO_TEXT and not opened[depth, INSIDE] & HEAD


@numba.njit(nogil=True, cache=True)
def _fits(rules, is_unknown, opened, depth):
    """Whether a tag opens an element right in what is open, and nothing else happens."""
    parent, inside = opened[depth, RULES], opened[depth, INSIDE]
    if rules & (HTML | HEAD | BODY) or depth == 0 or parent & HTML:
        if rules & HTML:
            return depth == 0 and opened[0, LAST] < 0
        first = opened[depth, LAST] < 0
        return parent & HTML != 0 and ((rules & HEAD != 0 and first) or (rules & BODY != 0 and not first))
    if inside & SVG:
        return (rules & _IN_SVG != 0 or is_unknown) and not parent & _SVG_TEXT
    if inside & HEAD:
        return rules & (_IN_NOSCRIPT if inside & _NOSCRIPT else _IN_HEAD) != 0
    if rules & _IRREGULAR or inside & rules & _NOT_IN_ITSELF or (rules & _HEADING and parent & _HEADING):
        return False
    if inside & _SELECT and (not rules & _IN_SELECT or (rules & _OPTGROUP and parent & (_OPTION | _OPTGROUP))):
        return False
    if rules & _OPTGROUP and not inside & _SELECT:
        return False
    if (inside & _P and rules & _CLOSES_P) or (inside & _ITEM and rules & _ITEM):
        return False
    if not (parent & _CONTEXT or rules & _PART):
        return True
    for n in range(4):
        if parent & _CONTEXTS[n]:
            return rules & _INTO[n] != 0 or (n < 3 and rules & _IN_PARTS != 0)
    return False


@numba.njit(nogil=True, cache=True)
def begins_body(rules, opened, depth):
    """Whether a tag cannot stand in a `noscript` of the head, so that the body begins with it: mostly an `img`."""
    return opened[depth, INSIDE] & HEAD and opened[depth, RULES] & _NOSCRIPT and not rules & (_IN_HEAD | _NOT_BODY)


@numba.njit(nogil=True, cache=True)
def begins_section(rules, opened, depth):
    """Whether a tag is a row right in a table, so that a `tbody` begins before it."""
    return rules & _ROW and opened[depth, RULES] & _TABLE


@numba.njit(nogil=True, cache=True)
def is_empty_p(rules, opened, depth):
    """Whether an end tag is that of a `p` which is not open: it stands for an empty one."""
    return rules & _P and holds_text(opened, depth) and not opened[depth, INSIDE] & (_P | SVG | _SELECT)


@numba.njit(nogil=True, cache=True)
def opens(rules, is_unknown, data, opened, depth, at, standard, outline, state):
    """The depth at which a tag at `at` opens its element, after it has ended what it ends; -1 where it is irregular."""
    # Pages of old, without their document type, let a table stand in a paragraph.
    if rules & _CLOSES_P and opened[depth, RULES] & _P and (standard or not rules & _TABLE):
        close(data, opened, depth, at, outline, state)
        depth -= 1
    if depth and not opened[depth, INSIDE] & SVG:
        same = rules & (_LI | _TERM | _OPTION)
        if same and opened[depth, RULES] & same:
            close(data, opened, depth, at, outline, state)
            depth -= 1
    return depth if _fits(rules, is_unknown, opened, depth) else -1


@numba.njit(nogil=True, cache=True)
def closes(name, rules, is_void, data, opened, depth, at, outline, state):
    """The depth at which an end tag at `at` leaves the page; -1 where it is irregular."""
    if rules & (BODY | HTML):  # what stands after the body's end belongs to the body
        return depth if depth > 1 and not opened[depth, INSIDE] & HEAD else -1
    if depth and opened[depth, NAME] == name:
        close(data, opened, depth, at, outline, state)
        return depth - 1
    if depth < 2 or opened[depth, INSIDE] & SVG:
        return -1
    if is_void or rules & HEAD:  # nothing to end
        return depth
    if opened[depth, INSIDE] & HEAD:
        return -1
    level = depth
    while opened[level, NAME] != name:
        if (rules & _HEADING and opened[level, RULES] & _HEADING) or level == depth - _FARTHEST:
            return -1
        level -= 1
        if level == 0:
            # It ends what was never opened. That of a `p` stands for one, which a table puts before itself.
            return -1 if rules & _P and opened[depth, RULES] & _CONTEXT else depth
    for other in range(level + 1, depth + 1):
        if not (rules & _END_IMPLIES and opened[other, RULES] & _IMPLIED_END):
            return -1
    while depth >= level:
        close(data, opened, depth, at, outline, state)
        depth -= 1
    return depth


_FARTHEST = 256  # levels above which the beginning of an element is not looked for, so that time stays linear


@numba.njit(nogil=True, cache=True)
def inside_of(rules, inside):
    """What is remembered inside an element, of itself and of what holds it."""
    if rules & _HIDES_P:
        inside &= ~_P
    if rules & _HIDES_ITEM:
        inside &= ~_ITEM
    if rules & _TEMPLATE:
        inside &= ~HEAD
    kept = rules & _REMEMBERED
    if rules & _NOSCRIPT and not inside & HEAD:
        kept &= ~_NOSCRIPT
    return inside | kept

"""Links to other stories that stand inside a paragraph of HTML: there the markup shows where their headline ends."""

from __future__ import annotations

import re

from corpus.tables.inline import INLINE_TAGS

_LABEL_WORDS = tuple(
    f"প{rra}ুন" for rra in ("\N{BENGALI LETTER RRA}", "\N{BENGALI LETTER DDA}\N{BENGALI SIGN NUKTA}")
)  # not normalized yet
_LABEL_BYTES = tuple(word.encode() for word in _LABEL_WORDS)
_BLANK = r"(?:\s|&nbsp;|[\u200b-\u200d\ufeff])"
_LABEL = re.compile(rf"(?:আরও|আরো){_BLANK}{{0,3}}(?:{'|'.join(_LABEL_WORDS)}){_BLANK}{{0,3}}[:ঃ：|–-]?{_BLANK}{{0,3}}")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]{0,500})?>")
_OPENED = re.compile(rf"(?:<(?:{'|'.join(INLINE_TAGS)})(?:\s[^<>]{{0,500}})?>{_BLANK}{{0,3}}){{1,4}}$", re.IGNORECASE)
_BLANKS = re.compile(_BLANK)
_LONGEST = 1500  # characters of markup from the label to the end of its headline
_SHORTEST_HEADLINE = 10  # letters; less is the label itself, or an arrow


def has_label(lines: list[str]) -> bool:
    """Whether a line of a page holds the label of a link; else its markup, ten times as long, need not be looked at.

    >>> has_label(["পানি বাড়ছে।", "আরও পড়ুন: সেতু ভাঙল উত্তরে"])
    True
    """
    text = "\n".join(lines)
    return any(word in text for word in _LABEL_WORDS)


def set_apart(html: bytes | str) -> bytes | str:
    """HTML with a line break around each "আরও পড়ুন" and its link, where markup shows their bounds.

    >>> set_apart("<p>পানি বাড়ছে।<b><a href='/1'>আরও পড়ুন: সেতু ভাঙল উত্তরে</a></b>ত্রাণ যায়নি।</p>")
    "<p>পানি বাড়ছে।<br><b><a href='/1'>আরও পড়ুন: সেতু ভাঙল উত্তরে</a><br></b>ত্রাণ যায়নি।</p>"
    """
    if isinstance(html, bytes):
        if not any(word in html for word in _LABEL_BYTES):
            return html
        try:
            return _with_breaks(html.decode()).encode()
        except UnicodeDecodeError:  # a parser makes something of what is no UTF-8
            return html
    return _with_breaks(html) if any(word in html for word in _LABEL_WORDS) else html


def _with_breaks(html: str) -> str:
    pieces, done = [], 0
    for label in _LABEL.finditer(html):
        if label.start() < done or not (bounds := _bounds(html, label.start(), label.end(), done)):
            continue
        start, end = bounds
        pieces += [html[done:start], "<br>", html[start:end], "<br>"]
        done = end
    return "".join([*pieces, html[done:]])


def _bounds(html: str, start: int, end: int, floor: int) -> tuple[int, int] | None:
    """From where to where the label and its headline reach; None where no markup tells."""
    before = _OPENED.search(html, max(floor, start - _LONGEST), start)
    around = [tag[1].lower() for tag in _TAG.findall(before[0])] if before else []
    linked = "a" in around
    depth = letters = 0
    place = end
    for tag in _TAG.finditer(html, end, end + _LONGEST):
        text, place, name = _BLANKS.sub("", html[place : tag.start()]), tag.end(), tag[2].lower()
        if name not in INLINE_TAGS or (text and not depth and not around):
            return None  # the block ends, or the headline stands in no element and may end anywhere
        letters += len(text)
        depth += -1 if tag[1] else 1
        if tag[1] and letters >= _SHORTEST_HEADLINE and (depth < 0 or (not depth and (name == "a" or not linked))):
            return (before.start() if before else start), place
        if depth < 0:
            if not around:
                return None
            around.pop()
            depth = 0
    return None

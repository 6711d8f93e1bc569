"""HTML entities, undone to a fixed point in one pass."""

from __future__ import annotations

import re
from html.entities import html5

from corpus.tables.codepoints import REPLACEMENT

_REGION = re.compile(r"&[&#;0-9A-Za-z]*+")  # where entities may nest: `&amp;nbsp;`, `&am&#112;lt;`
_TOKEN = re.compile(r"[&;]|[^&;]++")
_LONGEST = 40  # the longest name has 32 characters; more zeros than this before a number are an attack


def entity_spans(text: str) -> list[tuple[int, int, str]]:
    """The stretches of `text` that hold entities, each with what they stand for.

    Only entities that end in a semicolon count: `&copy=1` belongs to a URL.

    >>> entity_spans("ক&amp;nbsp;খ ?a=1&copy=2")
    [(1, 11, '\\xa0')]
    """
    return [
        (found.start(), found.end(), decoded)
        for found in _REGION.finditer(text)
        if (decoded := _decoded(found[0])) != found[0]
    ]


def _decoded(region: str) -> str:
    """`region` with the entities in it undone, innermost first, until none is left.

    A stack of the ampersands that may still begin an entity; each semicolon closes the last of them.
    What an entity stands for is read again, because it may be part of the next (`&amp;lt;`).
    """
    out: list[str] = []
    ampersands: list[int] = []
    for token in _TOKEN.findall(region):
        waiting = [token]
        while waiting:
            part = waiting.pop()
            if part == "&":
                ampersands.append(len(out))
                out.append(part)
            elif part == ";" and ampersands:
                name = _tail(out, ampersands[-1] + 1)
                meaning = _meaning(name)
                if meaning is None:
                    ampersands.clear()  # no entity holds a semicolon, so none that is open can still close
                    out.append(part)
                else:
                    del out[ampersands.pop() :]
                    waiting.append(meaning)
            else:
                out.append(part)
    return "".join(out)


def _tail(out: list[str], start: int) -> str:
    """The characters from `start` on, or none where they are too many for an entity."""
    if len(out) - start > _LONGEST or sum(map(len, out[start:])) > _LONGEST:
        return ""
    return "".join(out[start:])


def _meaning(name: str) -> str | None:
    """What `&name;` stands for, or None where it stands for nothing."""
    if not name.startswith("#"):
        return html5.get(f"{name};")
    digits, base = (name[2:], 16) if name[1:2] in {"x", "X"} else (name[1:], 10)
    allowed = "0123456789abcdefABCDEF" if base == 16 else "0123456789"
    if not digits or any(digit not in allowed for digit in digits):
        return None
    number = int(digits, base)
    if number == 0 or number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return REPLACEMENT  # as browsers do (WHATWG HTML, numeric character reference end state)
    return chr(number)

"""Bengali UTF-8 that was read as Windows-1252 or Latin-1, once or up to ten times over."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.tables.codepoints import CP1252

Spans = list[tuple[int, int, str]]

MOST_LAYERS = 10  # the most that was seen in scraped headlines

_BYTE = {chr(byte): byte for byte in range(0x80, 0x100)} | {
    character: ord(control) for control, character in CP1252.items()
}


def _characters(first: int, last: int) -> str:
    """A character class of all that stand for the bytes from `first` to `last`."""
    return "[" + "".join(re.escape(character) for character, byte in _BYTE.items() if first <= byte <= last) + "]"


_TRAILING = _characters(0x80, 0xBF)
# Well-formed UTF-8 (Unicode Standard, table 3-7), and so decodable without error.
_SEQUENCES = re.compile(
    "(?:"
    + "|".join(
        (
            f"{_characters(0xC2, 0xDF)}{_TRAILING}",
            f"{_characters(0xE0, 0xE0)}{_characters(0xA0, 0xBF)}{_TRAILING}",
            f"{_characters(0xE1, 0xEC)}{_TRAILING}{{2}}",
            f"{_characters(0xED, 0xED)}{_characters(0x80, 0x9F)}{_TRAILING}",
            f"{_characters(0xEE, 0xEF)}{_TRAILING}{{2}}",
            f"{_characters(0xF0, 0xF0)}{_characters(0x90, 0xBF)}{_TRAILING}{{2}}",
            f"{_characters(0xF1, 0xF3)}{_TRAILING}{{3}}",
            f"{_characters(0xF4, 0xF4)}{_characters(0x80, 0x8F)}{_TRAILING}{{2}}",
        )
    )
    + ")++"
)
# The first two bytes of every Bengali letter (E0 A6, E0 A7) and of the danda (E0 A5).
_BENGALI = re.compile("à[¥¦§]")
# A first byte whose followers are lost, and one that was cut off beside a letter that was read rightly.
_REMAINS = re.compile(f"{_characters(0xC2, 0xF4)}(?:{_TRAILING}|\ufffd)|(?<=[\u0980-\u09ff])à|à(?=[\u0980-\u09ff])")


@dataclass(frozen=True, slots=True)
class Mojibake:
    """What was found: `layers` to undo one after another, or `lost`: bytes are missing, so nothing is undone."""

    layers: tuple[Spans, ...] = ()
    lost: bool = False


NONE = Mojibake()


def mojibake(text: str) -> Mojibake:
    """How to undo the mojibake in `text`: wholly, or not at all.

    >>> mojibake("à¦†à¦®à¦¿ ভাত").layers
    ([(0, 9, 'আমি')],)
    >>> mojibake("à¦†à¦®à§�").lost, mojibake("São Paulo, Ã ¦")
    (True, Mojibake(layers=(), lost=False))
    """
    layers: list[Spans] = []
    bengali = False
    while len(layers) < MOST_LAYERS:
        bengali = bengali or bool(_BENGALI.search(text))
        spans = [(found.start(), found.end(), _decoded(found[0])) for found in _SEQUENCES.finditer(text)]
        if not spans:
            break
        layers.append(spans)
        text = _replaced(text, spans)
    if not bengali:
        return NONE
    if _REMAINS.search(text):
        return Mojibake(lost=True)
    return Mojibake(tuple(layers))


def _decoded(run: str) -> str:
    return bytes(_BYTE[character] for character in run).decode("utf-8")


def _replaced(text: str, spans: Spans) -> str:
    pieces: list[str] = []
    cursor = 0
    for start, end, after in spans:
        pieces += (text[cursor:start], after)
        cursor = end
    return "".join((*pieces, text[cursor:]))

"""Recognizes text that the default rules leave alone, at many times the speed of running them.

Most paragraphs need NFC and nothing else. For them `composed` is exact, and five replacements do it; `is_settled` says
whether it is such a text, from the table that scripts/derive_unsettled.py works out from the rules.
"""

from __future__ import annotations

import re

import unicodedata2

from corpus.tables.codepoints import AU_LENGTH_MARK, HASANTA, NUKTA, SIGN_AA, SIGN_AU, SIGN_E, SIGN_O
from corpus.tables.unsettled import SETTLED, UNSETTLED_PAIRS

# In settled text nothing else composes or decomposes; each is looked for before it is replaced, which is cheaper.
NFC = {
    "\u09df": "\u09af\u09bc",
    "\u09dc": "\u09a1\u09bc",
    "\u09dd": "\u09a2\u09bc",
    SIGN_E + SIGN_AA: SIGN_O,
    SIGN_E + AU_LENGTH_MARK: SIGN_AU,
}
# These two are no matter of NFC, but so common (no-break spaces: 1,538 per million) that they are done here too.
COMPOSED = NFC | {"\r\n": "\n", "\N{NO-BREAK SPACE}": " "}
GAPS = {"  ": " ", " \n": "\n", "\n ": "\n", "\n\n\n": "\n\n"}


def settled(text: str) -> str | None:
    """`text` as the default rules spell it, if it is certain that NFC and even gaps are all it needs; else None.

    >>> settled("হ\u09df  তো") == "হ\u09af\u09bc তো", settled("হি\u200cসেবে"), settled("উদ্\u200cযাপন")
    (True, None, 'উদ্\u200cযাপন')
    """
    for found, written in COMPOSED.items():
        # To look for one character is thirty times as fast as for two, and one of the two is mostly missing.
        if found[0] in text and found[-1] in text and found in text:
            text = text.replace(found, written)
    for found, written in GAPS.items():
        while found in text:  # each round halves the longest run
            text = text.replace(found, written)
    text = text.strip(" ")
    return None if _UNSETTLED.search(text) or any(pair in text for pair in _LITERAL_PAIRS) else text


def nfc(text: str) -> str:
    """NFC, at five times the speed of unicodedata2 where a text has only what Bengali news has."""
    if _BEYOND_BENGALI.search(text) or HASANTA + NUKTA in text:
        normal: str = unicodedata2.normalize("NFC", text)
        return normal
    return composed(text)


def composed(text: str) -> str:
    """`text` with the compositions made that Bengali news needs: what comes of it is canonically equivalent.

    >>> composed("হ\u09df ক\u09c7\u09be") == "হ\u09af\u09bc ক\u09cb"
    True
    """
    for found, written in NFC.items():
        if found[-1] in text and found in text:
            text = text.replace(found, written)
    return text


def unsettled_places(text: str) -> list[int]:
    """Where in `text`, which is NFC with even gaps, the rules must look, in order.

    >>> unsettled_places("ক হি\u200cসেবে খু\u09c1ব")
    [4, 11]
    """
    places = [found.start() for found in _UNSETTLED.finditer(text)]
    for pair in _LITERAL_PAIRS:
        place = text.find(pair)
        while place >= 0:
            places.append(place)
            place = text.find(pair, place + 1)
    return sorted(places)


def expanded(inside: str) -> list[str]:
    """The characters of a table's range notation.

    >>> expanded("a-cx")
    ['a', 'b', 'c', 'x']
    """
    return [
        chr(point)
        for first, last in re.findall("(?s)(.)(?:-(.))?", inside)
        for point in range(ord(first), ord(last or first) + 1)
    ]


FREQUENT = f"{SIGN_AA}{SIGN_E}\u09c1{HASANTA} \n"
ALPHABET = {"a", "\n", " ", *map(chr, range(0x0980, 0x0A00)), "\u200c"}
OTHER = "a"  # in the table of pairs, every settled character that is not Bengali, a space or a line break
PAIRS = {(a, b) for firsts, seconds in UNSETTLED_PAIRS for a in expanded(firsts) for b in expanded(seconds)}


def _expression(one: str, side: int, others: set[str]) -> str:
    """After `one` has been read: whether one of `others` stands beside it. The ends of a text are line breaks."""
    look = "(?{0}{1})" if side == 0 else "(?<{0}{1}" + one + ")"
    return f"(?<={one})" + (
        look.format("!", _class(ALPHABET - others)) if "\n" in others else look.format("=", _class(others))
    )


def _class(characters: set[str]) -> str:
    """A character class in which `OTHER` stands for all that it stands for."""
    inverted = OTHER in characters
    listed = sorted(ALPHABET - characters if inverted else characters)
    return "[" + "^" * inverted + _escaped(listed) + "]"


def _escaped(characters: list[str]) -> str:
    return "".join(f"\\u{ord(character):04x}" for character in characters)


def _covers() -> tuple[list[str], list[str], list[str]]:
    """The pairs as few expressions that begin at one character, those characters, and the pairs that remain.

    The character that stands in most of the pairs left is taken, again and again: the non-joiner, nukta, candrabindu.
    They are rare, so that the engine skips from one to the next. Pairs of two frequent characters remain.
    """
    done = COMPOSED.keys() | GAPS.keys()
    left, expressions, characters = {(a, b) for a, b in PAIRS if a + b not in done}, [], []
    while left:
        options = [
            ({pair for pair in left if pair[side] == one}, side, one)
            for pair in left
            for side, one in enumerate(pair)
            if one not in FREQUENT
        ]
        if not options:
            break
        pairs, side, one = max(options, key=lambda option: (len(option[0]), option[1], option[2]))
        left -= pairs
        others = {pair[1 - side] for pair in pairs}
        expressions.append(_expression(one, side, others))
        characters.append(one)
    return expressions, characters, sorted(a + b for a, b in left)


_EXPRESSIONS, _CHARACTERS, _LITERAL_PAIRS = _covers()
# What else may be in a text of which the five replacements make NFC: no mark among it, and nothing that composes.
_BEYOND_BENGALI = re.compile(
    f"[^{_escaped(expanded(SETTLED))}\u09dc\u09dd\u09df\u09d7\u09f7\u09f0\u200b-\u200f\t\r&\u00a0\u00ad\ufeff\u2010\u2011]"
)
# One character class in front, so that the engine skips to its members: what is not settled, and what begins a pair.
_UNSETTLED = re.compile(
    f"[^{_escaped([one for one in expanded(SETTLED) if one not in _CHARACTERS])}]"
    f"(?:(?<=[^{_escaped(expanded(SETTLED))}])|{'|'.join(_EXPRESSIONS)})"
)

"""Recognizes text that the default rules leave alone, at many times the speed of running them.

Most paragraphs need NFC and nothing else. For them `composed` is exact, and five replacements do it; `is_settled` says
whether it is such a text, from the table that scripts/derive_unsettled.py works out from the rules.
"""

from __future__ import annotations

import re

from corpus.tables.codepoints import AU_LENGTH_MARK, SIGN_AA, SIGN_AU, SIGN_E, SIGN_O
from corpus.tables.unsettled import SETTLED, UNSETTLED_PAIRS

# In settled text nothing else composes or decomposes; each is looked for before it is replaced, which is cheaper.
COMPOSED = {
    "\u09df": "\u09af\u09bc",
    "\u09dc": "\u09a1\u09bc",
    "\u09dd": "\u09a2\u09bc",
    SIGN_E + SIGN_AA: SIGN_O,
    SIGN_E + AU_LENGTH_MARK: SIGN_AU,
    # These two are no matter of NFC, but so common (no-break spaces: 1,538 per million) that they are done here too.
    "\r\n": "\n",
    "\N{NO-BREAK SPACE}": " ",
}
GAPS = {"  ": " ", " \n": "\n", "\n ": "\n", "\n\n\n": "\n\n"}


def settled(text: str) -> str | None:
    """`text` as the default rules spell it, if it is certain that NFC and even gaps are all it needs; else None.

    >>> settled("হ\u09df  তো") == "হ\u09af\u09bc তো", settled("হি\u200cসেবে"), settled("উদ্\u200cযাপন")
    (True, None, 'উদ্\u200cযাপন')
    """
    for found, written in COMPOSED.items():
        if found in text:
            text = text.replace(found, written)
    for found, written in GAPS.items():
        while found in text:  # each round halves the longest run
            text = text.replace(found, written)
    text = text.strip(" ")
    return None if _UNSETTLED.search(text) or any(pair in text for pair in _LITERAL_PAIRS) else text


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


ALPHABET = {"a", "\n", " ", *map(chr, range(0x0980, 0x0A00)), "\u200c"}
OTHER = "a"  # in the table of pairs, every settled character that is not Bengali, a space or a line break
PAIRS = {(a, b) for firsts, seconds in UNSETTLED_PAIRS for a in expanded(firsts) for b in expanded(seconds)}


def _expression(one: str, side: int, others: set[str]) -> str:
    """After `one` has been read: whether one of `others` stands on its other side. The ends of a text are line breaks."""
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

    The character that stands in most of the pairs left is taken, again and again: nukta, candrabindu, the non-joiner
    and the space. They are rare, so an expression that begins with one of them is searched for at full speed.
    """
    done = COMPOSED.keys() | GAPS.keys()
    left, expressions, characters = {(a, b) for a, b in PAIRS if a + b not in done}, [], []
    while left:
        options = [
            ({pair for pair in left if pair[side] == one}, side, one) for pair in left for side, one in enumerate(pair)
        ]
        pairs, side, one = max(options, key=lambda option: (len(option[0]), option[1], option[2]))
        if len(pairs) < 4:
            break
        left -= pairs
        others = {pair[1 - side] for pair in pairs}
        expressions.append(_expression(one, side, others))
        characters.append(one)
    return expressions, characters, sorted(a + b for a, b in left)


_EXPRESSIONS, _CHARACTERS, _LITERAL_PAIRS = _covers()
# One character class in front, so that the engine skips to its members: what is not settled, and what begins a pair.
_UNSETTLED = re.compile(
    f"[^{_escaped([one for one in expanded(SETTLED) if one not in _CHARACTERS])}]"
    f"(?:(?<=[^{_escaped(expanded(SETTLED))}])|{'|'.join(_EXPRESSIONS)})"
)

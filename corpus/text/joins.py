"""Where a headline ends that was glued to the sentence after it: "...সেতু ভাঙলত্রাণ যায়নি।"

At such a place two words stand without a space: one that ends headlines, and one that begins sentences. What is written
together is mostly one word all the same (a compound, a name, a form of a word), so a place is believed only where no
table knows the whole, where it knows both halves, and where both are in their right place often enough. How much each
of that counts was learned from headlines and sentences glued on purpose (scripts/train_joins.py).
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from corpus.tables.inline import COMPOUNDS, ENDINGS, FIRST_LETTER, LETTER, SECOND_HALVES

LETTERS = f"{LETTER}+"
_TOKEN = re.compile(r"\S+")
_PARTS = re.compile(rf"({LETTERS})|([0-9০-৯]+)|([‘“])|([’”])|(.)")
_LETTER, _DIGIT, _OPENING, _CLOSING = 1, 2, 3, 4
_FIRST_OF_WORD = re.compile(FIRST_LETTER)
_FEWEST_WORDS, _MOST_WORDS = 2, 16  # of a headline, before the word that its last one is part of
_SHORTEST_LEFT, _SHORTEST_RIGHT = 3, 2
_NO_WORDS = frozenset(f"{ENDINGS} {COMPOUNDS} {SECOND_HALVES}".split())
_ALONE = "এ"  # the one word of one letter that begins sentences

COLUMNS = (
    "left_seen", "left_ends", "left_length", "left_digits", "left_quote",
    "right_seen", "right_begins", "right_length", "right_digits", "right_quote", "words", "bias",
)  # fmt: skip


class Levels(NamedTuple):
    """How often a word was seen, begins sentences and ends headlines: logarithms to the base 2, rounded."""

    seen: int
    begins: int
    ends: int


class Joins(NamedTuple):
    """Words that are known, what each column adds to the log-odds of a join, and the least log-odds to believe."""

    words: dict[str, Levels]
    weights: dict[str, float]
    least: float


@cache
def joins() -> Joins:
    """The table that scripts/train_joins.py wrote."""
    table = json.loads(files("corpus.tables").joinpath("joins.json").read_text("utf-8"))
    words: dict[str, Levels] = {}
    for levels, listed in table["words"].items():
        words |= dict.fromkeys(listed.split(), Levels(*(int(level, 36) for level in levels)))
    return Joins(words, table["weights"], table["least"])


def join(text: str, known: Joins | None = None) -> int | None:
    """The place in a text that begins with a headline at which a sentence begins without a space; None if none is sure.

    >>> text = "নদীতে নৌকাডুবিতে তিনজন নিহতএদিকে পানি বাড়ছে।"
    >>> text[join(text):]
    'এদিকে পানি বাড়ছে।'
    >>> join("নদীতে নৌকাডুবিতে তিনজন নিহত বলে জানায় পুলিশ।") is None
    True
    """
    known = known or joins()
    scored = sorted(
        (sum(known.weights[name] * value for name, value in zip(COLUMNS, columns, strict=True)), place)
        for place, columns in candidates(text, known.words)
    )
    if not scored or scored[-1][0] < known.least:
        return None
    if len(scored) > 1 and scored[-2][0] > scored[-1][0] - MARGIN:
        return None
    return scored[-1][1]


def is_plain(text: str) -> bool:
    """Whether a text's first sentence holds nothing that two words could be glued in: the table knows every word.

    >>> is_plain("এ সময় পুলিশ উপস্থিত ছিলেন। আরও কেউ নয়।"), is_plain("তিনজন নিহতএদিকে পানি বাড়ছে।")
    (True, False)
    """
    sentence, danda, _ = text.partition("।")
    words = joins().words
    return bool(danda) and all(word in words for word in re.findall(LETTERS, sentence)) and not _BESIDE.search(sentence)


# A quotation that opens the text may be the headline; letters beside figures or quotes may be two words.
_BESIDE = re.compile("^[‘“'\"]|[\u0980-\u09e3][0-9০-৯‘“]|[’”!?][\u0980-\u09e3]|[0-9০-৯][\u0980-\u09e3]{4}")

MARGIN = 1.0
"""By how much (log-odds) a place must be likelier than any other of the text."""


def candidates(text: str, words: dict[str, Levels]) -> list[tuple[int, tuple[float, ...]]]:
    """Places before the first danda at which two words may be glued, with what is known of both."""
    found: list[tuple[int, tuple[float, ...]]] = []
    stop = text.find("।")
    for number, token in enumerate(_TOKEN.finditer(text, 0, len(text) if stop < 0 else stop)):
        if number > _MOST_WORDS:
            break
        if number < _FEWEST_WORDS:
            continue
        before, left, quoted = 0, "", text.count("‘", 0, token.start()) - text.count("’", 0, token.start())
        for part in _PARTS.finditer(token[0]):
            kind, right = part.lastindex or 0, part[0]
            place = token.start() + part.start()
            if left and (before != _CLOSING or quoted >= 0) and (halves := _sides(before, left, kind, right, words)):
                found.append((place, (*halves, number, 1)))
            quoted += (right == "‘") - (right == "’")
            if kind == _LETTER and right not in words:
                found += [
                    (place + cut, (*halves, number, 1))
                    for cut in range(_SHORTEST_LEFT, len(right))
                    if (halves := _sides(_LETTER, right[:cut], _LETTER, right[cut:], words))
                ]
            before, left = kind, right
    return found


def _sides(before: int, left: str, after: int, right: str, words: dict[str, Levels]) -> tuple[float, ...] | None:
    """The columns of a place between two runs; None where no sentence can begin."""
    if {before, after} & {0, 5} or before == _OPENING or after == _CLOSING or (before == after != _LETTER):
        return None
    end = begin = Levels(0, 0, 0)
    if before == _LETTER:
        if left not in words or left.endswith("\N{BENGALI SIGN VIRAMA}"):
            return None
        end = words[left]
    if after == _LETTER:
        if right not in words or not _FIRST_OF_WORD.match(right) or right in _NO_WORDS:
            return None
        if len(right) < _SHORTEST_RIGHT and right != _ALONE:
            return None
        begin = words[right]
    return (
        end.seen, end.ends, min(len(left), 8) * (before == _LETTER), before == _DIGIT, before == _CLOSING,
        begin.seen, begin.begins, min(len(right), 8) * (after == _LETTER), after == _DIGIT, after == _OPENING,
    )  # fmt: skip

"""What can be counted on each line of a page: one compiled pass over the text, then named features for the models.

The pass reads code points once and leaves, for each line, counts, the phrases of `corpus.tables.phrases` found on it,
and a 64-bit key of its letters and digits (FNV-1a) under which equal lines meet.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from corpus.schema import LABELS
from corpus.tables.lines import FUNCTION_WORDS, MONTHS_AND_DAYS, VERB_ENDINGS
from corpus.tables.phrases import PHRASES
from corpus.text.countable import (
    BAR,
    BENGALI,
    CLOSER,
    COLON,
    COMMA,
    COPYRIGHT,
    COUNTS,
    CURRENCY,
    DANDA,
    DASH,
    DIGIT,
    FNV,
    LATIN,
    PRIME,
    SPACE,
    STEP,
    STOP,
    SYMBOL,
    TABLE_SIZE,
    TELLING,
    WORD,
)  # fmt: skip
from corpus.text.hashed import Array, open_addressing

__all__ = ["KINDS", "Array", "Counts", "count", "line_keys", "prefix_keys"]

KINDS = (*LABELS, "none")  # what a phrase can point to; "none" is a page without article
_N = {name: place for place, name in enumerate(COUNTS)}


_KIND_BIT = {kind: np.uint32(1 << place) for place, kind in enumerate(KINDS)}


class Counts(NamedTuple):
    """The counted lines of a page: `table` (COUNTS x lines), phrase bits per place, keys of whole lines.

    `times` says how often each line stands on the page. `subjects` are the longer words and `tokens` whatever stands
    between spaces. Each row of them is a word's number (one for each different word of the page) and the line that it
    stands on, each once a line, and for tokens also its length.
    """

    table: Array
    whole: Array
    start: Array
    anywhere: Array
    keys: Array
    times: Array
    subjects: Array
    tokens: Array

    def column(self, name: str) -> Array:
        """One count for every line."""
        column: Array = self.table[_N[name]]
        return column

    def has(self, kind: str, where: str) -> Array:
        """Whether a phrase of this kind stands on each line; `where` is whole, start or any (each includes the last).

        >>> count(["আরও পড়ুন: নদীতে নৌকাডুবি"]).has("related_inline", "start").tolist()
        [True]
        """
        bits = {"whole": self.whole, "start": self.start, "any": self.anywhere}[where]
        found: Array = bits & _KIND_BIT[kind] != 0
        return found


def count(lines: list[str]) -> Counts:
    """Count every line in one compiled pass; `lines` are normalized and hold no newline.

    >>> count(["নদীতে পানি বাড়ছে, ত্রাণ যায়নি।’"]).column("danda_end").tolist()
    [1]
    """
    return counted(code_points(lines), len(lines))


def counted(points: Array, lines: int) -> Counts:
    """The counts of so many lines from their code points, as `code_points` has them."""
    from corpus.text.linescan import scan  # numba is imported with the first page

    table = np.zeros((len(COUNTS), lines), np.int32)
    bits = np.zeros((3, lines), np.uint32)
    keys = np.zeros(lines, np.uint64)
    subjects = np.empty((len(points) // (TELLING + 1) + 1, 2), np.int32)
    tokens = np.empty((len(points) // 2 + 1, 3), np.int32)
    n_subjects, n_tokens, times = scan(
        points, *_tables(), table, bits, keys, *_no_words(subjects), subjects, *_no_words(tokens), tokens
    )
    return Counts(table, bits[0], bits[1], bits[2], keys, times, subjects[:n_subjects], tokens[:n_tokens])


def _no_words(found: Array) -> tuple[Array, Array]:
    """An empty hash table of words, and on which line each was met last."""
    size = min(_MOST_SLOTS, 1 << (2 * len(found)).bit_length())
    return np.zeros(size, np.uint64), np.zeros(size, np.int32)


_MOST_SLOTS = 1 << 16  # a page of more different words is judged by the first of them


def code_points(lines: list[str]) -> Array:
    """The code points of lines, a newline after each; one inside a line, which would shift the rest, is a space.

    >>> code_points(["কখ", "গ\\nঘ"]).tolist() == [*map(ord, "কখ\\nগ ঘ\\n")]
    True
    """
    return _points(joined(lines) + "\n" if lines else "")


def joined(lines: list[str]) -> str:
    """Lines as one text, a newline between each two; one inside a line, which would shift the rest, is a space.

    >>> joined(["কখ", "গ\\nঘ"])
    'কখ\\nগ ঘ'
    """
    text = "\n".join(lines)
    if text.count("\n") >= max(len(lines), 1):
        text = "\n".join([line.replace("\n", " ") for line in lines])
    return text


def _points(text: str) -> Array:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def line_keys(lines: list[str]) -> Array:
    """64-bit keys of lines: equal for lines of the same letters and digits, whatever their punctuation; 0 for none.

    >>> first, second = line_keys(["‘বন্যা’: মৃত ৫", "বন্যা মৃত 5"])
    >>> bool(first == second)
    True
    """
    return count(lines).keys


def prefix_keys(text: str) -> tuple[Array, Array]:
    """The key of every beginning of a short text, and where each ends: one for each letter or digit.

    >>> keys, ends = prefix_keys("বন্যা: মৃত")
    >>> bool(keys[-1] == line_keys(["বন্যা মৃত"])[0]), int(ends[-1])
    (True, 10)
    """
    from corpus.text.linescan import beginnings

    found: tuple[Array, Array] = beginnings(_points(text), *_tables()[:2])
    return found


@cache
def _tables() -> tuple[Array, Array, Array, Array, Array, Array]:
    """Classes and folds of characters, and hash tables of words and phrases."""
    import unicodedata2 as unicodedata

    classes, folds = np.zeros(TABLE_SIZE, np.uint32), np.zeros(TABLE_SIZE, np.uint32)
    for point in range(TABLE_SIZE):
        char = chr(point)
        kind = unicodedata.category(char)
        bits = 0
        if kind[0] in "LM" or kind == "Nd" or kind == "No":
            bits |= WORD
            folds[point] = ord(char.lower()) if len(char.lower()) == 1 else point
        if kind == "Nd":
            bits |= DIGIT
            folds[point] = ord("0") + unicodedata.digit(char)
        if 0x0980 <= point <= 0x09FF and kind[0] in "LM":
            bits |= BENGALI
        if char.isascii() and char.isalpha():
            bits |= LATIN
        if kind[0] == "Z" or point < 32:
            bits |= SPACE
        bits |= COMMA * (char in ",;،") | COLON * (char in ":") | BAR * (char in "|/»›«•·●■▪►▶→*>❖◆♦★☆✦¦")
        bits |= (
            DANDA * (char in "।॥৷")
            | STOP * (char in ".?!…")
            | CLOSER * (char in "\"'’”›»)]}‘“„")
            | DASH * (char in "-–—")
            | CURRENCY * (char in "$€£¥৳₹%")
            | COPYRIGHT * (char in "©")
            | SYMBOL * (char in "[]{}<>=_\\#*+×‹›«»|~^&@/")
        )
        classes[point] = bits
    folds[[0x200B, 0x200C, 0x200D]] = 0
    classes[[0x200C, 0x200D]] = WORD
    return classes, folds, *_word_table(), *_phrase_table()


def _word_hash(word: str) -> int:
    """FNV-1a over the folded code points of a word, as the kernel computes it; digits as one 0."""
    value = FNV
    last_digit = False
    for char in word:
        point = ord(char.lower())
        if 0x200B <= point <= 0x200D:
            continue
        digit = char.isdigit()
        if digit and last_digit:
            continue
        last_digit = digit
        value = ((value ^ (ord("0") if digit else point)) * PRIME) & 0xFFFFFFFFFFFFFFFF
    return value


def _word_table() -> tuple[Array, Array]:
    """Function words (1), words of dates (2) and last letters of sentence verbs (4), by hash."""
    import unicodedata2 as unicodedata

    entries: dict[int, int] = {}
    for bit, words in ((1, FUNCTION_WORDS), (2, MONTHS_AND_DAYS), (4, VERB_ENDINGS)):
        for word in words:
            key = _word_hash(unicodedata.normalize("NFC", word))
            entries[key] = entries.get(key, 0) | bit
    return open_addressing(entries)


def _chain(state: int, word: int) -> int:
    return ((state ^ word) * PRIME + STEP) & 0xFFFFFFFFFFFFFFFF


def _phrase_table() -> tuple[Array, Array]:
    """Every prefix of every phrase by hash: bit 63 where it can go on, and the kinds it proves, 20 bits a place."""
    import regex
    import unicodedata2 as unicodedata

    entries: dict[int, int] = {}
    for phrase in PHRASES:
        words = regex.findall(r"[\p{L}\p{M}\p{N}\u200c\u200d]+", unicodedata.normalize("NFC", phrase.text))
        state = 0
        for word in words:
            state = _chain(state, _word_hash(word))
            entries[state] = entries.get(state, 0) | 1 << 63
        place = ("whole", "start", "any").index(phrase.where)
        entries[state] |= 1 << (20 * place + KINDS.index(phrase.label))
    return open_addressing(entries)

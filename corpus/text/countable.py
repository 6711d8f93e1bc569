"""Names shared by the counting pass and its readers: classes of characters, counts of a line, constants of the hash."""

from __future__ import annotations

# Classes of characters, as bits.
(
    SPACE, WORD, DIGIT, BENGALI, LATIN, DANDA, STOP, COMMA, CLOSER, COLON, DASH, BAR, CURRENCY, COPYRIGHT, SYMBOL,
) = (1 << bit for bit in range(15))  # fmt: skip
TABLE_SIZE = 0x3000  # code points above are letters of other scripts, or signs that no rule names

COUNTS = (
    "chars", "words", "dandas", "stops", "commas", "digits", "bengali", "latin", "closers", "colons", "bars",
    "function_words", "date_words", "verb_ends", "danda_end", "stop_end", "ellipsis_end", "colon_end", "letter_end",
    "quote_start", "bar_start", "digit_start", "verb_end", "long_words",
    "years", "clocks", "currencies", "copyrights", "symbols",
)  # fmt: skip

FNV, PRIME = 0xCBF29CE484222325, 0x100000001B3  # FNV-1a, 64 bits (draft-eastlake-fnv)
STEP = 0x9E3779B97F4A7C15  # 2**64 / golden ratio: keeps a chain of words from being zero
FUNCTION, DATE, VERB = 1, 2, 4  # what the table of words says about a word
TELLING = 4  # letters and marks from which a word may tell what a page is about

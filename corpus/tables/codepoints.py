"""Code points by their Unicode names, and what becomes of those that do not belong in running text.

Everything here can be checked against the Unicode code charts without reading any other code.
"""

from __future__ import annotations

HASANTA = "\N{BENGALI SIGN VIRAMA}"  # joins consonants into a conjunct
NUKTA = "\N{BENGALI SIGN NUKTA}"
CANDRABINDU = "\N{BENGALI SIGN CANDRABINDU}"
ANUSVARA = "\N{BENGALI SIGN ANUSVARA}"
VISARGA = "\N{BENGALI SIGN VISARGA}"
ANJI = "\N{BENGALI ANJI}"
AVAGRAHA = "\N{BENGALI SIGN AVAGRAHA}"
KHANDA_TA = "\N{BENGALI LETTER KHANDA TA}"
DANDA = "\N{DEVANAGARI DANDA}"  # one full stop for all Indic scripts
DOUBLE_DANDA = "\N{DEVANAGARI DOUBLE DANDA}"
NUMERATOR_FOUR = "\N{BENGALI CURRENCY NUMERATOR FOUR}"  # looks like a danda

TA = "\N{BENGALI LETTER TA}"
BA = "\N{BENGALI LETTER BA}"
YA = "\N{BENGALI LETTER YA}"
RA = "\N{BENGALI LETTER RA}"
LA = "\N{BENGALI LETTER LA}"
ASSAMESE_RA = "\N{BENGALI LETTER RA WITH MIDDLE DIAGONAL}"
ASSAMESE_WA = "\N{BENGALI LETTER RA WITH LOWER DIAGONAL}"

SIGN_AA = "\N{BENGALI VOWEL SIGN AA}"
SIGN_E = "\N{BENGALI VOWEL SIGN E}"
SIGN_O = "\N{BENGALI VOWEL SIGN O}"
SIGN_AU = "\N{BENGALI VOWEL SIGN AU}"
AU_LENGTH_MARK = "\N{BENGALI AU LENGTH MARK}"

ZWSP = "\N{ZERO WIDTH SPACE}"
ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
ZWJ = "\N{ZERO WIDTH JOINER}"
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
APOSTROPHE, OPEN_QUOTE, CLOSE_QUOTE = "'", "\N{LEFT SINGLE QUOTATION MARK}", "\N{RIGHT SINGLE QUOTATION MARK}"

# Sets, written as the inside of a regular expression's brackets.
CONSONANTS = "ক-নপ-রলশ-হৰৱ"  # on NFC text: the three letters with a dot are a consonant and a nukta
VOWELS = "অ-ঌএঐওঔৠৡ"
PREBASE_SIGNS = "িেৈ"  # drawn to the left of their consonant
SPACING_SIGNS = "ািীেৈোৌৗ"
NONSPACING_SIGNS = "ুূৃৄৢৣ"
SIGNS = SPACING_SIGNS + NONSPACING_SIGNS
LETTERS = f"{CONSONANTS}{VOWELS}{KHANDA_TA}{ANJI}{AVAGRAHA}"
MARKS = f"{SIGNS}{NUKTA}{HASANTA}{CANDRABINDU}{ANUSVARA}{VISARGA}\N{BENGALI SANDHI MARK}"
JOINERS = f"{ZWSP}{ZWNJ}{ZWJ}"
BENGALI_DIGITS = "০-৯"
# 09F7 itself is not here: next to another of itself it is a danda typed twice.
NUMERATORS = (
    "\N{BENGALI CURRENCY NUMERATOR ONE}-\N{BENGALI CURRENCY NUMERATOR THREE}"
    "\N{BENGALI CURRENCY NUMERATOR ONE LESS THAN THE DENOMINATOR}\N{BENGALI CURRENCY DENOMINATOR SIXTEEN}"
)

# HTML reads a numeric entity in this range, and browsers a C1 control, as the Windows-1252 character
# (WHATWG Encoding); 81, 8D, 8F, 90 and 9D have none and stay what they are.
CP1252 = {
    chr(byte): bytes([byte]).decode("cp1252")
    for byte in range(0x80, 0xA0)
    if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}


def _span(first: int, last: int) -> list[str]:
    return [chr(point) for point in range(first, last + 1)]


NONCHARACTERS = _span(0xFDD0, 0xFDEF) + [
    chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF)
]

LINE_BREAKS = ["\r", "\v", "\f", "\N{LINE SEPARATOR}", "\N{PARAGRAPH SEPARATOR}"]
SPACES = [
    *["\t", "\N{NO-BREAK SPACE}", "\N{OGHAM SPACE MARK}", *_span(0x2000, 0x200A)],
    *["\N{NARROW NO-BREAK SPACE}", "\N{MEDIUM MATHEMATICAL SPACE}", "\N{IDEOGRAPHIC SPACE}"],
]
INVISIBLE = [
    *[control for control in _span(0x00, 0x1F) if control not in {"\t", "\n", *LINE_BREAKS}],
    *["\x7f", SOFT_HYPHEN, "\N{ZERO WIDTH NO-BREAK SPACE}", "\N{MONGOLIAN VOWEL SEPARATOR}"],
    *_span(0x2060, 0x2064),  # word joiner and invisible operators
    *_span(0x206A, 0x206F),  # deprecated format characters
    *_span(0xFFF9, 0xFFFC),  # interlinear annotation, object replacement
    *NONCHARACTERS,
]

# What each single code point becomes, by the name of its rule (RULES.md 2 and 4).
# fmt: off
SINGLES: dict[str, dict[str, str]] = {
    "c1_control":   CP1252,
    "line_break":   dict.fromkeys(LINE_BREAKS, "\n"),
    "space":        dict.fromkeys(SPACES, " "),
    "invisible":    dict.fromkeys(INVISIBLE, ""),
    "hyphen":       {"\N{HYPHEN}": "-", "\N{NON-BREAKING HYPHEN}": "-"},
    "fullwidth":    {chr(0xFEE0 + ascii_): chr(ascii_) for ascii_ in range(0x21, 0x7F)},
    "ligature":     dict(zip(_span(0xFB00, 0xFB06), ["ff", "fi", "fl", "ffi", "ffl", "st", "st"], strict=True)),
    "danda_letter": {"\u09e4": DANDA, "\u09e5": DOUBLE_DANDA},  # reserved: the chart says to use 0964 and 0965
}
# fmt: on

# Direction controls. They are layout, unless the text holds a letter that is written from right to left.
BIDI_CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"

# Neighbours between which a joiner has nothing to join. Other scripts and emoji are not here: theirs stay.
PUNCTUATION = "\u00a1\u00a7\u00ab\u00b6\u00b7\u00bb\u00bf\u0964\u0965\u2010-\u2027\u2030-\u205e\u3001-\u3003\u3008-\u3011\u3014-\u301f"
BENGALI_OR_PLAIN = f"\\x00-\\x7f\u0980-\u09ff{PUNCTUATION}"

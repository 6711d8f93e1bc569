"""Signs of damage that normalization leaves where they are, because only a reader can say what was meant.

`find` is a regular expression; where it is empty, corpus.text.flags has a function of the flag's name.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.tables.codepoints import (
    ASSAMESE_RA,
    ASSAMESE_WA,
    BENGALI_DIGITS,
    CANDRABINDU,
    HASANTA,
    JOINERS,
    LETTERS,
    MARKS,
    NUKTA,
    NUMERATOR_FOUR,
    REPLACEMENT,
    SIGNS,
    VOWELS,
)


@dataclass(frozen=True, slots=True)
class Flag:
    """One sign of damage: what it is called, how it is found, an example, and what it may mean."""

    name: str
    find: str
    example: str
    why: str


_WORD = f"{LETTERS}{MARKS}{JOINERS}"
_GLYPHS = "Ÿ¦¡ø¤¯œ¬\u00ad"

# fmt: off
FLAGS: tuple[Flag, ...] = (
    Flag("leading_sign",         f"(?<![{_WORD}])[{SIGNS}{HASANTA}{NUKTA}{CANDRABINDU}]", "াটোবাকো", "the word was cut, or a converter lost its first letter"),
    Flag("replacement_character", REPLACEMENT, "ক\ufffdখ", "a byte could not be read"),
    Flag("private_use",          "[\ue000-\uf8ff\U000f0000-\U0010ffff]", "\uf0b7 ক", "a shape that only one font has"),
    Flag("control",              "[\x81\x8d\x8f\x90\x9d]", "ক\x81", "a control without meaning in Windows-1252"),
    Flag("mojibake",             "", "à¦¦à§\ufffd", "UTF-8 misread, with bytes lost, so that it could not be undone"),
    Flag("bijoy",                "", "Avgvi †mvbvi evsjv", "perhaps text for the Bijoy fonts"),
    Flag("bijoy_residue",        f"[{_WORD}][{_GLYPHS}]|[{_GLYPHS}^][{_WORD}]|[{_WORD}]\\^", "øুপ", "perhaps a half of a conjunct, left by a converter"),
    Flag("english_as_bijoy",     "", "ঋধপবনড়ড়শ", "English that went through a converter of Bijoy text"),
    Flag("two_signs",            f"[{SIGNS}]{{2}}", "নিু", "one letter has one vowel sign"),
    Flag("sign_on_vowel",        f"[{VOWELS}][{SIGNS}]", "ওে", "a vowel has no vowel sign (Kokborok and Santali have)"),
    Flag("sign_on_hasanta",      f"{HASANTA}[{SIGNS}]", "ক্া", "a consonant was lost"),
    Flag("sign_after_anusvara",  f"[ংঃ][{SIGNS}]", "রংের", "colloquial spelling, or the order of marks"),
    Flag("nukta_on_sign",        f"[{SIGNS}]{NUKTA}", "গিদরা\u09bc", "a dot that belongs to no letter, or Santali"),
    Flag("mixed_digits",         f"[{BENGALI_DIGITS}][0-9]|[0-9][{BENGALI_DIGITS}]", "১০2", "one number in two sets of digits"),
    Flag("assamese",             f"[{ASSAMESE_RA}{ASSAMESE_WA}]", "অসমৰ", "a letter that Bengali does not have"),
    Flag("numerator",            NUMERATOR_FOUR, "১\u09f7", "a currency numerator, or a danda beside a digit"),
)
# fmt: on

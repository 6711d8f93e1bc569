"""Words, and measures of text in words: all give the same verdict on canonically equivalent text."""

from __future__ import annotations

import re

import regex
import unicodedata2

from corpus.tables.codepoints import (
    ANJI,
    ANUSVARA,
    ASSAMESE_RA,
    AVAGRAHA,
    CANDRABINDU,
    CONSONANTS,
    HASANTA,
    KHANDA_TA,
    LETTERS,
    MARKS,
    NUKTA,
    RA,
    SIGN_AA,
    SIGNS,
    VISARGA,
    VOWELS,
    YA,
    ZWJ,
    ZWNJ,
)


def words(text: str) -> list[str]:
    """The words of `text`: runs of letters, digits and marks of any script, with the joiners inside them.

    The standard library's `\\\\w+` ends a word at each vowel sign; this does not.

    >>> words("র\\u200d্যাব ২টি ‘উদ্\\u200cযাপন’ করেছে।")
    ['র\\u200d্যাব', '২টি', 'উদ্\\u200cযাপন', 'করেছে']
    """
    found: list[str] = _WORD.findall(unicodedata2.normalize("NFC", text))
    return found


def word_count(text: str) -> int:
    """How many words `text` has.

    >>> word_count("আমার সোনার বাংলা, আমি তোমায় ভালোবাসি।")
    6
    """
    return len(words(text))


def bengali_share(text: str) -> float:
    """The share of letters and marks that are Bengali; 0.0 where there are none.

    Digits, punctuation and spaces do not count.

    >>> bengali_share("বাংলা ABCDE ১২৩"), bengali_share("123")
    (0.5, 0.0)
    """
    text = unicodedata2.normalize("NFC", text)
    signs = sum(map(len, _LETTERS.findall(text)))
    return sum(map(len, _BENGALI_LETTERS.findall(text))) / signs if signs else 0.0


def ill_formed_ppm(text: str) -> int:
    """Ill-formed words per million Bengali words; 0 where there is no Bengali word.

    Real news has 571 as found and 168 once normalized; a document above 10,000 is damaged.
    The grammar is that of RULES.md, after ICANN RZ-LGR-5 for Bengali.

    >>> ill_formed_ppm("আমি ভাত খাই"), ill_formed_ppm("আমি ভাত ক্াই রাত")
    (0, 250000)
    """
    tokens = _BENGALI_WORD.findall(unicodedata2.normalize("NFC", text))
    wrong = sum(1 for token in tokens if not _WELL_FORMED.fullmatch(token))
    return round(wrong * 1_000_000 / len(tokens)) if tokens else 0


_WORD = regex.compile(
    rf"[\p{{L}}\p{{M}}\p{{N}}](?:[\p{{L}}\p{{M}}\p{{N}}]|[{ZWNJ}{ZWJ}]++(?=[\p{{L}}\p{{M}}\p{{N}}]))*+"
)
_LETTERS = regex.compile(r"[\p{L}\p{M}]++")
_BENGALI_LETTERS = re.compile("[\u0980-\u09e3\u09f0\u09f1\u09fc\u09fe]+")
_BENGALI_WORD = re.compile(f"[{LETTERS}{MARKS}{ZWNJ}{ZWJ}]+")

# Deterministic, so that hostile words cost no more: each cluster is taken whole (possessive), and a hasanta after it
# can only be the one that ends it.
_C = f"[{CONSONANTS}]{NUKTA}?"
_CLUSTER = f"(?:[{RA}{ASSAMESE_RA}]{ZWJ}{HASANTA}(?={YA})|{_C}{HASANTA}{ZWNJ}?(?={_C}))*+{_C}"
_TAIL = f"{CANDRABINDU}?[{ANUSVARA}{VISARGA}]?{KHANDA_TA}?"
_SYLLABLE = (
    f"{_CLUSTER}(?:{HASANTA}(?:{KHANDA_TA}|(?=[{VOWELS}]))?+|[{SIGNS}]?+{_TAIL})"
    f"|[{VOWELS}](?:{HASANTA}{YA}{SIGN_AA}?)?+{_TAIL}"
    f"|[{KHANDA_TA}{AVAGRAHA}{ANJI}]"
)
_WELL_FORMED = re.compile(f"(?:{_SYLLABLE})++{HASANTA}?")

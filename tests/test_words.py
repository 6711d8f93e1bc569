"""Words and their measures give the same verdict on canonically equivalent text."""

from __future__ import annotations

import itertools
import re
import time

import pytest
import unicodedata2
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.text.words import _WELL_FORMED, bengali_share, ill_formed_ppm, word_count, words
from tests.normalizer_laws import TROUBLE

WELL_FORMED = [
    *["আল্লাহ্", "জুম্আ", "র\u200d্যাব", "উদ্\u200cযাপন", "ভর্ৎসনা", "অ্যাপ", "এ্যাপ", "দুঃখ", "হৃৎপিণ্ড", "চাঁদ", "জ\u09bcাকাত", "বাংলা"],
    *["ক্ষ্ম্য", "ৎ", "ঈশ্বরঃ", "ফেল্ৎ", "অ্যাঁ", "ঽ", "ঀ", "ৰাজ্যৱ", "কার্য", "সাহ্\u200cরি"],
]
ILL_FORMED = ["ক্া", "নিু", "ওে", "াধিক", "ং", "ক্\u200c", "রংে", "কা\u09bc", "ংক", "ৎ্ক", "কাা", "ঁক"]


@pytest.mark.parametrize("word", WELL_FORMED)
def test_well_formed(word: str) -> None:
    assert ill_formed_ppm(word) == 0


@pytest.mark.parametrize("word", ILL_FORMED)
def test_ill_formed(word: str) -> None:
    assert ill_formed_ppm(word) == 1_000_000


def test_the_grammar_is_the_one_of_the_specification() -> None:
    """Written out as RULES.md has it, which backtracks: every word of up to four troublesome characters."""
    consonant, vowel, sign, tail = "[ক-নপ-রলশ-হৰৱ]\u09bc?", "[অ-ঌএঐওঔৠৡ]", "[া-ৄেৈোৌৗৢৣ]", "\u0981?[ংঃ]?ৎ?"
    cluster = f"(?:[রৰ]\u200d্(?=য)|{consonant}্\u200c?)*{consonant}"
    syllable = f"{cluster}{sign}?{tail}|{cluster}্(?:ৎ|(?={vowel}))?|{vowel}(?:্যা?)?{tail}|ৎ|ঽ|ঀ"
    specified = re.compile(f"(?:{syllable})+্?")
    letters = [*"করয্ািংৎআঽ", "\u09bc", "\u0981", "\u200c", "\u200d"]
    made = ["".join(word) for length in range(1, 5) for word in itertools.product(letters, repeat=length)]

    assert [word for word in made if bool(specified.fullmatch(word)) != bool(_WELL_FORMED.fullmatch(word))] == []


def test_marks_and_joiners_do_not_split_words() -> None:
    assert words("কি? র\u200d্যাব-১০, ‘ভালোবাসি’ hello_world e-mail ২০%") == [
        *["কি", "র\u200d্যাব", "১০", "ভালোবাসি", "hello", "world", "e", "mail", "২০"]
    ]


def test_a_joiner_at_the_end_is_not_part_of_a_word() -> None:
    assert words("ক\u200d \u200cখ") == ["ক", "খ"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(TROUBLE), max_size=12).map("".join))
def test_measures_do_not_see_canonical_differences(text: str) -> None:
    for form in ("NFC", "NFD"):
        same = unicodedata2.normalize(form, text)
        assert words(same) == words(text)
        assert (word_count(same), bengali_share(same), ill_formed_ppm(same)) == (
            word_count(text),
            bengali_share(text),
            ill_formed_ppm(text),
        )


@pytest.mark.parametrize("piece", ["ক্", "কি", "ক্\u200c", "অ্য", "র\u200d্য", "ক\u200d", "াক"])
def test_the_grammar_takes_linear_time(piece: str) -> None:
    began = time.perf_counter()
    ill_formed_ppm(piece * 100_000 + "্া")
    words(piece * 100_000)

    assert time.perf_counter() - began < 2

"""The matching key: printings of one text are equal, different words are not."""

from __future__ import annotations

import pytest
import unicodedata2
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.text.fold import fold
from tests.normalizer_laws import TROUBLE

SAME = [
    ("‘বন্যা’: মৃত ৫", "বন্যা মৃত 5"),
    ("র\u200d্যাব", "র\u200c্যাব"),
    ("হ\u09df", "হ\u09af\u09bc"),
    ("  ঢাকা,\n চট্টগ্রাম ", "ঢাকা চট্টগ্রাম"),
    ("Covid-১৯", "COVID19"),
    ("করেছে৷", "করেছে।"),
    ("ক&nbsp;খ", "ক খ"),
]
DIFFERENT = [("বন্ধ", "বন্ধু"), ("জন", "জুন"), ("কি", "কী"), ("কাদা", "কাঁদা"), ("১২", "১৩")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_same_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(TROUBLE), max_size=12).map("".join))
def test_canonically_equivalent_texts_have_one_key(text: str) -> None:
    assert fold(unicodedata2.normalize("NFD", text)) == fold(unicodedata2.normalize("NFC", text)) == fold(text)

"""Counts of a line: years, clock times, and the longer words that lines share."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.features import count

DATED = {
    "প্রকাশ: ১২ মে ২০২৪, ০৯: ৪০": (1, 1),
    "2019-05-06T10:20": (1, 1),
    "সভা ১৯৭১ ও ২০২৪ সালে": (2, 0),
    "মোট ১২৩৪৫ টাকা": (0, 0),
    "১৮৫০ সালের কথা": (0, 0),
    "মূল্য ৩০০০: ৫ জন": (0, 0),
    "খেলা শুরু ৫:৩০ মিনিটে": (0, 1),
    "ধারা ১২ বলে: ৫ জন": (0, 0),
}


@pytest.mark.parametrize("line", DATED)
def test_years_and_clock_times_are_counted(line):
    """A year has four digits between 1900 and 2099; a time is hours, a colon and a number."""
    counts = count([line])

    assert (counts.column("years")[0], counts.column("clocks")[0]) == DATED[line]


def test_lines_share_the_number_of_a_word():
    """A longer word has one number on the whole page, and stands once a line however often it is said."""
    counts = count(["বন্যার পানি বন্যার", "বন্যার পর", "২০২৪ ২০২৪ক"])
    words = [set(counts.subjects[counts.subjects[:, 1] == line, 0].tolist()) for line in range(3)]

    assert [len(each) for each in words] == [2, 1, 0]
    assert words[1] < words[0]


@given(st.lists(st.text("কাখ\u200c৫।’- x", max_size=12), min_size=1, max_size=5))
def test_tokens_are_what_stands_between_spaces(lines):
    """As `str.split` has it, each once a line, and one number for one token wherever it stands."""
    tokens = count(lines).tokens.tolist()
    numbers = {}

    assert [
        (numbers.setdefault(word, number), line, len(word))
        for (number, _, _), (line, word) in zip(
            tokens, [(n, word) for n, line in enumerate(lines) for word in dict.fromkeys(line.split())], strict=True
        )
    ] == [tuple(token) for token in tokens]
    assert len(set(numbers.values())) == len(numbers)


def test_a_page_of_ever_new_words_is_read_within_its_table():
    """Words past the size of the table are let go; none stands twice on a line."""
    letters = "কখগঘচছজঝটঠডঢণতথদধনপফ"
    line = " ".join(a + b + c + d for a in letters for b in letters for c in letters for d in letters[:15])
    counts = count([line, line])

    pairs = counts.subjects[:, 1].astype(np.int64) << 32 | counts.subjects[:, 0]
    assert 40_000 < len(counts.subjects) <= 2 * 65_536
    assert len(np.unique(pairs)) == len(pairs)

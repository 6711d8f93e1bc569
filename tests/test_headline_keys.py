"""The keys of a column of headlines are those of each headline alone."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.text.headline_keys import headline_keys
from corpus.text.headlines import headline_key
from tests.conftest import read_jsonl

TROUBLE = st.text(st.sampled_from(list("|:-–/()[]।॥»ঃভিডিও০5কল\u200c\u200d\u09bc\u09be\ufe0f‘ \nA")), max_size=40)
SITES = st.sampled_from([None, "www.khobor.example", "al.example"])


@given(st.lists(st.tuples(TROUBLE, SITES), max_size=6))
@settings(max_examples=200, deadline=None)
def test_the_keys_of_a_column_are_those_of_each_headline(rows):
    headlines, sites = [text for text, _ in rows], [site for _, site in rows]
    expected = [headline_key(text, site) for text, site in rows]
    assert headline_keys(pa.array(headlines, pa.large_string()), sites) == expected


def test_a_row_without_a_headline_has_an_empty_key():
    assert headline_keys(pa.array([None, "ক্যাপশন নিউজ ৭", "আজ ঈদ"], pa.string()), [None] * 3) == ["", "", "আজ ঈদ"]


def test_real_headlines_have_the_keys_of_each(shared):
    groups = read_jsonl(shared / "data/news/gold_headline_pairs/edited_headlines_jugantor.jsonl.gz")
    headlines = [title for row in groups for title in row["titles"]]
    keys = headline_keys(pa.array(headlines, pa.large_string()), ["jugantor.com"] * len(headlines))
    assert keys == [headline_key(headline, "jugantor.com") for headline in headlines]

"""Headline keys: what may differ between two printings of one headline, and what may not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.tables import headlines as table
from corpus.text.fold import fold
from corpus.text.folded import fold_normalized
from corpus.text.headlines import headline_key, is_placeholder, near_view, same_numbers, similarity
from corpus.text.normalize import normalize
from tests.conftest import read_jsonl

PLAIN = "নদীর বাঁধ ভেঙে তিন গ্রাম প্লাবিত"

# fmt: off
SAME = (
    # name                     one printing                                   another
    ("quotes",                 "‘নদীর বাঁধ’ ভেঙে তিন গ্রাম প্লাবিত",             PLAIN),
    ("digits",                 "মৃত ৫, আহত ১২",                               "মৃত 5, আহত 12"),
    ("dash and colon",         "নদীর বাঁধ ভেঙে: তিন গ্রাম প্লাবিত",              PLAIN),
    ("joiners",                "নদীর বাঁধ ভে\u200cঙে তিন গ্রাম প্লাবিত",         PLAIN),
    ("precomposed letters",    "পা\u09dcায় পা\u09dcায় মেলা",                    "পা\u09a1\u09bcায় পা\u09a1\u09bcায় মেলা"),
    ("spaces",                 "নদীর  বাঁধ\u00a0ভেঙে তিন গ্রাম প্লাবিত ",        PLAIN),
    ("a label and a bar",      "ভিডিও | " + PLAIN,                            PLAIN),
    ("a label and a colon",    "ছবিতে: " + PLAIN,                             PLAIN),
    ("two labels",             "লাইভ: ভিডিও: " + PLAIN,                        PLAIN),
    ("a label in brackets",    PLAIN + " (ভিডিওসহ)",                           PLAIN),
    ("a label in the front",   "[ভিডিও] " + PLAIN,                             PLAIN),
    ("a kicker and a slash",   "স্মরণ /" + PLAIN,                              PLAIN),
    ("a kicker on its line",   "ভ্রমণ\n      /" + PLAIN,                        PLAIN),
    ("a paper's name",         PLAIN + " | প্রথম আলো",                          PLAIN),
    ("a paper and a dash",     PLAIN + " - যুগান্তর",                           PLAIN),
    ("section and paper",      PLAIN + " | জাতীয় | সমকাল",                      PLAIN),
    ("bread crumbs",           "সারাদেশ » " + PLAIN,                           PLAIN),
)

DIFFERENT = (
    # name                     one headline                                   another
    ("a vowel sign",           "বন্ধ সব দোকান",                                "বন্ধু সব দোকান"),
    ("a long vowel",           "হাদি ফিরলেন",                                 "হাদী ফিরলেন"),
    ("a number",               "ডেঙ্গুতে আরও ৩ মৃত্যু",                           "ডেঙ্গুতে আরও ৪ মৃত্যু"),
    ("a nukta",                "বাড়ি যাওয়া",                                   "বাডি যাওয়া"),
    ("a word that is a label", "ভিডিও দেখে শেখা",                              "দেখে শেখা"),
    ("a colon in a headline",  "নির্বাচন: কে কোথায়",                            "কে কোথায়"),
    ("words in brackets",      "মেলা শুরু (ঢাকা)",                              "মেলা শুরু"),
    ("the day beyond a bar",   "আজকের খেলা | ১২ মে",                           "আজকের খেলা | ১৩ মে"),
    ("a dash in a headline",   "ঢাকা - চট্টগ্রাম পথে যানজট",                       "ঢাকা পথে যানজট"),
)
# fmt: on


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_printings_of_one_headline_have_one_key(one, other):
    assert headline_key(one) == headline_key(other) != ""


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in DIFFERENT], ids=[case[0] for case in DIFFERENT])
def test_different_headlines_have_different_keys(one, other):
    assert headline_key(one) != headline_key(other)


def test_a_site_is_known_by_its_host():
    assert headline_key(PLAIN + " | Khobor Patrika", "www.khoborpatrika.com") == headline_key(PLAIN)
    assert headline_key(PLAIN + " - KhoborPatrika.com", "khoborpatrika.com") == headline_key(PLAIN)


@pytest.mark.parametrize(
    "text", ["", "  ", "…", "২০২৬", "ক্যাপসন নিউজ১", "ক্যাপশন নিউজ ১২", "Page Not Found", "শিরোনাম", "null", "?!"]
)
def test_placeholders_are_no_headline(text):
    assert headline_key(text) == ""


@pytest.mark.parametrize("text", ["আজ ঈদ", "শিরোনাম হলো মৃত্যু", "নিউজ ২৪ বন্ধ", "টেস্ট জিতল বাংলাদেশ", "হোম ম্যাচে জয়"])
def test_short_headlines_are_headlines(text):
    assert headline_key(text) != ""


@pytest.mark.parametrize("phrase", [*table.LABELS, *table.PAPERS], ids=lambda phrase: phrase.text)
def test_every_phrase_is_dropped_beside_a_headline(phrase):
    for sign in (" | ", ": ", " - "):
        assert headline_key(phrase.text + sign + PLAIN) == headline_key(PLAIN)
    assert headline_key(phrase.text) == fold(phrase.text), "alone it is the headline"


@pytest.mark.parametrize("phrase", table.PLACEHOLDERS, ids=lambda phrase: phrase.text)
def test_every_placeholder_is_one(phrase):
    assert is_placeholder(fold(phrase.text))
    assert is_placeholder(fold(phrase.text + " ৭"))


@pytest.mark.parametrize("spelling", table.SPELLINGS, ids=lambda row: row[2])
def test_every_spelling_is_one_only_when_near(spelling):
    find, write, _ = spelling
    one, other = f"ক{find.split('(')[0]}ল", f"ক{write}ল"
    assert near_view(fold(one)) == near_view(fold(other))


# fmt: off
NUMBERS = (
    # name                       one headline                      another                         the same numbers
    ("digits and a word",        "সেতু ভেঙে নিহত ৩",                "সেতু ভেঙে তিনজন নিহত",           True),
    ("a word and digits",        "ছয়টি ঘর পুড়ে গেছে",                "পুড়ে গেছে ৬ ঘর",                 True),
    ("digits on both sides",     "মৃত ৫, আহত ১২",                   "আহত ১২, মৃত ৫",                 True),
    ("another number",           "সেতু ভেঙে নিহত ৪",                "সেতু ভেঙে তিনজন নিহত",           False),
    ("a number on one side",     "সেতু ভেঙে নিহত ৩",                "সেতু ভেঙে নিহত",                 False),
    ("a word alone",             "এক তরুণ আটক",                    "তরুণ আটক",                     True),
    ("a word that begins so",    "৮ তরুণ ধরা",                      "তরুণ আটক",                     False),
)
# fmt: on


@pytest.mark.parametrize(("one", "other", "same"), [case[1:] for case in NUMBERS], ids=[case[0] for case in NUMBERS])
def test_a_number_is_the_same_in_digits_and_in_words(one, other, same):
    one, other = headline_key(one), headline_key(other)
    assert same_numbers(one, other) == same_numbers(other, one) == same


@pytest.mark.parametrize("word", table.NUMBER_WORDS, ids=lambda word: word.text)
def test_every_number_word_says_its_number(word):
    assert same_numbers(headline_key(f"{word.text} দিন বাকি"), headline_key(f"{word.number} দিন বাকি"))


TROUBLE = st.text(st.sampled_from(list("|:-–/()[]।॥»ভিডিও০5কল\u200c\u200d‘ A")), max_size=40)


@given(TROUBLE)
@settings(max_examples=150, deadline=None)
def test_a_key_is_folded_and_its_own_key_and_never_raises(text):
    key = headline_key(text)
    assert key == fold(key)
    assert 0 <= similarity(key, key[::-1]) <= 1.0000001
    assert similarity(key, key) in (0.0, 1.0)


FOLDS = st.text(
    st.sampled_from(list("কখডযর\u09be\u09c7\u09cd\u09bc\u09d7\u200c\u200d‘’।৷৫1 \n\u00a0Aßéİ\u0331😀अ\u09fe")),
    max_size=12,
)


@given(st.lists(FOLDS, max_size=5))
@settings(max_examples=300, deadline=None)
def test_the_compiled_fold_of_a_column_is_the_fold_of_each(texts):
    normal = [normalize(text) for text in texts]
    assert fold_normalized(pa_array(normal)).to_pylist() == [fold(text) for text in normal]


def pa_array(texts):
    import pyarrow as pa

    return pa.array(texts, pa.string())


def test_a_headline_of_a_megabyte_takes_no_time():
    headline_key("ভিডিও | (" * 100_000)
    headline_key(": - / " * 100_000)


def test_edited_headlines_of_one_link_are_near(shared):
    """Of real pairs (one link whose headline was changed) two in three are near from the headline alone."""
    groups = read_jsonl(shared / "data/news/gold_headline_pairs/edited_headlines_jugantor.jsonl.gz")
    pairs = [(headline_key(row["titles"][0]), headline_key(row["titles"][1])) for row in groups]
    assert sum(similarity(one, other) >= 0.8 for one, other in pairs) / len(pairs) > 0.65
    strangers = [similarity(pairs[row][0], pairs[row - 100][1]) for row in range(len(pairs))]
    assert sum(near >= 0.8 for near in strangers) / len(strangers) < 0.005


def test_one_headline_over_many_links_is_split_into_stories(shared):
    """Real groups of links under one headline, judged by reading their first words (`tests/data/headline_stories.tsv`)."""
    from scripts.check_headline_pairs import several_links

    found = several_links(shared / "data" / "news")
    assert found.groups > 250
    assert found.groups_told_right >= 0.95, "where the first words tell"
    assert found.pairs_right >= 0.98
    assert found.two_stories_merged <= 18, "columns whose first words are those of another day, but for a word"


def test_an_edited_headline_is_found_where_link_or_body_is_given(shared):
    from scripts.check_headline_pairs import EVIDENCE, found_with

    for evidence in EVIDENCE[:5]:
        found = found_with(shared / "data" / "news", evidence, links=200)
        assert found.share >= 0.9, found
        assert found.strangers <= 1, found


def test_every_judged_pair_of_links_is_judged_once_and_has_a_verdict():
    from scripts.check_headline_pairs import JUDGED

    rows = [line.rstrip("\n").split("\t") for line in JUDGED.read_text(encoding="utf-8").splitlines()[1:]]
    assert {row[2] for row in rows} == {"same", "undecided"}
    assert all(len(row) == 4 and (row[3] != "") == (row[2] == "undecided") for row in rows), "doubt has a reason"
    assert len({frozenset(row[:2]) for row in rows}) == len(rows)

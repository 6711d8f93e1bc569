"""Cruft inside the body: what is cut, and what must stay."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.text.evidence import Evidence, headline_keys
from corpus.text.inline import (
    READ_MORE,
    clean,
    is_sign_off,
    source_name,
    split_dateline,
    without_doubles,
    without_read_more,
)
from corpus.text.normalize import normalize
from tests.conftest import read_jsonl

N = normalize


@pytest.mark.parametrize("sign", ["ইত্তেফাক/এএম", "ইএ/টিকে", "এজেড/এমএমএম", "ইত্তেফাক/জেডএইচডি", "এমএ/ জেএইচ"])
def test_sign_offs_are_cut_from_the_end(sign: str) -> None:
    for end in ("পানি বাড়ছে।", "‘পানি বাড়ছে।’"):
        for glue in ("", " "):
            cleaned = clean([N("ত্রাণ যায়নি।"), N(end + glue + sign)])

            assert cleaned.paragraphs[-1] == N(end)
            assert cleaned.sign_off == N(sign)
    assert is_sign_off(N(sign))


@pytest.mark.parametrize("end", ["মেয়াদ ২০২৪/২৫।", "দর ১০ টাকা/কেজি।", "এবং/অথবা বাতিল হবে।", "মামলা নং ১২/৩৪"])
def test_strokes_inside_sentences_stay(end: str) -> None:
    assert clean([N(end)]).paragraphs == [N(end)]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("সূত্র : রয়টার্স", "রয়টার্স"),
        ("সূত্র: আল জাজিরা", "আল জাজিরা"),
        ("তথ্যসূত্র: বাসস, বিবিসি", "বাসস, বিবিসি"),
        ("সূত্রঃ এএফপি", "এএফপি"),
        ("খবর বিবিসির।", "বিবিসি"),
        ("সূত্র জানায়, পানি কমছে।", None),
        ("খবর পেয়ে পুলিশ আসে।", None),
    ],
)
def test_credit_lines_name_their_source(line: str, name: str | None) -> None:
    assert source_name(N(line)) == (N(name) if name else None)


def test_a_credit_inside_the_last_sentence_is_read_and_left() -> None:
    cleaned = clean([N("পানি কমছে বলে জানানো হয়। খবর বিবিসির।")])

    assert cleaned.paragraphs == [N("পানি কমছে বলে জানানো হয়। খবর বিবিসির।")]
    assert cleaned.source_credit == N("বিবিসি")


@pytest.mark.parametrize(
    ("paragraph", "dateline"),
    [
        ("ঢাকা, ১২ ডিসেম্বর (বাসস) : নদীতে পানি বাড়ছে।", "ঢাকা, ১২ ডিসেম্বর (বাসস)"),
        ("নদীপুর (চরাঞ্চল) সংবাদদাতা \\ নদীতে পানি বাড়ছে।", "নদীপুর (চরাঞ্চল) সংবাদদাতা"),
        ("নদীপুর প্রতিনিধি: নদীতে পানি বাড়ছে।", "নদীপুর প্রতিনিধি"),
        ("কলকাতা, ৩ জুন : নদীতে পানি বাড়ছে।", "কলকাতা, ৩ জুন"),
        ("প্রতিনিধিরা জানান, নদীতে পানি বাড়ছে।", None),
        ("ঢাকা, খুলনা ও বরিশালে নদীতে পানি বাড়ছে।", None),
    ],
)
def test_datelines_leave_the_first_sentence(paragraph: str, dateline: str | None) -> None:
    found, rest = split_dateline(N(paragraph))

    assert found == (N(dateline) if dateline else None)
    assert rest == (N("নদীতে পানি বাড়ছে।") if dateline else N(paragraph))


def test_a_link_to_another_story_goes_only_where_its_end_is_seen() -> None:
    glued = N("পানি বাড়ছে। আরও পড়ুন: সেতু ভাঙল উত্তরেত্রাণ যায়নি। মানুষ কষ্টে।")
    told = Evidence(headlines=headline_keys([N("সেতু ভাঙল উত্তরে")]))

    assert without_read_more(glued) == glued
    assert without_read_more(glued, told) == N("পানি বাড়ছে। ত্রাণ যায়নি। মানুষ কষ্টে।")
    assert without_read_more(N("পানি বাড়ছে। আরও পড়ুন: সেতু ভাঙল উত্তরে")) == N("পানি বাড়ছে।")


def test_real_glued_links_are_cut_where_their_headlines_are_known(shared: Path) -> None:
    """Of 565 bodies at least 95 % come out exactly, but for marks that closed the headline."""
    rows = list(read_jsonl(shared / "data" / "news" / "gold_inline_readmore" / "inline_readmore.jsonl.gz"))
    heads = [N(READ_MORE.sub("", N(span[2]))) for row in rows for span in row["spans"]]
    told = Evidence(headlines=headline_keys(heads))
    bare = lambda text: re.sub(r"[\s’'!…”]|\.\.+", "", READ_MORE.sub("", text))  # noqa: E731
    right = 0
    for row in rows:
        wanted = row["body"]
        for start, end, _ in sorted(row["spans"], reverse=True):
            wanted = wanted[:start] + " " + wanted[end:]
        right += bare(without_read_more(N(row["body"]), told)) == bare(N(wanted))

    assert right >= 0.95 * len(rows)


def test_real_doubled_paragraphs_are_single(shared: Path) -> None:
    """43 of 45; two pages set other paragraphs between the two printings, without a mark where they join."""
    rows = list(read_jsonl(shared / "data" / "news" / "gold_indoc_repetition" / "indoc_repetition.jsonl.gz"))
    single = 0
    for row in rows:
        long_ones = [s.strip() for s in without_doubles(N(row["body"])).split("।") if len(s.strip()) >= 40]
        single += len(long_ones) == len(set(long_ones))

    assert single >= 43


def test_what_is_said_twice_in_verse_stays() -> None:
    verse = N("আয় বৃষ্টি ঝেঁপে। আয় বৃষ্টি ঝেঁপে। ধান দেব মেপে। ধান দেব মেপে।")

    assert without_doubles(verse) == verse

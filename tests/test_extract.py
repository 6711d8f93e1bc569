"""Extraction: what a line is, what the article is, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.schema import LABELS
from corpus.tables.phrases import PHRASES
from corpus.text.evidence import Evidence, headline_keys, site_evidence
from corpus.text.features import KINDS, count, line_keys, prefix_keys
from corpus.text.normalize import normalize
from corpus.text.page import Page, extract_html, extract_text, reasons
from tests.conftest import read_jsonl

STORY = (
    "নদীর পানি বেড়ে যাওয়ায় নিচু এলাকার কয়েক হাজার মানুষ আশ্রয়কেন্দ্রে উঠেছেন বলে জানিয়েছে প্রশাসন।",
    "জেলা প্রশাসক জানান, ত্রাণ পৌঁছাতে শুরু করেছে। তবে সড়ক ডুবে যাওয়ায় নৌকা ছাড়া উপায় নেই।",
    "‘আমাদের ঘরে কোমরপানি,’ বলেন এক কৃষক। ‘ধান কাটার আগেই সব শেষ হয়ে গেছে।’",
    "আবহাওয়া অফিস বলছে, আগামী দুই দিনে বৃষ্টি কমতে পারে। নদীর পানি এখনো বিপৎসীমার ওপরে।",
)
TEASERS = ("সেতু উদ্বোধন আগামী মাসে", "চালের দাম কমেছে রাজধানীতে", "ফাইনালে উঠল নারী দল", "নতুন ট্রেন পেল উত্তরের মানুষ")
DUMP = "\n".join(
    (
        "প্রচ্ছদ",
        "জাতীয়",
        "খেলা",
        "বন্যায় ডুবল নিচু এলাকা, দুর্ভোগে মানুষ",
        "নিজস্ব প্রতিবেদক",
        "১২ ডিসেম্বর ২০২৫, ১০:৩০",
        *STORY,
        "সূত্র: বাসস",
        "শেয়ার করুন",
        "সর্বশেষ",
        *TEASERS,
        "সম্পাদক ও প্রকাশক: কেউ একজন",
    )
)


def body_of(page: Page) -> str:
    assert page.article is not None
    return page.article.body


def test_the_page_that_started_the_project_is_right_exactly(shared: Path) -> None:
    row = next(read_jsonl(shared / "data" / "pages" / "example.jsonl"))
    page = extract_text(row["text"])
    article = page.article

    assert article is not None
    assert article.headline == normalize(row["article"]["headline"])
    assert article.body.split("\n\n") == [normalize(p) for p in row["article"]["body_paragraphs"]]
    assert (article.source_credit, article.byline) == ("রয়টার্স", "ইএ/টিকে")
    assert [teaser.date for teaser in page.teasers] == ["2025-12-12"] * 20
    assert not {normalize("অনূর্ধ্ব-১৯ এশিয়া কাপ"), normalize("ঢাবিতে বিক্ষোভ")} & {t.text for t in page.teasers}
    wanted = {line["n"]: line["label"] for line in row["lines"]}
    places = [place for place, line in enumerate(row["text"].split("\n")) if line.strip()]
    assert [line.label for line in page.lines] == [wanted[place] for place in places]


def test_a_dump_gives_headline_body_credit_and_date() -> None:
    article = extract_text(DUMP).article

    assert article is not None
    assert article.headline == normalize("বন্যায় ডুবল নিচু এলাকা, দুর্ভোগে মানুষ")
    assert article.body.split("\n\n") == [normalize(p) for p in STORY]
    assert (article.byline, article.source_credit) == ("নিজস্ব প্রতিবেদক", "বাসস")
    assert (article.published or "").startswith("2025-12-12")


def test_html_gives_the_same_body_and_drops_what_is_hidden() -> None:
    paragraphs = "".join(f"<p>{p}</p>" for p in STORY)
    html = (
        "<html><head><title>বন্যা | কাগজ</title><script>var x='পানি বাড়ছে। ত্রাণ নেই।'</script></head><body><nav><ul><li>"
        "<a href='/a'>প্রচ্ছদ</a></li></ul></nav><article><h1>বন্যায় ডুবল নিচু এলাকা</h1><div class='story'>"
        f"{paragraphs}<p style='display:none'>এই লেখা কেউ দেখে না। এটি গোপন থাকে সব সময়।</p></div></article><ul class='latest'>"
        + "".join(f"<li><a href='/x'>{t}</a></li>" for t in TEASERS)
        + "</ul></body></html>"
    )
    page = extract_html(html)

    assert body_of(page).split("\n\n") == [normalize(p) for p in STORY]
    assert page.article is not None
    assert page.article.headline == "বন্যায় ডুবল নিচু এলাকা".replace("য়", "য\u09bc")
    assert {t.text for t in page.teasers} >= {normalize(t) for t in TEASERS}
    assert not any("গোপন" in line.text or "var x" in line.text for line in page.lines)


@pytest.mark.parametrize("form", ["text", "html"])
def test_real_pages_without_article_are_refused_and_the_article_is_found(shared: Path, form: str) -> None:
    for row in read_jsonl(shared / "data" / "pages" / "real.jsonl.gz"):
        page = extract_text(row["text"]) if form == "text" else extract_html(row["html"])
        if row["kind"] == "none":
            assert page.article is None, row["id"]
        else:
            assert body_of(page).split("\n\n") == [normalize(p) for p in row["article"]["body_paragraphs"]]


def test_written_pages_keep_their_floor(shared: Path) -> None:
    """One page in ten; the full figures, five-fold, are those of scripts/score_pages.py."""
    rows = list(read_jsonl(shared / "data" / "pages" / "composed.jsonl.gz"))[::10]
    wrong = [
        row["id"]
        for row in rows
        if (extract_text(row["text"], url=row["url"]).article is None) == (row["kind"] == "article")
    ]
    right = 0
    articles = [row for row in rows if row["kind"] == "article"]
    for row in articles:
        article = extract_html(row["html"], url=row["url"]).article
        right += article is not None and article.headline == normalize(row["article"]["headline"])

    assert len(wrong) <= 1
    assert right >= 0.97 * len(articles)


def test_every_joiner_of_the_body_is_kept() -> None:
    story = [p.replace("প্রশাসন", "র\u200d্যাব") + " উদ্\u200cযাপন চলছে।" for p in STORY]
    page = extract_text("\n".join(("প্রচ্ছদ", "বন্যায় ডুবল নিচু এলাকা", *story)))

    assert body_of(page).count("\u200d") + body_of(page).count("\u200c") == len(story) + 1


def test_edits_name_the_rules_that_changed_the_article() -> None:
    page = extract_text(DUMP.replace("জেলা প্রশাসক", "জেলা&nbsp;প্রশাসক"))

    assert page.article is not None
    assert page.article.edits
    assert extract_text(DUMP).problem is None


def test_reasons_name_features_strongest_first() -> None:
    page = extract_text(DUMP)
    found = reasons(page)[6]

    assert len(found) == 8
    assert [abs(reason.adds) for reason in found] == sorted((abs(r.adds) for r in found), reverse=True)


def test_evidence_takes_out_what_recurs_and_the_headlines_of_others() -> None:
    notice = "আমাদের সব খবর সবার আগে পেতে সঙ্গে থাকুন, ধন্যবাদ জানাই পাঠকদের সবাইকে।"
    other = "উত্তরের তিন জেলায় আগাম ফসল তুলছেন কৃষকেরা।"
    dump = DUMP.replace(STORY[3], f"{STORY[3]}\n{notice}\n{other}")
    recurring = site_evidence([line_keys([notice, str(n)]) for n in range(3)])
    page = extract_text(dump, evidence=Evidence(recurring, headline_keys([other])))

    assert normalize(notice) not in body_of(page)
    assert normalize(other) not in body_of(page)
    assert normalize(STORY[3]) in body_of(page)


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.text)
def test_every_phrase_is_found_on_its_own_line(phrase: Any) -> None:
    counts = count([normalize(phrase.text.replace("0", "৫"))])

    assert phrase.label in KINDS
    assert counts.has(phrase.label, phrase.where).tolist() == [True]


def test_phrases_in_the_middle_of_words_are_not_found() -> None:
    assert not count(["ছবিটি ভালো লেগেছে", "প্রকাশ্যে এসেছে", "বিষয়টি জানা নেই"]).start.any()


HARD = st.text(alphabet=st.sampled_from("কখা্র্য়।’\u200d\u200c ১2a/:\n\r\u2028\0<>&;\"'|…."), max_size=120)


@settings(max_examples=60, deadline=None)
@given(HARD)
def test_any_dump_can_be_read_and_every_line_has_a_label(text: str) -> None:
    page = extract_text(text)

    assert {line.label for line in page.lines} <= set(LABELS)
    assert all(0 <= line.score <= 1 for line in page.lines)


@settings(max_examples=60, deadline=None)
@given(HARD)
def test_any_html_can_be_read(html: str) -> None:
    assert {line.label for line in extract_html(html).lines} <= set(LABELS)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("কখাি র।১2a’,"), max_size=60))
def test_the_key_of_a_line_is_that_of_its_longest_beginning(text: str) -> None:
    keys, _ = prefix_keys(text)
    whole = line_keys([text])

    assert whole[0] == (keys[-1] if len(keys) else np.uint64(0))


def test_a_newline_inside_a_line_does_not_shift_the_others() -> None:
    assert count(["ক\nখ", "গ"]).keys[1] == line_keys(["গ"])[0]


def test_weights_are_rounded_numbers_under_known_names() -> None:
    path = Path(__file__).resolve().parents[1] / "corpus" / "tables" / "line_weights.json"
    weights = json.loads(path.read_text("utf-8"))

    assert {(form, step) for form in weights for step in weights[form]} == {
        (form, step) for form in ("dump", "html") for step in ("alone", "together", "page", "headline")
    }


def test_a_relative_date_counts_from_the_day_of_fetching() -> None:
    dump = DUMP.replace("১২ ডিসেম্বর ২০২৫, ১০:৩০", "২ ঘণ্টা আগে")
    article = extract_text(dump, fetched_at="2025-12-13T09:00:00+06:00").article

    assert article is not None
    assert (article.published or "").startswith("2025-12-13")
    assert extract_text(dump).article.published is None  # type: ignore[union-attr]


def test_a_dump_without_a_date_line_takes_the_day_in_its_address() -> None:
    dump = DUMP.replace("১২ ডিসেম্বর ২০২৫, ১০:৩০\n", "")
    article = extract_text(dump, url="https://khobor.example/online/2025/12/11/778").article

    assert article is not None
    assert article.published == "2025-12-11"

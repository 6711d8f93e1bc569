"""Pages made to hurt: time and memory stay bounded, and a page given up says why."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from corpus import terminal
from corpus.tables.lines import THRESHOLDS
from corpus.tables.problems import GIVEN_UP
from corpus.text.page import extract_html, extract_text

SENTENCES = "নদীর পানি বেড়ে নিচু এলাকা ডুবে গেছে। মানুষ আশ্রয়কেন্দ্রে যাচ্ছেন, ত্রাণ কম। "
HTML: dict[str, tuple[Callable[[], str], str | None]] = {
    "nested": (lambda: "<div>" * 100_000 + SENTENCES, "too_deep"),
    "nested_and_closed": (lambda: "<div>" * 100_000 + SENTENCES + "</div>" * 100_000, "too_deep"),
    "nested_inline": (lambda: "<b>" * 100_000 + SENTENCES, "too_deep"),
    "nested_a_little": (lambda: "<div>" * 6_000 + SENTENCES, "too_deep"),
    "huge_text": (lambda: "<p>" + "ক" * 34_000_000, "too_large"),
    "attributes": (
        lambda: "<div " + " ".join(f"a{n}=x" for n in range(100_000)) + ">" + SENTENCES,
        "too_many_attributes",
    ),
    "unclosed": (lambda: ("<p>" + SENTENCES + "<table><tr><td>") * 300, None),
    "nul": (lambda: "<p>\0" + SENTENCES + "\0</p>", None),
    "script": (lambda: "<script>" + SENTENCES * 20_000 + "</script><p>ক", None),
    "entities": (lambda: '<!DOCTYPE x [<!ENTITY a "' + "&b;" * 1000 + '">]><p>' + "&a;" * 100_000, None),
    "many_lines": (lambda: "ক<br>" * 120_000, "too_many_lines"),
}
TEXT: dict[str, tuple[Callable[[], str], str | None]] = {
    "many_lines": (lambda: "ক\n" * 1_000_000, "too_many_lines"),
    "huge": (lambda: "ক" * 34_000_000, "too_large"),
    "one_line": (lambda: SENTENCES * 20_000, None),
    "read_more": (lambda: "ক খ গ " + "আরও পড়ুন: ক খ গ। " * 20_000, None),
    "nul": (lambda: "\0".join([SENTENCES] * 50), None),
}


@pytest.mark.parametrize("name", HTML)
def test_hostile_html_is_bounded(name: str) -> None:
    make, problem = HTML[name]
    html = make()
    started = time.process_time()
    page = extract_html(html)

    assert page.problem == problem
    assert time.process_time() - started < 10
    assert problem is None or (page.article is None and not page.lines)
    assert problem is None or GIVEN_UP[problem].format(**THRESHOLDS) in terminal.page(page)


@pytest.mark.parametrize("name", TEXT)
def test_hostile_dumps_are_bounded(name: str) -> None:
    make, problem = TEXT[name]
    text = make()
    started = time.process_time()
    page = extract_text(text)

    assert page.problem == problem
    assert time.process_time() - started < 10


def test_text_of_scripts_never_reaches_a_line() -> None:
    page = extract_html(
        f"<script>{SENTENCES}</script><style>{SENTENCES}</style><template>{SENTENCES}</template><p>ক খ</p>"
    )

    assert [line.text for line in page.lines] == ["ক খ"]

"""`corpus extract` answers for every page: one on which the toolkit itself fails does not cost the others."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import extracting, terminal
from corpus.stages.extract import FAULT
from corpus.text import page as reading
from corpus.text.features import Array

STORY = (
    "নদীতে নৌকাডুবি, তিনজন নিখোঁজ\nনিজস্ব প্রতিবেদক\n"
    "নদীতে নৌকা ডুবে তিনজন নিখোঁজ হয়েছেন বলে জানিয়েছে ফায়ার সার্ভিস। আজ সকালে এ ঘটনা ঘটে।\n"
    "স্থানীয় লোকজন জানান, ঝড়ের মধ্যে নৌকাটি ঘাট ছেড়েছিল। উদ্ধারকাজ চলছে, তবে স্রোত বেশি।"
)


@pytest.fixture
def fails_on_floods(monkeypatch: pytest.MonkeyPatch) -> None:
    """The toolkit fails on pages about a flood, as it might on a page that nobody foresaw."""
    spelled = reading.spelled

    def failing(lines: list[str]) -> tuple[list[str], Array]:
        if "বন্যা" in lines:
            raise ZeroDivisionError("no such river")
        return spelled(lines)

    monkeypatch.setattr(reading, "spelled", failing)


@pytest.mark.usefixtures("fails_on_floods")
def test_a_page_that_fails_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    file = tmp_path / "pages.jsonl"
    file.write_text("\n".join(json.dumps({"id": n, "text": text}) for n, text in enumerate((STORY, "বন্যা", STORY))))
    first, second, third = extracting.rows(file)

    assert second == {
        "id": 1, "kind": "none", "problem": FAULT, "place": "pages.jsonl:2: ZeroDivisionError('no such river')",
    }  # fmt: skip
    assert [first["kind"], third["kind"]] == ["article", "article"]


@pytest.mark.usefixtures("fails_on_floods")
@pytest.mark.parametrize("html", [False, True])
def test_a_single_page_that_fails_says_why(html: bool) -> None:
    page = extracting.page("বন্যা".encode(), html=html, place="-", url=None)

    assert extracting.as_row(page, None)["problem"] == f"{FAULT}: ZeroDivisionError('no such river')"
    assert "no such river" in terminal.page(page)


@pytest.mark.parametrize("read", [reading.extract_text, lambda text: reading.extract_html(text.replace("\n", "<p>"))])
def test_half_a_surrogate_pair_costs_a_character_and_no_page(read: Callable[[str], reading.Page]) -> None:
    page = read(STORY + "\ud800")

    assert page.article is not None
    assert page.lines[-1].text.rstrip("\ufffd").endswith("স্রোত বেশি।")

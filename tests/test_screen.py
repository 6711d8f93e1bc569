"""Each screen removes what lies outside its limits, and nothing that lies on them; then rows get their names."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from corpus.stages import WORK
from corpus.stages.normalize import normalize, with_ids
from corpus.stages.screen import MEASURES, screen
from corpus.tables.screens import SCREENS
from corpus.text.ids import page_id

WORDS = {screen.reason: screen.least for screen in SCREENS}["too_short"]
NEWS = " ".join(["নদী"] * 60)

# fmt: off
CASES: dict[str, tuple[str, str | None]] = {
    # what: body, the reason why it goes
    "long enough":            (" ".join(["নদী"] * int(WORDS)), None),
    "a word too short":       (" ".join(["নদী"] * (int(WORDS) - 1)), "too_short"),
    "nothing":                ("", "not_bengali"),
    "half English":           (" ".join(["নদী", "two"] * 20), None),
    "more than half English": (" ".join(["নদী", "four"] * 20), "not_bengali"),
    "both English and short": ("A river", "not_bengali"),
    "one word in twenty":     (" ".join(["নদী"] * 57 + ["ক্া"] * 3), None),
    "more than that":         (" ".join(["নদী"] * 56 + ["ক্া"] * 4), "ill_formed"),
}
# fmt: on


def work(*rows: dict[str, Any]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(list(rows), WORK)


@pytest.mark.parametrize("what", CASES)
def test_an_article_goes_for_the_first_screen_that_it_fails(what: str) -> None:
    body, reason = CASES[what]
    outcome = screen(work({"body": body}, {"body": NEWS}))

    assert outcome.removed["reason"].to_pylist() == [reason] * (reason is not None)
    assert set(outcome.removed["stage"].to_pylist()) <= {"screen"}
    assert outcome.kept.num_rows + outcome.removed.num_rows == 2
    assert outcome.kept["stage"].null_count == outcome.kept["reason"].null_count == outcome.kept.num_rows


def test_every_screen_has_a_case_and_every_measure_a_column() -> None:
    assert {reason for _, reason in CASES.values()} - {None} == {screen.reason for screen in SCREENS}
    assert {screen.measure for screen in SCREENS} <= set(MEASURES) <= set(WORK.names)


def test_rows_kept_and_removed_say_what_they_measure() -> None:
    outcome = screen(work({"body": NEWS}, {"body": "নদী river"}))

    assert outcome.kept["word_count"].to_pylist() == [60]
    assert outcome.kept["bengali_share"].to_pylist() == [1.0]
    assert outcome.removed["word_count"].to_pylist() == [2]
    assert outcome.removed["bengali_share"].to_pylist() == [0.375]


def test_normalize_names_the_rules_that_changed_a_row_beside_those_that_had() -> None:
    rows = work(
        {"headline": "বলেছে৷", "body": "ক&nbsp;খ", "edits": ["nfc"]}, {"headline": "নদী", "body": "নদী।", "edits": []}
    )
    kept, removed = normalize(rows)

    assert kept["headline"].to_pylist() == ["বলেছে।", "নদী"]
    assert kept["body"].to_pylist() == ["ক খ", "নদী।"]
    assert kept["edits"].to_pylist() == [["danda_numerator", "html_entity", "nfc", "space"], []]
    assert removed.num_rows == 0


def test_normalize_guesses_only_when_told_to() -> None:
    rows = work({"headline": "তত্কালীন", "body": "নদী", "edits": []})

    assert normalize(rows).kept["headline"].to_pylist() == ["তত্কালীন"]
    assert normalize(rows, repair=True).kept["headline"].to_pylist() == ["তৎকালীন"]


def test_a_row_is_named_by_its_address_else_by_its_text_and_else_not_at_all() -> None:
    url = "https://khobor.example/1"
    rows = work(
        {"url": url, "headline": "ক", "body": "খ"},
        {"site": "khobor", "headline": "ক", "body": "খ", "text": "গ"},
        {"text": "গ"},
        {"site": "khobor", "place": "a.txt"},
    )

    assert with_ids(rows)["id"].to_pylist() == [
        page_id(url, None, None, None),
        page_id(None, "khobor", "ক", "খ"),
        page_id(None, None, None, "গ"),
        None,
    ]

"""Rows that stand in an evaluation set are found, and no others."""

from __future__ import annotations

import pyarrow as pa
import pytest

from corpus.stages.decontaminate import decontaminate
from corpus.tables.duplicates import EVALUATION_REASONS
from corpus.text.contamination import contaminated, evaluation_of
from tests.made_articles import body, edited, words

LONG, SHORT = body(1, 60), " ".join(words(2, 9))
EVALUATION = evaluation_of([LONG, SHORT, "মাত্র চার শব্দের কথা", ""])

# fmt: off
CASES = (
    # name                                 body                                                        reason
    ("another text",                       body(3),                                                    None),
    ("the text itself",                    LONG,                                                       "evaluation_copy"),
    ("the text in other code points",      LONG.replace(" ", "\u00a0").replace("য\u09bc", "\u09df"),    "evaluation_copy"),
    ("the text with a word changed",       edited(LONG, 0.03, seed=1),                                 "evaluation_copy"),
    ("thirteen words of it",               body(3) + " " + " ".join(words(1, 60)[20:33]) + " " + body(4), "evaluation_run"),
    ("twelve words of it",                 body(3) + " " + " ".join(words(1, 60)[20:32]) + " " + body(4), None),
    ("a short question, whole",            body(3) + " " + SHORT + "? " + body(4),                     "evaluation_run"),
    ("a short question, cut",              body(3) + " " + " ".join(SHORT.split()[:8]) + " " + body(4), None),
    ("words too few to tell",              "মাত্র চার শব্দের কথা " + body(3),                              None),
    ("nothing",                            "",                                                         None),
)
# fmt: on


@pytest.mark.parametrize(("text", "reason"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_row_goes_for_what_it_shares(text, reason):
    assert contaminated(pa.array([text]), EVALUATION) == [reason]


def test_every_reason_has_a_case():
    assert {case[2] for case in CASES} - {None} == {reason.name for reason in EVALUATION_REASONS}


def test_the_stage_keeps_and_removes_every_row():
    rows = [{"body": case[1], "stage": None, "reason": None} for case in CASES]
    schema = pa.schema([("body", pa.large_string()), ("stage", pa.string()), ("reason", pa.string())])
    outcome = decontaminate(EVALUATION)(pa.RecordBatch.from_pylist(rows, schema))
    assert outcome.removed["reason"].to_pylist() == [case[2] for case in CASES if case[2]]
    assert outcome.kept.num_rows + outcome.removed.num_rows == len(CASES)


def test_no_evaluation_set_removes_nothing():
    assert contaminated(pa.array([LONG]), evaluation_of([])) == [None]

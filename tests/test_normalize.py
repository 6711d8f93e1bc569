"""The normalizer: the specification's vectors, the laws, explain, legacy encodings, and linear time."""

from __future__ import annotations

import csv
import gzip
import json
import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.tables.spelling import RULES
from corpus.text.bijoy import bijoy_to_unicode
from corpus.text.flags import flags
from corpus.text.normalize import Edit, explain, normalize, replay, rules_fired
from tests.conftest import SHARED, read_jsonl
from tests.normalizer_laws import TROUBLE, broken_laws, random_text


def vectors() -> list[dict[str, str]]:
    path = SHARED / "normalization" / "vectors.tsv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def unescaped(text: str) -> str:
    return text.encode("latin-1", "backslashreplace").decode("unicode_escape")


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector["id"])
def test_the_vectors_of_the_specification(vector: dict[str, str]) -> None:
    text, expected = unescaped(vector["input"]), unescaped(vector["expected"])
    for repair in {"L2": [True], "keep": [False, True]}.get(vector["level"], [False]):
        assert normalize(text, repair=repair) == expected


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.sampled_from(TROUBLE), max_size=16).map("".join))
def test_the_laws_hold_for_troublesome_characters(text: str) -> None:
    assert broken_laws(text) == []


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_the_laws_hold_for_any_text(text: str) -> None:
    assert broken_laws(text) == []


def test_the_laws_hold_where_a_few_pieces_meet_again_and_again() -> None:
    rng = random.Random(20261123)

    assert [law for _ in range(2000) for law in broken_laws(random_text(rng, 40))] == []


def test_a_rule_sees_the_same_in_a_word_and_in_its_line() -> None:
    """What stands before a space decided here, where the line was looked at as a whole: not after the second time."""
    assert broken_laws("অ \u09cd\u09af\u09be&#x9c7;") == []


def test_an_edit_says_where_it_was_made() -> None:
    assert explain("তত্ক\u09be\u09be", repair=True) == [
        Edit("khanda_ta", "ত্", "ৎ", 1),
        Edit("doubled_sign", "\u09be\u09be", "\u09be", 3),
    ]
    assert explain("হ\u09df \u09dc") == [
        Edit("nfc", "\u09df", "\u09af\u09bc", 1),
        Edit("nfc", "\u09dc", "\u09a1\u09bc", 4),
    ]


def test_an_edit_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="does not stand at 1"):
        replay("কখ", [Edit("example", "গ", "", 1)])


def test_rules_are_named_in_the_order_of_the_table() -> None:
    assert rules_fired("ক৷ \u09df&nbsp;হ") == ("nfc", "html_entity", "space", "danda_numerator")


@given(st.integers(0, 2**32))
def test_rules_are_the_same_where_it_is_known_what_becomes_of_the_text(seed: int) -> None:
    text = random_text(random.Random(seed))

    for repair in (False, True):
        spelled = normalize(text, repair=repair)
        assert rules_fired(text, repair=repair, spelled=spelled) == rules_fired(text, repair=repair)
        fired = {edit.rule for edit in explain(text, repair=repair)}
        assert rules_fired(text, repair=repair) == tuple(rule.name for rule in RULES if rule.name in fired)


@pytest.mark.parametrize("codec", ["latin-1", "cp1252"])
def test_ten_layers_of_mojibake_are_undone(codec: str) -> None:
    text = misread = "আমি ‘বাংলায়’ গান গাই – ভালোবাসি।"
    for _ in range(10):
        misread = "".join(
            bytes([byte]).decode(codec, "replace").replace("\ufffd", chr(byte)) for byte in misread.encode()
        )
        assert normalize(misread) == normalize(text)


def test_mojibake_is_undone_wholly_or_not_at_all() -> None:
    line = "à¦¬à¦¾à¦\ufffdà¦²à¦¾\u00a0à¦¦à§‡à¦¶"

    assert normalize(line) == line
    assert "mojibake" in flags(line)
    assert normalize(f"ত\u0981ারা\n{line}\nক&nbsp;খ") == f"তা\u0981রা\n{line}\nক খ"


def test_misread_headlines_are_repaired_where_no_byte_is_lost(shared: Path) -> None:
    rows = list(read_jsonl(shared / "data" / "news" / "mojibake_quazirafi" / "peeled.jsonl.gz"))
    for row in rows:
        for text in (*row["last_layers"], row["stop_text"]):
            expected = text if row["has_replacement_char"] else normalize(row["stop_text"])
            assert normalize(text) == expected
            assert ("mojibake" in flags(normalize(text))) == row["has_replacement_char"]
    assert len(rows) >= 25


def test_bijoy_pairs_are_converted(shared: Path) -> None:
    rows = list(read_jsonl(shared / "data" / "news" / "bijoy_pairs" / "pairs.jsonl"))
    for row in rows:
        if row["unicode"] is not None:
            assert normalize(row["bijoy"], repair=True) == normalize(row["unicode"])
            assert normalize(row["bijoy"]) == row["bijoy"]
        else:
            assert "bijoy" not in flags(normalize(row["bijoy"], repair=True))
    assert len(rows) == 28


def test_bijoy_signs_that_are_also_punctuation_stay_punctuation() -> None:
    assert bijoy_to_unicode("ÔAvwgÕ ej‡jb: “ZzwgÓ") == "‘আমি’ বললেন: “তুমি”"


def test_residue_of_converters_is_repaired_where_the_repair_is_attested(shared: Path) -> None:
    rows = list(read_jsonl(shared / "data" / "news" / "gold_legacy_residue" / "legacy_residue.jsonl.gz"))
    attested = [row for row in rows if row["attested"]]

    assert [row for row in attested if normalize(row["token"], repair=True) != row["candidate"]] == []
    assert len(attested) >= 36


def test_a_lost_joiner_is_put_back(shared: Path) -> None:
    with gzip.open(shared / "data" / "news" / "gold_legacy_residue" / "lost_joiner_rya.jsonl.gz", "rt") as lines:
        for row in map(json.loads, lines):
            assert normalize(row["token"], repair=True).startswith("র\u200d্য")


HOSTILE = [
    *TROUBLE,
    "&amp;",
    "&&shy;",
    "&#5",
    "‘ক",
    "ক|",
    "\u0981\u09be",
    "\u09be\u0981",
    "à¦",
    "Ã\u00a0",
    "\u09cd\u200c",
    "ৰ্",
    "K©",
    "x ",
    "ক&nbsp;খ",
    "©&copy=1 ",
]


@pytest.mark.parametrize("piece", [*map(ascii, HOSTILE)])
def test_time_is_linear_in_the_length_of_hostile_text(piece: str) -> None:
    """Thirty-two times the text may take 200 times as long, on a busy machine; a quadratic rule takes a thousand."""
    piece = unescaped(piece[1:-1])

    def seconds(text: str) -> float:
        began = time.process_time()
        normalize(text, repair=True)
        return time.process_time() - began

    short, long = (piece * (length // len(piece)) for length in (8_000, 256_000))
    assert seconds(long) < 200 * max(min(seconds(short) for _ in range(3)), 0.0003)

"""Each row of the spelling table is true, is needed, and nothing that must stay is changed by any."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.tables import legacy, unsettled
from corpus.tables.evidence import FLAGS, Flag
from corpus.tables.spelling import LEFT_ALONE, LEFT_BEHIND, RULES, Rule
from corpus.text import normalize as public
from corpus.text import rewriting
from corpus.text.flags import flags
from corpus.text.normalize import explain, normalize, rules_fired
from corpus.text.settled import PAIRS, expanded, settled
from tests.spelling_cases import CASES, Case

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_example_of_a_rule_is_true_and_names_it(rule: Rule) -> None:
    repair = rule.level == "L2"

    assert normalize(rule.before, repair=repair) == normalize(rule.after)
    assert rule.name in rules_fired(rule.before, repair=repair)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.level == "L2"], ids=lambda rule: rule.name)
def test_a_guess_is_made_only_when_asked_for(rule: Rule) -> None:
    assert rule.name not in rules_fired(rule.before)


@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES if rule.name not in rewriting._WHOLE_TEXT | {"line_break"}],
    ids=lambda rule: rule.name,
)
def test_no_row_is_dead(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its rule, the example is no longer true."""
    monkeypatch.setattr(
        rewriting,
        "_RULES",
        {setting: [row for row in rows if row[0] != rule.name] for setting, rows in rewriting._RULES.items()},
    )

    monkeypatch.setitem(rewriting._SPANS, rule.name, lambda _: [])

    assert rewriting.rewrite(rule.before, repair=rule.level == "L2") != rule.after


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.find and rule.needs], ids=lambda rule: rule.name)
def test_what_a_rule_needs_is_what_it_finds(rule: Rule) -> None:
    assert set(rule.needs) & set(rule.before)
    found = re.search(rule.find, rule.before)
    if found:  # where it is not found at once, an earlier rule prepares the ground
        assert set(rule.needs) & set(rule.before[max(0, found.start() - 1) : found.end() + 2])


def test_names_of_rules_and_flags_are_unique() -> None:
    names = [rule.name for rule in RULES] + [flag.name for flag in FLAGS]

    assert len(set(names)) >= len(names) - 2  # mojibake and nukta_on_sign are both undone and flagged
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("repair", [False, True])
@pytest.mark.parametrize("text", LEFT_ALONE, ids=lambda text: text)
def test_what_must_not_change_does_not(text: str, repair: bool) -> None:
    assert normalize(text, repair=repair) == text
    assert explain(text, repair=repair) == []


@pytest.mark.parametrize(("before", "after"), [row[-2:] for row in LEFT_BEHIND], ids=[row[-1] for row in LEFT_BEHIND])
def test_what_was_left_behind_a_vowel_sign_is_put_back(before: str, after: str) -> None:
    assert normalize(before) == before
    assert normalize(before, repair=True) == normalize(after)


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(case.text)[1:-1])
def test_further_cases(case: Case) -> None:
    assert normalize(case.text) == case.default
    assert normalize(case.text, repair=True) == (case.repaired or case.default)


@pytest.mark.parametrize("flag", FLAGS, ids=lambda flag: flag.name)
def test_a_flag_is_raised_for_its_example(flag: Flag) -> None:
    assert flag.name in flags(flag.example)


def read_edits() -> list[dict[str, str]]:
    with (REPOSITORY / "benchmarks" / "results" / "read_edits.tsv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@pytest.mark.parametrize("row", read_edits(), ids=lambda row: row["rule"])
def test_what_was_read_of_a_rule_adds_up_and_the_wrong_edits_are_still_what_they_were(row: dict[str, str]) -> None:
    right, wrong, undecided = int(row["right"]), int(row["wrong"]), int(row["undecided"])
    pairs = {state: [pair.split("→") for pair in row[state].split()] for state in ("mended", "standing")}

    assert right + wrong + undecided == int(row["read"]) == min(int(row["fired"]), int(row["read"]))
    assert row["level"] == next(rule.level for rule in RULES if rule.name == row["rule"])
    assert float(row["share_right"]) == pytest.approx(right / int(row["read"]), abs=0.0005)
    assert bool(wrong) == any(pairs.values())
    for before, after in pairs["mended"]:
        assert normalize(before, repair=True) != normalize(after, repair=True)
    for before, after in pairs["standing"]:
        assert normalize(before, repair=True) == normalize(after, repair=True)


def test_clean_text_raises_no_flag() -> None:
    assert flags("‘আমি’ র\u200d্যাব-এর ১২টি সংবাদ, উদ্\u200cযাপন। Hello, world & all: 12 (C) https://a.bc/?d=e") == ()


def test_the_table_of_unsettled_pairs_is_what_the_rules_say() -> None:
    printed = subprocess.run(
        [sys.executable, REPOSITORY / "scripts" / "derive_unsettled.py"],
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout

    assert printed == Path(unsettled.__file__).read_text(encoding="utf-8")


def test_settled_text_is_left_alone_by_the_rules() -> None:
    """Every three settled characters in a row, of one for each way to behave: what passes is no rule's business."""
    kinds: dict[tuple[frozenset[str], frozenset[str]], str] = {}
    for one in expanded(unsettled.SETTLED):
        behaviour = frozenset(b for a, b in PAIRS if a == one), frozenset(a for a, b in PAIRS if b == one)
        kinds.setdefault(behaviour, one)
    letters = [*kinds.values(), *"যরতদ।১"]
    texts = [a + b + c + d for a in letters for b in letters for c in letters for d in ("", "\u09cdয")]

    passed = [text for text in texts if settled(text) == text]

    assert len(passed) > len(texts) / 4
    assert [text for text in passed if rewriting.rewrite(text, repair=False) != text] == []


def test_a_bijoy_glyph_is_one_character() -> None:
    assert all(len(glyph) == 1 for glyph in legacy.GLYPHS)
    assert set(legacy.ONLY_AFTER) | set(legacy.ONLY_BEFORE) <= set(legacy.GLYPHS)


def test_the_public_names_are_documented() -> None:
    assert all(getattr(public, name).__doc__ for name in public.__all__)

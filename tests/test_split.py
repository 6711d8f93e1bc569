"""Splits follow from the story alone: stable, of the shares that were asked for, and never of one story in two."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.duplicates import find_duplicates
from corpus.settings import Settings
from corpus.stages.split import SPLITS, split, split_by_time, split_of
from tests.made_articles import body, digest, edited, row, table
from tests.memory_engine import MemoryEngine

SHARES = st.tuples(st.floats(0, 0.5), st.floats(0, 0.49))


def test_shares_are_what_was_asked_for():
    counts = Counter(split_of(digest(str(number)), validation=0.1, test=0.2) for number in range(20_000))
    assert counts["test"] / 20_000 == pytest.approx(0.2, abs=0.01)
    assert counts["validation"] / 20_000 == pytest.approx(0.1, abs=0.01)


@given(st.text(max_size=40), SHARES, st.floats(0, 0.2))
def test_a_bigger_share_takes_from_train_alone(key, shares, more):
    validation, test = shares
    before = split_of(key, validation=validation, test=test)
    after = split_of(key, validation=validation, test=min(test + more, 1 - validation))
    assert before in SPLITS
    assert after == before or (before, after) == ("train", "test")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-11-30", "train"),
        ("2025-12-01", "validation"),
        ("2025-12-31T23:59:00+06:00", "validation"),
        ("2026-01-01", "test"),
        (None, "train"),
    ],
)
def test_a_story_is_split_by_the_day_it_was_first_published(day, expected):
    assert split_by_time(day, "2025-12-01", "2026-01-01") == expected


def test_a_copy_published_later_stays_with_its_story():
    """A story of December is not later news because a paper took it over in January."""
    text = body(1)
    rows = [row("সেতু খুলে দেওয়া হলো আজ", text, published="2025-12-20")]
    rows += [row("আবার সেই খবর ছাপা হলো", edited(text, 0.02) + " আরও শেষে কথা আছে।", published="2026-01-10")]
    verdicts = find_duplicates(MemoryEngine(), table(rows), Settings())
    batch = verdicts.combine_chunks().to_batches()[0]
    settings = Settings(split_by="time", test_from="2026-01-01")
    assert split(settings)(batch).kept["split"].to_pylist() == ["train", "train"]


def test_the_stage_adds_the_split_and_removes_nothing():
    batch = pa.record_batch({"split_key": [digest(str(n)) for n in range(50)], "first_published": [None] * 50})
    outcome = split(Settings(validation_share=0.2, test_share=0.2))(batch)
    assert outcome.removed.num_rows == 0
    assert set(outcome.kept["split"].to_pylist()) == set(SPLITS)


def splits(rows):
    settings = Settings(validation_share=0.25, test_share=0.25)
    verdicts = find_duplicates(MemoryEngine(), table(rows), settings).combine_chunks().to_batches()[0]
    kept = split(settings)(verdicts).kept.to_pylist()
    return {each["uid"]: each["split"] for each in kept if each["reason"] is None}, {e["uid"]: e for e in kept}


def test_rows_keep_their_split_when_later_news_comes():
    """70 % of the pages by date, then all: copies of old stories among the new ones move nothing."""
    rows = []
    for number in range(120):
        text = body(number // 2) if number % 2 == 0 else edited(body(number // 2), 0.03, seed=number)
        rows.append(row(f"শিরোনাম {number} নিয়ে লেখা", text, published=f"2025-{1 + number % 12:02}-10"))
    rows.sort(key=lambda each: each["published"])
    before, _ = splits(rows[:84])
    after, _ = splits(rows)
    assert len(after) > len(before) * 0.9
    assert all(after[uid] == where for uid, where in before.items() if uid in after)


def test_only_an_earlier_copy_can_move_a_row():
    """With pages in any order a row moves only where its story got another earliest row."""
    rows = [
        row(
            f"শিরোনাম {n} নিয়ে লেখা",
            edited(body(n // 2), 0.02 * (n % 2), seed=n),
            published=f"2025-01-{1 + (7 * n) % 28:02}",
        )
        for n in range(120)
    ]
    before, first = splits(rows[::2] + rows[1:40:2])
    after, then = splits(rows)
    moved = [uid for uid, where in before.items() if after.get(uid, where) != where]
    assert all(first[uid]["split_key"] != then[uid]["split_key"] for uid in moved)
    assert all(
        after[uid] == before[uid]
        for uid in before
        if uid in after and first[uid]["split_key"] == then[uid]["split_key"]
    )

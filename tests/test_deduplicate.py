"""Which rows go, for which reason, in favour of which; and that nothing else than the rows themselves decides."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.duplicates import VERDICTS, find_duplicates
from corpus.engines.local import LocalEngine
from corpus.leaks import word_triples
from corpus.settings import Settings
from corpus.stages.deduplicate import deduplicate
from corpus.tables.duplicates import REASONS, THRESHOLDS, at_least
from corpus.text.stories import bucket_pairs, components, relation
from tests.made_articles import body, digest, edited, row, table
from tests.memory_engine import MemoryEngine

LONG = "জেলার নতুন সেতু খুলে দেওয়া হলো যান চলাচলের জন্য"


def verdicts(rows: list[dict[str, Any]], *, engine: Any = None, **settings: Any) -> dict[str, dict[str, Any]]:
    found = find_duplicates(engine or MemoryEngine(), table(rows), Settings(**settings), shards=3)
    return {each["uid"]: each for each in found.to_pylist()}


def reasons(rows: list[dict[str, Any]], **settings: Any) -> list[str | None]:
    found = verdicts(rows, **settings)
    return [found[each["uid"]]["reason"] for each in rows]


full, cut = body(1), " ".join(body(1).split(" ")[:70])

# fmt: off
STORIES = (
    # name                                 the row that goes                                  the row that stays                                  reason
    ("the same page crawled twice",        row(LONG, full, url="https://k.example/1"),         row(LONG, full + " শেষ।", url="https://k.example/1"),  "same_link"),
    ("a headline in other quotes",         row(f"‘{LONG}’", full, published="2026-01-06"),     row(LONG, full),                                    "same_headline"),
    ("a headline with a label",            row(f"ভিডিও | {LONG}", edited(full, 0.02)),           row(LONG, full + " আরও কথা শেষে বলা হলো।"),            "same_headline"),
    ("a text rewritten the next day",      row(LONG, edited(full, 0.15)),                      row(LONG, full + " আরও কথা।", published="2026-01-06"), "same_headline"),
    ("one number under two sections",      row(LONG, body(2, 30), url="https://khobor.example/sports/1027885"), row(LONG, full, url="https://khobor.example/cricket/1027885"), "same_headline"),
    ("a page rewritten, under its number", row("মেলায় আগুনে ৩ জনের মৃত্যুর খবর", edited(full, 0.15), url="https://khobor.example/desh/1027886"), row("পুড়ে গেছে ৪০ দোকান, লাশ মিলল ৫ জনের", full + " আরও কথা।", url="https://khobor.example/jela/1027886"), "edited_headline"),
    ("another headline over one body",     row("অন্য শিরোনাম এখানে", full, published=None),      row(LONG, full),                                    "same_body"),
    ("a headline with a word more",        row(LONG, edited(full, 0.02)),                      row(LONG + " অবশেষে", full + " শেষে আরও কিছু কথা।"),     "edited_headline"),
    ("a number in words, one in digits",   row("সেতু ভেঙে তিনজন নিহত হলেন জেলায়", edited(full, 0.15)), row("সেতু ভেঙে ৩ জন নিহত হলেন জেলায়", full + " আরও কথা।", published="2026-01-06"), "edited_headline"),
    ("a few words changed",                row("অন্য শিরোনাম এখানে", edited(full, 0.03)),       row(LONG, full + " শেষে আরও কিছু কথা।"),               "near_body"),
    ("the beginning of a longer text",     row("অন্য শিরোনাম এখানে", cut),                      row(LONG, full),                                    "contained"),
    ("another story under the headline",   row(LONG, body(3, 110)),                            row(LONG, full),                                    "recurring_headline"),
    ("what is so today, of two days",      row("আজ " + LONG, edited(body(12, 50), 0.15)),      row("আজ " + LONG, body(12, 50) + " আরও কথা।", published="2026-01-06"), "recurring_headline"),
)
# fmt: on


@pytest.mark.parametrize(("goes", "stays", "reason"), [story[1:] for story in STORIES], ids=[s[0] for s in STORIES])
def test_of_two_rows_the_right_one_goes_and_says_why(goes, stays, reason):
    found = verdicts([goes, stays])
    gone, kept = found[goes["uid"]], found[stays["uid"]]
    assert (gone["reason"], gone["stage"], gone["duplicate_of"]) == (reason, "deduplicate", stays["id"])
    assert kept["reason"] is None
    assert kept["cluster_id"] == stays["id"]
    ours, theirs = word_triples(goes["body"]), word_triples(stays["body"])
    likeness = len(ours & theirs) / (min(len(ours), len(theirs)) if reason == "contained" else len(ours | theirs))
    assert gone["similarity"] == pytest.approx(likeness)


def test_every_reason_of_the_table_has_a_story():
    assert {story[3] for story in STORIES} == {reason.name for reason in REASONS}


# fmt: off
KEPT_BOTH = (
    ("two stories",                      row("এক শিরোনাম", body(4)),             row("অন্য শিরোনাম", body(5))),
    ("no headline, two stories",         row("", body(4)),                      row("", body(5))),
    ("a template's dummy headline",      row("ক্যাপসন নিউজ ৩", body(4)),           row("ক্যাপসন নিউজ ৩", body(5))),
    ("no body, two headlines",           row("এক শিরোনাম", ""),                  row("অন্য শিরোনাম", "")),
    ("bodies of quotes and dashes",      row("এক শিরোনাম", "‘’ — ।"),            row("অন্য শিরোনাম", "… “”")),
    ("headlines that differ in a vowel", row("ওসমান হাদি ফিরলেন দেশে", body(4)), row("ওসমান হাদী ফিরলেন দেশে", body(5))),
    ("a body edited beyond likeness",    row("এক শিরোনাম", edited(full, 0.4)),    row("অন্য কথা", full)),
    ("near headlines, other numbers",    row(LONG + " ৫", body(6)),             row(LONG + " ৬", body(7))),
    ("what is so today too",             row(LONG, edited(full, 0.15)),         row(LONG + " আজও", full, published="2026-01-06")),
)
# fmt: on


@pytest.mark.parametrize("pair", [case[1:] for case in KEPT_BOTH], ids=[case[0] for case in KEPT_BOTH])
def test_two_stories_both_stay(pair):
    assert reasons(list(pair)) == [None, None]


@pytest.mark.parametrize("form", ["NFD", "NFKC", "precomposed", "joiners", "spaces"])
def test_the_same_words_in_other_unicode_forms_are_one_body(form):
    text = "বড় নদীর পাড়ে ঝড়ের পরে সবাই যায় মাঠে। " + full
    other = {
        "precomposed": text.replace("য\u09bc", "\u09df").replace("ড\u09bc", "\u09dc"),
        "joiners": text.replace(" ", "\u200b "),
        "spaces": text.replace(" ", "\u00a0 "),
    }.get(form) or unicodedata.normalize(form, text)
    assert sorted(map(str, reasons([row("এক শিরোনাম", text), row("অন্য শিরোনাম", other)]))) == ["None", "same_body"]


def test_a_text_that_two_stories_hold_does_not_merge_them():
    shared = body(8, 60)
    one, other = row("এক শিরোনাম", shared + " " + body(9, 300)), row("অন্য শিরোনাম", shared + " " + body(10, 290))
    found = verdicts([one, other, row("ভোটের ফল আজ রাতে", shared)])
    assert [found[one["uid"]]["reason"], found[other["uid"]]["reason"]] == [None, None]
    assert Counter(each["reason"] for each in found.values()) == {None: 2, "contained": 1}


def test_a_chain_of_edits_keeps_what_differs_from_all_that_is_kept():
    text, chain = body(11, 200), []
    for step in range(16):
        chain.append(row(f"শিরোনাম নম্বর {step}", text))
        text = edited(text, 0.04, seed=step)
    found = verdicts(chain)
    for each in found.values():
        assert each["reason"] is None or each["similarity"] >= at_least("near_body_chained")
    assert sum(each["reason"] is None for each in found.values()) > 1


def test_removed_rows_name_rows_that_are_kept():
    rows = [row(LONG, body(20)), row(LONG, body(21, 130)), row("অন্য শিরোনাম", edited(body(20), 0.02))]
    rows += [row(f"খবর {n % 3} নিয়ে লেখা", edited(body(30 + n % 4), 0.01, seed=n)) for n in range(30)]
    found = verdicts(rows)
    kept = {each["cluster_id"] for each in found.values() if each["reason"] is None}
    assert {each["duplicate_of"] for each in found.values() if each["reason"]} <= kept
    assert kept == {r["id"] for r in rows if found[r["uid"]]["reason"] is None}


def test_no_headline_key_is_kept_twice_unless_asked():
    rows = [row(LONG if n % 2 else f"“{LONG}”", body(40 + n)) for n in range(6)]
    assert Counter(reasons(rows)) == {"recurring_headline": 5, None: 1}
    kept = verdicts(rows, keep_recurring_headlines=True)
    assert {each["reason"] for each in kept.values()} == {None}
    assert len({each["split_key"] for each in kept.values()}) == 1, "one headline must not stand in two splits"


def test_copies_of_a_row_that_lost_its_headline_say_that_another_story_has_it():
    """What they are to the row that stood for them is no longer what they are to the row they name."""
    taker, loser = row(LONG, body(50, 200)), row(LONG, body(51, 140), url="https://khobor.example/a")
    copies = [
        row(LONG, body(51, 100), url="https://khobor.example/a"),
        row(LONG, edited(body(51), 0.02)),
        row("অন্য শিরোনাম এখানে", body(51, 90)),
    ]
    found = verdicts([taker, loser, *copies])
    assert found[loser["uid"]]["similarity"] is not None
    for copy in copies:
        gone = found[copy["uid"]]
        assert (gone["reason"], gone["duplicate_of"]) == ("recurring_headline", taker["id"])
        assert gone["similarity"] is None, "it was measured with another row"


def test_copies_of_one_page_leave_one_row():
    page = row(LONG, full)
    found = find_duplicates(MemoryEngine(), table([page] * 5), Settings()).to_pylist()
    assert Counter(each["reason"] for each in found) == {"same_link": 4, None: 1}
    assert {each["cluster_size"] for each in found} == {5}


def mixed_rows() -> list[dict[str, Any]]:
    rows = [row(f"শিরোনাম {n // 2} লেখা হলো এখানে", edited(body(n // 3), 0.03 * (n % 3), seed=n)) for n in range(60)]
    rows += [row("", ""), row(LONG, ""), row(LONG, full), row("আরেকটি", cut), row("ক্যাপশন নিউজ", full)]
    return rows + rows[:7]


@given(st.integers(0, 10**6), st.integers(1, 40), st.integers(1, 9))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_order_pieces_and_shards_change_nothing(seed, piece, shards):
    def sorted_rows(engine: MemoryEngine) -> list[str]:
        return sorted(map(str, find_duplicates(engine, table(mixed_rows()), Settings()).to_pylist()))

    assert sorted_rows(MemoryEngine(seed=seed, piece=piece, shards=shards)) == sorted_rows(MemoryEngine())


def test_the_local_engine_gives_what_the_memory_engine_gives(tmp_path):
    rows = table(mixed_rows())
    with LocalEngine(tmp_path) as engine:
        batches = engine.rows("rows", rows.to_batches(max_chunksize=20))
        found = pa.Table.from_batches(engine.collect(find_duplicates(engine, batches, Settings())), VERDICTS)
    expected = find_duplicates(MemoryEngine(), rows, Settings())
    assert sorted(map(str, found.to_pylist())) == sorted(map(str, expected.to_pylist()))


def test_the_stage_removes_what_the_verdicts_name_and_nothing_else():
    rows = table(mixed_rows())
    batch = rows.append_column("stage", pa.nulls(len(rows), pa.string()))
    batch = batch.append_column("reason", pa.nulls(len(rows), pa.string())).to_batches()[0]
    found = find_duplicates(MemoryEngine(), rows, Settings())
    outcome = deduplicate(found)(batch)
    assert outcome.kept.num_rows + outcome.removed.num_rows == len(rows)
    assert set(outcome.removed["stage"].to_pylist()) == {"deduplicate"}
    assert outcome.kept["reason"].null_count == outcome.kept.num_rows
    with pytest.raises(ValueError, match="verdicts"):
        deduplicate(found.slice(1))(batch)


HOSTILE = 2_000


@pytest.mark.parametrize(
    "made",
    [
        lambda n: row(LONG, full),
        lambda n: row(f"শিরোনাম {n}", full),
        lambda n: row(LONG, f"কথা {n} " + " ".join(f"{n}শব্দ{i}" for i in range(10))),
        lambda n: row(f"শিরোনাম {n}", full + f" সংখ্যা {n}"),
        lambda n: row("", ""),
        lambda n: row(LONG, f"{n}", url="https://khobor.example/"),
        lambda n: row(f"শিরোনাম {n}", "এবং ও কিন্তু তবে " * (20 + n % 50)),
    ],
    ids=["one page", "one body", "one headline", "near copies", "nothing", "one link", "stop words alone"],
)
def test_hostile_input_takes_linear_time_and_every_row_gets_a_verdict(made):
    """Pairs are counted instead of the time: all pairs would be 1,000 for each row, the rule allows 25 x (3 + 1) + 10."""
    rows = table([made(n) for n in range(HOSTILE)])
    engine = CountingEngine()
    found = find_duplicates(engine, rows, Settings(), shards=2)
    assert len(found) == len(rows)
    assert engine.rows_of["duplicates-pairs"] <= 110 * len(rows)


class CountingEngine(MemoryEngine):
    def __init__(self) -> None:
        super().__init__()
        self.rows_of: dict[str, int] = {}

    def shuffle(self, name: str, *args: Any, **more: Any) -> pa.Table:
        made = super().shuffle(name, *args, **more)
        self.rows_of[name] = len(made)
        return made


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 40), st.integers(0, 9)), max_size=80))
@settings(max_examples=50, deadline=None)
def test_pairs_of_buckets_are_complete_when_small_and_bounded_when_big(rows):
    keys, docs, sizes = (np.array([r[i] for r in rows]) for i in range(3))
    left, right = bucket_pairs(keys.astype(np.uint64), docs.astype(np.uint64), sizes.astype(np.int32), sizes)
    pairs = set(zip(left.tolist(), right.tolist(), strict=True))
    assert all(keys[a] == keys[b] and docs[a] != docs[b] and sizes[a] <= sizes[b] for a, b in pairs)
    for key in set(keys.tolist()):
        members = np.flatnonzero(keys == key)
        if len(members) <= at_least("all_pairs"):
            expected = {frozenset((a, b)) for a in members for b in members if docs[a] != docs[b]}
            assert {frozenset(pair) for pair in pairs if keys[pair[0]] == key} == expected


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=80))
@settings(max_examples=60, deadline=None)
def test_components_are_those_of_a_search(edges):
    nodes, labels, sizes = components(*(np.array([e[i] for e in edges], np.uint64) for i in (0, 1)))
    label = dict(zip(nodes.tolist(), labels.tolist(), strict=True))
    near: dict[int, set[int]] = {}
    for a, b in edges:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    for node, size in zip(nodes.tolist(), sizes.tolist(), strict=True):
        reached, waiting = {node}, [node]
        while waiting:
            for other in near[waiting.pop()] - reached:
                reached.add(other)
                waiting.append(other)
        assert label[node] == min(reached)
        assert size == len(reached)


def test_no_threshold_is_dead():
    """Each decides some pair: moved out of reach, another verdict comes out."""
    names = {threshold.name for threshold in THRESHOLDS} - {"near_headline_alone"}
    assert names == {
        "near_body", "contained", "contained_shingles", "same_headline_body", "near_headline", "near_headline_body",
        "days_apart", "headline_words", "near_body_chained",
    }  # fmt: skip
    base = {"shingles": 80, "one": LONG, "other": LONG, "days": 0}
    assert relation(**base, jaccard=0.1, contained=0.31).reason == "same_headline"
    assert relation(**base, jaccard=0.1, contained=0.29) is None
    assert relation(**{**base, "days": 3}, jaccard=0.1, contained=0.31) is None
    assert relation(**{**base, "one": "আজকের টিভি", "other": "আজকের টিভি"}, jaccard=0.1, contained=0.31) is None
    assert relation(**{**base, "other": LONG + " অবশেষে"}, jaccard=0.1, contained=0.41).reason == "edited_headline"
    assert relation(**{**base, "other": LONG + " অবশেষে"}, jaccard=0.1, contained=0.39) is None
    assert relation(**{**base, "other": "অন্য কথা এই যে"}, jaccard=0.1, contained=0.6) is None
    assert relation(**{**base, "other": "অন্য"}, jaccard=0.7, contained=0.8).reason == "near_body"
    assert relation(**{**base, "other": "অন্য"}, jaccard=0.6, contained=0.85).reason == "contained"
    assert relation(**{**base, "other": "অন্য", "shingles": 29}, jaccard=0.6, contained=0.85) is None
    chained = {"shingles": 80, "one": "এক কথা", "other": "অন্য গল্প", "chained": True}
    assert relation(**chained, jaccard=0.45, contained=0.6).reason == "near_body"
    assert relation(**chained, jaccard=0.44, contained=0.84) is None


def test_bodies_whose_digests_begin_alike_are_not_taken_for_one(monkeypatch):
    """One node by chance (or made so by somebody): the whole digest tells the bodies apart."""
    monkeypatch.setattr(
        "corpus.duplicates._digests",
        lambda folds, uids: [
            bytes(8) + bytes.fromhex(digest(text or uid)[:16])
            for text, uid in zip(folds.to_pylist(), uids, strict=True)
        ],
    )
    rows = [row(f"শিরোনাম {n} লেখা হলো এখানে", body(n)) for n in range(4)]
    rows += [row("আরেক শিরোনাম এখানে লেখা", body(0)), row("আরেক শিরোনাম এখানে লেখা নেই", "")]
    assert Counter(reasons(rows)) == {None: 5, "same_body": 1}


def test_a_body_in_several_batches_is_one_body_and_its_page_one_page():
    rows = [row(f"শিরোনাম {n} লেখা হলো এখানে", full) for n in range(3)]
    found = find_duplicates(MemoryEngine(piece=1), table([*rows, rows[0], row(LONG, body(77))]), Settings()).to_pylist()
    assert Counter(each["reason"] for each in found) == {None: 2, "same_body": 2, "same_link": 1}
    assert sorted(each["cluster_size"] for each in found) == [1, 4, 4, 4, 4]

"""Signatures follow their specification, are the same for equivalent texts, and find copies."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.tables import duplicates as table
from corpus.text.fold import fold
from corpus.text.signature_kernels import _distinct
from corpus.text.signatures import Ragged, overlap, repeated, sign
from tests import reference_signatures as reference

WORDS = st.lists(
    st.sampled_from(["আজ", "কাল", "ঢাকা", "বৃষ্টি", "রোদ", "নদী", "মাঠ", "5", "12", "news", "পারে", "না", "হবে"]), max_size=60
)
EXAMPLE = fold("আজ ঢাকায় সারা দিন বৃষ্টি হতে পারে বলে জানিয়েছে আবহাওয়া অফিস।")


def of(ragged: Ragged, row: int) -> list[int]:
    return [int(value) for value in ragged.values[ragged.offsets[row] : ragged.offsets[row + 1]]]


@given(st.lists(WORDS, min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_compiled_signatures_are_those_of_the_plain_implementation(texts):
    folded = [" ".join(words) for words in texts]
    made = sign(pa.array(folded))
    for row, text in enumerate(folded):
        assert of(made.shingles, row) == reference.shingles(text)
        assert of(made.anchors, row) == reference.anchors(text)
        if text:
            assert made.bands[row].tolist() == reference.bands(text)


@pytest.mark.parametrize("words", [7, 8, 39, 40, 71, 72, 135, 263, 264, 1000, 5000, 9000])
@pytest.mark.parametrize("times", [1, 2, 30])
def test_every_length_and_any_repetition_is_signed_like_the_plain_implementation(words, times):
    """Around the lengths at which the sample of anchors, or the way of sorting, is another one."""
    text = " ".join([f"শব্দ{number * 7919 % 4001}" for number in range(words // times + 1)] * times)
    made = sign(pa.array([text, "আজ ঈদ"]))
    assert of(made.shingles, 0) == reference.shingles(text)
    assert of(made.anchors, 0) == reference.anchors(text)
    assert len(of(made.anchors, 1)) == 0


@given(st.lists(st.integers(0, 2**64 - 1), max_size=40))
@settings(max_examples=60, deadline=None)
def test_every_key_that_comes_twice_is_called_repeated(keys):
    twice = repeated(np.array(keys + keys[:3], np.uint64))
    assert all(twice[: min(3, len(keys))])
    assert all(twice[len(keys) :])


def test_few_keys_that_come_once_are_called_repeated():
    assert repeated(np.arange(100_000, dtype=np.uint64)).mean() < 0.15


def test_hashes_that_are_not_spread_evenly_are_sorted_too():
    """As somebody could choose them: all with the same highest bits."""
    values = np.array([9, 7, 3, 7, 1] * 40, np.uint64)
    kept = _distinct(values, len(values), np.empty(300, np.uint64), np.empty(600, np.int32))
    assert values[:kept].tolist() == [1, 3, 7, 9]


def test_the_specification_holds_the_values_that_the_code_gives():
    page = Path(__file__).parents[1].joinpath("docs/SIGNATURES.md").read_text(encoding="utf-8")
    values = re.findall(r"`(0x[0-9a-f]{16})`", page.split("## Test values")[1])
    made = sign(pa.array([EXAMPLE]))
    first_word = reference.word_hash(EXAMPLE.split()[0])
    stream = reference.splitmix(table.MINHASH_SEED, 2)
    expected = [first_word, *of(made.shingles, 0)[:3], *of(made.anchors, 0), *stream, *made.bands[0][:2].tolist()]
    assert values == [f"{value:#018x}" for value in expected]


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_canonically_equivalent_texts_have_one_signature(form):
    text = "বড় নদীর পাড়ে ‘হঠাৎ’ ঝড়, আহত ৫; র‍্যাব জানায় উদ্‌যাপন বন্ধ। কো৷ ঢাকা"
    other = fold(unicodedata.normalize(form, text))
    assert np.array_equal(sign(pa.array([fold(text)])).bands, sign(pa.array([other])).bands)


def test_a_slice_of_an_array_is_signed_like_its_own_array():
    texts = pa.array(["এক দুই তিন চার", "পাঁচ ছয় সাত আট", "নয় দশ এগারো বারো"])
    assert np.array_equal(sign(texts.slice(1, 1)).shingles.values, sign(pa.array(["পাঁচ ছয় সাত আট"])).shingles.values)


def test_nothing_and_empty_texts_are_signed():
    assert sign(pa.array([], pa.string())).bands.shape == (0, table.BANDS)
    made = sign(pa.array(["", "আজ", ""]))
    assert made.shingles.lengths().tolist() == [0, 1, 0]


@given(WORDS, WORDS)
@settings(max_examples=60, deadline=None)
def test_overlap_is_that_of_python_sets(one, other):
    made = sign(pa.array([" ".join(one), " ".join(other)])).shingles
    ours, theirs = set(of(made, 0)), set(of(made, 1))
    found = overlap(made, made, np.array([0]), np.array([1]))
    assert found.both[0] == len(ours & theirs)
    assert found.jaccard()[0] == pytest.approx(len(ours & theirs) / max(len(ours | theirs), 1))


def test_sets_that_were_cut_are_measured_on_the_range_that_both_cover():
    values = np.sort(np.random.default_rng(1).integers(0, 2**63, 40_000).astype(np.uint64))
    cut = 512
    shuffled = np.random.default_rng(2).permutation(values)
    # Jaccard index 0.8: 36,000 values each, 32,000 of them shared.
    ours, theirs = np.sort(shuffled[:-4000])[:cut], np.sort(shuffled[4000:])[:cut]
    sets = Ragged(np.concatenate((ours, theirs)), np.array([0, cut, 2 * cut]))
    assert overlap(sets, sets, np.array([0]), np.array([1]), cut=cut).jaccard()[0] == pytest.approx(0.8, abs=0.06)


def test_a_text_of_fifty_megabytes_keeps_a_bounded_set():
    made = sign(pa.array([" ".join(f"শব্দ{number}" for number in range(300_000))]))
    assert made.words[0] == 300_000
    assert made.shingles.lengths()[0] == table.SHINGLES_KEPT


def test_min_hashes_estimate_the_jaccard_index():
    """The share of equal bands follows s^5 for a pair of Jaccard index s, over 400 pairs."""
    random = np.random.default_rng(5)
    texts = []
    for _ in range(400):
        words = [f"w{number}" for number in random.integers(0, 10**6, 160)]
        edited = list(words)
        for place in random.choice(160, 8, replace=False):
            edited[place] = "edited" + str(place)
        texts += [" ".join(words), " ".join(edited)]
    made = sign(pa.array(texts))
    pairs = np.arange(0, 800, 2)
    s = overlap(made.shingles, made.shingles, pairs, pairs + 1).jaccard()
    equal = (made.bands[0::2] == made.bands[1::2]).mean()
    assert equal == pytest.approx((s**table.ROWS).mean(), abs=0.02)

"""What makes two articles duplicates: the measures, the thresholds with their reasons, and the names of the verdicts.

The constants of the signature are part of its specification (docs/SIGNATURES.md): changing one makes every stored
signature worthless, and needs a new `SIGNATURE_VERSION`.
"""

from __future__ import annotations

from typing import NamedTuple

SIGNATURE_VERSION = 1

SHINGLE_WORDS = 3
"""Words in a shingle. With 5, one edited word in 30 already brings the Jaccard index below 0.8; with 2, reports that
follow one form (weather, stock prices) pass for copies."""

ANCHOR_WORDS = 8
"""Words in an anchor: a run that two texts share only if one was copied, a formula of the trade excepted."""

BANDS = 25
ROWS = 5
"""25 bands of 5 min-hashes find a pair of Jaccard index 0.7 with probability 0.99, of 0.8 with 0.99995."""

SHINGLES_KEPT = 16_384
"""Of a longer text the smallest hashes alone are kept, and pairs are measured on that sample (error below 0.01).
The longest article of 7,123 has 4,000 words; a 50 MB body must not be sent to every text that meets it."""

ANCHORS_WANTED = 16
ANCHOR_RATE = 16
"""A text keeps each anchor whose hash is divisible by a power of two, at most 16, chosen to leave about 16 anchors of a
short text: then a copied passage of 100 words is met with probability 0.998."""

MINHASH_SEED = 0x62656E67616C6931  # "bengali1"
SHINGLE_SEED = 0x7368696E676C6531  # "shingle1"
ANCHOR_SEED = 0x616E63686F723131  # "anchor11"
BAND_SEED = 0x62616E6431313131  # "band1111"


SKETCH = 64
"""Shingles kept of a text that is in no cluster, to measure it with the story that takes its headline."""

BIG_CLUSTER_SKETCH = 64
"""Shingles kept of each member of a cluster bigger than `whole_cluster`."""

DIGITS_OF_A_NUMBER = 5
"""Digits from which a number in an address names an article: four are a year."""


NUMBERS_A_DAY = 250
"""Articles that a big site numbers in a day (Jugantor: 145,000 in 18 months): how far apart two undated ones are."""


EVALUATION_RUN_WORDS = 13
"""Words in a row that a row may not share with an evaluation text (the length that GPT-3 and many since have used)."""

EVALUATION_LEAST_WORDS = 8
"""A shorter evaluation text is looked for whole, down to this length; five words in a row are common speech."""


class Threshold(NamedTuple):
    """A measure, from where on it counts, and why there."""

    name: str
    at_least: float
    why: str


# fmt: off
THRESHOLDS = (
    #         name                   at least  why
    Threshold("near_body",           0.70,     "Jaccard index of the bodies' shingles from which the design calls two bodies one"),
    Threshold("contained",           0.85,     "share of the shorter body's shingles in the longer: a cut tail or an excerpt, with its last words changed"),
    Threshold("near_body_chained",   0.45,     "Jaccard index from which a row goes where nearer copies already join it to the kept row in one cluster"),
    Threshold("contained_shingles",  30,       "shingles that a contained body must have: 'details follow' stands in many stories"),
    Threshold("same_headline_body",  0.30,     "of the shorter body's shingles, where the headlines are equal and nothing speaks against one story"),
    Threshold("near_headline",       0.60,     "similarity of two headline keys that makes one an edit of the other, where body or link say so too"),
    Threshold("near_headline_body",  0.40,     "of the shorter body's shingles, where the headlines are near and nothing speaks against one story"),
    Threshold("days_apart",          3,        "days between two dates (or between two articles' numbers) that speak against one story; so does a date unknown"),
    Threshold("headline_words",      4,        "words that a headline has, rather than a column's name ('today on television'), which speaks against one story"),
    Threshold("near_headline_alone", 0.90,     "similarity of two headline keys where nothing else is known"),
)

LIMITS = (
    #         name                   at least  why
    Threshold("all_pairs",           12,       "members of a bucket up to which every pair of it is measured"),
    Threshold("neighbours",          3,        "in a bigger bucket, members on either side (by its order) that each is measured with, beside its first member"),
    Threshold("anchor_bucket",       32,       "texts that share an anchor; one that more share is a formula, and the bands find the copies"),
    Threshold("anchors_shared",      2,        "anchors that make a pair worth measuring; of a text with four or fewer, one"),
    Threshold("kept_in_cluster",     256,      "kept rows of one cluster that each further member is measured with"),
    Threshold("whole_cluster",       4096,     "members of a cluster up to which they are measured whole, beyond it on a sample of their shingles"),
)


class Reason(NamedTuple):
    """Why a row was removed: 'removed because ___'."""

    name: str
    meaning: str


REASONS = (
    #      name                  meaning; the first that holds names the row
    Reason("same_link",          "another version of the page at this link was kept"),
    Reason("same_headline",      "an article with the same headline tells the same story"),
    Reason("same_body",          "an article with the same body, under another headline, was kept"),
    Reason("edited_headline",    "the same story, under an earlier or later wording of its headline"),
    Reason("near_body",          "an article with nearly the same body was kept"),
    Reason("contained",          "its body stands, whole or nearly, in a longer article"),
    Reason("recurring_headline", "another story was kept under this headline, or that of the copy that stood for it; `keep_recurring_headlines` keeps both"),
)

EVALUATION_REASONS = (
    Reason("evaluation_run",     "it shares a long run of words with a text of an evaluation set"),
    Reason("evaluation_copy",    "it is nearly a text of an evaluation set"),
)

PLANTED = (
    # kind        at least  below   what an audit plants and counts (`corpus.audit`); of a cut copy, the share contained
    ("unicode",   0.0,      1.01),
    ("edited",    0.9,      1.01),
    ("edited",    0.8,      0.9),
    ("edited",    0.7,      0.8),
    ("edited",    0.5,      0.7),
    ("edited",    0.0,      0.5),
    ("cut",       0.85,     1.01),
)

UNICODE_VARIANTS = {
    # The same words in other code points, as scraped news has them (normalization rules 4 and 6 to 13).
    "composed letters":  lambda text: text.replace("য\u09bc", "\u09df").replace("ড\u09bc", "\u09dc"),
    "split vowel signs": lambda text: text.replace("\u09cb", "\u09c7\u09be").replace("\u09cc", "\u09c7\u09d7"),
    "no-break spaces":   lambda text: text.replace(" ", "\u00a0"),
    "zero-width spaces": lambda text: text.replace(" ", "\u200b "),
    "soft hyphens":      lambda text: text.replace(" ", " \u00ad"),
    "numerator dandas":  lambda text: text.replace("। ", "\u09f7 "),
    "ASCII digits":      lambda text: text.translate({ord(ours): str(digit) for digit, ours in enumerate("০১২৩৪৫৬৭৮৯")}),
    "ASCII quotes":      lambda text: text.translate({ord("‘"): "'", ord("’"): "'", ord("“"): '"', ord("”"): '"'}),
}

SURVIVOR = (
    #      order                 why
    ("more distinct shingles",   "the fullest body: an excerpt must not replace its story"),
    ("a known date first",       "a date cannot be guessed later"),
    ("the earlier date",         "the first to print it is nearest its source"),
    ("the smaller id",           "so that nothing else decides"),
    ("the smaller digest",       "two versions of one link"),
)
# fmt: on
"""Which of a story's rows is kept: the first line on which two rows differ decides."""


def at_least(name: str) -> float:
    """The threshold of that name.

    >>> at_least("near_body")
    0.7
    """
    return _VALUES[name]


_VALUES = {row.name: row.at_least for row in (*THRESHOLDS, *LIMITS)}

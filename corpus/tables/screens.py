"""What an article must measure to enter the corpus. Thresholds are rows, beside the reason that they enforce."""

from __future__ import annotations

from typing import NamedTuple


class Screen(NamedTuple):
    """Articles whose `measure` is outside `least` to `most` are removed because they are `reason`."""

    reason: str
    measure: str
    least: float
    most: float
    why: str


_ANY = float("inf")

# fmt: off
SCREENS = (
    #      reason                measure           least  most     why
    Screen("not_bengali",        "bengali_share",  0.5,   1.0,     "an English edition, or a page of names and numbers"),
    Screen("too_short",          "word_count",     20,    _ANY,    "a caption, a stub or a classified ad: of 14 real articles of 1 to 19 words none told a story, of 14 with 20 to 29 words six did"),
    Screen("ill_formed",         "ill_formed_ppm", 0,     50_000,  "one word in twenty is no Bengali word: legacy-font residue or mojibake, not typing errors"),
)
# fmt: on

HEADLINE_BENGALI_SHARE = 0.5
"""Share of Bengali letters from which a line seen in a list may be a headline of the config `headlines`; app stores, share
buttons and English editions stand in lists too."""

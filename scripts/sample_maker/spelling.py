"""How publishing systems spell Unicode; `corpus.normalize` undoes each of these habits without repair."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

ZWNJ, ZWJ, ZWSP, NUKTA = "\u200c", "\u200d", "\u200b", "\u09bc"
DANDA, CURRENCY_NUMERATOR_FOUR = "\u0964", "\u09f7"


def _swap(*pairs: tuple[str, str]) -> Callable[[str], str]:
    def swap(text: str) -> str:
        for before, after in pairs:
            text = text.replace(before, after)
        return text

    return swap


def _every(step: int, before: str, after: str) -> Callable[[str], str]:
    """Replaces the first of each `step` occurrences."""

    def swap(text: str) -> str:
        first, *rest = text.split(before)
        return first + "".join((after if n % step == 0 else before) + part for n, part in enumerate(rest))

    return swap


def _wrong_danda(text: str) -> str:
    """The currency sign that looks like a danda; next to a number nobody could tell them apart, so there it stays."""
    pieces = text.split(DANDA)
    joined = pieces[0]
    for after in pieces[1:]:
        numeric = joined.rstrip()[-1:].isnumeric() or after.lstrip()[:1].isnumeric()
        joined += (DANDA if numeric else CURRENCY_NUMERATOR_FOUR) + after
    return joined


def _mojibake(text: str) -> str:
    """UTF-8 read as windows-1252, as browsers define it: the five bytes without a letter become C1 controls."""
    return "".join(
        bytes([byte]).decode("cp1252" if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else "latin-1")
        for byte in text.encode()
    )


# fmt: off
HABITS: dict[str, Callable[[str], str]] = {
    "precomposed":        _swap(("য" + NUKTA, "\u09df"), ("ড" + NUKTA, "\u09dc"), ("ঢ" + NUKTA, "\u09dd")),
    "decomposed":         lambda text: unicodedata.normalize("NFD", text),
    "decomposed_ya":      _swap(("ড" + NUKTA, "\u09dc"), ("ঢ" + NUKTA, "\u09dd")),
    "nbsp":               _every(3, DANDA + " ", DANDA + "\N{NO-BREAK SPACE}"),
    "old_khanda_ta":      _swap(("ৎ", "ত\u09cd" + ZWJ)),
    "left_over_entities": _every(4, DANDA + " ", DANDA + "&amp;nbsp;"),
    "bengali_danda":      _wrong_danda,
    "zwnj_in_ya_phala":   _swap(("র" + ZWJ + "\u09cd", "র" + ZWNJ + "\u09cd")),
    "candrabindu_first":  _swap(("\u09be\u0981", "\u0981\u09be")),
    "joiner_noise":       _every(3, ", ", "," + ZWSP + " "),
    "reversed_halves":    _every(5, "\u09cb", "\u09be\u09c7"),
    "soft_hyphens":       _every(7, "কার", "কা\N{SOFT HYPHEN}র"),
    "doubled_marks":      _every(9, "\u09c1", "\u09c1\u09c1"),
    "mojibake":           _mojibake,
}
# fmt: on
"""Each undone by `corpus.normalize` without repair: the text the pages hold is the text of the stories."""

"""What is wrong with a text that the normalizer must not mend."""

from __future__ import annotations

import re
from collections.abc import Callable

import unicodedata2

from corpus.tables.codepoints import LETTERS, MARKS
from corpus.tables.evidence import FLAGS
from corpus.text.bijoy import looks_like_bijoy, reads_as_english
from corpus.text.mojibake import NONE, mojibake


def flags(text: str) -> tuple[str, ...]:
    """The names of the signs of damage in `text`, in the order of corpus.tables.evidence.

    Best asked of normalized text: what normalizing can mend is no longer there. Takes any str and never raises.

    >>> flags("ক্া ১০2"), flags("আমার সোনার বাংলা")
    (('sign_on_hasanta', 'mixed_digits'), ())
    """
    text = unicodedata2.normalize("NFC", text)
    return tuple(flag.name for flag in FLAGS if _FINDERS[flag.name](text))


def _has_english(text: str) -> bool:
    return any(reads_as_english(word) for word in _WORD.findall(text))


_WORD = re.compile(f"[{LETTERS}{MARKS}]+")
_FINDERS: dict[str, Callable[[str], object]] = {
    flag.name: re.compile(flag.find).search for flag in FLAGS if flag.find
} | {
    "mojibake": lambda text: mojibake(text) != NONE,
    "bijoy": lambda text: any(map(looks_like_bijoy, text.split("\n"))),
    "english_as_bijoy": _has_english,
}

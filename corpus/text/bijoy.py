"""Text typed for the Bijoy fonts: found among other text, and turned into Unicode."""

from __future__ import annotations

import re
from collections.abc import Iterator

import unicodedata2

from corpus.tables.codepoints import CANDRABINDU, CONSONANTS, HASANTA, NUKTA, PREBASE_SIGNS, RA, SIGNS
from corpus.tables.legacy import (
    ENGLISH,
    FOREIGN,
    GLYPHS,
    INSIDE_WORD_ODDS,
    INSIDE_WORDS,
    MOST_ILL_FORMED,
    ODDS,
    ONLY_AFTER,
    ONLY_BEFORE,
    PAIRS,
    REPH,
    SHORTEST_ENGLISH,
    SURE,
    WORDS_WITHOUT_SIGN,
)
from corpus.text.words import ill_formed_ppm


def bijoy_to_unicode(text: str) -> str:
    """`text`, all of which is Bijoy, in Unicode.

    >>> bijoy_to_unicode("‡`L‡Qv wK GKB AvKvk?")
    'দেখছো কি একই আকাশ?'
    """
    for pair, drawn in PAIRS.items():
        text = text.replace(pair, drawn)
    drawn = "".join(
        GLYPHS.get(character, character) if _draws(text, place) else character for place, character in enumerate(text)
    )
    drawn = _DOUBLE_HASANTA.sub(HASANTA, unicodedata2.normalize("NFC", drawn))
    drawn = _REPH.sub(rf"\1{RA}{HASANTA}\2\3", drawn)
    drawn = _PREBASE.sub(r"\2\1", drawn)
    converted: str = unicodedata2.normalize("NFC", drawn)
    return converted


def bijoy_spans(line: str) -> list[tuple[int, int, str]]:
    """The runs of `line` that are surely Bijoy, and what they say.

    >>> bijoy_spans("তিনি বলেন, wkÿv gš¿Yvjq"), bijoy_spans("YouTube-এ 5 km²")
    ([(11, 23, 'শিক্ষা মন্ত্রণালয়')], [])
    """
    return [
        (start, end, converted)
        for start, end in _runs(line)
        if _is_sure(line[start:end])
        and ill_formed_ppm(converted := bijoy_to_unicode(line[start:end])) <= MOST_ILL_FORMED
    ]


def looks_like_bijoy(line: str) -> bool:
    """Whether some run of `line` may be Bijoy, sure or not: what `bijoy_spans` leaves is for a reader to decide.

    >>> looks_like_bijoy("Avgvi †mvbvi evsjv"), looks_like_bijoy("Hello World")
    (True, False)
    """
    return any(
        _odds(run) >= SURE and len(_SMALL_WORD.findall(run)) + len(_SIGNS.findall(run)) > 1
        for run in (line[start:end] for start, end in _runs(line))
    )


def reads_as_english(word: str) -> bool:
    """Whether a Bengali `word` is English that went through a converter of Bijoy text.

    >>> reads_as_english("ঋধপবনড়ড়শ"), reads_as_english("সরকারের")
    (True, False)
    """
    letters = [_TYPED.get(drawn, "") for drawn in _DRAWN.findall(unicodedata2.normalize("NFC", word))]
    return len(letters) >= SHORTEST_ENGLISH and all(letters) and _odds("".join(letters)) <= ENGLISH * len(letters)


def _runs(line: str) -> Iterator[tuple[int, int]]:
    """Stretches of words written in the characters of the fonts, cut at words that are English."""
    start = end = -1
    for word in _TOKEN.finditer(line):
        bijoy = bool(_IN_FONT.fullmatch(word[0])) and not _NOT_PROSE.search(word[0]) and _odds(word[0]) > FOREIGN
        if bijoy and start < 0 and _LETTER.search(word[0]):
            start = word.start()
        if bijoy and start >= 0:
            end = word.end()
        if not bijoy and start >= 0:
            yield start, end
            start = -1
    if start >= 0:
        yield start, end


def _is_sure(run: str) -> bool:
    evidence = bool(_SIGNS.search(run) or _INNER_CAPITAL.search(run))
    return _odds(run) >= SURE and (evidence or len(_SMALL_WORD.findall(run)) >= WORDS_WITHOUT_SIGN)


def _odds(run: str) -> float:
    return sum(ODDS.get(character, 0.0) for character in run) + INSIDE_WORD_ODDS * len(_SIGNS.findall(run))


def _draws(text: str, place: int) -> bool:
    """Whether the character at `place` draws a letter, and is not the punctuation that it looks like."""
    character = text[place]
    if character in ONLY_AFTER:
        return place > 0 and text[place - 1] in ONLY_AFTER[character]
    if character in ONLY_BEFORE:
        return place + 1 < len(text) and text[place + 1] in ONLY_BEFORE[character]
    return True


_TOKEN = re.compile(r"[^ \n]+")
_FONT = "".join(re.escape(character) for character in (*GLYPHS, REPH))
_IN_FONT = re.compile(rf"[{_FONT},.;:!?()\[\]'\"/%*-]+")
_NOT_PROSE = re.compile(r"://|@|www\.|[A-Za-z][0-9]|[0-9][A-Za-z]|&[A-Za-z#]")
_LETTER = re.compile(rf"[A-Za-z_`{re.escape(INSIDE_WORDS)}]")
# A sign inside a word, or a small letter before a capital with an accent: no other writing has these.
_SIGNS = re.compile(f"(?<=[A-Za-z_`~\u00a1-\u00ffŒœŠšŸƒ])[{re.escape(INSIDE_WORDS)}]|ÿ|(?<=[a-z])[À-ÖØ-Þ]")
_SMALL_WORD = re.compile(r"(?<!\S)\S*[a-z]\S+|(?<!\S)\S+[a-z]")
_TYPED = {
    unicodedata2.normalize("NFC", GLYPHS[glyph]): glyph for glyph in reversed(GLYPHS) if re.match("[A-Za-z]", glyph)
}
_DRAWN = re.compile("|".join(sorted(_TYPED, key=len, reverse=True)) + "|.", re.DOTALL)
_INNER_CAPITAL = re.compile("[a-z][A-Z]")
_DOUBLE_HASANTA = re.compile(f"{HASANTA}{{2,}}")
_CLUSTER = f"[{CONSONANTS}]{NUKTA}?(?:{HASANTA}[{CONSONANTS}]{NUKTA}?)*+"
_REPH = re.compile(f"([{PREBASE_SIGNS}]?)({_CLUSTER})([{SIGNS}{CANDRABINDU}]*+){REPH}")
_PREBASE = re.compile(f"([{PREBASE_SIGNS}])({_CLUSTER})")

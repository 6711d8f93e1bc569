"""Cruft inside the body: what stands between or inside paragraphs and is no part of the story."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from corpus.tables.inline import AGENCIES, CREDIT_ENDS, DATELINE_WORDS, LETTER, MONTHS, OUTLETS, PAPERS
from corpus.text.desks import any_of, split_byline, split_byline_at_end
from corpus.text.evidence import Evidence, headline_keys, known
from corpus.text.features import prefix_keys
from corpus.text.joins import is_plain, join

_END = "।॥?!.…"
_CLOSE = "’”\"'»)\\]"
_WORDS = rf"{LETTER}+(?:[ -]{LETTER}+){{0,3}}"

# Desk and writer with a stroke between them, at the very end: "ইত্তেফাক/এএম", "ইএ/টিকে", "এজেড/এমএমএম".
SIGN_OFF = re.compile(
    rf"(?:{LETTER}{{1,14}}|[A-Za-z]{{1,12}})(?:\s?/\s?(?:{LETTER}{{1,28}}\.?|[A-Za-z]{{1,6}})){{1,3}}"
)
_OUTLET = rf"(?:{any_of(OUTLETS)})"
_OUTLET_NAMES = any_of(OUTLETS).split("|")
_AFTER_OUTLET = "|".join(f"(?<={name})" for name in _OUTLET_NAMES)
_SIGN_OFF_AT_END = re.compile(
    rf"(?:(?<=[{_END}{_CLOSE}])\s*(?!{_OUTLET}{LETTER}{{2}})(?=[^\s])|(?:{_AFTER_OUTLET})\s*|(?=(?:{any_of(PAPERS)})\s?/))"
    rf"({SIGN_OFF.pattern})\s*$"
)
_PRINTED_AGAIN = re.compile(r"(.{3,}?)\1+")
_SOURCE_WORDS = ("সূত্র", "সুত্র")
_AGENCY_WORD = "খবর"
_CREDIT = rf"(?:তথ্য\s?)?(?:{'|'.join(_SOURCE_WORDS)})\s?(?:[:ঃ：]|[-–—]\s)[-–—\s]*(\S[^।:]{{0,80}}?)\s*।?$"
_SOURCE = re.compile(_CREDIT)
_SOURCE_AT_END = re.compile(rf"(?<=[{_END}{_CLOSE}])\s*{_CREDIT}")
_SOURCE_AGAIN = re.compile(rf"((?:{'|'.join(_SOURCE_WORDS)})\s?[:ঃ].{{1,60}}?)\1+$")
_OUTLET_AT_END = re.compile(
    rf"(?<=[{_END}{_CLOSE}])\s*(?:[-–—]+\s*)?({_OUTLET}(?:(?:\s?[,/]\s?| ও ){_OUTLET})*"
    rf"(?:\s(?:{any_of(CREDIT_ENDS)}))?)\s?।?$"
    rf"|(?<=[{_END}{_CLOSE}])\s*[-–—]+\s*((?:{LETTER}+\s){{1,3}}(?:{any_of(CREDIT_ENDS)}))\s?।?$"
)
_AGENCY = re.compile(
    rf"(?:^|(?<=[।’”]\s)|(?<=[।’”])){_AGENCY_WORD}\s+({LETTER}+?(?:[ -]{LETTER}+?){{0,3}}?)(?:-?এর|-?র|ের)।?$"
)
_NAME_ENDS = (*_OUTLET_NAMES, *any_of(CREDIT_ENDS).split("|"))
_PHOTO_WORD, _REST_WORD = "ছবি", "বিস্তারিত"
_PHOTO = re.compile(rf"(?:^|(?<=[{_END}{_CLOSE}])\s*)(?:ফাইল )?{_PHOTO_WORD}\s?[:ঃ]\s?[^।]{{1,60}}$")
_TO_THE_REST = re.compile(rf"(?<=[{_END}{_CLOSE}])\s*{_REST_WORD} পড়ুন[.…: ]*$")
CREDIT_STARTS = ("তথ্য", *_SOURCE_WORDS, _AGENCY_WORD)

READ_MORE = re.compile(r"(?:আরও|আরো)\s?পড়ুন(?:\s?[:ঃ：]|\s[-–—])?\s*")
_LONGEST_NAME = 80  # characters after the last sentence in which a credit without its label may stand
_LONGEST_CAPTION = (
    140  # characters; what ends in a photographer's name and is no longer is the caption, not a paragraph
)
_LONGEST_END = 120  # characters of a paragraph in which a sign-off or a credit may stand
_LONGEST_HEADLINE = 250
_CLOSING = re.compile(r"(?:[!?’”)…]|\.\.+)*")  # belongs to the headline before it
_STRAIGHT = "'\""  # close the headline before them only where it opened with them
_VISIBLE_END = re.compile(r"[!?]’?(?=[^\s!?’”\"')।,;:-])")

_BREAK = r"\s*(?:[:：।|\\]|[-–—]+)\s*"
_DATELINES = (
    re.compile(rf"({_WORDS}\s?(?:\([^)]{{2,25}}\)\s?)?(?:{'|'.join(DATELINE_WORDS)})){_BREAK}(?=\S)"),
    re.compile(rf"({_WORDS}\s?\([^)]{{2,25}}\)\s?(?:{'|'.join(DATELINE_WORDS)}))(?={LETTER}{{4}})(?!রা |দের |কে )"),
    re.compile(
        rf"({_WORDS},?\s?(?:[০-৯0-9]{{1,2}}\s(?:{'|'.join(MONTHS)}),?\s?(?:[০-৯0-9]{{4}})?\s?)?\((?:{'|'.join(AGENCIES)})\))"
        rf"(?:{_BREAK}|\s*)(?=\S)"
    ),
    re.compile(rf"({_WORDS},\s?[০-৯0-9]{{1,2}}\s(?:{'|'.join(MONTHS)})(?:,?\s?[০-৯0-9]{{4}})?)\s*(?:[:：]|[-–—]+)\s*(?=\S)"),
)  # fmt: skip
_WORD_CHARS = re.compile(r"[\w\u0980-\u09fe]+")
_SENTENCE_END = re.compile(r"[।॥?!]+[’”\"')\s]*")
_AFTER_SENTENCE = re.compile(r"[।॥?!’”\"')\s]*")
_SHORTEST_DOUBLE = 32  # letters; shorter ones recur in verse and speech


class Cleaned(NamedTuple):
    """Paragraphs without their cruft, and what the cruft said."""

    paragraphs: list[str]
    sign_off: str | None
    source_credit: str | None
    dateline: str | None
    byline: str | None = None


def clean(paragraphs: list[str], evidence: Evidence | None = None, listed: Sequence[str] = ()) -> Cleaned:
    """Take sign-offs, credits, links, bylines, datelines and what is printed twice out of a body (normalized text).

    `listed` holds the headlines of other stories that the page itself lists: links in the body lead to some of them.

    >>> clean(["নদীতে পানি বাড়ছে।", "ত্রাণ পৌঁছায়নি।ইত্তেফাক/এএম"]).sign_off
    'ইত্তেফাক/এএম'
    """
    kept: list[str] = []
    sign_off = source = dateline = byline = None
    for number, paragraph in enumerate(paragraphs):
        paragraph, found, credit = _without_tail(without_doubles(paragraph.strip()))
        sign_off, source = found or sign_off, credit or source
        if "পড়" in paragraph:
            paragraph = without_read_more(paragraph, evidence, listed)
        if number == len(paragraphs) - 1:
            paragraph, byline_below = split_byline_at_end(paragraph)
            byline = byline or byline_below
        parts = [paragraph]
        if not kept:
            found, parts = split_byline(paragraph)
            byline = found or byline
            if parts:
                dateline, parts[-1] = split_dateline(parts[-1])
        kept += filter(None, parts)
    return Cleaned(without_copies(kept), sign_off, source, dateline, byline)


def _without_tail(paragraph: str) -> tuple[str, str | None, str | None]:
    """A paragraph without what stands after its last sentence, and the sign-off and the source that stood there."""
    sign_off = source = None
    if "/" in paragraph[-_LONGEST_END:]:
        paragraph, sign_off = _cut_end(_SIGN_OFF_AT_END, paragraph)
    end = paragraph[-_LONGEST_END:]
    if any(word in end for word in _SOURCE_WORDS):
        if end.count(":") > 1:
            end = paragraph[-4 * _LONGEST_END :]
            paragraph = paragraph[: -len(end)] + _SOURCE_AGAIN.sub(r"\1", end)
        paragraph, source = _cut_end(_SOURCE_AT_END, paragraph)
    if len(paragraph) - paragraph.rfind("।", 0, -1) <= _LONGEST_NAME:
        # The words are looked for before their patterns are: nearly every paragraph has none.
        if _REST_WORD in paragraph[-_LONGEST_END:]:
            paragraph, _ = _cut_end(_TO_THE_REST, paragraph)
        if paragraph.rstrip(" ।").endswith(_NAME_ENDS):
            paragraph, name = _cut_end(_OUTLET_AT_END, paragraph)
            source = source or name
        if _PHOTO_WORD in paragraph[-_LONGEST_END:]:
            text, _ = _cut_end(_PHOTO, paragraph)
            if text != paragraph:
                paragraph = text if len(text) > _LONGEST_CAPTION else ""
    end = paragraph[-60:]
    if _AGENCY_WORD in end and (agency := _AGENCY.search(end)):  # part of the sentence: read, but left there
        source = source or agency[1]
    return paragraph, printed_once(sign_off) if sign_off else None, source


def source_name(line: str) -> str | None:
    """The agency or paper that a credit line names.

    >>> source_name("সূত্র : রয়টার্স"), source_name("খবর বিবিসির।"), source_name("সূত্র জানায়, পানি বাড়ছে।")
    ('রয়টার্স', 'বিবিসি', None)
    """
    line = line.strip()[:120]
    if not line.startswith(CREDIT_STARTS):
        return None
    found = _SOURCE.match(line) or _AGENCY.match(line)
    return found[1].strip() if found else None


def is_sign_off(line: str) -> bool:
    """Whether a line is nothing but a sign-off.

    >>> is_sign_off("ইএ/টিকে"), is_sign_off("ঢাকা/১২")
    (True, False)
    """
    return len(line) <= 40 and "/" in line and bool(SIGN_OFF.fullmatch(line.strip()))


def printed_once(sign_off: str) -> str:
    """A sign-off that the page printed twice or more in a row, once.

    >>> printed_once("ইএ/টিকেইএ/টিকে"), printed_once("ইএ/টিকে")
    ('ইএ/টিকে', 'ইএ/টিকে')
    """
    found = _PRINTED_AGAIN.fullmatch(sign_off.strip())
    return found[1].strip() if found else sign_off


def split_dateline(paragraph: str) -> tuple[str | None, str]:
    """A dateline before the first sentence, and the paragraph without it.

    >>> split_dateline("ঢাকা, ১২ ডিসেম্বর (বাসস) : নদীতে পানি বাড়ছে।")
    ('ঢাকা, ১২ ডিসেম্বর (বাসস)', 'নদীতে পানি বাড়ছে।')
    """
    head = paragraph[:120]
    for pattern in _DATELINES:
        if found := pattern.match(head):
            return found[1].strip(), paragraph[found.end() :]
    return None, paragraph


def without_read_more(paragraph: str, evidence: Evidence | None = None, listed: Sequence[str] = ()) -> str:
    """Cut "আরও পড়ুন" with the headline after it, where its end shows: a known headline, the paragraph's end, the next
    "আরও পড়ুন", a mark of exclamation that no space follows, or two words that are glued (`corpus.text.joins`). Where
    nothing can be glued the label goes alone. Elsewhere all stays: better a link too many than a sentence too few.

    >>> without_read_more("পানি বাড়ছে। আরও পড়ুন: সেতু ভেঙে পড়ল!ত্রাণ যায়নি।")
    'পানি বাড়ছে। ত্রাণ যায়নি।'
    """
    pieces, place, done = [], 0, 0
    while found := READ_MORE.search(paragraph, place):
        end = _headline_end(paragraph, found.end(), evidence, listed)
        place = found.end() if end is None else end
        if end is not None:
            pieces.append(paragraph[done : found.start()])
            done = end
    if not pieces:
        return paragraph
    return " ".join(filter(None, [piece.strip() for piece in (*pieces, paragraph[done:])]))


def _headline_end(paragraph: str, start: int, evidence: Evidence | None, listed: Sequence[str]) -> int | None:
    rest = paragraph[start : start + _LONGEST_HEADLINE]
    if evidence is not None or listed:
        keys, ends = prefix_keys(rest)
        hits = np.flatnonzero(known(keys, headline_keys(list(listed))))
        if evidence is not None and len(told := np.flatnonzero(evidence.is_headline(keys))):
            hits = told
        if len(hits):
            end = _CLOSING.match(paragraph, start + int(ends[hits[-1]])).end()  # type: ignore[union-attr]
            mark = paragraph[end : end + 1]
            return end + (mark in _STRAIGHT and paragraph.count(mark, start, end) % 2 if mark else 0)
    stop = min((place for place in (rest.find("।"), rest.find("॥")) if place >= 0), default=len(rest))
    if following := READ_MORE.search(rest, 0, stop):
        return start + following.start()
    if stop == len(rest) and len(paragraph) - start <= _LONGEST_HEADLINE:
        return len(paragraph)
    if shown := _VISIBLE_END.search(rest, 0, stop + 1):
        return start + shown.end()
    if (glued := join(rest)) is not None:
        return start + glued
    return start if is_plain(rest) else None  # the label alone: its link was lost on the way


def without_doubles(paragraph: str) -> str:
    """Take out what the page printed twice in a row: a run that equals the run before it and holds the start of a
    sentence. It need not begin with one: a paragraph that ends in a credit or without a mark is glued to its copy.

    >>> once = "নদীর পানি বিপৎসীমার ওপর দিয়ে বইছে বলে জানিয়েছে পাউবো।"
    >>> without_doubles(once + once + "ত্রাণ যায়নি।") == once + "ত্রাণ যায়নি।"
    True
    """
    if len(paragraph) < 2 * _SHORTEST_DOUBLE:
        return paragraph
    heads = [part.strip()[:_SHORTEST_DOUBLE] for part in paragraph.split("।")]
    if len(set(heads)) == len(heads):
        return paragraph  # no sentence begins like another: nearly every paragraph
    runs = [found.span() for found in _WORD_CHARS.finditer(paragraph)]  # two printings may differ in their marks
    places = [place for start, end in runs for place in range(start, end)]
    letters = "".join([paragraph[start:end] for start, end in runs])
    starts = [bisect_left(places, found.end()) for found in _SENTENCE_END.finditer(paragraph)]
    seen = {letters[:_SHORTEST_DOUBLE]: 0}
    cuts: list[tuple[int, int]] = []
    done = alike_until = alike_by = 0
    for start in starts:
        head = letters[start : start + _SHORTEST_DOUBLE]
        if start < done or len(head) < _SHORTEST_DOUBLE:
            continue
        before = seen.get(head, start)
        seen[head] = start
        length = start - before
        if not length or (start < alike_until and length == alike_by):  # a run that was too short a sentence ago
            continue
        after = _alike(letters, before, start, len(letters) - start)
        back = _alike(letters, before, start, min(before, start - done), -1)
        again = (after + back) // length  # how often it is printed again
        if not again:
            alike_until, alike_by = start + after, length
            continue
        first = start - max(0, again * length - after)
        done = first + again * length
        cuts.append((places[first], _AFTER_SENTENCE.match(paragraph, places[done - 1] + 1).end()))  # type: ignore[union-attr]
    for begin, end in reversed(cuts):
        gap = " " if paragraph[end - 1].isspace() and not paragraph[begin - 1].isspace() else ""
        paragraph = paragraph[:begin] + gap + paragraph[end:]
    return paragraph.strip()


def without_copies(paragraphs: list[str]) -> list[str]:
    """Paragraphs without those that the page printed again.

    Printed again is a block that follows its like at once, or after one other paragraph (a picture's, an appeal), and
    a paragraph that is the only one to come back: the lead, or a call to subscribe. Where several come back, here and
    there, they are the text's own: the steps of recipes, the pay of each post, the questions of a table. So it is on
    the 4 real and 19 enciphered pages that repeat a paragraph, but for a line of a dialogue and one of a quiz.

    >>> a, b = "নদীর পানি বিপৎসীমার ওপর দিয়ে বইছে বলে জানায় পাউবো।", "ত্রাণ যায়নি।"
    >>> without_copies([a, b, a, b, "মানুষ কষ্টে।", a]) == [a, b, "মানুষ কষ্টে।"]
    True
    """
    if len(set(paragraphs)) == len(paragraphs):
        return paragraphs
    kept: list[str] = []
    last: dict[str, int] = {}
    done = alike_until = alike_by = 0
    for place, paragraph in enumerate(paragraphs):
        before = last.get(paragraph)
        last[paragraph] = place
        if place < done:
            continue
        length = place - before if before is not None and len(paragraph) >= _SHORTEST_DOUBLE else 0
        if length and not (place < alike_until and length == alike_by):
            end = place
            while end < len(paragraphs) and paragraphs[end] == paragraphs[end - length]:
                end += 1
            alike_until, alike_by = end, length
            if end - place >= length:
                done = place + (end - place) // length * length
            elif end - place >= max(2, length - 1):
                done = end
        if place >= done:
            kept.append(paragraph)
    counts = Counter(paragraph for paragraph in kept if len(paragraph) >= _SHORTEST_DOUBLE)
    again = [paragraph for paragraph, count in counts.items() if count > 1]
    if len(again) != 1:
        return kept
    first = kept.index(again[0])
    return [paragraph for place, paragraph in enumerate(kept) if paragraph != again[0] or place == first]


def _alike(text: str, one: int, other: int, most: int, way: int = 1) -> int:
    """How many characters, `most` at most, are the same from two places onwards, or backwards (`way` -1)."""
    count, step = 0, _SHORTEST_DOUBLE
    while step and count < most:
        step = min(step, most - count)
        low, high = (count, count + step) if way > 0 else (-count - step, -count)
        if text[one + low : one + high] == text[other + low : other + high]:
            count += step
            step *= 2
        else:
            step //= 2
    return count


def _cut_end(pattern: re.Pattern[str], paragraph: str) -> tuple[str, str | None]:
    """The paragraph without what the pattern finds at its end, and what its groups say that was."""
    window = max(0, len(paragraph) - _LONGEST_END)
    found = pattern.search(paragraph, window)
    if not found:
        return paragraph, None
    return paragraph[: found.start()].rstrip(), found[found.lastindex].strip() if found.lastindex else None

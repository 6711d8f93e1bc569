"""Cruft inside the body: what stands between or inside paragraphs and is no part of the story."""

from __future__ import annotations

import re
from typing import NamedTuple

from corpus.text.evidence import Evidence

_END = "।॥?!.…"
_CLOSE = "’”\"'»)\\]"
_LETTERS = "\u0980-\u0963\u0966-\u09ff"
_BN = "[\u0980-\u09ff\u200c\u200d]"

# Desk and writer set with a stroke, at the very end: "ইত্তেফাক/এএম", "ইএ/টিকে", "এজেড/এমএমএম".
SIGN_OFF = re.compile(rf"(?:{_BN}{{1,14}}|[A-Za-z]{{1,12}})(?:\s?/\s?(?:{_BN}{{1,14}}|[A-Za-z]{{1,6}})){{1,3}}")
_SIGN_OFF_AT_END = re.compile(rf"(?<=[{_END}{_CLOSE}])\s*({SIGN_OFF.pattern})\s*$")
_SOURCE = re.compile(r"(?:তথ্য\s?)?(?:সূত্র|সুত্র)\s*[:ঃ：–—-]+\s*(\S[^।]{0,80}?)\s*।?$")
_SOURCE_AT_END = re.compile(rf"(?<=[{_END}{_CLOSE}])\s*(?:তথ্য\s?)?(?:সূত্র|সুত্র)\s*[:ঃ：–—-]\s*(\S[^।]{{0,60}}?)\s*।?$")
_AGENCY = re.compile(r"(?:^|(?<=।)|(?<=। ))\s*খবর\s+(\S.{0,40}?)(?:-এর|ের|র)।$")
READ_MORE = re.compile(r"(?:আরও|আরো)\s*(?:পড়ুন|পড়ুনঃ)\s*[:ঃ：–—-]*\s*")


class Cleaned(NamedTuple):
    """Paragraphs without their cruft, and what the cruft said."""

    paragraphs: list[str]
    sign_off: str | None
    source_credit: str | None
    dateline: str | None


def clean(paragraphs: list[str], evidence: Evidence | None = None) -> Cleaned:
    """Take sign-offs, credits, read-more lines and doubled paragraphs out of a body (normalized text).

    >>> clean(["নদীতে পানি বাড়ছে।", "ত্রাণ পৌঁছায়নি।ইত্তেফাক/এএম"]).sign_off
    'ইত্তেফাক/এএম'
    """
    kept: list[str] = []
    sign_off = source = None
    seen: set[str] = set()
    for paragraph in paragraphs:
        paragraph = paragraph.strip()
        while found := _SIGN_OFF_AT_END.search(paragraph[-60:]):
            sign_off = found[1]
            paragraph = paragraph[: len(paragraph) - len(paragraph[-60:]) + found.start()].rstrip()
        if found := _SOURCE_AT_END.search(paragraph[-90:]):
            source = found[1]
            paragraph = paragraph[: len(paragraph) - len(paragraph[-90:]) + found.start()].rstrip()
        if found := READ_MORE.search(paragraph):
            paragraph = _without_read_more(paragraph, evidence)
        if not paragraph or (len(paragraph) > 30 and paragraph in seen):
            continue
        seen.add(paragraph)
        kept.append(paragraph)
    return Cleaned(kept, sign_off, source, None)


def source_name(line: str) -> str | None:
    """The agency or paper that a credit line names.

    >>> source_name("সূত্র : রয়টার্স")
    'রয়টার্স'
    """
    found = _SOURCE.fullmatch(line.strip()) or _AGENCY.fullmatch(line.strip())
    return found[1].strip() if found else None


def is_sign_off(line: str) -> bool:
    """Whether a line is nothing but a sign-off.

    >>> is_sign_off("ইএ/টিকে"), is_sign_off("ঢাকা/১২")
    (True, False)
    """
    return len(line) <= 40 and bool(SIGN_OFF.fullmatch(line.strip()))


def _without_read_more(paragraph: str, evidence: Evidence | None) -> str:
    """Cut "আরও পড়ুন" and the headline after it, where the paragraph ends with it."""
    found = READ_MORE.search(paragraph)
    if found is None:
        return paragraph
    rest = paragraph[found.end() :]
    if not any(mark in rest for mark in "।॥"):
        return paragraph[: found.start()].rstrip()
    return paragraph

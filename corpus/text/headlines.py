"""The key under which two printings of one headline meet, and how near two headlines are.

Equality is strict: only what `corpus.tables.headlines` names may differ. Nearness is a measure between 0 and 1 over
character shingles, for headlines that an editor changed; alone it proves nothing, beside a shared body or link it does.
"""

from __future__ import annotations

import re
from collections import deque
from functools import cache, lru_cache

from corpus.tables import headlines as table
from corpus.text.fold import fold

NEAR_SHINGLE = 3
"""Characters in a shingle of the near view: a Bengali syllable and a half."""


def headline_key(headline: str, site: str | None = None) -> str:
    """Strip what may differ between two printings of one headline; empty for placeholders, which are no headline.

    `site` is the host, where known: its name at the end of a page title is dropped.

    >>> headline_key("ভিডিও | ‘বন্যায়’ মৃত ৫") == headline_key("বন্যায় মৃত 5 (ভিডিওসহ)")
    True
    >>> headline_key("ক্যাপসন নিউজ ১২")
    ''
    """
    name = _latin_name(site)
    text = _without_brackets(headline)
    # A strong sign parts; the headline is the longest part that is neither label nor paper.
    parts = _STRONG.split(text)
    if len(parts) > 1:
        text = _longest([part for part in parts if not _is_beside(part, name)])
    for _ in range(3):  # 'ভিডিও: লাইভ: ...': labels come two deep, never four
        shorter = _without_weak_ends(text, name)
        if shorter == text:
            break
        text = shorter
    key = fold(text)
    return "" if is_placeholder(key) else key


def is_placeholder(key: str) -> bool:
    """Whether a folded headline is none: a template's dummy text, a server's error, or no letter at all.

    >>> is_placeholder(fold("ক্যাপশন নিউজ ৭")), is_placeholder(fold("২০২৫")), is_placeholder(fold("আজ ঈদ"))
    (True, True, False)
    """
    return key.rstrip(" 0123456789") in _placeholders() or not any(map(str.isalpha, key))


def near_view(key: str) -> str:
    """A headline key with spellings of one sound made one, for near-matching only.

    >>> near_view("ওসমান হাদী") == near_view("ওসমান হাদি")
    True
    """
    for find, write, _ in table.SPELLINGS:
        key = re.sub(find, write, key)
    return key


@lru_cache(maxsize=1 << 16)
def near_shingles(key: str) -> frozenset[str]:
    """Character shingles of the near view, within words and across their order.

    >>> sorted(near_shingles("আজ ঈদ"))
    [' আজ', ' ইদ', 'আজ ', 'ইদ ']
    """
    view = near_view(key)
    return frozenset(
        padded[start : start + NEAR_SHINGLE]
        for word in view.split()
        for padded in (f" {word} ",)
        for start in range(max(1, len(padded) - NEAR_SHINGLE + 1))
    )


def similarity(one: str, other: str) -> float:
    """How near two headline keys are, 0 to 1: the mean of Dice's measure and of the share of the shorter in the longer.

    A clause added or cut leaves the shorter headline whole; a word swapped leaves most of both.

    >>> round(similarity("ঢাকায় বৃষ্টি আরও দুই দিন", "ঢাকায় বৃষ্টি দুই দিন"), 2)
    0.96
    """
    ours, theirs = near_shingles(one), near_shingles(other)
    if not ours or not theirs:
        return 0.0
    both = len(ours & theirs)
    return (2 * both / (len(ours) + len(theirs)) + both / min(len(ours), len(theirs))) / 2


def numbers(key: str) -> frozenset[str]:
    """The numbers of a folded text: two reports of one form tell different news where these differ.

    >>> sorted(numbers("ডেঙ্গুতে আরও 3 মৃত্যু, ভর্তি 753"))
    ['3', '753']
    """
    return frozenset(_NUMBER.findall(key))


def same_numbers(one: str, other: str) -> bool:
    """Whether two headline keys hold the same numbers, where one may write in words what the other has in digits.

    >>> same_numbers("সেতু ভেঙে নিহত 3", "সেতু ভেঙে তিনজন নিহত"), same_numbers("নিহত 3", "নিহত 4")
    (True, False)
    """
    ours, theirs = numbers(one), numbers(other)
    return ours == theirs or (ours - theirs <= _in_words(other) and theirs - ours <= _in_words(one))


def of_their_days(one: str, other: str) -> bool:
    """Whether two headline keys speak of the days they were printed, which are two stories where the days are two.

    >>> of_their_days("ঢাকার বাতাস আজ সহনীয়", "ঢাকার বাতাস আজ অস্বাস্থ্যকর"), of_their_days("মেলা শুরু আজ", "মেলা শুরু")
    (True, False)
    """
    ours, theirs = set(one.split()), set(other.split())
    return bool((ours | theirs) & _TODAY_TOO) or bool(ours & _TODAY and theirs & _TODAY)


_TODAY = {phrase.text for phrase in table.TODAY}
_TODAY_TOO = {phrase.text for phrase in table.TODAY_TOO}
_NUMBER = re.compile(r"[0-9]+")
_BRACKETS = re.compile(r"[\[(]([^\[\]()]{1,40})[\])]")
_STRONG = re.compile("|".join(re.escape(sign.text) for sign in table.SEPARATORS))
_WEAK = re.compile("|".join(re.escape(sign.text) for sign in table.WEAK_SEPARATORS))
SIGNS = rf"{_STRONG.pattern}|{_WEAK.pattern}|[\[(]"
"""The pattern of the signs that may part a label or a paper from a headline: where it has none, its key is its fold."""


@cache
def _number_words() -> dict[str, str]:
    endings = ("", *(counter.text for counter in table.COUNTERS))
    return {fold(word.text + ending): word.number for word in table.NUMBER_WORDS for ending in endings}


def _in_words(key: str) -> set[str]:
    return {_number_words()[word] for word in key.split() if word in _number_words()}


@cache
def _placeholders() -> frozenset[str]:
    return frozenset(fold(phrase.text) for phrase in table.PLACEHOLDERS)


@cache
def _beside() -> frozenset[str]:
    return frozenset(fold(phrase.text) for phrase in (*table.LABELS, *table.PAPERS))


@cache
def _labels() -> frozenset[str]:
    return frozenset(fold(phrase.text) for phrase in table.LABELS)


def _latin_name(site: str | None) -> str:
    """`www.prothomalo.com` is printed as 'Prothom Alo'."""
    parts = (site or "").casefold().removeprefix("www.").removeprefix("m.").split(".")
    return parts[0] if len(parts) > 1 else ""


def _is_beside(part: str, name: str) -> bool:
    key = fold(part)
    return not key or key in _beside() or (bool(name) and key.replace(" ", "").removesuffix("com") == name)


def _without_brackets(text: str) -> str:
    return _BRACKETS.sub(lambda found: " " if fold(found[1]) in _labels() else found[0], text)


def _longest(parts: list[str]) -> str:
    """The longest part, and with it every part that holds a digit: '... | ১২ মে' and '... | ১৩ মে' differ."""
    if not parts:
        return ""
    longest = max(range(len(parts)), key=lambda index: (len(fold(parts[index])), -index))
    return " ".join(part for index, part in enumerate(parts) if index == longest or _NUMBER.search(fold(part)))


def _without_weak_ends(text: str, name: str) -> str:
    first = _WEAK.search(text)
    if first and _is_beside(text[: first.start()], name) and fold(text[first.end() :]):
        return text[first.end() :]
    last = deque(_WEAK.finditer(text), maxlen=1)
    if last and _is_beside(text[last[0].end() :], name) and fold(text[: last[0].start()]):
        return text[: last[0].start()]
    return text

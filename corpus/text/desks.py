"""Who filed a story, where that stands in the first paragraph of its body, glued to the first sentence or before it."""

from __future__ import annotations

import re

from corpus.tables.inline import BYLINE_GOES_ON, COMPOUNDS, DESKS, ENDINGS, FILED, FIRST_LETTER, LETTER, PLACES

_NAME = rf"{LETTER}+(?:[ .-]{{1,2}}{LETTER}+){{0,3}}"


def any_of(words: str) -> str:
    """A pattern of any of the words, a no-break space inside one being its space; longer ones first: none is cut short.

    >>> any_of("ইউএনবি আল\u00a0জাজিরা")
    'আল জাজিরা|ইউএনবি'
    """
    return "|".join(sorted(words.replace("\u00a0", "_").split(), key=len, reverse=True)).replace("_", " ")


def _desks(spaced: bool) -> str:
    return "|".join(f"(?:{any_of(row.heads)}) (?:{any_of(row.titles)})" for row in DESKS if row.spaced or not spaced)


_TOWN = rf"(?:{any_of(PLACES)})"
_DISTRICT = rf"{LETTER}+(?:[ -]{LETTER}+)?\s?\({LETTER}+\)"  # a town with its district in brackets
_FROM_PLACE = rf"(?:{_DISTRICT}\s?(?:উপজেলা )?(?:{any_of(FILED)})|{_TOWN} (?:জেলা )?(?:{any_of(FILED)}))"
_FROM_DESK = rf"(?:,\s?{_TOWN}(?: (?:অফিস|ব্যুরো|থেকে)|(?! (?:অফিস|ব্যুরো|থেকে))))?"
_GLUED = rf"(?=[‘“০-৯]|{FIRST_LETTER}{LETTER}|এ\s)(?!(?:{any_of(ENDINGS)})(?!{LETTER})|{any_of(COMPOUNDS)})"
_BEFORE_SENTENCE = rf"\s+(?=[^\s:।|–—-])(?!(?:{any_of(BYLINE_GOES_ON)})(?!{LETTER}))"
_MARK = r"\s*(?:[:：।|\\]|[-–—]+)\s*(?=\S)"
_LOOSE = re.compile(
    rf"(?:[gn¡] ?)?((?:{_NAME},\s?)?(?:(?:{_desks(spaced=True)}){_FROM_DESK}|{_FROM_PLACE})"
    rf"(?: ও {_FROM_PLACE})?)(?:{_MARK}|{_GLUED}|{_BEFORE_SENTENCE}|$)"
)
_TIGHT = re.compile(
    rf"((?:{_NAME},\s?)?(?:{_desks(spaced=False)}){_FROM_DESK}|{LETTER}+ (?:প্রতিনিধি|সংবাদদাতা))(?:{_MARK}|{_GLUED}|$)"
)
_INSIDE = re.compile(
    rf"(?<=\S)\s?((?:{_desks(spaced=True)}){_FROM_DESK}|{_TOWN} (?:{any_of(FILED)})){_GLUED}"
    rf"|(?<={LETTER})((?:{_desks(spaced=True)}){_FROM_DESK}){_BEFORE_SENTENCE}"
)
_TITLES = tuple({title for row in DESKS for title in row.titles.split()} | set(FILED.split()))  # one is in each desk
_LONGEST = 160  # characters in which a byline must end
_LONGEST_SHOULDER = 80
_MOST = 8  # printings of one byline


_NO_NAME = re.compile(r"[।?!0-9০-৯]|:\s*$")


def may_be_byline(line: str) -> bool:
    """Whether a short line that stands where bylines stand may be one: no sentence, no figure, no first line of a list.

    >>> may_be_byline("নদী রহমান, রংপুর"), may_be_byline("উত্তর: ৫৭৬ মেগাপিক্সেল"), may_be_byline("পদসমূহ:")
    (True, False, False)
    """
    return bool(line) and not _NO_NAME.search(line)


_AT_END = re.compile(rf"(?<=[।?!’”])\s+({_FROM_PLACE}|{_desks(spaced=False)})$")


def split_byline_at_end(paragraph: str) -> tuple[str, str | None]:
    """The last paragraph of a body without the correspondent whom it names after its last sentence, and who that is.

    >>> split_byline_at_end("নদীতে পানি বাড়ছে। রংপুর প্রতিনিধি")
    ('নদীতে পানি বাড়ছে।', 'রংপুর প্রতিনিধি')
    """
    found = _AT_END.search(paragraph, max(0, len(paragraph) - _LONGEST_SHOULDER))
    return (paragraph[: found.start()], found[1]) if found else (paragraph, None)


def split_byline(paragraph: str) -> tuple[str | None, list[str]]:
    """The byline that a body's first paragraph begins with, and the paragraph without it.

    What stands before a byline that is glued on both sides is a line of the headline, and a paragraph of its own.

    >>> split_byline("ইত্তেফাক রিপোর্টনদীতে পানি বাড়ছে।")
    ('ইত্তেফাক রিপোর্ট', ['নদীতে পানি বাড়ছে।'])
    >>> split_byline("বিশেষ প্রতিনিধি জন স্মিথ ঢাকায় এসেছেন।")
    (None, ['বিশেষ প্রতিনিধি জন স্মিথ ঢাকায় এসেছেন।'])
    """
    byline = None
    for _ in range(_MOST):
        head = paragraph[:_LONGEST]
        if not (found := _LOOSE.match(head) or _TIGHT.match(head)):
            break
        byline, paragraph = found[1].strip(), paragraph[found.end() :]
    if byline is None and any(title in head for title in _TITLES) and (found := _INSIDE.search(head)):
        shoulder = paragraph[: found.start()].strip()
        if len(shoulder) <= _LONGEST_SHOULDER and not re.search("[।?!]", shoulder):
            return found[1] or found[2], [shoulder, paragraph[found.end() :]]
    return byline, [paragraph] if paragraph else []

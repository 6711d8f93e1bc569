"""Dates and times in a short string or a line of a page, as ISO 8601.

A line is folded (one set of digits, no nukta, no joiners, lower case), cut into tokens, and each token gets a kind of
one character: a day number, a month, a weekday, a label, a separator, ... A date is then a form over kinds, and the
forms are rows of `corpus.tables.dates.FORMS`. Words that no table knows are kinds too, so that "nothing but a date"
and "a number beside a word" can be told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

from corpus.tables import dates as tables
from corpus.text.bangla_calendar import gregorian

LONGEST = 1000
"""Characters of a text that are looked at: a date line is short, and a hostile one should cost no more."""


class Dates(NamedTuple):
    """When a page says it was published, and when changed; ISO 8601 each, or None."""

    published: str | None = None
    updated: str | None = None


def parse_date(text: str, *, fetched_at: str | None = None, calendar: str = "bangladesh") -> str | None:
    """The date in a line, with its time where one is given: ISO 8601, in Dhaka's zone unless the line says otherwise.

    Where the line holds several, the one labelled as published is meant, then one without a label, then the update.
    "২ ঘণ্টা আগে" and "গতকাল" need `fetched_at` (ISO 8601) and give the day. `calendar` says whose Bangla calendar a
    line uses that has no Gregorian date: "bangladesh" or "west_bengal".

    >>> parse_date("আপডেট : ২২ নভেম্বর ২০২৫, ০৯: ৪০ পিএম")
    '2025-11-22T21:40:00+06:00'
    >>> parse_date("ঢাকা, শুক্রবার ২৭ অগ্রহায়ণ ১৪৩২")
    '2025-12-12'
    >>> parse_date("৩ ঘণ্টা আগে", fetched_at="2025-12-12T01:30:00+06:00")
    '2025-12-11'
    >>> parse_date("আহত ১০-১২ জন") is None
    True
    """
    if len(text) <= LONGEST_DATE_LINE:
        return _surest(text, fetched_at, calendar)
    return _surest.__wrapped__(text[:LONGEST], fetched_at, calendar)


@lru_cache(maxsize=4096)
def _surest(text: str, fetched_at: str | None, calendar: str) -> str | None:
    """The same of a text that is not too long; a list gives each of its headlines the same few days."""
    if not _worth_reading(text):
        return None
    line = _read(text)
    for steps in _plan(line.kinds):
        if steps and (found := _first(line, steps, fetched_at, calendar)):
            return found
    return None


def parse_dates(text: str, *, fetched_at: str | None = None, calendar: str = "bangladesh") -> Dates:
    """The dates of a line by their labels; one without a label counts as published.

    >>> parse_dates("প্রকাশ: ৩০ সেপ্টেম্বর ২০১৯ | ১২:১০ | আপডেট: ০১ অক্টোবর ২০১৯ | ০৪:০৫")
    Dates(published='2019-09-30T12:10:00+06:00', updated='2019-10-01T04:05:00+06:00')
    """
    text = text[:LONGEST]
    if not _worth_reading(text):
        return Dates()
    line = _read(text)
    plan = _plan(line.kinds)
    return Dates(
        _first(line, plan.published, fetched_at, calendar) or _first(line, plan.unlabelled, fetched_at, calendar),
        _first(line, plan.updated, fetched_at, calendar),
    )


def is_date_line(line: str) -> bool:
    """Whether a line is nothing but dates, times and the words that label them.

    >>> is_date_line("প্রকাশিত: রাত ৯টা ৩০ মিনিট, ৭ আগস্ট ২০২৪"), is_date_line("১২ ডিসেম্বর ২০২৫ সালে বিজয়")
    (True, False)
    """
    return len(line) <= LONGEST_DATE_LINE and _is_date(line)


@lru_cache(maxsize=4096)
def _is_date(line: str) -> bool:
    """The same of a line that is not too long; a page asks it of one line several times, and lines recur on a site."""
    kinds: list[str] = []
    for token in _SCAN.finditer(line):
        kind = _token(token[0])[0]
        if kind == _UNKNOWN:  # no form holds one, and most lines show one at once
            return False
        kinds.append(kind)
    return _is_all_date("".join(kinds)) and _worth_reading(line)


LONGEST_DATE_LINE = 200
"""A masthead in three calendars with its place and weekday has 120 characters."""


def split_trailing_date(line: str, *, fetched_at: str | None = None) -> tuple[str, str | None]:
    """A teaser line without the date at its end, and that day; the line as it is where none ends it.

    A time by itself, a day without its year, "আজ", and a date in brackets or after a colon are left: headlines end so
    too ("আজকের খেলা: ১৩ আগস্ট ২০২৪", 8 of 10,913 real ones).

    >>> split_trailing_date("নদীতে নৌকাডুবি, নিখোঁজ ৫ Dec 12, 2025")
    ('নদীতে নৌকাডুবি, নিখোঁজ ৫', '2025-12-12')
    >>> split_trailing_date("ভোট শুরুর ২ ঘণ্টা আগে")
    ('ভোট শুরুর ২ ঘণ্টা আগে', None)
    """
    length = len(line.rstrip())
    if line[length - 1 : length] in _SENTENCE_ENDS or not _worth_reading(line, max(0, length - _LONGEST_END)):
        return line, None
    for longest in (_LONGEST_END, LONGEST_DATE_LINE):
        texts = _SCAN.findall(line, max(0, length - longest))
        kinds = "".join([_token(token)[0] for token in texts])
        if _UNKNOWN in kinds[1:]:  # no date reaches over it, and it is not cut off itself
            break
    start = _tail_start(kinds, texts)
    if start is None:
        return line, None
    place = len(line)
    for token in reversed(texts[start:]):
        place = line.rindex(token, 0, place)
    opening, tail = line[:place], line[place:]
    if opening.rstrip().endswith((":", "(")) or (")" in tail and "(" not in tail):
        return line, None  # "নামাজের সময়সূচি: ১২ আগস্ট ২০২৪", "একঝলক (২ জানুয়ারি ২০২৪)": the headline's own
    day = parse_date(tail, fetched_at=fetched_at)
    if day is None and not any(_token(token)[0] == _KINDS["ago"] for token in texts[start:]):
        return line, None  # "৩২ ডিসেম্বর ২০২৫" is no day
    return opening.rstrip(_SEPARATORS), day[:10] if day else None


def date_of_url(url: str) -> str | None:
    """The day in the path of an address, as many sites file their stories by it.

    >>> date_of_url("https://khobor.example/online/2025/11/09/1603490"), date_of_url("https://khobor.example/a/20251109")
    ('2025-11-09', None)
    """
    match = _DAY_IN_PATH.search(url.partition("?")[0][:LONGEST])
    day = _date(int(match["year"]), int(match["month"]), int(match["day"])) if match else None
    return day.isoformat() if day else None


_DAY_IN_PATH = re.compile(
    r"/(?P<year>(?:19|20)\d\d)(?P<sep>[/-])(?P<month>\d\d?)(?P=sep)(?P<day>\d\d?)(?=[/_-]|$)", re.ASCII
)


# --- reading: text to tokens and kinds ---------------------------------------------------------------------------


class _Line(NamedTuple):
    """The tokens of a line, with a kind each (one character) and a number each (which month, how many, ...)."""

    kinds: str
    texts: list[str]
    values: tuple[int, ...]


# Kinds of tokens, by the name that FORMS uses for them.
_KINDS = {
    "day": "n", "two_digits": "n", "year": "y", "old_year": "Y", "digits": "x", "month": "M", "bangla_month": "B",
    "hijri_month": "H", "hijri_second": "h", "weekday": "W", "period": "P", "dial": "A", "era": "E", "year_word": "S",
    "ordinal": "o", "hour_mark": "t", "published": "L", "updated": "U", "filler": "f", "seconds": "s", "minutes": "m",
    "hours": "u", "days": "d", "vague_unit": "v", "ago": "a", "relative": "r", "count": "k", "zone": "z", "clock": "c",
    "iso_day": "I", "slashed_day": "D", "stamp": "T", "comma": ",", "dot": ".", "dash": "-", "quote": "'", "colon": ":",
    "mark": "|", "other": "w",
    "join": "[,.'|-]", "any": "[,.'|:-]",
}  # fmt: skip


def _fold_table() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys(map(ord, "\N{BENGALI SIGN NUKTA}\u200c\u200d. "), None)
    # Composed and decomposed spellings are one: without the nukta, and with two-part vowels taken apart.
    return table | {0x09DC: "ড", 0x09DD: "ঢ", 0x09DF: "য", 0x09CB: "\u09c7\u09be", 0x09CC: "\u09c7\u09d7"}


_FOLD = _fold_table()


def _folded(word: str) -> str:
    return word.lower().translate(_FOLD)


def _words() -> dict[str, tuple[str, int]]:
    """Every word of the tables, folded, with its kind and number; a word of two tables is what the first one says."""
    rows: list[tuple[str, str, int]] = []
    for kind, names in (
        ("month", tables.MONTHS),
        ("bangla_month", tables.BANGLA_MONTHS),
        ("hijri_month", tables.HIJRI_MONTHS),
        ("weekday", tables.WEEKDAYS),
        ("relative", tables.RELATIVE_DAYS),
    ):
        rows += [(kind, name.spellings, name.number) for name in names]
    dials = set(tables.DIALS.split())
    for index, period in enumerate(tables.DAY_PERIODS):
        rows += [("dial" if word in dials else "period", word, index) for word in period.spellings.split()]
    rows += [(unit, words, 0) for unit, words in tables.UNITS_EXACT.items()]
    rows += [(label, words, 0) for label, words in tables.LABELS.items()]
    rows += [("zone", " ".join(tables.ZONES), 0), ("vague_unit", tables.UNITS_VAGUE, 0), ("ago", tables.AGO, 0)]
    rows += [("era", words, 0) for words in tables.ERAS.values()]
    rows += [("year_word", tables.YEAR_WORDS, 0), ("hour_mark", tables.HOUR_MARKS, 0)]
    rows += [("ordinal", tables.ORDINALS, 0), ("hijri_second", tables.HIJRI_SECOND_WORDS, 0)]
    rows += [("count", name.spellings, name.number) for name in tables.COUNTS]
    rows += [("filler", tables.FILLERS, 0)]
    known: dict[str, tuple[str, int]] = {}
    for kind, spellings, value in rows:
        for spelling in spellings.split():
            known.setdefault(_folded(spelling), (_KINDS[kind], value))
    return known


_MARKS = {",": ",", ";": ",", ".": ".", "/": "-", ":": ":", "ঃ": ":", "：": ":", "\\": "|"}  # আপডেটঃ
_MARKS |= dict.fromkeys("-‐‑‒–—―−", "-") | dict.fromkeys("'‘’`´ʼ′", "'") | dict.fromkeys('|()[]{}·•@~*#+_>»«<"“”', "|")
_ZONES = {_folded(name): offset for name, offset in tables.ZONES.items()}

# Each branch begins with the characters it may begin with: the matcher then passes over the others at once.
_SCAN = re.compile(
    r"""
    [GgUu](?:[Mm][Tt]|[Tt][Cc])\s?[+-]\s?\d\d?(?::?\d\d)?(?!\d)  # zone
    |[APap](?<![A-Za-z][A-Za-z])\s?\.\s?[Mm]\b\.?|[এপ]ি?\s?\.\s?এম\b\.?  # dial
    |[A-Za-z]+|[\u0980-\u0982\u0984-\u09e5\u09f0-\u09ff\u200c\u200d]+  # word
    |\d+(?![\d\s:ঃ：/.–T-])  # number
    |\d(?<!\d[-–/.]\d)(?:\d{3}(?:-\d\d?-|/\d\d?/|\.\d\d?\.|–\d\d?–)\d\d?  # year first
        |\d?\s?(?:[-–]\s?\d\d?\s?[-–]|/\s?\d\d?\s?/|\.\s?\d\d?\s?\.)\s?(?:\d{4}|\d\d))(?!\d)(?![-–/.]\d)  # day first
    |\d\d?\s?[:ঃ：]\s?\d\d(?:\s?[:ঃ：]\s?\d\d(?:[.,]\d{1,9})?)?(?![:ঃ：]?\d)(?:\s?[+-]\d\d:?\d\d(?!\d))? # clock
    |[0-9]{8}T[0-9]{6}(?:Z|[+-][0-9]{2}:?[0-9]{2})?  # stamp
    |\d+
    |[^\s\u200b\u200e\u200f\u2060\ufeff\u00ad]  # mark
    """,
    re.VERBOSE,
)
_DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=1 << 14)
def _token(text: str) -> tuple[str, int]:
    """Kind and number of a token; a few thousand make up all dates there are, and the words around them recur."""
    found = _MARKS.get(text)
    return (found, 0) if found else _WORDS.get(_folded(text)) or _unlisted(text)


_UNKNOWN = _KINDS["other"]
_WORDS = _words()


def _unlisted(token: str) -> tuple[str, int]:
    if not token[0].isdecimal():
        return _KINDS["zone" if token[-1].isdecimal() else "other"], 0
    if token.isdecimal():
        number = int(token) if len(token) <= 4 else 0
        if len(token) <= 2:
            return _KINDS["day"], number
        if len(token) == 4:
            return _KINDS[
                "year" if 1900 <= number < 2100 else "old_year" if 1300 <= number < 1600 else "digits"
            ], number
        return _KINDS["digits"], number
    if "T" in token:
        return _KINDS["stamp"], 0
    if _ISO_START.match(token):
        return _KINDS["iso_day"], 0
    return _KINDS["clock" if _CLOCK.fullmatch(token) else "slashed_day"], 0


_ISO_START = re.compile(r"\d{4}\D")


def _read(text: str) -> _Line:
    texts = _SCAN.findall(text)
    if not texts:
        return _Line("", texts, ())
    kinds, values = zip(*[_token(token) for token in texts], strict=True)
    return _Line("".join(kinds), texts, values)


# --- shapes: what stretches of kinds mean -------------------------------------------------------------------------


def _form_pattern(parts: str) -> str:
    pattern = ""
    for part in parts.split():
        kind = _KINDS[part.rstrip("?*")]
        pattern += kind + ("?" if part.endswith("?") else "{0,3}" if part.endswith("*") else "")
    return pattern


# Clocks: "০৯: ৪০ পিএম", "রাত ০৯:৪০", "রাত ২টা ২৬ মিনিট", "রাত ৯.৩০", "10.30 am", "10 AM", and the 24 hours in four
# digits of "১৮২৫ ঘণ্টা". An hour with টা and without its part of the day may be of either half: seen, not read.
_CLOCKS = r"(?:[PA][,:|-]?)?c[tm]?:?[AP]?\|?z?|Pn[.-]n[tm]?|n\.n[tm]?A|n\.nt|P?nt,?(?:nm)?|nA|[xyY]u(?!a)"
_PATTERNS = {form.name: _form_pattern(form.parts) for form in tables.FORMS}
# A day without its year, or a month with it. In "নিখোঁজ ৫ Dec 12, 2025" the month belongs to what follows it.
_PART = f"no?f?[,.'|-]{{0,3}}(?!{_PATTERNS['month_first']}|{_PATTERNS['clock_between']})[MB]|Mno?|[MB],?[yY]"
_SHAPES = re.compile(
    "|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS.items())
    + f"|(?P<clock>{_CLOCKS})|(?P<ago>[nk][smudv](?:[nk][smudv])?a)|(?P<relative>r)|(?P<part>{_PART})"
)
_LABEL = re.compile("[LU]")
_NUMBER = re.compile("[nxyYk]")
_OTHER = re.compile("[wx]")
_NOT_A_DAY = frozenset(form.name for form in tables.FORMS if not form.meaning) | {"part"}

_RELATIVE_WORDS = [word for row in tables.RELATIVE_DAYS for word in row.spellings.split()] + tables.AGO.split()
_SHOWN = re.compile("[0-9০-৯]")
_SAID = re.compile("|".join(map(re.escape, _RELATIVE_WORDS)), re.IGNORECASE)


def _worth_reading(text: str, start: int = 0) -> bool:
    """Whether there is a digit in a text, or a word that tells a day without one."""
    return bool(_SHOWN.search(text, start) or _SAID.search(text, start))


def _shapes(kinds: str) -> Iterator[tuple[int, int, str]]:
    """Labels and shapes of a line in their order."""
    last = 0
    for match in _SHAPES.finditer(kinds):
        for label in _LABEL.finditer(kinds, last, match.start()):
            yield label.start(), label.end(), "published" if label.group() == "L" else "updated"
        yield match.start(), match.end(), match.lastgroup or ""
        last = match.end()


@lru_cache(maxsize=4096)
def _is_all_date(kinds: str) -> bool:
    beside, shapes = _SHAPES.subn("", kinds)
    return shapes > 0 and not _OTHER.search(beside) and not _NUMBER.search(beside)


class _Step(NamedTuple):
    """A day to read: the form it is in, its tokens, and the tokens of the clock that belongs to it."""

    shape: str
    start: int
    end: int
    clock: tuple[int, int] | None
    named: tuple[int, int, int] | None  # the places of year, month and day, where the month is a word


class _Plan(NamedTuple):
    """What to read of a line of these kinds, by the label before it, the surest first."""

    published: tuple[_Step, ...]
    unlabelled: tuple[_Step, ...]
    updated: tuple[_Step, ...]


# What a line says outright goes before what must be worked out: "আজ রবিবার, ৪ চৈত্র ১৪২৪, ১৮ মার্চ ২০১৮".
_RANKS = {"bangla_date": 1, "ago": 2, "relative": 2}


@lru_cache(maxsize=4096)
def _plan(kinds: str) -> _Plan:
    """Which days a line may hold. Pages repeat a few hundred sequences of kinds, so it is worked out once for each."""
    steps: dict[str, list[_Step]] = {"published": [], "": [], "updated": []}
    under = steps[""]
    waiting: tuple[int, int] | None = None  # a clock that stands before its day
    first = 0  # where the steps under the label at hand begin
    for start, end, shape in _shapes(kinds):
        if shape in ("published", "updated"):
            under, waiting = steps[shape], None
            first = len(under)
        elif shape == "clock":
            last = next((n for n in range(len(under) - 1, first - 1, -1) if _takes_clock(under[n])), None)
            if last is not None and not _OTHER.search(kinds, under[last].end, start):
                under[last] = under[last]._replace(clock=(start, end))
            else:
                waiting = (start, end)
        elif shape not in _NOT_A_DAY:
            clock = (start + 2, end - 1) if shape == "clock_between" else None
            step = _Step(shape, start, end, clock, _named_places(kinds, start, end))
            if waiting and _takes_clock(step):
                if not _OTHER.search(kinds, waiting[1], start):
                    step = step._replace(clock=waiting)
                waiting = None
            under.append(step)
    return _Plan(*(tuple(sorted(found, key=lambda step: _RANKS.get(step.shape, 0))) for found in steps.values()))


def _named_places(kinds: str, start: int, end: int) -> tuple[int, int, int] | None:
    """Where year, month and day stand in a form with the name of its month, in whatever order."""
    months = [place for place in range(start, end) if kinds[place] in "MB"]
    numbers = [place for place in range(start, end) if kinds[place] in "nyY"]
    if not months or len(numbers) != 2:
        return None
    day, year = numbers if kinds[numbers[0]] == "n" else numbers[::-1]
    return year, months[0], day


def _takes_clock(step: _Step) -> bool:
    return step.clock is None and step.shape != "bangla_date"


# --- values: tokens to days and clocks ----------------------------------------------------------------------------


def _first(line: _Line, steps: tuple[_Step, ...], fetched_at: str | None, calendar: str) -> str | None:
    """The first day of a plan that there is, with its clock, as ISO 8601."""
    for step in steps:
        if step.shape == "stamp":
            digits = _DIGITS.findall(line.texts[step.start])
            day = _date(int(digits[0][:4]), int(digits[0][4:6]), int(digits[0][6:]))
            clock = _time(line.texts[step.start][9:])
        else:
            day = _day(line, step, fetched_at, calendar)
            clock = _clock_of(line, *step.clock) if step.clock else None
        if day is not None:
            return _moment(day, clock)
    return None


def _moment(day: date, clock: str | None) -> str:
    if clock is None:
        return day.isoformat()
    stamp = f"{day.isoformat()}T{clock}"
    if len(clock) > len("00:00:00"):
        return stamp
    first, last, offset = tables.SUMMER_TIME
    return stamp + (offset if first <= stamp <= last else tables.HOME_ZONE)


def _day(line: _Line, step: _Step, fetched_at: str | None, calendar: str) -> date | None:
    if step.named:
        return _named(line, step.named, calendar)
    if step.shape in ("ago", "relative"):
        alone = fetched_at is not None and not _OTHER.search(line.kinds)
        return _day_before(line, step.start, step.end, str(fetched_at)) if alone else None
    if step.shape == "year_first":
        year, month, day = _DIGITS.findall(line.texts[step.start])
        return _date(int(year), int(month), int(day))
    return _slashed(line, step.start)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year < 2100 else None
    except ValueError:
        return None


def _slashed(line: _Line, place: int) -> date | None:
    """Day, month and year in numbers; the day comes first wherever Bengali is printed."""
    text = line.texts[place]
    day, month, year = _DIGITS.findall(text)
    # "১.২.১০" is a section and "৫-৩-১২" a score; and a word after it makes it a count of something.
    if len(year) == 2 and (
        ("/" not in text and len(day + month) < 4) or line.kinds[place + 1 : place + 2] in ("w", "x")
    ):
        return None
    return _date(_full_year(int(year)), int(month), int(day))


def _full_year(year: int) -> int:
    return year + (2000 if year < 50 else 1900) if year < 100 else year


def _named(line: _Line, places: tuple[int, int, int], calendar: str) -> date | None:
    """A date with the name of its month."""
    values = line.values
    year, month, day = values[places[0]], values[places[1]], values[places[2]]
    if line.kinds[places[1]] == "B":
        return gregorian(year, month, day, calendar=calendar)
    return _date(_full_year(year), month, day)


_UNIT_NAMES = {_KINDS[unit]: unit for unit in tables.UNITS_EXACT}
HOME = timezone(timedelta(hours=int(tables.HOME_ZONE[1:3])))


def _day_before(line: _Line, start: int, end: int, fetched_at: str) -> date | None:
    """The day that "২ ঘণ্টা আগে" or "গতকাল" points to; None for units that do not fix a day."""
    try:
        moment = datetime.fromisoformat(fetched_at)
        if moment.tzinfo is not None:
            moment = moment.astimezone(HOME)
        if line.kinds[start] == "r":
            return moment.date() + timedelta(days=line.values[start])
        passed = timedelta()
        for number in range(start, end - 1, 2):
            unit = _UNIT_NAMES.get(line.kinds[number + 1])
            if unit is None:
                return None
            passed += timedelta(**{unit: line.values[number]})
        return (moment - passed).date()
    except (ValueError, OverflowError):  # not a time, or one at the edge of the calendar
        return None


_CLOCK = re.compile(r"(\d\d?)\s?[:ঃ：]?\s?(\d\d)(?:\s?[:ঃ：]?\s?(\d\d))?(?:[.,]\d+)?\s?(?:(Z)|([+-])(\d\d):?(\d\d))?")


def _clock_of(line: _Line, start: int, end: int) -> str | None:
    if end - start == 1:
        return _time(line.texts[start])
    return _clock(line.kinds[start:end], tuple(line.texts[start:end]))


@lru_cache(maxsize=4096)
def _clock(kinds: str, texts: tuple[str, ...]) -> str | None:
    """Hours, minutes and seconds with the zone where one is given: "14:05:00", "08:53:34+00:00"."""
    period = zone = ""
    numbers: list[int] = []
    for kind, text in zip(kinds, texts, strict=True):
        if kind == "c":
            time = _time(text)
            if time is None:
                return None
            numbers, zone = [int(time[:2]), int(time[3:5]), int(time[6:8])], time[8:]
        elif kind == "n":
            numbers.append(int(text))
        elif kind in "xyY":  # "১৮২৫ ঘণ্টা"
            numbers = [int(text[:2]), int(text[2:])]
        elif kind == "z":
            zone = _zone(text)
        elif kind in "PA":
            period = text
    hour, minute, second = [*numbers, 0, 0][:3]
    if period:
        hour = _hour_of_day(hour, tables.DAY_PERIODS[_token(period)[1]])
    elif hour <= 12 and "c" not in kinds and "u" not in kinds:
        return None  # ১০টা of which half of the day?
    return _iso_time(hour, minute, second, zone)


@lru_cache(maxsize=4096)
def _time(text: str) -> str | None:
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds, zulu, sign, zone_hours, zone_minutes = match.groups()
    zone = "+00:00" if zulu else ""
    if sign == "+" or (sign and seconds):  # "১০:৩০-১১:৩০" is a stretch of time
        zone = f"{sign}{int(zone_hours):02}:{int(zone_minutes):02}"
    return _iso_time(int(hours), int(minutes), int(seconds or 0), zone)


def _iso_time(hour: int, minute: int, second: int, zone: str) -> str | None:
    if hour > 23 or minute > 59 or second > 59:
        return None
    return f"{hour:02}:{minute:02}:{second:02}{'+00:00' if zone == '-00:00' else zone}"


def _hour_of_day(hour: int, period: tables.DayPeriod) -> int:
    if hour == 12:
        return period.twelve_is
    return hour + 12 if period.add_from <= hour <= period.add_to else hour


def _zone(text: str) -> str:
    """The offset of a zone's name, or of "GMT+6", "UTC +05:30"."""
    digits = _DIGITS.findall(text)
    if not digits:
        return _ZONES[_folded(text)]
    if len(digits) == 1 and len(digits[0]) > 2:
        digits = [digits[0][:-2], digits[0][-2:]]
    return f"{'-' if '-' in text else '+'}{int(digits[0]):02}:{int(digits[1]) if len(digits) > 1 else 0:02}"


# --- tails: a date at the end of a teaser -------------------------------------------------------------------------

_SENTENCE_ENDS = ("।", "?", "!")
_LONGEST_END = 40  # characters after the last number of a date: "২০২৫ খ্রিস্টাব্দ, বৃহস্পতিবার"
_SEPARATORS = " \t\N{NO-BREAK SPACE}|-–—•·,/"
_BETWEEN = frozenset(",.-'|:E")


def _tail_start(kinds: str, texts: list[str]) -> int | None:
    """The token at which the date that ends a line begins; None where no date ends it."""
    after = kinds.rfind(_UNKNOWN) + 1  # no form holds a word that no table knows
    shapes = _shapes_by_end(kinds[after:])
    place, first, dated = len(kinds), None, False
    while shapes and place > after:
        if found := shapes.get(place - after):
            start, shape = found[0] + after, found[1]
            if shape in ("part", "relative", "range"):
                break
            if shape == "ago" and start and texts[start - 1].endswith("র"):
                break  # "ভোট শুরুর ২ ঘণ্টা আগে" is a phrase
            if dated and shape == "clock" and "c" not in kinds[start:place]:
                break  # "বৈঠক রাত ১০টায় Dec 12, 2025": the hour is the headline's
            dated = dated or shape not in ("clock", "hijri_date")
            place = first = start
        elif kinds[place - 1] in _BETWEEN:
            place -= 1
        elif dated and _belongs_to_date(kinds, texts, place - 1):
            place = first = place - 1
        else:
            break
    return first if dated else None


@lru_cache(maxsize=4096)
def _shapes_by_end(kinds: str) -> dict[int, tuple[int, str]]:
    return {end: (start, shape) for start, end, shape in _shapes(kinds) if shape not in ("published", "updated")}


def _belongs_to_date(kinds: str, texts: list[str], place: int) -> bool:
    """Whether the word before a date is its label ("প্রকাশ:", but not "ফল প্রকাশ ১২ ডিসেম্বর") or its weekday."""
    if kinds[place] in "LU":
        return kinds[place + 1 : place + 2] == ":"
    if kinds[place] != "W":
        return False
    # "বৃষ্টি শুক্রবার Dec 12, 2025" and "Friday, Dec 12, 2025": a weekday is of the date where both are of one script.
    month = next((later for later in range(place, len(kinds)) if kinds[later] in "MB"), None)
    return month is not None and texts[month].isascii() == texts[place].isascii()

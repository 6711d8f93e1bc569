"""Dates and times in a short string or a line of a page, as ISO 8601.

A line is folded (one set of digits, no nukta, no joiners, lower case), cut into tokens, and each token gets a kind of
one character: a day number, a month, a weekday, a label, a separator, ... A date is then a form over kinds, and the
forms are rows of `corpus.tables.dates.FORMS`. Words that no table knows are kinds too, so that "nothing but a date"
and "a number beside a word" can be told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

from corpus.tables import dates as tables
from corpus.text.bangla_calendar import gregorian

LONGEST = 1000
"""Characters of a text that are looked at: a date line is short, and a hostile one should cost no more."""


@dataclass(frozen=True, slots=True)
class Dates:
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
    found = parse_dates(text, fetched_at=fetched_at, calendar=calendar)
    return found.published or found.updated


def parse_dates(text: str, *, fetched_at: str | None = None, calendar: str = "bangladesh") -> Dates:
    """The dates of a line by their labels; one without a label counts as published.

    >>> parse_dates("প্রকাশ: ৩০ সেপ্টেম্বর ২০১৯ | ১২:১০ | আপডেট: ০১ অক্টোবর ২০১৯ | ০৪:০৫")
    Dates(published='2019-09-30T12:10:00+06:00', updated='2019-10-01T04:05:00+06:00')
    """
    if not _WORTH_READING.search(text, 0, LONGEST):
        return Dates()
    sightings = _sightings(_read(text[:LONGEST]), fetched_at, calendar)
    return Dates(
        _best(sightings, "published") or _best(sightings, None),
        _best(sightings, "updated"),
    )


def is_date_line(line: str) -> bool:
    """Whether a line is nothing but dates, times and the words that label them.

    >>> is_date_line("প্রকাশিত: রাত ৯টা ৩০ মিনিট, ৭ আগস্ট ২০২৪"), is_date_line("১২ ডিসেম্বর ২০২৫ সালে বিজয়")
    (True, False)
    """
    if len(line) > LONGEST_DATE_LINE or not _WORTH_READING.search(line):
        return False
    beside, shapes = _SHAPES.subn("", _read(line).kinds)
    return shapes > 0 and not _OTHER.search(beside) and not _NUMBER.search(beside)


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
    if line[length - 1 : length] in _SENTENCE_ENDS or not _WORTH_READING.search(line, max(0, length - _LONGEST_END)):
        return line, None
    offset = max(0, length - LONGEST_DATE_LINE)
    tail = line[offset:]
    read = _read(tail)
    start = _tail_start(read)
    if start is None:
        return line, None
    place = _original_offset(tail, read.starts[start])
    opening = line[:offset] + tail[:place]
    if opening.rstrip().endswith((":", "(")) or (")" in tail[place:] and "(" not in tail[place:]):
        return line, None  # "নামাজের সময়সূচি: ১২ আগস্ট ২০২৪", "একঝলক (২ জানুয়ারি ২০২৪)": the headline's own
    day = parse_date(tail[place:], fetched_at=fetched_at)
    return opening.rstrip(_SEPARATORS), day[:10] if day else None


# --- reading: text to tokens and kinds ---------------------------------------------------------------------------


class _Line(NamedTuple):
    """The tokens of a folded line: a kind each (one character), its text, where it starts and its number."""

    kinds: str
    texts: list[str]
    starts: list[int]
    values: list[int]


def _fold_table() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord("০") + digit: str(digit) for digit in range(10)}
    table |= {ord("A") + place: chr(ord("a") + place) for place in range(26)}
    table |= dict.fromkeys(map(ord, "\N{BENGALI SIGN NUKTA}\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"), None)
    table |= dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\t\r\n"), " ")
    table |= dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
    table |= dict.fromkeys(map(ord, "‘’`´ʼ′"), "'")
    # Composed and decomposed spellings are one: without the nukta, and with two-part vowels taken apart.
    table |= {0x09DC: "ড", 0x09DD: "ঢ", 0x09DF: "য", 0x09CB: "\u09c7\u09be", 0x09CC: "\u09c7\u09d7"}
    table |= {ord("\N{BENGALI SIGN VISARGA}"): ":", ord("："): ":", ord("\\"): "|"}  # ০৫ঃ৩০, আপডেটঃ
    return table


_FOLD = _fold_table()

# Kinds of tokens, by the name that FORMS uses for them.
_KINDS = {
    "day": "n", "two_digits": "n", "year": "y", "old_year": "Y", "digits": "x", "month": "M", "bangla_month": "B",
    "hijri_month": "H", "hijri_second": "h", "weekday": "W", "period": "P", "dial": "A", "era": "E", "year_word": "S",
    "ordinal": "o", "hour_mark": "t", "published": "L", "updated": "U", "filler": "f", "seconds": "s", "minutes": "m",
    "hours": "u", "days": "d", "vague_unit": "v", "ago": "a", "relative": "r", "count": "k", "zone": "z", "clock": "c",
    "iso_day": "I", "slashed_day": "D", "comma": ",", "dot": ".", "dash": "-", "quote": "'", "colon": ":", "mark": "|",
    "other": "w",
    "join": "[,.'|-]", "any": "[,.'|:-]",
}  # fmt: skip


def _words() -> dict[str, tuple[str, int]]:
    """Every word of the tables, folded, with its kind and value. Where two tables hold one, the first row here wins."""
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
            known.setdefault(spelling.translate(_FOLD), (_KINDS[kind], value))
    return known


_ZONES = {name.translate(_FOLD): offset for name, offset in tables.ZONES.items()}
_WORDS = _words()
_WORDS |= {mark: (mark, 0) for mark in ",.-':"} | {";": (",", 0), "/": ("-", 0)}
_WORDS |= dict.fromkeys('|()[]{}·•@~*#+_>»«<"“”', ("|", 0))

# Each branch begins with the characters it may begin with: the matcher then passes over the others at once.
_SCAN = re.compile(
    r"""
    (?P<zone>(?:gmt|utc)\s?[+-]\s?\d\d?(?::?\d\d)?(?!\d))
    |(?P<dial>[ap](?<![a-z][a-z])\s?\.\s?m\b\.?|(?:এ|পি)\s?\.\s?এম\b\.?)
    |(?P<word>[a-z]+|[\u0980-\u09ff]+)
    |(?P<iso_day>[0-9](?<![0-9][-/.][0-9])\d{3}(?P<sep>[-/.])\d{1,2}(?P=sep)\d{1,2}(?!\d)(?![-/.]\d))
    |(?P<slashed_day>[0-9](?<![0-9][-/.][0-9])\d?\s?(?P<sep2>[-/.])\s?\d{1,2}\s?(?P=sep2)\s?(?:\d{4}|\d\d)(?!\d)(?![-/.]\d))
    |(?P<clock>[0-9]\d?\s?:\s?\d\d(?:\s?:\s?\d\d(?:[.,]\d{1,9})?)?(?!:?\d)(?:\s?[+-]\d\d:?\d\d(?!\d))?)
    |(?P<stamp>[0-9]\d{7}(?=t\d{6}))
    |(?P<stamp_clock>[0-9](?<=\d{8}t\d)\d{5}(?:[+-]\d\d:?\d\d)?)
    |(?P<digits>[0-9]+)
    |(?P<mark>\S)
    """,
    re.VERBOSE,
)
_READ_AS = {"iso_day": "I", "stamp": "I", "slashed_day": "D", "stamp_clock": "c", "clock": "c", "zone": "z"}
_WITHOUT_DOTS = dict.fromkeys(map(ord, ". "), None)


def _read(text: str) -> _Line:
    kinds: list[str] = []
    texts: list[str] = []
    starts: list[int] = []
    values: list[int] = []
    for match in _SCAN.finditer(text.translate(_FOLD)):
        token = match.group()
        known = _WORDS.get(token)
        if known is None:
            group = match.lastgroup
            if group == "digits":
                known = _number_kind(token)
            elif group == "dial":
                known = _WORDS[token.translate(_WITHOUT_DOTS)]
            else:
                known = _READ_AS.get(group or "", "w"), 0
        kinds.append(known[0])
        texts.append(token)
        starts.append(match.start())
        values.append(known[1])
    return _Line("".join(kinds), texts, starts, values)


def _number_kind(digits: str) -> tuple[str, int]:
    if len(digits) <= 2:
        return "n", int(digits)
    if len(digits) == 4:
        number = int(digits)
        return ("y" if 1900 <= number < 2100 else "Y" if 1300 <= number < 1600 else "x"), number
    return "x", 0


def _original_offset(text: str, folded_offset: int) -> int:
    """Where a place of the folded text lies in the text; folding deletes and splits characters."""
    length = 0
    for place, character in enumerate(text):
        if length >= folded_offset and _FOLD.get(ord(character), "") is not None:
            return place
        length += len(character.translate(_FOLD))
    return len(text)


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
_WORTH_READING = re.compile("[0-9০-৯]|" + "|".join(map(re.escape, _RELATIVE_WORDS)), re.IGNORECASE)


def _shapes(kinds: str) -> Iterator[tuple[int, int, str]]:
    """Labels and shapes of a line in their order."""
    last = 0
    for match in _SHAPES.finditer(kinds):
        for label in _LABEL.finditer(kinds, last, match.start()):
            yield label.start(), label.end(), "published" if label.group() == "L" else "updated"
        yield match.start(), match.end(), match.lastgroup or ""
        last = match.end()


# What a line says outright goes before what must be worked out: "আজ রবিবার, ৪ চৈত্র ১৪২৪, ১৮ মার্চ ২০১৮".
_RANKS = {"bangla_date": 1, "ago": 2, "relative": 2}


@dataclass(slots=True)
class _Sighting:
    """A day seen in a line, with the label before it and the clock beside it."""

    label: str | None
    day: date
    rank: int
    end: int
    clock: str | None = None


def _sightings(line: _Line, fetched_at: str | None, calendar: str) -> list[_Sighting]:
    found: list[_Sighting] = []
    label: str | None = None
    section = 0  # where in `found` the label began
    waiting: tuple[int, str] | None = None  # a clock that stands before its day
    for start, end, shape in _shapes(line.kinds):
        if shape in ("published", "updated"):
            label, section, waiting = shape, len(found), None
        elif shape == "clock":
            clock = _clock(line, start, end)
            before = next((s for s in reversed(found[section:]) if s.clock is None and s.rank != 1), None)
            if clock is None:
                continue
            if before is not None and not _OTHER.search(line.kinds, before.end, start):
                before.clock = clock
            else:
                waiting = (end, clock)
        else:
            day = _day(line, start, end, shape, fetched_at, calendar)
            if day is None:
                continue
            found.append(_Sighting(label, day, _RANKS.get(shape, 0), end))
            if shape == "clock_between":
                found[-1].clock = _clock(line, start + 2, end - 1)
            if waiting is not None and found[-1].rank != 1:
                if not _OTHER.search(line.kinds, waiting[0], start):
                    found[-1].clock = waiting[1]
                waiting = None
    return found


def _best(sightings: list[_Sighting], label: str | None) -> str | None:
    """The first day of the best rank under a label, as ISO 8601."""
    best = min((s for s in sightings if s.label == label), key=lambda s: s.rank, default=None)
    if best is None:
        return None
    if best.clock is None:
        return best.day.isoformat()
    stamp = f"{best.day.isoformat()}T{best.clock}"
    if len(best.clock) > len("00:00:00"):
        return stamp
    first, last, offset = tables.SUMMER_TIME
    return stamp + (offset if first <= stamp <= last else tables.HOME_ZONE)


# --- values: tokens to days and clocks ----------------------------------------------------------------------------

_DIGITS = re.compile(r"\d+")


def _day(line: _Line, start: int, end: int, shape: str, fetched_at: str | None, calendar: str) -> date | None:
    if shape in _NOT_A_DAY:
        return None
    if shape in ("ago", "relative"):
        alone = fetched_at is not None and not _OTHER.search(line.kinds)
        return _day_before(line, start, end, str(fetched_at)) if alone else None
    if shape == "year_first":
        digits = "".join(part.zfill(2) for part in _DIGITS.findall(line.texts[start]))
        return _date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if shape == "numbers":
        return _slashed(line, start)
    return _named(line, start, end, calendar)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year < 2100 else None
    except ValueError:
        return None


def _slashed(line: _Line, place: int) -> date | None:
    """Day, month and year in numbers; the day comes first wherever Bengali is printed."""
    text = line.texts[place]
    day, month, year = _DIGITS.findall(text)
    if len(year) == 2:
        # "১.২.১০" is a section and "৫-৩-১২" a score; and a word after it makes it a count of something.
        if ("/" not in text and len(day + month) < 4) or line.kinds[place + 1 : place + 2] in ("w", "x"):
            return None
        year = _century(year)
    return _date(int(year), int(month), int(day))


def _century(two_digits: str) -> str:
    return ("20" if two_digits < "50" else "19") + two_digits


def _named(line: _Line, start: int, end: int, calendar: str) -> date | None:
    """A date with the name of its month: its numbers are a day and a year, in either order."""
    places = [place for place in range(start, end) if line.kinds[place] in "nyY"]
    month = next(place for place in range(start, end) if line.kinds[place] in "MB")
    day, year = places if line.kinds[places[0]] == "n" else reversed(places)
    if line.kinds[month] == "B":
        return gregorian(line.values[year], line.values[month], line.values[day], calendar=calendar)
    full_year = _century(line.texts[year]) if line.kinds[year] == "n" else line.texts[year]
    return _date(int(full_year), line.values[month], line.values[day])


_UNIT_NAMES = {_KINDS[unit]: unit for unit in tables.UNITS_EXACT}
HOME = timezone(timedelta(hours=int(tables.HOME_ZONE[1:3])))


def _day_before(line: _Line, start: int, end: int, fetched_at: str) -> date | None:
    """The day that "২ ঘণ্টা আগে" or "গতকাল" points to; None for units that do not fix a day."""
    try:
        moment = datetime.fromisoformat(fetched_at)
    except ValueError:
        return None
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


_CLOCK = re.compile(r"(\d\d?)\s?:?\s?(\d\d)(?:\s?:?\s?(\d\d))?(?:[.,]\d+)?\s?(?:([+-])(\d\d):?(\d\d))?")


def _clock(line: _Line, start: int, end: int) -> str | None:
    """Hours, minutes and seconds with the zone where one is given: "14:05:00", "08:53:34+00:00"."""
    period = zone = ""
    numbers: list[int] = []
    for place in range(start, end):
        kind, text = line.kinds[place], line.texts[place]
        if kind == "c":
            match = _CLOCK.fullmatch(text)
            assert match, text
            hours, minutes, seconds, sign, zone_hours, zone_minutes = match.groups()
            numbers = [int(hours), int(minutes), int(seconds or 0)]
            if sign == "+" or (sign and seconds):  # "১০:৩০-১১:৩০" is a stretch of time
                zone = f"{sign}{zone_hours}:{zone_minutes}"
        elif kind == "n":
            numbers.append(line.values[place])
        elif kind in "xyY":  # "১৮২৫ ঘণ্টা"
            numbers = [int(text[:2]), int(text[2:])]
        elif kind == "z":
            zone = _zone(text)
        elif kind in "PA":
            period = text
    hour, minute, second = [*numbers, 0, 0][:3]
    if period:
        hour = _hour_of_day(hour, period)
    elif hour <= 12 and "c" not in line.kinds[start:end] and "u" not in line.kinds[start:end]:
        return None
    if hour > 23 or minute > 59 or second > 59:
        return None
    return f"{hour:02}:{minute:02}:{second:02}{'+00:00' if zone == '-00:00' else zone}"


def _hour_of_day(hour: int, word: str) -> int:
    period = tables.DAY_PERIODS[_WORDS[word.translate(_WITHOUT_DOTS)][1]]
    if hour == 12:
        return period.twelve_is
    return hour + 12 if period.add_from <= hour <= period.add_to else hour


def _zone(text: str) -> str:
    digits = _DIGITS.findall(text)
    if not digits:
        return _ZONES[text]
    if len(digits) == 1 and len(digits[0]) > 2:
        digits = [digits[0][:-2], digits[0][-2:]]
    return f"{'-' if '-' in text else '+'}{int(digits[0]):02}:{int(digits[1]) if len(digits) > 1 else 0:02}"


# --- tails: a date at the end of a teaser -------------------------------------------------------------------------

_SENTENCE_ENDS = ("।", "?", "!")
_LONGEST_END = 40  # characters after the last number of a date: "২০২৫ খ্রিস্টাব্দ, বৃহস্পতিবার"
_SEPARATORS = " \t\N{NO-BREAK SPACE}|-–—•·,/"
_BETWEEN = frozenset(",.-'|:E")


def _tail_start(line: _Line) -> int | None:
    """The token at which the date that ends a line begins; None where no date ends it."""
    shapes = {end: (start, shape) for start, end, shape in _shapes(line.kinds) if shape not in ("published", "updated")}
    place, first, dated = len(line.kinds), None, False
    while place:
        if place in shapes:
            start, shape = shapes[place]
            if shape in ("part", "relative", "range"):
                break
            if shape == "ago" and start and line.texts[start - 1].endswith("র"):
                break  # "ভোট শুরুর ২ ঘণ্টা আগে" is a phrase
            if dated and shape == "clock" and "c" not in line.kinds[start:place]:
                break  # "বৈঠক রাত ১০টায় Dec 12, 2025": the hour is the headline's
            dated = dated or shape not in ("clock", "hijri_date")
            place = first = start
        elif line.kinds[place - 1] in _BETWEEN:
            place -= 1
        elif dated and _belongs_to_date(line, place - 1):
            place = first = place - 1
        else:
            break
    return first if dated else None


def _belongs_to_date(line: _Line, place: int) -> bool:
    """Whether the word before a date is its label ("প্রকাশ:", but not "ফল প্রকাশ ১২ ডিসেম্বর") or its weekday."""
    if line.kinds[place] in "LU":
        return line.kinds[place + 1 : place + 2] == ":"
    if line.kinds[place] != "W":
        return False
    # "বৃষ্টি শুক্রবার Dec 12, 2025" and "Friday, Dec 12, 2025": a weekday is of the date where both are of one script.
    month = next((later for later in range(place, len(line.kinds)) if line.kinds[later] in "MB"), None)
    return month is not None and line.texts[month].isascii() == line.texts[place].isascii()

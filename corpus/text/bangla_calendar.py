"""The Bangla calendar (বঙ্গাব্দ), as Bangladesh and as West Bengal count it.

Bangladesh (Bangla Academy): every year opens on 14 April and months have fixed lengths; the lengths were last
revised in 1426 (16 October 2019 became 31 Ashwin; bdnews24.com, 17 October 2019).
West Bengal, and everybody before the reform: a month opens on the day after the sun enters a sign of the sidereal
zodiac. The sun is reckoned here by the Surya Siddhanta, as in Reingold and Dershowitz, "Calendrical Calculations",
chapter 20 (their `hindu-solar-longitude`), with the midnight rule of Bengal. Almanacs that observe the sun instead
differ by up to half a day, so that about one month in thirty opens a day apart from theirs.
"""

from __future__ import annotations

import math
from datetime import date
from functools import lru_cache

from corpus.tables.dates import BANGLADESH_CALENDAR, SURYA_SIDDHANTA

CALENDARS = ("bangladesh", "west_bengal")
_YEAR_ZERO = 593  # 1 Boishakh of year 1 was in April 594


def gregorian(year: int, month: int, day: int, *, calendar: str = "bangladesh") -> date | None:
    """The Gregorian day of a day of the Bangla calendar; None where there is no such day.

    >>> gregorian(1426, 6, 31), gregorian(1425, 6, 31)
    (datetime.date(2019, 10, 16), None)
    """
    if not (1300 <= year <= 1500 and 1 <= month <= 12 and 1 <= day <= 32):
        return None
    first = _month_starts(year, calendar)
    ordinal = first[month - 1] + day - 1
    return date.fromordinal(ordinal) if ordinal < first[month] else None


def bangla(day: date, *, calendar: str = "bangladesh") -> tuple[int, int, int]:
    """Year, month and day of a Gregorian day in the Bangla calendar.

    >>> bangla(date(2025, 12, 12)), bangla(date(2025, 12, 12), calendar="west_bengal")
    ((1432, 8, 27), (1432, 8, 25))
    """
    ordinal = day.toordinal()
    year = day.year - _YEAR_ZERO
    if ordinal < _month_starts(year, calendar)[0]:
        year -= 1
    first = _month_starts(year, calendar)
    month = max(index for index in range(12) if first[index] <= ordinal)
    return year, month + 1, ordinal - first[month] + 1


@lru_cache(maxsize=1024)
def _month_starts(year: int, calendar: str) -> tuple[int, ...]:
    """Ordinals of the first days of the twelve months, and of the next year."""
    reform = next((row for row in BANGLADESH_CALENDAR if row.from_year <= year), None)
    if calendar == "west_bengal" or reform is None:
        return (*(_sankranti(year, month) for month in range(12)), _sankranti(year + 1, 0))
    gregorian_year = year + _YEAR_ZERO
    leap = date(gregorian_year + 1, 3, 1).toordinal() - date(gregorian_year + 1, 2, 28).toordinal() == 2
    starts = [date(gregorian_year, 4, 14).toordinal()]
    for month, length in enumerate(reform.lengths, 1):
        starts.append(starts[-1] + length + (leap and month == reform.leap_month))
    return tuple(starts)


def _sankranti(year: int, month: int) -> int:
    """Ordinal of the day after the sun enters sign `month` (0: Mesha) in Bangla year `year`."""
    sun = SURYA_SIDDHANTA
    # A mean guess, then steps toward the day at whose opening midnight the sun first stands in the sign.
    guess = math.floor(sun.epoch + (year + _YEAR_ZERO + 3101 + month / 12) * sun.sidereal_year)
    day = guess - 5
    while _sign_at_midnight(day) != month:
        day += 1
    return day


def _sign_at_midnight(ordinal: int) -> int:
    """The sidereal sign (0-11) that the true sun stands in when civil day `ordinal` begins at Ujjain."""
    sun = SURYA_SIDDHANTA
    elapsed = ordinal - sun.epoch
    mean = elapsed / sun.sidereal_year % 1 * 360
    anomaly = sun.anomaly_at_epoch + elapsed / sun.anomalistic_year
    sine = math.sin(anomaly * math.tau)
    epicycle = sun.epicycle - abs(sine) * sun.epicycle * sun.epicycle_change
    equation = math.degrees(math.asin(sine * epicycle))
    return int((mean - equation) % 360 // 30)

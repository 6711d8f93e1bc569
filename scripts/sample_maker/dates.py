"""Dates as Bengali sites write them."""

from __future__ import annotations

from datetime import datetime

BENGALI_DIGITS = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
# fmt: off
BENGALI_MONTHS = ["জানুয়ারি", "ফেব্রুয়ারি", "মার্চ", "এপ্রিল", "মে", "জুন",
                  "জুলাই", "আগস্ট", "সেপ্টেম্বর", "অক্টোবর", "নভেম্বর", "ডিসেম্বর"]
# fmt: on
BENGALI_WEEKDAYS = ["সোমবার", "মঙ্গলবার", "বুধবার", "বৃহস্পতিবার", "শুক্রবার", "শনিবার", "রোববার"]
FETCHED = datetime.fromisoformat("2025-12-16T06:00:00+06:00")
"""When all pages were fetched, but for the first of two versions of one address."""

# fmt: off
DATES = {
    # name                shows   pattern
    "":                   ("",     ""),
    "prokash_day":        ("day",  "প্রকাশ: {dd} {month} {year}"),
    "prokash_time":       ("time", "প্রকাশ : {dd} {month} {year}, {HH}:{MM}"),
    "prokash_update":     ("time", "প্রকাশ: {dd} {month} {year} | {HH}:{MM} | আপডেট: {u[dd]} {u[month]} {u[year]}, {u[HH]}:{u[MM]}"),  # noqa: E501
    "bengali_day":        ("day",  "{d} {month} {year}"),
    "comma_day":          ("day",  "{dd} {month}, {year}"),
    "numeric":            ("day",  "{dd}/{mm}/{year}"),
    "numeric_time":       ("time", "{dd}-{mm}-{year} {HH}:{MM}"),
    "weekday_time":       ("time", "{weekday}, {dd} {month} {year}, {HH}:{MM}"),
    "ampm":               ("time", "{dd} {month} {year}, {hh}:{MM} {half}"),
    "long_pm":            ("time", "প্রকাশিত : {weekday}, {d} {month}, {year} {hh}:{MM} {noon}"),
    "bengali_comma_time": ("time", "{dd} {month} {year}, {HH}:{MM} IST"),
    "latin_day":          ("day",  "{Mon} {latin[d]}, {latin[year]}"),
    "latin_time":         ("time", "Published: {latin[d]} {Month} {latin[year]}, {latin[hh]}:{latin[MM]} {AM} (IST)"),
    "ago":                ("",     "{ago} আগে"),
}
# fmt: on


def clock(when: datetime, *, bengali: bool) -> dict[str, str]:
    """Parts of a moment, as the patterns of DATES name them, in Bengali or Latin digits."""
    parts = {"d": str(when.day), "dd": f"{when:%d}", "mm": f"{when:%m}", "year": f"{when:%Y}",
             "HH": f"{when:%H}", "MM": f"{when:%M}", "hh": f"{when:%I}"}  # fmt: skip
    return {name: part.translate(BENGALI_DIGITS) for name, part in parts.items()} if bengali else parts


def show_date(name: str, published: str, updated: str) -> str:
    """The date as a site writes it, by a name of DATES."""
    when, again = datetime.fromisoformat(published), datetime.fromisoformat(updated or published)
    since = FETCHED - (when if when.tzinfo else when.replace(tzinfo=FETCHED.tzinfo))
    return DATES[name][1].format(
        **clock(when, bengali=True),
        month=BENGALI_MONTHS[when.month - 1],
        u={**clock(again, bengali=True), "month": BENGALI_MONTHS[again.month - 1]},
        latin=clock(when, bengali=False),
        weekday=BENGALI_WEEKDAYS[when.weekday()],
        half="এএম" if when.hour < 12 else "পিএম",
        noon="পূর্বাহ্ন" if when.hour < 12 else "অপরাহ্ন",
        Mon=when.strftime("%b"),
        Month=when.strftime("%B"),
        AM=when.strftime("%p"),
        ago=(f"{since.days} দিন" if since.days else f"{since.seconds // 3600} ঘণ্টা").translate(BENGALI_DIGITS),
    )


def shown_date(name: str, published: str) -> str | None:
    """What a reader of the page can know of the date: nothing, the day, or day and time (ISO 8601)."""
    return {"": None, "day": published[:10], "time": published}[DATES[name][0]]

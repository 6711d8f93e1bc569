"""Names and forms of dates and times as Bengali pages print them.

A spelling is written here once, in any normal form: readers of these tables compare keys without nukta, joiners
and case (`corpus.text.dates`), so য় and য + nukta, or "Dec" and "DEC", are one row.
"""

from __future__ import annotations

from typing import NamedTuple


class Name(NamedTuple):
    """A word for a number: a month, a weekday, a count."""

    number: int
    spellings: str


# fmt: off
MONTHS = (
    Name(1,  "জানুয়ারি জানুয়ারী জানুয়ারি জানুয়ারীর জানুয়ারির জানু january jan"),
    Name(2,  "ফেব্রুয়ারি ফেব্রুয়ারী ফেব্রুয়ারির ফেব্রুয়ারীর ফেব্রুআরি ফেব্রয়ারি ফেব্রয়ারী ফেব্রু ফেব february feb"),
    Name(3,  "মার্চ মার্চের march mar"),
    Name(4,  "এপ্রিল এপ্রিলের এপ্রীল april apr"),
    Name(5,  "মে may"),
    Name(6,  "জুন জুনের june jun"),
    Name(7,  "জুলাই জুলাইয়ের জুলাইর july jul"),
    Name(8,  "আগস্ট আগষ্ট অগস্ট অগাস্ট অগাষ্ট আগস্টের আগ august aug"),
    Name(9,  "সেপ্টেম্বর সেপ্টেম্বরের সেপ্টেম্বার সেপ্টে সেপ্ট সেপ september sept sep"),
    Name(10, "অক্টোবর অক্টোবরের অক্টোবার অক্টো october oct"),
    Name(11, "নভেম্বর নভেম্বরের নভেম্বার নবেম্বর নভে november nov"),
    Name(12, "ডিসেম্বর ডিসেম্বরের ডিসেম্বার ডিসে december dec"),
)
"""Months of the Gregorian calendar. আগষ্ট, জানুয়ারী and নবেম্বর are the spellings of before the Academy's rules of 1992;
অগস্ট is Kolkata's (anandabazar.com)."""

BANGLA_MONTHS = (
    Name(1,  "বৈশাখ বৈশাখী boishakh baishakh"),
    Name(2,  "জ্যৈষ্ঠ জৈষ্ঠ জ্যৈষ্ট জৈষ্ঠ্য joishtho jyaistha jaishtha"),
    Name(3,  "আষাঢ় আষাঢ asharh ashar"),
    Name(4,  "শ্রাবণ শ্রাবন srabon shrabon srabon"),
    Name(5,  "ভাদ্র bhadro vadro bhadra"),
    Name(6,  "আশ্বিন ashwin ashshin aswin"),
    Name(7,  "কার্তিক কার্ত্তিক kartik"),
    Name(8,  "অগ্রহায়ণ অগ্রহায়ন অঘ্রান অঘ্রাণ ogrohayon agrahayan"),
    Name(9,  "পৌষ পৌষী poush paush"),
    Name(10, "মাঘ magh"),
    Name(11, "ফাল্গুন ফালগুন ফাল্গুণ falgun phalgun"),
    Name(12, "চৈত্র choitro chaitra"),
)

HIJRI_MONTHS = (
    Name(1,  "মহররম মুহাররম মহরম মুহররম মহর্রম মুহর্রম muharram"),
    Name(2,  "সফর safar"),
    Name(3,  "রবিউল rabi"),            # রবিউল আউয়াল; রবিউস সানি is 4: only recognized, so that it can be passed over
    Name(4,  "রবিউস রবিউসসানি"),
    Name(5,  "জমাদিউল জুমাদাল জমাদিউলআউয়াল jumada"),
    Name(6,  "জমাদিউস জুমাদাস জুমাদাসসানি জমাদিউসসানি"),
    Name(7,  "রজব rajab"),
    Name(8,  "শাবান shaban"),
    Name(9,  "রমজান রমযান রমাদান ramadan ramzan"),
    Name(10, "শাওয়াল শাওয়াল shawwal"),
    Name(11, "জিলকদ জ্বিলকদ যিলকদ জিলক্বদ জিলকাদ zilqad"),
    Name(12, "জিলহজ জিলহজ্ব জিলহজ্জ যিলহজ জিলহাজ zilhajj"),
)
HIJRI_SECOND_WORDS = "আউয়াল আওয়াল আউওয়াল সানি সানী সানিয়া আখের আখির আল awwal sani thani al"
"""The second half of a Hijri month of two words."""

WEEKDAYS = (
    Name(0, "সোমবার সোম সোমবারে monday mon"),
    Name(1, "মঙ্গলবার মঙ্গল tuesday tue tues"),
    Name(2, "বুধবার বুধ wednesday wed"),
    Name(3, "বৃহস্পতিবার বৃহস্পতি বৃহষ্পতিবার বৃহ বিষ্যুদবার thursday thu thur thurs"),
    Name(4, "শুক্রবার শুক্র শুক্কুরবার friday fri"),
    Name(5, "শনিবার শনি saturday sat"),
    Name(6, "রবিবার রোববার রবি রোব sunday sun"),
)
"""0 is Monday, as in `datetime.date.weekday`. রোববার is Dhaka's word, রবিবার Kolkata's."""

COUNTS = (
    Name(1, "এক একটি a an one"),
    Name(2, "দুই দু two"),
    Name(3, "তিন three"),
    Name(4, "চার four"),
    Name(5, "পাঁচ five"),
    Name(6, "ছয় six"),
    Name(7, "সাত seven"),
    Name(8, "আট eight"),
    Name(9, "নয় nine"),
    Name(10, "দশ ten"),
)
"""Numbers that relative times spell out: "এক ঘণ্টা আগে", "an hour ago"."""


class DayPeriod(NamedTuple):
    """A part of the day: from which clock hour to which 12 is added, and what twelve o'clock means."""

    spellings: str
    add_from: int
    add_to: int
    twelve_is: int


DAY_PERIODS = (
    #         words                                                     +12 from  to  12 is
    DayPeriod("এএম am পূর্বাহ্ণ পূর্বাহ্ন পুর্বাহ্ন",   99,  99,  0),
    DayPeriod("পিএম pm অপরাহ্ণ অপরাহ্ন মধ্যাহ্ন",     1,  11, 12),
    DayPeriod("ভোর ভোরে ভোররাত ভোররাতে",                                  99,  99,  0),
    DayPeriod("সকাল সকালে",                                               99,  99, 12),
    DayPeriod("বেলা দুপুর দুপুরে",                                             1,   5, 12),
    DayPeriod("বিকাল বিকালে বিকেল বিকেলে",                                   1,  11, 12),
    DayPeriod("সন্ধ্যা সন্ধ্যায় সন্ধা সন্ধে",                                      1,  11, 12),
    DayPeriod("রাত রাতে রাত্রি মধ্যরাত মধ্যরাতে দিবাগত",                        6,  11,  0),
)
"""রাত ২টা is two in the morning, রাত ৯টা nine in the evening; বেলা ১১টা is before noon, বেলা ২টা after."""

DIALS = "এএম পিএম am pm"
"""The day periods that stand after a bare hour: "10 AM"."""

ZONES = {
    "z": "+00:00", "utc": "+00:00", "gmt": "+00:00", "জিএমটি": "+00:00",
    "bdt": "+06:00", "bst": "+06:00",
    "ist": "+05:30", "আইএসটি": "+05:30",
}
"""What a page calls a time zone. BST is Bangladesh Standard Time here (bdnews24.com printed it so until 2022)."""

HOME_ZONE = "+06:00"
"""Asia/Dhaka, which every date is in unless its page says otherwise."""
SUMMER_TIME = ("2009-06-19T23:00", "2009-12-31T23:59", "+07:00")
"""Bangladesh put its clocks forward once (IANA tz database, asia, rule Dhaka)."""

UNITS_EXACT = {
    "seconds": "সেকেন্ড সেকেন্ডস সেকেণ্ড second seconds sec secs",
    "minutes": "মিনিট মিনিটে মি মিনিটস minute minutes min mins",
    "hours":   "ঘণ্টা ঘন্টা ঘণ্টার ঘন্টার hour hours hr hrs",
    "days":    "দিন day days",
}
"""Units of "২ ঘণ্টা আগে" that fix the day."""
UNITS_VAGUE = "সপ্তাহ মাস বছর week weeks month months year years"
"""Units that do not: "১ বছর আগে" is said from the first birthday to the eve of the second."""

RELATIVE_DAYS = (
    Name(0,  "আজ আজকে today এইমাত্র"),
    Name(-1, "গতকাল গতকল্য yesterday"),
)
AGO = "আগে পূর্বে ago"

LABELS = {
    "published": "প্রকাশ প্রকাশিত প্রকাশের প্রকাশকাল প্রকাশনা পোস্ট পোস্টেড পোষ্ট আপলোড আপলোডের পাবলিশ পাবলিশড published publish posted upload uploaded date created issued",
    "updated":   "আপডেট আপডেটেড আপডেটের হালনাগাদ হালনাগাদকৃত হালনাগাদের সংশোধিত সংশোধন পরিমার্জিত updated update modified edited",
}
"""Words that say which date it is. With several dates on a line the published one is the article's."""

FILLERS = (
    "সময় টাইম করা হয়েছে হয় হয়েছিল তারিখ তারিখে প্রথম সর্বশেষ শেষ বার মিনিটে এ ও বাংলাদেশ "
    "অনলাইন প্রিন্ট সংস্করণ ভার্সন at on of the last time and by t is was been to "
    "ঢাকা চট্টগ্রাম খুলনা রাজশাহী সিলেট বরিশাল রংপুর ময়মনসিংহ কুমিল্লা কলকাতা dhaka chattogram kolkata "
    "গ্রীষ্মকাল বর্ষাকাল শরৎকাল হেমন্তকাল শীতকাল বসন্তকাল"
)
"""Words that a date line may hold beside its dates: the city opens a masthead, and a WordPress plugin of Dhaka ends it
with the season (meherpurpratidin.com)."""

ERAS = {
    "gregorian": "ইং ইংরেজি ইংরেজী খ্রি খ্রী খৃ খৃষ্টাব্দ খ্রিস্টাব্দ খ্রিষ্টাব্দ খ্রীষ্টাব্দ খ্রীস্টাব্দ খ্রিস্টাব্দের ঈসায়ী ইসায়ী ad ce",
    "bangla":    "বঙ্গাব্দ বঙ্গাব্দের বাংলা bangabda",
    "hijri":     "হিজরি হিজরী হিজরির হি hijri ah",
}
YEAR_WORDS = "সালের সাল সনের সন"
"""২০২৪ সালের ৫ আগস্ট; ১৪৩২ সন."""
ORDINALS = "লা রা ঠা ই শে st nd rd th"
"""What follows the day: ১লা, ২রা, ৪ঠা, ৫ই, ১৯শে; 1st, 22nd."""
HOUR_MARKS = "টা টায় টার ঘটিকা ঘটিকায় টে টেয়"
"""What follows the hour: ৯টা, ১০টায়, ১১ ঘটিকা."""


class Reform(NamedTuple):
    """The lengths that Bangladesh gave to the months of the Bangla calendar, from a year on."""

    from_year: int
    lengths: tuple[int, ...]
    leap_month: int


BANGLADESH_CALENDAR = (
    Reform(1426, (31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 29, 30), 11),
    Reform(1394, (31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 30, 30), 11),
)
"""Newest first. Before 1394 (1987) the traditional calendar was in use. Phalgun has a day more where the February that
it begins in has 29 (of 1987 to 1995 some sources say every fourth Bangla year instead). bdnews24.com 2019-10-17;
the Bangla Date Display plugin of WordPress prints both rules."""


class Sun(NamedTuple):
    """The constants of the Surya Siddhanta that the traditional calendar rests on."""

    epoch: int
    sidereal_year: float
    anomalistic_year: float
    anomaly_at_epoch: float
    epicycle: float
    epicycle_change: float


SURYA_SIDDHANTA = Sun(
    epoch=-1132959,                                            # Kali yuga: 18 February 3102 BCE, Julian
    sidereal_year=1577917828 / 4320000,
    anomalistic_year=1577917828000 / (4320000000 - 387),       # the apogee turns 387 times in 4,320,000,000 years
    anomaly_at_epoch=-(1955880000 * 387 % 4320000000) / 4320000000,  # 1,955,880,000 years had passed since the creation
    epicycle=14 / 360,
    epicycle_change=1 / 42,
)
"""Calendrical Calculations, chapter 20: a mean sun, with an equation of centre from a pulsating epicycle."""


class Form(NamedTuple):
    """An order of the parts of a date, one that is printed so, and the day it means."""

    name: str
    parts: str
    example: str
    meaning: str


FORMS = (
    #    name             parts (? may be missing, * some separators or none)                  example                              ISO 8601
    Form("bangla_date",   "day ordinal? join* bangla_month any* weekday? any* old_year",       "২৭ অগ্রহায়ণ ১৪৩২",                   "2025-12-12"),
    Form("hijri_date",    "day ordinal? join* hijri_month hijri_second? hijri_second? any* old_year", "২০ জমাদিউস সানি ১৪৪৭",      ""),
    Form("range",         "day ordinal? dash day ordinal? any* month any* year",                "১০-১২ ডিসেম্বর ২০২৫",                 ""),
    Form("day_first",     "day ordinal? filler? join* month any* weekday? any* year",           "শুক্রবার, ১২ই ডিসেম্বর, ২০২৫",           "2025-12-12"),
    Form("short_year",    "day dash month dash two_digits",                                    "12-Dec-25",                         "2025-12-12"),
    Form("apostrophe",    "day ordinal? month comma? quote two_digits",                        "১২ ডিসেম্বর ’২৫",                     "2025-12-12"),
    Form("month_first",   "month join* day ordinal? any* weekday? any* year",                  "Dec 12, 2025",                      "2025-12-12"),
    Form("clock_between", "month day clock zone? year",                                        "Fri Dec 12 14:05:00 +0600 2025",    "2025-12-12"),
    Form("year_day",      "year year_word? any* day ordinal? month",                           "২০২৫ সালের ১২ ডিসেম্বর",               "2025-12-12"),
    Form("year_month",    "year year_word? any* month join* day ordinal?",                     "2025-Dec-12",                       "2025-12-12"),
    Form("year_first",    "iso_day",                                                           "2025/12/12",                        "2025-12-12"),
    Form("stamp",         "stamp",                                                             "20251212T140500Z",                  "2025-12-12"),
    Form("numbers",       "slashed_day",                                                       "১২/১২/২০২৫",                        "2025-12-12"),
)
"""Tried in this order at each place of a line; what is matched is passed over, so that the Hijri date of a masthead
cannot lend its day to anything else. A form without a meaning is no date of its own."""
# fmt: on

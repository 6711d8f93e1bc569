"""Dates: every format of the table is read, and nothing else is."""

from __future__ import annotations

import csv
import time
import unicodedata
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.tables import dates as tables
from corpus.text.bangla_calendar import CALENDARS, bangla, gregorian
from corpus.text.dates import Dates, date_of_url, is_date_line, parse_date, parse_dates, split_trailing_date
from tests.conftest import read_jsonl

FETCHED = "2025-12-12T09:00:00Z"
with (Path(__file__).parent / "data" / "date_formats.tsv").open(encoding="utf-8") as table:
    FORMATS = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))

NO_DATES = (
    "",
    "   ",
    "আহত ১০-১২ জন",
    "বাংলাদেশ ২-১ গোলে জয়ী",
    "১২/১৫ রান",
    "ফোন: ০১৭১২-৩৪৫৬৭৮",
    "ফোন: ৮১৮০০৭৮-৮১, ফ্যাক্স: ৯১৩০৪৯৬",
    "+880-2-8180078",
    "দাম ১২,৫০,০০০ টাকা",
    "দাম ১২.৫০ টাকা",
    "বয়স ২৫ বছর",
    "২০২৫ সাল",
    "২০২৪-২৫ অর্থবছর",
    "ধারা ১.২.১০",
    "সংস্করণ 10.12.25.1",
    "192.168.1.12",
    "৩১/০২/২০২৫",
    "12/25/2025",
    "৩১ এপ্রিল ২০২৫",
    "১২৩ ডিসেম্বর ২০২৫",
    "০১২ ডিসেম্বর ২০২৫",
    "Dec 123, 2025",
    "২০২৫ সালের ১১২ মে",
    "১২/১২৩/২০২৫",
    "১২ ডিসেম্বর ২০২৫০",
    "২৯ ফেব্রুয়ারি ২০২৩",
    "২০২৫-১৩-০১",
    "0000-00-00",
    "0001-01-01T00:00:00",
    "ডিসেম্বর ২০২৫",
    "১২ ডিসেম্বর",
    "১০-১২ ডিসেম্বর ২০২৫",
    "শুক্রবার",
    "১০:৩০",
    "মে দিবস ২০২৫",
    "রমজান ১৪৪৬ হিজরি",
    "২০ জমাদিউস সানি ১৪৪৭",
    "পৃষ্ঠা ১২",
    "১২ মাঘ",
    "৩২ বৈশাখ ১৪৩২",
    "২০২৫১২১২",
    "আইডি 20251212",
    "২৫.১২.২৫ জন",
    "২ ঘণ্টা আগে নিখোঁজ হন তিনি",
    "আজ ঢাকায় আসছেন প্রধান অতিথি",
    "সবাই এসেছিল ৩ দিন আগে থেকে",
    "১ সপ্তাহ আগে",
    "৫ মাস আগে",
    "১৩ ঘণ্টা",
)

TEASERS = (
    #  line                                              headline                               day
    ("নদীতে নৌকাডুবি Dec 12, 2025", "নদীতে নৌকাডুবি", "2025-12-12"),
    ("নদীতে নৌকাডুবি১২ ডিসেম্বর ২০২৫", "নদীতে নৌকাডুবি", "2025-12-12"),
    ("নদীতে নৌকাডুবি | শুক্রবার, ১২ ডিসেম্বর ২০২৫, ১০:৩০", "নদীতে নৌকাডুবি", "2025-12-12"),
    ("নদীতে নৌকাডুবি - ১২/১২/২০২৫", "নদীতে নৌকাডুবি", "2025-12-12"),
    ("নদীতে নৌকাডুবি – ১০:৩০, ১২ ডিসেম্বর ২০২৫", "নদীতে নৌকাডুবি", "2025-12-12"),
    ("নদীতে নৌকাডুবি প্রকাশ: ১২ ডিসেম্বর ২০২৫", "নদীতে নৌকাডুবি", "2025-12-12"),
    ("নদীতে নৌকাডুবি • ২ ঘণ্টা আগে", "নদীতে নৌকাডুবি", "2025-12-12"),
    ("নদীতে নৌকাডুবি ১ বছর আগে", "নদীতে নৌকাডুবি", None),
    ("নিহত ১০ Dec 12, 2025", "নিহত ১০", "2025-12-12"),
    ("নিহত ৫ ১২ ডিসেম্বর ২০২৫", "নিহত ৫", "2025-12-12"),
    ("র\u200d্যাবের অভিযানে আটক\u00a0১২ জন Dec 12, 2025", "র\u200d্যাবের অভিযানে আটক\u00a0১২ জন", "2025-12-12"),
    ("বড় মাঠে খেলা হয়নি Dec 12, 2025", "বড় মাঠে খেলা হয়নি", "2025-12-12"),
    ("বৈঠক রাত ১০টায় Dec 12, 2025", "বৈঠক রাত ১০টায়", "2025-12-12"),
    ("বৃষ্টি হতে পারে শুক্রবার Dec 12, 2025", "বৃষ্টি হতে পারে শুক্রবার", "2025-12-12"),
    ("দাম কমবে কবে? Dec 12, 2025", "দাম কমবে কবে?", "2025-12-12"),
    ("‘দেখা হবে’ Dec 12, 2025", "‘দেখা হবে’", "2025-12-12"),
    ("Dec 12, 2025", "", "2025-12-12"),
)  # fmt: skip
NOT_TEASERS = (
    "ভোট শুরুর ২ ঘণ্টা আগে",
    "ঢাকায় বৈঠক আজ",
    "ট্রেন ছাড়ছে ১০:৩০",
    "বিজয় দিবস ১৬ ডিসেম্বর",
    "নিহত ১২",
    "বাজেট ২০২৫-২৬",
    "তিনি আসেন ১২ ডিসেম্বর ২০২৫।",
    "আজকের খেলা: ১৩ আগস্ট ২০২৪",
    "এক নজরে (২ জানুয়ারি ২০২৪)",
    "খেলা শেষ (সূত্র: নমুনা, ১০ মার্চ ২০২০)",
    "দল জিতেছে ১১২ মে ২০২৪",
    "নতুন সংখ্যা ৩২ ডিসেম্বর ২০২৫",
    "লাইনে গাড়ি ১২/২৫/২০২৫",
    "",
)


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row["text"])
def test_every_format_of_the_table_is_read(row):
    found = parse_dates(row["text"], fetched_at=FETCHED)

    assert (found.published or "", found.updated or "") == (row["published"], row["updated"])
    assert is_date_line(row["text"]) == (row["date_line"] == "yes")
    assert row["source"]


def test_the_table_holds_at_least_120_formats_that_differ():
    assert len({row["text"] for row in FORMATS}) == len(FORMATS) >= 120


@pytest.mark.parametrize("text", NO_DATES)
def test_no_date_is_made_of_what_is_none(text):
    assert parse_date(text, fetched_at=FETCHED) is None


@pytest.mark.parametrize("form", tables.FORMS, ids=lambda form: form.name)
def test_every_form_reads_its_example(form):
    assert parse_date(form.example) == (form.meaning or None) or parse_date(form.example)[:10] == form.meaning


def spellings(names: tuple[tables.Name, ...]) -> list[tuple[int, str]]:
    return [(name.number, spelling) for name in names for spelling in name.spellings.split()]


@pytest.mark.parametrize(("month", "spelling"), spellings(tables.MONTHS))
def test_every_spelling_of_a_month_is_that_month(month, spelling):
    assert parse_date(f"১২ {spelling} ২০২৫") == parse_date(f"{spelling.upper()} 12, 2025") == f"2025-{month:02}-12"


@pytest.mark.parametrize(("month", "spelling"), spellings(tables.BANGLA_MONTHS))
def test_every_spelling_of_a_bangla_month_is_that_month(month, spelling):
    assert parse_date(f"১২ {spelling} ১৪৩২") == gregorian(1432, month, 12).isoformat()


@pytest.mark.parametrize(("month", "spelling"), spellings(tables.HIJRI_MONTHS))
def test_a_hijri_day_lends_nothing_to_the_date_beside_it(month, spelling):
    assert parse_date(f"২০ {spelling} ১৪৪৭, ১২ ডিসেম্বর ২০২৫") == "2025-12-12"
    assert is_date_line(f"২০ {spelling} ১৪৪৭ হিজরি")


WORDS_ROUND_A_DATE = [
    *(spelling for _, spelling in spellings(tables.WEEKDAYS)),
    *" ".join((*tables.LABELS.values(), *tables.ERAS.values(), tables.FILLERS)).split(),
]


@pytest.mark.parametrize("word", WORDS_ROUND_A_DATE)
def test_the_words_round_a_date_leave_it_a_date_line(word):
    assert is_date_line(f"{word} ১২ ডিসেম্বর ২০২৫")
    assert parse_date(f"{word} ১২ ডিসেম্বর ২০২৫, ১০:৩০") == "2025-12-12T10:30:00+06:00"


@pytest.mark.parametrize("period", tables.DAY_PERIODS, ids=lambda period: period.spellings)
def test_every_part_of_the_day_moves_the_clock(period):
    for word in period.spellings.split():
        for hour in range(1, 13):
            right = period.twelve_is if hour == 12 else hour + 12 * (period.add_from <= hour <= period.add_to)
            assert parse_date(f"১২ ডিসেম্বর ২০২৫, {hour}:৩০ {word}") == f"2025-12-12T{right:02}:30:00+06:00"


@pytest.mark.parametrize(("line", "headline", "day"), TEASERS)
def test_a_teaser_gives_up_its_date(line, headline, day):
    assert split_trailing_date(line, fetched_at=FETCHED) == (headline, day)


@pytest.mark.parametrize("line", NOT_TEASERS)
def test_a_headline_keeps_what_is_its_own(line):
    assert split_trailing_date(line, fetched_at=FETCHED) == (line, None)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://khobor.example/2020/02/13/501642", "2020-02-13"),
        ("https://khobor.example/print/2025/1/9", "2025-01-09"),
        ("https://khobor.example/news/2025-11-09-jhor", "2025-11-09"),
        ("https://khobor.example/2025/13/01/a", None),
        ("https://khobor.example/2025/11/a", None),
        ("https://khobor.example/a/2025/11/091", None),
        ("https://khobor.example/search?from=/2025/11/09/", None),
        ("https://khobor.example/opinion/1603490", None),
        ("", None),
    ],
)
def test_the_day_in_an_address_is_read(url, day):
    assert date_of_url(url) == day


def test_relative_times_need_the_time_of_fetching():
    assert parse_date("২ ঘণ্টা আগে") is None
    assert parse_date("গতকাল") is None
    assert parse_date("২ ঘণ্টা আগে", fetched_at="not a time") is None
    assert split_trailing_date("নৌকাডুবি ২ ঘণ্টা আগে") == ("নৌকাডুবি", None)


def test_a_fetch_time_in_another_zone_is_taken_to_dhaka():
    """19:30 UTC is already the next day in Dhaka."""
    assert parse_date("১০ মিনিট আগে", fetched_at="2025-12-11T19:30:00Z") == "2025-12-12"


def test_the_published_date_wins_over_the_update_that_stands_first():
    line = "আপডেট: ০২ মার্চ ২০২৬, ১২:৪৫ প্রকাশিত: ০১ মার্চ ২০২৬, ১২:২৯"

    assert parse_date(line) == "2026-03-01T12:29:00+06:00"
    assert parse_dates(line) == Dates("2026-03-01T12:29:00+06:00", "2026-03-02T12:45:00+06:00")


def test_dhaka_kept_summer_time_in_2009():
    assert parse_date("১৫ আগস্ট ২০০৯, ১০:০০") == "2009-08-15T10:00:00+07:00"
    assert parse_date("১৫ আগস্ট ২০১০, ১০:০০") == "2010-08-15T10:00:00+06:00"


BENGALI = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
PRINTED = (
    lambda d: f"{d.day} {tables.MONTHS[d.month - 1].spellings.split()[0]} {d.year}",
    lambda d: f"{tables.MONTHS[d.month - 1].spellings.split()[-2]} {d.day}, {d.year}",
    lambda d: f"{d.day:02}/{d.month:02}/{d.year}",
    lambda d: f"{d.day}-{d.month}-{d.year}",
    lambda d: d.isoformat(),
)


def test_every_day_of_a_century_survives_printing_in_both_sets_of_digits():
    day = date(1950, 1, 1)
    while day < date(2050, 1, 1):
        printed = PRINTED[day.toordinal() % len(PRINTED)](day)
        assert parse_date(printed) == parse_date(printed.translate(BENGALI)) == day.isoformat(), printed
        day += timedelta(days=1)


@pytest.mark.parametrize("calendar", CALENDARS)
def test_the_bangla_calendar_goes_there_and_back(calendar):
    day = date(1950, 1, 1)
    while day < date(2050, 1, 1):
        assert gregorian(*bangla(day, calendar=calendar), calendar=calendar) == day
        day += timedelta(days=1)


# fmt: off
KNOWN_DAYS = (
    #  Gregorian            Bangla           calendar       source
    (date(2019, 10, 16),    (1426, 6, 31),   "bangladesh",  "bdnews24.com 2019-10-17: the first 31 Ashwin"),
    (date(2019, 2, 21),     (1425, 11, 9),   "bangladesh",  "same: Language Day was 9 Phalgun"),
    (date(2020, 2, 21),     (1426, 11, 8),   "bangladesh",  "same: and is 8 Phalgun since"),
    (date(2020, 3, 26),     (1426, 12, 12),  "bangladesh",  "same: Independence Day"),
    (date(2019, 12, 16),    (1426, 9, 1),    "bangladesh",  "same: Victory Day"),
    (date(2020, 2, 13),     (1426, 10, 30),  "bangladesh",  "bd-pratidin.com 2020-02-13: spring a day later"),
    (date(2018, 3, 18),     (1424, 12, 4),   "bangladesh",  "lazycoder.net widget, before the revision"),
    (date(2025, 9, 9),      (1432, 5, 25),   "bangladesh",  "sobujdin.com masthead"),
    (date(2025, 5, 23),     (1432, 2, 9),    "bangladesh",  "postcardbd.com masthead"),
    (date(2025, 2, 11),     (1431, 10, 28),  "bangladesh",  "masthead of a template on GitHub"),
    (date(2024, 2, 29),     (1430, 11, 16),  "bangladesh",  "16 Phalgun of a leap year"),
    (date(2021, 4, 15),     (1428, 1, 1),    "west_bengal", "Poila Boishakh, a public holiday of West Bengal"),
    (date(2022, 4, 15),     (1429, 1, 1),    "west_bengal", "same"),
    (date(2023, 4, 15),     (1430, 1, 1),    "west_bengal", "same"),
    (date(2024, 4, 14),     (1431, 1, 1),    "west_bengal", "same"),
    (date(2025, 4, 15),     (1432, 1, 1),    "west_bengal", "same"),
)
# fmt: on


@pytest.mark.parametrize(("day", "printed", "calendar", "source"), KNOWN_DAYS)
def test_the_bangla_calendar_agrees_with_print(day, printed, calendar, source):
    assert bangla(day, calendar=calendar) == printed, source
    assert gregorian(*printed, calendar=calendar) == day, source


def test_there_is_no_31_ashwin_before_the_revision():
    assert gregorian(1425, 6, 31) is None


TROUBLE = st.text(st.sampled_from("০১২৩৯0129  :/-.,|()’'ঃ়্য\u200c\u200d\u00a0াািটাশেইTZ+") | st.characters(), max_size=30)
# fmt: off
WORDS = [
    "প্রকাশ:", "আপডেট", "১২", "31", "ডিসেম্বর", "Dec", "২০২৫", "১৪৩২", "পৌষ", "রজব", "১০:৩০", "10.30", "পিএম", "রাত", "টা",
    "আগে", "ঘণ্টা", "আজ", ",", "|", "-", "/", "’", "IST", "ই", "বঙ্গাব্দ", "জন", "ও", "এক", "12:30:45+06:00",
]
# fmt: on
PIECES = st.lists(st.sampled_from(WORDS) | TROUBLE, max_size=12).map(" ".join)


@given(PIECES | TROUBLE)
@example("০" * 5000)
@example("12:")
@example("এক আগে")
@example("²³ Dec ২০২৫")
def test_reading_never_raises_and_gives_a_real_day_or_none(text):
    found = parse_date(text, fetched_at=FETCHED)
    headline, day = split_trailing_date(text, fetched_at=FETCHED)
    is_date_line(text)

    assert found is None or date.fromisoformat(found[:10])
    assert text.startswith(headline)
    assert day is None or date.fromisoformat(day)


@given(PIECES)
def test_composed_and_decomposed_text_give_one_date(text):
    nfd = unicodedata.normalize("NFD", text)
    assert parse_date(text) == parse_date(nfd) == parse_date(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("unit", ["1 ", "১২ ডিসেম্বর ", "1:", "1.", ", ", "আগে ", "১২/", "প্রকাশ: ", "Dec 1 ", "\u200d"])
def test_hostile_lines_cost_little(unit):
    line = unit * 200_000
    start = time.process_time()
    parse_date(line, fetched_at=FETCHED)
    is_date_line(line)
    split_trailing_date(line)

    assert time.process_time() - start < 0.5


def test_every_date_of_the_real_articles_and_headlines_is_read(shared):
    news = shared / "data" / "news"
    folders = [*sorted(news.glob("articles_*")), news / "headlines_hist"]
    rows = [
        row for folder in folders for path in folder.glob("*.jsonl*") for row in read_jsonl(path) if row.get("date")
    ]
    unread = Counter(row["publisher"] for row in rows if parse_date(row["date"]) is None)

    assert len(rows) > 10_000
    assert not unread


def test_date_lines_of_the_labelled_pages_are_seen_and_agree_with_the_article(shared):
    lines = agree = 0
    for page in read_jsonl(shared / "data" / "pages" / "composed.jsonl.gz"):
        text = page["text"].split("\n")
        dates = [text[line["n"]] for line in page["lines"] if line["label"] == "dateline_or_date"]
        lines += len(dates)
        assert all(is_date_line(line) for line in dates)
        read = [parse_dates(line) for line in dates if parse_date(line)]
        if read and page["article"] and page["article"]["published"]:
            day = next((r.published for r in read if r.published), None) or read[0].updated
            agree += (day or "")[:10] == page["article"]["published"]
    assert lines > 250
    assert agree >= 150


def test_the_day_in_real_addresses_is_the_day_of_the_story(shared):
    """Feeds are dated in GMT and papers are printed for the morning after: a day apart is right too."""
    near = far = 0
    for name in ("kalerkantho", "samakal"):
        for row in read_jsonl(shared / "data" / "news" / "headlines_hist" / f"{name}.jsonl.gz"):
            day = date_of_url(row["url"])
            if day:
                apart = abs((date.fromisoformat(day) - date.fromisoformat(parse_date(row["date"])[:10])).days)
                near, far = near + (apart <= 1), far + (apart > 1)
    assert near > 1_000
    assert far < near / 50


def test_no_real_headline_loses_its_end(shared):
    for path in sorted((shared / "data" / "news").glob("*/*.jsonl*")):
        if path.parent.name.startswith(("articles_", "headlines_")):
            for row in read_jsonl(path):
                title = row.get("title") or ""
                assert split_trailing_date(title) == (title, None)

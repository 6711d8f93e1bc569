"""Facts and thresholds for telling what a line of a page is; the weights lie beside this file in line_weights.json."""

from __future__ import annotations

from typing import NamedTuple

# Words that carry grammar and not matter, among the commonest of the 7,123 real articles.
FUNCTION_WORDS = tuple(
    """
    ও এ এই সে তা যে না নেই হয় হয়ে হয়েছে হয়েছেন হয়নি হবে ছিল ছিলেন আছে আছেন করে করেন করা করতে করেছে
    করেছেন করেছিলেন করবে করবেন করছে করছেন করার জন্য থেকে সঙ্গে সাথে মধ্যে পর পরে আগে এবং কিন্তু তবে তাই
    যা যায় যাবে গেছে দিয়ে নিয়ে দেওয়া নেওয়া বলে বলেন বলেছেন জানান জানিয়েছেন তিনি তার তাঁর তাদের
    তাঁদের তাকে আমি আমার আমাদের আমরা একটি একজন এক কোনো কোন কিছু এর এতে এখন এসব এসময় ওই সেই যদি যেন হলে
    হলো হতে কারণ মতো দিকে ওপর উপর কাছে পর্যন্ত আর আরও আরো অনেক সব দেন নিয়েছেন দিয়েছেন যখন তখন যাতে ফলে
    এছাড়া পাশাপাশি প্রায় বিভিন্ন রয়েছে
    """.split()  # noqa: SIM905 (a list of one word a line is not read)
)

# Months, weekdays and the words beside them, in Bengali and English.
MONTHS_AND_DAYS = tuple(
    """
    জানুয়ারি জানুয়ারী ফেব্রুয়ারি ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট আগষ্ট সেপ্টেম্বর অক্টোবর
    নভেম্বর ডিসেম্বর শনিবার রবিবার রোববার সোমবার মঙ্গলবার বুধবার বৃহস্পতিবার শুক্রবার বৈশাখ জ্যৈষ্ঠ
    আষাঢ় শ্রাবণ ভাদ্র আশ্বিন কার্তিক অগ্রহায়ণ পৌষ মাঘ ফাল্গুন চৈত্র এএম পিএম পূর্বাহ্ণ অপরাহ্ণ মিনিট
    ঘণ্টা প্রকাশ প্রকাশিত আপডেট বঙ্গাব্দ হিজরি খ্রিষ্টাব্দ ইং january february march april may june july
    august september october november december jan feb mar apr jun jul aug sep sept oct nov dec monday
    tuesday wednesday thursday friday saturday sunday am pm update updated published
    """.split()  # noqa: SIM905 (a list of one word a line is not read)
)

# Last two code points (NFC) of most words that end a Bengali sentence: করেন, হয়েছে, ছিল, হবে, যায়, করেনি, না, আছি, হলো.
VERB_ENDINGS = ("েন", "ছে", "িল", "বে", "য়", "নি", "না", "ছি", "লো", "লে", "েই")


class Threshold(NamedTuple):
    """A number that decides, with the reason it enforces."""

    name: str
    value: float
    why: str


# fmt: off
LIMITS = (
    Threshold("surest",         0.50, "a line of a page that is clear belongs to the body from this probability on"),
    Threshold("least_sure",     0.15, "a line of the least clear page belongs to it from this probability on"),
    Threshold("of_reachable",   0.40, "the threshold between the two, as a share of the F1 that the page's probabilities promise"),
    Threshold("evidence",       8.0,  "log-odds that a line loses that recurs on its site or is the headline of another page (99.6 % and 100 % right in a trial)"),
    Threshold("long_body",      300,  "words of a body from which less is asked of the page: of 58 labelled pages without article one showed so much, at log-odds of -4.5"),
    Threshold("long_body_odds", -0.6, "log-odds of an article that such a page needs; others need 0"),
    Threshold("no_sentence",    40,   "words up to which a body must have a line that ends in a full stop: scores, programmes and lists of links hold none, but poems are longer"),
    Threshold("max_chars",      20e6, "a page of more characters is a dump of a whole site or an attack (the longest of the 610 labelled pages has 2.7 million)"),
    Threshold("max_lines",      100e3, "a page of more lines is no page of news"),
    Threshold("max_depth",      4_000, "Chromium stops nesting at 512 elements; a page that nests deeper was made to hurt"),
    Threshold("max_nodes",      3e6,   "elements and texts of a page that are visited"),
)
# fmt: on
THRESHOLDS = {row.name: row.value for row in LIMITS}

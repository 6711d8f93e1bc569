"""What stands in a headline's line without being part of the headline, for matching headlines with each other.

Published text is never changed by these rows: they make the key under which two printings of one headline meet.
Phrases are written as they fold (`corpus.text.fold`): no punctuation, one space, Latin in lower case.
"""

from __future__ import annotations

from typing import NamedTuple


class Phrase(NamedTuple):
    """A phrase, and why it is here."""

    text: str
    why: str


class NumberWord(NamedTuple):
    """A number in words, and in ASCII digits as folded text has them."""

    text: str
    number: str


_FORM = "says what the page holds besides words"
_GENRE = "names the kind of piece, and one paper prints it where another does not"
_STATE = "says when or how the story runs; it goes from the headline when the story is a day old"

# fmt: off
LABELS = (
    #      text                why
    Phrase("ভিডিও",             _FORM),
    Phrase("ভিডিওসহ",           _FORM),
    Phrase("ভিডিও সহ",          _FORM),
    Phrase("ভিডিও ভাইরাল",      _FORM),
    Phrase("দেখুন ভিডিও",       _FORM),
    Phrase("ভিডিও স্টোরি",       _FORM),
    Phrase("ছবি",              _FORM),
    Phrase("ছবিসহ",            _FORM),
    Phrase("ছবিতে",            _FORM),
    Phrase("ছবিতে দেখুন",       _FORM),
    Phrase("ছবির গল্প",         _FORM),
    Phrase("ফটো স্টোরি",         _FORM),
    Phrase("ফটোফিচার",          _FORM),
    Phrase("অডিও",             _FORM),
    Phrase("পডকাস্ট",           _FORM),
    Phrase("ইনফোগ্রাফিক",        _FORM),
    Phrase("ইনফোগ্রাফিকস",       _FORM),
    Phrase("গ্রাফিকস",           _FORM),
    Phrase("video",            _FORM),
    Phrase("with video",       _FORM),
    Phrase("watch",            _FORM),
    Phrase("photo",            _FORM),
    Phrase("photos",           _FORM),
    Phrase("in pictures",      _FORM),
    Phrase("live",             _STATE),
    Phrase("লাইভ",             _STATE),
    Phrase("লাইভ আপডেট",        _STATE),
    Phrase("সরাসরি",            _STATE),
    Phrase("সরাসরি দেখুন",      _STATE),
    Phrase("ব্রেকিং",            _STATE),
    Phrase("ব্রেকিং নিউজ",       _STATE),
    Phrase("breaking",         _STATE),
    Phrase("breaking news",    _STATE),
    Phrase("সর্বশেষ",           _STATE),
    Phrase("এইমাত্র",           _STATE),
    Phrase("এই মাত্র",          _STATE),
    Phrase("সদ্য পাওয়া",         _STATE),
    Phrase("আপডেট",            _STATE),
    Phrase("update",           _STATE),
    Phrase("updated",          _STATE),
    Phrase("হালনাগাদ",          _STATE),
    Phrase("এক্সক্লুসিভ",         _STATE),
    Phrase("exclusive",        _STATE),
    Phrase("সংশোধিত",          _STATE),
    Phrase("বিশ্লেষণ",           _GENRE),
    Phrase("মতামত",            _GENRE),
    Phrase("অভিমত",            _GENRE),
    Phrase("কলাম",             _GENRE),
    Phrase("উপসম্পাদকীয়",       _GENRE),
    Phrase("সাক্ষাৎকার",         _GENRE),
    Phrase("বিশেষ সাক্ষাৎকার",   _GENRE),
    Phrase("একান্ত সাক্ষাৎকার",   _GENRE),
    Phrase("বিশেষ প্রতিবেদন",     _GENRE),
    Phrase("অনুসন্ধান",          _GENRE),
    Phrase("ফ্যাক্ট চেক",         _GENRE),
    Phrase("ফ্যাক্টচেক",          _GENRE),
    Phrase("fact check",       _GENRE),
    Phrase("প্রেস বিজ্ঞপ্তি",      _GENRE),
    Phrase("সংবাদ বিজ্ঞপ্তি",     _GENRE),
    Phrase("সংবাদ বিশ্লেষণ",     _GENRE),
    Phrase("বিজ্ঞাপন",           _GENRE),
    Phrase("স্পন্সরড",           _GENRE),
)
"""Dropped at the start of a headline before a separator, at its end after one, and in brackets at either end."""

PAPERS = (
    #      text                why
    Phrase("প্রথম আলো",         "paper"),
    Phrase("দৈনিক প্রথম আলো",   "paper"),
    Phrase("যুগান্তর",           "paper"),
    Phrase("দৈনিক যুগান্তর",     "paper"),
    Phrase("সমকাল",            "paper"),
    Phrase("দৈনিক সমকাল",      "paper"),
    Phrase("ইত্তেফাক",          "paper"),
    Phrase("দৈনিক ইত্তেফাক",    "paper"),
    Phrase("কালের কণ্ঠ",        "paper"),
    Phrase("জনকণ্ঠ",           "paper"),
    Phrase("দৈনিক জনকণ্ঠ",     "paper"),
    Phrase("ইনকিলাব",          "paper"),
    Phrase("দৈনিক ইনকিলাব",    "paper"),
    Phrase("নয়া দিগন্ত",         "paper"),
    Phrase("দৈনিক নয়া দিগন্ত",   "paper"),
    Phrase("আজকের পত্রিকা",     "paper"),
    Phrase("দেশ রূপান্তর",       "paper"),
    Phrase("ভোরের কাগজ",       "paper"),
    Phrase("আমার দেশ",         "paper"),
    Phrase("আমাদের সময়",       "paper"),
    Phrase("মানবজমিন",         "paper"),
    Phrase("দৈনিক মানবজমিন",   "paper"),
    Phrase("মানবকণ্ঠ",          "paper"),
    Phrase("সংবাদ",            "paper"),
    Phrase("দৈনিক সংবাদ",      "paper"),
    Phrase("বাংলাদেশ প্রতিদিন",   "paper"),
    Phrase("খোলা কাগজ",       "paper"),
    Phrase("প্রতিদিনের সংবাদ",   "paper"),
    Phrase("আলোকিত বাংলাদেশ",  "paper"),
    Phrase("বণিক বার্তা",        "paper"),
    Phrase("শেয়ার বিজ",         "paper"),
    Phrase("কালবেলা",           "paper"),
    Phrase("রূপালী বাংলাদেশ",    "paper"),
    Phrase("সময়ের আলো",        "paper"),
    Phrase("যায়যায়দিন",          "paper"),
    Phrase("দৈনিক আজাদী",      "paper"),
    Phrase("পূর্বকোণ",           "paper"),
    Phrase("দৈনিক পূর্বকোণ",     "paper"),
    Phrase("আনন্দবাজার পত্রিকা", "paper"),
    Phrase("আনন্দবাজার অনলাইন", "paper"),
    Phrase("আনন্দবাজার ডট কম",  "paper"),
    Phrase("এই সময়",           "paper"),
    Phrase("সংবাদ প্রতিদিন",     "paper"),
    Phrase("বর্তমান পত্রিকা",     "paper"),
    Phrase("বাংলানিউজ",         "news site"),
    Phrase("বাংলানিউজ২৪",       "news site"),
    Phrase("বাংলা ট্রিবিউন",      "news site"),
    Phrase("ঢাকা পোস্ট",         "news site"),
    Phrase("ঢাকা ট্রিবিউন বাংলা", "news site"),
    Phrase("জাগো নিউজ",         "news site"),
    Phrase("রাইজিংবিডি",         "news site"),
    Phrase("বিডিনিউজ",          "news site"),
    Phrase("বিডিনিউজ টোয়েন্টিফোর", "news site"),
    Phrase("বিডিনিউজ২৪",        "news site"),
    Phrase("বার্তা২৪",           "news site"),
    Phrase("সারাবাংলা",         "news site"),
    Phrase("ডেইলি স্টার বাংলা",   "news site"),
    Phrase("দ্য ডেইলি স্টার",      "news site"),
    Phrase("নিউজবাংলা",         "news site"),
    Phrase("রাইজিং বিডি",        "news site"),
    Phrase("সময় সংবাদ",         "television"),
    Phrase("সময় নিউজ",         "television"),
    Phrase("যমুনা টিভি",         "television"),
    Phrase("চ্যানেল আই",         "television"),
    Phrase("চ্যানেল আই অনলাইন",  "television"),
    Phrase("একাত্তর টিভি",       "television"),
    Phrase("এনটিভি",            "television"),
    Phrase("এনটিভি অনলাইন",     "television"),
    Phrase("আরটিভি",           "television"),
    Phrase("এটিএন বাংলা",       "television"),
    Phrase("ইন্ডিপেন্ডেন্ট টিভি",   "television"),
    Phrase("এবিপি আনন্দ",       "television"),
    Phrase("বিবিসি বাংলা",       "broadcaster"),
    Phrase("বিবিসি নিউজ বাংলা",  "broadcaster"),
    Phrase("ডয়চে ভেলে",         "broadcaster"),
    Phrase("ভয়েস অব আমেরিকা",   "broadcaster"),
    Phrase("বাসস",             "agency"),
    Phrase("ইউএনবি",           "agency"),
)
"""Dropped at either end of a headline, beyond a separator. A site's own Latin name is known from its host."""

SEPARATORS = (
    #      text          why
    Phrase("|",          "between kicker, headline and site in page titles"),
    Phrase("।।",         "the same, typed as two dandas"),
    Phrase("॥",          "the same, as one character"),
    Phrase("::",         "between headline and site"),
    Phrase("»",          "bread crumbs"),
    Phrase("›",          "bread crumbs"),
    Phrase("•",          "between headline and section"),
    Phrase(" /",         "after a kicker, with a space before it alone: স্মরণ /..."),
    Phrase("/ ",         "after a kicker, with a space behind it alone"),
)
"""Signs that part a headline from what stands beside it, whatever that is: the longest part is the headline."""

WEAK_SEPARATORS = (
    #      text   why
    Phrase(":",   "also part of headlines: 'নির্বাচন: কে কোথায়'"),
    Phrase(" -",  "also part of headlines; before a site name there is a space"),
    Phrase(" –",  "the same with an en dash"),
    Phrase(" —",  "the same with an em dash"),
    Phrase("ঃ ",  "visarga typed for a colon"),
)
"""Signs that part a label or a paper's name from the headline, and nothing else."""

PLACEHOLDERS = (
    #      text                    why
    Phrase("ক্যাপসন নিউজ",          "a template's dummy text, with a number behind it (ten pages of one paper)"),
    Phrase("ক্যাপশন নিউজ",          "the same, spelled rightly"),
    Phrase("ক্যাপশন",               "a picture without a caption"),
    Phrase("শিরোনাম",              "the word 'headline' itself"),
    Phrase("শিরোনামহীন",            "'without headline'"),
    Phrase("শিরোনাম নেই",          "'no headline'"),
    Phrase("হেডলাইন",              "the word 'headline' itself"),
    Phrase("খবর",                 "'news'"),
    Phrase("সংবাদ শিরোনাম",        "'news headline'"),
    Phrase("নিউজ",                 "'news'"),
    Phrase("টেস্ট নিউজ",             "an editor trying out the site"),
    Phrase("টেস্ট",                 "an editor trying out the site"),
    Phrase("ডেমো নিউজ",             "an editor trying out the site"),
    Phrase("বিস্তারিত",               "'details', the text of a link"),
    Phrase("আরও পড়ুন",             "'read more', the text of a link"),
    Phrase("আরো পড়ুন",             "'read more', the text of a link"),
    Phrase("প্রচ্ছদ",                "'front page'"),
    Phrase("হোম",                  "'home'"),
    Phrase("সর্বশেষ সংবাদ",         "the head of a list"),
    Phrase("সর্বশেষ খবর",          "the head of a list"),
    Phrase("নামহীন",               "'untitled'"),
    Phrase("পাতা পাওয়া যায়নি",       "'page not found'"),
    Phrase("page not found",       "the server's page for a missing one"),
    Phrase("404 not found",        "the server's page for a missing one"),
    Phrase("untitled",             "no headline was typed"),
    Phrase("no title",             "no headline was typed"),
    Phrase("news",                 "no headline was typed"),
    Phrase("home",                 "the front page"),
    Phrase("test",                 "an editor trying out the site"),
    Phrase("test news",            "an editor trying out the site"),
    Phrase("caption",              "a picture without a caption"),
    Phrase("headline",             "a template's dummy text"),
    Phrase("title",                "a template's dummy text"),
    Phrase("null",                 "an empty field printed by a program"),
    Phrase("none",                 "an empty field printed by a program"),
    Phrase("nan",                  "an empty field printed by a program"),
    Phrase("undefined",            "an empty field printed by a program"),
    Phrase("lorem ipsum",          "a template's dummy text"),
)
"""Headlines that are none, alone or with a number behind them; so are headlines without a letter."""

NUMBER_WORDS = (
    #          text     number
    NumberWord("এক",    "1"),
    NumberWord("দুই",    "2"),
    NumberWord("দু",     "2"),
    NumberWord("তিন",   "3"),
    NumberWord("চার",   "4"),
    NumberWord("পাঁচ",   "5"),
    NumberWord("ছয়",    "6"),
    NumberWord("সাত",   "7"),
    NumberWord("আট",   "8"),
    NumberWord("নয়",    "9"),
    NumberWord("দশ",   "10"),
)
"""Numbers that headlines write in words as often as in digits."""

COUNTERS = (
    #      text                why
    Phrase("জন",               "persons"),
    Phrase("জনের",             "of persons"),
    Phrase("জনকে",             "persons, as an object"),
    Phrase("টি",                "things"),
    Phrase("টির",               "of things"),
    Phrase("টা",               "things, or the hour"),
    Phrase("তলা",              "floors of a house"),
)
"""What is written onto a number word; onto other words too, so that only a word of `NUMBER_WORDS` before it counts."""

TODAY = (
    #      text                why
    Phrase("আজ",               "'today'"),
    Phrase("আজকে",             "'today'"),
    Phrase("আজকের",            "'today's'"),
    Phrase("আজই",              "'this very day'"),
)
"""Words that tie a headline to its day: where two headlines have one, their stories are of the days they were printed."""

TODAY_TOO = (
    #      text                why
    Phrase("আজও",              "'today too': the day before had a report of its own"),
    Phrase("আজো",              "the same, in an older spelling"),
)
"""Words that tie a headline to its day by naming the day before: one headline that has one is enough."""

SPELLINGS = (
    # one of two   the other, why (as patterns: য় is য with a nukta behind it)
    ("অ্যা", "এ", "the vowel of English 'a'"),
    ("এ্যা", "এ", "the vowel of English 'a'"),
    ("ী", "ি", "long and short i"),
    ("ঈ", "ই", "long and short i"),
    ("ূ", "ু", "long and short u"),
    ("ঊ", "উ", "long and short u"),
    ("ণ", "ন", "retroflex and dental n"),
    ("ষ", "স", "the three sibilants"),
    ("শ", "স", "the three sibilants"),
    ("য(?!\N{BENGALI SIGN NUKTA})", "জ", "ya pronounced ja; with a nukta it is another letter"),
    ("ৎ", "ত", "khanda ta and ta"),
    ("ঙ্গ", "ং", "anusvara, and nga with and without ga"),
    ("ঙ", "ং", "anusvara, and nga with and without ga"),
    ("ঁ", "", "candrabindu is left out as often as written"),
    ("্", "", "conjunct or two letters: অ্যাডভোকেট, এডভোকেট"),
    ("ো", "", "the final o of verbs: হলো, হল"),
)
# fmt: on
"""Two spellings of one sound, met in names (হাদি, হাদী): for near-matching in this order, never for equality."""

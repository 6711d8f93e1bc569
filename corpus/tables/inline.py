"""What cruft inside a body is made of: the words of datelines (who filed a story, from where, and when), and the markup
of links to other stories."""

from __future__ import annotations

from typing import NamedTuple

LETTER = "[\u0980-\u09e3\u09f0-\u09fe\u200c\u200d]"
"""A letter, a mark or a joiner of a Bengali word, as a pattern."""
FIRST_LETTER = "[\u0985-\u09b9\u09ce\u09df]"
"""A vowel or a consonant: what a word begins with."""

AGENCIES = (
    "বাসস", "ইউএনবি", "এএফপি", "রয়টার্স", "এপি", "সিনহুয়া", "এএনআই", "পিটিআই", "আনাদোলু", "বাসস/এএফপি", "বাসস/রয়টার্স",
    "ইউএনআই", "বিএসএস", "আইএএনএস", "তাস", "ডিপিএ",
)  # fmt: skip
DATELINE_WORDS = (
    "সংবাদদাতা", "জেলা প্রতিনিধি", "উপজেলা প্রতিনিধি", "প্রতিনিধি", "জেলা সংবাদদাতা", "উপজেলা সংবাদদাতা", "ব্যুরো", "অফিস",
)  # fmt: skip
MONTHS = (
    "জানুয়ারি", "জানুয়ারী", "ফেব্রুয়ারি", "ফেব্রুয়ারী", "মার্চ", "এপ্রিল", "মে", "জুন", "জুলাই", "আগস্ট", "আগষ্ট", "সেপ্টেম্বর",
    "অক্টোবর", "নভেম্বর", "ডিসেম্বর",
)  # fmt: skip
INLINE_TAGS = ("a", "b", "strong", "em", "i", "span", "u", "font", "small", "mark")
"""Elements that a link to another story is set in where it stands inside a paragraph."""


class Desk(NamedTuple):
    """Words that together name who wrote a story: each of `heads` before each of `titles`.

    `spaced`: also where only a space parts them from the first sentence; others may begin a sentence themselves.
    """

    heads: str
    titles: str
    spaced: bool


# fmt: off
PAPERS = "ইত্তেফাক যুগান্তর সমকাল প্রথম\u00a0আলো কালের\u00a0কণ্ঠ জনকণ্ঠ ইনকিলাব নয়া\u00a0দিগন্ত মানবজমিন ভোরের\u00a0কাগজ সংবাদ যায়যায়দিন আমার\u00a0দেশ দেশ\u00a0রূপান্তর আজকের\u00a0পত্রিকা কালবেলা খবরের\u00a0কাগজ"
"""Dailies, as their desks and sign-offs call them."""

DESKS = (
    #    heads                                                                     titles                                       spaced
    Desk("নিজস্ব",                                                                   "প্রতিবেদক প্রতিনিধি সংবাদদাতা রিপোর্টার",        True),
    Desk("স্টাফ স্পোর্টস সিনিয়র অনলাইন ক্রাইম",                                       "রিপোর্টার করেসপন্ডেন্ট করেসপনডেন্ট",            True),
    Desk("অনলাইন ক্রীড়া বিনোদন জ্যেষ্ঠ",                                              "প্রতিবেদক",                                  True),
    Desk(f"{PAPERS} অনলাইন বিনোদন স্পোর্টস ক্রীড়া ডেস্ক",                              "রিপোর্ট",                                    True),
    Desk(f"{PAPERS} অনলাইন নিউজ স্পোর্টস ক্রীড়া খেলা বিনোদন আন্তর্জাতিক বাণিজ্য অর্থনীতি তথ্যপ্রযুক্তি প্রযুক্তি আইটি লাইফস্টাইল "
         "ধর্ম শিক্ষা স্বাস্থ্য ফিচার সাহিত্য প্রবাস জাতীয় সারাদেশ মফস্বল",                            "ডেস্ক",                                      True),
    Desk("বিশেষ অর্থনৈতিক কূটনৈতিক আদালত বিশ্ববিদ্যালয় জেলা উপজেলা মহানগর সংসদ",           "প্রতিবেদক প্রতিনিধি সংবাদদাতা রিপোর্টার",        False),
)
"""Seen before the first sentences of ittefaq (2013 to 2020), jugantor and samakal, or plain variants of what was seen."""

PLACES = (
    # the districts of Bangladesh, in the spellings of before and after 2018
    "ঢাকা গাজীপুর নারায়ণগঞ্জ নরসিংদী মানিকগঞ্জ মুন্সীগঞ্জ মুন্সিগঞ্জ টাঙ্গাইল কিশোরগঞ্জ ফরিদপুর গোপালগঞ্জ মাদারীপুর শরীয়তপুর রাজবাড়ী চট্টগ্রাম কক্সবাজার "
    "কুমিল্লা ব্রাহ্মণবাড়িয়া চাঁদপুর নোয়াখালী লক্ষ্মীপুর ফেনী খাগড়াছড়ি রাঙ্গামাটি রাঙামাটি বান্দরবান রাজশাহী নাটোর নওগাঁ চাঁপাইনবাবগঞ্জ পাবনা সিরাজগঞ্জ বগুড়া "
    "জয়পুরহাট খুলনা বাগেরহাট সাতক্ষীরা যশোর ঝিনাইদহ মাগুরা নড়াইল কুষ্টিয়া চুয়াডাঙ্গা মেহেরপুর বরিশাল ভোলা পটুয়াখালী বরগুনা পিরোজপুর ঝালকাঠি সিলেট মৌলভীবাজার "
    "হবিগঞ্জ সুনামগঞ্জ রংপুর দিনাজপুর ঠাকুরগাঁও পঞ্চগড় নীলফামারী লালমনিরহাট কুড়িগ্রাম গাইবান্ধা ময়মনসিংহ নেত্রকোনা নেত্রকোণা জামালপুর শেরপুর সাভার "
    # universities, as their correspondents sign
    "ঢাবি রাবি চবি জাবি জবি ইবি শাবি শাবিপ্রবি খুবি কুবি ববি বাকৃবি শেকৃবি বেরোবি নোবিপ্রবি যবিপ্রবি হাবিপ্রবি পবিপ্রবি মাভাবিপ্রবি বশেমুরবিপ্রবি বুয়েট রুয়েট কুয়েট চুয়েট "
    "কলকাতা আগরতলা দিল্লি লন্ডন নিউইয়র্ক"
)
"""Where correspondents file from."""

FILED = "প্রতিনিধি সংবাদদাতা অফিস ব্যুরো"
"""What follows the place of a correspondent."""

BYLINE_GOES_ON = (
    "ও এবং বা হিসেবে হিসাবে বলেন বলেছেন বলেছে বলছে জানান জানায় জানিয়েছেন জানিয়েছে থেকে অনুযায়ী অনুসারে মতে ছিলেন পদে দল সম্মেলন নির্বাচন নিয়োগ উদ্বোধন "
    "প্রকাশ প্রকাশের প্রকাশিত প্রধান ভবন আবশ্যক"
)
"""Words after a desk that make it part of a sentence."""

ENDINGS = "র কে রা দের ের এর টি টির টা ও ই য় তে সহ গণ বৃন্দ"
COMPOUNDS = "ত্ব দল সভা মূলক টপ"
"""What may follow the words of a desk within one word: such a word is no desk with a sentence glued to it."""
SECOND_HALVES = "গত কৃত তার মান হীন যোগ্য ভাবে কারী কারীরা কারীদের কারীকে জন জনের ভঙ্গ বেলা না নি মাত্র টিতে গুলো গুলি গুলোর গুলোতে"
"""Words and endings that stand at the end of longer words far oftener than at the start of a sentence."""
# fmt: on

# fmt: off
OUTLETS = (
    # agencies
    "রয়টার্স এএফপি বাসস ইউএনবি সিনহুয়া আনাদোলু পিটিআই এএনআই ইউপিআই ইউএনআই আইএএনএস ডিপিএ স্পুটনিক "
    # broadcasters and papers of abroad, as the foreign pages of dailies credit them
    "বিবিসি বিবিসি\u00a0বাংলা সিএনএন আল\u00a0জাজিরা আলজাজিরা এনডিটিভি ডয়চে\u00a0ভেলে ডয়েচে\u00a0ভেলে ভয়েস\u00a0অব\u00a0আমেরিকা গার্ডিয়ান দ্য\u00a0গার্ডিয়ান ডেইলি\u00a0মেইল ডেইলিমেইল "
    "টাইমস\u00a0অব\u00a0ইন্ডিয়া ইন্ডিয়া\u00a0টাইমস ইন্ডিয়া\u00a0টুডে হিন্দুস্তান\u00a0টাইমস ইন্ডিয়ান\u00a0এক্সপ্রেস আনন্দবাজার আনন্দবাজার\u00a0পত্রিকা দ্য\u00a0হিন্দু জি\u00a0নিউজ নিউজ১৮ "
    "নিউইয়র্ক\u00a0টাইমস ওয়াশিংটন\u00a0পোস্ট ওয়াল\u00a0স্ট্রিট\u00a0জার্নাল ফক্স\u00a0নিউজ স্কাই\u00a0নিউজ এবিসি\u00a0নিউজ সিবিএস\u00a0নিউজ ব্লুমবার্গ ফোর্বস রেডিও\u00a0তেহরান পার্স\u00a0টুডে "
    "প্রেস\u00a0টিভি মিডল\u00a0ইস্ট\u00a0আই জিও\u00a0নিউজ জিও\u00a0টিভি দ্য\u00a0ডন টাইমস\u00a0নাউ গালফ\u00a0নিউজ খালিজ\u00a0টাইমস আরব\u00a0নিউজ ক্রিকইনফো ক্রিকবাজ ইএসপিএন টেকক্রাঞ্চ ম্যাশেবল "
    "প্রেস\u00a0বিজ্ঞপ্তি সংবাদ\u00a0বিজ্ঞপ্তি বিজ্ঞপ্তি"
)
"""Who is credited by name alone, after the last sentence: "...জানিয়েছে। -রয়টার্স". Names of fewer than four letters (এপি, ডন,
তাস) are words or parts of words, and left out."""

CREDIT_ENDS = "অনুসরণে অবলম্বনে পত্রিকা নিউজ টাইমস পোস্ট ডটকম টিভি অনলাইন টুডে ট্রিবিউন"
"""The last word of a credit that a dash opens, where no table knows the name."""
# fmt: on

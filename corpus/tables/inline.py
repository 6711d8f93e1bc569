"""What cruft inside a body is made of: the words of datelines (who filed a story, from where, and when), and the markup
of links to other stories."""

from __future__ import annotations

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

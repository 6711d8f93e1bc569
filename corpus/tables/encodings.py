"""Facts about character encodings that a browser knows. Source: WHATWG Encoding Standard, section 4.2 and 5."""

from __future__ import annotations

BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    # Browsers do not know UTF-32 and take its mark for that of UTF-16: a NUL after each letter, and no error.
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)

UTF16_PLAIN = "\t\n\r -~\u0980-\u09ff\u200b-\u201f"
"""ASCII, Bengali, joiners, dashes and quotes: what UTF-16 without a mark is known by. No ASCII text, taken two bytes at
a time, reads as these: the low bytes of its letters are below 0x80 where Bengali's are not, and its spaces lie beyond
the quotes."""

UTF16_PLAIN_SHARE = 0.95

# Labels that mean another encoding than their name says; all other labels mean what Python's codecs take them for.
LABELS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "l1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "windows-1252": "cp1252",
    "x-cp1252": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gbk",
    "shift_jis": "cp932",
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "utf-16": "utf-16-le",
    "unicode": "utf-16-le",
    "x-user-defined": "cp1252",
}

# A page that says it is UTF-16 in a meta element that could be read as ASCII is not (HTML Standard, prescan, step 17).
META_UTF16_MEANS = "utf-8"

META_PRESCAN_BYTES = 4096
"""Browsers look at 1,024 bytes; pages of Bengali news put the element behind longer comments and preloads."""

LOST_SHARE = 0.001
"""HTML in which a larger share of the bytes is no UTF-8 was not written in it (a stray byte in a footer is forgiven)."""

NUL_SHARE = 0.05
"""A larger share of NUL bytes at the start of a file says that it is binary."""

SPLIT_UTF8_SHARE = 0.5
"""Text of which this share of the non-ASCII bytes lies in well-formed UTF-8 is damaged UTF-8, and nothing else."""

# Python also calls zip, rot13, punycode, UTF-7 and the like encodings; a browser does not, and a page may not choose them.
TEXT_ENCODINGS = r"utf-8|utf-16-[lb]e|cp\d+|iso8859-\d+|koi8-[rut]|gbk|gb18030|big5|big5hkscs|euc_jp|euc_kr|shift_jis|iso2022_jp|mac-\w+|tis-620"

"""The spelling rules, in the order in which they apply: the one list that code, documentation and tests read.

`find` is a regular expression (each is linear: a run is taken whole, and never begun in its middle), `write` what it
becomes. Where no expression can say it, `find` is empty and corpus.text.rewriting has a function of the rule's name.
`needs` are characters without one of which the rule has nothing to do; it is how most rules are skipped at no cost.
Levels: L0 always, L1 by default, L2 only with `repair=True` (guesses that are right in news text).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from re import Match
from typing import Literal

from corpus.tables.codepoints import (
    APOSTROPHE,
    ASSAMESE_RA,
    AU_LENGTH_MARK,
    BA,
    BENGALI_DIGITS,
    BENGALI_OR_PLAIN,
    CANDRABINDU,
    CLOSE_QUOTE,
    CONSONANTS,
    DANDA,
    DOUBLE_DANDA,
    HASANTA,
    JOINERS,
    KHANDA_TA,
    LETTERS,
    MARKS,
    NONSPACING_SIGNS,
    NUKTA,
    NUMERATOR_FOUR,
    NUMERATORS,
    OPEN_QUOTE,
    PREBASE_SIGNS,
    RA,
    SIGN_AA,
    SIGN_AU,
    SIGN_E,
    SIGN_O,
    SIGNS,
    SINGLES,
    SOFT_HYPHEN,
    SPACING_SIGNS,
    TA,
    VISARGA,
    VOWELS,
    YA,
    ZWJ,
    ZWNJ,
    ZWSP,
)

Level = Literal["L0", "L1", "L2"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it finds, what it writes, one example, and why it is right."""

    name: str
    level: Level
    needs: str  # "" when any text may need it
    find: str
    write: str | Callable[[Match[str]], str]
    before: str
    after: str
    why: str
    source: str


def _single(name: str) -> Callable[[Match[str]], str]:
    table = SINGLES[name]
    return lambda found: table[found[0][-1]]  # the last, because CR LF is one line break


def _signs_then_candrabindu(found: Match[str]) -> str:
    return found[0].replace(CANDRABINDU, "") + CANDRABINDU


def _one_of(characters: str | dict[str, str]) -> str:
    """A character class of these characters; ranges keep it short where there are many."""
    points = sorted(map(ord, characters))
    spans: list[list[int]] = []
    for point in points:
        if spans and point == spans[-1][1] + 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return "[" + "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in spans) + "]"


BIJOY_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_`abcdefghijklmnopqrstuvwxyz"
# What the converters of the Bijoy fonts left behind (RULES.md 3): halves of conjuncts under their font's numbers.
SUBJOINED = dict.fromkeys("Ÿ^¦¡", "্ব") | {"ø": "্ল", "œ": "্ন"}
HALVES = {"¯": "স", "¤": "ম"}
TAKES_LA = "কগপফবমলশসহ"  # consonants under which la is written
H, N, D, J = HASANTA, NUKTA, CANDRABINDU, JOINERS  # short names, as in RULES.md, for the table below
WORD = f"{LETTERS}{MARKS}{J}"
BARE = f"(?![{SIGNS}{N}{H}])"  # a consonant without a vowel sign of its own
DIGIT = f"0-9{BENGALI_DIGITS}{NUMERATORS}"
_RA = RA + ASSAMESE_RA
_SUBJOINED = "Ÿ¦¡øœ^"  # the caret last: first in brackets it would mean something else
_UNICODE = "Unicode Standard 12.2"
_NEWS = "counted in scraped news"

_ALONE = f"(?:{BARE}|(?=\\1)|(?<={SIGN_E}{H}.)(?=[{SIGN_AA}{AU_LENGTH_MARK}]))"  # or with the same sign, or with the other half of o
_INSIDE = f"(?=[{CONSONANTS}ংঁৎ]|\\1|(?<={SIGN_E}{H}.){SIGN_AA})"  # not last: there ের and ির are endings
# What typists and converters leave behind a vowel sign, though it belongs to the conjunct before it. Elsewhere the hasanta
# is one too many; so of ন্ট and স্ট (মনি্টর, সে্ট), and at the end of a word (দেশে্র). Read in news and in public repositories.
LEFT_BEHIND = (
    #  consonants               signs          what follows the hasanta     example, repaired
    (CONSONANTS + N,            SIGNS,         f"{YA}{_ALONE}",             "মৃতু্য", "মৃত্যু"),
    ("কগজটণতথদধনবমলশষসহ",      PREBASE_SIGNS, f"{BA}{_ALONE}",             "রাবি্বর", "রাব্বির"),
    ("কখগঘজটডতথদধপফবভমশসহ",     "িৈ",          f"{RA}{_INSIDE}{_ALONE}",    "স্টি্রং", "স্ট্রিং"),
    ("কখগঘজটডতথধপফবভমশসহ",      "ে",           f"{RA}{_INSIDE}{_ALONE}",    "শে্রণি", "শ্রেণি"),
    ("গটদধভশ",                  "ু",           f"{RA}(?=[{CONSONANTS}])",   "ধু্রপদ", "ধ্রুপদ"),
    ("ভশ",                      "ূ",           f"{RA}{BARE}",               "ভূ্রকুটি", "ভ্রূকুটি"),
    ("ষস",                      "ৃ",           f"ক{BARE}",                  "পুরসৃ্কত", "পুরস্কৃত"),
    ("ন",                       PREBASE_SIGNS, f"[টডতদ]{H}{RA}{BARE}",      "কেনে্দ্র", "কেন্দ্রে"),
    ("স",                       PREBASE_SIGNS, f"[টত]{H}{RA}{BARE}",        "মিসি্ত্র", "মিস্ত্রি"),
    ("ষ",                       PREBASE_SIGNS, f"[টক]{H}{RA}{BARE}",        "রাষে্ট্রর", "রাষ্ট্রের"),
    ("ক",                       PREBASE_SIGNS, f"[তটষ]{_ALONE}",            "শকি্ত", "শক্তি"),
    ("ঙ",                       PREBASE_SIGNS, f"[কগ]{_ALONE}",             "ইঙি্গত", "ইঙ্গিত"),
    ("চ",                       PREBASE_SIGNS, f"[চছ]{_ALONE}",             "ইচে্ছ", "ইচ্ছে"),
    ("জ",                       PREBASE_SIGNS, f"[জঞ]{_ALONE}",             "সজি্জত", "সজ্জিত"),
    ("ঞ",                       PREBASE_SIGNS, f"[চজ]{_ALONE}",             "বঞি্চত", "বঞ্চিত"),
    ("ট",                       PREBASE_SIGNS, f"ট{_ALONE}",                "পটি্ট", "পট্টি"),
    ("ণ",                       PREBASE_SIGNS, f"[টঠড]{_ALONE}",            "পণি্ডত", "পণ্ডিত"),
    ("ত",                       PREBASE_SIGNS, f"ত{_ALONE}",                "ভিতি্তক", "ভিত্তিক"),
    ("দ",                       PREBASE_SIGNS, f"[দধ]{_ALONE}",             "উদি্দন", "উদ্দিন"),
    ("ন",                       PREBASE_SIGNS, f"[তথদধডন]{_ALONE}",         "ক্লানি্তকর", "ক্লান্তিকর"),
    ("প",                       PREBASE_SIGNS, f"[তটপ]{_ALONE}",            "স্ক্রিপে্টর", "স্ক্রিপ্টের"),
    ("ব",                       PREBASE_SIGNS, f"[দধ]{_ALONE}",             "শবে্দর", "শব্দের"),
    ("ম",                       PREBASE_SIGNS, f"[পভম]{_ALONE}",            "কমি্পউটার", "কম্পিউটার"),
    ("ল",                       PREBASE_SIGNS, f"[টডপল]{_ALONE}",           "গলে্পর", "গল্পের"),
    ("শ",                       PREBASE_SIGNS, f"[চন]{_ALONE}",             "প্রশে্নর", "প্রশ্নের"),
    ("ষ",                       PREBASE_SIGNS, f"[টঠক]{_ALONE}",            "দৃষি্ট", "দৃষ্টি"),
    ("স",                       PREBASE_SIGNS, f"[তথপ]{_ALONE}",            "পরিসি্থতি", "পরিস্থিতি"),
)  # fmt: skip
_LEFT_BEHIND = "|".join(f"(?<=[{first}][{signs}]{H}){rest}" for first, signs, rest, *_ in LEFT_BEHIND)

# fmt: off
RULES: tuple[Rule, ...] = (
    Rule("surrogate", "L0", "", "", "", "ক\ud800", "ক\ufffd",
         "half of a surrogate pair is no character and cannot be written to a file", "Unicode Standard 3.9, U+FFFD substitution"),
    Rule("nfc", "L0", "", "", "", "হ\u09df", "হ\u09af\u09bc",
         "one encoding for what is canonically the same", "UAX #15; CompositionExclusions.txt"),
    Rule("mojibake", "L1", "", "", "", "à¦†à¦®à¦¿", "আমি",
         "UTF-8 read as Windows-1252 or Latin-1, one to ten layers; undone wholly or not at all", "WHATWG Encoding; ftfy"),
    Rule("bidi_control", "L1", "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "", "", "ক\u200fখ", "কখ",
         "direction marks are layout unless the text has a letter written from right to left", "UAX #9"),
    Rule("html_entity", "L1", "&", "", "", "ক&amp;nbsp;খ", "ক খ",
         "left over from HTML; only with the semicolon, or URLs would break", "WHATWG HTML, named character references"),
    Rule("c1_control", "L1", "".join(SINGLES["c1_control"]), _one_of(SINGLES["c1_control"]), _single("c1_control"), "\x91ক\x92", "‘ক’",
         "a C1 control in text is a Windows-1252 quote or dash", "WHATWG Encoding; ftfy"),
    Rule("bijoy_run", "L2", BIJOY_LETTERS, "", "", "wk\u00ffv gš\u00bfYvjq", "শিক্ষা মন্ত্রণালয়",
         "text typed for the Bijoy fonts; when unsure it stays", "SutonnyMJ glyph chart"),
    Rule("bijoy_half", "L2", "¯¤", f"(?<!{H})([¯¤])(?=[{CONSONANTS}])|[¯¤](?=[{_SUBJOINED}]?[{LETTERS}{MARKS}])",
         lambda found: HALVES[found[0]] + (H if found[1] else ""), "¯্রোত", "স্রোত",
         "the left half of a conjunct, as the Bijoy fonts number it", "SutonnyMJ glyph chart"),
    Rule("bijoy_subjoined", "L2", "".join(SUBJOINED), f"(?<=[{CONSONANTS}{N}{H}])(?<!{H}ব)([{PREBASE_SIGNS}]?)([{_SUBJOINED}])(?=[{LETTERS}{MARKS}])",
         lambda found: SUBJOINED[found[2]] + found[1], "বিশ^াস", "বিশ্বাস",
         "a subjoined ba, la or na, as the Bijoy fonts number it; it belongs before the vowel sign", "SutonnyMJ glyph chart"),
    Rule("bijoy_soft_hyphen", "L2", SOFT_HYPHEN, "", "", "উলে\u00adখ", "উল্লেখ",
         "subjoined la, as the Bijoy fonts number it; not where the letter takes no la, or has it already", "SutonnyMJ glyph chart"),
    Rule("bijoy_nndda", "L2", "-", f"(?<=[{CONSONANTS}{VOWELS}{SIGNS}{N}{D}ংঃ])-(?=[{SIGNS}])", f"ণ{H}ড", "প-িত", "পণ্ডিত",
         "no word has a vowel sign after a hyphen: the converter wrote one for nndda", "bijoy2unicode, glyph D0"),
    Rule("line_break", "L1", "".join(SINGLES["line_break"]), f"\r\n|{_one_of(SINGLES['line_break'])}", lambda _: "\n", "ক\r\nখ\u2028গ", "ক\nখ\nগ",
         "one line break", "UAX #14, Unicode newline guidelines"),
    Rule("space", "L1", "".join(SINGLES["space"]), _one_of(SINGLES["space"]), _single("space"), "১০\u00a0হাজার", "১০ হাজার",
         "widths and non-breaking are layout: 220 per million characters", _NEWS),
    Rule("invisible", "L1", "".join(SINGLES["invisible"]), _one_of(SINGLES["invisible"]), _single("invisible"), "ক\ufeffখ\x00গ", "কখগ",
         "controls, byte order marks, soft hyphens, noncharacters: nothing to see, and they split words", "UnicodeData.txt, category Cc, Cf, Cn"),
    Rule("hyphen", "L1", "".join(SINGLES["hyphen"]), _one_of(SINGLES["hyphen"]), _single("hyphen"), "ভূমি\u2011ব্যবস্থা", "ভূমি-ব্যবস্থা",
         "not to break there is layout", "UAX #14"),
    Rule("fullwidth", "L1", "".join(SINGLES["fullwidth"]), _one_of(SINGLES["fullwidth"]), _single("fullwidth"), "ＡＢ１！", "AB1!",
         "East Asian width variants of ASCII", "UAX #11; ftfy"),
    Rule("ligature", "L1", "".join(SINGLES["ligature"]), _one_of(SINGLES["ligature"]), _single("ligature"), "ﬁnance", "finance",
         "Latin ligatures from PDF", "ftfy"),
    Rule("danda_letter", "L1", "".join(SINGLES["danda_letter"]), _one_of(SINGLES["danda_letter"]), _single("danda_letter"), "করে\u09e4", "করে।",
         "reserved code points: the danda of every Indic script is U+0964", "Unicode chart U0980"),
    Rule("space_run", "L1", " ", "  ++", " ", "ক   খ", "ক খ", "how wide a gap was is layout; before the rules that look across one", "RULES.md 15"),
    # Joiners by their neighbours.
    Rule("khanda_ta_joiner", "L1", ZWJ, f"{TA}{H}{ZWJ}[{J}]*+", KHANDA_TA, "হঠাত\u09cd\u200d", "হঠাৎ",
         "how khanda ta was written before Unicode 4.1", "DoNotEmit.txt"),
    Rule("ra_ya_phala", "L1", J, f"(?<!{H})(?<=[{_RA}])[{J}]++(?={H}{YA})", ZWJ, "র\u200c্যাব", "র\u200d্যাব",
         "a joiner after ra asks for ya-phala, not reph; the non-joiner is the commoner error, 134 to 113", _UNICODE),
    Rule("explicit_hasanta", "L1", ZWSP + ZWNJ, f"(?<={H}){ZWJ}*+[{ZWSP}{ZWNJ}][{J}]*+(?=[{CONSONANTS}])", ZWNJ, "উদ্\u200bযাপন", "উদ্\u200cযাপন",
         "a non-joiner after hasanta shows the hasanta; a zero width space there was meant as one", _UNICODE),
    Rule("joiner_noise", "L1", J,
         f"(?<![^{BENGALI_OR_PLAIN}])(?!(?<=(?<!{H})[{_RA}]){ZWJ}{H}{YA})(?!(?<={H}){ZWNJ}[{CONSONANTS}])[{J}]++(?![^{BENGALI_OR_PLAIN}])", "",
         "হি\u200cসে\u200bবে", "হিসেবে", "joins nothing: 215 after a vowel sign alone", _NEWS),
    # Do not emit.
    Rule("a_aa", "L1", SIGN_AA, "অা", "আ", "অামার", "আমার", "two code points drawn like one letter", "DoNotEmit.txt"),
    Rule("vocalic_rr", "L1", "ৃ", "ঋৃ", "ৠ", "ঋৃ", "ৠ", "two code points drawn like one letter", "DoNotEmit.txt"),
    Rule("vocalic_ll", "L1", "ৢ", "ঌৢ", "ৡ", "ঌৢ", "ৡ", "two code points drawn like one letter", "DoNotEmit.txt"),
    # Order of marks.
    Rule("ba_nukta", "L1", N, f"{BA}{N}++", RA, "ক\u09ac\u09bcে", "করে",
         "the dot of ra was typed as a nukta", "r12a Bengali notes"),
    Rule("nukta_after_sign", "L1", N, f"(?<!{H})([ডঢয])([{SIGNS}]){N}", rf"\1{N}\2", "দাঁডা\u09bcন", "দাঁড\u09bcান",
         "a nukta belongs to its consonant; after a hasanta it may be another's", "Unicode Standard 12.2; r12a"),
    Rule("candrabindu_before_sign", "L1", D, f"(?<!{D})(?:(?<![{SIGNS}]){D}++|{D}++(?![{PREBASE_SIGNS}]))[{SIGNS}][{SIGNS}{D}]*+", _signs_then_candrabindu, "ত\u0981ারা", "তা\u0981রা",
         "candrabindu follows the vowel sign; where it does, a sign drawn to the left is another letter's (নওগাঁের, পুঁিজ)", _UNICODE),
    Rule("candrabindu_after_anusvara", "L1", D, f"(?<![ংঃ])([ংঃ]++){D}++", rf"{D}\1", "উঃঁ", "উঁঃ",
         "candrabindu comes before anusvara and visarga", "ICANN RZ-LGR-5 und-Beng"),
    Rule("reversed_o", "L1", SIGN_AA, f"(?<![{SIGNS}])(?<![^ \nজদধর]{H}{YA})(?<!(?<![{WORD}]){RA}{H}{YA}){SIGN_AA}{SIGN_E}(?![{SIGNS}])", SIGN_O, "আলা\u09c7চনা", "আলোচনা",
         "the halves of o typed in the wrong order; after ya-phala only where Bengali words have one (উদ্যোগ, জ্যোতি), as ্যা is a vowel of its own", "UAX #15 (the right order composes)"),
    Rule("reversed_au", "L1", AU_LENGTH_MARK, f"(?<![{SIGNS}]){AU_LENGTH_MARK}{SIGN_E}(?![{SIGNS}])", SIGN_AU, "ম\u09d7\u09c7লিক", "মৌলিক",
         "the halves of au typed in the wrong order", "UAX #15 (the right order composes)"),
    Rule("doubled_mark", "L1", f"{N}{D}{H}{NONSPACING_SIGNS}", f"([{N}{D}{H}{NONSPACING_SIGNS}])\\1++", r"\1", "ষাঁঁড়", "ষাঁড়",
         "the second is drawn on top of the first", "google-research/nisaba visual_norm"),
    Rule("danda_numerator", "L1", NUMERATOR_FOUR, f"(?<![{DIGIT}])(?<![{DIGIT}] ){NUMERATOR_FOUR}(?! ?[{DIGIT}])", DANDA, "করেছে\u09f7", "করেছে।",
         "the currency numerator looks like a danda: 50 of 50", _NEWS),
    Rule("assamese_ra", "L1", ASSAMESE_RA, "", "", "গ্ৰুপ", "গ্রুপ",
         "in a conjunct the two ra look the same; a word that keeps an Assamese letter is Assamese", "google-research/nisaba bn"),
    # Guesses.
    Rule("khanda_ta", "L2", TA, f"(?<=[{LETTERS}{SIGNS}{N}{D}ংঃ]){TA}{H}(?=[ক-ণদধপফভলশ-হ]|(?![{WORD}]))", KHANDA_TA, "তত্কালীন", "তৎকালীন",
         "no such conjunct is written; word-initially it is a foreign name", _UNICODE),
    Rule("initial_ra_ya", "L2", YA, f"(?<![{WORD}]){RA}{H}{YA}", f"{RA}{ZWJ}{H}{YA}", "র্যাগিং", "র\u200d্যাগিং",
         "no word begins with a reph: 17 of 17", _NEWS),
    Rule("doubled_sign", "L2", SPACING_SIGNS, f"([{SPACING_SIGNS}])\\1++(?!(?<=[{PREBASE_SIGNS}]){D}[{CONSONANTS}]{N}?{BARE})", r"\1", "বাাংলাদেশ", "বাংলাদেশ",
         "the key was hit twice; but the second may be the next letter's, if that has none (ছেেঁড়: ছেঁড়ে)", _NEWS),
    Rule("aa_aa", "L2", SIGN_AA, "আা", "আ", "আান্দোলন", "আন্দোলন",
         "the sign was typed after the letter", _NEWS),
    Rule("phala_after_sign", "L2", H, f"([{SIGNS}]){H}(?:{_LEFT_BEHIND})", lambda found: f"{found[0][1:]}{found[1]}", "মর্তে্য", "মর্ত্যে",
         "the rest of a conjunct typed after its vowel sign; what has a sign of its own is not of it (সু্যোগ)", _NEWS),
    Rule("hasanta_after_sign", "L2", H, f"(?<=[{SIGNS}]){H}(?=[{CONSONANTS}])(?!(?<={SIGN_AA}{H})(?:ল(?:{BARE}|{SIGN_E})|ত(?:{BARE}|ি)))", "", "যু্ক্ত", "যুক্ত",
         "a vowel sign has no inherent vowel to suppress; after aa, before la and ta, it stands for what was lost (কর্মকা্ল, আধ্যা্তিক)", _NEWS),
    Rule("nukta_on_sign", "L2", N, f"(?<=[{SIGNS}]){N}(?:(?<!{SIGN_AA}{N})|(?<={N}{SIGN_AA}{N})|(?=[{WORD}]))", "", "বাঁকু\u09bcড়া", "বাঁকুড়া",
         "a dot that belongs to no letter; aa with a nukta at the end of a word is a Santali vowel", "google-research/nisaba iso"),
    Rule("pipe", "L2", "|", "", "", "ইসলাম|", "ইসলাম।",
         "on some keyboards the danda is the pipe: 1 of 81, the one glued to the end of a word", _NEWS),
    Rule("two_dandas", "L2", DANDA, f"(?<!{DANDA}){DANDA}{DANDA}(?!{DANDA})", DOUBLE_DANDA, "থাকবেন।।", "থাকবেন॥",
         "the double danda is a character of its own", "W3C Bengali layout requirements"),
    Rule("mixed_quotes", "L2", APOSTROPHE,
         f"[{OPEN_QUOTE}`]((?:[^{OPEN_QUOTE}{CLOSE_QUOTE}`'\n]|(?<=[{WORD}A-Za-z])'(?=[{WORD}A-Za-z]))*+)'(?![{WORD}A-Za-z'])", f"{OPEN_QUOTE}\\1{CLOSE_QUOTE}", "‘সব চলছে'", "‘সব চলছে’",
         "a pair opened as a quote and closed by the apostrophe key", _NEWS),
    Rule("visarga_as_colon", "L2", ":", f"(?<![{WORD}/])(দু|পুন|মন|অত|নি|প্রাত|অন্ত|স্বত):(?=[{CONSONANTS}])", rf"\1{VISARGA}", "পুন:নির্মাণ", "পুনঃনির্মাণ",
         "a closed list of prefixes that end in visarga; any other colon is a colon", _NEWS),
    # Layout, last.
    Rule("line_edge", "L1", " ", "(?<![^\n]) | (?![^\n])", "", "ক \n খ", "ক\nখ", "space at the ends of a line is layout", "RULES.md 15"),
    Rule("blank_lines", "L1", "\n", "\n{3,}+", "\n\n", "ক\n\n\n\nখ", "ক\n\nখ", "one blank line is a paragraph break; more is layout", "RULES.md 15"),
)

# What must not change, with or without repair.
LEFT_ALONE: dict[str, str] = {
    "র\u200d্যাব": "the joiner after ra asks for ya-phala, not reph: RAB, the police unit",
    "উদ্\u200cযাপন": "explicit hasanta: the conjunct would read otherwise",
    "কার্য": "reph on ya inside a word is reph",
    "আল্লাহ্": "a final hasanta is orthography",
    "জ\u09bcাকাত": "a legitimate nukta",
    "ভর্ৎসনা": "reph on khanda ta",
    "উত্তর পত্র সত্য": "conjuncts of ta that exist",
    "ত্সুনামি": "no word begins with khanda ta",
    "অ্যাপ এ্যাপ": "ya-phala on a vowel",
    "রংের": "moving anusvara would give another word",
    "গিদরা\u09bc": "Santali aa with a nukta",
    "১\u09f7": "next to a digit the numerator is a numerator",
    "নাম | বয়স": "a pipe between words is a separator",
    "|ক|খ|": "a table row",
    "দুঃখ, মোঃ": "visarga in words and abbreviations",
    "সময়: ৫:৩০": "a colon is a colon",
    "https://a.com/?a=1&copy=2&মন:ক": "no entity without its semicolon",
    "👩\u200d🌾 ❤\ufe0f\u200d🔥": "emoji sequences hold joiners",
    "क्\u200dष": "another script's joiners",
    "ৰাজ্যখনৰ অসমীয়া": "Assamese",
    "½ ² ℃ № ™ ﷺ": "no compatibility folding",
    "½ ২ 3 ३": "digits of either kind",
    "Müller, São Paulo": "Latin letters with accents",
    "‘ক’ “খ” – — …": "typographic punctuation",
    "নওগাঁের": "candrabindu stands where it should, and the sign after it is the next letter's or spoken so",
    "ক্া": "evidence of damage is flagged, not deleted",
    "নিউজিল্য\u09be\u09c7ন্ড": "ya-phala with aa is one vowel; which sign is one too many is not ours to say",
    "কর্মকা্লের": "what was lost, here nndda, is not ours to guess",
    "x^2 ক ^": "a caret in mathematics",
}
# fmt: on

"""The Bijoy fonts (SutonnyMJ and its kin): what each of their characters draws, and how such text is recognized.

These fonts put Bengali shapes in the places of Latin letters and signs, in the order of drawing: a sign that stands to
the left of its consonant is typed before it, and a reph after it. Checked against the font's chart and
`bijoy_pairs` in the shared data.
"""

from __future__ import annotations

# fmt: off
# Several characters that draw one thing together.
PAIRS: dict[str, str] = {"Av": "আ"}

# One character each. A half of a conjunct carries its hasanta on the side where the other half joins.
GLYPHS: dict[str, str] = {
    # letters
    "A": "অ", "B": "ই", "C": "ঈ", "D": "উ", "E": "ঊ", "F": "ঋ", "G": "এ", "H": "ঐ", "I": "ও", "J": "ঔ",
    "K": "ক", "L": "খ", "M": "গ", "N": "ঘ", "O": "ঙ", "P": "চ", "Q": "ছ", "R": "জ", "S": "ঝ", "T": "ঞ",
    "U": "ট", "V": "ঠ", "W": "ড", "X": "ঢ", "Y": "ণ", "Z": "ত", "_": "থ", "`": "দ", "a": "ধ", "b": "ন",
    "c": "প", "d": "ফ", "e": "ব", "f": "ভ", "g": "ম", "h": "য", "i": "র", "j": "ল", "k": "শ", "l": "ষ",
    "m": "স", "n": "হ", "o": "ড়", "p": "ঢ়", "q": "য়", "r": "ৎ", "s": "ং", "t": "ঃ", "u": "ঁ",
    # vowel signs
    "v": "া", "w": "ি", "x": "ী", "y": "ু", "z": "ু", "æ": "ু", "“": "ু", "~": "ূ", "ƒ": "ূ", "‚": "ূ",
    "„": "ৃ", "…": "ৃ", "†": "ে", "‡": "ে", "ˆ": "ৈ", "‰": "ৈ", "Š": "ৗ",
    # left halves
    "”": "চ্", "•": "ঙ্", "˜": "দ্", "™": "দ্", "š": "ন্", "›": "ন্", "¤": "ম্", "®": "ষ্", "¯": "স্",
    # right and lower halves
    "&": "্", "ª": "্র", "«": "্র", "Ö": "্র", "¨": "্য", "^": "্ব", "¡": "্ব", "¦": "্ব", "Ÿ": "্ব",
    "ø": "্ল", "¬": "্ল", "\u00ad": "্ল", "œ": "্ন", "è": "্ন", "¥": "্ম", "§": "্ম", "ú": "্প", "¢": "্ভ", "£": "্ভ্র",
    "Í": "্ত", "—": "্ত", "‘": "্তু", "’": "্থ", "¿": "্ত্র", "‹": "্ক", "Œ": "্ক্র",
    # whole conjuncts
    "°": "ক্ক", "±": "ক্ট", "²": "ক্ষ্ম", "³": "ক্ত", "´": "ক্ম", "µ": "ক্র", "¶": "ক্ষ", "ÿ": "ক্ষ", "·": "ক্স",
    "¸": "গু", "º": "গ্গ", "»": "গ্ধ", "¼": "ঙ্ক", "½": "ঙ্গ", "¾": "জ্জ", "À": "জ্ঝ", "Á": "জ্ঞ",
    "Â": "ঞ্চ", "Ã": "ঞ্ছ", "Ä": "ঞ্জ", "Å": "ঞ্ঝ", "Æ": "ট্ট", "Ç": "ড্ড", "È": "ণ্ট", "É": "ণ্ঠ", "Ê": "ণ্ড", "Ð": "ণ্ড",
    "Ë": "ত্ত", "Ì": "ত্থ", "Î": "ত্র", "Ï": "দ্দ", "×": "দ্ধ", "Ø": "দ্ব", "Ù": "দ্ম", "Ú": "ন্ঠ", "Û": "ন্ড", "Ü": "ন্ধ", "Ý": "ন্স",
    "Þ": "প্ট", "ß": "প্ত", "à": "প্প", "á": "প্স", "â": "ব্জ", "ã": "ব্দ", "ä": "ব্ধ", "å": "ভ্র", "ç": "ম্ফ",
    "é": "ল্ক", "ê": "ল্গ", "ë": "ল্ট", "ì": "ল্ড", "í": "ল্প", "î": "ল্ফ", "ï": "শু", "ð": "শ্চ", "ñ": "শ্ছ",
    "ò": "ষ্ণ", "ó": "ষ্ট", "ô": "ষ্ঠ", "õ": "ষ্ফ", "ö": "স্খ", "÷": "স্ট", "ù": "স্ফ", "û": "হু", "ü": "হৃ", "ý": "হ্ন", "þ": "হ্ম",
    # digits and punctuation
    "0": "০", "1": "১", "2": "২", "3": "৩", "4": "৪", "5": "৫", "6": "৬", "7": "৭", "8": "৮", "9": "৯",
    "|": "।", "Ô": "‘", "Õ": "’", "Ò": "“", "Ó": "”", "Ñ": "—",
}
REPH = "©"  # typed after the letter that it stands on

# Characters that also are punctuation draw something only beside one of these; elsewhere they are themselves.
ONLY_AFTER: dict[str, str] = {"‘": "š¯", "’": "š¯", "—": "š¯", "“": "iª«Ö`", "&": "abcdefghijklmnoqrKLMNOPQRSTUVWXYZ_`"}
ONLY_BEFORE: dict[str, str] = {"”": "PQT", "•": "LNÿ¶"}

# How much likelier a letter is in Bijoy text than in English, as the logarithm of the ratio: counted on 800 news
# articles turned into Bijoy and the English sentences of lid_lingua. Marks that code and names use too are set to 1.
ODDS: dict[str, float] = {
    "a": -2.4, "b": 1.5, "c": 0.0, "d": -2.0, "e": -0.9, "f": -0.9, "g": 0.7, "h": -1.1, "i": 0.2, "j": 3.6, "k": 1.0,
    "l": -2.4, "m": 0.4, "n": -1.3, "o": -2.7, "p": -5.5, "q": 3.1, "r": -4.7, "s": -2.3, "t": -5.4, "u": -2.6, "v": 2.6,
    "w": 1.6, "x": 2.0, "y": 0.2, "z": 1.0, "A": 1.6, "B": 1.8, "C": -3.4, "D": 1.4, "E": -3.5, "F": -3.1, "G": 2.4,
    "H": -2.2, "I": 1.0, "J": -4.3, "K": 4.8, "L": 1.7, "M": 1.7, "N": 0.4, "O": -1.6, "P": 1.4, "Q": 4.2, "R": 2.3,
    "S": -1.5, "T": -3.9, "U": 3.1, "V": 1.5, "W": 1.3, "X": 1.9, "Y": 3.0, "Z": 6.1, "_": 1.0, "`": 1.0, "†": 2.0, "‡": 2.0,
}
# Signs that no other writing puts inside a word: each counts like a rare letter.
INSIDE_WORDS = "~©¨ª«¯±´µ¶¸º»¼½¾¡¢£¤¥¦§¬®×÷¿†‡ˆ‰˜ÿ"
INSIDE_WORD_ODDS = 4.0
# fmt: on

# A run of words is converted when its odds reach this and it holds such a sign, or a capital after a small letter...
SURE = 8.0
# ...or, with neither, when it has so many words: three ("Avgvi ... evsjv") may be anything.
WORDS_WITHOUT_SIGN = 5
# Ill-formed words per million that a run may have once converted: one in ten, for typing errors.
MOST_ILL_FORMED = 100_000
# A word whose odds are below this is English inside a Bijoy sentence, and stays.
FOREIGN = -4.0
# A Bengali word of so many letters, each of which some key types, is English if those keys have such odds on average:
# none of 50,000 different words of news, but "Facebook" and "University" typed with the Bengali font on.
SHORTEST_ENGLISH = 6
ENGLISH = -0.8

"""The laws of the normalizer as one function, and the characters that are likely to break them."""

from __future__ import annotations

import random

import unicodedata2

from corpus.text import rewriting
from corpus.text.mojibake import mojibake
from corpus.text.normalize import explain, normalize, replay
from corpus.text.rewriting import rewrite

# fmt: off
TROUBLE: tuple[str, ...] = (
    *"কতথযরবলডঢঙঅআঋঌএািীুেৈোৌৗৃৄৢ়্ঁংঃৎঽৰৱড়ঢ়য়০৯৷৴৹।॥",
    *"\u200b\u200c\u200d\u00ad\ufeff\u2060\u0640\u0000\u0007\u0080\u0085\u0091\u009d\u00a0\u2009\u3000\t\r\n\v\u2028\u2029",
    *"\u200e\u200f\u202b\u2069\u061c\u0627\u05d0\u0300\u0301\u0328\u1100\u1161\u11a8\u0958\u0915\u094d\u0344\u037e\u2126\u212b",
    *"aAeé&;#x1|`'‘’:-/^Ÿ¦¡ø¤¯œ¬àÃÂâ€¦§¥¨†‡©ï¿½ÿ\ufffd\ue000\U0001f469\ufe0f\U0001d165\uff06\uff1b\uff21\ufb01\u09e4\u2011",
    *("\ud800", "\udc00", "\U0001faf0", "\U00011099", "\U000110ba", "  ", "\n\n\n", "\r\n", " ", " ", "ক", "র", "্য"),
    *("&amp;", "&nbsp;", "&shy;", "&zwj;", "&zwnj;", "&#2551;", "&#x9c7;", "amp;", "shy;", "&am", "&#11", "&lt;", "&rlm;", "&NewLine;"),
    *("à¦†", "à§", "Ã ", "â€™", "à¦¬à¦¾", "Ã\u00a0Â¦Â†"),
    *("ত্", "ত্\u200d", "র্য", "র\u200d্য", "্\u200c", "ে্য", "দু:", "পুন:", "।।", "‘ক'", "ক|", "উলে\u00adখ", "প-ি", "বিশ^া"),
    *("evsjv‡`k", "Kg©KZ©v", "MvB", "London", "ঝঃঁফবহঃ"),
)
# fmt: on


def random_text(rng: random.Random, longest: int = 14) -> str:
    """A text of troublesome pieces; a third of the time of few different ones, which meet each other more often."""
    pieces = rng.choices(TROUBLE, k=rng.randint(2, 5)) if rng.random() < 0.33 else TROUBLE
    return "".join(rng.choices(pieces, k=rng.randint(1, longest)))


def broken_laws(text: str) -> list[str]:
    """What `normalize` promises and does not keep for `text`."""
    broken = []
    for repair in (False, True):
        once = normalize(text, repair=repair)
        if normalize(once, repair=repair) != once:
            broken.append(f"idempotent, repair={repair}")
        if unicodedata2.normalize("NFC", once) != once:
            broken.append(f"NFC, repair={repair}")
        forms = [
            form for form in ("NFC", "NFD") if normalize(unicodedata2.normalize(form, text), repair=repair) != once
        ]
        broken += [f"same for {form}, repair={repair}" for form in forms]
        if replay(text, explain(text, repair=repair)) != once:
            broken.append(f"explain replays, repair={repair}")
        if rewrite(text, repair=repair) != once:
            broken.append(f"fast path like the rules, repair={repair}")
        if not mojibake(once).lost:
            rules = rewriting._RULES[repair, True]
            if any(rewriting._settled(line, rules, 0, None) != line for line in once.split("\n")):
                broken.append(f"no rule changes the result, repair={repair}")
        try:
            once.encode()
        except UnicodeEncodeError:
            broken.append(f"no surrogates, repair={repair}")
    return broken

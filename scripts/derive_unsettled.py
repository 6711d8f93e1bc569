"""Prints corpus/tables/unsettled.py: which characters and pairs of characters the default rules may change.

The fast paths look for these and leave everything else alone. They are worked out from the rules, by running them over
every pair in many surroundings, so that there is one list of rules: `python scripts/derive_unsettled.py --write`, and
a test fails when the file is not what this script prints.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from corpus.text.rewriting import rewrite

TABLE = Path(__file__).resolve().parents[1] / "corpus" / "tables" / "unsettled.py"

# Of the block, letters that news hardly has go the slow way too: each would cost every text another search.
RARE = "\N{BENGALI LETTER VOCALIC L}ৄৗৢৣৰ\N{BENGALI SANDHI MARK}"
BENGALI = [chr(point) for point in range(0x0980, 0x0A00) if chr(point) not in RARE]
# Ordinary company of Bengali in news. What is not here goes the slow way: it is rare.
PLAIN = [
    *["\n", *(chr(point) for point in range(0x20, 0x7F))],
    *(chr(point) for first, last in [(0xA1, 0xAC), (0xAE, 0xC1)] for point in range(first, last + 1)),
    *("\u0964", "\u0965"),
    *(
        chr(point)
        for first, last in [(0x200B, 0x200D), (0x2012, 0x2027), (0x2030, 0x205E)]
        for point in range(first, last + 1)
    ),
    *(chr(point) for point in range(0x20A0, 0x20C1)),
]
BEFORE = ("", "ক", "য", "ক\u09cd", "ক\u09cdয")
AFTER = ("", "ক", "\u09cdয")


def changes(text: str) -> bool:
    """Whether the default rules change `text`."""
    return rewrite(text, repair=False) != text


def unsettled_singles() -> list[str]:
    """Characters that the rules may change whatever stands beside them; an ampersand may begin a whole entity."""
    return [
        character
        for character in (*BENGALI, *PLAIN)
        if character not in {" ", "\n", "\u200c"}
        and (
            character == "&"
            or changes(f"ক{character}ক")
            or changes(f" {character}".strip())
            or changes(f"ক ক{character}")
        )
    ]


def unsettled_pairs(singles: list[str]) -> dict[str, str]:
    """For each first character the second ones with which the rules may change it."""
    alphabet = [character for character in (*BENGALI, " ", "\n", "a", "\u200c") if character not in singles]
    # After a consonant and after a conjunct: a pair to blame is one that both ways of beginning cannot spoil.
    alone = {
        (a, b) for a in alphabet for b in alphabet if all(changes(f"{before}{a}{b}ক") for before in ("ক", "ক\u09cd"))
    }
    found = set(alone)
    for a in alphabet:
        for b in alphabet:
            if (a, b) not in alone and a not in " \n" and b not in " \n":
                surrounded = (
                    changes(f"{before}{a}{b}{after}")
                    for before in BEFORE
                    for after in AFTER
                    if ((before or "\n")[-1], a) not in alone and (b, (after or "\n")[0]) not in alone
                )
                if any(surrounded):
                    found.add((a, b))
    return {
        a: "".join(b for b in alphabet if (a, b) in found) for a in alphabet if any(first == a for first, _ in found)
    }


def ranges(characters: Iterable[str]) -> str:
    """The characters as the inside of a regular expression's brackets, in escapes."""
    spans: list[list[int]] = []
    for point in sorted(map(ord, characters)):
        if spans and point == spans[-1][1] + 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return "".join(f"\\u{low:04x}" + (f"-\\u{high:04x}" if high > low else "") for low, high in spans)


def printed() -> str:
    """The whole of corpus/tables/unsettled.py."""
    singles = unsettled_singles()
    pairs = unsettled_pairs(singles)
    settled = ranges(character for character in (*BENGALI, *PLAIN) if character not in singles)
    rows = "".join(
        f'    ("{ranges(first for first in pairs if pairs[first] == seconds)}", "{ranges(seconds)}"),\n'
        for seconds in dict.fromkeys(pairs.values())
    )
    return HEADER.format(settled=settled, rows=rows)


HEADER = '''"""What the default rules leave alone: worked out from them by scripts/derive_unsettled.py."""

from __future__ import annotations

# fmt: off
# Characters that, alone, no rule changes. What is not here is looked at by the rules themselves.
SETTLED = "{settled}"

# Pairs that a rule may change: any of the first characters before any of the second. The Latin letter a stands for
# every settled character that is not Bengali, a space or a line break.
UNSETTLED_PAIRS = (
{rows})
# fmt: on
'''

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write {TABLE.name} instead of printing it")
    if parser.parse_args().write:
        TABLE.write_text(printed(), encoding="utf-8")
    else:
        print(printed(), end="")

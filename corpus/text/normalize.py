"""One spelling of Bengali: `normalize`, and `explain`, which says what it did."""

from __future__ import annotations

from corpus.tables.spelling import RULES
from corpus.text import compiled
from corpus.text.rewriting import Edit, replay, rewrite
from corpus.text.settled import composed, nfc, settled

__all__ = ["Edit", "explain", "normalize", "replay", "rules_fired"]


def normalize(text: str, *, repair: bool = False) -> str:
    """`text` in one spelling: NFC, then the rules of corpus.tables.spelling.

    By default nothing visible is lost and no guess is made. With `repair=True` it also undoes what keyboards and
    font converters did to news text; each such guess is a rule of level L2. Takes any str, never raises, and gives the
    same again when its result is put in.

    >>> normalize("বলেছে৷&nbsp;ত\\u0981ারা")
    'বলেছে। তাঁরা'
    >>> normalize("তত্কালীন যু্ক্ত", repair=True)
    'তৎকালীন যুক্ত'
    """
    if not repair:
        kernel = compiled.kernel(len(text)) if len(text) > compiled.WORTH_ENCODING else None
        easy = settled(text) if kernel is None else compiled.one(kernel, text)
        if easy is not None:
            return easy
    return rewrite(text, repair=repair)


def explain(text: str, *, repair: bool = False) -> list[Edit]:
    """The edits that `normalize` makes, in the order in which it makes them.

    Each has the name of its rule, what it found, what it wrote, and where: the position counts code points of the
    text as the edits before it have left it, so that making them one by one (`replay`) gives what `normalize` gives.

    >>> explain("ক&amp;hellip;")
    [Edit(rule='html_entity', before='&amp;hellip;', after='…', position=1)]
    """
    edits: list[Edit] = []
    rewrite(text, repair=repair, edits=edits)
    return edits


def rules_fired(text: str, *, repair: bool = False, spelled: str | None = None) -> tuple[str, ...]:
    """The names of the rules that change `text`, in the order of the table.

    Where it is known what `normalize` makes of the text, `spelled` says so. Mostly NFC is all that it needed, and then
    no rule need run again; else the lines that changed are enough to look at, where each becomes the same by itself.

    >>> rules_fired("হঠাত\\u09cd\\u200d \\u09df৷")
    ('nfc', 'khanda_ta_joiner', 'danda_numerator')
    >>> rules_fired("হ\\u09df", spelled=normalize("হ\\u09df"))
    ('nfc',)
    """
    if spelled is not None and composed(text) == spelled:  # in NFC and equivalent to the text, so it is the text's NFC
        return ("nfc",) if spelled != text else ()
    once = nfc(text)  # to name each cluster that it changes, as `explain` does, is slow
    edits: list[Edit] = []
    before, after = once.split("\n"), (spelled or "").split("\n")
    changed = [(found, written) for found, written in zip(before, after, strict=False) if found != written]
    if len(before) != len(after) or any(
        rewrite(found, repair=repair, edits=edits) != written for found, written in changed
    ):
        edits = explain(once, repair=repair)
    fired = {edit.rule for edit in edits} | ({"nfc"} if once != text else set())
    return tuple(rule.name for rule in RULES if rule.name in fired)

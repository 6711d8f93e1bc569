"""Runs the spelling rules over one text, and remembers each edit.

There is one path: `normalize` is what `explain` says, with the edits thrown away. A text is brought to NFC, then each
line that any rule could touch is rewritten until no rule changes it, and last the gaps between lines are made even.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

import unicodedata2

from corpus.tables.codepoints import (
    ASSAMESE_RA,
    ASSAMESE_WA,
    BIDI_CONTROLS,
    CONSONANTS,
    DANDA,
    HASANTA,
    JOINERS,
    LA,
    LETTERS,
    LINE_BREAKS,
    MARKS,
    NUMERATOR_FOUR,
    PREBASE_SIGNS,
    RA,
    SIGNS,
    SOFT_HYPHEN,
)
from corpus.tables.spelling import RULES, TAKES_LA, Rule
from corpus.text.bijoy import bijoy_spans
from corpus.text.entities import entity_spans
from corpus.text.mojibake import NONE, mojibake
from corpus.text.settled import nfc, settled, unsettled_places

Span = tuple[int, int, str]  # start and end in the text, and what takes the place of what stands there

# A text that is still changing after so many passes was made to do so (`&&shy;shy;` nested without end). It stays as
# it was but for NFC, which keeps every law: real text needs three.
MOST_PASSES = 40
MOST_ROUNDS = 6


class Edit(NamedTuple):
    """One edit: `before`, which stands at `position` once all earlier edits are made, becomes `after`."""

    rule: str
    before: str
    after: str
    position: int


def replay(text: str, edits: Iterable[Edit]) -> str:
    """Make the edits one after another; what does not stand where an edit says is a ValueError.

    >>> replay("কখ", [Edit("example", "খ", "গগ", 1), Edit("example", "গ", "", 2)])
    'কগ'
    """
    # A gap buffer of short pieces: a step costs what it moves over, so millions of edits stay linear.
    left: list[str] = []
    right = [text[start : start + 256] for start in range(0, len(text), 256)][::-1]
    length = 0
    for edit in edits:
        while length > edit.position:
            piece = left.pop()
            length -= len(piece)
            right.append(piece)
        while right and length + len(right[-1]) <= edit.position:
            left.append(right.pop())
            length += len(left[-1])
        ahead = ""
        wanted = edit.position - length + len(edit.before)
        while right and len(ahead) < wanted:
            ahead += right.pop()
        kept, found = ahead[: edit.position - length], ahead[edit.position - length : wanted]
        if found != edit.before:
            raise ValueError(f"{edit.rule}: {edit.before!r} does not stand at {edit.position}, but {found!r}")
        left += (kept, edit.after)
        length += len(kept) + len(edit.after)
        right.append(ahead[wanted:])
    return "".join((*left, *reversed(right)))


def rewrite(text: str, *, repair: bool, edits: list[Edit] | None = None) -> str:
    """`text` as the rules spell it; each edit is appended to `edits` where a list is given."""
    text = _surrogates_joined(text, edits)
    text = _composed(text, edits)
    mark = 0 if edits is None else len(edits)
    try:
        rewritten = text
        done: set[str] = set()
        for _ in range(MOST_ROUNDS):
            before = rewritten
            rewritten = _round(rewritten, repair, done, edits)
            if rewritten == before:
                return rewritten
    except Unsettled:
        pass
    if edits is not None:
        del edits[mark:]
    return text


class Unsettled(Exception):  # noqa: N818 - not an error: the text is given back as it was
    """A line did not stop changing."""


def _round(text: str, repair: bool, done: set[str], edits: list[Edit] | None) -> str:
    """Everything once: mojibake for the text as a whole, then each line on its own, then the gaps between them.

    `done` are the lines that an earlier round has seen to.
    """
    lost = False
    if _HIGH_LATIN.search(text):
        found = mojibake(text)
        lost = found.lost
        for layer in found.layers:
            text = _replaced("mojibake", text, layer, 0, edits)
        text = _composed(text, edits)
    if _OTHER_BREAK.search(text):  # CR LF is one break, so before the split
        text = _replaced("line_break", text, _SPANS["line_break"](text), 0, edits)
    rules = _RULES[repair, _right_to_left(text)]
    lines = []
    base = 0
    for line in text.split("\n"):
        easy = None if repair or line in done else settled(line)
        # Where bytes are missing, a line stays untouched, or they could never be found.
        if not (line in done or easy == line or (lost and mojibake(line) != NONE)):
            needed = rules if easy is None else [rule for rule in rules if rule[0] in _GAPS]
            across = repair or _LOOKS_ACROSS.search(line)
            if not across:
                line = _words_settled(line, needed, base, edits)
            if across or _LOOKS_ACROSS.search(line) or _uneven(line):
                line = _settled(line, needed, base, edits)
            done.add(line)
        lines.append(line)
        base += len(line) + 1
    text = "\n".join(lines)
    return _replaced("blank_lines", text, _SPANS["blank_lines"](text), 0, edits) if "\n\n\n" in text else text


def _uneven(line: str) -> bool:
    return "\n" in line or "  " in line or line.startswith(" ") or line.endswith(" ")


def _words_settled(line: str, rules: Rules, base: int, edits: list[Edit] | None) -> str:
    """`line` with even gaps, and rewritten at the words that need it: so much less to look at than all of it."""
    for gap in ("space_run", "line_edge") if _uneven(line) else ():
        line = _replaced(gap, line, _SPANS[gap](line), base, edits)
    pieces: list[str] = []
    cursor = written = 0
    for place in unsettled_places(line):
        if place >= cursor:
            start = max(cursor, line.rfind(" ", cursor, place) + 1)
            end = line.find(" ", place)
            end = len(line) if end < 0 else end
            written += start - cursor
            word = _settled(line[start:end], rules, base + written, edits)
            pieces += (line[cursor:start], word)
            written += len(word)
            cursor = end
    return "".join((*pieces, line[cursor:]))


def _settled(line: str, rules: Rules, base: int, edits: list[Edit] | None) -> str:
    """`line`, which begins at `base`, rewritten until no rule changes it."""
    for _ in range(MOST_PASSES):
        before = line
        present = set(line)  # of the rules, few need what is present
        for name, needs, spans in rules:
            if needs.isdisjoint(present):
                continue
            after = _replaced(name, line, spans(line), base, edits)
            if after is not line:
                line, present = after, set(after)
        if line == before:
            return line
        line = _composed(line, edits, base)
    raise Unsettled


def _replaced(name: str, text: str, spans: Iterable[Span], base: int, edits: list[Edit] | None) -> str:
    """`text`, which begins at `base`, with the spans replaced; the very same object where there are none."""
    pieces: list[str] = []
    cursor = shift = 0
    for start, end, after in spans:
        pieces += (text[cursor:start], after)
        if edits is not None:
            edits.append(Edit(name, text[start:end], after, base + start + shift))
        shift += len(after) - (end - start)
        cursor = end
    return "".join((*pieces, text[cursor:])) if pieces else text


# --- Rules that no expression can say ---


def _surrogates_joined(text: str, edits: list[Edit] | None) -> str:
    """Pairs of surrogates become the character they spell, and a lone one U+FFFD."""
    if not _HALF.search(text):
        return text
    spans = (
        (found.start(), found.end(), found[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
        for found in _SURROGATE.finditer(text)
    )
    return _replaced("surrogate", text, spans, 0, edits)


def _composed(text: str, edits: list[Edit] | None, base: int = 0) -> str:
    composed = nfc(text)
    if edits is None or composed == text:
        return composed
    return _replaced("nfc", text, _nfc_spans(text, composed), base, edits)


def _nfc_spans(text: str, composed: str) -> list[Span]:
    """The grapheme clusters that NFC changes: their bounds keep canonical equivalents together (UAX #29)."""
    import regex  # the one use of it; 15 ms to import

    spans = []
    again = []
    for found in regex.finditer(r"\X", text):
        cluster = found[0]
        after = unicodedata2.normalize("NFC", cluster)
        again.append(after)
        if after != cluster:
            spans.append((found.start(), found.end(), after))
    # The clusters are those of another Unicode version; were a bound ever wrong, the text is one edit.
    return spans if "".join(again) == composed else [(0, len(text), composed)]


def _right_to_left(text: str) -> bool:
    """Whether a letter of `text` is written from right to left."""
    if not (_BIDI.search(text) or "&" in text):
        return True  # no direction mark, so no rule for it
    characters: set[str] = set()
    cursor = 0
    for start, end, after in entity_spans(text) if "&" in text else ():
        characters.update(text[cursor:start], after)
        cursor = end
    characters.update(text[cursor:])
    return any(
        unicodedata2.bidirectional(character) in {"R", "AL"} and unicodedata2.category(character).startswith("L")
        for character in characters
    )


def _assamese_ra_spans(line: str) -> list[Span]:
    """Assamese ra in conjuncts of Bengali words; a line with three words that keep an Assamese letter is Assamese."""
    spans: list[Span] = []
    kept = 0
    for word in _WORD.finditer(line):
        if ASSAMESE_RA in word[0] or ASSAMESE_WA in word[0]:
            inside = [
                (word.start() + found.start(), word.start() + found.end(), RA)
                for found in _CONJUNCT_RA.finditer(word[0])
            ]
            if len(inside) == word[0].count(ASSAMESE_RA) + word[0].count(ASSAMESE_WA):
                spans += inside
            else:
                kept += 1
    return spans if kept < _ASSAMESE_WORDS else []


def _soft_hyphen_spans(line: str) -> list[Span]:
    """Soft hyphens that are a subjoined la; none, if some letter of the line that takes no la is hyphenated too."""
    inside = _SOFT_HYPHEN.findall(line)
    spans = [(found.start(), found.end(), f"{HASANTA}{LA}{found[1]}") for found in _SUBJOINED_LA.finditer(line)]
    return spans if len(spans) + len(_LA_BEFORE.findall(line)) == len(inside) else []


def _pipe_spans(line: str) -> list[Span]:
    """Pipes at the end of a word, where no pipe of the line stands elsewhere: that would be a table or a separator."""
    pipes = [found.start() for found in _WORD_END_PIPE.finditer(line)]
    return [(start, start + 1, DANDA) for start in pipes] if len(pipes) == line.count("|") else []


_ADDRESS = re.compile(r"(?:(?<!\w)\w++://|www\.)[^ \n]+|(?<![\w.+-])[\w.+-]++@[^ \n]+")
# What rules that look beyond their word are about; every other default rule sees no further than a space.
_LOOKS_ACROSS = re.compile(f"[{NUMERATOR_FOUR}{ASSAMESE_RA}{ASSAMESE_WA}&\uff06]")
_OTHER_BREAK = re.compile(f"[{''.join(LINE_BREAKS)}]")
_HIGH_LATIN = re.compile("[\u00c2-\u00f4]")
_HALF = re.compile("[\ud800-\udfff]")  # ten times as fast as to ask for pairs
_SURROGATE = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
_BIDI = re.compile(f"[{BIDI_CONTROLS}]")
_WORD = re.compile(f"[{LETTERS}{MARKS}{JOINERS}]+")
_CONJUNCT_RA = re.compile(f"(?<={HASANTA}){ASSAMESE_RA}|{ASSAMESE_RA}(?=[{JOINERS}]?{HASANTA}[{CONSONANTS}])")
_SOFT_HYPHEN = re.compile(f"(?<=[{LETTERS}{MARKS}]){SOFT_HYPHEN}++(?=[{LETTERS}{MARKS}])")
_LA_BEFORE = re.compile(f"(?<={HASANTA}{LA})[{SIGNS}]?{SOFT_HYPHEN}++(?=[{LETTERS}{MARKS}])")
_SUBJOINED_LA = re.compile(
    f"(?<=[{TAKES_LA}])(?<!{HASANTA}{LA})([{PREBASE_SIGNS}]?){SOFT_HYPHEN}++(?=[{LETTERS}{MARKS}])"
)
_ASSAMESE_WORDS = 3
_WORD_END_PIPE = re.compile(f"(?<=[{LETTERS}{MARKS}])\\|(?![^ \n’”'\")\\]])")

Spans = Callable[[str], Iterable[Span]]
Rules = list[tuple[str, frozenset[str], Spans]]


def _found(rule: Rule) -> Spans:
    """What a rule with an expression finds, and writes."""
    pattern = re.compile(rule.find)
    write = rule.write if callable(rule.write) else _template(rule.write)

    def spans(text: str) -> Iterable[Span]:
        for found in pattern.finditer(text):
            after = write(found)
            if after != found[0]:
                yield found.start(), found.end(), after

    return spans


def _template(template: str) -> Callable[[re.Match[str]], str]:
    return (lambda found: found.expand(template)) if "\\" in template else (lambda _: template)


def _outside_urls(spans: Spans) -> Spans:
    """Guesses are about words of news; a web or mail address is copied."""

    def kept(line: str) -> Iterable[Span]:
        found = list(spans(line))
        if not found or not ("://" in line or "www." in line or "@" in line):
            return found
        addresses = {place for address in _ADDRESS.finditer(line) for place in range(*address.span())}
        return [span for span in found if span[0] not in addresses]

    return kept


_SPANS: dict[str, Spans] = {rule.name: _found(rule) for rule in RULES if rule.find} | {
    "html_entity": entity_spans,
    "bidi_control": lambda line: [(found.start(), found.end(), "") for found in _BIDI.finditer(line)],
    "bijoy_run": bijoy_spans,
    "bijoy_soft_hyphen": _soft_hyphen_spans,
    "assamese_ra": _assamese_ra_spans,
    "pipe": _pipe_spans,
}
_WHOLE_TEXT = {"surrogate", "nfc", "mojibake", "blank_lines"}


def _rules(repair: bool, right_to_left: bool) -> Rules:
    return [
        (
            rule.name,
            frozenset(rule.needs),
            _SPANS[rule.name] if rule.level != "L2" else _outside_urls(_SPANS[rule.name]),
        )
        for rule in RULES
        if rule.name not in _WHOLE_TEXT
        and (repair or rule.level != "L2")
        and not (right_to_left and rule.name == "bidi_control")
    ]


_RULES = {(repair, rtl): _rules(repair, rtl) for repair in (False, True) for rtl in (False, True)}
_GAPS = {"space", "space_run", "line_edge"}
"""All that a line in NFC can need of which `settled` knows what becomes of it."""

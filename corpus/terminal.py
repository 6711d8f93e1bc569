"""What a person sees in a terminal: edits with their invisible characters named, and pages with their labels."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from tqdm import tqdm

from corpus.tables.lines import THRESHOLDS
from corpus.tables.problems import GIVEN_UP

if TYPE_CHECKING:
    from corpus.text.normalize import Edit
    from corpus.text.page import Page

# Marks and format characters do not show, or show on their neighbour: they are named instead.
_NAMED = {"Mn", "Mc", "Cf", "Cc", "Co", "Zs", "Zl", "Zp"}

_COLOURS = {
    "headline": typer.colors.BRIGHT_GREEN,
    "body": typer.colors.GREEN,
    "subhead": typer.colors.GREEN,
    "byline": typer.colors.CYAN,
    "date": typer.colors.CYAN,
    "source_credit": typer.colors.CYAN,
    "kicker": typer.colors.CYAN,
    "caption": typer.colors.BLUE,
}
"""The article stands out; what is around it is dim."""


def visible(text: str) -> str:
    """Text with each character that does not stand by itself written as its Unicode name.

    >>> visible("র\\u200d")
    'র[ZERO WIDTH JOINER]'
    """
    return "".join(_visible(character) for character in text)


_Each = TypeVar("_Each")


def counted(pages: Iterable[_Each]) -> Iterable[_Each]:
    """Pages as they come, and on a terminal that shows nothing else, after two seconds, how many have come."""
    shown = sys.stderr.isatty() and not sys.stdout.isatty()
    return tqdm(pages, desc="extract", unit=" pages", delay=2, leave=False) if shown else pages


def edits(found: Sequence[Edit]) -> str:
    """One line an edit: rule, position, before and after."""
    if not found:
        return "Nothing to change."
    width = max(len(edit.rule) for edit in found)
    return "\n".join(
        f"{typer.style(edit.rule.ljust(width), fg=typer.colors.CYAN)}  {edit.position:>6}  "
        f"{typer.style(visible(edit.before) or 'nothing', fg=typer.colors.RED)} → "
        f"{typer.style(visible(edit.after) or 'nothing', fg=typer.colors.GREEN)}"
        for edit in found
    )


def page(found: Page) -> str:
    """Each line of a page with its label, score and strongest reasons, then what the article is."""
    from corpus.text.page import reasons

    lines = []
    for line, why_so in zip(found.lines, reasons(found, most=3) if found.lines else (), strict=True):
        colour = _COLOURS.get(line.label)
        why = ", ".join(f"{reason.feature} {reason.adds:+.1f}" for reason in why_so)
        label = typer.style(f"{line.label:<14} {line.score:4.2f}", fg=colour, dim=colour is None)
        lines.append(f"{label}  {typer.style(line.text, fg=colour, dim=colour is None)}  {typer.style(why, dim=True)}")
    article = found.article
    told = f"No article: {found.problem or 'this page holds none'}."
    if found.problem in GIVEN_UP:
        told = f"No article: {found.problem}, {GIVEN_UP[found.problem].format(**THRESHOLDS)}."
    if article:
        paragraphs = article.body.count("\n\n") + 1
        told = f"Article: {article.headline} ({paragraphs} paragraphs, published {article.published or 'unknown'})"
    return "\n".join([*lines, "", typer.style(told, bold=True)])


def audit(told: dict[str, Any]) -> str:
    """What an audit found: planted copies by kind and likeness, articles taken for another, and leaks."""
    rows = [f"{told['articles']:,} articles, copies of them planted among them:"]
    for each in told["found"]:
        if each["planted"]:
            likeness = f"{each['at_least']:.2f} to {each['below']:.2f}"
            share = each["found"] / each["planted"]
            rows.append(
                f"  {each['kind']:<24} {likeness:<14} {each['found']:>6,} of {each['planted']:>6,} ({share:.1%})"
            )
    rows.append(f"{told['merged']:,} articles taken for another story")
    rows.append(
        f"{told['probes']:,} rows of validation and test looked for in the other splits: {len(told['leaks']):,} leaks"
    )
    rows += [f"  {leak}" for leak in told["leaks"][:20]]
    return "\n".join(rows)


def _visible(character: str) -> str:
    if character == " " or unicodedata.category(character) not in _NAMED:
        return character
    return f"[{unicodedata.name(character, f'U+{ord(character):04X}')}]"

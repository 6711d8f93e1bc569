"""Counts how often each spelling rule fires on real text, and samples edits for a reader to judge.

python scripts/count_rules.py ../shared/data/news/articles_* --sample 300 --out /tmp/edits.tsv

Prints, as a Markdown table, edits per million code points for each rule, and ill-formed words per million before, after
the default rules, and after the guesses. The sample is a table of rule, edit and context, drawn with a fixed seed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import unicodedata2

from corpus.tables.spelling import RULES
from corpus.text.normalize import Edit, explain, normalize, replay
from corpus.text.words import _BENGALI_WORD, _WELL_FORMED

AROUND = 25  # code points of context on each side


def articles(folders: list[Path]) -> Iterator[str]:
    """The bodies of the articles in these folders."""
    for path in sorted(path for folder in folders for path in folder.glob("*.jsonl*")):
        with gzip.open(path, "rt") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                yield row.get("body") or row.get("text") or ""


def ill_formed(text: str, count: Counter[str], stage: str) -> None:
    """Add the words of `text`, and those that no grammar allows, to the count."""
    words = _BENGALI_WORD.findall(text)
    count[f"{stage} words"] += len(words)
    count[f"{stage} ill-formed"] += sum(1 for word in words if not _WELL_FORMED.fullmatch(word))


def contexts(text: str, edits: list[Edit], wanted: set[str]) -> Iterator[tuple[str, str, str, str]]:
    """Rule, what was found, what was written, and the words around it, for the edits of these rules."""
    for number, edit in enumerate(edits):
        if edit.rule in wanted:
            before = replay(text, edits[:number])
            around = before[max(0, edit.position - AROUND) : edit.position + len(edit.before) + AROUND]
            yield edit.rule, edit.before, edit.after, around


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--sample", type=int, default=300, help="edits per rule for the reader")
    parser.add_argument("--out", type=Path, help="write the sample here")
    options = parser.parse_args()
    fired: Counter[str] = Counter()
    count: Counter[str] = Counter()
    where: dict[str, list[str]] = defaultdict(list)
    for text in articles(options.folders):
        count["points"] += len(text)
        edits = explain(text, repair=True)
        fired.update(edit.rule for edit in edits)
        for rule in {edit.rule for edit in edits if edit.rule != "nfc"}:
            where[rule].append(text)
        ill_formed(unicodedata2.normalize("NFC", text), count, "NFC")
        ill_formed(normalize(text), count, "L1")
        ill_formed(normalize(text, repair=True), count, "L1+L2")
    print(f"{count['points']:,} code points\n\n| rule | level | edits | per million |\n|---|---|--:|--:|")
    for rule in RULES:
        print(
            f"| {rule.name} | {rule.level} | {fired[rule.name]:,} | {fired[rule.name] * 1e6 / count['points']:,.1f} |"
        )
    for stage in ("NFC", "L1", "L1+L2"):
        rate = count[f"{stage} ill-formed"] * 1e6 / count[f"{stage} words"]
        print(f"\n{stage}: {rate:,.0f} ill-formed words per million of {count[f'{stage} words']:,}")
    if options.out:
        rng = random.Random(0)
        rows = []
        for rule, texts in sorted(where.items()):
            chosen = rng.sample(texts, min(len(texts), options.sample))
            found = [row for text in chosen for row in contexts(text, explain(text, repair=True), {rule})]
            rows += rng.sample(found, min(len(found), options.sample))
        options.out.write_text("".join("\t".join(map(repr, row)) + "\n" for row in rows), encoding="utf-8")

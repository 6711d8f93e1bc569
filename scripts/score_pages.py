#!/usr/bin/env python3
"""Score the extractor on the labelled pages: five-fold by site, and with the weights as shipped (trained on all).

    scripts/score_pages.py [--pages ../shared/data/pages] [--quick]

Writes benchmarks/results/extract.md. `--quick` leaves the folds out. Scoring is that of ../shared/tools/score_pages.py.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
import train_lines as training

from corpus.text.evidence import Evidence, headline_keys, site_evidence
from corpus.text.labels import line_weights
from corpus.text.normalize import normalize
from corpus.text.page import judged

RESULTS = training.HERE / "benchmarks" / "results" / "extract.md"
SETS = ("example", "composed", "enciphered", "real")


def predict(one: training.Sample, weights: dict[str, Any], evidence: Evidence | None = None) -> dict[str, Any]:
    """What the extractor makes of a page under some weights; enciphered pages are read with their address."""
    address = one.row.get("address", one.row.get("url"))
    page = judged(one.lines, one.text, one.counts, weights, one.known, address, evidence)
    article = page.article
    return {
        "id": one.row["id"],
        "headline": article.headline if article else "",
        "body": article.body if article else "",
    }


def five_fold(samples: list[training.Sample]) -> dict[int, dict[str, Any]]:
    """Weights for every real page that never saw its publisher."""
    folds = training.folds_of(samples)
    chosen = {}
    for fold in range(training.FOLDS):
        weights = training.fit([one for one, f in zip(samples, folds, strict=True) if f != fold])
        chosen |= {id(one): weights for one, f in zip(samples, folds, strict=True) if f == fold}
    return chosen


def score(scorer: Any, samples: list[training.Sample], found: dict[int, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Figures for each set, and for each site of the written pages."""
    figures: dict[str, dict[str, Any]] = {}
    for name in SETS:
        chosen = [one for one in samples if one.name == name]
        gold = [
            one.row
            | (
                {"article": one.row["article"] | {"headline": one.row["article"]["headline"] or ""}}
                if one.row["article"]
                else {}
            )
            for one in chosen
        ]
        predictions = [found[id(one)] for one in chosen]
        sites = scorer.score(predictions, gold)
        if not sites:
            continue
        refused = [p for p, row in zip(predictions, gold, strict=True) if row["kind"] == "article" and not p["body"]]
        figures[name] = scorer.agg([row for rows in sites.values() for row in rows]) | {"refused": len(refused)}
        if name == "composed":
            figures |= {f"composed {site}": scorer.agg(rows) | {"refused": ""} for site, rows in sorted(sites.items())}
    return figures


def without_address(
    scorer: Any, samples: list[training.Sample], weights: dict[int, dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Figures for the enciphered pages, read as if nobody knew their address."""
    enciphered = [one for one in samples if one.name == "enciphered"]
    bare = [one._replace(row=one.row | {"address": None}) for one in enciphered]
    found = {id(page): predict(page, weights[id(one)]) for page, one in zip(bare, enciphered, strict=True)}
    figures = score(scorer, bare, found)
    return {f"{name}, no address": row for name, row in figures.items()}


def evidence_of(samples: list[training.Sample]) -> dict[int, Evidence]:
    """For each written page, what the other pages of its site and all other headlines say."""
    written = [one for one in samples if one.name == "composed"]
    by_site = defaultdict(list)
    for one in written:
        by_site[one.row["site"]].append(one)
    told = {}
    for one in written:
        recurring = site_evidence([other.counts.keys for other in by_site[one.row["site"]]])
        others = [normalize(o.row["article"]["headline"]) for o in written if o is not one and o.row["article"]]
        told[id(one)] = Evidence(recurring, headline_keys(others))
    return told


def joiners_kept(samples: list[training.Sample], found: dict[int, dict[str, Any]]) -> tuple[int, int]:
    """Joiners of the normalized gold bodies, and those of them in the output, over articles that were found."""
    gold = kept = 0
    for one in samples:
        if one.name in SETS and one.row["kind"] == "article" and found[id(one)]["body"]:
            words = " ".join(normalize(p) for p in one.row["article"]["body_paragraphs"]).split()
            output = set(found[id(one)]["body"].split())
            plain = {strip(word) for word in output}
            for word in words:
                joiners = sum(char in "\u200c\u200d" for char in word)
                if joiners and (word in output or strip(word) in plain):
                    gold += joiners
                    kept += joiners * (word in output)
    return gold, kept


def strip(word: str) -> str:
    """The word without format characters."""
    return "".join(char for char in word if unicodedata.category(char) != "Cf")


def table(title: str, figures: dict[str, dict[str, Any]]) -> str:
    """Figures as a Markdown table."""
    lines = [
        f"### {title}",
        "",
        "| pages | articles | F1 | 4-shingle F1 | perfect | headline | refused articles | without | of them refused |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    show = lambda value: "" if value is None else f"{value:.4f}" if isinstance(value, float) else str(value)  # noqa: E731
    for name, row in figures.items():
        cells = [
            row[key]
            for key in ("pages", "bag_f1", "shingle_f1", "perfect", "headline", "refused", "none_pages", "refusal")
        ]
        lines.append(f"| {name} | " + " | ".join(map(show, cells)) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Score both forms and write the page of results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=training.PAGES)
    parser.add_argument("--quick", action="store_true", help="only the weights as shipped")
    options = parser.parse_args()
    spec = importlib.util.spec_from_file_location(
        "shared_score_pages", options.pages.parents[1] / "tools" / "score_pages.py"
    )
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    parts = [__doc__ or ""]
    pages = training.read_pages(options.pages)
    for form in ("dump", "html"):
        samples = training.all_samples(pages, form)
        real = [one for one in samples if one.name in SETS]
        ours = {id(one): line_weights()[form] for one in real}
        shipped = {id(one): predict(one, ours[id(one)]) for one in real}
        figures = score(scorer, real, shipped) | without_address(scorer, real, ours)
        parts.append(table(f"{form}, weights as shipped (trained on these pages)", figures))
        gold, kept = joiners_kept(real, shipped)
        parts.append(f"joiners of the gold bodies and those kept: {gold}, {kept}\n")
        if not options.quick:
            weights = five_fold(samples)
            folded = {id(one): predict(one, weights[id(one)]) for one in real}
            figures = score(scorer, real, folded) | without_address(scorer, real, weights)
            parts.append(table(f"{form}, five-fold by site", figures))
            evidence = evidence_of(real)
            helped = {id(one): predict(one, weights[id(one)], evidence.get(id(one))) for one in real}
            figures = score(scorer, real, helped)
            parts.append(
                table(
                    f"{form}, five-fold by site, with evidence of the site's other pages",
                    {k: v for k, v in figures.items() if k.startswith("composed")},
                )
            )
        print("\n".join(parts[-4:]), flush=True)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text("# Extraction: quality\n\n" + "\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()

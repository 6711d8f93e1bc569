"""Extraction beside its peers, side by side in one run: HTML pages of many publishers, enciphered, and plain dumps.

Not measured: how peers do on text of their own languages (the pages are enciphered into Bengali), recall of comments
and tables, or metadata. Peers run as their documentation says to get the main text; nothing is tuned for either side.
Our weights are the shipped ones, trained on these pages: what they reach on publishers they never saw is the five-fold
table of extract.md (scripts/score_pages.py), and only that may be compared with the figures of the peers.
"""

from __future__ import annotations

import hashlib
import importlib.util
import platform
import statistics
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from corpus.text.dump import dump_lines
from corpus.text.features import count
from corpus.text.labels import body_odds, line_weights
from corpus.text.metadata import Metadata
from corpus.text.page import extract_html, extract_text, judged, normalized
from tests.conftest import SHARED, read_jsonl

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "extract_peers.md"
SAMPLE = 40
ROUNDS = 3


def ours(html: str) -> str:
    article = extract_html(html).article
    return article.body if article else ""


def trafilatura(html: str) -> str:
    import trafilatura as peer

    return peer.extract(html, include_comments=False) or ""


def resiliparse(html: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return extract_plain_text(html, main_content=True, alt_texts=False)


def readability(html: str) -> str:
    from lxml.html import fromstring
    from readability import Document

    return fromstring(Document(html).summary()).text_content()


def justext(html: str) -> str:
    import justext as peer

    paragraphs = peer.justext(
        html.encode(), frozenset(), length_low=30, length_high=100, stopwords_low=0, stopwords_high=0
    )
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


def newspaper4k(html: str) -> str:
    from newspaper import Article

    article = Article("https://example.com/news/1", language="bn", fetch_images=False)  # else it asks the network
    article.download(input_html=html)
    article.parse()
    return article.text


def boilerpy3(html: str) -> str:
    from boilerpy3.extractors import ArticleExtractor

    return ArticleExtractor(raise_on_failure=False).get_content(html)


READERS: dict[str, Callable[[str], str]] = {
    "ours": ours, "trafilatura": trafilatura, "resiliparse": resiliparse, "readability-lxml": readability,
    "jusText": justext, "newspaper4k": newspaper4k, "boilerpy3": boilerpy3,
}  # fmt: skip
MODULES = {
    "resiliparse": "resiliparse", "readability-lxml": "readability", "jusText": "justext", "newspaper4k": "newspaper",
    "boilerpy3": "boilerpy3",
}  # fmt: skip
PACKAGES = {"ours": "bengali-news-corpus", "jusText": "justext"}


def scorer() -> Any:
    spec = importlib.util.spec_from_file_location("shared_scores", SHARED / "tools" / "score_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def timed(reader: Callable[[str], str], pages: list[str]) -> tuple[list[str], list[float]]:
    """What a reader gives, and processor seconds of each round; a page that makes a reader fail gives nothing."""
    found: list[str] = []
    seconds = []
    for _ in range(ROUNDS):
        found = []
        started = time.process_time()
        for page in pages:
            try:
                found.append(reader(page))
            except Exception:
                if reader is ours:
                    raise
                found.append("")
        seconds.append(time.process_time() - started)
    return found, seconds


def stages(dumps: list[str]) -> list[tuple[str, float]]:
    """The share of each step in reading dumps."""
    weights = line_weights()["dump"]
    spent = dict.fromkeys(("lines", "normalize", "count", "features and model", "choice, labels, article"), 0.0)
    for dump in dumps:
        clock = [time.process_time()]
        lines = dump_lines(dump)
        clock.append(time.process_time())
        text = normalized(lines.raw)
        clock.append(time.process_time())
        counts = count(text)
        clock.append(time.process_time())
        body_odds(lines, counts, weights)
        clock.append(time.process_time())
        judged(lines, text, counts, weights, Metadata())
        clock.append(time.process_time() - (clock[4] - clock[3]))  # it works out the odds once more
        for name, start, end in zip(spent, clock, clock[1:], strict=False):
            spent[name] += end - start
    total = sum(spent.values())
    return [(name, seconds / total) for name, seconds in spent.items()]


def test_html_beside_peers() -> None:
    pytest.importorskip("trafilatura")
    score = scorer()
    rows = list(read_jsonl(SHARED / "data" / "pages" / "enciphered.jsonl.gz"))
    rows = rows[:: max(1, len(rows) // SAMPLE)][:SAMPLE]
    pages = [row["html"] for row in rows]
    digest = hashlib.sha256("".join(pages).encode()).hexdigest()[:16]
    lines = [
        "# Extraction: beside its peers\n",
        __doc__ or "",
        f"{len(pages)} pages of enciphered.jsonl.gz (sha256 {digest}), {sum(map(len, pages)) / 1e6:.1f} million "
        f"characters; Python {platform.python_version()}, {platform.machine()}; processor seconds, median of {ROUNDS} "
        "(least to most).\n",
        "| reader | version | F1 | joiners kept | pages/s | seconds | ours is faster by |",
        "|---|---|--:|--:|--:|--:|--:|",
    ]
    ours(pages[0])
    medians = {}
    for name, reader in READERS.items():
        if name in MODULES and importlib.util.find_spec(MODULES[name]) is None:
            continue
        found, seconds = timed(reader, pages)
        f1 = statistics.mean(
            max(score.f1(score.toks(text), score.toks(gold)) for gold in score.variants(row["article"]))
            for text, row in zip(found, rows, strict=True)
        )
        joiners = sum(text.count("\u200c") + text.count("\u200d") for text in found)
        medians[name] = statistics.median(seconds)
        lines.append(
            f"| {name} | {version(PACKAGES.get(name, name))} | {f1:.4f} | {joiners} | {len(pages) / medians[name]:.0f} "
            f"| {medians[name]:.2f} ({min(seconds):.2f}-{max(seconds):.2f}) | {medians[name] / medians['ours']:.1f} |"
        )
    text = [row["text"] for row in read_jsonl(SHARED / "data" / "pages" / "composed.jsonl.gz")]
    seconds = []
    for _ in range(ROUNDS):
        started = time.process_time()
        lengths = [len(extract_text(page).lines) for page in text]
        seconds.append(time.process_time() - started)
    assert min(lengths) > 0
    rate = sum(len(page.encode()) for page in text) / 1e6 / statistics.median(seconds)
    lines.append(
        f"\nPlain dumps (composed.jsonl.gz, {len(text)} pages): {rate:.1f} MB/s, "
        f"{len(text) / statistics.median(seconds):.0f} pages/s."
    )
    lines.append(
        "\nWhere the time of a dump goes: " + "; ".join(f"{name} {share:.0%}" for name, share in stages(text)) + "."
    )
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")

    assert medians["ours"] < medians["trafilatura"]

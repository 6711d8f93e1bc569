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
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from corpus.text.article import choose
from corpus.text.blocks import read
from corpus.text.dump import Lines, dump_lines
from corpus.text.features import counted
from corpus.text.inline import clean
from corpus.text.labels import body_odds, line_weights, title_place
from corpus.text.metadata import Metadata, metadata
from corpus.text.page import extract_html, extract_text, judged, spelled
from tests.conftest import SHARED, read_jsonl

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "extract_peers.md"
SAMPLE = 40
ROUNDS = 5


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


def timed(
    readers: dict[str, Callable[[str], str]], pages: list[str]
) -> tuple[dict[str, list[str]], dict[str, list[float]]]:
    """What each reader gives, and its processor seconds of each round; readers take turns, so that a busy machine slows
    all of them. A page that makes a reader fail gives nothing."""
    found: dict[str, list[str]] = {}
    seconds: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(ROUNDS):
        for name, reader in readers.items():
            found[name] = []
            started = time.process_time()
            for page in pages:
                try:
                    found[name].append(reader(page))
                except Exception:
                    if reader is ours:
                        raise
                    found[name].append("")
            seconds[name].append(time.process_time() - started)
    return found, seconds


def stages(dumps: list[str]) -> dict[str, float]:
    """Seconds of each step in reading dumps."""
    spent: dict[str, float] = defaultdict(float)
    for dump in dumps:
        clock = _Clock(spent)
        lines = clock("lines", dump_lines(dump))
        _judged(clock, lines, "dump", Metadata())
    return spent


def stages_of_html(pages: list[str]) -> dict[str, float]:
    """Seconds of each step in reading HTML."""
    spent: dict[str, float] = defaultdict(float)
    for page in pages:
        clock = _Clock(spent)
        lines, tree = clock("lines", read(page))
        known = clock("metadata", metadata(tree, brief=True))
        _judged(clock, lines, "html", known)
    return spent


def forget() -> None:
    """Empty what is kept of lines, words and dates: a crawl does not bring the same pages again."""
    for name, module in list(sys.modules.items()):
        if name.startswith("corpus.text."):
            for function in vars(module).values():
                if (getattr(function, "cache_parameters", dict)().get("maxsize") or 0) > 1000:
                    function.cache_clear()


class _Clock:
    """Notes the processor time since it was last asked."""

    def __init__(self, spent: dict[str, float]) -> None:
        self.spent = spent
        self.last_of: dict[str, float] = {}
        self.last = time.process_time()

    def __call__(self, name: str, value: Any) -> Any:
        now = time.process_time()
        self.last_of[name] = now - self.last
        self.spent[name] += now - self.last
        self.last = time.process_time()
        return value


def _judged(clock: _Clock, lines: Lines, form: str, known: Metadata) -> None:
    weights = line_weights()[form]
    text, points = clock("normalize", spelled(lines.raw))
    counts = clock("count", counted(points, len(text)))
    title = title_place(lines, counts)
    odds = clock("features and model", body_odds(lines, counts, weights, title))
    choice = clock("choice and labels", choose(lines, text, counts, odds, weights, None, known, title))
    clock("article", clean([text[place] for place in choice.body]))
    judged(lines, text, counts, weights, known)
    spent = clock.last_of
    done = sum(spent[name] for name in ("features and model", "choice and labels", "article"))
    clock("teasers and the rest", None)
    clock.spent["teasers and the rest"] -= done  # all of it was done once more


def shares(spent: dict[str, float]) -> str:
    """Each step's share of the time, the greatest first."""
    ordered = sorted(spent.items(), key=lambda step: -step[1])
    return "; ".join(f"{name} {seconds / sum(spent.values()):.0%}" for name, seconds in ordered)


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
    readers = {
        name: reader
        for name, reader in READERS.items()
        if name not in MODULES or importlib.util.find_spec(MODULES[name]) is not None
    }
    for reader in readers.values():
        reader(pages[0])  # what each loads and compiles with its first page is not its speed
    found, seconds = timed(readers, pages)
    medians = {name: statistics.median(each) for name, each in seconds.items()}
    for name, texts in found.items():
        f1 = statistics.mean(
            max(score.f1(score.toks(text), score.toks(gold)) for gold in score.variants(row["article"]))
            for text, row in zip(texts, rows, strict=True)
        )
        joiners = sum(text.count("\u200c") + text.count("\u200d") for text in texts)
        ratio = statistics.median(one / other for one, other in zip(seconds[name], seconds["ours"], strict=True))
        lines.append(
            f"| {name} | {version(PACKAGES.get(name, name))} | {f1:.4f} | {joiners} | {len(pages) / medians[name]:.0f} "
            f"| {medians[name]:.2f} ({min(seconds[name]):.2f}-{max(seconds[name]):.2f}) | {ratio:.2f} |"
        )
    lines.append("\nWhere the time of a page goes: " + shares(stages_of_html(pages)) + ".")
    text = [row["text"] for row in read_jsonl(SHARED / "data" / "pages" / "composed.jsonl.gz")]
    spent = []
    for _ in range(ROUNDS):
        forget()
        started = time.process_time()
        lengths = [len(extract_text(page).lines) for page in text]
        spent.append(time.process_time() - started)
    assert min(lengths) > 0
    rate = sum(len(page.encode()) for page in text) / 1e6 / statistics.median(spent)
    lines.append(
        f"\nPlain dumps (composed.jsonl.gz, {len(text)} pages): {rate:.1f} MB/s, "
        f"{len(text) / statistics.median(spent):.0f} pages/s."
    )
    lines.append("\nWhere the time of a dump goes: " + shares(stages(text)) + ".")
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")

    assert 4.5 * medians["ours"] < medians["trafilatura"]  # 6.4 times on a busy machine

"""Count what becomes of headlines that were edited and that came again: `check_headline_pairs.py NEWS_FOLDER`.

`gold_headline_pairs` below the folder holds links whose headline was edited, without their bodies, and headlines over
several links, with the first words of each article. An edited headline is looked for with each kind of evidence that a
page may give beside it, on bodies of other real articles, and from the headline alone. Headlines over several links
were judged by reading (`tests/data/headline_stories.tsv`): links of one number are one page, pairs in the file are one
story or undecided, and all others are two stories, except that equal first words over two days decide nothing.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from corpus.duplicates import find_duplicates
from corpus.engines.local import LocalEngine
from corpus.leaks import word_triples
from corpus.settings import Settings
from corpus.text.headlines import headline_key, near_shingles
from corpus.text.ids import digest, page_id
from corpus.text.stories import article_number
from scripts.make_duplicates import real_articles

JUDGED = Path(__file__).resolve().parents[1] / "tests" / "data" / "headline_stories.tsv"
COLUMNS = ("uid", "id", "url", "site", "headline", "body", "published")
DAY = "2026-01-05"
SITE = "khobor.example"
LEAD = 0.9
"""Share of the shorter description in the other from which both are the first words of one text, cut or not."""

NOTHING = 0.15
"""Share below which two descriptions of one story say nothing of each other: headline and nearness in number told."""


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path)
    given = parser.parse_args()
    figures = {
        "edited, with evidence": [found._asdict() for found in edited_with_evidence(given.news)],
        "edited, headline alone": [found._asdict() for found in edited_alone(given.news)],
        "one headline, several links": several_links(given.news)._asdict(),
    }
    print(json.dumps(figures, ensure_ascii=False, indent=1))


# 1. One link whose headline was edited.


class Found(NamedTuple):
    """Pairs of one link that came into one cluster, with one kind of evidence beside the headline."""

    given: str
    pairs: int
    found: int
    share: float
    reasons: dict[str, int]
    jaccard: float  # the median of the pairs' bodies
    strangers: int  # pairs of two links in one cluster


class Evidence(NamedTuple):
    """What a page under another headline of a link shares with the page under the first."""

    given: str
    address: str  # link, section (another section of the site, the same number) or site (another one)
    changed: float  # share of the words of the body
    begun: float  # share of the body that is there
    day: str | None


# fmt: off
EVIDENCE = (
    #        given                                        address    changed  begun  day
    Evidence("the link",                                  "link",    0.33,    1.0,   None),
    Evidence("the number, in another section of a site",  "section", 0.10,    1.0,   None),
    Evidence("the body, on another site",                 "site",    0.0,     1.0,   None),
    Evidence("the body, few words changed",               "site",    0.03,    1.0,   None),
    Evidence("the beginning of the body",                 "site",    0.0,     0.6,   None),
    Evidence("the body rewritten, the same day",          "site",    0.10,    1.0,   DAY),
    Evidence("the body rewritten more, the same day",     "site",    0.20,    1.0,   DAY),
    Evidence("the same day alone",                        "site",    1.0,     1.0,   DAY),
)
# fmt: on


class Version(NamedTuple):
    """What a page gives beside its headline."""

    url: str | None
    site: str
    body: str
    published: str | None


def _version(given: Evidence, url: str, turn: int, body: str, spare: list[str], chance: random.Random) -> Version:
    """The page under the `turn`th headline of a link; the first has the body as it is."""
    words = body.split()
    if turn:
        kept = words[: int(len(words) * given.begun)]
        words = [chance.choice(spare) if chance.random() < given.changed else word for word in kept]
    number = url.rsplit("/", 1)[-1]
    addresses = {"link": url, "section": f"https://{SITE}/{turn}/{number}", "site": None}
    site = f"{turn}.example" if given.address == "site" else SITE
    return Version(addresses[given.address], site, " ".join(words), given.day)


def edited_with_evidence(news: Path) -> Iterator[Found]:
    """For each kind of evidence, what the search for duplicates finds of the pairs."""
    return (found_with(news, given) for given in EVIDENCE)


def found_with(news: Path, given: Evidence, links: int | None = None) -> Found:
    """What the search finds of the pairs of the first `links` links, where `given` stands beside the headline."""
    groups = list(_read(news / "gold_headline_pairs" / "edited_headlines_jugantor.jsonl.gz"))[:links]
    bodies, spare = _bodies(news, len(groups))
    chance = random.Random(0)
    pages = []
    for link, body in zip(groups, bodies, strict=True):
        versions = [_version(given, link["url"], turn, body, spare, chance) for turn in range(len(link["titles"]))]
        pages.append([_row(title, version) for title, version in zip(link["titles"], versions, strict=True)])
    rows = [row for page in pages for row in page]
    decided = _decided(rows)
    pairs = [pair for page in pages for pair in combinations(page, 2)]
    found = [pair for pair in pairs if len({decided[each["uid"]]["cluster_id"] for each in pair}) == 1]
    reasons = Counter(decided[row["uid"]]["reason"] for row in rows)
    likeness = sorted(_jaccard(one["body"], other["body"]) for one, other in pairs)
    links_of = defaultdict(set)
    for number, page in enumerate(pages):
        for row in page:
            links_of[decided[row["uid"]]["cluster_id"]].add(number)
    return Found(
        given.given,
        len(pairs),
        len(found),
        round(len(found) / len(pairs), 4),
        {str(reason): count for reason, count in reasons.most_common() if reason},
        round(likeness[len(likeness) // 2], 2),
        sum(len(numbers) * (len(numbers) - 1) // 2 for numbers in links_of.values()),
    )


@cache
def _bodies(news: Path, count: int) -> tuple[list[str], list[str]]:
    """Bodies of different stories, and words to put into them."""
    bodies = [article["body"] for article in real_articles(news) if len(article["body"].split()) > 80]
    random.Random(0).shuffle(bodies)
    rows = [_row(f"নমুনা {number}", Version(None, SITE, body, None)) for number, body in enumerate(bodies[: 3 * count])]
    decided = _decided(rows)
    alone = [row["body"] for row in rows if decided[row["uid"]]["cluster_size"] == 1]
    return alone[:count], [word for body in bodies[-300:] for word in body.split()]


class Alone(NamedTuple):
    """Pairs of one link whose headlines are at least so near, and how many pairs of all that near are of one link."""

    at_least: float
    found: float
    near: int
    precision: float


def edited_alone(news: Path) -> Iterator[Alone]:
    """The share of the pairs that headlines alone would find, among all headlines of the file, and its precision."""
    links = list(_read(news / "gold_headline_pairs" / "edited_headlines_jugantor.jsonl.gz"))
    keys: dict[str, set[int]] = defaultdict(set)
    for number, link in enumerate(links):
        for title in link["titles"]:
            keys[headline_key(title)].add(number)
    pairs = sum(1 for link in links for _ in combinations(link["titles"], 2))
    near = [(likeness, bool(keys[one] & keys[other])) for one, other, likeness in near_pairs(keys)]
    equal = pairs - sum(1 for link in links for _ in combinations({headline_key(title) for title in link["titles"]}, 2))
    for least in (0.7, 0.8, 0.9):
        ours = [right for likeness, right in near if likeness >= least]
        yield Alone(
            least,
            round((sum(ours) + equal) / pairs, 3),
            len(ours) + equal,
            round((sum(ours) + equal) / (len(ours) + equal), 3),
        )


def near_pairs(keys: Iterable[str]) -> Iterator[tuple[str, str, float]]:
    """Pairs of headline keys that share at least half of the shorter one's shingles, with `similarity` of the two."""
    names = sorted(keys)
    holders: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        ours = near_shingles(name)
        shared = Counter(other for shingle in ours for other in holders[shingle])
        for other, both in shared.items():
            theirs = near_shingles(names[other])
            contained = both / min(len(ours), len(theirs))
            if contained >= 0.5:
                yield names[other], name, (2 * both / (len(ours) + len(theirs)) + contained) / 2
        for shingle in ours:
            holders[shingle].append(number)


# 2. One headline over several links.


class Split(NamedTuple):
    """Pairs of links under one headline, as judged by reading and as the search for duplicates decides."""

    groups: int
    groups_right: float  # of those with a decided pair: all of its decided pairs are right
    groups_told: int
    groups_told_right: float  # the same without pairs of one story whose descriptions share nothing
    pairs: int
    pairs_right: float
    one_story: int
    one_story_found: int
    two_stories: int
    two_stories_merged: int
    undecided: int


def several_links(news: Path) -> Split:
    """Whether links under one headline are split into stories as a reader splits them."""
    groups = list(_read(news / "gold_headline_pairs" / "same_headline_many_urls_jugantor.jsonl.gz"))
    judged = _judgements()
    rows = [
        [_row(group["title"], Version(url, "jugantor.com", text, None)) for url, text in _links(group)]
        for group in groups
    ]
    decided = _decided([row for group in rows for row in group], keep_recurring=True)
    counts: Counter[tuple[str, bool]] = Counter()
    right: list[bool] = []
    told_right: list[bool] = []
    for group in rows:
        verdicts, told = [], []
        for one, other in combinations(group, 2):
            truth = _truth(one, other, judged)
            merged = decided[one["uid"]]["cluster_id"] == decided[other["uid"]]["cluster_id"]
            counts[truth, merged] += 1
            if truth != "undecided":
                verdicts.append(merged == (truth == "same"))
                if truth == "different" or _contained(one["body"], other["body"]) >= NOTHING:
                    told.append(verdicts[-1])
        right += [all(verdicts)] if verdicts else []
        told_right += [all(told)] if told else []
    same, different = (counts[truth, True] + counts[truth, False] for truth in ("same", "different"))
    return Split(
        groups=len(right),
        groups_right=round(sum(right) / len(right), 4),
        groups_told=len(told_right),
        groups_told_right=round(sum(told_right) / len(told_right), 4),
        pairs=same + different,
        pairs_right=round((counts["same", True] + counts["different", False]) / (same + different), 4),
        one_story=same,
        one_story_found=counts["same", True],
        two_stories=different,
        two_stories_merged=counts["different", True],
        undecided=counts["undecided", True] + counts["undecided", False],
    )


def _links(group: dict[str, Any]) -> Iterator[tuple[str, str]]:
    return zip(group["urls"], (text or "" for text in group["descriptions"]), strict=True)


def _truth(one: dict[str, Any], other: dict[str, Any], judged: dict[frozenset[int], str]) -> str:
    pair = frozenset((_number(one), _number(other)))
    if len(pair) == 1:
        return "same"
    lead = _contained(one["body"], other["body"]) >= LEAD
    return judged.get(pair) or ("undecided" if lead else "different")


def _number(row: dict[str, Any]) -> int:
    named = article_number(row["url"], row["site"])
    assert named, f"no number in {row['url']}"
    return int(named.split()[1])


def _judgements() -> dict[frozenset[int], str]:
    with JUDGED.open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        return {frozenset((int(row["one"]), int(row["other"]))): row["judged"] for row in rows}


# The search for duplicates.


def _row(headline: str, page: Version) -> dict[str, Any]:
    id_ = page_id(page.url, page.site, headline, page.body)
    return {**page._asdict(), "id": id_, "headline": headline, "uid": digest([id_, headline, page.body])}


def _decided(rows: list[dict[str, Any]], *, keep_recurring: bool = False) -> dict[str, dict[str, Any]]:
    schema = pa.schema([(name, pa.large_string()) for name in COLUMNS])
    settings = Settings(keep_recurring_headlines=keep_recurring)
    table = pa.Table.from_pylist([{name: row[name] for name in COLUMNS} for row in rows], schema)
    with tempfile.TemporaryDirectory() as folder, LocalEngine(Path(folder)) as engine:
        held = engine.rows("rows", table.to_batches(max_chunksize=2000))
        verdicts = engine.collect(find_duplicates(engine, held, settings, shards=2))
        return {each["uid"]: each for batch in verdicts for each in batch.to_pylist()}


def _jaccard(one: str, other: str) -> float:
    ours, theirs = word_triples(one), word_triples(other)
    return len(ours & theirs) / max(len(ours | theirs), 1)


def _contained(one: str, other: str) -> float:
    ours, theirs = word_triples(one), word_triples(other)
    return len(ours & theirs) / max(min(len(ours), len(theirs)), 1)


def _read(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    main()

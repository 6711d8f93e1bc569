"""Make a labelled set of near-duplicates from real articles: `make_duplicates.py NEWS_FOLDER OUT.jsonl [--stories N]`.

The text belongs to its publishers, so OUT must lie outside the repository. Each row holds id, story, kind, headline,
body and published. Rows of one `story` are copies of one article, made as papers and scrapers make them; `kind` says
how. Rows of kind `template` are other news in the same words, and stories of their own.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.text.words import word_count

REPOSITORY = Path(__file__).resolve().parents[1]
NUMBERS = re.compile(r"[0-9০-৯]+")
EDIT_SHARES = (0.01, 0.02, 0.03, 0.04, 0.05, 0.07, 0.1, 0.2)


def main() -> None:
    """Write the set, and say what is in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--stories", type=int, default=600)
    parser.add_argument("--others", type=int, default=2000)
    given = parser.parse_args()
    if given.out.resolve().is_relative_to(REPOSITORY):
        raise SystemExit(f"{given.out} lies in the repository; news text must not.")
    count = 0
    with given.out.open("w", encoding="utf-8") as out:
        for row in labelled(given.news, given.stories, given.others):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    print(f"{given.out}: {count} rows")


def labelled(news: Path, stories: int, others: int) -> Iterator[dict[str, Any]]:
    """The rows of the set; the same for the same news."""
    chance = random.Random(20261123)
    articles = [article for article in real_articles(news) if word_count(article["body"]) >= 40]
    chance.shuffle(articles)
    sentences = [sentence for article in articles[-300:] for sentence in _sentences(article["body"])]
    for number, article in enumerate(articles[: stories + others]):
        made = [("original", article["body"])]
        if number < stories:
            made += list(copies(article["body"], sentences, chance))
        for copy, (kind, body) in enumerate(made):
            story = f"{number}" if kind != "template" else f"{number}-{copy}"
            # Each row has a headline of its own: only bodies can tell that rows are one story.
            headline = f"নমুনা {number} {copy} " + article["title"]
            yield {
                "id": f"{number}-{copy}",
                "story": story,
                "kind": kind,
                "headline": headline,
                "body": body,
                "published": None,
            }


def copies(body: str, sentences: list[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Copies of a body, each with how it was made."""
    words = body.split(" ")
    yield "unicode", chance.choice(UNICODE)(body)
    yield "unicode", chance.choice(UNICODE)(chance.choice(UNICODE)(body))
    share = chance.choice(EDIT_SHARES)
    spare = " ".join(sentences).split()
    yield "edited_words", " ".join(chance.choice(spare) if chance.random() < share else word for word in words)
    parts = _sentences(body)
    swapped = list(parts)
    for place in chance.sample(range(len(parts)), max(1, len(parts) // chance.choice((4, 6, 10)))):
        swapped[place] = chance.choice(sentences)
    yield "edited_sentences", " ".join(swapped)
    yield "cut_tail", " ".join(words[: int(len(words) * chance.choice((0.6, 0.7, 0.8, 0.9, 0.95)))])
    middle = len(parts) // 2
    yield "read_more", " ".join([*parts[:middle], "আরও পড়ুন: " + chance.choice(sentences)[:60], *parts[middle:]])
    yield "agency_copy", "\n\n".join(["নিজস্ব প্রতিবেদক, ঢাকা", " ".join(parts[:-1] or parts), "সূত্র: বাসস"])
    if NUMBERS.search(body):
        other = NUMBERS.sub(lambda found: str(chance.randrange(1, 10 ** len(found[0]))), body)
        yield (
            "template",
            " ".join(chance.choice(spare) if chance.random() < 0.15 else word for word in other.split(" ")),
        )


def real_articles(news: Path) -> Iterator[dict[str, Any]]:
    """All articles below a folder of news, in the order of their files."""
    for path in sorted(news.glob("articles_*/*.jsonl*")):
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if row.get("title") and row.get("body"):
                    yield row


def _sentences(text: str) -> list[str]:
    return [part.strip() + "।" for part in text.split("।") if part.strip()]


UNICODE = (
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: unicodedata.normalize("NFC", text),
    lambda text: text.replace("য\u09bc", "\u09df").replace("ড\u09bc", "\u09dc").replace("ঢ\u09bc", "\u09dd"),
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace(" ", "\u200b "),
    lambda text: text.replace("\u09cb", "\u09c7\u09be").replace("\u09cc", "\u09c7\u09d7"),
    lambda text: text.translate({ord(ours): str(digit) for digit, ours in enumerate("০১২৩৪৫৬৭৮৯")}),
    lambda text: text.translate({ord("‘"): "'", ord("’"): "'", ord("“"): '"', ord("”"): '"', ord("–"): "-"}),
    # Beside a digit it is a currency numerator, another word (rule 13).
    lambda text: re.sub("(?<![0-9০-৯])(?<![0-9০-৯] )।(?! ?[0-9০-৯])", "\u09f7 ", text),
    lambda text: text.replace(" ", " \u00ad"),
)
"""Ways in which the same words are written in other code points, all met in scraped news (normalization/RULES.md)."""


if __name__ == "__main__":
    main()

"""Leaks between splits, looked for by another method than the one that removed duplicates: exact, slow and simple.

An inverted index of word triples in a dictionary; no hash of ours, no sketch, no band. What the two methods have in
common is `fold` and the definition of likeness: the Jaccard index of the sets of three words in a row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from corpus.tables.duplicates import SHINGLE_WORDS, at_least
from corpus.text.fold import fold
from corpus.text.headlines import headline_key


class Article(NamedTuple):
    """What the search for leaks needs of an article."""

    id: str
    split: str
    site: str | None
    headline: str
    body: str


class Leak(NamedTuple):
    """Two articles of different splits that should not be: by the headline key that they share, or by their bodies."""

    one: str
    other: str
    splits: tuple[str, str]
    what: str
    similarity: float


def find_leaks(probes: Sequence[Article], articles: Iterable[Article]) -> Iterator[Leak]:
    """Every pair of a probe and an article of another split that share a headline key or nearly all of their bodies.

    Memory grows with the probes (rows of the small splits), not with the articles, which are read once.

    >>> same = "আজ সারা দিন ঢাকায় বৃষ্টি হতে পারে"
    >>> probe = Article("a", "test", None, "বৃষ্টি", same)
    >>> [leak.what for leak in find_leaks([probe], [Article("b", "train", None, "ঢাকায় বৃষ্টি", same + "!"), probe])]
    ['near_body']
    """
    held: dict[tuple[str, ...], list[int]] = defaultdict(list)
    sizes, heads = [], defaultdict(list)
    for number, probe in enumerate(probes):
        shingles = word_triples(probe.body)
        sizes.append(len(shingles))
        for shingle in shingles:
            held[shingle].append(number)
        if key := headline_key(probe.headline, probe.site):
            heads[key].append(number)
    for article in articles:
        shingles = word_triples(article.body)
        shared: Counter[int] = Counter()
        for shingle in shingles:
            shared.update(held.get(shingle, ()))
        for number, both in shared.items():
            likeness = both / (sizes[number] + len(shingles) - both)
            if likeness >= at_least("near_body") and probes[number].split != article.split:
                yield _leak(probes[number], article, "near_body", likeness)
        for number in heads.get(headline_key(article.headline, article.site), ()):
            if probes[number].split != article.split:
                yield _leak(probes[number], article, "same_headline", 1.0)


def word_triples(body: str) -> frozenset[tuple[str, ...]]:
    """The set of three words in a row of a body; of a shorter one, all its words.

    >>> sorted(word_triples("আজ, আজ আজ আজ!"))
    [('আজ', 'আজ', 'আজ')]
    """
    words = fold(body).split()
    if not words:
        return frozenset()
    length = min(SHINGLE_WORDS, len(words))
    return frozenset(tuple(words[start : start + length]) for start in range(len(words) - length + 1))


def _leak(probe: Article, article: Article, what: str, likeness: float) -> Leak:
    return Leak(probe.id, article.id, (probe.split, article.split), what, likeness)

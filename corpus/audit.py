"""What the search for duplicates finds in a corpus at hand, tried on copies whose likeness is known: they were made.

Copies of articles of a release are planted among them, everything is searched again, and what was found is counted by
kind and likeness. The same release is searched for leaks between its splits (`corpus.leaks`).
"""

from __future__ import annotations

import random
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from corpus.duplicates import find_duplicates
from corpus.engines.local import LocalEngine
from corpus.errors import CorpusError
from corpus.leaks import Article, Leak, find_leaks, word_triples
from corpus.settings import Settings
from corpus.tables.duplicates import PLANTED, UNICODE_VARIANTS
from corpus.text.ids import digest

_ROWS = pa.schema(
    [(name, pa.string()) for name in ("uid", "id", "url", "site", "published")]
    + [(name, pa.large_string()) for name in ("headline", "body")]
)


class Copy(NamedTuple):
    """A planted copy: of which article, made how, and how like it."""

    of: str
    kind: str
    similarity: float
    article: Article


class Found(NamedTuple):
    """Copies of a kind with a similarity from `at_least` to `below`: how many were planted, and how many found."""

    kind: str
    at_least: float
    below: float
    planted: int
    found: int


class Audit(NamedTuple):
    """What an audit says: of `articles` with planted copies; `merged` counts articles that were taken for another."""

    articles: int
    found: tuple[Found, ...]
    merged: int
    probes: int
    leaks: tuple[Leak, ...]


def audit(release: Path, *, sample: int = 1000) -> Audit:
    """Plant copies of up to `sample` articles of the release and look for them; look for leaks of as many test rows.

    Raises CorpusError where the folder holds no articles.
    """
    chosen = list(islice(_articles(release), sample))
    if not chosen:
        raise CorpusError(f"{release}: no data/*.parquet with rows. A release is a folder such as out/v1.0.0.")
    copies = [copy for article in chosen for copy in copies_of(article)]
    kept_for = _kept_for([*chosen, *(copy.article for copy in copies)])
    found = tuple(
        Found(kind, least, below, len(of_kind), sum(kept_for[c.article.id] == kept_for[c.of] for c in of_kind))
        for kind, least, below in PLANTED
        for of_kind in [[copy for copy in copies if copy.kind == kind and least <= copy.similarity < below]]
    )
    # A release holds no duplicates, so each of its articles must stand for itself or for a copy of its own.
    own = {copy.article.id: copy.of for copy in copies} | {article.id: article.id for article in chosen}
    merged = sum(own[kept_for[article.id]] != article.id for article in chosen)
    probes = list(islice((article for article in _articles(release) if article.split != "train"), sample))
    return Audit(len(chosen), found, merged, len(probes), tuple(find_leaks(probes, _articles(release))))


def copies_of(article: Article) -> Iterator[Copy]:
    """Copies of an article, the same for the same article: Unicode forms of it, edits at several rates, a cut tail."""
    chance = random.Random(article.id)
    words = article.body.split(" ")
    made = [("unicode", UNICODE_VARIANTS[name](article.body)) for name in chance.sample(sorted(UNICODE_VARIANTS), 2)]
    made += [("unicode", unicodedata.normalize("NFD", article.body))]
    made += [
        ("edited", " ".join(f"বদল{chance.randrange(10**6)}" if chance.random() < rate else word for word in words))
        for rate in (0.01, 0.03, 0.05, 0.06, 0.2)
    ]
    made += [("cut", " ".join(words[: max(1, len(words) * share // 10)])) for share in (4, 7, 9)]
    ours = word_triples(article.body)
    for number, (kind, body) in enumerate(made):
        theirs = word_triples(body)
        both = len(ours & theirs)
        likeness = both / max(len(theirs), 1) if kind == "cut" else both / max(len(ours | theirs), 1)
        name = digest([article.id, str(number)])
        # A headline of its own: only the body can give the copy away.
        yield Copy(article.id, kind, likeness, Article(name, article.split, article.site, f"নমুনা {name}", body))


def _kept_for(articles: Sequence[Article]) -> dict[str, str]:
    """The id of the article that is kept for each."""
    rows = [
        {
            "uid": digest(article[:1]),
            "id": article.id,
            "site": article.site,
            "headline": article.headline,
            "body": article.body,
        }
        for article in articles
    ]
    with tempfile.TemporaryDirectory(prefix="corpus-audit-") as folder, LocalEngine(Path(folder)) as engine:
        held = engine.rows("articles", pa.Table.from_pylist(rows, _ROWS).to_batches(max_chunksize=1000))
        verdicts = pa.Table.from_batches(list(engine.collect(find_duplicates(engine, held, Settings()))))
    kept = dict(zip(verdicts["uid"].to_pylist(), verdicts["cluster_id"].to_pylist(), strict=True))
    return {article.id: kept[row["uid"]] for article, row in zip(articles, rows, strict=True)}


def _articles(release: Path) -> Iterator[Article]:
    """The articles of a release, split by split; the small ones first, since leaks are looked for from there."""
    import pyarrow.parquet as pq

    columns = ["id", "site", "headline", "body"]
    for split in ("test", "validation", "train"):
        for path in sorted((release / "data").glob(f"{split}-*.parquet")):
            for batch in pq.ParquetFile(path).iter_batches(batch_size=256, columns=columns):
                for row in batch.to_pylist():
                    yield Article(row["id"], split, row["site"], row["headline"], row["body"])

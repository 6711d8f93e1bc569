"""No story in two splits, looked for by another method than the one that removed duplicates."""

from __future__ import annotations

import random

import pytest

from corpus.audit import audit, copies_of
from corpus.duplicates import find_duplicates
from corpus.errors import CorpusError
from corpus.leaks import Article, find_leaks, word_triples
from corpus.settings import Settings
from corpus.stages.split import split
from corpus.tables.duplicates import UNICODE_VARIANTS
from corpus.text.normalize import normalize
from tests.conftest import read_jsonl
from tests.made_articles import body, digest, edited, row, table
from tests.memory_engine import MemoryEngine

HALVES = Settings(validation_share=0.3, test_share=0.3)


def split_articles(rows, settings=HALVES):
    """The articles that a build would keep, with their splits."""
    verdicts = find_duplicates(MemoryEngine(piece=5000), table(rows), settings, shards=2)
    kept = {each["uid"]: each for each in split(settings)(verdicts.combine_chunks().to_batches()[0]).kept.to_pylist()}
    for each in rows:
        verdict = kept[each["uid"]]
        if verdict["reason"] is None:
            yield Article(each["id"], verdict["split"], each["site"], each["headline"], each["body"])


def leaks_of(articles):
    articles = list(articles)
    return list(find_leaks([each for each in articles if each.split != "train"], articles))


def near_copies(count):
    chance = random.Random(3)
    for number in range(count):
        text = body(number // 4, chance.choice((40, 80, 160, 400)) if number % 4 == 0 else 120)
        yield row(f"শিরোনাম {number // 3} লেখা হলো", edited(text, chance.choice((0, 0.02, 0.05, 0.08, 0.2)), seed=number))


def test_made_articles_do_not_leak():
    assert leaks_of(split_articles(list(near_copies(400)))) == []


def test_recurring_headlines_that_are_kept_do_not_leak():
    settings = Settings(validation_share=0.3, test_share=0.3, keep_recurring_headlines=True)
    rows = [row(f"শিরোনাম {n % 40} লেখা হলো", body(n), published=f"2026-01-{1 + n % 28:02}") for n in range(200)]
    articles = list(split_articles(rows, settings))
    assert len(articles) == 200
    assert leaks_of(articles) == []


def test_the_checker_finds_what_a_random_split_leaks():
    """A check that cannot fail is none."""
    rows = list(near_copies(200))
    articles = [
        Article(r["id"], ("train", "test")[n % 2], r["site"], r["headline"], r["body"]) for n, r in enumerate(rows)
    ]
    assert {leak.what for leak in leaks_of(articles)} == {"near_body", "same_headline"}


def test_the_checker_measures_what_python_sets_do():
    one, other = body(1), edited(body(1), 0.05)
    ours, theirs = word_triples(one), word_triples(other)
    leaks = list(find_leaks([Article("a", "test", None, "", one)], [Article("b", "train", None, "", other)]))
    assert [leak.similarity for leak in leaks] == [len(ours & theirs) / len(ours | theirs)]


def test_real_articles_do_not_leak(shared):
    """Two thousand real articles of one paper, with its own repetitions; all pairs of rows in different splits."""
    pages = read_jsonl(shared / "data/news/articles_ittefaq_hist_asifsaad/ittefaq_2013_2023.jsonl.gz")
    news = [page for page in pages if page.get("body")][:2000]
    rows = [row(normalize(each["title"]), normalize(each["body"]), id=digest(str(n))) for n, each in enumerate(news)]
    assert leaks_of(split_articles(rows)) == []


@pytest.mark.parametrize("name", UNICODE_VARIANTS)
def test_every_unicode_variant_changes_the_text_and_not_its_words(name):
    text = "পাড়ের ‘ঝড়ে’ আহত ৫ জন। কোথায় মৌসুম ছায়া নেমে এল"
    changed = UNICODE_VARIANTS[name](text)
    assert changed != text
    assert word_triples(changed) == word_triples(text)


def test_planted_copies_are_as_like_as_they_say():
    article = Article("a", "test", None, "শিরোনাম", body(1))
    for copy in copies_of(article):
        ours, theirs = word_triples(article.body), word_triples(copy.article.body)
        if copy.kind == "edited":
            assert copy.similarity == pytest.approx(len(ours & theirs) / len(ours | theirs))
    assert list(copies_of(article)) == list(copies_of(article))


def test_an_audit_counts_what_it_planted_and_finds_a_leak(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    (tmp_path / "data").mkdir()
    rows = [row(f"শিরোনাম {n} লেখা", body(n)) for n in range(20)]
    for name, part in (("train", rows[:16]), ("test", [*rows[16:], row("আরেক কথা", body(0) + " শেষ")])):
        columns = pa.Table.from_pylist([{k: r[k] for k in ("id", "site", "headline", "body")} for r in part])
        pq.write_table(columns, tmp_path / "data" / f"{name}-00000-of-00001.parquet")
    found = audit(tmp_path)
    assert sum(each.planted for each in found.found if each.kind == "unicode") == 21 * 3
    assert all(
        each.found >= 0.9 * each.planted for each in found.found if each.kind != "edited" or each.at_least >= 0.7
    )
    assert all(each.found == 0 for each in found.found if each.below <= 0.45)
    assert [leak.what for leak in found.leaks] == ["near_body"]
    assert found.merged == 1
    with pytest.raises(CorpusError, match="no data"):
        audit(tmp_path / "nowhere")

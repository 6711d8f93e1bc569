"""Every column that leaves the toolkit, with its type and its meaning. The card, loaders and tests read this."""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa

LABELS = (
    "headline", "kicker", "subhead", "byline", "date", "caption", "body", "source_credit", "related_inline",
    "related_list", "share", "nav", "ad", "comment", "footer", "tag", "other",
)  # fmt: skip
"""What a line of a page can be. Order is the order of the classes in the label model."""


class Column(NamedTuple):
    """One column: its name, Arrow type and what it holds, in a sentence for the card."""

    name: str
    type: pa.DataType
    meaning: str


_TEXT = pa.large_string()
_NAME = pa.string()

# fmt: off
PAGES = (
    Column("place",      _NAME, "where the page lay in the input: file name and line, record offset or row"),
    Column("source",     _NAME, "the form it came in: text or html"),
    Column("url",        _NAME, "address, where the input gives one"),
    Column("site",       _NAME, "site, where the input gives one"),
    Column("fetched_at", _NAME, "when it was fetched, ISO 8601, where the input gives it"),
    Column("text",       _TEXT, "the page as a plain dump; null where it is HTML"),
    Column("html",       _TEXT, "the page as HTML; null where it is a dump"),
    Column("problem",    _NAME, "why the input could not be read; null where it could"),
)

ARTICLES = (
    Column("id",             _NAME, "128-bit digest of the canonical URL, or where there is none of site, headline and body; 32 hex digits"),
    Column("url",            _NAME, "canonical URL, where known"),
    Column("site",           _NAME, "host of the URL without www., or the site that the input names"),
    Column("headline",       _TEXT, "headline, NFC"),
    Column("body",           _TEXT, "paragraphs of the article joined by a blank line, NFC"),
    Column("published",      _NAME, "date or date and time of publication as the page gives it, ISO 8601 (2025-12-12 or 2025-12-12T14:05:00+06:00)"),
    Column("category",       _NAME, "section of the site, as the page names it"),
    Column("byline",         _NAME, "who wrote it: a name, a desk, or sign-off initials"),
    Column("source_credit",  _NAME, "agency or paper that the story is credited to"),
    Column("word_count",     pa.int32(), "Bengali and other words in the body"),
    Column("bengali_share",  pa.float32(), "share of letters and marks of the body that are Bengali, 0 to 1"),
    Column("ill_formed_ppm", pa.int32(), "Bengali words of the body outside the grammar of well-formed words, per million"),
    Column("edits",          pa.list_(_NAME), "names of the normalization rules that changed headline or body"),
    Column("cluster_id",     _NAME, "id of the survivor of the story's duplicates (its own where it has none)"),
    Column("cluster_size",   pa.int32(), "articles read that tell this story, this one included"),
    Column("source",         _NAME, "the form the page came in: text or html"),
)

HEADLINES = (
    Column("text",       _TEXT, "the headline, NFC: as on the article that is held, else as first seen"),
    Column("first_date", _NAME, "earliest date seen with it, ISO 8601 day"),
    Column("times_seen", pa.int64(), "how often it was seen: as an article's headline, or in a list on another page"),
    Column("sites",      pa.list_(_NAME), "sites it was seen on, sorted"),
    Column("variants",   pa.list_(_TEXT), "other spellings of it that were seen, sorted"),
    Column("article_id", _NAME, "id of the article of that headline, where `articles` holds it"),
)

REMOVED = (
    Column("id",           _NAME, "id, as in articles; null where nothing could be read"),
    Column("url",          _NAME, "canonical URL, where known"),
    Column("site",         _NAME, "as in articles"),
    Column("stage",        _NAME, "stage that removed it: read, extract, normalize, screen, deduplicate, withdraw or split"),
    Column("reason",       _NAME, "why: 'removed because ___'"),
    Column("duplicate_of", _NAME, "id of the article that was kept in its place"),
    Column("similarity",   pa.float32(), "measured similarity to the kept article, 0 to 1, for duplicates"),
    Column("place",        _NAME, "file and place, for input that could not be read"),
    Column("headline",     _TEXT, "headline, where one was found"),
    Column("published",    _NAME, "as in articles"),
    Column("text",         _TEXT, "body where the page is an article, else the page's lines"),
)

LINES = (
    Column("id",     _NAME, "id of the page, as in articles and removed"),
    Column("number", pa.int32(), "place of the line on the page, from 0"),
    Column("text",   _TEXT, "the line, NFC"),
    Column("label",  _NAME, "what it is: one of the labels of corpus.schema.LABELS"),
    Column("score",  pa.float32(), "how sure the label is, 0 to 1"),
)
# fmt: on

CONFIGS = {"articles": ARTICLES, "headlines": HEADLINES, "removed": REMOVED, "lines": LINES}
"""The configs of a release; `articles` is the default."""


def arrow_schema(columns: tuple[Column, ...]) -> pa.Schema:
    """The Arrow schema of a table of columns.

    >>> arrow_schema(LINES).names
    ['id', 'number', 'text', 'label', 'score']
    """
    return pa.schema([(column.name, column.type) for column in columns])

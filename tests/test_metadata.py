"""Metadata: the page is asked in the order of the table, and not believed blindly."""

from __future__ import annotations

import json
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from corpus.tables.metadata import SOURCES
from corpus.text.jsonld import Graph, decoded
from corpus.text.metadata import Metadata, metadata
from corpus.text.normalize import normalize
from tests.conftest import read_jsonl

URL = "https://www.khobor.example/desh/42"


def read(html: str, url: str | None = URL, fetched_at: str | None = None) -> Metadata:
    return metadata(LexborHTMLParser(html), url=url, fetched_at=fetched_at)


def ld(**fields: object) -> str:
    node = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "নদীতে নৌকাডুবি"} | fields
    return f'<script type="application/ld+json">{json.dumps(node, ensure_ascii=False)}</script>'


SITE = '<meta property="og:site_name" content="খবরপত্র">'
# fmt: off
FIELDS = (
    # what is shown                        field            value                     page
    ("JSON-LD before meta",                "published",     "2025-12-12",             ld(datePublished="2025-12-12") + '<meta property="article:published_time" content="2025-12-13">'),
    ("meta before visible",                "published",     "2025-12-13",             '<meta property="article:published_time" content="2025-12-13"><h1>ক</h1><time datetime="2025-12-14">'),
    ("a property in capitals",             "published",     "2025-12-13",             '<meta name="ARTICLE:Published_Time" content="2025-12-13">'),
    ("the time beside the heading",        "published",     "2025-12-14T09:00:00+06:00", '<body><nav></nav><main><h1>ক</h1><time datetime="2025-12-14T09:00:00+06:00">১৪ ডিসেম্বর</time></main>'),
    ("the visible time",                   "published",     "2025-12-14T21:00:00+06:00", '<main><h1>ক</h1><time>প্রকাশ: ১৪ ডিসেম্বর ২০২৫, রাত ৯টা</time></main>'),
    ("times of a list are others'",        "published",     None,                     '<body><div><h1>সব খবর</h1>' + '<time datetime="2025-12-14">x</time>' * 12 + '</div>'),
    ("seconds since 1970",                 "published",     "2025-12-12T14:00:00+06:00", ld(datePublished=1765526400)),
    ("milliseconds in a string",           "published",     "2025-12-12T14:00:00+06:00", ld(datePublished="1765526400000")),
    ("an empty date is none",              "published",     "2025-12-13",             ld(datePublished="1970-01-01T00:00:00Z") + '<meta name="pubdate" content="2025-12-13">'),
    ("the year one is none",               "published",     None,                     ld(datePublished="0001-01-01T00:00:00")),
    ("a Bengali date in JSON-LD",          "published",     "2025-12-12T14:05:00+06:00", ld(datePublished="১২ ডিসেম্বর ২০২৫, ২:০৫ পিএম")),
    ("when it was changed",                "updated",       "2025-12-13T09:00:00+06:00", ld(dateModified="2025-12-13T09:00:00+06:00")),
    ("headline of a graph",                "headline",      "নদীতে নৌকাডুবি",           '<script type="application/ld+json">{"@graph":[{"@type":"WebPage"},{"@type":["Thing","NewsArticle"],"headline":"নদীতে নৌকাডুবি"}]}</script>'),
    ("title without the site",             "headline",      "নদীতে নৌকাডুবি",           SITE + "<title>নদীতে নৌকাডুবি | খবরপত্র</title>"),
    ("title without the site before it",   "headline",      "নদীতে নৌকাডুবি",           SITE + "<title>খবরপত্র :: নদীতে নৌকাডুবি</title>"),
    ("title without section and site",     "headline",      "নদীতে নৌকাডুবি",           SITE + "<title>নদীতে নৌকাডুবি - দেশ - খবরপত্র</title><h1>নদীতে নৌকাডুবি</h1>"),
    ("title without the host",             "headline",      "নদীতে নৌকাডুবি",           "<title>নদীতে নৌকাডুবি - khobor.example</title>"),
    ("title without the host's name",      "headline",      "নদীতে নৌকাডুবি",           "<title>নদীতে নৌকাডুবি – Khobor</title>"),
    ("a suffix that the heading lacks",    "headline",      "নদীতে নৌকাডুবি",           "<title>নদীতে নৌকাডুবি | সবার আগে সবার খবর</title><h1>নদীতে নৌকাডুবি</h1>"),
    ("a dash of the headline stays",       "headline",      "নৌকাডুবি – তিন দিন পর উদ্ধার", SITE + '<meta property="og:title" content="নৌকাডুবি – তিন দিন পর উদ্ধার"><title>নৌকাডুবি – তিন দিন পর উদ্ধার</title>'),
    ("cut for search engines",             "headline",      "পদ্মা নদীতে ঝড়ের রাতে নৌকাডুবিতে তিনজন নিখোঁজ", ld(headline="পদ্মা নদীতে ঝড়ের রাতে নৌকাডুবিতে...") + "<h1>পদ্মা নদীতে ঝড়ের রাতে নৌকাডুবিতে তিনজন নিখোঁজ</h1>"),
    ("a kicker in the heading",            "headline",      "নদীতে নৌকাডুবি",           ld() + "<h1><span>ঝড়ের রাত /</span> নদীতে নৌকাডুবি</h1>"),
    ("the logo is a heading too",          "headline",      "নদীতে নৌকাডুবি",           SITE + "<h1>খবরপত্র</h1><h1>নদীতে নৌকাডুবি</h1>"),
    ("entities, escaped twice",            "headline",      "‘নৌকা’ & নদী",             '<meta property="og:title" content="&amp;lsquo;নৌকা&amp;rsquo; &amp;amp; নদী">'),
    ("spelling is normalized",             "headline",      "ব\u09a1\u09bcদিন", '<meta property="og:title" content="ব\u09dcদিন">'),
    ("a list page names only the site",    "headline",      None,                     SITE + "<title>খবরপত্র</title><meta property='og:title' content='খবরপত্র'>"),
    ("author as a person",                 "byline",        "রহিমা বেগম",              ld(author={"@type": "Person", "name": "রহিমা বেগম"})),
    ("authors as a list",                  "byline",        "রহিমা বেগম, করিম মিয়া",     ld(author=[{"name": "রহিমা বেগম"}, "করিম মিয়া", {"name": "রহিমা বেগম"}])),
    ("author by reference",                "byline",        "রহিমা বেগম",              ld(author={"@id": "#p"}) + '<script type="application/ld+json">{"@id":"#p","@type":"Person","name":"রহিমা বেগম"}</script>'),
    ("a desk is a byline",                 "byline",        "অনলাইন ডেস্ক",            ld(author={"name": "অনলাইন ডেস্ক"})),
    ("an account is not",                  "byline",        None,                     ld(author={"name": "Admin"})),
    ("an address is not",                  "byline",        None,                     ld(author="desk@khobor.example")),
    ("a link is not",                      "byline",        "রহিমা বেগম",              '<meta property="article:author" content="https://www.facebook.com/khobor"><main><h1>ক</h1><span class="byline">রহিমা বেগম</span></main>'),
    ("a slot that was not filled is not",  "byline",        None,                     '<meta property="article:author" content="[author_link]">'),
    ("the site itself is not",             "byline",        None,                     SITE + '<meta name="author" content="খবরপত্র">'),
    ("byline without its date",            "byline",        "বিশেষ প্রতিনিধি",            '<main><h1>ক</h1><span class="rep">বিশেষ প্রতিনিধি | ৬ আগস্ট ২০২৪</span></main>'),
    ("section",                            "category",      "দেশ",                     ld(articleSection=["দেশ", "জেলা"])),
    ("section of the breadcrumbs",         "category",      "দেশ",                     '<ul class="breadcrumb"><li>প্রচ্ছদ</li><li>দেশ</li><li>নদীতে নৌকাডুবি</li></ul><h1>নদীতে নৌকাডুবি</h1><title>নদীতে নৌকাডুবি</title>'),
    ("section right above the headline",   "category",      "দেশ",                     '<div><a href="/d">দেশ</a> <h1>নদীতে নৌকাডুবি</h1></div>'),
    ("canonical link",                     "canonical_url", "https://khobor.example/desh/42", '<link rel="canonical" href="https://www.khobor.example/desh/42/?utm_source=x">'),
    ("canonical link without a host",      "canonical_url", "https://khobor.example/desh/42", '<link rel="canonical" href="/desh/42">'),
    ("canonical to the front page",        "canonical_url", "https://khobor.example/desh/42", '<link rel="canonical" href="https://khobor.example/">'),
    ("canonical to another site",          "canonical_url", "https://khobor.example/desh/42", '<link rel="canonical" href="https://elsewhere.example/desh/42">'),
    ("canonical to another edition",      "canonical_url", "https://beta.khobor.example/desh/43", '<link rel="canonical" href="https://beta.khobor.example/desh/43">'),
    ("site",                               "site_name",     "খবরপত্র",                 SITE),
    ("language",                           "language",      "bn",                     '<html lang="bn"><body></html>'),
    ("kind by JSON-LD before OpenGraph",   "kind_hint",     "article",                ld() + '<meta property="og:type" content="website">'),
    ("kind of a list by JSON-LD",          "kind_hint",     "list",                   '<script type="application/ld+json">{"@type":"CollectionPage"}</script>'),
    ("several articles are a list",        "kind_hint",     "list",                   ld(headline="এক") + ld(headline="দুই")),
    ("no kind",                            "kind_hint",     None,                     "<p>ক</p>"),
    ("description",                        "description",   "নৌকা ডুবেছে।",            '<meta name="description" content=" নৌকা\n ডুবেছে। ">'),
)
# fmt: on


@pytest.mark.parametrize(("field", "value", "page"), [row[1:] for row in FIELDS], ids=[row[0] for row in FIELDS])
def test_a_field_is_read(field, value, page):
    assert getattr(read(page), field) == value


def test_a_date_ahead_of_the_fetch_is_none():
    page = ld(datePublished="2031-01-01")

    assert read(page).published == "2031-01-01"
    assert read(page, fetched_at="2025-12-12T00:00:00Z").published is None
    assert read(page, fetched_at="2030-12-31T20:00:00Z").published == "2031-01-01"


def test_the_article_with_the_page_s_address_is_its_own():
    others = ld(headline="অন্য খবর", url="https://khobor.example/desh/41")
    own = ld(url="http://khobor.example/desh/42?ref=x", author="রহিমা বেগম")

    assert read(others + own).headline == "নদীতে নৌকাডুবি"
    assert read(others + own).byline == "রহিমা বেগম"


def test_stories_that_a_node_lists_are_not_the_page_s():
    graph = Graph([json.dumps({"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "ক"}]})])

    assert graph.articles == []
    assert graph.is_list


@pytest.mark.parametrize(
    "script",
    [
        '{"headline": "নৌকা\nডুবি"}',
        '<!-- {"headline": "নৌকা ডুবি"} -->',
        '//<![CDATA[\n{"headline": "নৌকা ডুবি"}\n//]]>',
        '/*<![CDATA[*/{"headline": "নৌকা ডুবি"}/*]]>*/',
        '{"headline": "নৌকা ডুবি"};',
        '{"headline": "নৌকা ডুবি",}',
        "{&quot;headline&quot;: &quot;নৌকা ডুবি&quot;}",
        '{"headline": "নৌকা ডুবি", "about": }',
        '{\\"headline\\":\\"নৌকা ডুবি\\"}',
        '{"headline": "নৌকা ডুবি", "articleBody": "সে বলল "না" আর গেল"}',
    ],
)
def test_broken_scripts_still_say_what_they_say(script):
    assert " ".join(decoded(script)[0]["headline"].split()) == "নৌকা ডুবি"


def test_every_source_of_the_table_can_be_asked():
    """A selector that the parser does not know would raise, a kind that nobody reads would be dead."""
    tree = LexborHTMLParser("<h1>ক</h1>")
    for source in SOURCES:
        assert source.kind in {"json-ld", "meta", "css", "near", "above"}
        if source.kind in {"css", "near", "above"}:
            tree.css(source.name)


SAID = {
    "headline": "নদীতে নৌকাডুবি", "published": "2025-12-12", "updated": "2025-12-12", "byline": "রহিমা বেগম", "category": "দেশ",
    "canonical": URL, "site_name": "খবরপত্র", "language": "bn", "description": "নৌকা ডুবেছে।",
}  # fmt: skip


@pytest.mark.parametrize("source", [s for s in SOURCES if s.kind in {"meta", "json-ld"}], ids=lambda s: s.name)
def test_no_row_of_the_table_is_dead(source):
    """What only one source says is found there."""
    said = SAID[source.field]
    crumbs = [{"@type": "ListItem", "position": 1, "name": "হোম"}, {"@type": "ListItem", "position": 2, "name": said}]
    if source.kind == "meta":
        page = f'<meta name="{source.name}" content="{said}">'
    elif source.name == "breadcrumb":
        page = f'<script type="application/ld+json">{json.dumps({"@type": "BreadcrumbList", "itemListElement": crumbs})}</script>'
    else:
        page = ld(**({"headline": None} | {source.name: {"name": said} if source.name == "publisher" else said}))
    field = "canonical_url" if source.field == "canonical" else source.field
    right = "https://khobor.example/desh/42" if source.field == "canonical" else said

    assert getattr(read(page, url=None), field) == right
    assert getattr(read("<p>ক</p>", url=None), field) is None


@pytest.mark.parametrize(
    "page",
    [
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
        '<script type="application/ld+json">' + '{"a":' * 100_000 + "</script>",
        '<script type="application/ld+json">[' + '{"@type":"NewsArticle","headline":"ক"},' * 200_000 + "1]</script>",
        '<script type="application/ld+json">{"headline": "' + "ক" * 5_000_000 + '"}</script>',
        '<script type="application/ld+json">{"headline": ' + '"a' * 500_000 + "</script>",
        '<script type="application/ld+json">' + ",}" * 500_000 + "</script>",
        '<script type="application/ld+json">{}</script>' * 20_000,
        '<meta name="author" content="x">' * 50_000,
        "".join(f'<meta name="k{n}" content="x">' for n in range(30_000)),
        '<meta property="og:title" content="' + " | " * 500_000 + '">',
        "<h1>" + "<b>" * 20_000 + "ক",
        "<h1>ক</h1>" * 30_000,
        "<title>" + "ক - " * 300_000,
        '<ul class="breadcrumb">' + "<li><a>ক</a></li>" * 30_000,
        '<link rel="canonical" href="' + "a/" * 500_000 + '">',
    ],
    ids=lambda page: page[:60],
)  # fmt: skip
def test_hostile_pages_cost_little(page):
    tree = LexborHTMLParser(page)
    start = time.process_time()
    metadata(tree, url=URL)

    assert time.process_time() - start < 1.5


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["NewsArticle", "2025-12-12", "#p", URL]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["@type", "@graph", "@id", "headline", "author", "name", "datePublished", "articleSection", "url", "mainEntityOfPage", "publisher", "itemListElement", "item", "inLanguage", "description"]),
        inner,
        max_size=6,
    ),
    max_leaves=20,
)  # fmt: skip


@given(JSON, st.text(max_size=20))
def test_whatever_a_script_holds_fields_are_text_or_none(value, title):
    html = f'<title>{title}</title><script type="application/ld+json">{json.dumps(value)}</script>'
    found = read(html, fetched_at="2025-12-12")

    for field in Metadata.__dataclass_fields__:
        text = getattr(found, field)
        assert text is None or (isinstance(text, str) and text)
        if text and field in {"headline", "byline", "category", "description"}:
            assert normalize(text) == text


def test_composed_pages_give_their_headline_date_and_section(shared):
    told: Counter[tuple[str, bool | None]] = Counter()
    for page in read_jsonl(shared / "data" / "pages" / "composed.jsonl.gz"):
        found = read(page["html"], page["url"])
        article = page["article"]
        if not article:
            assert found.kind_hint != "article"
            assert found.published is None
            continue
        told["headline", found.headline == normalize(article["headline"])] += 1
        for field in ("published", "byline", "category"):
            told[field, found_as(getattr(found, field), article[field])] += 1
    assert told["headline", True] == 250
    assert told["published", False] == told["category", False] == told["byline", False] == 0
    assert told["published", True] >= 175
    assert told["category", True] >= 125
    assert told["byline", True] >= 150


def found_as(found: str | None, right: str | None) -> bool | None:
    """Whether a field is right; None where the metadata does not hold it."""
    return None if found is None else found.startswith(normalize(right)) if right else False


def test_real_pages_give_their_dates(shared):
    wrong, right = [], 0
    for page in read_jsonl(shared / "data" / "pages" / "enciphered.jsonl.gz"):
        day = page["article"]["published"]
        found = read(page["html"], page["url"]).published
        if day and found:
            right += found[:10] == day[:10]
            wrong += [(page["url"], found, day)] * (found[:10] != day[:10])
    assert not wrong
    assert right >= 115


def test_the_one_real_bengali_article_is_read_whole(shared):
    page = next(page for page in read_jsonl(shared / "data" / "pages" / "real.jsonl.gz") if page["article"])
    found = read(page["html"], page["url"])

    assert found.headline == normalize(page["article"]["headline"])
    assert (found.published or "")[:10] == page["article"]["published"]
    assert found.byline == page["article"]["byline"]
    assert found.kind_hint == "article"


def test_a_title_that_begins_with_the_site_gives_way_to_the_heading() -> None:
    """Hand-made pages have neither h1 nor the site's name as metadata."""
    html = "<title>পাতাবাহার - শীতের পিঠা উৎসব শুরু</title><body><h2>শীতের পিঠা উৎসব শুরু</h2><h4>আরও খবর</h4>"

    assert metadata(LexborHTMLParser(html), url=None).headline == "শীতের পিঠা উৎসব শুরু"

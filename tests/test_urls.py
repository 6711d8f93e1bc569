"""Addresses: one for each page, and two pages never share one."""

from __future__ import annotations

import time
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.text.urls import LONGEST, canonical_url, site_of
from tests.conftest import read_jsonl

HOME = "https://khobor.example"
# fmt: off
SAME = (
    # canonical                     as found
    (HOME + "/",                    "HTTP://WWW.Khobor.EXAMPLE"),
    (HOME + "/",                    "khobor.example"),
    (HOME + "/",                    "https://khobor.example:443/index.php?utm_source=fb"),
    (HOME + "/",                    "//m.khobor.example./#top"),
    (HOME + "/desh/42",             "http://khobor.example:80/desh/42/"),
    (HOME + "/desh/42",             "https://user@khobor.example/desh//42?fbclid=IwAR&UTM_Medium=x"),
    (HOME + "/desh/42",             "https://khobor.example/x/../desh/./42/index.html#c3"),
    (HOME + "/desh/42",             "https://amp.khobor.example/desh/42"),
    (HOME + "/desh/42",             "https://khobor.example/amp/desh/42"),
    (HOME + "/desh/42",             "https://khobor.example/amp/story/desh/42"),
    (HOME + "/desh/42",             "https://khobor.example/desh/42/amp/"),
    (HOME + "/desh/42",             "https://khobor.example/desh/42?amp=1&outputType=amp"),
    (HOME + "/desh/42",             "https://www.google.com/amp/s/www.khobor.example/desh/42"),
    (HOME + "/desh/42",             "https://khobor-example.cdn.ampproject.org/c/s/khobor.example/amp/desh/42"),
    (HOME + "/desh/42",             "https://web.archive.org/web/20200102030405/http://www.khobor.example/desh/42"),
    (HOME + "/desh/42",             "https://web.archive.org/web/20200102030405id_/https://khobor.example/desh/42"),
    (HOME + "/desh/42",             " https://khobor.example/desh/\n42 "),
    (HOME + "/desh/42",             "https://khobor.example/desh/42;jsessionid=9A8B"),
    (HOME + "/n?id=4&page=2",       "https://khobor.example/n?page=2&amp;id=4&ref=rss"),
    (HOME + "/n?q=a%20b",           "https://khobor.example/n?q=a+b"),
    (HOME + "/n?q",                 "https://khobor.example/n?q="),
    (HOME + "/%E0%A6%96%E0%A6%AC%E0%A6%B0",  "https://khobor.example/খবর"),
    (HOME + "/%E0%A6%96%E0%A6%AC%E0%A6%B0",  "https://khobor.example/%e0%a6%96%e0%a6%ac%e0%a6%b0"),
    (HOME + "/a-b_c~d",             "https://khobor.example/%61%2Db%5Fc%7Ed"),
    (HOME + "/%25E0",               "https://khobor.example/%25E0"),
    (HOME + "/100%25",              "https://khobor.example/100%"),
    (HOME + "/%FF",                 "https://khobor.example/%ff"),
    (HOME + ":8080/a",              "https://khobor.example:08080/a"),
    (HOME + "/#!/desh/42",          "https://khobor.example/#!/desh/42"),
    ("https://xn--54b7fta0cc.example/a",   "https://বাংলা.example/a"),
)
DISTINCT = (
    ("https://khobor.example/a",          "https://khobor.example/b"),
    ("https://khobor.example/a",          "https://khobor.example/A"),
    ("https://khobor.example/n?id=4",     "https://khobor.example/n?id=5"),
    ("https://khobor.example/n?page=1",   "https://khobor.example/n"),
    ("https://khobor.example/n?type=pdf", "https://khobor.example/n?type=amp"),
    ("https://bangla.khobor.example/a",   "https://khobor.example/a"),
    ("https://en.khobor.example/a",       "https://khobor.example/a"),
    ("https://epaper.khobor.example/a",   "https://khobor.example/a"),
    ("https://m.com/a",                   "https://com/a"),
    ("https://khobor.example/a%2Fb",      "https://khobor.example/a/b"),
    ("https://khobor.example/amphan",     "https://khobor.example/han"),
    ("https://khobor.example:8080/a",     "https://khobor.example/a"),
    ("https://khobor.example/n?a=1&a=2",  "https://khobor.example/n?a=2"),
    ("https://web.archive.org/about",     "https://web.archive.org/"),
)
# fmt: on
NOT_WEB = (
    "",
    "mailto:desk@khobor.example",
    "javascript:void(0)",
    "data:text/html,খবর",
    "/desh/42",
    "#",
    "http://",
    "http://[::1",
    "খবর",
    "ftp://khobor.example/a",
)


@pytest.mark.parametrize(("canonical", "found"), SAME)
def test_addresses_of_one_page_agree(canonical, found):
    assert canonical_url(found) == canonical


@pytest.mark.parametrize(("one", "other"), DISTINCT)
def test_addresses_of_two_pages_differ(one, other):
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize("text", NOT_WEB)
def test_what_is_no_web_address_is_left(text):
    assert canonical_url(text) == text
    assert site_of(text) == ""


def test_equivalent_spellings_of_a_slug_are_one_address():
    composed, decomposed = "https://khobor.example/বড়\u09af\u09bc", "https://khobor.example/ব\u09dc\u09df"
    assert (
        canonical_url(composed) == canonical_url(decomposed) == canonical_url("https://khobor.example/" + quote("বড়য়"))
    )


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.khobor.example/a", "khobor.example"),
        ("http://m.khobor.example:8080", "khobor.example:8080"),
        ("www.bangla.khobor.example/a?b", "bangla.khobor.example"),
        ("https://web.archive.org/web/2020/http://www.khobor.example/a", "khobor.example"),
    ],
)
def test_the_site_is_the_host_without_its_screens(url, site):
    assert site_of(url) == site


PARTS = st.sampled_from(
    ["http://", "//", "www.", "m.", "amp.", "khobor", ".example", "/", "?", "#", "&", "=", "amp", "%e0", "%A6", "%25", "..", ".", ":80", ":", "@", ";jsessionid=", "utm_x", "খবর", "য়", "\u09df", "\ud800", "%2F", "+", "index.html", "story", "web.archive.org/web/2020/", "\n", "'", "&amp;", "!", "[", "\\"]
)  # fmt: skip


@given(st.lists(PARTS | st.text(max_size=3), max_size=20).map("".join) | st.text(max_size=60))
@example("http://a.b/%E0%A6")
@example("http://a.b/a%27")
@example("x&amp;amp;y")
@example("web.archive.org/web/2020///web.archive.org/web/2020/")
@example("http://www.m.amp.a.b//amp//amp/story/index.html/amp")
def test_a_canonical_address_is_its_own_and_nothing_raises(url):
    canonical = canonical_url(url)

    assert canonical_url(canonical) == canonical
    assert site_of(canonical) == site_of(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://a.b/" + "a/" * 500_000,
        "http://a.b/?" + "a=1&" * 500_000,
        "http://" + "a." * 500_000,
        "http://" + "web.archive.org/web/2020/" * 300 + "a.b/c",
        "http://a.b:" + "9" * 7000,
        "%" * 1_000_000,
    ],
)
def test_hostile_addresses_cost_little(url):
    start = time.process_time()
    canonical_url(url)

    assert time.process_time() - start < 0.3


def test_an_address_too_long_is_left_as_it_is():
    url = "https://khobor.example/" + "a" * LONGEST
    assert canonical_url(url) == url


def test_real_addresses_stay_apart_and_become_plain(shared):
    rows = [
        row["url"]
        for path in sorted((shared / "data").glob("*/*/*.jsonl*"))
        + sorted((shared / "data" / "pages").glob("*.jsonl*"))
        for row in read_jsonl(path)
        if row.get("url")
    ]
    known: dict[str, str] = {}
    for url in rows:
        canonical = canonical_url(url)
        assert canonical.isascii()
        assert urlsplit(canonical).scheme == "https"
        other = known.setdefault(canonical, url)
        assert _bare(other) == _bare(url), (other, url)
    assert len(known) > 4_000


def _bare(url: str) -> str:
    """What tells real pages of these sets apart: the path, and the parameters of lists and searches."""
    parts = urlsplit(url)
    kept = sorted(
        pair
        for pair in parts.query.split("&")
        if pair.partition("=")[0] in {"page", "q", "idx", "bc", "seite", "r", "find"}
    )
    return parts.path.rstrip("/") + "?" + "&".join(kept)

"""HTML to lines: what the pass over a page finds is what the nodes of its tree hold, read from its source or not."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from corpus.tables.dom import ANCESTORS, BLOCK_TAGS, CLASS_GROUPS, LINE_TAGS, SKIPPED_TAGS
from corpus.tables.metadata import SOURCES
from corpus.text.blocks import html_lines, read
from corpus.text.dump import Lines
from corpus.text.metadata import metadata
from tests.conftest import read_jsonl

TAGS = sorted({"p", "div", "span", "b", "a", "h1", "li", "br", "hr", "td", "script", "style", "svg", "xmp", "iframe",
               "pre", "img", "article", "option", "form", "p-x", "noframes", "math", "body", "template", "noscript"})  # fmt: skip
PIECES = [
    *(f"<{tag}>" for tag in TAGS), *(f"</{tag}>" for tag in TAGS), '<p class="related">', "<div hidden>", "<p =x>",
    "<span style='color:red;VISIBILITY : hidden'>", '<a href="x?a&b=\'<>">', '<i "q"y=1>', "নদী", " ", "\n", "পানি।",
    "&nbsp;", "&amp;", "&lt;b&gt;", "a<b", "\u2003", "\u200b", "&#0;", "\x1c", "<!-- c -->", "<!-- > -->", "<?pi x>",
    "<!--<script>", "<![CDATA[q]]>", "\u3000", "😀",
]  # fmt: skip


def texts(html: str) -> list[str]:
    """The text of each line of a page, blanks left out, asked of one node after another."""
    tree = LexborHTMLParser(html)
    if tree.body is None:
        return []
    lines = [""]

    def visit(node: Any, block: Any) -> None:
        attributes = node.attributes if node.is_element_node else {}
        hidden = "hidden" in attributes or "hidden" in (attributes.get("style") or "").lower()
        if node.tag in BLOCK_TAGS or node.tag in ("br", "hr"):
            lines.append("")
        for child in node.iter(include_text=True):
            if child.is_text_node and not hidden:
                if lines[-1] and block != own[-1]:
                    lines.append("")
                text = "".join(child.text_content.split())
                if text and not lines[-1]:
                    own.append(block)
                lines[-1] += text
            elif child.is_element_node and child.tag not in SKIPPED_TAGS:
                inner = child.mem_id if child.tag in BLOCK_TAGS and child.tag != "hr" else block
                if hidden:
                    lines.extend([""] * any(part.tag in BLOCK_TAGS | {"br"} for part in child.traverse()))
                else:
                    visit(child, inner)

    own: list[Any] = [None]
    visit(tree.body, tree.body.mem_id)
    return [line for line in lines if line]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_lines_hold_what_the_nodes_of_the_tree_hold(html: str) -> None:
    assert ["".join(line.split()) for line in html_lines(LexborHTMLParser(html)).raw] == texts(html)


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<script><!--<script></script>। ক<script>--></script><p>খ", ["খ"]),  # the inner script belongs to the outer
        ("<svg><style>&lt;/style&gt;।</style></svg><p>খ", ["খ"]),  # is written down as it must not be read again
        ("<p>ক<plaintext></p>&amp;<b>", ["ক", "</p>&amp;<b>"]),
        ("<xmp><b>&amp;</xmp>", ["<b>&amp;"]),
        ("<p>ক&nbsp;&nbsp;খ&lt;</p>", ["ক খ<"]),
        ("<frameset><frame></frameset>", []),
    ],
)
def test_raw_text_is_read_as_a_browser_does(html: str, lines: list[str]) -> None:
    assert html_lines(LexborHTMLParser(html)).raw == lines


@pytest.mark.parametrize(
    ("value", "groups"),
    [
        ("related", {"related"}), ("relatedNews", {"related", "story"}), ("XMLHttpAd", {"ad"}), ("ADNav", {"ad", "nav"}),
        ("adSHARE", {"ad", "share"}), ("unrelated", set()), ("ad2nav", {"ad", "nav"}), ("a&ad;b", {"ad"}),
        ("x" * 198 + " ad", set()), ("ক" * 197 + " ad", {"ad"}), ("", set()),
    ],
)  # fmt: skip
def test_words_of_a_class_name_its_groups(value: str, groups: set[str]) -> None:
    dom = html_lines(LexborHTMLParser(f'<p class="{value}">ক</p>')).dom
    assert dom is not None
    assert {name for place, name in enumerate(CLASS_GROUPS) if int(dom.near[0]) >> place & 1} == groups


def test_a_line_inherits_from_what_holds_it() -> None:
    html = '<div role="main" id="story"><ul><li>ক <a href="/">খগ</a></li></ul></div><h1><b>ঘ</b></h1>'
    dom = html_lines(LexborHTMLParser(html)).dom
    assert dom is not None
    assert [LINE_TAGS[tag] for tag in dom.tag] == ["li", "h1"]
    assert {name for place, name in enumerate(ANCESTORS) if int(dom.ancestors[0]) >> place & 1} == {"main", "list"}
    assert dom.far[0] == 1 << CLASS_GROUPS.index("story")
    assert (dom.linked.tolist(), dom.bold.tolist(), dom.depth.tolist()) == ([0.5, 0.0], [0.0, 1.0], [4, 3])
    assert len(set(dom.containers[0].tolist())) == 3


# --- pages read from their source, and the outline that their metadata is read from ---

WHOLE = "<!DOCTYPE html><html lang=bn><head><title>নদী</title></head><body>{}</body></html>"
ATTRIBUTES = ["", "", "", "", ' class="byline"', " class='a breadcrumb' ", " itemprop=author", ' style="Display: none"', "/",
              " rel=author hidden", ' title=">" id=related', ' CLASS="Nav" class=byline', ' style="<display:none"',
              ' type="application/ld+json"', " content='ক' property=og:title", ' datetime="2025-01-02"', " class=&#97;d"]  # fmt: skip
INSIDE = ["নদী", " ", "\n", "&nbsp;", "&#39;", "&rsquo;", "&copy", "a < b", "<!-- c -->", "<!->-->", "<!-- a --!>", "</p>",
          "</br>", "</div>", "</source>", "<tr><td>ক", "<![CDATA[x]]>", "১২ মে ২০২৫", "</body>", "<nobr>", "\0", "😀",
          "<script><!--<script></script>", "<textarea><b></textarea>", "<svg><path/><title>ক</title></svg>"]  # fmt: skip
NAMES = ["p", "p", "div", "div", "span", "a", "b", "h1", "h2", "ul", "li", "dl", "dt", "table", "tr", "td", "select", "option",
         "button", "time", "svg", "template", "noscript", "script", "xmp", "br", "img", "meta", "form", "section"]  # fmt: skip


def element(content: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    ends = st.sampled_from(["</{}>", "</{}>", "</{}>", "</{}>", ""])
    parts = st.tuples(
        st.sampled_from(NAMES), st.sampled_from(ATTRIBUTES), st.lists(content, max_size=3).map("".join), ends
    )
    return parts.map(lambda part: f"<{part[0]}{part[1]}>{part[2]}{part[3].format(part[0])}")


BODIES = st.lists(
    st.recursive(st.sampled_from(INSIDE[:3]) | st.sampled_from(INSIDE), element, max_leaves=12), max_size=4
)
HEADS = ["", "<meta name=author content=রহিম>", "<noscript><img src=x></noscript>", "<noscript><style></style></noscript>",
         '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "নদী"}</script>', "<p>"]  # fmt: skip


def assert_same(page: str | bytes, lines: Lines, outline: Any) -> None:
    """That lines and metadata are those of the parsed page."""
    tree = LexborHTMLParser(page if isinstance(page, bytes) else page.encode(errors="ignore"))
    wanted = html_lines(tree)
    assert lines.raw == wanted.raw
    assert lines.problem == wanted.problem
    assert lines.dom is not None
    assert wanted.dom is not None
    for got, right in zip(lines.dom, wanted.dom, strict=True):
        assert np.array_equal(got, right)
    assert metadata(outline) == metadata(tree)


def is_regular(page: str) -> bool:
    """Whether only an outline was parsed."""
    return bool(read(page)[1].raw_html != page.encode())


@settings(max_examples=400, deadline=None)
@given(
    BODIES.map("".join),
    st.sampled_from(HEADS),
    st.sampled_from(["<!DOCTYPE html>", ""]),
    st.sampled_from(["", " class=nav"]),
)
def test_a_source_gives_the_lines_and_metadata_of_its_tree(body: str, head: str, kind: str, attribute: str) -> None:
    page = f"{kind}<html><head>{head}<title>নদী</title></head>\n<body{attribute}>{body}</body></html>"
    assert_same(page, *read(page))


@pytest.mark.parametrize(
    "body",
    [
        "<p>ক<p>খ<ul><li>গ<li>ঘ</ul>", "<dl><dt>ক<dd>খ</dl>", "<table><tr><td>ক</td></tr></table>", "ক</p>খ", "<p>ক</div></p>",
        "<picture><source src=x></source></picture>ক", "<a href=/x?a=1&b=2>ক</a>", "<DIV CLASS='x'>ক</div >", "<br/>ক<hr>খ",
        "<script>if (a < b) '</p>'</script>ক", "<svg viewBox='0 0 1 1'><path d='M0'/><g><title>x</title></g></svg>ক",
        "<select><option>ক<option>খ</select>", "<template><p>ক</p></template>খ", "ক</body>\n</html>\n<script>x</script>", "ক &#8217;", "<b>ক\r\nখ\r</b>গ",
    ],
)  # fmt: skip
def test_pages_with_tags_in_order_are_read_from_their_source(body: str) -> None:
    page = WHOLE.format(body)
    assert is_regular(page)
    assert_same(page, *read(page))


@pytest.mark.parametrize(
    "body",
    [
        "<a>ক<a>খ</a>", "<b><p>ক</b>খ</p>", "<table><p>ক</p></table>", "<p><span>ক<p>খ", "<table><td>ক</table>", "a < b", "&copyক",
        "<form><form>ক</form>", "<h1>ক<h2>খ</h2>", "</br>ক", "<svg><p>ক</p></svg>", "<math>x</math>", "<plaintext>ক", "<script>ক",
        "<table><tr><td>ক</td></p><td>খ</td></table>", "<svg><![CDATA[ক]]></svg>", "<p title='ক", "<frameset>", "<select><p>ক</select>", "<script><!--<script></script>ক", "ক\0",
    ],
)  # fmt: skip
def test_what_a_parser_must_repair_is_left_to_it(body: str) -> None:
    page = WHOLE.format(body)
    assert not is_regular(page)
    assert_same(page, *read(page))


DAMAGE = [*PIECES, *INSIDE, *HEADS, "<table>", "<select>", "<math>", "<svg><title>", "<title>", "<textarea>", "<frameset>",
          "<plaintext>", "&#128;", "&#xD;", "&notit;", "&hellip;", "\r\n", "\r", "\ufffe", "\udfff", "\ufeff", "<P CLASS=related>",
          "<div class=a class=nav>", "<div/>", "<pre>\n", "<body class=nav hidden>", "<html>", "<!DOCTYPE html>", "<a =x>", "<p a='>",
          "<optgroup>", "<caption>", "<tbody>", "<h2>", "<strong>", "</strong>", "<del><p>", "<p-x>", "</p\n>", '"', "'", "<", "</"]  # fmt: skip


def damaged(page: str, chance: random.Random) -> str:
    """A page with up to three stretches cut out, doubled or put elsewhere, or something put between two tags."""
    for _ in range(chance.randint(1, 3)):
        start = max(page.find(chance.choice("<>"), chance.randrange(len(page))), 0)
        end = min(start + chance.choice((1, 5, 20, 80, 500)), len(page))
        if chance.random() < 0.2:
            start, end = page.find("</", start), page.find(">", page.find("</", start)) + 1
        there = chance.randrange(end, len(page) + 1) if end > 0 else 0
        page = chance.choice((
            page[:start] + page[end:], page[:end] + page[start:], page[:start] + page[end:there] + page[start:end] + page[there:],
            page[:start] + chance.choice(DAMAGE) + page[start:], page[:start] + page[start:end].upper() + page[end:],
            page[:start] + page[start:end].replace('"', "'", 1) + page[end:], page[:start] + page[start:end].replace(">", "/>", 1) + page[end:],
        ))  # fmt: skip
    return page


def test_damaged_pages_read_from_their_source_are_those_of_their_tree(shared: Path) -> None:
    rows = list(read_jsonl(shared / "data" / "pages" / "composed.jsonl.gz"))
    chance = random.Random(20261123)
    regular = 0
    for _ in range(1500):
        page = damaged(chance.choice(rows)["html"], chance)
        lines, outline = read(page)
        if outline.raw_html != page.encode(errors="ignore"):  # else both are read from the tree
            regular += 1
            assert_same(page, lines, outline)
    assert regular > 300


@pytest.mark.parametrize("start", ["\ufeff", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp1252"])
def test_bytes_are_read_as_utf_8_on_both_roads(start: str, encoding: str) -> None:
    page = (start + WHOLE.format("<meta charset=windows-1252><p>caf\xe9 ctxt</p>")).encode(encoding, errors="ignore")
    lines, tree = read(page)
    assert_same(page.removeprefix("\ufeff".encode()), lines, tree)
    assert encoding != "utf-8" or lines.raw == ["caf\xe9 ctxt"]


FOUND_BY = [source for source in SOURCES if source.kind in ("css", "near", "above") and source.name != "html[lang]"]


@pytest.mark.parametrize("source", FOUND_BY, ids=lambda source: f"{source.field}: {source.name}")
def test_an_outline_holds_what_each_selector_finds(source: Any) -> None:
    named = source.name.split(",")[0].split(" li:not")[0]
    within, _, last = named.rpartition(" ")
    tag = last.split("[")[0].split(".")[0] or "div"
    parts = [part.strip("]").lstrip("*") for part in last.split("[")[1:]]
    attributes = [part.replace("*=", "=") if "=" in part else f'{part}="2025-01-02"' for part in parts]
    classes = " ".join(last.split("[")[0].split(".")[1:])
    it = f"<{tag} {' '.join(attributes)} {f'class={classes}' if classes else ''}>বিশ্ব</{tag}>"
    around = f'<div class="breadcrumb" itemprop="author">{it}</div>' if within else it
    page = WHOLE.format(
        f"<main><p>ক</p>{'' if source.kind == 'above' else around}<div>{around}<h1>নদী</h1></div></main>"
    )
    assert is_regular(page)
    assert_same(page, *read(page))


def test_most_real_pages_are_read_from_their_source_and_all_alike(shared: Path) -> None:
    regular = pages = 0
    for name in ("real", "enciphered", "composed"):
        for row in list(read_jsonl(shared / "data" / "pages" / f"{name}.jsonl.gz"))[:: 1 if name == "real" else 3]:
            if page := row.get("html"):
                assert_same(page, *read(page))
                pages += 1
                regular += is_regular(page)
    assert regular > 0.9 * pages


HOSTILE = {
    "headings": "<div>" * 1500 + "ক " * 50_000 + "<h1>ক</h1></div>" * 1500,
    "ends": "<span>" * 9000 + "</i>ক" * 300_000,
    "ends between": "<div></i>" * 50_000,
    "attributes": "<p " + " ".join(f"a{n}=x" for n in range(100_000)) + ">ক",
    "attributes in the outline": "<h1 " + " ".join(f"a{n}=x" for n in range(100_000)) + ">ক</h1>",
    "scripts": "<script>" * 100_000,
    "comments": "<!--" * 100_000,
    "references": "&" * 100_000 + "&" + "a" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_on_hostile_sources_is_bounded(name: str) -> None:
    read(WHOLE.format("ক"))
    started = time.process_time()
    read(WHOLE.format(HOSTILE[name]))

    assert time.process_time() - started < 5

"""HTML to lines: what the pass over the serialized page finds is what the nodes of the tree hold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from corpus.tables.dom import ANCESTORS, BLOCK_TAGS, CLASS_GROUPS, LINE_TAGS, SKIPPED_TAGS
from corpus.text.blocks import html_lines

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

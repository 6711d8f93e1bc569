"""The JSON-LD of a page: the article that it describes, out of whatever scripts a content system wrote."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from typing import Any

from corpus.tables.metadata import ARTICLE_TYPES, LIST_TYPES, OTHERS_STORIES
from corpus.text.urls import canonical_url

# Bounds for hostile pages: a live blog of real life has 900 nodes in 400 kB.
MOST_NODES = 20_000
LONGEST = 2_000_000

Node = dict[str, Any]


class Graph:
    """What the JSON-LD scripts of a page describe; other stories that it lists are left out.

    >>> graph = Graph(['{"@graph": [{"@type": "NewsArticle", "headline": "নৌকাডুবি"}, {"@type": "WebSite"}]}'])
    >>> graph.article(None, ())["headline"]
    'নৌকাডুবি'
    """

    def __init__(self, scripts: Iterable[str]) -> None:
        self.articles: list[Node] = []
        self.is_list = False
        self.sections: list[Any] = []
        self._named: dict[str, Node] = {}
        room = LONGEST
        values: list[Any] = []
        for script in scripts:
            if len(script) <= room:
                room -= len(script)
                values += decoded(script)
        self._walk(values)

    def _walk(self, values: list[Any]) -> None:
        waiting = values[::-1]
        for _ in range(MOST_NODES):
            if not waiting:
                break
            value = waiting.pop()
            if isinstance(value, list):
                waiting += value[: MOST_NODES - len(waiting)][::-1]
            elif isinstance(value, dict):
                self._note(value)
                waiting += [part for key, part in value.items() if key not in OTHERS_STORIES and _nests(part)][::-1]

    def _note(self, node: Node) -> None:
        types = {str(name).rpartition("/")[2].lower() for name in _listed(node.get("@type"))}
        if isinstance(node.get("@id"), str) and len(node) > 1:
            self._named.setdefault(node["@id"], node)
        if types & ARTICLE_TYPES:
            self.articles.append(node)
        elif "breadcrumblist" in types:
            self.sections += [_item_name(item) for item in _listed(node.get("itemListElement"))[:20]]
        self.is_list = self.is_list or bool(types & LIST_TYPES)

    def article(self, url: str | None, titles: tuple[str, ...]) -> Node:
        """The node of the page's own article: the one with its address, else with its title, else the only one."""
        for node in self.articles:
            if url and any(canonical_url(link) == url for link in _links(node)):
                return node
        for node in self.articles:
            if isinstance(headline := node.get("headline"), str) and any(headline in title for title in titles):
                return node
        told = {str(node.get("headline")) for node in self.articles}
        return self.articles[0] if len(told) == 1 else {}

    def names(self, value: Any) -> list[str]:
        """Names of people or organizations, however they are written: text, a node, a reference, a list of those."""
        found: list[str] = []
        for part in _listed(value)[:10]:
            if isinstance(part, dict):
                part = part.get("name") or self._named.get(str(part.get("@id")), {}).get("name")
            found += [name for name in _listed(part)[:10] if isinstance(name, str)]
        return found


def decoded(script: str) -> list[Any]:
    """The values of a JSON-LD script, read as it was meant: in comments, escaped once too often, with loose commas.

    >>> decoded('//<![CDATA[\\n{"headline": "নৌকা\\nডুবি",}\\n//]]>')
    [{'headline': 'নৌকা\\nডুবি'}]
    """
    text = (_WRAPPING.sub("", script) if "<!" in script or "]]>" in script or "-->" in script else script).strip()
    for repair in (str, html.unescape, _without_loose_commas):
        if values := _values(repair(text)):
            return values
    # Broken beyond that: fields that stand on their own are still what the page says.
    fields = {match["key"]: match["value"].replace('\\"', '"') for match in _FIELD.finditer(text)}
    return [fields] if fields else []


_WRAPPING = re.compile(r"<!--|-->|(?://|/\*)?\s?(?:<!\[CDATA\[|\]\]>)(?:\*/)?")
_LOOSE_COMMA = re.compile(r",(\s*[}\]])")


def _without_loose_commas(text: str) -> str:
    return _LOOSE_COMMA.sub(r"\1", text)


_FIELD = re.compile(
    r'\\?"(?P<key>@type|headline|datePublished|dateModified|articleSection)\\?"\s{0,20}:\s{0,20}\\?"'
    r'(?P<value>[^"\\\n]{1,500}(?:\\"[^"\\\n]{1,500}){0,5}?)\\?"'
)
_DECODER = json.JSONDecoder(strict=False)


def _values(text: str) -> list[Any]:
    """The JSON values that stand one after another; none where the text does not begin with one."""
    values: list[Any] = []
    place = 0
    try:
        while place < len(text) and len(values) < 50:
            value, place = _DECODER.raw_decode(text, place)
            values.append(value)
            while place < len(text) and (text[place].isspace() or text[place] in ",;"):
                place += 1
    except (ValueError, RecursionError):
        pass  # the values before the broken one count
    return values


def _nests(value: Any) -> bool:
    return isinstance(value, dict | list)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _item_name(item: Any) -> Any:
    if not isinstance(item, dict):
        return None
    inner = item.get("item")
    return item.get("name") or (inner.get("name") if isinstance(inner, dict) else None)


def _links(node: Node) -> list[str]:
    links: list[Any] = [node.get("url"), node.get("mainEntityOfPage"), node.get("@id")]
    return [
        link
        for part in links
        for link in (part.get("@id") if isinstance(part, dict) else part,)
        if isinstance(link, str)
    ]

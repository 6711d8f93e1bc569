"""Real articles as pages, the way a build takes them: `python -m tests.news_pages SHARED OUT` writes the JSONL files.

The text belongs to its publishers: OUT must lie outside the repository.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.conftest import read_jsonl


def articles(shared: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each of the 7,123 articles with the name of its folder, in sorted order."""
    for file in sorted((shared / "data" / "news").glob("articles_*/*.jsonl*")):
        for row in read_jsonl(file):
            yield file.parent.name, row


def as_page(article: dict[str, Any]) -> dict[str, Any]:
    """The plain dump of an article: headline, date line where there is one, body."""
    parts = (article.get("title"), article.get("date"), article.get("body"))
    return {
        "id": article["id"],
        "url": article.get("url"),
        "site": article.get("publisher"),
        "text": "\n\n".join(part for part in parts if part),
    }


def write(shared: Path, out: Path) -> int:
    """Write a JSONL file for each folder of articles, and one for each set of labelled pages; the number of pages."""
    out.mkdir(parents=True, exist_ok=True)
    rows = [(name, as_page(article)) for name, article in articles(shared)]
    for file in sorted((shared / "data" / "pages").glob("*.jsonl*")):
        rows += [(file.name.split(".")[0], _labelled(page)) for page in read_jsonl(file)]
    for name in sorted({name for name, _ in rows}):
        with (out / f"{name}.jsonl").open("w", encoding="utf-8") as target:
            target.writelines(json.dumps(row, ensure_ascii=False) + "\n" for each, row in rows if each == name)
    return len(rows)


def _labelled(page: dict[str, Any]) -> dict[str, Any]:
    return {name: page.get(name) for name in ("id", "url", "site", "fetched_at", "text", "html")}


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), Path(sys.argv[2])), "pages")

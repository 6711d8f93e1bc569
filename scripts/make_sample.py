"""Write the sample pages that ship with the project, `sample/`, from the texts in `scripts/sample_stories/`.

The texts are data that a Bengali reader can review and change (TOML); `scripts/sample_templates/` holds the shapes of
the sites. A run writes the same bytes each time: no clock, no chance, fixed record ids.

    python scripts/make_sample.py            # rewrites sample/pages/ and sample/expected.jsonl
    python scripts/make_sample.py --out DIR  # writes them elsewhere
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

from sample_maker.forms import FORMS
from sample_maker.model import Page
from sample_maker.pages import all_pages

SAMPLE = Path(__file__).resolve().parents[1] / "sample"


def expected(page: Page, file: str, record: int) -> dict[str, Any]:
    """The right answer for a page, as sample/README.md describes it."""
    article = page.kind == "article"
    return {
        "file": file,
        "record": record,
        "url": page.url,
        "site": page.site.host,
        "kind": page.kind,
        "none_kind": page.none_kind or None,
        "story": page.story or None,
        "relation": page.relation if article else None,
        "recurring": page.recurring or None,
        "headline": page.headline if article else None,
        "published": page.known_date,
        "byline": page.byline or page.initials or None,
        "source_credit": page.source or None,
        "body_paragraphs": page.paragraphs("body") if article else [],
        "subheads": page.paragraphs("subhead") if article else [],
    }


def make(out: Path) -> list[dict[str, Any]]:
    """Write all pages to `out`/pages and their right answers to `out`/expected.jsonl, which are given back."""
    pages = all_pages()
    folder = out / "pages"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    answers = []
    for site in dict.fromkeys(page.site.key for page in pages):
        own = [page for page in pages if page.site.key == site]
        answers += [expected(*written) for written in FORMS[own[0].site.form](folder, own)]
    lines = "".join(json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers)
    (out / "expected.jsonl").write_text(lines, encoding="utf-8")
    return answers


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=SAMPLE, help="folder to write to (default: sample/)")
    answers = make(parser.parse_args().out)
    articles_ = sum(answer["kind"] == "article" for answer in answers)
    print(f"{len(answers)} pages of {len({answer['site'] for answer in answers})} sites, {articles_} of them articles")


if __name__ == "__main__":
    main()

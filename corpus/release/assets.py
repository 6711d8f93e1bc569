"""The files that go into each release from the project's own folder: the card's template, licence and citation."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import corpus
from corpus.errors import CorpusError

TEMPLATE = "DATASET_CARD.md"


def text(name: str) -> str:
    """The text of one of them, beside the package in a checkout or inside it where it was installed from a wheel."""
    package = Path(corpus.__file__).parent
    for path in (package.parent / name, package / "release" / "assets" / name):
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise CorpusError(f"{name}: not found beside or inside {package}. Install bengali-news-corpus again.")


def digest() -> str:
    """A digest of the card's template."""
    return f"sha256-{hashlib.sha256(text(TEMPLATE).encode()).hexdigest()}"


def citation(version: str) -> str:
    """CITATION.cff with the version of the release."""
    return re.sub(r"(?m)^version: .*$", f"version: {version}", text("CITATION.cff"))

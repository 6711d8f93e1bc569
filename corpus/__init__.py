"""Raw Bengali news pages to text that language models can be trained and tested on."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from corpus.release.load import load
    from corpus.text.arrays import normalize_array
    from corpus.text.normalize import explain, normalize
    from corpus.text.page import Article, Line, Page, extract_html, extract_text

# Names are imported when first used: `datasets` alone takes 1.7 s, and a filter over text needs none of it.
_HOME = {
    "normalize": "corpus.text.normalize",
    "explain": "corpus.text.normalize",
    "normalize_array": "corpus.text.arrays",
    "extract_text": "corpus.text.page",
    "extract_html": "corpus.text.page",
    "Page": "corpus.text.page",
    "Line": "corpus.text.page",
    "Article": "corpus.text.page",
    "load": "corpus.release.load",
}

__all__ = [
    "Article",
    "Line",
    "Page",
    "__version__",
    "explain",
    "extract_html",
    "extract_text",
    "load",
    "normalize",
    "normalize_array",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(f"module 'corpus' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__

"""Names that last: an id is a 128-bit BLAKE2b digest of what a thing is, never of where it lay."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from corpus.text.urls import canonical_url

_SEPARATOR = b"\x1f"  # the unit separator: no normalized text holds it, so ("ab", "c") and ("a", "bc") differ


def digest(parts: Iterable[str | None]) -> str:
    """32 hex digits that name the parts in their order; an empty part and none are the same.

    >>> digest(["ab", "c"]) == digest(["a", "bc"])
    False
    """
    joined = _SEPARATOR.join((part or "").encode("utf-8", "replace") for part in parts)
    return blake2b(joined, digest_size=16).hexdigest()


def page_id(url: str | None, site: str | None, headline: str | None, body: str | None) -> str:
    """The id of a page: of its canonical URL, or where it has none of site, headline and body.

    >>> page_id("https://www.khobor.example/1?utm_source=x", None, None, None) == page_id(
    ...     "http://khobor.example/1", "khobor", "শিরোনাম", "খবর")
    True
    """
    return digest([canonical_url(url)]) if url else digest([site, headline, body])

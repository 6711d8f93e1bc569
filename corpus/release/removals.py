"""Removals on request: what is taken out of this release and of every later one, known only by digests.

A request names an article by URL or id, a headline by its words, or a whole site. What is kept of it is a tombstone in
the manifest, which the next release inherits, so that the file of requests itself need not be kept for ever.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from corpus.errors import CorpusError
from corpus.release.manifest import Manifest, Tombstone
from corpus.release.parquet import row_groups
from corpus.text.dates import split_trailing_date
from corpus.text.fold import fold
from corpus.text.urls import site_of

if TYPE_CHECKING:
    import numpy as np

STAGE, REASON = "withdraw", "removal_request"
EXCERPT_WORDS = 5
"""Words from which a line that stands in a text is a quotation of it and not a formula."""
COMMON = 1_000
"""Texts in which a run of words is looked for; one that stands in more is a formula, and would cost time."""

KEPT = ("id", "stage", "reason")
"""All that a row of `removed` keeps of a page that was taken out on request: enough to balance the ledger."""


def read_requests(path: Path) -> dict[Tombstone, str]:
    """The tombstones of a file of requests, and the place of each (file and line, nothing that it says).

    Raises `CorpusError` that names the line where one cannot be read.

    One request a line: a URL, an id of 32 hex digits, `site: example.com`, or `headline: its words`. Empty lines and
    lines that start with `#` do not count.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: {error}. The file of removals is UTF-8 text, one request a line.") from error
    found: dict[Tombstone, str] = {}
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.lstrip().startswith("#"):
            try:
                found.setdefault(tombstone(line.strip()), f"{path}:{number}")
            except ValueError as error:
                raise CorpusError(f"{path}:{number}: {error}") from None
    return found


def tombstone(request: str) -> Tombstone:
    """The tombstone of one request.

    >>> tombstone("0123456789abcdef0123456789abcdef").kind
    'id'
    >>> tombstone("headline: সেতুতে যান চলাচল বন্ধ") == tombstone("headline: ‘সেতুতে’ যান চলাচল বন্ধ")
    True
    """
    if re.fullmatch(r"[0-9a-f]{32}", request):
        return Tombstone("id", request)
    if re.match(r"https?://", request, re.IGNORECASE):
        from corpus.text.ids import page_id

        return Tombstone("id", page_id(request, None, None, None))
    kind, colon, value = (part.strip() for part in request.partition(":"))
    if colon and kind == "site" and re.fullmatch(r"(https?://)?[^\s/]+/?", value, re.IGNORECASE):
        return Tombstone("site", _site_digest(value))
    if colon and kind == "headline" and (digest := headline_digest(value)):
        return Tombstone("headline", digest)
    raise ValueError(
        f"{request!r} is no request. Write a URL, an id of 32 hex digits, 'site: HOST' or 'headline: WORDS'."
    )


def tombstones_of(rows: pa.Table | pa.RecordBatch) -> tuple[Tombstone, ...]:
    """The tombstones that keep these articles (`id`, `site`, `headline`) out for ever: ids, and mentions of headlines.

    A mention is a headline that goes from lists and from `headlines`, but under which another story may stand: of two
    reports called "weather today" one may be taken out without the other.
    """
    ids = {Tombstone("id", value) for value in rows["id"].to_pylist() if value}
    pairs = zip(*_lists(rows, "headline", "site"), strict=True)
    return tuple(sorted(ids | {Tombstone("mention", each) for text, site in pairs for each in _digests(text, site)}))


def requested(rows: pa.Table | pa.RecordBatch, tombstones: tuple[Tombstone, ...]) -> pa.Array:
    """Which rows (of `id`, `url`, `site` and `headline`) were asked to be taken out, as booleans.

    A site is known by what the input calls it and by the host of the address.
    """
    wanted = frozenset(tombstones)
    return pa.array([bool(names & wanted) for names in _names(rows, tombstones)], pa.bool_())


def answered(rows: pa.Table, tombstones: tuple[Tombstone, ...]) -> frozenset[Tombstone]:
    """The tombstones that ask for at least one of the rows (those of `requested`)."""
    return frozenset().union(*_names(rows, tombstones)).intersection(tombstones)


def _names(rows: pa.Table | pa.RecordBatch, tombstones: tuple[Tombstone, ...]) -> Iterator[set[Tombstone]]:
    """What each row could be asked for by, of the kinds that the tombstones have: a headline's digest takes time."""
    kinds = {tombstone.kind for tombstone in tombstones}
    for row_id, url, site, text in zip(*_lists(rows, "id", "url", "site", "headline"), strict=True):
        names = {Tombstone("id", row_id)} if row_id else set()
        if "site" in kinds:
            names |= {Tombstone("site", _site_digest(name)) for name in (url, site) if name}
        if "headline" in kinds:
            names |= {Tombstone("headline", digest) for digest in _digests(text, site)}
        yield names


def scrubbed(config: str, rows: pa.Table, tombstones: tuple[Tombstone, ...]) -> pa.Table:
    """Rows of `headlines`, `lines` or `removed` without the headlines that were taken out.

    Headlines and lines go as rows; from a removed page, which may list them as teasers, they go as lines of its text.
    """
    ids, keys = _of_kind(tombstones, "id"), _of_kind(tombstones, "headline", "mention")
    if config == "headlines" and (ids or keys):
        columns = _lists(rows, "article_id", "text", "sites")
        gone = [
            of in ids or bool(_digests(text, *(sites or ())) & keys) for of, text, sites in zip(*columns, strict=True)
        ]
        return rows.filter(pc.invert(pa.array(gone, pa.bool_())))
    if config == "lines" and (ids or keys):
        gone = [of in ids or bool(_digests(text) & keys) for of, text in zip(*_lists(rows, "id", "text"), strict=True)]
        return rows.filter(pc.invert(pa.array(gone, pa.bool_())))
    if config == "removed" and keys:
        for name in ("text", "headline"):
            pairs = zip(*_lists(rows, name, "site"), strict=True)
            texts = pa.array([_without(text, site, keys) for text, site in pairs], pa.large_string())
            rows = rows.set_column(rows.schema.get_field_index(name), name, texts)
    return rows


def without_excerpts(config: str, rows: pa.Table, texts: tuple[str, ...]) -> pa.Table:
    """Rows without the lines that quote a text that was taken out, as the first sentence under a headline in a list.

    `texts` are bodies and headlines, folded (`corpus.text.fold`). A line of `EXCERPT_WORDS` words or more quotes one
    where it stands in it, its last word perhaps cut off; a longer one also where most of it does ("... more").
    """
    if not texts or config == "articles":
        return rows
    said = rows["text"].to_pylist()
    if config == "removed":
        kept = ["\n".join(line for line in (text or "").split("\n") if not _quotes(line, texts)) for text in said]
        column = pa.array([text or None for text in kept], pa.large_string())
        return rows.set_column(rows.schema.get_field_index("text"), "text", column)
    return rows.filter(pa.array([not _quotes(text or "", texts) for text in said], pa.bool_()))


def _quotes(line: str, texts: tuple[str, ...]) -> bool:
    import numpy as np

    words = fold(line).split(" ")
    if len(words) < EXCERPT_WORDS:
        return False
    hashes, owners = _runs_of(texts)
    sought = np.unique(_runs(words[:-1]))
    starts, ends = hashes.searchsorted(sought, "left"), hashes.searchsorted(sought, "right")
    found = [owners[start : min(end, start + COMMON)] for start, end in zip(starts, ends, strict=True)]
    most = int(np.bincount(np.concatenate(found), minlength=1).max())  # of its runs, in one text
    return most == len(sought) or most >= max(EXCERPT_WORDS, len(sought) / 2)


@lru_cache(maxsize=1)
def _runs_of(texts: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Every run of words in some texts, as a sorted hash, and the number of the text that it stands in."""
    import numpy as np

    runs = [np.unique(_runs(text.split(" "))) for text in texts]
    owners = np.repeat(np.arange(len(texts)), [len(each) for each in runs])
    hashes = np.concatenate(runs)
    order = np.argsort(hashes, kind="stable")
    return hashes[order], owners[order]


def _runs(words: list[str]) -> np.ndarray:
    """A hash for each run of one word less than an excerpt has."""
    import numpy as np

    length = EXCERPT_WORDS - 1
    found = (hash(tuple(words[start : start + length])) for start in range(len(words) - length + 1))
    return np.fromiter(found, np.int64)


def traces(release: Path, facts: Manifest) -> Iterator[tuple[str, str]]:
    """Where a release still holds what its tombstones took out: the shard, and what is in it."""
    if not facts.tombstones:
        return
    for config, parts in facts.configs.items():
        for path in (path for part in parts.values() for path in part.files):
            for rows in row_groups(release / path):
                if config == "articles" and pc.any(requested(rows, facts.tombstones)).as_py():
                    yield path, "holds an article that a tombstone takes out"
                elif config != "articles" and not scrubbed(config, rows, facts.tombstones).equals(rows):
                    yield path, "holds a headline that a tombstone takes out"
                if config == "removed":
                    said = rows.filter(requested(rows, facts.tombstones))
                    if any(said[name].null_count < len(said) for name in said.column_names if name not in KEPT):
                        yield path, "tells more of a page than that it was taken out"


def headline_digest(headline: str | None, site: str | None = None) -> str | None:
    """The SHA-256 of a headline's matching key; None where there are no words to match by."""
    from corpus.text.headlines import headline_key

    key = headline_key(headline, site) if headline else ""
    return hashlib.sha256(key.encode()).hexdigest() if key else None


def _digests(headline: str | None, *sites: str | None) -> set[str]:
    """The digests that a headline may be known by: as it is, without the name of each site, and without a date."""
    ways = {headline, headline and split_trailing_date(headline)[0]}
    found = (headline_digest(way, site) for way in ways for site in {None, *sites})
    return {digest for digest in found if digest}


@lru_cache(maxsize=1 << 12)
def _site_digest(name: str) -> str:
    """The digest of a host, in whatever address it stands, or of a name that is none."""
    host = site_of(name if "//" in name else f"//{name}") or name.casefold()
    return hashlib.sha256(host.encode("utf-8", "replace")).hexdigest()


def _of_kind(tombstones: tuple[Tombstone, ...], *kinds: str) -> set[str]:
    return {tombstone.digest for tombstone in tombstones if tombstone.kind in kinds}


def _lists(rows: pa.Table | pa.RecordBatch, *names: str) -> list[list[Any]]:
    return [rows[name].to_pylist() for name in names]


def _without(text: str | None, site: str | None, keys: set[str]) -> str | None:
    if not text:
        return text
    return "\n".join(line for line in text.split("\n") if not _digests(line, site) & keys) or None

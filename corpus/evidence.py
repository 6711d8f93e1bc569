"""What the pages of a site tell about each other, worked out over the whole corpus before any page is judged.

A line that stands on pages of several stories of a site is boilerplate; a line that equals another page's headline is a
teaser. Both are kept as sorted 64-bit keys in files: eight bytes a key, shared by the workers, looked up by bisection.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from corpus.engines import Engine
from corpus.text.evidence import Evidence, lines_asked

Keys = npt.NDArray[np.uint64]

STORIES_LEAST = 3
"""Stories under which a line must stand to be boilerplate. Stories, not pages: a page that was crawled a thousand times
is one story, and its paragraphs are its own. Two would take what an update of a story repeats of it."""

SEEN = pa.schema([("key", pa.uint64()), ("site", pa.uint64()), ("line", pa.uint64()), ("story", pa.uint64())])
KNOWN = pa.schema([("site", pa.uint64()), ("line", pa.uint64())])

_ANYWHERE = 0  # the "site" of headlines


class SiteEvidence(NamedTuple):
    """Recurring lines of all sites, ordered by site, and headlines from anywhere."""

    sites: Keys
    lines: Keys
    headlines: Keys

    def of(self, site: str | None) -> Evidence:
        """The evidence for a page of a site."""
        if site is None:
            return Evidence(headlines=self.headlines)
        key = _site_key(site)
        start, end = np.searchsorted(self.sites, [key, key + np.uint64(1)])
        return Evidence(self.lines[start:end], self.headlines)


def gather(engine: Engine, pages: Any, folder: Path, shards: int) -> Path:
    """Work out the evidence of all pages read (`corpus.stages.extract.ASKING`); the folder of files that `load` reads.

    It lies below `folder`, named by what they say: a process that has loaded the evidence of one build cannot take it
    for that of the next.
    """
    seen = engine.map("evidence-seen", seen_lines, pages, SEEN)
    known = engine.shuffle("evidence", recurring_lines, seen, KNOWN, key="key", shards=shards)
    batches = list(engine.collect(known))
    site, line = (
        np.concatenate([np.zeros(0, np.uint64), *(batch[name].to_numpy() for batch in batches)]) for name in KNOWN.names
    )
    order = np.lexsort((line, site))
    site, line = site[order], line[order]
    named = folder / blake2b(site.tobytes() + line.tobytes(), digest_size=16).hexdigest()
    named.mkdir(parents=True, exist_ok=True)
    for name, keys in (
        ("sites", site[site != _ANYWHERE]),
        ("lines", line[site != _ANYWHERE]),
        ("headlines", line[site == _ANYWHERE]),
    ):
        np.save(named / f"{name}.npy", keys)
    return named


@lru_cache(maxsize=1)
def load(folder: Path) -> SiteEvidence:
    """The evidence that `gather` left, mapped into memory."""
    return SiteEvidence(*(np.load(folder / f"{name}.npy", mmap_mode="r") for name in SiteEvidence._fields))


def seen_lines(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Each line of each page with its site and story, and each article's headline, from pages read (`ASKING`)."""
    columns: list[Keys] = []
    for site, told, headline in zip(
        *(batch[x].to_pylist() for x in ("asked_site", "told", "headline_key")), strict=True
    ):
        if headline is not None:
            columns.append(_rows(_ANYWHERE, np.array([headline], np.uint64), 0))
        if site is not None and told is not None:
            lines = lines_asked(told)
            # A page without a story stands for itself: sections and home pages differ in what they list.
            story = int(np.bitwise_xor.reduce(lines, initial=np.uint64(0))) if headline is None else headline
            columns.append(_rows(_site_key(site), lines, story))
    if columns:
        whole = np.concatenate(columns)
        yield pa.RecordBatch.from_arrays([pa.array(whole[:, place]) for place in range(len(SEEN))], schema=SEEN)


def recurring_lines(seen: pa.Table) -> Iterator[pa.RecordBatch]:
    """Headlines, each once, and the lines of a site that stand under enough stories."""
    counts = seen.group_by(["site", "line"]).aggregate([("story", "count_distinct")])
    enough = pc.greater_equal(counts["story_count_distinct"], STORIES_LEAST)
    yield from (
        counts.filter(pc.or_(enough, pc.equal(counts["site"], pa.scalar(_ANYWHERE, pa.uint64()))))
        .select(KNOWN.names)
        .to_batches()
    )


def _rows(site: int | np.uint64, lines: Keys, story: int) -> Keys:
    sites = np.full(len(lines), site, np.uint64)
    return np.stack((lines ^ sites, sites, lines, np.full(len(lines), story, np.uint64)), axis=1)


def _site_key(site: str) -> np.uint64:
    """A 64-bit key of a site, never that of `_ANYWHERE` nor the largest."""
    return np.uint64(int.from_bytes(blake2b(site.encode(), digest_size=8).digest(), "big") | 1) & np.uint64(2**64 - 3)

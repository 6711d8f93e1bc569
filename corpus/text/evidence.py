"""What other pages of a site tell about a page's lines.

Two things are worked out over the whole corpus and handed in: keys of lines that recur on a site, and keys of the
headlines of all articles. Both are sorted arrays of 64-bit keys (`line_keys`), so that they cost eight bytes a key, can
be cut by site or shard, and are looked up by bisection.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from corpus.text.features import Array, line_keys

_NONE = np.zeros(0, dtype=np.uint64)


class Evidence(NamedTuple):
    """Sorted keys of the lines that recur on the page's site, and of headlines known from anywhere."""

    recurring: Array = _NONE
    headlines: Array = _NONE


def site_evidence(pages: list[Array], *, least: int = 3) -> Array:
    """Keys that stand on at least `least` pages of a site; `pages` holds the keys of the lines of each page.

    Three, because a story's own lines stand on one page, or on two where it was published twice.

    >>> pages = [line_keys([f"শিরোনাম {n}", "সর্বশেষ খবর"]) for n in range(4)]
    >>> len(site_evidence(pages))
    1
    """
    if not pages:
        return _NONE
    once = np.concatenate([np.unique(keys[keys != 0]) for keys in pages])
    keys, times = np.unique(once, return_counts=True)
    recurring: Array = keys[times >= least]
    return recurring


def known(keys: Array, among: Array) -> Array:
    """Whether each key is one of the sorted keys `among`."""
    if not len(among):
        return np.zeros(len(keys), dtype=bool)
    place = np.minimum(np.searchsorted(among, keys), len(among) - 1)
    found: Array = (among[place] == keys) & (keys != 0)
    return found


def headline_keys(headlines: list[str]) -> Array:
    """Sorted keys of headlines, for `Evidence.headlines`; those of fewer than three words say too little.

    >>> len(headline_keys(["নদীতে নৌকাডুবি, নিহত ৩", "নদীতে নৌকাডুবি নিহত ৩", "বাজেট"]))
    1
    """
    long_enough = [headline for headline in headlines if len(headline.split()) >= 3]
    keys = np.unique(line_keys(long_enough))
    known_keys: Array = keys[keys != 0]
    return known_keys

"""What other pages of a site tell about a page's lines.

Two things are worked out over the whole corpus and handed in: keys of lines that recur on a site, and keys of the
headlines of all articles. Both are sorted arrays of 64-bit keys (`line_keys`), so that they cost eight bytes a key, can
be cut by site or shard, and are looked up by bisection.

What becomes of a page depends on the page, and on others only through the answers to what it asks here. So a page that
is read again in another corpus comes out the same as long as `Evidence.repeats` what it was told before.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from corpus.text.features import Array, line_keys

_NONE = np.zeros(0, dtype=np.uint64)


@dataclass(frozen=True, eq=False)
class Evidence:
    """Sorted keys of the lines that recur on the page's site, and of headlines known from anywhere."""

    recurring: Array = field(default_factory=lambda: _NONE)
    headlines: Array = field(default_factory=lambda: _NONE)

    def recurs(self, keys: Array) -> Array:
        """Whether each key is that of a line that recurs on the page's site."""
        return known(keys, self.recurring)

    def is_headline(self, keys: Array) -> Array:
        """Whether each key is that of a headline known from anywhere."""
        return known(keys, self.headlines)

    def repeats(self, told: bytes) -> bool:
        """Whether the answers to all that was asked are still those of `Asked.told`.

        >>> first = Asked()
        >>> bool(first.is_headline(line_keys(["নদীতে নৌকাডুবি, নিহত ৩"]))[0])
        False
        >>> others = [headline_keys(["সেতু ভেঙে নিহত ৩"]), headline_keys(["নদীতে নৌকাডুবি নিহত ৩"])]
        >>> [Evidence(headlines=keys).repeats(first.told()) for keys in others]
        [True, False]
        """
        keys, flags = _read(told)
        return all(
            np.array_equal(answer(self, keys[flags & asked != 0]), flags[flags & asked != 0] & yes != 0)
            for asked, yes, answer in _QUESTIONS
        )


@dataclass(frozen=True, eq=False)
class Asked(Evidence):
    """Evidence that remembers what it was asked and what it answered."""

    _noted: list[tuple[Array, Array]] = field(default_factory=list)

    def recurs(self, keys: Array) -> Array:
        """As `Evidence.recurs`."""
        return self._note(keys, super().recurs(keys), _RECURS, _DOES_RECUR)

    def is_headline(self, keys: Array) -> Array:
        """As `Evidence.is_headline`."""
        return self._note(keys, super().is_headline(keys), _HEADLINE, _IS_HEADLINE)

    def told(self) -> bytes:
        """All questions with their answers: the sorted keys, eight bytes each, then a byte of flags for each."""
        if not self._noted:
            return b""
        keys, flags = (np.concatenate(column) for column in zip(*self._noted, strict=True))
        order = np.argsort(keys, kind="stable")
        keys, flags = keys[order], flags[order]
        first = np.flatnonzero(np.diff(keys, prepend=np.uint64(0)))  # the key 0 is no line: nothing is known of it
        if not len(first):
            return b""
        return bytes(keys[first].tobytes() + np.bitwise_or.reduceat(flags, first).tobytes())

    def _note(self, keys: Array, answers: Array, asked: int, yes: int) -> Array:
        self._noted.append((keys, (asked + yes * answers).astype(np.uint8)))
        return answers


def lines_asked(told: bytes) -> Array:
    """The sorted keys of which was asked whether they recur: those of every line of the page.

    >>> asked = Asked()
    >>> _ = asked.recurs(line_keys(["প্রচ্ছদ", "", "প্রচ্ছদ"]))
    >>> lines_asked(asked.told()).tolist() == line_keys(["প্রচ্ছদ"]).tolist()
    True
    """
    keys, flags = _read(told)
    lines: Array = keys[flags & _RECURS != 0]
    return lines


_RECURS, _DOES_RECUR, _HEADLINE, _IS_HEADLINE = 1, 2, 4, 8
_QUESTIONS = ((_RECURS, _DOES_RECUR, Evidence.recurs), (_HEADLINE, _IS_HEADLINE, Evidence.is_headline))


def _read(told: bytes) -> tuple[Array, Array]:
    count = len(told) // 9
    return np.frombuffer(told, np.uint64, count), np.frombuffer(told, np.uint8, count, 8 * count)


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

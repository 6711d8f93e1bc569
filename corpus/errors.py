"""What can go wrong for a user: the command line prints these messages as they are, without a traceback."""

from __future__ import annotations


class CorpusError(Exception):
    """A mistake or a fault that the user can mend; the message names the file, what was found there and the remedy."""


class VersionExistsError(CorpusError):
    """The version to be built is there already; releases are immutable."""


class UnknownVersionError(CorpusError):
    """No release of that version is at the place asked."""


class LockedError(CorpusError):
    """Another build is at work in the same folder."""


class DamagedError(CorpusError):
    """A file of a release is not what its manifest says."""


class OfflineError(CorpusError):
    """What was asked for is not on this machine, and the network cannot be reached or may not be used."""


class ClaimError(CorpusError):
    """A version number claims less than what changed."""


class CardError(CorpusError):
    """The dataset card cannot be rendered: a placeholder has no value, or prose is missing."""

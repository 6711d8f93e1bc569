"""What a user can mend: the message names what was found, where, and what to do."""

from __future__ import annotations


class CorpusError(Exception):
    """An error whose message is meant for the user; the command line prints it without a traceback."""

"""What a user may decide about a build. Everything else is a row of a table, with its reason."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from corpus.errors import CorpusError


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The configuration of a build, as a TOML file gives it; recorded in the manifest of the release.

    >>> Settings().validation_share
    0.01
    """

    repair: bool = False
    """Also make the guesses of the normalizer (level L2)."""
    keep_recurring_headlines: bool = False
    """Keep different stories that share one headline; else one stays and the others are `removed`."""
    with_lines: bool = False
    """Also write the config `lines`: each line of each page with its label."""
    max_page_bytes: int = 32 << 20
    """Pages larger than this are removed unread."""
    split_by: Literal["cluster", "time"] = "cluster"
    """Split by a stable hash of the story, or by date of publication."""
    validation_share: float = 0.01
    test_share: float = 0.01
    """Shares of stories in validation and test, 0 to 1, where `split_by` is cluster."""
    validation_from: str | None = None
    test_from: str | None = None
    """ISO days: stories published from then on are validation and test, where `split_by` is time."""


def read_settings(path: Path | None, **given: object) -> Settings:
    """The settings of a TOML file, with those given on the command line (None: not given) in their place.

    Raises CorpusError naming the file and the setting that is wrong.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")) if path else {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CorpusError(f"{path}: {error}. The configuration is a TOML file.") from error
    found = {name: value.isoformat() if type(value) is date else value for name, value in found.items()}
    chosen = {**found, **{name: value for name, value in given.items() if value is not None}}
    try:
        settings = msgspec.convert(chosen, Settings)
    except msgspec.ValidationError as error:
        known = ", ".join(Settings.__struct_fields__)
        raise CorpusError(f"{path or 'settings'}: {error}. Settings are: {known}.") from error
    _check(settings, str(path or "settings"))
    return settings


def _check(settings: Settings, place: str) -> None:
    shares = settings.validation_share + settings.test_share
    if not (min(settings.validation_share, settings.test_share) >= 0 and shares < 1):  # so that NaN fails, too
        raise CorpusError(
            f"{place}: validation_share and test_share add up to {shares}; they must leave some for train."
        )
    if settings.split_by == "time" and not settings.test_from:
        raise CorpusError(f"{place}: split_by is time, but no test_from says from which day on.")
    for name in ("validation_from", "test_from"):
        if not _is_day(getattr(settings, name)):
            raise CorpusError(f"{place}: {name} is {getattr(settings, name)!r}; write a day as in 2026-01-31.")
    if settings.validation_from and settings.test_from and settings.validation_from >= settings.test_from:
        raise CorpusError(
            f"{place}: validation_from is {settings.validation_from}, test_from {settings.test_from}; "
            "validation must begin first, or it would be empty."
        )
    if settings.max_page_bytes < 1:
        raise CorpusError(f"{place}: max_page_bytes is {settings.max_page_bytes}; it must be positive.")


def _is_day(text: str | None) -> bool:
    """Whether a day is written as dates of publication are, with which it is compared as a string."""
    try:
        return text is None or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False

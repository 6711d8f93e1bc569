"""Train, validation and test: a function of the story alone, so that no copy of it lands in another split.

A story is named by the id of its earliest row (`split_key`). A copy that a later crawl brings is later, and leaves the
name as it is; only an earlier copy, or a text that joins two stories, can change a name and with it move a row.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b

import pyarrow as pa

from corpus.settings import Settings
from corpus.stages import Outcome, keep_all

SPLITS = ("train", "validation", "test")


def split(settings: Settings) -> Callable[[pa.RecordBatch], Outcome]:
    """A stage that adds the column `split`, from the columns `split_key` and `first_published`; removes nothing."""

    def stage(batch: pa.RecordBatch) -> Outcome:
        keys, days = batch["split_key"].to_pylist(), batch["first_published"].to_pylist()
        if settings.split_by == "time":
            splits = [split_by_time(day, settings.validation_from, settings.test_from) for day in days]
        else:
            splits = [split_of(key, validation=settings.validation_share, test=settings.test_share) for key in keys]
        return keep_all(batch.append_column("split", pa.array(splits, pa.string())))

    return stage


def split_of(key: str, *, validation: float, test: float) -> str:
    """The split of a story by a hash of its key; a bigger share takes stories from train alone and gives none back.

    >>> [split_of(f"{story:032x}", validation=0.1, test=0.1) for story in (11, 12, 13, 19)]
    ['train', 'validation', 'train', 'test']
    """
    place = int.from_bytes(blake2b(key.encode(), digest_size=8, person=b"split").digest(), "big") / 2**64
    return "test" if place < test else "validation" if place >= 1 - validation else "train"


def split_by_time(first_published: str | None, validation_from: str | None, test_from: str | None) -> str:
    """The split of a story by the day on which it was first published; a story without a date is train.

    >>> split_by_time("2026-01-02T08:00:00+06:00", "2025-12-01", "2026-01-01")
    'test'
    """
    day = (first_published or "")[:10]
    if test_from and day >= test_from:
        return "test"
    return "validation" if validation_from and day >= validation_from else "train"

"""The stages of a build. A stage is a pure function from a batch to what it kept and what it removed."""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa


class Outcome(NamedTuple):
    """What a stage made of a batch: rows kept, and rows removed with columns `stage` and `reason`."""

    kept: pa.RecordBatch
    removed: pa.RecordBatch

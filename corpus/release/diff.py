"""What changed between two releases, row by row, and which version number that calls for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpus.errors import ClaimError
from corpus.release import manifest, removals
from corpus.release.manifest import Tombstone
from corpus.release.parquet import row_digests, row_groups
from corpus.release.staging import Version
from corpus.stages.split import SPLITS

if TYPE_CHECKING:
    import numpy as np

LEVELS = ("PATCH", "MINOR", "MAJOR")

COUNTED = "cluster_size"
"""Says how many pages told the story, so it grows with the input: a row is not edited because of it."""

GONE = "not_in_the_input"
"""The reason of an article that neither release explains: the new one never saw its page."""

EXAMPLES = 10


class Diff(NamedTuple):
    """Articles that differ between two releases, and rows of the other configs that only one of them has."""

    added: int
    removed: dict[str, int]
    """By the reason that the new release gives."""
    edited: int
    edited_columns: dict[str, int]
    moved: dict[str, int]
    """By where from and where to, as `train to test`."""
    recounted: int
    others: dict[str, tuple[int, int]]
    """For each other config, rows that only the old and only the new release has."""
    columns: dict[str, tuple[list[str], list[str]]]
    """For each config of both releases, columns (name and type) that only the old and only the new one has."""
    withdrawn: bool
    """Whether the old release holds what the new one's tombstones take out, be it in lists or in `removed`."""
    examples: dict[str, list[str]]
    """Some ids of each kind."""

    @property
    def level(self) -> str:
        """PATCH: the same rows. MINOR: rows added, or counted again. MAJOR: articles edited, removed or moved.

        `headlines`, `removed` and `lines` describe the whole input, so any change of theirs alone is MINOR; but where
        someone asked for a removal, or columns changed, users must move: that is MAJOR.
        """
        if self.edited or self.removed or self.moved or self.withdrawn or any(map(any, self.columns.values())):
            return "MAJOR"
        changed = self.added or self.recounted or any(gone or come for gone, come in self.others.values())
        return "MINOR" if changed else "PATCH"

    def lines(self) -> list[str]:
        """What changed, in sentences for the changelog and the terminal."""
        lines = [f"{self.level}: {self.added:,} articles added, {sum(self.removed.values()):,} removed, "
                 f"{self.edited:,} edited, {sum(self.moved.values()):,} moved between splits."]  # fmt: skip
        lines += [f"Removed because {reason}: {count:,}." for reason, count in self.removed.items()]
        lines += [f"Edited in {column}: {count:,}." for column, count in self.edited_columns.items()]
        lines += [f"Moved from {way}: {count:,}." for way, count in self.moved.items()]
        if self.withdrawn:
            lines.append("Text was taken out on request.")
        for config, (lost, gained) in self.columns.items():
            lines += [f"`{config}` lost the column {column}." for column in lost]
            lines += [f"`{config}` gained the column {column}." for column in gained]
        if self.recounted:
            lines.append(f"Articles of which more or fewer copies were read: {self.recounted:,}.")
        for config, (gone, come) in self.others.items():
            if gone or come:
                lines.append(
                    f"`{config}`: {come:,} rows that the release before did not have, {gone:,} that only it has."
                )
        return lines


def diff(old: Path, new: Path) -> Diff:
    """What changed from one release to the other; raises `DamagedError` where a manifest cannot be read."""
    return diff_folders(old, new, manifest.read(new).tombstones)


def diff_folders(old: Path, new: Path, tombstones: tuple[Tombstone, ...]) -> Diff:
    """The same for a new folder of shards, which needs no manifest yet; `tombstones` are those it will have."""
    before = manifest.read(old)
    columns = {config: _one_sided_columns(old, new, config) for config in manifest.FOLDERS}
    shared = _shared_columns(old, new)
    joined = _articles(old, shared).join(_articles(new, shared), "id", join_type="full outer", right_suffix="_new")
    was, now = pc.is_valid(joined["digest"]), pc.is_valid(joined["digest_new"])
    both = joined.filter(pc.and_(was, now))
    edited = both.filter(pc.not_equal(both["digest"], both["digest_new"]))
    moved = both.filter(pc.not_equal(both["split"], both["split_new"]))
    added, gone = joined.filter(pc.invert(was)), joined.filter(pc.invert(now))
    ways = zip(moved["split"].to_pylist(), moved["split_new"].to_pylist(), strict=True)
    asked = tuple(sorted({*tombstones} - {*before.tombstones}))
    return Diff(
        added=len(added),
        removed=_most_first(_reasons(new, gone["id"])),
        edited=len(edited),
        edited_columns=_most_first(_edited_columns(old, new, edited["id"], shared)),
        moved=_most_first(Counter(f"{before} to {after}" for before, after in ways)),
        recounted=pc.sum(pc.not_equal(both[COUNTED], both[f"{COUNTED}_new"])).as_py() or 0,
        others={name: _one_sided(old, new, name) for name in manifest.FOLDERS if name != manifest.DEFAULT_CONFIG},
        columns={config: found for config, found in columns.items() if any(found)},
        withdrawn=any(removals.traces(old, msgspec.structs.replace(before, tombstones=asked))),
        examples={
            name: sorted(rows["id"].to_pylist())[:EXAMPLES]
            for name, rows in {"added": added, "removed": gone, "edited": edited, "moved": moved}.items()
        },
    )


def claims_enough(old: str, new: str, level: str) -> bool:
    """Whether a step from one version number to the other says that much has changed.

    >>> claims_enough("1.4.2", "1.5.0", "MINOR"), claims_enough("1.4.2", "1.4.3", "MAJOR")
    (True, False)
    """
    before, after = Version.parse(old), Version.parse(new)
    if after <= before:
        return False
    step = "MAJOR" if after.major > before.major else "MINOR" if after.minor > before.minor else "PATCH"
    return LEVELS.index(step) >= LEVELS.index(level)


def check_claim(old: str, new: str, changes: Diff) -> None:
    """Raise `ClaimError` where a version number claims less than what changed; it names the number to take."""
    if not claims_enough(old, new, changes.level):
        before = Version.parse(old)
        lowest = {"MAJOR": Version(before.major + 1, 0, 0), "MINOR": Version(before.major, before.minor + 1, 0),
                  "PATCH": Version(*before[:2], before.patch + 1)}[changes.level]  # fmt: skip
        raise ClaimError(
            f"version {new} claims too little after {old}: {' '.join(changes.lines())} Call it {lowest} or higher."
        )


def _articles(release: Path, shared: list[str]) -> pa.Table:
    """id, split, digest of the shared columns, and count of every article of a release."""
    schema = pa.schema([("id", pa.string()), ("split", pa.string()), ("digest", pa.binary()), (COUNTED, pa.int32())])
    pieces = [schema.empty_table()]
    for split in SPLITS:
        for rows in _rows(release, manifest.DEFAULT_CONFIG, split):
            digests = [(digest % (1 << 128)).to_bytes(16, "big") for digest in row_digests(rows.select(shared))]
            pieces.append(pa.table([rows["id"], pa.repeat(split, len(rows)), digests, rows[COUNTED]], schema=schema))
    return pa.concat_tables(pieces)


def _columns(release: Path, config: str) -> list[str]:
    """The columns of a config, as name and type; none where the release has no such config."""
    shard = next(iter(sorted((release / manifest.FOLDERS[config]).glob("*.parquet"))), None)
    return [f"{field.name} ({field.type})" for field in pq.read_schema(shard)] if shard else []


def _one_sided_columns(old: Path, new: Path, config: str) -> tuple[list[str], list[str]]:
    before, after = _columns(old, config), _columns(new, config)
    if not before or not after:
        return [], []
    return [name for name in before if name not in after], [name for name in after if name not in before]


def _shared_columns(old: Path, new: Path) -> list[str]:
    """The names of the columns of articles by which rows are compared."""
    before, after = (_columns(release, manifest.DEFAULT_CONFIG) for release in (old, new))
    names = [name.partition(" ")[0] for name in before if name in after or not after]
    return [name for name in names if name != COUNTED]


def _reasons(new: Path, gone: pa.ChunkedArray) -> Counter[str]:
    """Why articles are gone, as the rows of `removed` with their ids say."""
    left = set(gone.to_pylist())
    found: Counter[str] = Counter()
    for rows in _rows(new, "removed", "train", ["id", "reason"]) if left else ():
        for row_id, reason in zip(rows["id"].to_pylist(), rows["reason"].to_pylist(), strict=True):
            if row_id in left:
                left.remove(row_id)
                found[reason] += 1
    if left:
        found[GONE] += len(left)
    return found


def _edited_columns(old: Path, new: Path, ids: pa.ChunkedArray, shared: list[str]) -> Counter[str]:
    """In how many of these articles each column differs."""
    found: Counter[str] = Counter()
    if len(ids):
        before, after = (_by_id(release, ids) for release in (old, new))
        for row_id, row in before.items():
            found.update(name for name in shared if row[name] != after[row_id][name])
    return found


def _by_id(release: Path, ids: pa.ChunkedArray) -> dict[str, dict[str, int]]:
    """These articles, each value as a hash of it: bodies need not be held."""
    wanted = ids.combine_chunks()
    found = {}
    for split in SPLITS:
        for rows in _rows(release, manifest.DEFAULT_CONFIG, split):
            for row in rows.filter(pc.is_in(rows["id"], value_set=wanted)).to_pylist():
                found[row["id"]] = {name: hash(repr(value)) for name, value in row.items()}
    return found


def _one_sided(old: Path, new: Path, config: str) -> tuple[int, int]:
    """Rows of a config that only the old release has, and those that only the new one has; equal rows pair off."""
    import numpy as np

    before, after = (np.unique(_digests(release, config), return_counts=True) for release in (old, new))
    _, first, second = np.intersect1d(before[0], after[0], assume_unique=True, return_indices=True)
    shared = int(np.minimum(before[1][first], after[1][second]).sum())
    return int(before[1].sum()) - shared, int(after[1].sum()) - shared


def _digests(release: Path, config: str) -> np.ndarray:
    """Eight bytes of the digest of each row: `lines` has a hundred for each page."""
    import numpy as np

    groups = (rows for split in SPLITS for rows in _rows(release, config, split))
    every = (digest % (1 << 64) for rows in groups for digest in row_digests(rows))
    return np.fromiter(every, np.uint64)


def _rows(release: Path, config: str, split: str, columns: list[str] | None = None) -> Iterator[pa.Table]:
    for path in sorted((release / manifest.FOLDERS[config]).glob(f"{split}-*.parquet")):
        yield from row_groups(path, columns)


def _most_first(counts: Counter[str]) -> dict[str, Any]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

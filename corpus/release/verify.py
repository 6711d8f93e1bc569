"""Whether a release is what its manifest says: every byte of every file, then the rows, the ledger and the card."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from corpus.errors import CorpusError, DamagedError
from corpus.release import assets, card, manifest, removals, stats
from corpus.release.manifest import Manifest
from corpus.release.parquet import FileEntry, file_sha256, read_entry, release_schema, row_groups
from corpus.release.staging import MANIFEST
from corpus.schema import CONFIGS

HUB_ADDS = frozenset({".gitattributes", ".cache"})
"""What the Hub puts into a repository itself, and its client into a folder that it downloads to."""

HASHING = 4  # files hashed at once; hashing lets go of the interpreter lock


class Problem(NamedTuple):
    """One thing that is wrong: the file, and what."""

    path: str
    what: str

    def __str__(self) -> str:
        return f"{self.path}: {self.what}"


def verify(release: Path) -> list[Problem]:
    """Everything wrong with a release; an empty list where all is well.

    Raises `CorpusError` where there is no folder at all.
    """
    if not release.is_dir():
        raise CorpusError(f"{release}: no such folder. Name the folder of one release, as in out/v1.0.0.")
    if problems := damage(release):
        return problems  # rows of damaged files would only repeat the news
    facts = manifest.read(release)
    if problems := list(_shards(release, facts)):
        return problems
    return [
        *_ledger(release, facts),
        *_articles(release, facts),
        *_tombstones(release, facts),
        *_card(release, facts),
    ]


def damage(release: Path, *, shards: bool = True) -> list[Problem]:
    """Files that are not what the manifest says; `shards=False` leaves the content of Parquet for later."""
    try:
        facts = manifest.read(release)
    except CorpusError as error:
        return [Problem(MANIFEST, str(error))]
    listed = {entry.path: entry for entry in facts.files}
    found, problems = _found(release)
    problems += [Problem(path, "is missing") for path in listed if path not in found]
    problems += [Problem(path, "is not in the manifest") for path in found if path not in listed and path != MANIFEST]
    present = [entry for path, entry in listed.items() if path in found]
    with ThreadPoolExecutor(HASHING) as pool:
        wrong = pool.map(
            lambda entry: difference(release / entry.path, entry, content=shards or entry.rows is None), present
        )
    problems += [Problem(entry.path, what) for entry, what in zip(present, wrong, strict=True) if what]
    return sorted(problems)


def difference(path: Path, entry: FileEntry, *, content: bool = True) -> str | None:
    """How a file differs from its entry in the manifest, or None."""
    size = path.stat().st_size
    if size != entry.bytes:
        return f"has {size} bytes, the manifest says {entry.bytes}"
    if content and file_sha256(path) != entry.sha256:
        return "is damaged: its SHA-256 is not that of the manifest"
    return None


def refuse_damage(place: str, problems: list[Problem]) -> None:
    """Raise `DamagedError` that names what is wrong, where anything is."""
    if problems:
        shown = "\n".join(f"  {problem}" for problem in problems[:10])
        more = f"\n  and {len(problems) - 10} more" if len(problems) > 10 else ""
        raise DamagedError(f"{place}: not as it was released.\n{shown}{more}\nFetch or build it again.")


def of_the_hub(path: str) -> bool:
    """Whether a path in a release's folder is there because it went by way of the Hub.

    >>> of_the_hub(".gitattributes"), of_the_hub(".cache/huggingface/x.lock"), of_the_hub("data/.cache")
    (True, True, False)
    """
    return path.split("/")[0] in HUB_ADDS


def _found(release: Path) -> tuple[set[str], list[Problem]]:
    """The plain files of a release, and a problem for each thing that is neither file nor folder."""
    found: set[str] = set()
    problems: list[Problem] = []
    if release.is_symlink():
        problems.append(Problem(".", "is a link; name the folder itself"))
    for root, folders, files in os.walk(release):
        for name in (*folders, *files):
            path = Path(root, name)
            relative = path.relative_to(release).as_posix()
            if of_the_hub(relative):
                continue
            mode = path.lstat().st_mode
            if stat.S_ISREG(mode):
                found.add(relative)
            elif not stat.S_ISDIR(mode):
                problems.append(Problem(relative, "is a link or a device, not a file"))
            elif not any(path.iterdir()):
                problems.append(Problem(relative, "is an empty folder"))
    return found, problems


def _shards(release: Path, facts: Manifest) -> Iterator[Problem]:
    """Rows and row digests counted again, and the columns."""
    config_in = {folder: config for config, folder in manifest.FOLDERS.items()}
    shards = [entry for entry in facts.files if entry.rows is not None]
    for entry in shards:
        again = read_entry(release / entry.path)
        if again != entry:
            yield Problem(entry.path, f"its rows give {_fields(again)}, the manifest says {_fields(entry)}")
        found = next(row_groups(release / entry.path)).schema
        expected = release_schema(CONFIGS[config_in[entry.path.split("/")[0]]])
        if not found.equals(expected) or found.metadata != expected.metadata:
            yield Problem(entry.path, "has other columns than the schema")


def _fields(entry: FileEntry) -> str:
    return ", ".join(f"{name} {value}" for name, value in msgspec.structs.asdict(entry).items())


def _ledger(release: Path, facts: Manifest) -> Iterator[Problem]:
    if what := facts.ledger.imbalance():
        yield Problem(MANIFEST, what)
    kept = sum(part.rows for part in facts.configs.get("articles", {}).values())
    if kept != facts.ledger.kept:
        yield Problem(MANIFEST, f"the ledger kept {facts.ledger.kept} articles, the shards hold {kept}")
    if stats.removals(release) != facts.ledger.removed:
        yield Problem(MANIFEST, "the ledger's reasons are not those of the rows of `removed`")
    if manifest.canonical(stats.stats(release, facts)) != (release / "stats.json").read_bytes():
        yield Problem("stats.json", "is not what the rows give")


def _articles(release: Path, facts: Manifest) -> Iterator[Problem]:
    """Order, and nothing twice: no id anywhere, no cluster in two splits."""
    clusters: dict[str, pa.ChunkedArray] = {}
    ids = []
    for split, part in facts.configs.get("articles", {}).items():
        tables = [
            table for path in part.files for table in row_groups(release / path, ["published", "id", "cluster_id"])
        ]
        rows = pa.concat_tables(tables)
        ids.append(rows["id"])
        clusters[split] = pc.unique(rows["cluster_id"])
        if (place := first_out_of_order(rows)) is not None:
            yield Problem(part.files[0], f"row {place} of split {split} is not in order of (published, id)")
    every = pa.chunked_array([chunk for column in ids for chunk in column.chunks], pa.string())
    if len(every) != pc.count_distinct(every).as_py():
        yield Problem("data", "an id occurs twice")
    together = pa.chunked_array(list(clusters.values()), pa.string())
    if len(together) != pc.count_distinct(together, mode="all").as_py():
        yield Problem("data", "a cluster has rows in two splits")


def first_out_of_order(rows: pa.Table) -> int | None:
    """The first row that should stand before the one above it, by (published, id), undated rows last.

    >>> first_out_of_order(pa.table({"published": ["2025-01-02", "2025-01-01", None], "id": ["a", "b", "c"]}))
    1
    """
    published = pc.fill_null(rows["published"], "\U0010ffff")
    before, after = published.slice(0, max(len(rows) - 1, 0)), published.slice(1)
    ids_before, ids_after = rows["id"].slice(0, max(len(rows) - 1, 0)), rows["id"].slice(1)
    wrong = pc.or_(pc.greater(before, after), pc.and_(pc.equal(before, after), pc.greater(ids_before, ids_after)))
    place = pc.index(wrong, True).as_py()
    return None if place < 0 else place + 1


def _tombstones(release: Path, facts: Manifest) -> Iterator[Problem]:
    for path, what in removals.traces(release, facts):
        yield Problem(path, what)


def _card(release: Path, facts: Manifest) -> Iterator[Problem]:
    """README.md must be the card, rendered; only the program that rendered it can tell."""
    if (facts.card_digest, facts.code_digest) != (assets.digest(), manifest.code_digest()):
        return
    sealed = msgspec.structs.replace(facts, files=tuple(e for e in facts.files if e.rows is not None))
    if card.render(sealed, stats.stats(release, sealed)).encode() != (release / "README.md").read_bytes():
        yield Problem(
            "README.md", "is not what DATASET_CARD.md gives for this manifest; edit the template and build again"
        )

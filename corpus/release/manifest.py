"""The manifest: what a release is made of, what made it, and a digest of every file, its own included.

It is written last. Nothing in it names a time, a host or a path, so the same input gives the same manifest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version as installed_version
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal, NamedTuple

import msgspec

import corpus
from corpus.errors import CorpusError, DamagedError
from corpus.ledger import Ledger
from corpus.release import assets
from corpus.release.parquet import Digest, FileEntry, Natural, combined_digest, file_sha256, read_entry
from corpus.release.staging import MANIFEST, VERSION, Version
from corpus.schema import CONFIGS
from corpus.stages.split import SPLITS

FORMAT = 1
NAME = "bengali-news-corpus"
DEFAULT_CONFIG = "articles"
FOLDERS = {config: "data" if config == DEFAULT_CONFIG else config for config in CONFIGS}
"""The folder of each config; `data` is where the Hub and `datasets` look first."""


Number = Annotated[str, msgspec.Meta(pattern=rf"\A{VERSION}\Z")]
Signature = Annotated[str, msgspec.Meta(pattern=r"\Asha256-[0-9a-f]{64}\Z")]
"""What a manifest may say: one from elsewhere is checked by the types of its fields."""


class Parent(msgspec.Struct, frozen=True):
    """The release that this one follows."""

    version: Number
    digest: Signature


class Part(msgspec.Struct, frozen=True):
    """One split of one config."""

    rows: Natural
    bytes: Natural
    memory: Natural
    row_digest: Digest
    files: tuple[str, ...]


class Tombstone(msgspec.Struct, frozen=True, order=True):
    """What was taken out on request: an article's id, or the SHA-256 of a headline's matching key or of a site."""

    kind: Literal["headline", "id", "mention", "site"]
    digest: Annotated[str, msgspec.Meta(pattern=r"\A([0-9a-f]{32}|[0-9a-f]{64})\Z")]


class Threshold(msgspec.Struct, frozen=True):
    """A number or a choice that decided what entered the release, as its table says."""

    stage: str
    name: str
    value: str
    why: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that is known of a release."""

    format: int
    name: str
    version: Number
    parents: tuple[Parent, ...]
    code: str
    code_digest: Signature
    schema_digest: Signature
    tables_digest: Signature
    card_digest: Signature
    unicode: str
    pyarrow: str
    configuration: dict[str, Any]
    thresholds: tuple[Threshold, ...]
    ledger: Ledger
    tombstones: tuple[Tombstone, ...]
    configs: dict[str, dict[str, Part]]
    files: tuple[FileEntry, ...] = ()
    digest: str = ""

    def written(self) -> bytes:
        """The bytes of `manifest.json`; there is one way to write a manifest, so any flipped byte shows."""
        return canonical(msgspec.to_builtins(self))

    def signed(self) -> Manifest:
        """The manifest with its own digest, which is taken without that field."""
        facts = msgspec.to_builtins(self)
        del facts["digest"]
        return msgspec.structs.replace(self, digest=f"sha256-{hashlib.sha256(canonical(facts)).hexdigest()}")

    def config_digest(self, config: str) -> str:
        """A digest of the files of a config: it reaches the cache key of `datasets` through the card."""
        shards = {name for part in self.configs[config].values() for name in part.files}
        listed = [[entry.path, entry.sha256] for entry in self.files if entry.path in shards]
        return f"sha256-{hashlib.sha256(canonical(listed)).hexdigest()}"


class _Format(msgspec.Struct):
    """The one field that every manifest has, whatever the program that wrote it."""

    format: int


class Facts(NamedTuple):
    """What only the build knows of a release.

    `read` is the number of pages read; `parent` is the folder of the release that this one follows, whose tombstones
    and changelog it inherits.
    """

    version: str
    read: int
    configuration: Mapping[str, Any]
    tombstones: tuple[Tombstone, ...] = ()
    parent: Path | None = None


def seal(folder: Path, facts: Facts, written: Iterable[FileEntry] = ()) -> Manifest:
    """Make a release of a folder of shards: add the card, statistics and licence, then the manifest as the last file.

    `written` are the entries that `write_shard` returned; a shard without one is read again. Raises `CorpusError` where
    the ledger does not balance, a shard is missing from a set or a folder holds what no release has, and `ClaimError`
    where the version number claims less than what changed since the parent.
    """
    from corpus.release import card, croissant, diff, report, stats
    from corpus.release.changelog import changelog
    from corpus.release.thresholds import thresholds

    shards = _shards(folder, {entry.path: entry for entry in written})
    parent = read(facts.parent) if facts.parent else None
    manifest = Manifest(
        format=FORMAT,
        name=NAME,
        version=str(Version.parse(facts.version)),
        parents=(Parent(parent.version, parent.digest),) if parent else (),
        code=corpus.__version__,
        code_digest=code_digest(),
        schema_digest=schema_digest(),
        tables_digest=tables_digest(),
        card_digest=assets.digest(),
        unicode=_unicode_version(),
        pyarrow=installed_version("pyarrow"),
        configuration=dict(sorted(facts.configuration.items())),
        thresholds=thresholds(),
        ledger=Ledger(facts.read, _rows(shards, "articles"), stats.removals(folder)),
        tombstones=tuple(sorted({*facts.tombstones, *(parent.tombstones if parent else ())})),
        configs=configs_of(shards),
        files=tuple(shards),
    )
    if problem := manifest.ledger.imbalance():
        raise CorpusError(f"{folder}: {problem}. A stage lost rows; this release is not written.")
    changes = diff.diff_folders(facts.parent, folder, manifest.tombstones) if facts.parent else None
    if parent and changes:
        diff.check_claim(parent.version, manifest.version, changes)
    counted = stats.stats(folder, manifest)
    texts = {
        "stats.json": canonical(counted).decode(),
        "CHANGELOG.md": changelog(manifest, facts.parent, changes),
        "LICENSE": assets.text("LICENSE"),
        "CITATION.cff": assets.citation(manifest.version),
        "croissant.json": croissant.render(manifest),
        "report.html": report.render(manifest, counted),
        "README.md": card.render(manifest, counted),
    }
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
    others = tuple(_entry(folder, name) for name in texts)
    sealed = msgspec.structs.replace(manifest, files=tuple(sorted((*shards, *others), key=lambda e: e.path))).signed()
    (folder / MANIFEST).write_bytes(sealed.written())
    return sealed


def read(folder: Path) -> Manifest:
    """The manifest of a release; raises `DamagedError` where a byte of it is not as it was written."""
    path = folder / MANIFEST
    if not path.is_file():
        raise DamagedError(f"{path}: not found. {folder} is no release, or its build did not end; build it again.")
    return decode(path.read_bytes(), str(path))


def decode(content: bytes, place: str) -> Manifest:
    """A manifest from its bytes; `place` is where they lay, for the message of the `DamagedError`."""
    remedy = "Fetch or build the release again."
    try:
        if (found := msgspec.json.decode(content, type=_Format).format) != FORMAT:
            raise CorpusError(f"{place}: format {found}, this program reads {FORMAT}. Update {NAME}.")
        manifest = msgspec.json.decode(content, type=Manifest)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise DamagedError(f"{place}: damaged ({error}). {remedy}") from error
    if manifest.signed().digest != manifest.digest or manifest.written() != content:
        raise DamagedError(f"{place}: damaged, its digest is not that of its content. {remedy}")
    if wrong := _unsafe(manifest):
        raise DamagedError(f"{place}: {wrong}. Do not use this release.")
    return manifest


def _unsafe(manifest: Manifest) -> str | None:
    """What in a manifest, well signed though it is, would give a reader other rows than the release's; or None."""
    if manifest.name != NAME:
        return f"it is of {manifest.name!r}, not of {NAME}"
    paths = [entry.path for entry in manifest.files]
    if outside := [path for path in paths if not inside(path)]:
        return f"{outside[0]!r} leads out of the release"
    if len(set(paths)) < len(paths):
        return "it lists a file twice"
    try:
        configs = configs_of([entry for entry in manifest.files if entry.rows is not None])
    except CorpusError as error:
        return str(error)
    return None if configs == manifest.configs else "its configs are not the sums of its files"


def inside(path: str) -> bool:
    """Whether a path of a manifest stays in the folder of its release, written plainly.

    >>> [inside(path) for path in ("data/train.parquet", "../secret", "/etc/passwd", "data//x", "a\\\\b")]
    [True, False, False, False, False]
    """
    parts = PurePosixPath(path).parts
    plain = bool(parts) and "/".join(parts) == path and not {"..", "/"} & set(parts)
    return plain and "\\" not in path and ":" not in path and "\0" not in path


@cache
def code_digest() -> str:
    """A digest of the source that runs, tables left out: read once, for a file may change under a running program."""
    return _folder_digest(Path(corpus.__file__).parent, lambda path: path.suffix == ".py" and path.parts[0] != "tables")


@cache
def tables_digest() -> str:
    """A digest of every table: rules, phrases, thresholds, weights."""
    return _folder_digest(Path(corpus.__file__).parent / "tables", lambda path: "__pycache__" not in path.parts)


def schema_digest() -> str:
    """A digest of the columns of every config, their order, types and meanings."""
    columns = {config: [[c.name, str(c.type), c.meaning] for c in columns] for config, columns in CONFIGS.items()}
    return f"sha256-{hashlib.sha256(canonical(columns)).hexdigest()}"


def _folder_digest(folder: Path, wanted: Any) -> str:
    whole = hashlib.sha256()
    for path in sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file()):
        if wanted(path):
            whole.update(f"{path.as_posix()}\n{file_sha256(folder / path)}\n".encode())
    return f"sha256-{whole.hexdigest()}"


def _unicode_version() -> str:
    import unicodedata2

    return str(unicodedata2.unidata_version)


def canonical(value: Any) -> bytes:
    """JSON written in the one way that digests are taken of."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _shards(folder: Path, known: Mapping[str, FileEntry]) -> list[FileEntry]:
    """The entry of each shard in the folder, by path; anything else there is refused."""
    strangers = [p for p in folder.rglob("*") if p.is_file() and (p.suffix != ".parquet" or p.parent.parent != folder)]
    strangers += [path for path in folder.iterdir() if path.is_dir() and path.name not in FOLDERS.values()]
    if strangers:
        raise CorpusError(f"{strangers[0]}: does not belong into a release. Work files go elsewhere.")
    shards = []
    for path in sorted(folder.glob("*/*.parquet")):
        name = f"{path.parent.name}/{path.name}"
        shards.append(known[name] if name in known else read_entry(path))
    if lost := known.keys() - {entry.path for entry in shards}:
        raise CorpusError(f"{folder}: shard {min(lost)} was written but is not there.")
    return shards


def configs_of(shards: list[FileEntry]) -> dict[str, dict[str, Part]]:
    """Each config that has rows, and its splits, from the entries of their shards by path.

    Raises `CorpusError` where a set of shards has a gap in it.
    """
    configs: dict[str, dict[str, Part]] = {}
    for config, folder in FOLDERS.items():
        for split in SPLITS:
            part = [entry for entry in shards if entry.path.startswith(f"{folder}/{split}-")]
            expected = [f"{folder}/{split}-{n:05d}-of-{len(part):05d}.parquet" for n in range(len(part))]
            if [entry.path for entry in part] != expected:
                raise CorpusError(f"shards of {config}/{split} are {[e.path for e in part]}, expected {expected}.")
            if part:
                configs.setdefault(config, {})[split] = Part(
                    rows=sum(entry.rows or 0 for entry in part),
                    bytes=sum(entry.bytes for entry in part),
                    memory=sum(entry.memory or 0 for entry in part),
                    row_digest=combined_digest(entry.row_digest or "0" for entry in part),
                    files=tuple(expected),
                )
    if placed := sum(len(part.files) for parts in configs.values() for part in parts.values()) != len(shards):
        raise CorpusError(f"{placed} shards have names that no config and split claims: {[e.path for e in shards]}.")
    return configs


def _rows(shards: list[FileEntry], config: str) -> int:
    return sum(entry.rows or 0 for entry in shards if entry.path.startswith(f"{FOLDERS[config]}/"))


def _entry(folder: Path, name: str) -> FileEntry:
    path = folder / name
    return FileEntry(path=name, bytes=path.stat().st_size, sha256=file_sha256(path))

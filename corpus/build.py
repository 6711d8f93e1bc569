"""The road from input files to a release, step by step; each step a pure function that the engine runs."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from corpus import evidence, reuse, sources
from corpus.duplicates import VERDICTS, find_duplicates
from corpus.engines import Engine
from corpus.engines.local import LocalEngine
from corpus.engines.spark import SparkEngine
from corpus.errors import CorpusError
from corpus.headlines import headline_rows
from corpus.release import manifest
from corpus.release.manifest import Tombstone
from corpus.release.parquet import FileEntry
from corpus.release.removals import (
    REASON,
    STAGE,
    answered,
    read_requests,
    requested,
    scrubbed,
    tombstones_of,
    without_excerpts,
)
from corpus.release.staging import Stage, Version, versions
from corpus.schema import PAGES, arrow_schema
from corpus.settings import Settings
from corpus.shards import config_schema, counted, write_config
from corpus.stages import DECIDED, WORK, keep_all, one_batch, with_columns
from corpus.stages.decontaminate import decontaminate
from corpus.stages.deduplicate import deduplicate
from corpus.stages.extract import FAULT, extract
from corpus.stages.normalize import normalize, with_ids
from corpus.stages.screen import screen
from corpus.stages.split import SPLITS, split
from corpus.tables.problems import PROBLEMS
from corpus.text.contamination import Evaluation, evaluation_of
from corpus.text.evidence import Evidence
from corpus.text.fold import fold
from corpus.text.ids import digest

ENGINES: dict[str, type[LocalEngine] | type[SparkEngine]] = {"local": LocalEngine, "spark": SparkEngine}

SHARD_ROWS = 20_000
SHARD_BYTES = 512 << 20
"""Pages in a shard of a shuffle, at most, and their bytes as they were read: about 100 MB of text."""

LINES_A_BATCH = 10_000
UNANSWERED_MOST = 20
"""Removal requests of which a warning says that they meet no page: a long list would drown the other warnings."""

_PAGES = arrow_schema(PAGES)
READ = pa.schema([*_PAGES, *reuse.ENTRY])
"""A page with what it asked of others when it was read, and what became of it in an earlier build: null where it had no
part in one. All of this is null where the page could not be read."""

_KEY = ("key", pa.uint64())
_WORK = pa.schema([*WORK, _KEY, ("reused", pa.bool_())])
_SIZES = pa.schema([("rows", pa.int64()), ("bytes", pa.int64())])
_UIDS = pa.schema([("uid", pa.string())])
_TOLD = pa.schema([WORK.field(name) for name in ("id", "url", "site", "headline", "body")])
_VERDICTS = pa.schema([*VERDICTS, _KEY])


class Built(NamedTuple):
    """What a build made: the folder of the release, its manifest, and what the user should know of it."""

    folder: Path
    manifest: manifest.Manifest
    warnings: tuple[str, ...]
    reused: int
    """Pages that an earlier build had processed: what it made of them was taken from `OUT/.cache`."""


class Made(NamedTuple):
    """What the steps made: pages read, files written, all that removal requests take out and those that found a page,
    and pages not processed.
    """

    read: int
    files: list[FileEntry]
    tombstones: tuple[Tombstone, ...]
    answered: frozenset[Tombstone]
    reused: int
    damaged: int


class Judged(NamedTuple):
    """Pages after every stage that judges one page: how many were read, their rows, how many of these were reused, how
    many files of the store were damaged, and into how many shards the rows go.
    """

    read: int
    work: Any
    reused: int
    damaged: int
    shards: int


class TakenOut(NamedTuple):
    """Stories (cluster ids) that go, tombstones of them and of their headlines, the requests that found one, and the
    folded texts.
    """

    stories: frozenset[str] = frozenset()
    tombstones: tuple[Tombstone, ...] = ()
    answered: frozenset[Tombstone] = frozenset()
    texts: tuple[str, ...] = ()


def build(
    inputs: Sequence[Path],
    out: Path,
    version: str,
    settings: Settings,
    *,
    removals: Path | None = None,
    evaluation: Sequence[Path] = (),
    workers: int = 1,
    engine: str = "local",
    resume: bool = True,
    cache: bool = True,
    progress: bool = False,
) -> Built:
    """Build release `version` of the pages in `inputs` into the folder `out`.

    The highest version in `out` below this one is its parent: its removals on request are inherited, and the number
    must claim what changed since. `removals` is a file of further requests. Articles that share a long run of words
    with a text of the `evaluation` files, or nearly are one, are removed.

    A build that was cut off goes on where it stopped when it is called again with the same input, settings and code.
    What it makes of each page is kept in `out/.cache` (`corpus.reuse`), and pages that the build before had processed
    with the same code and settings are taken from there: the release is the same, byte for byte. Without `cache` every
    page is processed, and nothing is kept.
    Raises CorpusError where the input does not exist, the version does or claims too little, or the ledger does not
    balance.
    """
    _check_apart(inputs, out)
    chunks = sources.find(inputs)
    asked = read_requests(removals) if removals else {}
    tests = _texts(evaluation, settings)
    tested = digest(tests) if tests else None
    configuration = {**msgspec.to_builtins(settings), "evaluation": tested}
    with Stage(out, version) as stage:
        parent = _parent(out, stage.version)
        tombstones = tuple(sorted({*asked, *(manifest.read(parent).tombstones if parent else ())}))
        work = out / ".build"
        store = out / reuse.FOLDER / reuse.store_name(settings, tested) if cache else None
        _keep_if_same_build(work, _fingerprint(chunks, configuration, tombstones, engine, cache) if resume else "")
        with ENGINES[engine](work, workers=workers, progress=progress) as runner:
            made = run(runner, chunks, settings, tombstones, tests, work / "release", store)
        for entry in made.files:
            _link(work / "release" / entry.path, stage.folder / entry.path)
        facts = manifest.Facts(version, made.read, configuration, tombstones=made.tombstones, parent=parent)
        sealed = manifest.seal(stage.folder, facts, made.files)
        folder = stage.commit()
        shutil.rmtree(work)
    return Built(folder, sealed, tuple(_warnings(sealed, made, asked, out)), made.reused)


def run(
    engine: Engine,
    chunks: list[pa.RecordBatch],
    settings: Settings,
    tombstones: tuple[Tombstone, ...],
    tests: Sequence[str],
    folder: Path,
    store: Path | None = None,
) -> Made:
    """Every step from chunks of input to Parquet files below `folder`; `store` is the folder of `corpus.reuse`."""
    read, work, reused, damaged, shards = judge_pages(engine, chunks, settings, tests, folder, store)
    found = find_duplicates(engine, engine.map("kept", _kept, work, _WORK), settings, shards=shards)
    verdicts = engine.map("verdicts", _keyed, found, _VERDICTS)
    out = _taken_out(engine, work, verdicts, tombstones)
    judge = partial(decide, settings=settings, tombstones=tombstones, stories=out.stories)
    decided = engine.shuffle("decide", judge, (work, verdicts), DECIDED, key="key", shards=shards)

    rows = {
        "articles": engine.map("articles", articles, decided, config_schema("articles")),
        "removed": engine.map("removed", removed, decided, config_schema("removed")),
        "headlines": headline_rows(engine, decided, shards),
    }
    if settings.with_lines:
        rows["lines"] = engine.map("lines", lines, decided, config_schema("lines"))
    if tombstones:
        rows = {
            name: engine.map(f"{name}-scrubbed", partial(_scrub, config=name, out=out), each, each.schema)
            for name, each in rows.items()
        }
    files = [file for name, each in rows.items() for file in write_config(engine, name, each, folder)]
    return Made(read, files, out.tombstones, out.answered, reused, damaged)


def judge_pages(
    engine: Engine,
    chunks: list[pa.RecordBatch],
    settings: Settings,
    tests: Sequence[str],
    folder: Path,
    store: Path | None,
) -> Judged:
    """The steps before articles are compared: pages are read, what they tell of each other is gathered, and with it
    each is judged, unless the store holds what would come of that.
    """
    earlier = reuse.open_store(engine, store, folder.with_name("cache-index")) if store else reuse.Earlier()
    kept = folder.with_name("cache").absolute() if store else None
    read = partial(read_pages, earlier=earlier.entries, settings=settings)
    pages = engine.map("read", read, engine.rows("input", chunks), READ)
    count, shards = measured(engine, pages)

    seen = evidence.gather(engine, pages, folder.with_name("evidence-keys"), shards)
    evaluation = evaluation_of(tests) if tests else None
    judge = partial(process, seen=seen, tests=evaluation, settings=settings, kept=kept)
    work = engine.map("extract", judge, pages, _WORK)
    if store and kept:
        reuse.replace(store, kept)
    reused = counted(engine, "reused", engine.map("reused", _reused, work, _UIDS)) if earlier.entries else 0
    return Judged(count, work, reused, earlier.damaged, shards)


def read_pages(chunks: pa.RecordBatch, *, earlier: Path | None, settings: Settings) -> Iterator[pa.RecordBatch]:
    """Read chunks into pages (`READ`), and each page for a first time, while nothing is known of others.

    Those in the store that `earlier` is the index of (`corpus.reuse`) were read before.
    """
    for batch in sources.read(chunks, max_page_bytes=settings.max_page_bytes):
        pages = reuse.with_digests(batch)
        found = reuse.recall(earlier, pages["page"])
        known = pc.is_in(pages["page"], value_set=found["page"].combine_chunks())
        new = extract(pages.filter(pc.invert(known)), lambda _: Evidence())
        first = [reuse.entries(rows, judged=False) for rows in (new.kept, new.removed)]
        entries = one_batch(pa.concat_tables([found, pa.Table.from_batches(first)]))
        own = entries.take(pc.index_in(pages["page"], value_set=entries["page"]))
        columns = [(own if name in reuse.ENTRY.names[1:] else pages)[name] for name in READ.names]
        yield pa.RecordBatch.from_arrays(columns, schema=READ)


def process(
    pages: pa.RecordBatch, *, seen: Path, tests: Evaluation | None, settings: Settings, kept: Path | None
) -> Iterator[pa.RecordBatch]:
    """Take pages (`READ`) through the stages that judge one page; rows removed go along, with stage and reason.

    `seen` is where the evidence lies that other pages give; `tests` are texts that must not be trained on. A page that
    was judged in an earlier build, and to which others say the same as then, is not judged again. `kept` is the folder
    of the store for later builds.
    """
    known = evidence.load(seen)
    asked = zip(pages["asked_site"].to_pylist(), pages["told"].to_pylist(), strict=True)
    repeated = pa.array([told is not None and known.of(site).repeats(told) for site, told in asked], pa.bool_())
    same = pc.and_(repeated, pages["work"].is_valid())
    old, new = pages.filter(same), pages.filter(pc.invert(same))
    judged = _judged(new, known.of, tests, settings)
    if kept:
        fresh = _as_first_read(reuse.entries(judged), new)
        reuse.keep(kept, pa.Table.from_batches([old.select(reuse.ENTRY.names), fresh]))
    for batch, taken in (
        (pa.RecordBatch.from_struct_array(old["work"]), True),
        (judged.select(WORK.names), False),
    ):
        if batch.num_rows:
            yield _with_key(batch).append_column(_WORK.field("reused"), pa.repeat(taken, batch.num_rows))


def decide(
    work: pa.Table,
    verdicts: pa.Table,
    *,
    settings: Settings,
    tombstones: tuple[Tombstone, ...],
    stories: frozenset[str],
) -> Iterator[pa.RecordBatch]:
    """Take rows through the stages that follow from the whole corpus; `verdicts` holds those of the rows.

    `stories` are those (cluster ids) that someone asked to have removed, with every copy of them.
    """
    kept = work.filter(pc.is_null(work["stage"]))
    judged = deduplicate(verdicts)(one_batch(kept))
    divided = split(settings)(judged.kept)
    gone = one_batch(work.filter(pc.is_valid(work["stage"])))
    for batch in (gone, judged.removed, divided.removed, divided.kept):
        if batch.num_rows:
            yield _withdrawn(_conformed(batch, DECIDED), tombstones, stories)


def articles(decided: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """The rows of the config `articles`."""
    kept = decided.filter(pc.is_null(decided["stage"]))
    if kept.num_rows:
        yield kept.select(config_schema("articles").names)


def removed(decided: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """The rows of the config `removed`: with the body as text where there is one."""
    gone = decided.filter(pc.is_valid(decided["stage"]))
    if gone.num_rows:
        text = pc.coalesce(gone["body"], gone["text"])
        columns = {**{name: gone[name] for name in gone.schema.names}, "text": text, "split": _train(gone.num_rows)}
        yield pa.RecordBatch.from_pydict(
            {name: columns[name] for name in config_schema("removed").names}, schema=config_schema("removed")
        )


def lines(decided: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """The rows of the config `lines`, in the order of the page."""
    rows: list[dict[str, Any]] = []
    for id_, uid, found in zip(*(decided[name].to_pylist() for name in ("id", "uid", "lines")), strict=True):
        rows += [
            {"id": id_, "number": number, "split": "train", "uid": f"{uid[:8]}{number:08x}", **line}
            for number, line in enumerate(found or ())
        ]
        if len(rows) >= LINES_A_BATCH:
            yield pa.RecordBatch.from_pylist(rows, config_schema("lines"))
            rows = []
    if rows:
        yield pa.RecordBatch.from_pylist(rows, config_schema("lines"))


def summary(built: Built) -> dict[str, Any]:
    """What was built, for scripts."""
    found = built.manifest
    return {
        "release": str(built.folder),
        "version": found.version,
        "pages": found.ledger.read,
        "reused": built.reused,
        "articles": {split: part.rows for split, part in found.configs.get("articles", {}).items()},
        "removed": found.ledger.removed,
        "headlines": sum(part.rows for part in found.configs.get("headlines", {}).values()),
        "warnings": list(built.warnings),
    }


def summary_text(found: dict[str, Any]) -> str:
    """What was built, for people."""
    splits = ", ".join(f"{name} {rows:,}" for name, rows in found["articles"].items())
    rows = [
        f"{found['release']}: {found['pages']:,} pages read, {found['reused']:,} of them processed before",
        f"  {sum(found['articles'].values()):>9,} articles kept ({splits})",
        f"  {found['headlines']:>9,} headlines seen",
    ]
    for stage, reasons in found["removed"].items():
        rows += [f"  {count:>9,} removed in {stage}: {reason}" for reason, count in reasons.items()]
    return "\n".join(rows)


def _check_apart(inputs: Sequence[Path], out: Path) -> None:
    for source in inputs:
        if not source.is_dir() or not out.resolve().is_relative_to(source.resolve()):
            continue
        below = out.resolve().relative_to(source.resolve())
        if not any(part.startswith(".") for part in below.parts):  # hidden folders are no input
            raise CorpusError(f"{out}: lies inside {source} and would be read as pages there. Choose another --out.")


def _texts(evaluation: Sequence[Path], settings: Settings) -> list[str]:
    """The texts of evaluation files, sorted; raises CorpusError for one that cannot be read."""
    texts = []
    for chunks in sources.find(evaluation):
        for batch in sources.read(chunks, max_page_bytes=settings.max_page_bytes):
            for row in batch.to_pylist():
                if row["problem"]:
                    raise CorpusError(f"{row['place']}: {PROBLEMS[row['problem']]}. Evaluation files must be whole.")
                texts.append(row["text"] or row["html"])
    return sorted(set(texts))


def _parent(out: Path, version: Version) -> Path | None:
    below = [each for each in versions(out) if each < version]
    return out / below[-1].tag if below else None


def _taken_out(engine: Engine, work: Any, verdicts: Any, tombstones: tuple[Tombstone, ...]) -> TakenOut:
    """What removal requests take out: requests are few, so all that follows from them is short."""
    if not tombstones:
        return TakenOut()
    asked = _uids(engine, engine.map("asked-for", partial(_asked_for, tombstones=tombstones), work, _UIDS))
    stories: set[str] = set()
    for batch in engine.collect(verdicts):
        stories.update(batch.filter(pc.is_in(batch["uid"], value_set=asked))["cluster_id"].to_pylist())
    named = pa.array(sorted(stories), pa.string())
    uids = set(asked.to_pylist())
    for batch in engine.collect(verdicts):
        uids.update(batch.filter(pc.is_in(batch["cluster_id"], value_set=named))["uid"].to_pylist())
    told = engine.map("taken-out", partial(_among, uids=frozenset(uids)), work, _TOLD)
    rows = pa.Table.from_batches(list(engine.collect(told)), _TOLD)
    texts = {fold(text) for name in ("headline", "body") for text in rows[name].to_pylist() if text}
    stones = tuple(sorted({*tombstones, *tombstones_of(rows)}))
    return TakenOut(frozenset(stories), stones, answered(rows, tombstones), tuple(sorted(texts)))


def _uids(engine: Engine, rows: Any) -> pa.Array:
    return pa.array([uid for batch in engine.collect(rows) for uid in batch["uid"].to_pylist()], pa.string())


def _among(batch: pa.RecordBatch, *, uids: frozenset[str]) -> Iterator[pa.RecordBatch]:
    yield batch.filter(pc.is_in(batch["uid"], value_set=pa.array(sorted(uids), pa.string()))).select(_TOLD.names)


def _asked_for(batch: pa.RecordBatch, *, tombstones: tuple[Tombstone, ...]) -> Iterator[pa.RecordBatch]:
    yield batch.filter(requested(batch, tombstones)).select(_UIDS.names)


def _withdrawn(batch: pa.RecordBatch, tombstones: tuple[Tombstone, ...], stories: frozenset[str]) -> pa.RecordBatch:
    """Rows that were asked for, or tell a story that was, keep nothing but their id."""
    if not tombstones:
        return batch
    told = pc.is_in(batch["cluster_id"], value_set=pa.array(sorted(stories), pa.string()))
    out = pc.or_(requested(batch, tombstones), told)
    said = {"stage": STAGE, "reason": REASON}
    columns = [
        batch[name] if name in ("id", "uid") else pc.if_else(out, pa.scalar(said.get(name), field.type), batch[name])
        for name, field in zip(DECIDED.names, DECIDED, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, schema=DECIDED)


def _scrub(batch: pa.RecordBatch, *, config: str, out: TakenOut) -> Iterator[pa.RecordBatch]:
    rows = scrubbed(config, pa.Table.from_batches([batch]), out.tombstones)
    yield from without_excerpts(config, rows, out.texts).to_batches()


def _reused(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    yield batch.filter(batch["reused"]).select(_UIDS.names)


def _kept(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    kept = batch.filter(pc.is_null(batch["stage"]))
    if kept.num_rows:
        yield kept


def _with_uid(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Name each row by all that it holds: rows that are alike in everything may be exchanged."""
    content = batch.select(WORK.names[1:]).to_pylist()
    uids = [digest([json.dumps(row, ensure_ascii=False)]) for row in content]
    return batch.set_column(0, batch.schema.field("uid"), pa.array(uids, pa.string()))


def _judged(
    pages: pa.RecordBatch,
    evidence_of: Callable[[str | None], Evidence],
    tests: Evaluation | None,
    settings: Settings,
) -> pa.RecordBatch:
    """Pages after the stages that judge one page (`EXTRACTED`), kept and removed."""
    extracted = extract(pages, evidence_of, with_lines=settings.with_lines)
    named = with_ids(normalize(extracted.kept, repair=settings.repair).kept)
    screened = screen(named)
    clean = decontaminate(tests)(screened.kept) if tests else keep_all(screened.kept)
    return _with_uid(pa.concat_batches([with_ids(extracted.removed), screened.removed, clean.removed, clean.kept]))


def _as_first_read(entries: pa.RecordBatch, pages: pa.RecordBatch) -> pa.RecordBatch:
    """Entries of pages that were judged again, with the headline that they had while no other page was known.

    That is the one by which the evidence of all pages is gathered, or it would depend on itself.
    """
    first = pages.filter(pc.is_valid(pages["told"]))
    place = pc.index_in(entries["page"], value_set=first["page"])
    dated = with_columns(entries, headline_key=first["headline_key"].take(place))
    return dated.filter(pc.is_valid(place))


def _with_key(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Add the key by which a row and its verdict meet."""
    keys = [int(uid[:16], 16) for uid in batch["uid"].to_pylist()]
    return batch.append_column(pa.field(*_KEY), pa.array(keys, pa.uint64()))


def _keyed(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    yield _with_key(batch)


def _conformed(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """The columns of a schema; those that the batch lacks are null."""
    columns = [
        batch[field.name].cast(field.type) if field.name in batch.schema.names else pa.nulls(len(batch), field.type)
        for field in schema
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _train(count: int) -> pa.Array:
    return pa.repeat(pa.scalar("train", pa.string()), count)


def measured(engine: Engine, pages: Any) -> tuple[int, int]:
    """How many pages there are, and into how many shards they go; results do not depend on the latter."""
    sizes = list(engine.collect(engine.map("measured", sizes_of, pages, _SIZES)))
    count, size = (sum(pc.sum(batch[name]).as_py() for batch in sizes) for name in _SIZES.names)
    return count, 1 + max(count // SHARD_ROWS, size // SHARD_BYTES)


def sizes_of(pages: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """How many pages there are in a batch, and their bytes as they were read."""
    size = pages.select(_PAGES.names).nbytes
    yield pa.RecordBatch.from_pylist([{"rows": pages.num_rows, "bytes": size}], _SIZES)


def _warnings(sealed: manifest.Manifest, made: Made, asked: dict[Tombstone, str], out: Path) -> Iterator[str]:
    parts = sealed.configs.get("articles", {})
    if not parts:
        yield "no page held an article that could be kept; `removed` says why, page by page."
    for name in SPLITS if parts else ():
        if name not in parts:
            yield f"split {name} has no rows and is left out."
    if faults := sealed.ledger.removed.get("extract", {}).get(FAULT):
        yield f"the toolkit failed on {faults} pages, now in `removed` as {FAULT}; please report one of them."
    for place in [place for stone, place in asked.items() if stone not in made.answered][:UNANSWERED_MOST]:
        yield f"{place}: no page that was read is meant by this request. It is kept for later ones; look for a typo."
    if made.damaged:
        yield f"{made.damaged} files in {out / reuse.FOLDER} were damaged; their pages were processed again."


def _fingerprint(
    chunks: list[pa.RecordBatch],
    configuration: dict[str, Any],
    tombstones: tuple[Tombstone, ...],
    engine: str,
    cache: bool,
) -> str:
    """Names a build: what goes in and what is done with it. A build of another name starts from nothing."""
    stamps = [
        (row["path"].hex(), row["name"], row["start"], row["end"], *_stamp(sources.path_of(row)))
        for batch in chunks
        for row in batch.to_pylist()
    ]
    code = (manifest.code_digest(), manifest.tables_digest(), manifest.schema_digest())
    asked = msgspec.to_builtins(tombstones)
    return sha256(json.dumps([stamps, configuration, asked, engine, cache, code]).encode()).hexdigest()


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_size, found.st_mtime_ns)


def _keep_if_same_build(work: Path, fingerprint: str) -> None:
    """Keep the work of the same build that was cut off; remove that of any other."""
    mark = work / "fingerprint"
    if work.exists() and not (fingerprint and mark.is_file() and mark.read_text() == fingerprint):
        shutil.rmtree(work)
    work.mkdir(parents=True, exist_ok=True)
    mark.write_text(fingerprint)


def _link(source: Path, target: Path) -> None:
    """Put a finished file into the release without copying it, where the disk allows."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)

"""The default engine: worker processes on this machine, and spill files for what does not fit in memory.

A step is a list of tasks, one a spill file of the step before, or a group of small ones. A task writes beside its name
and renames when it is done, so a step that was cut off goes on with the tasks whose files are missing, and a file that
exists is whole.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.synchronize import Event
from pathlib import Path
from threading import Thread
from typing import Any

import pyarrow as pa
from tqdm import tqdm

from corpus.compiling import tell
from corpus.engines import BatchFunction, ShardFunction, spread
from corpus.errors import CorpusError

ROUND_BYTES = 32 << 20
"""Rows are spread over the shards this many bytes at a time: the memory of the first half of a shuffle."""

# LZ4 costs less time than the disk it saves: extracted pages shrink to a third. Hashes do not shrink, and what is not
# compressed is read where it lies.
_TEXT = pa.ipc.IpcWriteOptions(compression="lz4")
_NUMBERS = pa.ipc.IpcWriteOptions()


@dataclass(frozen=True)
class LocalRows:
    """Rows in spill files, one file a task."""

    schema: pa.Schema
    files: tuple[Path, ...]


class LocalEngine:
    """`map`, `shuffle` and `collect` with `workers` processes and a folder for spill files.

    Results do not depend on the number of workers: a task sees one file, and files are numbered by their input.
    """

    def __init__(self, folder: Path, *, workers: int = 1, progress: bool = False) -> None:
        self.folder = folder
        self.workers = workers
        self.progress = progress
        self._pool: Executor | None = None
        self._told = multiprocessing.get_context("spawn").Event() if progress else None
        self._alive, self._alive_here = multiprocessing.Pipe(duplex=False)

    def __enter__(self) -> LocalEngine:
        if self._told and self.workers == 1:
            tell(self._told)
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            self._alive_here.close()  # workers need not finish what nobody waits for
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._alive_here.close()
        self._alive.close()

    def rows(self, name: str, batches: Sequence[pa.RecordBatch]) -> LocalRows:
        """Spill each batch as the input of one task."""
        folder = self._step_folder(name)
        files = tuple(folder / f"{number:05}.arrow" for number in range(len(batches)))
        for file, batch in zip(files, batches, strict=True):
            _spill(file, batch.schema, [batch])
        return LocalRows(batches[0].schema if batches else pa.schema([]), files)

    def map(self, name: str, function: BatchFunction, rows: LocalRows, schema: pa.Schema) -> LocalRows:
        """Run `function` over every batch; each input file gives one output file."""
        return self._step(name, partial(_map_task, function, schema), [(file,) for file in rows.files], schema)

    def shuffle(
        self,
        name: str,
        function: ShardFunction,
        rows: LocalRows | tuple[LocalRows, ...],
        schema: pa.Schema,
        *,
        key: str,
        shards: int,
    ) -> LocalRows:
        """Spread rows over shards by `key` modulo `shards`, then run `function` on each shard's tables."""
        inputs = rows if isinstance(rows, tuple) else (rows,)
        spread = [
            self._step(
                f"{name}-{number}",
                partial(_spread_task, key, shards, each.schema),
                [(files,) for files in _groups(each.files)],
                each.schema,
            )
            for number, each in enumerate(inputs)
        ]
        done = self._step(
            name,
            partial(_shard_task, function, schema, spread, shards),
            [(shard,) for shard in range(shards)],
            schema,
        )
        for each in spread:  # the shards' results stand; their halves would double the disk that a build needs
            for file in each.files:
                file.write_bytes(b"")
        return done

    def collect(self, rows: LocalRows) -> Iterator[pa.RecordBatch]:
        """Read rows back in the order of their tasks."""
        for file in rows.files:
            yield from _batches(file)

    def _step(
        self, name: str, task: Callable[..., None], inputs: Sequence[tuple[Any, ...]], schema: pa.Schema
    ) -> LocalRows:
        folder = self._step_folder(name)
        files = tuple(folder / f"{number:05}.arrow" for number in range(len(inputs)))
        missing = [(*each, file) for each, file in zip(inputs, files, strict=True) if not file.exists()]
        with tqdm(
            total=len(files),
            initial=len(files) - len(missing),
            desc=name,
            unit="task",
            disable=not self.progress,
            leave=False,
            delay=1,
        ) as bar:
            for _ in self._run(task, missing):
                bar.update()
        return LocalRows(schema, files)

    def _run(self, task: Callable[..., None], inputs: Sequence[tuple[Any, ...]]) -> Iterator[None]:
        if self.workers == 1:
            for each in inputs:
                task(*each)
                yield
            return
        pool = self._pool = self._pool or ProcessPoolExecutor(
            self.workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_start_worker,
            initargs=(self._alive, self._told),
        )
        with _interrupts_held():
            futures: list[Future[None]] = [pool.submit(task, *each) for each in inputs]
        try:
            for future in as_completed(futures):
                yield future.result()
        except BrokenProcessPool as error:
            raise CorpusError(
                f"a worker process ended without a word in {self.folder}; most often the machine ran out of memory. "
                "Run the same command again: it goes on where it stopped. Fewer --workers need less memory."
            ) from error
        finally:
            for future in futures:
                future.cancel()

    def _step_folder(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Worker processes that start here are not interrupted (Ctrl-C reaches them too): each would print a traceback."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_worker(parent: Connection, told: Event | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent tells it, and ends its workers
    # A parent that is killed tells nobody: without this its workers would wait for ever.
    Thread(target=_end_with, args=(parent,), daemon=True).start()
    # Processes are the parallelism here; threads inside each would only fight for the same cores.
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    os.environ["OMP_NUM_THREADS"] = "1"
    if told:
        tell(told)


def _end_with(parent: Connection) -> None:
    """End this process when the parent closes its end of a pipe that nothing is sent through, or dies."""
    wait([parent])
    os._exit(1)


def _map_task(function: BatchFunction, schema: pa.Schema, source: Path, target: Path) -> None:
    _spill(target, schema, (out for batch in _batches(source) for out in function(batch)))


def _groups(files: Sequence[Path]) -> list[tuple[Path, ...]]:
    """Neighbours of one round together: each shard opens every file of a shuffle, so a thousand are too many."""
    groups: list[tuple[Path, ...]] = []
    size = ROUND_BYTES
    for file in files:
        length = file.stat().st_size
        if size + length > ROUND_BYTES:
            groups.append(())
            size = 0
        groups[-1] += (file,)
        size += length
    return groups


def _spread_task(key: str, shards: int, schema: pa.Schema, sources: Sequence[Path], target: Path) -> None:
    """Write rounds of exactly `shards` batches: batch number n of the file belongs to shard n modulo `shards`."""
    _spill(target, schema, (batch for round_ in _rounds(sources) for batch in spread(round_, key, shards)))


def _rounds(sources: Sequence[Path]) -> Iterator[pa.Table]:
    waiting: list[pa.RecordBatch] = []
    size = 0
    for batch in (batch for source in sources for batch in _batches(source)):
        waiting.append(batch)
        size += batch.nbytes
        if size >= ROUND_BYTES:
            yield pa.Table.from_batches(waiting).combine_chunks()
            waiting, size = [], 0
    if waiting:
        yield pa.Table.from_batches(waiting).combine_chunks()


def _shard_task(
    function: ShardFunction, schema: pa.Schema, spread: Sequence[LocalRows], shards: int, shard: int, target: Path
) -> None:
    tables = [
        pa.Table.from_batches([b for file in rows.files for b in _batches(file, shard, shards)], rows.schema)
        for rows in spread
    ]
    _spill(target, schema, function(*tables))


def _batches(file: Path, first: int = 0, step: int = 1) -> Iterator[pa.RecordBatch]:
    # As one buffer: from a file, Arrow would hand each read to another thread.
    with pa.memory_map(str(file)) as source, pa.ipc.open_file(source.read_buffer()) as reader:
        for number in range(first, reader.num_record_batches, step):
            batch = reader.get_batch(number)
            if batch.num_rows:
                yield batch


def _spill(target: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
    unfinished = target.with_suffix(f".{os.getpid()}")
    options = _TEXT if any(pa.types.is_large_string(field.type) for field in schema) else _NUMBERS
    try:
        with ExitStack() as stack:
            file = stack.enter_context(pa.OSFile(str(unfinished), "wb"))
            writer = stack.enter_context(pa.ipc.new_file(file, schema, options=options))
            for batch in batches:
                writer.write_batch(batch)
        unfinished.rename(target)
    except OSError as error:
        raise CorpusError(
            f"{target}: cannot be written ({error.strerror or error}). Make room there, then give the same command "
            "again: it goes on where it stopped."
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)

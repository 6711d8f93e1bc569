"""Opening files: compression by name, and errors that say what a user can do something about."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

import pyarrow as pa

COMPRESSIONS = {".gz": b"\x1f\x8b\x08", ".zst": b"\x28\xb5\x2f\xfd"}
"""The suffix of each, and the bytes with which such files start."""

_STEP = 1 << 20


class Unreadable(Exception):  # noqa: N818 - it names a state of the input, like StopIteration
    """Input that cannot be read: a reason (a key of `PROBLEMS`), and the place where known."""

    def __init__(self, reason: str, place: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place


@contextmanager
def opened(path: Path | IO[bytes]) -> Iterator[IO[bytes]]:
    """The decompressed bytes of a file; damage met while reading is raised as `Unreadable`. A stream stays."""
    if not isinstance(path, Path):
        yield path
        return
    suffix = path.suffix.lower()
    try:
        if suffix == ".gz":
            with gzip.open(path) as stream:
                yield cast("IO[bytes]", stream)
        elif suffix == ".zst":
            with pa.input_stream(str(path), compression="zstd") as raw, io.BufferedReader(raw, _STEP) as stream:
                yield stream
        else:
            with path.open("rb") as stream:
                yield stream
    except EOFError as error:
        raise Unreadable("truncated_archive") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise Unreadable("damaged_archive") from error
    except OSError as error:
        # pyarrow says both in words: "Truncated compressed stream" and "ZSTD decompress failed".
        if suffix == ".zst" and error.errno is None:
            raise Unreadable("truncated_archive" if "runcated" in str(error) else "damaged_archive") from error
        raise


class EagerReader(io.RawIOBase):
    """A stream whose `read` gives what is there rather than failing for what is missing.

    A truncated gzip file raises on the read that meets its end, and a reader of blocks would lose the records before.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = cast("io.BufferedReader", stream)
        self._place = 0

    def readable(self) -> bool:
        """True: this is all that it can do."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; none at the end."""
        data = self._stream.read1(size)
        self._place += len(data)
        return data

    def tell(self) -> int:
        """Place in the decompressed bytes; a stream of zstd cannot tell its own."""
        return self._place


def read_whole(path: Path, limit: int) -> bytes:
    """All bytes of a file; raises `Unreadable` where it is longer than `limit` without having read it all."""
    with opened(path) as stream:
        data = _up_to(stream, limit + 1)
    if len(data) > limit:
        raise Unreadable("too_large")
    return data


def misfit(path: Path) -> str | None:
    """Why a file's bytes cannot be what its name says (a key of `PROBLEMS`): NULs, or compressed under a plain name."""
    with path.open("rb") as stream:
        start = stream.read(_STEP)
    if start and not start.strip(b"\0"):  # what a crashed disk or download leaves
        return "not_text"
    compressed = start.startswith(tuple(COMPRESSIONS.values()))
    return "misnamed" if compressed and path.suffix.lower() not in COMPRESSIONS else None


def _up_to(stream: IO[bytes] | BinaryIO, size: int) -> bytes:
    parts: list[bytes] = []
    while size > 0 and (part := stream.read(min(size, _STEP))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)

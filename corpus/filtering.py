"""Any amount of text through a bounded amount of memory: what `corpus normalize` does with a file."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from corpus.errors import CorpusError
from corpus.sources.encodings import decode
from corpus.tables.problems import PROBLEMS
from corpus.text.normalize import normalize

PIECE = 16 << 20
"""Bytes of input that are held at once, and about a tenth of the memory that this takes."""


def normalized(stream: BinaryIO, place: str, *, repair: bool = False) -> Iterator[str]:
    """The text of `stream` as `normalize` spells it, piece by piece; `place` names it to people.

    Up to `PIECE` bytes, and any other encoding than UTF-8, are one piece. More are cut into pieces of whole lines, each
    of which begins with a letter. They come out as they would from the whole, but for three rules that ask what else
    stands in a text, and are told of the piece: mojibake (with which all is repaired or nothing), marks of direction
    (which stay where right-to-left script stands), and a text made to change without end (which is left as it is).

    Raises CorpusError for what is no text; what came before it is given.

    >>> from io import BytesIO
    >>> list(normalized(BytesIO("বলেছে৷\\n".encode()), "-"))
    ['বলেছে।\\n']
    """
    for piece in pieces(stream, place):
        yield normalize(piece, repair=repair)


def pieces(stream: BinaryIO, place: str) -> Iterator[str]:
    """The text of a stream, cut before lines that begin with a letter: no rule looks across such a place."""
    held: list[str] = []
    for text in _decoded(stream, place):
        if cut := _last_cut(text):
            yield "".join((*held, text[:cut]))
            held = [text[cut:]]
        else:
            held.append(text)
    yield "".join(held)


def _decoded(stream: BinaryIO, place: str) -> Iterator[str]:
    start = stream.read(PIECE)
    lines = start[: start.rfind(b"\n") + 1]
    if len(start) < PIECE or decode(lines).encoding != "utf-8":
        yield _text(start + stream.read(), place)
        return
    yield _text(lines, place)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        yield decoder.decode(start[len(lines) :])
        while more := stream.read(PIECE):
            yield decoder.decode(more)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise CorpusError(f"{place}: {PROBLEMS['invalid_utf8']}. What came before them is written.") from error


def _text(data: bytes, place: str) -> str:
    text, encoding, problem = decode(data)
    if problem:
        raise CorpusError(f"{place}: {PROBLEMS[problem]} (taken for {encoding}).")
    return text


def _last_cut(text: str) -> int:
    """Where the last line begins that begins with a letter; 0 where that is the first."""
    place = text.rfind("\n", 0, -1)
    while place >= 0 and not text[place + 1].isalpha():
        place = text.rfind("\n", 0, place)
    return place + 1

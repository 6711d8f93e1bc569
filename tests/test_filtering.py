"""A filter over any amount of text gives what the whole would, piece by piece, and holds no more than a piece."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import filtering, normalize
from corpus.errors import CorpusError
from tests.normalizer_laws import TROUBLE

# What asks about a text as a whole is left out, as the docstring of `normalized` has it.
RANGES = (
    (0x00, 0x00),
    (0x80, 0x17F),
    (0x5D0, 0x5D0),
    (0x61C, 0x627),
    (0x200E, 0x2026),
    (0x202B, 0x2069),
    (0xD800, 0xDFFF),
    (0xFFFD, 0xFFFD),
)
WHOLE = {chr(code) for first, last in RANGES for code in range(first, last + 1)} | {"\u2122"}
LETTERS = sorted({c for c in TROUBLE if not WHOLE & set(c)} | {"\n", "\n\n", "\r\n", " \n", "ক\n", "বলেছে৷\n"})


def filtered(text: str | bytes, **more: bool) -> str:
    data = text.encode() if isinstance(text, str) else text
    return "".join(filtering.normalized(io.BytesIO(data), "a.txt", **more))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(LETTERS), max_size=60).map("".join), st.integers(4, 40), st.booleans())
def test_pieces_come_out_as_the_whole_does(text: str, size: int, repair: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filtering, "PIECE", size)

        assert filtered(text, repair=repair) == normalize(text, repair=repair)


def test_no_more_than_a_few_pieces_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filtering, "PIECE", 1_000)
    text = "নদীর পানি বেড়েছে।\n\n\nআজ\n" * 500
    pieces = list(filtering.pieces(io.BytesIO(text.encode()), "a.txt"))

    assert "".join(pieces) == text
    assert len(pieces) > 20
    assert max(len(piece.encode()) for piece in pieces) < 2_000


@pytest.mark.parametrize("text", ["", "\n", "ক" * 500, "\n" * 500, "ক\n" * 500 + "খ" * 500, "  ক\n" * 500])
def test_text_without_a_place_to_cut_is_a_piece(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(filtering, "PIECE", 100)

    assert filtered(text) == normalize(text)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_encodings_are_read_whole(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    monkeypatch.setattr(filtering, "PIECE", 100)
    text = "নদী\n" * 100

    assert filtered(text.encode(encoding)) == text


@pytest.mark.parametrize("size", [30, 100, 10_000])
def test_what_comes_before_bytes_that_are_no_text_is_given(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(filtering, "PIECE", 100)
    given = []
    with pytest.raises(CorpusError, match=r"a\.txt: .*not"):  # noqa: PT012
        for piece in filtering.normalized(io.BytesIO("ক\n".encode() * size + b"\xe0\xa6"), "a.txt"):
            given.append(piece)  # noqa: PERF402

    assert ("ক\n" * size).startswith("".join(given))
    assert size - 100 < len("".join(given)) // 2 <= size

"""`normalize_array` is `normalize` row by row, on every kind of array, with and without the compiled path."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.text import arrays, compiled
from corpus.text.arrays import normalize_array
from corpus.text.normalize import normalize
from tests.conftest import read_jsonl
from tests.normalizer_laws import TROUBLE, random_text

ENCODABLE = [piece.encode("utf-8", "replace").decode() for piece in TROUBLE]
TEXTS = [
    "হ\u09df  তো",
    None,
    "",
    "ক&nbsp;খ\n\n\n\nগ",
    "র\u200c্যাব ২০ ৷ ১",
    "সাধারণ বাক্য।",
    "à¦†à¦®à¦¿",
    " \u00a0 ",
    "ৰাম প্ৰবল",
]


@pytest.fixture(params=["compiled", "plain"], autouse=True)
def path(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(compiled, "WORTH_COMPILING", 0 if request.param == "compiled" else sys.maxsize)
    return str(request.param)


def one_by_one(texts: list[str | None], repair: bool = False) -> list[str | None]:
    return [None if text is None else normalize(text, repair=repair) for text in texts]


@pytest.mark.parametrize("repair", [False, True])
@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()], ids=str)
def test_each_kind_of_string_keeps_its_type(kind: pa.DataType, repair: bool) -> None:
    result = normalize_array(pa.array(TEXTS, kind), repair=repair)

    assert result.type == kind
    assert result.to_pylist() == one_by_one(TEXTS, repair)
    result.validate(full=True)


def test_slices_and_chunks_stay_slices_and_chunks() -> None:
    array = pa.array(TEXTS, pa.large_string())
    chunked = pa.chunked_array([array[2:5], array[:0], array[5:]])

    assert normalize_array(array[3:7]).to_pylist() == one_by_one(TEXTS[3:7])
    assert normalize_array(chunked).to_pylist() == one_by_one(TEXTS[2:])
    assert normalize_array(chunked).num_chunks == 3
    normalize_array(chunked).validate(full=True)


def test_empty_arrays_and_arrays_of_nulls() -> None:
    for texts in ([], [None], [None, None], [""]):
        result = normalize_array(pa.array(texts, pa.string()))
        assert result.to_pylist() == texts
        assert result.null_count == texts.count(None)


def test_what_a_null_hides_is_not_read() -> None:
    offsets, data = pa.array([0, 3, 6], pa.int32()), pa.py_buffer("কখ".encode())
    array = pa.Array.from_buffers(pa.string(), 2, [pa.py_buffer(b"\x02"), offsets.buffers()[1], data])

    assert normalize_array(array).to_pylist() == [None, "খ"]


def test_other_types_are_refused() -> None:
    with pytest.raises(TypeError, match="not of int64"):
        normalize_array(pa.array([1]))


def test_rows_longer_than_a_block_and_many_holes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "BLOCK", 512)
    texts = ["আমি\u09df " * 400, "ক\u200cখ " * 5000, "ছোট", *["হি\u200cসেবে &amp;"] * 300]

    assert normalize_array(pa.array(texts)).to_pylist() == one_by_one(texts)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from(ENCODABLE), max_size=12).map("".join), max_size=6))
def test_troublesome_texts(path: str, texts: list[str]) -> None:
    assert normalize_array(pa.array(texts, pa.string())).to_pylist() == one_by_one(texts)


def test_troublesome_pieces_among_ordinary_words(path: str) -> None:
    rng = random.Random(5)
    words = ["বলেন", "হ\u09df", "১২", "করে,", "ঢাকা-", "কো", "আরে\u09be", "“না”", "Dhaka", "।", "\n", " "]
    texts = [
        " ".join(rng.choice(words) if rng.random() < 0.8 else random_text(rng, 3) for _ in range(rng.randint(1, 12)))
        .encode("utf-8", "replace")
        .decode()
        for _ in range(3000)
    ]

    assert normalize_array(pa.array(texts)).to_pylist() == one_by_one(texts)


def test_real_articles(shared: Path, path: str) -> None:
    rows = list(read_jsonl(shared / "data" / "news" / "articles_prothomalo_2024_iamaber" / "prothomalo_2024.jsonl.gz"))
    texts = [row.get("body") or row.get("text") or "" for row in rows][:400]

    assert normalize_array(pa.array(texts)).to_pylist() == one_by_one(texts)


def test_without_numba_the_result_is_the_same() -> None:
    program = (
        "import sys; sys.modules['numba'] = None\n"
        "from corpus.text import arrays, compiled\n"
        "import pyarrow as pa\n"
        "compiled.WORTH_COMPILING = 0\n"
        "print(arrays.normalize_array(pa.array(['\u0995\u200c\u0996', None])).to_pylist() == ['\u0995\u0996', None])"
    )

    assert (
        subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout == "True\n"
    )


def test_importing_does_not_load_the_compiler() -> None:
    program = "import sys, corpus, corpus.text.arrays; print('numba' in sys.modules or 'pyarrow' in sys.modules)"

    assert (
        subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout == "False\n"
    )

"""`normalize` over Arrow arrays of strings."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from corpus.text.normalize import normalize

if TYPE_CHECKING:
    import pyarrow as pa

    Strings = TypeVar("Strings", pa.Array, pa.ChunkedArray)


def normalize_array(array: Strings, *, repair: bool = False) -> Strings:
    """Each string of `array` as `normalize` spells it; nulls stay, and so does the type.

    >>> import pyarrow as pa
    >>> normalize_array(pa.array(["ক&nbsp;খ", None])).to_pylist()
    ['ক খ', None]
    """
    import pyarrow as pa

    if isinstance(array, pa.ChunkedArray):
        return pa.chunked_array([normalize_array(chunk, repair=repair) for chunk in array.chunks], type=array.type)
    return pa.array(
        [None if text is None else normalize(text, repair=repair) for text in array.to_pylist()], array.type
    )

"""`corpus.text.headlines.headline_key` for whole columns.

Most headlines hold no sign that could part a label from them, and their key is their fold: those are folded together.
The others go through `headline_key` one by one, so there is one list of rules.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from corpus.text.arrays import normalize_array
from corpus.text.folded import fold_normalized
from corpus.text.headlines import SIGNS, headline_key, is_placeholder


def headline_keys(headlines: pa.Array, sites: Sequence[str | None]) -> list[str]:
    """The key of each headline, of which `sites` are the hosts; null is empty.

    >>> headline_keys(pa.array(["ভিডিও | ‘বন্যায়’ মৃত ৫", "বন্যায় মৃত ৫", "২০২৫"]), [None, None, None])
    ['বন্যায় মৃত 5', 'বন্যায় মৃত 5', '']
    """
    keys = fold_normalized(normalize_array(headlines)).to_pylist()
    signed = pc.fill_null(pc.match_substring_regex(headlines, SIGNS), False)
    for row in np.flatnonzero(signed.to_numpy(zero_copy_only=False)).tolist():
        keys[row] = headline_key(headlines[row].as_py(), sites[row])
    return ["" if is_placeholder(key) else key for key in keys]

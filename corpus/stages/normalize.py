"""One spelling of Bengali: the rules of `corpus.tables.spelling` over what will be published."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from corpus.stages import Outcome, keep_all, with_columns
from corpus.text.arrays import normalize_array
from corpus.text.ids import page_id
from corpus.text.normalize import rules_fired


def normalize(batch: pa.RecordBatch, *, repair: bool = False) -> Outcome:
    """Rewrite headlines and bodies by the spelling rules, and name the row; removes nothing.

    Lines were normalized when they were read, so what is left are fields from a page's metadata and, with `repair`,
    the guesses. `edits` gains the names of the rules that fired.
    """
    headline = normalize_array(batch["headline"], repair=repair)
    body = normalize_array(batch["body"], repair=repair)
    changed = pc.or_(pc.not_equal(headline, batch["headline"]), pc.not_equal(body, batch["body"]))
    edits = batch["edits"].to_pylist()
    for row in pc.indices_nonzero(changed).to_pylist():
        for found, spelled in ((batch["headline"], headline), (batch["body"], body)):
            fired = rules_fired(found[row].as_py(), repair=repair, spelled=spelled[row].as_py())
            edits[row] = sorted({*(edits[row] or []), *fired})
    return keep_all(with_columns(batch, headline=headline, body=body, edits=pa.array(edits, pa.list_(pa.string()))))


def with_ids(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Name each row by what it is now, kept or removed; the last thing that happens to its text.

    A row of which neither address nor text could be read has no name.
    """
    columns = (batch[name].to_pylist() for name in ("url", "site", "headline", "body", "text"))
    ids = [
        page_id(url, site, headline, body or text) if url or headline or body or text else None
        for url, site, headline, body, text in zip(*columns, strict=True)
    ]
    return with_columns(batch, id=pa.array(ids, pa.string()))

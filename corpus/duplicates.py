"""The steps that look at all articles at once: which of them tell one story, and which of those is kept.

Every step is a pure function of a batch or of a shard, so a row's verdict does not depend on the order of the input,
the number of workers or of shards. In order:

1. sign each body; rows with one body are one node;
2. nodes that share a key (a band, an anchor, a link, a headline) become pairs, a bounded number for each;
   a row that meets no other is kept, and takes no further part;
3. pairs are measured, shingle set against shingle set; pairs of one story are the edges of clusters;
4. in each cluster rows are kept or removed in the order of the survivor rule (`corpus.text.stories`);
5. of kept rows with one headline key, one stays.

The names are those of `corpus.tables.duplicates`; `docs/SIGNATURES.md` specifies the hashes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from corpus.engines import Engine
from corpus.errors import CorpusError
from corpus.settings import Settings
from corpus.tables.duplicates import BIG_CLUSTER_SKETCH, SHINGLES_KEPT, SKETCH, at_least
from corpus.text.arrays import normalize_array
from corpus.text.folded import fold_normalized
from corpus.text.headline_keys import headline_keys
from corpus.text.signatures import Hashes, Offsets, Ragged, overlap, repeated, sign
from corpus.text.stories import (
    LEAST_CONTAINED,
    Verdict,
    article_number,
    bucket_pairs,
    components,
    days_between,
    measured,
    relation,
)

_HASHES = pa.large_list(pa.uint64())
_FACTS = [
    ("key", pa.uint64()),  # by which the next step gathers rows
    ("doc", pa.uint64()),  # the first half of the uid: the row's name inside these steps
    ("uid", pa.string()),
    ("copies", pa.int64()),  # rows of the input with this uid
    ("id", pa.string()),
    ("published", pa.string()),
    ("headline_key", pa.string()),  # empty where there is no headline
    ("number", pa.string()),  # site and number of the article in its address
    ("size", pa.int32()),  # distinct shingles of the body, at most those kept
    ("body", pa.binary(16)),  # digest of the folded body; of an empty one, which is no evidence, of the uid
]

# Rows are keyed by their node: the first half of the body's digest. Of the rows of a batch with one body, the first
# carries the lists.
SIGNED = pa.schema([*_FACTS, ("anchors", _HASHES), ("bands", _HASHES), ("shingles", _HASHES)])
KEYS = pa.schema(
    [
        ("key", pa.uint64()),
        ("kind", pa.uint8()),
        ("anchors", pa.uint8()),
        ("size", pa.int32()),
        ("order", pa.int32()),  # rows of a big bucket meet those near them
        ("node", pa.uint64()),
    ]
)
MET = pa.schema([*_FACTS, ("shingles", _HASHES)])
PAIRS = pa.schema(
    [
        ("key", pa.uint64()),
        ("other", pa.uint64()),
        ("kinds", pa.uint8()),
        ("shared", pa.int32()),  # anchors that both have
        ("anchors", pa.int32()),  # of the text that has fewer
    ]
)
HALF_PAIRS = pa.schema(
    [
        ("key", pa.uint64()),
        ("other", pa.uint64()),
        ("kinds", pa.uint8()),
        ("headline_key", pa.string()),
        ("published", pa.string()),
        ("number", pa.string()),
        ("shingles", _HASHES),
    ]
)
EDGES = pa.schema([("left", pa.uint64()), ("right", pa.uint64())])
LABELS = pa.schema([("key", pa.uint64()), ("cluster", pa.uint64()), ("members", pa.int64())])
MEMBERS = pa.schema([*_FACTS, ("members", pa.int64()), ("shingles", _HASHES)])
SETTLED = pa.schema(
    [
        ("key", pa.uint64()),
        ("doc", pa.uint64()),
        ("uid", pa.string()),
        ("copies", pa.int64()),
        ("id", pa.string()),
        ("reason", pa.string()),
        ("similarity", pa.float32()),
        ("duplicate_of", pa.string()),
        ("first_published", pa.string()),
        ("split_key", pa.string()),
    ]
)
JUDGED = pa.schema(
    [
        *SETTLED,
        ("keeper", pa.uint64()),  # the row kept in its place; its own doc where it is kept
        ("headline_key", pa.string()),
        ("published", pa.string()),
        ("size", pa.int32()),
        ("shingles", _HASHES),
    ]
)
VERDICTS = pa.schema(
    [
        ("uid", pa.string()),
        ("stage", pa.string()),
        ("reason", pa.string()),
        ("duplicate_of", pa.string()),
        ("similarity", pa.float32()),
        ("cluster_id", pa.string()),
        ("cluster_size", pa.int32()),
        ("split_key", pa.string()),  # the id of the story's earliest row: what its split is drawn from
        ("first_published", pa.string()),  # its date, where one is known
    ]
)
"""One row for each row handed in. `stage` and `reason` are null where the row is kept; rows with one uid are
interchangeable, and of them one at most is kept."""

_BAND, _ANCHOR, _LINK, _NUMBER, _HEADLINE, _BODY = 1, 2, 4, 8, 16, 32
_EVIDENCE = _BAND | _LINK | _NUMBER | _HEADLINE
_LATEST = "~"  # sorts behind every date
_NO_MINUTE = np.iinfo(np.int32).max


def find_duplicates(engine: Engine, rows: Any, settings: Settings, *, shards: int = 16) -> Any:
    """A verdict (`VERDICTS`) for each of `rows`, which hold uid, id, url, site, headline, body and published."""
    signed = engine.map("duplicates-sign", signed_rows, rows, SIGNED)
    keys = engine.map("duplicates-keys", node_keys, signed, KEYS)
    pairs = engine.shuffle("duplicates-pairs", candidate_pairs, keys, PAIRS, key="key", shards=shards)
    paired = _Nodes.of(engine, pairs, ("key", "other"), shards)
    alone = engine.map("duplicates-alone", partial(rows_alone, paired=paired), signed, SETTLED)
    met = engine.map("duplicates-met", partial(rows_that_met, paired=paired), signed, MET)
    halves = engine.shuffle("duplicates-halves", half_pairs, (pairs, met), HALF_PAIRS, key="key", shards=shards)
    edges = engine.shuffle("duplicates-edges", story_edges, (halves, met), EDGES, key="key", shards=shards)
    labels, clustered = _labels(engine, edges, shards)
    slim = engine.map("duplicates-slim", partial(slim_rows, clustered=clustered), met, MET)
    members = engine.shuffle("duplicates-members", with_clusters, (slim, labels), MEMBERS, key="key", shards=shards)
    judged = engine.shuffle("duplicates-clusters", judge_clusters, members, JUDGED, key="key", shards=shards)
    contest = partial(one_a_headline, keep_recurring=settings.keep_recurring_headlines)
    settled = engine.shuffle("duplicates-headlines", contest, judged, SETTLED, key="key", shards=shards)
    return engine.shuffle("duplicates-verdicts", verdict_rows, (settled, alone), VERDICTS, key="key", shards=shards)


# 1. One node a body.


def signed_rows(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Each row with the digest and signature of its folded body, keyed by that digest."""
    # Bodies come normalized; doing it again is a glance at each, and makes a raw body no special case.
    folds = fold_normalized(normalize_array(batch["body"]))
    signatures = sign(folds)
    sites, uids = batch["site"].to_pylist(), batch["uid"].to_pylist()
    bodies = _digests(folds, uids)
    docs = np.array([int(uid[:16], 16) for uid in uids], np.uint64)
    rows = _batch(
        SIGNED,
        key=np.frombuffer(b"".join(bodies), ">u8")[::2].astype(np.uint64),
        doc=docs,
        uid=batch["uid"],
        copies=np.ones(len(docs), np.int64),
        id=batch["id"],
        published=batch["published"],
        headline_key=headline_keys(batch["headline"], sites),
        number=[article_number(*each) for each in zip(batch["url"].to_pylist(), sites, strict=True)],
        size=signatures.shingles.lengths(),
        body=pa.array(bodies, pa.binary(16)),
        anchors=_lists(signatures.anchors),
        bands=_lists(Ragged(signatures.bands.ravel(), np.arange(len(docs) + 1) * signatures.bands.shape[1])),
        shingles=_lists(signatures.shingles),
    )
    # Copies within the batch go at once: a million copies of one page would otherwise meet in one shard.
    yield from _collapsed(pa.Table.from_batches([rows])).to_batches()


def _digests(folds: pa.LargeStringArray, uids: list[str]) -> list[bytes]:
    """A digest of each text, read where it lies; of an empty one, of its row's uid: such a row meets only itself."""
    offsets = np.frombuffer(folds.buffers()[1], np.int64)[folds.offset :][: len(folds) + 1].tolist()
    data = memoryview(folds.buffers()[2] or b"")
    return [
        blake2b(data[start:end] if end > start else uid.encode(), digest_size=16).digest()
        for start, end, uid in zip(offsets, offsets[1:], uids, strict=False)
    ]


def _collapsed(table: pa.Table) -> pa.Table:
    """Rows of one uid once, counted; of the rows with one body, all but the first without their lists of hashes."""
    if len(np.unique(table["doc"].to_numpy())) < len(table):
        table = _counted(_ordered(table, "doc", "uid"))
    if len(np.unique(table["key"].to_numpy())) == len(table):
        return table
    bodies = table["body"].to_pylist()
    lead = {bodies[row]: row for row in np.argsort(table["doc"].to_numpy())[::-1].tolist()}
    # The first of all is the first of its batch too, so its lists are still there.
    own = np.array([lead[body] == row for row, body in enumerate(bodies)])
    lists = {field.name: _ragged(table[field.name]) for field in table.schema if field.type == _HASHES}
    return _set(table, **{name: _lists(_cut(each, each.lengths() * own)) for name, each in lists.items()})


def _counted(table: pa.Table) -> pa.Table:
    docs, uids = table["doc"].to_numpy(), table["uid"].to_pylist()
    first = np.flatnonzero(np.append(True, docs[1:] != docs[:-1]))
    last = np.append(first, len(docs))[1:] - 1
    for one, other in zip(first, last, strict=True):
        if uids[one] != uids[other]:
            raise _shared_name(uids[one], uids[other])
    return _set(table.take(first), copies=pa.array(np.add.reduceat(table["copies"].to_numpy(), first)))


def _shared_name(one: str, other: str) -> CorpusError:
    return CorpusError(
        f"two rows share the first half of their uid: {one} and {other}. "
        "Such a chance is one in a million for six million rows; change a character of either page."
    )


# 2. Pairs worth measuring.


def node_keys(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Every key under which a row may meet another of its story: bands and anchors, id, number, headline and body."""
    node, size = batch["key"].to_numpy(), batch["size"].to_numpy()
    counts = np.minimum(_ragged(batch["anchors"]).lengths(), 255).astype(np.uint8)
    minutes = _minutes(batch["published"])
    for kind, values, rows in (
        (_BAND, *_flat(batch["bands"], size > 0)),
        (_ANCHOR, *_flat(batch["anchors"], size > 0)),
        (_LINK, *_hashed(batch["id"], b"link")),
        (_NUMBER, *_hashed(batch["number"], b"number")),
        (_HEADLINE, *_hashed(batch["headline_key"], b"headline")),
        (_BODY, node, np.arange(len(node))),
    ):
        yield _batch(
            KEYS,
            key=values,
            kind=np.full(len(rows), kind, np.uint8),
            anchors=counts[rows],
            size=size[rows],
            order=(minutes if kind > _ANCHOR else size)[rows],
            node=node[rows],
        )


def _minutes(published: pa.Array) -> npt.NDArray[np.int32]:
    """Minutes of the clock on the page, to order stories by; those without a date last."""
    forms = (("2026-01-05T14:05", "%Y-%m-%dT%H:%M"), ("2026-01-05", "%Y-%m-%d"))
    read = [
        pc.strptime(pc.utf8_slice_codeunits(published, 0, len(like)), form, "s", error_is_null=True)
        for like, form in forms
    ]
    minutes = pc.divide(pc.cast(pc.coalesce(*read), pa.int64()), 60)
    order: npt.NDArray[np.int64] = pc.fill_null(minutes, _NO_MINUTE).to_numpy()
    return order.clip(-_NO_MINUTE, _NO_MINUTE).astype(np.int32)


def candidate_pairs(table: pa.Table) -> Iterator[pa.RecordBatch]:
    """Pairs of nodes that share a key, keyed by the smaller text of the two; a body of several rows with itself."""
    # Most keys are of one text alone.
    table = table.filter(pa.array(repeated(table["key"].to_numpy())))
    kind = table["kind"].to_numpy()
    found = [_body_pairs(table["node"].filter(pa.array(kind == _BODY)).to_numpy())]
    for each in (_BAND, _ANCHOR, _LINK, _NUMBER, _HEADLINE):
        rows = table.filter(pa.array(kind == each))
        keys, nodes, sizes, order, anchors = (
            rows[name].to_numpy() for name in ("key", "node", "size", "order", "anchors")
        )
        once = _first_of_each(keys, nodes, order)
        if each == _ANCHOR:
            shared = _shared_by(keys[once])
            once = once[(shared > 1) & (shared <= at_least("anchor_bucket"))]
        left, right = (once[side] for side in bucket_pairs(keys[once], nodes[once], sizes[once], order[once]))
        kinds, counts = np.full(len(left), each, np.uint8), np.full(len(left), each == _ANCHOR, np.int32)
        found.append((nodes[left], nodes[right], kinds, counts, np.minimum(anchors[left], anchors[right])))
    yield from _slices(PAIRS, _merged_pairs(*(np.concatenate(column) for column in zip(*found, strict=True))))


def _body_pairs(nodes: Hashes) -> tuple[npt.NDArray[Any], ...]:
    """Nodes that several rows share, each as a pair with itself: its rows are not alone."""
    several, counts = np.unique(nodes, return_counts=True)
    several = several[counts > 1]
    none = np.zeros(len(several), np.int32)
    return several, several, np.full(len(several), _BODY, np.uint8), none, none.astype(np.uint8)


def _first_of_each(keys: Hashes, nodes: Hashes, order: npt.NDArray[np.int32]) -> Offsets:
    """One row of those that say the same: copies of a body in several batches."""
    rows: Offsets = np.lexsort((order, nodes, keys))
    keys, nodes, order = keys[rows], nodes[rows], order[rows]
    new = (keys[1:] != keys[:-1]) | (nodes[1:] != nodes[:-1]) | (order[1:] != order[:-1])
    return rows[np.flatnonzero(np.append(True, new)[: len(rows)])]


def _merged_pairs(
    left: Hashes, right: Hashes, kinds: npt.NDArray[Any], shared: npt.NDArray[Any], anchors: npt.NDArray[Any]
) -> dict[str, npt.NDArray[Any]]:
    """Each pair once, with all that speaks for it."""
    order = np.lexsort((right, left))
    left, right = left[order], right[order]
    starts = np.flatnonzero(np.append(True, (left[1:] != left[:-1]) | (right[1:] != right[:-1])))[: len(left)]
    if not len(left):
        return {"key": left, "other": right, "kinds": kinds, "shared": shared, "anchors": anchors}
    return {
        "key": left[starts],
        "other": right[starts],
        "kinds": np.bitwise_or.reduceat(kinds[order], starts),
        "shared": np.add.reduceat(shared[order], starts),
        "anchors": np.maximum.reduceat(anchors[order], starts),
    }


def rows_alone(batch: pa.RecordBatch, *, paired: _Nodes) -> Iterator[pa.RecordBatch]:
    """The rows that met no other: they stay, each a story of its own."""
    rows = batch.filter(pa.array(~paired.may_hold(batch["key"].to_numpy())))
    facts = {name: rows[name] for name in ("doc", "uid", "copies", "id")}
    none = {name: pa.nulls(len(rows), SETTLED.field(name).type) for name in ("reason", "similarity", "duplicate_of")}
    story = {"first_published": rows["published"], "split_key": rows["id"]}
    yield _batch(SETTLED, key=rows["doc"], **facts, **none, **story)


def rows_that_met(batch: pa.RecordBatch, *, paired: _Nodes) -> Iterator[pa.RecordBatch]:
    """The rows that may be in a pair: the others' signatures need not travel."""
    yield batch.filter(pa.array(paired.may_hold(batch["key"].to_numpy()))).select(MET.names)


def half_pairs(pairs: pa.Table, met: pa.Table) -> Iterator[pa.RecordBatch]:
    """Each distinct pair that is worth measuring, once, with the smaller text's shingles, keyed by the larger."""
    merged = _merged_pairs(*(pairs[name].to_numpy() for name in PAIRS.names))
    kinds, shared = merged["kinds"], merged["shared"]
    few = merged["anchors"] <= 2 * at_least("anchors_shared")
    worth = ((kinds & _EVIDENCE) > 0) | (shared >= at_least("anchors_shared")) | (few & (shared > 0))
    left, right, kinds = merged["key"][worth], merged["other"][worth], kinds[worth]
    place = _places(met, left)
    for start in range(0, len(left), 1024):
        rows = pa.array(place[start : start + 1024])
        yield _batch(
            HALF_PAIRS,
            key=right[start : start + 1024],
            other=left[start : start + 1024],
            kinds=kinds[start : start + 1024],
            headline_key=met["headline_key"].take(rows),
            published=met["published"].take(rows),
            number=met["number"].take(rows),
            shingles=met["shingles"].take(rows),
        )


# 3. Edges of clusters.


def story_edges(halves: pa.Table, met: pa.Table) -> Iterator[pa.RecordBatch]:
    """The pairs that tell one story."""
    if not len(halves):
        return
    place = _places(met, halves["key"].to_numpy())
    found = overlap(_ragged(halves["shingles"]), _ragged(met["shingles"]), np.arange(len(halves)), place)
    contained = found.contained()
    kinds = halves["kinds"].to_numpy()
    ours, theirs = halves["headline_key"].to_pylist(), met["headline_key"].to_pylist()
    our_dates, their_dates = halves["published"].to_pylist(), met["published"].to_pylist()
    our_numbers, their_numbers = halves["number"].to_pylist(), met["number"].to_pylist()
    joined = (kinds & _LINK) > 0
    for pair in np.flatnonzero(~joined & ((contained >= LEAST_CONTAINED) | ((kinds & _NUMBER) > 0))):
        jaccard, share, shingles = measured(found, int(pair))
        # A node stands for rows with other headlines too, so that some row of it shares the key is what counts.
        one = ours[pair]
        other = one if kinds[pair] & _HEADLINE else theirs[place[pair]]
        joined[pair] = relation(
            jaccard=jaccard,
            contained=share,
            shingles=shingles,
            same_body=False,
            same_link=False,
            same_number=bool(kinds[pair] & _NUMBER),
            days=days_between(our_dates[pair], their_dates[place[pair]], our_numbers[pair], their_numbers[place[pair]]),
            one=one,
            other=other,
        )
    rows = pa.array(np.flatnonzero(joined))
    yield _batch(EDGES, left=halves["other"].take(rows), right=halves["key"].take(rows))


def _labels(engine: Engine, edges: Any, shards: int) -> tuple[Any, _Nodes]:
    """The cluster of each node that has an edge, and those nodes. One process holds two numbers for each edge."""
    batches = list(engine.collect(edges))
    left, right = (
        np.concatenate([np.zeros(0, np.uint64), *(batch[name].to_numpy() for batch in batches)])
        for name in ("left", "right")
    )
    nodes, clusters, sizes = components(left, right)
    slices = _slices(LABELS, {"key": nodes, "cluster": clusters, "members": sizes}, room=1 << 20)
    rows = list(slices) or [_batch(LABELS, key=[], cluster=[], members=[])]
    return engine.rows("duplicates-labels", rows), _Nodes(nodes, shards)


def slim_rows(batch: pa.RecordBatch, *, clustered: _Nodes) -> Iterator[pa.RecordBatch]:
    """Drop what has served: of rows in no cluster the shingles, but for a sketch."""
    most = np.where(clustered.may_hold(batch["key"].to_numpy()), SHINGLES_KEPT, SKETCH)
    yield from _set(pa.table(batch), shingles=_lists(_cut(_ragged(batch["shingles"]), most))).to_batches()


# 4. Who is kept in a cluster.


def with_clusters(rows: pa.Table, labels: pa.Table) -> Iterator[pa.RecordBatch]:
    """Each row with its cluster as the key, and the size of it."""
    rows = _collapsed(rows)
    node = rows["key"].to_numpy()
    nodes = labels["key"].to_numpy()
    order = np.argsort(nodes)
    place = np.minimum(np.searchsorted(nodes[order], node), max(len(nodes) - 1, 0))
    known = nodes[order][place] == node if len(nodes) else np.zeros(len(node), bool)
    label = order[place] if len(nodes) else np.zeros(len(node), np.int64)
    cluster, members = node.copy(), np.ones(len(node), np.int64)
    cluster[known] = labels["cluster"].to_numpy()[label[known]]
    members[known] = labels["members"].to_numpy()[label[known]]
    big = members > at_least("whole_cluster")
    sets = _cut(_ragged(rows["shingles"]), np.where(big, BIG_CLUSTER_SKETCH, np.where(known, SHINGLES_KEPT, SKETCH)))
    table = _set(rows, key=pa.array(cluster)).append_column("members", pa.array(members))
    yield from _set(table.select(MEMBERS.names), shingles=_lists(sets)).to_batches(max_chunksize=4096)


def judge_clusters(table: pa.Table) -> Iterator[pa.RecordBatch]:
    """Keep or remove each row of each cluster, in the order of the survivor rule."""
    order = _order_of_survival(table)
    clusters = table["key"].to_numpy()[order]
    starts = np.flatnonzero(np.append(True, clusters[1:] != clusters[:-1])[: len(clusters)])
    ends = np.append(starts[1:], len(clusters))
    keeper = np.arange(len(clusters))
    reason: list[str | None] = [None] * len(clusters)
    similar = np.full(len(clusters), np.nan, np.float32)
    many = ends - starts > 1
    if many.any():
        cluster = _Cluster(table)
        for start, end in zip(starts[many], ends[many], strict=True):
            for row, kept, verdict in cluster.removed(order[start:end].tolist()):
                keeper[row], reason[row], similar[row] = kept, verdict.reason, verdict.similarity
        del cluster
    yield from _judged(table, keeper, reason, similar).to_batches(max_chunksize=4096)


class _Cluster:
    """The rows of a shard of clusters, to be measured with each other."""

    def __init__(self, table: pa.Table) -> None:
        self.sets = _ragged(table["shingles"])
        self.bodies = table["body"].to_pylist()
        self.ids = table["id"].to_pylist()
        self.numbers = table["number"].to_pylist()
        self.headlines = table["headline_key"].to_pylist()
        self.dates = table["published"].to_pylist()
        self.big = table["members"].to_numpy() > at_least("whole_cluster")
        # Of rows with one body the first by doc carries the shingles.
        self.set_of = {self.bodies[row]: row for row in np.argsort(table["doc"].to_numpy())[::-1].tolist()}

    def removed(self, rows: list[int]) -> Iterator[tuple[int, int, Verdict]]:
        """Of a cluster's rows, in order of survival, those to remove, each with the most similar row kept before it."""
        kept: list[int] = []
        kept_ids: dict[str, int] = {}
        cut = BIG_CLUSTER_SKETCH if self.big[rows[0]] else SHINGLES_KEPT
        for row in rows:
            near = kept[: int(at_least("kept_in_cluster"))]
            if self.ids[row] in kept_ids and kept_ids[self.ids[row]] not in near:
                near = [*near, kept_ids[self.ids[row]]]
            best = self._best(row, near, cut)
            if best:
                yield row, *best
            else:
                kept.append(row)
                kept_ids[self.ids[row]] = row

    def _best(self, row: int, kept: list[int], cut: int) -> tuple[int, Verdict] | None:
        """The kept row that `row` duplicates, by link first, then by similarity, then the first kept."""
        if not kept:
            return None
        ours = np.full(len(kept), self.set_of[self.bodies[row]])
        theirs = np.array([self.set_of[self.bodies[other]] for other in kept])
        found = overlap(self.sets, self.sets, ours, theirs, cut=cut)
        best: tuple[int, Verdict] | None = None
        nearest = -1.0
        alike = found.contained() >= LEAST_CONTAINED
        for pair, other in enumerate(kept):
            if not (alike[pair] or self._share_a_name(row, other)):
                continue
            jaccard, contained, shingles = measured(found, pair)
            same_body = self.bodies[row] == self.bodies[other]
            if same_body:  # its shingles were not carried this far where no other body is like it
                jaccard = contained = 1.0
            verdict = relation(
                jaccard=jaccard,
                contained=contained,
                shingles=shingles,
                same_body=same_body,
                same_link=self.ids[row] == self.ids[other],
                same_number=self.numbers[row] is not None and self.numbers[row] == self.numbers[other],
                days=days_between(self.dates[row], self.dates[other], self.numbers[row], self.numbers[other]),
                one=self.headlines[row],
                other=self.headlines[other],
                chained=True,
            )
            if verdict and verdict.reason == "same_link":
                return other, verdict
            if verdict and jaccard > nearest:
                best, nearest = (other, verdict), jaccard
        return best

    def _share_a_name(self, row: int, other: int) -> bool:
        """Whether body, link or number are one: then two rows may be one story, however little their shingles share."""
        number = self.numbers[row]
        return (
            self.bodies[row] == self.bodies[other]
            or self.ids[row] == self.ids[other]
            or (number is not None and number == self.numbers[other])
        )


def _judged(table: pa.Table, keeper: Offsets, reason: list[str | None], similar: npt.NDArray[np.float32]) -> pa.Table:
    """Rows with their verdicts, and for each story the first date and id; keyed by headline, the kept ones to meet."""
    docs, own = table["doc"].to_numpy(), keeper == np.arange(len(keeper))
    story = pa.array(_first_dated(keeper, table["published"], table["id"])[keeper])
    heads = docs.copy()
    contested = np.flatnonzero(own)
    heads[contested] = [
        _hash(key.encode(), b"contest") if key else doc
        for key, doc in zip(table["headline_key"].take(pa.array(contested)).to_pylist(), docs[contested], strict=True)
    ]
    judged = {
        "key": pa.array(heads),
        "keeper": pa.array(docs[keeper]),
        "reason": pa.array(reason, pa.string()),
        "similarity": pa.array(similar, mask=np.isnan(similar)),
        "duplicate_of": table["id"].take(pa.array(keeper, mask=own)),
        "first_published": table["published"].take(story),
        "split_key": table["id"].take(story),
        "shingles": _lists(_cut(_ragged(table["shingles"]), np.where(own, SKETCH, 0))),
    }
    return pa.table({name: judged[name] if name in judged else table[name] for name in JUDGED.names}, JUDGED)


def _first_dated(group: Offsets, dates: pa.ChunkedArray, ids: pa.ChunkedArray) -> Offsets:
    """For each number of a group the row with its earliest date, then the smallest id; rows without one come last."""
    columns = {"group": pa.array(group), "date": pc.fill_null(dates, _LATEST), "id": ids}
    order = pc.sort_indices(pa.table(columns), [(name, "ascending") for name in columns]).to_numpy().astype(np.int64)
    first = np.zeros(int(group.max(initial=-1)) + 1, np.int64)
    first[group[order[::-1]]] = order[::-1]
    return first


# 5. One row a headline.


def one_a_headline(table: pa.Table, *, keep_recurring: bool) -> Iterator[pa.RecordBatch]:
    """Of kept rows with one headline key keep the first by the survivor rule; or keep all, and give them one split."""
    order = _order_of_survival(table)
    docs, heads = table["doc"].to_numpy(), table["headline_key"].combine_chunks().dictionary_encode()
    head = heads.indices.to_numpy()
    kept = order[((table["keeper"].to_numpy() == docs) & pc.not_equal(table["headline_key"], "").to_numpy())[order]]
    first = np.zeros(len(heads.dictionary), np.int64)  # the row that may keep each headline
    first[head[kept[::-1]]] = kept[::-1]
    if keep_recurring:
        table = _one_story_a_headline(table, kept, head[kept])
    else:
        table = _one_row_a_headline(table, kept[first[head[kept]] != kept], first[head])
    # A removed row's story goes where the row that stood for it went: `key` is the row that was kept in its cluster.
    yield from _set(table, key=table["keeper"]).select(SETTLED.names).to_batches(max_chunksize=4096)


def _one_row_a_headline(table: pa.Table, lost: Offsets, first: Offsets) -> pa.Table:
    """Remove the rows that lost their headline, each in favour of its `first`."""
    sets, gone = _ragged(table["shingles"]), np.zeros(len(table), bool)
    gone[lost] = True
    similar = np.zeros(len(table), np.float32)
    similar[lost] = overlap(sets, sets, lost, first[lost], cut=SKETCH).jaccard()
    mask = pa.array(gone)
    return _set(
        table,
        reason=pc.if_else(mask, pa.scalar("recurring_headline"), table["reason"]),
        similarity=pc.if_else(mask, pa.array(similar), table["similarity"]),
        duplicate_of=pc.if_else(mask, table["id"].take(pa.array(first)), table["duplicate_of"]),
    )


def _one_story_a_headline(table: pa.Table, kept: Offsets, head: Offsets) -> pa.Table:
    """Give the kept rows of a headline the first date and split key among them: they must not part."""
    rows = pa.array(kept)
    first = _first_dated(head, table["first_published"].take(rows), table["split_key"].take(rows))
    of = np.arange(len(table))
    of[kept] = kept[first[head]]
    return _set(table, **{name: table[name].take(pa.array(of)) for name in ("first_published", "split_key")})


def verdict_rows(settled: pa.Table, alone: pa.Table) -> Iterator[pa.RecordBatch]:
    """The verdict on every row handed in, each copy of a page too; keyed by the row kept in each cluster."""
    table = pa.concat_tables([settled, alone])
    keys, docs, copies = (table[name].to_numpy() for name in ("key", "doc", "copies"))
    head = _heads(keys, docs, table["uid"])
    sizes = np.bincount(head, weights=copies, minlength=len(table)).astype(np.int32)
    # The row that stood for a story may have lost its headline to another story: that one is in its place now,
    # and what a copy was to the row that stood for it is not what it is to that one.
    lost = pc.is_valid(table["reason"].take(pa.array(head))).to_numpy() & (head != np.arange(len(table)))
    rows = np.repeat(np.arange(len(table)), copies)
    again = np.arange(len(rows)) > np.repeat(np.cumsum(copies) - copies, copies)
    names = table["reason"].take(pa.array(np.where(lost, head, np.arange(len(table)))[rows]))
    reason = pc.coalesce(names, pc.if_else(pa.array(again), "same_link", pa.scalar(None, pa.string())))
    one = pc.if_else(pa.array(again), pa.scalar(1.0, pa.float32()), pa.scalar(None, pa.float32()))
    similar = pc.coalesce(table["similarity"].take(pa.array(rows)), one)
    kept, of_head = pc.coalesce(table["duplicate_of"], table["id"]), pa.array(head[rows])
    verdicts = {
        "uid": table["uid"].take(pa.array(rows)),
        "stage": pc.if_else(pc.is_valid(reason), "deduplicate", pa.scalar(None, pa.string())),
        "reason": reason,
        "duplicate_of": pc.if_else(pc.is_valid(reason), kept.take(of_head), pa.scalar(None, pa.string())),
        "similarity": pc.if_else(pa.array(lost[rows]), pa.scalar(None, pa.float32()), similar),
        "cluster_id": kept.take(of_head),
        "cluster_size": pa.array(sizes[head[rows]]),
        "split_key": table["split_key"].take(of_head),
        "first_published": table["first_published"].take(of_head),
    }
    yield from pa.table(verdicts, VERDICTS).to_batches(max_chunksize=4096)


def _heads(keys: Hashes, docs: Hashes, uids: pa.ChunkedArray) -> Offsets:
    """The row that was kept in the cluster of each row: the one whose doc is the key."""
    own = np.flatnonzero(keys == docs)
    own = own[np.argsort(docs[own])]
    for row in np.flatnonzero(docs[own][1:] == docs[own][:-1]):
        raise _shared_name(uids[own[row]].as_py(), uids[own[row + 1]].as_py())
    head: Offsets = own[np.searchsorted(docs[own], keys)]
    return head


# Arrow and numpy.


class _Nodes:
    """A set of nodes in fixed memory: a bit for each of many places, so that it may hold more than it was given."""

    def __init__(self, nodes: Hashes, shards: int) -> None:
        # Fifty places and more for each row of a shard of 20,000; at most 8 megabytes, which every task is sent.
        bits = min(20 + shards.bit_length(), 26)
        self.mask = np.uint64((1 << bits) - 1)
        self.places = np.zeros(1 << (bits - 3), np.uint8)
        self.add(nodes)

    @classmethod
    def of(cls, engine: Engine, rows: Any, columns: tuple[str, ...], shards: int) -> _Nodes:
        """All nodes in some columns of rows."""
        nodes = cls(np.zeros(0, np.uint64), shards)
        for batch in engine.collect(rows):
            for column in columns:
                nodes.add(batch[column].to_numpy())
        return nodes

    def add(self, nodes: Hashes) -> None:
        """Put nodes in."""
        place = nodes & self.mask
        np.bitwise_or.at(self.places, (place >> np.uint64(3)).astype(np.int64), self._bit(place))

    def may_hold(self, nodes: Hashes) -> npt.NDArray[np.bool_]:
        """Whether each node may be in the set."""
        place = nodes & self.mask
        held: npt.NDArray[np.bool_] = (self.places[(place >> np.uint64(3)).astype(np.int64)] & self._bit(place)) > 0
        return held

    def _bit(self, place: Hashes) -> npt.NDArray[np.uint8]:
        return np.left_shift(np.uint8(1), (place & np.uint64(7)).astype(np.uint8))


def _hash(data: bytes, kind: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8, person=kind).digest(), "big")


def _hashed(column: pa.Array, kind: bytes) -> tuple[Hashes, Offsets]:
    """Hashes of the texts of a column, and the rows that have one."""
    texts = [text.encode() if text else b"" for text in column.to_pylist()]
    found = [(_hash(text, kind), row) for row, text in enumerate(texts) if text]
    return np.array([value for value, _ in found], np.uint64), np.array([row for _, row in found], np.int64)


def _flat(lists: pa.Array, wanted: npt.NDArray[np.bool_]) -> tuple[Hashes, Offsets]:
    """All values of a column of lists, and the row of each, of the rows that are wanted."""
    ragged = _ragged(lists)
    rows = np.repeat(np.arange(len(lists)), ragged.lengths())
    values = ragged.values[ragged.offsets[0] : ragged.offsets[-1]]
    return values[wanted[rows]], rows[wanted[rows]]


def _shared_by(keys: Hashes) -> Offsets:
    _, place, counts = np.unique(keys, return_inverse=True, return_counts=True)
    shared: Offsets = counts[place]
    return shared


def _places(met: pa.Table, nodes: Hashes) -> Offsets:
    """The row of `met` that stands for each of `nodes`: the first of its rows, which carries the shingles."""
    known = met["key"].to_numpy()
    order = np.lexsort((met["doc"].to_numpy(), known))
    place: Offsets = order[np.searchsorted(known[order], nodes)]
    return place


def _ragged(lists: pa.Array | pa.ChunkedArray) -> Ragged:
    """A column of lists as numpy arrays; null is empty."""
    if isinstance(lists, pa.ChunkedArray):
        lists = lists.combine_chunks()
    lengths = pc.fill_null(pc.list_value_length(lists), 0).to_numpy(zero_copy_only=False).astype(np.int64)
    return Ragged(lists.flatten().to_numpy(), np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths))))


def _lists(sets: Ragged) -> pa.LargeListArray:
    return pa.LargeListArray.from_arrays(sets.offsets, pa.array(sets.values))


def _cut(sets: Ragged, most: Offsets) -> Ragged:
    """At most so many of the smallest hashes of each set."""
    lengths = np.minimum(sets.lengths(), most)
    inside = np.arange(sets.offsets[-1]) - np.repeat(sets.offsets[:-1], sets.lengths())
    return Ragged(
        sets.values[inside < np.repeat(lengths, sets.lengths())],
        np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths))),
    )


def _order_of_survival(table: pa.Table) -> Offsets:
    """The rows of each key in the order in which they are kept (`corpus.tables.duplicates.SURVIVOR`)."""
    columns = {
        "key": table["key"],
        "size": pc.negate(table["size"]),
        "date": pc.fill_null(table["published"], _LATEST),
        "id": table["id"],
        "uid": table["uid"],
    }
    order = pc.sort_indices(pa.table(columns), [(name, "ascending") for name in columns])
    return order.to_numpy().astype(np.int64)  # type: ignore[no-any-return]


def _ordered(table: pa.Table, *columns: str) -> pa.Table:
    return table.combine_chunks().sort_by([(column, "ascending") for column in columns])


def _set(table: pa.Table, **columns: Any) -> pa.Table:
    for name, values in columns.items():
        place = table.schema.get_field_index(name)
        table = table.set_column(place, table.schema.field(place), values)
    return table


def _batch(schema: pa.Schema, **columns: Any) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([_array(columns[field.name], field.type) for field in schema], schema=schema)


def _array(values: Any, type_: pa.DataType) -> pa.Array:
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    return values.cast(type_) if isinstance(values, pa.Array) else pa.array(values, type_)


def _slices(
    schema: pa.Schema, columns: dict[str, npt.NDArray[Any]], *, room: int = 1 << 16
) -> Iterator[pa.RecordBatch]:
    rows = len(next(iter(columns.values())))
    for start in range(0, rows, room):
        yield _batch(schema, **{name: values[start : start + room] for name, values in columns.items()})

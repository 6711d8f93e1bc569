"""The steps that look at all articles at once: which of them tell one story, and which of those is kept.

Every step is a pure function of a batch or of a shard, so a row's verdict does not depend on the order of the input,
the number of workers or of shards. In order:

1. sign each body; rows with one body meet, and from here on one of them (the node) stands for all;
2. nodes that share a key (a band, an anchor, a link, a headline) become pairs, a bounded number for each;
3. pairs are measured, shingle set against shingle set; pairs of one story are the edges of clusters;
4. in each cluster rows are kept or removed in the order of the survivor rule (`corpus.text.stories`);
5. of kept rows with one headline key, one stays.

The names are those of `corpus.tables.duplicates`; `docs/SIGNATURES.md` specifies the hashes.
"""

from __future__ import annotations

from collections import defaultdict
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
from corpus.text.headlines import headline_key
from corpus.text.signatures import Hashes, Offsets, Ragged, overlap, sign
from corpus.text.stories import Verdict, article_number, bucket_pairs, components, days_between, measured, relation

_HASHES = pa.large_list(pa.uint64())
_FACTS = [
    ("key", pa.uint64()),  # by which the next step gathers rows
    ("doc", pa.uint64()),  # the first half of the uid: the row's name inside these steps
    ("node", pa.uint64()),  # the row that stands for all rows with this body
    ("uid", pa.string()),
    ("copies", pa.int64()),  # rows of the input with this uid
    ("id", pa.string()),
    ("published", pa.string()),
    ("headline_key", pa.string()),  # empty where there is no headline
    ("number", pa.string()),  # site and number of the article in its address
    ("size", pa.int32()),  # distinct shingles of the body, before any were cut
]

SIGNED = pa.schema([*_FACTS, ("body", pa.binary(16)), ("anchors", _HASHES), ("bands", _HASHES), ("shingles", _HASHES)])
KEYS = pa.schema(
    [
        ("key", pa.uint64()),
        ("kind", pa.uint8()),
        ("doc", pa.uint64()),
        ("size", pa.int32()),
        ("anchors", pa.int32()),
        ("published", pa.string()),
    ]
)
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
JUDGED = pa.schema(
    [
        *_FACTS,
        ("keeper", pa.uint64()),  # the row kept in its place; its own doc where it is kept
        ("reason", pa.string()),
        ("similarity", pa.float32()),
        ("duplicate_of", pa.string()),
        ("first_published", pa.string()),
        ("split_key", pa.string()),
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

_BAND, _ANCHOR, _LINK, _NUMBER, _HEADLINE = 1, 2, 4, 8, 16
_EVIDENCE = _BAND | _LINK | _NUMBER | _HEADLINE
_LATEST = "~"  # sorts behind every date


def find_duplicates(engine: Engine, rows: Any, settings: Settings, *, shards: int = 16) -> Any:
    """A verdict (`VERDICTS`) for each of `rows`, which hold uid, id, url, site, headline, body and published."""
    signed = engine.map("duplicates-sign", signed_rows, rows, SIGNED)
    nodes = engine.shuffle("duplicates-bodies", one_node_a_body, signed, SIGNED, key="key", shards=shards)
    keys = engine.map("duplicates-keys", node_keys, nodes, KEYS)
    pairs = engine.shuffle("duplicates-pairs", candidate_pairs, keys, PAIRS, key="key", shards=shards)
    paired = _Docs.of(engine, pairs, ("key", "other"))
    sets = engine.map("duplicates-sets", partial(nodes_among, docs=paired), nodes, SIGNED)
    halves = engine.shuffle("duplicates-halves", half_pairs, (pairs, sets), HALF_PAIRS, key="key", shards=shards)
    edges = engine.shuffle("duplicates-edges", story_edges, (halves, sets), EDGES, key="key", shards=shards)
    labels, clustered = _labels(engine, edges)
    slim = engine.map("duplicates-slim", partial(slim_rows, clustered=clustered, paired=paired), nodes, SIGNED)
    members = engine.shuffle("duplicates-members", with_clusters, (slim, labels), MEMBERS, key="key", shards=shards)
    judged = engine.shuffle("duplicates-clusters", judge_clusters, members, JUDGED, key="key", shards=shards)
    contest = partial(one_a_headline, keep_recurring=settings.keep_recurring_headlines)
    settled = engine.shuffle("duplicates-headlines", contest, judged, JUDGED, key="key", shards=shards)
    return engine.shuffle("duplicates-verdicts", verdict_rows, settled, VERDICTS, key="key", shards=shards)


# 1. One node a body.


def signed_rows(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Each row with the digest and signature of its folded body, keyed by that digest."""
    # Bodies come normalized; doing it again is a glance at each, and makes a raw body no special case.
    folds = fold_normalized(normalize_array(batch["body"]))
    signatures, folded = sign(folds), folds.to_pylist()
    headlines, sites = batch["headline"].to_pylist(), batch["site"].to_pylist()
    docs = np.array([int(uid[:16], 16) for uid in batch["uid"].to_pylist()], np.uint64)
    digests = [blake2b(text.encode(), digest_size=16).digest() for text in folded]
    # Empty bodies are no evidence: such a row meets only itself.
    key = [
        int.from_bytes(digest[:8], "big") if text else doc
        for text, digest, doc in zip(folded, digests, docs, strict=True)
    ]
    bands = pa.LargeListArray.from_arrays(
        np.arange(len(docs) + 1) * signatures.bands.shape[1], pa.array(signatures.bands.ravel())
    )
    rows = _batch(
        SIGNED,
        key=key,
        doc=docs,
        node=docs,
        uid=batch["uid"],
        copies=np.ones(len(docs), np.int64),
        id=batch["id"],
        published=batch["published"],
        headline_key=[headline_key(text or "", site) for text, site in zip(headlines, sites, strict=True)],
        number=[article_number(*each) for each in zip(batch["url"].to_pylist(), sites, strict=True)],
        size=signatures.shingles.lengths(),
        body=pa.array([digest if text else None for text, digest in zip(folded, digests, strict=True)], pa.binary(16)),
        anchors=_lists(signatures.anchors),
        bands=bands,
        shingles=_lists(signatures.shingles),
    )
    # Copies within the batch go at once: a million copies of one page would otherwise meet in one shard.
    yield from _collapsed(pa.Table.from_batches([rows])).to_batches()


def one_node_a_body(table: pa.Table) -> Iterator[pa.RecordBatch]:
    """Count rows of one uid once; the first row of each body stands for the others, which lose their signature."""
    nodes = _collapsed(table)
    yield from _set(nodes, key=nodes["node"]).to_batches(max_chunksize=4096)


def _collapsed(table: pa.Table) -> pa.Table:
    table = _ordered(table, "doc", "uid")
    docs, uids = table["doc"].to_numpy(), table["uid"].to_pylist()
    first = np.flatnonzero(np.append(True, docs[1:] != docs[:-1])) if len(docs) else np.zeros(0, np.int64)
    last = np.append(first, len(docs))[1:] - 1
    for one, other in zip(first, last, strict=True):
        if uids[one] != uids[other]:
            raise CorpusError(
                f"two rows share the first half of their uid: {uids[one]} and {uids[other]}. "
                "Such a chance is one in a million for six million rows; change a character of either page."
            )
    copies = np.add.reduceat(table["copies"].to_numpy(), first) if len(first) else first
    table = _set(table.take(first), copies=pa.array(copies))
    names = [body or uid for body, uid in zip(table["body"].to_pylist(), table["uid"].to_pylist(), strict=True)]
    groups = {name: group for group, name in enumerate(dict.fromkeys(names))}
    group = np.array([groups[name] for name in names], np.int64)
    lead = np.zeros(len(groups), np.int64)
    lead[group[::-1]] = np.arange(len(group))[::-1]  # rows are ordered by doc: the first of each body
    # The first of all is the first of its batch too, so its signature is still there.
    own = pa.array(lead[group] == np.arange(len(group)))
    node = table["doc"].take(pa.array(lead[group]))
    none = pa.scalar(None, _HASHES)
    return _set(
        table, node=node, **{name: pc.if_else(own, table[name], none) for name in ("anchors", "bands", "shingles")}
    )


# 2. Pairs worth measuring.


def node_keys(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Every key under which a row may meet another of its story: bands and anchors, id, number and headline key."""
    node, size = batch["node"].to_numpy(), batch["size"].to_numpy()
    published = batch["published"]
    counts = pc.fill_null(pc.list_value_length(batch["anchors"]), 0).to_numpy(zero_copy_only=False).astype(np.int32)
    for kind, values, rows in (
        (_BAND, *_flat(batch["bands"], size > 0)),
        (_ANCHOR, *_flat(batch["anchors"], size > 0)),
        (_LINK, *_hashed(batch["id"], b"link")),
        (_NUMBER, *_hashed(batch["number"], b"number")),
        (_HEADLINE, *_hashed(batch["headline_key"], b"headline")),
    ):
        dates = published.take(pa.array(rows)) if kind > _ANCHOR else pa.nulls(len(rows), pa.string())
        yield _batch(
            KEYS,
            key=values,
            kind=np.full(len(rows), kind, np.uint8),
            doc=node[rows],
            size=size[rows],
            anchors=counts[rows],
            published=dates,
        )


def candidate_pairs(table: pa.Table) -> Iterator[pa.RecordBatch]:
    """Pairs of nodes that share a key, keyed by the smaller text of the two."""
    kind = table["kind"].to_numpy()
    found = []
    for each in (_BAND, _ANCHOR, _LINK, _NUMBER, _HEADLINE):
        rows = table.filter(pa.array(kind == each))
        if each == _ANCHOR:
            shared = _shared_by(rows["key"].to_numpy())
            rows = rows.filter(pa.array((shared > 1) & (shared <= at_least("anchor_bucket"))))
        docs, anchors = rows["doc"].to_numpy(), rows["anchors"].to_numpy()
        order = rows["size"].to_numpy()
        if each > _ANCHOR:  # stories under one headline or link lie close in time
            order = pc.rank(rows["published"], sort_keys="ascending", tiebreaker="dense").to_numpy().astype(np.int32)
        left, right = bucket_pairs(rows["key"].to_numpy(), docs, rows["size"].to_numpy(), order)
        kinds, counts = np.full(len(left), each, np.uint8), np.full(len(left), each == _ANCHOR, np.int32)
        found.append((docs[left], docs[right], kinds, counts, np.minimum(anchors[left], anchors[right])))
    yield from _slices(PAIRS, _merged_pairs(*(np.concatenate(column) for column in zip(*found, strict=True))))


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


def nodes_among(batch: pa.RecordBatch, *, docs: _Docs) -> Iterator[pa.RecordBatch]:
    """The nodes that may be in a pair: the others' signatures need not travel."""
    node = batch["node"].to_numpy()
    kept = batch.filter(pa.array((node == batch["doc"].to_numpy()) & docs.may_hold(node)))
    yield from _set(pa.table(kept), anchors=_no_lists(len(kept)), bands=_no_lists(len(kept))).to_batches()


def half_pairs(pairs: pa.Table, sets: pa.Table) -> Iterator[pa.RecordBatch]:
    """Each distinct pair that is worth measuring, once, with the smaller text's shingles, keyed by the larger."""
    merged = _merged_pairs(*(pairs[name].to_numpy() for name in PAIRS.names))
    kinds, shared = merged["kinds"], merged["shared"]
    few = merged["anchors"] <= 2 * at_least("anchors_shared")
    worth = ((kinds & _EVIDENCE) > 0) | (shared >= at_least("anchors_shared")) | (few & (shared > 0))
    left, right, kinds = merged["key"][worth], merged["other"][worth], kinds[worth]
    place = _places(sets, left)
    for start in range(0, len(left), 1024):
        rows = pa.array(place[start : start + 1024])
        yield _batch(
            HALF_PAIRS,
            key=right[start : start + 1024],
            other=left[start : start + 1024],
            kinds=kinds[start : start + 1024],
            headline_key=sets["headline_key"].take(rows),
            published=sets["published"].take(rows),
            number=sets["number"].take(rows),
            shingles=sets["shingles"].take(rows),
        )


# 3. Edges of clusters.


def story_edges(halves: pa.Table, sets: pa.Table) -> Iterator[pa.RecordBatch]:
    """The pairs that tell one story."""
    if not len(halves):
        return
    place = _places(sets, halves["key"].to_numpy())
    found = overlap(_ragged(halves["shingles"]), _ragged(sets["shingles"]), np.arange(len(halves)), place)
    contained = found.contained()
    kinds = halves["kinds"].to_numpy()
    ours, theirs = halves["headline_key"].to_pylist(), sets["headline_key"].to_pylist()
    our_dates, their_dates = halves["published"].to_pylist(), sets["published"].to_pylist()
    our_numbers, their_numbers = halves["number"].to_pylist(), sets["number"].to_pylist()
    least = min(at_least("same_headline_body"), at_least("near_headline_body"))
    joined = (kinds & _LINK) > 0
    for pair in np.flatnonzero(~joined & ((contained >= least) | ((kinds & _NUMBER) > 0))):
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


def _labels(engine: Engine, edges: Any) -> tuple[Any, _Docs]:
    """The cluster of each node that has an edge, and those nodes. One process holds two numbers for each edge."""
    batches = list(engine.collect(edges))
    left, right = (
        np.concatenate([np.zeros(0, np.uint64), *(batch[name].to_numpy() for batch in batches)])
        for name in ("left", "right")
    )
    nodes, clusters, sizes = components(left, right)
    rows = _slices(LABELS, {"key": nodes, "cluster": clusters, "members": sizes}, room=1 << 20)
    return engine.rows("duplicates-labels", list(rows) or [_batch(LABELS, key=[], cluster=[], members=[])]), _Docs(
        nodes
    )


def slim_rows(batch: pa.RecordBatch, *, clustered: _Docs, paired: _Docs) -> Iterator[pa.RecordBatch]:
    """Drop what has served: bands, anchors, and shingles of rows in no cluster, but for a sketch of those in pairs."""
    sets = _ragged(batch["shingles"])
    node = batch["node"].to_numpy()
    most = np.where(clustered.may_hold(node), SHINGLES_KEPT, np.where(paired.may_hold(node), SKETCH, 0))
    yield from _set(
        pa.table(batch),
        shingles=_lists(_cut(sets, most)),
        anchors=_no_lists(len(batch)),
        bands=_no_lists(len(batch)),
    ).to_batches()


# 4. Who is kept in a cluster.


def with_clusters(rows: pa.Table, labels: pa.Table) -> Iterator[pa.RecordBatch]:
    """Each row with its cluster as the key, and the size of it."""
    node = rows["node"].to_numpy()
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
    table = _set(rows.drop_columns(["body", "anchors", "bands"]), key=pa.array(cluster))
    table = table.append_column("members", pa.array(members))
    yield from _set(table.select(MEMBERS.names), shingles=_lists(sets)).to_batches(max_chunksize=4096)


def judge_clusters(table: pa.Table) -> Iterator[pa.RecordBatch]:
    """Keep or remove each row of each cluster, in the order of the survivor rule."""
    table = _in_order_of_survival(table)
    clusters = table["key"].to_numpy()
    starts = np.flatnonzero(np.append(True, clusters[1:] != clusters[:-1])) if len(clusters) else np.zeros(0, np.int64)
    ends = np.append(starts[1:], len(clusters))
    keeper = np.arange(len(clusters))
    reason: list[str | None] = [None] * len(clusters)
    similar = np.full(len(clusters), np.nan, np.float32)
    many = ends - starts > 1
    if many.any():
        cluster = _Cluster(table)
        for start, end in zip(starts[many], ends[many], strict=True):
            for row, kept, verdict in cluster.removed(range(start, end)):
                keeper[row], reason[row], similar[row] = kept, verdict.reason, verdict.similarity
    yield from _judged(table, keeper, reason, similar).to_batches(max_chunksize=4096)


class _Cluster:
    """The rows of a shard of clusters, to be measured with each other."""

    def __init__(self, table: pa.Table) -> None:
        self.sets = _ragged(table["shingles"])
        self.nodes = table["node"].to_pylist()
        self.ids = table["id"].to_pylist()
        self.numbers = table["number"].to_pylist()
        self.headlines = table["headline_key"].to_pylist()
        self.dates = table["published"].to_pylist()
        self.big = table["members"].to_numpy() > at_least("whole_cluster")
        self.set_of = {doc: row for row, doc in enumerate(table["doc"].to_pylist())}

    def removed(self, rows: range) -> Iterator[tuple[int, int, Verdict]]:
        """Rows to remove, each with the row kept in its place: the most similar of those kept before it."""
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
        ours = np.full(len(kept), self.set_of[self.nodes[row]])
        theirs = np.array([self.set_of[self.nodes[other]] for other in kept])
        found = overlap(self.sets, self.sets, ours, theirs, cut=cut)
        best: tuple[int, Verdict] | None = None
        nearest = -1.0
        for pair, other in enumerate(kept):
            jaccard, contained, shingles = measured(found, pair)
            same_body = self.nodes[row] == self.nodes[other]
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


def _judged(table: pa.Table, keeper: Offsets, reason: list[str | None], similar: npt.NDArray[np.float32]) -> pa.Table:
    """Rows with their verdicts, and for each story the first date and id; keyed by headline, the kept ones to meet."""
    docs, keys = table["doc"].to_numpy(), table["headline_key"].to_pylist()
    ids, dates = table["id"].to_pylist(), table["published"].to_pylist()
    first: dict[int, tuple[str, str]] = {}
    for row, kept in enumerate(keeper):
        named = (dates[row] or _LATEST, ids[row])
        first[kept] = min(first.get(kept, named), named)
    own = keeper == np.arange(len(keeper))
    heads = [
        _hash(key.encode(), b"contest") if kept and key else doc for key, kept, doc in zip(keys, own, docs, strict=True)
    ]
    judged = {
        "key": pa.array(heads, pa.uint64()),
        "keeper": pa.array(docs[keeper]),
        "reason": pa.array(reason, pa.string()),
        "similarity": pa.array(similar, mask=np.isnan(similar)),
        "duplicate_of": pa.array(
            [None if kept else ids[to] for kept, to in zip(own, keeper, strict=True)], pa.string()
        ),
        "first_published": pa.array([None if (d := first[k][0]) == _LATEST else d for k in keeper], pa.string()),
        "split_key": pa.array([first[k][1] for k in keeper], pa.string()),
        "shingles": _lists(_cut(_ragged(table["shingles"]), np.where(own, SKETCH, 0))),
    }
    return pa.table({name: judged[name] if name in judged else table[name] for name in JUDGED.names}, JUDGED)


# 5. One row a headline.


def one_a_headline(table: pa.Table, *, keep_recurring: bool) -> Iterator[pa.RecordBatch]:
    """Of kept rows with one headline key keep the first by the survivor rule; or keep all, and give them one split."""
    table = _in_order_of_survival(table)
    heads, docs = table["headline_key"].to_pylist(), table["doc"].to_pylist()
    keeper, reasons = table["keeper"].to_pylist(), table["reason"].to_pylist()
    groups: dict[str, list[int]] = defaultdict(list)
    for row, (head, doc, kept) in enumerate(zip(heads, docs, keeper, strict=True)):
        if head and doc == kept:
            groups[head].append(row)
    ids, similar, of = table["id"].to_pylist(), table["similarity"].to_pylist(), table["duplicate_of"].to_pylist()
    dates, splits = table["first_published"].to_pylist(), table["split_key"].to_pylist()
    sets = _ragged(table["shingles"])
    for rows in groups.values():
        first, others = rows[0], np.array(rows[1:], np.int64)
        if keep_recurring:
            date, split = min((dates[row] or _LATEST, splits[row]) for row in rows)
            for row in rows:
                dates[row], splits[row] = None if date == _LATEST else date, split
            continue
        shared = overlap(sets, sets, others, np.full(len(others), first), cut=SKETCH).jaccard()
        for row, share in zip(others, shared, strict=True):
            keeper[row], reasons[row], similar[row], of[row] = (
                docs[first],
                "recurring_headline",
                float(share),
                ids[first],
            )
    # A removed row's story goes where the row that stood for it went: `key` is the row that was kept in its cluster.
    yield from _set(
        table,
        key=table["keeper"],
        keeper=pa.array(keeper, pa.uint64()),
        reason=pa.array(reasons, pa.string()),
        similarity=pa.array(similar, pa.float32()),
        duplicate_of=pa.array(of, pa.string()),
        first_published=pa.array(dates, pa.string()),
        split_key=pa.array(splits, pa.string()),
        shingles=_no_lists(len(table)),
    ).to_batches(max_chunksize=4096)


def verdict_rows(table: pa.Table) -> Iterator[pa.RecordBatch]:
    """The verdict on every row handed in, each copy of a page too; keyed by the row kept in each cluster."""
    table = _ordered(table, "key", "doc")
    ids, keys, docs = table["id"].to_pylist(), table["key"].to_pylist(), table["doc"].to_pylist()
    reasons, of = table["reason"].to_pylist(), table["duplicate_of"].to_pylist()
    uids, copies, similar = table["uid"].to_pylist(), table["copies"].to_pylist(), table["similarity"].to_pylist()
    heads = {doc: row for row, (key, doc) in enumerate(zip(keys, docs, strict=True)) if key == doc}
    sizes: dict[int, int] = defaultdict(int)
    for key, times in zip(keys, copies, strict=True):
        sizes[key] += times
    rows: dict[str, list[Any]] = {name: [] for name in VERDICTS.names}
    dates, splits = table["first_published"].to_pylist(), table["split_key"].to_pylist()
    for row, key in enumerate(keys):
        head = heads[key]
        # The row that stood for a story may have lost its headline to another story: that one is in its place now,
        # and what a copy was to the row that stood for it is not what it is to that one.
        kept_id = of[head] if reasons[head] else ids[head]
        lost = bool(reasons[head]) and row != head
        for copy in range(copies[row]):
            removed = reasons[head] if lost else reasons[row] or ("same_link" if copy else None)
            for name, value in (
                ("uid", uids[row]),
                ("stage", "deduplicate" if removed else None),
                ("reason", removed),
                ("duplicate_of", kept_id if removed else None),
                ("similarity", (similar[row] if reasons[row] else 1.0) if removed and not lost else None),
                ("cluster_id", kept_id),
                ("cluster_size", sizes[key]),
                ("split_key", splits[head]),
                ("first_published", dates[head]),
            ):
                rows[name].append(value)
    yield from pa.table(rows, VERDICTS).to_batches(max_chunksize=4096)


# Arrow and numpy.


class _Docs:
    """A set of docs in fixed memory: a bit for each of many places, so that it may hold more than it was given."""

    def __init__(self, docs: Hashes, bits: int = 24) -> None:
        self.mask = np.uint64((1 << bits) - 1)
        self.places = np.zeros(1 << (bits - 3), np.uint8)
        self.add(docs)

    @classmethod
    def of(cls, engine: Engine, rows: Any, columns: tuple[str, ...]) -> _Docs:
        """All docs in some columns of rows."""
        docs = cls(np.zeros(0, np.uint64))
        for batch in engine.collect(rows):
            for column in columns:
                docs.add(batch[column].to_numpy())
        return docs

    def add(self, docs: Hashes) -> None:
        """Put docs in."""
        place = docs & self.mask
        np.bitwise_or.at(self.places, (place >> np.uint64(3)).astype(np.int64), self._bit(place))

    def may_hold(self, docs: Hashes) -> npt.NDArray[np.bool_]:
        """Whether each doc may be in the set."""
        place = docs & self.mask
        held: npt.NDArray[np.bool_] = (self.places[(place >> np.uint64(3)).astype(np.int64)] & self._bit(place)) > 0
        return held

    def _bit(self, place: Hashes) -> npt.NDArray[np.uint8]:
        return np.left_shift(np.uint8(1), (place & np.uint64(7)).astype(np.uint8))


def _hash(data: bytes, kind: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8, person=kind).digest(), "big")


def _hashed(column: pa.Array, kind: bytes) -> tuple[Hashes, Offsets]:
    """Hashes of the texts of a column, and the rows that have one."""
    texts = column.to_pylist()
    rows = np.array([row for row, text in enumerate(texts) if text], np.int64)
    return np.array([_hash(texts[row].encode(), kind) for row in rows], np.uint64), rows


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


def _places(sets: pa.Table, docs: Hashes) -> Offsets:
    """The row of `sets` whose doc is each of `docs`."""
    known = sets["doc"].to_numpy()
    order = np.argsort(known)
    place: Offsets = order[np.searchsorted(known[order], docs)]
    return place


def _ragged(lists: pa.Array | pa.ChunkedArray) -> Ragged:
    """A column of lists as numpy arrays; null is empty."""
    if isinstance(lists, pa.ChunkedArray):
        lists = lists.combine_chunks()
    lengths = pc.fill_null(pc.list_value_length(lists), 0).to_numpy(zero_copy_only=False).astype(np.int64)
    return Ragged(lists.flatten().to_numpy(), np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths))))


def _lists(sets: Ragged) -> pa.LargeListArray:
    return pa.LargeListArray.from_arrays(sets.offsets, pa.array(sets.values))


def _no_lists(rows: int) -> pa.LargeListArray:
    return pa.nulls(rows, _HASHES)


def _cut(sets: Ragged, most: Offsets) -> Ragged:
    """At most so many of the smallest hashes of each set."""
    lengths = np.minimum(sets.lengths(), most)
    inside = np.arange(sets.offsets[-1]) - np.repeat(sets.offsets[:-1], sets.lengths())
    return Ragged(
        sets.values[inside < np.repeat(lengths, sets.lengths())],
        np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths))),
    )


def _in_order_of_survival(table: pa.Table) -> pa.Table:
    """Rows of each key in the order in which they are kept (`corpus.tables.duplicates.SURVIVOR`)."""
    dated = table.append_column("_date", pc.fill_null(table["published"], _LATEST)).append_column(
        "_size", pc.negate(table["size"])
    )
    return _ordered(dated, "key", "_size", "_date", "id", "uid").drop_columns(["_date", "_size"])


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

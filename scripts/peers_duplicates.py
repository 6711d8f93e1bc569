"""Run another deduplicator over rows {id, body}: `peers_duplicates.py PEER ROWS.jsonl`, with a Python that has it.

Prints one line of JSON: {peer, version, seconds, processor, groups}, where the seconds (of the clock, and of the
processor) are the work without imports, and `groups` are the ids that it takes for copies of one text. Each peer gets
the same texts, one process, and the settings its own documentation recommends for a threshold of 0.7; bands and rows
are ours where it leaves them open.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

THRESHOLD, BANDS, ROWS, SHINGLE = 0.7, 25, 5, 3
Spent = tuple[float, float]


def main() -> None:
    """Run the peer that is named, and print what it found."""
    peer, path = sys.argv[1], Path(sys.argv[2])
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    (seconds, processor), pairs = PEERS[peer]([row["id"] for row in rows], [row["body"] for row in rows])
    found = {"peer": peer, "version": version(peer), "seconds": seconds, "processor": processor}
    print(json.dumps({**found, "groups": groups(pairs)}))


def now() -> tuple[float, float]:
    """Seconds of the clock, and of the processor in this process and those that it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return time.perf_counter(), sum(each.ru_utime + each.ru_stime for each in used)


def since(start: tuple[float, float]) -> tuple[float, float]:
    """What was spent since."""
    clock, processor = now()
    return clock - start[0], processor - start[1]


def groups(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The connected components of pairs."""
    parent: dict[str, str] = {}

    def root(item: str) -> str:
        parent.setdefault(item, item)
        while parent[item] != item:
            parent[item] = item = parent[parent[item]]
        return item

    for one, other in pairs:
        parent[root(one)] = root(other)
    found = defaultdict(list)
    for item in parent:
        found[root(item)].append(item)
    return list(found.values())


def datasketch(ids: list[str], bodies: list[str]) -> tuple[Spent, list[tuple[str, str]]]:
    """Its index of bands, queried before each insertion, and its estimate of the likeness."""
    from datasketch import MinHash, MinHashLSH

    start = now()
    index, pairs = MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS)), []
    signed = {}
    for name, body in zip(ids, bodies, strict=True):
        signature = MinHash(num_perm=BANDS * ROWS)
        signature.update_batch([shingle.encode() for shingle in _shingles(body)])
        pairs += [(name, other) for other in index.query(signature) if signature.jaccard(signed[other]) >= THRESHOLD]
        index.insert(name, signature)
        signed[name] = signature
    return since(start), pairs


def rensa(ids: list[str], bodies: list[str]) -> tuple[Spent, list[tuple[str, str]]]:
    """Its index of bands in the exact mode, used like datasketch's."""
    from rensa import RMinHash, RMinHashLSH

    start = now()
    index, pairs = RMinHashLSH(threshold=THRESHOLD, num_perm=BANDS * ROWS, num_bands=BANDS), []
    signed = []
    for number, body in enumerate(bodies):
        signature = RMinHash(num_perm=BANDS * ROWS, seed=42)
        signature.update(list(_shingles(body)))
        pairs += [
            (ids[number], ids[other])
            for other in index.query(signature)
            if signature.jaccard(signed[other]) >= THRESHOLD
        ]
        index.insert(number, signature)
        signed.append(signature)
    return since(start), pairs


def text_dedup(ids: list[str], bodies: list[str]) -> tuple[Spent, list[tuple[str, str]]]:
    """Its command, as its README shows it, with one process: it loads rows, signs, clusters, filters and saves."""
    import pickle

    from text_dedup import minhash

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.jsonl"
        file.write_text("\n".join(json.dumps({"text": body}, ensure_ascii=False) for body in bodies), encoding="utf-8")
        options = {
            "path": "json", "data_files": str(file), "split": "train", "cache_dir": f"{folder}/cache", "num_proc": "1",
            "output": f"{folder}/out", "column": "text", "batch_size": "10000", "threshold": str(THRESHOLD),
            "min_length": "1",
        }  # fmt: skip
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        start = now()
        minhash.main([*arguments, "--debug"], standalone_mode=False)
        spent = since(start)
        found = pickle.loads((Path(folder) / "out" / "uf.pkl").read_bytes())  # written by the line above
    parent = found["parent"] if isinstance(found, dict) else found.parent
    return spent, [(ids[int(item)], ids[int(above)]) for item, above in parent.items() if item != above]


def datatrove(ids: list[str], bodies: list[str]) -> tuple[Spent, list[tuple[str, str]]]:
    """Its three stages with the local executor: signatures, buckets, clusters."""
    from datatrove.data import Document
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.dedup import (
        MinhashConfig,
        MinhashDedupBuckets,
        MinhashDedupCluster,
        MinhashDedupSignature,
    )  # fmt: skip
    from loguru import logger

    logger.remove()
    logging.disable(logging.CRITICAL)
    config = MinhashConfig()  # its default: shingles of 5 words, 14 buckets of 8
    documents = [Document(text=body, id=name) for name, body in zip(ids, bodies, strict=True)]

    with tempfile.TemporaryDirectory() as folder:
        steps: list[list[Any]] = [
            [documents, MinhashDedupSignature(f"{folder}/s", config, language="ben_Beng")],
            [MinhashDedupBuckets(f"{folder}/s", f"{folder}/b", config=config)],
            [MinhashDedupCluster(f"{folder}/b", f"{folder}/c", config=config, save_cluster_id=True)],
        ]
        start = now()
        for number, step in enumerate(steps):
            tasks = config.num_buckets if number == 1 else 1
            LocalPipelineExecutor(step, tasks=tasks, workers=1, logging_dir=f"{folder}/log{number}").run()
        spent = since(start)
        pairs = _cluster_pairs(Path(folder) / "c", ids)
    return spent, pairs


def _cluster_pairs(folder: Path, ids: list[str]) -> list[tuple[str, str]]:
    """What datatrove's clusters say: files of (document, cluster) numbers, four bytes each."""
    import struct

    first: dict[int, int] = {}
    pairs = []
    for path in sorted(folder.glob("*.clusters")):
        for document, cluster in struct.iter_unpack("<II", path.read_bytes()):
            pairs.append((ids[document], ids[first.setdefault(cluster, document)]))
    return pairs


def _shingles(body: str) -> set[str]:
    words = body.split()
    return {" ".join(words[start : start + SHINGLE]) for start in range(max(1, len(words) - SHINGLE + 1))}


PEERS: dict[str, Callable[[list[str], list[str]], tuple[Spent, list[tuple[str, str]]]]] = {
    "datasketch": datasketch,
    "rensa": rensa,
    "text-dedup": text_dedup,
    "datatrove": datatrove,
}

if __name__ == "__main__":
    main()

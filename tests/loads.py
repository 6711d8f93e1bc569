"""What users do with a release, run in a process of its own by `tests.fresh`; each function returns plain JSON."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import time
import urllib.request
from pathlib import Path
from typing import Any


def ids(rows: Any) -> list[str]:
    return [row["id"] for row in rows]


def failure(act: Any) -> list[str]:
    """The name of the error that an act ends in, and its message."""
    try:
        act()
    except Exception as error:
        return [type(error).__name__, str(error)]
    return ["", ""]


def everything(release: str) -> dict[str, Any]:
    """Every row of every split, from a table and from a stream."""
    from datasets import load_dataset

    whole, streamed = load_dataset(release), load_dataset(release, streaming=True)
    return {split: [ids(whole[split]), ids(streamed[split])] for split in whole}


def matrix(release: str) -> dict[str, Any]:
    """`load_dataset` on a folder, in every way that the card promises."""
    from datasets import load_dataset

    train = load_dataset(release, split="train")
    stream = load_dataset(release, split="train", streaming=True)
    resumed = iter(stream)
    for _ in range(7):
        next(resumed)
    stream_again = load_dataset(release, split="train", streaming=True)
    halfway = stream.state_dict()
    stream_again.load_state_dict(halfway)
    filters = [("published", ">=", "2020-01-01T00:20")]
    return {
        "filters_checked": failure(lambda: load_dataset(release, split="train", filters=filters))[0],
        "splits": {name: ids(rows) for name, rows in load_dataset(release).items()},
        "default": load_dataset(release).column_names["train"]
        == load_dataset(release, "articles").column_names["train"],
        "headlines": len(load_dataset(release, "headlines", split="train")),
        "removed": sorted(set(load_dataset(release, "removed", split="train")["reason"])),
        "slice": ids(load_dataset(release, split="train[3:8]")),
        "percent": ids(load_dataset(release, split="train[:10%]")),
        "sum": ids(load_dataset(release, split="test+validation")),
        "stream": ids(stream),
        "take": ids(stream.skip(2).take(3)),
        "columns": next(iter(load_dataset(release, split="train", columns=["headline", "site"], streaming=True))),
        "columns_kept": load_dataset(release, split="train", columns=["id", "body"]).column_names,
        "filters": ids(load_dataset(release, split="train", filters=filters, streaming=True)),
        "filters_unchecked": ids(load_dataset(release, split="train", filters=filters, verification_mode="no_checks")),
        "batches": [len(batch["id"]) for batch in train.with_format("numpy").iter(batch_size=16)],
        "stream_batches": [len(batch["id"]) for batch in stream.batch(16)],
        "resumed": ids(stream_again),
        "features": {name: str(feature) for name, feature in train.features.items()},
        "first": train[0],
        "all_checks": len(load_dataset(release, split="train", verification_mode="all_checks")),
        "streamed_slice": failure(lambda: load_dataset(release, split="train[:10]", streaming=True))[0],
        "shuffled": sorted(ids(stream.shuffle(seed=1, buffer_size=16, max_buffer_input_shards=1))),
    }


def ours(release: str) -> dict[str, Any]:
    """`corpus.load` on a folder."""
    import corpus

    stream = corpus.load(release, split="train", streaming=True)
    resumed = iter(stream)
    for _ in range(7):
        next(resumed)
    again = corpus.load(release, split="train", streaming=True)
    again.load_state_dict(stream.state_dict())
    started = time.perf_counter()
    shuffled = sorted(ids(stream.shuffle(seed=1, buffer_size=16)))
    seconds = time.perf_counter() - started
    out = Path(release).parent / "rows.json"
    corpus.load(release, split="train", columns=["headline"]).to_json(out, force_ascii=False)
    days = {"since": "2020-01-01", "until": "2020-01-01"}
    return {
        "splits": {name: ids(rows) for name, rows in corpus.load(release).items()},
        "stream": ids(stream),
        "pickled": ids(pickle.loads(pickle.dumps(stream))),
        "shards": stream.num_shards,
        "resumed": ids(again),
        "shuffled": shuffled,
        "shuffle_seconds": seconds,
        "slice": ids(corpus.load(release, split="train[3:8]")),
        "columns": corpus.load(release, split="test", columns=["site", "headline"])[0],
        "of_a_day": ids(corpus.load(release, split="train", **days)),
        "of_a_day_streamed": ids(corpus.load(release, split="train", streaming=True, **days)),
        "until": corpus.load(release, split="train", until="2019").num_rows,
        "headlines": corpus.load(release, config="headlines")["train"].num_rows,
        "json": out.read_text(encoding="utf-8").splitlines()[0],
        "unverified": corpus.load(release, split="train", verify=False).num_rows,
        "batches": [len(batch["id"]) for batch in stream.batch(16)],
        "mistakes": [
            failure(lambda: corpus.load(release, version="7.0.0")),
            failure(lambda: corpus.load(Path(release).parent, version="7.0.0")),
            failure(lambda: corpus.load(release, config="artikles")),
            failure(lambda: corpus.load(release, split="dev")),
            failure(lambda: corpus.load(release, columns=["text"])),
            failure(lambda: corpus.load(release, since="yesterday")),
            failure(lambda: corpus.load(release, split="train[:10]", streaming=True)),
            failure(lambda: corpus.load(Path(release).parent / "nowhere")),
            failure(lambda: corpus.load(release, columns=[])),
            failure(lambda: corpus.load(release, columns="headline")),
        ],
    }


def rebuilt(first: str, second: str, place: str) -> dict[str, Any]:
    """Load a folder, put another build with the same name and paths in its place, load it again."""
    from datasets import load_dataset

    import corpus

    result = {}
    for name, release in (("first", first), ("second", second)):
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(release, place)
        result[name] = ids(load_dataset(place, split="train"))
        result[f"{name}_ours"] = ids(corpus.load(place, split="train"))
    return result


def two_folders(first: str, second: str) -> list[list[str]]:
    """Two folders of one name, loaded in one process and one cache."""
    from datasets import load_dataset

    import corpus

    return [
        *(ids(load_dataset(release, split="train")) for release in (first, second, first)),
        *(ids(corpus.load(release, split="train")) for release in (first, second, first)),
    ]


def versions(out: str) -> dict[str, Any]:
    """Two versions of one folder of releases, side by side."""
    import corpus

    return {
        "newest": ids(corpus.load(out, split="train")),
        "old": ids(corpus.load(out, "1.0.0", split="train")),
        "tagged": ids(corpus.load(out, version="v1.0.0", split="train")),
    }


def misnamed(out: str) -> dict[str, Any]:
    """A folder of releases in which one has another's name, and one was not copied to its end."""
    import corpus

    folder = Path(out)
    (folder / "v1.1.0").rename(folder / "v2.0.0")
    result = {"renamed": failure(lambda: corpus.load(out)), "asked": failure(lambda: corpus.load(out, "2.0.0"))}
    (folder / "v2.0.0").rename(folder / "v1.1.0")
    (folder / "v1.1.0" / "manifest.json").unlink()
    return result | {
        "half": failure(lambda: corpus.load(out)),
        "half_asked": failure(lambda: corpus.load(out, "1.1.0")),
        "other": ids(corpus.load(out, "1.0.0", split="train")),
    }


def unverified(release: str) -> dict[str, Any]:
    """Two shards that stand in each other's place, loaded without looking; then put right and loaded as always."""
    import corpus

    one, other = (Path(release, f"data/{split}-00000-of-00002.parquet") for split in ("test", "validation"))
    contents = one.read_bytes(), other.read_bytes()
    one.write_bytes(contents[1])
    other.write_bytes(contents[0])
    wrong = ids(corpus.load(release, split="test", verify=False))
    one.write_bytes(contents[0])
    other.write_bytes(contents[1])
    return {"wrong": wrong, "right": ids(corpus.load(release, split="test"))}


def strangers(release: str) -> dict[str, Any]:
    """A leftover shard, a missing one, and what each loader makes of them."""
    from datasets import load_dataset

    import corpus

    folder = Path(release)
    shard = next(folder.glob("data/train-00000-*"))
    shutil.copy(shard, folder / "data" / "train-00007-of-00008.parquet")
    result = {
        "leftover": len(load_dataset(release, split="train")),
        "leftover_streamed": len(ids(load_dataset(release, split="train", streaming=True))),
        "leftover_ours": failure(lambda: corpus.load(release)),
    }
    (folder / "data" / "train-00007-of-00008.parquet").unlink()
    (folder / f"{folder.name}.py").write_text("# a loading script")
    result["script_ours"] = failure(lambda: corpus.load(release))
    (folder / f"{folder.name}.py").unlink()
    shard.rename(folder / "elsewhere")
    (folder / "elsewhere").rename(folder.parent / "elsewhere")
    result["missing"] = failure(lambda: load_dataset(release, split="train", download_mode="force_redownload"))
    result["missing_streamed"] = failure(lambda: list(load_dataset(release, split="train", streaming=True)))
    result["missing_ours"] = failure(lambda: corpus.load(release, split="train"))
    return result


def flips(release: str, positions: list[list[Any]]) -> list[Any]:
    """Flip one bit at each (file, offset, bit) in turn; which were not found by `verify` and by `load`, both ways."""
    import corpus
    from corpus.release.verify import verify

    corpus.load(release)  # so that a cache could hide the damage
    missed = []
    for name, offset, bit in positions:
        path = Path(release, name)
        with path.open("r+b") as file:
            file.seek(offset)
            was = file.read(1)
            file.seek(offset)
            file.write(bytes([was[0] ^ (1 << bit)]))
        if not verify(Path(release)):
            missed.append(["verify", name, offset, bit])
        if failure(lambda: corpus.load(release))[0] != "DamagedError":
            missed.append(["load", name, offset, bit])
        if failure(lambda: [ids(rows) for rows in corpus.load(release, streaming=True).values()])[0] != "DamagedError":
            config = name.split("/")[0]
            if config not in ("headlines", "removed"):  # a stream of articles never opens the shards of others
                missed.append(["stream", name, offset, bit])
        with path.open("r+b") as file:
            file.seek(offset)
            file.write(was)
    return missed


def page_damage(release: str) -> list[list[str]]:
    """A flipped bit in a page, read without `verify`: the page's own checksum finds it."""
    import corpus

    shard = next(Path(release).glob("data/train-00000-*"))
    content = bytearray(shard.read_bytes())
    content[len(content) // 4] ^= 4
    shard.write_bytes(content)
    return [
        failure(lambda: list(corpus.load(release, split="train", streaming=True, verify=False))),
        failure(lambda: corpus.load(release, split="train", verify=False)),
    ]


def remote(address: str, version: str) -> dict[str, Any]:
    """A folder of releases behind an address that fsspec reads."""
    import corpus

    return {
        "rows": ids(corpus.load(address, version, split="train")),
        "newest": ids(corpus.load(address, split="train", verify=False)),
        "stream": ids(corpus.load(address, version, split="train", streaming=True)),
        "one": ids(corpus.load(f"{address}/v{version}", split="train")),
        "unknown": failure(lambda: corpus.load(address, "9.9.9")),
    }


def remote_offline(address: str, version: str) -> dict[str, Any]:
    """The same with the server gone."""
    import corpus

    return {
        "rows": ids(corpus.load(address, version, split="train")),
        "never_loaded": failure(lambda: corpus.load(address, "2.0.0", split="train")),
        "streamed": failure(lambda: list(corpus.load(address, version, split="train", streaming=True))),
    }


def remote_rebuilt(address: str, first: str, second: str, place: str) -> dict[str, Any]:
    """A build behind an address, and another of the same version that took its place."""
    import corpus

    result = {}
    for name, release in (("first", first), ("second", second)):
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(release, place)
        result[name] = ids(corpus.load(address, "1.0.0", split="train"))
        result[f"{name}_streamed"] = ids(corpus.load(address, "1.0.0", split="train", streaming=True))
    return result


def remote_cut(address: str) -> list[list[str]]:
    """A server that breaks off in the middle of each shard, then one that is ill."""
    import corpus

    def acts() -> list[list[str]]:
        return [
            failure(lambda: corpus.load(address, "1.0.0", split="train")),
            failure(lambda: list(corpus.load(address, "1.0.0", split="train", streaming=True))),
        ]

    told = []
    for mood in ("cut", "ill", "whole files"):
        urllib.request.urlopen(f"{address}/_mood/{mood.replace(' ', '-')}").read()
        told += acts()
    return told


def memory(release: str) -> dict[str, Any]:
    """Publish to an object store and load from it."""
    import fsspec

    import corpus
    from corpus.release.publish import publish

    first = publish(Path(release), "memory://bucket/news")
    again = publish(Path(release), "memory://bucket/news")
    store = fsspec.filesystem("memory")
    store.pipe_file("/bucket/news/v1.0.0/LICENSE", b"other")
    mended = publish(Path(release), "memory://bucket/news")
    return {
        "first": len(first.send),
        "again": len(again.send),
        "mended": mended.send,
        "rows": ids(corpus.load("memory://bucket/news", split="train")),
        "stream": ids(corpus.load("memory://bucket/news", "1.0.0", split="train", streaming=True)),
    }


def hub_publish(releases: list[str], repo: str) -> list[Any]:
    """Publish releases one after the other."""
    from corpus.release.publish import publish

    return [publish(Path(release), repo)._asdict() for release in releases]


def hub_dry_run(release: str, repo: str) -> Any:
    from corpus.release.publish import publish

    return publish(Path(release), repo, dry_run=True)._asdict()


def order(**what: Any) -> Any:
    """Tell the stand-in of the Hub to keep, restore, cut or damage; its requests and repositories."""
    with urllib.request.urlopen(f"{os.environ['HF_ENDPOINT']}/_stand_in", json.dumps(what).encode()) as answer:
        return json.loads(answer.read())


def hub_cuts(release: str, repo: str, before: str | None) -> list[Any]:
    """Cut a publish at each request, before and after the Hub acts on it; publish again; what the Hub then holds."""
    from corpus.release.publish import publish

    results: list[Any] = []
    if before:
        publish(Path(before), repo)
    order(keep=True)
    for after in (False, True):
        number = 0
        while True:
            order(restore=True, cut_at=number, cut_after=after)
            cut = failure(lambda: publish(Path(release), repo))
            halfway = order(cut_at=None)["repos"]
            if not cut[0]:
                break
            publish(Path(release), repo)
            results.append(
                {"number": number, "after": after, "error": cut[0], "halfway": halfway, "end": order()["repos"]}
            )
            number += 1
    return results


def hub_older(releases: list[str], repo: str) -> list[Any]:
    """Publish a release after one with a higher number, all of it and from after its merge."""
    from corpus.release.publish import publish

    first, second = map(Path, releases)
    order(keep=True)
    publish(second, repo)
    refused = [failure(lambda: publish(first, repo, dry_run=True)), failure(lambda: publish(first, repo))]
    pulls = order()["repos"][repo.removeprefix("hf://datasets/")]["pulls"]
    order(restore=True, cut_at=None)
    publish(first, repo)
    tag = next(n for n, request in enumerate(order()["requests"]) if "/tag/" in request)
    order(restore=True, cut_at=tag)
    cut = failure(lambda: publish(first, repo))
    order(cut_at=None)
    publish(second, repo)
    publish(first, repo)
    return [refused, pulls, cut[0], order()["repos"]]


def hub_written_between(release: str, repo: str) -> list[Any]:
    """Someone writes to main while a release is being merged; published again, and downloaded as the card says."""
    from huggingface_hub import snapshot_download

    from corpus.release.publish import publish
    from corpus.release.verify import verify

    name = repo.removeprefix("hf://datasets/")
    order(at_merge={"notes.txt": "x"})
    first = failure(lambda: publish(Path(release), repo))
    halfway = order()["repos"][name]["tags"]
    publish(Path(release), repo)
    folder = Path(release).parent / "downloaded"
    snapshot_download(name, repo_type="dataset", revision="v1.0.0", local_dir=folder)
    return [first, halfway, order()["repos"][name]["digests"]["v1.0.0"], [str(each) for each in verify(folder)]]


def hub_damage(release: str, repo: str) -> list[Any]:
    """Cut a publish before its merge, damage what arrived, publish again: what is sent, and what the tag holds."""
    from corpus.release.publish import publish

    order(keep=True)
    order(cut_at=None)
    publish(Path(release), repo)
    merge = next(n for n, request in enumerate(order()["requests"]) if request.endswith("/merge"))
    order(restore=True, cut_at=merge)
    cut = failure(lambda: publish(Path(release), repo))
    order(cut_at=None)
    name = repo.removeprefix("hf://datasets/")
    for path in ("data/train-00000-of-00002.parquet", "LICENSE"):
        order(damage={"repo": name, "revision": "refs/pr/1", "path": path})
    sent = publish(Path(release), repo).send
    return [cut[0], sorted(sent), order()["repos"][name]["digests"]["v1.0.0"]]


def hub_matrix(repo: str, address: str) -> dict[str, Any]:
    """`load_dataset` and `corpus.load` on a repository of the Hub, at its tags."""
    from datasets import load_dataset
    from huggingface_hub import DatasetCard

    import corpus

    card = DatasetCard.load(repo)
    card.validate()
    return {
        "main": ids(load_dataset(repo, split="train")),
        "old": ids(load_dataset(repo, split="train", revision="v1.0.0")),
        "stream": ids(load_dataset(repo, "articles", split="train", streaming=True, revision="v1.0.0")),
        "hf_files": ids(
            load_dataset("parquet", data_files=f"hf://datasets/{repo}@v1.0.0/data/train-*.parquet", split="train")
        ),
        "ours": ids(corpus.load(address, split="train")),
        "ours_old": ids(corpus.load(address, "1.0.0", split="train")),
        "ours_stream": ids(corpus.load(address, "1.0.0", split="train", streaming=True)),
        "ours_at": ids(corpus.load(f"{address}@v1.0.0", split="train")),
        "unknown": failure(lambda: corpus.load(address, "9.9.9")),
        "language": card.data.language,
    }


def hub_offline(address: str, loaded: bool = True) -> dict[str, Any]:
    """With HF_HUB_OFFLINE=1; after a first load, or on a new machine."""
    from datasets import load_dataset

    import corpus

    repo = address.removeprefix("hf://datasets/")
    return {
        "ours_old": ids(corpus.load(address, "1.0.0", split="train")) if loaded else None,
        "loaded": len(load_dataset(repo, split="train")) if loaded else None,
        "never_loaded": failure(lambda: corpus.load(address, "9.9.9")),
        "unpinned": failure(lambda: corpus.load(address)),
    }


def croissant(release: str) -> dict[str, Any]:
    """Validate the description with mlcroissant, and read every record set with it."""
    import mlcroissant

    described = mlcroissant.Dataset(jsonld=str(Path(release, "croissant.json")))
    rows = {each.id: list(described.records(each.id)) for each in described.metadata.record_sets}
    first = rows["articles-train"][0]
    return {
        "errors": list(described.metadata.ctx.issues.errors),
        "counts": {name: len(found) for name, found in rows.items()},
        "headline": first["articles-train/headline"].decode(),
        "edits": next(
            [edit.decode() for edit in row["articles-train/edits"]]
            for row in rows["articles-train"]
            if row["articles-train/edits"]
        ),
    }


def made_digest(out: str, seed: str) -> str:
    """The manifest digest of a release made in a process whose hashes are seeded otherwise."""
    import subprocess
    import sys

    program = f"from tests.release_maker import make; from pathlib import Path; make(Path({out!r}))"
    subprocess.run([sys.executable, "-c", program], env=os.environ | {"PYTHONHASHSEED": seed}, check=True)
    return str(json.loads(Path(out, "v1.0.0", "manifest.json").read_text())["digest"])


def matrix_features(release: str) -> dict[str, str]:
    """The features of a release as `datasets` sees them, once every row was read."""
    from datasets import load_dataset

    rows = load_dataset(release, split="train")
    assert len(list(rows)) == len(list(load_dataset(release, split="train", streaming=True)))
    return {name: str(feature) for name, feature in rows.features.items()}


def remote_damage(address: str) -> list[list[str]]:
    """A shard with a flipped bit and a missing one behind an address, loaded whole and streamed."""
    import corpus

    return [
        failure(lambda: corpus.load(address, "1.0.0", split="train")),
        failure(lambda: list(corpus.load(address, "1.0.0", split="train", streaming=True))),
    ]

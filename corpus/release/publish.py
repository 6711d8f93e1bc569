"""Publishing: verify, send, verify there, and only then let readers see it; running it again ends the same way.

On the Hub, files go to a pull request that is named for the release and its digest, so that a second run finds the one
that was cut off. Its files are compared with the manifest before the merge and again before the tag: a tag, once it is
there, is a whole release. In a folder the rename is that moment, in an object store the manifest, which is sent last.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus.errors import CorpusError, DamagedError, OfflineError, VersionExistsError
from corpus.release import manifest
from corpus.release.manifest import Manifest
from corpus.release.parquet import file_sha256
from corpus.release.places import file_system, is_offline
from corpus.release.staging import LATEST, MANIFEST, Stage, Version, latest, write_whole
from corpus.release.verify import of_the_hub, refuse_damage, verify

if TYPE_CHECKING:
    from huggingface_hub import HfApi

HUB = "hf://"
RECORD = "published.json"
"""Beside the releases: where each was published, and as which commit."""

AGAIN = "Run it again: it goes on where it stopped."

SAME: tuple[list[str], list[str]] = ([], [])
"""Nothing to send and nothing to delete."""


class Published(NamedTuple):
    """What was (or, in a dry run, would be) published: where, under which tag and commit, and what had to be sent."""

    place: str
    tag: str
    commit: str | None
    send: tuple[str, ...]
    delete: tuple[str, ...]
    bytes: int
    new_bytes: int | None
    """Bytes of `send` that no earlier release beside this one holds: what Xet storage really takes; None if unknown."""

    def lines(self) -> list[str]:
        """The same in sentences."""
        new = "" if self.new_bytes is None else f", {self.new_bytes:,} of them new since the release before"
        where = f"commit {self.commit}" if self.commit else "not yet there"
        return [f"{self.place} {self.tag}: {where}",
                f"{len(self.send)} files to send, {self.bytes:,} bytes{new}; {len(self.delete)} to delete",
                *(f"  + {path}" for path in self.send), *(f"  - {path}" for path in self.delete)]  # fmt: skip


def publish(release: Path, repo: str, *, dry_run: bool = False) -> Published:
    """Publish a release to `hf://datasets/OWNER/NAME`, a folder, or an address that fsspec writes (s3://, ...).

    Cut off anywhere, it does the rest when called again. A repository that does not exist is made, and is private: to
    open it to everyone is for a person to decide. Raises `DamagedError` where the release or what arrived
    of it is not as its manifest says, `VersionExistsError` where another release has its tag, `OfflineError` where the
    place cannot be reached.
    """
    refuse_damage(str(release), verify(release))
    facts = manifest.read(release)
    if repo.startswith(HUB):
        done = _to_hub(release, facts, repo, dry_run)
    elif re.match(r"[a-z][a-z0-9+.-]+://", repo, re.IGNORECASE):
        done = _to_store(release, facts, repo.rstrip("/"), dry_run)
    elif re.fullmatch(r"[\w-][\w.-]*/[\w.-]+", repo) and not Path(repo).exists():
        raise CorpusError(f"{repo}: write {HUB}datasets/{repo} for a repository on the Hub, or ./{repo} for a folder.")
    else:
        done = _to_folder(release, facts, Path(repo), dry_run)
    if not dry_run:
        _record(release.absolute().parent / RECORD, done)
    return done


def _to_hub(release: Path, facts: Manifest, address: str, dry_run: bool) -> Published:
    from huggingface_hub import HfApi

    repo = address.removeprefix(HUB).removeprefix("datasets/").strip("/")
    place, tag = f"{HUB}datasets/{repo}", Version.parse(facts.version).tag
    with _reachable(place):
        api = HfApi()
        exists = api.repo_exists(repo, repo_type="dataset")
        if not exists and not dry_run:
            api.create_repo(repo, repo_type="dataset", private=True, exist_ok=True)
        tags = _tags(api, repo) if exists else {}
        if (commit := tags.get(tag)) is not None:
            if _differences(api, repo, commit, release, facts) != SAME:
                raise VersionExistsError(
                    f"{place}: tag {tag} holds another release. Tags never move; raise the version."
                )
            return _published(release, facts, place, commit, [], [])
        pulls = _pull_requests(api, repo, facts) if exists else []
        merged = _merged(api, repo, pulls, release, facts)
        newest = max(Version.of_tags(tags), default=Version.parse(facts.version))
        if merged is None and newest > Version.parse(facts.version):
            raise CorpusError(
                f"{place}: holds {newest.tag}, and whoever names no version would get {tag} after it. "
                f"Raise the version above {newest}."
            )
        if dry_run:
            send, delete = _differences(api, repo, "main", release, facts) if exists else (_paths(facts), [])
            return _published(release, facts, place, None, *(SAME if merged else (send, delete)))
        send, delete = SAME
        if (commit := merged) is None:
            number = _open_pull_request(api, repo, pulls, facts)
            send, delete = _fill(api, repo, number, release, facts)
            commit = _merge(api, repo, number)
        if (wrong := _differences(api, repo, commit, release, facts)) != SAME:
            raise DamagedError(
                f"{place}: commit {commit} is not the release ({_first(wrong)} differs); it is not tagged. {AGAIN}"
            )
        api.create_tag(repo, tag=tag, revision=commit, repo_type="dataset", tag_message=_title(facts))
    return _published(release, facts, place, commit, send, delete)


def _tags(api: HfApi, repo: str) -> dict[str, str]:
    return {ref.name: ref.target_commit for ref in api.list_repo_refs(repo, repo_type="dataset").tags}


def _title(facts: Manifest) -> str:
    return f"Release {Version.parse(facts.version).tag} ({facts.digest[:23]})"


def _pull_requests(api: HfApi, repo: str, facts: Manifest) -> list[Any]:
    """The pull requests of this very release that were not closed."""
    every = api.get_repo_discussions(repo, repo_type="dataset", discussion_type="pull_request")
    return [each for each in every if each.title == _title(facts) and each.status in ("draft", "open", "merged")]


def _merged(api: HfApi, repo: str, pulls: list[Any], release: Path, facts: Manifest) -> str | None:
    """The commit as which one of them was merged, where it is the release: someone may have written between."""
    for each in pulls:
        if each.status == "merged":
            details = api.get_discussion_details(repo, each.num, repo_type="dataset")
            commit = str(details.merge_commit_oid)
            if _differences(api, repo, commit, release, facts) == SAME:
                return commit
    return None


def _open_pull_request(api: HfApi, repo: str, pulls: list[Any], facts: Manifest) -> int:
    """The number of the pull request to fill: the one that was cut off, else a new one."""
    for each in pulls:
        if each.status != "merged":
            return int(each.num)
    made = api.create_pull_request(repo, _title(facts), repo_type="dataset", description="Made by `corpus publish`.")
    return made.num


def _fill(api: HfApi, repo: str, number: int, release: Path, facts: Manifest) -> tuple[list[str], list[str]]:
    """Make the pull request hold the release and nothing else, in one commit; verify it there."""
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

    branch = f"refs/pr/{number}"
    send, delete = _differences(api, repo, branch, release, facts)
    if send or delete:
        api.create_commit(
            repo,
            [*(CommitOperationAdd(path, release / path) for path in send), *map(CommitOperationDelete, delete)],
            commit_message=_title(facts),
            repo_type="dataset",
            revision=branch,
        )
        if (wrong := _differences(api, repo, branch, release, facts)) != SAME:
            raise DamagedError(f"{HUB}datasets/{repo}, {branch}: {_first(wrong)} did not arrive as it is. {AGAIN}")
    return send, delete


def _merge(api: HfApi, repo: str, number: int) -> str:
    details = api.get_discussion_details(repo, number, repo_type="dataset")
    if details.status == "draft":  # a pull request made by the client is one, and cannot be merged as it is
        api.change_discussion_status(repo, number, "open", repo_type="dataset")
    api.merge_pull_request(repo, number, repo_type="dataset")
    return str(api.get_discussion_details(repo, number, repo_type="dataset").merge_commit_oid)


def _differences(api: HfApi, repo: str, revision: str, release: Path, facts: Manifest) -> tuple[list[str], list[str]]:
    """Files that a revision of the repository lacks or has otherwise, and those that it has too many.

    The Hub tells the SHA-256 of large files and git's digest of small ones, so nothing need be downloaded.
    """
    from huggingface_hub.hf_api import RepoFile

    there = {
        item.path: item
        for item in api.list_repo_tree(repo, recursive=True, revision=revision, repo_type="dataset")
        if isinstance(item, RepoFile) and not of_the_hub(item.path)
    }
    known = _digests(release, facts)
    send = []
    for path in _paths(facts):
        item = there.pop(path, None)
        if item is None or not _same(release / path, item, known[path]):
            send.append(path)
    return send, sorted(there)


def _same(path: Path, item: Any, sha256: str) -> bool:
    """Whether a file of the Hub is this one: large files go by SHA-256, small ones by git's digest."""
    if item.size != path.stat().st_size:
        return False
    if item.lfs is not None:
        return bool(item.lfs.sha256 == sha256)
    content = path.read_bytes()
    return bool(item.blob_id == hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest())


def _first(wrong: tuple[list[str], list[str]]) -> str:
    return [*wrong[0], *wrong[1]][0]


def _to_folder(release: Path, facts: Manifest, folder: Path, dry_run: bool) -> Published:
    target = folder / Version.parse(facts.version).tag
    if target.exists():
        _refuse_other(str(target), manifest.read(target), facts)
        refuse_damage(str(target), verify(target))
        return _published(release, facts, str(folder), facts.digest, [], [])
    if not dry_run:
        with Stage(folder, facts.version) as stage:
            for path in _paths(facts):
                (stage.folder / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(release / path, stage.folder / path)
            refuse_damage(str(stage.folder), verify(stage.folder))
            stage.commit()
    return _published(release, facts, str(folder), None if dry_run else facts.digest, _paths(facts), [])


def _to_store(release: Path, facts: Manifest, address: str, dry_run: bool) -> Published:
    """To an object store: what is there already and the same is left, the manifest is sent last, then `latest.json`."""
    with _reachable(address):
        system, root = file_system(address)
        target = f"{root}/{Version.parse(facts.version).tag}"
        if (there_already := _manifest(system, target)) is not None:
            _refuse_other(address, there_already, facts)
        known = _digests(release, facts)
        send = [path for path in _paths(facts) if not _arrived(system, f"{target}/{path}", known[path])]
        there = system.find(target) if system.exists(target) else []
        delete = sorted({path.removeprefix(target).lstrip("/") for path in there} - known.keys())
        if not dry_run:
            for path in delete:
                system.rm_file(f"{target}/{path}")
            for path in sorted(send, key=lambda path: path == MANIFEST):
                system.makedirs(f"{target}/{path}".rsplit("/", 1)[0], exist_ok=True)
                system.put_file(str(release / path), f"{target}/{path}")
                if not _arrived(system, f"{target}/{path}", known[path]):
                    raise DamagedError(f"{address}: {path} did not arrive as it is. Run it again.")
            _point_to_latest(system, root)
    return _published(release, facts, address, None if dry_run else facts.digest, send, delete)


def _arrived(system: Any, there: str, sha256: str) -> bool:
    """Whether a file of an object store is the one that was sent, read back whole."""
    try:
        with system.open(there, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False


def _manifest(system: Any, target: str) -> Manifest | None:
    """The manifest of the release there; None where there is none, or only the part that arrived before a cut."""
    try:
        return manifest.decode(system.cat_file(f"{target}/{MANIFEST}"), target)
    except (FileNotFoundError, DamagedError):
        return None


def _point_to_latest(system: Any, root: str) -> None:
    """Write `latest.json` from the releases that are there, whatever an earlier run left of it."""
    found = system.glob(f"{root}/v*/{MANIFEST}")
    system.pipe_file(f"{root}/{LATEST}", latest(Version.of_tags(path.split("/")[-2] for path in found)))


def _refuse_other(place: str, there: Manifest, facts: Manifest) -> None:
    if there.digest != facts.digest:
        raise VersionExistsError(
            f"{place}: holds another release {facts.version}. Releases never change; raise the version."
        )


def _paths(facts: Manifest) -> list[str]:
    return [*(entry.path for entry in facts.files), MANIFEST]


def _digests(release: Path, facts: Manifest) -> dict[str, str]:
    """The SHA-256 of every file; `verify` has just compared them."""
    return {entry.path: entry.sha256 for entry in facts.files} | {MANIFEST: file_sha256(release / MANIFEST)}


def _published(
    release: Path, facts: Manifest, place: str, commit: str | None, send: list[str], delete: list[str]
) -> Published:
    size = sum((release / path).stat().st_size for path in send)
    return Published(
        place,
        Version.parse(facts.version).tag,
        commit,
        tuple(send),
        tuple(delete),
        size,
        _new_bytes(release, facts, send),
    )


def _new_bytes(release: Path, facts: Manifest, send: list[str]) -> int | None:
    """Bytes of these files that the parent, where it lies beside the release, does not hold in some chunk."""
    from corpus.release.chunks import new_bytes

    parents = [release.absolute().parent / Version.parse(parent.version).tag for parent in facts.parents]
    there = [path for parent in parents if parent.is_dir() for path in sorted(parent.rglob("*.parquet"))]
    return new_bytes(there, [release / path for path in send]) if there and send else None


def _record(path: Path, done: Published) -> None:
    """Write down which commit a release was published as, for those who must pin it."""
    try:
        known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except ValueError as error:
        raise CorpusError(
            f"{path}: damaged ({error}). {done.tag} was published as {done.commit}; mend the file."
        ) from error
    known.setdefault(done.place, {})[done.tag] = done.commit
    write_whole(path, (json.dumps(known, indent=1, sort_keys=True) + "\n").encode())


@contextmanager
def _reachable(place: str) -> Iterator[None]:
    """Turn failures of the network and of the Hub into one error that says what to do."""
    from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled

    try:
        yield
    except OfflineModeIsEnabled as error:
        raise OfflineError(f"{place}: HF_HUB_OFFLINE is set, so nothing can be published. Unset it.") from error
    except CorpusError:
        raise
    except HfHubHTTPError as error:
        status = error.response.status_code
        remedy = AGAIN if status not in (401, 403) else "Log in with `hf auth login` as someone who may write there."
        raise CorpusError(f"{place}: the Hub answered {status} ({error}). {remedy}") from error
    except Exception as error:
        if is_offline(error):
            raise OfflineError(f"{place}: cannot be reached ({error}). {AGAIN}") from error
        raise

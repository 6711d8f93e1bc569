"""A stand-in of the Hub on the loopback interface: the few routes that publishing and loading use, kept in memory.

It answers the real `huggingface_hub` client (HF_ENDPOINT) as the Hub does: commits, pull requests that are drafts first,
tags, LFS uploads, file trees, ranges. It can be told to fail at a given request, before or after acting on it.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import re
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

LICENCES = {"other", "apache-2.0", "mit", "cc-by-4.0", "cc0-1.0", "unknown"}
SIZES = r"n<1K|1K<n<10K|10K<n<100K|100K<n<1M|1M<n<10M|10M<n<100M|100M<n<1B|1B<n<10B"
DAY = "2026-01-01T00:00:00.000Z"
CUT = 451  # no client retries this status


class Repo:
    """One dataset repository: commits as whole trees, refs, pull requests."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.commits: dict[str, dict[str, bytes]] = {}
        self.branches: dict[str, str] = {}
        self.tags: dict[str, str] = {}
        self.pulls: list[dict[str, Any]] = []
        self.branches["main"] = self.commit({".gitattributes": b"*.parquet filter=lfs diff=lfs merge=lfs -text\n"}, "")

    def commit(self, files: dict[str, bytes], parent: str) -> str:
        listed = [(path, hashlib.sha256(content).hexdigest()) for path, content in sorted(files.items())]
        oid = hashlib.sha1(json.dumps([listed, parent, len(self.commits)]).encode()).hexdigest()
        self.commits[oid] = dict(files)
        return oid

    def resolve(self, revision: str) -> str | None:
        if revision in self.commits:
            return revision
        return self.branches.get(revision) or self.tags.get(revision)


class HubError(Exception):
    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


class Hub:
    """The server: `url` for HF_ENDPOINT; `cut_at` the number of the request to fail at, `cut_after` acting on it."""

    def __init__(self) -> None:
        self.repos: dict[str, Repo] = {}
        self.large: dict[str, bytes] = {}
        self.kept: tuple[dict[str, Repo], dict[str, bytes]] = ({}, {})
        self.requests: list[str] = []
        self.cut_at: int | None = None
        self.cut_after = False
        self.at_merge: dict[str, bytes] = {}  # what someone else writes to main just before the next merge
        self.lock = threading.RLock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, method: str, target: str, body: bytes, headers: Any) -> tuple[int, dict[str, str], bytes]:
        """Act on one request, or fail at it as told."""
        parts = urlsplit(target)
        if parts.path == "/_stand_in":
            return self._told(body)
        with self.lock:
            cut = self.cut_at is not None and len(self.requests) == self.cut_at
            self.requests.append(f"{method} {unquote(parts.path)}")
            if cut and not self.cut_after:
                return CUT, {}, b"cut before"
            try:
                status, extra, content = self._route(method, parts.path, parse_qs(parts.query), body, headers)
            except HubError as failure:
                status, content = failure.status, json.dumps({"error": failure.code}).encode()
                extra = {"X-Error-Code": failure.code, "X-Error-Message": failure.code}
            return (CUT, {}, b"cut after") if cut else (status, extra, content)

    def _told(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        """Orders from the test, which may live in another process."""
        order = json.loads(body or b"{}")
        if order.get("keep"):
            self.kept = copy.deepcopy((self.repos, self.large))
        if order.get("restore"):
            self.repos, self.large = copy.deepcopy(self.kept)
        if "cut_at" in order:
            self.cut_at, self.cut_after, self.requests = order["cut_at"], order.get("cut_after", False), []
        if "at_merge" in order:
            self.at_merge = {path: content.encode() for path, content in order["at_merge"].items()}
        if "damage" in order:
            repo = self.repos[order["damage"]["repo"]]
            files = repo.commits[repo.resolve(order["damage"]["revision"])]
            content = bytearray(files[order["damage"]["path"]])
            content[len(content) // 2] ^= 1
            files[order["damage"]["path"]] = bytes(content)
        state = {
            name: {
                "branches": repo.branches,
                "tags": repo.tags,
                "files": {tag: sorted(repo.commits[oid]) for tag, oid in repo.tags.items()},
                "digests": {
                    tag: {path: hashlib.sha256(content).hexdigest() for path, content in repo.commits[oid].items()}
                    for tag, oid in repo.tags.items()
                },
                "pulls": [{"title": pull["title"], "status": pull["status"]} for pull in repo.pulls],
            }
            for name, repo in self.repos.items()
        }
        return 200, {}, json.dumps({"requests": self.requests, "repos": state}).encode()

    def _route(
        self, method: str, path: str, query: Any, body: bytes, headers: Any
    ) -> tuple[int, dict[str, str], bytes]:
        for wanted, pattern, act in ROUTES:
            if method in wanted.split() and (match := re.fullmatch(pattern, path)):
                found = {name: unquote(value) for name, value in match.groupdict().items() if value is not None}
                return act(self, found, query, body, headers)
        raise HubError(404, "EntryNotFound")

    def repo(self, name: str) -> Repo:
        if name not in self.repos:
            raise HubError(404, "RepoNotFound")
        return self.repos[name]

    def tree(self, name: str, revision: str) -> tuple[str, dict[str, bytes]]:
        repo = self.repo(name)
        oid = repo.resolve(revision)
        if oid is None:
            raise HubError(404, "RevisionNotFound")
        return oid, repo.commits[oid]


def _handler(hub: Hub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet: apart, each answer waits 40 ms for the acknowledgement of its head
        disable_nagle_algorithm = True

        def _any(self) -> None:
            if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
                body = b""
                while size := int(self.rfile.readline().strip() or b"0", 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
            else:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, extra, content = hub.answer(self.command, self.path, body, self.headers)
            self.send_response(status)
            for name, value in ({"Content-Type": "application/json"} | extra).items():
                self.send_header(name, value)
            if "Content-Length" not in extra:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    for verb in ("GET", "HEAD", "POST", "PUT"):
        setattr(Handler, f"do_{verb}", Handler._any)
    return Handler


def _json(value: Any) -> tuple[int, dict[str, str], bytes]:
    return 200, {}, json.dumps(value).encode()


def _blob(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def _is_large(path: str) -> bool:
    return path.endswith(".parquet")


def _entry(path: str, content: bytes) -> dict[str, Any]:
    if not _is_large(path):
        return {"type": "file", "path": path, "size": len(content), "oid": _blob(content)}
    sha = hashlib.sha256(content).hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha}\nsize {len(content)}\n".encode()
    lfs = {"oid": sha, "size": len(content), "pointerSize": len(pointer)}
    return {"type": "file", "path": path, "size": len(content), "oid": _blob(pointer), "lfs": lfs}


def create(hub: Hub, _: Any, query: Any, body: bytes, headers: Any) -> Any:
    asked = json.loads(body)
    name = f"{asked['organization']}/{asked['name']}" if asked.get("organization") else asked["name"]
    if name in hub.repos:
        raise HubError(409, "RepoExists")
    hub.repos[name] = Repo(name)
    return _json({"url": f"{hub.url}/datasets/{name}", "name": name, "id": name})


def info(hub: Hub, found: Any, query: Any, body: bytes, headers: Any) -> Any:
    oid, files = hub.tree(found["repo"], found.get("revision", "main"))
    return _json({"_id": "0", "id": found["repo"], "author": found["repo"].split("/")[0], "sha": oid, "private": False,
                  "gated": False, "disabled": False, "downloads": 0, "likes": 0, "tags": [], "lastModified": DAY,
                  "createdAt": DAY, "siblings": [{"rfilename": path} for path in sorted(files)]})  # fmt: skip


def refs(hub: Hub, found: Any, query: Any, body: bytes, headers: Any) -> Any:
    repo = hub.repo(found["repo"])
    branches = {name: oid for name, oid in repo.branches.items() if not name.startswith("refs/")}
    listed = {
        "branches": [{"name": n, "ref": f"refs/heads/{n}", "targetCommit": oid} for n, oid in branches.items()],
        "tags": [{"name": n, "ref": f"refs/tags/{n}", "targetCommit": oid} for n, oid in repo.tags.items()],
        "converts": [],
        "pullRequests": [],
    }
    return _json(listed)


def tree(hub: Hub, found: Any, query: Any, body: bytes, headers: Any) -> Any:
    _, files = hub.tree(found["repo"], found["revision"])
    folder = found.get("folder", "")
    inside = {path: content for path, content in files.items() if not folder or path.startswith(f"{folder}/")}
    if folder and not inside:
        raise HubError(404, "EntryNotFound")
    deep = query.get("recursive", ["false"])[0].lower() in ("true", "1")
    rest = {path: path[len(folder) + 1 if folder else 0 :] for path in inside}
    folders = {path.rsplit("/", 1)[0] for path in inside if "/" in rest[path]}
    listed = [{"type": "directory", "path": each, "oid": "0" * 40, "size": 0} for each in sorted(folders)]
    listed += [_entry(path, content) for path, content in sorted(inside.items()) if deep or "/" not in rest[path]]
    return _json(listed)


def paths_info(hub: Hub, found: Any, query: Any, body: bytes, headers: Any) -> Any:
    _, files = hub.tree(found["repo"], found["revision"])
    try:
        asked = json.loads(body)["paths"]
    except ValueError:
        asked = parse_qs(body.decode())["paths"]
    listed: list[Any] = []
    for path in [asked] if isinstance(asked, str) else asked:
        if path in files:
            listed.append(_entry(path, files[path]))
        elif any(other.startswith(f"{path}/") for other in files):
            listed.append({"type": "directory", "path": path, "oid": "0" * 40, "size": 0})
    return _json(listed)


def preupload(hub: Hub, found: Any, query: Any, body: bytes, headers: Any) -> Any:
    _, files = hub.tree(found["repo"], found["revision"])
    answers = []
    for asked in json.loads(body)["files"]:
        path = asked["path"]
        entry = _entry(path, files[path]) if path in files else {}
        oid = entry.get("lfs", {}).get("oid") or entry.get("oid")
        answers.append(
            {"path": path, "uploadMode": "lfs" if _is_large(path) else "regular", "shouldIgnore": False, "oid": oid}
        )
    return _json({"files": answers})


def batch(hub: Hub, found: Any, query: Any, body: bytes, headers: Any) -> Any:
    answers = []
    for asked in json.loads(body)["objects"]:
        answer = {"oid": asked["oid"], "size": asked["size"]}
        if asked["oid"] not in hub.large:
            answer["actions"] = {
                "upload": {"href": f"{hub.url}/_large/{asked['oid']}", "header": {}},
                "verify": {"href": f"{hub.url}/_verify", "header": {}},
            }
        answers.append(answer)
    return _json({"transfer": "basic", "objects": answers})


def put_large(hub: Hub, found: Any, query: Any, body: bytes, headers: Any) -> Any:
    if hashlib.sha256(body).hexdigest() != found["oid"]:
        raise HubError(400, "WrongDigest")
    hub.large[found["oid"]] = body
    return 200, {}, b""


def verify_large(hub: Hub, found: Any, query: Any, body: bytes, headers: Any) -> Any:
    asked = json.loads(body)
    if len(hub.large.get(asked["oid"], b"")) != asked["size"]:
        raise HubError(400, "NotUploaded")
    return _json({})


def commit(hub: Hub, found: Any, query: Any, body: bytes, headers: Any) -> Any:
    repo = hub.repo(found["repo"])
    parent, files = hub.tree(found["repo"], found["revision"])
    files = dict(files)
    for line in body.splitlines():
        item = json.loads(line)
        value = item["value"]
        if item["key"] == "file":
            files[value["path"]] = base64.b64decode(value["content"])
        elif item["key"] == "lfsFile":
            if value["oid"] not in hub.large:
                raise HubError(400, "NotUploaded")
            files[value["path"]] = hub.large[value["oid"]]
        elif item["key"] == "deletedFile":
            del files[value["path"]]
    oid = repo.commit(files, parent)
    repo.branches[found["revision"]] = oid
    return _json({"commitUrl": f"{hub.url}/datasets/{repo.name}/commit/{oid}", "commitOid": oid})


def discussions(hub: Hub, found: Any, query: Any, body: bytes, headers: Any) -> Any:
    repo = hub.repo(found["repo"])
    return _json({"count": len(repo.pulls), "start": 0, "discussions": repo.pulls})


def open_pull(hub: Hub, found: Any, query: Any, body: bytes, headers: Any) -> Any:
    repo, asked = hub.repo(found["repo"]), json.loads(body)
    pull = {"title": asked["title"], "num": len(repo.pulls) + 1, "createdAt": DAY, "status": "draft",
            "author": {"name": "tester"}, "repo": {"name": repo.name, "type": "dataset"}, "isPullRequest": True,
            "changes": {"base": "refs/heads/main"}, "filesWithConflicts": [], "events": [], "diff": ""}  # fmt: skip
    repo.pulls.append(pull)
    repo.branches[f"refs/pr/{pull['num']}"] = repo.branches["main"]
    return _json(pull)


def details(hub: Hub, found: Any, query: Any, body: bytes, headers: Any) -> Any:
    return _json(_pull(hub, found))


def status(hub: Hub, found: Any, query: Any, body: bytes, headers: Any) -> Any:
    pull = _pull(hub, found)
    pull["status"] = json.loads(body)["status"]
    event = {
        "id": "0",
        "type": "status-change",
        "createdAt": DAY,
        "author": {"name": "tester"},
        "data": {"status": pull["status"]},
    }
    return _json({"newStatus": event})


def merge(hub: Hub, found: Any, query: Any, body: bytes, headers: Any) -> Any:
    repo, pull = hub.repo(found["repo"]), _pull(hub, found)
    if pull["status"] != "open":
        raise HubError(400, "NotOpen")
    head = repo.branches[f"refs/pr/{pull['num']}"]
    repo.branches["main"] = repo.commit(repo.commits[head] | hub.at_merge, repo.branches["main"])
    hub.at_merge = {}
    pull["status"] = "merged"
    pull["changes"]["mergeCommitId"] = repo.branches["main"]
    return _json({"pullRequest": pull["num"]})


def _pull(hub: Hub, found: Any) -> dict[str, Any]:
    pulls = hub.repo(found["repo"]).pulls
    if not 0 < int(found["number"]) <= len(pulls):
        raise HubError(404, "EntryNotFound")
    return pulls[int(found["number"]) - 1]


def tag(hub: Hub, found: Any, query: Any, body: bytes, headers: Any) -> Any:
    repo, asked = hub.repo(found["repo"]), json.loads(body)
    oid, _ = hub.tree(found["repo"], found["revision"])
    if asked["tag"] in repo.tags:
        raise HubError(409, "TagExists")
    repo.tags[asked["tag"]] = oid
    return _json({})


def resolve(hub: Hub, found: Any, query: Any, body: bytes, headers: Any) -> Any:
    oid, files = hub.tree(found["repo"], found["revision"])
    if found["path"] not in files:
        raise HubError(404, "EntryNotFound")
    content = files[found["path"]]
    entry = _entry(found["path"], content)
    extra = {"X-Repo-Commit": oid, "Accept-Ranges": "bytes", "Content-Type": "application/octet-stream",
             "ETag": f'"{entry.get("lfs", {}).get("oid") or entry["oid"]}"'}  # fmt: skip
    if asked := re.fullmatch(r"bytes=(\d+)-(\d*)", headers.get("Range") or ""):
        first, last = int(asked[1]), min(int(asked[2] or len(content)), len(content) - 1)
        extra |= {"Content-Range": f"bytes {first}-{last}/{len(content)}"}
        return 206, extra, content[first : last + 1]
    return 200, extra | {"Content-Length": str(len(content))}, content


def validate_yaml(hub: Hub, found: Any, query: Any, body: bytes, headers: Any) -> Any:
    """The checks of the Hub's card validation that we know of."""
    import yaml

    front = yaml.safe_load(json.loads(body)["content"].split("---\n")[1])
    errors = []
    if front.get("license") not in LICENCES:
        errors.append("license")
    if front.get("license") == "other" and not (front.get("license_name") and front.get("license_link")):
        errors.append("license_name, license_link")
    if not all(re.fullmatch(SIZES, size) for size in front.get("size_categories", [])):
        errors.append("size_categories")
    if not all(re.fullmatch(r"[a-z]{2,3}", language) for language in front.get("language", [])):
        errors.append("language")
    if errors:
        return 400, {}, json.dumps({"errors": errors}).encode()
    return _json({"errors": [], "warnings": []})


def whoami(hub: Hub, found: Any, query: Any, body: bytes, headers: Any) -> Any:
    return _json({"type": "user", "name": "tester", "orgs": []})


REPO = r"(?P<repo>[\w.-]+/[\w.-]+)"
REVISION = r"(?P<revision>[^/]+)"
Act = Callable[[Hub, Any, Any, bytes, Any], Any]
# fmt: off
ROUTES: tuple[tuple[str, str, Act], ...] = (
    ("POST",     "/api/repos/create",                                               create),
    ("POST",     "/api/validate-yaml",                                              validate_yaml),
    ("GET",      "/api/whoami-v2",                                                  whoami),
    ("GET",      f"/api/datasets/{REPO}",                                           info),
    ("GET",      f"/api/datasets/{REPO}/revision/{REVISION}",                       info),
    ("GET",      f"/api/datasets/{REPO}/refs",                                      refs),
    ("GET",      f"/api/datasets/{REPO}/tree/{REVISION}(?:/(?P<folder>.+))?",       tree),
    ("POST",     f"/api/datasets/{REPO}/paths-info/{REVISION}",                     paths_info),
    ("POST",     f"/api/datasets/{REPO}/preupload/{REVISION}",                      preupload),
    ("POST",     f"/api/datasets/{REPO}/commit/{REVISION}",                         commit),
    ("GET",      f"/api/datasets/{REPO}/discussions",                               discussions),
    ("POST",     f"/api/datasets/{REPO}/discussions",                               open_pull),
    ("GET",      f"/api/datasets/{REPO}/discussions/(?P<number>\\d+)",              details),
    ("POST",     f"/api/datasets/{REPO}/discussions/(?P<number>\\d+)/status",       status),
    ("POST",     f"/api/datasets/{REPO}/discussions/(?P<number>\\d+)/merge",        merge),
    ("POST",     f"/api/datasets/{REPO}/tag/{REVISION}",                            tag),
    ("POST",     f"/datasets/{REPO}\\.git/info/lfs/objects/batch",                  batch),
    ("PUT",      "/_large/(?P<oid>[0-9a-f]{64})",                                   put_large),
    ("POST",     "/_verify",                                                        verify_large),
    ("GET HEAD", f"/datasets/{REPO}/resolve/{REVISION}/(?P<path>.+)",               resolve),
)
# fmt: on

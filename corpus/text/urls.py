"""Addresses: one spelling for each page, and the site that a page is of."""

from __future__ import annotations

import re
from urllib.parse import quote_from_bytes, unquote_to_bytes

from unicodedata2 import normalize

from corpus.tables import urls as tables

LONGEST = 8000
"""Characters of an address that are read; longer ones (data in a query, traps for crawlers) are left as they are."""


def canonical_url(url: str) -> str:
    """The spelling of an address that all addresses of one page share; what is no web address is left as it is.

    Scheme, www. and m., default port, tracking parameters, fragment, index files, AMP variants, order of parameters
    and the spelling of percent escapes are no part of a page's identity.

    >>> canonical_url("http://www.Khobor.example:80/desh/42/?utm_source=fb&page=2#top")
    'https://khobor.example/desh/42?page=2'
    >>> canonical_url("https://m.khobor.example/amp/desh/খবর") == canonical_url(
    ...     "//khobor.example/desh/%e0%a6%96%e0%a6%ac%e0%a6%b0/index.html")
    True
    """
    text = _clean(url)
    parts = _split(text)
    if parts is None:
        return text
    host, path, query, fragment = parts
    return f"https://{host}{path}{_query(query)}{_fragment(fragment)}"


def site_of(url: str) -> str:
    """The host of an address without www., m. and the like; "" where it has none.

    >>> site_of("https://www.khobor.example/desh/42")
    'khobor.example'
    """
    parts = _split(_clean(url))
    return parts[0] if parts else ""


def _clean(url: str) -> str:
    """An address without what a page's source may put round it; a line break inside it is the source's too."""
    return _CONTROLS.sub("", url.encode("utf-8", "replace").decode()).strip()


_CONTROLS = re.compile("[\x00-\x1f\x7f\u200b\u2060\ufeff]")
_ADDRESS = re.compile(
    r"(?:https?:)?/{2,}(?P<authority>[^/?#\\]*)(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?",
    re.IGNORECASE | re.DOTALL,
)
_BARE = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#].*)?", re.DOTALL)  # khobor.example/desh/42


def _split(text: str) -> tuple[str, str, str, str] | None:
    """Host, path, query and fragment of a web address, out of what wraps it; host and path as they are to be."""
    while len(text) <= LONGEST:
        match = _ADDRESS.fullmatch("//" + text if _BARE.fullmatch(text) else text)
        host = _host(match["authority"]) if match else ""
        if match is None or not host:
            return None
        path = _path(match["path"])
        inner = next((found for wrapper in _WRAPPERS if (found := _unwrapped(wrapper, host, path))), None)
        if inner is None:
            return host, path, match["query"] or "", match["fragment"] or ""
        text = "//" + inner + match.string[match.end("path") :]
    return None


_WRAPPERS = tuple((wrapper.host, re.compile(wrapper.path)) for wrapper in tables.WRAPPERS)


def _unwrapped(wrapper: tuple[str, re.Pattern[str]], host: str, path: str) -> str | None:
    end, start = wrapper
    if host != end and not host.endswith("." + end):
        return None
    match = start.match(path)
    rest = path[match.end() :] if match else ""
    return rest if _BARE.fullmatch(rest) else None


def _host(authority: str) -> str:
    host, _, port = authority.rpartition("@")[2].partition(":")
    host = host.strip(".")
    if not host.isascii():
        host = _ascii(host)
    host = host.lower()
    if not _HOST.fullmatch(host):
        return ""
    while prefix := next((p for p in tables.HOST_PREFIXES if host.startswith(p) and "." in host[len(p) :]), None):
        host = host[len(prefix) :]
    port = port.lstrip("0") if port.isascii() and port.isdecimal() else ""
    return host if port in ("", "80", "443") else f"{host}:{port}"


_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")


def _ascii(host: str) -> str:
    """The ASCII form of a host in Bengali letters (.বাংলা is a top-level domain)."""
    try:
        nfc: str = normalize("NFC", host)
        return nfc.encode("idna").decode()
    except UnicodeError:
        return ""


def _path(path: str) -> str:
    segments: list[str] = []
    for segment in path.replace("\\", "/").split("/"):
        name = _escaped(_SESSION.sub("", segment))
        if name == "..":
            segments = segments[:-1]
        elif name and name != ".":
            segments.append(name)
    start, end = 0, len(segments)
    while end and segments[end - 1].lower() in _ENDS:
        end -= 1
    while found := next((p for p in tables.AMP_PREFIXES if tuple(segments[start:end][: len(p)]) == p), ()):
        start += len(found)
    return "/" + "/".join(segments[start:end])


_ENDS = tables.INDEX_FILES | tables.AMP_ENDS
_SESSION = re.compile(r";jsessionid=.*", re.IGNORECASE | re.DOTALL)


def _query(query: str) -> str:
    pairs = []
    for part in query.replace("&amp;", "&").replace("+", "%20").split("&"):
        name, _, value = part.partition("=")
        key = name.lower()
        if not name or key in tables.TRACKING or key.startswith(tables.TRACKING_PREFIXES):
            continue
        if (key, value.lower()) not in tables.AMP_VALUES:
            pairs.append((_escaped(name), _escaped(value)))
    return "?" + "&".join(f"{name}={value}" if value else name for name, value in sorted(pairs)) if pairs else ""


def _fragment(fragment: str) -> str:
    """Nothing, but for pages that a script chooses by the fragment (#!/desh/42)."""
    return "#" + "/".join(map(_escaped, fragment.split("/"))) if fragment.startswith("!") else ""


def _escaped(text: str) -> str:
    """One spelling of percent escapes: NFC, so that য় and য + nukta agree, and upper-case digits."""
    if text.isascii() and "%" not in text and _PLAIN.fullmatch(text):
        return text
    decoded = unquote_to_bytes(text).decode("utf-8", "surrogateescape")
    return quote_from_bytes(normalize("NFC", decoded).encode("utf-8", "surrogateescape"), safe="!$'()*,:@~")


_PLAIN = re.compile(r"[\w.!$'()*,:@~-]*", re.ASCII)

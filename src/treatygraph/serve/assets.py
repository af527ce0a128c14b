"""Gives the files that belong to no page: stylesheet, script and icon, and what crawlers are told.

Must not write a page.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from treatygraph.serve.formats import WORTH_COMPRESSING
from treatygraph.serve.messages import Reply

PATH = "/-/assets/"
ICON = "/favicon.svg"
POLICY = ("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
          "form-action 'self'; base-uri 'none'")
"""What a page may load (Content Security Policy, level 3); who may show it in a frame is said in the header alone."""
_FOR_EVER = "public, max-age=31536000, immutable"
_A_DAY = "max-age=86400"
_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "txt": "text/plain; charset=utf-8"}


@cache
def content(name: str) -> bytes | None:
    """Return a file by its name, or None where there is none."""
    if "/" in name or name.rpartition(".")[2] not in _TYPES:
        return None
    path = files("treatygraph.serve") / "static" / name
    return path.read_bytes() if path.is_file() else None


@cache
def address(name: str) -> str:
    """Return where a file is given, which changes with its content, so that it may be kept for ever."""
    found = content(name)
    assert found is not None, name
    stem, _, suffix = name.rpartition(".")
    return f"{PATH}{stem}.{hashlib.sha256(found).hexdigest()[:12]}.{suffix}"


@cache
def _packed(name: str) -> bytes:
    return gzip.compress(content(name) or b"", compresslevel=9, mtime=0)


def given(path: str, *, packed: bool = False) -> Reply | None:
    """Return what lies at an address, to be kept for ever under the name that tells its content; None where it is bare.

    `packed` says that whoever asks takes gzip. The digest of a file of another version leads to this version's, so that
    a page kept by a proxy keeps its style.
    """
    if path == ICON:
        return Reply(200, _TYPES["svg"], content("favicon.svg") or b"", {"cache-control": _A_DAY})
    stem, _, suffix = path.removeprefix(PATH).rpartition(".")
    name = f"{stem.rpartition('.')[0]}.{suffix}"
    found = content(name)
    if found is None:
        return None
    kept = _FOR_EVER if address(name) == path else "no-cache"
    headers = {"cache-control": kept, "vary": "Accept-Encoding"}
    if packed and len(found) >= WORTH_COMPRESSING:
        return Reply(200, _TYPES[suffix], _packed(name), {**headers, "content-encoding": "gzip"})
    return Reply(200, _TYPES[suffix], found, headers)


def robots(root: str) -> Reply:
    """Return what crawlers are told (RFC 9309): things and pages are worth their while, answers to queries are not."""
    prefix = urlsplit(root).path
    lines = ["User-agent: *", *(f"Disallow: {prefix}{path}" for path in ("/sparql?", "/search?", "/graph-store")),
             f"Sitemap: {root}/sitemap.xml"]
    return Reply(200, "text/plain", "".join(f"{line}\n" for line in lines).encode(), {"cache-control": _A_DAY})

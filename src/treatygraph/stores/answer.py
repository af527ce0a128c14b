"""Reads what a store answers within bounds: so many bytes, unpacked, and of what is no success only the beginning.

Must not trust an answer, nor say anything of an address that may sign in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from treatygraph.model import brief
from treatygraph.stores.target import StoreError

MEGABYTE = 1_000_000
LARGEST = 100 * MEGABYTE
"""How many bytes an answer may have, unpacked: ten times the largest graph of ours."""
_MOST_WORDS = 65_536
"""How much of an answer that is no success is looked at."""
_PACKED = {"", "identity", "gzip", "deflate"}
"""How an answer may be packed, and in one layer: others unpack to thousands of times their size."""


@dataclass(frozen=True)
class Reply:
    """A store's answer, read to its end and unpacked."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes


def without_secrets(address: str) -> str:
    """Return an address for a message: without what may sign in, which is a user, a password, or a key in its query.

    >>> without_secrets("https://clerk:secret@example.org/store?key=secret#here")
    'https://example.org/store'
    """
    scheme, mark, rest = brief(address, 1_000).partition("://")
    host, slash, path = rest.partition("/")
    plain = f"{scheme}{mark}{host.rpartition('@')[2]}{slash}{path}" if mark else scheme
    return re.split(r"[?#]", plain, maxsplit=1)[0]


def bounded(response: httpx.Response) -> None:
    """Refuse what is packed in layers or in a way that swells, and cut off what is no success, before it is read.

    The library itself reads to the end an answer that asks to sign in.
    """
    packed = response.headers.get("content-encoding", "").strip().lower()
    if packed not in _PACKED:
        raise StoreError(f"{without_secrets(str(response.url))} packs its answer by '{brief(packed, 40)}', which was "
                         "not asked for")
    if not response.is_success:
        response.stream = _Cut(response.stream)


class _Cut(httpx.SyncByteStream):
    """The beginning of an answer, as it came."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for part in self._stream:
            yield part
            size += len(part)
            if size > _MOST_WORDS:
                return

    def close(self) -> None:
        self._stream.close()


def read(response: httpx.Response, most: int, what: str) -> Reply:
    """Read an answer to its end; of one that is no success, no more than its words need.

    Raises StoreError where it has more than so many bytes.
    """
    parts: list[bytes] = []
    size = 0
    enough = most if response.is_success else _MOST_WORDS
    try:
        for part in response.iter_bytes():
            size += len(part)
            parts.append(part)
            if size > enough:
                if response.is_success:
                    raise StoreError(f"{what} with more than {most / MEGABYTE:,.0f} MB; allow more with --max-answer")
                break
    except httpx.DecodingError:
        if response.is_success:
            raise
    content = b"".join(parts)
    return Reply(response.status_code, response.headers, content if response.is_success else content[:_MOST_WORDS])

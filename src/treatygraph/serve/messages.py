"""Defines what the server and its workers send each other, and how it is framed on a pipe.

Must not read or write a pipe itself, nor know about HTTP beyond status codes.
"""

from __future__ import annotations

import json
import struct
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from treatygraph.serve.wording import one_line, without_secrets

READ_ONLY = "this endpoint is read-only: SPARQL Update is not offered; ask with SELECT, ASK, CONSTRUCT or DESCRIBE"
_LENGTHS = struct.Struct(">II")
LENGTHS_SIZE = _LENGTHS.size
BEGUN = b"\x06"
"""What a worker sends when it has read a job and begins it."""
_LONGEST_MESSAGE = 2000
_LATER = {429, 503}
_SOON = {"retry-after": "5"}


@dataclass(frozen=True)
class Limits:
    """What one request may cost: seconds, rows or triples, bytes of the answer, and megabytes of a worker's memory."""

    seconds: float = 30.0
    rows: int = 100_000
    answer_bytes: int = 128 * 1024 * 1024
    memory: int = 1024
    request_bytes: int = 256 * 1024
    allow_service: bool = False


@dataclass(frozen=True)
class Job:
    """What a worker is to do: `query`, `question`, `questions`, `graph`, `describe`, `known`, `service`, `list`,
    `search`, `suggest`, `reconcile`, `missing`, `sitemap`, `editor` or `home`.

    `accept` is the client's Accept header; `root` is the server's public address without a slash at its end.
    `default` and `named` are the graphs a request asks for, None where it asks for none. `bom` asks for
    CSV with a byte order mark. Of a question `iri` is the name, `values` are its parameters, as those of a search are,
    and `language` is that of names. Of a page `interface` is the language of its own words, `theme` says light or dark
    where the reader chose, and `address` is where it stands, without both. A page that stands `still` has no server
    behind it: it asks nothing and leads only to what can lie beside it as a file.
    """

    kind: str
    accept: str = ""
    gzip: bool = False
    root: str = ""
    query: str = ""
    default: list[str] | None = None
    named: list[str] | None = None
    iri: str = ""
    bom: bool = False
    values: dict[str, str] = field(default_factory=dict)
    language: str = ""
    width: int = 80
    only_iris: bool = False
    interface: str = ""
    theme: str = ""
    address: str = ""
    still: bool = False

    def packed(self) -> bytes:
        """Return the frame of the job."""
        return pack(vars(self), b"")


class Held(Protocol):
    """A body that is on its way, which whoever sends it gives back."""

    length: int

    def pieces(self) -> AsyncIterator[bytes]:
        """Yield the body piece by piece."""

    def close(self) -> None:
        """Give it back."""


@dataclass(frozen=True)
class Reply:
    """A worker's answer: an HTTP status, the media type, the body, and further headers.

    A body that came from a worker is `held`; a long one is there alone, and not in `body`.
    """

    status: int
    media_type: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    held: Held | None = None

    @property
    def size(self) -> int:
        """The number of bytes of the body."""
        return self.held.length if self.held else len(self.body)

    def packed(self) -> bytes:
        """Return the frame of the reply."""
        return pack({"status": self.status, "media_type": self.media_type, "headers": self.headers}, self.body)


class RefusedError(Exception):
    """A request that is not answered: the HTTP status, one line that says why and what to do, further headers.

    What a message quotes of a request cannot steer a terminal, and loses its passwords and tokens. Who may ask again
    later is told when (RFC 9110, section 10.2.3), soon unless the headers say otherwise.
    """

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        self.status = status
        self.message = one_line(without_secrets(message.replace("\n", " ")), _LONGEST_MESSAGE)
        super().__init__(self.message)
        self.headers = {**(_SOON if status in _LATER else {}), **(headers or {})}

    def reply(self) -> Reply:
        """Return the refusal as an answer in plain text."""
        return Reply(self.status, "text/plain; charset=utf-8", (self.message + "\n").encode(), self.headers)


def pack(head: dict[str, Any], body: bytes) -> bytes:
    """Frame a head and a body: their lengths, then both."""
    encoded = json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return _LENGTHS.pack(len(encoded), len(body)) + encoded + body


def lengths(prefix: bytes) -> tuple[int, int]:
    """Return the lengths of head and body from the first bytes of a frame."""
    head, body = _LENGTHS.unpack(prefix)
    return head, body


def job_from(head: bytes) -> Job:
    """Read a job from the head of its frame."""
    return Job(**json.loads(head))


def reply_from(head: bytes, body: bytes, held: Held | None = None) -> Reply:
    """Read a reply from its frame."""
    fields = json.loads(head)
    return Reply(fields["status"], fields["media_type"], body, fields["headers"], held)

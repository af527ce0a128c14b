"""Keeps long answers on disk while their clients read them, and bounds how much is on its way at a time.

Must not know what an answer is, nor how it is sent.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any, BinaryIO

from treatygraph.serve.messages import RefusedError

PIECE = 128 * 1024
SMALLEST_FILE = 2 * 1024 * 1024
"""A shorter answer is kept in memory."""
# One client may have this part of the room.
_SHARE = 4


class Body:
    """An answer that is on its way: in memory, or in a file that no folder names."""

    def __init__(self, room: Room, client: str, length: int) -> None:
        self.length = length
        self.content = b""
        self._file: BinaryIO | None = None
        self._room, self._client = room, client

    async def fill(self, pipe: asyncio.StreamReader) -> None:
        """Take the answer from a worker's pipe; raise RefusedError where the disk is full."""
        if self.length < SMALLEST_FILE:
            self.content = await pipe.readexactly(self.length) if self.length else b""
            return
        self._file = await _on_disk(tempfile.TemporaryFile, prefix="treatygraph-answer-")
        left = self.length
        while left:
            piece = await pipe.readexactly(min(left, PIECE))
            await _on_disk(self._file.write, piece)
            left -= len(piece)
        await _on_disk(self._file.seek, 0)

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield the answer piece by piece, each when it is asked for."""
        if self._file is None:
            async for piece in pieces_of(self.content):
                yield piece
            return
        while piece := await asyncio.to_thread(self._file.read, PIECE):
            yield piece

    def close(self) -> None:
        """Give back the room and the file; to close again changes nothing."""
        if self._file is not None:
            # On a full disk it still has what it could not write, and tries again.
            with suppress(OSError):
                self._file.close()
        self._room.give(self._client, self.length)
        self.length, self.content = 0, b""


async def pieces_of(content: bytes) -> AsyncIterator[bytes]:
    """Yield some bytes piece by piece."""
    for start in range(0, len(content), PIECE):
        yield content[start: start + PIECE]


async def _on_disk(step: Callable[..., Any], *arguments: object, **options: object) -> Any:
    """Do something with a file without holding up others; raise RefusedError where the disk refuses."""
    try:
        return await asyncio.to_thread(step, *arguments, **options)
    except OSError as fault:
        raise RefusedError(503, "the answer is long, and the server cannot keep it on its disk while it is sent "
                                f"({fault.strerror or fault}); ask for less, or try again later",
                           {"retry-after": "60"}) from None


class Room:
    """So many bytes of answers on their way, a quarter of them for one client at most."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._of_client: Counter[str] = Counter()
        self.taken = 0

    def take(self, client: str, length: int) -> Body:
        """Return an empty body of some length; raise RefusedError where there is no room for it."""
        if length > PIECE and self.taken + length > self._size:
            raise RefusedError(503, "as many long answers are on their way as this server allows; try again soon",
                               {"retry-after": "10"})
        # A first long answer is everybody's right.
        if length > PIECE and (had := self._of_client[client]) and (had + length) * _SHARE > self._size:
            raise RefusedError(429, "you have not read the long answers that you asked for; read them first",
                               {"retry-after": "10"})
        self._of_client[client] += length
        self.taken += length
        return Body(self, client, length)

    def give(self, client: str, length: int) -> None:
        """Take back the room of an answer."""
        self.taken -= length
        self._of_client[client] -= length
        if self._of_client[client] <= 0:
            del self._of_client[client]

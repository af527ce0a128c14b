"""Sends an answer as fast as its client reads it, and notices when the client goes away.

Must not know how an answer was made.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from treatygraph.serve import formats
from treatygraph.serve.assets import POLICY
from treatygraph.serve.bodies import PIECE, pieces_of
from treatygraph.serve.messages import Reply
from treatygraph.serve.protocol import Receive

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_NOTHING_LOADED = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
_OWN_LOADED = f"{POLICY}; frame-ancestors 'none'"
_UNWATCHED_SECONDS = 0.25


async def respond(send: Send, receive: Receive, reply: Reply, method: str) -> None:
    """Send an answer, a long one piece by piece: the next when its client has taken the one before."""
    page = reply.media_type.startswith(formats.HTML.media_type)
    headers = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer", **reply.headers}
    if reply.status != 304:
        # What is not sent again keeps the policy it was sent with: a client puts the headers of this answer over those
        # it keeps (RFC 9111, section 4.3.4), and does not tell a page from data by them.
        headers.setdefault("content-security-policy", _OWN_LOADED if page else _NOTHING_LOADED)
    if reply.media_type:
        headers["content-type"] = _with_charset(reply.media_type)
    if reply.status not in {204, 304}:
        headers["content-length"] = str(reply.size)
    encoded = [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": reply.status, "headers": encoded})
    if method == "HEAD" or reply.size <= PIECE:
        await send({"type": "http.response.body", "body": b"" if method == "HEAD" else reply.body})
        return
    left = asyncio.ensure_future(until_left(receive))
    try:
        async for piece in reply.held.pieces() if reply.held else pieces_of(reply.body):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            if left.done():
                return
        await send({"type": "http.response.body", "body": b""})
    finally:
        left.cancel()


async def until_left(receive: Receive) -> None:
    """Return when the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


def give_back(reply: Reply) -> None:
    """Give back the room that an answer takes on its way."""
    if reply.held:
        reply.held.close()


def _with_charset(media_type: str) -> str:
    """Say that a text is UTF-8, which a client may not know of every type of text (RFC 6657)."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") and ";" not in media_type else media_type


class Watch:
    """Cancels the task that made it when its client goes away; looks only after a while, for most tasks are short."""

    def __init__(self, receive: Receive) -> None:
        self.gone = False
        self._receive = receive
        self._watched = asyncio.current_task()
        self._watching: asyncio.Task[None] | None = None
        self._alarm = asyncio.get_running_loop().call_later(_UNWATCHED_SECONDS, self._begin)

    def _begin(self) -> None:
        self._watching = asyncio.ensure_future(self._watch())

    async def _watch(self) -> None:
        await until_left(self._receive)
        self.gone = True
        if self._watched:
            self._watched.cancel()

    def end(self) -> None:
        """Look no longer."""
        self._alarm.cancel()
        if self._watching:
            self._watching.cancel()

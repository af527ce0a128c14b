"""Hands requests to what answers them, under the path that they are routed by.

Must not know what is asked.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol
from urllib.parse import unquote

from treatygraph.serve.messages import Reply
from treatygraph.serve.protocol import Receive, Scope, path_of
from treatygraph.serve.sending import Send

Handler = Callable[[Scope, Receive], Awaitable[Reply]]


class Answering(Protocol):
    """What puts the answer of a handler into HTTP."""

    async def answer(self, scope: Scope, receive: Receive, send: Send, handle: Handler,
                     methods: tuple[str, ...]) -> None:
        """Answer a request by a handler, for the methods that are allowed."""


class Endpoint:
    """A route's ASGI application, without the cost of request and response objects."""

    def __init__(self, site: Answering, handle: Handler, methods: tuple[str, ...]) -> None:
        self._site, self._handle, self._methods = site, handle, methods

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        await self._site.answer(scope, receive, send, self._handle, self._methods)


class Paths:
    """Gives every request the path that it is routed by: one slash before it, and no address of a server."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]]) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        raw = path_of(scope)
        await self._app({**scope, "raw_path": raw, "path": unquote(raw.decode("latin-1"))}, receive, send)

"""Bounds connections: how many there are, of one client and in all, and how long each may take to ask and to read.

Must not know what is asked or answered.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from treatygraph.serve.clients import client_key
from treatygraph.serve.framing import BoundedConnection

_LAST_SECONDS = 2.0
_LONGEST = 64 * 1024
_RECEIVING = {h11.IDLE, h11.SEND_BODY}
_TOO_SLOW = (408, "Request Timeout", "the request did not arrive in time; send it at once")
_TOO_MANY = (429, "Too Many Requests", "your address has too many connections; close some, or try again soon")
_FULL = (503, "Service Unavailable", "all connections are in use; try again soon")
_NONE = (400, "Bad Request", "this is no request of HTTP/1.1 that can be read")
_TOO_LONG = (431, "Request Header Fields Too Large", "the address or the headers of the request are too long")
_BEFORE_AN_ANSWER = {h11.IDLE, h11.SEND_RESPONSE}


@dataclass(frozen=True)
class Times:
    """The seconds that a request may take to arrive, and a piece of an answer to be read."""

    receive: float = 20.0
    send: float = 30.0


class Door:
    """Lets connections in: so many in all, and of one client where `most_of_one` is not 0.

    Where all are in use, one on which nothing is asked makes way for a new one: of the client that has most, the one
    that has waited longest. So whoever only holds connections keeps nobody out.
    """

    def __init__(self, most: int, most_of_one: int, times: Times) -> None:
        self.times = times
        self.counts: Counter[str] = Counter()
        self._most = most
        self._most_of_one = most_of_one
        self._open: set[BoundedProtocol] = set()
        self._of_client: Counter[str] = Counter()
        # In the order in which they began to wait.
        self._waiting: dict[BoundedProtocol, None] = {}

    @property
    def inside(self) -> int:
        """The number of connections."""
        return len(self._open)

    def enter(self, connection: BoundedProtocol) -> tuple[int, str, str] | None:
        """Let a connection in and return None, or return why not."""
        if self._most_of_one and self._of_client[connection.owner] >= self._most_of_one:
            self.counts["refused-of-client"] += 1
            return _TOO_MANY
        if len(self._open) >= self._most:
            if not self._waiting:
                self.counts["refused-in-all"] += 1
                return _FULL
            self.counts["made-way"] += 1
            max(self._waiting, key=lambda one: self._of_client[one.owner]).end()
        self._open.add(connection)
        self._of_client[connection.owner] += 1
        self._waiting[connection] = None
        return None

    def leave(self, connection: BoundedProtocol) -> None:
        """Count a connection no more."""
        self._waiting.pop(connection, None)
        if connection in self._open:
            self._open.remove(connection)
            self._of_client[connection.owner] -= 1
            if not self._of_client[connection.owner]:
                del self._of_client[connection.owner]

    def asks(self, connection: BoundedProtocol, asks: bool) -> None:
        """Note whether something is asked on a connection, or nothing any more."""
        if connection in self._open:
            self._waiting.pop(connection, None)
            if not asks:
                self._waiting[connection] = None


class BoundedProtocol(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it, with a time for what it leaves without one: the head, the body, the reading."""

    def __init__(self, *, door: Door, **options: Any) -> None:
        super().__init__(**options)
        # In the place of the one that its parent made, and as large.
        self.conn: BoundedConnection = BoundedConnection(self.config.h11_max_incomplete_event_size or _LONGEST)
        self.owner = ""
        self._door = door
        self._receiving: asyncio.TimerHandle | None = None
        self._sending: asyncio.TimerHandle | None = None
        self._silent = True

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as its parent has it
        """Let the connection in, or tell the client why not."""
        super().connection_made(transport)
        # Whatever a client has not taken counts, for an answer may end with it.
        transport.set_write_buffer_limits(high=0)
        self.owner = client_key(self.client[0] if self.client else "")
        refused = self._door.enter(self)
        if refused:
            self._refuse(*refused)
            return
        self._receiving = self.loop.call_later(self._door.times.receive, self._too_slow)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        for timer in (self._receiving, self._sending):
            if timer:
                timer.cancel()
        self._receiving = self._sending = None
        self._door.leave(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes; a request has one time for all of them, however many pieces it comes in."""
        if self.transport.is_closing():
            return
        self._silent = False
        if self._receiving is None:
            self._receiving = self.loop.call_later(self._door.times.receive, self._too_slow)
        super().data_received(data)
        if self.conn.their_state not in _RECEIVING and self._receiving:
            self._receiving.cancel()
            self._receiving = None
        self._door.asks(self, self._asked)

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._door.asks(self, self._asked)

    def pause_writing(self) -> None:
        """Begin to wait for a client that does not read."""
        super().pause_writing()
        if self._sending is None:
            self._sending = self.loop.call_later(self._door.times.send, self._not_read)

    def resume_writing(self) -> None:
        """Go on: the client has read what there was."""
        super().resume_writing()
        if self._sending:
            self._sending.cancel()
            self._sending = None

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - as its parent calls it
        """Tell what is wrong with a request that is none, unless its answer has begun already."""
        if self.conn.our_state not in _BEFORE_AN_ANSWER:
            self.end()
            return
        if self._asked:
            # Whoever works on the answer hears that nobody waits for it.
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self._refuse(*(_TOO_LONG if self.conn.status == _TOO_LONG[0] else _NONE))

    def end(self) -> None:
        """End the connection at once."""
        self._door.leave(self)
        self.transport.abort()

    @property
    def _asked(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _too_slow(self) -> None:
        self._receiving = None
        if self.transport.is_closing():
            return
        if self._asked:
            # Who waits for the body answers first.
            self._receiving = self.loop.call_later(_LAST_SECONDS, self._still_too_slow)
            return
        self._door.counts["slow-to-ask"] += 1
        if self._silent or self.conn.our_state is not h11.IDLE:
            self.end()
        else:
            self._refuse(*_TOO_SLOW)

    def _still_too_slow(self) -> None:
        self._receiving = None
        self._door.counts["slow-to-ask"] += 1
        self.end()

    def _not_read(self) -> None:
        self._door.counts["slow-to-read"] += 1
        self.end()

    def _refuse(self, status: int, phrase: str, why: str) -> None:
        body = f"{why}\n".encode()
        again = "" if status in {_NONE[0], _TOO_LONG[0]} else "retry-after: 5\r\n"
        head = (f"HTTP/1.1 {status} {phrase}\r\ncontent-type: text/plain; charset=utf-8\r\n"
                f"content-length: {len(body)}\r\n{again}connection: close\r\n\r\n")
        self.transport.write(head.encode("ascii") + body)
        self.transport.close()

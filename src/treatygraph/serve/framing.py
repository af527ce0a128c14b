"""Bounds the work that the bytes of one request may cause before anybody knows what it asks.

Must not know of time, nor of how many connections there are.
"""

from __future__ import annotations

import re
from typing import Any

import h11

MOST_LINES = 100
"""So many lines of headers may a request have, as Apache's LimitRequestFields has it."""
MOST_HEADERS = 32 * 1024
"""So many bytes of headers beside its first line, whose address may hold a whole query."""
_MOST_PIECES = 4096
_SMALLEST_PIECE = 64
_END_OF_HEAD = re.compile(rb"\n\r?\n")


class BoundedConnection(h11.Connection):
    """A server's side of a connection, which refuses what takes far more work to take apart than it has bytes.

    `status` is what a refusal is told with: 431 for the headers (RFC 6585, section 5), else 400.
    """

    def __init__(self, max_incomplete_event_size: int) -> None:
        super().__init__(h11.SERVER, max_incomplete_event_size)
        self.status = 400
        self._pieces = self._bytes = 0

    def next_event(self) -> Any:
        """Return the next event as its parent does; raise RemoteProtocolError for such a request."""
        if self.their_state is h11.IDLE:
            self._check_head(self.trailing_data[0])
        try:
            event = super().next_event()
        except h11.RemoteProtocolError as fault:
            self.status = fault.error_status_hint
            raise
        if isinstance(event, h11.Request):
            self._pieces = self._bytes = 0
            self._check_length(event)
        elif isinstance(event, h11.Data):
            self._pieces += 1
            self._bytes += len(event.data)
            if self._pieces > _MOST_PIECES and self._bytes < _SMALLEST_PIECE * self._pieces:
                raise h11.RemoteProtocolError("the body comes in too many small pieces")
        return event

    def _check_head(self, received: bytes) -> None:
        first = received.find(b"\n") + 1
        if not first:
            return
        end = _END_OF_HEAD.search(received, first - 1)
        until = end.start() + 1 if end else len(received)
        if until - first > MOST_HEADERS or received.count(b"\n", first, until) > MOST_LINES:
            self.status = 431
            raise h11.RemoteProtocolError("the headers are too long", error_status_hint=431)

    @staticmethod
    def _check_length(request: h11.Request) -> None:
        """Refuse a body with two lengths, which a proxy in between may see end elsewhere (RFC 9112, section 6.1)."""
        names = [name for name, _ in request.headers]
        if b"transfer-encoding" in names and b"content-length" in names:
            raise h11.RemoteProtocolError("the length of the body is given twice")

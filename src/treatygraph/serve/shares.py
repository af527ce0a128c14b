"""Decides whose turn it is: who used least of late goes first, and who used far more than others waits apart.

Must not know a job or a worker, nor look at a clock: it is told the time.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator

_HALF_LIFE = 30.0
_FORGOTTEN = 0.05
_MOST_REMEMBERED = 1000
# Seconds of a worker that nobody is blamed for, and how much more than the others' mean is too much.
_ALLOWED = 3.0
_TIMES_THE_MEAN = 1.5


class Usage:
    """The seconds of workers that each client used; after half a minute half of them count."""

    def __init__(self) -> None:
        self._used: dict[str, tuple[float, float]] = {}

    def charge(self, client: str, seconds: float, now: float) -> None:
        """Note that a client used some seconds."""
        used = self.of(client, now) + seconds
        # Behind all others, so that the first is the one whose last use is longest ago.
        self._used.pop(client, None)
        self._used[client] = used, now
        if len(self._used) > _MOST_REMEMBERED:
            del self._used[next(iter(self._used))]

    def of(self, client: str, now: float) -> float:
        """Return what counts of a client's use."""
        used, when = self._used.get(client, (0.0, now))
        return float(used * 0.5 ** ((now - when) / _HALF_LIFE))

    def all(self, now: float) -> dict[str, float]:
        """Return what counts of everybody's use."""
        return {client: used for client in self._used if (used := self.of(client, now)) > _FORGOTTEN}


def too_much(used: dict[str, float]) -> float:
    """Return the use above which a client is one who uses far more than others."""
    mean = sum(used.values()) / len(used) if used else 0.0
    return max(_ALLOWED, _TIMES_THE_MEAN * mean)


class Queue:
    """Those who wait: of each client in the order in which they came."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}
        self._number = 0

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[str]:
        return iter(self._waiting)

    def of(self, client: str) -> int:
        """Return how many of a client's wait."""
        return len(self._waiting.get(client, ()))

    def add(self, client: str, turn: asyncio.Future[None]) -> None:
        """Put a client's turn behind its others."""
        self._waiting.setdefault(client, deque()).append(turn)
        self._number += 1

    def remove(self, client: str, turn: asyncio.Future[None]) -> None:
        """Take out a turn; one that is not there changes nothing."""
        if turn in self._waiting.get(client, ()):
            self._waiting[client].remove(turn)
            self._forget(client)

    def take(self, client: str) -> asyncio.Future[None]:
        """Take out a client's first turn."""
        turn = self._waiting[client].popleft()
        self._forget(client)
        return turn

    def lightest(self, used: dict[str, float], allowed: Callable[[str], bool]) -> str | None:
        """Return the client who waits, is allowed, and used least; of equals, who has waited longest."""
        found = [client for client in self._waiting if allowed(client)]
        return min(found, key=lambda client: used.get(client, 0.0)) if found else None

    def _forget(self, client: str) -> None:
        self._number -= 1
        if not self._waiting[client]:
            del self._waiting[client]

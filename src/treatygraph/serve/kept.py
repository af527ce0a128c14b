"""Keeps answers in memory, so that what was asked before costs nothing.

Must not decide whether an answer may be given again.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from treatygraph.serve.messages import Reply

_SHARE = 8
# What an answer takes besides its body: the objects it is made of, its key and its headers.
_KEPT_BESIDE = 1024


class Answered:
    """Answers kept in memory, the least used dropped first; so many bytes at most."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._size = 0
        self._kept: OrderedDict[str, Reply] = OrderedDict()

    def get(self, key: str) -> Reply | None:
        """Return the answer kept under a key."""
        if (reply := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
        return reply

    def keep(self, key: str, reply: Reply) -> None:
        """Keep an answer, unless it would take more than its share."""
        if key in self._kept or reply.status != 200 or reply.size * _SHARE > self._room:
            return
        if reply.size != len(reply.body):
            return
        reply = replace(reply, held=None)
        self._kept[key] = reply
        self._size += _weight(reply)
        while self._size > self._room:
            self._size -= _weight(self._kept.popitem(last=False)[1])


def _weight(reply: Reply) -> int:
    """Return how much memory an answer takes that is kept, one without a single byte included."""
    return len(reply.body) + _KEPT_BESIDE

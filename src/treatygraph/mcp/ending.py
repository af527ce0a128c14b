"""Lets a signal end the server as the end of its input does, so that nothing of it is left behind.

Must not touch what is read. Whoever waits for input in a thread, as the SDK does, is not woken by a signal.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

_AT_ONCE = 65_536
_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def signals_as_end_of_input() -> Iterator[list[int]]:
    """Give standard input an end when SIGTERM or SIGINT comes; yield the signals that came.

    Must be called in the main thread. Does nothing on systems where standard input cannot be a socket.
    """
    came: list[int] = []
    if os.name != "posix":
        yield came
        return
    ours, theirs = socket.socketpair()
    given = os.dup(0)
    os.dup2(theirs.fileno(), 0)

    def end(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        with suppress(OSError):
            ours.shutdown(socket.SHUT_WR)

    threading.Thread(target=_pass_on, args=(given, ours), daemon=True).start()
    before = {number: signal.signal(number, end) for number in _SIGNALS}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        # The thread may wait in the descriptor until the process ends, so that one is left to it.
        os.dup2(given, 0)
        theirs.close()


def _pass_on(given: int, ours: socket.socket) -> None:
    with suppress(OSError):
        while data := os.read(given, _AT_ONCE):
            ours.sendall(data)
    with suppress(OSError):
        ours.shutdown(socket.SHUT_WR)

"""Tells the operator what went wrong: a line each, without a traceback, and what repeats itself once in a while.

Must not print: lines are handed on.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

from treatygraph.serve.wording import one_line, without_secrets

_SILENT_SECONDS = 10.0
_REMEMBERED = 100


class Notes(logging.Handler):
    """Passes lines on, the same one no more than once in ten seconds; takes the HTTP server's and the loop's too."""

    def __init__(self, note: Callable[[str], None]) -> None:
        super().__init__(logging.ERROR)
        self._note = note
        self._said: dict[str, float] = {}
        self._ending = False

    def end(self) -> None:
        """Take no more from the HTTP server, which tells at its end whom it leaves."""
        self._ending = True

    def tell(self, line: str) -> None:
        """Hand on a line."""
        shown = one_line(without_secrets(line.replace("\n", " ")))
        now = time.monotonic()
        if now - self._said.get(shown, -_SILENT_SECONDS) < _SILENT_SECONDS:
            return
        if len(self._said) >= _REMEMBERED:
            self._said.clear()
        self._said[shown] = now
        self._note(shown)

    def emit(self, record: logging.LogRecord) -> None:
        """Take a record of the HTTP server's log: what a client did wrong is no matter of the operator's."""
        if self._ending:
            return
        fault = record.exc_info[1] if record.exc_info else None
        self.tell(f"{record.getMessage().strip()} ({type(fault).__name__}: {fault})" if fault else record.getMessage())

    def of_loop(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Take what no task of the event loop waits for."""
        fault = context.get("exception")
        told = context.get("message", "")
        self.tell(f"{told} ({type(fault).__name__}: {fault})" if fault else told)

    def listen(self) -> None:
        """Take what the HTTP server and the event loop would log."""
        for name in ("uvicorn", "uvicorn.error", "asyncio"):
            log = logging.getLogger(name)
            log.handlers, log.propagate = [self], False
        logging.getLogger("uvicorn.error").handlers = []
        logging.getLogger("uvicorn.error").propagate = True
        asyncio.get_running_loop().set_exception_handler(self.of_loop)

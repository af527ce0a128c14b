"""Has the index of words made by a process of its own, once, when somebody is about to search.

Must not search, nor hold up whoever asks for something else.
"""

from __future__ import annotations

import asyncio
import secrets
import shutil
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from treatygraph.isolated import isolated_call
from treatygraph.serve.messages import RefusedError
from treatygraph.serve.processes import ended

_MODULE = "treatygraph.serve.index_process"


class Indexing:
    """The index of a store: where it lies once it is made, in a temporary folder that `close` removes."""

    def __init__(self, store: Path, note: Callable[[str], None], *, united: bool) -> None:
        folder = Path(tempfile.gettempdir()) / f"treatygraph-search-{secrets.token_hex(8)}"
        self.file = folder / "words.sqlite"
        self._command = isolated_call(_MODULE, str(store), "1" if united else "0", str(self.file))
        self._note = note
        self._making: asyncio.Task[None] | None = None
        self._process: Process | None = None

    def begin(self) -> asyncio.Task[None]:
        """Begin to make the index, unless that has begun; what failed is tried again."""
        if self._making is None or (self._making.done() and not self._made()):
            self._making = asyncio.ensure_future(self._make())
            # Whoever waits hears of a fault; where nobody does, its operator has.
            self._making.add_done_callback(lambda making: making.cancelled() or making.exception())
        return self._making

    def _made(self) -> bool:
        making = self._making
        return bool(making and making.done() and not making.cancelled() and making.exception() is None)

    async def ready(self, seconds: float) -> None:
        """Wait until the index is there; raise RefusedError 503 where it cannot be made, or not within some seconds."""
        try:
            async with asyncio.timeout(seconds):
                await asyncio.shield(self.begin())
        except TimeoutError:
            raise RefusedError(503, "the index of words is being made; try again soon") from None

    async def _make(self) -> None:
        self._process = await asyncio.create_subprocess_exec(*self._command, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL)
        said, _ = await self._process.communicate()
        if self._process.returncode != 0:
            why = said.decode(errors="replace").strip() or f"its process ended with {self._process.returncode}"
            self._note(f"the index of words cannot be made ({why}); nothing can be searched")
            raise RefusedError(503, "the index of words cannot be made; the server's operator has been told",
                               {"retry-after": "60"})

    async def close(self) -> None:
        """End what is being made, and remove what was."""
        if self._making:
            self._making.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await self._making
        if self._process:
            await ended(self._process)
        shutil.rmtree(self.file.parent, ignore_errors=True)

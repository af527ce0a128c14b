"""Starts a worker process, and hands it one job after another.

Must not decide which job, nor when a process ends.
"""

from __future__ import annotations

import asyncio
import os
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from treatygraph.isolated import isolated_call
from treatygraph.model import TreatyGraphError
from treatygraph.serve.bodies import Room
from treatygraph.serve.messages import BEGUN, LENGTHS_SIZE, Limits, Reply, lengths, reply_from

_BUFFER = 1024 * 1024
_START_SECONDS = 60.0
# Enough that the others hardly notice, while a processor that nobody else wants is all theirs.
_BEHIND = 15
# A third of what another process gets (sched(7)): such a job does not wait until nobody else wants a processor.
_A_STEP_BACK = 5
# Places behind the name of the process (proc(5), /proc/pid/stat, fields 14 and 15).
_USER_TIME, _SYSTEM_TIME = 11, 12


class ServeError(TreatyGraphError):
    """The server cannot start: the store cannot be opened, or the address cannot be used."""


class NotBegunError(Exception):
    """A worker ended before it read the job that it was given."""


@dataclass(frozen=True)
class Served:
    """What workers serve: a store, whose default graph is the union of all graphs if `united`, within limits.

    `index` is where the index of its words lies, once it is made.
    """

    store: Path
    limits: Limits
    united: bool
    index: Path


class Worker:
    """A process that has the store open, and the pipe to it; one that is `slow` stands behind others."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.slow = False
        assert process.stdin
        assert process.stdout
        self._inbox, self._outbox = process.stdin, process.stdout

    @property
    def alive(self) -> bool:
        """Whether nothing is known of the process's end."""
        return self.process.returncode is None

    async def answer(self, job: bytes, room: Room, client: str) -> Reply:
        """Have a job done; raise NotBegunError where another worker can do it as well."""
        try:
            self._inbox.write(job)
            await self._inbox.drain()
            await self._outbox.readexactly(len(BEGUN))
        except (asyncio.IncompleteReadError, OSError):
            raise NotBegunError from None
        head, length = lengths(await self._outbox.readexactly(LENGTHS_SIZE))
        fields = await self._outbox.readexactly(head)
        body = room.take(client, length)
        try:
            await body.fill(self._outbox)
        except BaseException:
            body.close()
            raise
        return reply_from(fields, body.content, body)

    async def greeting(self) -> Reply:
        """Return what a worker says when it is up, or why it is not."""
        head, length = lengths(await self._outbox.readexactly(LENGTHS_SIZE))
        return reply_from(await self._outbox.readexactly(head), await self._outbox.readexactly(length))

    def seconds(self) -> float | None:
        """Return the seconds of a processor that the process has used; None where the system does not tell."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            return (int(fields[_USER_TIME]) + int(fields[_SYSTEM_TIME])) / os.sysconf("SC_CLK_TCK")
        except (OSError, ValueError, IndexError, AttributeError):
            return None

    def kept_waiting(self) -> float:
        """Return the seconds for which the process could have run and others had the processors; 0.0 where untold."""
        try:
            # The second of run time, time on a run queue, and slices (Linux, Documentation/scheduler/sched-stats).
            return int(Path(f"/proc/{self.process.pid}/schedstat").read_text(encoding="ascii").split()[1]) / 1e9
        except (OSError, ValueError, IndexError):
            return 0.0

    def slow_down(self) -> None:
        """Let everybody else go first; only root could take it back."""
        self.slow = True
        self._lower_to(_BEHIND)

    def step_back(self) -> None:
        """Take less of the processors than others."""
        self._lower_to(_A_STEP_BACK)

    def _lower_to(self, niceness: int) -> None:
        with suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, self.process.pid, niceness)

    def kill(self) -> None:
        """End the process, whatever it does and whatever of its answer nobody took."""
        _let_go(self.process)


async def started(served: Served) -> Worker:
    """Return a new worker that is ready; raise ServeError where it does not open the store."""
    limits = served.limits
    arguments = [str(served.store), str(limits.rows), str(limits.answer_bytes), str(limits.memory),
                 "1" if limits.allow_service else "0", "1" if served.united else "0",
                 str(served.index)]
    process = await _process(isolated_call("treatygraph.serve.worker", *arguments))
    worker = Worker(process)
    try:
        async with asyncio.timeout(_START_SECONDS):
            hello = await worker.greeting()
    except (TimeoutError, asyncio.IncompleteReadError):
        hello = Reply(500, "", b"the worker process did not come up")
    except BaseException:
        await ended(process)
        raise
    if hello.status != 200:
        worker.kill()
        await process.wait()
        raise ServeError(f"{served.store}: the store cannot be opened ({hello.body.decode(errors='replace')})")
    return worker


async def _process(command: list[str]) -> Process:
    """Start a process; cancelled meanwhile, end it before saying so."""
    starting = asyncio.ensure_future(asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL,
                                                                    limit=_BUFFER))
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        await ended(await starting)
        raise


async def ended(process: Process) -> None:
    """End a process and close what leads to it, before the event loop is gone and its pipes complain."""
    _let_go(process)
    await process.wait()


def _let_go(process: Process) -> None:
    """Kill a process and close its pipes.

    Until they have ended, `Process.wait` does not return in Python 3.11, and one that is full, and that nobody reads
    any more, never ends by itself.
    """
    with suppress(ProcessLookupError):
        process.kill()
    # Nothing public closes them.
    if (transport := getattr(process, "_transport", None)) is not None:
        transport.close()


async def together(*steps: Awaitable[None]) -> None:
    """Take steps at the same time and wait for all, though one fails or all are cancelled; raise the first fault."""
    for outcome in await asyncio.gather(*steps, return_exceptions=True):
        if isinstance(outcome, BaseException):
            raise outcome

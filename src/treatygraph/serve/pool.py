"""Keeps worker processes, hands each one job at a time, and kills and replaces one that takes too long.

Must not know what a job asks, nor about HTTP beyond the status of a refusal.
"""

from __future__ import annotations

import asyncio
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from treatygraph.isolated import isolated_call
from treatygraph.model import TreatyGraphError
from treatygraph.serve.bodies import Room
from treatygraph.serve.messages import BEGUN, LENGTHS_SIZE, Job, Limits, RefusedError, Reply, lengths, reply_from

_BUFFER = 1024 * 1024
_START_SECONDS = 60.0
_LONGEST_PAUSE = 30.0


class ServeError(TreatyGraphError):
    """The server cannot start: the store cannot be opened, or the address cannot be used."""


class _NotBegunError(Exception):
    """A worker ended before it read the job that it was given."""


class _Worker:
    """A process that has the store open, and the pipe to it."""

    def __init__(self, process: Process) -> None:
        self.process = process
        assert process.stdin
        assert process.stdout
        self.inbox, self.outbox = process.stdin, process.stdout

    async def answer(self, job: bytes, room: Room, client: str) -> Reply:
        try:
            self.inbox.write(job)
            await self.inbox.drain()
            await self.outbox.readexactly(len(BEGUN))
        except (asyncio.IncompleteReadError, OSError):
            raise _NotBegunError from None
        head, length = lengths(await self.outbox.readexactly(LENGTHS_SIZE))
        fields = await self.outbox.readexactly(head)
        body = room.take(client, length)
        try:
            await body.fill(self.outbox)
        except BaseException:
            body.close()
            raise
        return reply_from(fields, body.content, body)

    async def greeting(self) -> Reply:
        head, length = lengths(await self.outbox.readexactly(LENGTHS_SIZE))
        return reply_from(await self.outbox.readexactly(head), await self.outbox.readexactly(length))

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()


class Pool:
    """So many workers over one store.

    The store's default graph is the union of all graphs if `united`. A job waits for a worker no longer than a job may
    take, and no more than `waiting` jobs wait at a time.
    """

    def __init__(self, store: Path, limits: Limits, size: int, waiting: int, note: Callable[[str], None], *,
                 room: Room, united: bool = False) -> None:
        self._store = store
        self._room = room
        self._united = united
        self._limits = limits
        self._size = size
        self._most_waiting = waiting
        self._note = note
        # The worker that answered last is asked first: its pages of the store are still at hand.
        self._idle: list[_Worker] = []
        self._waiting: deque[asyncio.Future[_Worker]] = deque()
        self._all: set[_Worker] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._busy: set[_Worker] = set()
        self._stopping = False
        self._closed = False

    async def start(self) -> None:
        """Start all workers; raise ServeError where the store cannot be opened."""
        for worker in await asyncio.gather(*(self._started() for _ in range(self._size))):
            self._give(worker)

    async def close(self) -> None:
        """End all workers and wait until they are gone."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker in self._all:
            worker.kill()
        await asyncio.gather(*(worker.process.wait() for worker in self._all), return_exceptions=True)

    async def stop(self, grace: float) -> None:
        """Take no more jobs, refuse those that wait, and end after some seconds those that run."""
        self._stopping = True
        while self._waiting:
            self._waiting.popleft().set_exception(_stopping())
        await asyncio.sleep(grace)
        for worker in self._busy:
            worker.kill()

    def processes(self) -> list[int]:
        """Return the process ids of the workers that live."""
        return sorted(worker.process.pid for worker in self._all if worker.process.returncode is None)

    async def answer(self, job: Job, client: str) -> Reply:
        """Have a client's job done; raise RefusedError where there is no worker, no time, or the worker ended.

        A job that is cancelled takes its worker with it: nothing else stops a query.
        """
        frame = job.packed()
        while True:
            worker = await self._take()
            self._busy.add(worker)
            try:
                async with asyncio.timeout(self._limits.seconds):
                    reply = await worker.answer(frame, self._room, client)
            except _NotBegunError:
                self._replace(worker)
                # It ended while it had nothing to do, and this job is the first to know.
                if not self._stopping:
                    continue
                raise _stopping() from None
            except TimeoutError:
                self._replace(worker)
                raise RefusedError(504, f"the query took longer than {self._limits.seconds:g} seconds, the limit of "
                                        "this server, and was stopped; ask for less") from None
            except (asyncio.IncompleteReadError, OSError):
                self._replace(worker)
                if self._stopping:
                    raise _stopping() from None
                raise RefusedError(503, "the query was stopped: its worker ended, most likely for want of memory "
                                        f"({self._limits.memory} MB allowed); ask for less") from None
            except BaseException:
                self._replace(worker)
                raise
            finally:
                self._busy.discard(worker)
            self._give(worker)
            return reply

    async def _take(self) -> _Worker:
        if self._stopping:
            raise _stopping()
        while self._idle:
            worker = self._idle.pop()
            if worker.process.returncode is None:
                return worker
            # It was ended from outside while it had nothing to do.
            self._replace(worker)
        busy = RefusedError(503, "all workers are busy; try again soon", {"retry-after": "5"})
        if len(self._waiting) >= self._most_waiting:
            raise busy
        turn: asyncio.Future[_Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await asyncio.shield(turn)
        except BaseException as fault:
            # The worker may have been handed over in the very moment of giving up.
            if turn.done():
                if turn.exception() is None:
                    self._give(turn.result())
            else:
                self._waiting.remove(turn)
            if isinstance(fault, TimeoutError):
                raise busy from None
            raise

    def _give(self, worker: _Worker) -> None:
        """Hand a worker to whoever has waited longest, past anybody who comes just now."""
        if self._waiting:
            self._waiting.popleft().set_result(worker)
        else:
            self._idle.append(worker)

    def _replace(self, worker: _Worker) -> None:
        worker.kill()
        if not self._closed and not self._stopping:
            task = asyncio.ensure_future(self._replaced(worker))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _replaced(self, worker: _Worker) -> None:
        await worker.process.wait()
        self._all.discard(worker)
        pause = 0.1
        while True:
            try:
                self._give(await self._started())
                return
            except (ServeError, OSError) as fault:
                self._note(f"a worker could not be started ({fault}); trying again in {pause:g} seconds")
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)

    async def _started(self) -> _Worker:
        limits = self._limits
        arguments = [str(self._store), str(limits.rows), str(limits.answer_bytes), str(limits.memory),
                     "1" if limits.allow_service else "0", "1" if self._united else "0"]
        process = await asyncio.create_subprocess_exec(
            *isolated_call("treatygraph.serve.worker", *arguments),
            stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=_BUFFER)
        worker = _Worker(process)
        self._all.add(worker)
        try:
            async with asyncio.timeout(_START_SECONDS):
                hello = await worker.greeting()
        except (TimeoutError, asyncio.IncompleteReadError):
            hello = Reply(500, "", b"the worker process did not come up")
        except BaseException:
            worker.kill()
            raise
        if hello.status != 200:
            worker.kill()
            self._all.discard(worker)
            await process.wait()
            raise ServeError(f"{self._store}: the store cannot be opened ({hello.body.decode(errors='replace')})")
        return worker


def _stopping() -> RefusedError:
    return RefusedError(503, "the server is stopping; try again soon", {"retry-after": "5"})

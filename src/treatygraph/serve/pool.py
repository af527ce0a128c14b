"""Shares workers out between clients: short jobs before long ones, and whoever used least goes first.

Must not know what a job asks, nor about HTTP beyond the status of a refusal.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from treatygraph.serve.bodies import Room
from treatygraph.serve.messages import Job, RefusedError, Reply
from treatygraph.serve.processes import NotBegunError, Served, ServeError, Worker, ended, started, together
from treatygraph.serve.shares import Queue, Usage, too_much

_LONGEST_PAUSE = 30.0
# A job that has run so long is a long one.
_SHORT_SECONDS = 0.5
# However little of the processor it asked for, after so many times as long it is one: it waits for something else.
_LONGEST_SHORT = 4
_SPARES_AFTER_SECONDS = 1.5
# What it costs to start a worker again, for whoever makes it necessary.
_PRICE_OF_A_WORKER = 1.0
# So many seconds more than who waits must somebody have used to be cut for him.
_SOMEBODY_ELSES_TURN = 3.0


@dataclass(frozen=True)
class Sizes:
    """How many places there are for short jobs, spare workers, and places for long jobs; and how many jobs may wait.

    Without places for short jobs, all jobs are long from the start, and their workers step back from the start, but not
    behind all others: a place that nobody else may have is soonest free when its job is done.
    """

    short: int
    spare: int
    long: int
    waiting: int

    @property
    def all(self) -> int:
        """The number of processes."""
        return self.short + self.spare + self.long


@dataclass(eq=False)
class _Run:
    """A client's job on a worker."""

    client: str
    worker: Worker
    began: float
    long: bool
    cut: RefusedError | None = None
    had: float | None = None
    kept_waiting: float = 0.0
    look: asyncio.TimerHandle | None = None


class Pool:
    """Workers over one store, all alike.

    A job begins in a place for short ones. When it turns out long it gives up its place: its process goes on behind all
    others, and a spare one is there for the next. A client who used far more than others begins in a place for long
    jobs. Where others wait and no place is free, the long job of whoever used most is cut. No client has all
    places for short jobs where there are others, and a job waits no longer than it may take.
    """

    def __init__(self, served: Served, sizes: Sizes, note: Callable[[str], None], room: Room) -> None:
        self._served = served
        self._limits = served.limits
        self._sizes = sizes
        self._note = note
        self._room = room
        self._usage = Usage()
        self._queue = Queue()
        self._given: dict[asyncio.Future[None], _Run] = {}
        self._runs: set[_Run] = set()
        # The worker that answered last is asked first: its pages of the store are still at hand.
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._dying: set[Worker] = set()
        self._starting = 0
        self._usual = 0.05
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False

    # ---- from start to end

    async def start(self) -> None:
        """Start the workers for short jobs, and the others soon after; raise ServeError where the store is unusable."""
        first = self._sizes.short or self._sizes.all
        await together(*(self._first() for _ in range(first)))
        self._do(self._start_spares())

    async def _first(self) -> None:
        self._welcome(await started(self._served))

    async def _start_spares(self) -> None:
        await asyncio.sleep(_SPARES_AFTER_SECONDS)
        self._complete()

    async def stop(self, grace: float) -> None:
        """Take no more jobs, refuse those that wait, and end after some seconds those that run."""
        self._stopping = True
        for client in list(self._queue):
            while self._queue.of(client):
                turn = self._queue.take(client)
                if not turn.done():
                    turn.set_exception(_stopping())
        await asyncio.sleep(grace)
        for run in self._runs:
            run.cut = _stopping()
            run.worker.kill()

    async def close(self) -> None:
        """End all workers and wait until they are gone."""
        self._stopping = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(ended(worker.process) for worker in self._all | self._dying), return_exceptions=True)

    @property
    def ready(self) -> bool:
        """Whether a worker lives and jobs are taken."""
        return not self._stopping and any(worker.alive for worker in self._all)

    @property
    def state(self) -> dict[str, int]:
        """How many workers there are, and how many jobs run, long ones among them, and wait."""
        return {"workers": sum(worker.alive for worker in self._all), "running": len(self._runs),
                "long": sum(run.long for run in self._runs), "waiting": len(self._queue)}

    # ---- a job

    async def answer(self, job: Job, client: str) -> Reply:
        """Have a client's job done; raise RefusedError where there is no worker, no time, or the worker ended.

        A job that is cancelled takes its worker with it: nothing else stops a query.
        """
        frame = job.packed()
        while True:
            run = await self._turn(client)
            self._look_in(run, _SHORT_SECONDS)
            kept, blamed = False, True
            try:
                async with asyncio.timeout(self._limits.seconds):
                    reply = await run.worker.answer(frame, self._room, client)
                kept = True
                return reply
            except NotBegunError:
                # It ended while it had nothing to do, and this job is the first to know.
                blamed = False
                continue
            except TimeoutError:
                raise RefusedError(504, f"the query took longer than {self._limits.seconds:g} seconds, the limit of "
                                        "this server, and was stopped; ask for less") from None
            except (asyncio.IncompleteReadError, OSError):
                raise run.cut or await self._why_ended(run.worker) from None
            finally:
                if run.look:
                    run.look.cancel()
                self._ended(run, kept=kept, blamed=blamed)

    async def _turn(self, client: str) -> _Run:
        """Wait for a place."""
        if self._stopping:
            raise _stopping()
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.add(client, turn)
        self._hand_out()
        try:
            if not turn.done():
                self._check_waiting(client)
            async with asyncio.timeout(self._limits.seconds):
                await turn
        except BaseException as fault:
            self._queue.remove(client, turn)
            # The place may have been given in the very moment of giving up.
            if (run := self._given.pop(turn, None)) is not None:
                self._runs.discard(run)
                self._free(run.worker)
            if isinstance(fault, TimeoutError):
                raise _busy() from None
            raise
        return self._given.pop(turn)

    def _check_waiting(self, client: str) -> None:
        """Refuse who would wait in vain, or whose others fill half of the queue."""
        most = self._sizes.waiting
        if self._queue.of(client) > max(1, most // 2) and len(self._queue) <= most:
            raise RefusedError(429, "as many of your requests wait as this server allows; ask one after another")
        ahead = self._usual * len(self._queue) / max(1, self._sizes.short or self._sizes.long)
        if len(self._queue) > most or ahead > self._limits.seconds:
            raise _busy()

    def _ended(self, run: _Run, *, kept: bool, blamed: bool) -> None:
        now = _now()
        took = now - run.began
        self._runs.discard(run)
        self._usage.charge(run.client, took + (_PRICE_OF_A_WORKER if blamed and not kept else 0), now)
        if kept and (not run.long or not self._sizes.short):
            self._usual += (took - self._usual) * 0.05
        if kept:
            self._free(run.worker)
        else:
            self._drop(run.worker)

    def _look_in(self, run: _Run, seconds: float) -> None:
        """Look later whether a job is a long one: by the processor's time, for a busy machine makes all jobs wait."""
        # Where there are no places for short jobs, there is none to give up.
        if self._sizes.short and not run.worker.slow:
            run.look = asyncio.get_running_loop().call_later(seconds, self._looked, run)

    def _looked(self, run: _Run) -> None:
        now = run.worker.seconds()
        # On a busy machine every job takes long; what others had of the processors is not its own doing.
        waited = _now() - run.began - (run.worker.kept_waiting() - run.kept_waiting)
        left = 0.0 if now is None or run.had is None else _SHORT_SECONDS - (now - run.had)
        if left > 0 and waited < _LONGEST_SHORT * _SHORT_SECONDS:
            self._look_in(run, max(left, _SHORT_SECONDS / 10))
        else:
            self._turned_out_long(run)

    def _turned_out_long(self, run: _Run) -> None:
        run.long = True
        run.worker.slow_down()
        self._hand_out()

    async def _why_ended(self, worker: Worker) -> RefusedError:
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await worker.process.wait()
        if worker.process.returncode == -signal.SIGSEGV:
            return RefusedError(503, "the query was stopped: it ended its worker, most likely for being nested too "
                                     "deeply or joined of too many parts; ask for less at a time")
        return RefusedError(503, "the query was stopped: its worker ended, most likely for want of memory "
                                 f"({self._limits.memory} MB allowed); ask for less")

    # ---- places

    def _hand_out(self) -> None:
        """Give the free places to those who wait."""
        while self._queue and not self._stopping:
            used = self._used()
            bound = too_much(used)
            client = self._next_for_short(used, bound)
            if client is not None and (worker := self._idle_worker()):
                self._begin(client, worker, long=False)
                continue
            if client is not None:
                self._cut_for(client, used)
            if sum(run.long for run in self._runs) >= self._sizes.long:
                return
            client = self._queue.lightest(used, lambda _one: True)
            # A spare one stays for short jobs.
            if client is None or len(self._idle) <= self._sizes.spare or not (worker := self._idle_worker()):
                return
            self._begin(client, worker, long=True)

    def _next_for_short(self, used: dict[str, float], bound: float) -> str | None:
        """Return who waits and may have a place for short jobs, if one is free."""
        short = [run.client for run in self._runs if not run.long]
        if len(short) >= self._sizes.short:
            return None
        # One place is kept from whoever has the others, unless nobody else has been here of late.
        most = self._sizes.short if len(used) < 2 else max(1, self._sizes.short - 1)
        return self._queue.lightest(used, lambda one: used.get(one, 0.0) <= bound and short.count(one) < most)

    def _cut_for(self, client: str, used: dict[str, float]) -> None:
        """End the long job of who used most, where long jobs have taken the place of a short one of who used less."""
        coming = len(self._dying) + self._starting + sum(run.cut is not None for run in self._runs)
        long = [run for run in self._runs if run.long and run.cut is None]
        if coming >= min(self._sizes.short, len(self._queue)) or len(long) <= self._sizes.long:
            return
        heaviest = max(long, key=lambda run: (used.get(run.client, 0.0), -run.began))
        if heaviest.client == client or used.get(heaviest.client, 0.0) < used.get(client, 0.0) + _SOMEBODY_ELSES_TURN:
            return
        ran = _now() - heaviest.began
        heaviest.cut = RefusedError(429, f"the query was stopped after {ran:.0f} seconds: others wait, and of all you "
                                         "used most of this server's time; ask for less, or try again later",
                                    {"retry-after": "30"})
        heaviest.worker.kill()

    def _used(self) -> dict[str, float]:
        """Return what counts of everybody's use, up to this moment."""
        now = _now()
        used = self._usage.all(now)
        for run in self._runs:
            used[run.client] = used.get(run.client, 0.0) + now - run.began
        return used

    def _begin(self, client: str, worker: Worker, *, long: bool) -> None:
        turn = self._queue.take(client)
        run = _Run(client, worker, _now(), long, had=worker.seconds(), kept_waiting=worker.kept_waiting())
        self._runs.add(run)
        self._given[turn] = run
        # Who gave up in this very moment gives the place back as soon as it hears of that.
        if not turn.done():
            turn.set_result(None)

    def _idle_worker(self) -> Worker | None:
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            self._drop(worker)
        return None

    # ---- processes

    def _welcome(self, worker: Worker) -> None:
        self._all.add(worker)
        if not self._sizes.short:
            worker.step_back()
        self._do(self._watched(worker))
        self._free(worker)

    def _free(self, worker: Worker) -> None:
        """Take back a worker that did its job; one that stands behind all others, or has ended since, is replaced."""
        if worker.slow or not worker.alive:
            self._drop(worker)
        else:
            self._idle.append(worker)
            self._hand_out()

    def _drop(self, worker: Worker) -> None:
        worker.kill()
        if worker in self._all:
            self._all.remove(worker)
            if worker.alive:
                self._dying.add(worker)
            else:
                self._complete()

    async def _watched(self, worker: Worker) -> None:
        """Replace a worker when it ends, also one that has nothing to do and is ended from outside."""
        await worker.process.wait()
        self._dying.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        if not any(run.worker is worker for run in self._runs):
            self._all.discard(worker)
        self._complete()

    def _complete(self) -> None:
        """Start the workers that are missing."""
        while not self._stopping and len(self._all) + self._starting < self._sizes.all:
            self._starting += 1
            self._do(self._started())

    async def _started(self) -> None:
        pause = 0.1
        try:
            while True:
                try:
                    worker = await started(self._served)
                    break
                except (ServeError, OSError) as fault:
                    self._note(f"a worker could not be started ({fault}); trying again")
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, _LONGEST_PAUSE)
        finally:
            self._starting -= 1
        self._welcome(worker)

    def _do(self, step: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(step)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _now() -> float:
    return asyncio.get_running_loop().time()


def _busy() -> RefusedError:
    return RefusedError(503, "all workers are busy; try again soon")


def _stopping() -> RefusedError:
    return RefusedError(503, "the server is stopping; try again soon")

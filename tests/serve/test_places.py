"""Places are given back: by who leaves, by workers that end, by answers that the disk does not take; none stands empty."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import sys
import tempfile
import threading
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import IO, Any

import pytest
import uvicorn

from treatygraph.serve import bodies, pool
from treatygraph.serve.bodies import PIECE, Room
from treatygraph.serve.connections import BoundedProtocol, Door, Times
from treatygraph.serve.listening import bound_socket
from treatygraph.serve.messages import Job, Limits, RefusedError, Reply
from treatygraph.serve.pool import Pool, Sizes
from treatygraph.serve.processes import Served as ServedStore
from treatygraph.serve.processes import Worker, _process
from treatygraph.serve.protocol import Receive, Scope
from treatygraph.serve.sending import Send, respond

from .serving import Response, served
from .test_connections import LONG, ask, connect
from .test_operating import measured

pytestmark = pytest.mark.hardening

GRAPHS = Sizes(0, 0, 1, 10)
QUERIES = Sizes(1, 0, 0, 10)


class Standing(Worker):
    """Stands for a worker: its process neither runs nor ends unless it is told to."""

    def __init__(self) -> None:
        self.ends = asyncio.Event()
        self.slow, self.alive_, self.niceness = False, True, 0

    @property
    def alive(self) -> bool:
        return self.alive_

    @property
    def process(self) -> Any:
        return self

    async def wait(self) -> None:
        await self.ends.wait()

    async def answer(self, _job: bytes, _room: Room, _client: str) -> Reply:
        # Long enough for whoever looks in to have looked.
        for _ in range(20):
            await asyncio.sleep(0)
        return Reply(200, "text/plain", b"done")

    def seconds(self) -> float:
        return 0.0

    def kept_waiting(self) -> float:
        return 0.0

    def slow_down(self) -> None:
        self.slow = True

    def step_back(self) -> None:
        self.niceness = 5

    def kill(self) -> None:
        self.alive_ = False
        self.ends.set()


def a_pool(sizes: Sizes) -> Pool:
    return Pool(ServedStore(Path("nowhere"), Limits(), True, Path("none")), sizes, print, Room(1))


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_a_place_that_falls_to_one_who_just_gave_up_goes_to_the_next() -> None:
    async def given() -> None:
        found, worker = a_pool(GRAPHS), Standing()
        gone, next_ = (asyncio.ensure_future(found._turn(client)) for client in ("a", "b"))
        await settled()
        # The place comes free before who gave up has heard of it.
        gone.cancel()
        found._welcome(worker)
        await settled()
        assert gone.cancelled()
        assert next_.result().client == "b"
        assert found.state == {"workers": 1, "running": 1, "long": 1, "waiting": 0}

    asyncio.run(given())


def test_a_server_ends_whoever_gives_up_meanwhile() -> None:
    async def stopped() -> None:
        found = a_pool(GRAPHS)
        gone, other = (asyncio.ensure_future(found._turn(client)) for client in ("a", "b"))
        await settled()
        gone.cancel()
        await found.stop(0)
        await settled()
        assert gone.cancelled()
        with pytest.raises(RefusedError, match="stopping"):
            other.result()

    asyncio.run(stopped())


def test_a_worker_that_ended_with_its_answer_is_replaced_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def replaced() -> None:
        new = Standing()

        async def started(_served: ServedStore) -> Worker:
            return new

        monkeypatch.setattr(pool, "started", started)
        found, old = a_pool(GRAPHS), Standing()
        found._welcome(old)
        answering = asyncio.ensure_future(found.answer(Job("graph"), "a"))
        await settled()
        # Its answer is on the pipe, and nothing of the job is left to notice.
        old.kill()
        assert (await answering).status == 200
        await settled()
        assert found.ready
        assert found._idle == [new]

    asyncio.run(replaced())


def test_a_worker_whose_answer_nobody_takes_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it wrote stops the reading of its pipe, and its end is not heard of before the pipe's."""
    async def replaced() -> None:
        new = Standing()

        async def started(_served: ServedStore) -> Worker:
            return new

        monkeypatch.setattr(pool, "started", started)
        found = a_pool(GRAPHS)
        process = await _process([sys.executable, "-c", "import sys; sys.stdout.buffer.write(bytes(2 ** 24))"])
        old = Worker(process)
        found._welcome(old)
        run = await found._turn("a")
        # As much as asyncio reads ahead of whoever takes it.
        while not process.stdout._paused:  # type: ignore[union-attr]
            await asyncio.sleep(0.01)
        found._ended(run, kept=False, blamed=False)
        async with asyncio.timeout(60):
            while not found.ready:
                await asyncio.sleep(0.01)
        assert (found._idle, found._dying) == ([new], set())
        await found.close()

    asyncio.run(replaced())


@pytest.mark.parametrize(("sizes", "stays", "niceness"), [(GRAPHS, True, 5), (QUERIES, False, 0)])
def test_a_worker_for_whole_graphs_gives_up_no_place(sizes: Sizes, stays: bool, niceness: int,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    """It has none to give up: put behind all others it would hold it for longer, and be thrown away with its answer."""
    monkeypatch.setattr(pool, "_SHORT_SECONDS", 0.0)

    async def answered() -> None:
        found, worker = a_pool(sizes), Standing()
        found._welcome(worker)
        monkeypatch.setattr(found, "_complete", lambda: None)
        assert (await found.answer(Job("graph"), "a")).status == 200
        assert (worker.alive, not worker.slow, worker.niceness) == (stays, stays, niceness)
        assert found.state["running"] == 0

    asyncio.run(answered())


def test_an_answer_that_the_disk_does_not_take_gives_back_its_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a file has yet to write when it is closed, a full disk refuses once more."""
    def full(**_: str) -> IO[bytes]:
        return open("/dev/full", "w+b")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    monkeypatch.setattr(bodies, "SMALLEST_FILE", 1)

    async def refused() -> None:
        room, pipe = Room(1000), asyncio.StreamReader()
        pipe.feed_data(b"x" * 100)
        body = room.take("a", 100)
        with pytest.raises(RefusedError, match="No space left") as refusal:
            await body.fill(pipe)
        body.close()
        body.close()
        assert (refusal.value.status, room.taken) == (503, 0)

    asyncio.run(refused())


@pytest.mark.parametrize("status", [429, 503])
def test_who_may_ask_again_is_told_when(status: int) -> None:
    assert RefusedError(status, "no").reply().headers == {"retry-after": "5"}
    assert RefusedError(status, "no", {"retry-after": "60"}).headers == {"retry-after": "60"}
    assert RefusedError(403, "no").headers == {}


# ---- what breaks off in the middle


def test_a_killed_worker_takes_its_job_with_it_and_no_answer_on_its_way(three_graphs: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) {" + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(20)) + "}"
    answers: list[Response] = []
    with served("--data", str(three_graphs), "--workers", "1", "--seconds", "600", "--metrics") as found, \
            connect(found) as reading:
        reading.sendall(ask(LONG))
        # The rest is more than lies between two sockets.
        pieces = [reading.recv(100)]
        asking = threading.Thread(target=lambda: answers.append(found.query(endless)))
        asking.start()
        while not answers:
            # One that ends before it has begun leaves the job to another, which is yet to start.
            if measured(found)["treatygraph_pool", "queries", "running"]:
                for worker in found.workers():
                    os.kill(worker, signal.SIGKILL)
            asking.join(0.5)
        while not pieces[-1].endswith(b"}]}}"):
            pieces.append(reading.recv(1024 * 1024))
            assert pieces[-1]
    assert (answers[0].status, answers[0].headers["retry-after"]) == (503, "5")
    assert "its worker ended" in answers[0].text
    assert pieces[0].startswith(b"HTTP/1.1 200 ")
    assert b"".join(pieces).count(b'"s0"') == 19_683 + 1


class BreaksOff:
    """An answer whose file cannot be read to its end."""

    length = 10 * PIECE

    async def pieces(self) -> AsyncIterator[bytes]:
        yield b"x" * PIECE
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    def close(self) -> None:
        return


def test_a_connection_is_ended_where_its_answer_breaks_off() -> None:
    """Its client would wait for the rest until it has had enough."""
    async def application(_scope: Scope, receive: Receive, send: Send) -> None:
        await respond(send, receive, Reply(200, "text/plain", b"", {}, BreaksOff()), "GET")

    async def read() -> bytes:
        with bound_socket("127.0.0.1", 0) as listening:
            door = Door(10, 0, Times(receive=600, send=600))
            server = uvicorn.Server(uvicorn.Config(application, log_config=None, lifespan="off", ws="none",
                                                   http=partial(BoundedProtocol, door=door)))  # type: ignore[arg-type]
            serving = asyncio.ensure_future(server.serve(sockets=[listening]))
            reader, writer = await asyncio.open_connection(*listening.getsockname())
            writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            # It ends by itself, or the time below does it.
            async with asyncio.timeout(60):
                answer = await reader.read(-1)
            writer.close()
            assert door.inside == 0
            server.should_exit = True
            await serving
            return answer

    answer = asyncio.run(read())
    assert f"content-length: {BreaksOff.length}".encode() in answer
    assert answer.endswith(b"\r\n\r\n" + b"x" * PIECE)

"""Runs the server: puts the graphs into an on-disk store, binds the address, and serves until it is told to stop.

Must not print: what there is to say is handed to the caller.
"""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import signal
import socket
import tempfile
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from pyoxigraph import Store

from treatygraph.graph.store import graph_files, holds_union, load
from treatygraph.serve.bodies import SMALLEST_FILE, Room
from treatygraph.serve.connections import BoundedProtocol, Door, Times
from treatygraph.serve.indexing import Indexing
from treatygraph.serve.listening import BACKLOG, address_of, bound_socket, handed_socket
from treatygraph.serve.messages import Limits
from treatygraph.serve.metrics import Metrics
from treatygraph.serve.notes import Notes
from treatygraph.serve.pool import Pool, Sizes
from treatygraph.serve.processes import Served, ServeError, together
from treatygraph.serve.site import Pools, Site

_MARK_OF_A_STORE = "CURRENT"
_GRACE_SECONDS = 3
# For those who are told that their query was stopped, and for long answers on their way.
_FAREWELL_SECONDS = 2
_AT_ONCE = 32
_FILES_OF_A_WORKER = 4
_SPARE_FILES = 64
_FEWEST = 16


@dataclass(frozen=True)
class Settings:
    """How to serve: the address, the workers for queries, the queue before them, and what a request may cost.

    `public` is the address that clients use where a proxy stands in between, and `client_header` the header by which
    that names its client; `room` the bytes of answers kept, `on_the_way` those of answers that clients still read.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    waiting: int = 1000
    public: str = ""
    room: int = 16 * 1024 * 1024
    limits: Limits = field(default_factory=Limits)
    client_header: str = ""
    connections: int = 1000
    connections_of_one: int = 250
    times: Times = field(default_factory=Times)
    on_the_way: int = 512 * 1024 * 1024
    metrics: bool = False


@contextmanager
def on_disk(data: Sequence[Path]) -> Iterator[Path]:
    """Put RDF files or folders, and their union, into a store of its own in a temporary folder; remove it afterwards.

    Raises TreatyGraphError where a file cannot be read, ServeError where the disk refuses.
    """
    in_memory = load(data, united=True)
    try:
        folder = Path(tempfile.mkdtemp(prefix="treatygraph-serve-"))
    except OSError as fault:
        raise ServeError(f"no temporary folder can be made ({fault.strerror or fault})") from None
    try:
        store = None
        try:
            store = Store(str(folder / "store"))
            store.bulk_extend(in_memory)
            store.flush()
        except OSError as fault:
            raise ServeError(f"{folder}: the store cannot be written ({fault})") from None
        finally:
            # Closed before its folder is removed, whatever interrupts: it writes on its own while it is open.
            del store, in_memory
        yield folder / "store"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def existing(folder: Path) -> Iterator[Path]:
    """Take a store that lies on disk; raise ServeError where there is none."""
    if not (folder / _MARK_OF_A_STORE).is_file():
        raise ServeError(f"{folder}: no store is here; make one with `treatygraph load`, or serve RDF with --data")
    yield folder


def version_of_store(folder: Path) -> str:
    """Return what changes whenever a store's content does: a digest of its files' names, sizes and times."""
    found = sorted((path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in folder.iterdir()
                   if path.suffix in {".sst", ".log", ""} and path.name not in {"LOG", "LOCK"})
    return hashlib.blake2b(repr(found).encode(), digest_size=16).hexdigest()


def version_of_files(data: Sequence[Path]) -> str:
    """Return what changes whenever RDF files do: a digest of their content."""
    digest = hashlib.blake2b(digest_size=16)
    for name, file in sorted(files_of(data).items()):
        digest.update(name.encode() + b"\0" + hashlib.blake2b(file.read_bytes()).digest())
    return digest.hexdigest()


def files_of(data: Sequence[Path]) -> dict[str, Path]:
    """Return the RDF files that files and folders stand for, by their names."""
    return {file.name: file for path in data for file in (graph_files(path) if path.is_dir() else [path])}


def serve(store: Path, version: str, settings: Settings, *, ready: Callable[[str], None],
          note: Callable[[str], None], log: Callable[[str], None] | None = None,
          files: Mapping[str, Path] | None = None) -> None:
    """Serve a store until SIGINT or SIGTERM; `ready` gets the address, `note` what an operator must know.

    `files` are given for download under their names.

    Raises ServeError where the store cannot be opened or the address cannot be used.
    """
    # Cancelled is only a start: a server that is up ends by itself.
    with handed_socket() or bound_socket(settings.host, settings.port) as listening, suppress(asyncio.CancelledError):
        asyncio.run(_serve(store, version, settings, listening, ready, note, log, files or {}))


async def _serve(store: Path, version: str, settings: Settings, listening: socket.socket,
                 ready: Callable[[str], None], note: Callable[[str], None], log: Callable[[str], None] | None,
                 files: Mapping[str, Path]) -> None:
    notes = Notes(note)
    notes.listen()
    ending = _Ending()
    united = _united(store)
    if not united:
        note(f"{store}: its default graph lacks triples of its named graphs, so every question looks into each of "
             "them, which takes longer; files served with --data are held with their union")
    room = Room(settings.on_the_way)
    indexing = Indexing(store, notes.tell, united=united)
    served = Served(store, settings.limits, united, indexing.file)
    workers, waiting = settings.workers, settings.waiting
    pools = Pools(*(Pool(served, sizes, notes.tell, room) for sizes in (
        Sizes(workers, 1, workers, waiting), Sizes(1, 0, 1, waiting), Sizes(0, 0, 1, waiting))))
    # Behind a proxy all connections are the proxy's.
    door = Door(_connections(settings, notes.tell), 0 if settings.client_header else settings.connections_of_one,
                settings.times)
    try:
        await together(*(pool.start() for pool in pools.all))
        site = Site(pools, settings.limits, version, public=settings.public.rstrip("/"),
                    room=settings.room, log=log, tell=notes.tell, files=files,
                    client_header=settings.client_header, receive_seconds=settings.times.receive, indexing=indexing,
                    metrics=_metrics(pools, room, door) if settings.metrics else None)
        server = _Server(uvicorn.Config(
            site.application(), log_config=None, access_log=False, lifespan="off", server_header=False,
            timeout_graceful_shutdown=_GRACE_SECONDS + _FAREWELL_SECONDS, ws="none",
            # Anybody can send the header by which a proxy names its client.
            proxy_headers=False, http=partial(BoundedProtocol, door=door),  # type: ignore[arg-type] # it makes one
            # So many are let in at once, each with a file open, before one can be turned away.
            backlog=_AT_ONCE,
            h11_max_incomplete_event_size=settings.limits.request_bytes + 64 * 1024))
        server.on_started = lambda: ready(address_of(listening))
        ending.begins_with([notes.end, server.stop], [partial(pool.stop, _GRACE_SECONDS) for pool in pools.all])
        await server.serve(sockets=[listening])
    finally:
        await asyncio.gather(indexing.close(), *(pool.close() for pool in pools.all))


def _metrics(pools: Pools, room: Room, door: Door) -> Metrics:
    metrics = Metrics()
    metrics.watch({name: partial(getattr, pool, "state") for name, pool in pools.named.items()},
                  {"connections": lambda: door.inside, "on_the_way_bytes": lambda: room.taken},
                  lambda: door.counts)
    return metrics


def _connections(settings: Settings, note: Callable[[str], None]) -> int:
    """Return how many connections there may be: those wanted, as far as the system lets this process have files."""
    try:
        import resource  # noqa: PLC0415 - not on every system

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft != hard:
            with suppress(ValueError, OSError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
            soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    except ImportError:
        return settings.connections
    others = _AT_ONCE + _FILES_OF_A_WORKER * (2 * settings.workers + 8) + settings.on_the_way // SMALLEST_FILE
    most = max(_FEWEST, min(settings.connections, soft - others - _SPARE_FILES))
    if soft != resource.RLIM_INFINITY and most < settings.connections:
        note(f"the system lets this process have {soft} files, so there are {most} connections at a time; raise the "
             "limit (ulimit -n, LimitNOFILE), or lower --on-the-way")
        return most
    return settings.connections


def _united(folder: Path) -> bool:
    try:
        return holds_union(Store.read_only(str(folder)))
    except (OSError, RuntimeError, ValueError) as fault:
        raise ServeError(f"{folder}: the store cannot be opened ({fault})") from None


class _Ending:
    """Hears SIGINT and SIGTERM from the first moment on: before the server is up they end its start."""

    def __init__(self) -> None:
        self._starting = asyncio.current_task()
        self._first: Sequence[Callable[[], None]] = ()
        self._then: list[Callable[[], Coroutine[Any, Any, None]]] = []
        self._running: list[asyncio.Task[None]] = []
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, self._heard)

    def begins_with(self, first: Sequence[Callable[[], None]],
                    then: Sequence[Callable[[], Coroutine[Any, Any, None]]]) -> None:
        """Say what ends the server, once it is up: the first at every signal, the others once."""
        self._first, self._then = first, list(then)

    def _heard(self) -> None:
        if not self._first and self._starting:
            self._starting.cancel()
        for step in self._first:
            step()
        self._running += [asyncio.ensure_future(step()) for step in self._then]
        self._then = []


class _Server(uvicorn.Server):
    """A server that says when it is up, and ends by its own return instead of by the signal that asked it to."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.on_started: Callable[[], None] = lambda: None

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            for listening in sockets or []:
                # Its backlog became what is let in at once; others shall wait, not be sent away.
                listening.listen(BACKLOG)
            self.on_started()

    def stop(self) -> None:
        """Stop taking requests and end; asked twice, end at once."""
        self.force_exit = self.should_exit
        self.should_exit = True

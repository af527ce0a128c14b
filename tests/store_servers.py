"""Starts real triple stores on loopback, and stub servers that misbehave; each test says when they stop."""

from __future__ import annotations

import csv
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, unquote_plus, urlsplit

import httpx
import pytest

from treatygraph import iris

HERE = "127.0.0.1"
READY_WITHIN = 60.0
NO_CERTIFICATES = False
"""For httpx's `verify`: to load the certificates costs far more than a request on loopback, which needs none."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])


class Server:
    """A store's server process in a folder: started, killed, started again."""

    def __init__(self, command: Sequence[str], url: str, folder: Path, ready: str) -> None:
        self.command, self.url, self.folder, self._ready = list(command), url, folder, ready
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self.folder / "server.out").open("ab") as out:
            self.process = subprocess.Popen(self.command, cwd=self.folder, stdout=out, stderr=out)
        until = time.monotonic() + READY_WITHIN
        while time.monotonic() < until:
            assert self.process.poll() is None, (self.folder / "server.out").read_text(errors="replace")
            try:
                if httpx.get(self.url + self._ready, timeout=5, verify=NO_CERTIFICATES).is_success:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise AssertionError(f"{self.command[0]} was not ready within {READY_WITHIN} s")

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


@contextmanager
def running(server: Server) -> Iterator[Server]:
    try:
        server.start()
        yield server
    finally:
        server.stop()


def oxigraph(folder: Path) -> Server:
    found = shutil.which("oxigraph", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    if not found:
        pytest.skip("the Oxigraph server (PyPI package oxigraph) is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    return Server([found, "serve", "--location", str(folder / "data"), "--bind", f"{HERE}:{port}",
                   "--union-default-graph"], f"http://{HERE}:{port}", folder, "/query?query=ASK%7B%7D")


_VIRTUOSO = """[Database]
DatabaseFile={folder}/virtuoso.db
ErrorLogFile={folder}/virtuoso.log
LockFile={folder}/virtuoso.lck
TransactionFile={folder}/virtuoso.trx
xa_persistent_file={folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile={folder}/virtuoso-temp.db
TransactionFile={folder}/virtuoso-temp.trx
[Parameters]
ServerPort={here}:{sql}
DisableUnixSocket=1
ServerThreads=20
NumberOfBuffers=20000
MaxDirtyBuffers=15000
[HTTPServer]
ServerPort={here}:{http}
ServerRoot={folder}
ServerThreads=10
[SPARQL]
ResultSetMaxRows=10000
"""


def virtuoso(folder: Path) -> Server:
    """Virtuoso as Debian configures it: no answer has more than 10,000 rows. User and password are dba, dba."""
    found = shutil.which("virtuoso-t")
    if not found:
        pytest.skip("Virtuoso (Debian package virtuoso-opensource-7-bin) is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(folder=folder, here=HERE, sql=sql, http=http))
    return Server([found, "-f", "-c", "virtuoso.ini"], f"http://{HERE}:{http}", folder, "/sparql?query=ASK%7B%7D")


def restart(server: Server) -> None:
    """Start again after a kill, which leaves Virtuoso's lock file behind."""
    (server.folder / "virtuoso.lck").unlink(missing_ok=True)
    server.start()


def csv_over_http(url: str, query: str, graphs: Sequence[str] = ()) -> str:
    """Ask a query of an endpoint and return its answer as CSV; `graphs` make up the dataset, if given."""
    dataset = {"default-graph-uri": list(graphs), "named-graph-uri": list(graphs)}
    response = httpx.post(url, data={"query": query, **dataset}, timeout=120, verify=NO_CERTIFICATES,
                          headers={"Accept": "application/sparql-results+json"})
    assert response.is_success, response.text[:500]
    answer = response.json()
    names = answer["head"]["vars"]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([row.get(name, {}).get("value", "") for name in names] for row in answer["results"]["bindings"])
    return buffer.getvalue()


def bulk(folder: Path, triples: int, name: str = "bulk", extra: str = "") -> Path:
    """Write a file of that many triples, to be the graph source/<name>."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.nt"
    path.write_text("".join(f'<urn:s{n}> <urn:p> "words {n}{extra}"@en .\n' for n in range(triples)))
    return path


def graph_of(path: Path) -> str:
    return f"{iris.GRAPH}source/{path.stem}"


class Stub:
    """A Graph Store Protocol server in memory that does as told for the n-th PUT, and remembers what it was asked.

    `on_put` is called with the handler, the graph, the body and the number of the PUT, from 1; where it returns true,
    it has answered, or broken the connection, itself. `on_post` is given the text of a query or an update.
    """

    def __init__(self) -> None:
        self.graphs: dict[str, bytes] = {}
        self.asked: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.on_put: Callable[[BaseHTTPRequestHandler, str, bytes, int], bool] = lambda *_: False
        self.on_get: Callable[[BaseHTTPRequestHandler, str], bool] = lambda *_: False
        self.on_post: Callable[[BaseHTTPRequestHandler, str], bool] = lambda *_: False
        self.posts: list[str] = []
        self.released = threading.Event()
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            def _graph(self) -> str:
                graph = parse_qs(urlsplit(self.path).query).get("graph", [""])[0]
                stub.asked.append((self.command, unquote(graph)))
                stub.headers.append(dict(self.headers.items()))
                return graph

            def do_HEAD(self) -> None:
                self._graph()
                self.answer(200)

            def do_GET(self) -> None:
                graph = self._graph()
                if stub.on_get(self, graph):
                    return
                if graph in stub.graphs:
                    self.answer(200, stub.graphs[graph], Content_Type="application/n-triples")
                else:
                    self.answer(404)

            def do_PUT(self) -> None:
                graph = self._graph()
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if stub.on_put(self, graph, body, sum(verb == "PUT" for verb, _ in stub.asked)):
                    return
                stub.graphs[graph] = body
                self.answer(204)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                text = unquote_plus(body.removeprefix("query=")) if body.startswith("query=") else body
                stub.posts.append(text)
                stub.headers.append(dict(self.headers.items()))
                if not stub.on_post(self, text):
                    self.answer(204)

            def do_DELETE(self) -> None:
                self.answer(204 if stub.graphs.pop(self._graph(), None) is not None else 404)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer((HERE, 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://{HERE}:{self._server.server_port}/store"

    def puts(self) -> list[str]:
        return [graph for verb, graph in self.asked if verb == "PUT"]

    def __enter__(self) -> Stub:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()


def break_off(handler: BaseHTTPRequestHandler) -> None:
    """Break the connection with a reset, answering nothing."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    handler.close_connection = True
    handler.connection.close()


@contextmanager
def cut_after(server: Server, size: int) -> Iterator[str]:
    """Pass requests on to a server, and kill it once `size` bytes went its way; yield the address to ask."""
    target = urlsplit(server.url)
    listener = socket.create_server((HERE, 0))
    passed = 0
    lock = threading.Lock()
    open_ones: list[socket.socket] = [listener]

    def forward(source: socket.socket, sink: socket.socket, counts: bool) -> None:
        nonlocal passed
        try:
            while data := source.recv(65536):
                sink.sendall(data)
                if counts:
                    with lock:
                        before, passed = passed, passed + len(data)
                        if before < size <= passed:
                            server.kill()
        except OSError:
            pass
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def accept() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            try:
                upstream = socket.create_connection((target.hostname or HERE, target.port or 80))
            except OSError:
                client.close()
                continue
            open_ones.extend([client, upstream])
            threading.Thread(target=forward, args=(client, upstream, True), daemon=True).start()
            threading.Thread(target=forward, args=(upstream, client, False), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://{HERE}:{listener.getsockname()[1]}"
    finally:
        for one in open_ones:
            one.close()

"""Whoever only holds connections, asks slowly or does not read keeps nobody out and fills no memory."""

from __future__ import annotations

import os
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from treatygraph.serve.clients import client_behind, client_key

from .serving import Served, served

pytestmark = pytest.mark.hardening

# 19,683 rows of eighteen IRIs from three triples: more than 20 MB as JSON.
LONG = "SELECT * {" + " ".join(f"?s{n} a ?o{n} ." for n in range(9)) + "}"
# A busy machine may be long about it, and none of these tests is of how long.
PATIENT = ("--seconds", "150")


def connect(server: Served, source: str = "127.0.0.1", room: int = 0) -> socket.socket:
    where = urlsplit(server.address)
    connection = socket.socket()
    if room:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
    connection.settimeout(150)
    connection.bind((source, 0))
    connection.connect((where.hostname, where.port))
    return connection


@contextmanager
def connections(server: Served, number: int, source: str = "127.0.0.1") -> Iterator[list[socket.socket]]:
    with ExitStack() as stack:
        yield [stack.enter_context(connect(server, source)) for _ in range(number)]


def rest(connection: socket.socket) -> bytes:
    """Return what comes until the server ends the connection."""
    found = b""
    try:
        while piece := connection.recv(65536):
            found += piece
    except ConnectionResetError:
        pass
    return found


def ask(query: str) -> bytes:
    return f"GET /sparql?query={quote(query, safe='')} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


def memory(process: int) -> int:
    """Return the most memory that a process has had, in MB."""
    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text(encoding="ascii"))
    assert found
    return int(found.group(1)) // 1024


def open_files(process: int, name: str = "") -> int:
    """Return how many files a process has open, of a name or any."""
    found = 0
    for link in Path(f"/proc/{process}/fd").iterdir():
        try:
            found += name in os.readlink(link)
        except OSError:
            continue
    return found


def until(happened: Callable[[], bool]) -> None:
    for _ in range(600):
        if happened():
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen")


def test_silent_connections_keep_nobody_out(three_graphs: Path) -> None:
    with served("--data", str(three_graphs), "--workers", "1", "--on-the-way", "8", files=280) as found, \
            ExitStack() as stack:
        before = open_files(found.process.pid)
        for number in range(8):
            stack.enter_context(connections(found, 60, f"127.0.0.{10 + number}"))
        # Some of them began a request, and none ends it.
        for one in stack.enter_context(connections(found, 60, "127.0.0.20")):
            one.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        for source in ("127.0.0.30", "127.0.0.10"):
            assert found.send("GET", "/sparql?query=ASK%7B%7D", source=source).status == 200
        stack.close()
        # Workers that started meanwhile have some.
        until(lambda: open_files(found.process.pid) < before + 30)
        found.process.terminate()
        lines = found.process.communicate(timeout=20)[1].splitlines()
    assert [line[:40] for line in lines] == ["the system lets this process have 280 fi", "stopped"]


def test_one_client_has_a_share_of_the_connections(three_graphs: Path) -> None:
    with served("--data", str(three_graphs), "--workers", "1", "--connections-per-client", "20") as found, \
            connections(found, 20, "127.0.0.2"):
        with connect(found, "127.0.0.2") as more:
            answer = rest(more)
        assert answer.startswith(b"HTTP/1.1 429 ")
        assert b"retry-after: 5\r\n" in answer
        assert b"too many connections" in answer
        assert found.send("GET", "/sparql?query=ASK%7B%7D", source="127.0.0.3").status == 200
    # Behind a proxy all connections come from it.
    with served("--data", str(three_graphs), "--workers", "1", "--connections-per-client", "20",
                "--client-header", "X-Forwarded-For") as proxied, connections(proxied, 40):
        assert proxied.get("/sparql?query=ASK%7B%7D").status == 200


@pytest.mark.parametrize(("pieces", "status"), [
    ([], b""), ([b"GET / HTTP/1.1\r\nHost: x\r\n"], b"HTTP/1.1 408 "),
    ([b"GET / HTTP/1.1\r\n", *([b"X: y\r\n"] * 100)], b"HTTP/1.1 408 "),
    ([b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 900\r\n\r\n",
      *([b"A"] * 100)], b"HTTP/1.1 408 "),
    # A body that nobody asked for.
    ([b"GET /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n", *([b"A"] * 200)], b"HTTP/1.1 404 "),
    ([b"POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n", *([b"A"] * 200)], b"HTTP/1.1 405 ")])
def test_a_slow_request_is_ended(impatient: Served, pieces: list[bytes], status: bytes) -> None:
    with connect(impatient) as connection:
        connection.settimeout(0.05)
        answer = b""
        for piece in [*pieces, *([b""] * 400)]:
            try:
                if piece:
                    connection.sendall(piece)
                part = connection.recv(65536)
                answer += part
                if not part:
                    break
            except TimeoutError:
                continue
            except (ConnectionResetError, BrokenPipeError):
                break
        else:
            raise AssertionError("the connection was never ended")
    assert answer.startswith(status)


@pytest.fixture(scope="module")
def impatient(three_graphs: Path) -> Iterator[Served]:
    with served("--data", str(three_graphs), *PATIENT, "--workers", "4", "--cache", "0",
                "--receive-seconds", "1", "--send-seconds", "1", "--on-the-way", "200") as found:
        yield found


_HEAD = b"POST /nothing HTTP/1.1\r\nHost: x\r\n"
_CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(("request_", "status"), [
    (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"a:b\r\n" * 50_000 + b"\r\n", b"431"),
    (b"GET / HTTP/1.1\r\nHost: x\r\nAccept: " + b"a/b," * 20_000 + b"\r\n\r\n", b"431"),
    (b"GET /" + b"x" * 400_000, b"431"),
    # Sent behind a request that is in order.
    (b"GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n" + b"a:b\r\n" * 20_000, b"431"),
    (_HEAD.replace(b"nothing", b"sparql") + b"Content-Type: application/sparql-query\r\n" + _CHUNKED
     + b"1\r\nA\r\n" * 20_000, b"400"),
    # What nobody asked for may have been answered before it is looked at.
    (_HEAD + _CHUNKED + b"1\r\nA\r\n" * 20_000, b"40"), (_HEAD + _CHUNKED + b"zz\r\n", b"40"),
    (_HEAD + b"Content-Length: 3\r\n" + _CHUNKED + b"0\r\n\r\n", b"400"), (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", b"400"),
    (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"400")])
def test_what_takes_far_more_work_than_it_has_bytes_is_refused(impatient: Served, request_: bytes, status: bytes) -> None:
    with connect(impatient) as connection:
        with suppress(ConnectionResetError, BrokenPipeError):
            connection.sendall(request_)
        answer = rest(connection)
    assert b"HTTP/1.1 " + status in answer
    assert impatient.query("ASK {}").status == 200


def test_a_body_in_pieces_is_read_all_the_same(impatient: Served) -> None:
    query = b"ASK {}" + b" " * 9_000
    chunks = b"".join(b"3\r\n" + query[at:at + 3] + b"\r\n" for at in range(0, len(query) // 3 * 3, 3))
    with connect(impatient) as connection:
        connection.sendall(_HEAD.replace(b"nothing", b"sparql") + b"Content-Type: application/sparql-query\r\n" + _CHUNKED
                           + chunks + b"0\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 200 ")


def test_nothing_of_all_that_is_a_matter_of_the_operators(three_graphs: Path) -> None:
    with served("--data", str(three_graphs), "--workers", "1") as found:
        for begun in (_HEAD + _CHUNKED, b"GET /sparql HTTP/1.1\r\nHost: x\r\n" + _CHUNKED):
            with connect(found) as connection:
                connection.sendall(begun)
                assert connection.recv(20).startswith(b"HTTP/1.1 ")
                connection.sendall(b"no chunk\r\n")
                rest(connection)
        upgrade = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n"
        with connect(found) as connection:
            connection.sendall(upgrade)
            assert rest(connection).startswith(b"HTTP/1.1 200 ")
        found.process.terminate()
        assert found.process.communicate(timeout=20)[1] == "stopped\n"


def test_a_connection_that_is_kept_may_ask_again(impatient: Served) -> None:
    with connect(impatient) as connection:
        for _ in range(3):
            connection.sendall(ask("ASK {}"))
            answer = b""
            while not answer.endswith(b"}"):
                answer += connection.recv(65536)
            assert answer.startswith(b"HTTP/1.1 200 ")


def test_a_long_answer_is_whole(impatient: Served) -> None:
    answer = impatient.query(LONG)
    assert answer.status == 200
    assert len(answer.body) == int(answer.headers["content-length"]) > 20_000_000
    assert answer.body.count(b'"s0"') == 19_683 + 1


def test_clients_that_do_not_read_fill_no_memory(impatient: Served) -> None:
    assert impatient.recovered()
    with ExitStack() as stack:
        idle = [stack.enter_context(connect(impatient, f"127.0.0.{40 + number}", 4096)) for number in range(4)]
        for one in idle:
            one.sendall(ask(LONG))
        for one in idle:
            # It is on its way; from here on the client reads nothing until the server has had enough.
            assert one.recv(100).startswith(b"HTTP/1.1 200 ")
        until(lambda: not open_files(impatient.process.pid, "(deleted)"))
        assert all(len(rest(one)) < 15_000_000 for one in idle)
    assert memory(impatient.process.pid) < 150
    assert impatient.recovered()


def test_answers_on_their_way_have_a_bound(three_graphs: Path) -> None:
    with served("--data", str(three_graphs), *PATIENT, "--workers", "1", "--cache", "0", "--on-the-way", "30") as found, \
            connect(found, "127.0.0.2", 4096) as idle:
        idle.sendall(ask(LONG))
        assert idle.recv(100).startswith(b"HTTP/1.1 200 ")
        target = f"/sparql?query={quote(LONG, safe='')}"
        own = found.send("GET", target, source="127.0.0.2")
        other = found.send("GET", target, source="127.0.0.3")
        assert {own.status, other.status} <= {429, 503}
        assert "retry-after" in other.headers
        # Short ones are answered all the same.
        assert found.send("GET", "/sparql?query=ASK%7B%7D", source="127.0.0.2").status == 200


def test_a_signal_ends_answers_on_their_way(three_graphs: Path) -> None:
    with served("--data", str(three_graphs), *PATIENT, "--workers", "1") as found, connect(found, room=4096) as idle:
        idle.sendall(ask(LONG))
        assert idle.recv(100).startswith(b"HTTP/1.1 200 ")
        found.process.terminate()
        assert found.process.communicate(timeout=30)[1] == "stopped\n"
        assert found.process.returncode == 0


@pytest.mark.parametrize(("address", "key"), [
    ("192.0.2.7", "192.0.2.7"), (" 192.0.2.7 ", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ("[2001:db8:1:2::9]", "2001:db8:1:2::/64"), ("fe80::1%eth0", "fe80::/64"), ("::ffff:192.0.2.7", "192.0.2.7"),
    ("", "unknown"), ("unknown", "unknown"), ("192.0.2.7\x1b", "unknown"), ("_hidden", "unknown")])
def test_who_a_client_is(address: str, key: str) -> None:
    assert client_key(address) == key


@pytest.mark.parametrize(("forwarded", "key"), [
    ("", "127.0.0.1"), ("192.0.2.7", "192.0.2.7"), ("198.51.100.1, 192.0.2.7", "192.0.2.7"), ("nonsense", "127.0.0.1"),
    ("192.0.2.7, ", "127.0.0.1")])
def test_who_a_client_is_behind_a_proxy(forwarded: str, key: str) -> None:
    assert client_behind("127.0.0.1", forwarded) == key


def test_only_a_configured_header_names_a_client(three_graphs: Path) -> None:
    with served("--data", str(three_graphs), "--workers", "1", "--verbose", "--client-header", "X-Real-IP") as found:
        found.query("ASK {}")
        found.get("/sparql?query=ASK%7B%7D", X_Real_IP="192.0.2.7", X_Forwarded_For="192.0.2.8")
        found.process.terminate()
        lines = found.process.communicate(timeout=20)[1].splitlines()
    assert [line.split()[0] for line in lines] == ["127.0.0.1", "192.0.2.7", "stopped"]

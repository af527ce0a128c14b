"""How the server starts, says what it does, and ends."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from treatygraph.serve.listening import bound_socket

from .serving import SOURCES, address_of, served, start

pytestmark = pytest.mark.hardening

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(SOURCES)}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "treatygraph", "serve", *arguments], env=ENVIRONMENT, text=True,
                          capture_output=True, timeout=60, check=False)


def alive(processes: list[int]) -> list[int]:
    return [number for number in processes if Path(f"/proc/{number}").exists()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly(number: signal.Signals, tmp_path: Path, three_graphs: Path) -> None:
    with served("--data", str(three_graphs), temporary=tmp_path) as found:
        assert found.query("ASK {}").status == 200
        assert [path.name.startswith("treatygraph-serve-") for path in tmp_path.iterdir()] == [True]
        workers = found.workers()
        assert len(workers) >= 3
        found.process.send_signal(number)
        _, errors = found.process.communicate(timeout=20)
        assert found.process.returncode == 0
        assert errors == "stopped\n"
        assert list(tmp_path.iterdir()) == []
        assert alive(workers) == []


def test_it_ends_in_the_middle_of_a_query(tmp_path: Path, many: Path) -> None:
    with served("--data", str(many), "--seconds", "600", temporary=tmp_path) as found:
        def ask() -> None:
            with suppress(OSError, http.client.HTTPException):
                found.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")

        asking = threading.Thread(target=ask)
        asking.start()
        time.sleep(0.7)
        workers = found.workers()
        found.process.send_signal(signal.SIGINT)
        found.process.communicate(timeout=30)
        asking.join()
        assert found.process.returncode == 0
        assert alive(workers) == []
        assert list(tmp_path.iterdir()) == []


def test_workers_do_not_outlive_a_killed_server(three_graphs: Path, tmp_path: Path) -> None:
    with served("--data", str(three_graphs), temporary=tmp_path) as found:
        workers = found.workers()
        found.process.kill()
        found.process.communicate(timeout=20)
        for _ in range(100):
            if not alive(workers):
                break
            time.sleep(0.1)
        assert alive(workers) == []


def test_a_port_in_use() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("--port", str(port))
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (f"treatygraph: port {port} on 127.0.0.1 is in use; choose another with --port, "
                           "or --port 0 for any that is free\n")


@pytest.mark.parametrize(("arguments", "words"), [
    (("--data", "nowhere"), "nowhere: cannot be read"), (("--store", "nowhere"), "no store is here"),
    (("--host", "192.0.2.1"), "cannot be used"), (("--port", "70000"), "70000 is not in the range"),
    (("--store", "a", "--data", "b"), "not both"), (("--public-url", "data.example.org"), "begins with http")])
def test_what_cannot_be_served(arguments: tuple[str, ...], words: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_small_packets_are_not_gathered() -> None:
    """Head and body of an answer leave apart; gathered, the body would wait 40 ms for the head to be confirmed."""
    with bound_socket("127.0.0.1", 0) as found:
        assert found.proto == socket.IPPROTO_TCP


def test_a_faulty_file_says_where(tmp_path: Path) -> None:
    faulty = tmp_path / "faulty.ttl"
    faulty.write_text("<a:a> <a:b> 1 .\n<a:a> <a:b> .\n", encoding="utf-8")
    done = run("--data", str(faulty))
    assert done.returncode == 2
    assert f"{faulty}:2: not well-formed" in done.stderr


def test_a_store_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("nonsense\n", encoding="utf-8")
    done = run("--port", "0", "--store", str(tmp_path))
    assert done.returncode == 2
    assert "the store cannot be opened" in done.stderr


def test_a_store_on_disk_is_served_and_left_as_it_is(tmp_path: Path) -> None:
    graph = NamedNode("http://x/g")
    store = Store(str(tmp_path / "store"))
    store.bulk_extend([Quad(NamedNode("http://x/s"), NamedNode("http://x/p"), Literal("17.50"), graph)])
    store.flush()
    del store
    before = sorted(path.name for path in (tmp_path / "store").iterdir() if path.suffix == ".sst")
    with served("--workers", "1", "--store", str(tmp_path / "store")) as found:
        assert found.query("SELECT * { ?s ?p ?o }", "text/csv").text.split()[-1].count("17.50") == 1
        assert found.get("/graph-store?graph=http://x/g", "application/n-triples").text.startswith("<http://x/s>")
    assert sorted(path.name for path in (tmp_path / "store").iterdir() if path.suffix == ".sst") == before


def test_it_says_where_it_is_and_listens_on_this_machine_only(three_graphs: Path) -> None:
    process = start("--port", "0", "--workers", "1", "--data", str(three_graphs))
    try:
        address = address_of(process)
        assert address.startswith("http://127.0.0.1:")
        assert not address.endswith(":0")
        assert process.stdout
        said = "".join(process.stdout.readline() for _ in range(4))
        assert f"{address}/sparql" in said
        assert f"{address}/id/state/CZE" in said
        assert "curl" in said
    finally:
        process.terminate()
        process.communicate(timeout=20)


def test_verbose_prints_a_line_for_each_request(three_graphs: Path) -> None:
    with served("--workers", "1", "--verbose", "--data", str(three_graphs)) as found:
        found.query("ASK {}")
        found.get("/id/no%0Athing")
        found.send("PUT", "/sparql")
        found.process.terminate()
        _, errors = found.process.communicate(timeout=20)
    lines = errors.splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("127.0.0.1 GET /sparql?query=ASK%20%7B%7D 200 ")
    assert lines[0].endswith(" ms")
    assert lines[1].startswith("127.0.0.1 GET /id/no?thing 404 ")
    assert lines[2].startswith("127.0.0.1 PUT /sparql 405 ")
    assert lines[3] == "stopped"


def test_quiet_prints_nothing_for_a_request(three_graphs: Path) -> None:
    with served("--workers", "1", "--data", str(three_graphs)) as found:
        found.query("ASK {}")
        found.process.terminate()
        _, errors = found.process.communicate(timeout=20)
    assert errors == "stopped\n"


def test_the_tag_of_an_answer_outlives_the_server_and_not_the_data(tmp_path: Path) -> None:
    file = tmp_path / "data.ttl"
    tags = []
    for number in (1, 1, 2):
        file.write_text(f"<http://x/s> <http://x/p> {number} .\n", encoding="utf-8")
        with served("--workers", "1", "--data", str(file)) as found:
            headers = {"Host": "data.example.org"}
            tags.append(found.send("GET", "/sparql?query=ASK%7B%7D", headers).headers["etag"])
    assert tags[0] == tags[1] != tags[2]

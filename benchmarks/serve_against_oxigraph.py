"""Asks every competency question of `treatygraph serve` and of the Oxigraph server, side by side, and prints ratios.

    python benchmarks/serve_against_oxigraph.py [RUNS]

Both servers hold the same graphs and run at the same time on loopback; each question goes to one and then to the
other, over a connection that is kept open. The best of several runs counts, and the ratio of the sums is what matters:
a question answered in less than a millisecond measures HTTP alone. `serve` is asked twice, with the answers it keeps
turned off and on. Questions that ask another endpoint are left out.
"""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from pyoxigraph import Store

from treatygraph import paths
from treatygraph.ask import names_a_service, questions
from treatygraph.graph.store import load

MOST = 1.5
# Rows, or a graph where a question makes one.
_HEADERS = {"Accept": "application/sparql-results+json, application/n-triples;q=0.5",
            "Content-Type": "application/x-www-form-urlencoded"}


class Peer:
    """A server under test: where it listens, and the connection kept to it."""

    def __init__(self, name: str, address: str, path: str) -> None:
        self.name, self.path = name, path
        where = urlsplit(address)
        self.connection = http.client.HTTPConnection(where.hostname or "", where.port or 80, timeout=120)
        self.connection.connect()
        # Head and body of a request leave in two pieces; waiting for the first to be confirmed would measure TCP.
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, query: str) -> tuple[float, int]:
        """Return the seconds an answer took, and its length."""
        body = urlencode({"query": query})
        started = time.perf_counter()
        self.connection.request("POST", self.path, body, _HEADERS)
        answer = self.connection.getresponse()
        content = answer.read()
        taken = time.perf_counter() - started
        if answer.status != 200:
            raise SystemExit(f"{self.name}: {answer.status} {content[:200]!r}")
        return taken, len(content)


@contextmanager
def our_server(folder: Path, *arguments: str) -> Iterator[str]:
    process = subprocess.Popen([sys.executable, "-m", "treatygraph", "serve", "--port", "0", "--store", str(folder),
                                *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout
        yield process.stdout.readline().split()[2].rstrip("/")
    finally:
        process.terminate()
        process.wait()


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    command = Path(sysconfig.get_path("scripts")) / "oxigraph"
    found = str(command) if command.exists() else shutil.which("oxigraph")
    if not found:
        raise SystemExit("the Oxigraph server is not installed (pip install oxigraph)")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([found, "serve-read-only", "--location", str(folder), "--bind", f"127.0.0.1:{port}",
                                "--union-default-graph"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    asked = [item for item in questions() if not names_a_service(item.query)]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for name in ("ours", "theirs"):
            store = Store(str(folder / name))
            store.bulk_extend(load([paths.graph()]))
            store.flush()
            del store
        peers = [Peer("oxigraph", stack.enter_context(oxigraph(folder / "theirs")), "/query"),
                 Peer("serve", stack.enter_context(our_server(folder / "ours", "--cache", "0")), "/sparql"),
                 Peer("serve, kept", stack.enter_context(our_server(folder / "ours")), "/sparql")]
        best: dict[tuple[str, str], float] = {}
        for turn in range(runs + 1):
            for item in asked:
                for peer in peers if turn % 2 else reversed(peers):
                    taken, _ = peer.ask(item.query)
                    if turn:
                        key = item.name, peer.name
                        best[key] = min(taken, best.get(key, taken))
    print(f"{'question':10}" + "".join(f"{peer.name:>14}" for peer in peers) + f"{'ratio':>8}{'kept':>8}")
    for item in asked:
        times = [best[item.name, peer.name] for peer in peers]
        print(f"{item.name:10}" + "".join(f"{seconds * 1000:11.2f} ms" for seconds in times)
              + f"{times[1] / times[0]:8.2f}{times[2] / times[0]:8.2f}")
    sums = [sum(best[item.name, peer.name] for item in asked) for peer in peers]
    print(f"{'sum':10}" + "".join(f"{seconds * 1000:11.2f} ms" for seconds in sums)
          + f"{sums[1] / sums[0]:8.2f}{sums[2] / sums[0]:8.2f}")
    print(f"{len(asked)} questions, best of {runs}; serve / oxigraph as a sum: {sums[1] / sums[0]:.2f} without answers "
          f"kept, {sums[2] / sums[0]:.2f} with; at most {MOST}")
    sys.exit(sums[1] / sums[0] > MOST)


if __name__ == "__main__":
    main()

"""Lets fifty clients ask `treatygraph serve` at the same time, and prints errors and memory at start and end.

    python benchmarks/serve_fifty_clients.py [SECONDS [CLIENTS]]

Each client keeps a connection open and asks questions, pages and graphs one after another; the answers that the server
keeps are turned off, so that workers do the work. Memory is the resident size of the server and of each worker, taken
after a first round and at the end. Exit code 1 where an answer was not 200 or memory grew by more than a tenth.
"""

from __future__ import annotations

import http.client
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from treatygraph.ask import names_a_service, questions

_ACCEPTS = ("application/sparql-results+json", "text/csv", "application/sparql-results+xml", "text/html")
_PAGES = ("/id/state/CZE.html", "/id/state/ITA.ttl", "/id/conference/ctbt-art-xiv-2021.jsonld", "/dataset.nt",
          "/graph-store?graph=https://w3id.org/treatygraph/graph/table/states", "/sparql")
_GROWTH = 1.1
# Slower ones would measure the engine instead of the server.
_QUICK = ("CQ-02", "CQ-04", "CQ-06", "CQ-08", "CQ-09", "CQ-10", "CQ-13", "CQ-16", "CQ-17", "CQ-18", "CQ-19", "CQ-20",
          "CQ-21", "CQ-22", "CQ-23", "CQ-27", "CQ-29", "CQ-34", "CQ-35", "CQ-36")


def resident(process: int) -> int:
    """Return the resident memory of a process in kB (Linux)."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process}/status").read_text(encoding="ascii"))
    return int(found.group(1)) if found else 0


def family(process: int) -> list[int]:
    """Return a process and its children."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    return [process, *map(int, children)]


class Client(threading.Thread):
    """Asks one request after another until it is told to stop."""

    def __init__(self, address: str, number: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.where = urlsplit(address)
        self.number, self.choice = number, random.Random(number)
        self.stop = stop
        self.outcomes: Counter[str] = Counter()
        self.slowest = 0.0
        self.queries = [item.query for item in questions() if item.name in _QUICK and not names_a_service(item.query)]

    def run(self) -> None:
        connection = http.client.HTTPConnection(self.where.hostname or "", self.where.port or 80, timeout=120,
                                                source_address=(f"127.0.1.{self.number + 1}", 0))
        while not self.stop.is_set():
            started = time.perf_counter()
            try:
                if self.choice.random() < 0.8:
                    connection.request("POST", "/sparql", urlencode({"query": self.choice.choice(self.queries)}), {
                        "Accept": self.choice.choice(_ACCEPTS), "Accept-Encoding": self.choice.choice(("gzip", "")),
                        "Content-Type": "application/x-www-form-urlencoded"})
                else:
                    connection.request("GET", self.choice.choice(_PAGES))
                answer = connection.getresponse()
                answer.read()
                self.outcomes[str(answer.status)] += 1
            except (OSError, http.client.HTTPException) as fault:
                self.outcomes[type(fault).__name__] += 1
                connection.close()
            self.slowest = max(self.slowest, time.perf_counter() - started)


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    process = subprocess.Popen([sys.executable, "-m", "treatygraph", "serve", "--port", "0", "--cache", "0"],
                               stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        address = process.stdout.readline().split()[2].rstrip("/")
        stop = threading.Event()
        clients = [Client(address, number, stop) for number in range(count)]
        for client in clients:
            client.start()
        time.sleep(max(1.0, seconds / 6))
        members = family(process.pid)
        before = {number: resident(number) for number in members}
        time.sleep(seconds - max(1.0, seconds / 6))
        after = {number: resident(number) for number in family(process.pid)}
        stop.set()
        for client in clients:
            client.join(150)
    finally:
        process.terminate()
        process.wait()
    outcomes = sum((client.outcomes for client in clients), Counter())
    total = sum(outcomes.values())
    print(f"{count} clients, {seconds:g} s: {total} answers, {total / seconds:.0f} a second, slowest "
          f"{max(client.slowest for client in clients):.2f} s; {dict(outcomes)}")
    for number in members:
        name = "server" if number == process.pid else "worker"
        print(f"{name:7} {before[number] / 1024:7.1f} MB after the first sixth, "
              f"{after.get(number, 0) / 1024:7.1f} MB at the end")
    grown = sum(after.values()) / sum(before.values())
    same = set(before) == set(after)
    print(f"memory at the end / after the first sixth: {grown:.2f}; the same processes: {'yes' if same else 'no'}")
    sys.exit(set(outcomes) != {"200"} or grown > _GROWTH)


if __name__ == "__main__":
    main()

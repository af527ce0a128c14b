"""What the benchmarks of `treatygraph serve` share: a server on loopback, clients with addresses of their own, memory."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

from prometheus_client.parser import text_string_to_metric_families

from treatygraph.ask import names_a_service, questions

HOSTILE = ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
           "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a",
           "SELECT (COUNT(DISTINCT CONCAT(STR(?a), STR(?f))) AS ?n) { ?a ?b ?c . ?d ?e ?f }")
PAGES = ("/id/state/CZE.html", "/id/state/ITA.ttl", "/id/conference/ctbt-art-xiv-2021.jsonld", "/dataset.nt",
         "/id/state/CZE", "/sparql", "/", "/ontology.html")
FORM = "application/x-www-form-urlencoded"


@contextmanager
def server(*arguments: str, environment: dict[str, str] | None = None) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start a server on loopback; yield its process and its address, and end it."""
    process = subprocess.Popen([sys.executable, "-m", "treatygraph", "serve", "--port", "0", *arguments], text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **(environment or {})})
    try:
        assert process.stdout
        yield process, process.stdout.readline().split()[2].rstrip("/")
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(60)


class Caller:
    """A client with an address of its own in 127.0.0.0/8, which keeps its connection.

    `said` is how an answer began, or of one that did not come how far it came.
    """

    def __init__(self, address: str, source: str, seconds: float = 120) -> None:
        where = urlsplit(address)
        self._connection = http.client.HTTPConnection(where.hostname or "", where.port or 80, timeout=seconds,
                                                      source_address=(source, 0))
        self.said = ""

    def get(self, path: str) -> tuple[str, int]:
        return self._outcome("GET", path, None, {})

    def ask(self, query: str, accept: str = "text/csv, application/n-triples;q=0.5") -> tuple[str, int]:
        return self._outcome("POST", "/sparql", urlencode({"query": query}), {"Content-Type": FORM, "Accept": accept})

    def close(self) -> None:
        self._connection.close()

    def _outcome(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[str, int]:
        """Return the status, or the name of what failed, and the length of the answer."""
        for attempt in (1, 2):
            fresh = self._connection.sock is None
            self.said = "nothing came"
            try:
                self._connection.request(method, path, body, headers)
                answer = self._connection.getresponse()
                self.said = f"{answer.status} began and did not end"
                content = answer.read()
                self.said = content[:300].decode(errors="replace")
                return str(answer.status), len(content)
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError) as fault:
                self._connection.close()
                # A connection that lay idle may have been ended meanwhile, which is no error (RFC 9112, section 9.3.1).
                if fresh or attempt == 2:
                    return type(fault).__name__, 0
            except (OSError, http.client.HTTPException) as fault:
                self._connection.close()
                return type(fault).__name__, 0
        return "unreachable", 0


def library() -> dict[str, str]:
    """Return the questions that need no other endpoint, by name."""
    return {item.name: item.query for item in questions() if not names_a_service(item.query)}


def resident(process: int) -> int:
    """Return the resident memory of a process in kB (Linux); 0 where it is gone."""
    try:
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process}/status").read_text(encoding="ascii"))
    except OSError:
        return 0
    return int(found.group(1)) if found else 0


def workers(process: int) -> list[int]:
    """Return the children of a process."""
    return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()]


def metrics(address: str) -> dict[tuple[str, ...], float]:
    """Return what a server counts, by name and labels; raise OSError where it does not tell."""
    with urlopen(f"{address}/metrics", timeout=60) as answer:
        families = text_string_to_metric_families(answer.read().decode())
    return {(sample.name, *sorted(sample.labels.values())): sample.value for family in families for sample in family.samples}


def busy() -> str:
    """Tell how busy the machine is, which any figure depends on."""
    return f"{os.cpu_count()} processors, load before the start {os.getloadavg()[0]:.1f}"


def table(rows: Sequence[Sequence[object]]) -> str:
    """Return rows in columns, the first at the left and figures at the right."""
    written = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*written, strict=True)]
    return "\n".join("  ".join(cell.ljust(width) if at == 0 else cell.rjust(width)
                               for at, (cell, width) in enumerate(zip(row, widths, strict=True))) for row in written)


def verdict(missed: Sequence[str]) -> int:
    """Print what was missed, or that all held; return the exit code."""
    for one in missed:
        print(f"MISSED: {one}")
    if not missed:
        print("held")
    return 1 if missed else 0

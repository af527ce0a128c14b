"""Starts the server as a user does, and asks it over HTTP."""

from __future__ import annotations

import http.client
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import treatygraph

SOURCES = Path(treatygraph.__file__).resolve().parent.parent
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Response:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass
class Served:
    """A running server: its process and its address."""

    process: subprocess.Popen[str]
    address: str

    def send(self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None,
             seconds: float = 60, source: str = "127.0.0.1") -> Response:
        where = urlsplit(self.address)
        connection = http.client.HTTPConnection(where.hostname or "", where.port or 80, timeout=seconds,
                                                source_address=(source, 0))
        try:
            connection.request(method, path, body=body, headers=dict(headers or {}))
            answer = connection.getresponse()
            return Response(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def get(self, path: str, accept: str = "", **headers: str) -> Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.send("GET", path, {**({"Accept": accept} if accept else {}), **named})

    def query(self, query: str, accept: str = "", **parameters: str) -> Response:
        return self.get("/sparql?" + urlencode({"query": query, **parameters}, quote_via=quote), accept)

    def recovered(self, seconds: float = 60) -> bool:
        """Wait until queries are answered again: three one after another, none of which was asked before."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if all(self.query(f"ASK {{}} # {time.monotonic_ns()}").status == 200 for _ in range(3)):
                return True
            time.sleep(0.1)
        return False

    def workers(self) -> list[int]:
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parent = re.search(r"\) \S (\d+)", (folder / "stat").read_text())
            except OSError:
                continue
            if parent and int(parent.group(1)) == self.process.pid:
                found.append(int(folder.name))
        return found


def start(*arguments: str, temporary: Path | None = None, files: int = 0) -> subprocess.Popen[str]:
    """Start a server; `files` is how many files the system lets it have."""
    environment = {**os.environ, "PYTHONPATH": str(SOURCES), "PYTHONUNBUFFERED": "1"}
    if temporary:
        environment["TMPDIR"] = str(temporary)
    process = subprocess.Popen([sys.executable, "-m", "treatygraph", "serve", *arguments], env=environment, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if files:
        # Long before the server asks how many it may have.
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (files, files))
    return process


def address_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    first = process.stdout.readline()
    found = re.search(r"http://\S+?(?=/ )", first)
    if not found:
        process.kill()
        raise AssertionError(f"the server did not start: {first}{process.communicate()[1]}")
    return found.group()


@contextmanager
def served(*arguments: str, temporary: Path | None = None, files: int = 0) -> Iterator[Served]:
    process = start("--port", "0", *arguments, temporary=temporary, files=files)
    try:
        yield Served(process, address_of(process))
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()

"""Runs mixed load against `treatygraph serve` while things go wrong, and counts the errors that are not the fault's own.

    python benchmarks/serve_soak.py [--seconds 600] [--clients 20]

Clients, each with an address of its own, ask questions, pages, graphs, long answers and nonsense; some leave in the middle
of an answer, some never read one. Meanwhile workers are killed, one every two seconds, and for a sixth of the time the disk
on which long answers lie is full (a limit on the size of files, given to the running server). Allowed is a 503 that names
the fault: its worker ended, and one was killed; the disk is full, and it was. A long answer may be told 429 for others who
wait, where a worker was killed. A whole graph may be told 503 because others have the one place for it, where the server's
metrics say that the place was in use all the while. Nonsense gets its 303, 400, 403 or 404.
Everything else counts, and so do lines on the error stream but the last and those that tell of a worker that was killed
while it started, or of the index of words whose process was; and so does the place for whole graphs where it stands
empty while somebody waits. Memory of the server is taken after the first third and at the end. When all clients have
gone, nothing may run or wait, no answer may be on its way, every worker must be back and a whole graph be given. Exit
code 1 where an error counts, something is held, or memory grew by more than a tenth. All on loopback; it ends by
itself.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import socket
import sys
import threading
import time
from collections import Counter
from urllib.parse import quote, urlsplit

from serving import PAGES, Caller, busy, library, metrics, resident, server, table, verdict, workers

_GROWTH = 1.1
_KILLED_EVERY = 2.0
# What a request may wait for a worker, and have of one; whoever asks has more patience than both.
_LIMIT = 120
_PATIENCE = 2 * _LIMIT + 60
_WORKERS = 2
_PROCESSES = {"queries": 2 * _WORKERS + 1, "pages": 2, "graphs": 1}
_SAMPLED_EVERY = 0.5
_SETTLED_WITHIN = 120
_WHOLE = "/graph-store?default"
_LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 60000"
_NONSENSE = {"/sparql?query=ASK%20%7B": "400", "/id/state/XXX": "404", "//evil.example/%23x": "303",
             "/graph-store?graph=x": "400", "/sparql?query=" + quote("ASK " + "{" * 500 + "}" * 500): "403",
             "/sparql?query=CLEAR%20ALL": "403"}


class Place(threading.Thread):
    """Watches the place for whole graphs: whether somebody has it, and whether it stands empty while somebody waits."""

    def __init__(self, address: str, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.address, self.stop = address, stop
        self.seen: list[tuple[float, bool, bool]] = []
        self.empty = self.unheard = self.most_waiting = 0

    def run(self) -> None:
        while not self.stop.wait(_SAMPLED_EVERY):
            try:
                found = metrics(self.address)
            except OSError:
                self.unheard += 1
                continue
            running, waiting, processes = (found["treatygraph_pool", *sorted(("graphs", what))]
                                           for what in ("running", "waiting", "workers"))
            # Without a worker it is one that was killed, or left with its job, and another starts.
            self.seen.append((time.monotonic(), running > 0, processes == 0))
            self.empty += waiting > 0 and processes > 0 and running == 0
            self.most_waiting = max(self.most_waiting, int(waiting))

    def in_use(self, since: float) -> bool:
        """Tell whether somebody had the place ever since, or a worker started for it."""
        seen = [(used, starting) for moment, used, starting in self.seen if moment >= since - 2 * _SAMPLED_EVERY]
        return any(used for used, _ in seen) and all(used or starting for used, starting in seen)


class Faults:
    """What is wrong just now, and was a moment ago."""

    def __init__(self, place: Place) -> None:
        self.disk_full = False
        self.killed: list[float] = []
        self.place = place

    def explain(self, kind: str, status: str, said: str, began: float) -> bool:
        """Tell whether a fault is why something was not answered, and the answer says so."""
        fewer = any(began - 0.1 <= moment for moment in self.killed)
        if status == "429":
            # With a worker fewer, the long answers of whoever used most make room for others.
            return fewer and kind == "long" and "others wait" in said
        if status != "503":
            return False
        if "its worker ended" in said:
            return fewer
        if kind == "graph" and "all workers are busy" in said:
            return self.place.in_use(since=began)
        return "on its disk" in said and self.disk_full


class Client(threading.Thread):
    """Asks one thing after another, of every kind."""

    def __init__(self, address: str, number: int, faults: Faults, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.address, self.source = address, f"127.0.2.{number + 1}"
        self.choice, self.faults, self.stop = random.Random(number), faults, stop
        self.outcomes: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()

    def run(self) -> None:
        caller, queries = Caller(self.address, self.source, _PATIENCE), list(library().items())
        while not self.stop.wait(self.choice.random()):
            kind = self.choice.choices(("question", "page", "graph", "long", "nonsense", "leave", "idle"),
                                       (40, 30, 5, 3, 10, 8, 1))[0]
            began = time.monotonic()
            if kind in {"leave", "idle"}:
                self._vanish(wait=kind == "idle")
                continue
            expected = {"200", "303"}
            if kind == "question":
                status, _ = caller.ask(self.choice.choice(queries)[1])
            elif kind == "page":
                status, _ = caller.get(self.choice.choice(PAGES))
            elif kind == "graph":
                status, _ = caller.get(_WHOLE)
            elif kind == "long":
                status, _ = caller.ask(f"{_LONG} # {began}", "application/sparql-results+json")
            else:
                path = self.choice.choice(list(_NONSENSE))
                status, _ = caller.get(path)
                expected = {_NONSENSE[path]}
            self.outcomes[f"{kind} {status}"] += 1
            if status not in expected and not self.faults.explain(kind, status, caller.said, began):
                self.wrong[f"{kind} {status} {caller.said.strip()[:80]}"] += 1

    def _vanish(self, *, wait: bool) -> None:
        """Ask for much and leave, at once or after having read nothing for a while."""
        where = urlsplit(self.address)
        try:
            with socket.create_connection((where.hostname or "", where.port or 80), 10, (self.source, 0)) as connection:
                connection.sendall(f"GET /sparql?query={quote(_LONG)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
                self.stop.wait(5 if wait else self.choice.random())
        except OSError as fault:
            self.wrong[f"connecting {type(fault).__name__}"] += 1
        self.outcomes["left"] += 1


def harm(process: int, faults: Faults, stop: threading.Event, seconds: float) -> None:
    """Kill a worker every two seconds, and have the disk full for a sixth of the time."""
    began, choice = time.monotonic(), random.Random(0)
    unlimited = resource.prlimit(process, resource.RLIMIT_FSIZE)
    while not stop.wait(_KILLED_EVERY):
        full = 1 / 2 < (time.monotonic() - began) / seconds < 2 / 3
        if full != faults.disk_full:
            soft = 1024 * 1024 if full else unlimited[0]
            if full:
                faults.disk_full = True
            resource.prlimit(process, resource.RLIMIT_FSIZE, (soft, unlimited[1]))
            if not full:
                # Who was refused just before hears of it just after.
                stop.wait(1)
                faults.disk_full = False
        if found := workers(process):
            faults.killed.append(time.monotonic())
            try:
                os.kill(choice.choice(found), signal.SIGKILL)
            except ProcessLookupError:
                faults.killed.pop()


def held(address: str) -> list[str]:
    """Return what a server still has for clients that have all gone, after a time in which it may start its workers."""
    for _ in range(_SETTLED_WITHIN):
        found = metrics(address)
        left = [f"{pool}: {found[key]:.0f} {what}" for pool in _PROCESSES for what in ("running", "waiting")
                if found[key := ("treatygraph_pool", *sorted((pool, what)))]]
        left += [f"{pool}: {found[key]:.0f} of {most} workers" for pool, most in _PROCESSES.items()
                 if found[key := ("treatygraph_pool", *sorted((pool, "workers")))] != most]
        if on_the_way := found["treatygraph_on_the_way_bytes",]:
            left.append(f"{on_the_way:.0f} bytes of answers on their way")
        if not left:
            break
        time.sleep(1)
    status, _ = Caller(address, "127.0.3.1", _PATIENCE).get(_WHOLE)
    return left if status == "200" else [*left, f"a whole graph is answered {status}"]


def main() -> int:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--seconds", type=float, default=600.0)
    asked.add_argument("--clients", type=int, default=20)
    given = asked.parse_args()
    seconds = given.seconds
    print(f"{busy()}; {given.clients} clients, {seconds:g} s")
    stop = threading.Event()
    with server("--cache", "4", "--send-seconds", "3", "--seconds", str(_LIMIT), "--workers", str(_WORKERS),
                "--metrics") as (process, address):
        place = Place(address, stop)
        faults = Faults(place)
        place.start()
        clients = [Client(address, number, faults, stop) for number in range(given.clients)]
        for client in clients:
            client.start()
        harmer = threading.Thread(target=harm, args=(process.pid, faults, stop, seconds), daemon=True)
        harmer.start()
        time.sleep(seconds / 3)
        before = resident(process.pid)
        time.sleep(seconds * 2 / 3)
        after = resident(process.pid)
        stop.set()
        harmer.join(10)
        until = time.monotonic() + _PATIENCE
        for client in clients:
            client.join(max(0, until - time.monotonic()))
        waiting = sum(client.is_alive() for client in clients)
        still = held(address)
        process.terminate()
        _, lines = process.communicate(timeout=60)
    outcomes = sum((client.outcomes for client in clients), Counter())
    wrong = sum((client.wrong for client in clients), Counter())
    # A worker that was killed while it started, and the process that makes the index of words, which is one of those killed.
    said = [line for line in lines.splitlines() if line != "stopped" and "did not come up" not in line
            and f"its process ended with -{signal.SIGKILL:d}" not in line]
    print(table([["what", "how many"], *sorted(outcomes.items()), ["requests", sum(outcomes.values())],
                 ["workers killed", len(faults.killed)], ["errors that no fault explains", sum(wrong.values())],
                 ["whole graphs that waited at a time, at most", place.most_waiting],
                 ["looks at their place", len(place.seen)], ["of these empty while somebody waited", place.empty],
                 ["MB of the server, after a third", before // 1024], ["MB of the server, at the end", after // 1024]]))
    missed = [f"{name}: {number} times, and no fault explains it" for name, number in wrong.most_common(10)]
    if said:
        missed.append(f"{len(said)} lines on the error stream: {said[:5]}")
    if place.empty:
        missed.append(f"the place for whole graphs was empty while somebody waited, {place.empty} times")
    if place.unheard or not place.seen:
        missed.append(f"the server did not tell its metrics, {place.unheard} times")
    if waiting:
        missed.append(f"{waiting} clients still waited after {_PATIENCE} s")
    if still:
        missed.append(f"when all had gone, there was still: {', '.join(still)}")
    if process.returncode != 0:
        missed.append(f"the server ended with {process.returncode}")
    if after > before * _GROWTH:
        missed.append(f"memory grew by more than a tenth, from {before} kB to {after} kB")
    if not outcomes:
        missed.append("nothing was asked")
    return verdict(missed)


if __name__ == "__main__":
    sys.exit(main())

"""Lets fifty clients ask `treatygraph serve` beside sixteen hostile ones, and prints how many waited a second.

    python benchmarks/serve_beside_attackers.py [--seconds 60] [--clients 50] [--pause 5] [--address URL]

The hostile ones come from one address and ask, each one after another, what no server can answer in time. Each of the
others has an address of its own, asks a question of the library or for a page, and waits PAUSE seconds before the next.
Every question is fresh: no other was written like it, and the server keeps none. Exit code 1 where somebody was not
answered, where more than one in a hundred questions, or any page, took a second, or where the server had something to
say on its error stream. With `--address` a server that already runs on this machine is attacked, which may keep pages.
All on loopback; it ends by itself.
"""

from __future__ import annotations

import argparse
import random
import sys
import threading
import time
from collections import Counter
from contextlib import nullcontext

from serving import HOSTILE, PAGES, Caller, busy, library, server, table, verdict

_HOSTILE_CLIENTS = 16
_BOUND = 1.0


class Attacker(threading.Thread):
    """Asks hostile queries one after another."""

    def __init__(self, address: str, number: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.caller = Caller(address, "127.0.0.50")
        self.number, self.stop = number, stop
        self.outcomes: Counter[str] = Counter()

    def run(self) -> None:
        asked = self.number
        while not self.stop.is_set():
            status, _ = self.caller.ask(f"{HOSTILE[asked % len(HOSTILE)]} # {self.number} {asked}")
            self.outcomes[status] += 1
            asked += 1
            # Refused at once, it does not ask a thousand times a second.
            self.stop.wait(0.05 if status == "429" else 0)


class Client(threading.Thread):
    """Asks a question or for a page, and waits a while."""

    def __init__(self, address: str, number: int, pause: float, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.caller = Caller(address, f"127.0.1.{number + 1}")
        self.choice = random.Random(number)
        self.pause, self.stop = pause, stop
        self.outcomes: Counter[str] = Counter()
        self.asked: list[tuple[str, float]] = []
        self.paged: list[tuple[str, float]] = []

    def run(self) -> None:
        queries = library()
        while not self.stop.wait(self.pause * 2 * self.choice.random()):
            started = time.perf_counter()
            if self.choice.random() < 0.7:
                name = self.choice.choice(list(queries))
                status, _ = self.caller.ask(f"{queries[name]}\n# {self.name} {started}")
                self.asked.append((name, time.perf_counter() - started))
            else:
                name = self.choice.choice(PAGES)
                status, _ = self.caller.get(name)
                self.paged.append((name, time.perf_counter() - started))
            self.outcomes[status] += 1


def row(what: str, found: list[tuple[str, float]]) -> list[object]:
    """Return how long things took, and how many took a second or more."""
    times = sorted(seconds for _, seconds in found) or [0.0]
    return [what, len(found), f"{times[len(times) // 2]:.3f}", f"{times[min(len(times) - 1, len(times) * 99 // 100)]:.3f}",
            f"{times[-1]:.3f}", len(slow(found))]


def slow(found: list[tuple[str, float]]) -> list[str]:
    """Return what took a second or more."""
    return [name for name, seconds in found if seconds >= _BOUND]


def main() -> int:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--seconds", type=float, default=60.0)
    asked.add_argument("--clients", type=int, default=50)
    asked.add_argument("--pause", type=float, default=5.0)
    asked.add_argument("--address", default="", help="a server on this machine, such as http://127.0.0.1:8000")
    given = asked.parse_args()
    print(f"{busy()}; {_HOSTILE_CLIENTS} hostile clients of one address beside {given.clients} others, {given.seconds:g} s")
    stop = threading.Event()
    lines: list[str] = []
    running = nullcontext((None, given.address.rstrip("/"))) if given.address else server("--cache", "0")
    with running as (process, address):
        # The spare workers come up soon after the server.
        time.sleep(4)
        attackers = [Attacker(address, number, stop) for number in range(_HOSTILE_CLIENTS)]
        clients = [Client(address, number, given.pause, stop) for number in range(given.clients)]
        for one in (*attackers, *clients):
            one.start()
        time.sleep(given.seconds)
        stop.set()
        for client in clients:
            client.join(60)
        if process:
            process.terminate()
            lines = [line for line in process.communicate(timeout=60)[1].splitlines() if line != "stopped"]
    outcomes = sum((client.outcomes for client in clients), Counter())
    asked_for = [one for client in clients for one in client.asked]
    pages = [one for client in clients for one in client.paged]
    print(table([["what", "asked", "median s", "99 of 100 s", "slowest s", f"{_BOUND:g} s or more"],
                 row("questions", asked_for), row("pages", pages)]))
    print(f"the hostile ones were told: {dict(sum((one.outcomes for one in attackers), Counter()))}; "
          f"the others: {dict(outcomes)}")
    missed = []
    if others := sum(outcomes.values()) - outcomes["200"] - outcomes["303"]:
        missed.append(f"{others} requests of the others were not answered")
    if len(found := slow(asked_for)) * 100 > len(asked_for):
        missed.append(f"more than one in a hundred questions took {_BOUND:g} s: {dict(Counter(found))}")
    if found := slow(pages):
        missed.append(f"pages took {_BOUND:g} s: {dict(Counter(found))}")
    if not asked_for or not pages:
        missed.append("too little was asked to tell anything; give more --seconds")
    if lines:
        missed.append(f"the server said: {lines[:5]}")
    return verdict(missed)


if __name__ == "__main__":
    sys.exit(main())

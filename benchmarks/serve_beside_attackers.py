"""Lets fifty clients ask `treatygraph serve` beside sixteen hostile ones, and prints how many waited a second.

    python benchmarks/serve_beside_attackers.py [SECONDS [CLIENTS [PAUSE]]]

The hostile ones come from one address and ask, each one after another, what no server can answer in time. Each of the
others has an address of its own, asks a question of the library or for a page, and waits PAUSE seconds (5) before the
next. Nothing is kept (`--cache 0`), so every question is fresh. Exit code 1 where somebody was not answered, or more
than one in a hundred questions, or any page, took a second. All on loopback, for SECONDS (60), then it ends by itself.
"""

from __future__ import annotations

import random
import sys
import threading
import time
from collections import Counter

from serving import HOSTILE, PAGES, Caller, busy, library, server

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
                status, _ = self.caller.ask(queries[name])
                self.asked.append((name, time.perf_counter() - started))
            else:
                name = self.choice.choice(PAGES)
                status, _ = self.caller.get(name)
                self.paged.append((name, time.perf_counter() - started))
            self.outcomes[status] += 1


def told(what: str, found: list[tuple[str, float]]) -> int:
    """Print how long things took, and return how many took a second or more."""
    times = sorted(seconds for _, seconds in found)
    slow = [(name, seconds) for name, seconds in found if seconds >= _BOUND]
    print(f"{what}: {len(found)}, median {times[len(times) // 2]:.3f} s, 99 of 100 within "
          f"{times[min(len(times) - 1, len(times) * 99 // 100)]:.3f} s, slowest {times[-1]:.3f} s; a second or more: "
          f"{len(slow)} {dict(Counter(name for name, _ in slow))}")
    return len(slow)


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    pause = float(sys.argv[3]) if len(sys.argv) > 3 else 5.0
    print(busy())
    stop = threading.Event()
    with server("--cache", "0") as (_process, address):
        # The spare workers come up soon after the server.
        time.sleep(4)
        attackers = [Attacker(address, number, stop) for number in range(_HOSTILE_CLIENTS)]
        clients = [Client(address, number, pause, stop) for number in range(count)]
        for one in (*attackers, *clients):
            one.start()
        time.sleep(seconds)
        stop.set()
        for client in clients:
            client.join(60)
    outcomes = sum((client.outcomes for client in clients), Counter())
    print(f"{_HOSTILE_CLIENTS} hostile clients: {dict(sum((one.outcomes for one in attackers), Counter()))}")
    print(f"{count} others: {dict(outcomes)}")
    asked = [one for client in clients for one in client.asked]
    paged = [one for client in clients for one in client.paged]
    slow = told("questions", asked)
    slow_pages = told("pages", paged)
    sys.exit(bool(set(outcomes) - {"200", "303"}) or slow * 100 > len(asked) or slow_pages > 0)


if __name__ == "__main__":
    main()

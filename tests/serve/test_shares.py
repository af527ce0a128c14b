"""Who gets a worker when: whoever used least goes first, short before long, and nobody takes all."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from treatygraph.serve.bodies import Room
from treatygraph.serve.messages import Limits, RefusedError
from treatygraph.serve.nesting import MOST_JOINED, MOST_NESTED, check_nesting
from treatygraph.serve.pool import Pool, Sizes, _Run
from treatygraph.serve.processes import Served as ServedStore
from treatygraph.serve.shares import Queue, Usage, too_much

from .serving import FORM, Response, Served, served
from .test_connections import until
from .test_limits import HOSTILE

pytestmark = pytest.mark.hardening

# ---- whose turn it is


def test_use_is_forgotten() -> None:
    usage = Usage()
    usage.charge("a", 8, now=0)
    usage.charge("b", 1, now=30)
    assert usage.of("a", 30) == 4
    assert usage.all(60) == {"a": 2, "b": 0.5}
    assert usage.all(600) == {}
    assert usage.of("c", 0) == 0


def test_no_more_clients_are_remembered_than_are_needed() -> None:
    usage = Usage()
    for number in range(30_000):
        usage.charge(str(number), 1, now=0)
        usage.charge("busy", 1, now=0)
    assert len(usage.all(0)) <= 1000
    assert (usage.of("29999", 0), usage.of("busy", 0)) == (1, 30_000)


def test_far_more_than_others() -> None:
    assert too_much({}) == 3
    assert too_much({"a": 0.5, "b": 2}) == 3
    # Alone, or as busy as all others, nobody uses too much.
    assert too_much({"a": 60}) == 90
    assert too_much({"a": 20, "b": 20, "c": 20}) == 30
    assert too_much({"a": 60, **{str(n): 1 for n in range(50)}}) < 4


def test_whoever_used_least_goes_first_and_each_in_order() -> None:
    async def turns() -> list[str | None]:
        queue, loop = Queue(), asyncio.get_running_loop()
        for client in ("heavy", "heavy", "light", "new"):
            queue.add(client, loop.create_future())
        left = loop.create_future()
        queue.add("light", left)
        queue.remove("light", left)
        queue.remove("light", left)
        assert (len(queue), queue.of("light"), queue.of("nobody")) == (4, 1, 0)
        used, found = {"heavy": 9.0, "light": 1.0}, []
        while queue:
            client = queue.lightest(used, lambda _one: True)
            assert client
            queue.take(client)
            found.append(client)
        assert queue.lightest(used, lambda _one: True) is None
        return found

    assert asyncio.run(turns()) == ["new", "light", "heavy", "heavy"]


# ---- with workers

MOST_TRIES = 120


@pytest.mark.parametrize(("kept_waiting", "long"), [(0.0, True), (60.0, False)])
def test_a_job_is_not_long_for_what_others_had_of_the_processors(kept_waiting: float, long: bool) -> None:
    class Standing:
        slow = False

        def seconds(self) -> float:
            return 1.0

        def kept_waiting(self) -> float:
            return kept_waiting

        def slow_down(self) -> None:
            self.slow = True

    async def looked() -> bool:
        pool = Pool(ServedStore(Path("nowhere"), Limits(), True, Path("none")), Sizes(1, 1, 1, 10), print, Room(1))
        run = _Run("a", Standing(), asyncio.get_running_loop().time() - 50, False, had=0.9)  # type: ignore[arg-type]
        pool._looked(run)
        if run.look:
            run.look.cancel()
        return run.long and run.worker.slow

    assert asyncio.run(looked()) is long


@pytest.fixture(scope="module")
def two() -> Iterator[Served]:
    """Two workers for short queries, and no answer kept."""
    with served("--workers", "2", "--cache", "0", "--seconds", "4") as found:
        yield found


def attack(server: Served, addresses: list[str]) -> tuple[list[threading.Thread], list[Response]]:
    answers: list[Response] = []

    def one(source: str) -> None:
        answers.append(server.send("GET", "/sparql?" + urlencode({"query": HOSTILE}), source=source))

    threads = [threading.Thread(target=one, args=(source,)) for source in addresses]
    for thread in threads:
        thread.start()
    return threads, answers


def answered(server: Served, path: str, source: str) -> Response:
    """Return the answer of a client that asks again where it is told to, as often as fits into a minute."""
    for _ in range(MOST_TRIES):
        answer = server.send("GET", path, source=source)
        if answer.status != 503 or "retry-after" not in answer.headers:
            break
        time.sleep(0.5)
    return answer


@pytest.mark.parametrize("addresses", [["127.0.0.50"] * 16, [f"127.0.0.{60 + number}" for number in range(6)]])
def test_others_are_answered_beside_hostile_clients(two: Served, addresses: list[str]) -> None:
    """Every one is, as long as the attack goes on; how soon is for the benchmark to say."""
    threads, answers = attack(two, addresses)
    asked = 0
    while any(thread.is_alive() for thread in threads):
        source = f"127.0.1.{asked % 20 + 1}"
        query = urlencode({"query": f"SELECT ?s {{ ?s a <https://w3id.org/treatygraph/ontology#State> }} LIMIT {asked + 1}"})
        for path in (f"/sparql?{query}", "/id/state/CZE.ttl", "/graph-store?graph=https://w3id.org/treatygraph/graph/table/states"):
            assert answered(two, path, source).status == 200, path
        asked += 1
    for thread in threads:
        thread.join()
    assert asked
    assert {answer.status for answer in answers} <= {429, 503, 504}
    assert all("retry-after" in answer.headers for answer in answers if answer.status != 504)


def test_whole_graphs_hold_up_no_page(two: Served) -> None:
    threads = [threading.Thread(target=two.send, args=("GET", "/graph-store?default")) for _ in range(6)]
    for thread in threads:
        thread.start()
    asked = 0
    while any(thread.is_alive() for thread in threads):
        assert two.get("/id/state/CZE.html").status == 200
        assert two.query(f"ASK {{}} # {asked}").status == 200
        asked += 1
    for thread in threads:
        thread.join()
    assert asked


def test_one_client_does_not_fill_the_queue(three_graphs: Path) -> None:
    with served("--data", str(three_graphs), "--workers", "1", "--queue", "8", "--cache", "0", "--seconds", "4") as found:
        cross = "SELECT (COUNT(*) AS ?n) {" + " ?a ?b ?c ." + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(18)) + "}"
        answers: list[Response] = []

        def one(source: str) -> None:
            answers.append(found.send("GET", "/sparql?" + urlencode({"query": cross}), source=source))

        threads = [threading.Thread(target=one, args=("127.0.0.50",)) for _ in range(20)]
        for thread in threads:
            thread.start()
        until(lambda: bool(answers))
        assert found.send("GET", "/sparql?query=ASK%7B%7D", source="127.0.0.51").status == 200
        for thread in threads:
            thread.join()
        assert {answer.status for answer in answers} <= {429, 503, 504}
        refused = next(answer for answer in answers if answer.status == 429)
        assert "ask one after another" in refused.text or "others wait" in refused.text
        assert "retry-after" in refused.headers


# ---- nesting

NESTED: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: "ASK { FILTER(" + "(" * (n - 2) + "1" + ")" * (n - 2) + ") }",
    "groups": lambda n: "ASK " + "{" * n + "}" * n,
    "exists": lambda n: "ASK { " + "FILTER EXISTS { " * (n - 1) + "?s ?p ?o" + "}" * (n - 1) + " }",
    "optional": lambda n: "ASK { " + "OPTIONAL { " * (n - 1) + "?a ?b ?c" + "}" * (n - 1) + " }",
    "queries": lambda n: "ASK { " + "{ SELECT * { " * ((n - 1) // 2) + "?s ?p ?o" + "} }" * ((n - 1) // 2) + " }",
    "functions": lambda n: "ASK { FILTER(" + "ABS(" * (n - 2) + "1" + ")" * (n - 2) + " = 1) }",
    "paths": lambda n: "ASK { ?s " + "(" * (n - 1) + "<a:a>" + ")*" * (n - 1) + " ?o }",
    "graphs": lambda n: "ASK { " + "GRAPH <a:g> { " * (n - 1) + "}" * (n - 1) + " }",
    "triples": lambda n: "ASK { ?s ?p " + "<<( ?a ?b " * (n - 1) + "?c" + ")>>" * (n - 1) + " }",
    "hidden": lambda n: "ASK { FILTER(1<" + "(" * (n - 2) + "1" + ")" * (n - 2) + "&&2>1) }"}
JOINED: dict[str, Callable[[int], str]] = {
    "not": lambda n: "ASK { FILTER(" + "!" * (n - 2) + "true) }",
    "union": lambda n: "ASK { {}" + " UNION {}" * (n // 2 - 1) + " }",
    "sums": lambda n: "ASK { FILTER(1" + "+1" * (n - 2) + " = 1) }",
    "or": lambda n: "ASK { FILTER(true" + "||true" * (n - 2) + ") }",
    "and": lambda n: "ASK { FILTER(true" + "&&true" * (n - 2) + ") }",
    "other ways": lambda n: "ASK { ?s <a:a>" + "|<a:a>" * (n - 1) + " ?o }",
    "bind": lambda n: "ASK { " + " ".join(f"BIND(1 AS ?v{i})" for i in range(n - 1)) + " }",
    "filters": lambda n: "ASK { ?a ?b ?c " + "FILTER(true) " * (n - 1) + " }"}
LARGE = 60_000


@pytest.mark.parametrize("name", [*NESTED, *JOINED])
def test_what_would_end_a_worker_is_refused(name: str) -> None:
    form = NESTED.get(name) or JOINED[name]
    length = len(form(3000)) / 3000
    for number in (2 * MOST_JOINED, int(LARGE / length)):
        with pytest.raises(RefusedError, match=r"nested \d+ levels deep|joins \d+ parts") as refused:
            check_nesting(form(number))
        assert refused.value.status == 403


@pytest.mark.parametrize("query", [
    "ASK { VALUES (?a ?b) { " + "(1 2) " * 5000 + "} }", "ASK { FILTER(1 IN (" + "1, " * 5000 + "1)) }",
    "ASK { ?s ?p '" + "(" * 5000 + "' } # " + "{" * 5000, "ASK { ?s ?p " + ", ".join(f"<a:{n}(x)>" for n in range(500)) + " }"])
def test_what_is_only_long_is_not_refused(query: str) -> None:
    check_nesting(query)


def test_what_is_not_refused_ends_no_worker(three: Served) -> None:
    for forms, number in ((NESTED, MOST_NESTED), (JOINED, MOST_JOINED)):
        for name, form in forms.items():
            answer = three.send("POST", "/sparql", {"Content-Type": FORM}, urlencode({"query": form(number)}).encode())
            assert answer.status == 200, (name, answer.text)
    deep = three.send("POST", "/sparql", {"Content-Type": FORM}, urlencode({"query": NESTED["groups"](2000)}).encode())
    assert (deep.status, "nested 2000 levels deep" in deep.text) == (403, True)

"""What a request may cost, what is never allowed, and what a client is told."""

from __future__ import annotations

import gzip
import os
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions, Store

from treatygraph.ask import names_a_service
from treatygraph.serve.answers import Answers, count_rows
from treatygraph.serve.messages import Job, Limits, RefusedError

from .serving import FORM, Response, Served, served

pytestmark = pytest.mark.hardening

HOSTILE = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ENDLESS_ROWS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SORTED = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a"
RAW = "SELECT * {{ ?s ?p ?o }} LIMIT {}"


def test_a_hostile_query_is_cut_while_others_are_answered(strict: Served) -> None:
    outcome: list[tuple[int, str]] = []
    assert strict.recovered()

    def attack() -> None:
        answer = strict.query(HOSTILE)
        outcome.append((answer.status, answer.text))

    attacker = threading.Thread(target=attack)
    attacker.start()
    answered = 0
    while attacker.is_alive():
        assert strict.query("ASK {}").status == 200
        assert strict.get("/id/state/CZE.ttl").status == 200
        answered += attacker.is_alive()
    attacker.join()
    assert outcome == [(504, "the query took longer than 3 seconds, the limit of this server, and was stopped; "
                             "ask for less\n")]
    # Counted are those whose answer came while the attack still ran.
    assert answered > 0
    assert strict.recovered()


def test_pages_are_answered_while_every_worker_for_queries_is_busy(strict: Served) -> None:
    assert strict.recovered()
    attackers = [threading.Thread(target=strict.query, args=(HOSTILE,)) for _ in range(2)]
    for attacker in attackers:
        attacker.start()
    while any(attacker.is_alive() for attacker in attackers):
        assert strict.get("/id/state/CZE.ttl").status == 200
    for attacker in attackers:
        attacker.join()


@pytest.mark.parametrize("query", [ENDLESS_ROWS, SORTED])
def test_other_hostile_queries_are_cut(strict: Served, query: str) -> None:
    assert strict.recovered()
    answer = strict.query(query)
    assert answer.status in {403, 503, 504}
    assert "limit" in answer.text or "memory" in answer.text
    assert strict.recovered()


def test_a_killed_worker_is_replaced(three_graphs: Path) -> None:
    def workers(old: set[int]) -> set[int]:
        # Short queries, a spare one, long queries; short pages, long pages; graphs.
        for _ in range(300):
            if len(found := set(one.workers()) - old) == 6:
                return found
            time.sleep(0.1)
        raise AssertionError(f"{len(found)} workers of 6")

    with served("--data", str(three_graphs), "--workers", "1") as one:
        before = workers(set())
        for worker in before:
            os.kill(worker, 9)
        assert one.recovered()
        assert one.get("/sparql").status == 200
        workers(before)


def test_a_full_queue_is_refused_at_once(many: Path) -> None:
    with served("--data", str(many), "--workers", "1", "--queue", "0", "--seconds", "3", "--cache", "0") as narrow:
        answers: list[Response] = []
        # There are no more than three workers.
        attackers = [threading.Thread(target=lambda: answers.append(narrow.query(HOSTILE))) for _ in range(8)]
        for attacker in attackers:
            attacker.start()
        for attacker in attackers:
            attacker.join()
        refused = [(answer.headers["retry-after"], answer.text) for answer in answers if answer.status == 503]
        assert len(refused) >= 5
        assert set(refused) == {("5", "all workers are busy; try again soon\n")}
        assert narrow.recovered()


def test_a_client_that_leaves_frees_its_worker(many: Path) -> None:
    with served("--data", str(many), "--workers", "1", "--seconds", "60") as one:
        with pytest.raises(TimeoutError):
            one.send("GET", "/sparql?" + urlencode({"query": HOSTILE}), seconds=1)
        # Long before the limit of a minute.
        assert one.recovered(45)


def test_rows(strict: Served) -> None:
    assert strict.recovered()
    assert strict.query(RAW.format(100)).status == 200
    for accept in ("application/sparql-results+json", "application/sparql-results+xml", "text/csv",
                   "text/tab-separated-values", "text/html"):
        answer = strict.query(RAW.format(101), accept)
        assert answer.status == 403, accept
        assert "more than 100 rows or triples" in answer.text
        assert "LIMIT" in answer.text
    assert strict.query("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 100").status == 200
    assert strict.query("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 101").status == 403


TRICKY = ['a "quoted" word', 'line\nbreak', '\\', '"},{"', "<result>", "&<>", "\t", "}]}", "", 'x\\"y', "\r\n", "'", ","]


@pytest.mark.parametrize("form", [QueryResultsFormat.JSON, QueryResultsFormat.XML, QueryResultsFormat.CSV,
                                  QueryResultsFormat.TSV])
def test_rows_are_counted_in_what_was_written(form: QueryResultsFormat) -> None:
    store = Store()
    for number, text in enumerate(TRICKY):
        for language in ("en", None):
            literal = Literal(text, language=language)
            store.add(Quad(NamedNode(f"http://x/{number}"), NamedNode(f"http://x/{language}"), literal))
    for query in ("SELECT * { ?s ?p ?o }", "SELECT ?o { ?s ?p ?o }", "SELECT ?x { ?s ?p ?o }",
                  "SELECT ?s ?x ?o { ?s ?p ?o OPTIONAL { ?s <http://x/en> ?x } }", "SELECT * { FILTER(false) }"):
        expected = sum(1 for _ in store.query(query))  # type: ignore[arg-type]
        result = store.query(query)
        assert isinstance(result, QuerySolutions)
        body = result.serialize(format=form)
        assert body is not None
        assert count_rows(body, form, 0) == expected, query


def test_a_long_answer_is_cut() -> None:
    store = Store()
    for number in range(1000):
        store.add(Quad(NamedNode(f"http://x/{number}"), NamedNode("http://x/p"), Literal("x" * 1000)))
    answers = Answers(store, Limits(answer_bytes=100_000))
    assert answers.answer(Job("query", query="ASK {}", root="http://x")).status == 200
    for query in ("SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
        with pytest.raises(RefusedError, match="longer than 100000 bytes"):
            answers.answer(Job("query", query=query, root="http://x"))


def test_request_size(strict: Served) -> None:
    long = "ASK {} #" + "x" * 2048
    assert strict.query("ASK {} #" + "x" * 1000).status == 200
    get = strict.query(long)
    assert (get.status, "use POST" in get.text) == (414, True)
    for kind, body in (("application/sparql-query", long.encode()), (FORM, urlencode({"query": long}).encode())):
        answer = strict.send("POST", "/sparql", {"Content-Type": kind}, body)
        assert answer.status == 413
        assert "longer than 2048 bytes" in answer.text


def test_a_request_without_a_declared_length_is_bounded_too(strict: Served) -> None:
    import http.client
    from urllib.parse import urlsplit

    where = urlsplit(strict.address)
    connection = http.client.HTTPConnection(where.hostname or "", where.port or 80, timeout=20)
    connection.request("POST", "/sparql", body=iter([b"ASK {} #"] + [b"x" * 512] * 6), encode_chunked=True,
                       headers={"Content-Type": "application/sparql-query", "Transfer-Encoding": "chunked"})
    assert connection.getresponse().status == 413
    connection.close()


UPDATES = ["INSERT DATA { <a:a> <a:b> 1 }", "DELETE WHERE { ?s ?p ?o }", "CLEAR ALL", "DROP ALL",
           "LOAD <http://127.0.0.1:9/x>", "PREFIX a: <a:>\nDELETE DATA { a:a a:b 1 }"]


@pytest.mark.parametrize("update", UPDATES)
def test_update_is_impossible(server: Served, update: str) -> None:
    before = server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv").text
    answers = [
        server.query(update),
        server.get("/sparql?" + urlencode({"update": update})),
        server.send("POST", "/sparql", {"Content-Type": "application/sparql-update"}, update.encode()),
        server.send("POST", "/sparql", {"Content-Type": "application/sparql-query"}, update.encode()),
        server.send("POST", "/sparql", {"Content-Type": FORM}, urlencode({"update": update}).encode())]
    for answer in answers:
        assert answer.status == 403
        assert "read-only" in answer.text
    assert server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv").text == before


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/graph-store?default", "/graph-store?graph=http://x/", "/id/state/CZE", "/ontology"])
def test_graphs_and_things_cannot_be_written(server: Served, method: str, path: str) -> None:
    answer = server.send(method, path, {"Content-Type": "text/turtle"}, b"<a:a> <a:b> 1 .")
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert "nothing can be changed" in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_other_methods_on_the_endpoint(server: Served, method: str) -> None:
    answer = server.send(method, "/sparql?query=ASK%7B%7D")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")


@pytest.mark.parametrize(("query", "place"), [
    ("ASK {", "line 1, column 6"), ("SELECT * {\n ?s ?p }", "line 2, column 9"), ("", "line 1, column 1"),
    ("PREFIX a: <a:>\nASK { a:b }", "line 2"), ("ASK { nope:a ?p ?o }", "line 1"),
    ("SELECT (<urn:nope>(1) AS ?x) {}", "function <urn:nope> is not supported")])
def test_a_faulty_query_says_where(server: Served, query: str, place: str) -> None:
    answer = server.query(query)
    assert answer.status == 400
    assert place in answer.text
    assert len(answer.text) < 500
    assert answer.text.count("\n") == 1


@pytest.mark.parametrize(("kind", "body", "status", "words"), [
    ("", b"ASK {}", 415, "application/sparql-query"), ("text/plain", b"ASK {}", 415, "text/plain"),
    ("application/sparql-query; charset=latin-1", b"ASK {}", 415, "latin-1"),
    ("application/sparql-query", b"ASK { ?s ?p \"\xff\" }", 400, "not UTF-8 (at byte 13)"),
    (FORM, b"query=%FF", 400, "not UTF-8"), (FORM, b"query=ASK{}&query=ASK{}", 400, "2 queries"),
    (FORM, b"nothing=1", 400, "there is no query"), (FORM, b"", 400, "there is no query"),
    (FORM, b"&".join([b"a=1"] * 1500), 400, "parameters")])
def test_a_faulty_request_says_why(server: Served, kind: str, body: bytes, status: int, words: str) -> None:
    answer = server.send("POST", "/sparql", {"Content-Type": kind}, body)
    assert (answer.status, words in answer.text) == (status, True), answer.text


def test_a_query_in_the_address_and_one_in_the_form_are_two(server: Served) -> None:
    assert server.send("POST", "/sparql?query=ASK{}", {"Content-Type": FORM}, b"query=ASK{}").status == 400


def test_a_byte_order_mark_before_a_query_is_none_of_it(server: Served) -> None:
    answer = server.send("POST", "/sparql", {"Content-Type": "application/sparql-query"}, "\ufeffASK {}".encode())
    assert answer.status == 200


def test_a_compressed_request_is_refused(server: Served) -> None:
    answer = server.send("POST", "/sparql", {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"},
                         gzip.compress(b"ASK {}"))
    assert answer.status == 415


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_a_relative_graph_name_is_refused(server: Served, name: str) -> None:
    answer = server.query("ASK {}", **{name: "states"})
    assert answer.status == 400
    assert "not an absolute IRI" in answer.text


HIDDEN = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SELECT*{SERVICE<http://x/>{?s ?p ?o}}",
    "SELECT * { service silent <http://x/> { ?s ?p ?o } }", "PREFIX x: <http://x/> ASK { SERVICE x:y { ?s ?p ?o } }",
    "ASK { SERVICE :y { ?s ?p ?o } }", "ASK { VALUES ?e { <http://x/> } SERVICE ?e { ?s ?p ?o } }",
    "ASK { SERVICE # <\n <http://x/>\n# }\n { ?s ?p ?o } }", "ASK { SERVICE SILENT#\n$e#\r{ ?s ?p ?o } }",
    "ASK { ?s ex:it\\'s ?o . SERVICE <http://x/> { ?a ?b ?c } ?x ex:it\\'s ?y }",
    "ASK { FILTER(?a<?b#>\"\"\"\n) SERVICE <http://x/> { ?a ?b ?c } #\"\"\"\n }",
    "ASK { ?s ?p '''it's \"''' . SERVICE <http://x/> { ?a ?b ?c } ?x ?y \" \" }",
    "ASK { \\u0053ERVICE <http://x/> { ?a ?b ?c } }", "ASK { SERVICE <http://x/> \\u007B ?a ?b ?c } }",
    "ASK { SERVICE ex:a\\#b { ?a ?b ?c } }", "ASK { SERVICE" + " \n" * 5000 + "<http://x/> { ?a ?b ?c } }"]


@pytest.mark.parametrize("query", HIDDEN)
def test_other_endpoints_are_not_asked(server: Served, query: str) -> None:
    answer = server.send("POST", "/sparql", {"Content-Type": "application/sparql-query"}, query.encode())
    assert answer.status == 403
    assert "--allow-service" in answer.text


@pytest.mark.parametrize("query", [
    "ASK { ?s <http://x/service> ?o }", 'SELECT ("SERVICE" AS ?word) { } # SERVICE <http://x/>',
    "SELECT ?service { ?service a ?type }", "PREFIX service: <http://x/> ASK { ?s service:a ?o . ?s service:b ?o }",
    "# any service: here\nASK {}"])
def test_the_word_alone_is_no_other_endpoint(query: str) -> None:
    assert not names_a_service(query)


def test_other_endpoints_are_asked_where_that_is_allowed(three: Served, three_graphs: Path) -> None:
    query = f"SELECT ?s {{ SERVICE <{three.address}/sparql> {{ ?s ?p ?o }} }}"
    with served("--data", str(three_graphs), "--allow-service") as open_server:
        answer = open_server.query(query, "text/csv")
        assert (answer.status, len(answer.text.split())) == (200, 4)
        gone = open_server.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
        assert gone.status == 502
        assert "another endpoint did not answer" in gone.text


class _Endless(BaseHTTPRequestHandler):
    """Answers any query with rows and rows."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(10**12))
        self.end_headers()
        rows = b'{"s":{"type":"literal","value":"%s"}},' % (b"x" * 1000) * 1000
        with suppress(OSError):
            self.wfile.write(b'{"head":{"vars":["s"]},"results":{"bindings":[')
            while True:
                self.wfile.write(rows)
        self.close_connection = True

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        return


def test_an_endless_answer_of_another_endpoint_ends_with_the_worker(three_graphs: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Endless) as endless:
        threading.Thread(target=endless.serve_forever, daemon=True).start()
        query = f"SELECT (COUNT(*) AS ?n) {{ SERVICE <http://127.0.0.1:{endless.server_port}/> {{ ?s ?p ?o }} }}"
        with served("--data", str(three_graphs), "--workers", "1", "--allow-service", "--memory", "100",
                    "--seconds", "1") as found:
            answer = found.query(query)
            assert (answer.status, len(answer.text.splitlines())) in {(502, 1), (503, 1), (504, 1)}, answer.text
            assert found.recovered()
        endless.shutdown()


def test_time_is_bounded_for_waiting_too(many: Path) -> None:
    with served("--data", str(many), "--workers", "1", "--queue", "50", "--seconds", "1") as narrow:
        attackers = [threading.Thread(target=narrow.query, args=(HOSTILE,)) for _ in range(6)]
        for attacker in attackers:
            attacker.start()
        time.sleep(0.2)
        assert narrow.query("ASK {}").status in {200, 503}
        for attacker in attackers:
            attacker.join()
        assert narrow.recovered()

"""What others write into requests cannot forge lines, redirects or documents, nor show what is secret."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import pytest
from click import UsageError

from treatygraph.commands.serve_command import serve
from treatygraph.serve.listening import bound_socket
from treatygraph.serve.messages import RefusedError
from treatygraph.serve.processes import ServeError
from treatygraph.serve.wording import one_line, without_secrets

from .serving import Served, served

pytestmark = pytest.mark.hardening

XML, RDF_XML = "application/sparql-results+xml", "application/rdf+xml"


def sent(server: Served, request: bytes) -> bytes:
    """Send bytes as they are and return the whole answer."""
    where = urlsplit(server.address)
    with socket.create_connection((where.hostname or "", where.port or 80), timeout=20) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.fixture(scope="module")
def three(three_graphs: Path) -> Iterator[Served]:
    """The three graphs, served by a process of its own whose lines are read at the end."""
    with served("--data", str(three_graphs), "--workers", "1", "--verbose") as found:
        yield found


# ---- secrets


@pytest.mark.parametrize(("text", "shown"), [
    ("see https://ann:s3cret@db.example/x", "see https://***@db.example/x"),
    ("https://s3cret@db.example/", "https://***@db.example/"),
    ("/graph-store?graph=https%3A%2F%2Fann%3As3cret%40db.example", "/graph-store?graph=https%3A%2F%2F***%40db.example"),
    ("/sparql?access_token=s3cret&query=ASK", "/sparql?access_token=***&query=ASK"),
    ("/sparql?a=1&API-Key=s3cret", "/sparql?a=1&API-Key=***"), ("/x?k%65y=s3cret", "/x?k%65y=***"),
    ("/x?password=s3cret#top", "/x?password=***#top"), ("/x?X-Amz-Signature=s3cret", "/x?X-Amz-Signature=***"),
    ("Authorization: Bearer s3cret.s3cret.s3cret", "Authorization: Bearer ***"),
    ("Authorization: Basic YW5uOnMzY3JldA==", "Authorization: Basic ***"),
    ("/x?q=Basic%20YW5uOnMzY3JldA%3D%3D", "/x?q=Basic%20***"), ("token token s3cret.s3cret", "token token ***")])
def test_secrets_are_not_shown(text: str, shown: str) -> None:
    assert without_secrets(text) == shown
    assert RefusedError(400, text).message == shown


@pytest.mark.parametrize("text", [
    "https://w3id.org/treatygraph/id/state/CZE", "mailto:ann@example.org", "/questions/CQ-01?state=Italy&lang=fr",
    "basic information on the treaty", "/id/person/author=ann", "http://127.0.0.1:8000/sparql?query=ASK{?a a ?b}",
    "there is no graph <http://x/y@z> here", "/sparql?monkey=1&author=Ann"])
def test_what_is_no_secret_is_shown(text: str) -> None:
    assert without_secrets(text) == text


def test_no_answer_and_no_line_shows_a_secret(three_graphs: Path) -> None:
    with served("--data", str(three_graphs), "--workers", "1", "--verbose", "--allow-service") as found:
        answers = [
            found.get("/sparql?access_token=s3cret&query=ASK%7B%7D"),
            found.get("/graph-store?graph=" + quote("https://ann:s3cret@db.example/x", safe="")),
            found.get("/graph-store?graph=https://ann:s3cret@db.example/x"),
            found.get("/id/https://ann:s3cret@db.example/x"),
            found.get("/questions/CQ-01?lang=https://ann:s3cret@x"),
            found.query("ASK { SERVICE <http://ann:s3cret@127.0.0.1:1/> { ?s ?p ?o } }"),
            found.query("ASK {}", "text/https://ann:s3cret@x"),
            found.send("GET", "/nothing", {"Authorization": "Bearer s3cret.s3cret.s3cret", "Cookie": "s=s3cret"})]
        found.process.terminate()
        _, lines = found.process.communicate(timeout=20)
    assert [answer.status for answer in answers] == [200, 404, 404, 404, 400, 502, 406, 404]
    assert not [answer.text for answer in answers if b"s3cret" in answer.body]
    assert len(lines.splitlines()) == len(answers) + 1
    assert "s3cret" not in lines


@pytest.mark.parametrize("piece", ["a", "token%2B", "basic%2520", "%3A%2F%2Fa", "x%3D", "bearer+"])
def test_a_long_address_is_looked_through_once(three: Served, piece: str) -> None:
    """It is quoted in an answer and in a line; looked through from each of its signs it would take minutes."""
    long = (piece * 250_000)[: 250_000 // len(piece) * len(piece)]
    answer = three.send("GET", f"/graph-store?graph={long}", seconds=20)
    assert answer.status == 400
    assert len(answer.text) < 2200


# ---- lines


def test_signs_that_steer_a_terminal_are_shown_as_question_marks() -> None:
    assert one_line("a\x1b[2Jb\x00\x07\x9b\u202ec\ufeffd\u2028e\nf") == "a?[2Jb????c?d?e?f"
    assert one_line("x" * 400) == "x" * 299 + "…"


def test_lines_cannot_be_forged(three_graphs: Path) -> None:
    with served("--data", str(three_graphs), "--workers", "1", "--verbose") as found:
        for path in ("/id/%1b%5b2J%0a127.0.0.9%20GET%20/", "/nothing%E2%80%AE", "/graph-store?graph=http:%1b%0d%0a"):
            answer = found.get(path, X_Forwarded_For="192.0.2.9\x1b[2J", Forwarded="for=192.0.2.9", X_Real_IP="192.0.2.9")
            assert answer.status in {400, 404}
            assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", answer.text), answer.text
            assert answer.text.count("\n") == 1
        assert b" 400 " in sent(found, b"GET /\x1b[2J HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b" 400 " in sent(found, b"GET / HTTP/1.1\r\nHost: x\r\nX: a\x1b\x00b\r\n\r\n")
        found.process.terminate()
        _, lines = found.process.communicate(timeout=20)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", lines)
    assert [line.split()[:2] for line in lines.splitlines()] == [["127.0.0.1", "GET"]] * 3 + [["stopped"]]
    assert "192.0.2.9" not in lines


# ---- addresses


@pytest.mark.parametrize("path", ["//evil.example/%23x", "///evil.example/%23x", "/\\evil.example/%23x",
                                  "//evil.example/%2F..%23x", "/%23//evil.example", "http://evil.example/%23x",
                                  "http://evil.example//evil.example/%23x", "https://evil.example/id/%23"])
def test_no_redirect_leads_to_another_server(three: Served, path: str) -> None:
    answer = sent(three, f"GET {path} HTTP/1.1\r\nHost: data.example\r\nConnection: close\r\n\r\n".encode())
    found = re.search(rb"location: (\S*)", answer)
    assert answer.startswith(b"HTTP/1.1 303 ")
    assert found
    assert re.match(rb"/[^/\\]", found.group(1)), found.group(1)


@pytest.mark.parametrize("path", ["/graph-store/?default", "/questions/", "/sparql/?query=ASK{}"])
def test_a_slash_at_the_end_changes_nothing(three: Served, path: str) -> None:
    assert three.get(path).status == 200


def test_a_request_may_name_the_whole_address(three: Served) -> None:
    answer = sent(three, b"GET http://data.example/sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: data.example\r\n"
                         b"Connection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("host", ["[", "]", "[::1", "[x]", "a b", "a/b", "a@b", "<script>", "x:y", "x:999999",
                                  "[::1]:x", "[12345::]", "é", "x" * 300])
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_a_host_that_is_none(three: Served, host: str, accept: str) -> None:
    for path in ("/", "/nothing", "/data/graph/x.ttl"):
        answer = sent(three, f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: {accept}\r\nConnection: close\r\n\r\n"
                             .encode())
        assert answer.startswith(b"HTTP/1.1 400 "), answer
        assert b"text/plain" in answer or b"<script>" not in answer


@pytest.mark.parametrize("host", ["data.example", "data.example:80", "127.0.0.1:8000", "[::1]", "[::1]:8000", "a_b", "x:"])
def test_a_host(three: Served, host: str) -> None:
    assert three.send("GET", "/sparql?query=ASK%7B%7D", {"Host": host}).status == 200


@pytest.mark.parametrize(("arguments", "words"), [
    (("--host", ""), "names no address"), (("--host", " "), "names no address"),
    (("--public-url", "https://ann:s3cret@data.example"), "no user and password"),
    (("--public-url", "https://"), "an address of a server"), (("--public-url", "https://["), "an address of a server"),
    (("--public-url", "https://data.example/?x"), "an address of a server"),
    (("--public-url", "https://data.example/a b"), "an address of a server")])
def test_addresses_that_cannot_be_served(arguments: tuple[str, ...], words: str) -> None:
    with pytest.raises(UsageError, match=words) as refused:
        serve.main(["--data", "nowhere", *arguments], standalone_mode=False)
    assert "s3cret" not in refused.value.message


@pytest.mark.parametrize("host", ["", " ", "a\u0301" * 70, "a\0b"])
def test_addresses_that_nobody_can_listen_on(host: str) -> None:
    with pytest.raises(ServeError, match="address"):
        bound_socket(host, 0)


# ---- documents


@pytest.mark.parametrize("number", [0x0, 0x7, 0x8, 0xB, 0x1F, 0xFFFE, 0xFFFF])
def test_what_xml_cannot_say_is_refused(three: Served, number: int) -> None:
    value = f'"a{chr(number)}b"' if number else '"a\\u0000b"'
    for query, accept in ((f"SELECT ({value} AS ?x) {{}}", XML), (f"CONSTRUCT {{ <a:a> <a:b> {value} }} {{}}", RDF_XML)):
        answer = three.query(query, accept)
        assert (answer.status, f"U+{number:04X}" in answer.text) == (406, True), answer.text
        other = "text/csv" if accept == XML else "application/n-triples"
        assert three.query(query, other).status == 200


def test_xml_says_every_sign_that_it_can(three: Served) -> None:
    answer = three.query('SELECT ("a\\r\\n\\tb\u2028\x85&<\ufffd" AS ?x) {}', XML)
    found = ElementTree.fromstring(answer.body).find(".//{http://www.w3.org/2005/sparql-results#}literal")
    assert found is not None
    assert found.text == "a\r\n\tb\u2028\x85&<\ufffd"


def test_pages_say_what_they_may_load_and_who_may_frame_them(three: Served) -> None:
    for path, accept in (("/", "text/html"), ("/nothing", "text/html"), ("/sparql", "text/html")):
        answer = three.get(path, accept)
        policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["content-security-policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["frame-ancestors"] == "'none'"
        assert policy["base-uri"] == "'none'"
        assert policy["form-action"] == "'self'"
        assert policy["style-src"] == policy["script-src"] == "'self'"
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/dataset", "/nothing", "/graph-store?default"])
def test_other_answers_load_nothing_either(three: Served, path: str) -> None:
    headers = three.get(path).headers
    assert headers["content-security-policy"] == "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    assert headers["referrer-policy"] == "no-referrer"

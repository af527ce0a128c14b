"""The checks of a published ontology tell a good server from a bad one, and the command says so by its exit code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, serialize

from treatygraph import __version__
from treatygraph.conformance import negotiation, table
from treatygraph.conformance.outcome import Check, Explanations, Outcome, Result
from treatygraph.graph.ontology import ontology_triples

FORMATS = {"text/turtle": RdfFormat.TURTLE, "application/rdf+xml": RdfFormat.RDF_XML,
           "application/ld+json": RdfFormat.JSON_LD, "application/n-triples": RdfFormat.N_TRIPLES}


@contextmanager
def server(*, html: bool = True, rdf: bool = True, versions: bool = True, empty: bool = False) -> Iterator[str]:
    """A server of the ontology that may lack something, or answer with an ontology of nothing."""
    bodies = {media: serialize([] if empty else ontology_triples(), format=form) for media, form in FORMATS.items()}

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            media = self.headers["Accept"]
            known = self.path == "/ontology" or (versions and self.path == f"/ontology/{__version__}")
            body = (b"<!doctype html><html></html>" if media == "text/html" and html
                    else bodies.get(media) if rdf else None)
            if not known or body is None:
                self.send_error(404 if not known else 406)
                return
            self.send_response(200)
            self.send_header("Content-Type", media)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=running.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.server_port}"
    finally:
        running.shutdown()
        running.server_close()
        thread.join()


def failing(address: str) -> set[str]:
    return {row.check.id for row in negotiation.outcomes(address, Explanations()) if row.result is Result.FAIL}


def test_a_good_server() -> None:
    with server() as address:
        assert failing(address) == set()


@pytest.mark.parametrize(("lacking", "expected"), [
    ({"html": False}, {"CN1", "DOC1", "VER2"}),
    ({"rdf": False}, {"CN1", "RDF1", "URI1", "VER2"}),
    ({"versions": False}, {"VER2"}),
    ({"empty": True}, {"CN1", "RDF1", "URI1", "VER2"}),
])
def test_what_is_lacking_shows(lacking: dict[str, bool], expected: set[str]) -> None:
    with server(**lacking) as address:
        assert failing(address) == expected


def test_no_server_at_all() -> None:
    with server() as address:
        pass
    assert failing(address) == set(negotiation.CHECKS)


def test_the_version_iri_is_not_the_ontologys() -> None:
    assert negotiation.version_iri() == f"https://w3id.org/treatygraph/ontology/{__version__}"


@pytest.mark.parametrize(("result", "code"), [(Result.PASS, 0), (Result.EXPLAINED, 0), (Result.NOT_RUN, 0),
                                              (Result.FAIL, 1)])
def test_exit_code(result: Result, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from treatygraph.commands.conformance_command import conformance

    row = Outcome(Check("X1", "a check", "OOPS!"), result, "because")
    monkeypatch.setattr(table, "conformance", lambda *_: [row])
    done = CliRunner().invoke(conformance, ["--json"], standalone_mode=False)
    assert done.return_value == code
    assert json.loads(done.output) == [{"id": "X1", "title": "a check", "source": "OOPS!", "result": result.value,
                                        "why": "because", "found": []}]
    shown = CliRunner().invoke(conformance, [], standalone_mode=False)
    assert shown.return_value == code
    assert "a check" in shown.output
    assert f"1 {result.value}" in shown.output

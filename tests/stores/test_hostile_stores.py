"""What a store says is not believed: its graphs' names go into no update unchecked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import httpx
import pytest
import store_servers
from pyoxigraph import Literal, NamedNode, Triple
from store_servers import Stub

from treatygraph import cli, iris
from treatygraph.model import Iri
from treatygraph.stores.kinds import Call, open_target
from treatygraph.stores.loading import Outcome, load, unload
from treatygraph.stores.session import Access
from treatygraph.stores.target import STAGING, UnusableStoreError, written
from treatygraph.stores.updating import deletion, insertion, removal

pytestmark = pytest.mark.hardening

THEIRS = "https://example.org/theirs"
OURS = Iri(f"{iris.GRAPH}source/a")
FORGED = Iri(f"{iris.GRAPH}source/x> ; CLEAR GRAPH <{THEIRS}> ; #")
FORGED_ASIDE = Iri(f"{STAGING}x> ; DROP ALL ; #")
NO_IRIS = [FORGED, FORGED_ASIDE, Iri("urn:a b"), Iri("urn:a\n"), Iri("urn:a\\u003e"), Iri("no scheme"), Iri("")]
TRIPLES = [Triple(NamedNode("urn:s"), NamedNode("urn:p"), Literal("1"))]


def listing(stub: Stub, sizes: Mapping[str, int]) -> None:
    """Let the stub answer each query with these graphs and sizes, and take each update."""
    def answer(handler: BaseHTTPRequestHandler, text: str) -> bool:
        if "SELECT" not in text:
            return False
        rows = [{"g": {"type": "uri", "value": name}, "n": {"type": "literal", "value": str(size)}}
                for name, size in sizes.items()]
        body = json.dumps({"head": {"vars": ["g", "n"]}, "results": {"bindings": rows}}).encode()
        handler.answer(200, body, Content_Type="application/sparql-results+json")  # type: ignore[attr-defined]
        return True

    stub.on_post = answer


def updates(stub: Stub) -> list[str]:
    return [text for text in stub.posts if "SELECT" not in text and "CONSTRUCT" not in text]


def called(stub: Stub) -> Call:
    return Call(stub.url, kind="update", query=stub.url, update=stub.url, attempts=1, first_wait=0.0)


def test_a_graph_whose_name_is_no_iri_is_left_alone_by_unload() -> None:
    with Stub() as stub:
        listing(stub, {FORGED: 3, FORGED_ASIDE: 1, THEIRS: 2, OURS: 1})
        with open_target(called(stub)) as target:
            report = unload(target)
        assert updates(stub) == [f"DROP SILENT GRAPH <{OURS}>"]
        assert not report.well
        assert "its name is no IRI" in report.fault
        assert {row.graph: row.outcome for row in report.rows}[FORGED] is Outcome.OLD_KEPT


@pytest.mark.parametrize("prune", [False, True])
def test_what_lies_aside_under_no_iri_is_left_alone_by_load(prune: bool) -> None:
    with Stub() as stub:
        listing(stub, {FORGED: 3, FORGED_ASIDE: 1, THEIRS: 2, STAGING + "0123": 1})
        with open_target(called(stub)) as target:
            report = load(target, {OURS: TRIPLES}, prune=prune)
        assert updates(stub) == [f'DROP SILENT GRAPH <{OURS}> ;\nINSERT DATA {{ GRAPH <{OURS}> {{\n{TRIPLES[0]} .\n}} }}',
                                 f"DROP SILENT GRAPH <{STAGING}0123>"]
        assert report.extra == sorted([FORGED, FORGED_ASIDE])
        assert ("its name is no IRI" in report.fault) == prune


@pytest.mark.parametrize("name", NO_IRIS)
def test_no_term_is_written_of_what_is_no_iri(name: Iri) -> None:
    for write in (written, removal, lambda graph: insertion(graph, TRIPLES), lambda graph: deletion(graph, TRIPLES)):
        with pytest.raises(UnusableStoreError, match="is not a graph's IRI"):
            write(name)


@pytest.mark.parametrize("name", NO_IRIS)
def test_unload_refuses_such_a_name(name: Iri, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["unload", str(tmp_path), "--graph", name])
    assert left.value.code == 2
    told = capsys.readouterr().err
    assert "is not a graph's IRI" in told
    assert len(told.strip().splitlines()) == 1


def test_virtuoso_keeps_the_graph_that_another_graphs_name_speaks_of(tmp_path: Path) -> None:
    dba = httpx.DigestAuth("dba", "dba")
    with store_servers.running(store_servers.virtuoso(tmp_path / "server")) as server:
        for name in (THEIRS, FORGED, FORGED_ASIDE):
            put = httpx.put(f"{server.url}/sparql-graph-crud-auth", params={"graph": name}, auth=dba, timeout=60,
                            content="<urn:s> <urn:p> <urn:o> .", headers={"Content-Type": "text/turtle"})
            assert put.is_success, put.text
        call = Call(server.url, update=f"{server.url}/sparql-auth", kind="virtuoso", access=Access("dba", "dba"),
                    attempts=2, first_wait=0.0)
        with open_target(call) as target:
            assert load(target, {OURS: TRIPLES}).well
            report = unload(target)
            assert (target.sizes() or {})[Iri(THEIRS)] == 1
        assert {row.graph: row.outcome for row in report.rows}[OURS] is Outcome.REMOVED
        assert FORGED in {row.graph for row in report.rows}

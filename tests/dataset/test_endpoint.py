"""A graph behind an endpoint answers a Python program as one in its own memory does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import store_servers

import treatygraph
from treatygraph import iris, paths
from treatygraph.ask import QueryError

FILES = ("states.ttl", "conferences.ttl", "persons.ttl")


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> treatygraph.TreatyGraph:
    """Some files of the graph, so that a server has them at once."""
    folder = tmp_path_factory.mktemp("some")
    for name in FILES:
        (folder / name).symlink_to(paths.graph() / name)
    return treatygraph.open(folder)


@pytest.fixture(scope="module")
def there(here: treatygraph.TreatyGraph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[treatygraph.TreatyGraph]:
    """The same behind a server of others."""
    from treatygraph.stores.kinds import Call, open_target

    with store_servers.running(store_servers.oxigraph(tmp_path_factory.mktemp("server"))) as server:
        with open_target(Call(server.url)) as target:
            for name in FILES:
                graph = iris.graph("table", Path(name).stem)
                target.replace(graph, [quad.triple for quad in here.store if str(quad.graph_name) == f"<{graph}>"])
        yield treatygraph.open(f"{server.url}/query")


def test_tables_and_queries_are_asked_of_the_endpoint(here: treatygraph.TreatyGraph, there: treatygraph.TreatyGraph) -> None:
    for name in ("states", "conferences", "offices", "persons"):
        assert there.table(name, lang="zh") == here.table(name, lang="zh")
    query = "SELECT ?s ?code { ?s tg:iso3 ?code } ORDER BY ?code LIMIT 3"
    assert there.sparql(query, lang="fr") == here.sparql(query, lang="fr")
    assert there.sparql("ASK { ?s a tg:State }").rows == ({"answer": True},)
    construct = "CONSTRUCT { ?s tg:iso3 'KEN' } WHERE { ?s tg:iso3 'KEN' }"
    assert there.sparql(construct) == here.sparql(construct)
    assert len(there.findings) == 0


def test_what_one_query_cannot_tell_is_read_from_a_copy(here: treatygraph.TreatyGraph, there: treatygraph.TreatyGraph) -> None:
    assert set(there.store) == set(here.store)
    assert there.offices(conference=1999) == here.offices(conference=1999)
    assert there.ask("CQ-35", thing="Tchad") == here.ask("CQ-35", thing="Tchad")
    assert there.thing("state/KEN").facts == here.thing("state/KEN").facts


@pytest.mark.parametrize("query", ["DELETE WHERE { ?s ?p ?o }", "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }"])
def test_an_endpoint_is_not_changed_nor_sent_on(there: treatygraph.TreatyGraph, query: str) -> None:
    with pytest.raises(QueryError):
        there.sparql(query)


def test_a_faulty_query_is_told_in_one_line(there: treatygraph.TreatyGraph) -> None:
    with pytest.raises(treatygraph.TreatyGraphError, match="answers POST with 400") as fault:
        there.sparql("SELECT * {")
    assert "\n" not in str(fault.value)


def test_an_address_without_an_endpoint_is_named(tmp_path: Path) -> None:
    with store_servers.Stub() as stub:
        opened = treatygraph.open(f"{stub.url}/nothing")
        with pytest.raises(treatygraph.TreatyGraphError, match="nothing"):
            opened.states()

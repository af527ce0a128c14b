"""What the endpoint says of itself and of its dataset."""

from __future__ import annotations

import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from treatygraph import iris

from .serving import Served, served
from .test_negotiation import BROWSER, RDF_XML, TURTLE

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")


@pytest.fixture(scope="module")
def described(server: Served) -> Graph:
    return Graph().parse(data=server.get("/sparql", TURTLE).body, format="turtle")


def test_the_service(described: Graph, server: Served) -> None:
    (service,) = described.subjects(RDF.type, SD.Service)
    assert described.value(service, SD.endpoint) == URIRef(f"{server.address}/sparql")
    assert set(described.objects(service, SD.supportedLanguage)) == {SD.SPARQL11Query}
    assert set(described.objects(service, SD.feature)) == {SD.UnionDefaultGraph}
    formats = {str(found).rsplit("/", 1)[-1] for found in described.objects(service, SD.resultFormat)}
    assert formats == {"Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads", "SPARQL_Results_JSON",
                       "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"}


def test_the_graphs_and_their_sizes(described: Graph, server: Served) -> None:
    dataset = described.value(None, RDF.type, SD.Dataset)
    named = {str(described.value(node, SD.name)): described.value(described.value(node, SD.graph), VOID.triples)
             for node in described.objects(dataset, SD.namedGraph)}
    assert iris.graph("table", "states") in named
    for graph, said in list(named.items())[:5]:
        counted = server.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", "text/csv")
        assert said is not None
        assert int(counted.text.split()[1]) == int(said)
    default = described.value(dataset, SD.defaultGraph)
    counted = server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv")
    assert int(counted.text.split()[1]) == int(str(described.value(default, VOID.triples)))


def test_the_void_of_the_dataset_comes_with_it(described: Graph, server: Served) -> None:
    ours = URIRef("https://w3id.org/treatygraph/dataset")
    assert (ours, RDF.type, VOID.Dataset) in described
    whole = Graph().parse(data=server.query(f"CONSTRUCT WHERE {{ <{ours}> ?p ?o }}", TURTLE).body, format="turtle")
    assert len(whole) > 5
    assert set(whole) <= set(described)


def test_other_forms(server: Served) -> None:
    assert server.get("/sparql", RDF_XML).type == RDF_XML
    assert "<textarea" in server.get("/sparql", BROWSER).text
    assert server.get("/sparql", "image/png").status == 406
    assert server.get("/sparql?default-graph-uri=http://x/").status == 400


def test_federation_is_declared_where_it_is_allowed(three_graphs: str) -> None:
    with served("--allow-service", "--data", str(three_graphs)) as found:
        described = Graph().parse(data=found.get("/sparql", TURTLE).body, format="turtle")
        assert (None, SD.feature, SD.BasicFederatedQuery) in described


def test_behind_a_proxy_the_public_address_is_used(three_graphs: str) -> None:
    with served("--public-url", "https://data.example.org/treaties/", "--data", str(three_graphs)) as found:
        described = Graph().parse(data=found.get("/sparql", TURTLE).body, format="turtle")
        (service,) = described.subjects(RDF.type, SD.Service)
        assert service == URIRef("https://data.example.org/treaties/sparql")
        assert 'href="/treaties/ontology"' in found.get("/", BROWSER).text

"""The W3C's tests of the SPARQL 1.1 Protocol, as its manifest gives them, against a real server."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection

from .serving import Served

FOLDER = Path(__file__).parents[3] / "shared" / "w3c-sparql-protocol"
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
NOT_FOR_A_READ_ONLY_ENDPOINT = {
    "update_dataset_default_graph", "update_dataset_default_graphs", "update_dataset_named_graphs",
    "update_dataset_full", "update_post_form", "update_post_direct", "update_base_uri"}
QUERY_TESTS = [
    "query_post_form", "query_dataset_default_graphs_get", "query_dataset_default_graphs_post",
    "query_dataset_named_graphs_post", "query_dataset_named_graphs_get", "query_dataset_full",
    "query_multiple_dataset", "query_get", "query_content_type_select", "query_content_type_ask",
    "query_content_type_describe", "query_content_type_construct", "query_post_direct", "bad_query_method",
    "bad_multiple_queries", "bad_query_wrong_media_type", "bad_query_missing_form_type",
    "bad_query_missing_direct_type", "bad_query_non_utf8", "bad_query_syntax", "bad_update_get",
    "bad_multiple_updates", "bad_update_wrong_media_type", "bad_update_missing_form_type", "bad_update_non_utf8",
    "bad_update_syntax", "bad_update_dataset_conflict"]
TYPES = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {"application/sparql-results+json", "application/sparql-results+xml", "text/csv",
                "text/tab-separated-values"},
    "RDF": {"text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"}}

needs_manifest = pytest.mark.skipif(not FOLDER.is_dir(), reason="the W3C's manifest is not beside the checkout "
                                                                "(shared/w3c-sparql-protocol)")


@cache
def manifest() -> Graph:
    return Graph().parse(FOLDER / "manifest.ttl", publicID="http://manifest/")


@cache
def entries() -> dict[str, URIRef]:
    return {str(found).rsplit("#", 1)[-1]: found for found in manifest().subjects(RDF.type, MF.ProtocolTest)
            if isinstance(found, URIRef)}


@needs_manifest
def test_the_manifest_holds_the_tests_named_here_and_no_others() -> None:
    assert set(entries()) == set(QUERY_TESTS) | NOT_FOR_A_READ_ONLY_ENDPOINT
    assert len(QUERY_TESTS) == 27


@pytest.mark.parametrize("name", sorted(NOT_FOR_A_READ_ONLY_ENDPOINT))
def test_update(name: str) -> None:
    pytest.skip(f"{name} does not apply: a read-only endpoint has no SPARQL Update")


@needs_manifest
@pytest.mark.parametrize("name", QUERY_TESTS)
def test_query(name: str, three: Served) -> None:
    graph = manifest()
    requests = [request for action in graph.objects(entries()[name], MF.action)
                for request in Collection(graph, graph.value(action, HT.requests))]  # type: ignore[arg-type]
    assert requests
    for request in requests:
        headers = {str(graph.value(node, HT.fieldName)): str(graph.value(node, HT.fieldValue))
                   for node in Collection(graph, graph.value(request, HT.headers))}  # type: ignore[arg-type]
        body = None
        if (part := graph.value(request, HT.body)) is not None:
            body = str(graph.value(part, CNT.chars)).encode(str(graph.value(part, CNT.characterEncoding)))
        path = str(graph.value(request, HT.absolutePath))
        method = str(graph.value(request, HT.methodName))
        if method == "POST":
            # http.client would give a body without a type one of its own.
            headers.setdefault("Content-Type", "") if not any(h.lower() == "content-type" for h in headers) else None
        answer = three.send(method, path, headers, body)
        expected = graph.value(request, HT.resp)
        statuses = {str(status).rsplit("StatusCode", 1)[-1][0] for status in graph.objects(expected, MF.expectedStatus)}
        assert str(answer.status)[0] in statuses, (answer.status, answer.text)
        if (kind := graph.value(expected, MF.expectedFormat)) is not None:
            assert answer.type in TYPES[str(kind)]
        if (truth := graph.value(expected, MF.expectedBoolean)) is not None:
            assert json.loads(answer.body)["boolean"] is truth.toPython()

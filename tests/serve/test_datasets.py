"""The endpoint answers over the dataset a query or a request names, and in the form the address asks for."""

from __future__ import annotations

import csv
import io
import json

import pytest

from .serving import Served

GRAPH = "https://w3id.org/treatygraph/graph/table/states"
COUNT = "SELECT (COUNT(*) AS ?n) {} {{ ?s ?p ?o }}"


def count(server: Served, clause: str, **parameters: str) -> int:
    found = server.query(COUNT.format(clause), "text/csv", **parameters)
    assert found.status == 200, found.text
    return int(found.text.splitlines()[1])


def test_from_is_honoured(server: Served) -> None:
    everything, one = count(server, ""), count(server, f"FROM <{GRAPH}>")
    assert 0 < one < everything
    assert count(server, f"FROM <{GRAPH}> FROM <{GRAPH}>") == one
    assert count(server, f"FROM NAMED <{GRAPH}>") == 0


def test_the_request_replaces_what_the_query_names(server: Served) -> None:
    other = "https://w3id.org/treatygraph/graph/table/persons"
    assert count(server, f"FROM <{GRAPH}>", **{"default-graph-uri": other}) == count(server, f"FROM <{other}>")


def test_no_triple_of_the_union_counts_twice(server: Served) -> None:
    found = server.query("SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } } }", "text/csv")
    assert count(server, "") == int(found.text.splitlines()[1])


def test_all_variables_come_as_written(server: Served) -> None:
    for accept, read in (("text/csv", lambda body: body.splitlines()[0].split(",")),
                         ("application/sparql-results+json", lambda body: json.loads(body)["head"]["vars"])):
        assert read(server.query("SELECT * { ?zeal ?yarn ?xylem } LIMIT 1", accept).text) == ["zeal", "yarn", "xylem"]


def test_a_faulty_query_is_told_where_and_what(server: Served) -> None:
    refused = server.query("SELECT * {\n ?s tg:iso3 ?o }")
    assert refused.status == 400
    assert refused.text == ("the query is faulty at line 2, column 5: the prefix 'tg:' of tg:iso3 is not declared; write "
                            "PREFIX tg: <https://w3id.org/treatygraph/ontology#> before the query\n")


@pytest.mark.parametrize(("name", "media_type"), [
    ("csv", "text/csv; charset=utf-8"), ("tsv", "text/tab-separated-values; charset=utf-8"),
    ("json", "application/sparql-results+json"), ("srj", "application/sparql-results+json"),
    ("xml", "application/sparql-results+xml"),
    ("html", "text/html; charset=utf-8"), ("text/csv", "text/csv; charset=utf-8")])
def test_the_address_names_the_form(server: Served, name: str, media_type: str) -> None:
    found = server.query("SELECT * { ?s ?p ?o } LIMIT 1", "application/sparql-results+xml", format=name)
    assert found.headers["content-type"] == media_type


@pytest.mark.parametrize(("name", "media_type"), [
    ("ttl", "text/turtle; charset=utf-8"), ("nq", "application/n-quads"), ("trig", "application/trig"),
    ("jsonld", "application/ld+json"), ("json", "application/ld+json"), ("rdf", "application/rdf+xml")])
def test_the_address_names_the_form_of_a_graph(server: Served, name: str, media_type: str) -> None:
    assert server.get(f"/graph-store?graph={GRAPH}&format={name}").headers["content-type"] == media_type


def test_a_form_that_is_none(server: Served) -> None:
    refused = server.query("ASK {}", format="docx")
    assert refused.status == 400
    assert "there is no format 'docx'; there is json, xml" in refused.text


def test_csv_with_a_byte_order_mark_on_request(server: Served) -> None:
    query = "SELECT ?s { ?s ?p ?o } LIMIT 1"
    marked = server.query(query, format="csv", bom="1").body
    assert marked == b"\xef\xbb\xbf" + server.query(query, format="csv").body
    assert next(csv.reader(io.StringIO(marked.decode("utf-8-sig")))) == ["s"]


def test_a_thing_in_the_form_the_address_names(server: Served) -> None:
    found = server.get("/id/state/CZE?format=ttl", "text/html")
    assert found.status == 303
    assert found.headers["location"] == "/id/state/CZE.ttl"

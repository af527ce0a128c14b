"""Which form an answer takes, by what the client accepts, and that each form says the same."""

from __future__ import annotations

import csv
import gzip
import io
import json

import pytest
import rdflib
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from treatygraph.serve import formats

from .serving import FORM, Served

SELECT = ("SELECT ?state ?name { ?state a <https://w3id.org/treatygraph/ontology#State> ; "
          '<http://www.w3.org/2004/02/skos/core#prefLabel> ?name FILTER(LANG(?name) = "en") } ORDER BY ?name LIMIT 5')
ASK = "ASK { ?state a <https://w3id.org/treatygraph/ontology#State> }"
CONSTRUCT = ("CONSTRUCT { ?state a <https://w3id.org/treatygraph/ontology#State> } "
             "WHERE { ?state a <https://w3id.org/treatygraph/ontology#State> }")
DESCRIBE = "DESCRIBE <https://w3id.org/treatygraph/id/state/CZE>"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
TURTLE, JSON_LD, RDF_XML = "text/turtle", "application/ld+json", "application/rdf+xml"
N_TRIPLES, N_QUADS, TRIG = "application/n-triples", "application/n-quads", "application/trig"
JELLY = "application/x-jelly-rdf"
READERS = {TURTLE: RdfFormat.TURTLE, JSON_LD: RdfFormat.JSON_LD, RDF_XML: RdfFormat.RDF_XML,
           N_TRIPLES: RdfFormat.N_TRIPLES, N_QUADS: RdfFormat.N_QUADS, TRIG: RdfFormat.TRIG}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(("accept", "chosen"), [
    ("", JSON), ("*/*", JSON), ("application/*", JSON), ("text/*", CSV), (JSON, JSON), (XML, XML), (CSV, CSV),
    (TSV, TSV), (f"{CSV};q=0.5, {XML};q=0.9", XML), (f"{CSV};q=0.9, {XML};q=0.5", CSV),
    (f"{CSV};q=0, */*;q=0.1", JSON), (f"{JSON};q=0, */*", XML), ("application/json", "application/json"),
    ("image/png, text/tab-separated-values;q=0.01", TSV), ("TEXT/CSV", CSV), (f"{CSV};charset=utf-8", CSV),
    (f"{CSV}; q=0.3 , {TSV} ;q=0.31", TSV), (f"*/*;q=0.1, {XML};q=0.05", JSON), (BROWSER, "text/html"),
    ("image/png", None), (f"{CSV};q=0", None), ("text/turtle", None), (f"{CSV};q=often", None)])
def test_rows(accept: str, chosen: str | None) -> None:
    found = formats.choose(accept, (*formats.RESULTS, formats.HTML))
    assert (found[1] if found else None) == chosen


@pytest.mark.parametrize(("accept", "chosen"), [
    ("", TURTLE), ("*/*", TURTLE), ("text/*", TURTLE), ("application/*", N_TRIPLES), (TURTLE, TURTLE),
    (JSON_LD, JSON_LD), (RDF_XML, RDF_XML), (N_TRIPLES, N_TRIPLES), (N_QUADS, N_QUADS), (TRIG, TRIG),
    (f"{TURTLE};q=0.2,{RDF_XML};q=0.7,{JSON_LD};q=0.4", RDF_XML), ("text/n3", "text/n3"),
    (f'{JSON_LD};profile="http://www.w3.org/ns/json-ld#compacted"', JSON_LD),
    ("application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,*/*;q=0.1",
     N_QUADS), (JSON, None), ("text/html", None)])
def test_triples(accept: str, chosen: str | None) -> None:
    found = formats.choose(accept, formats.GRAPHS)
    assert (found[1] if found else None) == chosen


@pytest.mark.parametrize(("header", "takes"), [
    ("", False), ("gzip", True), ("gzip, deflate, br", True), ("gzip;q=0", False), ("*", True), ("br", False),
    ("*;q=0", False), ("identity, gzip;q=0.5", True), ("GZIP", True)])
def test_gzip(header: str, takes: bool) -> None:
    assert formats.accepts_gzip(header) is takes


@pytest.mark.parametrize("way", ["GET", "form", "direct"])
@pytest.mark.parametrize("accept", [JSON, XML, CSV, TSV])
def test_every_way_and_form_gives_the_same_rows(server: Served, way: str, accept: str) -> None:
    if way == "GET":
        answer = server.query(SELECT, accept)
    elif way == "form":
        from urllib.parse import urlencode
        answer = server.send("POST", "/sparql", {"Accept": accept, "Content-Type": FORM},
                             urlencode({"query": SELECT}).encode())
    else:
        answer = server.send("POST", "/sparql", {"Accept": accept, "Content-Type": "application/sparql-query"},
                             SELECT.encode())
    assert (answer.status, answer.type) == (200, accept)
    if accept == CSV:
        rows = [row[1] for row in csv.reader(io.StringIO(answer.text))][1:]
    else:
        form = {JSON: QueryResultsFormat.JSON, XML: QueryResultsFormat.XML, TSV: QueryResultsFormat.TSV}[accept]
        rows = [row["name"].value for row in parse_query_results(answer.body, format=form)]  # type: ignore[union-attr]
    assert rows == ["Afghanistan", "Albania", "Algeria", "Andorra", "Angola"]


@pytest.mark.parametrize("accept", READERS)
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE])
def test_every_form_gives_the_same_triples(server: Served, accept: str, query: str) -> None:
    plain = {q.triple for q in parse(server.query(query, N_TRIPLES).body, format=RdfFormat.N_TRIPLES)}
    answer = server.query(query, accept)
    assert (answer.status, answer.type) == (200, accept)
    assert {q.triple for q in parse(answer.body, format=READERS[accept])} == plain
    assert len(plain) > 10


@pytest.mark.parametrize("way", ["accept", "format", "suffix", "graph"])
def test_jelly_gives_the_same_triples(server: Served, way: str) -> None:
    where = "https://w3id.org/treatygraph/graph/table/series" if way == "graph" else "/id/state/CZE"
    if way == "accept":
        answer, plain = server.query(DESCRIBE, JELLY), server.query(DESCRIBE, N_TRIPLES)
    elif way == "format":
        answer, plain = server.query(CONSTRUCT, format="jelly"), server.query(CONSTRUCT, N_TRIPLES)
    elif way == "suffix":
        answer, plain = server.get(f"{where}.jelly"), server.get(f"{where}.nt")
    else:
        answer, plain = (server.get(f"/graph-store?graph={where}", accept) for accept in (JELLY, N_TRIPLES))
    assert (answer.status, answer.type) == (200, JELLY)
    found = rdflib.Graph().parse(data=answer.body, format="jelly")
    assert set(found) == set(rdflib.Graph().parse(data=plain.body, format="nt"))
    assert len(found) > 10


def test_a_thing_leads_to_its_jelly(server: Served) -> None:
    answer = server.get("/id/state/CZE", JELLY)
    assert (answer.status, answer.headers["location"]) == (303, "/id/state/CZE.jelly")
    assert '/id/state/CZE.jelly>; rel="alternate"; type="application/x-jelly-rdf"' in answer.headers["link"]


def test_ask(server: Served) -> None:
    assert json.loads(server.query(ASK).body) == {"head": {}, "boolean": True}
    assert b"<boolean>true</boolean>" in server.query(ASK, XML).body
    assert server.query(ASK, CSV).text.strip() == "true"
    assert "<p class=\"answer\">Yes</p>" in server.query(ASK, BROWSER).text


def test_the_default_of_a_client_that_says_nothing(server: Served) -> None:
    assert server.query(SELECT).type == JSON
    assert server.query(CONSTRUCT).type == TURTLE
    assert server.get("/sparql").type == TURTLE


@pytest.mark.parametrize(("query", "accept"), [(SELECT, "image/png"), (SELECT, TURTLE), (CONSTRUCT, JSON)])
def test_nothing_acceptable(server: Served, query: str, accept: str) -> None:
    answer = server.query(query, accept)
    assert answer.status == 406
    assert accept in answer.text
    assert (JSON if query == SELECT else TURTLE) in answer.text


def test_what_rdf_xml_cannot_say_is_refused(three: Served) -> None:
    answer = three.query("CONSTRUCT { <a:a> <a:1> 1 } {}", RDF_XML)
    assert answer.status == 406
    assert "cannot be written as application/rdf+xml" in answer.text


def test_a_browser_gets_a_page_with_links_that_work_here(server: Served) -> None:
    page = server.query(SELECT, BROWSER)
    assert (page.status, page.type) == (200, "text/html")
    assert '<a href="/id/state/ALB"' in page.text
    assert '<a href="/id/state/CZE"' in server.query(DESCRIBE, BROWSER).text


def test_markup_in_a_query_or_an_answer_stays_text(three: Served) -> None:
    page = three.query('SELECT ("<script>alert(1)</script>" AS ?a) (IRI("javascript:alert(2)") AS ?b) {}', BROWSER)
    assert page.status == 200
    assert "<script>" not in page.text
    assert 'href="javascript' not in page.text
    assert "&lt;script&gt;" in page.text


def test_compression(server: Served) -> None:
    plain = server.query(CONSTRUCT, TURTLE)
    packed = server.get("/sparql?query=" + CONSTRUCT.replace(" ", "%20").replace("#", "%23"), TURTLE,
                        Accept_Encoding="gzip")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert int(packed.headers["content-length"]) == len(packed.body) < len(plain.body)
    assert "Accept-Encoding" in plain.headers["vary"]


@pytest.mark.parametrize("path", ["/", "/sparql", "/sparql?query=ASK%7B%7D", "/graph-store?default", "/dataset",
                                  "/ontology", "/id/state/CZE.ttl", "/id/state/CZE", "/id/nothing"])
def test_head_is_get_without_a_body(server: Served, path: str) -> None:
    get, head = server.get(path), server.send("HEAD", path)
    assert head.body == b""
    assert head.status == get.status
    for name in ("content-type", "content-length", "etag", "vary", "location"):
        assert head.headers.get(name) == get.headers.get(name), name


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/sparql", "/graph-store?default", "/id/state/CZE.ttl",
                                  "/dataset", "/"])
def test_an_unchanged_answer_is_not_sent_again(server: Served, path: str) -> None:
    first = server.get(path)
    again = server.get(path, If_None_Match=first.headers["etag"])
    assert (first.status, again.status, again.body) == (200, 304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert server.get(path, If_None_Match='"something else"').status == 200
    listed = server.get(path, If_None_Match=f'"other", {first.headers["etag"]}')
    assert listed.status == 304


def test_another_query_or_form_has_another_tag(server: Served) -> None:
    tags = {server.query(SELECT, accept).headers["etag"] for accept in (JSON, XML, CSV)}
    tags.add(server.query(ASK, JSON).headers["etag"])
    assert len(tags) == 4


def test_what_changes_by_itself_has_no_tag(server: Served) -> None:
    first, second = (server.query("SELECT (RAND() AS ?r) (STRUUID() AS ?u) {}") for _ in range(2))
    assert "etag" not in first.headers
    assert first.body != second.body


def test_other_sites_may_ask(server: Served) -> None:
    answer = server.get("/sparql?query=ASK%7B%7D", Origin="https://example.org")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "ETag" in answer.headers["access-control-expose-headers"]
    before = server.send("OPTIONS", "/sparql", {
        "Origin": "https://example.org", "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type"})
    assert before.status == 200
    assert before.headers["access-control-allow-origin"] == "*"
    assert "POST" in before.headers["access-control-allow-methods"]
    assert "content-type" in before.headers["access-control-allow-headers"]


def test_options_says_what_is_allowed(server: Served) -> None:
    assert server.send("OPTIONS", "/sparql").headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert server.send("OPTIONS", "/graph-store").headers["allow"] == "GET, HEAD, OPTIONS"

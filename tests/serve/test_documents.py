"""The document of a thing stands alone: what points at it, what its neighbours are called, where the rest is."""

from __future__ import annotations

import json
import re
from functools import cache

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from treatygraph import iris, paths, vocab
from treatygraph.graph.store import load
from treatygraph.serve.answers import Answers
from treatygraph.serve.messages import Job, Limits
from treatygraph.serve.surroundings import MOST_POINTING
from treatygraph.vocab import tg

from .serving import Served

ROOT = "http://127.0.0.1"
STATE = iris.thing("state/CZE")


@cache
def answers() -> Answers:
    return Answers(load([paths.graph()], united=True), Limits(), united=True)


def document(iri: str, accept: str = "application/n-triples") -> bytes:
    return answers().answer(Job("describe", iri=iri, accept=accept, root=ROOT)).body


def triples(iri: str) -> set[Triple]:
    return {quad.triple for quad in parse(document(iri), format=RdfFormat.N_TRIPLES)}


def test_what_points_at_a_thing_is_in_its_document() -> None:
    participation = iris.thing("conference/ctbt-art-xiv-2021/participation/CZE")
    assert Triple(NamedNode(participation), NamedNode(tg("participant")), NamedNode(STATE)) in triples(STATE)


def test_neighbours_have_their_names_in_it() -> None:
    found = triples(iris.thing("conference/ctbt-art-xiv-2021/office/President/ITA"))
    assert Triple(NamedNode(iris.thing("state/ITA")), NamedNode(vocab.PREF_LABEL), Literal("意大利", language="zh")) in found
    assert any(t.subject == NamedNode(tg("President")) and t.predicate.value == vocab.PREF_LABEL for t in found)


def test_what_is_too_long_is_cut_with_a_link_to_all_of_it() -> None:
    store = Store()
    node, prop = NamedNode(STATE), NamedNode(tg("participant"))
    store.add(Quad(node, NamedNode(vocab.TYPE), NamedNode(tg("State")), DefaultGraph()))
    for number in range(MOST_POINTING + 5):
        store.add(Quad(NamedNode(f"{STATE}/x{number}"), prop, node, DefaultGraph()))
    body = Answers(store, Limits(), united=True).answer(Job("describe", iri=STATE, accept="application/n-triples",
                                                            root=ROOT)).body
    found = [quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES)]
    assert sum(t.predicate == prop for t in found) == MOST_POINTING
    links = [t.object.value for t in found if t.predicate.value == vocab.RDFS + "seeAlso"
             and isinstance(t.object, NamedNode)]
    assert len(links) == 1
    assert links[0].startswith(f"{ROOT}/sparql?query=CONSTRUCT")


@pytest.mark.parametrize(("accept", "form"), [("application/trig", RdfFormat.TRIG), ("application/n-quads", RdfFormat.N_QUADS)])
def test_quads_tell_which_graph_states_what(accept: str, form: RdfFormat) -> None:
    quads = list(parse(document(STATE, accept), format=form))
    assert {quad.triple for quad in quads} == triples(STATE)
    assert Quad(NamedNode(STATE), NamedNode(tg("iso3")), Literal("CZE"),
                NamedNode("https://w3id.org/treatygraph/graph/table/states")) in quads


def test_a_page_holds_its_data_and_names_links_from_its_own_side() -> None:
    page = document(STATE, "text/html").decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert found
    embedded = {quad.triple for quad in parse(json.dumps(json.loads(found.group(1))), format=RdfFormat.JSON_LD)}
    assert Triple(NamedNode(STATE), NamedNode(tg("iso3")), Literal("CZE")) in embedded
    pointing = page.partition('id="pointing"')[2]
    assert "participated in" in pointing or "participation" in pointing
    assert re.search(r"<dt>is <a [^>]*>[^<]*</a> of</dt>", pointing)


def test_the_dataset_names_its_endpoint() -> None:
    dataset = iris.ONTOLOGY.removesuffix("ontology#") + "dataset"
    assert Triple(NamedNode(dataset), NamedNode(vocab.VOID + "sparqlEndpoint"), NamedNode(f"{ROOT}/sparql")) in \
        triples(dataset)


@pytest.mark.parametrize(("path", "holds"), [("shapes", "http://www.w3.org/ns/shacl#NodeShape"),
                                             ("ontology/alignments", "skos")])
def test_shapes_and_alignments_have_documents(path: str, holds: str) -> None:
    base = iris.ONTOLOGY.removesuffix("ontology#")
    assert holds.encode() in document(base + path)
    assert b"<h1" in document(base + path, "text/html")


def test_well_known_addresses_lead_on(server: Served) -> None:
    there = server.get("/.well-known/void")
    assert (there.status, there.headers["location"]) == (303, "/dataset")
    mappings = server.get("/ontology/alignments.sssom.tsv")
    assert mappings.headers["content-type"] == "text/tab-separated-values; charset=utf-8"
    assert mappings.body == (paths.ontology() / "alignments.sssom.tsv").read_bytes()
    assert server.get("/shapes", "text/turtle").status == 200
    assert server.get("/ontology/alignments.ttl").status == 200
    assert server.get("/id/state/CZE?format=trig").headers["location"] == "/id/state/CZE.trig"

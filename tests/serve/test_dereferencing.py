"""Every IRI of ours can be looked up on the server, as data and as a page."""

from __future__ import annotations

from functools import cache

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, Triple, parse

from treatygraph import iris, paths
from treatygraph.graph.ontology import ontology_triples
from treatygraph.graph.store import load
from treatygraph.serve.answers import Answers
from treatygraph.serve.describing import BASE
from treatygraph.serve.messages import Job, Limits, RefusedError
from treatygraph.serve.page_parts import local_path
from treatygraph.serve.protocol import iri_of

from .serving import Served
from .test_negotiation import BROWSER, JSON_LD, N_TRIPLES, RDF_XML, READERS, TURTLE

REPORT = "/id/document/CTBT-Art.XIV/2021/6"
# One of every kind of IRI, as a client sends it.
THINGS = [
    "/id/state/CZE", "/id/person/rapulane-sydney-molekane", "/id/organization/ctbto-preparatory-commission",
    "/id/state-group/ratifying-states", "/id/event/ctbt-25th-anniversary", "/id/treaty/ctbt",
    "/id/treaty/ctbt/annex/2", "/id/treaty/ctbt/status/TCD/NotSigned", "/id/treaty/ctbt/action/ITA/Ratification",
    "/id/conference/ctbt-art-xiv-2021", "/id/conference/ctbt-art-xiv-2021/agenda-item/2(a)",
    "/id/conference/ctbt-art-xiv-2021/office/President/ITA", "/id/conference/ctbt-art-xiv-2021/participation/CHN",
    "/id/conference/ctbt-art-xiv-2021/meeting/1", REPORT, f"{REPORT}/zh", f"{REPORT}/paragraph/9",
    f"{REPORT}/annex/paragraph/10(c)", f"{REPORT}/annex/list/B.1", f"{REPORT}/annex/footnote/%E2%80%A1",
    "/id/document/S/RES/1887%20(2009)", "/id/rule/DEC-02", "/id/facility/AS043", "/id/network/AS",
    "/id/region/eastern-europe", "/id/programme/verification-regime", "/id/place/vienna", "/id/series/ctbt-art-xiv",
    "/id/identifier-scheme/uk-treaties-online"]
DOCUMENTS = ["/ontology", "/dataset", "/graph/table/states", "/graph/inferred",
             "/graph/source/ctbt-art-xiv-2021-6.zh"]
FORMS = [TURTLE, JSON_LD, RDF_XML, N_TRIPLES]
SUFFIX = {TURTLE: "ttl", JSON_LD: "jsonld", RDF_XML: "rdf", N_TRIPLES: "nt"}


@cache
def store() -> Store:
    return load([paths.graph()])


def said_of(iri: str) -> set[Triple]:
    return {quad.triple for quad in store().quads_for_pattern(NamedNode(iri), None, None)}


def iri(path: str) -> str:
    return BASE + path.lstrip("/").replace("%E2%80%A1", "‡")


@pytest.mark.parametrize("path", THINGS)
def test_a_thing_is_described_elsewhere(server: Served, path: str) -> None:
    assert said_of(iri(path)), "the sample names a thing that is not there"
    for accept in FORMS:
        there = server.get(path, accept)
        assert (there.status, there.headers["location"]) == (303, f"{path}.{SUFFIX[accept]}")
        assert "Accept" in there.headers["vary"]
        document = server.get(there.headers["location"])
        assert (document.status, document.type) == (200, accept)
        assert f'<{iri(path).replace("‡", "%E2%80%A1")}>; rel="describes"' in document.headers["link"]
        triples = {quad.triple for quad in parse(document.body, format=READERS[accept])}
        assert said_of(iri(path)) <= triples
    page = server.get(server.get(path, BROWSER).headers["location"])
    assert (page.status, page.type) == (200, "text/html")
    assert "<h1" in page.text


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_document_is_given_at_once(server: Served, path: str) -> None:
    for accept in FORMS:
        document = server.get(path, accept)
        assert (document.status, document.type) == (200, accept)
        assert document.headers["content-location"] == f"{path}.{SUFFIX[accept]}"
        assert f'<{path}.html>; rel="alternate"; type="text/html"' in document.headers["link"]
        assert 'rel="license"' in document.headers["link"]
        triples = {quad.triple for quad in parse(document.body, format=READERS[accept])}
        assert len(triples) > 5
        assert server.get(f"{path}.{SUFFIX[accept]}").body == document.body
    assert server.get(path, BROWSER).type == "text/html"


def test_a_graph_is_given_whole(server: Served) -> None:
    graph = iris.graph("table", "states")
    triples = {q.triple for q in parse(server.get("/graph/table/states.nt").body, format=RdfFormat.N_TRIPLES)}
    held = {quad.triple for quad in store().quads_for_pattern(None, None, None, NamedNode(graph))}
    assert held
    assert triples == held | said_of(graph)
    read = server.get(f"/graph-store?graph={graph}", N_TRIPLES)
    assert {q.triple for q in parse(read.body, format=RdfFormat.N_TRIPLES)} == held


def test_the_default_graph_is_the_union(server: Served) -> None:
    read = server.get("/graph-store?default", N_TRIPLES)
    assert {q.triple for q in parse(read.body, format=RdfFormat.N_TRIPLES)} == {quad.triple for quad in store()}


@pytest.mark.parametrize(("path", "status"), [
    ("/graph-store?graph=https://w3id.org/treatygraph/graph/none", 404), ("/graph-store", 400),
    ("/graph-store?graph=states", 400), ("/graph-store?default&graph=http://x/", 400),
    ("/graph-store?graph=http://x/%20y", 400)])
def test_a_graph_that_is_not_there(server: Served, path: str, status: int) -> None:
    assert server.get(path).status == status
    assert server.send("HEAD", path).status == status


def test_every_term_is_in_the_ontology_that_is_given(server: Served) -> None:
    body = server.get("/ontology.nt").body
    given = {quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES)}
    assert {t for t in ontology_triples() if "_:" not in (str(t.subject)[:2], str(t.object)[:2])} <= given
    unnamed = [t for t in ontology_triples() if str(t.subject).startswith("_:")]
    assert sum(str(t.subject).startswith("_:") for t in given) == len(unnamed) > 0
    version = next(str(t.object.value) for t in ontology_triples() if t.predicate.value.endswith("#versionIRI")
                   and isinstance(t.object, NamedNode))
    assert server.get(version.removeprefix("https://w3id.org/treatygraph"), N_TRIPLES).status == 200
    assert server.get("/ontology/0.0.0", N_TRIPLES).status == 404
    page = server.get("/ontology.html").text
    terms = {t.subject.value for t in ontology_triples() if isinstance(t.subject, NamedNode)
             and t.subject.value.startswith(iris.ONTOLOGY)}
    assert len(terms) > 100
    assert not [term for term in terms if f'id="{term.partition("#")[2]}"' not in page]


def test_the_files_of_the_graph_are_given_as_they_are(server: Served) -> None:
    there = server.get("/data/graph/states.ttl")
    assert (there.status, there.type, there.body) == (200, TURTLE, (paths.graph() / "states.ttl").read_bytes())
    assert server.get("/data/graph/states.ttl", If_None_Match=there.headers["etag"]).status == 304
    for name in ("none.ttl", "findings.json", "..%2Fsources%2Fsources.csv", "%2e%2e/tables/states.csv"):
        assert server.get(f"/data/graph/{name}").status == 404


def test_the_words_of_a_language_version_come_with_it(server: Served) -> None:
    span = iris.ID + "document/CTBT-Art.XIV/2021/6/zh#char=1203,1206"
    assert said_of(span)
    body = server.get(f"{REPORT}/zh.nt").body
    assert said_of(span) <= {quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES)}
    assert 'id="char=1203,1206"' in server.get(f"{REPORT}/zh.html").text
    encoded = server.get(f"{REPORT}/zh%23char=1203,1206")
    assert (encoded.status, encoded.headers["location"]) == (303, f"{REPORT}/zh#char=1203,1206")


def test_a_page_shows_names_and_the_words_of_the_text(server: Served) -> None:
    page = server.get("/id/conference/ctbt-art-xiv-2021/office/President/ITA.html").text
    assert "Italy, President, 2021" in page
    assert "会议以鼓掌方式选举<mark>意大利</mark>和南非担任会议主席一职" in page
    assert '<a href="/id/state/ITA"' in page
    assert '<a href="/ontology#holder"' in page
    assert '<a href="/id/rule/DEC-02"' in page
    assert 'href="/id/conference/ctbt-art-xiv-2021/office/President/ITA.ttl"' in page
    assert "https://w3id.org/treatygraph/id/conference/ctbt-art-xiv-2021/office/President/ITA" in page


@pytest.mark.parametrize("path", ["/", "/sparql", "/dataset.html", "/id/state/CZE.html", f"{REPORT}.html",
                                  "/graph/table/treaties.html", f"{REPORT}/annex/footnote/%E2%80%A1.html"])
def test_the_links_of_a_page_work(server: Served, path: str) -> None:
    import html
    import re

    found = {html.unescape(target).partition("#")[0]
             for target in re.findall(r'href="(/[^"]*)"', server.get(path, BROWSER).text)}
    assert len(found) > 3
    for target in sorted(found)[:60]:
        assert server.get(target, BROWSER).status in {200, 303}, target


@pytest.mark.parametrize("path", ["/id/state/XXX", "/id/state/XXX.ttl", "/id/", "/id/state/CZE/", "/id/%FF",
                                  "/graph/none", "/nothing", "/id/state/CZE.html.html", "/favicon.ico", "/id/a%20b"])
def test_what_is_not_there(server: Served, path: str) -> None:
    answer = server.get(path)
    assert answer.status == 404
    assert answer.type == "text/plain"
    assert answer.text.strip()
    page = server.get(path, BROWSER)
    assert (page.status, page.type) == (404, "text/html")
    assert "<h1>Not found</h1>" in page.text


def test_a_type_that_no_document_has(server: Served) -> None:
    for path in ("/id/state/CZE", "/ontology", "/dataset"):
        answer = server.get(path, "image/png")
        assert (answer.status, TURTLE in answer.text) == (406, True)


def test_the_encoding_of_a_path_does_not_matter(server: Served) -> None:
    for path in ("/id/document/S/RES/1887%20%282009%29", "/id/document/S/RES/1887%20(2009)",
                 "/id/%64ocument/S/RES/1887%20(2009)"):
        there = server.get(path, TURTLE)
        assert (there.status, there.headers["location"]) == (303, "/id/document/S/RES/1887%20(2009).ttl")


def test_every_subject_of_the_graph_can_be_looked_up() -> None:
    """In process: every subject's path leads to its IRI, and its document says all that is said of it."""
    answers = Answers(store(), Limits())
    subjects = sorted({quad.subject.value for quad in store() if isinstance(quad.subject, NamedNode)})
    assert len(subjects) > 4000
    bodies: dict[str, set[Triple]] = {}
    for subject in subjects:
        assert subject.startswith(BASE), subject
        document, _, fragment = subject.partition("#")
        path = local_path(document, "http://127.0.0.1")
        assert iri_of(path.encode("ascii")) == (document, None)
        if document not in bodies:
            if len(bodies) > 5:
                bodies.pop(next(iter(bodies)))
            reply = answers.answer(Job("describe", iri=document, accept=N_TRIPLES))
            assert reply.status == 200
            bodies[document] = {quad.triple for quad in parse(reply.body, format=RdfFormat.N_TRIPLES)}
        assert said_of(subject) <= bodies[document], subject
        assert fragment or answers.answer(Job("known", iri=subject)).status == 200


def test_every_tenth_subject_has_a_page() -> None:
    answers = Answers(store(), Limits())
    subjects = sorted({quad.subject.value.partition("#")[0] for quad in store() if isinstance(quad.subject, NamedNode)})
    for subject in subjects[::10]:
        page = answers.answer(Job("describe", iri=subject, accept="text/html", root="http://127.0.0.1")).body.decode()
        assert "<h1" in page
        assert f"<code>{subject}</code>".replace("&", "&amp;").replace("'", "&#x27;") in page


def test_what_is_only_pointed_at_is_described_by_what_points() -> None:
    found = Store()
    quad = next(iter(store().quads_for_pattern(None, NamedNode(iris.ONTOLOGY + "holder"), None)))
    target = NamedNode(iris.thing("state/NOWHERE"))
    from pyoxigraph import Quad
    found.add(Quad(quad.subject, quad.predicate, target))
    body = Answers(found, Limits()).answer(Job("describe", iri=target.value, accept=N_TRIPLES)).body
    assert {q.triple for q in parse(body, format=RdfFormat.N_TRIPLES)} == {
        Triple(quad.subject, quad.predicate, target)}
    with pytest.raises(RefusedError, match="no graph here says anything"):
        Answers(found, Limits()).answer(Job("describe", iri=iris.thing("state/ELSEWHERE"), accept=N_TRIPLES))

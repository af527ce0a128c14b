"""The redirects of w3id.org lead every kind of IRI, in every format, to where it is described: by a real Apache."""

from __future__ import annotations

import http.client
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from pyoxigraph import RdfFormat, parse

from treatygraph import __version__, iris
from treatygraph.conformance import negotiation
from treatygraph.conformance.outcome import Explanations, Result

sys.path.insert(0, str(Path(__file__).parent))
import apache

pytestmark = pytest.mark.skipif(bool(apache.missing()), reason=apache.missing() or "none")
SERVER = "https://server.example"
TURTLE, HTML = "text/turtle", "text/html"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module")
def w3id() -> Iterator[str]:
    with apache.redirecting_to(SERVER) as address:
        yield address


def ask(address: str, path: str, accept: str) -> tuple[int, str]:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    connection.request("GET", f"{parts.path}/{path}", headers={"Accept": accept} if accept else {})
    reply = connection.getresponse()
    reply.read()
    found = reply.status, (reply.getheader("Location") or "").removeprefix(SERVER)
    connection.close()
    return found


KINDS = [
    "ontology",
    f"ontology/{__version__}",
    "id/state/CZE",
    "id/treaty/ctbt/article/XIV",
    "id/document/CTBT-Art.XIV/2021/6/zh",
    "id/document/CTBT-Art.XIV/2021/6/annex/list/B.1/listing/DZA",
    "graph/table/states",
    "graph/source/ctbt-art-xiv-2021-6.zh",
    "graph/inferred",
    "dataset",
    "dataset/class/tg.State",
    "catalog",
]
FORMATS = [
    (TURTLE, ".ttl"),
    ("text/turtle;q=0.9", ".ttl"),
    ("application/ld+json", ".jsonld"),
    ('application/ld+json; profile="http://www.w3.org/ns/json-ld#compacted"', ".jsonld"),
    ("application/rdf+xml", ".rdf"),
    ("application/n-triples", ".nt"),
    (HTML, ".html"),
    (BROWSER, ""),
    ("text/turtle;q=0.4, application/rdf+xml;q=0.9", ""),
    ("*/*", ""),
    ("", ""),
    ("text/turtlesoup", ""),
]


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize(("accept", "suffix"), FORMATS)
def test_kind_and_format(w3id: str, path: str, accept: str, suffix: str) -> None:
    assert ask(w3id, path, accept) == (303, f"/{path}{suffix}")


def test_the_projects_page(w3id: str) -> None:
    assert ask(w3id, "", BROWSER) == (303, "/")


@pytest.mark.parametrize("path", ["dataset/release/0.2.0", "dataset/release/1.0.0-rc.1/file/rdf/treatygraph.ttl"])
@pytest.mark.parametrize("accept", [TURTLE, HTML, BROWSER])
def test_a_release_leads_to_the_dataset(w3id: str, path: str, accept: str) -> None:
    assert ask(w3id, path, accept) == (303, "/dataset")


@pytest.mark.parametrize("path", ["ontology.ttl", "id/state/CZE.jsonld", "data/graph/states.ttl",
                                  "data/graph/ctbt-art-xiv-2021-6.zh.ttl", "data/graph/findings.json"])
def test_a_file_is_not_negotiated(w3id: str, path: str) -> None:
    for accept in (HTML, TURTLE, ""):
        assert ask(w3id, path, accept) == (302, f"/{path}")


@pytest.mark.parametrize("path", ["id/document/S/RES/1887%20(2009)", "id/document/CTBT-Art.XIV/2021/6/footnote/%E2%80%A0"])
def test_what_is_encoded_stays_encoded(w3id: str, path: str) -> None:
    status, location = ask(w3id, path, "*/*")
    assert location.isascii()
    assert " " not in location
    # RFC 3986, section 2.1: the case of the hexadecimal digits does not matter.
    assert (status, unquote(location)) == (303, "/" + unquote(path))


@pytest.mark.parametrize("path", ["nothing", "idle", "ontologyx", "data/graph/../../.htaccess", "sparql"])
def test_what_is_not_ours_leads_nowhere(w3id: str, path: str) -> None:
    assert ask(w3id, path, TURTLE)[0] in {400, 403, 404}


def test_every_address_the_description_gives_is_led_somewhere(w3id: str) -> None:
    import built

    ours = {term.value for triple in built.build().graphs["dataset"] for term in (triple.subject, triple.object)
            if getattr(term, "value", "").startswith("https://w3id.org/treatygraph/")
            and type(term).__name__ == "NamedNode"}
    assert iris.download("states.ttl") in ours
    lost = [iri for iri in sorted(ours)
            if ask(w3id, iri.removeprefix("https://w3id.org/treatygraph/").partition("#")[0], TURTLE)[0] == 404]
    assert lost == []


@pytest.mark.skipif(importlib.util.find_spec("starlette") is None, reason="no Starlette, so no treatygraph serve")
def test_a_published_ontology_passes_the_checks_through_the_redirects() -> None:
    with negotiation.served() as server, apache.redirecting_to(server) as address:
        rows = negotiation.outcomes(address, Explanations())
        assert {row.check.id: row.result for row in rows} == dict.fromkeys(negotiation.CHECKS, Result.PASS)
        site = negotiation.Site(address)
        for accept, form in ((TURTLE, RdfFormat.TURTLE), ("application/ld+json", RdfFormat.JSON_LD),
                             ("application/rdf+xml", RdfFormat.RDF_XML), ("application/n-triples", RdfFormat.N_TRIPLES)):
            media, body = site.get(iris.thing("document/S/RES/1887 (2009)"), accept)
            assert media == accept
            about = {quad.subject.value for quad in parse(body, format=form)}
            assert iris.thing("document/S/RES/1887 (2009)") in about
        assert b"1887" in site.get(iris.thing("document/S/RES/1887 (2009)"), HTML)[1]
        assert site.get(iris.download("states.ttl"), "*/*")[1].startswith(b"# TreatyGraph")

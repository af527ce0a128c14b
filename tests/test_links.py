"""Links to things of others have the right form, are unshared and counted; the guide works as printed."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import built
import pytest
import tables_graph
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions, Store, Triple

from treatygraph import iris, paths, vocab
from treatygraph.ask import ask, find_question, to_csv
from treatygraph.graph.assemble.derived_links import derived_links
from treatygraph.graph.store import LINKS
from treatygraph.tables import shipped
from treatygraph.vocab import tg

GUIDE = (paths.root() / "docs" / "link-your-data.md").read_text(encoding="utf-8")
MATCHES = {
    "exactMatch": vocab.SKOS + "exactMatch",
    "closeMatch": vocab.SKOS + "closeMatch",
    "seeAlso": vocab.RDFS + "seeAlso",
    "subject": vocab.DCTERMS + "subject",
}


def links(match: str) -> list[tuple[str, str]]:
    return [
        (t.subject.value, t.object.value)
        for t in tables_graph.graphs()["identifiers"]
        if t.predicate.value == MATCHES[match]
    ]


def test_every_row_is_one_link() -> None:
    rows = shipped().rows("identifiers")
    assert Counter(row["match"] for row in rows) == {match: len(links(match)) for match in MATCHES}
    assert len(rows) == 1045


def test_every_linkset_says_its_size_computed_from_the_rows() -> None:
    counted = Counter((row["scheme"], row["match"]) for row in shipped().rows("identifiers"))
    said = {}
    for triple in tables_graph.graphs()["identifiers"]:
        if triple.predicate.value == vocab.VOID + "triples":
            scheme, match = iris.path_of(triple.subject.value).split("/")[1:]
            said[scheme, match] = int(triple.object.value)
    assert said == counted


def test_sizes_of_the_larger_linksets_written_by_hand() -> None:
    counted = Counter((row["scheme"], row["match"]) for row in shipped().rows("identifiers"))
    for scheme in ("eu-authority", "m49-rdf"):
        assert counted[scheme, "exactMatch"] == 197
    # For the Holy See, GeoNames has the city alone, and Wikidata an item for each.
    assert (counted["geonames", "exactMatch"], counted["geonames", "closeMatch"]) == (196, 1)
    # No source seen gives Namibia's item; 196 States, 10 organizations and organs, and 4 persons have theirs.
    assert (counted["wikidata", "exactMatch"], counted["wikidata", "closeMatch"]) == (196 + 10 + 4, 1)
    # UNBIS of 2018 has no State of Palestine; it has the Korean Peninsula, three networks and on-site inspection, and
    # nuclear-weapon States and seismic stations, of which the treaty has two networks, as close matches.
    assert (counted["unbis", "exactMatch"], counted["unbis", "closeMatch"]) == (196 + 5, 3)
    assert counted["unbis", "subject"] == 30


def test_no_two_things_share_an_identifier() -> None:
    shared = {
        outside: n for outside, n in Counter(outside for _, outside in links("exactMatch")).items() if n > 1
    }
    assert shared == {}


def test_no_thing_has_two_identifiers_of_one_scheme() -> None:
    pairs = Counter(
        (row["thing"], row["scheme"]) for row in shipped().rows("identifiers") if row["match"] == "exactMatch"
    )
    assert {pair for pair, n in pairs.items() if n > 1} == set()


FORMS = [
    ("wikidata", "http://www.wikidata.org/entity/Q38", "https://www.wikidata.org/wiki/Q38"),
    ("wikidata", "http://www.wikidata.org/entity/Q38", "http://www.wikidata.org/entity/Q038"),
    ("geonames", "https://sws.geonames.org/3175395/", "https://sws.geonames.org/3175395"),
    ("m49-rdf", "http://metadata.un.org/sdg/codes/geoArea/004", "http://metadata.un.org/sdg/codes/geoArea/4"),
    ("unbis", "http://metadata.un.org/thesaurus/1000096", "http://metadata.un.org/thesaurus/96"),
    (
        "eu-authority",
        "http://publications.europa.eu/resource/authority/country/AFG",
        "http://publications.europa.eu/resource/authority/country/af",
    ),
    (
        "untc",
        "http://treaties.un.org/pages/ViewDetails.aspx?src=TREATY&mtdsg_no=XXVI-4&chapter=26&lang=en",
        "http://treaties.un.org/pages/ViewDetails.aspx",
    ),
]


@pytest.mark.parametrize(("scheme", "right", "wrong"), FORMS)
def test_a_scheme_tells_right_forms_from_wrong_ones(scheme: str, right: str, wrong: str) -> None:
    row = shipped().row("identifier-schemes", scheme)
    assert row is not None
    assert re.fullmatch(row["pattern"], right)
    assert not re.fullmatch(row["pattern"], wrong)


def test_codes_in_identifiers_are_those_of_the_state() -> None:
    states = {row.key: row for row in shipped().rows("states")}
    for row in shipped().rows("identifiers"):
        if row["scheme"] == "m49-rdf":
            assert row["iri"].endswith("/" + states[row["thing"][-3:]]["m49"])
        if row["scheme"] == "eu-authority":
            assert row["iri"].endswith("/" + row["thing"][-3:])


def test_codes_of_states_are_unique() -> None:
    for column in ("iso3", "iso2", "m49"):
        codes = Counter(row[column] for row in shipped().rows("states") if row[column])
        assert {code for code, n in codes.items() if n > 1} == set()


def test_everything_that_is_linked_is_described() -> None:
    described = {
        t.subject.value
        for graph in built.build().graphs.values()
        for t in graph
        if t.predicate.value == vocab.TYPE
    }
    for match in MATCHES:
        assert {thing for thing, _ in links(match)} <= described


def test_links_point_away_from_us() -> None:
    for match in MATCHES:
        assert not [
            outside for _, outside in links(match) if outside.startswith("https://w3id.org/treatygraph/")
        ]


def wikidata_of(thing: str) -> set[tuple[str, str]]:
    return {
        (t.predicate.value, t.object.value.rpartition("/")[2])
        for t in tables_graph.graphs()["identifiers"]
        if t.subject == NamedNode(iris.thing(thing)) and "wikidata" in t.object.value
    }


def test_a_link_to_a_city_is_no_exact_match() -> None:
    assert wikidata_of("state/VAT") == {(MATCHES["closeMatch"], "Q237"), (MATCHES["exactMatch"], "Q159583")}


def test_an_office_is_linked_as_an_office_and_not_as_its_holder() -> None:
    assert wikidata_of("organization/un-secretary-general") == {(MATCHES["exactMatch"], "Q81066")}
    persons = {item for row in shipped().rows("identifiers") if row["thing"].startswith("person/") for item in [row["iri"]]}
    bodies = {row["iri"] for row in shipped().rows("identifiers") if row["thing"].startswith("organization/")}
    assert len(persons) == 5
    assert not persons & bodies


SUBJECTS = [
    ("document/CTBT-Art.XIV/2021/1", {"1005622"}),
    ("document/CTBT-Art.XIV/2021/5", {"1005488"}),
    ("document/CTBT-Art.XIV/2021/6/annex/paragraph/10(m)", {"1004446"}),
    ("document/CTBT-Art.XIV/2021/6/annex/paragraph/10(n)", {"1006865", "1003291", "1000797"}),
    ("treaty/npt", {"1004500"}),
]


@pytest.mark.parametrize(("thing", "subjects"), SUBJECTS)
def test_subjects_of_documents_and_measures(thing: str, subjects: set[str]) -> None:
    found = {t.object.value for t in built.build().graphs["identifiers"]
             if t.subject.value == iris.thing(thing) and t.predicate.value == MATCHES["subject"]}
    assert found == {f"http://metadata.un.org/thesaurus/{number}" for number in subjects}


# ---- addresses that follow from symbols


ADDRESSES = [
    ("A/RES/75/87", "https://undocs.org/en/A/RES/75/87", "https://digitallibrary.un.org/search?ln=en&p=A%2FRES%2F75%2F87"),
    ("S/RES/1887 (2009)", "https://undocs.org/en/S/RES/1887(2009)",
     "https://digitallibrary.un.org/search?ln=en&p=S%2FRES%2F1887%282009%29"),
    ("CTBT-Art.XIV/2021/6", "https://undocs.org/en/CTBT-Art.XIV/2021/6",
     "https://digitallibrary.un.org/search?ln=en&p=CTBT-Art.XIV%2F2021%2F6"),
]


@pytest.mark.parametrize(("symbol", "undocs", "library"), ADDRESSES)
def test_a_symbol_becomes_two_addresses(symbol: str, undocs: str, library: str) -> None:
    found = {t.object.value for t in built.build().graphs[LINKS]
             if t.subject.value == iris.document(symbol) and t.predicate.value == MATCHES["seeAlso"]}
    assert found == {undocs, library}


def test_derived_addresses_say_so_and_stand_apart_from_those_that_were_seen() -> None:
    derived = built.build().graphs[LINKS]
    seen = {t for stem, graph in built.build().graphs.items() if stem != LINKS for t in graph}
    assert not derived & seen
    linksets = {t.subject for t in derived if t.object == NamedNode(vocab.VOID + "Linkset")}
    noted = {t.subject: t.object.value for t in derived if t.predicate.value == vocab.NOTE}
    assert len(linksets) == 2
    assert set(noted) == linksets
    assert all("Derived from the documents' symbols" in note for note in noted.values())


@pytest.mark.parametrize("symbol", ["INFCIRC/66", "OPCW/C-26/2", "GA/1234", "no symbol"])
def test_what_is_no_symbol_of_the_united_nations_has_no_address(symbol: str) -> None:
    graph = [Triple(NamedNode("urn:d"), NamedNode(tg("symbol")), Literal(symbol))]
    assert derived_links(shipped(), [graph]) == frozenset()


def test_every_linkset_names_its_sources_its_target_and_the_kind_of_match() -> None:
    said: dict[str, set[str]] = {}
    for graph in built.build().graphs.values():
        for t in graph:
            said.setdefault(t.subject.value, set()).add(t.predicate.value)
    linksets = {t.subject.value for graph in built.build().graphs.values() for t in graph
                if t.object == NamedNode(vocab.VOID + "Linkset") and t.predicate.value == vocab.TYPE}
    assert len(linksets) == 19
    needed = {vocab.SOURCE, vocab.VOID + "objectsTarget", vocab.VOID + "linkPredicate", vocab.VOID + "triples"}
    assert all(needed <= said[linkset] for linkset in linksets)


# ---- a query over two endpoints


class Endpoint(BaseHTTPRequestHandler):
    """A SPARQL endpoint on this machine that knows what two items are called."""

    store = Store()

    def do_GET(self) -> None:
        self.answer(parse_qs(urlsplit(self.path).query)["query"][0])

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        direct = self.headers["Content-Type"].startswith("application/sparql-query")
        self.answer(body if direct else parse_qs(body)["query"][0])

    def answer(self, query: str) -> None:
        found = self.store.query(query)
        assert isinstance(found, QuerySolutions)
        data = found.serialize(format=QueryResultsFormat.JSON) or b""
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    label = NamedNode(vocab.LABEL)
    for item, words in (
        ("Q38", "Italy as others say"),
        ("Q258", "South Africa as others say"),
    ):
        thing = NamedNode(f"http://www.wikidata.org/entity/{item}")
        Endpoint.store.add(Quad(thing, label, Literal(words, language="en"), DefaultGraph()))
        Endpoint.store.add(Quad(thing, label, Literal("x", language="fr"), DefaultGraph()))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sparql"
    server.shutdown()
    server.server_close()
    thread.join()


def test_names_are_fetched_over_a_link(endpoint: str) -> None:
    # The embedded store takes no variable for an endpoint, so the IRI is written in its place.
    query = find_question("CQ-37").bound({"endpoint": endpoint})
    rows = list(csv.DictReader(to_csv(ask(built.store(), query, federated=True)).splitlines()))
    assert {row["state"][-3:]: row["name"] for row in rows} == {
        "ITA": "Italy as others say",
        "ZAF": "South Africa as others say",
    }


# ---- the guide


def test_the_questions_the_guide_names_exist() -> None:
    for name in re.findall(r"query (CQ-\d+)", GUIDE):
        assert list(paths.queries().glob(f"{name}_*.rq"))

"""Equal hashes mean isomorphic graphs; updates never split what blank nodes join."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple, parse

from treatygraph.model import Iri
from treatygraph.stores.content import content, difference
from treatygraph.stores.kinds import PRODUCTS, Call, Product, open_target
from treatygraph.stores.loading import Outcome, load
from treatygraph.stores.updating import UpdateWriter, batched

P = NamedNode("urn:p")
XSD = "http://www.w3.org/2001/XMLSchema#"


def test_the_hash_is_that_of_the_sorted_lines() -> None:
    triples = [Triple(NamedNode("urn:b"), P, Literal("2")), Triple(NamedNode("urn:a"), P, Literal("会", language="zh"))]
    by_hand = '<urn:a> <urn:p> "会"@zh .\n<urn:b> <urn:p> "2" .\n'
    assert content(triples).hash == hashlib.sha256(by_hand.encode()).hexdigest()


def test_blank_nodes_get_canonical_names() -> None:
    """The labels c14n0 … are those of RDFC-1.0, section 4.4."""
    found = content([Triple(BlankNode("zz"), P, Literal("1"))])
    assert found.lines == ('_:c14n0 <urn:p> "1" .',)


# Line ends to Python (str.splitlines), and characters like others to N-Quads, which ends a line by LF or CR alone.
WITHIN_A_LINE = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"


@pytest.mark.parametrize("char", WITHIN_A_LINE, ids=lambda char: f"U+{ord(char):04X}")
@pytest.mark.parametrize("subject", [NamedNode("urn:a"), BlankNode("zz")], ids=["named", "blank"])
def test_a_triple_is_one_line_whatever_its_literal_holds(char: str, subject: NamedNode | BlankNode) -> None:
    found = content([Triple(subject, P, Literal(f"one{char}two")), Triple(subject, P, Literal("a\r\nb"))])
    name = "<urn:a>" if isinstance(subject, NamedNode) else "_:c14n0"
    assert len(found) == 2
    assert found.lines[0] == f'{name} <urn:p> "a\\r\\nb" .'
    assert found.lines[1].startswith(f'{name} <urn:p> "one')
    assert found.lines[1].endswith('two" .')
    assert content([]).lines == ()


@pytest.mark.parametrize("char", WITHIN_A_LINE, ids=lambda char: f"U+{ord(char):04X}")
def test_such_literals_are_counted_loaded_and_found_the_same(char: str, tmp_path: Path) -> None:
    file = tmp_path / "one.nt"
    # As a writer of N-Triples may put it: the character itself, not an escape.
    file.write_text(f'<urn:a> <urn:p> "one{char}two" .\n<urn:a> <urn:p> "2" .\n', encoding="utf-8", newline="\n")
    triples = list(parse(path=file, format=RdfFormat.N_TRIPLES))
    graph = Iri("https://w3id.org/treatygraph/graph/lines")
    graphs = {graph: [quad.triple for quad in triples]}
    with open_target(Call(str(tmp_path / "store"))) as target:
        first = load(target, graphs)
        second = load(target, graphs)
    assert [(row.outcome, row.here, row.there) for row in first.rows] == [(Outcome.SENT, 2, 2)]
    assert [(row.outcome, row.here, row.there) for row in second.rows] == [(Outcome.SAME, 2, 2)]


def test_values_written_differently_are_the_same() -> None:
    def held(value: str, datatype: str) -> str:
        return content([Triple(NamedNode("urn:a"), P, Literal(value, datatype=NamedNode(XSD + datatype)))]).hash

    assert held("17.50", "decimal") == held("17.5", "decimal")
    assert held("007", "integer") == held("7", "integer")
    assert held("2021", "gYear") != held("2021", "integer")


def test_the_difference_names_both_sides() -> None:
    here = content([Triple(NamedNode("urn:a"), P, Literal("1")), Triple(NamedNode("urn:a"), P, Literal("2"))])
    there = content([Triple(NamedNode("urn:a"), P, Literal("2")), Triple(NamedNode("urn:a"), P, Literal("3"))])
    found = difference(here, there)
    assert found.missing == ('<urn:a> <urn:p> "1" .',)
    assert found.surplus == ('<urn:a> <urn:p> "3" .',)


def test_what_virtuoso_makes_of_a_geometry() -> None:
    """Both sides as Virtuoso 7.2.5 was seen to give them back."""
    kept = PRODUCTS["virtuoso"].habit.kept
    wkt = NamedNode("http://www.opengis.net/ont/geosparql#wktLiteral")
    theirs = NamedNode("http://www.openlinksw.com/schemas/virtrdf#Geometry")
    for ours, given_back in (("POINT(112.6 59.6)", "POINT(112.59999847412 59.599998474121)"),
                             ("POINT(-4 14.5)", "POINT(-4 14.5)"),
                             ("POLYGON((-177.9 -90, 178.1 -90, 178.1 78.2, -177.9 -90))",
                              "POLYGON((-177.9 -90,178.1 -90,178.1 78.2,-177.9 -90))")):
        assert kept(Literal(ours, datatype=wkt)) == kept(Literal(given_back, datatype=theirs))
    assert kept(Literal("POINT(112.6 59.6)", datatype=wkt)) != kept(Literal("POINT(112.7 59.6)", datatype=wkt))
    assert kept(Literal("POINT(1 2)")) == Literal("POINT(1 2)")


def nodes(number: int) -> BlankNode | NamedNode:
    return BlankNode(f"b{number}") if number < 8 else NamedNode(f"urn:n{number}")


TRIPLES = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=40).map(
    lambda pairs: list(dict.fromkeys(Triple(nodes(a), P, nodes(b)) for a, b in pairs)))


@settings(max_examples=60, deadline=None)
@given(TRIPLES, st.integers(1, 10))
def test_batches_hold_all_and_never_part_a_blank_node(triples: list[Triple], size: int) -> None:
    batches = list(batched(triples, size))
    assert sorted(map(str, (t for batch in batches for t in batch))) == sorted(map(str, triples))
    where: dict[object, int] = {}
    for number, batch in enumerate(batches):
        for triple in batch:
            for term in (triple.subject, triple.object):
                if isinstance(term, BlankNode):
                    assert where.setdefault(term, number) == number
    ground = [t for t in triples if not any(isinstance(x, BlankNode) for x in (t.subject, t.object))]
    if len(ground) == len(triples):
        assert all(len(batch) <= size for batch in batches)


@settings(max_examples=30, deadline=None)
@given(TRIPLES.filter(bool), TRIPLES.filter(bool), st.integers(1, 10))
def test_updates_replace_a_graph_exactly(old: list[Triple], new: list[Triple], size: int) -> None:
    store = Store()
    graph, name = Iri("urn:g"), NamedNode("urn:g")
    writer = UpdateWriter(lambda update, _: store.update(update),
                          lambda g: sum(1 for _ in store.quads_for_pattern(None, None, None, NamedNode(g))), size)
    for triples in (old, new):
        writer.replace(graph, triples)
        held = [Triple(q.subject, q.predicate, q.object) for q in store.quads_for_pattern(None, None, None, name)]
        assert content(held) == content(triples)
        assert list(store.named_graphs()) == [name]
    writer.remove(graph)
    assert len(store) == 0


def test_each_product_is_asked_at_its_own_addresses() -> None:
    """As the documentation of each says; see docs/stores.md."""
    def of(kind: str, base: str) -> tuple[str | None, str | None, str | None]:
        product: Product = PRODUCTS[kind]
        found = product.addresses(base)
        return found.query, found.update, found.graph_store

    h = "http://h"
    assert of("fuseki", f"{h}/ds") == (f"{h}/ds/query", f"{h}/ds/update", f"{h}/ds/data")
    assert of("rdf4j", f"{h}/repositories/r") == (
        f"{h}/repositories/r", f"{h}/repositories/r/statements", f"{h}/repositories/r/rdf-graphs/service")
    assert of("graphdb", f"{h}/repositories/r") == of("rdf4j", f"{h}/repositories/r")
    assert of("neptune", h) == (f"{h}/sparql", f"{h}/sparql", f"{h}/sparql/gsp/")
    assert of("qlever", h) == (h, h, h)
    assert of("stardog", f"{h}/db") == (f"{h}/db/query", f"{h}/db/update", f"{h}/db")
    assert set(PRODUCTS) == {"oxigraph", "virtuoso", "fuseki", "graphdb", "rdf4j", "neptune", "qlever", "stardog"}

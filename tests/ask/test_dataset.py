"""Which graphs a query looks into, and in which order `SELECT *` gives its variables."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, Store

from treatygraph.ask import ask
from treatygraph.graph.store import hold_union, holds_union

# One triple stands in both graphs; one stands in the default graph alone.
DATA = "<g:1> { <a:a> <a:b> <a:c>, <a:d> } <g:2> { <a:a> <a:b> <a:c> } <a:a> <a:b> <a:e> ."


def held(*, united: bool) -> Store:
    store = Store()
    store.load(DATA.encode(), RdfFormat.TRIG)
    if united:
        hold_union(store)
    return store


def values(store: Store, query: str, *, united: bool) -> list[str]:
    return sorted(row[0].value for row in ask(store, query, united=united).rows if row[0] is not None)


@pytest.mark.parametrize(("query", "found"), [
    ("SELECT ?o { ?s ?p ?o }", ["a:c", "a:d", "a:e"]),
    ("SELECT ?o FROM <g:1> { ?s ?p ?o }", ["a:c", "a:d"]),
    ("SELECT ?o FROM <g:1> FROM <g:2> { ?s ?p ?o }", ["a:c", "a:d"]),
    ("SELECT (COUNT(*) AS ?n) FROM <g:1> FROM <g:2> { ?s ?p ?o }", ["2"]),
    ("SELECT ?o FROM NAMED <g:1> { ?s ?p ?o }", []),
    ("SELECT ?o FROM NAMED <g:2> { GRAPH ?g { ?s ?p ?o } }", ["a:c"]),
    ("SELECT ?o FROM <g:1> { GRAPH ?g { ?s ?p ?o } }", []),
    ("SELECT ?g FROM <g:1> FROM <g:2> FROM NAMED <g:2> { ?s ?p <a:d> GRAPH ?g { ?s ?p <a:c> } }", ["g:2"]),
    ("SELECT ?g { GRAPH ?g { ?s ?p <a:c> } }", ["g:1", "g:2"]),
    ("PREFIX g: <g:> SELECT ?o FROM g:2 { ?s ?p ?o }", ["a:c"]),
    ("BASE <g:x> SELECT ?o FROM <g:2> { ?s ?p ?o }", ["a:c"]),
    ("SELECT ?o FROM <g:3> { ?s ?p ?o }", []),
    ("SELECT ('FROM <g:1>' AS ?x) ?o { ?s ?p ?o } # FROM <g:1>", ["FROM <g:1>"] * 3),
])
def test_a_store_with_its_union(query: str, found: list[str]) -> None:
    assert values(held(united=True), query, united=True) == found


def test_a_store_without_its_union_looks_into_all_graphs() -> None:
    store = held(united=False)
    assert set(values(store, "SELECT ?o { ?s ?p ?o }", united=False)) == {"a:c", "a:d", "a:e"}
    assert values(store, "SELECT ?o FROM <g:2> { ?s ?p ?o }", united=False) == ["a:c"]


def test_whether_a_store_holds_its_union() -> None:
    assert not holds_union(held(united=False))
    assert holds_union(held(united=True))
    assert holds_union(Store())


@pytest.mark.parametrize(("query", "variables"), [
    ("SELECT * { ?z ?y ?x }", ("z", "y", "x")),
    ("SELECT DISTINCT * { ?z ?y ?x . OPTIONAL { ?b ?y ?a } }", ("z", "y", "x", "b", "a")),
    ("SELECT * { $z ?y ?x FILTER(?x != ?z) }", ("z", "y", "x")),
    ("# ?x first\nSELECT * { ?z ?y ?x FILTER(STR(?x) != '?y') }", ("z", "y", "x")),
    ("SELECT * { ?z ?y ?x MINUS { ?z ?y ?w } }", ("z", "y", "x")),
    ("SELECT * { { SELECT ?x ?z { ?z ?y ?x } } }", ("x", "z")),
    ("SELECT ?y ?z { ?z ?y ?x }", ("y", "z")),
    ("SELECT * {}", ()),
])
def test_all_variables_come_as_written(query: str, variables: tuple[str, ...]) -> None:
    assert ask(held(united=True), query, united=True).variables == variables

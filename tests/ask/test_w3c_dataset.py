"""The W3C's tests of datasets (`FROM`, `FROM NAMED`, `GRAPH`), where they stand beside the project."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple, parse

from treatygraph.ask import ask

SUITE = next((folder for above in Path(__file__).resolve().parents
              if (folder := above / "shared" / "w3c-sparql-dataset").is_dir()), None)
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
BASE = "http://example.org/dataset/"


def triples(name: str) -> list[Triple]:
    assert SUITE
    return [quad.triple for quad in parse(path=str(SUITE / name), format=RdfFormat.TURTLE, base_iri=BASE + name)]


def one(found: list[Triple], subject: object, predicate: str) -> object:
    return next((t.object for t in found if t.subject == subject and t.predicate.value == predicate), None)


def cases() -> list[tuple[str, str, str]]:
    """The query and the result of every test that the manifest names."""
    if SUITE is None:
        return []
    found = triples("manifest.ttl")
    kept = []
    for test in sorted({t.subject for t in found if t.predicate.value == MF + "action"}, key=str):
        action, result = one(found, test, MF + "action"), one(found, test, MF + "result")
        query = one(found, action, QT + "query")
        assert isinstance(query, NamedNode)
        assert isinstance(result, NamedNode)
        kept.append((str(getattr(test, "value", test)).rpartition("#")[2], query.value.removeprefix(BASE),
                     result.value.removeprefix(BASE)))
    return kept


def expected(name: str) -> list[tuple[str, ...]]:
    found = triples(name)
    rows = []
    for solution in (t.object for t in found if t.predicate.value == RS + "solution"):
        row = {}
        for binding in (t.object for t in found if t.subject == solution and t.predicate.value == RS + "binding"):
            variable = one(found, binding, RS + "variable")
            assert isinstance(variable, Literal)
            row[variable.value] = shape(one(found, binding, RS + "value"), name)
        rows.append(tuple(f"{key}={row[key]}" for key in sorted(row)))
    return sorted(rows)


def shape(term: object, name: str) -> str:
    """A term as text; a blank node's name says nothing."""
    return "blank" if isinstance(term, BlankNode) else str(term).replace(BASE, "")


def asked_store() -> Store:
    """Every file under its own address, as a store that has fetched what the queries name would hold it."""
    assert SUITE
    store = Store()
    for file in sorted(SUITE.glob("data-*.ttl")):
        store.load(file.read_bytes(), RdfFormat.TURTLE, base_iri=BASE + file.name, to_graph=NamedNode(BASE + file.name))
    return store


@pytest.mark.skipif(SUITE is None, reason="the W3C's dataset tests are not beside the project (w3c-sparql-dataset)")
@pytest.mark.parametrize(("name", "query", "result"), cases() or [("", "", "")], ids=lambda value: value or "none")
def test_dataset(name: str, query: str, result: str) -> None:
    assert SUITE
    answer = ask(asked_store(), (SUITE / query).read_text(encoding="utf-8"), base=BASE + query)
    rows = sorted(tuple(f"{key}={shape(term, result)}" for key, term in sorted(zip(answer.variables, row, strict=True))
                        if term is not None) for row in answer.rows)
    assert rows == expected(result)


@pytest.mark.skipif(SUITE is None, reason="the W3C's dataset tests are not beside the project (w3c-sparql-dataset)")
def test_all_of_them_are_run() -> None:
    assert len(cases()) == 12

"""A format counts as read back only where three parsers see the same graph, and a parser that loses something shows."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from treatygraph.conformance import reading_back
from treatygraph.conformance.reading_back import FORMATS, Reader, read_back

GRAPH = NamedNode("https://w3id.org/treatygraph/graph/table/states")
QUADS = [
    Quad(NamedNode("https://w3id.org/treatygraph/id/document/S/RES/1887%20(2009)"),
         NamedNode("https://w3id.org/treatygraph/ontology#text"), Literal('“刚果”, "x"\n\t\\', language="zh"), GRAPH),
    Quad(NamedNode("https://w3id.org/treatygraph/id/x"), NamedNode("https://w3id.org/treatygraph/ontology#value"),
         Literal("17", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")), GRAPH),
    Quad(NamedNode("https://w3id.org/treatygraph/id/x"), NamedNode("https://w3id.org/treatygraph/ontology#number"),
         Literal("007"), GRAPH),
    Quad(NamedNode("https://w3id.org/treatygraph/id/x"), NamedNode("http://www.w3.org/2000/01/rdf-schema#domain"),
         BlankNode("a"), GRAPH),
    Quad(BlankNode("a"), NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), Literal("one of two"), GRAPH),
]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.ending)
@pytest.mark.parametrize("name", ["rdflib", "PyLD", "Jena", "rapper", "N3.js"])
def test_reader(form: reading_back.Format, name: str, tmp_path: Path) -> None:
    if name not in form.calls:
        pytest.skip(f"{name} reads no {form.name}")
    reader = next(reader for reader in reading_back.readers(tmp_path) if reader.name == name)
    if reader.missing:
        pytest.skip(reader.missing)
    assert read_back(QUADS, form, [reader], tmp_path) == ([name], [], [])


def stub(name: str, code: str, missing: str = "") -> Reader:
    return Reader(name, missing, (sys.executable, "-c", code, "FILE"))


def test_a_parser_that_loses_a_quad_is_named(tmp_path: Path) -> None:
    honest = stub("rdflib", "import sys; print(open(sys.argv[1], encoding='utf-8').read())")
    forgetful = stub("Jena", "import sys; print(''.join(open(sys.argv[1], encoding='utf-8').readlines()[1:]))")
    broken = stub("rapper", "import sys; sys.exit('cannot read it')")
    absent = stub("N3.js", "", "no N3.js")
    nquads = next(form for form in FORMATS if form.ending == "nq")
    same, other, missing = read_back(QUADS[:3], nquads, [honest, forgetful, broken, absent], tmp_path)
    assert same == ["rdflib"]
    assert [found.focus for found in other] == ["N-Quads read by Jena", "N-Quads read by rapper"]
    assert other[0].detail.startswith("1 lost, 0 new")
    assert "cannot read it" in other[1].detail
    assert missing == ["no N3.js"]


def test_fewer_than_three_parsers_prove_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from treatygraph.conformance.outcome import Explanations, Result

    monkeypatch.setattr(reading_back, "load", lambda _: QUADS)
    monkeypatch.setattr(reading_back, "readers", lambda _: [stub("rdflib", "", "no rdflib")])
    rows = reading_back.outcomes(Explanations())
    assert {row.result for row in rows} == {Result.NOT_RUN}
    assert all(row.why == "0 of 3 parsers: no rdflib" for row in rows)


def test_every_format_has_three_independent_readers() -> None:
    assert {form.name: len(form.calls) >= 3 for form in FORMATS} == dict.fromkeys(
        ("Turtle", "N-Quads", "RDF/XML", "JSON-LD"), True)
    assert importlib.util.find_spec("rdflib")

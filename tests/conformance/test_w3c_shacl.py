"""Runs the W3C's SHACL test suite, core and SPARQL, against the validator, fast and plain.

Which tests there are and which of them do not apply, with the reason, stands in w3c_shacl.csv, written by hand.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import pytest
from pyoxigraph import RdfFormat, Triple, parse
from rdflib import RDF, SH, BNode, Graph, Namespace, Node
from rdflib.collection import Collection

from treatygraph.reason.validate import validate

HERE = Path(__file__).parent
BESIDE = [folder / "shared" / "w3c-shacl" for folder in HERE.parents]
SUITE = next((folder for folder in BESIDE if folder.is_dir()), None)
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
with (HERE / "w3c_shacl.csv").open(encoding="utf-8", newline="") as rows:
    TESTS = {row["test"]: row for row in csv.DictReader(rows)}
APPLICABLE = [name for name, row in TESTS.items() if not row["not_applicable"]]


class Told(NamedTuple):
    """One result, as far as it can be compared: blank nodes have no name that two graphs share."""

    focus: str
    path: str
    value: str
    severity: str
    component: str
    shape: str


def named(node: Node | None) -> str:
    return "-" if node is None else "_:" if isinstance(node, BNode) else node.n3()


def path_of(graph: Graph, node: Node | None) -> str:
    if not isinstance(node, BNode):
        return named(node)
    for kind in (SH.inversePath, SH.alternativePath, SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath):
        if (inner := graph.value(node, kind)) is not None:
            parts = Collection(graph, inner) if kind == SH.alternativePath else [inner]
            return f"{kind.rpartition('#')[2]}({', '.join(path_of(graph, part) for part in parts)})"
    return "/".join(path_of(graph, part) for part in Collection(graph, node))


def told(graph: Graph, report: Node) -> tuple[bool, list[Told]]:
    results = [Told(named(graph.value(result, SH.focusNode)), path_of(graph, graph.value(result, SH.resultPath)),
                    named(graph.value(result, SH.value)), named(graph.value(result, SH.resultSeverity)),
                    named(graph.value(result, SH.sourceConstraintComponent)), named(graph.value(result, SH.sourceShape)))
               for result in graph.objects(report, SH.result)]
    return bool(graph.value(report, SH.conforms).toPython()), sorted(results)  # type: ignore[union-attr]


def triples_of(iri: Node) -> list[Triple]:
    path = Path(str(iri).removeprefix("file://"))
    return [Triple(q.subject, q.predicate, q.object)
            for q in parse(path=str(path), format=RdfFormat.TURTLE, base_iri=path.as_uri())]


without_the_suite = pytest.mark.skipif(
    SUITE is None, reason="the W3C's SHACL test suite (shared/w3c-shacl) does not stand beside the project")


@without_the_suite
@pytest.mark.parametrize("name", APPLICABLE)
def test_fast_validation_does_as_the_w3c_says(name: str) -> None:
    check(name, together=True)


@without_the_suite
@pytest.mark.parametrize("name", [name for name in APPLICABLE if not TESTS[name]["not_by_pyshacl"]])
def test_plain_validation_does_as_the_w3c_says(name: str) -> None:
    check(name, together=False)


def check(name: str, *, together: bool) -> None:
    assert SUITE is not None
    file = SUITE / f"{name}.ttl"
    manifest = Graph().parse(file, publicID=file.as_uri())
    test = next(manifest.subjects(RDF.type, SHT.Validate))
    action, expected = manifest.value(test, MF.action), manifest.value(test, MF.result)
    data = triples_of(manifest.value(action, SHT.dataGraph))  # type: ignore[arg-type]
    shapes = triples_of(manifest.value(action, SHT.shapesGraph))  # type: ignore[arg-type]
    if expected == SHT.Failure:
        with pytest.raises(Exception):  # noqa: B017, PT011 - any failure is what the suite asks for
            validate([data], shapes, together=together)
        return
    report = Graph().parse(data=validate([data], shapes, together=together).turtle, format="turtle")
    whole = next(report.subjects(RDF.type, SH.ValidationReport))
    assert told(report, whole) == told(manifest, expected)  # type: ignore[arg-type]


@without_the_suite
def test_no_test_is_forgotten() -> None:
    assert SUITE is not None
    there = {path.relative_to(SUITE).with_suffix("").as_posix() for path in SUITE.rglob("*.ttl")
             if "sht:Validate" in path.read_text(encoding="utf-8")}
    assert there == set(TESTS)

"""Proves that every shape fires on its failing cases, for the stated reason, and not on its passing ones.

Must not validate the data of the project: it sees only the cases beside it and the ontology's concepts.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyshacl
import pytest
from pyshacl.entrypoints import meta_validate
from rdflib import OWL, RDF, RDFS, SH, BNode, Graph, Node, URIRef
from rdflib.collection import Collection

from treatygraph.graph.ontology import ontology_triples
from treatygraph.reason.validate import Converter, shape_triples, validate, vocabulary

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "shapes"
SHAPES_NS = "https://w3id.org/treatygraph/shapes#"
EXPECTATION = re.compile(
    r"^# expect: focus=<(\S+)> path=(\S+) severity=(Violation|Warning|Info)$", re.MULTILINE
)
STARTED_EXPECTATION = re.compile(r"^#\s*expect", re.MULTILINE)


class Finding(NamedTuple):
    """One result: what was looked at, along which path ("-" for the node itself), how bad it is."""

    focus: str
    path: str
    severity: str


def read_all(folder: str) -> dict[str, Graph]:
    return {file.stem: Graph().parse(file) for file in sorted((ROOT / folder).glob("*.ttl"))}


def merged(graphs: dict[str, Graph]) -> Graph:
    whole = Graph()
    for graph in graphs.values():
        whole += graph
    return whole


SHAPE_FILES = read_all("shapes")
SHAPES = merged(SHAPE_FILES)
HYGIENE = {str(shape) for shape in SHAPE_FILES["hygiene"].subjects(RDF.type, SH.NodeShape)}
ONTOLOGY = merged({stem: graph for stem, graph in read_all("ontology").items() if stem != "alignments"})
SEE_THE_ONTOLOGY = {"DeclaredTermShape", "DisjointClassesShape"}
VOCABULARY = Converter().graph(vocabulary())
CONCEPTS = set(ONTOLOGY.subjects(RDF.type, OWL.NamedIndividual))


def written(path: Node) -> str:
    """Write a SHACL path as SPARQL writes it."""
    if isinstance(path, URIRef):
        return f"<{path}>"
    inverse = SHAPES.value(path, SH.inversePath)
    if inverse is not None:
        return f"^{written(inverse)}"
    alternatives = SHAPES.value(path, SH.alternativePath)
    steps = Collection(SHAPES, alternatives if alternatives is not None else path)
    return ("/" if alternatives is None else "|").join(written(step) for step in steps)


@cache
def resting_on(shape: URIRef) -> Graph:
    """What the shapes graph says of a shape and of all that it rests on."""
    found, open_, met = Graph(), [shape], set()
    while open_:
        node = open_.pop()
        if node not in met:
            met.add(node)
            for triple in SHAPES.triples((node, None, None)):
                found.add(triple)
                open_.append(triple[2])
    return found


def findings(case: Path) -> set[Finding]:
    """Validate one case with its own shape, and those that it points at, and return what that found."""
    shape = URIRef(SHAPES_NS + case.parent.name)
    data = Graph().parse(case)
    if str(shape) not in HYGIENE:
        for concept in CONCEPTS.intersection(data.objects()):
            data += ONTOLOGY.triples((concept, None, None))
    if case.parent.name in SEE_THE_ONTOLOGY:
        data += VOCABULARY
    _, report, _ = pyshacl.validate(data, shacl_graph=resting_on(shape), use_shapes=[str(shape)], inplace=True,
                                    inference="none", advanced=False)
    assert isinstance(report, Graph)
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        source = report.value(result, SH.sourceShape)
        if shape not in (source, SHAPES.value(None, SH.property, source)):
            continue
        path = report.value(result, SH.resultPath)
        if isinstance(path, BNode):
            path = SHAPES.value(source, SH.path)
        severity = str(report.value(result, SH.resultSeverity)).rpartition("#")[2]
        found.add(
            Finding(str(report.value(result, SH.focusNode)), "-" if path is None else written(path), severity)
        )
    return found


def named(case: Path) -> str:
    return f"{case.parent.name}/{case.name.removesuffix('.ttl')}"


@pytest.mark.parametrize("case", sorted(CASES.glob("*/*.fail.ttl")), ids=named)
def test_failing_case_fails_for_the_stated_reason(case: Path) -> None:
    text = case.read_text(encoding="utf-8")
    expected = {Finding(*match) for match in EXPECTATION.findall(text)}
    assert expected, "a failing case ends with what it expects"
    assert len(expected) == len(STARTED_EXPECTATION.findall(text)), "an expectation is misspelt or repeated"
    assert findings(case) == expected


@pytest.mark.parametrize("case", sorted(CASES.glob("*/*.pass.ttl")), ids=named)
def test_passing_case_gives_nothing(case: Path) -> None:
    assert findings(case) == set()


def test_every_shape_has_cases_of_both_kinds() -> None:
    shapes = {str(shape).removeprefix(SHAPES_NS) for shape in SHAPES.subjects(RDF.type, SH.NodeShape)}
    assert {folder.name for folder in CASES.iterdir()} == shapes
    for shape in sorted(shapes):
        for kind in ("pass", "fail"):
            assert list((CASES / shape).glob(f"*.{kind}.ttl")), f"{shape} has no {kind} case"


def test_every_property_of_every_shape_fails_somewhere() -> None:
    expected = {
        (case.parent.name, match[1])
        for case in CASES.glob("*/*.fail.ttl")
        for match in EXPECTATION.findall(case.read_text(encoding="utf-8"))
    }
    for shape, constraint in SHAPES.subject_objects(SH.property):
        if isinstance(shape, BNode):
            continue
        path = SHAPES.value(constraint, SH.path)
        assert path is not None
        assert (str(shape).removeprefix(SHAPES_NS), written(path)) in expected


def test_every_class_is_the_target_of_a_shape() -> None:
    classes = {term for term in ONTOLOGY.subjects(RDF.type, OWL.Class) if "treatygraph" in str(term)}
    assert classes - set(SHAPES.objects(None, SH.targetClass)) == set()


def test_every_shape_says_its_name_severity_and_message() -> None:
    for shape in SHAPES.subjects(RDF.type, SH.NodeShape):
        assert {getattr(name, "language", None) for name in SHAPES.objects(shape, SH.name)} == {"en", "zh"}
        parts = list(SHAPES.objects(shape, SH.property))
        queries = list(SHAPES.objects(shape, SH.sparql))
        direct = [
            *SHAPES.objects(shape, SH.pattern),
            *SHAPES.objects(shape, SH["or"]),
            *SHAPES.objects(shape, SH["not"]),
        ]
        for stated in [*parts, *([shape] if direct or queries else [])]:
            assert SHAPES.value(stated, SH.severity) in {SH.Violation, SH.Warning, SH.Info}
        for stated in [*parts, *queries, *([shape] if direct else [])]:
            assert SHAPES.value(stated, SH.message) is not None


def test_shapes_are_well_formed_shacl() -> None:
    # As with meta_shacl, which cannot be told to stop at the first fault; it takes nearly twice as long.
    conforms, _, text = meta_validate(SHAPES, inference="none", abort_on_first=True)
    assert conforms, text


def test_the_ontology_has_good_hygiene() -> None:
    shapes = [*shape_triples(hygiene=True), *shape_triples()]
    assert validate([ontology_triples()], shapes, beside=[vocabulary()]).results == ()


def test_shapes_use_declared_terms_only() -> None:
    declared = set(ONTOLOGY.subjects(RDFS.isDefinedBy, None))
    used = {
        term
        for triple in SHAPES
        for term in triple
        if str(term).startswith("https://w3id.org/treatygraph/ontology#")
    }
    in_queries = {
        URIRef("https://w3id.org/treatygraph/ontology#" + name)
        for query in SHAPES.objects(None, SH.select)
        for name in re.findall(r"\btg:(\w+)", str(query))
    }
    literal = URIRef("https://w3id.org/treatygraph/ontology#")
    assert {term for term in used | in_queries if isinstance(term, URIRef)} - declared - {literal} == set()


def test_every_property_shape_has_a_name_a_description_and_messages_in_two_languages() -> None:
    both = {"en", "zh"}
    for held in SHAPES.objects(None, SH.property):
        if SHAPES.value(held, SH.message) is None:
            continue  # inside another constraint, whose message is told
        for term in (SH.name, SH.description, SH.message):
            assert {getattr(text, "language", None) for text in SHAPES.objects(held, term)} == both, held
    for stated in SHAPES.subjects(SH.message, None):
        assert {getattr(text, "language", None) for text in SHAPES.objects(stated, SH.message)} == both
        placeholders = [set(re.findall(r"\{\?\w+\}", str(text))) for text in SHAPES.objects(stated, SH.message)]
        assert placeholders[0] == placeholders[1]

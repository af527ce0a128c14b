"""Validates graphs against the SHACL shapes and returns the results as records.

Must not read texts or repair data; must not decide exit codes.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from treatygraph import paths
from treatygraph.infer import ontology_triples
from treatygraph.model import Severity
from treatygraph.vocab import RDF, SH, XSD

if TYPE_CHECKING:
    import rdflib

_HYGIENE = "hygiene"


@dataclass(frozen=True, order=True)
class ValidationResult:
    """One result of SHACL validation: how grave, on which node and path, by which shape, and what to do."""

    severity: str
    shape: str
    focus: str
    path: str
    value: str
    message: str


@dataclass(frozen=True)
class ValidationReport:
    """All results of a validation, the gravest first, and the report as RDF (Turtle)."""

    results: tuple[ValidationResult, ...]
    turtle: str

    def count(self, severity: Severity) -> int:
        """Return how many results have a severity."""
        return sum(result.severity == severity for result in self.results)

    @property
    def conforms(self) -> bool:
        """Whether there is no Violation; Warnings and Info tell of the source, not of a broken graph."""
        return self.count(Severity.VIOLATION) == 0


class Converter:
    """Turns pyoxigraph terms into rdflib terms; a term met again is not made again."""

    def __init__(self) -> None:
        import rdflib  # noqa: PLC0415 - commands that do not validate must not pay for this import

        self._rdflib = rdflib
        self._terms: dict[Any, Any] = {}

    def term(self, term: Any) -> Any:
        """Return a term as rdflib's; a plain string stays without datatype, as rdflib's own parser has it."""
        made = self._terms.get(term)
        if made is None:
            made = self._terms[term] = self._make(term)
        return made

    def _make(self, term: Any) -> Any:
        if isinstance(term, NamedNode):
            return self._rdflib.URIRef(term.value)
        if isinstance(term, BlankNode):
            return self._rdflib.BNode(term.value)
        if isinstance(term, Literal):
            datatype = term.datatype.value
            if term.language or datatype == XSD + "string":
                return self._rdflib.Literal(term.value, lang=term.language)
            return self._rdflib.Literal(term.value, datatype=self._rdflib.URIRef(datatype), normalize=False)
        raise TypeError(f"no such term in RDF 1.1: {term!r}")

    def graph(self, triples: Iterable[Triple]) -> rdflib.Graph:
        """Return triples as a graph in rdflib's own memory store."""
        graph = self._rdflib.Graph()
        add, term = graph.store.add, self.term
        for triple in triples:
            add((term(triple.subject), term(triple.predicate), term(triple.object)), graph)
        return graph


@cache
def shape_triples(hygiene: bool = False) -> tuple[Triple, ...]:
    """Return the triples of the shapes: those for data, or those about the ontology itself."""
    found: list[Triple] = []
    for path in sorted(paths.shapes().glob("*.ttl")):
        if (path.stem == _HYGIENE) == hygiene:
            found += [Triple(q.subject, q.predicate, q.object) for q in parse(path=str(path), format=RdfFormat.TURTLE)]
    return tuple(found)


@cache
def _individuals() -> tuple[Triple, ...]:
    """The ontology's concepts, so that links to them can be checked; axioms are left out."""
    type_, concept = NamedNode(RDF + "type"), "http://www.w3.org/2002/07/owl#NamedIndividual"
    named = {t.subject for t in ontology_triples() if t.predicate == type_ and t.object == NamedNode(concept)}
    return tuple(t for t in ontology_triples() if t.subject in named)


def validate(graphs: Sequence[Iterable[Triple]], shapes: Iterable[Triple] | None = None) -> ValidationReport:
    """Validate graphs together against the shapes (by default the shipped ones, with the ontology's concepts beside).

    Literals keep their lexical form, so an ill-formed date is found. Follows SHACL (W3C, 2017) as pySHACL does it.
    """
    import pyshacl  # noqa: PLC0415 - a heavy import that only validation needs

    converter = Converter()
    merged: set[Triple] = set(_individuals())
    for graph in graphs:
        merged.update(graph)
    data = converter.graph(merged)
    shacl = converter.graph(shape_triples() if shapes is None else shapes)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _, report, _ = pyshacl.validate(data, shacl_graph=shacl, inplace=True, inference="none", advanced=False,
                                        meta_shacl=False, js=False)
    return ValidationReport(tuple(sorted(_results(report, shacl), key=_gravity)), report.serialize(format="turtle"))


def _gravity(result: ValidationResult) -> tuple[int, ValidationResult]:
    order = [Severity.VIOLATION, Severity.WARNING, Severity.INFO]
    return order.index(Severity(result.severity)), result


def _results(report: rdflib.Graph, shapes: rdflib.Graph) -> Iterable[ValidationResult]:
    import rdflib  # noqa: PLC0415

    sh = rdflib.Namespace(SH)

    def text(node: Any) -> str:
        return "" if node is None else str(node)

    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        shape = report.value(result, sh.sourceShape)
        owner = shape
        while isinstance(owner, rdflib.BNode):
            owner = next(iter(shapes.subjects(None, owner)), None)
        yield ValidationResult(
            severity=text(report.value(result, sh.resultSeverity)).removeprefix(SH),
            shape=text(owner).rpartition("#")[2] or text(owner),
            focus=text(report.value(result, sh.focusNode)),
            path=text(report.value(result, sh.resultPath)),
            value=text(report.value(result, sh.value)),
            message=text(next(iter(sorted(map(str, report.objects(result, sh.resultMessage)))), "")),
        )

"""Validates graphs against the SHACL shapes and returns the results as records.

Must not read texts or repair data; must not decide exit codes.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from treatygraph import paths
from treatygraph.graph.ontology import ontology_triples
from treatygraph.model import Severity
from treatygraph.reason.sparql_constraints import Breach, breaches, constraints, seen_predicates
from treatygraph.vocab import DERIVED_FROM, QUOTED_FROM, RDF, SH, XSD, tg

if TYPE_CHECKING:
    import rdflib

BETWEEN_VERSIONS = "The language versions differ here."
_HYGIENE = "hygiene"
_EVIDENCE = {DERIVED_FROM, QUOTED_FROM, tg("expressionOf")}
_SHAPES = "https://w3id.org/treatygraph/shapes#"


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


def validate(graphs: Sequence[Iterable[Triple]], shapes: Iterable[Triple] | None = None, *,
             beside: Sequence[Iterable[Triple]] = (), together: bool = True) -> ValidationReport:
    """Validate graphs together against the shapes (by default the shipped ones, with the ontology's concepts beside).

    Literals keep their lexical form, so an ill-formed date is found. Follows SHACL (W3C, 2017) as pySHACL does it.
    Graphs `beside` are known to be valid: of them, only what can be reached from the others is looked at, but every
    comparison sees them whole. With `together`, each constraint is evaluated for all focus nodes in one go; without,
    by pySHACL alone, node by node, with the same results and many times slower.
    """
    import pyshacl  # noqa: PLC0415 - a heavy import that only validation needs

    converter = Converter()
    looked_at: set[Triple] = set(_individuals()).union(*graphs)
    known = set().union(*beside)
    merged = looked_at | known
    looked_at |= _reached(looked_at, known)
    wanted = tuple(shape_triples() if shapes is None else shapes)
    seen = seen_predicates(wanted)
    data = converter.graph(t for t in looked_at if seen is None or t.predicate.value in seen)
    compared = constraints(wanted) if together else []
    asked = {constraint.node for constraint in compared}
    core = [t for t in wanted if not (t.predicate.value == SH + "sparql" and t.object in asked)]
    shacl, owners = _hoisted(converter.graph(core), hoist=together)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _, report, _ = pyshacl.validate(data, shacl_graph=shacl, inplace=True, inference="none", advanced=False,
                                        meta_shacl=False, js=False)
    for breach in breaches((t for t in merged if seen is None or t.predicate.value in seen), compared):
        _add_result(report, breach)
    _lower_between_versions(report, merged)
    return ValidationReport(tuple(sorted(_results(report, owners), key=_gravity)), report.serialize(format="turtle"))


def _lower_between_versions(report: rdflib.Graph, triples: Iterable[Triple]) -> None:
    """Make a Warning of a Violation that says no more than that two language versions of a work give different values.

    Each version gives one value, as sh:maxCount asks; together they give two, which is a contradiction of the sources
    and no fault of the graph. Results of other constraints, and of things only one version states, stay as they are.
    """
    import rdflib  # noqa: PLC0415

    sh = rdflib.Namespace(SH)
    too_many = list(report.subjects(sh.sourceConstraintComponent, sh.MaxCountConstraintComponent))
    if not too_many:
        return
    said: dict[str, dict[str, set[str]]] = {}
    for triple in triples:
        if triple.predicate.value in _EVIDENCE and isinstance(triple.object, NamedNode):
            values = said.setdefault(triple.subject.value, {}) if isinstance(triple.subject, NamedNode) else {}
            values.setdefault(triple.predicate.value, set()).add(triple.object.value)

    def objects(subject: str, predicate: str) -> set[str]:
        return said.get(subject, {}).get(predicate, set())

    for result in too_many:
        focus = str(report.value(result, sh.focusNode))
        versions = {version for span in objects(focus, DERIVED_FROM) for version in objects(span, QUOTED_FROM)}
        works = [work for version in versions for work in objects(version, tg("expressionOf"))]
        if len(works) > len(set(works)) and report.value(result, sh.resultSeverity) == sh.Violation:
            message = min(map(str, report.objects(result, sh.resultMessage)), default="")
            report.set((result, sh.resultSeverity, sh.Warning))
            report.set((result, sh.resultMessage, rdflib.Literal(f"{BETWEEN_VERSIONS} {message}")))


def _add_result(report: rdflib.Graph, breach: Breach) -> None:
    """Write a breach into the report as pySHACL writes a result of a SPARQL constraint."""
    import rdflib  # noqa: PLC0415

    sh = rdflib.Namespace(SH)
    whole = next(report.subjects(rdflib.RDF.type, sh.ValidationReport))
    key = f"{breach.constraint.shape}|{breach.focus}|{breach.path}|{breach.value}|{breach.message}"
    result = rdflib.BNode(hashlib.sha256(key.encode()).hexdigest()[:32])
    report.set((whole, sh.conforms, rdflib.Literal(False)))
    report.add((whole, sh.result, result))
    report.add((result, rdflib.RDF.type, sh.ValidationResult))
    report.add((result, sh.resultSeverity, sh[breach.constraint.severity]))
    report.add((result, sh.sourceConstraintComponent, sh.SPARQLConstraintComponent))
    report.add((result, sh.sourceShape, rdflib.URIRef(_SHAPES + breach.constraint.shape)))
    report.add((result, sh.focusNode, _node(breach.focus)))
    report.add((result, sh.value, _node(breach.value)))
    report.add((result, sh.resultMessage, rdflib.Literal(breach.message)))
    if breach.path:
        report.add((result, sh.resultPath, rdflib.URIRef(breach.path)))


def _node(text: str) -> Any:
    import rdflib  # noqa: PLC0415

    return rdflib.URIRef(text) if text.startswith(("http://", "https://", "urn:")) else rdflib.Literal(text)


def _hoisted(shapes: rdflib.Graph, *, hoist: bool) -> tuple[rdflib.Graph, dict[Any, str]]:
    """Give each property shape the targets of the node shape that holds it, and return the node shapes' names.

    A property shape under a node shape is evaluated once for every focus node; with targets of its own it is
    evaluated once for all of them, ten times as fast, with the same results (SHACL, 2.1.3 and 4.7.3: a node shape
    conforms to sh:property for exactly those nodes that conform to the property shape).
    """
    import rdflib  # noqa: PLC0415

    sh = rdflib.Namespace(SH)
    targets = (sh.targetClass, sh.targetNode, sh.targetSubjectsOf, sh.targetObjectsOf)
    owners: dict[Any, str] = {}
    for holder in sorted(set(shapes.subjects(rdflib.RDF.type, sh.NodeShape)), key=str):
        name = str(holder).rpartition("#")[2] or str(holder)
        owners[holder] = name
        own = [(kind, target) for kind in targets for target in shapes.objects(holder, kind)]
        for held in sorted(shapes.objects(holder, sh.property), key=str):
            owners.setdefault(held, name)
            alone = len(list(shapes.subjects(sh.property, held))) == 1
            if hoist and own and alone and (holder, sh.deactivated, None) not in shapes:
                shapes.remove((holder, sh.property, held))
                shapes.add((held, rdflib.RDF.type, sh.PropertyShape))
                for kind, target in own:
                    shapes.add((held, kind, target))
    return shapes, owners


def _reached(start: set[Triple], known: set[Triple]) -> set[Triple]:
    """Return what is known of the things that a graph points at, and of those they point at in turn."""
    about: dict[Any, list[Triple]] = {}
    for triple in known:
        about.setdefault(triple.subject, []).append(triple)
    found: set[Triple] = set()
    met: set[Any] = set()
    open_ = [node for triple in start for node in (triple.subject, triple.object) if node in about]
    while open_:
        node = open_.pop()
        if node not in met:
            met.add(node)
            found.update(about[node])
            open_ += [triple.object for triple in about[node] if triple.object in about]
    return found


def _gravity(result: ValidationResult) -> tuple[int, ValidationResult]:
    order = [Severity.VIOLATION, Severity.WARNING, Severity.INFO]
    return order.index(Severity(result.severity)), result


def _results(report: rdflib.Graph, owners: dict[Any, str]) -> Iterable[ValidationResult]:
    import rdflib  # noqa: PLC0415

    sh = rdflib.Namespace(SH)

    def text(node: Any) -> str:
        return "" if node is None else str(node)

    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        shape = report.value(result, sh.sourceShape)
        yield ValidationResult(
            severity=text(report.value(result, sh.resultSeverity)).removeprefix(SH),
            shape=owners.get(shape) or text(shape).rpartition("#")[2] or text(shape),
            focus=text(report.value(result, sh.focusNode)),
            path=_path(report, report.value(result, sh.resultPath)),
            value=text(report.value(result, sh.value)),
            message=text(next(iter(sorted(map(str, report.objects(result, sh.resultMessage)))), "")),
        )


def _path(report: rdflib.Graph, path: Any) -> str:
    """Write a result's path: a property's IRI, or a SPARQL property path (SHACL, 2.3.1)."""
    import rdflib  # noqa: PLC0415

    sh = rdflib.Namespace(SH)
    if path is None:
        return ""
    if not isinstance(path, rdflib.BNode):
        return str(path)
    if (inverse := report.value(path, sh.inversePath)) is not None:
        return f"^{_path(report, inverse)}"
    if (alternatives := report.value(path, sh.alternativePath)) is not None:
        return "|".join(_path(report, member) for member in report.items(alternatives))
    return "/".join(_path(report, member) for member in report.items(path))

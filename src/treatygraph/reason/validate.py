"""Validates graphs against the SHACL shapes and returns the results as records.

Must not read texts or repair data; must not decide exit codes.
"""

from __future__ import annotations

import hashlib
import logging
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from treatygraph import paths
from treatygraph.graph.ontology import ontology_triples
from treatygraph.model import Severity, TreatyGraphError
from treatygraph.reason.core_constraints import left_open
from treatygraph.reason.shapes_graph import ShapesGraph, reachable, seen_predicates
from treatygraph.reason.sparql_constraints import Breach, Constraint, breaches, constraints
from treatygraph.vocab import DERIVED_FROM, OWL, QUOTED_FROM, RDF, RDFS, SH, XSD, tg

if TYPE_CHECKING:
    import rdflib

BETWEEN_VERSIONS = "The language versions differ here."
_HYGIENE = "hygiene"
_EVIDENCE = {DERIVED_FROM, QUOTED_FROM, tg("expressionOf")}


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
        """Whether there is nothing but Warnings and Info, which tell of the source, not of a broken graph."""
        return all(result.severity in {Severity.WARNING, Severity.INFO} for result in self.results)


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
        with _without_rdflib_telling():
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


@cache
def _shipped() -> tuple[ShapesGraph, list[tuple[Constraint, str]]]:
    """The shipped shapes and their constraints, for whoever validates one graph after the other."""
    return _asked(shape_triples())


def _asked(shapes: Iterable[Triple]) -> tuple[ShapesGraph, list[tuple[Constraint, str]]]:
    given = ShapesGraph(shapes)
    return given, constraints(given)


@cache
def vocabulary() -> frozenset[Triple]:
    """Return which terms the ontology declares, and which of its classes exclude each other, each pair on its own.

    Shapes that ask for declared terms and for disjoint classes are evaluated with these beside the data.
    """
    ontology = ShapesGraph(ontology_triples())
    declared = {t for t in ontology_triples() if t.predicate.value == RDFS + "isDefinedBy"}
    apart = NamedNode(OWL + "disjointWith")
    for node in ontology.subjects():
        for head in ontology.about(node).get(OWL + "members", ()):
            classes = ontology.members(head)
            declared |= {Triple(one, apart, other) for one in classes for other in classes if one != other}
    return frozenset(declared)


def validate(graphs: Sequence[Iterable[Triple]], shapes: Iterable[Triple] | None = None, *,
             beside: Sequence[Iterable[Triple]] = (), together: bool = True, language: str = "en") -> ValidationReport:
    """Validate graphs together against shapes, by default the shipped ones with the ontology's concepts beside.

    Literals keep their lexical form, so an ill-formed date is found. Follows SHACL (W3C, 2017) as pySHACL does it.
    Graphs `beside` are known to be valid: of them, only what can be reached from the others is looked at, but every
    comparison sees them whole. With `together`, each constraint is evaluated for all focus nodes in one go, and
    pySHACL looks only at nodes that may not conform and at shapes that say more than is evaluated here; without, all
    is done by pySHACL, node by node, with the same results and many times slower. Messages are given in `language`,
    where the shapes have them in it.
    """
    wanted = tuple(shape_triples() if shapes is None else shapes)
    looked_at: set[Triple] = set(_individuals() if shapes is None else ()).union(*graphs)
    known = set().union(*beside)
    merged = looked_at.union(known, vocabulary() if shapes is None else ())
    looked_at |= _reached(looked_at, known)
    given, compared = _shipped() if shapes is None else _asked(wanted)
    compared = compared if together else []
    asked = {constraint.node for constraint, _ in compared}
    core = [t for t in wanted if not (t.predicate.value == SH + "sparql" and t.object in asked)]
    converter = Converter()
    left = reachable(left_open(core, looked_at)) if together else core
    seen = seen_predicates(left)
    report = _by_pyshacl(converter.graph(t for t in (looked_at if together else merged)
                                         if seen is None or t.predicate.value in seen), converter.graph(left))
    if compared:
        for breach in breaches(merged, compared):
            _add_result(report, breach, converter)
    _lower_between_versions(report, merged)
    owners = {converter.term(shape): name for shape, name in given.owners().items()}
    results = sorted(_results(report, owners, language), key=_gravity)
    return ValidationReport(tuple(results), report.serialize(format="turtle"))


def _by_pyshacl(data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
    """Return pySHACL's report; an empty one where no shape is left to look at."""
    import pyshacl  # noqa: PLC0415 - heavy imports that only validation needs
    import rdflib  # noqa: PLC0415

    with warnings.catch_warnings(), _without_rdflib_telling():
        warnings.simplefilter("ignore")
        _, report, text = pyshacl.validate(data, shacl_graph=shapes, inplace=True, inference="none", advanced=False,
                                           meta_shacl=False, js=False)
    if not isinstance(report, rdflib.Graph):
        raise TreatyGraphError(f"the shapes cannot be evaluated: {str(report or text).strip()}")
    return report


@contextmanager
def _without_rdflib_telling() -> Iterator[None]:
    """Keep rdflib from printing a traceback for each ill-formed literal, which the shapes report."""
    logger = logging.getLogger("rdflib.term")
    was_off, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = was_off


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


def _add_result(report: rdflib.Graph, breach: Breach, converter: Converter) -> None:
    """Write a breach into the report as pySHACL writes a result of a SPARQL constraint."""
    import rdflib  # noqa: PLC0415

    sh = rdflib.Namespace(SH)
    whole = next(report.subjects(rdflib.RDF.type, sh.ValidationReport))
    key = f"{breach.constraint.shape}|{breach.focus}|{breach.path}|{breach.value}|{breach.messages}"
    result = rdflib.BNode(hashlib.sha256(key.encode()).hexdigest()[:32])
    report.set((whole, sh.conforms, rdflib.Literal(False)))
    report.add((whole, sh.result, result))
    report.add((result, rdflib.RDF.type, sh.ValidationResult))
    report.add((result, sh.resultSeverity, converter.term(breach.constraint.severity)))
    report.add((result, sh.sourceConstraintComponent, sh.SPARQLConstraintComponent))
    report.add((result, sh.sourceConstraint, converter.term(breach.constraint.node)))
    report.add((result, sh.sourceShape, converter.term(breach.constraint.shape)))
    report.add((result, sh.focusNode, converter.term(breach.focus)))
    report.add((result, sh.value, converter.term(breach.value)))
    for message in breach.messages:
        report.add((result, sh.resultMessage, converter.term(message)))
    if breach.path:
        report.add((result, sh.resultPath, converter.term(breach.path)))


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
    """Order by severity; one that the shapes define themselves comes first, since nobody knows how grave it is."""
    known: list[str] = [Severity.VIOLATION, Severity.WARNING, Severity.INFO]
    return known.index(result.severity) if result.severity in known else -1, result


def _results(report: rdflib.Graph, owners: dict[Any, str], language: str) -> Iterable[ValidationResult]:
    import rdflib  # noqa: PLC0415

    sh = rdflib.Namespace(SH)

    def text(node: Any) -> str:
        return "" if node is None else str(node)

    def message(of: Any) -> str:
        given = sorted(report.objects(of, sh.resultMessage), key=lambda one: (
            getattr(one, "language", None) != language, getattr(one, "language", None) not in {None, "en"}, str(one)))
        return text(given[0] if given else None)

    for result in report.objects(None, sh.result):  # not those of sh:detail, which explain a result
        shape = report.value(result, sh.sourceShape)
        yield ValidationResult(
            severity=text(report.value(result, sh.resultSeverity)).removeprefix(SH),
            shape=owners.get(shape) or text(shape).rpartition("#")[2] or text(shape),
            focus=text(report.value(result, sh.focusNode)),
            path=_path(report, report.value(result, sh.resultPath)),
            value=text(report.value(result, sh.value)),
            message=message(result),
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

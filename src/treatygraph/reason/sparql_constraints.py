"""Evaluates the SPARQL constraints of shapes over all focus nodes at once, on the embedded store.

Must not evaluate core constraints; pySHACL does. A test proves that both ways give the same results.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from treatygraph.model import TreatyGraphError
from treatygraph.vocab import SH, TYPE

_THIS = re.compile(r"\$this\b")
_WHERE = re.compile(r"\bWHERE\s*\{", re.I)
_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True)
class Constraint:
    """A SPARQL constraint of a node shape, with the shape's targets and severity (SHACL, section 5)."""

    shape: str
    node: object
    severity: str
    message: str
    query: str
    classes: tuple[str, ...]
    subjects_of: tuple[str, ...] = ()

    @property
    def target(self) -> str:
        """The pattern that binds `?this` to the focus nodes."""
        patterns = [f"?this <{TYPE}> <{iri}>" for iri in self.classes]
        patterns += [f"?this <{iri}> ?anything" for iri in self.subjects_of]
        return f" {{ SELECT DISTINCT ?this WHERE {{ {{ {' } UNION { '.join(patterns)} }} }} }} "


@dataclass(frozen=True)
class Breach:
    """A solution of a constraint: the focus node, the path and value it names, and the message filled in."""

    constraint: Constraint
    focus: str
    path: str
    value: str
    message: str


def constraints(shapes: Iterable[Triple]) -> list[Constraint]:
    """Return the SPARQL constraints of the node shapes that target classes; others are left to pySHACL."""
    values: dict[tuple[object, str], list[object]] = {}
    for triple in shapes:
        values.setdefault((triple.subject, triple.predicate.value), []).append(triple.object)
    prefixes = _prefixes(values)
    found = []
    for (shape, predicate), objects in values.items():
        if predicate != SH + "sparql" or not isinstance(shape, NamedNode):
            continue
        classes, subjects, other = (
            [t.value for name in names for t in values.get((shape, SH + name), []) if isinstance(t, NamedNode)]
            for names in (("targetClass",), ("targetSubjectsOf",), ("targetNode", "targetObjectsOf"))
        )
        if other or not (classes or subjects):
            continue
        severity = _first(values, shape, "severity") or SH + "Violation"
        for node in objects:
            message = _first(values, node, "message") or _first(values, shape, "message")
            found.append(Constraint(shape.value.rpartition("#")[2], node, severity.removeprefix(SH), message,
                                    prefixes + _first(values, node, "select"), tuple(sorted(classes)),
                                    tuple(sorted(subjects))))
    return sorted(found, key=lambda constraint: (constraint.shape, constraint.query))


def _first(values: dict[tuple[object, str], list[object]], subject: object, name: str) -> str:
    terms = [str(getattr(term, "value", "")) for term in values.get((subject, SH + name), [])]
    return min(terms, default="")


def _prefixes(values: dict[tuple[object, str], list[object]]) -> str:
    declared = {}
    for (subject, predicate), objects in values.items():
        if predicate == SH + "prefix" and isinstance(objects[0], Literal):
            declared[objects[0].value] = _first(values, subject, "namespace")
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(declared.items()))


def breaches(triples: Iterable[Triple], found: Iterable[Constraint]) -> Iterator[Breach]:
    """Yield the solutions of the constraints over a graph.

    `$this` ranges over the instances of the target classes; shapes rest on explicit types, since inference has run.
    """
    store = Store()
    store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in triples)
    for constraint in found:
        query = _THIS.sub("?this", constraint.query)
        opening = _WHERE.search(query)
        if opening is None:
            raise TreatyGraphError(f"the constraint of {constraint.shape} has no WHERE clause")
        text = query[: opening.end()] + constraint.target + query[opening.end() :]
        seen = set()
        solutions = store.query(text)
        assert isinstance(solutions, QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            terms = [(name, solution[name]) for name in names]
            cells = {name: str(getattr(term, "value", term)) for name, term in terms if term is not None}
            breach = Breach(constraint, cells["this"], cells.get("path", ""), cells.get("value", cells["this"]),
                            _filled(constraint.message, cells))
            if breach not in seen:
                seen.add(breach)
                yield breach


def _filled(message: str, cells: dict[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: cells.get(found.group(1), found.group(0)), message)


_BODY = re.compile(r"\{(.*)\}", re.S)
_ANY_PREDICATE = re.compile(r"(?:^|[{.;])\s*(?:[?$]\w+\s+)?[?$](\w+)\s+[?$]\w+\s*(?=[.;}]|$)")
_NAME = re.compile(r"\b([A-Za-z][\w-]*):([\w-]+)")


def seen_predicates(shapes: Iterable[Triple]) -> frozenset[str] | None:
    """Return the predicates that shapes can see, so that no other triple need be handed to them.

    None where that cannot be told: a closed shape looks at every predicate, and so does a query with a variable in a
    predicate's place whose values it does not list.
    """
    values: dict[tuple[object, str], list[object]] = {}
    for triple in shapes:
        values.setdefault((triple.subject, triple.predicate.value), []).append(triple.object)
    namespaces = {}
    seen = {TYPE, "http://www.w3.org/2000/01/rdf-schema#subClassOf"}
    for (subject, predicate), objects in values.items():
        if predicate == SH + "closed":
            return None
        if predicate == SH + "prefix":
            namespaces[_first(values, subject, "prefix")] = _first(values, subject, "namespace")
        seen.update(term.value for term in objects if isinstance(term, NamedNode))
    for (_, predicate), objects in values.items():
        for query in objects if predicate in {SH + "select", SH + "ask"} else ():
            body = _BODY.search(str(getattr(query, "value", "")))
            if body is None or any(not re.search(rf"VALUES\s+[?$]{name}\b", body.group(1))
                                   for name in _ANY_PREDICATE.findall(body.group(1))):
                return None
            seen.update(namespaces.get(prefix, "") + local for prefix, local in _NAME.findall(body.group(1)))
            seen.update(re.findall(r"<([^<>\s]+)>", body.group(1)))
    return frozenset(seen)

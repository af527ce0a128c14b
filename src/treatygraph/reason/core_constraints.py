"""Tells of which nodes it is beyond doubt that they conform to a shape, so that pySHACL need look at the others only.

Must not report anything and must not guess: what it cannot evaluate exactly as SHACL says (W3C, 2017, section 4), it
leaves open. Three answers: True, False, and None for "not known".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from treatygraph.reason.shapes_graph import TARGETS, Path, ShapesGraph
from treatygraph.vocab import RDF, RDFS, SH, TYPE, XSD

Answer = bool | None
Check = Callable[[Any, list[Any]], Answer]

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)")
_HEX = re.compile(r"([0-9A-Fa-f]{2})*")
# What says nothing about conforming: what a shape is called, whom it looks at, how a breach is told.
_TARGETS = {SH + kind for kind in TARGETS}
_SILENT = _TARGETS | {SH + name for name in ("name", "description", "message", "severity", "order", "group",
                                             "defaultValue", "path")}
_SILENT |= {TYPE, RDFS + "label", RDFS + "comment"}


def left_open(shapes: Sequence[Triple], data: Iterable[Triple]) -> list[Triple]:
    """Return a shapes graph with the same results, whose shapes look only at nodes that may not conform.

    Nothing is left of a shape to which all its focus nodes conform but what others may rest on; nothing at all is
    returned where that holds of every shape.
    """
    graph = ShapesGraph(shapes)
    targeted = graph.targeted(hoist=True)
    alone = {one.shape for one in targeted if one.holder}
    aimed = {one.shape for one in targeted}
    kept = [t for t in shapes if not (t.object in alone and t.predicate.value == SH + "property")
            and not (t.subject in aimed and t.predicate.value in _TARGETS)]
    indexed = Data(data)
    conformance = Conformance(ShapesGraph(kept), indexed)
    aims: list[Triple] = []
    for one in targeted:
        targets = one.targets
        try:
            conforms = conformance.of(one.shape)
            focus = dict.fromkeys(node for kind, target in targets for node in indexed.targets(kind, target))
            doubtful = [node for node in focus if conforms(node) is not True]
            if not any(isinstance(node, BlankNode) for node in doubtful):  # SHACL has no blank nodes as sh:targetNode
                targets = tuple(("targetNode", node) for node in doubtful)
        except UnsupportedError:
            pass
        aims += [Triple(one.shape, NamedNode(SH + kind), target) for kind, target in targets]
        if one.holder and targets:
            aims.append(Triple(one.shape, NamedNode(TYPE), NamedNode(SH + "PropertyShape")))
    left = [*kept, *aims]
    graph = ShapesGraph(left)
    return left if any(graph.looks_at_something(node) for node in graph.subjects()) else []


class UnsupportedError(Exception):
    """A shape says something that is not evaluated here."""


class Data:
    """The triples of a data graph by predicate, with their classes."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._by_predicate: dict[str, dict[Any, list[Any]]] = {}
        self._inverse: dict[str, dict[Any, list[Any]]] = {}
        names: dict[Any, dict[Any, list[Any]]] = {}
        for subject, predicate, value in triples:
            column = names.get(predicate)
            if column is None:
                column = names[predicate] = self._by_predicate.setdefault(predicate.value, {})
            column.setdefault(subject, []).append(value)
        self._classes: dict[Any, set[Any]] = {}

    def column(self, predicate: str) -> dict[Any, list[Any]]:
        """Return the values of a property by subject."""
        return self._by_predicate.get(predicate, {})

    def inverse(self, predicate: str) -> dict[Any, list[Any]]:
        """Return the subjects of a property by value."""
        if predicate not in self._inverse:
            turned: dict[Any, list[Any]] = {}
            for subject, values in self.column(predicate).items():
                for value in values:
                    turned.setdefault(value, []).append(subject)
            self._inverse[predicate] = turned
        return self._inverse[predicate]

    def subclasses(self, of: Any) -> set[Any]:
        """Return a class and all that the data says to be its subclasses, near or far."""
        if of not in self._classes:
            found, open_ = {of}, [of]
            while open_:
                for below in self.inverse(RDFS + "subClassOf").get(open_.pop(), ()):
                    if below not in found:
                        found.add(below)
                        open_.append(below)
            self._classes[of] = found
        return self._classes[of]

    def targets(self, kind: str, of: Any) -> Iterable[Any]:
        """Return the focus nodes of one target of a shape (SHACL, 2.1.3)."""
        if kind == "targetClass":
            return {node for above in self.subclasses(of) for node in self.inverse(TYPE).get(above, ())}
        if kind == "targetSubjectsOf":
            return self.column(of.value).keys()
        return self.inverse(of.value).keys() if kind == "targetObjectsOf" else {of}

    def values(self, node: Any, path: Path) -> list[Any]:
        """Return the value nodes of a path, each once (SHACL, 2.3.1)."""
        kind, inner = path
        if kind == "predicate":
            return self.column(inner).get(node, [])
        if kind == "inverse":
            return self.inverse(inner).get(node, [])
        if kind == "alternative":
            return list(dict.fromkeys(value for step in inner for value in self.values(node, step)))
        reached = [node]
        for step in inner:
            reached = list(dict.fromkeys(value for start in reached for value in self.values(start, step)))
        return reached


def _all(answers: Iterable[Answer]) -> Answer:
    open_ = False
    for answer in answers:
        if answer is False:
            return False
        open_ |= answer is None
    return None if open_ else True


def _any(answers: Iterable[Answer]) -> Answer:
    return _not(_all(_not(answer) for answer in answers))


def _not(answer: Answer) -> Answer:
    return None if answer is None else not answer


class Conformance:
    """The shapes of a graph, ready to be asked of which nodes they certainly hold."""

    def __init__(self, shapes: ShapesGraph, data: Data) -> None:
        self._shapes, self._data = shapes, data
        self._known: dict[Any, Callable[[Any], Answer]] = {}

    def of(self, shape: Any) -> Callable[[Any], Answer]:
        """Return a function that tells of a node whether it conforms to a shape.

        Raises UnsupportedError where the shape, or one it rests on, says what is not evaluated here.
        """
        if shape not in self._known:
            self._known[shape] = lambda _: None  # a shape that rests on itself stays open
            self._known[shape] = self._compile(shape)
        return self._known[shape]

    def _compile(self, shape: Any) -> Callable[[Any], Answer]:
        checks = []
        for predicate, objects in self._shapes.about(shape).items():
            if predicate in _SILENT:
                continue
            make = getattr(self, "_" + predicate.removeprefix(SH), None) if predicate.startswith(SH) else None
            if make is None:
                raise UnsupportedError(predicate)
            checks += [made for value in objects if (made := make(value, shape)) is not None]
        data, path = self._data, self._shapes.path(shape)
        if path is None:
            return lambda node: _all(check(node, [node]) for check in checks)
        if path[0] == "unsupported":
            raise UnsupportedError("path")
        if path[0] == "predicate":
            column = data.column(path[1])
            return lambda node: _all(check(node, values) for values in (column.get(node, []),) for check in checks)
        return lambda node: _all(check(node, values) for values in (data.values(node, path),) for check in checks)

    # Below, one function for each constraint component, named after its parameter.

    def _minCount(self, value: Any, _: Any) -> Check:  # noqa: N802
        least = int(value.value)
        return lambda _node, values: len(values) >= least

    def _maxCount(self, value: Any, _: Any) -> Check:  # noqa: N802
        most = int(value.value)
        return lambda _node, values: len(values) <= most

    def _class(self, value: Any, _: Any) -> Check:
        types, classes = self._data.column(TYPE), self._data.subclasses(value)
        return lambda _node, values: all(not classes.isdisjoint(types.get(one, ())) for one in values)

    def _datatype(self, value: Any, _: Any) -> Check:
        return lambda _node, values: _all(_is_of(one, value) for one in values)

    def _nodeKind(self, value: Any, _: Any) -> Check:  # noqa: N802
        kinds = {"IRI": (NamedNode,), "BlankNode": (BlankNode,), "Literal": (Literal,),
                 "BlankNodeOrIRI": (BlankNode, NamedNode), "BlankNodeOrLiteral": (BlankNode, Literal),
                 "IRIOrLiteral": (NamedNode, Literal)}.get(value.value.removeprefix(SH))
        if kinds is None:
            raise UnsupportedError("nodeKind")
        return lambda _node, values: all(isinstance(one, kinds) for one in values)

    def _pattern(self, value: Any, shape: Any) -> Check:
        if self._shapes.about(shape).get(SH + "flags"):
            raise UnsupportedError("flags")
        search = re.compile(value.value).search
        return lambda _node, values: all(not isinstance(one, BlankNode) and search(one.value) is not None
                                        for one in values)

    def _minLength(self, value: Any, _: Any) -> Check:  # noqa: N802
        least = int(value.value)
        return lambda _node, values: all(not isinstance(one, BlankNode) and len(one.value) >= least for one in values)

    def _maxLength(self, value: Any, _: Any) -> Check:  # noqa: N802
        most = int(value.value)
        return lambda _node, values: all(not isinstance(one, BlankNode) and len(one.value) <= most for one in values)

    def _minInclusive(self, value: Any, _: Any) -> Check:  # noqa: N802
        least = _number(value)
        return lambda _node, values: _all(None if least is None or (given := _number(one)) is None else given >= least
                                         for one in values)

    def _maxInclusive(self, value: Any, _: Any) -> Check:  # noqa: N802
        most = _number(value)
        return lambda _node, values: _all(None if most is None or (given := _number(one)) is None else given <= most
                                         for one in values)

    def _languageIn(self, value: Any, _: Any) -> Check:  # noqa: N802
        ranges = tuple(member.value.lower() for member in self._shapes.members(value))
        return lambda _node, values: all(
            isinstance(one, Literal) and any((one.language or "").lower() == tag or
                                             (one.language or "").lower().startswith(tag + "-") for tag in ranges)
            for one in values)

    def _uniqueLang(self, value: Any, _: Any) -> Check | None:  # noqa: N802
        if value.value != "true":  # SHACL asks for the term true: what else means so has no effect
            return None

        def check(_: Any, values: list[Any]) -> Answer:
            tags = [one.language.lower() for one in values if isinstance(one, Literal) and one.language]
            return len(tags) == len(set(tags))
        return check

    def _in(self, value: Any, _: Any) -> Check:
        members = set(self._shapes.members(value))  # terms of other forms may still be equal by value
        return lambda _node, values: True if all(one in members for one in values) else _no_literal(values)

    def _hasValue(self, value: Any, _: Any) -> Check:  # noqa: N802
        return lambda _node, values: True if value in values else _no_literal([*values, value])

    def _equals(self, value: Any, _: Any) -> Check:
        column = self._data.column(value.value)
        return lambda node, values: True if set(values) == set(column.get(node, ())) else None

    def _disjoint(self, value: Any, _: Any) -> Check:
        column = self._data.column(value.value)
        return lambda node, values: not column.get(node) or set(values).isdisjoint(column[node])

    def _lessThan(self, value: Any, _: Any) -> Check:  # noqa: N802
        return self._ordered(value, lambda one, other: one < other)

    def _lessThanOrEquals(self, value: Any, _: Any) -> Check:  # noqa: N802
        return self._ordered(value, lambda one, other: one <= other)

    def _ordered(self, value: Any, holds: Callable[[Any, Any], bool]) -> Check:
        column = self._data.column(value.value)

        def compare(one: Any, other: Any) -> Answer:
            first, second = _number(one), _number(other)
            if first is not None and second is not None:
                return holds(first, second)
            days = all(_is_of(term, NamedNode(XSD + "date")) is True for term in (one, other))
            return holds(one.value, other.value) if days else None
        return lambda node, values: _all(compare(one, other) for one in values for other in column.get(node, ()))

    def _qualifiedValueShape(self, value: Any, shape: Any) -> Check:  # noqa: N802
        about = self._shapes.about(shape)
        if any(term.value in {"true", "1"} for term in about.get(SH + "qualifiedValueShapesDisjoint", ())):
            raise UnsupportedError("qualifiedValueShapesDisjoint")
        conforms = self.of(value)
        least = max((int(term.value) for term in about.get(SH + "qualifiedMinCount", ())), default=0)
        most = min((int(term.value) for term in about.get(SH + "qualifiedMaxCount", ())), default=None)

        def check(_: Any, values: list[Any]) -> Answer:
            answers = [conforms(one) for one in values]
            if None in answers:
                return None
            number = answers.count(True)
            return least <= number and (most is None or number <= most)
        return check

    def _qualifiedMinCount(self, *_: Any) -> None:  # noqa: N802
        """Looked at with the shape that it counts."""

    def _qualifiedMaxCount(self, *_: Any) -> None:  # noqa: N802
        """Looked at with the shape that it counts."""

    def _qualifiedValueShapesDisjoint(self, *_: Any) -> None:  # noqa: N802
        """Looked at with the shape that it counts."""

    def _property(self, value: Any, _: Any) -> Check:
        return self._node(value, _)

    def _node(self, value: Any, _: Any) -> Check:
        conforms = self.of(value)
        return lambda _node, values: _all(conforms(one) for one in values)

    def _not(self, value: Any, _: Any) -> Check:
        conforms = self.of(value)
        return lambda _node, values: _all(_not(conforms(one)) for one in values)

    def _or(self, value: Any, _: Any) -> Check:
        members = [self.of(member) for member in self._shapes.members(value)]
        return lambda _node, values: _all(_any(conforms(one) for conforms in members) for one in values)

    def _and(self, value: Any, _: Any) -> Check:
        members = [self.of(member) for member in self._shapes.members(value)]
        return lambda _node, values: _all(conforms(one) for one in values for conforms in members)


def _no_literal(terms: Iterable[Any]) -> Answer:
    return None if any(isinstance(term, Literal) for term in terms) else False


def _is_of(term: Any, datatype: NamedNode) -> Answer:
    """Tell whether a term is a well-formed literal of a datatype; None for datatypes whose forms are not known here."""
    if not isinstance(term, Literal) or term.datatype != datatype:
        return False
    name, form = datatype.value, term.value
    if name in {XSD + "string", RDF + "langString"}:
        return True
    if name == XSD + "integer":
        return _INTEGER.fullmatch(form) is not None or None
    if name == XSD + "decimal":
        return _DECIMAL.fullmatch(form) is not None or None
    if name == XSD + "gYear":
        return True if re.fullmatch("[0-9]{4}", form) else None
    if name == XSD + "gYearMonth":
        return True if _MONTH.fullmatch(form) else None
    if name == XSD + "hexBinary":
        return True if _HEX.fullmatch(form) else None
    if name == XSD + "date" and (parts := _DAY.fullmatch(form)):
        try:
            date(*map(int, parts.groups()))
        except ValueError:
            return None
        return True
    return None


def _number(term: Any) -> Decimal | None:
    if isinstance(term, Literal) and term.datatype.value in {XSD + "integer", XSD + "decimal"}:
        return Decimal(term.value) if _DECIMAL.fullmatch(term.value) else None
    return None

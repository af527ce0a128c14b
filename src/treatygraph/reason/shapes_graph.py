"""Reads a shapes graph: what it says of each shape, targets, paths and lists, and which properties shapes can see.

Must not evaluate a shape.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Triple

from treatygraph.vocab import RDF, RDFS, SH, TYPE

Path = tuple[str, Any]
"""A SHACL property path: its kind (predicate, inverse, sequence, alternative, unsupported) and what it is made of."""

TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
_BODY = re.compile(r"\{(.*)\}", re.S)
_ANY_PREDICATE = re.compile(r"(?:^|[{.;])\s*(?:[?$]\w+\s+)?[?$](\w+)\s+[?$]\w+\s*(?=[.;}]|$)")
_NAME = re.compile(r"\b([A-Za-z][\w-]*):([\w-]+)")
_SHAPES_OF_SHAPES = {RDF + "first", *(SH + name for name in ("node", "not", "property", "qualifiedValueShape"))}
_COMPONENTS = {SH + name for name in ("validator", "nodeValidator", "propertyValidator")}
# A closed shape allows the paths of its properties; a property shape's properties are looked at for each of its values.
_DEACTIVATED, _DISJOINT = SH + "deactivated", SH + "qualifiedValueShapesDisjoint"
_KEEPS_ITS_PROPERTIES = {SH + "closed", SH + "path", _DEACTIVATED}


@dataclass(frozen=True)
class Targeted:
    """A shape with its targets by kind; the node shape it has them from, where they are not its own."""

    shape: Any
    targets: tuple[tuple[str, Any], ...]
    holder: Any = None


class ShapesGraph:
    """The triples of a shapes graph by subject."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._about: dict[Any, dict[str, list[Any]]] = {}
        for subject, predicate, value in triples:
            self._about.setdefault(subject, {}).setdefault(predicate.value, []).append(value)

    def about(self, node: Any) -> dict[str, list[Any]]:
        """Return what is said of a node, by predicate."""
        return self._about.get(node, {})

    def subjects(self) -> list[Any]:
        """Return the nodes that something is said of, in order."""
        return sorted(self._about, key=str)

    def is_rested_on(self, shape: Any) -> bool:
        """Tell whether another shape takes in this one."""
        return shape in self._taken_in

    @cached_property
    def _taken_in(self) -> frozenset[Any]:
        return frozenset(value for about in self._about.values() for predicate, values in about.items()
                         if predicate in _SHAPES_OF_SHAPES for value in values)

    def members(self, head: Any) -> list[Any]:
        """Return the members of an RDF list."""
        found: list[Any] = []
        while head in self._about and (first := self.about(head).get(RDF + "first")):
            found += first
            head = self.about(head)[RDF + "rest"][0]
        return found

    def path(self, shape: Any) -> Path | None:
        """Return the path of a property shape, None for a node shape."""
        given = self.about(shape).get(SH + "path")
        return self._path(given[0]) if given else None

    def _path(self, node: Any) -> Path:
        if isinstance(node, NamedNode):
            return "predicate", node.value
        about = self.about(node)
        if RDF + "first" in about:
            return self._made_of("sequence", node)
        if alternatives := about.get(SH + "alternativePath"):
            return self._made_of("alternative", alternatives[0])
        inverse = about.get(SH + "inversePath", [None])[0]
        return ("inverse", inverse.value) if isinstance(inverse, NamedNode) else ("unsupported", None)

    def _made_of(self, kind: str, head: Any) -> Path:
        steps = tuple(self._path(member) for member in self.members(head))
        return ("unsupported", None) if any(step[0] == "unsupported" for step in steps) else (kind, steps)

    def targets(self, shape: Any) -> tuple[tuple[str, Any], ...]:
        """Return the targets that a shape states, by kind."""
        about = self.about(shape)
        return tuple((kind, target) for kind in TARGETS for target in about.get(SH + kind, ()))

    def looks_at_something(self, shape: Any) -> bool:
        """Tell whether a shape has targets, stated or implied by its being a class."""
        about = self.about(shape)
        return bool(self.targets(shape)) or (NamedNode(RDFS + "Class") in about.get(TYPE, ()) and any(
            predicate.startswith(SH) for predicate in about))

    def owners(self) -> dict[Any, str]:
        """Return the name of the node shape that each shape belongs to: its own, or its holder's."""
        found: dict[Any, str] = {}
        for holder in self._node_shapes():
            name = holder.value.rpartition("#")[2] or holder.value
            found[holder] = name
            for held in self.about(holder).get(SH + "property", ()):
                found.setdefault(held, name)
        return found

    def _node_shapes(self) -> list[Any]:
        kind = NamedNode(SH + "NodeShape")
        return sorted((node for node, about in self._about.items() if kind in about.get(TYPE, ())), key=str)

    def targeted(self, *, hoist: bool) -> list[Targeted]:
        """Return the shapes that have targets of their own.

        With `hoist`, property shapes get the targets of the node shape that holds them, wherever that gives the same
        results: each is then evaluated once for all focus nodes, and not once for each (SHACL, 4.7.3: a node conforms
        to sh:property if its values conform to the property shape). Not where something else rests on the holder.
        """
        used = Counter(value for about in self._about.values() for predicate, values in about.items()
                       if predicate in _SHAPES_OF_SHAPES for value in values)
        found = []
        for node in sorted(self._about, key=str):
            own, about = self.targets(node), self.about(node)
            if not own:
                continue
            held = about.get(SH + "property", [])
            is_class = NamedNode(RDFS + "Class") in about.get(TYPE, ())
            keeps = used[node] or is_class or about.keys() & _KEEPS_ITS_PROPERTIES
            if hoist and not keeps and not any(_DISJOINT in self.about(one) for one in held):
                found += [Targeted(one, own, node) for one in held if used[one] == 1 and not self.targets(one)
                          and _DEACTIVATED not in self.about(one)]
            found.append(Targeted(node, own))
        return found

    def rests_on(self, shapes: Iterable[Any]) -> set[Any]:
        """Return shapes and all nodes of the graph that can be reached from them."""
        met: set[Any] = set()
        open_ = list(shapes)
        while open_:
            node = open_.pop()
            if node not in met and node in self._about:
                met.add(node)
                open_ += [value for values in self.about(node).values() for value in values
                          if isinstance(value, BlankNode | NamedNode)]
        return met


def reachable(triples: Sequence[Triple]) -> list[Triple]:
    """Return what a shapes graph says of shapes that look at something, and of all they rest on.

    Where it defines components of its own, that is all of it: a shape uses them without pointing at them.
    """
    if any(t.predicate.value in _COMPONENTS for t in triples):
        return list(triples)
    graph = ShapesGraph(triples)
    met = graph.rests_on(node for node in graph.subjects() if graph.looks_at_something(node))
    return [t for t in triples if t.subject in met]


def seen_predicates(shapes: Iterable[Triple]) -> frozenset[str] | None:
    """Return the predicates that shapes can see, so that no other triple need be handed to them.

    None where that cannot be told: a closed shape looks at every predicate, so may a component that the shapes define,
    and so does a query with a variable in a predicate's place.
    """
    values: dict[tuple[Any, str], list[Any]] = {}
    for triple in shapes:
        values.setdefault((triple.subject, triple.predicate.value), []).append(triple.object)
    namespaces = {}
    seen: set[str] = set()
    for (subject, predicate), objects in values.items():
        if predicate in {SH + "class", SH + "targetClass"} or RDFS + "Class" in {
                term.value for term in objects if isinstance(term, NamedNode)}:
            seen |= {TYPE, RDFS + "subClassOf"}
        if predicate == SH + "closed" or predicate in _COMPONENTS:
            return None
        if predicate == SH + "prefix":
            namespaces[objects[0].value] = values[subject, SH + "namespace"][0].value
        seen.update(term.value for term in objects if isinstance(term, NamedNode))
    for (_, predicate), objects in values.items():
        for query in objects if predicate in {SH + "select", SH + "ask"} else ():
            body = _BODY.search(query.value)
            if body is None or _ANY_PREDICATE.search(body.group(1)):
                return None
            seen.update(namespaces.get(prefix, "") + local for prefix, local in _NAME.findall(body.group(1)))
            seen.update(re.findall(r"<([^<>\s]+)>", body.group(1)))
    return frozenset(seen)

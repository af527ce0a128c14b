"""Evaluates the SPARQL constraints of shapes over all focus nodes at once, on the embedded store.

Must not evaluate core constraints, nor a query that could mean something else when it is asked of all focus nodes
together: both are left to pySHACL. A test proves that both ways give the same results.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from treatygraph.reason.shapes_graph import ShapesGraph
from treatygraph.vocab import OWL, RDFS, SH, TYPE

_THIS = re.compile(r"[$?]this\b")
_OPENING = re.compile(r"\s*SELECT\s+(?:DISTINCT\s+)?([^{}]*?)\s*\bWHERE\s*\{", re.I)
_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")
# What SHACL-SPARQL forbids or binds before the query is asked (5.2.1, 5.3.2, appendix A), and what cuts off solutions.
_LEFT_TO_PYSHACL = re.compile(r"(?<![?$\w])(?:MINUS|VALUES|SERVICE|SELECT|LIMIT|OFFSET|FROM)\b"
                              r"|\$PATH\b|[$?](?:currentShape|shapesGraph)\b|\bAS\s+[$?]this\b|#", re.I)
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>\s]*>')
_AGGREGATE = re.compile(r"\b(?:COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT)\s*\(|\bGROUP\s+BY\b", re.I)
_GROUPED = re.compile(r"\bGROUP\s+BY\s+(?:[$?]\w+\s+)*[$?]this\b", re.I)
_PARAMETERS = {TYPE, *(SH + name for name in ("select", "message", "prefixes"))}


@dataclass(frozen=True)
class Constraint:
    """A SPARQL constraint of a node shape, with the shape's targets and severity (SHACL, section 5)."""

    shape: NamedNode
    node: Any
    severity: NamedNode
    messages: tuple[Literal, ...]
    query: str
    targets: tuple[tuple[str, Any], ...]

    def asked_of(self, triples: ShapesGraph) -> str:
        """Return the query with `?this` bound to the focus nodes; `triples` tell the subclasses of target classes."""
        patterns = []
        for kind, target in self.targets:
            if kind == "targetClass":
                patterns += [f"?this <{TYPE}> {one}" for one in sorted(map(str, _subclasses(target, triples)))]
            elif kind == "targetNode":
                patterns.append(f"BIND ({target} AS ?this)")
            else:
                patterns.append(f"?this {target} ?any_" if kind == "targetSubjectsOf" else f"?any_ {target} ?this")
        focus = f" {{ SELECT DISTINCT ?this WHERE {{ {{ {' } UNION { '.join(patterns)} }} }} }} "
        opening = _OPENING.match(self.query)
        assert opening is not None
        return _THIS.sub("?this", self.query[:opening.end()]) + focus + _THIS.sub("?this", self.query[opening.end():])


@dataclass(frozen=True)
class Breach:
    """A solution of a constraint: the focus node, the path and value it names, and the messages filled in."""

    constraint: Constraint
    focus: Any
    path: Any
    value: Any
    messages: tuple[Literal, ...]


def constraints(shapes: Iterable[Triple] | ShapesGraph) -> list[tuple[Constraint, str]]:
    """Return the constraints that mean the same when asked of all focus nodes at once, each with its prefixes."""
    graph = shapes if isinstance(shapes, ShapesGraph) else ShapesGraph(shapes)
    found = []
    for shape in graph.subjects():
        about, targets = graph.about(shape), graph.targets(shape)
        if not isinstance(shape, NamedNode) or SH + "path" in about or SH + "deactivated" in about or not targets or (
                NamedNode(RDFS + "Class") in about.get(TYPE, ())) or graph.is_rested_on(shape):
            continue
        severity = about.get(SH + "severity", [NamedNode(SH + "Violation")])[0]
        for node in about.get(SH + "sparql", ()):
            said = graph.about(node)
            queries = said.get(SH + "select", [])
            if len(queries) != 1 or not said.keys() <= _PARAMETERS or not is_exact(queries[0].value):
                continue
            messages = tuple(sorted(said.get(SH + "message") or about.get(SH + "message") or (), key=str))
            found.append((Constraint(shape, node, severity, messages, queries[0].value, targets),
                          _prefixes(graph, said.get(SH + "prefixes", ()))))
    return sorted(found, key=lambda pair: (pair[0].shape.value, pair[0].query))


def is_exact(query: str) -> bool:
    """Tell whether a query gives for all focus nodes together what it gives for each of them (SHACL, appendix A).

    `$this` is bound before a query is asked, also inside its groups; joined to it, it is bound outside of them only.
    So it may stand in a nested group in triple patterns, but in an expression only in the outermost group.

    >>> is_exact("SELECT $this WHERE { $this a ?class . FILTER (STR($this) > 'x') }")
    True
    >>> is_exact("SELECT $this WHERE { { FILTER (STR($this) > 'x') } }")
    False
    """
    bare = _STRING.sub(lambda found: " " * len(found.group()), query)
    opening = _OPENING.match(bare)
    if opening is None or not _THIS.search(opening.group(1)) or _LEFT_TO_PYSHACL.search(bare, opening.end()) or (
            re.search(r"[$?]message\b", opening.group(1))) or _LEFT_TO_PYSHACL.search(opening.group(1)):
        return False
    if _AGGREGATE.search(bare) and not _GROUPED.search(bare):
        return False
    return not _in_a_nested_expression(bare[opening.end():])


def _in_a_nested_expression(body: str) -> bool:
    """Tell whether `$this` stands in an expression inside a nested group; groups of EXISTS are bound from outside."""
    groups = ["bound"]  # of each open group, how it knows `$this`: bound from outside, joined to it, or not at all
    parentheses = 0
    before = ""
    for token in re.findall(r"[{}()]|[$?]?\w+", body):
        if token == "{":
            exists = before.upper() == "EXISTS"
            groups.append(groups[-1] if exists and groups[-1] == "bound" else "lost" if exists else "joined")
        elif token == "}":
            groups.pop()
            if not groups:
                break
        elif token in "()":
            parentheses += 1 if token == "(" else -1
        elif _THIS.fullmatch(token) and (groups[-1] == "lost" or (parentheses and groups[-1] == "joined")):
            return True
        before = token
    return False


def _prefixes(graph: ShapesGraph, given: Sequence[Any]) -> str:
    """Return the prefixes that a constraint's sh:prefixes declare, also by import (SHACL, 5.2.1)."""
    declared: dict[str, str] = {}
    met: set[Any] = set()
    open_ = list(given)
    while open_:
        node = open_.pop()
        if node in met:
            continue
        met.add(node)
        about = graph.about(node)
        open_ += about.get(OWL + "imports", [])
        for declaration in about.get(SH + "declare", ()):
            said = graph.about(declaration)
            declared[said[SH + "prefix"][0].value] = said[SH + "namespace"][0].value
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(declared.items()))


def _subclasses(of: Any, data: ShapesGraph) -> set[Any]:
    found, open_ = {of}, [of]
    while open_:
        above = open_.pop()
        below = [node for node in data.subjects() if above in data.about(node).get(RDFS + "subClassOf", ())]
        open_ += [node for node in below if node not in found]
        found.update(below)
    return found


def breaches(triples: Iterable[Triple], found: Iterable[tuple[Constraint, str]]) -> Iterator[Breach]:
    """Yield the solutions of the constraints over a graph."""
    store = Store()
    triples = list(triples)
    store.bulk_extend(Quad(*triple) for triple in triples)
    hierarchy = ShapesGraph(t for t in triples if t.predicate.value == RDFS + "subClassOf")
    for constraint, prefixes in found:
        solutions = store.query(prefixes + constraint.asked_of(hierarchy))
        assert isinstance(solutions, QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        seen = set()
        for solution in solutions:
            cells = {name: term for name in names if (term := solution[name]) is not None}
            messages = tuple(_filled(message, cells) for message in constraint.messages)
            path = cells.get("path")
            breach = Breach(constraint, cells["this"], path if isinstance(path, NamedNode) else None,
                            cells.get("value", cells["this"]), messages)
            if breach not in seen:
                seen.add(breach)
                yield breach


def _filled(message: Literal, cells: dict[str, Any]) -> Literal:
    def text(found: re.Match[str]) -> str:
        term = cells.get(found.group(1))
        if isinstance(term, BlankNode):
            return str(term)
        return str(term.value) if term is not None else found.group(0)

    return Literal(_PLACEHOLDER.sub(text, message.value), language=message.language)

"""Holds what the reference tables state and what follows from it, and hands out the part that a report touches.

Must not read a report. What is worked out of a report is worked out of its own triples and of this part alone, so
that a change elsewhere in the tables cannot change it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from treatygraph import iris
from treatygraph.graph.assemble.reference import assemble_tables
from treatygraph.reason.infer import EntailmentRule, entailment_rules, infer
from treatygraph.tables import Tables
from treatygraph.vocab import tg

_STATE, _TREATY = NamedNode(tg("state")), NamedNode(tg("treaty"))
_OF_ALL_REPORTS = re.compile(r"\btg:Treaty(?:Action|Status)\b")
# A report speaks of these in parts, and other things point at them: they are found by more than their own IRI.
_IN_PARTS = ("conference/", "document/")
_KEYED = ("conference", "organization", "series", "treaty")


def rules_within_a_report() -> tuple[EntailmentRule, ...]:
    """Return the rules whose conclusions rest on one report and the tables."""
    return tuple(rule for rule in entailment_rules() if not _OF_ALL_REPORTS.search(rule.query))


def rules_across_reports() -> tuple[EntailmentRule, ...]:
    """Return the rules that need all that is known of a State's actions under a treaty."""
    return tuple(rule for rule in entailment_rules() if _OF_ALL_REPORTS.search(rule.query))


@dataclass(frozen=True)
class Part:
    """The triples of the tables that a report touches, and the keys by which it was looked up."""

    triples: frozenset[Triple]
    keys: frozenset[str]


class Standing:
    """The graphs of the tables by name, what follows from them, and an index of both."""

    def __init__(self, tables: Tables) -> None:
        self.graphs: dict[str, frozenset[Triple]] = assemble_tables(tables)
        self.inferred: frozenset[Triple] = infer(self.graphs.values())
        self.about: dict[str, list[Triple]] = defaultdict(list)
        for triple in self.triples:
            if isinstance(triple.subject, NamedNode):
                self.about[triple.subject.value].append(triple)
        self._found_by: dict[str, list[str]] = defaultdict(list)
        for subject, triples in self.about.items():
            for key in keys_of_subject(subject, triples):
                self._found_by[key].append(subject)

    @property
    def triples(self) -> frozenset[Triple]:
        """What the tables state and what follows from it, each triple once."""
        return self.inferred.union(*self.graphs.values())

    def part(self, graph: Iterable[Triple], document: str) -> Part:
        """Return what a report touches: its things, what they point at in turn, and what is kept by its keys."""
        graph = list(graph)
        keys = set(keys_of_report(graph, document))
        open_ = [subject for key in keys for subject in self._found_by.get(key, ())]
        open_ += [node for triple in graph for node in _nodes(triple) if node in self.about]
        met: set[str] = set()
        triples: set[Triple] = set()
        while open_:
            node = open_.pop()
            if node in met:
                continue
            met.add(node)
            triples.update(self.about[node])
            for triple in self.about[node]:
                if isinstance(triple.object, NamedNode):
                    value = triple.object.value
                    if value.startswith(iris.ID):
                        keys.add(value)
                    if value in self.about:
                        open_.append(value)
        return Part(frozenset(triples), frozenset(keys | met))


def _nodes(triple: Triple) -> Iterator[str]:
    for node in (triple.subject, triple.object):
        if isinstance(node, NamedNode):
            yield node.value


def keys_of_subject(subject: str, triples: Iterable[Triple]) -> set[str]:
    """Return the keys by which a thing of the tables is found: its IRI, what it is within, and what it is about."""
    found = {subject}
    path = iris.path_of(subject)
    if path.startswith(_IN_PARTS):
        parts = path.split("/")
        found |= {f"within {'/'.join(parts[:size])}" for size in range(2, len(parts) + 1)}
    state = treaty = ""
    for triple in triples:
        if isinstance(triple.object, NamedNode):
            value = triple.object.value
            if triple.predicate == _STATE:
                state = value
            elif triple.predicate == _TREATY:
                treaty = value
            if iris.path_of(value).startswith(_IN_PARTS):
                found.add(f"about {value}")
    if state and treaty:
        found.add(f"pair {state} {treaty}")
    return found


def keys_of_report(graph: Iterable[Triple], document: str) -> set[str]:
    """Return the keys of a report: its things outside itself, what those are within, its pairs of State and treaty."""
    own = iris.path_of(document)
    found = {f"within {own}"}
    states: dict[str, str] = {}
    treaties: dict[str, str] = {}
    seen: set[str] = set()
    for triple in graph:
        subject = triple.subject.value  # type: ignore[union-attr]
        if triple.predicate == _STATE:
            states[subject] = triple.object.value  # type: ignore[union-attr]
        elif triple.predicate == _TREATY:
            treaties[subject] = triple.object.value  # type: ignore[union-attr]
        for node in _nodes(triple):
            if node not in seen:
                seen.add(node)
                found.update(_keys_of_node(node, own))
        if subject.startswith(iris.ID + "conference/"):
            found.add(f"about {subject}")
    found.add(f"about {document}")
    return found | {f"pair {state} {treaties[fact]}" for fact, state in states.items() if fact in treaties}


def _keys_of_node(node: str, own: str) -> Iterator[str]:
    if not node.startswith(iris.ID):
        return
    path = iris.path_of(node)
    kind, _, rest = path.partition("/")
    if path == own or path.startswith((f"{own}/", f"{own}#")):
        return  # "within" the report itself stands for all of it
    if kind == "conference":
        yield f"within {kind}/{rest.partition('/')[0]}"
        return
    yield node
    if kind in {"document", "event"} and rest == rest.lower():
        # Its label is told by the things whose keys its IRI is made of.
        for part in rest.split("/"):
            words = part.split("-")
            yield from (f"{iris.ID}{keyed}/{'-'.join(words[:size])}" for size in range(1, len(words) + 1)
                        for keyed in _KEYED)
            yield f"{iris.ID}state/{words[-1].upper()}"

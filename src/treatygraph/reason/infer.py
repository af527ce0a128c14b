"""Infers the shortcuts: OWL 2 RL entailments folded from the ontology into tables, and our own CONSTRUCT rules.

Must not write files, nor add to what is asserted: it returns what is new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, Store, Triple

from treatygraph import paths
from treatygraph.graph.ontology import ontology_triples
from treatygraph.model import TreatyGraphError
from treatygraph.vocab import OWL, RDF, RDFS, TYPE

_TYPE = NamedNode(TYPE)
Term = object


@dataclass
class Schema:
    """The ontology's axioms that OWL 2 RL draws instance triples from, closed over their hierarchies.

    Named after the rules of OWL 2 RL (W3C, OWL 2 Profiles, section 4.3): cax-sco, prp-spo1, prp-spo2, prp-inv1/2,
    prp-trp, prp-symp, prp-dom, prp-rng.
    """

    superclasses: dict[NamedNode, set[NamedNode]] = field(default_factory=lambda: defaultdict(set))
    superproperties: dict[NamedNode, set[NamedNode]] = field(default_factory=lambda: defaultdict(set))
    inverses: dict[NamedNode, set[NamedNode]] = field(default_factory=lambda: defaultdict(set))
    transitive: set[NamedNode] = field(default_factory=set)
    symmetric: set[NamedNode] = field(default_factory=set)
    domains: dict[NamedNode, set[NamedNode]] = field(default_factory=lambda: defaultdict(set))
    ranges: dict[NamedNode, set[NamedNode]] = field(default_factory=lambda: defaultdict(set))
    chains: list[tuple[NamedNode, NamedNode, NamedNode]] = field(default_factory=list)
    files: dict[Triple, str] = field(default_factory=dict)

    def touches(self, predicate: NamedNode) -> bool:
        """Tell whether a triple with this predicate may entail another."""
        return (predicate in self.superproperties or predicate in self.inverses or predicate in self.transitive
                or predicate in self.symmetric or predicate in self.domains or predicate in self.ranges
                or any(predicate in chain[1:] for chain in self.chains))


def fold_schema(triples: Iterable[Triple]) -> Schema:
    """Fold an ontology's triples into tables; axioms over unnamed classes entail nothing here."""
    schema = Schema()
    lists: dict[Term, tuple[Term, Term]] = {}
    chains: list[tuple[NamedNode, Term]] = []
    parts: dict[Term, dict[str, Term]] = defaultdict(dict)
    for triple in triples:
        predicate = triple.predicate.value
        if predicate in {RDF + "first", RDF + "rest"}:
            parts[triple.subject][predicate] = triple.object
        if not isinstance(triple.subject, NamedNode):
            continue
        if predicate == OWL + "propertyChainAxiom":
            chains.append((triple.subject, triple.object))
        elif predicate == TYPE:
            if triple.object == NamedNode(OWL + "TransitiveProperty"):
                schema.transitive.add(triple.subject)
            elif triple.object == NamedNode(OWL + "SymmetricProperty"):
                schema.symmetric.add(triple.subject)
        elif isinstance(triple.object, NamedNode):
            _fold_axiom(schema, triple.subject, predicate, triple.object)
    lists.update({node: (cell.get(RDF + "first"), cell.get(RDF + "rest")) for node, cell in parts.items()})
    for prop, head in chains:
        members = list(_members(lists, head))
        if len(members) == 2 and all(isinstance(member, NamedNode) for member in members):
            schema.chains.append((prop, *members))  # type: ignore[arg-type]
        else:
            raise TreatyGraphError(f"the property chain of {prop.value} must have two named properties")
    for table in (schema.superclasses, schema.superproperties):
        _close(table)
    return schema


def _fold_axiom(schema: Schema, subject: NamedNode, predicate: str, target: NamedNode) -> None:
    if predicate == RDFS + "subClassOf":
        schema.superclasses[subject].add(target)
    elif predicate == RDFS + "subPropertyOf":
        schema.superproperties[subject].add(target)
    elif predicate == OWL + "inverseOf":
        schema.inverses[subject].add(target)
        schema.inverses[target].add(subject)
    elif predicate == RDFS + "domain":
        schema.domains[subject].add(target)
    elif predicate == RDFS + "range" and not target.value.startswith("http://www.w3.org/2001/XMLSchema#"):
        schema.ranges[subject].add(target)


def _members(lists: dict[Term, tuple[Term, Term]], head: Term) -> Iterator[Term]:
    while head in lists:
        first, head = lists[head]
        yield first


def _close(table: dict[NamedNode, set[NamedNode]]) -> None:
    """Make a hierarchy transitive, in place."""
    for key in list(table):
        reached, open_ = set(table[key]), list(table[key])
        while open_:
            for above in table.get(open_.pop(), ()):
                if above not in reached:
                    reached.add(above)
                    open_.append(above)
        table[key] = reached - {key}


class Closure:
    """Instance triples closed under a schema; triples can be added, and what follows from them is added too."""

    def __init__(self, schema: Schema, asserted: Iterable[Triple]) -> None:
        self.schema = schema
        self.asserted = set(asserted)
        self.all: set[Triple] = set()
        self._forward: dict[tuple[NamedNode, Term], set[Term]] = defaultdict(set)
        self._backward: dict[tuple[NamedNode, Term], set[Term]] = defaultdict(set)
        self._joined = {p for _, a, b in schema.chains for p in (a, b)} | schema.transitive
        self._first = _by_key((a, (q, b)) for q, a, b in schema.chains)
        self._second = _by_key((b, (q, a)) for q, a, b in schema.chains)
        self._touched: dict[NamedNode, bool] = {}
        self.add(self.asserted)

    @property
    def inferred(self) -> set[Triple]:
        """The triples that follow and were not asserted."""
        return self.all - self.asserted

    def add(self, triples: Iterable[Triple]) -> None:
        """Add triples with all that follows from them."""
        queue = [triple for triple in triples if triple not in self.all]
        while queue:
            triple = queue.pop()
            if triple in self.all:
                continue
            self.all.add(triple)
            queue.extend(new for new in self._consequences(triple) if new not in self.all)

    def _consequences(self, triple: Triple) -> Iterator[Triple]:
        s, p, o = triple.subject, triple.predicate, triple.object
        if p == _TYPE:
            for above in self.schema.superclasses.get(o, ()):  # type: ignore[arg-type]
                yield Triple(s, _TYPE, above)
            return
        if p not in self._touched:
            self._touched[p] = self.schema.touches(p)
        if not self._touched[p]:
            return
        for above in self.schema.superproperties.get(p, ()):
            yield Triple(s, above, o)
        for cls in self.schema.domains.get(p, ()):
            yield Triple(s, _TYPE, cls)
        if not isinstance(o, NamedNode | BlankNode):
            return
        for cls in self.schema.ranges.get(p, ()):
            yield Triple(o, _TYPE, cls)
        for inverse in self.schema.inverses.get(p, ()):
            yield Triple(o, inverse, s)
        if p in self.schema.symmetric:
            yield Triple(o, p, s)
        if p in self._joined:
            yield from self._joins(s, p, o)

    def _joins(self, s: Term, p: NamedNode, o: Term) -> Iterator[Triple]:
        self._forward[p, s].add(o)
        self._backward[p, o].add(s)
        if p in self.schema.transitive:
            for beyond in list(self._forward.get((p, o), ())):
                yield Triple(s, p, beyond)  # type: ignore[arg-type]
            for before in list(self._backward.get((p, s), ())):
                yield Triple(before, p, o)  # type: ignore[arg-type]
        for prop, then in self._first.get(p, ()):
            for beyond in list(self._forward.get((then, o), ())):
                yield Triple(s, prop, beyond)  # type: ignore[arg-type]
        for prop, earlier in self._second.get(p, ()):
            for before in list(self._backward.get((earlier, s), ())):
                yield Triple(before, prop, o)  # type: ignore[arg-type]


def _by_key(pairs: Iterable[tuple[NamedNode, tuple[NamedNode, NamedNode]]]
            ) -> dict[NamedNode, list[tuple[NamedNode, NamedNode]]]:
    table: dict[NamedNode, list[tuple[NamedNode, NamedNode]]] = defaultdict(list)
    for key, value in pairs:
        table[key].append(value)
    return table


@dataclass(frozen=True)
class EntailmentRule:
    """A CONSTRUCT rule of our own, for what OWL 2 RL cannot say; its header says If and Then."""

    name: str
    file: Path
    query: str


@cache
def schema() -> Schema:
    """Return the shipped ontology, folded."""
    return fold_schema(ontology_triples())


@cache
def entailment_rules() -> tuple[EntailmentRule, ...]:
    """Return the shipped CONSTRUCT rules, in order of file name."""
    return tuple(EntailmentRule(path.stem, path, path.read_text(encoding="utf-8"))
                 for path in sorted(paths.entailment_rules().glob("*.rq")))


def infer(graphs: Iterable[Iterable[Triple]], rules: Sequence[EntailmentRule] | None = None) -> frozenset[Triple]:
    """Return all that follows from the graphs together and stands in none of them.

    Rules see what other rules gave, until nothing new comes; they are the shipped ones unless others are given.
    """
    drawn = entailment_rules() if rules is None else rules
    closure = Closure(schema(), (triple for graph in graphs for triple in graph))
    store = Store()
    store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in closure.all)
    while True:
        found: set[Triple] = set()
        for rule in drawn:
            found.update(store.query(rule.query))  # type: ignore[arg-type]
        new = found - closure.all
        if not new:
            return frozenset(closure.inferred)
        before = set(closure.all)
        closure.add(new)
        store.extend(Quad(t.subject, t.predicate, t.object) for t in closure.all - before)

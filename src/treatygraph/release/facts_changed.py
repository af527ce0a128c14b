"""Compares the facts of two releases thing by thing: what is new, gone, stated otherwise, or rests on other words.

Must not look at how a graph is described or what things are called; what is inferred and names are counted apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Quad, Triple

from treatygraph import iris, vocab
from treatygraph.graph.store import DATASET, INFERRED, LABELS
from treatygraph.release.terms_changed import Saying, Term, differing, short
from treatygraph.vocab import tg

_EVIDENCE = frozenset({vocab.DERIVED_FROM, tg("byRule"), vocab.SOURCE, tg("sourceWording")})
_APART: dict[str, str] = {iris.graph(name, ""): name for name in (DATASET, INFERRED, LABELS)}
_NAMING = {vocab.LABEL, vocab.PREF_LABEL}
_PLAIN = vocab.XSD + "string"
UNTYPED = "thing of no class"

Said = frozenset[Saying]
"""What is stated of a thing: properties by their IRIs, values as they are shown."""
NOTHING: Said = frozenset()


@dataclass
class Side:
    """What one of two releases states, by thing, and what it infers and calls things."""

    things: dict[str, Said] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    called: dict[str, Said] = field(default_factory=dict)
    inferred: frozenset[Triple] = frozenset()


@dataclass(frozen=True)
class FactChange:
    """A thing in the release before and in this one; `before` or `now` is empty where it was not, or is no longer."""

    thing: str
    kind: str
    name: str
    before: Said
    now: Said

    @cached_property
    def what(self) -> str:
        """Whether the thing is `new`, `gone`, `changed`, or only its `evidence` is another."""
        if not self.before or not self.now:
            return "gone" if self.before else "new"
        return "evidence" if {name for name, _ in self.before ^ self.now} <= _EVIDENCE else "changed"

    @property
    def sayings(self) -> list[tuple[str, list[str], list[str]]]:
        """The properties, in short, whose values differ: those that fell away, and those that came."""
        return [(short(name), was, now) for name, was, now in differing(self.before, self.now)]


@dataclass(frozen=True)
class FactChanges:
    """What differs between the facts of two releases."""

    changes: tuple[FactChange, ...]
    same: Counter[str]
    """How many things of each kind are as they were."""
    renamed: tuple[tuple[str, str, str], ...]
    """Things in both that are called otherwise: the thing, its name before, its name now."""
    follows: tuple[tuple[str, int, int], ...]
    """How many inferred triples of a property came, and how many went."""
    came: tuple[Quad, ...]
    went: tuple[Quad, ...]

    def of(self, kind: str, what: str) -> list[FactChange]:
        """Return the changes of one sort to things of a kind."""
        return [change for change in self.changes if change.kind == kind and change.what == what]

    @property
    def kinds(self) -> list[str]:
        """The kinds of things that were changed or are as they were, in order."""
        return sorted({change.kind for change in self.changes} | set(self.same), key=str.casefold)

    def __bool__(self) -> bool:
        """Whether any fact, name or inference differs."""
        return bool(self.came or self.went)


def fact_changes(before: Collection[Quad], now: Collection[Quad], terms: Mapping[str, Term]) -> FactChanges:
    """Compare two releases; `terms` names the classes. The graph that describes the dataset is left out."""
    left = frozenset(quad for quad in before if _graph(quad) != DATASET)
    right = frozenset(quad for quad in now if _graph(quad) != DATASET)
    was, becomes = _side(left), _side(right)
    changes, same = [], Counter[str]()
    for thing in sorted(was.things.keys() | becomes.things.keys()):
        old, new = was.things.get(thing, NOTHING), becomes.things.get(thing, NOTHING)
        kind = _kind(new or old, terms)
        if old == new:
            same[kind] += 1
        else:
            changes.append(FactChange(thing, kind, becomes.names.get(thing) or was.names.get(thing, ""), old, new))
    both = sorted(was.called.keys() & becomes.called.keys())
    renamed = tuple((thing, was.names.get(thing, ""), becomes.names.get(thing, "")) for thing in both
                    if was.called[thing] != becomes.called[thing])
    came, went = (Counter(short(t.predicate.value) for t in one) for one in
                  (becomes.inferred - was.inferred, was.inferred - becomes.inferred))
    follows = tuple((name, came[name], went[name]) for name in sorted(came.keys() | went.keys()))
    return FactChanges(tuple(changes), same, renamed, follows, _ordered(right - left), _ordered(left - right))


def _side(quads: Iterable[Quad]) -> Side:
    found = Side()
    said: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    called: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    names: dict[str, tuple[bool, bool, str]] = {}
    follows = set()
    for quad in quads:
        if not isinstance(quad.subject, NamedNode):
            continue
        graph, subject, pair = _graph(quad), quad.subject.value, (quad.predicate.value, _shown(quad.object))
        if graph == INFERRED:
            follows.add(quad.triple)
        elif graph == LABELS:
            called[subject].add(pair)
        else:
            said[subject].add(pair)
        if quad.predicate.value in _NAMING and isinstance(quad.object, Literal):
            name = (quad.object.language != "en", quad.predicate.value != vocab.LABEL, quad.object.value)
            names[subject] = min(name, names.get(subject, name))
    found.things = {thing: frozenset(pairs) for thing, pairs in said.items()}
    found.called = {thing: frozenset(pairs) for thing, pairs in called.items()}
    found.names = {thing: name for thing, (_, _, name) in names.items()}
    found.inferred = frozenset(follows)
    return found


def _kind(said: Said, terms: Mapping[str, Term]) -> str:
    """Return what a thing is, by the label of its class; of several classes, the one of ours that comes first."""
    classes = sorted((not value.startswith("tg:"), value) for name, value in said if name == vocab.TYPE)
    if not classes:
        return UNTYPED
    known = terms.get(classes[0][1])  # only ours are written with a prefix there
    return known.label if known and known.label else f"`{short(classes[0][1])}`"


def _graph(quad: Quad) -> str:
    name = quad.graph_name
    return _APART.get(name.value, "") if isinstance(name, NamedNode) else ""


def _shown(term: object) -> str:
    if isinstance(term, NamedNode):
        return short(term.value) if term.value.startswith(iris.ONTOLOGY) else iris.path_of(term.value)
    if not isinstance(term, Literal):
        return str(term)
    kind = term.language or ("" if term.datatype.value == _PLAIN else short(term.datatype.value))
    return f'"{term.value}"' + (f" ({kind})" if kind else "")


def _ordered(quads: Iterable[Quad]) -> tuple[Quad, ...]:
    return tuple(sorted(quads, key=str))

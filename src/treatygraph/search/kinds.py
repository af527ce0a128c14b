"""Says of which kind things are: the classes of the ontology, the narrowest first, and what they are called.

Must not look at a store.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from pyoxigraph import Literal, NamedNode

from treatygraph import vocab
from treatygraph.graph.ontology import ontology_triples
from treatygraph.search.folding import key
from treatygraph.vocab import PREFIXES, tg

# What people look for first, and then the facts, which come behind the things that they are about.
_THINGS = ("State", "Treaty", "Conference", "ConferenceSeries", "Organization", "StateGroup", "Person", "Document",
           "Programme", "Region", "MonitoringNetwork", "Place", "Agent", "AgendaItem", "Meeting", "Measure",
           "Article", "Annex", "Provision", "Event", "Facility")
_FACTS = ("Decision", "Act", "Statement", "Presiding", "OfficeHolding", "PostHolding", "Participation", "Vote",
          "TreatyAction", "TreatyStatus", "Citation")
WEIGHT_OF_FACTS = len(_THINGS) + 1
"""From this weight on a thing is a fact, whose name is composed and which nobody looks for by a misspelt name."""
_REMEMBERED = 4096
_CLASS = vocab.OWL + "Class"
TERMS = {_CLASS: _CLASS, **{vocab.OWL + name: vocab.RDF + "Property" for name in (
    "ObjectProperty", "DatatypeProperty", "AnnotationProperty")}, vocab.RDF + "Property": vocab.RDF + "Property"}
"""The classes of the ontology's own classes and properties, and what each is called here: a class, or a property."""
WEIGHT_OF_TERMS = WEIGHT_OF_FACTS + len(_FACTS) + 1
"""The weight of a term of the ontology, whatever it is."""


@cache
def _above() -> dict[str, frozenset[str]]:
    """Return every class of the ontology with all broader ones and itself."""
    direct = defaultdict(set)
    for triple in ontology_triples():
        if not isinstance(triple.subject, NamedNode) or not isinstance(triple.object, NamedNode):
            continue
        if triple.predicate.value == vocab.RDFS + "subClassOf":
            direct[triple.subject.value].add(triple.object.value)
        elif triple.predicate.value == vocab.TYPE and triple.object.value == _CLASS:
            direct[triple.subject.value].add(triple.subject.value)
    found = {}
    for one in {*direct, *(above for several in direct.values() for above in several)}:
        reached, left = set(), [one]
        while left:
            at = left.pop()
            if at not in reached:
                reached.add(at)
                left += direct.get(at, ())
        found[one] = frozenset(reached)
    return found


@cache
def _names() -> dict[str, dict[str, str]]:
    """Return what each term of the ontology, and each class that it does not name, is called, by language."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for triple in ontology_triples():
        if triple.predicate.value == vocab.LABEL and isinstance(triple.subject, NamedNode) \
                and isinstance(triple.object, Literal):
            found[triple.subject.value][triple.object.language or ""] = triple.object.value
    others = files(__package__).joinpath("kinds.toml").read_text(encoding="utf-8")
    return tomllib.loads(others) | found


def broader(kind: str) -> frozenset[str]:
    """Return a class with all broader ones."""
    return _above().get(kind, frozenset({kind}))


def narrower(kind: str) -> list[str]:
    """Return a class with all narrower ones, in order."""
    return sorted({kind, *(one for one, above in _above().items() if kind in above)})


def narrowest(kinds: Iterable[str]) -> tuple[str, ...]:
    """Return those of a thing's classes that no other of them is narrower than, what people look for first first."""
    return _narrowest(frozenset(kinds))


@lru_cache(maxsize=_REMEMBERED)
def _narrowest(given: frozenset[str]) -> tuple[str, ...]:
    general = {above for one in given for above in broader(one) - {one}}
    return tuple(sorted(given - general, key=lambda one: (weight((one,)), one)))


@lru_cache(maxsize=_REMEMBERED)
def weight(kinds: tuple[str, ...]) -> int:
    """Return the place of a thing with these classes among those that fit a search equally well."""
    reached = {above for one in kinds for above in broader(one)}
    first, names = (WEIGHT_OF_FACTS, _FACTS) if tg("Fact") in reached else (0, _THINGS)
    return first + next((place for place, name in enumerate(names) if tg(name) in reached), len(names))


def kind_name(kind: str, language: str = "en") -> str:
    """Return what a class is called in a language, else in English, else its IRI as people write it.

    >>> kind_name(tg("State"), "zh"), kind_name("http://www.w3.org/2002/07/owl#Class"), kind_name(vocab.SCHEMA + "X")
    ('国家', 'class', 'schema:X')
    """
    called = _names().get(kind, {})
    if found := called.get(language) or called.get("en"):
        return found
    return next((f"{name}:{kind.removeprefix(base)}" for name, base in PREFIXES.items() if kind.startswith(base)), kind)


def local_name(kind: str) -> str:
    """Return how a class is written in an address: its name in our ontology, else its IRI."""
    return kind.removeprefix(tg("")) if kind.startswith(tg("")) else kind


def kind_called(text: str) -> str | None:
    """Return the class that a text names: its IRI, its name in our ontology, or what it is called; None for no class.

    >>> kind_called("agenda item") == kind_called("AgendaItem") == tg("AgendaItem")
    True
    """
    if text.startswith(("http://", "https://")):
        return text
    wanted = key(text)
    classes = _above()
    for one in sorted(classes):
        called = _names().get(one, {})
        if wanted and wanted in {key(local_name(one)), *(key(name) for name in called.values())}:
            return one
    return None


def kinds_known() -> list[str]:
    """Return the names of the ontology's classes, as an address writes them."""
    return sorted(local_name(one) for one in _above() if one.startswith(tg("")))

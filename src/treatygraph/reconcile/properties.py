"""Knows the properties of things that are reconciled: what there is, what they are called, and their values.

Must not decide whether a thing is the one that was meant.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from importlib.resources import files

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from treatygraph import iris, vocab
from treatygraph.reconcile.types import TYPES, types_of
from treatygraph.search import Index
from treatygraph.search.folding import key
from treatygraph.search.kinds import broader, kind_name
from treatygraph.vocab import PREFIXES, tg

# What tells of the graph and not of the thing.
_UNOFFERED = {vocab.TYPE, vocab.LABEL, vocab.DERIVED_FROM, vocab.QUOTED_FROM, vocab.SOURCE, vocab.LICENSE,
              tg("byRule"), tg("sourceWording"), tg("statedIn")}
_STATUS = "status"
Value = NamedNode | Literal


class Properties:
    """The properties of a store's things: those that the graph states, and of States what a treaty's records say.

    A property is identified by its prefixed name (`tg:iso3`); the days of actions under a treaty and the status under
    it by their path (`treaty/ctbt/action/Signature`, `treaty/ctbt/status`).
    """

    def __init__(self, store: Store, index: Index, *, united: bool) -> None:
        self._store = store
        self._index = index
        self._graph = DefaultGraph() if united else None

    @cached_property
    def of_types(self) -> dict[str, list[str]]:
        """The identifiers of properties by the types of the things that have them, in order."""
        found: dict[str, set[str]] = defaultdict(set)
        for thing, kinds in self._kinds.items():
            types = types_of(kinds)
            if types:
                held = {short(predicate) for predicate, value in self._said(thing)
                        if predicate not in _UNOFFERED and not self._is_fact(value)}
                for one in types:
                    found[one] |= held
        found[tg("State")] |= {identifier for identifier, _ in self._recorded}
        return {one: sorted(found[one]) for one in TYPES}

    @cached_property
    def all(self) -> list[str]:
        """The identifiers of all properties, in order."""
        return sorted({one for several in self.of_types.values() for one in several})

    def name(self, identifier: str, language: str) -> str:
        """Return what a property is called in a language, else in English, else its identifier."""
        if identifier.startswith("treaty/"):
            treaty, _, rest = identifier.removeprefix("treaty/").partition("/")
            named = self._treaty_name(iris.thing(f"treaty/{treaty}"))
            what = tg("status") if rest == _STATUS else tg(rest.rpartition("/")[2])
            return f"{named}: {kind_name(what, language)}"
        iri = whole(identifier)
        return _other_names().get(identifier, {}).get(language) or _other_names().get(identifier, {}).get("en") \
            or kind_name(iri, language)

    def values(self, thing: str, identifier: str) -> list[Value]:
        """Return the values of a property of a thing, in order; none for a property that there is not."""
        if identifier.startswith("treaty/"):
            return sorted(self._records.get((identifier, thing), ()), key=str)
        predicate = whole(identifier)
        return sorted({value for one, value in self._said(thing) if one == predicate}, key=str)

    def holders(self, identifier: str) -> Iterable[str]:
        """Return the things of our types that have a property."""
        if identifier.startswith("treaty/"):
            return sorted(thing for one, thing in self._records if one == identifier)
        found = set()
        for quad in self._store.quads_for_pattern(None, NamedNode(whole(identifier)), None, self._graph):
            if isinstance(quad.subject, NamedNode) and types_of(self._kinds.get(quad.subject.value, ())):
                found.add(quad.subject.value)
        return sorted(found)

    def kinds(self, thing: str) -> set[str]:
        """Return the classes of a thing."""
        return self._kinds.get(thing, set())

    # ---- what the store says

    @cached_property
    def _kinds(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for quad in self._store.quads_for_pattern(None, NamedNode(vocab.TYPE), None, self._graph):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                found[quad.subject.value].add(quad.object.value)
        return found

    def _said(self, thing: str) -> Iterator[tuple[str, Value]]:
        for quad in self._store.quads_for_pattern(NamedNode(thing), None, None, self._graph):
            if isinstance(quad.object, NamedNode | Literal):
                yield quad.predicate.value, quad.object

    def _is_fact(self, value: Value) -> bool:
        return isinstance(value, NamedNode) and any(
            tg("Fact") in broader(kind) for kind in self._kinds.get(value.value, ()))

    # ---- what the records of treaties say

    @property
    def _recorded(self) -> set[tuple[str, str]]:
        return set(self._records)

    @cached_property
    def _records(self) -> dict[tuple[str, str], list[Value]]:
        """The days of actions under treaties, and the status that has no end, by property and State."""
        found: dict[tuple[str, str], list[Value]] = defaultdict(list)
        for quad in self._store.quads_for_pattern(None, NamedNode(tg("treaty")), None, self._graph):
            if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, NamedNode):
                continue
            said = defaultdict(list)
            for predicate, value in self._said(quad.subject.value):
                said[predicate].append(value)
            treaty = quad.object.value.removeprefix(iris.ID)
            for state in {one.value for one in said[tg("state")]}:
                for action in {one.value for one in said[tg("actionType")]}:
                    identifier = f"{treaty}/action/{action.removeprefix(tg(''))}"
                    found[identifier, state] += set(said[vocab.DATE])
                if tg("TreatyStatus") in self._kinds[quad.subject.value] and not said[tg("validUntil")]:
                    found[f"{treaty}/{_STATUS}", state] += set(said[tg("status")])
        return {one: sorted(set(values), key=str) for one, values in found.items() if values}

    def _treaty_name(self, treaty: str) -> str:
        """Return the shortest that a treaty is called, so that the name of a column is short."""
        called = [said.value for predicate, said in self._said(treaty) if predicate == vocab.ALT_LABEL
                  and isinstance(said, Literal) and said.language == "en"]
        return min(called, key=lambda one: (len(one), one), default=treaty.rpartition("/")[2])

    # ---- comparing

    def fits(self, thing: str, identifier: str, wanted: Iterable[object]) -> bool:
        """Tell whether a property of a thing has one of some values, as a table may write them.

        Text is compared without capitals, accents and signs; a day with a year or month that it lies in; a thing by
        its identifier, its IRI, or any of its names.
        """
        held = self.values(thing, identifier)
        return any(self._fits(value, one) for value in held for one in wanted)

    def _fits(self, value: Value, wanted: object) -> bool:
        if isinstance(wanted, dict):
            return isinstance(value, NamedNode) and value.value == entity_iri(str(wanted.get("id", "")))
        if isinstance(wanted, bool):
            return value.value == str(wanted).lower()
        text = str(wanted)
        if isinstance(value, NamedNode):
            return value.value == entity_iri(text) or (bool(key(text)) and key(text) in self._index.keys(value.value))
        if isinstance(wanted, int | float):
            try:
                return float(value.value) == wanted
            except ValueError:
                return False
        if "#" in value.datatype.value and value.datatype.value.rpartition("#")[2] in {"date", "gYear", "gYearMonth"}:
            return value.value == text.strip() or (bool(text.strip()) and value.value.startswith(f"{text.strip()}-"))
        return bool(key(text)) and key(value.value) == key(text)


def entity_iri(identifier: str) -> str:
    """Return the IRI of an entity's identifier: a path below the base of things, or an IRI as it is."""
    return identifier if "://" in identifier else iris.ID + identifier


def entity_id(iri: str) -> str:
    """Return the identifier of a thing."""
    return iri.removeprefix(iris.ID)


def short(predicate: str) -> str:
    """Return the identifier of a property that the graph states."""
    return next((f"{name}:{predicate.removeprefix(base)}" for name, base in PREFIXES.items()
                 if predicate.startswith(base)), predicate)


def whole(identifier: str) -> str:
    """Return the IRI of a property's identifier; one that has no known prefix is its own."""
    prefix, colon, local = identifier.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else identifier


@cache
def _other_names() -> dict[str, dict[str, str]]:
    text = files("treatygraph.reconcile").joinpath("properties.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)

"""Gathers what of a store can be searched: each thing with its names, its words, its kinds, and what it belongs to.

Must not fold a word or write the index.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from treatygraph import iris, vocab
from treatygraph.graph.ontology import ontology_triples
from treatygraph.search.kinds import TERMS, narrowest
from treatygraph.tables import shipped
from treatygraph.vocab import tg

PREFERRED, TITLE, LABEL, SYMBOL, CODE, OTHER_NAME, FORM = range(7)
"""The sorts of names, those by which a thing is shown first; a form is one that only lists and sentences use."""
_NAMING = {vocab.PREF_LABEL: PREFERRED, vocab.TITLE: TITLE, vocab.LABEL: LABEL, tg("symbol"): SYMBOL,
           tg("iso3"): CODE, tg("iso2"): CODE, tg("m49"): CODE, tg("facilityCode"): CODE, tg("stationCode"): CODE,
           vocab.ALT_LABEL: OTHER_NAME, vocab.SCHEMA + "name": OTHER_NAME, vocab.FOAF + "name": OTHER_NAME,
           vocab.SKOS + "hiddenLabel": FORM}
_TELLING = (tg("text"), tg("matter"), tg("postTitle"), tg("citedAs"), tg("quotedText"), vocab.NOTE,
            vocab.SKOS + "definition", vocab.DCTERMS + "description", vocab.DCTERMS + "abstract")
# The first that a thing has says of which year it is.
_DATING = (vocab.START_DATE, vocab.DATE, tg("validFrom"), tg("asOf"), tg("notBefore"), vocab.DCTERMS + "issued")
_BELONGING = (tg("ofConference"), tg("statedIn"), tg("partOf"), tg("inList"), tg("listed"), tg("countedIn"))
# What stands behind other things, and whose words and coordinates those have.
_UNSEARCHED = {tg("TextSpan"), vocab.GEO + "Geometry", vocab.SPDX + "Checksum", vocab.DCTERMS + "PeriodOfTime",
               vocab.DCTERMS + "Location", vocab.VOID + "Linkset", vocab.DCAT + "Distribution",
               vocab.PROV + "Activity", vocab.PROV + "Entity"}
_ARTICLE_BEHIND = re.compile(r"(.+) \((\w{2,3}|l’)\)")
_FORMS_OF_STATES = ("names_ar", "names_zh", "names_en", "names_es", "names_fr", "names_ru")


class Name(NamedTuple):
    """What a thing is called, in a language where it is of one."""

    sort: int
    language: str
    text: str


class Passage(NamedTuple):
    """Words that a thing consists of or was read from, with the place in the text where they are quoted."""

    text: str
    language: str
    place: str


@dataclass(slots=True)
class Entry:
    """A thing to be found; its conference, States and year are those it belongs to, where the graph says so."""

    iri: str
    kinds: tuple[str, ...]
    names: list[Name]
    passages: list[Passage]
    conference: str
    states: list[str]
    year: int | None


def contents(store: Store, *, united: bool = False) -> list[Entry]:
    """Return what can be searched, in the order of the IRIs; `united` tells that the default graph holds everything."""
    return _Gathering(store, united).entries()


class _Gathering:
    def __init__(self, store: Store, united: bool) -> None:
        self._store = store
        self._graph = DefaultGraph() if united else None
        self._kinds: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
        self._passages: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)

    def entries(self) -> list[Entry]:
        for subject, kind in self._links(vocab.TYPE):
            self._kinds[subject].add(kind)
        for predicate, sort in _NAMING.items():
            for subject, text, language in self._words(predicate):
                self._named(subject, sort, language, text)
        self._name_forms()
        for predicate in _TELLING:
            for subject, text, language in self._words(predicate):
                self._passages[subject].setdefault((text, language), "")
        self._quote()
        self._terms()
        return self._joined()

    def _named(self, subject: str, sort: int, language: str, text: str) -> None:
        """Keep a name once, as what it is best known as."""
        known = self._names[subject]
        known[text, language] = min(sort, known.get((text, language), FORM))

    def _name_forms(self) -> None:
        """Add the forms of States' names that lists print: inverted, declined, in traditional characters."""
        for row in shipped().rows("state-names"):
            state = iris.thing(f"state/{row['state']}")
            if state in self._kinds:
                for column in _FORMS_OF_STATES:
                    for text in filter(None, row[column].split("|")):
                        self._named(state, FORM, column.removeprefix("names_"), text)
                        # An article that a list puts behind the name stands before it everywhere else.
                        if article := _ARTICLE_BEHIND.fullmatch(text):
                            self._named(state, FORM, column.removeprefix("names_"), f"{article[2]} {article[1]}")

    def _quote(self) -> None:
        """Give each thing the words it was read from, unless they are its own text or one of its names."""
        quotes = {span: (text, language) for span, text, language in self._words(tg("quote"))}
        for thing, span in self._links(vocab.DERIVED_FROM):
            if span in quotes:
                held = self._passages[thing]
                if quotes[span] not in self._names.get(thing, {}) \
                        and not any(quotes[span][0] in text for text, _ in held if text != quotes[span][0]):
                    held[quotes[span]] = min(held.get(quotes[span]) or span, span)

    def _terms(self) -> None:
        """Add the terms of the ontology, which no graph holds."""
        for triple in ontology_triples():
            if not isinstance(triple.subject, NamedNode) or not triple.subject.value.startswith(iris.ONTOLOGY):
                continue
            subject, said = triple.subject.value, triple.object
            if triple.predicate.value == vocab.TYPE and isinstance(said, NamedNode):
                # Of a property it does not matter here of which sort it is.
                if said.value in TERMS or said.value.startswith(iris.ONTOLOGY):
                    self._kinds[subject].add(TERMS.get(said.value, said.value))
            elif isinstance(said, Literal) and triple.predicate.value in _NAMING:
                self._named(subject, _NAMING[triple.predicate.value], said.language or "", said.value)
            elif isinstance(said, Literal) and triple.predicate.value in _TELLING:
                self._passages[subject].setdefault((said.value, said.language or ""), "")

    # ---- what things belong to

    def _joined(self) -> list[Entry]:
        conferences, years = self._conferences(), self._years()
        states = self._states()
        found = []
        for iri in sorted({*self._names, *self._passages}):
            kinds = narrowest(self._kinds.get(iri, ()))
            if _UNSEARCHED.intersection(kinds):
                continue
            conference = conferences.get(iri, "")
            names = sorted(Name(sort, language, text) for (text, language), sort in self._names.get(iri, {}).items())
            passages = sorted(Passage(text, language, place)
                              for (text, language), place in self._passages.get(iri, {}).items())
            found.append(Entry(iri, kinds, names, passages, conference, sorted(states.get(iri, ())),
                               years.get(iri, years.get(conference))))
        return found

    def _conferences(self) -> dict[str, str]:
        """Return the conference of each thing: named by it, or by what it is stated in or a part of."""
        found = {iri: iri for iri, kinds in self._kinds.items() if tg("Conference") in kinds}
        for predicate in _BELONGING:
            further: dict[str, str] = {}
            for subject, target in self._links(predicate):
                if target in found and subject not in found:
                    further[subject] = min(further.get(subject, found[target]), found[target])
            found |= further
        # A fact is stated in a part whose whole was met only after it.
        for subject, target in self._links(tg("statedIn")):
            if target in found:
                found.setdefault(subject, found[target])
        return found

    def _years(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for predicate in _DATING:
            dated: dict[str, int] = {}
            for subject, text, _ in self._words(predicate):
                if text[:4].isdecimal() and text.isascii():
                    dated[subject] = min(int(text[:4]), dated.get(subject, 9999))
            found = dated | found
        return found

    def _states(self) -> dict[str, set[str]]:
        """Return the States that a thing points at, and those that the words of a provision name."""
        found: dict[str, set[str]] = defaultdict(set)
        for state, kinds in self._kinds.items():
            if tg("State") in kinds:
                found[state].add(state)
                for quad in self._store.quads_for_pattern(None, None, NamedNode(state), self._graph):
                    if isinstance(quad.subject, NamedNode):
                        found[quad.subject.value].add(state)
        for span, provision in self._links(tg("inProvision")):
            if span in found:
                found[provision] |= found[span]
        return found

    # ---- the store

    def _quads(self, predicate: str) -> Iterator[tuple[str, NamedNode | Literal]]:
        for quad in self._store.quads_for_pattern(None, NamedNode(predicate), None, self._graph):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                yield quad.subject.value, quad.object

    def _links(self, predicate: str) -> Iterator[tuple[str, str]]:
        return ((subject, said.value) for subject, said in self._quads(predicate) if isinstance(said, NamedNode))

    def _words(self, predicate: str) -> Iterable[tuple[str, str, str]]:
        return ((subject, said.value, said.language or "") for subject, said in self._quads(predicate)
                if isinstance(said, Literal) and said.value.strip())

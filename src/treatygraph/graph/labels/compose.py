"""Composes the labels of all things and facts in English and Chinese, as triples of a graph of their own.

Must not invent a name: what has none is called by its class, its place and its roles.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Triple

from treatygraph import iris, vocab
from treatygraph.graph.labels.wording import chinese, joined, told, wordings
from treatygraph.graph.ontology import ontology_triples
from treatygraph.vocab import tg

LANGUAGES = ("en", "zh")
_ANY = ("en", "zh", "fr", "es", "ru", "ar", "")
_NAMING = (vocab.PREF_LABEL, vocab.TITLE, vocab.LABEL)
_SHORTENING = (vocab.PREF_LABEL, vocab.ALT_LABEL)
_DEEPEST = 5
_SHORTEST = 3
# What a class of several is called by: the first of these a thing has.
_KINDS = ("Voting", "UnidentifiedPerson", "UnidentifiedOrganization", "Measure", "Article", "StateList", "Paragraph",
          "RuleOfProcedure", "Footnote", "Section", "Annex", "Treaty", "Document", "Provision")
_GENERAL = {"Agent", "Fact", "Event", "Provision", "Concept"}
# These are called by a name in whatever language it is known.
_PROPER = {"Person", "UnidentifiedPerson", "Organization", "UnidentifiedOrganization", "Place", "Region", "Facility",
           "MonitoringNetwork", "State", "Programme"}
# These are called by their number and document, whatever title they have.
_NAMED_BY_PLACE = {"AgendaItem", "Measure", "Article", "StateList", "Paragraph", "RuleOfProcedure", "Footnote",
                   "Section", "Annex"}
_ALIKE = {"UnidentifiedPerson": "Person", "UnidentifiedOrganization": "Organization", "Treaty": "Document"}
_YEARS = (vocab.START_DATE, vocab.DATE, tg("notBefore"))
_YEAR_IN_IRI = re.compile(r"-((?:19|20)[0-9]{2})(?:-[0-9]+)?(?:/|$)")
# Whose IRIs are made of keys of others, and those others, by the beginnings of their paths.
_TOLD_BY_PARTS = {"document", "event"}
_KEYED = ("conference", "organization", "series", "treaty")
_PARTED = re.compile(r"[-/_]")
Said = dict[str, list[NamedNode | Literal]]


def compose_labels(graphs: Iterable[Iterable[Triple]]) -> frozenset[Triple]:
    """Return an rdfs:label in each language for all that the graphs describe, where they have none.

    Described is what has a class and one of the project's IRIs; terms of the ontology have their labels there.
    """
    return Labels(triple for graph in graphs for triple in graph).all()


class Labels:
    """What the things of some graphs are called."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._said: dict[str, Said] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
                self._said[triple.subject.value][triple.predicate.value].append(triple.object)
        self._found: dict[tuple[str, str], str] = {}

    def all(self) -> frozenset[Triple]:
        """Return the labels that the graphs lack."""
        found = set()
        label = NamedNode(vocab.LABEL)
        for thing, said in self._said.items():
            if vocab.TYPE in said and thing.startswith(iris.ID):
                known = {value.language for value in said.get(vocab.LABEL, ()) if isinstance(value, Literal)}
                for language in LANGUAGES:
                    if language not in known:
                        words = Literal(self.label(thing, language), language=language)
                        found.add(Triple(NamedNode(thing), label, words))
        return frozenset(found)

    def label(self, thing: str, language: str) -> str:
        """Return what a thing is called in a language: never empty. A preferred name is the label, as it is written."""
        if name := self._own(thing, language, (vocab.PREF_LABEL,)):
            return name
        words = self._label(thing, language, 0)
        named = language != "en" or words == self._own(thing, language)
        return words if named else words[0].upper() + words[1:]

    def _label(self, thing: str, language: str, depth: int) -> str:
        key = thing, language
        if key not in self._found:
            self._found[key] = self._slug(thing)  # what leads back to itself stops here
            self._found[key] = self._worded(thing, language, depth)
        return self._found[key]

    def _worded(self, thing: str, language: str, depth: int) -> str:
        if thing not in self._said or thing.startswith(iris.ONTOLOGY):
            return _term_names(thing).get(language) or self._slug(thing)
        kind = self._kind(thing)
        called = _ALIKE.get(kind, kind)
        of_type = "".join(f"Decision.{value.value.removeprefix(iris.ONTOLOGY)}"
                          for value in self._said[thing].get(tg("decisionType"), ())[:1])
        for template in (*(wordings(of_type, language) if called == "Decision" else ()), *wordings(called, language),
                         *wordings("_fallbacks", language)):
            if words := template.filled(lambda path: self._slot(thing, path, language, depth)):
                return words
        return self._slug(thing)

    def _kind(self, thing: str) -> str:
        kinds = {value.value.rpartition("#")[2].rpartition("/")[2]
                 for value in self._said[thing].get(vocab.TYPE, ()) if isinstance(value, NamedNode)}
        ranked = sorted(kinds, key=lambda kind: (
            kind in _GENERAL, _KINDS.index(kind) if kind in _KINDS else -1, kind))
        return ranked[0] if ranked else ""

    # ---- what fills a slot

    def _slot(self, thing: str, path: str, language: str, depth: int) -> str:
        first, _, rest = path.partition(".")
        own = {"name": self._name, "anyname": self._any_name, "kind": self._kind_name, "year": self._year,
               "whole": self._whole, "within": self._within, "short": self._short, "reference": self._reference}
        if first == "slug":
            return self._told_slug(thing, language)
        if first == "roman":
            return chinese(self._property(thing, "number", "", language, depth))
        if first in ("whole", "parent") and (rest or first == "parent"):
            above = self._document(thing) if first == "whole" else thing.rpartition("/")[0]
            if above not in self._said:
                return ""
            return self._slot(above, rest, language, depth) if rest else self._mentioned(above, language, depth)
        if first in own:
            return own[first](thing, language)
        return self._property(thing, first, rest, language, depth)

    def _property(self, thing: str, name: str, rest: str, language: str, depth: int) -> str:
        found = []
        for value in self._values(thing, name):
            if isinstance(value, Literal):
                if value.language in (None, language):
                    found.append(told("_languages", value.value, language) if name == "language" else value.value)
            elif rest:
                found.append(self._slot(value.value, rest, language, depth + 1))
            else:
                found.append(self._mentioned(value.value, language, depth + 1))
        found = sorted({words for words in found if words})
        return joined(found, language) if found else ""

    def _values(self, thing: str, name: str) -> list[NamedNode | Literal]:
        said = self._said.get(thing, {})
        for namespace in (iris.ONTOLOGY, vocab.DCTERMS, vocab.PROV, vocab.VOID):
            if namespace + name in said:
                return said[namespace + name]
        return []

    def _mentioned(self, thing: str, language: str, depth: int) -> str:
        """Return what a thing is called within the label of another."""
        kind = self._kind(thing) if thing in self._said else ""
        if kind in _PROPER and (name := self._any_name(thing, language)):
            return name
        if kind not in _NAMED_BY_PLACE and not self._symbol(thing) and (name := self._own(thing, language)):
            return name
        return self._label(thing, language, depth) if depth < _DEEPEST else self._slug(thing)

    # ---- names

    def _own(self, thing: str, language: str, naming: tuple[str, ...] = _NAMING) -> str:
        for predicate in naming:
            words = sorted(value.value for value in self._said.get(thing, {}).get(predicate, ())
                           if isinstance(value, Literal) and value.language == (language or None))
            if words:
                return words[0]
        return _term_names(thing).get(language, "")

    def _name(self, thing: str, language: str) -> str:
        return self._own(thing, language)

    def _any_name(self, thing: str, language: str) -> str:
        return next((words for tried in (language, *_ANY) if (words := self._own(thing, tried))), "")

    def _short(self, thing: str, language: str) -> str:
        names = sorted((len(value.value), value.value) for predicate in _SHORTENING
                       for value in self._said.get(thing, {}).get(predicate, ())
                       if isinstance(value, Literal) and value.language == language and len(value.value) >= _SHORTEST)
        return names[0][1] if names else self._reference(thing, language)

    def _kind_name(self, thing: str, language: str) -> str:
        kind = self._kind(thing) if thing in self._said else ""
        return _term_names(tg(kind)).get(language) or told("_kinds", kind, language) or kind

    def _symbol(self, thing: str) -> str:
        symbols = sorted(value.value for value in self._said.get(thing, {}).get(tg("symbol"), ()))
        return symbols[0] if symbols else ""

    def _reference(self, thing: str, language: str) -> str:
        """Return how a document is referred to: by its symbol, else by its name."""
        return self._symbol(thing) or self._mentioned(thing, language, 1)

    def _slug(self, thing: str) -> str:
        """Return the end of an IRI as words."""
        path = unquote(iris.path_of(thing))
        kind, _, rest = path.partition("/")
        end = rest if kind == "document" and "/" in rest else path.rpartition("/")[2]
        if kind == "rule" or (kind == "document" and end != end.lower()):
            return end
        return _PARTED.sub(" ", end.rpartition("#")[2])

    def _told_slug(self, thing: str, language: str) -> str:
        """Return the end of an IRI as words, with the names of the things that its parts are the keys of.

        `document/npt-review-2010/outcome-document` is told as the conference's name and "outcome document".
        """
        kind, _, rest = unquote(iris.path_of(thing)).partition("/")
        if kind not in _TOLD_BY_PARTS or rest != rest.lower():
            return self._slug(thing)
        return ", ".join(self._told_part(part, language) for part in rest.split("/"))

    def _told_part(self, part: str, language: str) -> str:
        """Return a part of an IRI as words: the longest key it begins with by the name of its thing, then the rest."""
        words = part.split("-")
        for size in range(len(words), 0, -1):
            if name := self._keyed("-".join(words[:size]), _KEYED, language):
                state = self._keyed(words[-1].upper(), ("state",), language) if size < len(words) else ""
                rest = " ".join(words[size : -1 if state else None])
                return ", ".join(filter(None, (name, rest))) + (f" ({state})" if state else "")
        return part if part[:1].isdigit() else _PARTED.sub(" ", part)

    def _keyed(self, key: str, kinds: tuple[str, ...], language: str) -> str:
        things = (f"{iris.ID}{kind}/{key}" for kind in kinds)
        return next((name for thing in things if thing in self._said and (name := self._own(thing, language))), "")

    # ---- where a thing belongs

    def _document(self, thing: str) -> str:
        """Return the nearest document that a provision is a part of."""
        above = [value.value for value in self._said.get(thing, {}).get(tg("partOf"), ())
                 if isinstance(value, NamedNode)
                 and NamedNode(tg("Document")) in self._said.get(value.value, {}).get(vocab.TYPE, ())]
        return max(above, key=lambda iri: (len(iri), iri), default="")

    def _whole(self, thing: str, language: str) -> str:
        document = self._document(thing)
        if document:
            return self._reference(document, language)
        # A rule or paragraph of a document that is only cited: its IRI begins with the document's.
        found = re.match(rf"({re.escape(iris.ID)}document/.+?)/(?:annex|section|paragraph|rule|footnote|list)\b", thing)
        return unquote(iris.path_of(found[1])).removeprefix("document/") if found else ""

    def _within(self, thing: str, language: str) -> str:
        """Return the next part or document that a provision is in, as parts of it are called."""
        above = max((value.value for value in self._said.get(thing, {}).get(tg("partOf"), ())), key=len, default="")
        return self._short(above, language) if above == self._document(thing) else self._mentioned(above, language, 1)

    def _year(self, thing: str, language: str, depth: int = 0) -> str:
        """Return the year of a thing, of its conference, or of the event at which it happened."""
        said = self._said.get(thing, {})
        if tg("ofConference") in said and depth < _DEEPEST:
            return self._year(said[tg("ofConference")][0].value, language, depth + 1)
        for predicate in _YEARS:
            if predicate in said:
                return min(value.value for value in said[predicate])[:4]
        if tg("atEvent") in said and depth < _DEEPEST:
            return self._year(said[tg("atEvent")][0].value, language, depth + 1)
        found = _YEAR_IN_IRI.search(thing)
        return found[1] if found else ""


def describe_labels(triples: Iterable[Triple]) -> frozenset[Triple]:
    """Return labels for what the dataset's own description speaks of, by kind and name, where it has none."""
    subjects = {triple.subject.value for triple in triples if isinstance(triple.subject, NamedNode)}
    labelled = {(triple.subject, triple.object.language) for triple in triples  # type: ignore[union-attr]
                if triple.predicate.value == vocab.LABEL}
    found = set()
    for subject in subjects:
        kind, name = _described(subject)
        for language in LANGUAGES:
            words = told("_described", kind, language)
            if words and (NamedNode(subject), language) not in labelled:
                value = Literal(words.replace("{name}", name), language=language)
                found.add(Triple(NamedNode(subject), NamedNode(vocab.LABEL), value))
    return frozenset(found)


def _described(subject: str) -> tuple[str, str]:
    if subject.startswith(iris.GRAPH):
        return "graph", unquote(subject.removeprefix(iris.GRAPH))
    kind, _, name = subject.removeprefix(f"{iris.DATASET}/").partition("/")
    return ("catalog", "") if subject == iris.CATALOG else (kind, unquote(name))


@cache
def _term_labels() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for triple in ontology_triples():
        if triple.predicate.value == vocab.LABEL and isinstance(triple.subject, NamedNode) \
                and isinstance(triple.object, Literal):
            found[triple.subject.value][triple.object.language or ""] = triple.object.value
    return found


def _term_names(iri: str) -> dict[str, str]:
    """Return the labels of a term of the ontology by language; none for a thing."""
    return _term_labels().get(iri, {})

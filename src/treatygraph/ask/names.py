"""Finds what a thing is called, in the language of whoever reads it.

Must not look up anything outside the store and the ontology, nor translate.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from pyoxigraph import Literal, NamedNode, Store

from treatygraph import iris, vocab
from treatygraph.ask import interface
from treatygraph.graph.ontology import ontology_triples
from treatygraph.model import brief
from treatygraph.vocab import PREFIXES, tg

LANGUAGES = ("en", "zh", "fr", "es", "ru", "ar")
_NAMING = (vocab.PREF_LABEL, vocab.TITLE, vocab.LABEL)
# What tells one fact of a class from the others, most telling first.
_TELLING = tuple(tg(name) for name in (
    "operativeVerb", "decisionType", "office", "capacity", "participant", "holder", "speaker", "presider", "listed",
    "state", "status", "actionType", "decidedOn", "addressee", "cited", "counts", "value"))
_GENERAL = {tg(name) for name in ("Fact", "Agent", "Provision", "Event", "Entity")}
_TOLD = 3
_DEEPEST = 4
_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_of(environment: Mapping[str, str] = os.environ) -> str:
    """Return the user's language by the locale, where names may be had in it, else English.

    >>> language_of({"LANG": "fr_CH.UTF-8"}), language_of({"LC_ALL": "C", "LANG": "zh_CN"})
    ('fr', 'en')
    """
    locale = next((environment[name] for name in _LOCALES if environment.get(name)), "")
    language = locale.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return language if language in LANGUAGES else "en"


def short(iri: str) -> str:
    """Return an IRI as people write it: a path below the base of things, a prefixed name, or as it is."""
    if iri.startswith(iris.ID):
        return iri.removeprefix(iris.ID)
    return next((f"{name}:{iri.removeprefix(base)}" for name, base in PREFIXES.items() if iri.startswith(base)), iri)


@cache
def _terms() -> dict[str, list[tuple[str, NamedNode | Literal]]]:
    found: dict[str, list[tuple[str, NamedNode | Literal]]] = defaultdict(list)
    for triple in ontology_triples():
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            found[triple.subject.value].append((triple.predicate.value, triple.object))
    return found


class Names:
    """What the things of a store are called in one language, else in English, else in any."""

    def __init__(self, store: Store, language: str = "en") -> None:
        self._store = store
        self.language = language
        self._languages = (language, "en", "")
        self._found: dict[str, str] = {}

    def name(self, iri: str) -> str:
        """Return what a thing is called, or nothing where the graph gives it no name and none can be composed.

        Its label; for a document its title with the symbol; for a provision its kind, number and document; for a fact
        its class and what tells it from others of the class.
        """
        return self._name(iri, 0)

    def _name(self, iri: str, depth: int) -> str:
        if iri not in self._found:
            # A thing that tells of itself by way of another one stops here.
            self._found[iri] = ""
            self._found[iri] = self._looked_up(iri, depth)
        return self._found[iri]

    def _said(self, iri: str) -> list[tuple[str, NamedNode | Literal]]:
        try:
            node = NamedNode(iri)
        except ValueError:
            return []
        quads = self._store.quads_for_pattern(node, None, None)
        said = [(quad.predicate.value, quad.object) for quad in quads if isinstance(quad.object, NamedNode | Literal)]
        return [*dict.fromkeys(said), *_terms().get(iri, ())]

    def _looked_up(self, iri: str, depth: int) -> str:
        said = self._said(iri)
        symbol = _literal(said, tg("symbol"))
        # The label of a person whom a language has no name for only says that it is a person's.
        if label := (self._label(said, _NAMING[:1]) if tg("Person") in _kinds(said) else "") or self._label(said):
            number = _literal(said, tg("number"))
            if tg("AgendaItem") in _kinds(said) and number and number not in label:
                label = self._put("titled", kind=self._kind(said, depth), number=number, title=label)
            return self._put("with_symbol", named=label, symbol=symbol) if symbol and symbol not in label else label
        if symbol:
            return symbol
        if quote := _literal(said, tg("quote")):
            return f"“{brief(quote)}”"
        return self._composed(said, depth) if depth < _DEEPEST else ""

    def _put(self, words: str, **values: str) -> str:
        return interface.said(words, self.language, **values)

    def _label(self, said: list[tuple[str, NamedNode | Literal]], naming: Sequence[str] = _NAMING) -> str:
        labels = sorted((naming.index(name), term.language or "", term.value) for name, term in said
                        if name in naming and isinstance(term, Literal))
        for wanted in self._languages:
            for _, language, text in labels:
                if language.partition("-")[0] == wanted:
                    return text
        return labels[0][2] if labels else ""

    def _kind(self, said: list[tuple[str, NamedNode | Literal]], depth: int) -> str:
        kinds = sorted(_kinds(said), key=lambda iri: (iri in _GENERAL or _has_below(iri, _kinds(said)), iri))
        return _capital(self._name(kinds[0], depth + 1)) if kinds else ""

    def _composed(self, said: list[tuple[str, NamedNode | Literal]], depth: int) -> str:
        kind = self._kind(said, depth)
        number = _literal(said, tg("number")) or _literal(said, tg("ordinal"))
        if kind and number:
            part = self._put("numbered", kind=kind, number=number)
            whole = self._document(said, depth)
            return self._put("part_of", part=part, whole=whole) if whole else part
        told = [self._name(term.value, depth + 1) if isinstance(term, NamedNode) else term.value
                for predicate in _TELLING for name, term in said if name == predicate]
        kept = list(dict.fromkeys(name for name in told if name))[:_TOLD]
        return self._put("told", kind=kind, told=" · ".join(kept)) if kind and kept else kind

    def _document(self, said: list[tuple[str, NamedNode | Literal]], depth: int) -> str:
        """Return the symbol, else the name, of the document that a provision is part of."""
        for name, term in said:
            if name == tg("partOf") and isinstance(term, NamedNode) and depth < _DEEPEST:
                above = self._said(term.value)
                if symbol := _literal(above, tg("symbol")):
                    return symbol
                label = self._label(above)
                found = self._document(above, depth + 1)
                if tg("Document") in _kinds(above) and label:
                    return self._put("with_symbol", named=label, symbol=found) if found else label
                if found:
                    return found
        return ""


def _kinds(said: list[tuple[str, NamedNode | Literal]]) -> set[str]:
    return {term.value for name, term in said if name == vocab.TYPE and isinstance(term, NamedNode)}


def _has_below(iri: str, kinds: set[str]) -> bool:
    """Tell whether another of the classes is a narrower one."""
    return any(name == vocab.RDFS + "subClassOf" and term.value == iri
               for kind in kinds for name, term in _terms().get(kind, ()))


def _literal(said: list[tuple[str, NamedNode | Literal]], predicate: str) -> str:
    return min((term.value for name, term in said if name == predicate and isinstance(term, Literal)), default="")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]

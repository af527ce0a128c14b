"""Finds what things are called in a language; where it falls back on another one, the name says so.

Must not translate, nor compose a name: a thing that the graph gives no name has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pyoxigraph import Literal, NamedNode

from treatygraph import iris, vocab
from treatygraph.ask.names import short
from treatygraph.dataset.places import Place
from treatygraph.graph.ontology import ontology_triples

_NAMING = (vocab.PREF_LABEL, vocab.TITLE, vocab.LABEL)
_AT_ONCE = 400


class Naming:
    """What the things of a place are called in a language."""

    def __init__(self, place: Place, language: str) -> None:
        self._place = place
        self.language = language
        self._found: dict[str, str | None] = {}

    def look_up(self, things: Iterable[str]) -> None:
        """Ask for the names of things, many at a time, where they are not known yet."""
        new = sorted({iri for iri in things if iri not in self._found})
        for iri in new:
            self._found[iri] = fitting(_terms().get(iri, []), self.language)
        asked = [iri for iri in new if self._found[iri] is None and _can_be_asked(iri)]
        for start in range(0, len(asked), _AT_ONCE):
            for iri, names in self._names(asked[start: start + _AT_ONCE]).items():
                self._found[iri] = fitting(names, self.language)

    def name(self, iri: str) -> str | None:
        """Return what a thing is called: its preferred label, else its title, else its label; None where it has none.

        Where it has none in the language asked for, the English name is given, else one without a language, else the
        first by the language's tag; the tag stands behind such a name: `Robert Floyd [en]`.
        """
        if iri not in self._found:
            self.look_up([iri])
        return self._found[iri]

    def _names(self, things: list[str]) -> dict[str, list[tuple[int, Literal]]]:
        terms = " ".join(f"<{iri}>" for iri in things)
        naming = ", ".join(f"<{iri}>" for iri in _NAMING)
        found: dict[str, list[tuple[int, Literal]]] = {}
        for thing, naming_property, name in self._place.ask(
                f"SELECT DISTINCT ?thing ?property ?name WHERE {{ VALUES ?thing {{ {terms} }} "
                f"?thing ?property ?name FILTER (?property IN ({naming})) }}").rows:
            if isinstance(name, Literal) and isinstance(thing, NamedNode) and isinstance(naming_property, NamedNode):
                found.setdefault(thing.value, []).append((_NAMING.index(naming_property.value), name))
        return found


def fitting(names: Iterable[tuple[int, Literal]], language: str) -> str | None:
    """Return the name that fits a language best, with its own tag behind it where it is in another one.

    The number before each name is its rank among names of one language.

    >>> names = [(0, Literal("意大利", language="zh")), (0, Literal("Italy", language="en"))]
    >>> fitting(names, "zh"), fitting(names, "fr")
    ('意大利', 'Italy [en]')
    """
    ordered = sorted(names, key=lambda one: (*_distance(one[1], language), one[0], one[1].value))
    if not ordered:
        return None
    best = ordered[0][1]
    tag = best.language or ""
    return best.value if not tag or _same(tag, language) else f"{best.value} [{tag}]"


def worded(words: Iterable[Literal], language: str) -> tuple[list[str], str | None]:
    """Return the words that are in the language that fits best, and that language's tag; all of one language.

    >>> worded([Literal("部长", language="zh"), Literal("Minister", language="en")], "fr")
    (['Minister'], 'en')
    """
    ordered = sorted(words, key=lambda one: (*_distance(one, language), one.value))
    if not ordered:
        return [], None
    tag = ordered[0].language or ""
    return [one.value for one in ordered if (one.language or "") == tag], tag or None


def _distance(literal: Literal, language: str) -> tuple[int, str]:
    tag = literal.language or ""
    ranked = (_same(tag, language), _same(tag, "en"), not tag)
    return (ranked.index(True) if True in ranked else len(ranked)), tag


def _same(tag: str, language: str) -> bool:
    return tag.lower().partition("-")[0] == language.lower().partition("-")[0]


@cache
def _terms() -> dict[str, list[tuple[int, Literal]]]:
    """Return what the ontology's terms are called."""
    found: dict[str, list[tuple[int, Literal]]] = {}
    for triple in ontology_triples():
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal) \
                and triple.predicate.value in _NAMING:
            found.setdefault(triple.subject.value, []).append((_NAMING.index(triple.predicate.value), triple.object))
    return found


def _can_be_asked(iri: str) -> bool:
    try:
        NamedNode(iri)
    except ValueError:
        return False
    return "#char=" not in iri


def term_name(iri: str) -> str:
    """Return the name of a term of our ontology without its namespace; any other IRI as people write it.

    >>> term_name("https://w3id.org/treatygraph/ontology#President")
    'President'
    """
    return iri.removeprefix(iris.ONTOLOGY) if iri.startswith(iris.ONTOLOGY) else short(iri)



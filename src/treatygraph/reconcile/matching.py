"""Finds the things that a row of a table may mean, says how well each fits, and whether one alone fits exactly.

Must not guess: a thing is a match only where its name or code is the one given and no other thing's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from treatygraph.reconcile.properties import Properties, entity_iri
from treatygraph.reconcile.types import TYPES, types_of
from treatygraph.search import Filters, Index, SearchError

LEAST = 70.0
"""How like a name must be for its thing to be a candidate, in hundredths."""
_EXACT = 100.0
_LIKEST = 99.0
_OF_PROPERTIES = 0.25
_OTHER_TYPE = 0.8
_MOST = 50


@dataclass(frozen=True)
class Asked:
    """A row to be matched: a name, types (IRIs), values of properties, how strict the types are, how many candidates.

    `strict` is `any` (of one of the types), `all` (of all of them) or `should` (those of another type fit less).
    """

    name: str = ""
    types: tuple[str, ...] = ()
    properties: tuple[tuple[str, tuple[object, ...]], ...] = ()
    strict: str = "any"
    limit: int = 10


@dataclass(frozen=True)
class Candidate:
    """A thing that may be meant: how well it fits (0 to 100), how like its name is, and the share of values it has.

    `words` is the name or code that was like the one given; `match` tells that it alone fits exactly.
    """

    iri: str
    score: float
    likeness: float
    words: str
    shared: float | None
    match: bool


def candidates(asked: Asked, index: Index, properties: Properties) -> list[Candidate]:
    """Return the things that a row may mean, the best first.

    The score is the likeness of the name: 100 for a name, symbol or code that is the one given but for capitals,
    accents and signs, or for its being turned round at a comma, at most 99 for any other. Where values of properties
    are given it is three quarters of the likeness and one quarter of the share of properties that have one of the
    values given.
    """
    kinds = asked.types if asked.types and asked.strict != "should" else TYPES
    named = _named(asked.name, index, kinds) if asked.name else _by_values(asked, properties, kinds)
    found = []
    for iri, (likeness, words) in named.items():
        types = types_of(properties.kinds(iri))
        if asked.strict == "all" and not set(asked.types) <= set(types):
            continue
        shared = _shared(asked, iri, properties)
        score = likeness if shared is None else (1 - _OF_PROPERTIES) * likeness + _OF_PROPERTIES * _EXACT * shared
        if not asked.name and shared is not None:
            score = _EXACT * shared
        if asked.types and not set(asked.types) & set(types):
            score *= _OTHER_TYPE
        found.append(Candidate(iri, round(score, 2), round(likeness, 2), words, shared, match=False))
    found.sort(key=lambda one: (-one.score, one.iri))
    return _matched(found)[: asked.limit]


def _matched(found: Sequence[Candidate]) -> list[Candidate]:
    """Mark the one candidate that fits exactly, if there is just one."""
    exact = [one for one in found if one.score >= _EXACT]
    return [Candidate(one.iri, one.score, one.likeness, one.words, one.shared, match=len(exact) == 1 and one in exact)
            for one in found]


def _named(name: str, index: Index, kinds: Sequence[str]) -> Mapping[str, tuple[float, str]]:
    filters = Filters(tuple(kinds))
    found: dict[str, tuple[float, str]] = {}
    if index.known(entity_iri(name), filters):
        return {entity_iri(name): (_EXACT, name)}
    try:
        alike = index.alike(name, filters, least=LEAST, most=_MOST)
    except SearchError:
        # A cell without a letter or digit, or with a whole page in it, means nothing.
        return found
    for one in alike:
        found[one.iri] = (_EXACT if one.exact else min(one.likeness, _LIKEST)), one.words
    last, comma, first = name.partition(",")
    if comma and first.strip() and not any(one.exact for one in alike):
        turned = index.alike(f"{first.strip()} {last.strip()}", filters, least=_EXACT, most=_MOST)
        found |= {one.iri: (_EXACT, one.words) for one in turned if one.exact}
    return found


def _by_values(asked: Asked, properties: Properties, kinds: Sequence[str]) -> Mapping[str, tuple[float, str]]:
    """Return the things that have one of the values given, where no name is."""
    found = {}
    for identifier, wanted in asked.properties:
        for thing in properties.holders(identifier):
            if thing not in found and set(types_of(properties.kinds(thing))) & set(kinds) \
                    and properties.fits(thing, identifier, wanted):
                found[thing] = 0.0, ""
    return found


def _shared(asked: Asked, thing: str, properties: Properties) -> float | None:
    """Return the share of the properties given that have one of the values given; None where none is given."""
    if not asked.properties:
        return None
    fitting = sum(properties.fits(thing, identifier, wanted) for identifier, wanted in asked.properties)
    return fitting / len(asked.properties)

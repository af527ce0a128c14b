"""Counts what a graph holds, as VoID asks: entities, classes, properties, languages; and where and when it speaks of.

Must not describe anything: it only counts and compares.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Triple

from treatygraph import iris, vocab

_TYPE = NamedNode(vocab.TYPE)
_LATITUDE, _LONGITUDE = NamedNode(vocab.WGS84 + "lat"), NamedNode(vocab.WGS84 + "long")
_DATES = frozenset(NamedNode(term) for term in (vocab.DATE, vocab.START_DATE, vocab.END_DATE, vocab.tg("asOf")))
_TOLD = _DATES | {_LATITUDE, _LONGITUDE}


@dataclass
class Counts:
    """What was counted in a set of triples."""

    triples: int = 0
    entities: int = 0
    subjects: int = 0
    objects: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    dates: list[Literal] = field(default_factory=list)
    latitudes: list[str] = field(default_factory=list)
    longitudes: list[str] = field(default_factory=list)

    @property
    def period(self) -> tuple[Literal, Literal] | None:
        """The earliest and the latest date of an event, conference or claim, as precisely as they are written."""
        if not self.dates:
            return None
        ordered = sorted(self.dates, key=lambda date: date.value)
        return ordered[0], ordered[-1]

    @property
    def box(self) -> str | None:
        """The smallest box around all points, as a closed polygon of longitudes and latitudes (OGC 06-103r4)."""
        if not (self.latitudes and self.longitudes):
            return None
        south, north = min(self.latitudes, key=float), max(self.latitudes, key=float)
        west, east = min(self.longitudes, key=float), max(self.longitudes, key=float)
        corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
        return f"POLYGON(({', '.join(f'{x} {y}' for x, y in corners)}))"


def count(triples: Collection[Triple]) -> Counts:
    """Count a set of triples, by class, property and language."""
    subjects = {triple.subject for triple in triples}
    properties = Counter(triple.predicate for triple in triples)
    objects = Counter(triple.object for triple in triples)
    found = Counts(len(triples), _entities(subjects), len(subjects), len(objects))
    found.classes.update(t.object.value for t in triples if t.predicate == _TYPE)  # type: ignore[union-attr]
    found.properties.update({term.value: number for term, number in properties.items()})
    for value, number in objects.items():
        if isinstance(value, Literal) and value.language:
            found.languages[value.language] += number
    _where_and_when(found, triples)
    return found


def count_briefly(triples: Collection[Triple]) -> Counts:
    """Count a graph's triples and entities, and collect where and when it speaks of; nothing else."""
    found = Counts(len(triples), _entities({triple.subject for triple in triples}))
    _where_and_when(found, triples)
    return found


def _entities(subjects: Iterable[object]) -> int:
    return sum(isinstance(subject, NamedNode) and subject.value.startswith(iris.ID) for subject in subjects)


def _where_and_when(found: Counts, triples: Iterable[Triple]) -> None:
    for predicate, value in [(t.predicate, t.object) for t in triples if t.predicate in _TOLD]:
        if isinstance(value, Literal):
            if predicate == _LATITUDE:
                found.latitudes.append(value.value)
            elif predicate == _LONGITUDE:
                found.longitudes.append(value.value)
            else:
                found.dates.append(value)

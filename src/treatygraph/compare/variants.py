"""Defines how two versions of a report may disagree, and puts together what is one disagreement.

Must not look for disagreements: the collation does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial

from treatygraph import iris
from treatygraph.compare.witness import Passage, Thing
from treatygraph.vocab import tg

_DATE = re.compile(r"\d{4}(-\d\d){0,2}")


class State(StrEnum):
    """How two versions stand to each other in one thing."""

    ONLY_IN_A = "only in A"
    ONLY_IN_B = "only in B"
    DIFFERENT = "different"
    NOT_READ = "not read"


@dataclass(frozen=True)
class Difference:
    """A property of which the versions give different values: those that only A gives, and those that only B gives."""

    prop: str
    a: tuple[str, ...]
    b: tuple[str, ...]

    @property
    def name(self) -> str:
        """The local name of the property."""
        return short(self.prop)


@dataclass
class Variant:
    """A disagreement: the thing it is about on either side, the passages of both versions, and what goes with it.

    Of a thing that only one version states, the passage of the other is that of the provision where it would stand.
    `along` are the variants that follow from this one, such as the row of a list of a document only one version has.
    """

    state: State
    kind: str
    a: Thing | None
    b: Thing | None
    in_a: Passage | None = None
    in_b: Passage | None = None
    differences: tuple[Difference, ...] = ()
    along: list[Variant] = field(default_factory=list)

    @property
    def thing(self) -> Thing:
        """The thing as the first version that has it states it."""
        found = self.a or self.b
        assert found is not None
        return found

    @property
    def alone(self) -> bool:
        """Whether only one version states the thing."""
        return self.a is None or self.b is None

    @property
    def what(self) -> str:
        """The paths of the things that are set against each other, of one thing only once."""
        paths = dict.fromkeys(iris.path_of(thing.iri) for thing in (self.a, self.b) if thing)
        return " / ".join(paths)

    def all(self) -> Iterator[Variant]:
        """Yield this variant and what goes with it."""
        yield self
        yield from self.along


# ---- in words


def short(iri: str) -> str:
    """Write a property or a thing shortly: a term by its local name, a thing of ours by its path."""
    if iri.startswith(iris.ID):
        return iris.path_of(iri)
    if iri.startswith(("http://", "https://")):
        return iri.replace("#", "/").rstrip("/").rpartition("/")[2]
    return iri


def listed(values: Iterable[str]) -> str:
    """Return values shortly, in one phrase."""
    return " and ".join(map(short, values)) or "not stated"


# ---- what belongs together


def grouped(variants: list[Variant]) -> list[Variant]:
    """Put variants together that are one disagreement: the first by rank, the others along with it."""
    joined = _Joined(len(variants))
    by_iri = {thing.iri: n for n, v in enumerate(variants) for thing in (v.a, v.b) if thing}
    unread = {iri for iri, n in by_iri.items() if variants[n].state is State.NOT_READ and variants[n].alone}
    for variant in variants:
        values = [value for difference in variant.differences for value in (*difference.a, *difference.b)]
        if values and all(value in unread for value in values):
            variant.state = State.NOT_READ
    alike: dict[Hashable, int] = {}
    for n, variant in enumerate(variants):
        for thing in (variant.a, variant.b):
            if thing is None:
                continue
            for iri in {thing.iri.rpartition("/")[0], *(v for values in thing.says.values() for v in values)}:
                if iri in by_iri and variants[by_iri[iri]].alone:
                    joined.join(n, by_iri[iri])
        for difference in variant.differences:
            for value in (*difference.a, *difference.b):
                if value in by_iri:
                    joined.join(n, by_iri[value])
        for mark in _marks(variant):
            joined.join(n, alike.setdefault(mark, n))
    groups: dict[int, list[Variant]] = defaultdict(list)
    for n, variant in enumerate(variants):
        groups[joined.root(n)].append(variant)
    found = []
    for group in groups.values():
        first, *others = sorted(group, key=partial(_precedence, group))
        first.along = others
        found.append(first)
    return found


def order_of(variant: Variant) -> tuple[int, str, str]:
    """Return what variants are sorted by: the rank of their kind, the thing, the state."""
    return variant.thing.rank, variant.what, variant.state


def _precedence(group: list[Variant], variant: Variant) -> tuple[bool, bool, int, tuple[int, str, str]]:
    """Say how far a variant is from being what the others of its group follow from.

    Where one thing stands for another, that is told first; then the part of the text that holds the most of the rest.
    """
    replaced = {State.ONLY_IN_A, State.ONLY_IN_B} <= {other.state for other in group}
    within = sum(other.thing.iri.startswith(f"{variant.thing.iri}/") for other in group)
    return (variant.state is State.NOT_READ, replaced and variant.state is not State.DIFFERENT, -within,
            order_of(variant))


def _marks(variant: Variant) -> Iterator[Hashable]:
    """Yield what variants of one disagreement have in common: the same words, or the same change of the same value.

    A date of the conference, or the number of a paragraph, is taken up by many facts; any other change counts as the
    same within one provision.
    """
    if variant.alone:
        yield variant.state, variant.in_a if variant.a else variant.in_b
        return
    if variant.a and variant.b and variant.a.iri != variant.b.iri:
        yield variant.in_a, variant.in_b
    if len(variant.differences) == 1:
        found = variant.differences[0]
        values = (*found.a, *found.b)
        if values and all(_DATE.fullmatch(value) for value in values):
            yield found.a, found.b
        else:
            yield found.prop, found.a, found.b, () if found.prop == tg("statedIn") else variant.thing.provisions


class _Joined:
    """A partition of numbers: which of them have been joined, directly or through others."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def root(self, n: int) -> int:
        """Return the number that stands for all that were joined with this one."""
        while self._above[n] != n:
            self._above[n] = self._above[self._above[n]]
            n = self._above[n]
        return n

    def join(self, one: int, other: int) -> None:
        """Join two numbers."""
        self._above[self.root(one)] = self.root(other)

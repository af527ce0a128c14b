"""Counts what a report says: how much of it facts hold, how much only quoted words keep, how much nobody read.

Must not find what is said, nor decide where it went; the reading did both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from treatygraph.model import Place, Span
from treatygraph.read.tree import Node, NodeKind
from treatygraph.reading.engine import ReadReport
from treatygraph.reading.residue import uncovered
from treatygraph.reading.said import Kind, Where
from treatygraph.reading.units import Unit

_PARTS = frozenset({NodeKind.SECTION, NodeKind.DECISION, NodeKind.ANNEX, NodeKind.APPENDIX})
LISTED = frozenset({Kind.NAME, Kind.NUMBER, Kind.DATE, Kind.REFERENCE})
"""The kinds of things that a list of kept ones is about."""
MEANING = (
    "“Read” means that a fact of the graph holds the thing said; words that stand only inside a quoted matter or title "
    "are kept, but nothing is claimed of them."
)


@dataclass(frozen=True)
class Thing:
    """A thing said: its kind, its words, their place, where it went, and the reason why nothing was read of it."""

    kind: Kind
    words: str
    place: Place
    where: Where
    reason: str = ""


@dataclass(frozen=True)
class Shares:
    """How many things, and how many characters (white space left out), are in facts, kept in words, or unread.

    `excused` are those of the unread that stand in words declared to state no fact, with a reason. A character is in
    a fact where a rule used its words and no record merely quotes them.
    """

    in_fact: int = 0
    kept: int = 0
    unread: int = 0
    excused: int = 0
    characters_in_fact: int = 0
    characters_kept: int = 0
    characters_unread: int = 0

    @property
    def things(self) -> int:
        """All things said."""
        return self.in_fact + self.kept + self.unread

    @property
    def characters(self) -> int:
        """All characters."""
        return self.characters_in_fact + self.characters_kept + self.characters_unread

    @property
    def of_things(self) -> tuple[float, float, float]:
        """The shares of the things in facts, kept and unread, from 0 to 1; nothing said counts as all in facts."""
        return _shares(self.in_fact, self.kept, self.unread)


@dataclass(frozen=True)
class Part:
    """A part of the text under one title, the parts below it left out: its title, place and what it says."""

    title: str
    place: Place
    things: tuple[Thing, ...]
    shares: Shares


@dataclass(frozen=True)
class Spoken:
    """What a text says, part by part."""

    parts: tuple[Part, ...]

    @cached_property
    def things(self) -> tuple[Thing, ...]:
        """Everything said, in text order."""
        return tuple(sorted((one for part in self.parts for one in part.things), key=lambda one: one.place.span))

    @cached_property
    def whole(self) -> Shares:
        """The shares of the whole text."""
        return _sum(part.shares for part in self.parts)

    def of(self, kind: Kind) -> Shares:
        """Return the shares of the things of one kind; without characters."""
        return _count([one for one in self.things if one.kind is kind])

    @property
    def kept(self) -> tuple[Thing, ...]:
        """The names, numbers, dates and references that only quoted words hold, in text order."""
        return tuple(one for one in self.things if one.where is Where.KEPT and one.kind in LISTED)


def spoken(report: ReadReport) -> Spoken:
    """Return what a report says and where it went."""
    grouped: dict[int, list[Unit]] = {}
    nodes: dict[int, Node] = {}
    for unit in report.units:
        node = _part_of(unit)
        nodes.setdefault(id(node), node)
        grouped.setdefault(id(node), []).append(unit)
    return Spoken(tuple(_part(report, nodes[key], units) for key, units in grouped.items()))


def _part_of(unit: Unit) -> Node:
    root = unit.node
    for node in (unit.node, *unit.node.ancestors()):
        if node.kind in _PARTS:
            return node
        root = node
    return root


def _part(report: ReadReport, node: Node, units: Sequence[Unit]) -> Part:
    source = report.reading.source
    things = tuple(one for unit in units for one in _things(report, unit))
    shares = _sum([_count(things), *(_characters(report, unit) for unit in units)])
    title = " ".join(node.body.split()) if node.kind in _PARTS else ""
    return Part(title, source.place(units[0].span), things, shares)


def _things(report: ReadReport, unit: Unit) -> Iterator[Thing]:
    source = report.reading.source
    for one in unit.said:
        span = unit.span_of(one.what.start, one.what.end)
        reason = ""
        if one.where is Where.UNREAD:
            reason = next((claim.reason for claim in unit.claims if claim.reason and claim.span.covers(span)), "")
        yield Thing(one.what.kind, source.quote(span), source.place(span), one.where, reason)


def unread_spans(unit: Unit) -> tuple[Span, ...]:
    """Return the stored spans of a unit that no rule claimed and that hold something."""
    if not unit.claims:
        return (unit.span,)
    return tuple(unit.folded.span(start, end) for start, end in uncovered(unit))


def _characters(report: ReadReport, unit: Unit) -> Shares:
    """Count the characters of a unit; what is quoted is kept, but for the things in it that a fact holds."""
    words = report.reading.source.quote(unit.span)
    marks = bytearray(len(words))
    base = unit.span.start

    def mark(span: Span, value: int) -> None:
        start, end = max(span.start - base, 0), min(span.end - base, len(words))
        marks[start:end] = bytes((value,)) * max(end - start, 0)

    for span in unread_spans(unit):
        mark(span, 2)
    for claim in unit.claims:
        if claim.reason:
            mark(claim.span, 2)
    for span in unit.kept:
        mark(span, 1)
    for span in unit.rested:
        mark(span, 0)
    for one in unit.said:
        if one.where is Where.IN_FACT:
            mark(unit.span_of(one.what.start, one.what.end), 0)
    counts = [0, 0, 0]
    for char, value in zip(words, marks, strict=True):
        counts[value] += not char.isspace()
    return Shares(characters_in_fact=counts[0], characters_kept=counts[1], characters_unread=counts[2])


def _count(things: Sequence[Thing]) -> Shares:
    met = [one.where for one in things]
    return Shares(met.count(Where.IN_FACT), met.count(Where.KEPT), met.count(Where.UNREAD),
                  sum(bool(one.reason) for one in things))


def _sum(several: Iterable[Shares]) -> Shares:
    rows = [(s.in_fact, s.kept, s.unread, s.excused, s.characters_in_fact, s.characters_kept, s.characters_unread)
            for s in several]
    return Shares(*(sum(column) for column in zip(*rows, strict=True))) if rows else Shares()


def _shares(in_fact: int, kept: int, unread: int) -> tuple[float, float, float]:
    total = in_fact + kept + unread
    return (in_fact / total, kept / total, unread / total) if total else (1.0, 0.0, 0.0)

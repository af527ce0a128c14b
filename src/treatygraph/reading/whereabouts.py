"""Says of each thing said in a report where it went: into a fact, only into words a record quotes, or nowhere.

Must not read anything: it compares what the units say with the records that were read from them.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache, cached_property
from typing import Any

from treatygraph.facts import Agent, Document, Expression, Fact, Provision, Record, StateList
from treatygraph.model import LangText, PartialDate, Span
from treatygraph.reading.reading import Reading
from treatygraph.reading.said import Kind, Said, ThingSaid, Where
from treatygraph.reading.stretches import Stretches
from treatygraph.reading.things_said import ThingsSaid
from treatygraph.reading.units import Unit
from treatygraph.vocab import tg

_NO_LINKS = frozenset({tg("mentions"), tg("statedIn"), tg("text"), tg("position")})
_IN_WORDS_OF_THE_RULE = frozenset({Kind.VERB, Kind.NEGATION})


@dataclass
class _Read:
    """What the records that rest on a unit's words link, state and quote, each with the words it rests on."""

    held: dict[object, set[Span]] = field(default_factory=dict)
    days: dict[str, set[Span]] = field(default_factory=dict)
    narrow: list[Span] = field(default_factory=list)
    kept: set[Span] = field(default_factory=set)
    unaddressed: set[int] = field(default_factory=set)
    stated: bool = False


class _Settled:
    """What was read of a unit, to be asked about each thing said in it."""

    def __init__(self, unit: Unit, read: _Read) -> None:
        self._unit = unit
        self.stated, self.unaddressed = read.stated, read.unaddressed
        self.kept, self.narrow = Stretches(unit.kept), Stretches(read.narrow)
        self._held: Mapping[object, Iterable[Span]] = read.held
        self._days: Mapping[str, Iterable[Span]] = read.days
        self._rests: dict[object, Stretches] = {}

    @cached_property
    def claimed(self) -> Stretches:
        """The words that rules with facts claim."""
        return Stretches(place for claim in self._unit.claims if not claim.reason for place in claim.words)

    @cached_property
    def used(self) -> Stretches:
        """The words in the subject and roles that rules with facts used."""
        return Stretches(place for claim in self._unit.claims if not claim.reason for place in claim.used or ())

    def holds(self, one: object, on: Span) -> bool:
        """Tell whether a fact that rests on some words links a thing or states a number."""
        return one in self._held and self._resting(one, self._held[one]).overlap(on)

    def holds_day(self, given: str, on: Span) -> bool:
        """Tell whether a fact that rests on some words states a day."""
        return any(_same_day(day, given) and self._resting(("day", day), spans).overlap(on)
                   for day, spans in self._days.items())

    def _resting(self, one: object, spans: Iterable[Span]) -> Stretches:
        """Return the words that one thing or day rests on, sorted when first asked for."""
        if one not in self._rests:
            self._rests[one] = Stretches(spans)
        return self._rests[one]


def settle(reading: Reading) -> None:
    """Find the things said in every unit and say where each went: into `unit.said`, with `unit.kept` for quoted words.

    `unit.kept` holds the stored spans, in order and apart, of the words that records quote, `unit.rested` those in them
    on which a fact rests by itself.
    """
    frame = reading.header.frame
    said = ThingsSaid(reading.report, frame.year if frame else None)
    units = reading.units
    read = _read(reading, units)
    for unit, of in zip(units, read, strict=True):
        unit.kept = _merged(unit.span, of.kept)
        unit.rested = _merged(unit.span, (span for span in of.narrow if _inside_one(span, unit.kept)))
        if unit.text:
            settled = _Settled(unit, of)
            unit.said = tuple(_placed(unit, one, settled) for one in said.of(unit))
        else:
            unit.said = ()


# ---- what was read of each unit


def _read(reading: Reading, units: Sequence[Unit]) -> list[_Read]:
    found = [_Read() for _ in units]
    starts = [unit.span.start for unit in units]
    text = reading.source.text
    for record in reading.facts.records:
        if isinstance(record, Expression):
            continue
        held, days, quoted = _said_by(record)
        for span in dict.fromkeys(record.evidence):
            first = max(0, bisect_right(starts, span.start) - 1)
            places = _places(text, quoted, span)
            for index in range(first, len(units)):
                if starts[index] >= span.end:
                    break
                if not units[index].span.overlaps(span):
                    continue
                of = found[index]
                for one in held:
                    of.held.setdefault(one, set()).add(span)
                for day in days:
                    of.days.setdefault(day, set()).add(span)
                of.kept.update(place for place in places if place.overlaps(units[index].span))
                if isinstance(record, Fact):
                    of.stated = True
                    of.narrow.append(span)
                    if getattr(record, "addressees", None) == ():
                        of.unaddressed.update(place.start for place in places)
                elif isinstance(record, Agent) and record.of_conference is not None:
                    of.narrow.append(span)
    return found


@cache
def _linking(kind: type[Any]) -> tuple[str, ...]:
    """Return the fields of a sort of record that link a thing or state something."""
    properties = ((one.name, one.metadata.get("property")) for one in fields(kind))
    return tuple(name for name, prop in properties if prop is not None and prop not in _NO_LINKS)


def _said_by(record: Record) -> tuple[set[object], set[str], list[str]]:
    """Return the things a record links and the numbers it states, its days, and the words it quotes."""
    held: set[object] = set()
    days: set[str] = set()
    quoted: list[str] = []
    part = isinstance(record, Provision) and not isinstance(record, StateList)
    own = not part and not isinstance(record, Agent | Document)
    if own or (isinstance(record, Document) and (record.title or record.document_type or record.date)):
        held.add(record.iri)
    if isinstance(record, Agent) and record.of_conference is not None:
        held.add(record.iri)
    kind: Any = type(record)
    for name in _linking(kind):
        value = getattr(record, name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, LangText):
                quoted.append(each.text)
            elif isinstance(each, PartialDate):
                days.add(each.lexical)
            elif isinstance(each, int) or (isinstance(each, str) and not part):
                held.add(each)
    quoted += [value.text for _, value in record.extra if isinstance(value, LangText)]
    return held, days, quoted


def _places(text: str, quoted: Iterable[str], within: Span) -> list[Span]:
    found = []
    for words in quoted:
        at = text.find(words, within.start, within.end) if words else -1
        if at >= 0:
            found.append(Span(at, at + len(words)))
    return found


def _merged(unit: Span, spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        start, end = max(span.start, unit.start), min(span.end, unit.end)
        if merged and start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, end))
        elif start < end:
            merged.append(Span(start, end))
    return tuple(merged)


def _inside_one(span: Span, kept: tuple[Span, ...]) -> bool:
    """Tell whether words are part of a quoted stretch, and not all of it."""
    at = bisect_right(kept, Span(span.start, sys.maxsize)) - 1
    return at >= 0 and kept[at].covers(span) and kept[at] != span


# ---- where a thing went


def _placed(unit: Unit, what: ThingSaid, read: _Settled) -> Said:
    span = unit.span_of(what.start, what.end)
    kept = read.kept.cover(span)
    if what.kind in _IN_WORDS_OF_THE_RULE:
        used = read.stated and read.claimed.cover(span)
        return Said(what, Where.KEPT if kept else Where.IN_FACT if used else Where.UNREAD)
    if _linked(what, span, read) or (not kept and _understood(what, span, read)):
        return Said(what, Where.IN_FACT)
    if kept:
        return Said(what, Where.KEPT, any(span.start - behind in read.unaddressed for behind in range(_ARTICLE + 1)))
    return Said(what, Where.UNREAD)


_ARTICLE = 4


def _linked(what: ThingSaid, span: Span, read: _Settled) -> bool:
    """Tell whether a fact that rests on its words holds what a thing said means, or rests on just its words."""
    if what.things or what.kind is Kind.NUMBER:
        return all(read.holds(one, span) for one in what.things or what.values)
    if what.kind is Kind.DATE:
        return all(read.holds_day(given, span) for given in what.days)
    return read.narrow.cover_closely(span, 2 * (span.end - span.start) + 10)


def _understood(what: ThingSaid, span: Span, read: _Settled) -> bool:
    """Tell whether a name that means no thing stands in the subject or a role that a rule used for its facts."""
    return read.stated and what.kind is Kind.NAME and not what.things and read.used.cover(span)


def _same_day(day: str, given: str) -> bool:
    """Tell whether a day that a fact states is the one given, which may lack its year."""
    return day == given or (given.startswith("-") and day.endswith(given.lstrip("-")))

"""Puts together everything a unit names: table names, persons, symbols and references; the longest wins.

Must not state a fact.
"""

from __future__ import annotations

from treatygraph import iris
from treatygraph.facts import Agent
from treatygraph.model import Iri, Severity
from treatygraph.read.tree import NodeKind
from treatygraph.reading.cited_parts import PART_KINDS
from treatygraph.reading.person_phrase import PersonPhrase
from treatygraph.reading.reading import Reading
from treatygraph.reading.references import Reference
from treatygraph.reading.restrictions import restricted_groups
from treatygraph.reading.short_forms import stands
from treatygraph.reading.slots import NAME_KINDS, SlotReader
from treatygraph.reading.stretches import Stretches
from treatygraph.reading.units import Sighting, Unit


def sight(reading: Reading, unit: Unit, slots: SlotReader) -> None:
    """Fill the unit's sightings, in order; names that mean several things, or lean on nothing, are reported.

    A reference may rest on the names before it, so names are sighted first. Within a reference, the names it is
    made of stay sighted (an article's treaty is named too); a name inside a longer name is none.
    """
    symbols = _symbols(slots)
    names = [s for s in _names(reading, unit, slots) if not any(o.start <= s.start and s.end <= o.end for o in symbols)]
    simple = [*names, *symbols, *_persons(slots)]
    unit.sightings = sorted(simple, key=lambda s: (s.start, -s.end))
    found = list(slots.grammar.references.search(slots))
    _report_unresolved(reading, [reference for reference in found if not reference.things
                                 and not any(other.things and other.start <= reference.start
                                             and reference.end <= other.end for other in found)])
    references = [Sighting(reference.start, reference.end, reference.kind, reference.things, True, _parts(reference))
                  for reference in found if reference.things]
    references.sort(key=lambda s: (s.start - s.end, s.start))
    kept: list[Sighting] = []
    for candidate in references:
        over = [other for other in kept if other.start < candidate.end and candidate.start < other.end]
        if not over or (candidate.kind in _NAMED_WITHIN and all(_inside(candidate, other) for other in over)):
            kept.append(candidate)
    unit.sightings = sorted({*simple, *kept}, key=lambda s: (s.start, -s.end, s.kind))


def settle_sightings(reading: Reading) -> None:
    """Take back what the whole text shows to be no reference: the headings of parts, and names within other names.

    "Annex I" over an annex refers to nothing; of an organization that no row knows the State in its name is not meant.
    """
    names = Stretches(span for record in reading.facts.records
                      if isinstance(record, Agent) and record.subclass == "UnidentifiedOrganization"
                      for span in record.evidence)
    for unit in reading.units:
        heading = unit.kind == "title" and unit.node.kind is NodeKind.ANNEX
        unit.sightings = [
            s for s in unit.sightings
            if not (heading and s.kind in PART_KINDS)
            and not (s.kind in _IN_NAMES and names.cover(unit.span_of(s.start, s.end)))
        ]


def _report_unresolved(reading: Reading, references: list[Reference]) -> None:
    """Report the references that mean nothing known; one inside a longer one is reported with it."""
    reach = -1
    for reference in sorted(references, key=lambda r: (r.start, -r.end)):
        if reference.end > reach:
            reach = reference.end
            message = f"the words refer to a {reference.kind} of something that the text does not identify"
            reading.findings.report("unresolved-reference", Severity.WARNING, message, reference.span)


_IN_NAMES = frozenset({"state", "place", "organization", "group"})
# A document's conference or session and a measure's declaration are named within the longer reference all the same.
_NAMED_WITHIN = frozenset({"conference", "declaration", "session"})


def _inside(inner: Sighting, outer: Sighting) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and inner.kind != outer.kind


def _parts(reference: Reference) -> tuple[tuple[int, int, Iri], ...]:
    """Return where each of several things referred to at once has its own words ("the first and third meetings")."""
    if len(reference.members) == len(reference.things) > 1:
        return tuple((*place, thing) for place, thing in zip(reference.members, reference.things, strict=True))
    listed = reference.part("ns")
    members = listed if isinstance(listed, tuple) else ()
    if len(members) != len(reference.things) or len(members) < 2:
        return ()
    return tuple((member.start, member.end, thing) for member, thing in zip(members, reference.things, strict=True))


def _names(reading: Reading, unit: Unit, slots: SlotReader) -> list[Sighting]:
    found = []
    restricted = restricted_groups(slots.mentions, unit, reading)
    for mention in slots.mentions:
        if mention in restricted:
            found.append(Sighting(mention.start, mention.end, "group", ()))
            continue
        span = unit.span_of(mention.start, mention.end)
        valid = [name for name in mention.names
                 if name.kind in NAME_KINDS and stands(reading, unit, name, mention.start, mention.end)]
        things = tuple(dict.fromkeys(name.iri for name in valid))
        if not mention.of_kind("person") and not things:
            reading.findings.report("short-name-without-full", Severity.INFO,
                                    f"'{mention_words(unit, mention.start, mention.end)}' is short for a name that "
                                    "does not stand before it", span)
            continue
        if not things:
            continue
        chosen = slots.preferred(things)
        if chosen is None:
            known = ", ".join(iris.path_of(thing) for thing in things)
            reading.findings.report("ambiguous-name", Severity.INFO, f"the name means several things: {known}", span)
        found.append(Sighting(mention.start, mention.end, valid[0].kind, (chosen,) if chosen else things))
    return found


def mention_words(unit: Unit, start: int, end: int) -> str:
    """Return the folded words of a range."""
    return unit.text[start:end]


def _symbols(slots: SlotReader) -> list[Sighting]:
    found: list[Sighting] = []
    for symbol in slots.symbols.values():
        if symbol.between and found:
            first = found[-1]
            members = (*first.things, *map(iris.document, symbol.between), iris.document(symbol.symbol))
            found.append(Sighting(first.start, symbol.end, "symbols", members, True))
        found.append(Sighting(symbol.start, symbol.end, "symbol", (iris.document(symbol.symbol),)))
    return found


def _persons(slots: SlotReader) -> list[Sighting]:
    found = []
    for start, end, iri in slots.persons.names:
        things = (iri,) if iri else ()
        found.append(Sighting(start, end, "person", things))
    return found


def phrases(slots: SlotReader) -> list[tuple[int, int, PersonPhrase]]:
    """Return the longest person phrase that begins at each place of the unit and overlaps none before it."""
    found: list[tuple[int, int, PersonPhrase]] = []
    for start, end, _ in slots.persons.names:
        begins = range(max(0, start - 80), start + 1)
        best = next(((at, stop, phrase) for at in begins for stop, phrase in slots.persons.at(at, named=True)
                     if phrase.name_span and stop >= end and phrase.name == slots.text[start:end]), None)
        if best and (not found or best[0] >= found[-1][1]):
            found.append(best)
    return found

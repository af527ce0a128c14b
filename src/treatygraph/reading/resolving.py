"""Takes the names that fill a slot and tells those that mean one thing from those that mean none or several.

Must not state a fact, nor drop a name: what cannot be resolved is reported and kept as a span.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import Mention
from treatygraph.model import Iri, Severity, Span
from treatygraph.reading.person_phrase import PersonPhrase
from treatygraph.reading.reading import Reading
from treatygraph.reading.references import Reference
from treatygraph.reading.registry import Match
from treatygraph.reading.slots import Named

_TABLES = {"state": "states", "organization": "organizations", "person": "persons"}


def named_things(match: Match, slot: str, reading: Reading) -> Iterator[tuple[Iri, Span]]:
    """Yield each thing that a slot's names mean, with the span of the name; report and keep the others."""
    for value in match.values(slot):
        if isinstance(value, Named):
            if value.iri is not None:
                yield value.iri, value.span
            else:
                unresolved(reading, value)
        elif isinstance(value, Reference):
            for thing in value.things:
                yield thing, value.span
        elif isinstance(value, PersonPhrase) and value.iri is not None:
            yield value.iri, value.span


def unresolved(reading: Reading, name: Named) -> None:
    """Report a name that no table knows, or that several rows claim, and keep its span in the graph."""
    table = f"data/tables/{_TABLES.get(name.kind, name.kind + 's')}.csv"
    if name.several:
        known = ", ".join(iris.path_of(thing) for thing in name.several)
        reading.report("ambiguous-name", Severity.WARNING, f"'{name.words}' means several things: {known}", name.span)
    else:
        reading.report("unknown-name", Severity.WARNING,
                       f"no row knows '{name.words}'; if it is a {name.kind}, add it to {table}", name.span)
    if name.span not in reading.unnamed:
        reading.unnamed.add(name.span)
        reading.mentions.append(Mention(span=name.span, denotes=(), rule="NAM-01"))


def things_of(match: Match, slot: str, reading: Reading) -> tuple[Iri, ...]:
    """Return the things that a slot's names mean, each once."""
    return tuple(dict.fromkeys(thing for thing, _ in named_things(match, slot, reading)))


def frame_span(match: Match, slot: str, reading: Reading) -> Span:
    """Return the words of a match before a list that fills a slot: the frame that says what the list is of."""
    start = match.slots[slot].start
    return reading.span(match.unit, match.start, start) if start > match.start else match.span


def check_number(match: Match, number: str, names: str, reading: Reading) -> None:
    """Report a number that stands before a list where the list has more or fewer names; a slot may be unfilled."""
    stated, listed = match.value(number), match.values(names)
    if isinstance(stated, int) and stated != len(listed):
        reading.report("number-differs-from-list", Severity.WARNING, f"the text says {stated}, but lists {len(listed)}",
                       match.where(reading, number),
                       related=(reading.source.place(match.where(reading, names)),))

"""Takes the names that fill a slot and tells those that mean one thing from those that mean none or several.

Must not state a fact, nor drop a name: what cannot be resolved is reported and kept as a span.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from treatygraph import iris
from treatygraph.model import Iri, Severity, Span
from treatygraph.reading.facts_so_far import FactsInTheMaking
from treatygraph.reading.findings import Findings
from treatygraph.reading.person_phrase import PersonPhrase
from treatygraph.reading.references import Reference
from treatygraph.reading.registry import Match
from treatygraph.reading.slots import Named

_TABLES = {"state": "states", "organization": "organizations", "person": "persons"}


def named_things(match: Match, slot: str, facts: FactsInTheMaking, findings: Findings,
                 leaving: Collection[object] = ()) -> Iterator[tuple[Iri, Span]]:
    """Yield each thing that a slot's names mean, with the span of the name; report and keep the others.

    The values to be left are the caller's to deal with.
    """
    for value in match.values(slot):
        if value in leaving:
            continue
        if isinstance(value, Named):
            report_aside(findings, value)
            if value.iri is not None:
                yield value.iri, value.span
            else:
                unresolved(facts, findings, value)
        elif isinstance(value, Reference):
            for thing in value.things:
                yield thing, value.span
        elif isinstance(value, PersonPhrase) and value.iri is not None:
            yield value.iri, value.span


def report_aside(findings: Findings, name: Named) -> None:
    """Report words in brackets behind a name of a list, which are kept with the name and not understood."""
    if name.aside:
        findings.report("remark-in-list", Severity.INFO,
                        f"the list says this of '{name.words}'; no rule reads what it means", name.aside)


def unresolved(facts: FactsInTheMaking, findings: Findings, name: Named) -> None:
    """Report a name that no table knows, or that several rows claim, and keep its span in the graph."""
    table = f"data/tables/{_TABLES.get(name.kind, name.kind + 's')}.csv"
    if name.several:
        known = ", ".join(iris.path_of(thing) for thing in name.several)
        findings.report("ambiguous-name", Severity.WARNING, f"'{name.words}' means several things: {known}", name.span)
    else:
        findings.report("unknown-name", Severity.WARNING,
                        f"no row knows '{name.words}'; if it is a {name.kind}, add it to {table}", name.span)
    facts.mention_unnamed(name.span)


def things_of(match: Match, slot: str, facts: FactsInTheMaking, findings: Findings) -> tuple[Iri, ...]:
    """Return the things that a slot's names mean, each once."""
    return tuple(dict.fromkeys(thing for thing, _ in named_things(match, slot, facts, findings)))


def frame_span(match: Match, slot: str) -> Span:
    """Return the words of a match before a list that fills a slot: the frame that says what the list is of."""
    start = match.slots[slot].start
    return match.unit.span_of(match.start, start) if start > match.start else match.span


def check_number(match: Match, number: str, names: str, findings: Findings) -> None:
    """Report a number that stands before a list where the list has more or fewer names; a slot may be unfilled."""
    stated, listed = match.value(number), match.values(names)
    if isinstance(stated, int) and stated != len(listed):
        findings.report("number-differs-from-list", Severity.WARNING,
                        f"the text says {stated}, but lists {len(listed)}", match.where(number),
                        also=(match.where(names),))

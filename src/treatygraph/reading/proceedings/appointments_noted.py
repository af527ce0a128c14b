"""The rule for clauses that tell that a body took note of an appointment, or confirmed it.

Must not read whom the body itself elected or appointed.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph.facts import Agent, Decision, OfficeHolding
from treatygraph.reading.frames.listing import Element
from treatygraph.reading.frames.telling import Telling
from treatygraph.reading.person_phrase import PersonPhrase
from treatygraph.reading.proceedings.elections import holdings, office_at, organ_of
from treatygraph.reading.registry import Emission, rule


@rule("ELE-03", reads="clause", emits=(Decision, OfficeHolding, Agent))
def appointment_noted(told: Telling) -> Iterator[Emission]:
    """Read who holds an office by an appointment that the body took note of or confirmed.

    If: a clause says that the body confirmed, or took note of, the appointment or nomination of a person to an office.
    Then: the person holds that office, and one decision confirmed it, or took note of it.
    Near miss: an appointment that was proposed; a person appointed to an office of another body.
    """
    roles = told.clause.roles("office")
    where, named = roles.get("office"), roles.get("object")
    if not told.own or where is None or named is None:
        return
    office = office_at(told, where[0], where[1])
    person = _person_within(told, named)
    if office is None or person is None:
        return
    held = list(holdings(told, office, [person]))
    if held and office.body is not None:
        yield from organ_of(office.body, told)
    yield from held
    type_ = told.row.constants.get("decision", "Confirmation") if told.row else "Confirmation"
    yield told.decision(type_, office.name, tuple(h.iri for h in held) or ((person.iri,) if person.iri else ()), named)


def _person_within(told: Telling, where: tuple[int, int]) -> Element | None:
    """Return the last person named in a folded range."""
    found: Element | None = None
    for at in range(where[0], where[1]):
        edge = not told.sentence.grammar.spaced or not told.unit.text[at - 1 : at].isalnum()
        if told.unit.text[at].isalpha() and edge and (found is None or at >= found.end):
            for end, value in told.sentence.slots("person", False, at):
                if isinstance(value, PersonPhrase) and value.name_span and (found is None or at >= found.end):
                    found = Element(value, at, min(end, where[1]))
                    told.thread.met.append(value)
                    told.take(at, found.end)
                    break
    return found

"""Rules for clauses that tell who took part.

Must not read who spoke.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import CountStatement, Participation
from treatygraph.model import Severity
from treatygraph.reading.frames.telling import Telling
from treatygraph.reading.proceedings.statements_made import _list_after, _without_lead
from treatygraph.reading.registry import Emission, rule
from treatygraph.vocab import tg


@rule("ATT-01", reads="clause", emits=(Participation, CountStatement))
def attended(told: Telling) -> Iterator[Emission]:
    """Read who attended a conference, and in which capacity.

    If: a clause says that States or organisations, listed as its subject or behind a colon, attended, participated in
        or were represented at the conference.
    Then: each has a participation in the capacity that the words give; a number before them is stated.
    Near miss: those who were invited, or who attended a meeting of another body.
    """
    if told.around is None or told.around.conference is None or told.around.organ is not None:
        return
    clause, sentence = told.clause, told.sentence
    words = sentence.grammar.words
    subject = clause.subject
    if clause.actor is not None and clause.actor.kind == "those":
        subject = clause.actor.slots["who"].start, clause.actor.end
    listed = _list_after(told)
    where = listed if listed and listed[0] > clause.verb.end else _without_lead(told, subject)
    frame = (
        sentence.plain[clause.start : clause.verb.start]
        + " "
        + sentence.plain[clause.verb.end : where[0] if where[0] > clause.verb.end else clause.end]
    )
    for end, value in _number(told):
        told.take(*end)
        counted = iris.thing("concept/listed-participants")
        yield CountStatement(
            iri=iris.count(told.unit.provision, counted, value),
            counts=counted,
            value=value,
            evidence=(sentence.span(*end), clause.span),
        )
    found = told.elements(where, ("state", "organization", "group", "state_group"))
    if not any(one.iri for one in found):
        return
    for one in found:
        if one.iri is None:
            told.unresolved(one, "a State or organisation that took part")
            continue
        kind = iris.path_of(one.iri).partition("/")[0]
        capacity = next(
            (
                c
                for word, c in words.bodies.get("capacities", {}).items()
                if word in frame and c in words.bodies.get("capacities_of", {}).get(kind, ())
            ),
            None,
        )
        capacity = capacity or {"organization": "InvitedOrganization"}.get(kind)
        if capacity is None:
            told.reading.findings.report(
                "capacity-unknown",
                Severity.INFO,
                "the words do not say in which capacity these took part",
                sentence.span(one.start, one.end),
            )
        yield Participation(
            iri=iris.participation(told.conference, one.iri),
            evidence=(sentence.span(one.start, one.end), sentence.span(clause.start, clause.verb.end)),
            participant=one.iri,
            of_conference=told.conference,
            capacity=tg(capacity) if capacity else None,
            under_rules=told.under_rules,
        )


def _number(told: Telling) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield the number stated of those who took part, with its folded range."""
    sentence, clause = told.sentence, told.clause
    for lead in sentence.grammar.words.bodies.get("following", ()):
        at = sentence.plain.find(lead, clause.start, clause.verb.start)
        if at >= 0:
            start = at + len(lead) + sentence.plain.startswith(" ", at + len(lead))
            for end, value in sentence.slots("number", False, start):
                if isinstance(value, int):
                    yield (start, end), value
            return

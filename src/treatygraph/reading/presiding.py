"""Rules for who presided over which meeting, and for whom.

Must not read who was elected to preside.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import OfficeHolding, Presiding
from treatygraph.model import Iri, Severity, Span
from treatygraph.reading.conference_frame import ConferenceFrame
from treatygraph.reading.discourse import DiscourseInTheMaking
from treatygraph.reading.facts_so_far import Facts
from treatygraph.reading.findings import Findings
from treatygraph.reading.known_persons import KnownPersons
from treatygraph.reading.person_phrase import PersonPhrase
from treatygraph.reading.references import Reference
from treatygraph.reading.registry import Match, rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.statements import principals, setting
from treatygraph.vocab import tg


def represented(phrase: PersonPhrase, persons: KnownPersons) -> tuple[Iri, ...]:
    """Return the States or organisations a person's posts name, here or where the person was named before."""
    here = tuple(dict.fromkeys([*(post.whom for post in phrase.posts if post.whom), *phrase.bodies]))
    return here or persons.bodies_of(phrase.iri)


@rule("PRE-01", reads="sentence", emits=(Presiding,))
def presides_over_items(match: Match, conference: ConferenceFrame, discourse: DiscourseInTheMaking, facts: Facts
                       ) -> Iterator[Presiding]:
    """Read that somebody presided over the consideration of agenda items.

    If: a sentence says that a person presided over the consideration of items, at a meeting, perhaps for somebody.
    Then: the person presided over that meeting, under these items, on behalf of whoever is named.
    Near miss: a person who merely spoke under an item.
    """
    meetings, _ = setting(match, discourse)
    items: Reference = match.value("items")
    for phrase in match.values("presiders"):
        for meeting in meetings:
            if phrase.iri:
                yield Presiding(iri=iris.presiding(meeting, phrase.iri), evidence=(phrase.span, match.span),
                                presider=phrase.iri, at_meetings=(meeting,), under_items=items.things,
                                on_behalf_of=principals(match, conference, facts),
                                of_conference=conference.iri)


@rule("PRE-02", reads="sentence", emits=(Presiding,))
def presides_over_meetings(match: Match, report: ReportText, conference: ConferenceFrame,
                           discourse: DiscourseInTheMaking, persons: KnownPersons, facts: Facts, findings: Findings
                          ) -> Iterator[Presiding]:
    """Read that persons presided over meetings, or over the rest of one, perhaps for somebody else.

    If: a sentence says that persons presided over meetings.
    Then: each presided over each of them, representing the State or organisation of the post. Where the sentence
        names a principal, those presided on the principal's behalf who represent the same State; if none does,
        all of them.
    Near miss: a minister who presides and stands first, beside another State's minister acting for a colleague.
    """
    phrases: tuple[PersonPhrase, ...] = match.values("presiders") or _in_office(match, conference, facts, findings)
    principal = match.value("principal")
    for_whom = represented(principal, persons) if isinstance(principal, PersonPhrase) else ()
    same = [p for p in phrases if set(represented(p, persons)) & set(for_whom)]
    acting = [p.iri for p in (same or phrases)] if isinstance(principal, PersonPhrase) else []
    for phrase in phrases:
        if phrase.iri is None:
            continue
        for sitting in match.values("sittings"):
            for meeting in sitting.part("m").things:
                yield Presiding(
                    iri=iris.presiding(meeting, phrase.iri),
                    evidence=(phrase.span, match.span),
                    presider=phrase.iri,
                    on_behalf_of=(principal.iri,) if phrase.iri in acting and principal.iri else (),
                    representing=represented(phrase, persons),
                    at_meetings=(meeting,),
                    of_conference=conference.iri,
                    extent=report.words(_extent(match, sitting)) if sitting.part("extent") else None,
                )
    discourse.meetings = tuple(thing for s in match.values("sittings") for thing in s.part("m").things)


def _in_office(match: Match, conference: ConferenceFrame, facts: Facts, findings: Findings) -> tuple[PersonPhrase, ...]:
    """Return the person whom an office alone means: its only holder; several holders are reported, not chosen from."""
    office = match.value("office")
    if not isinstance(office, str):
        return ()
    where = match.where("office")
    holders = dict.fromkeys(r.holder for r in facts.read(OfficeHolding)
                            if r.office == tg(office) and r.of_conference == conference.iri and r.holder)
    if len(holders) != 1:
        findings.report("office-of-several", Severity.INFO,
                        f"the words mean the holder of an office that {len(holders)} are said to hold", where)
        return ()
    return (PersonPhrase(next(iter(holders)), where, "", None, ()),)


def _extent(match: Match, sitting: Reference) -> Span:
    part = next(filling for filling in sitting.parts if filling.name == "extent")
    meeting = next(filling for filling in sitting.parts if filling.name == "m")
    return match.unit.span_of(part.start, sitting.end if part.start < meeting.start else part.end)

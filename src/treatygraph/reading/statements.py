"""Rules for who took the floor, for whom, at which meeting and under which item.

Must not read who presided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from treatygraph import iris
from treatygraph.facts import Act, Event, OfficeHolding, Statement
from treatygraph.model import Iri, Severity, Span
from treatygraph.reading.conference_frame import ConferenceFrame
from treatygraph.reading.discourse import Discourse, DiscourseInTheMaking
from treatygraph.reading.facts_so_far import Facts, FactsInTheMaking
from treatygraph.reading.findings import Findings
from treatygraph.reading.person_phrase import PersonPhrase
from treatygraph.reading.references import Reference
from treatygraph.reading.registry import Match, rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.resolving import check_number, frame_span, named_things, things_of
from treatygraph.reading.slots import Named
from treatygraph.reading.units import mentioned, outermost
from treatygraph.vocab import tg


def setting(match: Match, discourse: DiscourseInTheMaking) -> tuple[tuple[Iri, ...], tuple[Iri, ...]]:
    """Return the meetings and agenda items that a sentence's adverbials name; meetings named are remembered."""
    meetings, items = match.value("meetings"), match.value("items")
    found = meetings.things if isinstance(meetings, Reference) else ()
    if found:
        discourse.meetings = found
    if isinstance(items, Reference):
        discourse.spoken_under = items.things
    return found, items.things if isinstance(items, Reference) else ()


def holders_of_office(conference: ConferenceFrame, facts: Facts, office: str) -> tuple[Iri, ...]:
    """Return the holdings of an office of this conference that the text has told of so far."""
    return facts.offices(tg(office), conference.iri)


def principals(match: Match, conference: ConferenceFrame, facts: Facts) -> tuple[Iri, ...]:
    """Return on whose behalf a sentence says somebody acted: an agent, or those who hold an office."""
    agent = match.value("principal")
    if isinstance(agent, Named | PersonPhrase) and agent.iri:
        return (agent.iri,)
    if isinstance(agent, Reference):
        return agent.things
    office = match.value("principals")
    return holders_of_office(conference, facts, office) if isinstance(office, str) else ()


def _statement(conference: ConferenceFrame, who: Iri, evidence: tuple[Span, ...], meetings: tuple[Iri, ...],
               items: tuple[Iri, ...], behalf: tuple[Iri, ...] = ()) -> Statement:
    item = iris.local(items[0]) if len(items) == 1 else None
    return Statement(iri=iris.statement(conference.iri, who, item), evidence=evidence, speaker=who, on_behalf_of=behalf,
                     of_conference=conference.iri, at_meetings=meetings, under_items=items)


@rule("STM-01", reads="sentence", emits=(Statement, Event))
def persons_speak(match: Match, conference: ConferenceFrame, discourse: DiscourseInTheMaking, facts: FactsInTheMaking,
                  findings: Findings) -> Iterator[Statement | Event]:
    """Read that persons took the floor.

    If: a sentence says that persons, by name or by a post they are known to hold, spoke or gave an address.
    Then: each has one statement under the item named (or none), at the meetings named, on behalf of the agent, or
        of all holders of the office, for whom the sentence says they spoke.
    Near miss: a State whose unnamed representative spoke, which is itself the speaker.
    """
    meetings, items = setting(match, discourse)
    if not meetings and items:
        meetings = discourse.meetings
    setting_words: tuple[Span, ...] = ()
    if not meetings and match.value("principal") and discourse.items:
        meetings, items = discourse.meetings, discourse.items
        setting_words = (discourse.exchange_span,) if discourse.exchange_span else ()
    behalf = principals(match, conference, facts)
    who = things_of(match, "speakers", facts, findings)
    discourse.persons = who
    discourse.spoken_under = items
    occasion = None
    if match.value("occasion"):
        name = match.where("occasion")
        occasion = iris.event(f"{iris.local(conference.iri)}-{match.value('occasion')}")
        yield Event(iri=occasion, evidence=(name, match.span), involves=(conference.iri,),
                    label=facts.first_words(occasion, name))
    for speaker, span in named_things(match, "speakers", facts, findings):
        yield replace(_statement(conference, speaker, (span, match.span, *setting_words), meetings, items, behalf),
                      at_event=occasion)


@rule("STM-02", reads="sentence", emits=(Statement,))
def message_read_out(match: Match, conference: ConferenceFrame, discourse: DiscourseInTheMaking,
                     facts: FactsInTheMaking, findings: Findings) -> Iterator[Statement]:
    """Read that somebody read out another's message.

    If: a sentence says that a person read out the message of somebody to the conference.
    Then: the person has a statement on behalf of the message's author.
    Near miss: a person who spoke and merely mentioned a message.
    """
    meetings, items = setting(match, discourse)
    behalf = principals(match, conference, facts)
    discourse.persons = things_of(match, "speakers", facts, findings)
    for speaker, span in named_things(match, "speakers", facts, findings):
        yield _statement(conference, speaker, (span, match.span), meetings, items, behalf)


@rule("STM-03", reads="sentence", emits=(Statement,))
def groups_speak(match: Match, conference: ConferenceFrame, discourse: DiscourseInTheMaking, facts: FactsInTheMaking,
                 findings: Findings) -> Iterator[Statement]:
    """Read that members of groups took the floor.

    If: a sentence says that unnamed members of a group spoke.
    Then: the group has a statement.
    Near miss: members who are named, who are the speakers themselves.
    """
    meetings, items = setting(match, discourse)
    for speaker, span in named_things(match, "speakers", facts, findings):
        yield _statement(conference, speaker, (span, match.span), meetings, items)


@rule("STM-04", reads="sentence", emits=(Statement,))
def representatives_speak(match: Match, conference: ConferenceFrame, discourse: DiscourseInTheMaking,
                          facts: FactsInTheMaking, findings: Findings) -> Iterator[Statement]:
    """Read a list of States whose representatives took the floor.

    If: a sentence lists participating States whose unnamed representatives spoke.
    Then: each State has a statement under the item, and at the meetings, of the exchange the sentence belongs to; on
        behalf of those whom a remark in brackets behind its name tells; a number before the list that is not the
        list's is reported.
    Near miss: representatives elected to an office.
    """
    meetings, items = setting(match, discourse)
    meetings, items = meetings or discourse.meetings, items or discourse.items
    frame = frame_span(match, "speakers")
    evidence = (frame, discourse.exchange_span) if discourse.exchange_span else (frame,)
    check_number(match, "stated", "speakers", findings)
    behalf = {value.span: _principals_in(match, value, findings) for value in match.values("speakers")
              if isinstance(value, Named)}
    for speaker, span in named_things(match, "speakers", facts, findings):
        yield _statement(conference, speaker, (span, *evidence), meetings, items, behalf.get(span, ()))


def _principals_in(match: Match, speaker: Named, findings: Findings) -> tuple[Iri, ...]:
    """Return for whom a remark in brackets says that one of a list spoke: the bodies it names."""
    if speaker.remark == (0, 0):
        return ()
    sightings = match.unit.seen("state", "organization", "group", start=speaker.remark[0], end=speaker.remark[1])
    found = tuple(dict.fromkeys(s.iri for s in outermost(sightings, *speaker.remark) if s.iri))
    last = max((s.end for s in sightings), default=speaker.remark[0])
    if any(char.isalnum() for char in match.unit.text[last : speaker.remark[1]]):
        findings.report("unread-words", Severity.WARNING, "no rule reads these words of the remark",
                        match.unit.span_of(last, speaker.remark[1] - 1))
    return found


@rule("STM-07", reads="sentence", emits=(Act, OfficeHolding))
def presentation_by(match: Match, report: ReportText, conference: ConferenceFrame, discourse: DiscourseInTheMaking,
                    facts: FactsInTheMaking, findings: Findings) -> Iterator[Act | OfficeHolding]:
    """Read that persons, or the representatives of States, presented something.

    If: a sentence says that persons, or representatives of States, presented a document or report.
    Then: there is an act of presenting by them, at the meetings and under the items named, that mentions it; an office
        of another conference that a State is said to have held is held by it.
    Near miss: a presentation that was part of a statement.
    """
    meetings, items = setting(match, discourse)
    earlier, office = match.value("c"), tg(str(match.constants.get("office", "")))
    if isinstance(earlier, Reference) and earlier.iri:
        for who, span in named_things(match, "speakers", facts, findings):
            yield OfficeHolding(iri=iris.office(earlier.iri, office, who), evidence=(span, match.where("c")),
                                office=office, holder=who, of_conference=earlier.iri)
    provision = match.unit.provision
    use = facts.use_of(provision, tg("Present"), None)
    matter = match.slots["matter"]
    yield Act(iri=iris.act(provision, "Present", None, use), evidence=(match.span,), operative_verb=tg("Present"),
              actors=things_of(match, "speakers", facts, findings), matter=report.words(match.where("matter")),
              mentions=mentioned(match.unit, matter.start, matter.end), of_conference=conference.iri,
              at_meetings=meetings, under_items=items)


@rule("STM-05", reads="sentence", emits=(Act,))
def presentation(match: Match, report: ReportText, conference: ConferenceFrame, discourse: Discourse,
                 facts: FactsInTheMaking, findings: Findings) -> Iterator[Act]:
    """Read what those who just spoke presented.

    If: a clause after a statement says that it included a presentation.
    Then: there is an act of presenting by the speakers.
    Near miss: a report listed as a document; what something else included than a statement, which is reported.
    """
    provision = match.unit.provision
    if not discourse.persons:
        findings.report("unread-words", Severity.WARNING, "nobody is said to have spoken before this", match.span)
        return
    use = facts.use_of(provision, tg("Present"), None)
    yield Act(iri=iris.act(provision, "Present", None, use), evidence=(match.span,), actors=discourse.persons,
              operative_verb=tg("Present"), matter=report.words(match.where("matter")),
              mentions=mentioned(match.unit, match.start, match.end), of_conference=conference.iri,
              at_meetings=discourse.meetings, under_items=discourse.spoken_under)


@rule("STM-06", reads="sentence", emits=(Act,))
def exchange_of_views(match: Match, report: ReportText, conference: ConferenceFrame, discourse: DiscourseInTheMaking,
                      facts: FactsInTheMaking, findings: Findings) -> Iterator[Act]:
    """Read that groups of States exchanged views.

    If: a sentence says that groups exchanged views on a matter, at meetings and under an item.
    Then: there is an act of exchanging views by these groups; the speakers listed next spoke in it.
    Near miss: an agenda item of that title.
    """
    meetings, items = setting(match, discourse)
    discourse.items, discourse.exchange_span = items, match.span
    provision = match.unit.provision
    use = facts.use_of(provision, tg("ExchangeViews"), None)
    yield Act(iri=iris.act(provision, "ExchangeViews", None, use), evidence=(match.span,),
              actors=things_of(match, "actors", facts, findings), operative_verb=tg("ExchangeViews"),
              at_meetings=meetings, under_items=items, of_conference=conference.iri,
              matter=report.words(match.where("matter")),
              mentions=mentioned(match.unit, match.slots["matter"].start, match.slots["matter"].end))

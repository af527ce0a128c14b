"""Rules for events a text names: openings for signature, anniversaries, summits, tests, announcements, exercises.

Must not date an event more precisely than its words do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from treatygraph import iris
from treatygraph.facts import Act, CountStatement, Decision, Event
from treatygraph.find.amounts import Amount
from treatygraph.find.dates import DateMention
from treatygraph.model import Iri, PartialDate, Span
from treatygraph.reading.adoption_day import day_said
from treatygraph.reading.conference_frame import ConferenceFrame
from treatygraph.reading.counts import stated_amount
from treatygraph.reading.facts_so_far import FactsInTheMaking
from treatygraph.reading.findings import Findings
from treatygraph.reading.outline import Outline
from treatygraph.reading.recorded_actions import recorded
from treatygraph.reading.references import Reference
from treatygraph.reading.registry import Emission, Match, rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.resolving import named_things, things_of
from treatygraph.reading.units import mentioned
from treatygraph.vocab import tg


def _number(match: Match, what: Iri, value: int, evidence: str) -> CountStatement:
    return CountStatement(iri=iris.count(match.unit.provision, what, value),
                          evidence=(match.where(evidence), match.span), counts=what, value=value)


def _over(match: Match, one: str, other: str) -> Span:
    """Return the words from the first to the last of two slots, whichever stands first."""
    slots = match.slots[one], match.slots[other]
    return match.unit.span_of(min(s.start for s in slots), max(s.end for s in slots))


@rule("EVT-01", reads="phrase", emits=(Event,))
def opening_for_signature(match: Match, facts: FactsInTheMaking) -> Iterator[Event]:
    """Read that a treaty was opened for signature.

    If: words speak of a treaty's opening for signature, perhaps with its year.
    Then: it is an event that involves the treaty, dated with that year where it stands there.
    Near miss: signatures by States.
    """
    year, treaty = match.value("y"), match.value("t").iri
    event = iris.event(f"{iris.local(treaty)}-opening-for-signature")
    first = match.slots["t"].start if year and match.slots["y"].start < match.slots["t"].start else match.start
    name = match.unit.span_of(first, match.end)
    yield Event(iri=event, evidence=(match.span,), involves=(treaty,), date=year.first if year else None,
                label=facts.first_words(event, name))


@rule("EVT-02", reads="sentence", emits=(Event, CountStatement))
def anniversary(match: Match, facts: FactsInTheMaking) -> Iterator[Emission]:
    """Read that a month or day is an anniversary of a treaty.

    If: a sentence says that a date is the n-th anniversary of a treaty.
    Then: the anniversary is an event of that date, and the number of years is stated.
    Near miss: an anniversary that is named without a date.
    """
    treaty, value = match.value("t").iri, int(match.value("value"))
    event = iris.event(f"{iris.local(treaty)}-{value}th-anniversary")
    name = match.unit.span_of(min(match.slots["t"].start, match.slots["value"].start), match.end)
    yield Event(iri=event, evidence=(name, match.span), involves=(treaty,), date=match.value("date").first,
                label=facts.first_words(event, name))
    yield _number(match, iris.thing("concept/years-since-opening-for-signature"), value, "value")


@rule("EVT-03", reads="phrase", emits=(Event, Decision))
def summit(match: Match, facts: FactsInTheMaking) -> Iterator[Emission]:
    """Read that a summit of an organ adopted a resolution.

    If: words say that a summit of an organ, held at a place on a day, adopted a resolution.
    Then: the summit is an event there and then that involves the organ, and it decided the adoption.
    Near miss: a summit without a day.
    """
    organ, date, place = match.value("organization").iri, match.value("date").first, match.value("place")
    resolution: Reference = match.value("resolution")
    event = iris.event(f"{iris.local(organ)}-{match.value('summit')}-{date.year}")
    named = [match.slots[slot] for slot in ("organization", "summit", "topic") if slot in match.slots]
    whole = match.unit.span_of(named[0].start, max(filling.end for filling in named))
    name = replace(whole, start=max(whole.start, match.value("organization").span.start))
    yield Event(iri=event, evidence=(name, match.span), date=date, locations=(place.iri,), involves=(organ,),
                label=facts.first_words(event, name))
    decided = resolution.iri
    if decided:
        yield Decision(iri=iris.decision(event, tg("Adoption"), iris.local(decided)), evidence=(match.span,),
                       decision_type=tg("Adoption"), decided_on=(decided,), at_event=event, date=date)


@rule("EVT-04", reads="phrase", emits=(Decision,))
def adopted_elsewhere(match: Match) -> Iterator[Decision]:
    """Read that a document of another conference was adopted, and how.

    If: words say that a conference's document was adopted by a method.
    Then: that conference took a decision of adoption by that method.
    Near miss: the adoption of a document by the conference reported on.
    """
    document: Reference = match.value("d")
    conference = getattr(document.part("c"), "iri", None)
    if document.iri and conference:
        yield Decision(iri=iris.decision(conference, tg("Adoption"), iris.local(document.iri)), evidence=(match.span,),
                       decision_type=tg("Adoption"), decided_on=(document.iri,), of_conference=conference,
                       method=tg(match.value("method")))


@rule("EVT-05", reads="phrase", emits=(Event, CountStatement))
def nuclear_tests(match: Match, report: ReportText, facts: FactsInTheMaking, findings: Findings) -> Iterator[Emission]:
    """Read that a State carried out a number of nuclear tests since a year.

    If: words give a State, the year since when, and the number of its tests.
    Then: the tests are an event that involves the State, not before that year, and their number is stated.
    Near miss: tests without a number.
    """
    state = match.value("s").iri
    event = iris.event(f"nuclear-tests-{iris.local(state).lower()}")
    yield Event(iri=event, evidence=(match.span,), not_before=match.value("y").first,
                involves=(state,), label=facts.first_words(event, match.span))
    if isinstance(match.value("value"), Amount):
        yield from stated_amount(match, report, findings, event)
    else:
        yield _number(match, event, int(match.value("value")), "value")


@rule("EVT-06", reads="phrase", emits=(Event, Act))
def preparatory_process(match: Match, report: ReportText, facts: FactsInTheMaking, findings: Findings
                       ) -> Iterator[Emission]:
    """Read that the preparatory process of a conference was held at places, and what it called for.

    If: words name the preparatory process of a conference and the places where it was held.
    Then: it is an event at these places that involves the conference; a call it made is an act of it, at it.
    Near miss: the conference itself.
    """
    conference: Reference = match.value("c")
    if conference.iri is None:
        return
    event = iris.event(f"{iris.local(conference.iri)}-{match.value('process')}")
    name = _over(match, "c", "process")
    yield Event(iri=event, evidence=(name, match.span), locations=things_of(match, "places", facts, findings),
                involves=(conference.iri,), label=facts.first_words(event, name))
    if "matter" in match.slots:
        verb, provision = tg(str(match.constants["verb"])), match.unit.provision
        matter = match.slots["matter"]
        yield Act(iri=iris.act(provision, verb, None, facts.use_of(provision, verb, None)), evidence=(match.span,),
                  actors=(event,), operative_verb=verb, at_event=event, of_conference=conference.iri,
                  matter=report.words(match.where("matter")),
                  mentions=mentioned(match.unit, matter.start, matter.end))


@rule("EVT-11", reads="phrase", emits=(Decision,))
def approved_at_a_session(match: Match) -> Iterator[Decision]:
    """Read that a session of a body approved a document.

    If: words name a document as one that a session of a body, told by its number, approved or adopted.
    Then: that session is where the adoption of the document was decided.
    Near miss: a session named for anything else.
    """
    document: Reference = match.value("document")
    session = getattr(document.part("session"), "iri", None)
    if document.iri and session:
        yield Decision(iri=iris.decision(session, tg("Adoption"), iris.local(document.iri)), evidence=(match.span,),
                       decision_type=tg("Adoption"), decided_on=(document.iri,), at_event=session)


@rule("EVT-07", reads="phrase", emits=(Event, Act))
def announcement(match: Match, report: ReportText, facts: FactsInTheMaking) -> Iterator[Emission]:
    """Read that a State made a statement on a day or in a month.

    If: words tell of a State's statement and its date, outside the conference.
    Then: the statement is an event of that date that involves the State, and at it the State announced the matter.
    Near miss: a statement at the conference.
    """
    state, date = match.value("s").iri, match.value("date").first
    event = iris.event(f"{match.value('announcement')}-{iris.local(state).lower()}-{date.lexical}")
    name = match.unit.span_of(match.start, max(match.slots["announcement"].end, match.slots["date"].end))
    places = tuple(s.things[0] for s in match.unit.seen("place", start=match.start, end=match.end))
    yield Event(iri=event, evidence=(name, match.span), date=date, involves=(state, *places),
                label=facts.first_words(event, name))
    verb, provision, matter = tg("Announce"), match.unit.provision, match.slots["matter"]
    yield Act(iri=iris.act(provision, verb, None, facts.use_of(provision, verb, None)), evidence=(match.span,),
              actors=(state,), operative_verb=verb, at_event=event,
              matter=report.words(match.where("matter")),
              mentions=mentioned(match.unit, matter.start, matter.end))


@rule("EVT-08", reads="phrase", emits=(Event,))
def exercise(match: Match, facts: FactsInTheMaking) -> Iterator[Event]:
    """Read that an exercise was held in a State in a year.

    If: words name an exercise, its year and the State where it was held.
    Then: it is an event of that year in that State.
    Near miss: an exercise still to be held.
    """
    state, year = match.value("s").iri, match.value("y").first
    event = iris.event(f"{match.value('exercise')}-{year.lexical}")
    yield Event(iri=event, evidence=(match.span,), date=year, locations=(state,),
                label=facts.first_words(event, match.where("exercise")))


@rule("EVT-09", reads="phrase", emits=(Event,))
def actions_since(match: Match, report: ReportText, outline: Outline, conference: ConferenceFrame,
                  facts: FactsInTheMaking, findings: Findings) -> Iterator[Event]:
    """Read that States signed or ratified since an earlier conference.

    If: words say that States took treaty actions since a conference named by its year, or welcome these actions.
    Then: each action is an event the text tells of, which involves the State and the treaty, not before that year, or
        that conference's last day where its row has it, and not after the day on which the declaration was adopted, or
        this conference's last day; the action that the depositary recorded within these bounds is linked to it.
    Near miss: an action with a date of its own.
    """
    earlier: Reference | None = match.value("c")
    bounds = _last_day(earlier, report), day_said(match.unit.provision, outline, conference, facts)
    for action in match.values("actions"):
        state = action.part("s").iri
        treaty = getattr(action.part("t"), "iri", None) or conference.treaty
        if treaty is None:
            continue
        for iri in action.things:
            kind = iris.local(iri).rsplit("/", 1)[-1]
            event = iris.event(f"{iris.local(treaty)}-{kind.lower()}-{iris.local(state).lower()}")
            name = _own_words(match, action, kind, report)
            yield Event(iri=event, evidence=(name, action.span, match.span), involves=(state, treaty),
                        label=facts.first_words(event, name),
                        not_before=bounds[0], not_after=bounds[1],
                        recorded_as=recorded(report, (treaty, state, kind), bounds, name, findings))


def _last_day(earlier: Reference | None, report: ReportText) -> PartialDate | None:
    """Return the last day of a conference named by its year, or just that year where no row knows its days."""
    if earlier is None:
        return None
    row = report.tables.row("conferences", iris.local(earlier.iri)) if earlier.iri else None
    if row is not None and row["end"]:
        return PartialDate(row["end"])
    year = earlier.part("y")
    return year.first if isinstance(year, DateMention) else None


@rule("EVT-10", reads="phrase", emits=(Event,))
def actions_on_a_day(match: Match, report: ReportText, conference: ConferenceFrame, facts: FactsInTheMaking,
                     findings: Findings) -> Iterator[Event]:
    """Read that States signed or ratified on a day.

    If: words say that States took a treaty action on a day.
    Then: each action is an event of that day that involves the State and the treaty; the action that the depositary
        recorded for that day is linked to it.
    Near miss: an action without a day.
    """
    date, treaty = match.value("date").first, getattr(match.value("t"), "iri", None) or conference.treaty
    if treaty is None:
        return
    kind = str(match.constants["action"])
    told = [(state, span, date) for state, span in named_things(match, "states", facts, findings)]
    if "others" in match.slots:
        told += [(state, span, match.value("later").first)
                 for state, span in named_things(match, "others", facts, findings)]
    words = match.unit.span_of(match.slots["states"].start, match.end)
    for state, span, day in told:
        event = iris.event(f"{iris.local(treaty)}-{kind.lower()}-{iris.local(state).lower()}")
        yield Event(iri=event, evidence=(span, words), date=day, involves=(state, treaty),
                    label=facts.first_words(event, words),
                    recorded_as=recorded(report, (treaty, state, kind), (day, day), span, findings))


def _own_words(match: Match, action: Reference, kind: str, report: ReportText) -> Span:
    """Return the words of one of several actions told together: from the State or the verb, to verb or treaty."""
    verbs = next(filling for filling in action.parts if filling.name == "a")
    words = match.unit.plain[verbs.start : verbs.end]
    known = report.language.lexicon.get("action_verb", {})
    at, form = min((words.find(form), form) for form, meant in known.items() if meant == kind and form in words)
    state = next(filling for filling in action.parts if filling.name == "s")
    start = min(state.start, verbs.start) if at == 0 else verbs.start + at
    stop = verbs.start + at + len(form)
    return match.unit.span_of(start, action.end if stop == verbs.end else stop)

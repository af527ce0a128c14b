"""Rules for conferences: the one reported on, the one before, others named by year, and meetings.

Must not read who took part or what was decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from treatygraph import iris
from treatygraph.facts import (
    Act,
    AgendaItem,
    Agent,
    Conference,
    ConferenceSeries,
    DepositaryFunction,
    Document,
    Meeting,
    Treaty,
)
from treatygraph.find.numbers import numbers_of
from treatygraph.model import Iri, LangText, Severity
from treatygraph.reading.conference_frame import ConferenceFrame, ConferenceInTheMaking
from treatygraph.reading.facts_so_far import Facts, FactsInTheMaking
from treatygraph.reading.findings import Findings
from treatygraph.reading.outline import Outline
from treatygraph.reading.references import Reference
from treatygraph.reading.registry import Match, Use, rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.sessions import Sessions
from treatygraph.vocab import tg


@rule("CNF-01", reads="header", emits=(ConferenceSeries,))
def header_series(match: Match, conference: ConferenceInTheMaking) -> Iterator[ConferenceSeries]:
    """Read from the header which series the conference belongs to.

    If: a header line is the name of a conference series.
    Then: the report is of a conference of that series; its days stand in a later line of the header.
    Near miss: the series' name inside a sentence.
    """
    series: Iri | None = match.value("series").iri
    conference.name(series, match.span)
    if series:
        yield ConferenceSeries(iri=series, evidence=(match.span,))


def _whole_article(article: Reference) -> Iri | None:
    """Return the article that a reference means, or whose paragraph it means."""
    return Iri(article.iri.partition("/paragraph/")[0]) if article.iri else None


@rule("CNF-02", reads="sentence", emits=(Conference, Act))
def opening(match: Match, conference: ConferenceFrame, facts: FactsInTheMaking) -> Iterator[Conference | Act]:
    """Read under which article the conference was convened, and who opened it, when and for whom.

    If: a sentence says that the conference convened under an article was opened on a day by a person.
    Then: the conference is tg:convenedUnder the article, and there is an act of opening by that person on that day,
        on behalf of the principal where one is named.
    Near miss: a message read out on somebody's behalf, which is a statement.
    """
    article: Reference | None = match.value("article")
    called = match.slots.get("series")
    if called:
        match.unit.sightings = [replace(s, kind="conference", things=(conference.iri,))
                                if (s.start, s.end) == (called.start, called.end) else s for s in match.unit.sightings]
    if article:
        yield Conference(iri=conference.iri, evidence=(match.where("article"),), in_series=conference.series,
                         convened_under=_whole_article(article))
    opener = match.value("opener")
    if opener is None:
        return
    principal, date = match.value("principal"), match.value("date")
    use = facts.use_of(match.unit.provision, tg("Open"), None)
    yield Act(iri=iris.act(match.unit.provision, "Open", None, use), evidence=(match.span,),
              actors=(opener.iri,) if opener.iri else (), operative_verb=tg("Open"), date=date.first,
              on_behalf_of=tuple(principal.things if isinstance(principal, Reference) else (principal.iri,))
              if principal else (), mentions=(conference.iri, *(article.things if article else ())),
              of_conference=conference.iri)


@rule("CNF-03", reads="phrase", emits=(Conference,))
def previous_conference(match: Match, conference: ConferenceFrame) -> Iterator[Conference]:
    """Read which conference was the one before.

    If: words name the previous conference by its year.
    Then: the conference has it as tg:previousConference.
    Near miss: another conference of the series named by its year alone.
    """
    before: Reference = match.value("p")
    year = before.part("y")
    if conference.series is None:
        return
    previous = iris.conference(iris.local(conference.series), year.first.year)  # type: ignore[attr-defined]
    yield Conference(iri=conference.iri, evidence=(match.span,), previous=previous)


@rule("CNF-04", reads="report", emits=(Conference, ConferenceSeries, Agent, Treaty), stage=1)
def named_conferences(report: ReportText, outline: Outline, conference: ConferenceFrame, facts: FactsInTheMaking,
                      findings: Findings) -> Iterator[Conference | ConferenceSeries | Agent | Treaty]:
    """Keep every conference that is named by series and year, the reported one included.

    If: words name a conference of a series by its year, or the header names the one reported on.
    Then: there is a conference of that series; the year is its date where its days are not in the text. The one
        reported on has the name and the days that the header gives; where the report is an organ's, so has that.
    Near miss: a series named without a year.
    """
    for unit in outline.units:
        if unit.kind == "header" and conference.series is not None:
            unit.sightings = [replace(s, kind="conference", things=(conference.iri,))
                              if s.iri == conference.series else s for s in unit.sightings]
    name = conference.name or report.words(conference.named_at)
    if conference.session is not None:
        sessions = Sessions(report.language.layout, numbers_of(report.language))
        name = LangText(sessions.label(name.text, conference.session[1]) or name.text, name.language)
    label = facts.named_conference(conference.iri, name) \
        if conference.name is not None or conference.series is not None else None
    if conference.told:
        yield Conference(iri=conference.iri, evidence=(conference.named_at,), in_series=conference.series, label=label,
                         ordinal=conference.session[0] if conference.session else None)
    if conference.dated_at is not None and conference.in_parts:
        yield Conference(iri=conference.iri, evidence=(conference.dated_at,), not_before=conference.start,
                         not_after=conference.end)
    elif conference.dated_at is not None:
        yield Conference(iri=conference.iri, evidence=(conference.dated_at,), start=conference.start,
                         end=conference.end)
    if conference.treaty_named is not None and conference.own_treaty == conference.treaty_named[0]:
        findings.report("unlisted-treaty", Severity.INFO, "no row knows the treaty that the body's name names; it has "
                        "that name, and no article or party but those that the text tells", conference.named_at)
        yield Treaty(iri=conference.treaty_named[0], evidence=(conference.named_at,),
                     label=conference.treaty_named[1])
    if conference.organ is not None and conference.organ_at is not None:
        yield Agent(iri=conference.organ, evidence=(conference.organ_at,), subclass="Organization",
                    label=conference.organ_name, of_conference=conference.iri)
    for unit in outline.units:
        for sighting in unit.seen("conference"):
            if sighting.iri and sighting.iri != conference.iri:
                series = iris.local(sighting.iri).rpartition("-")[0]
                span = unit.span_of(sighting.start, sighting.end)
                yield Conference(iri=sighting.iri, evidence=(span,), in_series=iris.series(series),
                                 label=facts.named_conference(sighting.iri, report.words(span)))
    for unit in outline.units:
        for sighting in unit.seen("series"):
            if sighting.iri:
                yield ConferenceSeries(iri=sighting.iri, evidence=(unit.span_of(sighting.start, sighting.end),))


@rule("CNF-05", reads="report", emits=(Conference, Document), stage=5)
def unnamed_conference(report: ReportText, conference: ConferenceFrame, facts: Facts
                       ) -> Iterator[Conference | Document]:
    """Keep the conference that facts hang on, though the report neither names it nor says when it met.

    If: facts of proceedings were read from a report whose body is unknown.
    Then: there is a conference of that document, and the document is of it.
    Near miss: the report of an officer, whose text tells of no proceedings: it has no conference.
    """
    hangs = any(getattr(record, "of_conference", None) == conference.iri for record in facts.records)
    if hangs and not conference.told:
        yield Conference(iri=conference.iri, evidence=(conference.named_at,))
        yield Document(iri=report.document, evidence=(conference.named_at,), of_conference=conference.iri)


@rule("MTG-01", reads="phrase", emits=(Meeting,), use=Use.CIRCUMSTANCE)
def meeting_date(match: Match) -> Iterator[Meeting]:
    """Read on which day a meeting was held.

    If: a day stands right before a meeting.
    Then: the meeting has that date.
    Near miss: a day elsewhere in the sentence; a meeting that the sentence says is another body's.
    """
    meeting: Reference = match.value("meeting")
    date = match.value("date")
    at = match.slots["meeting"].start
    others = any(not s.things for s in match.unit.seen("meeting") if s.start <= at < s.end)
    if meeting.iri and not others and date.first == date.last and len(date.first.lexical) == 10:
        yield Meeting(iri=meeting.iri, evidence=(match.span,), date=date.first)


@rule("MTG-02", reads="report", emits=(Meeting, AgendaItem), stage=1)
def meetings(outline: Outline, conference: ConferenceFrame, facts: Facts) -> Iterator[Meeting | AgendaItem]:
    """Keep every meeting and agenda item that is named.

    If: words name meetings by their ordinals, or agenda items by their numbers.
    Then: there is such a meeting, or item, of the conference.
    Near miss: "the same meeting", which names none anew.
    """
    agenda = {record.iri for record in facts.read(AgendaItem)}
    for unit in outline.units:
        for sighting in unit.seen("meeting", "meetings", "items"):
            span = unit.span_of(sighting.start, sighting.end)
            for iri in sighting.things:
                if sighting.kind != "items":
                    base = iri.rpartition("/meeting/")[0]
                    yield Meeting(iri=iri, evidence=(span,), of_conference=conference.iri, ordinal=int(iris.local(iri)),
                                  of_organ=Iri(base) if base != conference.iri else None)
                elif iri not in agenda:
                    yield AgendaItem(iri=iri, evidence=(span,), of_conference=conference.iri, number=iris.local(iri))


@rule("DEP-01", reads="phrase", emits=(DepositaryFunction,))
def depositary(match: Match) -> Iterator[DepositaryFunction]:
    """Read who is the depositary of a treaty.

    If: words call an organisation or office the depositary of a treaty.
    Then: there is a depositary function of it under that treaty.
    Near miss: the depositary named without the treaty.
    """
    found: Reference = match.value("depositary")
    treaty = found.part("t")
    holder = found.iri
    if holder and getattr(treaty, "iri", None):
        yield DepositaryFunction(iri=iris.part(treaty.iri, "depositary"), evidence=(match.span,), holder=holder,  # type: ignore[attr-defined]
                                 treaty=treaty.iri)  # type: ignore[attr-defined]

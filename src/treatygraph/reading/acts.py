"""Rules for what a declaration, or a body it speaks of, does: urges, welcomes, requests, supports.

Must not read decisions or statements of the conference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from treatygraph import iris
from treatygraph.facts import Act
from treatygraph.find.dates import DateMention
from treatygraph.model import Iri, Severity
from treatygraph.reading.conference_frame import ConferenceFrame
from treatygraph.reading.discourse import Discourse, DiscourseInTheMaking
from treatygraph.reading.facts_so_far import FactsInTheMaking
from treatygraph.reading.findings import Findings
from treatygraph.reading.references import Reference
from treatygraph.reading.registry import Match, rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.resolving import things_of
from treatygraph.reading.statements import holders_of_office, setting
from treatygraph.reading.units import mentioned
from treatygraph.vocab import tg


@rule("DCL-01", reads="sentence", emits=(Act,))
def declaring_groups(match: Match, report: ReportText, conference: ConferenceFrame, discourse: DiscourseInTheMaking,
                     facts: FactsInTheMaking, findings: Findings) -> Iterator[Act]:
    """Read who speaks in a declaration, and that they met to discuss a matter.

    If: a declaration begins with the groups that declare it and says that they met on certain days.
    Then: "we" means these groups from here on, and there are acts of meeting, in these days, and of discussing.
    Near miss: groups named within a declaration, which do not declare it.
    """
    actors = (*things_of(match, "actors", facts, findings), *things_of(match, "others", facts, findings))
    discourse.speakers = actors
    date = match.value("date")
    provision = match.unit.provision
    on = date.first if date.first == date.last else None
    yield Act(iri=iris.act(provision, "Meet", None, facts.use_of(provision, tg("Meet"), None)),
              evidence=(match.span,), actors=actors, operative_verb=tg("Meet"), of_conference=conference.iri, date=on,
              mentions=(conference.iri,),
              matter=report.words(match.where("matter")) if match.constants.get("purpose") else None)
    matter = match.slots["matter"]
    if match.constants.get("purpose"):
        return
    yield Act(iri=iris.act(provision, "Discuss", None, facts.use_of(provision, tg("Discuss"), None)),
              evidence=(match.span,), actors=actors, operative_verb=tg("Discuss"), of_conference=conference.iri,
              matter=report.words(match.where("matter")),
              mentions=mentioned(match.unit, matter.start, matter.end))


@rule("ACT-01", reads="clause", emits=(Act,))
def operative_clause(match: Match, report: ReportText, conference: ConferenceFrame, discourse: Discourse,
                     facts: FactsInTheMaking, findings: Findings) -> Iterator[Act]:
    """Read an operative clause of a declaration.

    If: a clause of a declaration begins with an operative verb, said by those who declare.
    Then: there is an act of them with that verb, towards those the verb addresses, mentioning all the clause names.
    Near miss: a verb inside a quotation, or said of somebody else within the clause.
    """
    verb = tg(str(match.value("verb")))
    addressees: tuple[Iri, ...] = match.value("addressee") or ()
    provision = match.unit.provision
    impersonal = tuple(report.language.clauses.get("impersonal", ()))
    if not discourse.speakers and not impersonal:
        findings.report("declaration-without-speakers", Severity.INFO,
                        "a clause of a declaration whose speakers no sentence before it names", match.span)
    first = addressees[0] if addressees else None
    yield Act(
        iri=iris.act(provision, verb, first, facts.use_of(provision, verb, first)),
        evidence=(match.span,),
        actors=discourse.speakers,
        operative_verb=verb,
        addressees=addressees,
        mentions=mentioned(match.unit, match.start, match.end, but=addressees),
        matter=report.words(match.where("matter")) if match.slots["matter"].end > match.slots["matter"].start
        else None,
        of_conference=None if match.constants.get("past") else conference.iri,
    )


def _reported_act(match: Match, report: ReportText, facts: FactsInTheMaking, actors: tuple[Iri, ...], **more: object
                 ) -> Act:
    verb = tg(str(match.constants["verb"]))
    provision = match.unit.provision
    matter = report.words(match.where("matter")) if "matter" in match.slots else None
    return Act(iri=iris.act(provision, verb, None, facts.use_of(provision, verb, None)), evidence=(match.span,),
               actors=actors, operative_verb=verb, matter=matter,
               mentions=mentioned(match.unit, match.start, match.end, but=actors), **more)  # type: ignore[arg-type]


@rule("ACT-02", reads="phrase", emits=(Act,))
def act_of_others(match: Match, report: ReportText, facts: FactsInTheMaking, findings: Findings) -> Iterator[Act]:
    """Read what an organ is said to have expressed in a resolution, or a group of States to have committed itself to.

    If: words say that an organ expressed something in a resolution, or that a group of States committed itself.
    Then: there is an act of that organ or group that mentions the resolution and all else the words name.
    Near miss: the declaring States' own act in the same sentence.
    """
    yield _reported_act(match, report, facts, things_of(match, "actor", facts, findings))


@rule("ACT-03", reads="phrase", emits=(Act,))
def act_of_a_document(match: Match, report: ReportText, facts: FactsInTheMaking) -> Iterator[Act]:
    """Read what a document of another conference, or a series of conferences, is said to have expressed.

    If: words say that a conference's document, or all conferences of a series, expressed concern or support.
    Then: there is an act of that conference, or of the series where no single one is meant, that mentions the document.
    Near miss: a document merely cited.
    """
    document, series = match.value("d"), match.value("s")
    conference = getattr(document.part("c"), "iri", None) if isinstance(document, Reference) else None
    actor = conference or getattr(series, "iri", None)
    act = _reported_act(match, report, facts, (), of_conference=conference)  # its words mention the actor as well
    yield replace(act, actors=(actor,) if actor else ())


@rule("ACT-05", reads="sentence", emits=(Act,))
def act_of_the_conference(match: Match, report: ReportText, conference: ConferenceFrame,
                          discourse: DiscourseInTheMaking, facts: FactsInTheMaking, findings: Findings
                          ) -> Iterator[Act]:
    """Read what the conference, or the holder of an office of it, did that is no decision of its own kind.

    If: a sentence says that the conference took note, requested, authorized, or that it was declared closed.
    Then: there is an act at the conference with that verb (of those who hold the office, where one is named), at the
        meetings and under the items named, that mentions all else the words name.
    Near miss: an adoption or election, which is a decision; a verb that goes on with a clause nobody read, which is
        reported.
    """
    verb, provision = tg(str(match.constants["verb"])), match.unit.provision
    before = [claim for claim in match.unit.claims if claim.span.start < match.span.start]
    if match.constants.get("continued") and not before:
        findings.report("unread-words", Severity.WARNING, "nobody is said to have done this", match.span)
        return
    meetings, items = setting(match, discourse)
    if match.constants.get("continued"):
        meetings, items = meetings or discourse.meetings, items or discourse.spoken_under
    office, addressed = match.value("office"), match.value("addressed")
    actors = holders_of_office(conference, facts, str(office)) if office else ()
    addressees = holders_of_office(conference, facts, str(addressed)) if addressed else ()
    first = addressees[0] if addressees else None
    matter = report.words(match.where("matter")) if "matter" in match.slots else None
    yield Act(iri=iris.act(provision, verb, first, facts.use_of(provision, verb, first)), evidence=(match.span,),
              actors=actors, operative_verb=verb, addressees=addressees, at_meetings=meetings,
              under_items=items, matter=matter, of_conference=conference.iri,
              mentions=mentioned(match.unit, match.start, match.end))


@rule("ACT-04", reads="phrase", emits=(Act,))
def establishment_by_resolution(match: Match, report: ReportText, facts: FactsInTheMaking, findings: Findings
                               ) -> Iterator[Act]:
    """Read that something was set up by a resolution, and by whose.

    If: words say that a programme or observance was established by an organ's resolution, or name the resolution of a
        year that established a body.
    Then: there is an act of establishing that mentions the resolution and what was set up, by that organ where it is
        named, in the year where one is.
    Near miss: an organ the conference itself sets up.
    """
    founding = match.value("founding")
    when = founding.part("when") if isinstance(founding, Reference) else None
    more = {"date": when.first} if isinstance(when, DateMention) else {}
    yield _reported_act(match, report, facts, things_of(match, "actor", facts, findings), **more)

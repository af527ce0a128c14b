"""Rules for what a conference decided: elections, adoptions, confirmations, establishments, admissions, its agenda.

Must not read what a declaration asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from treatygraph import iris
from treatygraph.facts import Act, AgendaItem, Agent, Decision, Document, Event, OfficeHolding, Participation
from treatygraph.find.fold import lower
from treatygraph.model import Iri, LangText, Severity, Span
from treatygraph.read.tree import Node, NodeKind
from treatygraph.reading.conference_frame import ConferenceFrame
from treatygraph.reading.discourse import Discourse, DiscourseInTheMaking
from treatygraph.reading.facts_so_far import FactsInTheMaking
from treatygraph.reading.findings import Findings
from treatygraph.reading.introduced import IntroducedInTheMaking
from treatygraph.reading.outline import Outline
from treatygraph.reading.person_phrase import PersonPhrase
from treatygraph.reading.references import Reference
from treatygraph.reading.registry import Emission, Match, rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.resolving import named_things, things_of
from treatygraph.reading.sightings import phrases
from treatygraph.reading.slots import Named, SlotsOf
from treatygraph.reading.statements import holders_of_office, setting
from treatygraph.reading.units import Claim, Sighting, Unit
from treatygraph.vocab import ALT_LABEL, tg


def _decision(match: Match, conference: ConferenceFrame, discourse: DiscourseInTheMaking, type_: str, what: str,
              decided: tuple[Iri, ...]) -> Decision:
    meetings, items = setting(match, discourse)
    evidence: tuple[Span, ...] = (match.span,)
    if not meetings and discourse.deciding_at:
        meetings = discourse.deciding_at
        evidence += (discourse.deciding_span,) if discourse.deciding_span else ()
    followed: Reference | None = match.value("rule")
    method = match.value("method")
    return Decision(iri=iris.decision(conference.iri, tg(type_), what), evidence=evidence, decision_type=tg(type_),
                    decided_on=decided, of_conference=conference.iri, at_meetings=meetings, under_items=items,
                    under_rules=followed.things if followed else (), method=tg(method) if method else None)


def _act(match: Match, conference: ConferenceFrame, facts: FactsInTheMaking, verb: str, **more: object) -> Act:
    provision = match.unit.provision
    addressees = more.get("addressees") or ()
    first = addressees[0] if isinstance(addressees, tuple) and addressees else None
    use = facts.use_of(provision, tg(verb), first)
    return Act(iri=iris.act(provision, verb, first, use), evidence=(match.span,), operative_verb=tg(verb),
               of_conference=conference.iri, **more)  # type: ignore[arg-type]


@rule("CON-01", reads="sentence", emits=(Act, Event))
def agreement_in_consultations(match: Match, report: ReportText, conference: ConferenceFrame, facts: FactsInTheMaking,
                               findings: Findings) -> Iterator[Emission]:
    """Read that decisions rest on an agreement reached in consultations before the conference.

    If: a clause says that groups of States agreed on a matter in consultations held at a place before the opening,
        as a document sets out.
    Then: the consultations are an event at that place, not after the conference's first day, that involves these
        groups; and there is an act of agreeing at it that mentions the document.
    Near miss: a meeting of the conference itself.
    """
    kind = str(match.value("consultation"))
    event = iris.event(f"{kind}-{iris.local(conference.iri)}")
    groups = things_of(match, "groups", facts, findings)
    place: Named = match.value("place")
    name = match.where("consultation")
    yield Event(iri=event, evidence=(name, match.span), not_after=conference.start, involves=groups,
                label=facts.first_words(event, name), locations=(place.iri,) if place.iri else ())
    yield _act(match, conference, facts, "Agree", actors=groups, at_event=event,
               matter=report.words(match.where("matter")),
               mentions=(iris.document(match.value("symbol").symbol),))


@rule("DEC-01", reads="sentence", emits=(Act,))
def meeting_decides(match: Match, report: ReportText, conference: ConferenceFrame, discourse: DiscourseInTheMaking,
                    facts: FactsInTheMaking) -> Iterator[Act]:
    """Read at which meeting the decisions were taken that the following paragraphs tell.

    If: a clause says that a meeting took the following decisions.
    Then: there is an act of the conference, of deciding at that meeting, and decisions told in the rest of the section
        without a meeting of their own were taken at it.
    Near miss: a decision in a later section.
    """
    meeting: Reference = match.value("meeting")
    discourse.deciding_at = discourse.meetings = meeting.things
    discourse.deciding_span = match.span
    discourse.deciding_section = match.unit.node.within(NodeKind.SECTION)
    yield _act(match, conference, facts, "Decide", actors=(conference.iri,), at_meetings=meeting.things,
               matter=report.words(match.where("matter")))


@rule("DEC-02", reads="sentence", emits=(Decision, OfficeHolding))
def election(match: Match, conference: ConferenceFrame, discourse: DiscourseInTheMaking, facts: FactsInTheMaking,
             findings: Findings) -> Iterator[Decision | OfficeHolding]:
    """Read an election to an office of the conference.

    If: a sentence says that the conference elected States, or their representatives, to an office.
    Then: each of them holds that office, and one election decided on all of these holdings.
    Near miss: members of a committee that is set up, whom no election names.
    """
    office = str(match.value("office"))
    followed: Reference | None = match.value("rule")
    holdings = []
    for who, span in named_things(match, "holders", facts, findings):
        holdings.append(iris.office(conference.iri, tg(office), who))
        yield OfficeHolding(iri=holdings[-1], evidence=(span, match.span), office=tg(office), holder=who,
                            of_conference=conference.iri, under_rules=followed.things if followed else ())
    yield _decision(match, conference, discourse, "Election", office, tuple(holdings))


@rule("DEC-03", reads="sentence", emits=(Decision, Document))
def adoption(match: Match, report: ReportText, outline: Outline, conference: ConferenceFrame,
             discourse: DiscourseInTheMaking, facts: FactsInTheMaking) -> Iterator[Decision | Document]:
    """Read the adoption of documents.

    If: a sentence says that the conference adopted something whose symbol, or place in the report, it gives.
    Then: one decision of adoption decided on these documents.
    Near miss: an agenda item that announces an adoption; the document around the part that was adopted.
    """
    decided: list[Iri] = []
    for value in match.values("documents"):
        decided += value.things if isinstance(value, Reference) else [iris.document(value.symbol)]
    decided = _parts_of(match, decided) or decided
    if "what" in match.slots and decided:
        facts.adopt(decided[0], match.where("what"))
    if decided and decided[0] == outline.annex and "what" in match.slots:
        title = _title_alone(match, report)
        what = match.slots["what"]
        match.unit.sightings.append(Sighting(what.start, what.end, "annexed", (decided[0],)))
        yield Document(iri=decided[0], evidence=(title,), extra=((ALT_LABEL, report.words(title)),))
    decision = _decision(match, conference, discourse, "Adoption", iris.local(decided[0]), tuple(decided))
    amended = "amended" in match.slots and "what" in match.slots
    words = match.unit.span_of(match.slots["amended"].start, match.slots["what"].end) if amended else None
    yield replace(decision, matter=report.words(words)) if words else decision


def _parts_of(match: Match, documents: list[Iri]) -> list[Iri]:
    """Return the parts of these documents that what was adopted is said to stand in: "in paragraph 5 of the report"."""
    if "what" not in match.slots:
        return []
    what = match.slots["what"]
    named = [s.iri for s in match.unit.seen("paragraph", "provision") if what.start <= s.start < what.end and s.iri]
    return [part for part in named if any(part.startswith(f"{document}/") for document in documents)]


def _title_alone(match: Match, report: ReportText) -> Span:
    """Return the words of what was adopted without an article or possessive, and without quotation marks."""
    what = match.slots["what"]
    start, end = what.start, what.end
    lists = report.language.lists
    for word in (*lists.get("articles", ()), *lists.get("possessives", ())):
        if match.unit.plain.startswith(word, start):
            start += len(word)
            break
    if match.unit.text[start] == "“" and match.unit.text[end - 1] == "”":
        start, end = start + 1, end - 1
    return match.unit.span_of(start, end)


@rule("DEC-04", reads="sentence", emits=(Decision, OfficeHolding, Agent, Act))
def establishment(match: Match, report: ReportText, conference: ConferenceFrame, discourse: DiscourseInTheMaking,
                  introduced: IntroducedInTheMaking, facts: FactsInTheMaking, findings: Findings) -> Iterator[Emission]:
    """Read the establishment of an organ of the conference, with its members.

    If: a sentence says that the conference set up an organ composed of representatives of States.
    Then: the organ belongs to the conference, each State is its member, one decision established it with them;
        a proposal by an office's holders is an act of proposing.
    Near miss: an election to an office.
    """
    slug = str(match.value("organ"))
    organ = iris.organ(conference.iri, slug)
    label = report.words(match.where("organ"))
    yield Agent(iri=organ, evidence=(match.where("organ"),), subclass="Organization", label=label,
                of_conference=conference.iri)
    introduced.organ(slug, organ)
    office = tg(str(match.constants["office"]))
    followed: Reference | None = match.value("rule")
    holdings = []
    for who, span in named_things(match, "members", facts, findings):
        holdings.append(iris.office(conference.iri, office, who))
        yield OfficeHolding(iri=holdings[-1], evidence=(span, match.span), office=office, holder=who,
                            of_conference=conference.iri, under_rules=followed.things if followed else ())
    decision = _decision(match, conference, discourse, "Establishment", slug, (organ, *holdings))
    yield decision
    proposer, proposing = match.value("proposer"), match.value("proposing")
    if proposer or proposing:
        actors = holders_of_office(conference, facts, str(proposer)) if proposer else (proposing.iri,)
        yield _act(match, conference, facts, "Propose", actors=actors,
                   mentions=(organ,), at_meetings=decision.at_meetings)


@rule("DEC-05", reads="sentence", emits=(Decision, OfficeHolding, Act))
def confirmation(match: Match, report: ReportText, conference: ConferenceFrame, discourse: DiscourseInTheMaking,
                 facts: FactsInTheMaking) -> Iterator[Decision | OfficeHolding | Act]:
    """Read the confirmation of a person whom somebody nominated to an office.

    If: a sentence says that the conference confirmed the nomination of a person to an office.
    Then: the person holds the office, one decision confirmed it, and there is an act of nominating.
    Near miss: an election, in which nobody nominates.
    """
    office = str(match.value("office"))
    nominee: PersonPhrase = match.value("nominee")
    nominator = match.value("nominator")
    followed: Reference | None = match.value("rule")
    if nominee.iri is None:
        return
    holding = iris.office(conference.iri, tg(office), nominee.iri)
    yield OfficeHolding(iri=holding, evidence=(nominee.span, match.span), office=tg(office), holder=nominee.iri,
                        of_conference=conference.iri, under_rules=followed.things if followed else ())
    decision = _decision(match, conference, discourse, "Confirmation", office, (holding,))
    yield decision
    if nominator is None:
        return
    yield _act(match, conference, facts, "Nominate", actors=(nominator.iri,) if nominator.iri else (),
               mentions=(nominee.iri, holding),
               matter=report.words(match.unit.span_of(match.slots["nominee"].start, match.end)))


@rule("DEC-06", reads="sentence", emits=(Decision, Act))
def admission(match: Match, report: ReportText, conference: ConferenceFrame, discourse: DiscourseInTheMaking,
              facts: FactsInTheMaking) -> Iterator[Decision | Act]:
    """Read a decision on the attendance of those whom an earlier paragraph lists.

    If: a sentence says that the conference decided on the attendance of the organisations listed in a paragraph.
    Then: one decision of admission decided on the participations that paragraph states; that they had applied to
        a body is an act of applying.
    Near miss: a paragraph that lists no participation, which leaves the decision without an object.
    """
    paragraph: Reference = match.value("paragraph")
    records = [r for iri in paragraph.things for r in facts.stated_in(iri) if isinstance(r, Participation)]
    decided = tuple(dict.fromkeys(r.iri for r in records))
    capacity = records[0].capacity if records else None
    what = iris.local(capacity) if capacity else "attendance"
    yield _decision(match, conference, discourse, "Admission", what, decided)
    applied = match.value("applied")
    if applied and applied.iri:
        who = tuple(dict.fromkeys(r.participant for r in records if r.participant))
        yield _act(match, conference, facts, "Apply", actors=who, addressees=(applied.iri,),
                   matter=report.words(match.where("matter")))


@rule("AGD-01", reads="sentence", emits=(Decision, Document, AgendaItem))
def agenda(match: Match, report: ReportText, outline: Outline, conference: ConferenceFrame,
           discourse: DiscourseInTheMaking, facts: FactsInTheMaking) -> Iterator[Decision | Document | AgendaItem]:
    """Read the adoption of the agenda, and its items.

    If: a sentence says that the conference adopted an agenda, and numbered items follow it.
    Then: one decision adopted the document, and each item, sub-items too, is an item of the conference's agenda in
        printed order.
    Near miss: numbered paragraphs that stand behind the agenda, even where their numbers go on from its own.
    """
    yield from adoption(match, report, outline, conference, discourse, facts)  # type: ignore[misc]
    node = match.unit.node
    items = [child for child in node.walk() if child.kind is NodeKind.ITEM]
    listed = {id(item) for item in items}
    for position, item in enumerate(items, start=1):
        parent = item.parent if item.parent and id(item.parent) in listed else None
        yield AgendaItem(iri=iris.agenda_item(conference.iri, item.number), evidence=(item.body_span,),
                         label=_label(item, report), of_conference=conference.iri, number=item.number,
                         position=position,
                         sub_item_of=iris.agenda_item(conference.iri, parent.number) if parent else None)
    for item in items:
        for unit in outline.units_of(item):
            unit.claims.append(Claim("AGD-01", unit.span))


def _label(item: Node, report: ReportText) -> LangText:
    return LangText(item.body.rstrip("。.;；"), report.identity.language)


@rule("OFF-03", reads="sentence", emits=(Decision, OfficeHolding, Agent))
def officers_table(match: Match, report: ReportText, outline: Outline, conference: ConferenceFrame,
                   discourse: DiscourseInTheMaking, introduced: IntroducedInTheMaking, findings: Findings,
                   slots_of: SlotsOf) -> Iterator[Emission]:
    """Read the election of the officers of organs from the table that follows it.

    If: a sentence says that the conference elected the officers that follow, and rows of organ, office and person do.
    Then: each person holds that office of that organ of the conference, and one election decided on them all.
    Near miss: a row whose organ or office no lexicon knows, or that names no person; it is reported.
    """
    lexicon = {name: {lower(form): value for form, value in report.language.lexicon.get(name, {}).items()}
               for name in ("organ", "office")}
    holdings = []
    for table in (child for child in match.unit.node.children if child.kind is NodeKind.TABLE):
        for row in table.children:
            cells = [unit for unit in outline.units if unit.node in row.children]
            known = {name: [words[cell.plain] for cell in cells if cell.plain in words]
                     for name, words in lexicon.items()}
            found = [(cell, phrase) for cell in cells for phrase in _named_in(cell, slots_of)]
            if len(found) != 1 or not all(known.values()):
                if cells:
                    findings.report("row-without-officer", Severity.WARNING,
                                    "this row does not name an organ, an office and one person that are known",
                                    Span(cells[0].span.start, cells[-1].span.end))
                continue
            slug, office = known["organ"][0], tg(known["office"][0])
            cell, phrase = found[0]
            holder = phrase.iri or Iri("")
            organ = iris.organ(conference.iri, slug)
            introduced.organ(slug, organ)
            holdings.append(iris.office(conference.iri, office, holder, slug))
            yield Agent(iri=organ, evidence=(cells[0].span,), subclass="Organization", of_conference=conference.iri,
                        label=report.words(cells[0].span))
            yield OfficeHolding(iri=holdings[-1], evidence=(cell.span, match.span), office=office, holder=holder,
                                of_organ=organ, of_conference=conference.iri)
            for one in cells:
                one.claims.append(Claim("OFF-03", one.span))
    if holdings:
        yield _decision(match, conference, discourse, "Election", "officers", tuple(holdings))


def _named_in(cell: Unit, slots_of: SlotsOf) -> list[PersonPhrase]:
    """Return the persons named in a table's cell."""
    found = [phrase for _, _, phrase in phrases(slots_of(cell)) if phrase.name_span and phrase.iri]
    return [found[0]] if len({phrase.iri for phrase in found}) == 1 else found


@rule("OFF-01", reads="sentence", emits=(OfficeHolding,))
def held_office_earlier(match: Match, discourse: DiscourseInTheMaking, findings: Findings) -> Iterator[OfficeHolding]:
    """Read that those just named held an office of another conference.

    If: a clause says that the persons before it held an office of a conference named by its year.
    Then: each of them held that office of that conference.
    Near miss: an office of the conference reported on; "he" or "two persons" where as many were not named, which is
        reported.
    """
    conference: Reference = match.value("conference")
    if conference.iri is None:
        return
    people, named = match.value("people"), len(discourse.persons)
    if people is not None and not _as_many(people, named):
        discourse.persons = ()
        findings.report("pronoun-does-not-fit", Severity.WARNING,
                        f"the words for who held the office do not fit the {named} persons named before", match.span)
        return
    discourse.conference = conference.iri
    for who in discourse.persons:
        yield OfficeHolding(iri=iris.office(conference.iri, tg(match.value("office")), who), evidence=(match.span,),
                            office=tg(match.value("office")), holder=who, of_conference=conference.iri)


def _as_many(people: object, named: int) -> bool:
    """Tell whether words for persons, or their number, fit the number of persons named before."""
    if isinstance(people, int):
        return people == named
    return named > 1 if people == "several" else named == {"one": 1, "two": 2}.get(str(people))


@rule("OFF-02", reads="sentence", emits=(OfficeHolding,))
def elected_under_measure(match: Match, conference: ConferenceFrame, discourse: Discourse) -> Iterator[OfficeHolding]:
    """Read that those just named were elected to an office under a measure of a declaration.

    If: a clause says that the persons before it became holders of an office under a measure.
    Then: each of them holds that office of the conference the clause before speaks of, under the measure.
    Near miss: an election by this conference.
    """
    measure: Reference = match.value("measure")
    spoken_of = discourse.conference or conference.iri
    office = tg(match.value("office"))
    for who in discourse.persons:
        yield OfficeHolding(iri=iris.office(spoken_of, office, who), evidence=(match.span,), office=office,
                            holder=who, of_conference=spoken_of, under_rules=measure.things)


@rule("REQ-01", reads="sentence", emits=(Act,))
def intended_request(match: Match, report: ReportText, conference: ConferenceFrame, facts: FactsInTheMaking
                    ) -> Iterator[Act]:
    """Read that an office's holder told the conference of a request to come.

    If: a sentence says that the holder of an office informed the conference of the intention to ask somebody to
        transmit a document.
    Then: there is an act of informing and one of intending to request, addressed to whom will be asked, which
        mention the document and those it is to reach.
    Near miss: a request made, not intended.
    """
    actors = holders_of_office(conference, facts, str(match.value("office")))
    addressee: Reference = match.value("addressee")
    document: Reference = match.value("declaration")
    recipients = match.value("recipients")
    mentions = (*document.things, *((recipients.iri,) if recipients.iri else ()))
    begin = match.slots["addressee"].end
    while match.unit.text[begin] in ", ":
        begin += 1
    matter = report.words(match.unit.span_of(begin, match.end))
    told = report.words(match.unit.span_of(match.slots["intention"].start, match.end))
    yield _act(match, conference, facts, "Inform", actors=actors, mentions=(*addressee.things, *mentions), matter=told)
    yield _act(match, conference, facts, "IntendToRequest", actors=actors, addressees=addressee.things,
               mentions=mentions, matter=matter)

"""Rules for clauses that tell who took part.

Must not read who spoke.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import Agent, CountStatement, Participation
from treatygraph.find.fold import one_apostrophe
from treatygraph.model import Iri, LangText, Severity
from treatygraph.reading.frames.listing import Element, elements
from treatygraph.reading.frames.telling import Telling
from treatygraph.reading.list_leads import list_nouns
from treatygraph.reading.proceedings.statements_made import _list_after, _without_lead
from treatygraph.reading.registry import Emission, Use, rule
from treatygraph.reading.units import Claim, entries_below
from treatygraph.vocab import tg

_TYPES = ("state", "organization", "group", "state_group")
_SPEAKING = "SPK-01"
_OBSERVER = "ObserverState"


@rule("ATT-01", reads="clause", emits=(Participation, CountStatement, Agent))
def attended(told: Telling) -> Iterator[Emission]:
    """Read who attended a conference, and in which capacity.

    If: a clause says that States or organisations, listed as its subject or behind a colon, attended, participated in
        or were represented at the conference; or that persons, one a line below it, attended who are its members.
    Then: each has a participation in the capacity that the words give; a number before them is stated. A line of a list
        of organisations that no table knows is an organisation of this document, marked as unidentified.
    Near miss: those who were invited, or who attended a meeting of another body; persons who represent somebody.
    """
    if told.around is None or told.around.conference is None or told.around.organ is not None:
        return
    clause, sentence = told.clause, told.sentence
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
    found = _by_lines(told, frame) if listed == where else []
    for line in found:
        if line.iri is None:
            yield from _unidentified(told, line)
    taking_part: list[tuple[Iri | None, Element]] = [(line.iri or _iri_of(told, line), line) for line in found]
    if not found:
        named = told.elements(where, _TYPES)
        taking_part = [(one.iri, one) for one in named] if any(one.iri for one in named) else []
    for who, one in taking_part:
        if who is None:
            told.unresolved(one, "a State or organisation that took part")
            continue
        path = iris.path_of(who)
        capacity = _capacity(told, frame, "person" if "/person/" in f"/{path}" else
                             "organization" if "/organization/" in f"/{path}" else path.partition("/")[0])
        if capacity is None:
            told.reading.findings.report(
                "capacity-unknown",
                Severity.INFO,
                "the words do not say in which capacity these took part",
                sentence.span(one.start, one.end),
            )
        yield Participation(
            iri=iris.participation(told.conference, who),
            evidence=(sentence.span(one.start, one.end), sentence.span(clause.start, clause.verb.end)),
            participant=who,
            of_conference=told.conference,
            capacity=tg(capacity) if capacity else None,
            under_rules=told.under_rules,
        )


def _capacity(told: Telling, frame: str, kind: str) -> str | None:
    """Return the capacity that the words around a list give to those of a kind; None where they give none."""
    bodies = told.sentence.grammar.words.bodies
    for word, capacity in bodies.get("capacities", {}).items():
        if word in frame and (not capacity or capacity in bodies.get("capacities_of", {}).get(kind, ())):
            return capacity or None
    return {"organization": "InvitedOrganization"}.get(kind)


def _by_lines(told: Telling, frame: str) -> list[Element]:
    """Return what the lines below a clause name, where each names one: persons, or States, or organisations.

    Nothing where a line names neither, unless the words above say that these are organisations.
    """
    lines = [line for line in entries_below(told.unit) if line[0] >= told.clause.verb.end]
    nouns = list_nouns(told.reading.identity.language)
    leads = nouns.leads(told.unit.plain, told.clause.start, lines[0][0]) if nouns and lines else []
    organizations = {lead.kind for lead in leads} == {"organization"}
    members = told.sentence.grammar.words.bodies.get("capacities_of", {}).get("person", ())
    types = (*_TYPES[:2], *(("person",) if _capacity(told, frame, "person") in members else ()))
    found: list[Element] = []
    for start, end in lines:
        named = elements(told.sentence, start, end, types)
        one = named[0] if len(named) == 1 else None
        whole = one is not None and one.iri is not None and max(one.end, one.remark[1] + 1 if one.remark else 0) == end
        if whole and one is not None and not (organizations and iris.path_of(one.iri or Iri("")).startswith("state/")):
            found.append(one)
        elif organizations:
            found.append(Element(None, start, end))
        else:
            return []
    for one in found:
        told.take(one.start, one.remark[1] + 1 if one.remark else one.end)
    return found


def _iri_of(told: Telling, line: Element) -> Iri:
    words = one_apostrophe(told.text((line.start, line.end)))
    return iris.unidentified_organization(told.reading.document, words)


def _unidentified(told: Telling, line: Element) -> Iterator[Agent]:
    """Yield the organisation of this document that a line names which no table knows, and report it."""
    span = told.sentence.span(line.start, line.end)
    words = told.text((line.start, line.end))
    told.reading.findings.report("unidentified-organization", Severity.INFO,
                                 f"no row of data/tables/organizations.csv knows '{words}'; "
                                 "the organization is kept as unidentified", span)
    yield Agent(iri=_iri_of(told, line), evidence=(span,), subclass="UnidentifiedOrganization",
                label=LangText(words, told.reading.identity.language))


@rule("ATT-02", reads="clause", emits=(Participation,), use=Use.BESIDE)
def observers_who_spoke(told: Telling) -> Iterator[Participation]:
    """Read who took part as an observer, where it is said who spoke: "the observers for A and B made statements".

    If: a clause of the conference's proceedings says that the observers for States made statements, beside others.
    Then: each of these States has a participation as an observer State.
    Near miss: representatives, of whom no capacity is told; a State that took part in another capacity; observers who
        spoke at a meeting of an organ, or of another body.
    """
    sentence, clause = told.sentence, told.clause
    words = sentence.grammar.words
    speaking = {verb for row in words.frames if row.rule == _SPEAKING for verb in row.verbs}
    if told.around is None or told.around.conference is None or told.around.organ is not None or told.elsewhere \
            or not clause.asserted or told.verb.lemma not in speaking:
        return
    begin, stop = clause.subject if not told.verb.passive else clause.zone
    leads = tuple(words.bodies.get("leads", ()))
    for lead in sorted(words.bodies.get("observer_leads", ()), key=len, reverse=True):
        at = sentence.plain.find(lead, begin, stop)
        while at >= 0:
            start = at + len(lead)
            others = [place for one in leads if (place := sentence.plain.find(one, start, stop)) >= 0]
            for one in elements(sentence, start, min([stop, *others]), ("state",)):
                if one.iri is None:
                    break
                yield from _as_observer(told, one, one.iri, at)
            at = sentence.plain.find(lead, start, stop)


def _as_observer(told: Telling, one: Element, who: Iri, lead: int) -> Iterator[Participation]:
    iri = iris.participation(told.conference, who)
    before = {r.capacity for r in told.reading.facts.read_of(iri) if isinstance(r, Participation) and r.capacity}
    if not before - {tg(_OBSERVER)}:
        yield Participation(iri=iri, evidence=(told.sentence.span(one.start, one.end),
                                               told.sentence.span(lead, max(told.verb.end, one.end))),
                            participant=who, of_conference=told.conference, capacity=tg(_OBSERVER))
        told.unit.claims.append(Claim("ATT-02", told.sentence.span(lead, one.end)))


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

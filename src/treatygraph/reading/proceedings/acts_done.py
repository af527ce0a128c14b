"""Rules for clauses that tell what somebody did that is no decision, election, statement or attendance.

Must not read an act of which nobody says whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from treatygraph import iris
from treatygraph.facts import Act, Agent, Decision, OfficeHolding
from treatygraph.model import Iri, LangText, Severity
from treatygraph.reading.conference_frame import ConferenceFrame
from treatygraph.reading.discourse import AwaitedAct, Discourse
from treatygraph.reading.facts_so_far import Facts
from treatygraph.reading.findings import Findings
from treatygraph.reading.frames.clause import Actor, things
from treatygraph.reading.frames.governing import known, without_joint
from treatygraph.reading.frames.open_leads import unfinished
from treatygraph.reading.frames.telling import Telling
from treatygraph.reading.person_phrase import PersonPhrase
from treatygraph.reading.proceedings.addressees import addressed, addressed_by_lead, office_holders, office_itself
from treatygraph.reading.proceedings.decided_to import decided_to
from treatygraph.reading.proceedings.offices_decided import offices_decided
from treatygraph.reading.registry import Emission, Use, rule
from treatygraph.reading.units import Claim, mentioned
from treatygraph.vocab import tg


def actors(told: Telling, actor: Actor | None) -> tuple[Iri, ...]:
    """Return who an actor's words mean: the body, the persons, States or organisations."""
    if actor is None:
        return ()
    if actor.body is not None and actor.kind in {"own_body", "other_body"}:
        return (actor.body.actor,) if actor.body.actor else ()
    if actor.kind == "we":
        return (told.thread.we,) if told.thread.we else ()
    if actor.kind == "operative":
        body = told.thread.operative or told.around
        return (body.actor,) if body and body.actor else ()
    if actor.kind == "office":
        return office_holders(told, actor)
    if actor.kind == "pronoun":
        return (told.thread.body.actor,) if told.thread.body and told.thread.body.actor else ()
    found = actor.values("who")
    if not known(tuple(actor.slots.values())):
        return ()  # of a list with a name that nobody knows, the others alone are not who is meant
    told.thread.met += [value for value in found if isinstance(value, PersonPhrase)]
    return things(found)


@rule("DID-01", reads="clause", emits=(Act, Agent), use=Use.ACT)
def did(told: Telling) -> Iterator[Emission]:
    """Read an act: who did it, towards whom, and in what words.

    If: a clause says that the conference, an organ, an organisation, a person or States did something for which the
        language names an operative verb.
    Then: there is that act by them, towards those addressed, on what the words say.
    Near miss: an act of which no actor is understood; an addressee that further words narrow.
    """
    yield from _standing(told)
    felt = told.row is not None and bool(told.row.constants.get("felt"))
    agent = told.agent() if told.verb.passive and not felt else told.clause.actor
    if agent is not None and agent.kind == "we":
        yield from told.we()
    who = actors(told, agent)
    office = office_itself(told, agent) if not who and agent is not None else None
    if office is not None:
        who = (office[0].iri,)
        if office[1].organ is None:  # what its officers do, the conference does; an organ's may act at the conference
            told.be_of(office[1])
    if not who:
        return
    where = (
        told.clause.roles("agent").get("object")
        if felt
        else told.clause.object("agent")
        if told.verb.passive
        else told.clause.object()
    )
    addressees: tuple[Iri, ...] = ()
    if where is not None and not told.verb.passive:
        found = addressed(told, where)
        yield from found.described
        addressees, where = found.who, found.rest
    where = _gone_back(told, where)
    if not told.verb.passive or felt:
        where = _to_its_object(told, told.clause.with_what_depends(where))
    lead = told.thread.lead
    if where is None and lead is not None and lead.clause is told.clause:
        return  # its parts say what it is that was done
    act = told.act(told.verb_concept, who, addressees, where)
    if office is None or agent is None:
        yield act
    else:
        named = tg(str(agent.slots["office"].value))
        act = replace(act, stated_in=told.unit.provision)
        told.reading.discourse.awaited_acts.append(
            AwaitedAct(named, office[1].organ, next(iter(things(agent.values("of_state"))), None), act, office[0],
                       told.unit, told.clause.span, told.used))


@rule("DID-03", reads="report", emits=(Act, Agent), stage=1)
def offices_acted(discourse: Discourse, facts: Facts, conference: ConferenceFrame, findings: Findings
                  ) -> Iterator[Emission]:
    """Read who acted where only an office of the body is named, and its holder before or behind, or nowhere.

    If: an office of the conference, or of its organ, is said to have done something.
    Then: the one holding of that office that the report tells of is the actor; where it tells of none, the office acts
        as an agent of its own.
    Near miss: an office that several hold, or nobody of the State named beside it, which is reported.
    """
    labelled: set[Iri] = set()
    for one in discourse.awaited_acts:
        held = dict.fromkeys(
            record.iri for record in facts.holdings(one.office, conference.iri, one.organ)
            if one.state is None or one.state in {*record.representing, record.holder}
        )
        if len(held) > 1 or (one.state is not None and not held):
            findings.report("office-of-several", Severity.INFO,
                            f"the words mean the holder of an office that {len(held)} are said to hold", one.clause)
            continue
        one.unit.claims.append(Claim("DID-03", one.clause, used=one.used))
        if not held:
            yield replace(one.agent, label=None if one.agent.iri in labelled else one.agent.label)
            labelled.add(one.agent.iri)
        yield replace(one.act, actors=tuple(held) or one.act.actors)


def _to_its_object(told: Telling, where: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return a matter with the clause joined to it, where its last word needs another that stands only there.

    "We recognize the significance of and warmly welcome the recent signature by …"
    """
    clauses = told.sentence.clauses
    index = next((at for at, clause in enumerate(clauses) if clause is told.clause), len(clauses))
    following = clauses[index + 1 : index + 2]
    if where is None or where[1] < told.clause.end or unfinished(told, where[1]) is None or not following:
        return where
    return where[0], following[0].end


def _standing(told: Telling) -> Iterator[Agent]:
    """Yield the body apart from its sessions, once, where it acted between two of them."""
    body = told.body
    if body is not None and body.between and body.agent is not None and not told.reading.facts.read_of(body.agent):
        yield Agent(iri=body.agent, evidence=(told.clause.span,), subclass="UnidentifiedOrganization",
                    label=LangText(told.thread.bodies.standing_name, told.reading.report.language.code))


def _gone_back(told: Telling, where: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return what "it" goes back to, where an act is on nothing else: the object of the clause before, in its words.

    "The Commission adopted draft resolution L.5 and recommended it to the Council for adoption."
    """
    clauses = told.sentence.clauses
    index = next((at for at, clause in enumerate(clauses) if clause is told.clause), 0)
    pronouns = told.sentence.grammar.words.pronouns.get("objects", ())
    if where is None or index == 0 or told.sentence.plain[where[0] :].split(" ", 1)[0].rstrip(" ,.;") not in pronouns:
        return where
    before = clauses[index - 1]
    goes_back = before.subject == told.clause.subject and not before.verb.passive and before.asserted
    return (before.object() or where) if goes_back else where


@rule("DID-02", reads="clause", emits=(Act, Agent, Decision, OfficeHolding), use=Use.LED)
def did_in_parts(told: Telling) -> Iterator[Emission]:
    """Read one of the parts that a clause leads to: "decides: (a) To hold …; (b) That …".

    If: a clause of a body ends in a colon right behind its verb, and a part below it begins as what was decided; or
        in a word that goes on in the lettered parts below ("urged all States to:", "recommended that States Parties:").
    Then: there is that act of the body in the part's own provision, on what the part says, towards those whom the
        clause names, and a decision of its own kind where it was decided to take one; whoever it gives an office, there
        or in parts of the part, holds it; an act of the conference only
        where the body is the conference, or an organ of it. Further words of the clause are a note on each.
    Near miss: a part below a sentence that says all it has to say itself.
    """
    if told.part is None:  # the clause itself: whom it addresses is read while its sentence is
        found = addressed_by_lead(told)
        yield from found.described
        rest = told.words(found.rest) if found.rest[0] < found.rest[1] else None
        told.thread.led_to = (found.who, rest or told.reserve)
        return
    yield from _standing(told)
    who = actors(told, told.clause.actor)
    if not who:
        return
    unit = told.part.unit
    ours = told.body is None or told.body.own
    addressees, note = told.thread.led_to
    deciding = told.row is not None and told.row.rule == "DCD-01"
    if deciding and told.own:
        yield from offices_decided(told, told.part)
    if told.within:
        return
    if deciding:
        yield from decided_to(told, told.part, (0, told.part.stop), (unit.span, told.clause.span))
    first = next(iter(addressees), None)
    use = told.reading.facts.use_of(unit.provision, tg(told.verb_concept), first)
    yield Act(
        iri=iris.act(unit.provision, told.verb_concept, first, use),
        evidence=(unit.span, told.clause.span),
        operative_verb=tg(told.verb_concept),
        actors=who,
        addressees=addressees,
        matter=told.reading.report.words(unit.span_of(0, without_joint(told.part, len(unit.text.rstrip(" ;,"))))),
        note=note,
        mentions=mentioned(unit, 0, len(unit.text)),
        of_conference=told.held_at if ours else None,
        of_organ=told.organ if ours else None,
        at_meetings=told.at_meetings,
        under_items=told.under_items,
        under_rules=told.under_rules,
    )

"""Rules for clauses that tell who took the floor.

Must not read what was decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace

from treatygraph import iris
from treatygraph.facts import Agent, Statement
from treatygraph.find.fold import lower
from treatygraph.model import Iri, Severity, Span
from treatygraph.reading.discourse import Awaited, Discourse
from treatygraph.reading.facts_so_far import Facts
from treatygraph.reading.findings import Findings
from treatygraph.reading.frames.body import Body
from treatygraph.reading.frames.clause import things
from treatygraph.reading.frames.course import goes_back
from treatygraph.reading.frames.listing import Element
from treatygraph.reading.frames.telling import Telling
from treatygraph.reading.frames.verb_groups import VerbGroup
from treatygraph.reading.proceedings.addressees import office_itself
from treatygraph.reading.proceedings.elections import office_at
from treatygraph.reading.proceedings.organizations_unlisted import one_listed, unlisted_organization
from treatygraph.reading.proceedings.spoken_for import spoken_for
from treatygraph.reading.registry import Emission, Use, rule
from treatygraph.reading.units import Claim
from treatygraph.vocab import tg

_BY_NAME_OR_POST = frozenset({"persons", "officeholders"})


def _in_exchange(told: Telling) -> bool:
    words = told.unit.plain[told.clause.start : told.clause.end]
    return any(word in words for word in told.sentence.grammar.words.bodies.get("general_exchange", ()))


@dataclass(frozen=True)
class Setting:
    """At which meetings, under which items and for whom somebody spoke."""

    meetings: tuple[Iri, ...]
    items: tuple[Iri, ...]
    behalf: tuple[Iri, ...]


def _setting(told: Telling) -> Setting:
    """Return the setting that a clause gives all its speakers."""
    meetings, items = told.at_meetings, told.under_items
    elsewhere = any("occasion" in one.slots for one in told.clause.all_circumstances("occasion"))
    elsewhere = elsewhere and not told.sentence.grammar.spaced
    if not meetings and not items and not elsewhere:
        meetings, items = told.thread.speaking_at if _in_exchange(told) else told.thread.told_at
        meetings = meetings or _where_the_text_is(told)
        if told.clause.all_circumstances("occasion") and not told.sentence.grammar.spaced and not _in_exchange(told):
            items = ()  # "也在会上发言": at the meeting told of, under whatever item
    return Setting(meetings, items or told.thread.course.items, told.behalf)


def _where_the_text_is(told: Telling) -> tuple[Iri, ...]:
    """Return the meetings that a clause without any goes back to, or those of the event that its section tells of.

    Nothing, where another meeting was named since, by whatever words.
    """
    course = told.thread.course
    found = (course.before if goes_back(told.clause) else ()) or course.event_at
    return found if told.organ is not None or found == told.reading.discourse.meetings else ()


def _settings(told: Telling, count: int) -> list[Setting]:
    """Return the setting of each of so many speakers: their own one by one, where the clause says "respectively".

    Where it says so, and as many meetings, items or principals as speakers are not named, nobody's setting is told. Of
    one meeting and one item only those spoken for are in doubt.
    """
    common = _setting(told)
    if not told.respectively:
        return [common] * count
    several = [group for group in (common.meetings, common.items, common.behalf) if len(group) > 1]
    if not several:
        return [replace(common, behalf=())] * count
    if any(len(group) != count for group in several):
        return []
    return [
        Setting(*(group[at : at + 1] if len(group) > 1 else group for group in astuple(common)))
        for at in range(count)
    ]


def statement(
    told: Telling, who: Iri, evidence: tuple[Span, ...], behalf: tuple[Iri, ...] = (), setting: Setting | None = None
) -> Statement:
    """Return the statement of a speaker that a clause tells of, in the clause's setting or one of the speaker's own."""
    setting = setting or _setting(told)
    items = setting.items if len(setting.items) == 1 else ()  # it is made under one; which of several is not said
    item = iris.local(items[0]) if items else None
    return Statement(
        iri=iris.statement(told.base, who, item),
        evidence=evidence,
        speaker=who,
        on_behalf_of=behalf or setting.behalf,
        of_conference=told.conference,
        of_organ=told.organ,
        at_meetings=setting.meetings,
        under_items=items,
    )


def _by_elements(told: Telling, where: tuple[int, int]) -> Iterator[Statement | Agent]:
    """Yield the statements of those a list names; none where it is not told which of them spoke where."""
    found = [the_one] if (the_one := one_listed(told, where)) else told.elements(where)
    settings = _settings(told, len(found))
    if found and not settings:
        told.reading.findings.report(
            "not-told-apart", Severity.WARNING,
            "the words do not say which of these spoke at which meeting, under which item or for whom; "
            "no statement is taken from them",
            told.sentence.span(*where),
        )
        return
    for one, setting in zip(found, settings, strict=True):
        who = one.iri
        if who is None and (unlisted := unlisted_organization(told, one)) is not None:
            yield unlisted
            who = unlisted.iri
        if who is None:
            if not _in_office(told, one, setting):
                told.unresolved(one, "a speaker")
            continue
        end = one.remark[1] + 1 if one.remark else one.end
        evidence = (told.sentence.span(one.start, end), told.clause.span)
        whom, described = spoken_for(told, one)
        yield from described
        yield statement(told, who, evidence, whom, setting)


@rule("SPK-01", reads="clause", emits=(Statement, Agent))
def made_statements(told: Telling) -> Iterator[Emission]:
    """Read who made a statement.

    If: a clause says that States, organisations or persons spoke, made statements or addressed the body, or that
        statements were made by them; a list may follow.
    Then: each has a statement at the meetings and under the items named, on behalf of whoever is named behind it.
    Near miss: a presentation or report that nobody is said to have spoken of; delegations without a name.
    """
    if told.body is None or not (told.own or (told.around is not None)):
        return
    told = _at_the_body(told)
    sentence, clause = told.sentence, told.clause
    speaking = _speaks(told)
    if not speaking:
        return
    _report_principals(told)
    after = _list_after(told)
    if told.verb.passive:
        where = clause.roles("agent").get("agent")
        if where is not None:
            yield from _by_elements(told, after or _without_lead(told, where))
        elif after:
            yield from _by_elements(told, after)
        return
    if (after and clause.actor is not None and clause.actor.kind in {"unnamed", "listed"}) or (after and _leads(told)):
        yield from _by_elements(told, after)
    elif clause.actor is not None and clause.actor.kind in {"states", "observers", "those", *_BY_NAME_OR_POST}:
        named = clause.actor.kind in _BY_NAME_OR_POST
        begin = clause.actor.start if named else next(iter(clause.actor.slots.values())).start
        if named or clause.actor.values("who"):
            yield from _by_elements(told, (begin, clause.actor.end))
    elif clause.actor is not None and clause.actor.kind == "office":
        held = _holders(told)
        for who in held:
            yield statement(told, who, (sentence.span(*clause.subject), clause.span))
        owners = [f.value for f in clause.actor.slots.values() if isinstance(f.value, Body)]
        if not held and owners and not any(owner.own for owner in owners):
            yield from _by_elements(told, (clause.actor.start, clause.actor.end))
        elif not held and all(owner == told.body for owner in owners):
            name = next((v for v in clause.actor.values("office") if isinstance(v, str)), "")
            state = next(iter(things(clause.actor.values("of_state"))), None)
            itself = office_itself(told, clause.actor) if state is None else None
            _await(told, name, state, clause.subject, _setting(told), itself[0] if itself else None)


def _report_principals(told: Telling) -> None:
    """Report those on whose behalf the clause says somebody spoke, where nobody known is meant."""
    where = told.clause.roles("agent", "behalf").get("behalf")
    offices = (c for c in told.clause.all_circumstances("behalf") if "behalf_office" in c.slots)
    where = where or next(((c.start, c.end) for c in offices), None)
    if where is not None and not told.behalf:
        told.reading.findings.report("unknown-name", Severity.WARNING,
                                     "no row knows these words as those on whose behalf somebody spoke",
                                     told.sentence.span(*where))


def _leads(told: Telling) -> bool:
    return any(
        word in told.clause.subject_text.lower() for word in told.sentence.grammar.words.bodies.get("following", ())
    )


def _holders(told: Telling) -> tuple[Iri, ...]:
    """Return the one person said to hold the office that is the subject; nobody where several do."""
    actor = told.clause.actor
    name = next((v for v in (actor.values("office") if actor else ()) if isinstance(v, str)), None)
    if not name or (actor and actor.values("of_state")):
        return ()
    held = told.reading.facts.holdings(tg(name), told.conference, told.organ)
    persons = {record.holder for record in held if record.holder and "/person/" in record.holder}
    return tuple(persons) if len(persons) == 1 else ()


def _in_office(told: Telling, one: Element, setting: Setting) -> bool:
    """Tell whether an element is an office of the body, perhaps with a State behind; keep that its holder spoke."""
    office = office_at(told, one.start, one.end)
    if office is None or office.end != one.end or office.body is None or not office.body.own:
        return False
    state = None
    if one.remark is not None:
        named = told.elements(one.remark, ("state",))
        if len(named) != 1 or named[0].iri is None:
            return False
        state = named[0].iri
    _await(told, office.name, state, (one.start, one.end), setting)
    return True


def _await(told: Telling, office: str, state: Iri | None, where: tuple[int, int], setting: Setting,
           itself: Agent | None = None) -> None:
    """Keep a statement of whoever holds an office until all of the text has told who that is, or of the office."""
    span = told.sentence.span(*where)
    made = statement(told, tg(office), (span, told.clause.span), (), setting)
    made = replace(made, stated_in=told.unit.provision)
    told.reading.discourse.awaited.append(
        Awaited(tg(office), state, made, span, told.unit, told.clause.span, itself)
    )


@rule("SPK-06", reads="report", emits=(Statement, Agent), stage=1)
def holders_spoke(discourse: Discourse, facts: Facts, findings: Findings) -> Iterator[Statement | Agent]:
    """Read who spoke where only an office is named: "the Chair (Kenya) made an opening statement".

    If: somebody spoke who is named by an office of the conference or of its organ, perhaps with a State behind it, and
        the report tells of one person only who held that office, of that State.
    Then: that person has the statement; where nobody is said to hold the office, the office as an agent of its own.
    Near miss: an office that several hold of whom no State is named; a State whose holder of the office nobody names.
    """
    labelled: set[Iri] = set()
    for one in discourse.awaited:
        made = one.statement
        held = {
            record.holder
            for record in facts.holdings(one.office, made.of_conference, made.of_organ)
            if record.holder is not None
            and "/person/" in record.holder
            and (one.state is None or one.state in record.representing)
        }
        if not held and one.itself is not None:
            held = {one.itself.iri}
            yield replace(one.itself, label=None if one.itself.iri in labelled else one.itself.label)
            labelled.add(one.itself.iri)
        if len(held) != 1:
            findings.report(
                "office-of-several", Severity.INFO,
                f"the words mean the holder of an office that {len(held)} are said to hold", one.words,
            )
            continue
        who = held.pop()
        item = iris.local(made.under_items[0]) if made.under_items else None
        base = made.of_organ or made.of_conference
        if base is not None:
            one.unit.claims.append(Claim("SPK-06", one.clause))
            yield replace(made, iri=iris.statement(base, who, item), speaker=who)


def _at_the_body(told: Telling) -> Telling:
    """Speakers of whatever sort speak at the body around."""
    if not told.own:
        told.be_of(told.around)
    return told


def _speaks(told: Telling) -> bool:
    words = told.sentence.grammar.words.bodies
    if told.verb.lemma in words.get("speaking_verbs", ()):
        return True
    where = told.clause.object("agent", "behalf")
    text = lower(told.text(where)) if where else ""
    return any(word in text[:80] for word in words.get("speaking_nouns", ()))


def _list_after(told: Telling) -> tuple[int, int] | None:
    """Return the folded range of the list behind the colon of a clause, if there is one."""
    for colon in ":：":
        at = told.sentence.masked.find(colon, told.verb.end, told.clause.end)
        if at < 0:
            at = told.sentence.masked.find(colon, told.clause.start, told.clause.end)
        if at >= 0 and at + 1 < told.clause.end:
            return at + 1, told.clause.end
    return None


def _without_lead(told: Telling, where: tuple[int, int]) -> tuple[int, int]:
    """Return a range behind words that lead to a list in it: "the representatives of the following States:"."""
    for lead in told.sentence.grammar.words.bodies.get("leads", ()):
        if told.unit.plain.startswith(lead, where[0]):
            return where[0] + len(lead), where[1]
    return where


@rule("SPK-02", reads="clause", emits=(Statement, Agent))
def heard_statements(told: Telling) -> Iterator[Emission]:
    """Read whose statements a body heard.

    If: a clause says that the conference, or an organ of it, heard a statement, an address or a presentation by or
        from persons, States or organisations, or a panel composed of persons.
    Then: each has a statement at the meetings and under the items named.
    Near miss: a message that was circulated; a body that heard something without a speaker named.
    """
    if not told.own:
        return
    roles = told.clause.roles("agent", "source", "members")
    where = roles.get("members") or _list_after(told) or roles.get("agent") or roles.get("source") or _whose(told)
    if where is None:
        return
    yield from _by_elements(told, _without_lead(told, where))


def _whose(told: Telling) -> tuple[int, int] | None:
    """Return the folded range of those whose statement the object is, where they stand before it: "A和B的发言"."""
    where = told.clause.object()
    words = told.sentence.grammar.words.bodies
    if where is None or told.sentence.grammar.spaced:
        return None
    for noun in sorted(words.get("speaking_nouns", ()), key=len, reverse=True):
        for mark in sorted(words.get("whose_marks", ()), key=len, reverse=True):
            if told.unit.plain.endswith(mark + noun, *where):
                return where[0], where[1] - len(mark) - len(noun)
    return None


@rule("SPK-04", reads="clause", emits=(Statement, Agent), use=Use.BESIDE)
def spoke_beside(told: Telling) -> Iterator[Emission]:
    """Read who spoke, where it is said beside what was done: "featuring presentations by the delegations of A and B".

    If: a clause of the conference, or of an organ of it, says by the way that there were presentations or statements by
        States.
    Then: each has a statement at the meetings and under the items named.
    Near miss: presentations by delegations without a name.
    """
    if not told.own or not told.clause.asserted:
        return
    for circumstance in told.clause.circumstances:
        if circumstance.kind == "featuring":
            made = list(_by_elements(told, (circumstance.end, told.clause.end)))
            if made:
                span = told.sentence.span(circumstance.start, told.clause.end)
                told.unit.claims.append(Claim("SPK-04", span))
            yield from made


@rule("SPK-05", reads="clause", emits=(Statement, Agent), use=Use.BESIDE)
def who_spoke(told: Telling) -> Iterator[Emission]:
    """Read who spoke, where a relative clause behind a name says it: "chaired by Ms. N., who made opening remarks".

    If: a clause that begins with "who" right behind a person's name says that the person made a statement.
    Then: the person has a statement at the meetings of the clause it stands in.
    Near miss: a statement made before, or elsewhere ("who had made …", "who made … at the previous session").
    """
    clause, sentence = told.clause, told.sentence
    if not told.own or not clause.asserted:
        return
    stop = min([c.start for c in sentence.clauses if c.start > clause.verb.end], default=sentence.stop)
    names = {end: (start, end) for start, end, iri in sentence.slots.persons.names if iri is not None}
    for verb in sentence.verbs:
        if clause.verb.end < verb.start < stop and _relates(told, verb):
            at = len(told.unit.text[: _relative(told, verb)].rstrip(" "))
            where = names.get(len(told.unit.text[:at].rstrip(",")))
            if where is not None and at > where[1]:
                made = list(_by_elements(told, where))
                told.unit.claims += [Claim("SPK-05", sentence.span(at, _said_until(told, verb)))] * bool(made)
                yield from made


def _relative(told: Telling, verb: VerbGroup) -> int:
    """Return where the word for a person begins that a verb has for its subject, or -1."""
    words = told.sentence.grammar.words.group.get("personal_relatives", ())
    text = told.unit.plain[: verb.start].rstrip(" ")
    return next((len(text) - len(word) for word in words if text.endswith(f", {word}")), -1)


def _said_until(told: Telling, verb: VerbGroup) -> int:
    """Return where the words end that say what was said: at the next pause."""
    pauses = [at for mark in ",;" if (at := told.sentence.masked.find(mark, verb.end)) >= 0]
    return min([*pauses, told.sentence.stop])


def _relates(told: Telling, verb: VerbGroup) -> bool:
    """Tell whether a verb behind a name and "who" says that the person spoke here, and not before or elsewhere."""
    words = told.sentence.grammar.words
    rest = f"{told.unit.plain[verb.end : _said_until(told, verb)]} "
    speaks = verb.lemma in words.bodies.get("speaking_verbs", ()) or any(
        noun in rest for noun in words.bodies.get("speaking_nouns", ())
    )
    return (
        speaks
        and verb.asserted
        and not verb.anterior
        and not verb.passive
        and any(row.rule == "SPK-01" and verb.lemma in row.verbs for row in words.frames)
        and _relative(told, verb) > 0
        and not any(mark in rest for mark in words.group.get("elsewhere_marks", ()))
    )


@rule("SPK-03", reads="clause", emits=())
def exchange_held(told: Telling) -> Iterator[Emission]:
    """Remember at which meetings, and under which items, a general exchange of views was held.

    If: a clause says that a general exchange of views, or a debate, was held.
    Then: those who are said to have spoken in it spoke at these meetings and under these items.
    Near miss: an exchange of views on a single paper.
    """
    if told.own and _in_exchange(told):
        told.thread.speaking_at = (told.at_meetings, told.under_items)
    yield from ()


__all__ = ["statement", "things"]

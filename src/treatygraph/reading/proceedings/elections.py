"""Rules for clauses that tell who was elected or appointed to what.

Must not read a decision on a document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from treatygraph import iris
from treatygraph.facts import Agent, CountStatement, Decision, OfficeHolding
from treatygraph.find.fold import lower
from treatygraph.model import Iri, LangText, Severity
from treatygraph.reading.frames.bodies import Body
from treatygraph.reading.frames.clause import Words
from treatygraph.reading.frames.listing import Element
from treatygraph.reading.frames.telling import Telling
from treatygraph.reading.frames.unmarked_offices import unmarked_offices
from treatygraph.reading.person_phrase import PersonPhrase
from treatygraph.reading.registry import Emission, Use, rule
from treatygraph.reading.slots import SlotReader
from treatygraph.vocab import tg

OFFICERS = "officers"
"""What the IRI of an election begins with whose officers stand in lines below the sentence."""
_MOST_PAIRS = 60
_NOT_TOLD = frozenset({"base", "third"})
"""What a body does as a rule, and not what it did: "the Committee appoints one of its members as rapporteur"."""


@dataclass(frozen=True)
class Office:
    """An office as words name it: its concept, the body it is of (None for one not understood), and where it ends.

    `also` is the other half of one that is two ("Vice-Chair-cum-Rapporteur").
    """

    name: str
    body: Body | None
    end: int
    also: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The concepts of the office: one, or two."""
        return (self.name, self.also) if self.also else (self.name,)


def second_office(slots: SlotReader, start: int, end: int) -> str:
    """Return the concept of the other half of an office that is two, whose words stand in a folded range, or ""."""
    known = slots.reading.report.language.lexicon.get("second_office", {})
    words = slots.unit.plain[start:end]
    return next((name for form, name in known.items() if lower(form) == words), "")


def office_at(told: Telling, at: int, stop: int) -> Office | None:
    """Return the office whose words begin at a folded place: its name, and the body behind a word such as "of"."""
    sentence = told.sentence
    for article in sentence.slots.grammar.articles:
        if sentence.plain.startswith(article, at):
            at += len(article)
            break
    body: Body | None = told.body if told.own else told.around
    if sentence.grammar.words.bodies.get("body_before_office"):
        before = [pair for type_ in ("own_body", "other_body") for pair in sentence.slots(type_, False, at)]
        before = [pair for pair in before if any(e <= stop for e, _ in sentence.slots("office", False, pair[0]))]
        if before:
            at, owner = max(before, key=lambda pair: pair[0])
            body = owner if isinstance(owner, Body) else None
    read = [(end, value) for end, value in sentence.slots("office", False, at) if end <= stop]
    if not read:
        return None
    end, name = max(read, key=lambda pair: pair[0])
    also = second_office(sentence.slots, at, end)
    if sentence.text[end : end + 2].strip().startswith("-"):
        return None
    for link in sentence.grammar.words.bodies.get("office_links", ()):
        if sentence.plain.startswith(link, end):
            found = [
                pair
                for type_ in ("own_body", "other_body")
                for pair in sentence.slots(type_, False, end + len(link))
                if pair[0] <= stop
            ]
            if found:
                end, named = max(found, key=lambda pair: pair[0])
                body = named if isinstance(named, Body) else None
            elif link.strip() or _names_something(sentence, end + len(link)):
                body = None
            break
    told.take(at, end)
    return Office(str(name), body, end, also)


def _names_something(sentence: Words, at: int) -> bool:
    """Tell whether a capital begins a name here that is no State's or person's: a body nobody knows."""
    return sentence.text[at : at + 1].isupper() and not any(
        sentence.slots(type_, False, at) for type_ in ("state", "person")
    )


def _holders(told: Telling, found: list[Element]) -> Iterator[tuple[Iri, Element]]:
    """Yield who is named, of a person with the State in brackets behind the name; report the others."""
    for one in found:
        if one.iri is not None and not iris.path_of(one.iri).startswith("organization/"):
            yield one.iri, one
        elif any(char.isalpha() for char in told.text((one.start, one.end))):
            told.unresolved(one, "a person or State that could hold the office")


def representing(told: Telling, one: Element) -> tuple[Iri, ...]:
    """Return the States or organisations a person is named with: by a post, or in the brackets behind."""
    phrase = one.value
    if not isinstance(phrase, PersonPhrase):
        return ()
    found = [post.whom for post in phrase.posts if post.whom] + list(phrase.bodies)
    if one.remark and not found:
        found += [e.iri for e in told.elements(one.remark, ("state", "organization")) if e.iri]
    return tuple(dict.fromkeys(found))


def holdings(told: Telling, office: Office, found: list[Element]) -> Iterator[OfficeHolding]:
    """Yield a holding of an office for each of a list."""
    body = office.body
    if body is None or not body.own or body.conference is None:
        return
    slug = told.reading.report.organ_slug(body.name) if body.organ else ""
    held = list(_holders(told, found))
    if office.also and len(held) > 1:
        return  # "A and B as Rapporteur and Vice-Chair": which of them is which, or both, is not said
    for name, (who, one) in product(office.names, held):
        yield OfficeHolding(
            iri=iris.office(body.conference, tg(name), who, slug),
            evidence=(told.sentence.span(one.start, one.remark[1] + 1 if one.remark else one.end), told.clause.span),
            office=tg(name),
            holder=who,
            of_conference=body.conference,
            of_organ=body.organ,
            representing=representing(told, one),
            under_rules=told.under_rules,
        )


def organ_of(body: Body, told: Telling) -> Iterator[Agent]:
    """Yield the organ of the conference that a body is, with its name where it is named first."""
    if body.organ is None:
        return
    at = told.unit.text.find(body.name)
    where = told.sentence.span(at, at + len(body.name)) if at >= 0 else told.clause.span
    label = (
        LangText(body.name, told.reading.identity.language)
        if told.reading.facts.first_words(body.organ, where) is not None
        else None
    )
    yield Agent(iri=body.organ, evidence=(where,), subclass="Organization", label=label, of_conference=body.conference)


@rule("ELE-01", reads="clause", emits=(Decision, OfficeHolding, Agent), use=Use.OF_THE_BODY)
def elected(told: Telling) -> Iterator[Emission]:
    """Read whom a body elected to which office.

    If: a clause says that the conference, or an organ of it, elected persons or States to an office, or that they
        were elected; several may be elected to several offices, each list before its own office.
    Then: each holds that office of the body named with the office, or else of the one that elected; one election
        decided on the holdings of an office. Of "the following officers" the lines below say which (ELE-05).
    Near miss: an election by another body, or to an office of one; of that only the decision is the conference's.
    """
    if not told.own or (not told.verb.passive and told.verb.form in _NOT_TOLD):
        return
    if (below := _officers_below(told)) is not None:
        yield told.decision("Election", f"{OFFICERS}-{told.local()}", (), below)
        return
    sentence = told.sentence
    stop = told.clause.end
    marks = sorted(sentence.grammar.words.roles.get("office", ()), key=len, reverse=True)
    if unmarked := unmarked_offices(told.clause):
        pairs = unmarked
    elif told.verb.passive:
        begin, at = told.clause.subject[0], told.verb.end
        pairs = [((begin, told.clause.subject[1]), at)]
    else:
        pairs = _pairs(told, stop, marks)
    for where, at in pairs:
        mark = next(
            (m for m in marks if sentence.plain.startswith(f" {m} ", at) or sentence.plain.startswith(m, at)), ""
        )
        start = at + len(mark) + sentence.plain.startswith(" ", at)
        while start < stop and sentence.text[start] == " ":
            start += 1
        if sentence.plain.startswith(tuple(sentence.grammar.words.bodies.get("as_follows", ())), start):
            continue
        office = office_at(told, start, stop)
        if office is None:
            told.reading.findings.report(
                "office-unknown",
                Severity.WARNING,
                "these words tell of an election to an office that no lexicon knows",
                told.clause.span,
            )
            continue
        found = told.elements(where, ("person", "post", "state"))
        held = list(holdings(told, office, found))
        if office.body is not None:
            yield from organ_of(office.body, told)
        yield from held
        decided = tuple(h.iri for h in held) or tuple(one.iri for one in found if one.iri)
        what = office.name if held and office.body is told.body else f"{office.name}-{told.local()}"
        if _another(told, what, decided):
            what = f"{office.name}-{told.local()}"
        yield told.decision("Election", what, decided, where)


def _officers_below(told: Telling) -> tuple[int, int] | None:
    """Return the folded range of words for those elected that lines below name: "the following officers"."""
    where = told.clause.object("office")
    words = told.sentence.grammar.words.bodies.get("officers_below", ())
    return where if where is not None and told.unit.plain[where[0] : where[1]].startswith(tuple(words)) else None


def _pairs(told: Telling, stop: int, marks: list[str]) -> list[tuple[tuple[int, int], int]]:
    """Return the lists of an active clause with the place of the mark behind each: "A as Chair and B as Rapporteur"."""
    sentence = told.sentence
    found: list[tuple[tuple[int, int], int]] = []
    begin = told.verb.end
    at = begin
    while at < stop and len(found) < _MOST_PAIRS:
        hits = [
            (place, mark)
            for mark in marks
            if (place := sentence.masked.lower().find(f" {mark} " if sentence.grammar.spaced else mark, at, stop)) >= 0
        ]
        if not hits:
            break
        place, mark = min(hits, key=lambda hit: (hit[0], -len(hit[1])))
        found.append(((sentence.forward(begin, place), place), place))
        office = office_at(told, place + len(mark) + 2 * sentence.grammar.spaced, stop)
        begin = at = office.end if office else place + len(mark) + 1
        for circumstance in sentence.circumstances:
            if begin <= circumstance.start <= begin + 3:
                begin = at = circumstance.end
        begin = at = _behind_item(told, begin, stop)
    return [(where, place) for where, place in found if where[1] > where[0]]


def _behind_item(told: Telling, at: int, stop: int) -> int:
    """Return the place behind the agenda item that words here say an office is about: ", on agenda item 4"."""
    start = at + len(told.unit.plain[at:stop]) - len(told.unit.plain[at:stop].lstrip(" ,"))
    for mark in told.sentence.grammar.words.roles.get("item", ()):
        if told.unit.plain.startswith(mark, start):
            ends = [s.end for s in told.unit.sightings if start <= s.start <= start + len(mark) and s.end <= stop]
            return max(ends, default=at)
    return at


def _another(told: Telling, what: str, decided: tuple[Iri, ...]) -> bool:
    """Tell whether an election to the same office that was read before is another one, with nobody in common."""
    before = told.reading.facts.read_of(iris.decision(told.base, tg("Election"), what))
    held = {iri for record in before if isinstance(record, Decision) for iri in record.decided_on}
    meetings = {iri for record in before if isinstance(record, Decision) for iri in record.at_meetings}
    return bool(held) and not held & set(decided) and meetings != set(told.at_meetings)


@rule("ELE-02", reads="clause", emits=(Decision, OfficeHolding, Agent, CountStatement), use=Use.OF_THE_BODY)
def committee_appointed(told: Telling) -> Iterator[Emission]:
    """Read of which members a committee was set up, or who was appointed its members.

    If: a clause says that the body established or appointed a committee composed of States or persons, or appointed
        them members of one.
    Then: the committee is an organ of the conference, each of them its member, and one decision established it, or
        appointed them.
    Near miss: a committee that another body set up, or of which no members are named.
    """
    if not told.own or told.body is None or told.body.conference is None:
        return
    roles = told.clause.roles("members", "office")
    sentence = told.sentence
    where = roles.get("members")
    named = told.clause.object("members", "office")
    organ: Body | None = None
    if where is not None and named is not None:
        organ = _organ_within(told, named)
    elif "office" in roles and named is not None:
        start, stop = roles["office"]
        for link in sentence.grammar.words.bodies.get("member_links", ()):
            at = sentence.plain.find(link, start, stop)
            if at >= 0:
                organ, where = _organ_within(told, (at + len(link), stop)), named
    if organ is None or organ.organ is None or where is None:
        if "office" in roles:
            yield from elected(told)
        return
    yield from organ_of(organ, told)
    own_office = sentence.grammar.words.bodies.get("member_offices", {}).get(iris.local(organ.organ), "")
    office = own_office or "CommitteeMember"
    slug = "" if own_office else told.reading.report.organ_slug(organ.name)
    held = []
    for who, one in _holders(told, told.elements(where, ("state", "person"))):
        holding = OfficeHolding(
            iri=iris.office(told.conference, tg(office), who, slug),
            evidence=(sentence.span(one.start, one.end), told.clause.span),
            office=tg(office),
            holder=who,
            of_conference=told.conference,
            of_organ=organ.organ,
            representing=representing(told, one),
            under_rules=told.under_rules,
        )
        held.append(holding.iri)
        yield holding
    if held:
        constants = told.row.constants if told.row else {}
        of_members = where == named and not own_office  # a committee of one session is set up with its members
        type_ = constants.get("decision_on_members" if of_members else "decision", "Establishment")
        yield told.decision(type_, iris.local(organ.organ), (organ.organ, *held), where)
    told.thread.bodies.recent = organ


def _organ_within(told: Telling, where: tuple[int, int]) -> Body | None:
    """Return the first organ of the conference named in a folded range."""
    left = where[0]
    for at in range(where[0], where[1]):
        if at < left:
            continue
        if at == where[0] or not told.unit.text[at - 1].isalnum() or not told.sentence.grammar.spaced:
            for type_ in ("other_body", "own_body"):
                for end, body in told.sentence.slots(type_, False, at):
                    if end <= where[1] and isinstance(body, Body):
                        organ = body if body.organ is not None else _organ_meant(told, body, at, where[1])
                        if organ is not None:
                            told.take(at, end)
                            return organ
                        left = max(left, end)
    return None


def _organ_meant(told: Telling, body: Body, at: int, stop: int) -> Body | None:
    """Return the organ of the conference that a noun means to which it appoints members: one it named, or a new one.

    The noun's name may go on behind a link ("Working Group on Navigation"); a noun alone is the one organ of that noun
    that was named, and nothing where several were.
    """
    bodies, words = told.thread.bodies, told.sentence.grammar.words.bodies
    nouns = tuple(lower(noun) for noun in words.get("organ_nouns", ()))
    if body.agent is not None or not lower(body.name).endswith(nouns or ("",)):
        return None
    end = told.unit.plain.find(lower(body.name), at) + len(body.name)
    name = told.unit.text[at:end]
    while link := next((w for w in words.get("links", ()) if told.unit.text.startswith(w, end)
                        and told.unit.text[end + len(w) : end + len(w) + 1].isupper()), ""):
        end += len(link)
        while end < stop and told.unit.text[end : end + 1].isupper():
            word = told.unit.text[end:stop].split(" ")[0].rstrip(",;.")
            end += len(word)
            if not told.unit.text[end : end + 2].strip(" ").isupper():
                break
            end += 1
        name = told.unit.text[at:end]
    for article in told.sentence.slots.grammar.articles:
        name = name[len(article) :] if lower(name).startswith(article) else name
    alike = [one for one in bodies.named.values() if lower(one.name).startswith(lower(name))]
    if len(alike) > 1:
        return next((one for one in alike if lower(one.name) == lower(name)), None)
    return alike[0] if alike else bodies.organ(name)


@rule("ELE-03", reads="clause", emits=(Decision, OfficeHolding, Agent))
def appointment_noted(told: Telling) -> Iterator[Emission]:
    """Read who holds an office by an appointment that the body took note of or confirmed.

    If: a clause says that the body confirmed, or took note of, the appointment or nomination of a person to an office.
    Then: the person holds that office, and one decision confirmed it, or took note of it.
    Near miss: an appointment that was proposed; a person appointed to an office of another body.
    """
    roles = told.clause.roles("office")
    where, named = roles.get("office"), roles.get("object")
    if not told.own or where is None or named is None:
        return
    office = office_at(told, where[0], where[1])
    person = _person_within(told, named)
    if office is None or person is None:
        return
    held = list(holdings(told, office, [person]))
    if held and office.body is not None:
        yield from organ_of(office.body, told)
    yield from held
    type_ = told.row.constants.get("decision", "Confirmation") if told.row else "Confirmation"
    yield told.decision(type_, office.name, tuple(h.iri for h in held) or ((person.iri,) if person.iri else ()), named)


def _person_within(told: Telling, where: tuple[int, int]) -> Element | None:
    """Return the last person named in a folded range."""
    found: Element | None = None
    for at in range(where[0], where[1]):
        if told.unit.text[at].isalpha() and not told.unit.text[at - 1 : at].isalnum():
            for end, value in told.sentence.slots("person", False, at):
                if isinstance(value, PersonPhrase) and value.name_span and (found is None or at >= found.end):
                    found = Element(value, at, min(end, where[1]))
                    told.thread.met.append(value)
                    told.take(at, found.end)
                    break
    return found

"""Rules for clauses that tell who was elected or appointed to what.

Must not read a decision on a document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from treatygraph import iris
from treatygraph.facts import Agent, Decision, OfficeHolding
from treatygraph.find.dates import DateMention
from treatygraph.find.fold import lower
from treatygraph.model import Iri, LangText, Severity
from treatygraph.reading.frames.bodies import Bodies
from treatygraph.reading.frames.body import Body
from treatygraph.reading.frames.clause import Words, meetings_of
from treatygraph.reading.frames.listing import Element
from treatygraph.reading.frames.telling import Telling
from treatygraph.reading.frames.unmarked_offices import unmarked_offices
from treatygraph.reading.person_phrase import PersonPhrase
from treatygraph.reading.proceedings.officers_listed import behind_the_colon, officers_listed
from treatygraph.reading.proceedings.terms import Term, for_another_session, in_term, terms_within, the_term
from treatygraph.reading.registry import Emission, Use, rule
from treatygraph.reading.slots import SlotReader
from treatygraph.vocab import tg

OFFICERS = "officers"
"""What the IRI of an election begins with whose officers stand in lines below the sentence."""
_MOST_PAIRS = 60
_FULL_DAY = len("2025-01-01")
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
        before = [(_past_bracket(sentence, end), owner) for end, owner in before]
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


def _past_bracket(sentence: Words, at: int) -> int:
    """Return the place behind a bracket that stands between a body and its office: "第一工作组(议程项目4)主席"."""
    closing = sentence.text.find(")", at) if sentence.text[at : at + 1] == "(" else -1
    return closing + 1 if closing > 0 else at


def _names_something(sentence: Words, at: int) -> bool:
    """Tell whether a capital begins a name here that is no State's or person's: a body nobody knows."""
    return sentence.text[at : at + 1].isupper() and not any(
        sentence.slots(type_, False, at) for type_ in ("state", "person")
    )


def holders(told: Telling, found: list[Element]) -> Iterator[tuple[Iri, Element]]:
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
    return in_own_right(told.thread.bodies, found)


def in_own_right(bodies: Bodies, named: list[Iri]) -> tuple[Iri, ...]:
    """Return what a person is named with, without a State where the members of the body are experts, not delegates."""
    return tuple(dict.fromkeys(iri for iri in named if not (bodies.of_experts and "/state/" in iri)))


def holdings(told: Telling, office: Office, found: list[Element], term: Term | None = None) -> Iterator[OfficeHolding]:
    """Yield a holding of an office, in a term where one is told, for each of a list."""
    body = office.body
    if body is None or not body.own or body.conference is None:
        return
    slug = told.reading.report.organ_slug(body.name) if body.organ else ""
    held = list(holders(told, found))
    if office.also and len(held) > 1:
        return  # "A and B as Rapporteur and Vice-Chair": which of them is which, or both, is not said
    for name, (who, one) in product(office.names, held):
        yield in_term(office_held(told, body, name, slug, who, one), term)


def office_held(told: Telling, body: Body, name: str, slug: str, who: Iri, one: Element) -> OfficeHolding:
    """Return the holding of an office of a body by somebody whom an element of a list names."""
    conference = body.conference or told.conference
    return OfficeHolding(
        iri=iris.office(conference, tg(name), who, slug),
        evidence=(told.sentence.span(one.start, one.remark[1] + 1 if one.remark else one.end), told.clause.span),
        office=tg(name),
        holder=who,
        of_conference=conference,
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
    """Read whom a body elected, or designated, to which office, and for which term.

    If: a clause says that the conference, or an organ of it, elected persons or States to an office, or that they
        were elected; several may be elected to several offices, each list before its own office, or behind a colon
        each with an office of its own.
    Then: each holds that office of the body named with the office, or else of the one that elected, in the term that
        is told; one election, or appointment, decided on the holdings of an office. Of "the following officers" the
        lines below say which (ELE-05).
    Near miss: an election by another body, or to an office of one, or for a session that the report is not about; of
        these only the decision is the conference's.
    """
    if not told.own or (not told.verb.passive and told.verb.form in _NOT_TOLD):
        return
    yield from given_an_office(told, told.row.constants.get("decision", "Election") if told.row else "Election")


def given_an_office(told: Telling, type_: str) -> Iterator[Emission]:
    """Yield the holdings of those whom a clause gives an office, and the decision, of a type, that gave it."""
    sentence, stop = told.sentence, told.clause.end
    terms = terms_within(sentence, told.clause.start, stop)
    elsewhere = for_another_session(sentence, told.thread.bodies.sessions, told.verb.end, stop)
    if (below := _officers_below(told)) is not None:
        yield from _officers(told, type_, below, terms, elsewhere)
        return
    marks = sorted(sentence.grammar.words.roles.get("office", ()), key=len, reverse=True)
    if unmarked := unmarked_offices(told.clause):
        pairs = unmarked
    elif told.verb.passive:
        begin, at = told.clause.subject[0], told.verb.end
        pairs = [((begin, told.clause.subject[1]), at)]
    else:
        pairs = _pairs(told, stop, marks, terms)
    if not pairs and (named := _office_leading(told)):
        pairs = [named]
    elif not pairs:
        yield from _office_alone(told, type_)
    sat = _one_meeting_each(told, [where[0] for where, _ in pairs])
    for index, (where, at) in enumerate(pairs):
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
        listed = behind_the_colon(told) if leads_to_names(told, where) else None
        alone = listed is None or _stands_alone(told, office, listed[0] - 1, terms)
        found = _named(told, listed or where) if alone else []
        end = pairs[index + 1][0][0] if index + 1 < len(pairs) else stop
        term = the_term(terms, where[0], end)
        held = [] if elsewhere else list(holdings(told, office, found, term))
        if office.body is not None:
            yield from organ_of(office.body, told)
        yield from held
        decided = tuple(h.iri for h in held) or tuple(one.iri for one in found if one.iri)
        what = office.name if held and office.body is told.body else f"{office.name}-{told.local()}"
        if _another(told, what, decided):
            what = f"{office.name}-{told.local()}"
        # Of an office that is none of ours, or not now, the words alone say which it is.
        matter = where if held or not found or told.verb.passive else (where[0], end)
        decision = told.decision(type_, what, decided, matter)
        own_meeting = sat[index] if len(sat) == len(pairs) else ()
        yield on_its_day(told, replace(decision, at_meetings=own_meeting) if own_meeting else decision)
    for term in terms if pairs else ():
        told.take(term.start, term.end)


def _one_meeting_each(told: Telling, starts: list[int]) -> list[tuple[Iri, ...]]:
    """Return of each of several elections the meeting it took place at, where a clause gives each its own."""
    if len(starts) < 2 or not told.own:
        return []
    if told.respectively:
        return [(iris.meeting(told.base, n),) for n in told.meetings] if len(told.meetings) == len(starts) else []
    named = [(c.start, meetings_of(c)) for c in told.clause.all_circumstances("meeting")]
    each = [[at for start, at in named if begin <= start < end]
            for begin, end in zip(starts, [*starts[1:], told.clause.end], strict=True)]
    if len(named) != len(starts) or any(len(found) != 1 or len(found[0]) != 1 for found in each):
        return []
    return [(iris.meeting(told.base, found[0][0]),) for found in each]


def _named(told: Telling, where: tuple[int, int]) -> list[Element]:
    """Return those of a list who may be given an office; of "the Vice-Chair N." the person named behind an office."""
    found = told.elements(where, ("person", "post", "state"))
    for index, one in enumerate(found):
        begin = one.start
        for article in told.sentence.slots.grammar.articles:
            begin += len(article) if told.unit.plain.startswith(article, begin) else 0
        ends = [end for end, _ in told.sentence.slots("office", False, begin)] if one.iri is None else []
        for end in ends:
            name = end + told.unit.text.startswith(" ", end)
            read = [pair for pair in told.sentence.slots("person", False, name) if pair[0] <= one.end]
            if read:
                stop, value = max(read, key=lambda pair: pair[0])
                found[index] = replace(one, value=value, start=name, end=stop)
    return found


def _stands_alone(told: Telling, office: Office, colon: int, terms: list[Term]) -> bool:
    """Tell whether nothing but circumstances and terms stands between an office and the colon before its list.

    Of "the following Chair and Vice-Chair: A and B" it is not said here who holds which office.
    """
    said = [(c.start, c.end) for c in told.sentence.circumstances] + [(t.start, t.end) for t in terms]
    return not any(
        told.unit.text[at].isalnum() and not any(start <= at < end for start, end in said)
        for at in range(office.end, colon)
    )


def leads_to_names(told: Telling, where: tuple[int, int]) -> bool:
    """Tell whether words only say that names follow: "the following States", "the following"."""
    words = tuple(told.sentence.grammar.words.bodies.get("following", ()))
    return told.unit.plain.startswith(words, where[0])


def _officers(
    told: Telling, type_: str, below: tuple[int, int], terms: list[Term], elsewhere: bool
) -> Iterator[Emission]:
    """Yield the election of officers whom lines below name, or the sentence itself, each with an office."""
    listed = behind_the_colon(told)
    term = the_term(terms, told.clause.start, listed[0] if listed else told.clause.end)
    decided: list[Iri] = []
    for start, end, one in officers_listed(told, listed) if listed else ():
        office = office_at(told, start, end)
        if office is not None and office.end == end:
            held = [] if elsewhere else list(holdings(told, office, [one], term))
            yield from held
            decided += [h.iri for h in held] or ([one.iri] if one.iri else [])
    if listed is not None:
        below = below[0], min(below[1], listed[0] - 1)
    if term is not None:
        told.take(term.start, term.end)
    leads = told.unit.plain[: below[1]].endswith(tuple(told.sentence.grammar.words.bodies.get("listed_below", ())))
    matter = None if leads or leads_to_names(told, below) else below
    yield on_its_day(told, told.decision(type_, f"{OFFICERS}-{told.local()}", tuple(dict.fromkeys(decided)), matter))


def on_its_day(told: Telling, decision: Decision) -> Decision:
    """Return a decision with the day that the clause gives for it, where it gives one, and no meeting of that day."""
    days = [c.value("date") for c in told.clause.all_circumstances("date")]
    found = [day.first for day in days if isinstance(day, DateMention) and day.first == day.last]
    full = [day for day in found if len(day.lexical) == _FULL_DAY and not day.lexical.startswith("-")]
    return replace(decision, date=full[0]) if len(full) == 1 and len(days) == 1 and not told.meetings else decision


def _office_leading(told: Telling) -> tuple[tuple[int, int], int] | None:
    """Return the words "the following" and where the office behind them begins: "the following Vice-Presidents: …"."""
    where, plain = told.clause.object(), told.unit.plain
    if where is None or told.verb.passive or behind_the_colon(told) is None:
        return None
    words = sorted(told.sentence.grammar.words.bodies.get("following", ()), key=len, reverse=True)
    lead = next((word for word in words if plain.startswith(word, where[0])), None)
    if lead is None:
        return None
    at = where[0] + len(lead)
    begin = at + told.unit.text.startswith(" ", at)
    return ((where[0], at), at) if told.sentence.slots("office", False, begin) else None


def _office_alone(told: Telling, type_: str) -> Iterator[Emission]:
    """Yield the decision by which an office was filled whose holder other words name: "designated the Rapporteur".

    Of an office that is two, who holds the one is designated to the other.
    """
    where = told.clause.object()
    office = office_at(told, where[0], where[1]) if where is not None and not told.verb.passive else None
    if where is None or office is None or office.end != where[1] or office.body is None or not office.body.own:
        return
    names = (office.also,) if office.also and type_ != "Election" else office.names
    yield told.decision(type_, "-".join((OFFICERS, *names, told.local())), (), where)


def _officers_below(told: Telling) -> tuple[int, int] | None:
    """Return the folded range of words for those elected whom other words name: "the following officers", "its Bureau".

    A term, or a session, may stand before them where a language writes it so.
    """
    where = told.clause.object("office")
    if where is None:
        return None
    sentence = told.sentence
    words = tuple(sentence.grammar.words.bodies.get("officers_below", ()))
    places = [where[0], *(term.end for term in terms_within(sentence, *where) if term.start == where[0])]
    for place in list(places):
        lead = next((w for w in sentence.grammar.words.bodies.get("following", ())
                     if sentence.plain.startswith(w, place)), "")
        places += [end for end, _ in sentence.slots("sessions", False, place + len(lead))]
    found = any(sentence.plain.startswith(words, place) for place in places) if words else False
    return where if found else None


def _pairs(told: Telling, stop: int, marks: list[str], terms: list[Term]) -> list[tuple[tuple[int, int], int]]:
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
        for first, last in [*((c.start, c.end) for c in sentence.circumstances), *((t.start, t.end) for t in terms)]:
            if begin <= first <= begin + 3:
                begin = at = last
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
    before = [record for record in told.reading.facts.read_of(iris.decision(told.base, tg("Election"), what))
              if isinstance(record, Decision)]
    held = {iri for record in before for iri in record.decided_on}
    here = told.sentence.span(0, told.sentence.stop)
    elsewhere = all(span.end <= here.start or span.start >= here.end for record in before for span in record.evidence)
    return bool(held) and not held & set(decided) and elsewhere

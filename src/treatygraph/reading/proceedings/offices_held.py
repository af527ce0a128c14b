"""Rules for words beside a clause, and lines below a sentence, that tell who holds an office.

Must not read an election: that is told by a verb.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from itertools import product, takewhile

from treatygraph import iris
from treatygraph.facts import Agent, Decision, OfficeHolding
from treatygraph.model import Iri, LangText, Span
from treatygraph.reading.facts_so_far import Facts
from treatygraph.reading.frames.bodies import Bodies
from treatygraph.reading.frames.body import Body
from treatygraph.reading.frames.clause_grammar import ClauseGrammar, clause_grammar
from treatygraph.reading.frames.clauses import Sentence
from treatygraph.reading.frames.listing import Element, elements
from treatygraph.reading.frames.telling import Telling
from treatygraph.reading.outline import Outline
from treatygraph.reading.person_phrase import PersonPhrase
from treatygraph.reading.proceedings.elections import (
    OFFICERS,
    Office,
    holdings,
    in_own_right,
    office_at,
    organ_of,
    second_office,
)
from treatygraph.reading.proceedings.terms import Term, for_another_session, in_term, term_held, terms_within, the_term
from treatygraph.reading.registry import Emission, Use, rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.slots import SlotReader, SlotsOf
from treatygraph.reading.units import Claim, Unit
from treatygraph.vocab import tg

_LONGEST_OFFICE = 200
_MOST_LINES = 60
_MOST_BETWEEN = 4
_ENDS = " .;。；"


@rule("ELE-04", reads="clause", emits=(OfficeHolding, Agent), use=Use.BESIDE)
def office_beside_name(told: Telling) -> Iterator[Emission]:
    """Read who holds an office from the words beside a name: "the President of the Meeting, N. (State)".

    If: beside the name of a person, before it or behind it between commas, stands an office of the conference or of
        an organ of it; or an organ is said, by the way, to be chaired by a person or State.
    Then: the person holds that office of that body.
    Near miss: an office of another body; "the Chair" of whom no name is given.
    """
    clause, sentence = told.clause, told.sentence
    if told.around is None or not clause.asserted:
        return
    for start, end, iri in sentence.slots.persons.names:
        if iri is None or not clause.start <= start or end > clause.end:
            continue
        before = _before(told, start)
        office, term = before if before is not None else (_behind(told, end), None)
        if office is not None and office.body is not None and office.body.own:
            named = told.elements((start, _bracket_end(told, end)), ("person",))
            yield from organ_of(office.body, told)
            yield from holdings(told, office, named[:1], term)
    for circumstance in clause.circumstances:
        if circumstance.kind == "chaired" and clause.actor is not None and clause.actor.body is not None:
            where = circumstance.slots["chair"]
            if circumstance.end <= clause.verb.start and circumstance.start >= clause.subject[0]:
                yield from _chairs(told, clause.actor.body, "Chair", (where.start, where.end))


def _bracket_end(told: Telling, end: int) -> int:
    if told.unit.text.startswith(" (", end):
        close = told.unit.text.find(")", end)
        return close + 1 if close > 0 else end
    return end


def _before(told: Telling, name: int) -> tuple[Office, Term | None] | None:
    """Return the office that ends with a comma before a name, and begins with an article, and its term, if told."""
    text, plain = told.unit.text, told.unit.plain
    if not text.endswith(", ", 0, name):
        return None
    for article in told.sentence.slots.grammar.articles:
        at = plain.rfind(article, max(0, name - _LONGEST_OFFICE), name - 2)
        while at >= 0:
            if at == 0 or not text[at - 1].isalnum():
                office = office_at(told, at, name - 2)
                term = term_held(told.sentence, office.end, name - 2) if office is not None else None
                if office is not None and (office.end == name - 2 or term) and _told(told, office, at):
                    return office, term
            at = plain.rfind(article, max(0, name - _LONGEST_OFFICE), at)
    return None


def _behind(told: Telling, end: int) -> Office | None:
    """Return the office that stands behind a name, and what is in brackets there, between commas."""
    text = told.unit.text
    at = _bracket_end(told, end)
    if not text.startswith(", ", at):
        return None
    office = office_at(told, at + 2, told.clause.end)
    if office is None or not _told(told, office, at + 2):
        return None
    ends = office.end >= len(text.rstrip(" .")) or text[office.end] in ",;."
    return office if ends else None


def _told(told: Telling, office: Office, at: int) -> bool:
    """Tell whether the words say of which body an office is, or it is one that a body's own officers hold."""
    words = told.sentence.grammar.words.bodies
    of_body = any(link in told.unit.plain[at : office.end] for link in words.get("office_links", ()))
    return of_body or office.name in words.get("unlinked_offices", ())


def _chairs(told: Telling, body: Body, office: str, where: tuple[int, int]) -> Iterator[Emission]:
    if body.own:
        yield from organ_of(body, told)
        yield from holdings(told, Office(office, body, where[1]), told.elements(where, ("person", "post", "state")))


@rule("ELE-06", reads="clause", emits=(OfficeHolding, Agent))
def chaired(told: Telling) -> Iterator[Emission]:
    """Read who chairs a body: "the Working Group was chaired by N.".

    If: a clause says that the conference, or an organ of it, was chaired or co-chaired by persons or States.
    Then: each is its chair, or one of its chairs together.
    Near miss: a meeting that was chaired by somebody; a round table that is no organ.
    """
    actor, where = told.clause.actor, told.clause.roles("agent").get("agent")
    offices = told.sentence.grammar.words.bodies.get("chair_offices", {})
    if actor is not None and actor.body is not None and where is not None and told.verb.lemma in offices:
        yield from _chairs(told, actor.body, offices[told.verb.lemma], where)


@dataclass
class _Block:
    """Lines under the name of an office, whose holders they name."""

    offices: tuple[str, ...]
    body: Body
    mark: Span
    lines: int = 0


@rule("ELE-05", reads="report", emits=(OfficeHolding, Agent, Decision), stage=0)
def office_lines(report: ReportText, outline: Outline, slots_of: SlotsOf, facts: Facts) -> Iterator[Emission]:
    """Read who holds an office from lines: "Chair:", and names with their States behind it or below.

    If: a line, or a part of a sentence behind a colon or semicolon, begins with an office and a colon; behind it, and
        on the lines below, stand nothing but names of persons with the States in brackets, or States.
    Then: each holds that office of the body whose report the lines stand in; the election of "the following
        officers" told right above the lines decided on these holdings.
    Near miss: lines below a sentence that names the officers of another body; a line that says more than a name.
    """
    words = clause_grammar(report.language)
    if words is None:
        return
    colons = tuple(words.words.bodies.get("office_marks", (":",)))
    block: _Block | None = None
    elections = _Elections(facts)
    for unit in outline.units:
        elections.pass_(unit, slots_of, words)
        if not unit.text or unit.kind not in {"sentence", "title", "header", "heading", "cell"}:
            continue
        if block is None and not any(colon in unit.text for colon in colons):
            continue
        slots = slots_of(unit)
        bodies = slots.reading.bodies
        if not isinstance(bodies, Bodies):
            return
        marks = list(_marks(unit, colons, slots))
        if not marks and block is None:
            continue
        sentence = Sentence(unit, slots, slots.reading, words)
        if marks:
            around = bodies.around(unit.node)
            other = _other_officers(unit, sentence, marks[0][0])
            body = other if other is not None else around
            block = None
            for index, (start, end, office) in enumerate(marks):
                stop = marks[index + 1][0] if index + 1 < len(marks) else len(unit.text.rstrip(_ENDS))
                if body is None or not body.own:
                    continue
                also = second_office(slots, start, end - 1)
                offices = (office, also) if also else (office,)
                block = _Block(offices, body, unit.span_of(start, end))
                if not any(char.isalnum() for char in unit.text[end:stop]):
                    unit.claims.append(Claim("ELE-05", unit.span_of(start, stop)))
                elif not (yield from elections.of(_line(block, sentence, start, end, stop))):
                    block = None
        elif block is not None:
            block.lines += 1
            stop = len(unit.text.rstrip(_ENDS))
            if block.lines > _MOST_LINES or not (yield from elections.of(_line(block, sentence, 0, 0, stop))):
                block = None


class _Elections:
    """The elections of officers whom lines name; each is at hand from its sentence until the lines end."""

    def __init__(self, facts: Facts) -> None:
        told = (r for r in facts.read(Decision) if iris.local(r.iri).startswith(f"{OFFICERS}-") and not r.decided_on)
        self._told = sorted(told, key=lambda record: -record.evidence[0].start)
        self._now: list[Decision] = []
        self._units: list[int] = []
        self._term: Term | None = None
        self._elsewhere = False

    def pass_(self, unit: Unit, slots_of: SlotsOf, words: ClauseGrammar) -> None:
        """Take up the elections that a unit tells of; leave those behind which too much stands before the lines."""
        near = [(one, units + 1) for one, units in zip(self._now, self._units, strict=True) if units < _MOST_BETWEEN]
        while self._told and self._told[-1].evidence[0].start < unit.span.end:
            one = self._told.pop()
            if not self._offices(one):
                slots = slots_of(unit)
                sentence = Sentence(unit, slots, slots.reading, words)
                bodies = slots.reading.bodies
                reported = bodies.sessions if isinstance(bodies, Bodies) else frozenset()
                self._elsewhere = for_another_session(sentence, reported, 0, sentence.stop)
                self._term = the_term(terms_within(sentence, 0, sentence.stop), 0, sentence.stop)
                near = [(before, units) for before, units in near if self._offices(before)]
            near.append((one, 0))
        self._now, self._units = [one for one, _ in near], [units for _, units in near]

    @staticmethod
    def _offices(decision: Decision) -> tuple[str, ...]:
        """Return the offices that a decision was on whose holders it does not name; of all officers, none."""
        parts = iris.local(decision.iri).removeprefix(f"{OFFICERS}-").split("-")
        return tuple(takewhile(lambda part: part[:1].isupper(), parts))

    def of(self, line: Generator[Emission, None, bool]) -> Generator[Emission, None, bool]:
        """Yield what a line gives, and the decision on each holding of the conference's or organ's own.

        Of officers of a session that the report is not about, the election decided on the persons.
        """
        while True:
            try:
                emission = next(line)
            except StopIteration as end:
                return bool(end.value)
            if not isinstance(emission, OfficeHolding):
                yield emission
                continue
            own = [one for one in self._now if one.of_organ == emission.of_organ]
            general = [one for one in own if not self._offices(one)]
            elsewhere = bool(general) and self._elsewhere
            decided = emission.holder if elsewhere else emission.iri
            if not elsewhere:
                yield in_term(emission, self._term if general else None)
            special = [one for one in own if emission.office in {tg(office) for office in self._offices(one)}]
            for now in special[-1:] or general[-1:]:
                self._units = [0] * len(self._now)
                if decided is not None:
                    yield replace(now, decided_on=(decided,), evidence=(*now.evidence, *emission.evidence[:1]))


def _marks(unit: Unit, colons: tuple[str, ...], slots: SlotReader) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, office) for the offices with a colon that begin a unit, or stand behind a mark in it."""
    text = unit.text
    places = [0, *(at + 1 for at, char in enumerate(text) if char in ";:：；,")]
    for place in places[:_MOST_LINES]:
        start = place + (len(text) - place - len(text[place:].lstrip(" ")))
        read = slots("office", False, start)
        for end, name in sorted(read, key=lambda pair: -pair[0]):
            if text[end : end + 1] in colons:
                yield start, end + 1, str(name)
                break


def _other_officers(unit: Unit, sentence: Sentence, stop: int) -> Body | None:
    """Return the body that the words before the first office name behind "of" as the one whose officers follow."""
    for link in sentence.grammar.words.bodies.get("office_links", ()):
        at = unit.plain.rfind(link, 0, stop)
        while at >= 0:
            for type_ in ("own_body", "other_body"):
                for end, body in sentence.slots(type_, False, at + len(link)):
                    if end <= stop and isinstance(body, Body):
                        return body
            at = unit.plain.rfind(link, 0, at)
    return None


def _line(block: _Block, sentence: Sentence, begin: int, start: int, stop: int) -> Generator[Emission, None, bool]:
    """Yield the holdings of a line; return whether the line says nothing else."""
    stop = start + len(sentence.text[start:stop].rstrip(" ;,"))
    where = (start, stop)
    for lead in sentence.grammar.words.bodies.get("leads", ()):
        at = start + len(sentence.text[start:stop]) - len(sentence.text[start:stop].lstrip(" "))
        if sentence.plain.startswith(lead, at):
            where = (at + len(lead), stop)
            break
    found = elements(sentence, *where, ("person", "state"))
    if not found or not all(_whole(sentence, one) for one in found):
        return False
    slots, body = sentence.slots, block.body
    slug = slots.reading.report.organ_slug(body.name) if body.organ else ""
    if body.organ:
        label = LangText(body.name, slots.reading.identity.language)
        yield Agent(iri=body.organ, evidence=(block.mark,), subclass="Organization", label=label,
                    of_conference=body.conference)
    for one, office in product(found, block.offices):
        if one.iri is None or body.conference is None:
            continue
        yield OfficeHolding(
            iri=iris.office(body.conference, tg(office), one.iri, slug),
            evidence=(sentence.span(one.start, one.remark[1] + 1 if one.remark else one.end), block.mark),
            office=tg(office),
            holder=one.iri,
            of_conference=body.conference,
            of_organ=body.organ,
            representing=in_own_right(slots.reading.bodies, list(_represents(sentence, one)))
            if isinstance(slots.reading.bodies, Bodies) else (),
            stated_in=sentence.unit.provision,
        )
    sentence.unit.claims.append(Claim("ELE-05", sentence.span(begin, stop)))
    return True


def _whole(sentence: Sentence, one: Element) -> bool:
    """Tell whether an element is a State, or a person with nothing but a State or organisation behind the name."""
    if one.iri is None:  # a name nobody knows, with its State: the lines go on
        return one.remark is not None and any(e.iri for e in elements(sentence, *one.remark, ("state",)))
    if not isinstance(one.value, PersonPhrase):
        return one.remark is None
    if one.value.span.start != sentence.span(one.start, one.end).start:
        return False  # words that describe somebody stand before the name: a sentence, and no line of names
    return one.remark is None or bool(_represents(sentence, one))


def _represents(sentence: Sentence, one: Element) -> tuple[Iri, ...]:
    if not isinstance(one.value, PersonPhrase):
        return ()
    found = [post.whom for post in one.value.posts if post.whom] + list(one.value.bodies)
    if one.remark and not found:
        found += [e.iri for e in elements(sentence, *one.remark, ("state", "organization")) if e.iri]
    return tuple(dict.fromkeys(found))



"""What a clause tells beside its verb: whose act it is, at which meetings, under which items, how; and who is meant.

Must not state a fact: it hands the rules what they fill their records with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from treatygraph import iris
from treatygraph.facts import Act, Agent, Decision
from treatygraph.find.dates import DateMention
from treatygraph.find.fold import lower
from treatygraph.language.frame_words import FrameRow
from treatygraph.model import Iri, LangText, PartialDate, Severity, Span
from treatygraph.reading.frames.bodies import Bodies
from treatygraph.reading.frames.body import Body
from treatygraph.reading.frames.clause import Actor, Clause, things
from treatygraph.reading.frames.clauses import Sentence
from treatygraph.reading.frames.course import Course
from treatygraph.reading.frames.listing import Element, elements
from treatygraph.reading.frames.matters import quoted_matter
from treatygraph.reading.frames.papers_named import PapersNamed
from treatygraph.reading.frames.sessions import of_another_session
from treatygraph.reading.frames.sittings import Sitting, at_different_things, meeting_on_its_own, sittings
from treatygraph.reading.person_phrase import PersonPhrase
from treatygraph.reading.reading import Reading
from treatygraph.reading.references import Reference
from treatygraph.reading.units import mentioned
from treatygraph.vocab import tg


@dataclass
class Thread:
    """What goes back: the body that acted last, and each body's meeting last told of; it ends with the section."""

    bodies: Bodies
    papers: PapersNamed
    body: Body | None = None
    paragraph: object = None
    section: object = None
    meetings: dict[str, tuple[int, ...]] = field(default_factory=dict)
    met: list[PersonPhrase] = field(default_factory=list)
    we: Iri | None = None
    draft: bool = False
    drafted: list[Telling] = field(default_factory=list)
    for_others: bool = False
    annex: object = None
    operative: Body | None = None
    lead: Telling | None = None
    unasserted_lead: tuple[object, str] = (None, "")
    led_in: set[int] = field(default_factory=set)
    led_to: tuple[tuple[Iri, ...], LangText | None] = ((), None)
    operative_in: object = None
    terms: dict[int, object] = field(default_factory=dict)
    told_at: tuple[tuple[Iri, ...], tuple[Iri, ...]] = ((), ())
    course: Course = field(default_factory=Course)
    speaking_at: tuple[tuple[Iri, ...], tuple[Iri, ...]] = ((), ())


class Telling:
    """A clause as the rules see it."""

    def __init__(self, clause: Clause, reading: Reading, thread: Thread) -> None:
        self.clause, self.reading, self.thread = clause, reading, thread
        self.sentence = clause.sentence
        self.unit = clause.unit
        self.verb = clause.verb
        self.row: FrameRow | None = None
        self.part: Sentence | None = None
        self.before = thread.body
        self.meetings_kept = False
        self.within = False
        self._used: list[tuple[int, int]] = []
        self.body = self._body()
        self.elsewhere = self.body is not None and self.body == thread.bodies.own \
            and of_another_session(clause, thread.bodies.sessions)
        """Whether it was done at a session of the body that the report is not about."""
        if self.elsewhere and self.body is not None:
            self.body = Body(self.body.name)
        self.sittings = self._sittings()

    # ---- whose act it is

    def _body(self) -> Body | None:
        """The body it is about: the subject, what "it" goes back to, a passive's agent, or the one around."""
        actor = self.clause.actor
        if self.verb.passive:
            agent: Actor | None = self.agent()
            if agent is not None and agent.body is not None:
                return agent.body
            return meeting_on_its_own(self.clause) or self.around
        if actor is None:
            return self.around
        if actor.body is not None:
            return actor.body
        if actor.kind == "we":
            return None
        if actor.kind == "operative":
            return self.thread.operative or self.around
        if actor.kind == "pronoun":
            return self.thread.body
        if actor.kind == "observers":  # an organisation acts: what it did is its own, unless at a meeting of ours
            return Body(self.clause.subject_text, agent=next(iter(things(actor.values("who"))), None))
        return self.around

    @property
    def around(self) -> Body | None:
        """The body whose proceedings the part of the text tells."""
        return self.thread.bodies.around(self.unit.node)

    @property
    def own(self) -> bool:
        """Whether the act is one of the conference's own proceedings, its organs' included."""
        return self.body is not None and self.body.own

    @property
    def base(self) -> Iri:
        """The conference, or the organ of it, under which the clause's facts hang."""
        return (self.body.organ or self.body.conference or self.conference) if self.body else self.conference

    @property
    def conference(self) -> Iri:
        """The conference reported on."""
        return self.reading.conference.iri

    @property
    def standing(self) -> Iri | None:
        """The organ that decided, or the body apart from its sessions where it did so between them."""
        return self.body.agent if self.body is not None and self.body.between else self.organ

    @property
    def held_at(self) -> Iri | None:
        """The conference of which an act of the body is one; None between its sessions."""
        return None if self.body is not None and self.body.between else self.conference

    @property
    def organ(self) -> Iri | None:
        """The organ of the conference whose act it is; None for the conference itself."""
        return self.body.organ if self.body else None

    @property
    def verb_concept(self) -> str:
        """The local name of the operative verb's concept."""
        return self.sentence.grammar.words.concept(self.verb.lemma)

    def agent(self) -> Actor | None:
        """Return who a passive clause names behind its mark of the agent, or None."""
        where = self.clause.roles("agent", "office", "members").get("agent")
        actor = self.sentence.actor_at(*where) if where else None
        if actor is not None:
            self.take(actor.start, actor.end)
        return actor

    def we(self) -> Iterator[Agent]:
        """Yield the group that "we" are, where the clause says it beside the word; it stays so for the text's rest."""
        actor = self.clause.actor
        if actor is None or actor.kind != "we" or not self.unit.text.startswith(
                ", " if self.sentence.grammar.spaced else ",", actor.end):
            return
        begin = actor.end + 1 + self.sentence.grammar.spaced
        if self.unit.plain.startswith(tuple(self.sentence.grammar.words.pronouns.get("as", ())), begin):
            return
        stop = self.unit.text.find(",", begin, self.verb.start)
        stop = stop if stop > 0 else len(self.unit.text[: self.verb.start].rstrip(" ,"))
        for article in self.sentence.slots.grammar.articles:
            begin += len(article) if self.unit.plain.startswith(article, begin) else 0
        if stop <= begin or not any(
            word in self.unit.plain[begin:stop] for word in self.sentence.grammar.words.bodies.get("group_words", ())
        ):
            return
        known = [value for end, value in self.sentence.slots("group", False, begin) if end == stop]
        iri = getattr(known[0], "iri", None) if known else None
        if iri is None:
            words = self.text((begin, stop))
            iri = iris.part(self.reading.document, "group", iris.slug(words) or words)
            yield Agent(
                iri=iri,
                evidence=(self.sentence.span(begin, stop),),
                subclass="StateGroup",
                label=self.words((begin, stop)) if self.thread.we != iri else None,
            )
        self.take(begin, stop)
        self.thread.we = iri
        self.thread.bodies.groups[self.unit.plain[begin:stop]] = iri

    # ---- when and under what

    @property
    def meetings(self) -> tuple[int, ...]:
        """The ordinals of the meetings of the body at which it happened."""
        return tuple(dict.fromkeys(n for one in self.sittings if one.here for n in one.ordinals))

    def be_of(self, body: Body | None) -> None:
        """Take the clause for one of a body, whoever its subject is: whoever speaks, speaks at the body around."""
        self.body = body
        self.sittings = self._sittings()

    def _sittings(self) -> tuple[Sitting, ...]:
        """Return the meetings of the body that the clause names; those where it happened are remembered."""
        found = sittings(self)
        ordinals = tuple(dict.fromkeys(n for one in found if one.here for n in one.ordinals))
        if ordinals and self.own and not self.clause.subordinate and not self.verb.anterior:
            self.thread.meetings[self._key] = ordinals
            if self.organ is None:
                self.reading.discourse.meetings = tuple(iris.meeting(self.base, n) for n in ordinals)
        return found

    @property
    def _key(self) -> str:
        return str(self.body.actor) if self.body else ""

    def owner_behind(self, at: int) -> Body | None:
        """Return the body that the words behind a place say a meeting is of; a nameless one where it is unknown."""
        return self.thread.bodies.owner(self.unit, self.sentence.slots, at)

    @property
    def last_meetings(self) -> tuple[int, ...]:
        """The meetings at which the body last acted: a conference's may have been told by whole wordings too."""
        if self.body is not None and self.body.conference and self.organ is None:
            return tuple(int(iris.local(thing)) for thing in self.reading.discourse.meetings
                         if thing.startswith(f"{self.body.conference}/meeting/"))
        return self.thread.meetings.get(self._key, ())

    @property
    def at_meetings(self) -> tuple[Iri, ...]:
        """The meetings at which it happened."""
        return tuple(iris.meeting(self.base, n) for n in self.meetings) if self.own else ()

    @cached_property
    def respectively(self) -> bool:
        """Whether the clause says of several things that each goes with its own of several others."""
        clause, sentence = self.clause, self.sentence
        for word in sentence.grammar.words.group.get("respective", ()):
            at = sentence.masked.lower().find(word, clause.start, clause.end)
            while at >= 0:
                if not any(c.start <= at < c.end for c in clause.circumstances):
                    self.take(at, at + len(word))
                    return True
                at = sentence.masked.lower().find(word, at + 1, clause.end)
        return False

    @property
    def _one_by_one_at(self) -> tuple[Iri, ...]:
        """The meetings at which one thing happened: of several that go each with another thing, none is known."""
        several = self.respectively and len(self.meetings) > 1
        return () if several or at_different_things(self.clause, self.sittings) else self.at_meetings

    @property
    def _deciding_at(self) -> tuple[Iri, ...]:
        """The meeting at which a sentence before says that the section's decisions were taken."""
        return self.reading.discourse.deciding_at if self.own and self.organ is None else ()

    @property
    def _just_sitting(self) -> tuple[Iri, ...]:
        """The one meeting that the paragraph told of last, where the clause names none of any body, and no time."""
        meetings = self.thread.told_at[0]
        named = self.clause.all_circumstances("meeting", "same_meeting", "session", "date", "occasion")
        return meetings if self.own and self.organ is None and len(meetings) == 1 and not named else ()

    @property
    def under_items(self) -> tuple[Iri, ...]:
        """The agenda items under which it happened."""
        return self._things("item", "items")

    @property
    def under_rules(self) -> tuple[Iri, ...]:
        """The rules of procedure it followed."""
        return self._things("rule", "rule")

    def _things(self, kind: str, slot: str) -> tuple[Iri, ...]:
        """Return what the references in circumstances of a kind mean."""
        found = [c.value(slot) for c in self.clause.all_circumstances(kind)]
        return tuple(dict.fromkeys(i for value in found if isinstance(value, Reference) for i in value.things))

    @property
    def method(self) -> Iri | None:
        """How it was decided."""
        for circumstance in self.clause.all_circumstances("method", "unanimously"):
            if isinstance(value := circumstance.value("method"), str):
                return tg(value)
            words = lower(self.unit.text[circumstance.start : circumstance.end]).strip(" ,")
            for form, name in self.reading.report.language.lexicon.get("method_words", {}).items():
                if words == form:
                    return tg(name)
        return tg("ByVote") if self.clause.all_circumstances("votes") else None

    @property
    def behalf(self) -> tuple[Iri, ...]:
        """On whose behalf it was done: of somebody, or of those who hold an office of the body."""
        found = things(tuple(value for c in self.clause.all_circumstances("behalf") for value in c.values("behalf")))
        offices = [c.value("behalf_office") for c in self.clause.all_circumstances("behalf")]
        held = [one.iri for office in offices if isinstance(office, str)
                for one in self.reading.facts.holdings(tg(office), self.conference, self.organ)]
        return (*found, *dict.fromkeys(held))

    # ---- words

    def take(self, start: int, end: int) -> None:
        """Note that a rule used the words of a folded range."""
        self._used.append((start, end))

    @property
    def used(self) -> tuple[Span, ...]:
        """The words that were used: the verb, a subject that is understood, the circumstances, what the rule took."""
        clause = self.clause
        ranges = [(self.verb.start, self.verb.end), *self._used]
        if clause.actor is not None:
            ranges.append(clause.subject)
        ranges += [(one.start, one.end) for one in (*clause.circumstances, *clause.shared)]
        return tuple(dict.fromkeys(self.sentence.span(*one) for one in sorted(ranges) if one[0] < one[1]))

    @property
    def evidence(self) -> tuple[Span, ...]:
        """The words of the clause, and of the circumstances it shares with another."""
        return (self.clause.span, *dict.fromkeys(self.sentence.span(c.start, c.end) for c in self.clause.shared))

    def words(self, where: tuple[int, int]) -> LangText:
        """Return the stored words of a folded range, in the text's language."""
        return self.reading.report.words(self.sentence.span(*where))

    @property
    def reserve(self) -> LangText | None:
        """The words of the reserve with which something was decided: "without setting a precedent"."""
        found = self.clause.all_circumstances("reserve")
        if not found:
            return None
        at, text = found[0].start, self.unit.text[found[0].start : found[0].end]
        return self.words((at + len(text) - len(text.lstrip(" ,")), at + len(text.rstrip(" ,"))))

    def text(self, where: tuple[int, int]) -> str:
        """Return the folded words of a range."""
        return self.unit.text[where[0] : where[1]]

    def elements(self, where: tuple[int, int], types: tuple[str, ...] | None = None) -> list[Element]:
        """Return the elements of a list in a folded range; persons among them are remembered."""
        found = elements(self.sentence, *where, *((types,) if types else ()))
        self._used += [(one.start, one.end) for one in found if one.value is not None]
        self.thread.met += [one.value for one in found if isinstance(one.value, PersonPhrase)]
        return found

    def mentioned(self, where: tuple[int, int]) -> tuple[Iri, ...]:
        """Return the things named in a folded range."""
        return mentioned(self.unit, *where)

    def symbols(self, where: tuple[int, int]) -> tuple[Iri, ...]:
        """Return the documents named by symbol in a folded range, in order, each once."""
        return tuple(dict.fromkeys(s.iri for s in self.unit.seen("symbol", start=where[0], end=where[1]) if s.iri))

    def unresolved(self, element: Element, what: str) -> None:
        """Report an element of a list that nobody knows."""
        self.reading.findings.report(
            "unknown-name",
            Severity.WARNING,
            f"no row knows these words as {what}",
            self.sentence.span(element.start, element.end),
        )

    # ---- records

    def local(self, key: str = "") -> str:
        """Return what tells a decision without a symbol from its siblings: its provision, and which one there it is."""
        provision = iris.path_of(self.unit.provision).removeprefix(iris.path_of(self.reading.document)).strip("/")
        use = self.reading.facts.use_of(self.unit.provision, tg("Decision"), Iri(key) if key else None)
        return provision.replace("/", "-") + (f"-{key}" if key else "") + (f"-{use}" if use > 1 else "")

    def decision(
        self, type_: str, what: str, decided: tuple[Iri, ...], matter: tuple[int, int] | None = None
    ) -> Decision:
        """Return the decision that the clause tells of."""
        return Decision(
            iri=iris.decision(self.base, tg(type_), what),
            evidence=self.evidence,
            decision_type=tg(type_),
            decided_on=decided,
            of_conference=self.held_at,
            of_organ=self.standing,
            at_meetings=self._one_by_one_at or self._deciding_at or self._just_sitting,
            under_items=self.under_items or (self.thread.course.items if self.own and self.organ is None else ()),
            under_rules=self.under_rules,
            method=self.method,
            matter=quoted_matter(self, matter),
            note=self.reserve,
        )

    def act(
        self,
        verb: str,
        actors: tuple[Iri, ...],
        addressees: tuple[Iri, ...] = (),
        matter: tuple[int, int] | None = None,
        **more: Any,
    ) -> Act:
        """Return the act that the clause tells of."""
        first = addressees[0] if addressees else None
        use = self.reading.facts.use_of(self.unit.provision, tg(verb), first)
        own = self.own
        return Act(
            iri=iris.act(self.unit.provision, verb, first, use),
            evidence=self.evidence,
            operative_verb=tg(verb),
            actors=actors,
            addressees=addressees,
            matter=quoted_matter(self, matter),
            mentions=self.mentioned(matter) if matter else (),
            of_conference=self.held_at if own else None,
            of_organ=self.organ if own else None,
            at_meetings=self._one_by_one_at,
            under_items=self.under_items,
            under_rules=self.under_rules,
            note=self.reserve,
            **more,
        )


def completed(date: PartialDate, year: int | None) -> PartialDate | None:
    """Return a date with the conference's year where it has none of its own; None where neither is known."""
    if not date.lexical.startswith("--"):
        return date
    return PartialDate(f"{year:04d}{date.lexical[1:]}") if year else None


def pairs(
    ordinals: tuple[int, ...], dates: tuple[DateMention, ...]
) -> Iterator[tuple[int, PartialDate | None, PartialDate | None]]:
    """Yield (ordinal, not before, not after) of meetings; of as many days as meetings, each has its own."""
    if len(dates) != 1:
        for ordinal in ordinals:
            yield ordinal, None, None
        return
    first, last = dates[0].first, dates[0].last
    days = tuple(getattr(dates[0], "days", ())) or ((first,) if first == last else ())
    if len(ordinals) > 1 and len(days) == len(ordinals):
        for ordinal, day in zip(ordinals, days, strict=True):
            yield ordinal, day, day
        return
    for ordinal in ordinals:
        yield ordinal, first, last

"""Reads sentences by their clauses: finds each clause's frame and hands it to the rule that says what follows.

Must not say what follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from treatygraph import iris
from treatygraph.find.fold import lower
from treatygraph.language.frame_words import FrameRow
from treatygraph.model import Severity
from treatygraph.read.tree import Node, NodeKind
from treatygraph.reading.frames.bodies import Bodies
from treatygraph.reading.frames.body import Body
from treatygraph.reading.frames.clause import Clause
from treatygraph.reading.frames.clause_grammar import ClauseGrammar, clause_grammar
from treatygraph.reading.frames.clauses import Sentence
from treatygraph.reading.frames.counted import counted_in
from treatygraph.reading.frames.course import learn
from treatygraph.reading.frames.open_leads import (
    goes_on_below,
    leads_to_parts,
    part_of,
    says_itself,
    why_parts_assert_nothing,
)
from treatygraph.reading.frames.papers_named import PapersNamed
from treatygraph.reading.frames.telling import Telling, Thread
from treatygraph.reading.person_phrase import PersonPhrase
from treatygraph.reading.reading import Reading
from treatygraph.reading.references import Reference
from treatygraph.reading.registry import Emission, Rule, Use, rules_for
from treatygraph.reading.slots import SlotReader
from treatygraph.reading.units import Claim, Sighting, Unit

_LONGEST_LEAD = 200
_BEHIND = 60  # characters behind the words for a meeting within which its place and year stand
_STOP = re.compile(r"[.;。；:：]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
Keep = Callable[[Rule, Iterable[Emission], Unit], int]
"""Keeps what a rule emits, and says how much it was."""


@dataclass
class FrameReader:
    """The clauses of one report."""

    reading: Reading
    words: ClauseGrammar
    rules: dict[str, Rule]
    keep: Keep
    thread: Thread
    saw_clause: bool = False
    cut: Unit | None = None
    agendas: dict[int, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.meetings, self.act, self.led, self.counted, self.status = (
            rules_for(use)[0] for use in (Use.MEETINGS, Use.ACT, Use.LED, Use.COUNTED, Use.STATUS)
        )
        self.beside = (self.meetings, *rules_for(Use.BESIDE))

    @classmethod
    def of(cls, reading: Reading, rules: dict[str, Rule], keep: Keep) -> FrameReader | None:
        """Return the reader of a report's clauses, or None where its language has no frames."""
        words = clause_grammar(reading.report.language)
        if words is None:
            return None
        bodies = Bodies(reading, words.words)
        reading.bodies = bodies
        return cls(reading, words, rules, keep, Thread(bodies, PapersNamed(reading.tree.root)))

    def read(self, unit: Unit, slots: SlotReader) -> list[PersonPhrase] | None:
        """Read a sentence; return the persons its roles named, or None where no frame took a clause of it."""
        self.saw_clause = False
        if any(map(self._leads_to_agenda, unit.node.ancestors())):
            return None  # a line of an agenda says what is to be done, not that it was
        sentence = Sentence(unit, slots, self.reading, self.words)
        self.thread.met = []
        self.thread.papers.enter(unit)
        self.thread.papers.hear(sentence)
        if self._led(unit, sentence):
            self._settle_meetings(unit, sentence, [])
            self._apart(unit, sentence)
            return self.thread.met
        taken = self._leads(unit, sentence)
        tellings: list[Telling] = []
        for clause in sentence.clauses:
            tellings.append(Telling(clause, self.reading, self.thread))
            taken = self._clause(tellings[-1]) or taken
        if not tellings:
            self._opened_at(sentence)
        self._settle_meetings(unit, sentence, tellings)
        self._apart(unit, sentence)
        self.saw_clause, self.cut = bool(tellings), unit
        if (why := why_parts_assert_nothing(sentence)):
            self.thread.unasserted_lead = (unit.node, why)
        self._mark_drafts(unit, tellings)
        if not taken:
            return None
        kept = [told for told in tellings if told.meetings_kept]
        unit.claims += [Claim(self.meetings.id, span) for told in kept for span in (one.span for one in told.sittings)]
        return self.thread.met

    def _opened_at(self, sentence: Sentence) -> None:
        """Remember the meeting that a sentence opens with, though no verb of it is known: others may go on there."""
        first = next(iter(sentence.circumstances), None)
        if first is None or first.kind != "meeting" or sentence.text[: first.start].strip(" ,"):
            return
        around = self.thread.bodies.around(sentence.unit.node)
        behind = sentence.forward(first.end, sentence.stop)
        subjects = [body for _, body in sentence.slots("other_body", False, behind) if isinstance(body, Body)]
        value = first.value("meetings")
        if around is None or not around.own or around.organ or any(not body.own for body in subjects):
            return
        if isinstance(value, Reference) and first.value("owner") in {None, around}:
            self.thread.told_at = (value.things, ())

    def _leads_to_agenda(self, node: Node) -> bool:
        """Tell whether a node's own words lead to an agenda printed below them."""
        if id(node) not in self.agendas:
            words = lower(node.body.rstrip()[-_LONGEST_LEAD:])
            self.agendas[id(node)] = words.endswith((":", "：")) and any(
                word in words for word in self.words.words.bodies.get("agenda_words", ())
            )
        return self.agendas[id(node)]

    def _mark_drafts(self, unit: Unit, tellings: list[Telling]) -> None:
        """Remember that texts follow that nobody has adopted, or that some follow that were; an annex begins anew."""
        annex = unit.node.within(NodeKind.ANNEX)
        if annex is not self.thread.annex:
            self.thread.annex, self.thread.draft = annex, False
        bodies = self.words.words.bodies
        if any(words in unit.plain for words in bodies.get("adopted", ())):
            self.thread.draft = False
        elif any(words in unit.plain for words in bodies.get("drafts", ())):
            self.thread.draft, self.thread.drafted = True, []
            others = bodies.get("draft_for_others", ())
            self.thread.for_others = any(told.verb.lemma in others for told in tellings)

    def _apart(self, unit: Unit, sentence: Sentence) -> None:
        """Read what a sentence says in whichever clause: the numbers it states."""
        if sentence.supposed:
            return
        for match in counted_in(sentence):
            self.keep(self.counted, self.counted.apply(self.reading, match), unit)

    def _leads(self, unit: Unit, sentence: Sentence) -> bool:
        """Take a body's name that a comma ends for the head of its resolution: what follows is its operative words."""
        section = unit.node.within(NodeKind.SECTION) or unit.node.within(NodeKind.ANNEX)
        if section is not self.thread.operative_in:
            self.thread.operative, self.thread.operative_in, self.thread.lead = None, section, None
        for kind in ("own_body", "other_body"):
            for end, body in sentence.slots(kind, False, 0):
                if unit.text[end:].strip() in {",", "，", ":", "："} and isinstance(body, Body):
                    # What another body is to decide is a draft, or a text of its own: nobody decides it here.
                    self.thread.operative = body if body.own else None
                    unit.claims.append(Claim(self.act.id, unit.span))
                    return True
        return False

    def _operative(self, clause: Clause) -> bool:
        """Tell whether a verb without a subject is a resolution's: under the head that names its body."""
        text = clause.unit.text.rstrip()
        ends = clause.verb.form != "gerund" or text.endswith((",", ";", "，", "；"))
        return self.thread.operative is not None and ends

    @cached_property
    def _titles(self) -> dict[int, Unit]:
        """The titles of sections, by the id of their node."""
        return {id(unit.node): unit for unit in self.reading.units if unit.kind == "title"}

    def enter(self, unit: Unit) -> None:
        """Forget what reaches no further than a paragraph or a section, where a sentence begins another one."""
        paragraph = unit.node.within(NodeKind.PARAGRAPH) or unit.node
        if paragraph is not self.thread.paragraph:
            self.thread.course.enter(unit, self.thread.told_at[0], self._titles)
            self.thread.paragraph, self.thread.body = paragraph, None
            self.thread.told_at = ((), ())
            if (
                self.thread.lead is not None
                and paragraph is not self.thread.lead.unit.node
                and paragraph.kind is NodeKind.PARAGRAPH
                and paragraph.number
            ):
                self.thread.lead = None
        around = self.thread.bodies.around(unit.node)
        if around is not self.thread.section:
            self.thread.section, self.thread.meetings = around, {}

    def remember_wording(self, unit: Unit) -> None:
        """Remember the meetings that a sentence names which whole wordings read, where no clause told of them."""
        if unit is self.cut and self.saw_clause and self.thread.told_at[0] == self.reading.discourse.meetings:
            return
        named = {sighting.things for sighting in unit.seen("meeting", "meetings")}
        if self.reading.discourse.meetings in named:
            self.thread.told_at = (self.reading.discourse.meetings, ())

    def remember_meetings(self, unit: Unit, slots: SlotReader) -> bool:
        """Remember the meetings at which a sentence says the body acted; tell whether it has clauses."""
        if unit is self.cut:  # read just now, and remembered then
            return self.saw_clause
        clauses = Sentence(unit, slots, self.reading, self.words).clauses
        for clause in clauses:
            Telling(clause, self.reading, self.thread)
        return bool(clauses)

    def _settle_meetings(self, unit: Unit, sentence: Sentence, tellings: list[Telling]) -> None:
        """Let the words for a meeting mean one of the body that the clause, or the part of the text, is about."""
        around = self.thread.bodies.around(unit.node)
        for index, sighting in enumerate(unit.sightings):
            if sighting.kind not in {"meeting", "meetings"} or not sighting.things:
                continue
            things = None
            for told in tellings:
                for one in told.sittings:
                    if one.circumstance.start <= sighting.start and sighting.end <= one.circumstance.end:
                        things = tuple(iris.meeting(told.base, n) for n in one.ordinals) if told.own else ()
            if things is None:
                owner = (self.thread.bodies.owner(unit, sentence.slots, sighting.end)
                         or _owner_before(sentence, sighting))
                body = (self._possessor(sighting, sentence, tellings) or around) if owner is None else owner
                base = (body.organ or body.conference) if body is not None else None
                base = None if self._years_away(unit, sighting) else base
                things = tuple(iris.meeting(base, int(iris.local(thing))) for thing in sighting.things) if base else ()
            unit.sightings[index] = replace(
                sighting,
                things=things,
                parts=sighting.parts if len(things) == len(sighting.things) and things == sighting.things else (),
            )

    def _years_away(self, unit: Unit, sighting: Sighting) -> bool:
        """Tell whether the words right behind a meeting give it a year other than the conference's or the one before.

        "A plan was developed at the fourth meeting of the Working Group, held in Geneva in 2031" is no part of 2033.
        """
        year = self.reading.header.frame.year if self.reading.header.frame else None
        behind = _STOP.split(unit.text[sighting.end : sighting.end + _BEHIND])[0]
        years = {int(found) for found in _YEAR.findall(behind)}
        return year is not None and bool(years) and not years & {year - 1, year}

    def _possessor(self, sighting: Sighting, sentence: Sentence, tellings: list[Telling]) -> Body | None:
        """Return the body that a meeting is its own of: the clause's, or where none is read the one named behind it.

        "Working Group I held its 1st meeting"; "At its 4th plenary meeting, on 3 May, the General Assembly, …".
        """
        unit = sentence.unit
        words = tuple(self.reading.report.language.lists.get("possessives", ()))
        own = unit.plain.startswith(words, sighting.start) or unit.plain.endswith(words, 0, sighting.start)
        if not words or not own:
            return None
        told = next((t for t in tellings if t.clause.start <= sighting.start < t.clause.end), None)
        if told is not None and told.clause.actor is not None:
            return told.body
        around = [one for one in sentence.circumstances if one.start <= sighting.start and sighting.end <= one.end]
        behind = sentence.forward(max([sighting.end, *(one.end for one in around)]), sentence.stop)
        return next((body for _, body in sentence.slots("other_body", False, behind) if isinstance(body, Body)), None)

    def _clause(self, told: Telling) -> bool:
        clause = told.clause
        if (
            clause.actor is not None
            and told.body is not None
            and clause.actor.kind != "unnamed"
            and not clause.subordinate
        ):
            self.thread.body = told.body
        for beside in self.beside:
            kept = self.keep(beside, beside.apply(self.reading, told), clause.unit)
            told.meetings_kept = told.meetings_kept or (beside is self.meetings and kept > 0)
        if told.own and not clause.subordinate and not clause.verb.anterior and (told.at_meetings or told.under_items):
            items = told.under_items if len(told.under_items) == 1 else ()
            self.thread.told_at = (told.at_meetings, items)
        learn(self.thread.course, told)
        rows = frames_of(clause, self.words)
        if rows and told.elsewhere and clause.asserted:
            return self._of_another_session(clause)
        operative = clause.actor is not None and clause.actor.kind == "operative"
        if operative and not self._operative(clause):
            return False
        listed = self._beside(told, [row for row in rows if row.constants.get("beside")])
        rows = [row for row in rows if not row.constants.get("beside")]
        if not rows or (listed and not clause.asserted):
            return listed
        if clause.asserted and (why := self._below_a_plan(clause.unit)):
            return self._not_asserted(clause, why)
        if operative and clause.asserted and self.thread.draft and not self.thread.for_others:
            self.thread.drafted.append(told)
        if not clause.asserted or (self.thread.draft and operative):
            return self._not_asserted(clause)
        self._remember_lead(told)
        if self.thread.lead is told and told.clause.end > told.verb.end and goes_on_below(told):
            return True
        if clause.verb.lemma in self.words.words.statuses.get("factive", ()):
            self.keep(self.status, self.status.apply(self.reading, told), clause.unit)
        for row in rows:
            told.row = row
            rule = self.rules[row.rule]
            if clause.verb.form == "gerund" and rule is not self.act:
                continue
            if told.body is not None and not told.own and rule.use is Use.OF_THE_BODY:
                rule = self.act
            if self.keep(rule, rule.apply(self.reading, told), clause.unit):
                clause.unit.claims.append(Claim(rule.id, clause.span, used=told.used))
                return True
        return listed or (self.thread.lead is not None and self.thread.lead.clause is clause)

    def _beside(self, told: Telling, rows: list[FrameRow]) -> bool:
        """Read what a clause says beside its act, denied or not, as that somebody is listed; tell whether it does."""
        taken = False
        for told.row in rows:
            rule = self.rules[told.row.rule]
            if self.keep(rule, rule.apply(self.reading, told), told.unit):
                told.unit.claims.append(Claim(rule.id, told.clause.span, used=told.used))
                taken = True
        return taken

    def _remember_lead(self, told: Telling) -> None:
        """Keep a clause that ends in a colon before it has said what was decided: the parts below it do."""
        if leads_to_parts(told):
            self.thread.lead = told
            told.take(told.verb.end, max(told.clause.end, told.verb.end))
            self.keep(self.led, self.led.apply(self.reading, told), told.unit)
            told.unit.claims.append(Claim(self.led.id, told.clause.span, used=told.used))

    def _led(self, unit: Unit, sentence: Sentence) -> bool:
        """Read a part below a clause that leads to it: "decides: (a) To hold …; (b) That …"."""
        lead = self.thread.lead
        marks = tuple(self.words.words.bodies.get("led_marks", ()))
        if lead is None:
            return False
        bare = not any(char.isalnum() for char in lead.unit.text[lead.verb.end :])
        within = bare and part_of(lead, unit) and any(id(node) in self.thread.led_in for node in unit.node.ancestors())
        led = within or (unit.plain.startswith(marks) if bare else part_of(lead, unit))
        if not led or says_itself(sentence, marks):
            return False
        told = Telling(lead.clause, self.reading, self.thread)
        told.within = within
        if unit.text.rstrip().endswith((":", "：")):
            self.thread.led_in.add(id(unit.node))
        told.part, told.row = sentence, next(iter(frames_of(lead.clause, self.words)), None)
        if self.keep(self.led, self.led.apply(self.reading, told), unit):
            unit.claims.append(Claim(self.led.id, unit.span))
            return True
        return False

    def _of_another_session(self, clause: Clause) -> bool:
        """Report what the body did at a session that the report is not about, and read nothing of it."""
        why = "the clause is about another session than the report"
        message = f"{why}; it states no fact of this one"
        self.reading.findings.report("other-session", Severity.INFO, message, clause.span)
        clause.unit.claims.append(Claim(self.act.id, clause.span, why))
        return True

    def _below_a_plan(self, unit: Unit) -> str:
        """Return why the parts of an enumeration assert nothing, where the words that lead to it do not; or nothing."""
        lead, why = self.thread.unasserted_lead
        return why if unit.node.kind is NodeKind.ITEM and any(above is lead for above in unit.node.ancestors()) else ""

    def _not_asserted(self, clause: Clause, lead: str = "") -> bool:
        if clause.subordinate:
            return False
        why = f"below words that are {lead}" if lead else (
            "denied"
            if clause.verb.negated or clause.sentence.denied(*clause.subject)
            else clause.verb.modality or ("conditional" if clause.sentence.supposed else "of a draft")
        )
        self.reading.findings.report(
            "not-asserted", Severity.INFO, f"the clause is {why}; it states no fact", clause.span
        )
        clause.unit.claims.append(Claim(self.act.id, clause.span, f"the clause is {why}"))
        return True


def frames_of(clause: Clause, words: ClauseGrammar) -> list[FrameRow]:
    """Return the frames of a clause in order: those whose verb it is, whose kind of subject and whose words it has."""
    kind = "passive" if clause.verb.passive else clause.actor.kind if clause.actor else ""
    plain = clause.unit.plain[clause.start : clause.end]
    return [
        row
        for row in words.words.frames
        if clause.verb.lemma in row.verbs
        and (not row.subject or kind in row.subject)
        and ("with" not in row.constants or any(word in plain for word in row.constants["with"]))
    ]


def _owner_before(sentence: Sentence, sighting: Sighting) -> Body | None:
    """Return the body that the circumstance a meeting stands in names before it: "在会议第1次全体会议上"."""
    for one in sentence.circumstances:
        owner = one.value("owner")
        if isinstance(owner, Body) and one.start <= sighting.start and sighting.end <= one.end:
            return owner
    return None

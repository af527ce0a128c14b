"""Keeps what a section says for all its sentences: where its body last acted, the item it is about, the event it tells.

Must not reach over the end of a section, nor decide who did something.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from treatygraph.model import Iri, LangText
from treatygraph.read.tree import Node, NodeKind
from treatygraph.reading.frames.clause import Clause, Words
from treatygraph.reading.units import Unit

_LONGEST_LEAD = 120


@dataclass
class Course:
    """The course of one section.

    `before` holds the meetings of the last paragraph that told of any; `event_at` those at which the event took place
    that the section has its title from, and `event` what it is called; `items` the one agenda item that its title, or
    that of a section around it, names, or that its first sentence says was considered.
    """

    section: Node | None = None
    before: tuple[Iri, ...] = ()
    event_at: tuple[Iri, ...] = ()
    event: LangText | None = None
    items: tuple[Iri, ...] = ()

    def enter(self, unit: Unit, told_at: tuple[Iri, ...], titles: Mapping[int, Unit]) -> None:
        """Go on to another paragraph.

        `told_at` holds the meetings that the one before told of last; `titles` the titles of sections by the id of
        their node: of one that names one agenda item, all of its section is about that.
        """
        section = unit.node.within(NodeKind.SECTION)
        if section is not self.section:
            above = unit.node.ancestors() if section is not None else ()
            named = (title.seen("items") for node in above if (title := titles.get(id(node))) is not None)
            items = next((found[0].things for found in named if len(found) == 1 and len(found[0].things) == 1), ())
            self.section, self.before, self.event_at, self.event, self.items = section, (), (), None, items
        elif told_at:
            self.before = told_at


class Told(Protocol):
    """What a clause tells, as far as a section's course goes."""

    clause: Clause
    unit: Unit

    @property
    def own(self) -> bool:
        """Whether the act is one of the conference's own."""

    def words(self, where: tuple[int, int]) -> LangText:
        """Return the stored words of a folded range."""

    @property
    def at_meetings(self) -> tuple[Iri, ...]:
        """The meetings at which it happened."""


def opens(unit: Unit, section: Node | None) -> bool:
    """Tell whether a sentence is the first of its section."""
    if section is None:
        return False
    first = next((child for child in section.children if child.kind is NodeKind.PARAGRAPH), None)
    return first is unit.node and unit.span.start == first.body_span.start


def learn(course: Course, told: Told) -> None:
    """Keep what the clause of a section's first sentence says for all of the section."""
    if not told.own or not told.clause.asserted or not opens(told.unit, course.section):
        return
    where = told.clause.object()
    words = told.clause.sentence.grammar.words.group
    if where is None or course.section is None:
        return
    begin, end = where
    if told.clause.verb.lemma in words.get("considering", ()):
        named = [s for s in told.unit.sightings if s.kind == "items" and begin <= s.start and s.end <= end]
        if len(named) == 1 and named[0].iri and not told.unit.text[begin : named[0].start].strip():
            course.items = named[0].things
    if told.clause.verb.lemma in words.get("holding", ()) and told.at_meetings:
        title, plain = " ".join(course.section.body.split()).lower(), told.unit.plain[begin:end]
        noun = next((noun for noun in words.get("events", ()) if noun in plain and noun in title), None)
        if noun is not None:
            at = begin + plain.find(noun)
            course.event_at, course.event = told.at_meetings, told.words((at, at + len(noun)))


def goes_back(clause: Clause) -> bool:
    """Tell whether words say that it happened where the text was before: "also spoke", "Before adoption, …"."""
    sentence: Words = clause.sentence
    group = sentence.grammar.words.group
    spoken = sentence.plain[clause.verb.start : clause.verb.verb_start].split(" ")
    if any(word in spoken for word in group.get("likewise", ())):
        return True
    marks, nouns = tuple(group.get("around_marks", ())), group.get("around_nouns", ())
    lead = sentence.plain[: min(_LONGEST_LEAD, clause.subject[1])]
    return any(
        f"{mark}{article}{noun}" in f" {lead}"
        for mark in marks for article in ("", *sentence.slots.grammar.articles) for noun in nouns
    )

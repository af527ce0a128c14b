"""Holds what words such as "the same meeting", "we" and "these States" go back to at a place of the text.

Must not reach further than the text does: what ends with a paragraph or a section is forgotten there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from treatygraph.facts import Act, Agent, Statement
from treatygraph.model import Iri, Span
from treatygraph.read.tree import Node, NodeKind
from treatygraph.reading.units import Unit


class Discourse(Protocol):
    """What was last spoken of, for those who only read it."""

    @property
    def meetings(self) -> tuple[Iri, ...]:
        """The meetings last named."""

    @property
    def groups(self) -> tuple[Iri, ...]:
        """The groups, or the one addressee, last named in a declaration."""

    @property
    def speakers(self) -> tuple[Iri, ...]:
        """Those who declare: "we"."""

    @property
    def persons(self) -> tuple[Iri, ...]:
        """Those who last took the floor in this paragraph."""

    @property
    def deciding_at(self) -> tuple[Iri, ...]:
        """The meetings at which the decisions of this section were taken."""

    @property
    def deciding_span(self) -> Span | None:
        """The words that say so."""

    @property
    def items(self) -> tuple[Iri, ...]:
        """The agenda items of the exchange of views that this paragraph tells of."""

    @property
    def exchange_span(self) -> Span | None:
        """The words that tell of that exchange."""

    @property
    def spoken_under(self) -> tuple[Iri, ...]:
        """The agenda items last spoken under in this paragraph."""

    @property
    def conference(self) -> Iri | None:
        """The other conference that this paragraph last spoke of."""

    @property
    def awaited_acts(self) -> Sequence[AwaitedAct]:
        """The acts of offices that the text names without their holders."""

    @property
    def awaited(self) -> Sequence[Awaited]:
        """The statements of those who are named by an office alone."""


@dataclass(frozen=True)
class Awaited:
    """A statement of whoever holds an office that the text names alone, with the State in brackets behind it, if any.

    Who that is may be told further down; `statement` says everything else about it, `unit` holds its `clause`.
    """

    office: Iri
    state: Iri | None
    statement: Statement
    words: Span
    unit: Unit
    clause: Span
    itself: Agent | None = None


@dataclass(frozen=True)
class AwaitedAct:
    """An act of an office that the text names alone: whoever is said to hold it, further down too, else the office.

    `act` says everything else about it and has the office itself, `agent`, for its actor; `unit` holds its `clause`.
    Of an office that several hold, the `state` beside it tells which of them.
    """

    office: Iri
    organ: Iri | None
    state: Iri | None
    act: Act
    agent: Agent
    unit: Unit
    clause: Span
    used: tuple[Span, ...]


@dataclass
class DiscourseInTheMaking:
    """What was last spoken of, for those who speak of something new."""

    meetings: tuple[Iri, ...] = ()
    groups: tuple[Iri, ...] = ()
    speakers: tuple[Iri, ...] = ()
    persons: tuple[Iri, ...] = ()
    deciding_at: tuple[Iri, ...] = ()
    deciding_span: Span | None = None
    deciding_section: Node | None = None
    items: tuple[Iri, ...] = ()
    exchange_span: Span | None = None
    spoken_under: tuple[Iri, ...] = ()
    conference: Iri | None = None
    paragraph: Node | None = None
    awaited: list[Awaited] = field(default_factory=list)
    awaited_acts: list[AwaitedAct] = field(default_factory=list)

    def enter(self, unit: Unit) -> None:
        """Forget what reaches no further than a paragraph, or than a section, when a unit leaves it."""
        paragraph = unit.node.within(NodeKind.PARAGRAPH) or unit.node
        if paragraph is not self.paragraph:
            self.paragraph = paragraph
            self.items, self.exchange_span = (), None
            self.persons, self.conference = (), None
            self.spoken_under = ()
        if self.deciding_section is not unit.node.within(NodeKind.SECTION):
            self.deciding_at, self.deciding_span = (), None

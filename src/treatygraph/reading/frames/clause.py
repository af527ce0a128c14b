"""Says what a clause is: its verb, its subject, its circumstances, the ranges of its roles; must not cut a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from treatygraph.model import Iri, Span
from treatygraph.reading.frames.body import Body
from treatygraph.reading.frames.clause_grammar import ClauseGrammar
from treatygraph.reading.frames.verb_groups import VerbGroup
from treatygraph.reading.matching import Filling
from treatygraph.reading.references import Reference
from treatygraph.reading.slots import SlotReader
from treatygraph.reading.units import Unit

_LONGEST_PAUSE = 2


@dataclass(frozen=True)
class Circumstance:
    """Words that say when, where, under what or how: their kind, the folded range, and the slots they fill."""

    kind: str
    start: int
    end: int
    slots: dict[str, Filling]

    def value(self, name: str) -> Any:
        """Return what a slot holds, or None."""
        filling = self.slots.get(name)
        return filling.value if filling else None

    def values(self, name: str) -> tuple[Any, ...]:
        """Return what a slot holds, as a tuple."""
        held = self.value(name)
        return held if isinstance(held, tuple) else () if held is None else (held,)


@dataclass(frozen=True)
class Actor:
    """Who a clause is about: the kind of words, the folded range, the slots they fill, and the body they mean."""

    kind: str
    start: int
    end: int
    slots: dict[str, Filling]
    body: Body | None = None

    def values(self, name: str) -> tuple[Any, ...]:
        """Return what a slot holds, as a tuple."""
        filling = self.slots.get(name)
        if filling is None or filling.value is None:
            return ()
        return filling.value if isinstance(filling.value, tuple) else (filling.value,)


@dataclass(frozen=True)
class Complement:
    """Words that stand before a verb behind a mark: their role (object, addressed, matter) and the folded range."""

    role: str
    start: int
    end: int


class Words(Protocol):
    """What a clause asks of the sentence it stands in."""

    unit: Unit
    text: str
    plain: str
    masked: str
    stop: int
    grammar: ClauseGrammar
    slots: SlotReader
    circumstances: list[Circumstance]
    verbs: list[VerbGroup]
    clauses: list[Clause]

    @property
    def supposed(self) -> bool:
        """Whether the sentence opens with a supposition, on which whatever it says rests."""

    def span(self, start: int, end: int) -> Span:
        """Return the stored span of a folded range."""

    def denied(self, start: int, end: int) -> bool:
        """Tell whether a subject says that nobody did it."""

    def forward(self, at: int, stop: int) -> int:
        """Return the place behind the pauses, connectives and circumstances that begin at a place."""

    def back(self, at: int, left: int) -> int:
        """Return the place before the pauses, circumstances and adverbs that end at a place."""

    def reach(self, start: int, left: int) -> int:
        """Return where a clause begins whose subject starts here: before its own leading circumstances."""

    def word_before(self, at: int) -> bool:
        """Tell whether a word may begin at a place."""

    def exactly(self, start: int, end: int) -> Actor | None:
        """Return who the words of a range are, or None where no wording of an actor takes them all."""

    def actor_at(self, start: int, stop: int, *, known: bool = False) -> Actor | None:
        """Return the actor whose words begin at a place and end at or before another."""

    def roles(self, clause: Clause, names: tuple[str, ...]) -> dict[str, tuple[int, int]]:
        """Return the folded ranges of the object and of the marked roles of a clause."""


@dataclass(eq=False)
class Clause:
    """A clause: its verb, who it is about, and the folded ranges of the whole and of the words after the verb.

    `subordinate` tells of a clause that another one governs ("that …", "after …", "which …"), whose words assert
    nothing on their own. `shared` holds the circumstances of the clause whose subject it shares. `fronted` is an
    object that stands before the subject, which a mark of the agent introduces.
    """

    sentence: Words
    verb: VerbGroup
    start: int
    end: int
    subject: tuple[int, int]
    actor: Actor | None
    subordinate: bool = False
    shared: tuple[Circumstance, ...] = ()
    joined_object: Clause | None = None
    fronted: tuple[int, int] | None = None
    circumstances: tuple[Circumstance, ...] = field(default=())
    subject_behind: bool = False
    complements: tuple[Complement, ...] = ()

    @property
    def unit(self) -> Unit:
        """The unit the clause stands in."""
        return self.sentence.unit

    @property
    def asserted(self) -> bool:
        """Whether the clause says that something happened."""
        return (
            self.verb.asserted
            and not self.subordinate
            and not self.sentence.supposed
            and not self.sentence.denied(*self.subject)
        )

    @property
    def span(self) -> Span:
        """The stored words of the clause."""
        return self.sentence.span(self.start, self.end)

    @property
    def subject_text(self) -> str:
        """The folded words of the subject."""
        return self.unit.text[self.subject[0] : self.subject[1]]

    @cached_property
    def zone(self) -> tuple[int, int]:
        """The folded range after the verb, and after a subject that stands behind it."""
        return max(self.verb.end, self.subject[1]) if self.subject_behind and self.actor else self.verb.end, self.end

    def with_what_depends(self, where: tuple[int, int] | None) -> tuple[int, int] | None:
        """Return a range of the clause's last words, or none, with the clauses behind them that this one governs."""
        if where is None and self.sentence.forward(self.verb.end, self.end) < self.end:
            return None
        begin, end = where or (self.end, self.end)
        following = [c for c in self.sentence.clauses if c.start >= self.end]
        for clause in following if self.end - end <= _LONGEST_PAUSE else ():
            if not clause.subordinate:
                break
            end = clause.end
        while begin < end and self.unit.text[begin] in " ,":
            begin += 1
        return (begin, end) if begin < end else None

    def all_circumstances(self, *kinds: str) -> list[Circumstance]:
        """Return the circumstances of some kinds: the clause's own, else those it shares."""
        own = [c for c in (*self.of_the_subject, *self.circumstances) if c.kind in kinds]
        return own or [c for c in self.shared if c.kind in kinds]

    @property
    def of_the_subject(self) -> tuple[Circumstance, ...]:
        """The meeting that stands for its body as the subject: "the Commission's 398th meeting elected …"."""
        actor = self.actor
        if actor is None or "meetings" not in actor.slots:
            return ()
        begin = actor.slots["meetings"].start
        return (Circumstance("meeting", begin, actor.slots["meetings"].end, actor.slots),)

    def roles(self, *names: str) -> dict[str, tuple[int, int]]:
        """Return the folded ranges of the object ("object") and of the marked roles after the verb.

        The object goes from the verb, past circumstances, to the first mark of a role, the first circumstance that a
        pause parts from it, or the end; a marked role likewise.
        """
        return self.sentence.roles(self, names)

    def before(self, role: str) -> tuple[int, int] | None:
        """Return the folded range of the complement of a role that stands before the verb, or None."""
        found = ((one.start, one.end) for one in self.complements if one.role == role and one.start < one.end)
        return next(found, None)

    def object(self, *names: str) -> tuple[int, int] | None:
        """Return the folded range of the object; of a passive, the subject; of joined verbs, the object they share."""
        if self.verb.passive:
            return self.subject
        found = self.roles(*names).get("object") or self.fronted or self.before("object")
        return found or (self.joined_object.object(*names) if self.joined_object else None)


def meetings_of(circumstance: Circumstance) -> tuple[int, ...]:
    """Return the ordinals of the meetings that a circumstance names."""
    value = circumstance.value("meetings")
    if not isinstance(value, Reference):
        return ()
    return tuple(int(str(thing).rsplit("/", 1)[-1]) for thing in value.things)


def things(values: tuple[Any, ...]) -> tuple[Iri, ...]:
    """Return the things that names and references mean, each once."""
    found: list[Iri] = []
    for value in values:
        if isinstance(value, Reference):
            found += value.things
        elif getattr(value, "iri", None):
            found.append(value.iri)
    return tuple(dict.fromkeys(found))

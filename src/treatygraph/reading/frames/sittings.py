"""Tells at which meetings of its body a clause's act happened, and which meetings it only tells of.

Must not state a fact, nor decide which body the clause is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from treatygraph.find.dates import DateMention
from treatygraph.model import Span
from treatygraph.reading.frames.body import Body
from treatygraph.reading.frames.clause import Circumstance, Clause, meetings_of
from treatygraph.reading.references import Reference

_KINDS = frozenset({"meeting", "same_meeting"})


@dataclass(frozen=True)
class Sitting:
    """Meetings of the body that a clause names: their ordinals, the days, the words, and whether it happened there.

    A meeting that is only told of ("as a continuation of the dialogue held at its 8th meeting") is not where.
    """

    circumstance: Circumstance
    ordinals: tuple[int, ...]
    date: DateMention | None
    span: Span
    here: bool


class Told(Protocol):
    """What a clause tells, as far as its meetings go."""

    clause: Clause
    body: Body | None

    @property
    def last_meetings(self) -> tuple[int, ...]:
        """The meetings at which the body last acted."""

    def owner_behind(self, at: int) -> Body | None:
        """Return the body that the words behind a place say a meeting is of."""


def sittings(told: Told) -> tuple[Sitting, ...]:
    """Return the meetings of the body that a clause names.

    Where the clause's own words name none at which it happened, they are those of the clause whose subject it shares.
    """
    own = _named(told, (*told.clause.of_the_subject, *told.clause.circumstances), own=True)
    shared = () if any(one.here for one in own) else _named(told, told.clause.shared, own=False)
    return (*own, *shared)


def _named(told: Told, circumstances: tuple[Circumstance, ...], *, own: bool) -> tuple[Sitting, ...]:
    found: list[Sitting] = []
    for circumstance in circumstances:
        owner = circumstance.value("owner")
        if circumstance.kind not in _KINDS or (owner is not None and owner != told.body):
            continue
        if "meetings" in circumstance.slots:
            sessions = "sessions" in circumstance.slots
            owner = None if sessions else told.owner_behind(circumstance.slots["meetings"].end)
            if owner is not None and owner != told.body:
                continue
        value, date = circumstance.value("meetings"), circumstance.value("date")
        same = circumstance.kind == "same_meeting" or (
            isinstance(value, Reference) and any(f.name == "same_meeting" for f in value.parts)
        )
        last = told.last_meetings if same else ()  # of several meetings none is "the same meeting"
        ordinals = (last if len(last) == 1 else ()) if same else meetings_of(circumstance)
        day = date if isinstance(date, DateMention) and not same else None
        here = not own or not (_told_of(told, circumstance) or _behind_another(told, circumstance, found))
        span = told.clause.sentence.span(circumstance.start, circumstance.end)
        found.append(Sitting(circumstance, ordinals, day, span, here))
    return tuple(found)


def _told_of(told: Told, circumstance: Circumstance) -> bool:
    """Tell whether a verb that is no clause's own stands right before: "the dialogue held at its 8th meeting"."""
    sentence = told.clause.sentence
    at = sentence.back(circumstance.start, told.clause.start)
    verbs = {clause.verb.verb_start for clause in sentence.clauses}
    return any(verb.end == at and verb.verb_start not in verbs for verb in sentence.verbs)


def _behind_another(told: Told, circumstance: Circumstance, before: list[Sitting]) -> bool:
    """Tell whether the clause opens with another meeting, and this one belongs to a thing named behind its verb."""
    first = any(one.here and one.circumstance.end <= told.clause.verb.start for one in before)
    if not first or circumstance.start < told.clause.verb.end:
        return False
    text = told.clause.unit.text[: circumstance.start].rstrip(" ")
    joints = told.clause.sentence.grammar.joints
    return not text.endswith((",", ";")) and not any(told.clause.unit.plain.endswith(j, 0, len(text)) for j in joints)


def at_different_things(clause: Clause, found: tuple[Sitting, ...]) -> bool:
    """Tell whether meetings stand at different things behind a verb: "considered item 4 at its 3rd meeting and …"."""
    here = [one.circumstance for one in found if one.here and one.circumstance.start >= clause.verb.end]
    return any(clause.sentence.forward(first.end, second.end) < second.start for first, second in pairwise(here))


def meeting_on_its_own(clause: Clause) -> Body | None:
    """Return the other body that a passive's subject begins with, where the clause has a meeting of its own.

    "At its 4th plenary meeting, the General Assembly was informed that …"
    """
    sentence = clause.sentence
    possessives = tuple(sentence.slots.reading.report.language.lists.get("possessives", ()))
    of_its_own = any(
        word in sentence.plain[c.start : c.end] for c in clause.circumstances if c.kind == "meeting"
        for word in possessives
    )
    behind = [clause.subject[0], *(c.end for c in clause.circumstances)] if of_its_own else []
    begins = {sentence.forward(at, clause.verb.start) for at in behind}
    named = [body for at in begins for _, body in sentence.slots("other_body", False, at)]
    return next((body for body in named if isinstance(body, Body) and not body.own), None)

"""Tells who the words of a range are: by the wordings of actors, or a group that the text introduced itself.

Must not look for a verb, nor guess a name that nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from treatygraph.reading.frames.body import Body
from treatygraph.reading.frames.clause import Actor, Words
from treatygraph.reading.frames.governing import may_be_subject
from treatygraph.reading.frames.listing import elements
from treatygraph.reading.matching import Filling
from treatygraph.reading.slots import Named

_LISTED_KINDS = frozenset({"state", "organization", "person", "group"})
_HOLDERS = frozenset({"office", "persons", "officeholders"})
_PAUSES = " ,;"


def amid_a_list(sentence: Words, start: int, left: int) -> bool:
    """Tell whether a name ends right before a place, so that what begins there goes on with a list."""
    text, plain = sentence.text, sentence.plain
    at = len(text[left:start].rstrip(_PAUSES)) + left
    for joint in sentence.grammar.joints:
        before = at - len(joint)
        if plain.endswith(joint, left, at) and not (sentence.grammar.spaced and text[before - 1 : before].isalnum()):
            at = len(text[left:before].rstrip(_PAUSES)) + left
            break
    listed = any(s.end == at and s.start >= left and s.kind in _LISTED_KINDS for s in sentence.unit.sightings)
    return listed and not any(c.start < at <= c.end for c in sentence.circumstances)


def last_of_a_list(sentence: Words, start: int, left: int) -> bool:
    """Tell whether a joining word ties what begins at a place to other words that begin the sentence.

    "The President, Co-Chairs, gender focal point and coordinator presented …": the coordinator alone did not.
    """
    at = len(sentence.text[left:start].rstrip(_PAUSES)) + left
    joint = next((j for j in sentence.grammar.joints if sentence.plain.endswith(j, left, at)), None)
    return joint is not None and sentence.forward(left, at - len(joint)) < at - len(joint)


def exactly(sentence: Words, start: int, end: int) -> Actor | None:
    """Return who the words of a folded range are, or None where no wording of an actor takes them all."""
    for kind, wording in sentence.grammar.actors:
        bound = sentence.slots.matcher.ends(wording, start).get(end)
        if bound is not None and not _guessed(bound) and may_be_subject(sentence, start, end):
            slots = {filling.name: filling for filling in bound}
            return Actor(kind, start, end, slots, _body(kind, bound))
    return _introduced(sentence, start, end) or _represented(sentence, start, end)


def _body(kind: str, bound: Iterable[Filling]) -> Body | None:
    """Return the body that acts: not the one whose office-holder does, for a plenary hears the chairs of its organs."""
    return next((f.value for f in bound if isinstance(f.value, Body)), None) if kind not in _HOLDERS else None


def _represented(sentence: Words, start: int, end: int) -> Actor | None:
    """Return those of a list whose elements each say that they are represented: "巴西代表(代表某集团)、丹麦代表"."""
    tails = tuple(sentence.grammar.words.bodies.get("tails", ()))
    if sentence.grammar.spaced or not sentence.text.endswith((*tails, ")"), start, end):
        return None
    listed = elements(sentence, start, end)
    reach = max((one.remark[1] + 1 if one.remark else one.end for one in listed), default=start)
    said = any(sentence.text.endswith(tails, one.start, one.end) for one in listed)
    if reach != end or not said or any(one.iri is None for one in listed) or listed[0].start != start:
        return None
    who = Filling("who", "states", start, end, tuple(one.value for one in listed))
    return Actor("states", start, end, {"who": who})


def _introduced(sentence: Words, start: int, end: int) -> Actor | None:
    """Return the group of this text that the words of a range mean: one that "we" was said to be."""
    bodies = sentence.slots.reading.bodies
    if bodies is None or not bodies.groups:
        return None
    articles = sentence.slots.grammar.articles
    begin = next((start + len(word) for word in articles if sentence.plain.startswith(word, start)), start)
    iri = bodies.groups.get(sentence.plain[begin:end])
    if iri is None:
        return None
    named = Named(iri, "group", sentence.text[begin:end], sentence.span(begin, end))
    return Actor("groups", start, end, {"who": Filling("who", "group", begin, end, named)})


def actor_at(sentence: Words, start: int, stop: int, *, known: bool = False) -> Actor | None:
    """Return the longest actor whose words begin at a place and end by another, of two as long the known one.

    With `known`, one that holds a name nobody knows is none.
    """
    best: Actor | None = None
    rank = (0, False)
    for kind, wording in sentence.grammar.actors:
        for end, bound in sentence.slots.matcher.ends(wording, start).items():
            sure = not _guessed(bound)
            if end <= stop and (end, sure) > rank and (sure or (sentence.grammar.spaced and not known)):
                rank = (end, sure)
                best = Actor(kind, start, end, {f.name: f for f in bound}, _body(kind, bound))
    return best


def _guessed(bound: Iterable[Filling]) -> bool:
    """Tell whether what fills a wording holds a name that nobody knows."""
    return any(
        isinstance(one, Named) and one.iri is None and not one.several
        for filling in bound
        for one in _tuple(filling.value)
    )


def _tuple(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)

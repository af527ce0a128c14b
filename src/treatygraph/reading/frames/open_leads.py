"""Tells which clauses end in a colon before they have said what was done, so that the parts below them say it.

Must not read a part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from treatygraph.read.tree import NodeKind

if TYPE_CHECKING:
    from treatygraph.reading.frames.telling import Telling
    from treatygraph.reading.units import Unit

_PAUSES = " ,;:："
_MOST_WORDS_OF_A_GROUP = 4


def leads_to_parts(told: Telling) -> bool:
    """Tell whether a clause ends its sentence with a colon right behind its verb, or behind words that go on below.

    Such words are one that needs another behind it ("its concern about:", "Member States to:"), or "that" and whom
    it is about ("that States Parties:"); then lettered parts must stand below.
    """
    text = told.unit.text
    if not text.rstrip().endswith((":", "：")):
        return False
    if not any(char.isalnum() for char in text[told.verb.end :]):
        return True
    return goes_on_below(told) and any(child.kind is NodeKind.ITEM for child in told.unit.node.children)


def goes_on_below(told: Telling) -> bool:
    """Tell whether the words behind a clause's verb are unfinished where the sentence ends."""
    return told.clause is told.sentence.clauses[-1] and not told.verb.passive and (
        unfinished(told, told.clause.end) is not None or about_whom(told) is not None
    )


def unfinished(told: Telling, stop: int) -> int | None:
    """Return where the last word of a clause begins that needs another behind it, or None."""
    stop = len(told.unit.text[:stop].rstrip(_PAUSES))
    for word in told.sentence.grammar.words.operative.get("addressed", {}).get("unfinished", ()):
        at = stop - len(word)
        if at >= told.verb.end and told.unit.plain.startswith(word, at) and told.sentence.word_before(at):
            return at
    return None


def about_whom(told: Telling) -> tuple[int, int] | None:
    """Return the folded range of those whom a clause names behind "that" and says nothing of yet, or None."""
    start = told.sentence.forward(told.verb.end, told.clause.end)
    stop = len(told.unit.text[: told.clause.end].rstrip(_PAUSES))
    for mark in told.sentence.grammar.words.roles.get("matter", ()):
        begin = start + len(mark) + 1
        if told.unit.plain.startswith(f"{mark} ", start) and begin < stop:
            actor = told.sentence.exactly(begin, stop)
            words = told.unit.plain[begin:stop]
            group = words.endswith(tuple(told.sentence.grammar.words.bodies.get("group_words", ())))
            if actor is not None or (group and len(words.split()) <= _MOST_WORDS_OF_A_GROUP):
                return begin, stop
    return None


def part_of(told: Telling, unit: Unit) -> bool:
    """Tell whether a unit begins a lettered part below the sentence of a clause that leads to parts."""
    node = unit.node
    below = any(above is told.unit.node for above in node.ancestors())
    return node.kind is NodeKind.ITEM and below and unit.span.start <= node.body_span.start

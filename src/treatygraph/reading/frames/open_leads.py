"""Tells which clauses end in a colon before they have said what was done, so that the parts below them say it.

Must not read a part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from treatygraph.read.tree import NodeKind

if TYPE_CHECKING:
    from treatygraph.reading.frames.clauses import Sentence
    from treatygraph.reading.frames.telling import Telling
    from treatygraph.reading.units import Unit

_PAUSES = " ,;:："
_MOST_WORDS_OF_A_GROUP = 4
_LONGEST_HEADING = 80
_BODIES = frozenset({"own_body", "other_body", "pronoun", "we"})


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


def why_parts_assert_nothing(sentence: Sentence) -> str:
    """Return why the parts below a sentence assert nothing: it leads to them, and its own last clause does not.

    "The Committee will apply the following: (a) The Committee appoints …"; or nothing where they may.
    """
    if not sentence.text.rstrip().endswith((":", "：")):
        return ""
    last = next((clause for clause in reversed(sentence.clauses) if not clause.subordinate), None)
    if last is None:
        group = sentence.grammar.words.group
        words = [word for key in ("planned", "conditional") for word in group.get(key, ())]
        spaced = sentence.grammar.spaced
        return "planned" if spaced and any(f" {word} " in sentence.masked for word in words) else ""
    if last.asserted or not last.verb.finite:
        return ""
    return "denied" if last.verb.negated or sentence.denied(*last.subject) else last.verb.modality or "conditional"


def says_itself(sentence: Sentence, marks: tuple[str, ...]) -> bool:
    """Tell whether a part says all by itself what its lead would have it say: its own body acts, or a heading opens it.

    "(c) The Committee stresses the importance of …"; "(a) Measurement of poverty: the ambitions call for …".
    """
    if sentence.plain.startswith(marks):
        return False
    first = next(iter(sentence.clauses), None)
    acts = first is not None and first.start == 0 and first.asserted and first.verb.finite and not first.verb.passive
    if acts and first is not None and first.actor is not None and first.actor.kind in _BODIES:
        return True
    head, colon, rest = sentence.masked.partition(": ")
    heads = bool(colon) and head[:1].isupper() and rest[:1].islower() and len(head) <= _LONGEST_HEADING
    return heads and any(verb.start > len(head) and (verb.finite or verb.form == "base") for verb in sentence.verbs)

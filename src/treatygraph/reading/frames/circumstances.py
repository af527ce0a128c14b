"""Finds the circumstances of a sentence: when, where, under what, how, for whom; must not say of which clause."""

from __future__ import annotations

from bisect import bisect_right

from treatygraph.reading.frames.clause import Circumstance, Words


def circumstances_of(sentence: Words, asides: list[tuple[int, int]]) -> list[Circumstance]:
    """Return the circumstances of a sentence in order, of two that overlap the longer; none begins within an aside.

    `asides` are the folded ranges of quotations, titles and brackets.
    """
    starts = [start for start, _ in asides]
    found: list[Circumstance] = []
    for kind, wording in sentence.grammar.circumstances:
        if not all(literal in sentence.plain for literal in wording.required):
            continue
        for start, end, bound in sentence.slots.matcher.search(wording):
            place = bisect_right(starts, start) - 1
            within = place >= 0 and start < asides[place][1]
            amid_a_word = sentence.grammar.spaced and start and sentence.text[start - 1].isalnum()
            if not within and not amid_a_word and not (kind == "behalf" and _is_a_post(sentence, start)):
                found.append(Circumstance(kind, start, end, {f.name: f for f in bound}))
    found.sort(key=lambda c: (c.start - c.end, c.start))
    kept: list[Circumstance] = []
    for one in found:
        if not any(other.start < one.end and one.start < other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda c: c.start)


def _is_a_post(sentence: Words, at: int) -> bool:
    """Tell whether the word at a place is a post, of a body named right before: 智利代表胡安·佩雷斯, and not "for"."""
    if sentence.grammar.spaced or not sentence.slots.reading.report.language.persons.get("posts_that_are_verbs"):
        return False
    before = [s.start for s in sentence.unit.sightings if s.end == at and s.kind in {"state", "organization"}]
    return any(end > at for start in before for end, _ in sentence.slots("person", False, start))

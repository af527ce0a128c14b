"""Pairs those elected with their offices where no word but the office's own form marks it ("élu M. A Président").

Must not say what an office is, nor who holds it.
"""

from __future__ import annotations

from treatygraph.reading.frames.clause import Clause

_MOST_PAIRS = 60


def unmarked_offices(clause: Clause) -> list[tuple[tuple[int, int], int]]:
    """Return, for each office of a clause, the folded range of those named for it and the place of its words.

    The list stands before its office or, where the clause's first office has nothing before it, behind it. Nothing
    where the language marks its offices, the clause names none, or one stands behind a comma: it may be in apposition.
    """
    sentence = clause.sentence
    words = sentence.grammar.words.bodies.get("unmarked_offices", ())
    start, stop = clause.zone
    before = sentence.forward(clause.start, clause.verb.start) if clause.subject_behind else clause.verb.start
    found = [*_places(clause, words, before, clause.verb.start), *_places(clause, words, start, stop)]
    apposed = any(sentence.text[max(start, before) : at].rstrip(" ").endswith(",") for at, _ in found if at >= start)
    if not found or apposed:
        return []
    pairs: list[tuple[tuple[int, int], int]] = []
    begin = sentence.forward(start, stop)
    if found[0][0] < start or not any(char.isalpha() for char in sentence.text[begin : found[0][0]]):
        for (at, end), (following, _) in zip(found, [*found[1:], (stop, stop)], strict=True):
            behind = sentence.forward(max(end, start), stop)
            pairs.append(((_past(clause, behind), following), at))
    else:
        if clause.verb.passive and not clause.subject_behind:
            return [(clause.subject, found[0][0])]
        for at, end in found:
            pairs.append(((_past(clause, sentence.forward(begin, at)), at), at))
            begin = end
    trimmed = [((begin, _without_joint(clause, begin, end)), at) for (begin, end), at in pairs]
    return [(where, at) for where, at in trimmed if where[1] > where[0]][:_MOST_PAIRS]


def _without_joint(clause: Clause, begin: int, end: int) -> int:
    """Return the end of a list without the joint, and the pauses, that tie the next office to it."""
    sentence = clause.sentence
    end = begin + len(sentence.text[begin:end].rstrip(" ,;"))
    for joint in sentence.grammar.joints:
        if sentence.plain.endswith(" " + joint, begin, end):
            return begin + len(sentence.text[begin : end - len(joint)].rstrip(" ,;"))
    return end


def _past(clause: Clause, at: int) -> int:
    """Return the place behind a word that marks whom a verb is about: "eligió a Chile"."""
    plain = clause.unit.plain
    at += 2 * plain.startswith("– ", at)  # a dash for "is"
    marks = clause.sentence.grammar.words.bodies.get("holder_marks", ())
    return next((at + len(mark) for mark in marks if plain.startswith(mark, at)), at)


def _places(clause: Clause, words: tuple[str, ...], start: int, stop: int) -> list[tuple[int, int]]:
    """Return where the words of offices stand in a range, outside brackets."""
    sentence = clause.sentence
    masked = sentence.masked.lower()
    found: list[tuple[int, int]] = []
    for word in sorted(words, key=len, reverse=True):
        at = masked.find(word, start, stop)
        while at >= 0:
            end = at + len(word)
            begins = sentence.word_before(at) or any(
                sentence.plain.endswith(c, 0, at) and sentence.word_before(at - len(c))
                for c in sentence.grammar.words.group.get("clitics", ())
            )
            whole = begins and not sentence.text[end : end + 1].isalnum()
            if whole and not any(a < end and at < b for a, b in found):
                found.append((at, end))
            at = masked.find(word, end, stop)
    return sorted(found)

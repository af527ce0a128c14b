"""Tells of which session of its body a clause speaks: one that the report is about, or another.

Must not say what a session did, nor take the session of a body whose own sessions a report does not tell of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol

from treatygraph.find.fold import fold
from treatygraph.read.tree import NodeKind
from treatygraph.reading.slots import grammar

if TYPE_CHECKING:
    from treatygraph.language.frame_words import FrameWords
    from treatygraph.reading.frames.clause import Circumstance, Clause
    from treatygraph.reading.reading import Reading

_TITLED = (NodeKind.HEADER_LINE, NodeKind.TITLE, NodeKind.SECTION, NodeKind.ANNEX)
_MOST_ORDINALS = 12
_LONGEST_PAUSE = 2
_WORD = re.compile(r"[^\W_]+")


class ReportAndWords(Protocol):
    """A report, and the words of its language for what happens."""

    reading: Reading
    words: FrameWords


class WhoseSessions(Protocol):
    """The bodies of a report, of which one is the report's own."""

    reading: Reading
    words: FrameWords

    def is_own(self, words: str) -> bool:
        """Tell whether words are what the report calls its body, and nothing more."""


def sessions_at(reading: Reading, words: dict[str, Any], text: str, at: int) -> tuple[int, frozenset[int]] | None:
    """Return (end, ordinals) of the sessions that are named at a place: "twenty-eighth to thirtieth sessions".

    The joining words are the language's `session_joints` and `session_ranges`, the noun one of its `sessions`. Nothing
    where no noun stands behind the last ordinal, or an ordinal behind a word for a range is the lower one.
    """
    numbers = grammar(reading.report.language).numbers
    found: list[int] = []
    ranged = False
    while len(found) < _MOST_ORDINALS:
        read = numbers.ordinal_at(text, at)
        if read is None:
            return None
        at, value = read
        if ranged and (not found or value <= found[-1]):
            return None
        found += range(found[-1] + 1, value + 1) if ranged else [value]
        end = next((at + len(word) for word in words.get("sessions", ()) if _follows(text, word, at)), 0)
        behind = end or at
        joints = [(joint, True) for joint in words.get("session_ranges", ())]
        joints += [(joint, False) for joint in words.get("session_joints", ())]
        joint = next(((j, r) for j, r in joints if text.startswith(j, behind)
                      and numbers.ordinal_at(text, behind + len(j)) is not None), None)
        if joint is None or (joint[1] and ranged):
            return (end, frozenset(found)) if end else None
        at, ranged = behind + len(joint[0]), joint[1]
    return None


def _follows(text: str, word: str, at: int) -> bool:
    end = at + len(word)
    return text.lower().startswith(word, at) and not (word[-1:].isascii() and text[end : end + 1].isalnum())


def reports_a_session(bodies: ReportAndWords, title: str) -> bool:
    """Tell whether a title says that it is the report on sessions of a body that it does not name."""
    text = fold(title, 0).text.strip()
    read = sessions_at(bodies.reading, bodies.words.bodies, text, 0)
    return read is not None and text.startswith(tuple(bodies.words.bodies.get("session_reports", ())), read[0])


def sessions_reported(bodies: WhoseSessions) -> frozenset[int]:
    """Return the ordinals of the sessions that a report says it is about; none where it names none.

    Its title says so ("Report on the sixty-ninth session"), or a line of its head that gives a session with its days,
    or its own sentences, in which the body held them.
    """
    reading, words = bodies.reading, bodies.words.bodies
    found: set[int] = set()
    dates = reading.report.dates
    for node in reading.tree.root.walk():
        if node.kind is NodeKind.PARAGRAPH and node.number:
            break
        if node.kind not in _TITLED:
            continue
        text = " ".join(fold(node.body, 0).text.split())
        for at, end, ordinals in _named(reading, words, text):
            dated = text[end : end + 2].strip() in {"(", ""} and bool(dates.dates_at(text, end + 2))
            said = text.lower().endswith(tuple(words.get("reported_by", ())), 0, at)
            if said or text.startswith(tuple(words.get("session_reports", ())), end) or (at == 0 and dated):
                found |= ordinals
    for node in reading.tree.nodes(NodeKind.PARAGRAPH):
        text = " ".join(fold(node.body, 0).text.split())
        for mark in words.get("session_held", ()):
            held = text.lower().find(mark)
            if held > 0 and bodies.is_own(text[:held]):
                stop = text.find(". ", held)
                for at, _, ordinals in _named(reading, words, text[: stop if stop > 0 else len(text)]):
                    found |= ordinals if at >= held + len(mark) else frozenset()
    return frozenset(found)


def _named(reading: Reading, words: dict[str, Any], text: str) -> Iterator[tuple[int, int, frozenset[int]]]:
    """Yield (start, end, ordinals) for the sessions that a text names."""
    left = 0
    for word in _WORD.finditer(text):
        if word.start() >= left and (read := sessions_at(reading, words, text, word.start())) is not None:
            left = read[0]
            yield word.start(), *read


def of_another_session(clause: Clause, reported: frozenset[int]) -> bool:
    """Tell whether a clause says that what it tells was done at a session that the report is not about.

    Words before the verb, or right behind it, say when; those behind what it was done to say so only of a session
    before all that are reported, and not where they may belong to another verb ("decisions taken at its fifth
    session").
    """
    if any(one.kind == "session" and not one.slots.get("sessions") for one in _of_the_verb(clause)):
        return True
    for circumstance in clause.circumstances:
        ordinals = circumstance.value("sessions")
        if not isinstance(ordinals, frozenset) or not reported or ordinals & reported:
            continue
        earlier = max(ordinals) < min(reported)
        if circumstance in _of_the_verb(clause) or (earlier and _last(clause, circumstance)):
            return True
    return False


def _of_the_verb(clause: Clause) -> list[Circumstance]:
    """Return the circumstances of time that stand before a clause's verb, or right behind it.

    Where no spaces are written, what stands behind a verb is what it was done to.
    """
    behind = _LONGEST_PAUSE if clause.sentence.grammar.spaced else -1
    return [
        one
        for one in clause.circumstances
        if one.kind in {"session", "meeting"}
        and (one.end <= clause.verb.start or one.start - clause.verb.end <= behind)
    ]


def _last(clause: Clause, one: Circumstance) -> bool:
    """Tell whether a circumstance ends a clause whose object holds no other verb."""
    sentence = clause.sentence
    if clause.unit.text[one.end : clause.end].strip(" ,;.") or one.start < clause.verb.end:
        return False
    between = clause.unit.plain[clause.verb.end : one.start].rstrip(" ,")
    before = _WORD.findall(between)[-1:]
    group = sentence.grammar.words.group
    pattern = re.compile(group.get("participles", "(?!)"))
    infinitives = tuple(f" {word} " for word in group.get("infinitive", ()))
    return not any(word in between for word in infinitives) and not (before and pattern.fullmatch(before[0]))

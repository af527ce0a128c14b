"""Finds what stands between a subject and its verb behind a mark, in languages that write so: "X 向 Y 表示感谢".

Must not look behind the verb, nor say what the words mean.
"""

from __future__ import annotations

from treatygraph.reading.frames.clause import Actor, Complement, Words

_MOST_MARKS = 12


def complemented_subject(sentence: Words, left: int, at: int, starts: list[int]) -> tuple[
    int, Actor, tuple[Complement, ...]
] | None:
    """Return where the subject of the verb at `at` begins, who it is, and the complements that stand between the two.

    A complement begins with a mark of the roles `before_object`, `before_addressed` or `before_matter`, and ends before
    the next one or the verb. None where no actor ends right before the first mark.
    """
    marks = _marks(sentence, left, at)
    for index, (place, _, _) in enumerate(marks[:_MOST_MARKS]):
        end = sentence.back(place, left)
        for start in starts:
            actor = sentence.exactly(start, end) if start < end else None
            if actor is not None:
                return start, actor, _complements(sentence, marks[index:], at)
    return None


def planned_before(sentence: Words, complements: tuple[Complement, ...]) -> bool:
    """Tell whether what looks like a mark of the object says that something is to be: "将在下届会议上审议".

    So it does where no thing follows it, but a circumstance, another mark or nothing.
    """
    group, roles = sentence.grammar.words.group, sentence.grammar.words.roles
    marks = (*roles.get("before_addressed", ()), *roles.get("before_matter", ()), *group.get("no_object_behind", ()))
    for one in complements:
        objects = roles.get("before_object", ())
        mark = next((word for word in objects if sentence.plain.endswith(word, 0, one.start)), "")
        if one.role != "object" or mark not in group.get("planned", ()):
            continue
        circumstance = any(c.start == one.start for c in sentence.circumstances)
        if circumstance or sentence.plain.startswith(tuple(marks), one.start):
            return True
    return False


def _marks(sentence: Words, left: int, at: int) -> list[tuple[int, int, str]]:
    """Return (start, end, role) of the marks in a range, of two at one place the longer."""
    found: dict[int, tuple[int, int, str]] = {}
    for role in ("before_object", "before_addressed", "before_matter"):
        for mark in sentence.grammar.words.roles.get(role, ()):
            place = sentence.masked.find(mark, left, at)
            while place >= 0:
                within = any(c.start < place + len(mark) and place < c.end for c in sentence.circumstances)
                if not within and place + len(mark) > found.get(place, (0, 0, ""))[1]:
                    found[place] = (place, place + len(mark), role)
                place = sentence.masked.find(mark, place + 1, at)
    return sorted(found.values())


def _complements(sentence: Words, marks: list[tuple[int, int, str]], at: int) -> tuple[Complement, ...]:
    ends = [*(place for place, _, _ in marks[1:]), at]
    return tuple(
        Complement(role.removeprefix("before_"), begin, max(begin, len(sentence.text[:end].rstrip(" ,;"))))
        for (_, begin, role), end in zip(marks, ends, strict=True)
    )

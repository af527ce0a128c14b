"""Finds where the object and the marked roles of a clause stand; must not say what they mean."""

from __future__ import annotations

from treatygraph.reading.frames.clause import Clause, Words

_PAUSES = " ,;"
_ALWAYS_CUT = frozenset({"meeting", "method", "amended", "behalf", "same_meeting"})


def role_ranges(sentence: Words, clause: Clause, names: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """Return the folded ranges of the object and of the roles that marks introduce, in a clause's last words."""
    start, stop = clause.zone
    marks: list[tuple[int, int, str]] = []
    for name in names:
        for mark in sentence.grammar.words.roles.get(name, ()):
            at = sentence.masked.lower().find(mark, start, stop)
            while at >= 0:
                end = at + len(mark)
                if not _within(sentence, at) and (
                    not sentence.grammar.spaced
                    or (not sentence.text[at - 1 : at].isalnum() and not sentence.text[end : end + 1].isalnum())
                ):
                    marks.append((at, end, name))
                at = sentence.masked.lower().find(mark, at + 1, stop)
    marks.sort(key=lambda m: (m[0], -m[1]))
    found: dict[str, tuple[int, int]] = {}
    cuts = sorted({at for at, _, _ in marks})
    begin, name = start, "object"
    last = -1
    for at, end, role in [*marks, (stop, stop, "")]:
        if at < last or (role == name and _listed_on(sentence, at)):
            continue
        piece = _piece(sentence, begin, at)
        if piece and name not in found:
            found[name] = piece
        begin, name, last = end, role, end
    return found if cuts is not None else {}


def _listed_on(sentence: Words, at: int) -> bool:
    """Tell whether a joining word before a mark makes what follows go on with what the same mark led to before."""
    text = sentence.plain[:at].rstrip(" ")
    return any(f"{text} ".endswith(f" {joint} ") for joint in sentence.grammar.joints)


def _piece(sentence: Words, start: int, stop: int) -> tuple[int, int] | None:
    """Return a range without the circumstances around it and from the first that ends it."""
    # Where words have no spaces, a circumstance right behind a verb belongs to what it says: "决定于十一月举行…".
    within = not sentence.grammar.spaced and not sentence.text.startswith((",", ";"), start)
    at = start if within else sentence.forward(start, stop)
    end = stop
    for circumstance in sentence.circumstances:
        if at < circumstance.start < end:
            if circumstance.kind == "session":  # "decided to meet at its fifth session" says what it was decided to do
                continue
            pause = sentence.text[: circumstance.start].rstrip(" ").endswith((",", ";"))
            if pause or (not within and (circumstance.kind in _ALWAYS_CUT or circumstance.end >= end)):
                end = circumstance.start
    end = at + len(sentence.text[at:end].rstrip(_PAUSES + ":"))
    return (at, end) if end > at else None


def _within(sentence: Words, at: int) -> bool:
    return any(c.start <= at < c.end for c in sentence.circumstances)

"""Reads symbols of other forms than organ, session and number between strokes (CoP19 Doc. 5, 1/CP.21), and ranges.

Must not guess: only the bodies, kinds and organs that `symbol_organs` names have these forms.
"""

from __future__ import annotations

from treatygraph.find import symbol_organs as known
from treatygraph.find.symbol_parts import CAPITALS, Head, Part, char_at, gap_end, is_digits, token_at

_MOST_IN_A_RANGE = 300


def read_other_form(text: str, at: int) -> tuple[Head, Part, int] | None:
    """Read a symbol of another form that begins at `at` of a folded text; return head, component and end, or None."""
    return _numbered_body(text, at) or _decision(text, at)


def _numbered_body(text: str, at: int) -> tuple[Head, Part, int] | None:
    """Read "CoP19 Doc. 5": a body with its session, a kind, a number that may have parts."""
    token = token_at(text, at)
    body = token.rstrip("0123456789")
    session = token[len(body) :]
    if body not in known.NUMBERED_BODIES or not is_digits(session, 3) or char_at(text, at + len(token)) != " ":
        return None
    start = gap_end(text, at + len(token))
    kind, stop, directly = token_at(text, start).partition(".")
    if kind not in known.NUMBERED_KINDS or not stop:
        return None
    end = start + len(kind) + 1
    number = directly.rstrip(".")
    if not number:
        end = gap_end(text, end)
        number = token_at(text, end).rstrip(".")
    if not all(is_digits(piece, 4) for piece in number.split(".")):
        return None
    part = Part(f"{kind}. {number}", "nature", kind, number)
    return Head(token, session=session, joint=" "), part, end + len(number)


def _decision(text: str, at: int) -> tuple[Head, Part, int] | None:
    """Read "1/CP.21": the number of a decision, a conference of parties, its session."""
    number = token_at(text, at)
    if not is_digits(number, 3) or char_at(text, at + len(number)) != "/":
        return None
    start = at + len(number) + 1
    organ, stop, session = token_at(text, start).rstrip(".").partition(".")
    end = start + len(organ) + 1 + len(session)
    if organ not in known.DECISION_ORGANS or not stop or not is_digits(session, 3) or char_at(text, end) == "/":
        return None
    return Head(number, session=session), Part(f"{organ}.{session}", "nature", "DEC", number), end


def between(first: str, last: str) -> tuple[str, ...]:
    """Return the symbols between the two ends of a range, in order; none where they differ in more than the last part.

    >>> between("A/C.9/88/SR.3", "A/C.9/88/SR.6")
    ('A/C.9/88/SR.4', 'A/C.9/88/SR.5')
    >>> between("A/RES/90/12 A", "A/RES/90/12 C")
    ('A/RES/90/12 B',)
    """
    base, low = _parted(first)
    other, high = _parted(last)
    if base != other or not low or not high:
        return ()
    if low in CAPITALS and high in CAPITALS:
        return tuple(base + chr(code) for code in range(ord(low) + 1, ord(high)))
    if is_digits(low) and is_digits(high) and int(high) - int(low) <= _MOST_IN_A_RANGE:
        return tuple(f"{base}{number}" for number in range(int(low) + 1, int(high)))
    return ()


def _parted(symbol: str) -> tuple[str, str]:
    """Return a symbol without its last number or letter, and that."""
    base = symbol.rstrip("0123456789")
    if base == symbol and symbol[-2:-1] == " ":
        base = symbol[:-1]
    return base, symbol[len(base) :]

"""Finds what joins further symbols, or bare numbers, to one: commas, hyphens, joining words of the six languages.

Must not read a symbol.
"""

from __future__ import annotations

from treatygraph.find import symbol_organs as known
from treatygraph.find.symbol_parts import FOLDED, char_at, gap_end, in_run, is_digits, token_at

JOINERS = tuple(sorted({word.translate(FOLDED) for words in known.JOINERS_BY_LANGUAGE.values() for word in words},
                       key=lambda word: (-len(word), word)))
"""The words and marks that join, the longest first."""

_MOST_NUMBERS = 40
_CLOSING = frozenset(".;)。；）")


def joined_at(text: str, at: int) -> int | None:
    """Return where what is joined to a symbol ending at `at` begins: behind a hyphen or up to two joiners."""
    if char_at(text, at) == "-":
        return at + 1
    place = at
    for _ in range(2):
        begin = gap_end(text, place)
        joiner = next((word for word in JOINERS if text.startswith(word, begin)), None)
        if joiner is None:
            break
        end = begin + len(joiner)
        apart = char_at(text, end).isspace() and (begin > place or place > at)
        if in_run(joiner[-1]) and not apart:  # a word of letters with case stands apart, other marks need not
            break
        place = end
    return gap_end(text, place) if place > at else None


def closes(text: str, at: int) -> bool:
    """Return whether a list of bare numbers ends behind one that ends at `at`: "2071, 2072, 2074-2078 and 2090."."""
    for _ in range(_MOST_NUMBERS):
        if not char_at(text, at) or char_at(text, at) in _CLOSING:
            return True
        following = joined_at(text, at)
        number = token_at(text, following).partition("-")[0].rstrip(".") if following is not None else ""
        if following is None or not is_digits(number):
            return False
        at = following + len(number)
    return False


def names_at(text: str, at: int) -> bool:
    """Return whether a number ending at `at` names, not counts: punctuation, a joiner, a sign follows."""
    after = gap_end(text, at)
    char = char_at(text, after)
    if not char or char in known.NUMBER_SIGNS or set(text[at:after]) & {"\n", "\t"}:
        return True
    return not (char.isalnum() or char == "(") or joined_at(text, at) is not None

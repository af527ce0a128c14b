"""Reads numbers with their bounds (at least 5, 10 to 12, nearly 185, 36 of the 44) at a place of a folded text.

Must not take a bound it does not understand for none; it tells the words that make a number unclear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from treatygraph.find.fold import fold_words, lower
from treatygraph.find.names import in_word
from treatygraph.find.numbers import NumberReader

_AMBIGUOUS_RANGE = "About"
_LONGEST_HEDGE = 40
_SLOT = re.compile(r"\{([AB])\}")
_WORD_BEFORE = re.compile(r"[^\W\d_]+$")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as stated: folded range, value, bound ("" for an exact one), and the upper value of a range.

    `said` is the folded range of the words that bind it, or an empty one.
    """

    start: int
    end: int
    value: int
    bound: str = ""
    upper: int | None = None
    said: tuple[int, int] = (0, 0)


class AmountReader:
    """Reads the amounts of one language from its [numbers] data.

    `before` and `behind` give the bounds that words around a number set ("" for words that leave it exact), which
    `modifiers` may precede; `ranges` are forms in which {A} and {B} stand for the two ends, `shares` those in which
    {A} of a whole of {B} is meant; `unclear`, `unclear_endings` and `unclear_behind` are words, or endings of words,
    that leave open what a number beside them means.
    """

    def __init__(self, data: dict[str, Any], numbers: NumberReader) -> None:
        self._numbers = numbers
        self._before = {lower(fold_words(words)): bound for words, bound in data.get("before", {}).items()}
        self._behind = {lower(fold_words(words)): bound for words, bound in data.get("behind", {}).items()}
        before = "|".join(map(re.escape, sorted(self._before, key=len, reverse=True))) or "(?!)"
        modifiers = "|".join(re.escape(fold_words(words)) for words in data.get("modifiers", []))
        self._opening = re.compile(f"(?:(?:{modifiers}) )?({before})( ?)" if modifiers else f"({before})( ?)")
        self._closing = re.compile("|".join(map(re.escape, sorted(self._behind, key=len, reverse=True))) or "(?!)")
        self._ranges = [(_pieces(form), True) for form in data.get("ranges", [])]
        self._shares = [(_pieces(form), False) for form in data.get("shares", []) if form.startswith("{A}")]
        unclear = [lower(fold_words(words)) for words in data.get("unclear", [])]
        self._hedges = sorted((*unclear, *self._before), key=len, reverse=True)
        self._endings: tuple[str, ...] = tuple(data.get("unclear_endings", []))
        self._unclear_behind = tuple(lower(fold_words(words)) for words in data.get("unclear_behind", []))
        self._letters = frozenset(
            words[0] for words in (*self._before, *(lower(pieces[0]) for pieces, _ in self._ranges if pieces[0]),
                                   *map(fold_words, data.get("modifiers", []))))

    def may_begin(self, char: str) -> bool:
        """Tell whether an amount can begin with a character."""
        return self._numbers.may_begin(char) or char.lower() in self._letters

    def amounts_at(self, text: str, start: int) -> list[Amount]:
        """Return every amount that starts here, the longest first."""
        if start >= len(text) or not self.may_begin(text[start]) \
                or (start and in_word(text[start - 1]) and in_word(text[start])):
            return []
        found = list(self._cores(text, start))
        window = lower(text[start : start + _LONGEST_HEDGE])
        if (opening := self._opening.match(window)) and self._parted(window, opening):
            at, bound = start + opening.end(), self._before[opening.group(1)]
            said = (start, start + opening.end(1))
            found += [bounded for core in self._cores(text, at) if (bounded := _bound(core, start, bound, said))]
        return sorted(dict.fromkeys(found), key=lambda amount: -amount.end)

    def unclear(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """Return the folded range of words beside a number that leave open what it means, or None.

        A bound that stands right before or behind a number read without it is one too.
        """
        before = lower(text[max(0, start - _LONGEST_HEDGE) : start])
        words = before.rstrip(" ")
        hedge = next((word for word in self._hedges if words.endswith(word)
                      and self._ends_word(words, len(words) - len(word))), None)
        if hedge is not None and not (hedge in self._before and not self._before[hedge]):
            return start - len(before) + len(words) - len(hedge), start
        if hedge is None and (last := _WORD_BEFORE.search(words)) and self._endings \
                and last.group().endswith(self._endings):
            return start - len(before) + last.start(), start
        after = lower(text[end : end + _LONGEST_HEDGE])
        blank = len(after) - len(after.removeprefix(" "))
        for word in (*self._behind, *self._unclear_behind):
            behind = blank + len(word.removeprefix(" "))
            if after[blank:behind] == word.removeprefix(" ") and self._ends_word(after, behind):
                return end, end + behind
        return None

    # ---- without a bound before it

    def _cores(self, text: str, start: int) -> Iterator[Amount]:
        """Yield the amounts that begin here with a number or a range: alone, with a bound behind, as a share."""
        number = self._numbers.numbers_at(text, start)
        for pieces, is_range in (*self._ranges, *self._shares):
            read = self._form(text, start, pieces, number)
            if read is None:
                continue
            end, low, high = read
            if is_range and low < high:
                yield Amount(start, end, low, "", high, (start, end))
            elif not is_range and low <= high:
                yield Amount(start, end, low)
        if number is None:
            return
        end, value, upper = number
        said = (start, end) if upper is not None else (0, 0)
        yield Amount(start, end, value, "", upper, said)
        if upper is None and (closing := self._closing.match(lower(text[end : end + _LONGEST_HEDGE]))) \
                and self._parted(lower(text[end : end + _LONGEST_HEDGE]), closing):
            last = end + closing.end()
            yield Amount(start, last, value, self._behind[closing.group()], None, (end, last))

    def _form(self, text: str, start: int, pieces: tuple[str, str, str], number: tuple[int, int, int | None] | None
              ) -> tuple[int, int, int] | None:
        """Return end and both numbers of a form that stands here, or None."""
        opening, joint, closing = pieces
        if opening:
            if lower(text[start : start + len(opening)]) != opening:
                return None
            number = self._numbers.numbers_at(text, start + len(opening))
        if number is None or number[2] is not None:
            return None
        at = number[0] + len(joint)
        if lower(text[number[0] : at]) != joint:
            return None
        other = self._numbers.numbers_at(text, at, second=True)
        if other is None or other[2] is not None or lower(text[other[0] : other[0] + len(closing)]) != closing:
            return None
        return other[0] + len(closing), number[1], other[1]

    @staticmethod
    def _parted(window: str, found: re.Match[str]) -> bool:
        """Tell whether no word goes on over the end of what was found."""
        last, after = window[found.end() - 1 : found.end()], window[found.end() : found.end() + 1]
        return not (after and in_word(last) and in_word(after))

    @staticmethod
    def _ends_word(text: str, at: int) -> bool:
        """Tell whether no word goes on over a place."""
        return not (0 < at < len(text) and in_word(text[at - 1]) and in_word(text[at]))


def _bound(core: Amount, start: int, bound: str, said: tuple[int, int]) -> Amount | None:
    """Return an amount with the bound before it; None where it has another one already."""
    if not bound:
        return replace(core, start=start)
    if core.bound or (core.upper is not None and bound != _AMBIGUOUS_RANGE):
        return None
    return replace(core, start=start, bound=bound,
                   said=said if core.upper is None else (start, core.end))


def _pieces(form: str) -> tuple[str, str, str]:
    """Return what stands before, between and behind the two numbers of a form.

    >>> _pieces("between {A} and {B}")
    ('between ', ' and ', '')
    """
    opening, _, joint, _, closing = _SLOT.split(form)
    return lower(fold_words(opening)), lower(fold_words(joint)), lower(fold_words(closing))

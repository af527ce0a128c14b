"""Folds a stretch of text to one form for matching, and maps every folded character back to the stored one.

Must not change the meaning of a word: it unifies widths, digits, dots, commas, quotation marks and white space only.
"""

from __future__ import annotations

import unicodedata
from array import array
from dataclasses import dataclass
from functools import cached_property

from treatygraph.model import Span

_DOTS = "•・‧∙⋅"
_NFKC_EXCEPTIONS = frozenset("…")
_STRAIGHT = "\"＂"
# Marks that are not to be seen or only help to read: soft hyphens, joiners and directions, the Arabic vowel signs and
# the stroke that lengthens a word. A text has them or not, with the same words.
_UNWRITTEN = frozenset("\u00ad\u061c\u0640\u0670\u200b\u200c\u200d\u200e\u200f\ufeff") | frozenset(
    map(chr, (*range(0x064B, 0x0653), *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A))))
# Arabic writes its comma, semicolon and question mark turned round.
_TURNED_MARKS = {"\u060c": ",", "\u061b": ";", "\u061f": "?"}
_QUOTATION_MARKS = {"「": "“", "」": "”", "『": "‘", "』": "’"}


def is_wide(char: str) -> bool:
    """Tell whether white space beside a character is layout only.

    Between letters or digits it parts words, be they of full width or not.
    """
    width = unicodedata.east_asian_width(char)
    return width == "W" or (width == "F" and not char.isalnum())


def _fold_char(char: str) -> str:
    if char in _DOTS:
        return "·"
    if char in _QUOTATION_MARKS:
        return _QUOTATION_MARKS[char]
    if char in _TURNED_MARKS:
        return _TURNED_MARKS[char]
    if char.isascii() or char in _NFKC_EXCEPTIONS:
        return char
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 else char


_NARROW, _WIDE, _SPACE, _UNSEEN, _QUOTING, _WIDE_QUOTING = range(6)
_WIDE_SORTS = frozenset({_WIDE, _WIDE_QUOTING})


class _Sorts(dict[str, tuple[str, int]]):
    """What each character folds to, and which sort it is of, worked out when it is first met."""

    def __missing__(self, char: str) -> tuple[str, int]:
        if char.isspace():
            sort = _SPACE
        elif char in _UNWRITTEN:
            sort = _UNSEEN
        elif char in _STRAIGHT:
            sort = _WIDE_QUOTING if is_wide(char) else _QUOTING
        else:
            sort = _WIDE if is_wide(char) else _NARROW
        self[char] = found = (_fold_char(char), sort)
        return found


_SORTS = _Sorts()


def lower(text: str) -> str:
    """Return a text in small letters, with one sort of apostrophe, character for character.

    A letter that would become two stays as it is.

    >>> lower("The İ"), lower("L'Iran")
    ('the İ', 'l’iran')
    """
    text = text.replace("'", "’")
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


@dataclass(frozen=True)
class Folded:
    """Folded text; `starts[i]` and `ends[i]` are the stored offsets of its i-th character."""

    text: str
    starts: array[int]
    ends: array[int]

    @cached_property
    def plain(self) -> str:
        """The text in small letters, of the same length: what literal words are compared with."""
        lowered = lower(self.text)
        return self.text if lowered == self.text else lowered

    def span(self, start: int, end: int) -> Span:
        """Return the stored span of the folded range [start, end)."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return Span(at, at)
        return Span(self.starts[start], self.ends[end - 1])

    def piece(self, start: int, end: int) -> Folded:
        """Return the folded range [start, end) as a text of its own."""
        return Folded(self.text[start:end], self.starts[start:end], self.ends[start:end])


def fold(text: str, offset: int = 0) -> Folded:
    """Fold a text whose first character stands at `offset` of the stored text.

    Full-width forms become half-width where one exists, the digits of any script those of ASCII. White space beside a
    wide character is layout and goes;
    any other run of white space becomes one space. Signs of direction and vowel signs go. Of straight quotation marks,
    every other one closes.

    >>> fold("2021 年 9 月，A  B（1）").text
    '2021年9月,A B(1)'
    """
    chars: list[str] = []
    starts, ends = array("I"), array("I")
    wide_before, quoting = True, False
    space = -1
    for index, char in enumerate(text, offset):
        folded, sort = _SORTS[char]
        if sort == _UNSEEN:
            continue
        if sort == _SPACE:
            space = index if space < 0 else space
            continue
        wide = sort in _WIDE_SORTS
        if space >= 0:
            if not wide_before and not wide:
                chars.append(" ")
                starts.append(space)
                ends.append(index)
            space = -1
        if sort >= _QUOTING:
            folded = "”" if quoting else "“"
            quoting = not quoting
        chars.append(folded)
        starts.append(index)
        ends.append(index + 1)
        wide_before = wide
    return Folded("".join(chars), starts, ends)

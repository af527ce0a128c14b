"""Folds a stretch of text to one form for matching, and maps every folded character back to the stored one.

Must not change the meaning of a word: it unifies widths, dots, quotation marks and white space only.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from treatygraph.model import Span

_DOTS = "•・‧∙⋅"
_NFKC_EXCEPTIONS = frozenset("…")
_STRAIGHT = "\"＂"
_QUOTATION_MARKS = {"「": "“", "」": "”", "『": "‘", "』": "’"}


def _is_wide(char: str) -> bool:
    """White space between letters or digits parts words, be they of full width or not."""
    width = unicodedata.east_asian_width(char)
    return width == "W" or (width == "F" and not char.isalnum())


def _fold_char(char: str) -> str:
    if char in _DOTS:
        return "·"
    if char in _QUOTATION_MARKS:
        return _QUOTATION_MARKS[char]
    if char.isascii() or char in _NFKC_EXCEPTIONS:
        return char
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 else char


@dataclass(frozen=True)
class Folded:
    """Folded text; `starts[i]` and `ends[i]` are the stored offsets of its i-th character."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

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

    Full-width forms become half-width where one exists. White space beside a wide character is layout and goes;
    any other run of white space becomes one space. Of straight quotation marks, every other one closes.

    >>> fold("2021 年 9 月，A  B（1）").text
    '2021年9月,A B(1)'
    """
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    wide_before, quoting = True, False
    index, length = 0, len(text)
    while index < length:
        char = text[index]
        if char.isspace():
            run = index
            while run < length and text[run].isspace():
                run += 1
            wide_after = run < length and _is_wide(text[run])
            if not wide_before and not wide_after and run < length:
                chars.append(" ")
                starts.append(offset + index)
                ends.append(offset + run)
            index = run
            continue
        if char in _STRAIGHT:
            chars.append("”" if quoting else "“")
            quoting = not quoting
        else:
            chars.append(_fold_char(char))
        starts.append(offset + index)
        ends.append(offset + index + 1)
        wide_before = _is_wide(char)
        index += 1
    return Folded("".join(chars), tuple(starts), tuple(ends))

"""Decides to which open enumeration a printed number or letter belongs.

Must not know what is enumerated: paragraphs, agenda items and measures are the same to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from treatygraph.find.numbers import roman_numeral
from treatygraph.read.tree import Node


def roman(number: int) -> str:
    """Write a number as a mark in small Roman numerals."""
    return roman_numeral(number).lower()


def letters(number: int) -> str:
    """Write a number as a letter mark: a-z, then aa, bb and so on.

    >>> letters(1), letters(15), letters(27)
    ('a', 'o', 'aa')
    """
    repeats, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * (repeats + 1)


_LONGEST_RUN = 200
_STYLES: dict[str, Callable[[int], str]] = {"digits": str, "letters": letters, "roman": roman}


def in_figures(mark: str) -> bool:
    """Tell whether a mark is a number, be it one with a word or letter behind it: `2`, `2 bis`, `2A`, `12.3`."""
    return mark[:1].isdigit()


def number_of(mark: str) -> int:
    """Return the number a mark in figures begins with.

    >>> number_of("2 bis"), number_of("12.3")
    (2, 12)
    """
    digits = ""
    for char in mark:
        if not char.isdigit():
            break
        digits += char
    return int(digits)


def styles_of(mark: str) -> tuple[str, ...]:
    """Return the enumeration styles a mark may belong to."""
    if in_figures(mark):
        return ("digits",) if mark.isdigit() else ()
    return ("letters", "roman") if mark.islower() else ("capitals",)


@dataclass
class Level:
    """An enumeration in progress: its style, its last ordinal, the node that carries it and its latest entry.

    No node carries it where its entries belong to whatever section they stand in. `indented` tells
    whether white space or a bullet stands before the mark of its latest entry.
    """

    style: str
    last: int
    owner: Node | None
    entry: Node
    indented: bool = False

    def expects(self, mark: str) -> bool:
        """Tell whether the mark is the next one of this enumeration."""
        return _STYLES[self.style](self.last + 1) == mark


@dataclass
class Enumerations:
    """The enumerations open at a place of the text, outermost first.

    Where a mark continues two of them (an agenda's 12th item stands before the 12th paragraph), an indented one
    belongs to those whose entries are indented; otherwise it belongs to the innermost that still leaves the same
    mark, or one it runs to, printed again later on for each outer one. An `i` that `ii` follows is a
    numeral, not the letter after `h`.
    """

    levels: list[Level] = field(default_factory=list)
    ahead: Counter[str] = field(default_factory=Counter)
    marks: Sequence[str] = ()
    at: int = 0

    @classmethod
    def over(cls, marks: Sequence[str]) -> Enumerations:
        """Start a zone in which these marks are printed, in order."""
        return cls(ahead=Counter(marks), marks=marks)

    def place(self, mark: str, *, indented: bool = False) -> Level | None:
        """Return the level that the mark continues, closing the levels inside it, or None if it continues none."""
        self.ahead[mark] -= 1
        self.at += 1
        following = self.marks[self.at] if self.at < len(self.marks) else ""
        candidates = [level for level in self.levels if level.expects(mark)]
        if mark == roman(1) and following == roman(2):
            candidates = [level for level in candidates if level.style != "letters"]
        if not candidates:
            return None
        if indented and any(level.indented for level in candidates):
            candidates = [level for level in candidates if level.indented]
        inner_first = list(reversed(candidates))
        outer_needed = len(candidates) - 1
        chosen = inner_first[0]
        if chosen.style == "digits" and outer_needed and self.ahead[mark] < outer_needed \
                and not self._starts_again(int(mark)):
            chosen = inner_first[min(outer_needed - self.ahead[mark], outer_needed)]
        del self.levels[self.levels.index(chosen) + 1 :]
        return chosen

    def _starts_again(self, first: int) -> bool:
        """Tell whether the numbers that go on from this one are followed by one of them, or it, again.

        Then an inner enumeration runs to its end, and an outer one goes on behind it, though with a number left out.
        """
        last = first
        for mark in self.marks[self.at : self.at + _LONGEST_RUN]:
            if mark == str(last + 1):
                last += 1
            elif mark.isdigit():
                return first <= int(mark) <= last
        return False

    def pass_by(self, mark: str) -> None:
        """Count a mark that is placed without asking which level it continues."""
        self.ahead[mark] -= 1
        self.at += 1

    def beside(self, mark: str) -> Level | None:
        """Return the innermost level whose last number a mark such as `2 bis` stands beside, or None."""
        number = number_of(mark)
        figures = [level for level in self.levels if level.style == "digits"]
        return next((level for level in reversed(figures) if level.last == number), None)

    def opens(self, mark: str) -> str | None:
        """Return the style in which the mark is a first entry, or None."""
        return next((style for style in styles_of(mark) if style in _STYLES and _STYLES[style](1) == mark), None)

    def push(self, style: str, owner: Node | None, entry: Node, ordinal: int = 1, *, indented: bool = False) -> None:
        """Open an enumeration below the current ones."""
        self.levels.append(Level(style, ordinal, owner, entry, indented))

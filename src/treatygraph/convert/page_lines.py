"""Defines the lines of a page as they stand on it, in units of the height of their letters.

Must not decide which lines belong together.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Segment:
    """Words printed without a wide gap between them: where they begin and end, how tall they are, how high they stand.

    `size` is in heights of the letters that most of the text is set in, `base` counts upwards in the same unit.
    """

    text: str
    left: float
    right: float
    size: float = 1.0
    base: float = 0.0


@dataclass(slots=True)
class PageLine:
    """A line: its segments from left to right.

    `pitch` is its distance from the line above in heights of its letters, or None where a page begins; `size` is
    the height of its letters in any unit that is the same for the whole text; `page` counts from 0; `note` says that
    it is part of a footnote, `bold` that its letters are heavy, `head` that it is a whole line of a masthead.
    """

    segments: list[Segment]
    pitch: float | None = None
    size: float = 1.0
    page: int = 0
    note: bool = False
    bold: bool = False
    head: bool = False

    @property
    def text(self) -> str:
        """All words of the line."""
        return " ".join(segment.text for segment in self.segments)

    @property
    def left(self) -> float:
        """Where the line begins."""
        return min(segment.left for segment in self.segments)

    @property
    def right(self) -> float:
        """Where the line ends."""
        return max(segment.right for segment in self.segments)

"""Defines the lines of a page as they stand on it, in units of the height of their letters.

Must not decide which lines belong together.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Segment:
    """Words printed without a wide gap between them, and where they begin and end."""

    text: str
    left: float
    right: float


@dataclass(slots=True)
class PageLine:
    """A line: its segments from left to right.

    `pitch` is its distance from the line above in heights of its letters, or None where a page begins; `size` is
    the height of its letters in any unit that is the same for the whole text; `page` counts from 0.
    """

    segments: list[Segment]
    pitch: float | None = None
    size: float = 1.0
    page: int = 0
    note: bool = field(default=False)

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

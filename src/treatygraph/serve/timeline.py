"""Places days on a line, so that templates can draw them: everything in hundredths of the whole width.

Must not draw: a template does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_PARTS = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_TICKS = 8
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100)


@dataclass(frozen=True)
class Tick:
    """A year on the line and where it stands."""

    year: int
    x: str


@dataclass
class Line:
    """A line of whole years, from the beginning of the first to the end of the last."""

    first: int
    last: int
    ticks: list[Tick] = field(init=False)

    def __post_init__(self) -> None:
        years = self.last - self.first + 1
        step = next((step for step in _STEPS if years / step <= _TICKS), _STEPS[-1])
        self.ticks = [Tick(year, self.x(str(year))) for year in range(self.first, self.last + 1) if year % step == 0]

    def at(self, day: str) -> float:
        """Return where a day, month or year begins, in hundredths of the width; within the line whatever it is."""
        found = _PARTS.match(day)
        if not found:
            return 0.0
        year, month, in_month = (int(part or 1) for part in found.groups())
        place = year + (month - 1) / 12 + (in_month - 1) / 365
        return min(100.0, max(0.0, (place - self.first) / (self.last + 1 - self.first) * 100))

    def x(self, day: str) -> str:
        """Return where a day stands, as an attribute has it."""
        return f"{self.at(day):.2f}%"

    def width(self, begin: str, end: str) -> str:
        """Return how wide a stretch is; open where one of its days is empty."""
        return f"{(self.at(end) if end else 100.0) - (self.at(begin) if begin else 0.0):.2f}%"


def line_of(days: Iterable[str]) -> Line | None:
    """Return the line that holds some days; None where there is none among them."""
    years = [int(found.group(1)) for day in days if (found := _PARTS.match(day))]
    return Line(min(years), max(years)) if years else None

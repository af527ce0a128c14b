"""Flattens nested and overlapping stretches of a text into segments that do not overlap.

Must not know what rests on a stretch, nor write HTML.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from treatygraph.model import Span


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text inside which no stretch begins or ends; `over` are those over it, shortest first."""

    span: Span
    over: tuple[int, ...]


class Segments:
    """A text cut at every beginning and end of its stretches, and wherever else its maker asks for."""

    def __init__(self, stretches: Sequence[Span], cuts: Iterable[int], length: int) -> None:
        self._stretches = stretches
        borders = {0, length, *(cut for cut in cuts if 0 <= cut <= length)}
        for span in stretches:
            borders.update((min(span.start, length), min(span.end, length)))
        ordered = sorted(borders)
        opening = sorted((span.start, index) for index, span in enumerate(stretches) if span.start < span.end)
        over: set[int] = set()
        following = 0
        self._segments: list[Segment] = []
        for start, end in pairwise(ordered):
            over = {index for index in over if stretches[index].end > start}
            while following < len(opening) and opening[following][0] <= start:
                over.add(opening[following][1])
                following += 1
            self._segments.append(Segment(Span(start, end), self._shortest_first(over)))
        self._starts = [segment.span.start for segment in self._segments]

    def _shortest_first(self, over: set[int]) -> tuple[int, ...]:
        def rank(index: int) -> tuple[int, Span]:
            span = self._stretches[index]
            return span.end - span.start, span

        return tuple(sorted(over, key=rank))

    def within(self, span: Span) -> list[Segment]:
        """Return the segments of a stretch whose ends are cuts."""
        return self._segments[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)]

    def start_at(self, offset: int) -> int:
        """Return where the segment over an offset begins."""
        return self._starts[max(0, bisect_right(self._starts, offset) - 1)]

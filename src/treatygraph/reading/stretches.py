"""Tells whether any of many spans covers or overlaps another, without looking at each of them.

Must not know whose spans they are, nor what they mean.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from treatygraph.model import Span


class Stretches:
    """A set of spans, each once, sorted by where they begin; `reach` is how far those up to each one go."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._spans: list[Span] = []
        self._starts: list[int] = []
        self._reach: list[int] = []
        for span in sorted(set(spans), key=lambda one: (one.start, one.end)):
            self._spans.append(span)
            self._starts.append(span.start)
            self._reach.append(max(span.end, self._reach[-1]) if self._reach else span.end)

    def add(self, span: Span) -> None:
        """Add a span; cheap where spans come in the order of the text."""
        at = bisect_right(self._starts, span.start)
        self._spans.insert(at, span)
        self._starts.insert(at, span.start)
        self._reach.insert(at, max(span.end, self._reach[at - 1]) if at else span.end)
        for behind in range(at + 1, len(self._reach)):
            if self._reach[behind] >= span.end:
                break
            self._reach[behind] = span.end

    def cover(self, other: Span) -> bool:
        """Tell whether another span lies within one of these."""
        at = bisect_right(self._starts, other.start)
        return at > 0 and self._reach[at - 1] >= other.end

    def overlap(self, other: Span) -> bool:
        """Tell whether one of these shares a character with another span."""
        at = bisect_left(self._starts, other.end)
        return at > 0 and self._reach[at - 1] > other.start

    def overlapping(self, other: Span) -> Iterator[Span]:
        """Yield those that share a character with another span, in order."""
        for at in range(bisect_right(self._reach, other.start), bisect_left(self._starts, other.end)):
            if self._spans[at].overlaps(other):
                yield self._spans[at]

    def cover_closely(self, other: Span, longest: int) -> bool:
        """Tell whether another span lies within one of these that has no more characters than `longest`."""
        return any(one.covers(other) for one in self._short(other.end - longest, other.start + 1, longest))

    def overlap_closely(self, other: Span, longest: int) -> bool:
        """Tell whether one of these that has no more characters than `longest` shares one with another span."""
        return any(one.overlaps(other) for one in self._short(other.start - longest, other.end, longest))

    def _short(self, begin: int, end: int, longest: int) -> Iterator[Span]:
        """Yield the spans of a length that begin within a range."""
        for at in range(bisect_left(self._starts, begin), bisect_left(self._starts, end)):
            if self._spans[at].end - self._spans[at].start <= longest:
                yield self._spans[at]

"""Covers a unit with patterns, clause by clause: the fewest patterns that read all of it, or as much as can be.

Must not run a rule.
"""

from __future__ import annotations

from dataclasses import dataclass

from treatygraph.model import Severity
from treatygraph.rules.matching import FINAL, Bindings
from treatygraph.rules.reading import Reading, Unit
from treatygraph.rules.registry import Pattern
from treatygraph.rules.slots import SlotReader

_BETWEEN = ",;，；"


@dataclass(frozen=True)
class Tile:
    """A pattern over a range of the unit; `context` holds the fillings of adverbials before it."""

    pattern: Pattern
    start: int
    end: int
    bindings: Bindings
    context: Bindings = ()


@dataclass(frozen=True)
class _Cover:
    unread: int
    tiles: tuple[Tile, ...]
    weight: int

    @property
    def rank(self) -> tuple[int, int, int]:
        return self.unread, len(self.tiles), -self.weight


def tile(unit: Unit, slots: SlotReader, patterns: tuple[Pattern, ...], reading: Reading) -> list[Tile]:
    """Return the tiles that read the most of a unit, in order; report two patterns that read the same words."""
    text = unit.text
    stop = len(text.rstrip(FINAL)) or len(text)
    candidates = [p for p in patterns if all(literal in text for literal in p.wording.required)]
    if not candidates:
        return []
    starts = [0] + [i + 1 for i, char in enumerate(text[:stop]) if char in _BETWEEN]
    best: dict[int, _Cover] = {stop: _Cover(0, (), 0)}
    following = stop
    for start in reversed(starts):
        if start >= stop:
            continue
        skipped = best[following]
        options = [_Cover(skipped.unread + following - start, skipped.tiles, skipped.weight)]
        following = start
        for found in _tiles_at(unit, slots, candidates, start, stop, reading):
            after = found.end + 1 if found.end < stop else stop
            rest = best.get(min(after, stop))
            if rest is not None:
                options.append(_Cover(rest.unread, (found, *rest.tiles), rest.weight + found.pattern.wording.weight))
        best[start] = min(options, key=lambda cover: cover.rank)
    return list(best[0].tiles)


def _tiles_at(unit: Unit, slots: SlotReader, candidates: list[Pattern], start: int, stop: int, reading: Reading
              ) -> list[Tile]:
    text = unit.text
    found: dict[int, list[Tile]] = {}
    for begin, context in slots.matcher.adverbials(start).items():
        for pattern in candidates:
            for end, bound in slots.matcher.ends(pattern.wording, begin).items():
                if end <= stop and (end == stop or text[end] in _BETWEEN):
                    found.setdefault(end, []).append(Tile(pattern, start, end, bound, context))
    chosen = []
    for end, tiles in found.items():
        tiles.sort(key=lambda t: -t.pattern.wording.weight)
        rivals = {t.pattern.place: t for t in tiles}
        first, *others = rivals.values()
        for other in others:
            if other.pattern.wording.weight == first.pattern.wording.weight:
                reading.report("ambiguous-pattern", Severity.WARNING,
                               f"two patterns read these words: {first.pattern.place} ({first.pattern.rule}) and "
                               f"{other.pattern.place} ({other.pattern.rule}); make one of them more specific",
                               reading.span(unit, start, end))
        chosen.append(first)
    return chosen

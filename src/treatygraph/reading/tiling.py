"""Covers a unit with patterns, clause by clause: those that read all of it, or as much as can be, with the least free
text, and of these the fewest.

Must not run a rule.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from treatygraph.model import Severity
from treatygraph.reading.matching import FINAL, Bindings
from treatygraph.reading.reading import Reading
from treatygraph.reading.registry import Pattern
from treatygraph.reading.slots import SlotReader
from treatygraph.reading.units import Unit
from treatygraph.reading.wording import TEXT_TYPES

_BETWEEN = ",;，；"


@dataclass(frozen=True)
class Tile:
    """A pattern over a range of the unit; `context` holds the fillings of adverbials before it.

    `reach` is where the next clause may begin: the marks and joining words up to there are read with this one.
    """

    pattern: Pattern
    start: int
    end: int
    bindings: Bindings
    context: Bindings = ()
    reach: int = 0


@dataclass(frozen=True)
class _Cover:
    unread: int
    free: int
    tiles: tuple[Tile, ...]
    weight: int

    @property
    def rank(self) -> tuple[int, int, int, int]:
        return self.unread, self.free, len(self.tiles), -self.weight


def tile(unit: Unit, slots: SlotReader, patterns: tuple[Pattern, ...], reading: Reading) -> list[Tile]:
    """Return the tiles that read the most of a unit, in order; report two patterns that read the same words."""
    text = unit.text
    stop = len(text.rstrip(FINAL)) or len(text)
    candidates = [p for p in patterns if all(literal in unit.plain for literal in p.wording.required)]
    if not candidates:
        return []
    joints = tuple(reading.report.language.clauses.get("joints", ()))
    starts = sorted({0, *(after for i in range(stop) for after in _borders(unit.plain, i, joints))})
    best: dict[int, _Cover] = {stop: _Cover(0, 0, (), 0)}
    following = stop
    for start in reversed(starts):
        if start >= stop:
            continue
        skipped = best[following]
        options = [_Cover(skipped.unread + following - start, skipped.free, skipped.tiles, skipped.weight)]
        following = start
        for found in _tiles_at(unit, slots, candidates, (start, stop), joints, reading):
            for after in _borders(unit.plain, found.end, joints) if found.end < stop else (stop,):
                rest = best.get(min(after, stop))
                if rest is not None:
                    tiles = (replace(found, reach=min(after, stop)), *rest.tiles)
                    options.append(_Cover(rest.unread, rest.free + _free(found), tiles,
                                          rest.weight + found.pattern.wording.weight))
        best[start] = min(options, key=lambda cover: cover.rank)
    return list(best[0].tiles)


def _free(found: Tile) -> int:
    """How many characters a tile takes as free text: what another pattern reads there, it reads better."""
    return sum(filling.end - filling.start for filling in found.bindings if filling.type in TEXT_TYPES)


def _borders(text: str, at: int, joints: tuple[str, ...]) -> list[int]:
    """Return where the next clause may begin if the one before ends here: behind a mark, a joining word, or both."""
    after = _after_space(text, at + 1) if text[at] in _BETWEEN else at
    found = [after] if after > at else []
    for joint in joints:
        if text.startswith(joint, at):
            found.append(at + len(joint))
        elif after > at and text.startswith(joint.lstrip(), after):
            found.append(after + len(joint.lstrip()))
    return found


def _after_space(text: str, at: int) -> int:
    return at + 1 if text.startswith(" ", at) else at


def _tiles_at(unit: Unit, slots: SlotReader, candidates: list[Pattern], extent: tuple[int, int],
              joints: tuple[str, ...], reading: Reading) -> list[Tile]:
    text, (start, stop) = unit.text, extent
    found: dict[int, list[Tile]] = {}
    for after, context in slots.matcher.adverbials(start).items():
        begin = _after_space(text, after)
        for pattern in candidates:
            for end, bound in slots.matcher.ends(pattern.wording, begin).items():
                if end <= stop and (end == stop or _borders(unit.plain, end, joints)):
                    found.setdefault(end, []).append(Tile(pattern, start, end, bound, context))
    chosen = []
    for end, tiles in found.items():
        tiles.sort(key=lambda t: -t.pattern.wording.weight)
        rivals = {t.pattern.place: t for t in tiles}
        first, *others = rivals.values()
        for other in others:
            if other.pattern.wording.weight == first.pattern.wording.weight:
                both = " and ".join(f"{t.pattern.place} ({t.pattern.rule})" for t in (first, other))
                reading.findings.report("ambiguous-pattern", Severity.WARNING,
                                        f"two patterns read these words: {both}; make one of them more specific",
                                        unit.span_of(start, end))
        chosen.append(first)
    return chosen

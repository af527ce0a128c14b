"""Says what a piece of the text is while it is read: a unit, the things sighted in it, and the claims of rules on it.

Must not know the report it was cut from: a unit alone answers for itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from treatygraph.find.fold import Folded
from treatygraph.model import Iri, Span
from treatygraph.read.tree import Node, NodeKind
from treatygraph.reading.said import Said


@dataclass(frozen=True)
class Sighting:
    """A thing named in a unit: folded range, kind, the things it may mean, and the parts it was put together of."""

    start: int
    end: int
    kind: str
    things: tuple[Iri, ...]
    composite: bool = False
    parts: tuple[tuple[int, int, Iri], ...] = ()

    @property
    def iri(self) -> Iri | None:
        """The one thing meant, or None where none or several are."""
        return self.things[0] if len(self.things) == 1 else None


@dataclass(frozen=True)
class Claim:
    """A stretch of a unit that a rule read, or that carries no fact for the reason given.

    `used` holds the words of the stretch that the rule really used, where it knows: what stands between them was not
    read. None says that the wording took every word.
    """

    rule: str
    span: Span
    reason: str = ""
    used: tuple[Span, ...] | None = None

    @property
    def words(self) -> tuple[Span, ...]:
        """The words it is for: those its rule used, or all of it."""
        return (self.span,) if self.used is None else self.used


@dataclass(eq=False)
class Unit:
    """What a pattern is matched against: a sentence, heading, title, header line or table cell.

    When all is read, `said` holds the things it says and where each went, `kept` the words that records quote,
    and `rested` those among them that a fact of their own rests on.
    """

    kind: str
    node: Node
    span: Span
    folded: Folded
    provision: Iri
    sightings: list[Sighting] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    said: tuple[Said, ...] = ()
    kept: tuple[Span, ...] = ()
    rested: tuple[Span, ...] = ()

    @property
    def text(self) -> str:
        """The folded words."""
        return self.folded.text

    @property
    def plain(self) -> str:
        """The folded words in small letters, offset for offset."""
        return self.folded.plain

    def seen(self, *kinds: str, start: int = 0, end: int | None = None) -> list[Sighting]:
        """Return the sightings of the given kinds (all kinds by default) within a folded range."""
        stop = len(self.text) if end is None else end
        return [s for s in self.sightings if start <= s.start and s.end <= stop and (not kinds or s.kind in kinds)]

    def span_of(self, start: int, end: int) -> Span:
        """Return the stored span of a folded range; both are 0-based and end-exclusive."""
        return self.folded.span(start, end)


def entries_below(unit: Unit) -> tuple[tuple[int, int], ...]:
    """Return the folded ranges of the lines of a list below a sentence that are a part of it, in order."""
    starts, found = unit.folded.starts, []
    for child in unit.node.children:
        where = child.body_span
        if child.kind is NodeKind.ENTRY and unit.span.start <= where.start < where.end <= unit.span.end:
            begin, end = bisect_left(starts, where.start), bisect_left(starts, where.end)
            words = unit.text[begin:end].rstrip(" ,;、；，")
            begin += len(words) - len(words.lstrip(" "))
            if words.strip():
                found.append((begin, begin + len(words.strip())))
    return tuple(found)


# What a reference is made of is mentioned with it: the organ of a resolution, the conference of a document.
_NAMED_IN_A_REFERENCE = frozenset({"organization", "conference", "session", "series"})


def outermost(sightings: Sequence[Sighting], start: int, end: int) -> list[Sighting]:
    """Return the sightings of a folded range that lie in no longer one, in order.

    The words that tell of an event name other things too, so an event hides none of them.
    """
    inside = [s for s in sightings if start <= s.start and s.end <= end]
    kept: list[Sighting] = []
    reach = start
    for sighting in sorted(inside, key=lambda s: (s.start, -s.end, not s.composite)):
        if sighting.kind == "event":
            kept.append(sighting)
        elif sighting.end > reach:
            kept.append(sighting)
            reach = sighting.end
    return kept


def mentioned(unit: Unit, start: int, end: int, *, but: tuple[Iri, ...] = ()) -> tuple[Iri, ...]:
    """Return the things named in a folded range of a unit, each once, in order; parts of a reference left out."""
    found: list[Iri] = []
    for sighting in outermost(unit.sightings, start, end):
        within = [s for s in unit.sightings if sighting.start <= s.start and s.end <= sighting.end
                  and s.kind in _NAMED_IN_A_REFERENCE and s is not sighting] if sighting.composite else []
        for one in (sighting, *within):
            if one.iri or one.parts or one.kind in {"measures", "symbols"}:
                found += one.things
    return tuple(dict.fromkeys(iri for iri in found if iri not in but))

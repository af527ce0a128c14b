"""Collates two versions of a report: what both state, what only one does, and where they differ.

Must not decide which version is right, nor print; both stay as they are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from treatygraph.compare.variants import Difference, State, Variant, grouped, listed, order_of, short
from treatygraph.compare.witness import Passage, Thing, Witness
from treatygraph.model import Finding, Severity, brief
from treatygraph.vocab import tg

FINDING = "versions-differ"


@dataclass
class Collation:
    """The result: the two witnesses, how many things of each kind are the same, and the variants in order."""

    a: Witness
    b: Witness
    same: Counter[str]
    variants: list[Variant]

    @property
    def agrees(self) -> bool:
        """Whether both versions state the same."""
        return not self.variants

    def count(self, kind: str, state: State) -> int:
        """Return how many things of a kind are in a state, those that go with others included."""
        return sum(v.kind == kind and v.state is state for variant in self.variants for v in variant.all())

    def kinds(self) -> list[str]:
        """Return the kinds of thing that either version states, by rank."""
        ranks = {thing.kind: thing.rank for side in (self.b, self.a) for thing in side.things.values()}
        return sorted(ranks, key=lambda kind: (ranks[kind], kind))

    def of_kinds(self, kinds: Iterable[str]) -> Collation:
        """Return the part of the collation that is about some kinds of thing."""
        wanted = set(kinds)
        kept = []
        for variant in self.variants:
            about = [v for v in variant.all() if v.kind in wanted]
            kept += [replace(first, along=about[1:]) for first in about[:1]]
        return replace(self, same=Counter({k: n for k, n in self.same.items() if k in wanted}), variants=kept)


def collate(a: Witness, b: Witness, *, wording: bool = False) -> Collation:
    """Collate two versions of a report.

    Things meet by their IRI; of acts and other facts whose IRI holds what they say, those left over in one provision
    are set against each other. Words in a language, what they mention, and the order of lists are compared where
    `wording` is set; the order, too, where both versions are in one language, for each language has its own alphabet.
    """
    pairs = [(a.things[iri], b.things[iri]) for iri in sorted(a.things.keys() & b.things.keys())]
    left = [thing for iri, thing in a.things.items() if iri not in b.things]
    right = [thing for iri, thing in b.things.items() if iri not in a.things]
    matched = list(_matched(left, right))
    paired = {thing.iri for pair in matched for thing in pair}
    counterparts = {one.iri: other.iri for one, other in matched}
    pairs += matched
    same: Counter[str] = Counter()
    variants = []
    for one, other in pairs:
        changes = list(_changes(one, other, counterparts, wording and a.languages == b.languages, wording))
        if changes:
            backwards = [(p, y, x) for p, x, y in changes]
            silent = _silent(a, one, changes, b) or _silent(b, other, backwards, a)
            variants.append(Variant(
                State.NOT_READ if silent else State.DIFFERENT, one.kind, one, other, _told(a, one, changes),
                _told(b, other, backwards),
                tuple(Difference(p, tuple(sorted(x)), tuple(sorted(y))) for p, x, y in changes)))
        else:
            same[one.kind] += 1
    variants += [_alone(thing, State.ONLY_IN_A, a, b) for thing in left if thing.iri not in paired]
    variants += [_alone(thing, State.ONLY_IN_B, b, a) for thing in right if thing.iri not in paired]
    told = grouped(variants)
    if wording or a.languages == b.languages:
        told += _orders(pairs, a, b)
    return Collation(a, b, same, sorted(told, key=order_of))


Change = tuple[str, frozenset[str], frozenset[str]]
"""A property, the values of it that only the one version gives, and those that only the other gives."""


def _silent(has: Witness, thing: Thing, changes: Iterable[Change], lacks: Witness) -> bool:
    """Tell whether only this version gives values, in provisions that were not read to the end in the other."""
    own = [(prop, value) for prop, ours, _ in changes for value in ours]
    where = has.where(thing, own)
    return bool(where) and where <= lacks.unread and not any(theirs for _, _, theirs in changes)


def _told(witness: Witness, thing: Thing, changes: Iterable[Change]) -> Passage | None:
    """Return the words that state the values of one version, or those where it would state them."""
    changes = list(changes)
    own = [(prop, value) for prop, ours, _ in changes for value in ours]
    if not own and (elsewhere := [value for prop, _, theirs in changes if prop == _IN for value in sorted(theirs)]):
        return witness.counterpart(elsewhere) or witness.passage(thing)
    return witness.passage(thing, own)


def _alone(thing: Thing, state: State, has: Witness, lacks: Witness) -> Variant:
    own, other = has.passage(thing), lacks.counterpart(thing.provisions)
    unread = thing.provisions and all(provision in lacks.unread for provision in thing.provisions)
    shown = State.NOT_READ if unread else state
    if state is State.ONLY_IN_A:
        return Variant(shown, thing.kind, thing, None, own, other)
    return Variant(shown, thing.kind, None, thing, other, own)


# ---- what is set against each other though the IRIs differ

_IN = tg("statedIn")
_MATCHED_BY: dict[str, tuple[tuple[str, ...], ...]] = {
    "participation": ((_IN, tg("capacity")),),
    "office-holding": ((_IN, tg("holder")), (_IN, tg("office"))),
    "decision": ((tg("decidedOn"),), (_IN, tg("decisionType"))),
    "presiding": ((_IN, tg("presider")), (_IN, tg("atMeeting"))),
    "statement": ((_IN, tg("speaker")), (_IN, tg("underItem"))),
    "listing": ((tg("listed"),), (tg("inList"),)),
    "status-assertion": ((tg("state"), tg("treaty")), (tg("status"),)),
    "count-statement": ((_IN, tg("counts")),),
    "citation": ((tg("citingProvision"),),),
    "post-holding": ((tg("holder"),), (_IN, tg("representing"))),
    "treaty-action": ((tg("state"), tg("treaty")),),
    "act": ((_IN, tg("operativeVerb")), (_IN, tg("addressee")), (_IN,)),
}


def _matched(left: list[Thing], right: list[Thing]) -> Iterator[tuple[Thing, Thing]]:
    """Yield facts left over on both sides that agree in what their kind is matched by, where that leaves no doubt.

    Acts of one provision are matched in the order of the text, for a verb may be used there several times.
    """
    taken: set[str] = set()
    for kind, keys in _MATCHED_BY.items():
        for key in keys:
            ones, others = ([thing for thing in side if thing.kind == kind and thing.iri not in taken]
                            for side in (left, right))
            by_key = _by(others, partial(_values, key))
            for values, group in _by(ones, partial(_values, key)).items():
                against = by_key.get(values, [])
                in_order = kind == "act" and len(key) > 1
                if values is None or not against or not (in_order or len(group) == len(against) == 1):
                    continue
                for pair in zip(sorted(group, key=_begin), sorted(against, key=_begin), strict=False):
                    taken |= {thing.iri for thing in pair}
                    yield pair


def _values(key: tuple[str, ...], thing: Thing) -> tuple[frozenset[str], ...] | None:
    """The values of some properties; None where one of them has none."""
    found = tuple(thing.says.get(prop, frozenset()) for prop in key)
    return found if all(found) else None


def _by(things: Iterable[Thing], key: Callable[[Thing], Hashable]) -> dict[Hashable, list[Thing]]:
    found: dict[Hashable, list[Thing]] = defaultdict(list)
    for thing in things:
        found[key(thing)].append(thing)
    return found


def _begin(thing: Thing) -> tuple[int, str]:
    starts = (int(span.rpartition("=")[2].partition(",")[0]) for span in thing.spans)
    return min(starts), thing.iri


def _changes(one: Thing, other: Thing, counterparts: dict[str, str], words: bool, mentions: bool) -> Iterator[Change]:
    """Yield the properties that differ; a thing that has a counterpart in the other version is the same as that."""
    said = [(one.says, other.says)] + ([(one.words, other.words)] if words else [])
    said += [({tg("mentions"): one.mentions}, {tg("mentions"): other.mentions})] if mentions else []
    backwards = {theirs: ours for ours, theirs in counterparts.items()}
    for ours, theirs in said:
        for prop in sorted(ours.keys() | theirs.keys()):
            a, b = ours.get(prop, frozenset()), theirs.get(prop, frozenset())
            only_a = frozenset(value for value in a if value not in b and counterparts.get(value) not in b)
            only_b = frozenset(value for value in b if value not in a and backwards.get(value) not in a)
            if only_a or only_b:
                yield prop, only_a, only_b


# ---- the order of lists


def _orders(pairs: list[tuple[Thing, Thing]], a: Witness, b: Witness) -> Iterator[Variant]:
    """Yield one variant for each list whose common members stand in another order, with the fewest that were moved."""
    lists = _by((one for one, other in pairs if one.position is not None and other.position is not None),
                lambda thing: (thing.kind, thing.parent))
    others = {one.iri: other for one, other in pairs}
    for members in lists.values():
        members.sort(key=lambda thing: (thing.position or 0, thing.iri))
        kept = _longest_rising([others[thing.iri].position or 0 for thing in members])
        moved = [thing for n, thing in enumerate(members) if n not in kept]
        before_a = _before(members)
        before_b = _before(sorted(members, key=lambda thing: (others[thing.iri].position or 0, thing.iri)))
        found = [Variant(State.DIFFERENT, one.kind, one, other, a.passage(one), b.passage(other),
                         (Difference(tg("position"), (before_a[one.iri],), (before_b[one.iri],)),))
                 for one, other in ((thing, others[thing.iri]) for thing in moved)]
        if found:
            yield replace(found[0], along=found[1:])


def _before(members: list[Thing]) -> dict[str, str]:
    """Say of each member of a list behind which other it stands."""
    behind = ["first", *(f"after {short(min(thing.says.get(tg('listed'), {thing.iri})))}" for thing in members)]
    return {thing.iri: place for thing, place in zip(members, behind, strict=False)}


def _longest_rising(numbers: list[int]) -> set[int]:
    """Return the indices of a longest strictly rising subsequence (patience sorting)."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        pile = bisect_left(ends, number)
        ends[pile:pile + 1] = [number]
        at[pile:pile + 1] = [index]
        before.append(at[pile - 1] if pile else -1)
    found, index = set(), at[-1] if at else -1
    while index >= 0:
        found.add(index)
        index = before[index]
    return found


# ---- as findings


def disagreements(collation: Collation) -> list[Finding]:
    """Return a Warning for each variant, which names both passages.

    What one version's words were not read for is no disagreement: the unread words are a finding of their own.
    """
    return [_finding(variant, collation) for variant in collation.variants if variant.state is not State.NOT_READ]


def _finding(variant: Variant, collation: Collation) -> Finding:
    ours, theirs = variant.in_a, variant.in_b
    other_name = collation.b.name
    if variant.a is None or ours is None:
        ours, theirs, other_name = theirs, ours, collation.a.name
    assert ours is not None
    more = f" (and {len(variant.along)} more that go with it)" if variant.along else ""
    if variant.state is State.DIFFERENT:
        said = "; ".join(f"{d.name} is {listed(d.a)} here, {listed(d.b)} there" for d in variant.differences)
        message = f"the versions differ in {variant.what}: {said}{more}"
    else:
        message = f"only this version states {variant.what}{more}"
    there = f"“{brief(theirs.quote)}”" if theirs else f"{other_name} has no such part"
    return Finding(FINDING, Severity.WARNING, f"{message}; the other version there: {there}", ours.place,
                   ours.quote, (theirs.place,) if theirs else ())



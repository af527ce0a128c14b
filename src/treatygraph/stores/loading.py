"""Loads graphs into a store, unloads them, and compares, by what the store gives back, never by what it was sent.

Must not print, and must not know any one store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum

from pyoxigraph import Literal, Triple

from treatygraph import iris
from treatygraph.model import Iri, TreatyGraphError, brief
from treatygraph.stores.canonical import IndistinctError
from treatygraph.stores.content import EMPTY, Content, content, difference
from treatygraph.stores.target import STAGING, Change, StoreError, Target, UnusableStoreError, is_iri

Progress = Callable[[str, int, int], None]
"""Told the step, how many graphs of it are done, and how many there are."""


def _silent(_step: str, _done: int, _of: int) -> None:
    return None


class Outcome(StrEnum):
    """What became of a graph, or how it compares."""

    SAME = "same"
    SENT = "sent"
    REMOVED = "removed"
    NOT_SENT = "not sent"
    OLD_KEPT = "old graph kept"
    HALF = "half-loaded"
    UNKNOWN = "unknown"
    DIFFERS = "differs"
    MISSING = "missing"
    EXTRA = "extra"


WELL = {Outcome.SAME, Outcome.SENT, Outcome.REMOVED}


@dataclass(frozen=True)
class Row:
    """One graph: triples and canonical hash here and in the store (None where not known), and what became of it.

    `before` is the number of triples the store held at first; `missing` and `surplus` are lines of N-Triples.
    """

    graph: Iri
    outcome: Outcome
    here: int | None = None
    there: int | None = None
    hash_here: str | None = None
    hash_there: str | None = None
    before: int | None = None
    missing: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The outcome in a few words, with the numbers that matter."""
        match self.outcome:
            case Outcome.SENT if self.before:
                return f"sent (was {self.before} triples)"
            case Outcome.HALF:
                return f"half-loaded: {self.there} triples, {self.here} belong there"
            case Outcome.OLD_KEPT:
                return f"old graph kept ({self.there} triples)"
            case Outcome.UNKNOWN:
                return "unknown: the store does not give it back"
            case Outcome.DIFFERS:
                return f"differs: +{len(self.missing)} −{len(self.surplus)}"
            case _:
                return self.outcome.value


@dataclass(frozen=True)
class Report:
    """What became of each graph, and the fault that stopped the work, if one did.

    `extra` are graphs of ours that the store holds beyond those it was to hold.
    """

    place: str
    kind: str
    rows: list[Row] = field(default_factory=list)
    fault: str = ""
    note: str = ""
    extra: list[Iri] = field(default_factory=list)

    @property
    def well(self) -> bool:
        """Whether every graph is as it should be."""
        return not self.fault and all(row.outcome in WELL for row in self.rows)


def is_ours(graph: str) -> bool:
    """Tell whether a graph's IRI is below our base of graphs."""
    return graph.startswith(iris.GRAPH)


def load(target: Target, graphs: Mapping[Iri, Sequence[Triple]], progress: Progress = _silent, *,
         prune: bool = False) -> Report:
    """Make the store hold these graphs, sending only those that differ, then read back and compare what was sent.

    With `prune`, other graphs of ours are removed; all else in the store is left alone.

    Raises StoreError where the store cannot be used before anything was sent; a fault after that is in the report.
    """
    target.check()
    here = {name: _content(target, name, triples) for name, triples in graphs.items()}
    sizes = target.sizes()
    alike = [name for name in here if sizes is None or sizes.get(name, 0) == len(here[name])]
    held = _read(target, alike, "compare", progress)
    before = {name: len(held[name]) if name in held else (sizes or {}).get(name, 0) for name in here}
    changed = [name for name in here if name not in held or held[name] != here[name]]
    others = [name for name in sizes or {} if is_ours(name) and name not in here]
    gone = [name for name in others if (prune or name.startswith(STAGING)) and is_iri(name)]
    changes = [*(Change(name, graphs[name]) for name in changed), *(Change(name, ()) for name in gone)]
    fault = _apply(target, changes, "send", progress) or (_left_alone(others) if prune else "")
    found, unread = _read_what_can_be_read(target, changed, progress)
    fault = fault or unread
    rows = []
    for name, wanted in here.items():
        row = Row(name, Outcome.SAME, len(wanted), len(wanted), wanted.hash, wanted.hash, before[name])
        if name in changed:
            there = found.get(name)
            row = Row(name, _became(wanted, there, held.get(name), before[name], fault), len(wanted),
                      None if there is None else len(there), wanted.hash, there.hash if there else None, before[name])
            if row.outcome is Outcome.DIFFERS and there:
                unlike = difference(wanted, there)
                row = replace(row, missing=unlike.missing, surplus=unlike.surplus)
        rows.append(row)
    extra = sorted(name for name in others if name not in gone)
    return Report(target.place, target.kind, rows, fault, target.rewrites if _rewritten(target, graphs) else "", extra)


def unload(target: Target, graphs: Sequence[Iri] | None = None, progress: Progress = _silent) -> Report:
    """Remove graphs, by default all of ours, and leave everything else; then look whether they are gone.

    Raises TreatyGraphError where the store cannot list its graphs and none are named, and StoreError where the store
    cannot be used before anything was removed.
    """
    target.check()
    sizes = target.sizes()
    if graphs is None:
        if sizes is None:
            raise TreatyGraphError(f"{target.place} cannot list its graphs without a query endpoint; give --query, or "
                                   "name each graph with --graph")
        graphs = [name for name in sorted(sizes) if is_ours(name)]
    there = [name for name in graphs if sizes is None or name in sizes]
    removable = [name for name in there if is_iri(name)]
    before = {name: sizes.get(name, 0) if sizes else None for name in graphs}
    fault = _apply(target, [Change(name, ()) for name in removable], "remove", progress) or _left_alone(there)
    left: Mapping[Iri, int | None]
    try:
        after = target.sizes()
        left = {name: after.get(name, 0) if after is not None else len(target.read(name)) for name in graphs}
    except StoreError as late:
        left, fault = dict.fromkeys(graphs), fault or str(late)
    rows = []
    for name in graphs:
        if name not in there:
            rows.append(Row(name, Outcome.SAME, 0, 0, before=0))
            continue
        rest = left[name]
        outcome = Outcome.UNKNOWN if rest is None else Outcome.REMOVED if not rest else \
            Outcome.OLD_KEPT if rest == before[name] else Outcome.HALF
        rows.append(Row(name, outcome, 0, rest, before=before[name]))
    return Report(target.place, target.kind, rows, fault)


def compare(target: Target, graphs: Mapping[Iri, Sequence[Triple]], progress: Progress = _silent) -> Report:
    """Compare the store with these graphs: same, differs, missing, and extra graphs of ours; write nothing.

    Raises StoreError where the store cannot be read.
    """
    target.check()
    here = {name: _content(target, name, triples) for name, triples in graphs.items()}
    sizes = target.sizes()
    held = _read(target, [name for name in here if sizes is None or name in sizes], "compare", progress)
    rows = []
    for name, wanted in here.items():
        there = held.get(name, EMPTY)
        if there == wanted:
            rows.append(Row(name, Outcome.SAME, len(wanted), len(there), wanted.hash, there.hash))
        elif not there:
            rows.append(Row(name, Outcome.MISSING, len(wanted), 0, wanted.hash))
        else:
            unlike = difference(wanted, there)
            rows.append(Row(name, Outcome.DIFFERS, len(wanted), len(there), wanted.hash, there.hash,
                            missing=unlike.missing, surplus=unlike.surplus))
    for name in sorted(sizes or {}):
        if is_ours(name) and name not in here:
            rows.append(Row(name, Outcome.EXTRA, 0, (sizes or {})[name]))
    return Report(target.place, target.kind, rows, "", target.rewrites if _rewritten(target, graphs) else "")


def _content(target: Target, graph: Iri, triples: Sequence[Triple]) -> Content:
    """Return the content of a graph, ours or the store's; raise StoreError where that takes too long."""
    try:
        return content(triples, target.kept)
    except IndistinctError as fault:
        raise StoreError(f"{brief(graph, 200)}: {fault}") from None


def _became(wanted: Content, there: Content | None, held: Content | None, before: int, fault: str) -> Outcome:
    """Say what became of a graph that was to be sent, by what the store gives back now."""
    if there is None:
        return Outcome.UNKNOWN
    if there == wanted:
        return Outcome.SENT
    untouched = there == held if held is not None else len(there) == before
    if not untouched:
        return Outcome.HALF if fault else Outcome.DIFFERS
    return Outcome.OLD_KEPT if there else Outcome.NOT_SENT


def _left_alone(names: Sequence[Iri]) -> str:
    """Say which of a store's graphs have names that are no IRIs, so that no update may name them; nothing if none."""
    unnamable = [brief(name, 200) for name in names if not is_iri(name)]
    return f"left alone, for its name is no IRI: {', '.join(map(repr, unnamable))}" if unnamable else ""


def _apply(target: Target, changes: Sequence[Change], step: str, progress: Progress) -> str:
    """Make the changes; return the fault that stopped them, or nothing. Raise what stopped the very first of them."""
    made: list[Iri] = []

    def done(graph: Iri) -> None:
        made.append(graph)
        progress(step, len(made), len(changes))

    if changes:
        progress(step, 0, len(changes))
    try:
        target.apply(changes, done)
    except UnusableStoreError as fault:
        if not made:
            raise
        return str(fault)
    except StoreError as fault:
        return str(fault)
    return ""


def _read(target: Target, graphs: Sequence[Iri], step: str, progress: Progress) -> dict[Iri, Content]:
    """Read graphs and return their contents."""
    count = 0

    def done(_graph: Iri) -> None:
        nonlocal count
        count += 1
        progress(step, count, len(graphs))

    if graphs:
        progress(step, 0, len(graphs))
    return {name: _content(target, name, triples) for name, triples in target.read_several(graphs, done).items()}


def _read_what_can_be_read(target: Target, graphs: Sequence[Iri],
                           progress: Progress) -> tuple[dict[Iri, Content], str]:
    """Read graphs back; return those that could be read, and the first fault if one could not."""
    try:
        return _read(target, graphs, "read back", progress), ""
    except StoreError as first:
        found: dict[Iri, Content] = {}
        try:
            for graph in graphs:
                target.check()
                with suppress(StoreError):
                    found[graph] = _content(target, graph, target.read(graph))
        except StoreError:
            pass
        return found, str(first)


def _rewritten(target: Target, graphs: Mapping[Iri, Sequence[Triple]]) -> bool:
    """Tell whether the store keeps some literal of these graphs in another form."""
    return bool(target.rewrites) and any(
        isinstance(t.object, Literal) and target.kept(t.object) != t.object for g in graphs.values() for t in g)

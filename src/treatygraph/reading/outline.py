"""Holds the parts of the report: its provisions with their IRIs, its annex, and the units cut from each part.

Must not say what a part states.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from treatygraph.model import Iri
from treatygraph.read.tree import Node
from treatygraph.reading.provision_names import ProvisionNames
from treatygraph.reading.units import Unit


class Outline:
    """The parts of the report, for those who only read them."""

    def __init__(self, document: Iri) -> None:
        self.document = document
        self._provisions: dict[int, Iri] = {}
        self._iris: set[Iri] = set()
        self._lettered: dict[tuple[str, str], list[str]] = {}
        self._measures: set[Iri] = set()
        self._names = ProvisionNames(document)
        self._units: tuple[Unit, ...] = ()
        self._by_node: dict[int, list[Unit]] = {}

    @property
    def units(self) -> Sequence[Unit]:
        """Every sentence, heading, title, header line and cell, in text order; none before the text is cut."""
        return self._units

    @property
    def annex(self) -> Iri | None:
        """The report's annex, where it has just one."""
        return self._names.annex

    @property
    def annexes(self) -> Mapping[str, Iri]:
        """The report's own annexes by their printed numbers; one without a number, by its place."""
        return self._names.annexes

    @property
    def appendix(self) -> Iri | None:
        """The first appendix."""
        return self._names.appendix

    @property
    def measures(self) -> Set[Iri]:
        """The lettered parts that the text calls measures, as far as it was read."""
        return self._measures

    def provisions(self) -> Set[Iri]:
        """Return the IRIs of all parts that have one."""
        return set(self._provisions.values())

    def has(self, iri: Iri) -> bool:
        """Tell whether a part of the report has this IRI."""
        return iri in self._iris

    def named(self, node: Node) -> Iri | None:
        """Return the IRI of a node that is a provision itself, or None."""
        return self._provisions.get(id(node))

    def provision_of(self, node: Node) -> Iri:
        """Return the provision (or the document) in which a node's words stand."""
        at: Node | None = node
        while at is not None:
            if id(at) in self._provisions:
                return self._provisions[id(at)]
            at = at.parent
        return self.document

    def base(self, node: Node) -> Iri:
        """Return the part of the report, or the whole, whose numbers a node's own is one of."""
        return self._names.base(node)

    def units_of(self, node: Node) -> Sequence[Unit]:
        """Return the units cut from a part of the text."""
        return self._by_node.get(id(node), ())

    def lettered(self, whole: Iri, letter: str) -> Sequence[str]:
        """Return the numbers of those paragraphs of a document, or annex, that have a part of a letter."""
        return self._lettered.get((whole, letter), ())


class OutlineInTheMaking(Outline):
    """The parts of the report, for those who name them or cut them into units."""

    def name_parts(self, names: ProvisionNames) -> None:
        """Keep the IRIs of the parts."""
        self._names = names
        self._provisions.update(names.of)
        self._iris.update(names.of.values())
        for iri in names.of.values():
            whole, _, number = iri.rpartition("/paragraph/")
            paragraph, bracket, letter = number.rpartition("(")
            if bracket:
                self._lettered.setdefault((whole, letter.removesuffix(")")), []).append(paragraph)

    def call_measures(self, parts: Iterable[Iri]) -> None:
        """Keep that the text calls these parts measures."""
        self._measures.update(parts)

    def cut(self, units: Iterable[Unit]) -> None:
        """Keep the units that the text was cut into."""
        self._units = tuple(units)
        self._by_node = {}
        for unit in self._units:
            self._by_node.setdefault(id(unit.node), []).append(unit)

"""Defines what every store can be asked to do, and the ways it can fail.

Must not know any one store.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from treatygraph import iris
from treatygraph.graph import rdf_xml
from treatygraph.model import Iri, TreatyGraphError, brief

STAGING = iris.GRAPH + "loading/"
"""Where a graph that needs several requests grows before it is moved into place; what is left there is a remnant."""


class StoreError(TreatyGraphError):
    """A store that cannot be reached, does not answer, or answers with a fault; what it holds must be looked at."""


class UnusableStoreError(StoreError):
    """A store that cannot be used as called: wrong password, locked, not a store. Nothing was sent to it."""


@dataclass(frozen=True)
class Change:
    """A graph to be replaced by these triples, or removed where there are none."""

    graph: Iri
    triples: Sequence[Triple]


Done = Callable[[Iri], None]


class Target(ABC):
    """A store our graphs are written to. Use as a context manager, so that it is closed."""

    kind: str = ""
    rewrites: str = ""
    """What the store makes of some literals, in words for the report; empty where it keeps them all."""

    def __init__(self, place: str) -> None:
        self.place = place

    @abstractmethod
    def check(self) -> None:
        """Raise UnusableStoreError or StoreError where the store cannot be used; called before anything is sent."""

    @abstractmethod
    def sizes(self) -> dict[Iri, int] | None:
        """Return the number of triples of each named graph, or None where the store has no way to list them."""

    @abstractmethod
    def read(self, graph: Iri) -> list[Triple]:
        """Return all triples of a graph, none where there is no such graph; raise StoreError if that fails."""

    @abstractmethod
    def replace(self, graph: Iri, triples: Sequence[Triple]) -> None:
        """Make a graph hold just these triples; raise StoreError if that fails."""

    @abstractmethod
    def remove(self, graph: Iri) -> None:
        """Remove a graph if it is there; raise StoreError if that fails."""

    def read_several(self, graphs: Sequence[Iri], done: Done) -> dict[Iri, list[Triple]]:
        """Return the triples of several graphs; `done` is told each."""
        found = {}
        for graph in graphs:
            found[graph] = self.read(graph)
            done(graph)
        return found

    def apply(self, changes: Sequence[Change], done: Done) -> None:
        """Make the changes in order; `done` is told each. Stops with StoreError at the first that fails."""
        for change in changes:
            if change.triples:
                self.replace(change.graph, change.triples)
            else:
                self.remove(change.graph)
            done(change.graph)

    def kept(self, literal: Literal) -> Literal:
        """Return what the store makes of a literal; most keep it."""
        return literal

    def close(self) -> None:
        """Let go of the store; the default has nothing to let go of."""
        return

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def is_iri(name: str) -> bool:
    """Tell whether a graph's name, which a store may give as it likes, is an absolute IRI (RFC 3987)."""
    try:
        NamedNode(name)
    except ValueError:
        return False
    return True


def written(graph: Iri) -> str:
    """Return a graph's IRI as a query or an update writes it, `<…>`.

    Every name goes through here, for one that holds `>` would end the term and begin an operation of its own. Raises
    UnusableStoreError where it is no absolute IRI.
    """
    try:
        return str(NamedNode(graph))
    except ValueError as fault:
        raise UnusableStoreError(f"'{brief(graph, 200)}' is not a graph's IRI ({fault})") from None


def n_triples(triples: Iterable[Triple]) -> bytes:
    """Write triples as N-Triples, which every store reads as Turtle too."""
    return "".join(f"{t} .\n" for t in triples).encode()


def read_triples(data: bytes, media_type: str, place: str) -> list[Triple]:
    """Read triples from a store's answer; raise StoreError where it is not the RDF its media type says."""
    rdf_format = RdfFormat.from_media_type(media_type.partition(";")[0].strip()) if media_type else None
    try:
        if rdf_format == RdfFormat.RDF_XML:
            rdf_xml.check(data)
        return [Triple(quad.subject, quad.predicate, quad.object)
                for quad in parse(data, format=rdf_format or RdfFormat.N_TRIPLES)]
    except rdf_xml.UnboundedXmlError as fault:
        raise StoreError(f"{place} answers with RDF/XML that is refused, in line {fault.line}: {fault}") from None
    except (SyntaxError, ValueError) as fault:
        why = brief(getattr(fault, "msg", None) or str(fault), 200)
        raise StoreError(f"{place} answers with something that is not RDF ({why})") from None

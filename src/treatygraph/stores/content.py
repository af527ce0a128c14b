"""Says what a graph holds: its triples in canonical form, their number, their hash, and how two contents differ.

Must not read or write a store.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from treatygraph.graph.store import load
from treatygraph.model import Iri, TreatyGraphError
from treatygraph.stores.canonical import canonical

Rewriting = Callable[[Literal], Literal]
"""What a store makes of a literal, applied to both sides before they are compared."""


@dataclass(frozen=True)
class Content:
    """The canonical N-Triples lines of a graph, sorted; equal lines mean isomorphic graphs."""

    lines: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.lines)

    @cached_property
    def hash(self) -> str:
        """The SHA-256 of the RDFC-1.0 canonical form, as 64 hexadecimal digits (W3C RDF Dataset Canonicalization)."""
        return hashlib.sha256("".join(f"{line}\n" for line in self.lines).encode()).hexdigest()


EMPTY = Content(())


@dataclass(frozen=True)
class Difference:
    """The lines that one content has and the other lacks, each sorted."""

    missing: tuple[str, ...]
    surplus: tuple[str, ...]


def content(triples: Iterable[Triple], rewriting: Rewriting | None = None) -> Content:
    """Return a graph's content with literals in canonical form ("17.50" as "17.5") and blank nodes by RDFC-1.0.

    Raises IndistinctError where the blank nodes cannot be told apart in bounded time.
    """
    # The embedded store keeps numbers and dates by value, so what comes out of it has canonical lexical forms.
    held = Store()
    held.extend(Quad(t.subject, t.predicate, _kept(t.object, rewriting)) for t in triples)
    if any(isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode) for quad in held):
        written = canonical(held)
    else:
        written = serialize(held, format=RdfFormat.N_QUADS) or b""
    # A line of N-Quads ends by LF; str.splitlines also ends one at U+0085 and U+2028, which literals hold as they are.
    return Content(tuple(sorted(line for line in written.decode().split("\n") if line)))


def _kept(term: NamedNode | BlankNode | Literal | Triple,
          rewriting: Rewriting | None) -> NamedNode | BlankNode | Literal | Triple:
    return rewriting(term) if rewriting and isinstance(term, Literal) else term


def difference(here: Content, there: Content) -> Difference:
    """Return what `there` lacks of `here` (missing) and has beyond it (surplus)."""
    ours, theirs = set(here.lines), set(there.lines)
    return Difference(tuple(sorted(ours - theirs)), tuple(sorted(theirs - ours)))


def local_graphs(paths: Iterable[Path]) -> dict[Iri, list[Triple]]:
    """Return the named graphs of RDF files and folders of such files, by the graph's IRI, in order.

    Raises TreatyGraphError where a file is missing, not well-formed, or has triples outside any named graph.
    """
    store = load(paths)
    graphs: dict[Iri, list[Triple]] = {}
    for quad in store:
        if isinstance(quad.graph_name, DefaultGraph):
            raise TreatyGraphError(f"the triple {Triple(quad.subject, quad.predicate, quad.object)} stands in no named "
                                   "graph; give each graph of an .nq or .trig file a name")
        graphs.setdefault(Iri(quad.graph_name.value), []).append(Triple(quad.subject, quad.predicate, quad.object))
    return dict(sorted(graphs.items()))


def contents(graphs: Mapping[Iri, Iterable[Triple]], rewriting: Rewriting | None = None) -> dict[Iri, Content]:
    """Return the content of each graph."""
    return {name: content(triples, rewriting) for name, triples in graphs.items()}

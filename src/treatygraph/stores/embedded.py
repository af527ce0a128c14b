"""Writes to the embedded on-disk store: a directory that pyoxigraph opens, with no server.

Must not be used while another process has the directory open for writing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store, Triple

from treatygraph.model import Iri
from treatygraph.stores.target import StoreError, Target, UnusableStoreError
from treatygraph.stores.updating import deletion, has_blank_node, insertion, removal

MARK = "CURRENT"
"""The file that every directory of the embedded store has (RocksDB)."""


class Embedded(Target):
    """A directory of the embedded store; each graph changes in one transaction."""

    kind = "embedded"

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        try:
            self._store: Store | None = Store(str(folder))
        except (OSError, RuntimeError, ValueError) as fault:
            busy = "lock" in str(fault).lower()
            why = "another process has it open; stop that one first" if busy else str(fault)
            raise UnusableStoreError(f"{folder}: the store cannot be opened ({why})") from None

    @property
    def store(self) -> Store:
        """The open store; raise UnusableStoreError once it is closed."""
        if self._store is None:
            raise UnusableStoreError(f"{self.place}: the store is closed")
        return self._store

    def check(self) -> None:
        """Opening it was the check."""
        self.store.flush()

    def sizes(self) -> dict[Iri, int]:
        """Count each named graph."""
        return {Iri(name.value): sum(1 for _ in self.store.quads_for_pattern(None, None, None, name))
                for name in self.store.named_graphs() if isinstance(name, NamedNode)}

    def read(self, graph: Iri) -> list[Triple]:
        """Read a graph's triples."""
        return [Triple(quad.subject, quad.predicate, quad.object)
                for quad in self.store.quads_for_pattern(None, None, None, NamedNode(graph))]

    def replace(self, graph: Iri, triples: Sequence[Triple]) -> None:
        """Replace in one transaction, writing only the triples that differ; a new graph is written in bulk."""
        old, new = set(self.read(graph)), set(triples)
        if not old:
            self._written(lambda: self.store.bulk_extend(
                Quad(t.subject, t.predicate, t.object, NamedNode(graph)) for t in new))
        elif has_blank_node(old) or has_blank_node(new):
            self._update(f"{removal(graph)} ;\n{insertion(graph, triples)}")
        else:
            self._update(f"{deletion(graph, old - new)} ;\n{insertion(graph, new - old)}")

    def remove(self, graph: Iri) -> None:
        """Drop the graph."""
        self._update(removal(graph))

    def close(self) -> None:
        """Write everything to the disk and let the directory go."""
        if self._store is not None:
            self._store.flush()
        self._store = None

    def _update(self, update: str) -> None:
        self._written(lambda: self.store.update(update))

    def _written(self, write: Callable[[], None]) -> None:
        try:
            write()
        except (OSError, RuntimeError, ValueError) as fault:
            raise StoreError(f"{self.place}: the store cannot be written ({fault})") from None

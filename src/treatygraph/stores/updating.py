"""Writes graphs by SPARQL 1.1 Update requests: one for a small graph, a staging graph and MOVE for a large one.

Must not send anything itself: whoever runs the updates is given.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from pyoxigraph import BlankNode, Triple

from treatygraph.model import Iri
from treatygraph.stores.target import STAGING, StoreError, written

Run = Callable[[str, bool], None]
"""Runs an update; the flag says whether running it twice does the same as running it once."""


class UpdateWriter:
    """Replaces and removes graphs by updates of at most `batch` triples, but never splits what blank nodes join."""

    def __init__(self, run: Run, size: Callable[[Iri], int], batch: int) -> None:
        self._run, self._size, self._batch = run, size, batch

    def replace(self, graph: Iri, triples: Sequence[Triple]) -> None:
        """Make a graph hold just these triples.

        A large graph grows in a staging graph, is counted there, and takes the old one's place by one MOVE, so that
        the old graph stands until then. Raises StoreError where a request fails or the staging graph is not whole.
        """
        batches = list(batched(triples, self._batch))
        if len(batches) == 1:
            self._run(f"{removal(graph)} ;\n{insertion(graph, batches[0])}", True)
            return
        staging = Iri(STAGING + hashlib.sha256(graph.encode()).hexdigest()[:16])
        self._run(removal(staging), True)
        for batch in batches:
            self._run(insertion(staging, batch), not has_blank_node(batch))
        arrived, sent = self._size(staging), len(set(triples))
        if arrived != sent:
            raise StoreError(f"of {sent} triples for {graph} {arrived} arrived in {staging}; the old graph is kept")
        self._run(f"MOVE {written(staging)} TO {written(graph)}", False)

    def remove(self, graph: Iri) -> None:
        """Remove a graph if it is there."""
        self._run(removal(graph), True)


def removal(graph: Iri) -> str:
    """Write the removal of a graph, which is well too where there is none."""
    return f"DROP SILENT GRAPH {written(graph)}"


def deletion(graph: Iri, triples: Iterable[Triple]) -> str:
    """Write the deletion of triples without blank nodes from a graph."""
    return f"DELETE DATA {{ GRAPH {written(graph)} {{\n{''.join(f'{t} .' for t in triples)}}} }}"


def insertion(graph: Iri, triples: Collection[Triple]) -> str:
    """Write the insertion of triples into a graph.

    Blank nodes stand in the template of an INSERT whose pattern matches once, since Virtuoso refuses them in
    INSERT DATA; both make fresh ones (SPARQL 1.1 Update, sections 3.1.1 and 3.1.3).
    """
    lines = "".join(f"{t} .\n" for t in triples)
    if has_blank_node(triples):
        return f"INSERT {{ GRAPH {written(graph)} {{\n{lines}}} }} WHERE {{}}"
    return f"INSERT DATA {{ GRAPH {written(graph)} {{\n{lines}}} }}"


def batched(triples: Sequence[Triple], size: int) -> Iterator[list[Triple]]:
    """Split triples into batches of at most `size`, larger only where blank nodes join more triples than that.

    A blank node's label means nothing outside its request, so all triples that blank nodes join go together.
    """
    batch: list[Triple] = []
    for group in _joined(triples):
        if batch and len(batch) + len(group) > size:
            yield batch
            batch = []
        batch.extend(group)
    if batch:
        yield batch


def _joined(triples: Sequence[Triple]) -> Iterator[list[Triple]]:
    """Group triples by the blank nodes that join them; a triple without any is a group of its own."""
    parent: dict[BlankNode, BlankNode] = {}

    def root(node: BlankNode) -> BlankNode:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for triple in triples:
        nodes = _blank_nodes(triple)
        for other in nodes[1:]:
            parent[root(other)] = root(nodes[0])
    groups: dict[BlankNode, list[Triple]] = {}
    for triple in triples:
        nodes = _blank_nodes(triple)
        if nodes:
            groups.setdefault(root(nodes[0]), []).append(triple)
        else:
            yield [triple]
    yield from groups.values()


def _blank_nodes(triple: Triple) -> list[BlankNode]:
    return [term for term in (triple.subject, triple.object) if isinstance(term, BlankNode)]


def has_blank_node(triples: Iterable[Triple]) -> bool:
    """Tell whether any triple has a blank node."""
    return any(_blank_nodes(triple) for triple in triples)

"""Holds what is exported: the quads of a graph in a fixed order, and its flat tables, each filled once.

Must not write it in any form.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, parse

from treatygraph import iris, vocab
from treatygraph.dataset.answer import Answer
from treatygraph.dataset.filling import filled
from treatygraph.dataset.flat import FlatTable, flat_tables
from treatygraph.dataset.naming import Naming
from treatygraph.dataset.places import Memory
from treatygraph.graph.serialize import sort_key
from treatygraph.stores.canonical import canonical


@dataclass(frozen=True)
class Content:
    """A store whose default graph is the union of its graphs, and the language that its tables are named in."""

    store: Store
    language: str = "en"

    @cached_property
    def quads(self) -> tuple[Quad, ...]:
        """All triples, each in the graphs that hold it, in order of graph, then subject; blank nodes by RDFC-1.0.

        A triple that only the default graph holds stays there. Raises IndistinctError where blank nodes are so much
        alike that they cannot be told apart.
        """
        named = [quad for quad in self.store if isinstance(quad.graph_name, NamedNode)]
        known = {quad.triple for quad in named}
        bare = [quad for quad in self.store.quads_for_pattern(None, None, None, DefaultGraph())
                if quad.triple not in known]
        found = [*named, *bare]
        if any(isinstance(term, BlankNode) for quad in found for term in (quad.subject, quad.object)):
            found = list(parse(canonical(found), format=RdfFormat.N_QUADS))
        return tuple(sorted(found, key=lambda quad: (str(quad.graph_name), sort_key(quad.triple))))

    @cached_property
    def triples(self) -> tuple[Triple, ...]:
        """The triples of all graphs, each once, in order of subject."""
        return tuple(sorted({quad.triple for quad in self.quads}, key=sort_key))

    @cached_property
    def tables(self) -> tuple[tuple[FlatTable, Answer], ...]:
        """The flat tables, those without a row too."""
        place = Memory(self.store)
        naming = Naming(place, self.language)
        return tuple((table, filled(table, place, naming)) for table in flat_tables().values())

    def table(self, name: str) -> Answer:
        """Return one of the flat tables."""
        return next(answer for table, answer in self.tables if table.name == name)

    @property
    def licences(self) -> tuple[str, ...]:
        """The licences under which the dataset is given, where the graph states any."""
        node, licence = NamedNode(iris.DATASET), NamedNode(vocab.LICENSE)
        return tuple(sorted({quad.object.value for quad in self.store.quads_for_pattern(node, licence, None)
                             if isinstance(quad.object, NamedNode)}))

"""Knows what is asked: a dataset that answers SPARQL, and one that lies in memory.

Must not word a query, nor change what it finds.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from itertools import pairwise

from pyoxigraph import Store

from treatygraph.ask import Answer, ask
from treatygraph.ask.tokens import tokens
from treatygraph.vocab import PREFIXES


def with_prefixes(query: str) -> str:
    """Return a query with the project's prefixes declared that it uses and does not declare.

    >>> with_prefixes("SELECT * { ?s a tg:State }").splitlines()[0]
    'PREFIX tg: <https://w3id.org/treatygraph/ontology#>'
    """
    found = list(tokens(query))
    declared = {two.text for one, two in pairwise(found) if one.keyword == "PREFIX"}
    used = {token.text.partition(":")[0] for token in found if token.kind == "name"}
    lacking = [name for name in PREFIXES if name in used and f"{name}:" not in declared]
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in lacking) + query


class Place(ABC):
    """A dataset that can be asked with SPARQL."""

    @abstractmethod
    def ask(self, query: str, *, federated: bool = False) -> Answer:
        """Return what a query finds; the project's prefixes need not be declared.

        Raises QueryError for a faulty query, for an update, and for SERVICE unless the query may be `federated`; and
        StoreError where an endpoint fails.
        """

    @property
    @abstractmethod
    def store(self) -> Store:
        """The named graphs, and their union as the default graph."""


class Memory(Place):
    """A store that holds named graphs, and their union as its default graph."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def ask(self, query: str, *, federated: bool = False) -> Answer:
        """Ask the store."""
        return ask(self._store, query, federated=federated, united=True)

    @property
    def store(self) -> Store:
        """The store itself."""
        return self._store

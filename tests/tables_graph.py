"""The graph of the reference tables alone, with what follows from it, shared by the tests of a worker."""

from __future__ import annotations

from functools import cache

from pyoxigraph import Store, Triple

from treatygraph.graph.assemble.reference import assemble_tables
from treatygraph.graph.store import hold
from treatygraph.reason.infer import infer
from treatygraph.tables import shipped


@cache
def graphs() -> dict[str, frozenset[Triple]]:
    return assemble_tables(shipped())


@cache
def store() -> Store:
    found = graphs()
    return hold({**found, "inferred": infer(found.values())})

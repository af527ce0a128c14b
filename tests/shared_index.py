"""The shipped graph and the index of its words, shared by the tests of a worker."""

from __future__ import annotations

from functools import cache

from pyoxigraph import Store

from treatygraph import paths
from treatygraph.graph.store import load_union
from treatygraph.search import Index, build_index


@cache
def store() -> Store:
    return load_union([paths.graph()])


@cache
def index() -> Index:
    return Index(build_index(store(), united=True))

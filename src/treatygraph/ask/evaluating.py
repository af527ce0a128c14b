"""Evaluates a query over the dataset that it, or whoever asks it, names.

Must not word a fault, nor write an answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
)

from treatygraph.ask.tokens import Clauses, dataset_clauses, in_written_order

Found = QuerySolutions | QueryBoolean | QueryTriples
Graphs = Sequence[NamedNode | BlankNode]


def evaluate(store: Store, query: str, *, united: bool = False, base: str | None = None,
             prefixes: Mapping[str, str] | None = None, default: Graphs | None = None,
             named: Graphs | None = None) -> Found:
    """Return what a query finds.

    Without a dataset the default graph is the union of all graphs, which the store holds as its own default graph if
    `united`. A dataset of the query (FROM, FROM NAMED) is made as SPARQL 1.1 says in section 13.2: the default graph
    is the merge of the graphs named, or empty. One given as `default` and `named` replaces it (SPARQL 1.1 Protocol,
    section 2.1.4). `SELECT *` keeps the order in which the query writes its variables.

    Raises SyntaxError for a faulty query, OSError, RuntimeError or ValueError where it cannot be evaluated.
    """
    asked = {"base_iri": base, "prefixes": dict(prefixes or {})}
    options: dict[str, object] = {}
    if default is None and named is None:
        clauses = dataset_clauses(query)
        if clauses:
            # A faulty query is found as such first: what it names may be what is wrong with it.
            Store().query(query, **asked)  # type: ignore[arg-type] # options of one function, in two parts
            default, named = _resolved(store, clauses, asked)
    if default is None and named is None:
        options["use_default_graph_as_union"] = not united
    else:
        store, options = _dataset(store, list(dict.fromkeys(default or ())), list(dict.fromkeys(named or ())))
    result = store.query(query, **asked, **options)  # type: ignore[arg-type] # as above
    if isinstance(result, QuerySolutions):
        variables = tuple(variable.value for variable in result.variables)
        ordered = in_written_order(query, variables)
        if ordered != query:
            # Nothing has been evaluated yet: a store finds solutions while they are taken.
            result = store.query(ordered, **asked, **options)  # type: ignore[arg-type] # as above
    return result


def _resolved(store: Store, clauses: Clauses, asked: Mapping[str, object]) -> tuple[list[NamedNode], list[NamedNode]]:
    """Return the graphs that clauses name; prefixes and relative IRIs are resolved by the store's own parser."""
    written = [*clauses.default, *clauses.named]
    terms = " ".join(f"({text} AS ?g{number})" for number, text in enumerate(written))
    rows = store.query(f"{clauses.prologue} SELECT {terms} {{}}", **asked)  # type: ignore[arg-type] # as above
    assert isinstance(rows, QuerySolutions)
    row = next(iter(rows))
    graphs = [row[f"g{number}"] for number in range(len(written))]
    found = [graph for graph in graphs if isinstance(graph, NamedNode)]
    return found[: len(clauses.default)], found[len(clauses.default):]


def _dataset(store: Store, default: list[NamedNode | BlankNode], named: list[NamedNode | BlankNode]
             ) -> tuple[Store, dict[str, object]]:
    """Return a store to ask, and how, so that the default graph is the merge of some graphs.

    A store takes several graphs as they are, so that a triple that stands in two of them would count twice, and looks
    into each for every pattern; they are merged in memory first.
    """
    if len(default) < 2:
        return store, {"default_graph": list(default), "named_graphs": named}
    merged = Store()
    for graph in default:
        merged.bulk_extend(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
                           for quad in store.quads_for_pattern(None, None, None, graph))
    for graph in named:
        merged.bulk_extend(store.quads_for_pattern(None, None, None, graph))
    return merged, {"default_graph": DefaultGraph(), "named_graphs": named}

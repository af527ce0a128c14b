"""Asks a query of a store, and gives its answer as rows or triples.

Must not print, and must not write into the store.
"""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store, Triple

from treatygraph.ask.evaluating import evaluate
from treatygraph.ask.faults import worded
from treatygraph.ask.questions import QueryError
from treatygraph.ask.tokens import is_update, names_a_service
from treatygraph.graph.serialize import sort_key
from treatygraph.vocab import PREFIXES


@dataclass(frozen=True)
class Answer:
    """An answer: rows under variables, or the triples of a CONSTRUCT or DESCRIBE; an ASK has one row of one cell."""

    variables: tuple[str, ...]
    rows: tuple[tuple[NamedNode | Literal | None, ...], ...]
    triples: tuple[Triple, ...] | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing was found."""
        return not self.rows and not self.triples


def ask(store: Store, query: str, *, federated: bool = False, united: bool = False, base: str | None = None) -> Answer:
    """Run a query over the dataset it names, else over the union of all graphs.

    The store holds that union as its default graph if `united`. Updates are refused, and SERVICE unless the query may
    be `federated`. The project's prefixes need not be declared; relative IRIs are resolved against `base`. Raises
    QueryError, saying where and what, for a faulty query, and with the evaluator's words for one it cannot answer.
    """
    if not federated and names_a_service(query):
        raise QueryError("the query asks another endpoint (SERVICE), which is off; allow it with --allow-service")
    if is_update(query):
        raise QueryError("this is an update; only SELECT, ASK, CONSTRUCT and DESCRIBE are answered")
    try:
        result = evaluate(store, query, united=united, base=base, prefixes=PREFIXES)
        if isinstance(result, QueryBoolean):
            return Answer(("answer",), ((Literal(bool(result)),),))
        if isinstance(result, QueryTriples):
            return Answer((), (), tuple(sorted(set(result), key=sort_key)))
        assert isinstance(result, QuerySolutions)
        variables = tuple(variable.value for variable in result.variables)
        rows = tuple(tuple(solution) for solution in result)
    except SyntaxError as fault:
        raise QueryError(worded(query, str(fault.msg), PREFIXES)) from None
    except (OSError, RuntimeError, ValueError) as fault:
        raise QueryError(f"the query cannot be answered: {fault}") from None
    return Answer(variables, rows)

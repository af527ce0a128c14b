"""Asks an endpoint over HTTP, by the SPARQL 1.1 Protocol.

Must not be imported before an endpoint is opened: what speaks HTTP takes longer to import than all else.
"""

from __future__ import annotations

import weakref
from functools import cached_property

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    parse_query_results,
)

from treatygraph.ask import Answer, QueryError, is_update, names_a_service
from treatygraph.ask.tokens import form_of, tokens
from treatygraph.dataset.places import Place, with_prefixes
from treatygraph.graph.serialize import sort_key
from treatygraph.graph.store import hold_union
from treatygraph.model import brief
from treatygraph.stores.answer import without_secrets
from treatygraph.stores.remote import Addresses, RemoteReader
from treatygraph.stores.session import Access, Session
from treatygraph.stores.target import StoreError, read_triples

_ROWS = "application/sparql-results+json"
_TRIPLES = "application/n-triples, text/turtle;q=0.5"


class Endpoint(Place):
    """A SPARQL 1.1 endpoint, whose default graph is the union of our graphs.

    What cannot be said as one query needs a copy: it is read once, graph by graph.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        session = Session(Access())
        # Nobody thinks of closing a graph; its connections close with it.
        weakref.finalize(self, session.close)
        self._reader = RemoteReader(session, Addresses(query=address))

    @property
    def name(self) -> str:
        """The address, without what may sign in."""
        return without_secrets(self._address)

    def ask(self, query: str, *, federated: bool = False) -> Answer:
        """Send the query, with the prefixes that it does not declare itself."""
        if is_update(query):
            raise QueryError("this is an update; only SELECT, ASK, CONSTRUCT and DESCRIBE are answered")
        if not federated and names_a_service(query):
            raise QueryError("the query asks another endpoint (SERVICE), which is off; allow it with allow_service")
        found = list(tokens(query))
        form = found[form_of(found)].keyword if form_of(found) >= 0 else ""
        if form in {"CONSTRUCT", "DESCRIBE"}:
            reply = self._reader.query(with_prefixes(query), _TRIPLES)
            triples = read_triples(reply.content, reply.headers.get("content-type", ""), self.name)
            return Answer((), (), tuple(sorted(set(triples), key=sort_key)))
        reply = self._reader.query(with_prefixes(query), _ROWS)
        try:
            result = parse_query_results(reply.content, format=QueryResultsFormat.JSON)
            if isinstance(result, QueryBoolean):
                return Answer(("answer",), ((Literal(bool(result)),),))
            assert isinstance(result, QuerySolutions)
            variables = tuple(variable.value for variable in result.variables)
            return Answer(variables, tuple(tuple(solution) for solution in result))
        except (SyntaxError, ValueError) as fault:
            raise StoreError(f"{self.name} does not answer with SPARQL results in JSON "
                             f"({brief(str(fault), 100)})") from None

    @cached_property
    def store(self) -> Store:
        """A copy of the endpoint's graphs, read when it is first needed."""
        copy = Store()
        for graph in sorted(self._reader.sizes() or {}):
            name = NamedNode(graph)
            copy.bulk_extend(Quad(t.subject, t.predicate, t.object, name) for t in self._reader.read(graph))
        if not len(copy):
            whole = self.ask("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }").triples or ()
            copy.bulk_extend(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in whole)
            return copy
        hold_union(copy)
        return copy

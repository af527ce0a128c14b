"""Writes to stores over HTTP: by the SPARQL 1.1 Graph Store HTTP Protocol, or by SPARQL 1.1 Update.

Must not know which product answers: the addresses are given.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
from pyoxigraph import Literal, Triple

from treatygraph.model import Iri, brief
from treatygraph.stores.answer import MEGABYTE, Reply, without_secrets
from treatygraph.stores.content import Rewriting
from treatygraph.stores.session import Session
from treatygraph.stores.target import StoreError, Target, UnusableStoreError, n_triples, read_triples, written
from treatygraph.stores.updating import UpdateWriter

_RDF = "application/n-triples, text/turtle;q=0.5"
_LARGEST_ROWS = 16 * MEGABYTE
_MOST_DIGITS = 15
_COUNTS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


@dataclass(frozen=True)
class Addresses:
    """Where a store takes queries, updates and graphs; None where it does not, or nobody said."""

    query: str | None = None
    update: str | None = None
    graph_store: str | None = None


def _as_it_is(literal: Literal) -> Literal:
    return literal


@dataclass(frozen=True)
class Habit:
    """What a store makes of some literals: in words for the report (empty: it keeps all), and as a function."""

    words: str = ""
    kept: Rewriting = _as_it_is


class RemoteReader:
    """Reads graphs over HTTP, whole or not at all."""

    def __init__(self, session: Session, addresses: Addresses) -> None:
        self._session, self._addresses = session, addresses

    def query(self, text: str, accept: str, largest: int | None = None) -> Reply:
        """Ask a query as a form, which is the one way no store we met chokes on (SPARQL 1.1 Protocol, 2.1.2)."""
        assert self._addresses.query is not None
        response = self._session.send("POST", self._addresses.query, body=urlencode({"query": text}).encode(), headers={
            "Content-Type": "application/x-www-form-urlencoded", "Accept": accept}, largest=largest)
        if response.status_code == httpx.codes.NOT_FOUND:
            raise UnusableStoreError(f"{without_secrets(self._addresses.query)}: no query endpoint is here (404)")
        return response

    def rows(self, text: str) -> list[dict[str, str]]:
        """Return the rows of a SELECT as plain values; raise StoreError where the answer is not SPARQL JSON."""
        assert self._addresses.query is not None
        response = self.query(text, "application/sparql-results+json", _LARGEST_ROWS)
        try:
            answer: dict[str, Any] = json.loads(response.content)
            return [{name: cell["value"] for name, cell in row.items()} for row in answer["results"]["bindings"]]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise StoreError(f"{without_secrets(self._addresses.query)} does not answer a query with SPARQL results in "
                             "JSON; is it a query endpoint?") from None

    def sizes(self) -> dict[Iri, int] | None:
        """Return the number of triples of each named graph, or None without a query endpoint."""
        if self._addresses.query is None:
            return None
        return {Iri(row["g"]): self._number(row) for row in self.rows(_COUNTS) if "g" in row}

    def size(self, graph: Iri) -> int:
        """Return the number of triples of a graph."""
        rows = self.rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {written(graph)} {{ ?s ?p ?o }} }}")
        return self._number(rows[0] if rows else {})

    def _number(self, row: dict[str, str]) -> int:
        found = str(row.get("n", ""))
        if not found.isdecimal() or len(found) > _MOST_DIGITS:
            raise StoreError(f"{without_secrets(str(self._addresses.query))} counts triples as '{brief(found, 40)}', "
                             "which is no number")
        return int(found)

    def read(self, graph: Iri) -> list[Triple]:
        """Return all triples of a graph; raise StoreError where the store does not give all it counts."""
        if self._addresses.graph_store is None:
            triples = self._page(graph, "")
        else:
            response = self._session.send("GET", self._addresses.graph_store, parameters={"graph": graph},
                                          headers={"Accept": _RDF})
            if response.status_code == httpx.codes.NOT_FOUND:
                return []
            triples = read_triples(response.content, response.headers.get("content-type", ""),
                                   without_secrets(self._addresses.graph_store))
        if not triples or self._addresses.query is None:
            return triples
        return self._completed(graph, triples)

    def _completed(self, graph: Iri, triples: list[Triple]) -> list[Triple]:
        """Read page by page where the store cut its answer, as Virtuoso does, silently, at its ResultSetMaxRows."""
        assert self._addresses.query is not None
        size, page = self.size(graph), len(triples)
        if page >= size:
            return triples
        found: dict[Triple, None] = {}
        for offset in range(0, size, page):
            before = len(found)
            found.update(dict.fromkeys(self._page(graph, f"LIMIT {page} OFFSET {offset}")))
            if len(found) == before:
                break
        if len(found) < size:
            raise StoreError(f"{without_secrets(self._addresses.query)} counts {size} triples in {graph} but gives "
                             f"only {len(found)} of them; raise its limit on result rows")
        return list(found)

    def _page(self, graph: Iri, window: str) -> list[Triple]:
        pattern = f"GRAPH {written(graph)} {{ ?s ?p ?o }}"
        if window:
            pattern = f"{{ SELECT ?s ?p ?o WHERE {{ {pattern} }} ORDER BY ?s ?p ?o }}"
        response = self.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }} {window}", _RDF)
        return read_triples(response.content, response.headers.get("content-type", ""),
                            without_secrets(str(self._addresses.query)))


class Remote(Target):
    """What the two ways of writing over HTTP share: reading."""

    def __init__(self, place: str, session: Session, addresses: Addresses, kind: str, habit: Habit) -> None:
        super().__init__(place)
        self.kind, self.rewrites, self._habit = kind, habit.words, habit
        self._session, self._addresses = session, addresses
        self.reader = RemoteReader(session, addresses)

    def kept(self, literal: Literal) -> Literal:
        """Apply the product's habit."""
        return self._habit.kept(literal)

    def sizes(self) -> dict[Iri, int] | None:
        """Count by a query."""
        return self.reader.sizes()

    def read(self, graph: Iri) -> list[Triple]:
        """Read by the Graph Store Protocol, or by a query."""
        return self.reader.read(graph)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()


class GraphStore(Remote):
    """A store that takes whole graphs by PUT (SPARQL 1.1 Graph Store HTTP Protocol, section 5.3)."""

    def check(self) -> None:
        """Ask for a graph that is not there, which also signs in where the store asks for it."""
        self._session.send("GET", self._url(), parameters={"graph": Iri("urn:treatygraph:none")},
                           headers={"Accept": _RDF})

    def replace(self, graph: Iri, triples: Sequence[Triple]) -> None:
        """PUT the graph."""
        response = self._session.send("PUT", self._url(), parameters={"graph": graph}, body=n_triples(triples),
                                      headers={"Content-Type": "text/turtle"})
        if response.status_code == httpx.codes.NOT_FOUND:
            raise UnusableStoreError(f"{without_secrets(self._url())}: no Graph Store Protocol is here (404)")

    def remove(self, graph: Iri) -> None:
        """DELETE the graph; that it was not there (404) is well."""
        self._session.send("DELETE", self._url(), parameters={"graph": graph})

    def _url(self) -> str:
        assert self._addresses.graph_store is not None
        return self._addresses.graph_store


class Update(Remote):
    """A store that takes SPARQL Update, and queries to read what it holds."""

    def __init__(self, place: str, session: Session, addresses: Addresses, kind: str, habit: Habit,
                 batch: int) -> None:
        super().__init__(place, session, addresses, kind, habit)
        self._writer = UpdateWriter(self._run, self.reader.size, batch)

    def check(self) -> None:
        """Ask whether anything is there."""
        if self._addresses.query is None:
            raise UnusableStoreError("--update needs --query too: what was written is read back and compared")
        self.reader.rows("SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 1")

    def replace(self, graph: Iri, triples: Sequence[Triple]) -> None:
        """Replace in one request where the graph is small, by a staging graph and MOVE where it is not."""
        self._writer.replace(graph, triples)

    def remove(self, graph: Iri) -> None:
        """DROP the graph."""
        self._writer.remove(graph)

    def _run(self, update: str, repeatable: bool) -> None:
        assert self._addresses.update is not None
        response = self._session.send("POST", self._addresses.update, body=update.encode(), repeatable=repeatable,
                                      headers={"Content-Type": "application/sparql-update"})
        if response.status_code == httpx.codes.NOT_FOUND:
            raise UnusableStoreError(f"{without_secrets(self._addresses.update)}: no update endpoint is here (404)")

"""Knows which stores there are, where each takes graphs and queries, and finds out which one answers.

Must not write to any of them.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from treatygraph.model import TreatyGraphError, brief
from treatygraph.stores import embedded, jena
from treatygraph.stores.answer import LARGEST, without_secrets
from treatygraph.stores.remote import Addresses, GraphStore, Habit, Update
from treatygraph.stores.session import Access, Session
from treatygraph.stores.target import Target, UnusableStoreError
from treatygraph.vocab import GEO

_WKT = NamedNode(GEO + "wktLiteral")
_VIRTUOSO_GEOMETRY = NamedNode("http://www.openlinksw.com/schemas/virtrdf#Geometry")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def _as_virtuoso_keeps_it(literal: Literal) -> Literal:
    """Return a WKT geometry without spaces that do not count, its numbers in single precision (IEEE 754 binary32)."""
    if literal.datatype not in {_WKT, _VIRTUOSO_GEOMETRY}:
        return literal
    tight = re.sub(r"\s*([(),])\s*", r"\1", literal.value.strip())
    return Literal(_NUMBER.sub(lambda number: f"{_single(float(number.group())):.8g}", tight), datatype=_WKT)


def _single(number: float) -> float:
    single: float = struct.unpack("f", struct.pack("f", number))[0]
    return single


@dataclass(frozen=True)
class Product:
    """Where a product takes queries, updates and graphs, below the address that its users call its own.

    `own` says what that address is; `mark` is what its Server header begins with, where it has one. `habit` is what it
    makes of literals, if it does not keep them.
    """

    own: str
    query: str
    update: str
    graph_store: str
    mark: str = ""
    habit: Habit = field(default_factory=Habit)

    def addresses(self, base: str) -> Addresses:
        """Return the full addresses below a base address."""
        return Addresses(base + self.query, base + self.update, base + self.graph_store)


PRODUCTS: dict[str, Product] = {
    "oxigraph": Product("http://HOST:7878", "/query", "/update", "/store", mark="oxigraph"),
    "virtuoso": Product("http://HOST:8890", "/sparql", "/sparql-auth", "/sparql-graph-crud-auth", mark="virtuoso",
                        habit=Habit("Virtuoso keeps WKT geometries in a type of its own, with coordinates in single "
                                    "precision; they are compared in that precision", _as_virtuoso_keeps_it)),
    "fuseki": Product("http://HOST:3030/DATASET", "/query", "/update", "/data", mark="apache jena fuseki"),
    "graphdb": Product("http://HOST:7200/repositories/REPOSITORY", "", "/statements", "/rdf-graphs/service",
                       mark="graphdb"),
    "rdf4j": Product("http://HOST:8080/rdf4j-server/repositories/REPOSITORY", "", "/statements",
                     "/rdf-graphs/service"),
    "neptune": Product("https://HOST:8182", "/sparql", "/sparql", "/sparql/gsp/"),
    "qlever": Product("http://HOST:7001", "", "", ""),
    "stardog": Product("http://HOST:5820/DATABASE", "/query", "/update", ""),
}
EMBEDDED, TDB2, GRAPH_STORE, UPDATE = "embedded", "tdb2", "graph-store", "update"
KINDS = [EMBEDDED, TDB2, *PRODUCTS, GRAPH_STORE, UPDATE]


@dataclass(frozen=True)
class Call:
    """How a store is called: its address or directory, and what the user says of it.

    `timeout` and `first_wait`, the pause before a second attempt, in seconds; `batch` in triples a request, for SPARQL
    Update; `largest` in bytes an answer.
    """

    place: str
    kind: str | None = None
    query: str | None = None
    update: str | None = None
    graph_store: str | None = None
    access: Access = field(default_factory=Access)
    timeout: float = 300.0
    attempts: int = 4
    first_wait: float = 0.5
    batch: int = 1000
    largest: int = LARGEST


def is_address(place: str) -> bool:
    """Tell an address from a directory."""
    return "://" in place


def open_target(call: Call, *, create: bool = True) -> Target:
    """Return the store that a call names, found out by asking where the call does not say its kind.

    Raises UnusableStoreError where there is none and `create` is false, where it does not say what it is, or where the
    address carries a password.
    """
    if is_address(call.place):
        return _remote(call)
    if call.query or call.update or call.graph_store:
        raise TreatyGraphError(f"{call.place} is a directory; --query, --update and --graph-store belong to an address")
    return _directory(Path(call.place), call, create)


def _directory(folder: Path, call: Call, create: bool) -> Target:
    if call.kind not in {None, EMBEDDED, TDB2}:
        raise TreatyGraphError(f"{folder}: a directory is an embedded store or Jena's TDB2, not {call.kind}; an "
                               "address begins with http:// or https://")
    if folder.exists() and not folder.is_dir():
        raise TreatyGraphError(f"{folder}: is a file; name a directory, or an address")
    found = None
    if (folder / jena.MARK).is_dir():
        found = TDB2
    elif (folder / embedded.MARK).is_file():
        found = EMBEDDED
    elif folder.is_dir() and any(folder.iterdir()):
        raise UnusableStoreError(f"{folder}: holds files, but no embedded store and no TDB2; name an empty "
                                 "or a new folder")
    elif not create:
        raise UnusableStoreError(f"{folder}: there is no store here")
    if found and call.kind and found != call.kind:
        raise UnusableStoreError(f"{folder}: holds a store of kind {found}, not {call.kind}")
    if (found or call.kind) == TDB2:
        return jena.Tdb2(folder, jena.Commands(call.timeout))
    return embedded.Embedded(folder)


def _remote(call: Call) -> Target:
    addresses = filter(None, (call.place, call.query, call.update, call.graph_store))
    if any("@" in re.split(r"[/?#]", address.partition("://")[2], maxsplit=1)[0] for address in addresses):
        raise UnusableStoreError("an address may not carry a user and password, which others can read in the list of "
                                 "processes; use --user, and TREATYGRAPH_PASSWORD or --password-file")
    if call.kind in {EMBEDDED, TDB2}:
        raise TreatyGraphError(f"{without_secrets(call.place)} is an address, and {call.kind} is a directory")
    session = Session(call.access, timeout=call.timeout, attempts=call.attempts, first_wait=call.first_wait,
                      largest=call.largest)
    try:
        return _over(session, call)
    except BaseException:
        session.close()
        raise


def _over(session: Session, call: Call) -> Target:
    by_update = bool(call.update) or call.kind == UPDATE
    by_graph = bool(call.graph_store) or call.kind == GRAPH_STORE
    base, shown = call.place.rstrip("/"), without_secrets(call.place)
    kind = call.kind if call.kind in PRODUCTS else None
    if call.kind is None:
        kind, base = _asked(session, base, needed=not by_update and not by_graph)
    product = PRODUCTS.get(kind or "")
    usual = product.addresses(base) if product else Addresses()
    habit = product.habit if product else Habit()
    if by_update:
        addresses = Addresses(call.query or usual.query, call.update or usual.update or call.place)
        return Update(shown, session, addresses, kind or UPDATE, habit, call.batch)
    addresses = Addresses(call.query or usual.query, None, call.graph_store or usual.graph_store or call.place)
    return GraphStore(shown, session, addresses, kind or GRAPH_STORE, habit)


def _asked(session: Session, base: str, needed: bool) -> tuple[str | None, str]:
    """Ask a server what it is; return the product's name and its own address.

    Raises UnusableStoreError where that is `needed` and its Server header names none we know.
    """
    response = session.send("HEAD", base, whatever=True)
    said = brief(response.headers.get("server", ""), 100)
    named = "apache jena fuseki" if "fuseki-request-id" in response.headers else said.lower()
    for kind, product in PRODUCTS.items():
        if product.mark and named.startswith(product.mark):
            tails = (product.query, product.update, product.graph_store)
            tail = next((tail for tail in tails if tail and base.endswith(tail)), "")
            return kind, base.removesuffix(tail)
    if not needed:
        return None, base
    raise UnusableStoreError(f"{without_secrets(base)} does not say which store it is (its Server header is '{said}'); "
                             "name it with --kind, or give the address that takes graphs with --graph-store, or those "
                             "that take updates and queries with --update and --query")

"""Writes graphs as deterministic Turtle.

Must not change a triple.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize

from treatygraph.model import TreatyGraphError
from treatygraph.vocab import PREFIXES, TYPE

_TYPE = NamedNode(TYPE)


def sort_key(triple: Triple) -> tuple[str, bool, str, str]:
    """Order triples by subject, then rdf:type first, then predicate and object."""
    return str(triple.subject), triple.predicate != _TYPE, str(triple.predicate), str(triple.object)


def turtle(triples: Iterable[Triple], comment: str = "", prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """Write triples as Turtle, sorted, under the project's prefixes: the same bytes for the same triples."""
    body = serialize(sorted(triples, key=sort_key), format=RdfFormat.TURTLE, prefixes=dict(prefixes))
    head = "".join(f"# {line}\n" for line in comment.splitlines())
    return head.encode() + (body or b"")


def read_turtle(path: Path) -> list[Triple]:
    """Read a Turtle file; raise TreatyGraphError with file and line where it is faulty."""
    try:
        return [Triple(q.subject, q.predicate, q.object) for q in parse(path=str(path), format=RdfFormat.TURTLE)]
    except SyntaxError as fault:
        raise TreatyGraphError(f"{path}:{fault.lineno or 1}: not well-formed Turtle: {fault.msg}") from None
    except OSError as fault:
        raise TreatyGraphError(f"{path}: cannot be read ({fault.strerror or fault})") from None

"""Turns plain values into RDF terms.

Must not know which property takes which value.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from treatygraph.model import Iri, LangText, PartialDate, Value
from treatygraph.vocab import XSD

_DATE_TYPES = {4: NamedNode(XSD + "gYear"), 7: NamedNode(XSD + "gYearMonth"), 10: NamedNode(XSD + "date")}
_INTEGER = NamedNode(XSD + "integer")
_DECIMAL = NamedNode(XSD + "decimal")


def node(iri: str) -> NamedNode:
    """Return an IRI as a node."""
    return NamedNode(iri)


def date(value: PartialDate) -> Literal:
    """Return a date as xsd:date, xsd:gYearMonth or xsd:gYear, as precisely as it is known (XSD 1.1, part 2)."""
    return Literal(value.lexical, datatype=_DATE_TYPES[len(value.lexical)])


def decimal(lexical: str) -> Literal:
    """Return a decimal in its canonical form, which every store keeps as it is (XSD 1.1, part 2, 3.3.3)."""
    whole, _, fraction = lexical.partition(".")
    fraction = fraction.rstrip("0")
    return Literal(f"{whole}.{fraction}" if fraction else whole, datatype=_DECIMAL)


def term(value: Value) -> NamedNode | Literal:
    """Return any value of a fact as a term; a string that is one of our IRIs must be typed as Iri by its maker."""
    if isinstance(value, LangText):
        return Literal(value.text, language=value.language)
    if isinstance(value, PartialDate):
        return date(value)
    if isinstance(value, int):
        return Literal(str(value), datatype=_INTEGER)
    return Literal(value)


class Triples:
    """Triples being collected for one graph."""

    def __init__(self) -> None:
        self._triples: set[Triple] = set()

    def link(self, subject: str, predicate: str, target: str) -> None:
        """Add a triple whose object is a thing."""
        self._triples.add(Triple(NamedNode(subject), NamedNode(predicate), NamedNode(target)))

    def say(self, subject: str, predicate: str, value: Value | Literal) -> None:
        """Add a triple whose object is a literal."""
        literal = value if isinstance(value, Literal) else term(value)
        self._triples.add(Triple(NamedNode(subject), NamedNode(predicate), literal))

    def links(self, subject: str, predicate: str, targets: Iterable[Iri]) -> None:
        """Add one triple for each thing."""
        for target in targets:
            self.link(subject, predicate, target)

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._triples)

    def __len__(self) -> int:
        return len(self._triples)

    def frozen(self) -> frozenset[Triple]:
        """Return the triples collected so far."""
        return frozenset(self._triples)

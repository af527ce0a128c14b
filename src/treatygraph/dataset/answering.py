"""Turns what a query found into an answer: RDF terms become cells, and things get their names beside them.

Must not ask the query.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from treatygraph import ask
from treatygraph.dataset.answer import Answer, Cell, Column, Kind
from treatygraph.dataset.naming import Naming
from treatygraph.dataset.places import Place
from treatygraph.vocab import XSD

_WHOLE = {XSD + name for name in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger")}
_REAL = {XSD + name for name in ("decimal", "double", "float")}


def answered(found: ask.Answer, place: Place, title: str, meanings: Mapping[str, str], lang: str | None) -> Answer:
    """Return what was found in a place; beside each column of things stands one of names if a language is given."""
    variables = found.variables
    rows: Sequence[Sequence[object]] = found.rows
    if found.triples is not None:
        variables = ("subject", "predicate", "object")
        rows = [(t.subject, t.predicate, t.object) for t in found.triples]
    naming = Naming(place, lang or "en")
    columns: list[Column] = []
    cells: list[list[Cell]] = []
    for number, variable in enumerate(variables):
        terms = [row[number] for row in rows]
        things = [term.value for term in terms if isinstance(term, NamedNode)]
        values = [_value(term) for term in terms]
        kind = _kind(values, bool(things) and all(isinstance(t, NamedNode) or t is None for t in terms))
        columns.append(Column(variable, kind, meanings.get(variable, "")))
        cells.append([str(value) if kind is Kind.TEXT and value is not None else value for value in values])
        name = f"{variable}_name"
        if things and lang is not None and name not in variables:
            naming.look_up(things)
            columns.append(Column(name, Kind.TEXT, f"the name of: {meanings.get(variable, variable)}"))
            cells.append([naming.name(term.value) if isinstance(term, NamedNode) else None for term in terms])
    return Answer(title, tuple(columns), tuple(zip(*cells, strict=True)))


def _value(term: object) -> Cell:
    """Return a term as Python has it: whole and real numbers and booleans by their datatypes, all else as text."""
    if term is None:
        return None
    text = str(getattr(term, "value", term))
    datatype = term.datatype.value if isinstance(term, Literal) else ""
    try:
        if datatype in _WHOLE:
            return int(text)
        if datatype in _REAL:
            return float(text)
    except ValueError:
        return text
    return text in {"true", "1"} if datatype == XSD + "boolean" else text


def _kind(values: Sequence[Cell], iris: bool) -> Kind:
    found = {type(value) for value in values} - {type(None)}
    if iris:
        return Kind.IRI
    if found == {bool}:
        return Kind.BOOLEAN
    if found == {int}:
        return Kind.INTEGER
    return Kind.NUMBER if found and found <= {int, float} else Kind.TEXT

"""Fills a flat table: asks for its rows, then column by column for what its path finds.

Must not know any table: what it asks is made of the table's definition alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from pyoxigraph import Literal, NamedNode

from treatygraph.ask.parameters import with_narrower
from treatygraph.dataset.answer import Answer, Cell, Column, Kind, joined
from treatygraph.dataset.flat import FlatColumn, FlatTable, Found
from treatygraph.dataset.naming import Naming, term_name, worded
from treatygraph.dataset.places import Place
from treatygraph.vocab import PREFIXES

Terms = list[NamedNode | Literal]
_NUMBERS = {Found.INTEGER: int, Found.NUMBER: float}


def filled(table: FlatTable, place: Place, naming: Naming, conference: str | None = None) -> Answer:
    """Return a table's rows in a place, named in a language; of one conference, where its IRI is given.

    Rows are in the order of their IRIs, numbers in them by value. Raises what asking the place raises.
    """
    of_row = _pattern(table, conference)
    rows = _rows(place, of_row)
    language = naming.language
    columns: list[Column] = []
    cells: list[list[Cell]] = []
    for defined in table.defined:
        held = _values(defined, place, of_row, rows)
        values = [held.get(row, []) for row in rows]
        # Where its sources contradict each other, a graph may hold several values of what the model has one of.
        several = defined.several or any(len(one) > 1 for one in values)
        for column, made in zip(defined.columns(language), _cells(defined, values, naming, several), strict=True):
            numbers = all(cell is None or not isinstance(cell, str) for cell in made)
            kind = column.kind if numbers or column.kind not in {Kind.INTEGER, Kind.NUMBER} else Kind.TEXT
            columns.append(Column(column.name, kind, column.meaning, several and not column.name.endswith("_language")))
            cells.append(made)
    return Answer(table.meaning(language), tuple(columns), tuple(zip(*cells, strict=True)))


def natural(iri: str) -> list[tuple[int, int, str]]:
    """Return a key that sorts numbers inside IRIs by value.

    >>> sorted(["item/10", "item/2", "item/2(a)"], key=natural)
    ['item/2', 'item/2(a)', 'item/10']
    """
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d+)", iri)]


def _pattern(table: FlatTable, conference: str | None) -> str:
    """Return what holds of a row: it is of one of the table's classes, or of a narrower one, whatever was inferred."""
    without = _expanded(table.without)
    classes = _expanded(table.classes) - without
    of = f" ?row {table.conference} <{conference}> ." if conference else ""
    other = f" FILTER NOT EXISTS {{ {_values_of('other', without)} ?row a ?other }}" if without else ""
    return f"{_values_of('class', classes)} ?row a ?class .{of}{other}"


@cache
def _expanded(classes: tuple[str, ...]) -> frozenset[str]:
    names = (name.partition(":") for name in classes)
    return frozenset(with_narrower(PREFIXES[prefix] + local for prefix, _, local in names))


def _values_of(variable: str, classes: Iterable[str]) -> str:
    return f"VALUES ?{variable} {{ {' '.join(f'<{iri}>' for iri in sorted(classes))} }}"


def _rows(place: Place, of_row: str) -> list[str]:
    found = place.ask(f"SELECT DISTINCT ?row WHERE {{ {of_row} }}").rows
    return sorted((row.value for row, in found if isinstance(row, NamedNode)), key=natural)


def _values(defined: FlatColumn, place: Place, of_row: str, rows: Iterable[str]) -> dict[str, Terms]:
    if defined.path == ".":
        return {row: [NamedNode(row)] for row in rows}
    found: dict[str, Terms] = {}
    for row, value in place.ask(f"SELECT DISTINCT ?row ?value WHERE {{ {of_row} ?row {defined.path} ?value }}").rows:
        if isinstance(row, NamedNode) and isinstance(value, NamedNode | Literal):
            found.setdefault(row.value, []).append(value)
    return found


def _cells(defined: FlatColumn, values: list[Terms], naming: Naming, several: bool) -> list[list[Cell]]:
    """Return the cells of a column, and those of the one that goes with it."""
    found = defined.found
    if found in _NUMBERS:
        numbers = [sorted({term.value for term in one}, key=natural) for one in values]
        return [[_number(one, _NUMBERS[found], several) for one in numbers]]
    if found is Found.TEXT:
        words = [worded([term for term in one if isinstance(term, Literal)], naming.language) for one in values]
        return [[joined(one, several=several) for one, _ in words], [language for _, language in words]]
    named = found in {Found.THING, Found.CONCEPT}
    if named:
        naming.look_up(term.value for one in values for term in one)
    own: list[Cell] = []
    names: list[Cell] = []
    for one in values:
        terms = sorted({term.value for term in one}, key=natural)
        written = [term_name(term) for term in terms] if found is Found.CONCEPT else \
            [term.rpartition("/")[2] for term in terms] if found is Found.ID else terms
        own.append(joined(written, several=several))
        called = [naming.name(term) or "" for term in terms] if named else []
        names.append(joined(called, several=several) if any(called) else None)
    return [own, names] if named else [own]


def _number(values: list[str], number: type[int] | type[float], several: bool) -> Cell:
    """Return the one number of a cell; as text where there may be several, or where it is no number."""
    if several or not values:
        return joined(values)
    try:
        return number(values[0])
    except ValueError:
        return values[0]

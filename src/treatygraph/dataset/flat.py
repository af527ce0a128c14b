"""Defines the flat tables: one for each kind of fact or thing, its columns, what they mean, and how they are found.

The definitions are the rows of flat_tables.csv and flat_columns.csv. Must not look anything up in a graph.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from treatygraph.dataset.answer import Column, Kind
from treatygraph.model import TreatyGraphError

_HERE = Path(__file__).parent
TABLES, COLUMNS = _HERE / "flat_tables.csv", _HERE / "flat_columns.csv"
_BESIDE = "*"
"""The table of the columns that stand beside others; `{}` in their meanings is what the other one means."""


class Found(StrEnum):
    """What of the values that a path finds is put into the cells.

    A thing gives its IRI and, in a column of its own, its name; a concept of the ontology the name of its term, and its
    label; an id is the last part of an IRI; a code is a literal as it stands; a text has its language beside it.
    """

    THING = "thing"
    CONCEPT = "concept"
    IRI = "iri"
    ID = "id"
    CODE = "code"
    TEXT = "text"
    DATE = "date"
    INTEGER = "integer"
    NUMBER = "number"


_KINDS = {Found.THING: Kind.IRI, Found.IRI: Kind.IRI, Found.DATE: Kind.DATE, Found.INTEGER: Kind.INTEGER,
          Found.NUMBER: Kind.NUMBER}


@dataclass(frozen=True)
class FlatColumn:
    """A column as it is defined: what is found by which SPARQL property path from the row's thing (`.`: itself)."""

    name: str
    found: Found
    path: str
    several: bool
    meanings: dict[str, str]

    def columns(self, language: str = "en") -> tuple[Column, ...]:
        """Return the column, and the one that goes with it: of names, or of the language of words."""
        meaning = _in(self.meanings, language)
        own = Column(self.name, _KINDS.get(self.found, Kind.TEXT), meaning, self.several)
        if self.found in {Found.THING, Found.CONCEPT}:
            return own, self._beside("_name", meaning, language, self.several)
        if self.found is Found.TEXT:
            return own, self._beside("_language", meaning, language, False)
        return (own,)

    def _beside(self, ending: str, meaning: str, language: str, several: bool) -> Column:
        return Column(f"{self.name}{ending}", Kind.TEXT, _in(_beside()[ending], language).format(meaning), several)


@dataclass(frozen=True)
class FlatTable:
    """A table as it is defined: each thing of its classes is a row, but for those of other classes too.

    `conference` is the path from a row to the conference it belongs to, empty where rows belong to none.
    """

    name: str
    classes: tuple[str, ...]
    conference: str
    without: tuple[str, ...]
    meanings: dict[str, str]
    defined: tuple[FlatColumn, ...]

    def meaning(self, language: str = "en") -> str:
        """Return what the table holds, in Chinese or else in English."""
        return _in(self.meanings, language)

    def columns(self, language: str = "en") -> tuple[Column, ...]:
        """Return its columns.

        >>> [column.name for column in flat_table("depositaries").columns()][:4]
        ['depositary_function', 'depositary_function_name', 'treaty', 'treaty_name']
        """
        return tuple(column for defined in self.defined for column in defined.columns(language))


@cache
def flat_tables() -> dict[str, FlatTable]:
    """Return the tables by their names, in the order in which they are defined."""
    defined: dict[str, list[FlatColumn]] = {}
    for row in _rows(COLUMNS):
        if row["table"] == _BESIDE:
            continue
        column = FlatColumn(row["column"], Found(row["kind"]), row["found_by"], row["several"] == "yes", _meanings(row))
        defined.setdefault(row["table"], []).append(column)
    return {row["table"]: FlatTable(row["table"], tuple(row["class"].split()), row["conference"],
                                    tuple(row["without"].split()), _meanings(row), tuple(defined[row["table"]]))
            for row in _rows(TABLES)}


def flat_table(name: str) -> FlatTable:
    """Return the table of a name; raise TreatyGraphError, naming those there are, where there is none."""
    found = flat_tables().get(name)
    if found is None:
        raise TreatyGraphError(f"there is no table '{name}'; there are {', '.join(flat_tables())}")
    return found


@cache
def _beside() -> dict[str, dict[str, str]]:
    return {row["column"]: _meanings(row) for row in _rows(COLUMNS) if row["table"] == _BESIDE}


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def _meanings(row: dict[str, str]) -> dict[str, str]:
    return {"en": row["meaning_en"], "zh": row["meaning_zh"]}


def _in(words: dict[str, str], language: str) -> str:
    return words.get(language, words["en"])

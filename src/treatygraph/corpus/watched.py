"""Keeps account of which cells of the tables are looked at while a report is read.

Must not change what a table says, nor decide what a change of it means.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from treatygraph.tables import COLUMNS, Row, Tables


@dataclass
class Looked:
    """What was looked at: tables gone through, rows asked for by key, there or not, and single cells."""

    through: set[str] = field(default_factory=set)
    keys: set[tuple[str, str]] = field(default_factory=set)
    cells: set[tuple[str, str, str]] = field(default_factory=set)

    def record(self) -> dict[str, Any]:
        """Return this as plain data, sorted."""
        cells: dict[str, dict[str, list[str]]] = {}
        for table, key, column in sorted(self.cells):
            cells.setdefault(table, {}).setdefault(column, []).append(key)
        return {"through": sorted(self.through), "keys": sorted(map(list, self.keys)), "cells": cells}


class _Cells(dict[str, str]):
    """The cells of a row, which tell when one is read."""

    def __init__(self, cells: dict[str, str], table: str, tables: WatchedTables) -> None:
        super().__init__(cells)
        self._key_column = COLUMNS[table][0]
        self._where = (table, cells[self._key_column])
        self._tables = tables

    def __getitem__(self, column: str) -> str:
        self._tell(column)
        return super().__getitem__(column)

    def get(self, column: str, default: Any = None) -> Any:
        self._tell(column)
        return super().get(column, default)

    def _tell(self, column: str) -> None:
        if self._tables.looked is not None and column != self._key_column:
            self._tables.looked.cells.add((*self._where, column))


class WatchedTables(Tables):
    """Tables that tell which of their cells are looked at, while somebody watches; two of them are never the same."""

    looked: Looked | None
    watched_rows: dict[str, dict[str, Row]]
    __hash__ = object.__hash__

    def __init__(self, folder: Path, more: tuple[Path, ...] = ()) -> None:
        super().__init__(folder, more)
        # The fields of a frozen dataclass are set once; what is watched now is no part of which tables these are.
        self.__dict__["looked"] = None
        self.__dict__["watched_rows"] = {}

    def __eq__(self, other: object) -> bool:
        return self is other

    @contextmanager
    def watching(self) -> Iterator[Looked]:
        """Yield the account of what is looked at until the block ends."""
        looked = self.__dict__["looked"] = Looked()
        try:
            yield looked
        finally:
            self.__dict__["looked"] = None

    def _own(self, name: str) -> dict[str, Row]:
        if name not in self.watched_rows:
            self.watched_rows[name] = {row.key: Row(name, row.line, _Cells(row.cells, name, self))
                                       for row in super().rows(name)}
        return self.watched_rows[name]

    def rows(self, name: str) -> tuple[Row, ...]:
        """Return the rows of a table; from now on the report depends on which rows there are."""
        if self.looked is not None:
            self.looked.through.add(name)
        return tuple(self._own(name).values())

    def row(self, name: str, key: str) -> Row | None:
        """Return the row with this key, or None; from now on the report depends on whether it is there."""
        if self.looked is not None:
            self.looked.keys.add((name, key))
        return self._own(name).get(key)

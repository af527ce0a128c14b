"""Holds an answer as rows under documented columns, and hands it to the libraries that people work with.

Must not ask anything: what is in an answer was found before. pandas and polars are imported when they are asked for.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, Any

from treatygraph.model import TreatyGraphError

if TYPE_CHECKING:
    import pandas
    import polars

Cell = str | int | float | bool | None
SEPARATOR = "|"
"""What stands between several values of one cell."""
_SHOWN = 20
_LONG = 80


class Kind(StrEnum):
    """What the cells of a column are; the words are the datatypes of CSVW, but for `date`.

    A date is written by ISO 8601, as precisely as it is known: `2021-09-23`, `2021-09` or `2021`.
    """

    TEXT = "string"
    IRI = "anyURI"
    DATE = "date"
    INTEGER = "integer"
    NUMBER = "double"
    BOOLEAN = "boolean"


@dataclass(frozen=True)
class Column:
    """A column of an answer: its name, the kind of its cells, and what they mean.

    Where it may have `several` values in a cell, they are joined by `|`, in the same order in columns that belong
    together (`meeting`, `meeting_name`).

    >>> Column("iso3", Kind.TEXT, "the State's ISO 3166-1 alpha-3 code").kind.value
    'string'
    """

    name: str
    kind: Kind
    meaning: str = ""
    several: bool = False


@dataclass(frozen=True)
class Answer:
    """What was found: rows under columns; a cell for which the graph states nothing is None.

    >>> columns = (Column("code", Kind.TEXT), Column("number", Kind.INTEGER))
    >>> found = Answer("Two codes", columns, (("ITA", 1), ("ZAF", None)))
    >>> found
    <Answer: Two codes; 2 rows of code, number>
    >>> found.rows[1]
    {'code': 'ZAF', 'number': None}
    """

    title: str
    columns: tuple[Column, ...]
    cells: tuple[tuple[Cell, ...], ...]

    @property
    def rows(self) -> tuple[dict[str, Cell], ...]:
        """The rows, each with its cells by the names of the columns."""
        names = [column.name for column in self.columns]
        return tuple(dict(zip(names, row, strict=True)) for row in self.cells)

    def __len__(self) -> int:
        return len(self.cells)

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        return iter(self.rows)

    def __repr__(self) -> str:
        names = ", ".join(column.name for column in self.columns)
        return f"<Answer: {self.title}; {len(self)} row{'' if len(self) == 1 else 's'} of {names}>"

    def column(self, name: str) -> tuple[Cell, ...]:
        """Return the cells of one column; raise TreatyGraphError, naming those there are, where it is not one.

        >>> Answer("", (Column("code", Kind.TEXT),), (("ITA",), ("ZAF",))).column("code")
        ('ITA', 'ZAF')
        """
        for place, column in enumerate(self.columns):
            if column.name == name:
                return tuple(row[place] for row in self.cells)
        known = ", ".join(column.name for column in self.columns)
        raise TreatyGraphError(f"there is no column '{name}'; there are {known}")

    def to_csv(self) -> str:
        """Return the answer as CSV (RFC 4180, in UTF-8, lines ending in LF); an empty cell for None.

        >>> print(Answer("", (Column("code", Kind.TEXT), Column("n", Kind.NUMBER)), (("ITA", 1.5),)).to_csv(), end="")
        code,n
        ITA,1.5
        """
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(column.name for column in self.columns)
        writer.writerows([plain(cell) for cell in row] for row in self.cells)
        return buffer.getvalue()

    def to_pandas(self) -> pandas.DataFrame:
        """Return the answer as a data frame of pandas, with its nullable types; raise TreatyGraphError without pandas.

        >>> Answer("", (Column("n", Kind.INTEGER),), ((1,), (None,))).to_pandas()["n"].sum().item()
        1
        """
        frames = _library("pandas", "to_pandas")
        types = {Kind.INTEGER: "Int64", Kind.NUMBER: "Float64", Kind.BOOLEAN: "boolean"}
        columns = {column.name: frames.array(list(self.column(column.name)), dtype=types.get(column.kind, "string"))
                   for column in self.columns}
        found: pandas.DataFrame = frames.DataFrame(columns)
        return found

    def to_polars(self) -> polars.DataFrame:
        """Return the answer as a data frame of polars; raise TreatyGraphError where polars is not installed.

        >>> Answer("", (Column("n", Kind.INTEGER),), ((1,), (None,))).to_polars()["n"].null_count()
        1
        """
        frames = _library("polars", "to_polars")
        types = {Kind.INTEGER: frames.Int64, Kind.NUMBER: frames.Float64, Kind.BOOLEAN: frames.Boolean}
        schema = {column.name: types.get(column.kind, frames.String) for column in self.columns}
        found: polars.DataFrame = frames.DataFrame([list(row) for row in self.cells], schema=schema, orient="row")
        return found

    def _repr_html_(self) -> str:
        """Return the beginning of the answer as an HTML table, as notebooks show it; a heading tells what it means."""
        heads = "".join(f'<th title="{escape(column.meaning, quote=True)}">{escape(column.name)}</th>'
                        for column in self.columns)
        body = "".join(f"<tr>{''.join(f'<td>{_shown(cell)}</td>' for cell in row)}</tr>" for row in self.cells[:_SHOWN])
        left = len(self) - _SHOWN
        more = f"<p>… and {left} more rows</p>" if left > 0 else ""
        return (f"<table><caption>{escape(self.title)}</caption><thead><tr>{heads}</tr></thead>"
                f"<tbody>{body}</tbody></table>{more}")


def plain(cell: Cell) -> str:
    """Return a cell as CSV holds it: nothing for None, `true` and `false` as XML Schema writes them.

    >>> plain(None), plain(True), plain(-31.6), plain("A|B")
    ('', 'true', '-31.6', 'A|B')
    """
    if cell is None:
        return ""
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def joined(values: Sequence[str], *, several: bool = True) -> str | None:
    """Return values as one cell, None for no value; where there may be `several`, a `|` inside one is written `¦`.

    >>> joined(["A", "B|C"]), joined(["B|C"], several=False), joined([])
    ('A|B¦C', 'B|C', None)
    """
    if not several and len(values) == 1:
        return values[0]
    return SEPARATOR.join(value.replace(SEPARATOR, "¦") for value in values) if values else None


def _shown(cell: Cell) -> str:
    words = plain(cell)
    return escape(words if len(words) <= _LONG else words[: _LONG - 1] + "…")


def _library(name: str, method: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise TreatyGraphError(f"{method} needs {name}, which is not installed; install treatygraph[{name}]") from None

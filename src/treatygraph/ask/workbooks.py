"""Writes tables as a workbook of Excel's form (Office Open XML), a sheet each.

Must not import its library before it is asked for: it is an extra. No cell is a formula or a link, whatever it says.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from treatygraph.optional import library

LONGEST = 32_767
"""How many characters a cell holds (Excel specifications and limits)."""
MOST_ROWS = 1_048_575
"""How many rows a sheet holds below its head (the same)."""
NEEDS = "xlsxwriter"
"""The module that writes workbooks."""
_CUT = "… (cut here: a cell of a workbook holds no more)"
_WIDE = 24
# The workbook must say when it was made, and be the same for the same graph: the first day that its archive can name.
_MADE = datetime(1980, 1, 1)
Cell = str | int | float | bool | None


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, the names of its columns, its rows, and how wide its columns are, each as many signs."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int] = ()


def workbook(title: str, sheets: Iterable[Sheet]) -> bytes:
    """Return a workbook, the same bytes for the same sheets; raise TreatyGraphError without XlsxWriter."""
    held = io.BytesIO()
    book = library(NEEDS).Workbook(held, {"in_memory": True, "strings_to_formulas": False,
                                          "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"title": title, "created": _MADE})
    head = book.add_format({"bold": True})
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name), sheet, head)
    book.close()
    return held.getvalue()


def _write(written: Any, sheet: Sheet, head: Any) -> None:
    written.write_row(0, 0, sheet.heads, head)
    written.freeze_panes(1, 1)
    written.set_column(0, max(len(sheet.heads) - 1, 0), _WIDE)
    for place, width in enumerate(sheet.widths):
        written.set_column(place, place, width)
    for number, row in enumerate(sheet.rows, start=1):
        for place, cell in enumerate(row):
            _put(written, number, place, cell)


def _put(sheet: Any, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif cell is not None:
        sheet.write_string(row, column, cell if len(cell) <= LONGEST else cell[: LONGEST - len(_CUT)] + _CUT)

"""Writes the flat tables as one workbook of Excel's form (Office Open XML), a sheet each.

Must not import its library before it is asked for: it is an extra. No cell is a formula or a link, whatever it says.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from treatygraph.dataset.answer import Answer, Cell
from treatygraph.dataset.tables import dictionary
from treatygraph.export.content import Content
from treatygraph.export.optional import library
from treatygraph.export.rdf import STEM, Files

LONGEST = 32_767
"""How many characters a cell holds (Excel specifications and limits)."""
_CUT = "… (cut here: a cell of a workbook holds no more)"
_WIDE = 24
# The workbook must say when it was made, and be the same for the same graph: the first day that its archive can name.
_MADE = datetime(1980, 1, 1)


def workbook_file(content: Content) -> Files:
    """Return a workbook whose first sheet says what the columns mean; raise TreatyGraphError without XlsxWriter."""
    held = io.BytesIO()
    book = library("xlsxwriter").Workbook(held, {"in_memory": True, "strings_to_formulas": False,
                                                 "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"title": STEM, "created": _MADE})
    head = book.add_format({"bold": True})
    for name, answer in (("columns", dictionary(content.language)),
                         *((table.name, answer) for table, answer in content.tables)):
        _write(book.add_worksheet(name), answer, head)
    book.close()
    return {f"{STEM}.xlsx": held.getvalue()}


def _write(sheet: Any, answer: Answer, head: Any) -> None:
    sheet.write_row(0, 0, [column.name for column in answer.columns], head)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, max(len(answer.columns) - 1, 0), _WIDE)
    for number, row in enumerate(answer.cells, start=1):
        for place, cell in enumerate(row):
            _put(sheet, number, place, cell)


def _put(sheet: Any, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif cell is not None:
        sheet.write_string(row, column, cell if len(cell) <= LONGEST else cell[: LONGEST - len(_CUT)] + _CUT)

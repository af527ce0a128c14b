"""Writes the flat tables as one workbook, a sheet each.

Must not describe a column otherwise than its definition does.
"""

from __future__ import annotations

from treatygraph.ask.workbooks import Sheet, workbook
from treatygraph.dataset.tables import dictionary
from treatygraph.export.content import Content
from treatygraph.export.rdf import STEM, Files


def workbook_file(content: Content) -> Files:
    """Return a workbook whose first sheet says what the columns mean; raise TreatyGraphError without XlsxWriter."""
    tables = (("columns", dictionary(content.language)), *((table.name, answer) for table, answer in content.tables))
    return {f"{STEM}.xlsx": workbook(STEM, (Sheet(name, [column.name for column in answer.columns], answer.cells)
                                            for name, answer in tables))}

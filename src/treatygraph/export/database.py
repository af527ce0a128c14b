"""Writes the flat tables into one SQLite database, with their description.

Must not write into a file: the database is made in memory.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from treatygraph.dataset.answer import Answer, Kind
from treatygraph.dataset.tables import dictionary
from treatygraph.export.content import Content
from treatygraph.export.rdf import STEM, Files

DICTIONARY = "columns"
_TYPES = {Kind.INTEGER: "INTEGER", Kind.NUMBER: "REAL", Kind.BOOLEAN: "INTEGER"}


def sqlite_file(content: Content) -> Files:
    """Return a database with a table for each flat table, and `columns`, which says what each column means.

    SQLite, DuckDB (`ATTACH 'treatygraph.sqlite'`), R, LibreOffice and most programs for data open it.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("PRAGMA encoding = 'UTF-8'")
        for table, answer in content.tables:
            _write(database, table.name, answer, key=table.defined[0].name)
        _write(database, DICTIONARY, dictionary(content.language))
        database.commit()
        return {f"{STEM}.sqlite": database.serialize()}


def _write(database: sqlite3.Connection, name: str, answer: Answer, key: str = "") -> None:
    columns = ", ".join(f'"{column.name}" {_TYPES.get(column.kind, "TEXT")}'
                        f"{' PRIMARY KEY NOT NULL' if column.name == key else ''}" for column in answer.columns)
    database.execute(f'CREATE TABLE "{name}" ({columns})')
    marks = ", ".join("?" for _ in answer.columns)
    database.executemany(f'INSERT INTO "{name}" VALUES ({marks})', answer.cells)

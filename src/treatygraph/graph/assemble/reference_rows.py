"""Says what every row of a reference table says alike: class, names, source; and points at faults in a row.

Must not know a particular table.
"""

from __future__ import annotations

from datetime import date

from treatygraph import vocab
from treatygraph.graph.assemble.terms import Triples
from treatygraph.model import Iri, LangText, PartialDate
from treatygraph.tables import LANGUAGES, Row, TableError, Tables
from treatygraph.vocab import tg

_LENGTHS = {"year": 4, "month": 7, "day": 10}


def fault(row: Row, message: str) -> TableError:
    """Return the error that names the file and line of a row."""
    return TableError(f"{row.table}.csv:{row.line}: {message}")


def describe(
    out: Triples, row: Row, thing: Iri, kind: str, languages: tuple[str, ...] = LANGUAGES
) -> None:
    """Say the class of a thing (a term of our own), its names in these languages, and the row's source."""
    out.link(thing, vocab.TYPE, tg(kind))
    out.say(thing, vocab.SOURCE, row["source"])
    name(out, row, thing, languages)


def name(out: Triples, row: Row, thing: Iri, languages: tuple[str, ...]) -> None:
    """Say the preferred name of a thing in each language, and its other names."""
    for language in languages:
        preferred = row.cells.get(f"name_{language}", "").strip()
        if preferred:
            out.say(thing, vocab.PREF_LABEL, LangText(preferred, language))
        # A short form of a treaty ("the Treaty") names it only within a text; that of a body or person is its own.
        short = row.several(f"short_{language}") if row.table in {"organizations", "persons"} else ()
        for other in (*row.several(f"other_{language}"), *short):
            if other != preferred:
                out.say(thing, vocab.ALT_LABEL, LangText(other, language))


def pointed_at(tables: Tables, row: Row, column: str, table: str) -> Row:
    """Return the row of another table that a cell names by its key; raise TableError where there is none."""
    return named(tables, row, column, row[column], table)


def named(tables: Tables, row: Row, column: str, key: str, table: str) -> Row:
    """Return the row of a table with this key; raise TableError, naming the cell, where there is none."""
    target = tables.row(table, key)
    if target is None:
        raise fault(row, f"{column} '{key}' has no row in {table}.csv; add the row or correct the cell")
    return target


def dated(row: Row, column: str, precision: str | None = None) -> PartialDate:
    """Return the date in a cell; raise TableError where it is none, or not as precise as the row says."""
    lexical = row[column]
    if precision is not None and precision not in _LENGTHS:
        raise fault(row, f"precision '{precision}' is unknown; known are {', '.join(_LENGTHS)}")
    if not is_date(lexical):
        raise fault(row, f"{column} '{lexical}' is no date; write 2021-09-23, 2021-09 or 2021")
    if precision is not None and len(lexical) != _LENGTHS[precision]:
        raise fault(row, f"{column} '{lexical}' is not given to the {precision}; correct it or the precision")
    return PartialDate(lexical)


def is_date(lexical: str) -> bool:
    """Tell whether a string is a date of the calendar, to the day, the month or the year.

    >>> [is_date(text) for text in ("2021-09-23", "2021-09", "2021", "2021-13", "23.9.2021", "2021-02-30")]
    [True, True, True, False, False, False]
    """
    whole = lexical + "0000-01-01"[len(lexical) :]
    try:
        return len(lexical) in _LENGTHS.values() and date.fromisoformat(whole).isoformat() == whole
    except ValueError:
        return False


def whole_number(row: Row, column: str) -> int:
    """Return the whole number in a cell; raise TableError where it is none."""
    if not (row[column].isascii() and row[column].isdigit()):
        raise fault(row, f"{column} '{row[column]}' is no whole number")
    return int(row[column])

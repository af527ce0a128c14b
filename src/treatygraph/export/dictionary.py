"""Writes the data dictionary of the flat tables as a page to read (CommonMark with tables).

Must not describe a column otherwise than its definition does.
"""

from __future__ import annotations

from treatygraph.dataset.flat import FlatTable, flat_tables
from treatygraph.export.content import Content
from treatygraph.export.rdf import Files

DICTIONARY_FILE = "tables.md"
_HEAD = """\
# Flat tables

One table for each kind of fact and thing; each row stands under the IRI in its first column. An empty cell means that
the graph states nothing. Where a column may have several values, they are joined by `|`. A date is as precise as the
source: `2021-09-23`, `2014-09` or `1996`. A column of names or languages stands behind the one that it belongs to. The
last column says which SPARQL property path leads from the row's thing to the values.
"""


def dictionary_file(content: Content) -> Files:
    """Return the data dictionary, the meanings in Chinese or else in English; it is the same for every graph."""
    parts = [_HEAD, *(_section(table, content.language) for table in flat_tables().values())]
    return {DICTIONARY_FILE: "\n".join(parts).encode()}


def _section(table: FlatTable, language: str) -> str:
    meaning = table.meaning(language)
    classes = ", ".join(f"`{one}`" for one in table.classes)
    lines = [f"## {table.name}", "", f"{meaning[:1].upper()}{meaning[1:]} ({classes}).", "",
             "| column | kind | what it means | found by |", "|---|---|---|---|"]
    for defined in table.defined:
        own, *beside = defined.columns(language)
        names = ", ".join(f"`{column.name}`" for column in (own, *beside))
        several = ", several" if own.several else ""
        path = "the row's thing" if defined.path == "." else f"`{defined.path}`"
        lines.append(f"| {names} | {own.kind.value}{several} | {own.meaning} | {path} |")
    return "\n".join(lines) + "\n"

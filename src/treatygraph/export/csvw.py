"""Writes the flat tables as CSV, described as the W3C's CSV on the Web has it (Metadata Vocabulary for Tabular Data).

Must not decide what a table holds.
"""

from __future__ import annotations

import json
import re
from typing import Any

from treatygraph import iris
from treatygraph.dataset.answer import SEPARATOR, Answer, Column, Kind
from treatygraph.dataset.flat import FlatColumn, FlatTable, Found
from treatygraph.export.content import Content
from treatygraph.export.rdf import Files
from treatygraph.vocab import PREFIXES

METADATA_FILE = "csv-metadata.json"
"""The name under which programs look for the description of the CSV files of a folder (Model for Tabular Data, 5.3)."""
_DATE = r"-?\d{4,}(-\d{2}(-\d{2})?)?"
_SIMPLE = re.compile(r"(\w+):(\w+)")


def csv_files(content: Content) -> Files:
    """Return a CSV file for each table, and the description of all of them with their columns, in two languages."""
    files: Files = {f"{table.name}.csv": answer.to_csv().encode() for table, answer in content.tables}
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        **({"dc:license": [{"@id": licence} for licence in content.licences]} if content.licences else {}),
        "dc:source": {"@id": iris.DATASET},
        "tables": [_table(table, answer) for table, answer in content.tables],
    }
    files[METADATA_FILE] = (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()
    return files


def _table(table: FlatTable, answer: Answer) -> dict[str, Any]:
    found = {column.name: column for column in answer.columns}
    columns = [_column(defined, column, found[column.name])
               for defined in table.defined for column in defined.columns()]
    in_chinese = {column.name: column.meaning for column in table.columns("zh")}
    for column in columns:
        column["dc:description"] = [{"@value": column["dc:description"], "@language": "en"},
                                    {"@value": in_chinese[column["name"]], "@language": "zh"}]
    key = table.defined[0].name
    return {
        "url": f"{table.name}.csv",
        "dc:description": [{"@value": table.meaning(language), "@language": language} for language in ("en", "zh")],
        "tableSchema": {"columns": columns, "primaryKey": key, "aboutUrl": f"{{+{key}}}"},
    }


def _column(defined: FlatColumn, column: Column, found: Column) -> dict[str, Any]:
    described: dict[str, Any] = {"name": column.name, "titles": column.name, "dc:description": column.meaning}
    if found.kind is Kind.DATE:
        described["datatype"] = {"base": "string", "format": _DATE}
    else:
        described["datatype"] = found.kind.value
    if found.several:
        described["separator"] = SEPARATOR
    own, simple = column.name == defined.name, _SIMPLE.fullmatch(defined.path)
    # Only what the graph holds as one triple of the row's thing becomes a triple where somebody makes RDF of the table.
    if own and simple and not found.several and defined.found in {Found.THING, Found.IRI, Found.CONCEPT}:
        described["propertyUrl"] = PREFIXES[simple[1]] + simple[2]
        described["valueUrl"] = f"{iris.ONTOLOGY}{{{column.name}}}" if defined.found is Found.CONCEPT \
            else f"{{+{column.name}}}"
    else:
        described["suppressOutput"] = True
    return described

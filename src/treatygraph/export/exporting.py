"""Knows the forms of export: what writes each, what it needs, and what its files are for.

Must not write into a folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from treatygraph.export.annotations import annotations_file
from treatygraph.export.columnar import parquet_files
from treatygraph.export.content import Content
from treatygraph.export.csvw import csv_files
from treatygraph.export.database import sqlite_file
from treatygraph.export.dictionary import dictionary_file
from treatygraph.export.geojson import geojson_file
from treatygraph.export.json_ld import json_ld_files
from treatygraph.export.rdf import Files, jelly_file, n_quads_file, rdf_xml_file, trig_file, turtle_file
from treatygraph.export.workbook import workbook_file
from treatygraph.optional import is_installed


@dataclass(frozen=True)
class Form:
    """A form: what it is, what writes it, and the package that it needs beyond those always there."""

    about: str
    write: Callable[[Content], Files]
    needs: str = ""

    @property
    def possible(self) -> bool:
        """Whether what it needs is installed."""
        return not self.needs or is_installed(self.needs)


FORMS: dict[str, Form] = {
    "turtle": Form("all triples, as text to read", turtle_file),
    "nquads": Form("the named graphs, a line each", n_quads_file),
    "trig": Form("the named graphs, as text to read", trig_file),
    "jsonld": Form("the named graphs as JSON-LD, and its context", json_ld_files),
    "rdfxml": Form("all triples as RDF/XML", rdf_xml_file),
    "jelly": Form("all triples in a binary form for large graphs", jelly_file),
    "annotations": Form("the evidence as Web Annotations", annotations_file),
    "csv": Form("the flat tables as CSV, described as CSV on the Web", csv_files),
    "parquet": Form("the flat tables as Parquet", parquet_files, "pyarrow"),
    "sqlite": Form("the flat tables in one SQLite database", sqlite_file),
    "xlsx": Form("the flat tables in one workbook", workbook_file, "xlsxwriter"),
    "geojson": Form("the facilities, for maps", geojson_file),
    "dictionary": Form("what the columns of the flat tables mean, as a page", dictionary_file),
}


def exported(content: Content, forms: Iterable[str], done: Callable[[str], None] = lambda _: None) -> Files:
    """Return the files of some forms by their names, the same bytes for the same graph; `done` is told each form.

    Raises TreatyGraphError where a form needs a package that is not installed, or cannot hold what the graph states.
    """
    files: Files = {}
    for name in forms:
        files |= FORMS[name].write(content)
        done(name)
    return files

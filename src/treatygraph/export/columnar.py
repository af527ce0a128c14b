"""Writes the flat tables as Parquet, a file each, with what their columns mean.

Must not import pyarrow before it is asked for: it is an extra.
"""

from __future__ import annotations

from treatygraph.dataset.answer import Answer, Kind
from treatygraph.export.content import Content
from treatygraph.export.rdf import Files
from treatygraph.optional import library


def parquet_files(content: Content) -> Files:
    """Return a Parquet file for each table; raise TreatyGraphError where pyarrow is not installed."""
    return {f"{table.name}.parquet": _written(answer) for table, answer in content.tables}


def _written(answer: Answer) -> bytes:
    arrow, parquet = library("pyarrow"), library("pyarrow.parquet")
    types = {Kind.INTEGER: arrow.int64(), Kind.NUMBER: arrow.float64(), Kind.BOOLEAN: arrow.bool_()}
    fields = [arrow.field(column.name, types.get(column.kind, arrow.string()),
                          metadata={"description": column.meaning}) for column in answer.columns]
    table = arrow.table([list(answer.column(column.name)) for column in answer.columns],
                        schema=arrow.schema(fields, metadata={"description": answer.title}))
    sink = arrow.BufferOutputStream()
    parquet.write_table(table, sink, compression="snappy")
    written: bytes = sink.getvalue().to_pybytes()
    return written

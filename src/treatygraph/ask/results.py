"""Writes answers as CSV, JSON and Turtle.

Must not look anything up: an answer is written as it is.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from treatygraph.ask.asking import Answer
from treatygraph.ask.questions import QueryError
from treatygraph.vocab import PREFIXES

BOM = "\ufeff"
"""What some spreadsheet programs need at the beginning of a CSV to read it as UTF-8."""


def plain(term: NamedNode | Literal | None) -> str:
    """Return a term as a table shows it: an IRI or a literal's words; nothing for an unbound variable."""
    return "" if term is None else str(getattr(term, "value", term))


def to_csv(answer: Answer, *, bom: bool = False) -> str:
    """Write an answer as CSV (SPARQL 1.1 Query Results CSV and TSV Formats), lines ending in LF."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(answer.variables)
    writer.writerows([plain(term) for term in row] for row in answer.rows)
    return (BOM if bom else "") + buffer.getvalue()


def to_json(answer: Answer) -> str:
    """Write an answer as SPARQL 1.1 Query Results JSON."""
    return "".join(json_parts(answer))


def json_parts(answer: Answer) -> Iterator[str]:
    """Write an answer as `to_json` does, row by row: as a whole it takes many times the room of its rows."""
    if answer.variables == ("answer",) and answer.rows and plain(answer.rows[0][0]) in {"true", "false"}:
        yield json.dumps({"head": {}, "boolean": plain(answer.rows[0][0]) == "true"})
        return
    nothing = {"head": {"vars": list(answer.variables)}, "results": {"bindings": []}}
    head = json.dumps(nothing, ensure_ascii=False, indent=1)
    before, behind = head.rsplit("[]", 1)
    yield f"{before}["
    for number, row in enumerate(answer.rows):
        binding = {name: _json_term(term) for name, term in zip(answer.variables, row, strict=True) if term is not None}
        written = json.dumps(binding, ensure_ascii=False, indent=1).replace("\n", "\n   ")
        yield f"{',' if number else ''}\n   {written}"
    yield f"{chr(10) + '  ' if answer.rows else ''}]{behind}"


def _json_term(term: NamedNode | Literal | BlankNode | Triple) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    if not isinstance(term, Literal):
        return {"type": "bnode", "value": term.value}
    cell = {"type": "literal", "value": term.value}
    if term.language:
        cell["xml:lang"] = term.language
    elif not term.datatype.value.endswith("#string"):
        cell["datatype"] = term.datatype.value
    return cell


def to_turtle(answer: Answer) -> str:
    """Write the triples of a CONSTRUCT or DESCRIBE as Turtle; raise QueryError for an answer of rows."""
    if answer.triples is None:
        raise QueryError("--format ttl needs a CONSTRUCT or DESCRIBE query; use table, csv or json for a SELECT")
    written = serialize(answer.triples, format=RdfFormat.TURTLE, prefixes=PREFIXES)
    return (written or b"").decode()

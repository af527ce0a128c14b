"""Writes an answer as a workbook: its rows with names beside IRIs, and a sheet that says what was asked.

Must not evaluate a query.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import chain
from typing import Any
from urllib.parse import quote, urlencode

from treatygraph.ask import Question
from treatygraph.ask.workbooks import MOST_ROWS, NEEDS, Cell, Sheet, workbook
from treatygraph.explain.names import short
from treatygraph.model import TreatyGraphError
from treatygraph.optional import is_installed
from treatygraph.serve.describing import Things
from treatygraph.serve.formats import XLSX
from treatygraph.serve.messages import Job, RefusedError, Reply
from treatygraph.serve.page_parts import Page
from treatygraph.vocab import XSD

_WHOLE = {XSD + name for name in ("integer", "nonNegativeInteger", "positiveInteger", "int", "long")}
_BROKEN = {XSD + name for name in ("decimal", "double", "float")}
# Beyond it a spreadsheet rounds (IEEE 754 doubles).
_LARGEST = 2**53
_WIDTHS = (22, 90)
Forms = tuple[tuple[str, str], ...]


def with_workbook(forms: Forms) -> Forms:
    """Return forms of an answer with the workbook among them, where this installation can write one."""
    return (*forms, ("XLSX", XLSX.suffix)) if is_installed(NEEDS) else forms


def answer_workbook(job: Job, body: bytes, things: Things, question: Question | None = None,
                    settings: Mapping[str, str] | None = None) -> Reply:
    """Return an answer, given as SPARQL's JSON, as a workbook.

    Raises RefusedError 403 where it has more rows than a sheet, 406 where no workbook can be written here.
    """
    page = Page(job, things)
    found = json.loads(body)
    heads, rows = _rows(page, found)
    if len(rows) > MOST_ROWS:
        raise RefusedError(403, f"the answer has more rows than a sheet holds, {MOST_ROWS}; ask for CSV")
    name = question.name if question else "answer"
    told = _told(page, question, settings or {})
    try:
        written = workbook(name, (Sheet("answer", heads, rows), Sheet("about", ("about", ""), told, _WIDTHS)))
    except TreatyGraphError:
        raise RefusedError(406, "this server has nothing to write workbooks with; ask for CSV, or have its operator "
                                "install treatygraph[export]") from None
    return Reply(200, XLSX.media_type, written, {"content-disposition": f'attachment; filename="{name}.xlsx"'})


def _rows(page: Page, found: dict[str, Any]) -> tuple[list[str], list[list[Cell]]]:
    """Return the heads and rows of an answer; beside a column with things stands one with what they are called."""
    if "boolean" in found:
        return ["answer"], [[bool(found["boolean"])]]
    names: list[str] = found["head"]["vars"]
    bindings: list[dict[str, Any]] = found["results"]["bindings"]
    named = {name for name in names if f"{name}_name" not in names
             and any(row.get(name, {}).get("type") == "uri" for row in bindings)}
    heads = list(chain.from_iterable((name, f"{name}_name") if name in named else (name,) for name in names))
    rows = []
    for row in bindings:
        cells: list[Cell] = []
        for name in names:
            value = row.get(name)
            cells.append(_cell(value))
            if name in named:
                cells.append(page.name(value["value"])[0] if value and value["type"] == "uri" else None)
        rows.append(cells)
    return heads, rows


def _cell(value: dict[str, Any] | None) -> Cell:
    """Return a value as a cell; numbers are numbers where a spreadsheet does not change them."""
    if value is None:
        return None
    if not isinstance(value["value"], str):
        return json.dumps(value["value"], ensure_ascii=False)
    text, kind = value["value"], value.get("datatype")
    try:
        if kind in _WHOLE and abs(int(text)) <= _LARGEST:
            return int(text)
        if kind in _BROKEN and abs(float(text)) <= _LARGEST:
            return float(text)
    except ValueError:
        return text
    return {"true": True, "false": False}.get(text, text) if kind == f"{XSD}boolean" else text


def _told(page: Page, question: Question | None, settings: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what was asked, by which query and where, and what the columns mean."""
    job = page.job
    if question is None:
        asked = urlencode({"query": job.query}, quote_via=quote)
        return [("address", f"{job.root}/sparql?{asked}"), ("query", job.query)]
    values = {name: settings.get(name) or question.default(name) for name in question.parameters}
    asked = urlencode({name: job.values[name] for name in values if name in job.values}, quote_via=quote)
    told = [("question", question.name), ("asks", question.asks_in(page.language)),
            *((name, short(value)) for name, value in values.items()),
            ("address", f"{job.root}/questions/{question.name}{'?' if asked else ''}{asked}")]
    meanings = {name: question.meaning_in(name, page.language) for name in question.meanings}
    return [*told, *((name, meaning) for name, meaning in meanings.items() if meaning and name not in values),
            ("query", job.query)]

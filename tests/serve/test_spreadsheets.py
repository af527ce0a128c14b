"""Answers as workbooks: what stands in their cells, read by another library than wrote them."""

from __future__ import annotations

import io
import json
from typing import Any

import openpyxl
import pytest

from treatygraph.serve import spreadsheets
from treatygraph.serve.describing import Things
from treatygraph.serve.messages import Job, RefusedError

from .serving import Response, Served

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def book(response: Response) -> Any:
    assert (response.status, response.type) == (200, XLSX)
    return openpyxl.load_workbook(io.BytesIO(response.body))


def values(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def test_a_question_with_names_beside_iris_and_what_was_asked(server: Served) -> None:
    answer = server.get("/questions/CQ-28?format=xlsx&day=1998-07-24&lang=zh")
    assert answer.headers["content-disposition"] == 'attachment; filename="CQ-28.xlsx"'
    written = book(answer)
    head, *rows = values(written["answer"])
    assert len(rows) == 44
    assert head[:2] == ("state", "state_name")
    assert ("https://w3id.org/treatygraph/id/state/DZA", "阿尔及利亚") in {row[:2] for row in rows}
    told = dict(values(written["about"]))
    assert told["question"] == "CQ-28"
    assert told["day"] == "1998-07-24"
    assert told["address"] == f"{server.address}/questions/CQ-28?day=1998-07-24"
    assert "SELECT" in told["query"]


def test_what_looks_like_a_formula_is_text_and_numbers_are_numbers(server: Served) -> None:
    query = """SELECT ?a ?b ?c ?d ?e ?state { VALUES (?a ?b ?c ?d ?e ?state) {
      ("=1+1" 7 2.5 true 12345678901234567890 <https://w3id.org/treatygraph/id/state/KEN>)
      ("@SUM(A1)" "+7" "http://x/" UNDEF "2021"^^<http://www.w3.org/2001/XMLSchema#gYear> UNDEF) } }"""
    sheet = book(server.query(query, format="xlsx"))["answer"]
    assert values(sheet)[0] == ("a", "b", "c", "d", "e", "state", "state_name")
    kinds = [[cell.data_type for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert kinds == [["s", "n", "n", "b", "s", "s", "s"], ["s", "s", "s", "n", "s", "n", "n"]]
    assert values(sheet)[1:] == [
        ("=1+1", 7, 2.5, True, "12345678901234567890", "https://w3id.org/treatygraph/id/state/KEN", "Kenya"),
        ("@SUM(A1)", "+7", "http://x/", None, "2021", None, None)]
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)


def test_yes_or_no(server: Served) -> None:
    assert values(book(server.query("ASK {}", XLSX))["answer"]) == [("answer",), (True,)]


def test_the_pages_lead_to_it_and_nobody_gets_it_unasked(server: Served) -> None:
    assert "/questions/CQ-10?format=xlsx" in server.get("/questions/CQ-10", "text/html").text
    assert server.query("SELECT * { ?s a ?c } LIMIT 1", "*/*").type == "application/sparql-results+json"
    assert server.get("/questions/CQ-55?format=xlsx").status == 406, "a graph has no rows"


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch, nothing: Things) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 1)
    body = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [{}, {}]}}).encode()
    with pytest.raises(RefusedError, match="more rows than a sheet holds, 1; ask for CSV"):
        spreadsheets.answer_workbook(Job("query", query="x"), body, nothing)


def test_without_the_library_it_is_neither_offered_nor_written(monkeypatch: pytest.MonkeyPatch, nothing: Things) -> None:
    monkeypatch.setattr(spreadsheets, "NEEDS", "no_such_module")
    assert spreadsheets.with_workbook((("CSV", "csv"),)) == (("CSV", "csv"),)
    monkeypatch.setattr("treatygraph.ask.workbooks.NEEDS", "no_such_module")
    with pytest.raises(RefusedError, match="install treatygraph") as refused:
        spreadsheets.answer_workbook(Job("query", query="x"), b'{"head": {}, "boolean": false}', nothing)
    assert refused.value.status == 406


@pytest.fixture
def nothing() -> Things:
    from pyoxigraph import Store

    return Things(Store())

"""Questions, queries, things and the status on a day, as Python programs are given them."""

from __future__ import annotations

import datetime
import io
import sys
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

import treatygraph
from treatygraph import iris, paths
from treatygraph.ask import QueryError
from treatygraph.dataset import opening
from treatygraph.dataset.answer import Answer, Column, Kind

MIXED = Answer("mixed", (Column("code", Kind.TEXT, "what a < b means"), Column("n", Kind.INTEGER), Column("x", Kind.NUMBER),
                         Column("ok", Kind.BOOLEAN), Column("day", Kind.DATE)),
               (("A,B", 1, 0.5, True, "2021-09"), (None, None, None, None, None), ("<b>", 3, 2.0, False, "2021-09-23")))


def test_a_question_has_names_beside_its_things(graph: treatygraph.TreatyGraph) -> None:
    answer = graph.ask("CQ-01", lang="fr")
    assert [column.name for column in answer.columns] == ["status", "status_name", "state", "state_name"]
    assert answer.columns[2].meaning == "a State of the annex"
    assert graph.ask("CQ-01", lang="zh").columns[2].meaning == "附件所列国家"
    assert "Égypte" in answer.column("state_name")
    plain = graph.ask("CQ-01", lang=None)
    assert [column.name for column in plain.columns] == ["status", "state"]
    assert plain.column("state") == answer.column("state")


def test_parameters_are_given_as_people_call_things(graph: treatygraph.TreatyGraph) -> None:
    assert graph.ask("CQ-09", state="Tchad") == graph.ask("CQ-09", state="TCD") == graph.ask("CQ-09", state=iris.thing("state/TCD"))
    assert graph.ask("CQ-30", day=datetime.date(1998, 7, 24)) == graph.ask("CQ-30", day="1998-07-24")
    with pytest.raises(QueryError, match="has no parameter 'year'"):
        graph.ask("CQ-15", year=2021)
    with pytest.raises(QueryError, match="no question 'CQ-99'"):
        graph.ask("CQ-99")


def test_sparql_in_all_its_forms(graph: treatygraph.TreatyGraph) -> None:
    assert graph.sparql("ASK { ?s a tg:Treaty }").rows == ({"answer": True},)
    counted = graph.sparql("SELECT (COUNT(*) AS ?n) (1.5 AS ?x) ('a' AS ?a) ('2'^^xsd:integer AS ?m) { ?s a tg:Treaty }")
    assert [(column.name, column.kind) for column in counted.columns] == [
        ("n", Kind.INTEGER), ("x", Kind.NUMBER), ("a", Kind.TEXT), ("m", Kind.INTEGER)]
    made = graph.sparql("CONSTRUCT { ?s tg:iso3 ?c } WHERE { ?s tg:iso3 ?c FILTER (?c = 'KEN') }")
    assert made.rows == ({"subject": iris.thing("state/KEN"), "predicate": iris.ONTOLOGY + "iso3", "object": "KEN"},)
    assert graph.sparql("SELECT ?s ?o { ?s tg:no ?o }").rows == ()
    for refused in ("DELETE WHERE { ?s ?p ?o }", "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", "SELECT * {"):
        with pytest.raises(QueryError):
            graph.sparql(refused)


def test_a_column_of_things_and_words_is_text(graph: treatygraph.TreatyGraph) -> None:
    found = graph.sparql("SELECT ?x { VALUES ?x { tg:President 5 } }", lang="zh")
    assert [column.kind for column in found.columns] == [Kind.TEXT, Kind.TEXT]
    assert sorted(found.cells, key=str) == [("5", None), (iris.ONTOLOGY + "President", "主席")]


def test_the_status_on_a_day(graph: treatygraph.TreatyGraph) -> None:
    """The Congo ratified in September 2014, on a day that no source here gives."""
    congo = next(row for row in graph.status(datetime.date(2014, 9, 20), lang="zh") if row["iso3"] == "COG")
    assert (congo["certainty"], congo["status"], congo["since"]) == ("uncertain", "Ratified|SignedNotRatified", None)
    assert congo["status_name"] == "已批准|已签署但未批准"
    last = max(str(day) for day in graph.treaty_actions().column("date") if len(str(day)) == 10)
    assert graph.status(group="africa").title == f"status under ctbt on {last}"
    with pytest.raises(treatygraph.TreatyGraphError, match="is no day"):
        graph.status("23.9.2021")


def test_a_thing_and_where_it_comes_from(graph: treatygraph.TreatyGraph) -> None:
    kenya = graph.thing("state/KEN")
    assert {"State", "Agent"} <= set(kenya.kinds)
    inverse = {row["property"] for row in kenya.facts if row["inverse"]}
    assert {"speaker", "holder", "listed"} <= inverse
    names = {row["value_name"] for row in kenya.facts if row["property"] == "inRegion"}
    assert names == {"Africa"}
    explained = graph.thing("conference/ctbt-art-xiv-2021/office/President/ITA").explain()
    assert "DEC-02" in str(explained) == repr(explained)
    assert [rule["id"] for rule in explained.record["rules"]] == ["DEC-02"]
    with pytest.raises(treatygraph.TreatyGraphError, match="no graph says"):
        kenya.explain("holder")
    assert graph.thing("tg:President", lang="zh").label == "主席"


def test_findings_stand_beside_the_graph(graph: treatygraph.TreatyGraph, tmp_path: Path) -> None:
    assert "several-spellings" in graph.findings.column("kind")
    assert all(line is None or line > 0 for line in graph.findings.column("line"))
    (tmp_path / "a.ttl").write_text("<http://x/a> a <http://x/A> .", encoding="utf-8")
    assert len(treatygraph.open(tmp_path).findings) == 0
    (tmp_path / "findings.json").write_text("{", encoding="utf-8")
    with pytest.raises(treatygraph.TreatyGraphError, match=r"findings\.json: cannot be read"):
        treatygraph.open(tmp_path)


def test_one_s_own_text_is_a_graph_of_the_same_kind(tmp_path: Path, opened_once: None) -> None:
    report = tmp_path / "report.txt"
    report.write_text("1. The Conference adopted its agenda (A/CONF.9/2031/1).", encoding="utf-8")
    graph = treatygraph.build(report, symbol="A/CONF.9/2031/7")
    assert repr(graph) == "<TreatyGraph: A/CONF.9/2031/7>"
    assert graph.decisions().column("decision_type") == ("Adoption",)
    assert {"file", "line", "words", "message"} <= set(graph.findings.rows[0])
    assert any(kind and str(kind).startswith("shape/") for kind in graph.findings.column("kind"))
    assert graph.thing("state/KEN").label == "Kenya"
    with pytest.raises(treatygraph.TreatyGraphError, match="name the text"):
        opening.build([])


def test_rdflib_has_the_same_graphs() -> None:
    opened = treatygraph.open(paths.graph() / "persons.ttl")
    dataset = opened.to_rdflib()
    assert {str(graph.identifier) for graph in dataset.graphs() if len(graph)} == {iris.graph("table", "persons")}
    query = "SELECT ?s ?name { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?name }"
    assert {(str(s), str(name)) for s, name in dataset.query(query)} == {(row["s"], row["name"]) for row in opened.sparql(query)}


def test_data_frames_keep_types_and_gaps() -> None:
    frame = MIXED.to_pandas()
    assert [str(kind) for kind in frame.dtypes] == ["string", "Int64", "Float64", "boolean", "string"]
    assert frame.isna().sum().tolist() == [1, 1, 1, 1, 1]
    assert frame["n"].sum() == 4
    other = MIXED.to_polars()
    assert other.schema == {"code": pl.String, "n": pl.Int64, "x": pl.Float64, "ok": pl.Boolean, "day": pl.String}
    assert other.rows() == list(MIXED.cells)
    empty = Answer("", MIXED.columns, ())
    assert len(empty.to_pandas()) == len(empty.to_polars()) == 0


def test_csv_is_read_as_it_was_written() -> None:
    read = pd.read_csv(io.StringIO(MIXED.to_csv()), dtype="string", keep_default_na=False)
    assert read.to_numpy().tolist() == [["A,B", "1", "0.5", "true", "2021-09"], [""] * 5, ["<b>", "3", "2.0", "false", "2021-09-23"]]


def test_a_notebook_shows_no_markup_of_the_data() -> None:
    shown = MIXED._repr_html_()
    assert "&lt;b&gt;" in shown
    assert "<b>" not in shown
    assert 'title="what a &lt; b means"' in shown
    many = Answer("many", (Column("n", Kind.INTEGER),), tuple((n,) for n in range(25)))
    assert many._repr_html_().count("<tr>") == 21
    assert "… and 5 more rows" in many._repr_html_()


def test_a_library_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(treatygraph.TreatyGraphError, match=r"install treatygraph\[polars\]"):
        MIXED.to_polars()

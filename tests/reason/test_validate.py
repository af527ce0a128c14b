"""Proves that fast validation says what pySHACL says, leaves to it what it cannot evaluate, and takes any severity."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from treatygraph import paths
from treatygraph.model import Severity
from treatygraph.reason.core_constraints import left_open
from treatygraph.reason.measured import StoredText, recounted, stored_words
from treatygraph.reason.sparql_constraints import constraints, is_exact
from treatygraph.reason.validate import shape_triples, validate

PREFIXES = """
@prefix : <https://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix tg: <https://w3id.org/treatygraph/ontology#> .
@prefix tgs: <https://w3id.org/treatygraph/shapes#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
CASES = sorted(Path(__file__).parents[1].glob("shapes/*/*.ttl"))


def turtle(text: str) -> list[Triple]:
    return [Triple(q.subject, q.predicate, q.object) for q in parse(PREFIXES + text, format=RdfFormat.TURTLE)]


def both(data: str, shapes: str) -> set[tuple[str, str, str]]:
    """Validate in both ways, and return what both find: focus, severity, message."""
    found = [{(r.focus.rpartition("/")[2], r.severity, r.message) for r in validate(
        [turtle(data)], turtle(shapes), together=together).results} for together in (True, False)]
    assert found[0] == found[1]
    return found[0]


def test_cases_of_many_shapes_in_both_ways() -> None:
    """Cases of many shapes in one graph, so that most have something to find and something to let pass."""
    triples: set[Triple] = set()
    for case in CASES[::80]:
        triples |= {Triple(q.subject, q.predicate, q.object) for q in parse(path=str(case), format=RdfFormat.TURTLE)}
    fast, plain = (set(validate([triples], shape_triples(), together=together).results) for together in (True, False))
    assert fast == plain
    assert len({result.shape for result in fast}) > 3


def test_a_severity_of_its_own_does_not_conform_and_does_not_crash() -> None:
    shapes = ':S a sh:NodeShape ; sh:targetClass :C ; sh:severity :Grave ; sh:property [ sh:path :p ; sh:minCount 1 ; sh:severity :Grave ; sh:message "core" ] ; sh:sparql [ sh:message "sparql" ; sh:select "SELECT $this WHERE { $this a ?class . }" ] .'
    grave = "https://example.org/Grave"
    assert both(":x a :C .", shapes) == {("x", grave, "core"), ("x", grave, "sparql")}
    report = validate([turtle(":x a :C .")], turtle(shapes))
    assert not report.conforms
    assert report.count(Severity.VIOLATION) == 0


@pytest.mark.parametrize(("shapes", "data", "found"), [
    # Another shape rests on the holder: its properties stay with it.
    (":P a sh:NodeShape ; sh:targetClass :C ; sh:property [ sh:path :p ; sh:minCount 1 ; sh:message 'p' ] . :Q a sh:NodeShape ; sh:targetClass :D ; sh:node :P ; sh:message 'q' .",
     ":x a :C . :y a :D .", {("x", "p"), ("y", "q")}),
    # A closed shape allows the paths of its properties.
    (":P a sh:NodeShape ; sh:targetNode :x ; sh:closed true ; sh:message 'closed' ; sh:property [ sh:path :p ] .",
     ":x :p 1 . ", set()),
    # Regular expressions with flags, paths of any length and counted values of two shapes are not evaluated.
    (":P a sh:NodeShape ; sh:targetNode :x ; sh:property [ sh:path :p ; sh:pattern 'A' ; sh:flags 'i' ; sh:message 'm' ] .",
     ":x :p 'a' , 'b' .", {("x", "m")}),
    (":P a sh:NodeShape ; sh:targetNode :x ; sh:property [ sh:path [ sh:oneOrMorePath :p ] ; sh:maxCount 1 ; sh:message 'm' ] .",
     ":x :p :y . :y :p :z .", {("x", "m")}),
    # Subclasses, implied targets, and shapes that are switched off.
    (":C a <http://www.w3.org/2000/01/rdf-schema#Class>, sh:NodeShape ; sh:property [ sh:path :p ; sh:minCount 1 ; sh:message 'm' ] .",
     ":D <http://www.w3.org/2000/01/rdf-schema#subClassOf> :C . :x a :D .", {("x", "m")}),
    (":P a sh:NodeShape ; sh:targetClass :C ; sh:deactivated true ; sh:property [ sh:path :p ; sh:minCount 1 ] .", ":x a :C .", set()),
    # Values equal in value only, and literals that are not well-formed.
    (":P a sh:NodeShape ; sh:targetNode :x ; sh:property [ sh:path :p ; sh:in ( 1 2 ) ; sh:message 'm' ] .", ":x :p 1 , 3 .", {("x", "m")}),
    (":P a sh:NodeShape ; sh:targetNode :x ; sh:property [ sh:path :p ; sh:datatype xsd:date ; sh:message 'm' ] .",
     ":x :p '2021-02-30'^^xsd:date .", {("x", "m")}),
])
def test_what_is_left_to_pyshacl(shapes: str, data: str, found: set[tuple[str, str]]) -> None:
    assert {(focus, message) for focus, _, message in both(data, shapes)} == found


@pytest.mark.parametrize("query", [
    "SELECT $this WHERE { { FILTER (STR($this) > 'x') } UNION { $this a ?c } }",
    "SELECT $this WHERE { $this a ?c . OPTIONAL { ?c a ?d . BIND (STR($this) AS ?e) } }",
    "SELECT $this WHERE { { ?c a ?d . FILTER NOT EXISTS { $this a ?c } } }",
    "SELECT $this WHERE { { SELECT ?x WHERE { ?x a ?c } } }",
    "SELECT $this WHERE { $this a ?c } LIMIT 1",
    "SELECT (COUNT(?x) AS ?n) $this WHERE { $this a ?x }",
    "SELECT ?x WHERE { ?x a ?c }",
    "SELECT $this WHERE { $this a ?c MINUS { $this a ?d } }",
    "SELECT $this ?message WHERE { $this a ?c BIND ('x' AS ?message) }",
])
def test_a_query_that_means_something_else_for_all_nodes_together(query: str) -> None:
    assert not is_exact(query)


@pytest.mark.parametrize("query", [
    "SELECT $this ?from WHERE { $this a ?c ; :p ?from . FILTER ($this != ?c && STR(?from) > 'LIMIT') }",
    "SELECT $this (COUNT(?x) AS ?n) WHERE { $this a ?x } GROUP BY $this HAVING (COUNT(?x) > 1)",
    "SELECT $this WHERE { FILTER NOT EXISTS { $this a ?c . FILTER ($this != ?c) } }",
    "SELECT $this WHERE { { $this a ?c } UNION { ?c a $this } }",
])
def test_a_query_that_means_the_same_for_all_nodes_together(query: str) -> None:
    assert is_exact(query)


def test_every_query_of_our_shapes_is_asked_once() -> None:
    shapes = shape_triples()
    queries = [t for t in shapes if t.predicate.value == "http://www.w3.org/ns/shacl#sparql"]
    assert len(constraints(shapes)) == len(queries)


def test_nothing_is_left_to_pyshacl_of_a_graph_that_conforms() -> None:
    shapes = turtle(":P a sh:NodeShape ; sh:targetClass :C ; sh:property [ sh:path :p ; sh:minCount 1 ] .")
    assert left_open(shapes, turtle(":x a :C ; :p 1 .")) == []


def test_messages_in_chinese() -> None:
    data = turtle("<https://w3id.org/treatygraph/id/state/ITA> a tg:State, tg:Country .")
    told = {r.shape: r.message for r in validate([data], language="zh").results}
    assert told["DeclaredTermShape"] == "本体未声明https://w3id.org/treatygraph/ontology#Country：请更正名称，或在ontology/中声明。"


def test_words_of_a_stored_text() -> None:
    """Offsets beyond the text give what there is; spans of texts that are not at hand are left out."""
    spans = turtle(":a prov:wasQuotedFrom :zh ; tg:start 2 ; tg:end 4 . :b prov:wasQuotedFrom :zh ; tg:start 4 ; tg:end 9 . "
                   ":c prov:wasQuotedFrom :en ; tg:start 0 ; tg:end 1 .")
    found = stored_words(spans, {"https://example.org/zh": StoredText("第一次会议", "0" * 64)})
    assert found == set(turtle(":a tgs:storedWords '次会' . :b tgs:storedWords '议' . "
                               f":zh tgs:storedLength 5 ; tgs:storedChecksum '{'0' * 64}' ."))


def test_graphs_are_counted_again_where_all_are_there() -> None:
    graph = "https://w3id.org/treatygraph/graph/"
    data = turtle("<https://w3id.org/treatygraph/id/state/ITA> a tg:State ; tg:iso3 'ITA' .")
    description = turtle(f"<https://w3id.org/treatygraph/dataset> void:subset <{graph}table/states> . :k void:class tg:State .")
    assert recounted({}, description) == set()
    assert recounted({graph + "table/states": data, graph + "table/other": turtle(":x :y :z .")}, description) == set(turtle(
        f"<{graph}table/states> tgs:triples 2 ; tgs:entities 1 . :k tgs:entities 1 . <https://w3id.org/treatygraph/dataset>"
        " tgs:triples 2 ; tgs:entities 1 ; tgs:classes 1 ; tgs:properties 2 ; tgs:distinctSubjects 1 ; tgs:distinctObjects 2 ."))


@pytest.mark.parametrize(("old", "new", "shape"), [
    ('tg:checksum "ce1345d4', 'tg:checksum "00000000', "StoredTextShape"),
    ('tg:quote "第一次全体会议"@zh', 'tg:quote "第七次全体会议"@zh', "StoredTextShape"),
])
def test_a_quotation_is_compared_with_the_text_beside_the_graph(old: str, new: str, shape: str, tmp_path: Path) -> None:
    import built
    from command import run

    name = "ctbt-art-xiv-2021-6.zh"
    graph = (paths.graph() / f"{name}.ttl").read_text(encoding="utf-8")
    assert old in graph
    (tmp_path / f"{name}.ttl").write_text(graph.replace(old, new), encoding="utf-8")
    told = {r["shape"] for r in json.loads(run("validate", str(tmp_path / f"{name}.ttl"), "--format", "json").stdout)}
    assert shape not in told
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / f"{name}.txt").write_bytes(built.REPORT.read_bytes())
    told = {r["shape"] for r in json.loads(run("validate", str(tmp_path / f"{name}.ttl"), "--format", "json", "--texts",
                                               str(tmp_path / "texts")).stdout)}
    assert shape in told


def test_a_day_that_does_not_exist_is_a_result_and_no_traceback(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    from command import run

    file = tmp_path / "day.ttl"
    file.write_text(PREFIXES + "<https://w3id.org/treatygraph/id/document/A/75/1> a tg:Document ; tg:symbol 'A/75/1' ; "
                    "<http://purl.org/dc/terms/date> '2021-02-30'^^xsd:date .", encoding="utf-8")
    done = run("validate", str(file), "--alone", "--format", "json")
    assert ("DocumentShape", "2021-02-30") in {(r["shape"], r["value"]) for r in json.loads(done.stdout)}
    # What a library warns of would stand on the error stream.
    assert caplog.records == []

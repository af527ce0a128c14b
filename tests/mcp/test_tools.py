"""A real client of the protocol's SDK, over the pipes of a process, is answered with evidence, within limits."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import run

import treatygraph
from treatygraph import iris, paths, vocab

mcp = pytest.importorskip("mcp")

SPAN = iris.thing("document/CTBT-Art.XIV/2021/6/zh") + "#char=1203,1206"
PRESIDENCY = "conference/ctbt-art-xiv-2021/office/President/ITA"
# Some facts of paragraph 9 of the report of 2021, and of two States, so that a server has them at once.
MADE = f"""
@prefix tg: <{iris.ONTOLOGY}> . @prefix skos: <{vocab.SKOS}> . @prefix prov: <{vocab.PROV}> . @prefix xsd: <{vocab.XSD}> .
@prefix dcterms: <{vocab.DCTERMS}> . @base <{iris.ID}> .
<state/ITA> a tg:State ; tg:iso3 "ITA" ; skos:prefLabel "Italy"@en, "意大利"@zh ; dcterms:source <source/unterm> .
<state/KEN> a tg:State ; tg:iso3 "KEN" ; skos:prefLabel "Kenya"@en, "Kenia"@es ; dcterms:source <source/unterm> .
<source/unterm> dcterms:title "UNTERM"@en . <treaty/ctbt> a tg:Treaty ; skos:prefLabel "Treaty"@en .
<{PRESIDENCY}> a tg:OfficeHolding ; tg:holder <state/ITA> ; tg:office tg:President ; tg:byRule <rule/DEC-02> ;
    tg:statedIn <document/CTBT-Art.XIV/2021/6/paragraph/9> ; prov:wasDerivedFrom <{SPAN}> .
<{SPAN}> a tg:TextSpan ; tg:quote "意大利"@zh ; tg:start 1203 ; tg:end 1206 ; tg:inProvision <document/CTBT-Art.XIV/2021/6/paragraph/9> .
<treaty/ctbt/action/ITA/Ratification> a tg:TreatyAction ; tg:state <state/ITA> ; tg:treaty <treaty/ctbt> ;
    tg:actionType tg:Ratification ; dcterms:date "1999-02-01"^^xsd:date .
<treaty/ctbt/status/ITA/Ratified> a tg:TreatyStatus ; tg:state <state/ITA> ; tg:treaty <treaty/ctbt> ;
    tg:status tg:Ratified ; tg:validFrom "1999-02-01"^^xsd:date .
"""
NEVER_ENDING = f"SELECT (COUNT(*) AS ?n) {{ {' . '.join(f'?s{n} ?p{n} ?o{n}' for n in range(9))} }}"
CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "questions": ("questions", {"lang": "zh"}),
    "asked": ("ask", {"question": "CQ-35", "parameters": {"thing": "Kenia"}, "rows": 1}),
    "no question": ("ask", {"question": "CQ-99"}),
    "no file": ("ask", {"question": "/etc/hostname"}),
    "no State": ("ask", {"question": "CQ-09", "parameters": {"state": "Kenja"}}),
    "searched": ("search", {"words": "Kenia", "kind": "State"}),
    "selected": ("sparql", {"query": "SELECT ?s ?office { ?s tg:holder ?state ; tg:office ?office . ?state tg:iso3 'ITA' }", "lang": "zh"}),
    "constructed": ("sparql", {"query": "CONSTRUCT { ?s a tg:Treaty } WHERE { ?s a tg:Treaty }"}),
    "true": ("sparql", {"query": "ASK { ?s a tg:Treaty }"}),
    "endless": ("sparql", {"query": NEVER_ENDING, "seconds": 0.3}),
    "too much": ("sparql", {"query": "SELECT * { ?s ?p ?o }"}),
    "changed": ("sparql", {"query": "DELETE WHERE { ?s ?p ?o }"}),
    "sent on": ("sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}),
    "after that": ("sparql", {"query": "SELECT (COUNT(*) AS ?n) { ?s a tg:Treaty }"}),
    "thing": ("thing", {"name": PRESIDENCY, "lang": "zh"}),
    "nothing": ("thing", {"name": "state/ken"}),
    "explained": ("explain", {"subject": PRESIDENCY, "predicate": "tg:holder", "value": "state/ITA"}),
    "stood": ("status", {"on": "2021-09-23"}),
    "no day": ("status", {"on": "yesterday"}),
    "read": ("read", {"text": "1. The Conference adopted its agenda (A/CONF.9/2031/1).", "symbol": "A/CONF.9/2031/7"}),
    "empty": ("read", {"text": ""}),
}


async def conversation(made: Path) -> tuple[dict[str, Any], list[Any]]:
    source = str(Path(treatygraph.__file__).parents[1])
    command = mcp.StdioServerParameters(
        command=sys.executable, args=["-m", "treatygraph", "mcp", "--seconds", "60", "--rows", "30", "--data", str(made)], env={"PYTHONPATH": source})
    async with mcp.Client(command) as client:
        tools = (await client.list_tools()).tools
        return {name: await client.call_tool(*call) for name, call in CALLS.items()}, tools


@pytest.fixture(scope="module")
def talked(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], list[Any]]:
    made = tmp_path_factory.mktemp("made") / "made.ttl"
    made.write_text(MADE, encoding="utf-8")
    return asyncio.run(conversation(made))


@pytest.fixture(scope="module")
def answer(talked: tuple[dict[str, Any], list[Any]]) -> Callable[[str], dict[str, Any]]:
    def found(name: str) -> dict[str, Any]:
        result = talked[0][name]
        assert not result.is_error, result.content
        assert json.loads(result.content[0].text) == result.structured_content
        return dict(result.structured_content)
    return found


def test_every_tool_only_reads_and_says_what_it_takes(talked: tuple[dict[str, Any], list[Any]]) -> None:
    tools = {tool.name: tool for tool in talked[1]}
    assert set(tools) == {"search", "questions", "ask", "sparql", "thing", "explain", "status", "read"}
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools.values())
    assert "CQ-15" in tools["ask"].input_schema["properties"]["question"]["description"]


def test_questions_come_with_their_parameters(answer: Callable[[str], dict[str, Any]]) -> None:
    listed = {one["question"]: one for one in answer("questions")["questions"]}
    assert len(listed) == len(list(paths.queries().glob("CQ-*.rq")))
    assert listed["CQ-15"]["parameters"]["conference"]["kind"] == "conference"
    assert "哪些人" in listed["CQ-15"]["asks"]


def test_an_answer_has_names_the_query_and_its_evidence(answer: Callable[[str], dict[str, Any]]) -> None:
    asked = answer("asked")
    assert (asked["total"], len(asked["rows"])) == (2, 1)
    assert iris.thing("state/KEN") in asked["query"]
    told, = answer("selected")["evidence"]
    assert told["thing"] == iris.thing(PRESIDENCY)
    assert answer("selected")["rows"] == [{"s": iris.thing(PRESIDENCY), "office": f"{iris.ONTOLOGY}President", "office_name": "主席"}]


def test_a_fact_s_evidence_is_its_words_its_rule_and_its_place(answer: Callable[[str], dict[str, Any]]) -> None:
    thing = answer("thing")
    assert (thing["iri"], "OfficeHolding" in thing["kinds"]) == (iris.thing(PRESIDENCY), True)
    told, = thing["evidence"]
    assert told["words"] == [{"words": "意大利", "language": "zh", "place": SPAN}]
    assert told["rules"] == ["DEC-02"]
    assert told["stated_in"] == [iris.thing("document/CTBT-Art.XIV/2021/6/paragraph/9")]
    explained = answer("explained")
    assert "Read an election to an office of the conference" in explained["text"]
    assert explained["words"][0]["words"] == "意大利"
    assert explained["statements"][0]["object"] == {"iri": iris.thing("state/ITA")}


def test_a_misspelt_name_is_found(answer: Callable[[str], dict[str, Any]]) -> None:
    found = answer("searched")
    assert [hit["iri"] for hit in found["hits"]] == [iris.thing("state/KEN")]
    assert found["evidence"][0]["thing"] == iris.thing("state/KEN")
    assert found["evidence"][0]["sources"] == [{"source": iris.source("unterm"), "title": "UNTERM"}]


def test_queries_of_all_forms_are_answered(answer: Callable[[str], dict[str, Any]]) -> None:
    assert [row["subject"] for row in answer("constructed")["rows"]] == [iris.thing("treaty/ctbt")]
    assert answer("true")["rows"] == [{"answer": True}]
    assert answer("after that")["rows"] == [{"n": 1}]


@pytest.mark.parametrize(("name", "says"), [
    ("no question", "there is no question 'CQ-99'"), ("no file", "there is no question '/etc/hostname'"), ("no State", "did you mean"),
    ("endless", "took longer than 0.3 seconds"), ("too much", "more than 30 rows"), ("changed", "this is an update"),
    ("sent on", "SERVICE"), ("nothing", "did you mean state/KEN"), ("no day", "is no day"), ("empty", "the file is empty"),
])
def test_what_cannot_be_answered_is_told_in_a_line(talked: tuple[dict[str, Any], list[Any]], name: str, says: str) -> None:
    result = talked[0][name]
    assert result.is_error
    assert says in result.content[0].text
    assert "Traceback" not in result.content[0].text


def test_the_status_of_a_day(answer: Callable[[str], dict[str, Any]]) -> None:
    stood = answer("stood")
    assert [(row["iso3"], row["certainty"], row.get("status")) for row in stood["rows"]] == [
        ("ITA", "certain", "Ratified"), ("KEN", "not known", None)]
    assert stood["rows"][0]["interval"] == iris.thing("treaty/ctbt/status/ITA/Ratified")


def test_a_text_is_read_with_the_words_and_the_findings(answer: Callable[[str], dict[str, Any]]) -> None:
    read = answer("read")
    decision, = read["tables"]["decisions"]
    assert (decision["decision_type"], decision["decided_on_symbol"]) == ("Adoption", "A/CONF.9/2031/1")
    assert any(decision["decision"] in one["facts"].split("|") for one in read["tables"]["evidence"] if "facts" in one)
    assert {"line", "words", "message"} <= set(read["findings"][0])


def test_without_the_sdk_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name == "treatygraph.mcp.server" or name.partition(".")[0] == "mcp"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mcp", None)
    done = run("mcp")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "treatygraph: this command needs the SDK of the protocol; install treatygraph[mcp]\n"

"""Names of a table are matched with things; a match is said only where one thing alone has the name."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from treatygraph.reconcile import ReconcileError

from .reconciled import few, matched, shipped

MESSY = list(csv.DictReader(io.StringIO((Path(__file__).parent / "messy_names.csv").read_text(encoding="utf-8"))))


@pytest.mark.parametrize("row", MESSY, ids=lambda row: row["name"])
def test_a_messy_name_is_understood(row: dict[str, str]) -> None:
    found = matched(shipped(), query=row["name"], type=row["type"])
    assert [one["id"] for one in found if one["match"]] == ([row["entity"]] if row["match"] == "yes" else [])
    if row["entity"]:
        assert found[0]["id"] == row["entity"]
    else:
        assert all(one["score"] < 80 for one in found)


def test_scores_tell_how_like_a_name_is() -> None:
    scores = {name: matched(shipped(), query=name, type="State")[0]["score"] for name in (
        "Uruguay", "Urugay", "Urugy")}
    assert scores["Uruguay"] == 100
    assert 100 > scores["Urugay"] > scores["Urugy"] > 70
    found = [one["score"] for one in matched(shipped(), query="Republic of Korea", type="State")]
    assert found == sorted(found, reverse=True)
    assert len(found) > 1


TWINS = """
<person/a> a tg:Person ; skos:prefLabel "Ana Lee"@en . <person/b> a tg:Person ; skos:prefLabel "Ana Lee"@en ; skos:altLabel "A. Lee"@en .
<conference/c-1> a tg:Conference ; skos:prefLabel "The Conference"@en ; schema:startDate "2021-09-23"^^xsd:date ; tg:inSeries <series/s> ; tg:ordinal 1 .
<conference/c-2> a tg:Conference ; skos:prefLabel "The Conference"@en ; schema:startDate "2023-09-22"^^xsd:date ; tg:inSeries <series/s> ; tg:ordinal 2 .
<series/s> a tg:ConferenceSeries ; skos:prefLabel "The Series"@en ; skos:altLabel "Serie"@es .
<treaty/t> a tg:Treaty , tg:Document ; skos:prefLabel "The Treaty"@en .
<statement/1> a tg:Statement ; skos:prefLabel "Ana Lee"@en .
"""


def test_of_two_with_one_name_none_is_a_match() -> None:
    found = matched(few(TWINS), query="ana lee")
    assert [(one["id"], one["score"], one["match"]) for one in found] == [("person/a", 100, False), ("person/b", 100, False)]
    assert [(one["id"], one["match"]) for one in matched(few(TWINS), query="A Lee")][:1] == [("person/b", True)]


@pytest.mark.parametrize(("pid", "value", "entity"), [
    ("schema:startDate", "2021", "c-1"), ("schema:startDate", "2021-09", "c-1"), ("schema:startDate", "2023-09-22", "c-2"),
    ("tg:ordinal", 2, "c-2"), ("tg:ordinal", "1", "c-1"), ("tg:ordinal", [7, 1], "c-1")])
def test_a_property_tells_namesakes_apart(pid: str, value: object, entity: str) -> None:
    found = matched(few(TWINS), query="The Conference", properties=[{"pid": pid, "v": value}])
    assert [(one["id"], one["score"], one["match"]) for one in found] == [
        (f"conference/{entity}", 100, True), (f"conference/c-{3 - int(entity[-1])}", 75, False)]


@pytest.mark.parametrize("value", [{"id": "series/s"}, "series/s", "the series", "Serie", {"id": "https://w3id.org/treatygraph/id/series/s", "name": "x"}])
def test_a_thing_is_given_as_the_value_of_a_property_by_identifier_or_name(value: object) -> None:
    found = matched(few(TWINS), query="The Conference", properties=[{"pid": "tg:inSeries", "v": value}])
    assert {one["score"] for one in found} == {100}
    other = matched(few(TWINS), query="The Conference", properties=[{"pid": "tg:inSeries", "v": {"id": "series/none"}}])
    assert {one["score"] for one in other} == {75}


def test_properties_alone_find_things() -> None:
    found = matched(shipped(), properties=[{"pid": "tg:iso3", "v": "ken"}])
    assert [(one["id"], one["match"]) for one in found] == [("state/KEN", True)]
    both = matched(few(TWINS), properties=[{"pid": "tg:ordinal", "v": 1}, {"pid": "schema:startDate", "v": "2023"}])
    assert [(one["id"], one["score"], one["match"]) for one in both] == [("conference/c-1", 50, False), ("conference/c-2", 50, False)]
    assert matched(few(TWINS), properties=[{"pid": "tg:nothing", "v": "x"}]) == []


def test_types_leave_only_their_things() -> None:
    service = few(TWINS)
    assert [one["id"] for one in matched(service, query="The Treaty", type="Treaty")] == ["treaty/t"]
    assert matched(service, query="The Treaty", type=["Person", "State"]) == []
    assert [one["id"] for one in matched(service, query="The Treaty", type=["Person", "Document"])] == ["treaty/t"]
    assert matched(service, query="The Treaty", type=["Person", "Document"], type_strict="all") == []
    should = matched(service, query="The Treaty", type="Person", type_strict="should")
    assert [(one["id"], one["score"], one["match"]) for one in should] == [("treaty/t", 80, False)]
    assert matched(service, query="The Treaty", type="Q5") == []


def test_clients_send_what_the_manifest_gave_them_and_empty_cells() -> None:
    found = matched(few(TWINS), query="The Treaty", type={"id": "Treaty", "name": "treaty"},
                    properties=[{"pid": "tg:ordinal", "p": "ordinal", "v": None}, {"pid": "schema:startDate", "v": []}])
    assert [(one["id"], one["match"], [feature["id"] for feature in one["features"]]) for one in found] == [("treaty/t", True, ["name"])]


def test_facts_are_no_candidates() -> None:
    assert all(one["id"].startswith("person/") for one in matched(few(TWINS), query="Ana Lee"))


def test_an_identifier_is_understood() -> None:
    for text in ("state/KEN", "https://w3id.org/treatygraph/id/state/KEN"):
        found = matched(shipped(), query=text)
        assert [(one["id"], one["name"], one["score"], one["match"]) for one in found] == [("state/KEN", "Kenya", 100, True)]


def test_a_candidate_has_what_the_specification_asks_for() -> None:
    one = matched(few(TWINS), query="the conference", properties=[{"pid": "tg:ordinal", "v": 2}], limit=1)
    assert one == [{"id": "conference/c-2", "name": "The Conference", "score": 100.0, "match": True,
                    "type": [{"id": "Conference", "name": "conference"}],
                    "features": [{"id": "name", "value": 100.0}, {"id": "properties", "value": 1.0}]}]
    assert matched(few(TWINS), query="Serie")[0]["description"] == "Serie"


def test_queries_of_a_batch_do_not_touch_each_other() -> None:
    batch = {"a": {"query": "Kenya"}, "b": {"query": "法国", "type": "State"}, "": {"query": "???"}, "c": "Chad"}
    answer = shipped().reconcile(json.dumps(batch))
    assert answer.keys() == batch.keys()
    assert [answer[name]["result"][0]["id"] for name in ("a", "b", "c")] == ["state/KEN", "state/FRA", "state/TCD"]
    assert answer[""]["result"] == []
    assert shipped().reconcile("{}") == {}


def test_names_are_in_the_language_asked_for() -> None:
    answer = shipped().reconcile('{"q": {"query": "KEN"}}', "zh")
    assert answer["q"]["result"][0]["name"] == "肯尼亚"
    assert answer["q"]["result"][0]["type"] == [{"id": "State", "name": "国家"}]


@pytest.mark.parametrize(("query", "said"), [
    ("[1]", "a JSON object is wanted"), ("{", "not well-formed JSON"), ("[" * 100_000, "not well-formed JSON"),
    ({"q": 7}, "query 'q': a query is an object"), ({"q": {}}, "neither a name nor a property"), ({"q": {"query": 5}}, "'query' is a text"),
    ({"q": {"query": "x", "limit": -1}}, "'limit' is a positive number"), ({"q": {"query": "x", "limit": True}}, "'limit' is a positive number"),
    ({"q": {"query": "x", "type": 5}}, "'type' is an identifier"), ({"q": {"query": "x", "type_strict": "maybe"}}, "'type_strict' is one of"),
    ({"q": {"query": "x", "properties": [{"pid": "p"}]}}, "an object with 'pid' and 'v'"),
    ({"q": {"query": "x", "properties": [{"pid": "p", "v": [[1]]}]}}, "the value of a property is"),
    ({"q": {"query": "x", "type": [{"name": "State"}]}}, "'type' is an identifier"), ({"q": {"properties": [{"pid": "p", "v": None}]}}, "neither a name nor"),
    ({str(number): {"query": "x"} for number in range(51)}, "send 50 at a time"),
    ({"q": {"query": "x", "properties": [{"pid": "p", "v": ["v"] * 21}]}}, "more than 20 values")])
def test_what_is_no_batch_is_refused(query: Any, said: str) -> None:
    with pytest.raises(ReconcileError, match=".") as refused:  # noqa: RUF043
        shipped().reconcile(query if isinstance(query, str) else json.dumps(query))
    assert said in str(refused.value)
    assert refused.value.too_large == (said.startswith(("send 50", "more than 20")))


@pytest.mark.parametrize("name", ['"', "* OR *", "'); DROP TABLE thing;--", "a" * 5000, "\x00", "\u202e", "{{x}}", "%00", "-"])
def test_a_hostile_cell_means_nothing(name: str) -> None:
    assert not [one for one in matched(shipped(), query=name) if one["match"]]

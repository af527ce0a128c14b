"""The reconciliation service is called as its specification has it (version 0.2), and as OpenRefine does."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from lxml import html

from .serving import FORM, Response, Served

MESSY = list(csv.DictReader(io.StringIO(
    (Path(__file__).parents[1] / "reconcile" / "messy_names.csv").read_text(encoding="utf-8"))))
# What a script on another site sends with each request.
ELSEWHERE = {"Origin": "https://refine.example.org"}


def told(answer: Response) -> Any:
    assert (answer.status, answer.type) == (200, "application/json"), answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    return json.loads(answer.body)


def get(server: Served, path: str, **headers: str) -> Any:
    return told(server.send("GET", path, {**ELSEWHERE, **headers}))


def posted(server: Served, path: str = "/reconcile", **fields: str) -> Response:
    return server.send("POST", path, {**ELSEWHERE, "Content-Type": FORM}, urlencode(fields).encode())


def test_without_parameters_it_says_what_it_is(server: Served) -> None:
    for path in ("/reconcile", "/reconcile/", "/reconcile?"):
        said = get(server, path)
        assert said["versions"] == ["0.2"]
        assert said["view"]["url"] == f"{server.address}/reconcile/view?id={{{{id}}}}"
    chinese = get(server, "/reconcile/zh")
    assert chinese["suggest"]["entity"] == {"service_url": f"{server.address}/reconcile/zh", "service_path": "/suggest/entity"}
    assert {"id": "State", "name": "国家"} in chinese["defaultTypes"]
    assert {"id": "State", "name": "国家"} in get(server, "/reconcile", **{"Accept-Language": "zh-CN"})["defaultTypes"]


def test_a_column_of_messy_names_is_matched(server: Served) -> None:
    """Ten rows a batch, as OpenRefine sends them."""
    matches = {}
    for begin in range(0, len(MESSY), 10):
        batch = {f"q{at}": {"query": row["name"], "type": row["type"], "type_strict": "should", "limit": 5}
                 for at, row in enumerate(MESSY[begin : begin + 10], begin)}
        for name, answer in told(posted(server, queries=json.dumps(batch))).items():
            matches[name] = [one["id"] for one in answer["result"] if one["match"]]
    assert matches == {f"q{at}": [row["entity"]] if row["match"] == "yes" else [] for at, row in enumerate(MESSY)}


def test_the_same_by_get(server: Served) -> None:
    batch = json.dumps({"q0": {"query": "法国"}}, ensure_ascii=False)
    by_get = get(server, f"/reconcile?queries={quote(batch)}")
    assert by_get == told(posted(server, queries=batch))
    assert by_get["q0"]["result"][0]["id"] == "state/FRA"
    in_russian = told(posted(server, "/reconcile/ru", queries=batch))
    assert in_russian["q0"]["result"][0]["name"] == "Франция"


def test_a_candidate_has_the_fields_that_the_specification_requires(server: Served) -> None:
    answer = told(posted(server, queries=json.dumps({"q0": {"query": "Republic of Korea", "type": "State"}})))
    assert len(answer["q0"]["result"]) > 1
    for one in answer["q0"]["result"]:
        assert {"id": str, "name": str, "score": float, "match": bool, "type": list} == {
            name: type(one[name]) for name in ("id", "name", "score", "match", "type")}
        assert all({"id", "name"} == kind.keys() for kind in one["type"])
        assert all(isinstance(feature["value"], bool | int | float) for feature in one["features"])
        assert len({feature["id"] for feature in one["features"]}) == len(one["features"])


def test_values_are_fetched_for_matched_rows(server: Served) -> None:
    asked = {"ids": ["state/KEN", "state/FRA"], "properties": [{"id": "tg:iso3"}, {"id": "treaty/ctbt/action/Signature"},
                                                               {"id": "skos:prefLabel", "settings": {"language": "ar"}}]}
    answer = told(posted(server, extend=json.dumps(asked)))
    assert [one["id"] for one in answer["meta"]] == [one["id"] for one in asked["properties"]]
    assert answer["rows"]["state/KEN"] == {"tg:iso3": [{"str": "KEN"}], "treaty/ctbt/action/Signature": [{"date": "1996-11-14T00:00:00Z"}],
                                           "skos:prefLabel": [{"str": "كينيا"}]}
    assert get(server, f"/reconcile?extend={quote(json.dumps(asked))}") == answer


def test_the_addresses_of_the_manifest_answer(server: Served) -> None:
    said = get(server, "/reconcile")
    for what, found in said["suggest"].items():
        path = found["service_url"].removeprefix(server.address) + found["service_path"]
        result = get(server, f"{path}?prefix={'st' if what == 'type' else 'ken' if what == 'entity' else 'iso'}&cursor=0")["result"]
        assert result
        assert all({"id", "name"} <= one.keys() for one in result)
        assert get(server, f"{path}?prefix=")["result"] == [] or what != "entity"
    proposing = said["extend"]["propose_properties"]
    path = proposing["service_url"].removeprefix(server.address) + proposing["service_path"]
    proposed = get(server, f"{path}?type=Conference&limit=3")
    assert (proposed["type"], proposed["limit"], len(proposed["properties"])) == ("Conference", 3, 3)


@pytest.mark.parametrize(("identifier", "path"), [
    ("state/KEN", "/id/state/KEN"), ("document/S/RES/1887%20(2009)", "/id/document/S/RES/1887%20(2009)"),
    ("document/A/RES/75/87", "/id/document/A/RES/75/87")])
def test_an_entity_is_shown_by_its_identifier(server: Served, identifier: str, path: str) -> None:
    found = get(server, f"/reconcile?queries={quote(json.dumps({'q': {'query': identifier}}))}")["q"]["result"]
    assert [one["id"] for one in found] == [identifier]
    there = server.get(f"/reconcile/view?id={quote(identifier, safe='')}")
    assert (there.status, there.headers["location"]) == (303, path)
    assert server.get(path).status == 303
    shown = server.get(f"/reconcile/preview?id={quote(identifier, safe='')}")
    assert (shown.status, shown.type) == (200, "text/html")
    assert found[0]["name"] in html.fromstring(shown.text).xpath("string(//h1)")


def test_a_preview_may_stand_in_a_frame_of_another_site_and_runs_nothing(server: Served) -> None:
    policy = server.get("/reconcile/zh/preview?id=state/KEN").headers["content-security-policy"]
    assert "frame-ancestors" not in policy
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in server.get("/id/state/KEN.html").headers["content-security-policy"]
    assert server.get("/reconcile/preview?id=state/NARNIA").status == 404
    assert server.get("/reconcile/view?id=https://evil.example/").status == 404


@pytest.mark.parametrize(("fields", "status", "said"), [
    ({"queries": "{"}, 400, "not well-formed JSON"), ({}, 400, "neither 'queries' nor 'extend'"),
    ({"queries": json.dumps({f"q{n}": {"query": "x"} for n in range(51)})}, 413, "send 50 at a time"),
    ({"queries": "{}", "extend": "{}"}, 400, "either 'queries' or 'extend'"), ({"extend": "{}"}, 400, "'ids' is a list")])
def test_what_is_not_as_the_specification_has_it_is_refused(server: Served, fields: dict[str, str], status: int, said: str) -> None:
    answer = posted(server, **fields)
    assert answer.status == status
    assert said in answer.text


def test_other_requests_are_refused(server: Served) -> None:
    assert server.send("POST", "/reconcile", {"Content-Type": "application/json"}, b"{}").status == 415
    assert server.send("POST", "/reconcile", {"Content-Type": FORM}, b"queries=\xff%ff").status == 400
    assert server.send("DELETE", "/reconcile").status == 405
    assert server.get("/reconcile/suggest/entity?cursor=-1").status == 400
    assert server.get("/reconcile/view").status == 400
    assert server.get("/reconcile/tlh").status == 404


def test_an_empty_batch_is_answered_by_an_empty_one(server: Served) -> None:
    assert told(posted(server, queries="{}")) == {}

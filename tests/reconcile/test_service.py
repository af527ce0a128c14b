"""The other calls of the specification: manifest, values of properties, suggestions, previews."""

from __future__ import annotations

import json
from typing import Any

import pytest

from treatygraph import iris
from treatygraph.reconcile import ReconcileError, manifest

from .reconciled import extended, few, shipped

BASE = "https://data.example.org/reconcile"


def test_the_manifest_says_what_there_is() -> None:
    said = manifest(BASE, "https://data.example.org", "1.0")
    assert said["versions"] == ["0.2"]
    assert (said["identifierSpace"], said["schemaSpace"]) == (iris.ID, iris.ONTOLOGY)
    assert isinstance(said["name"], str)
    assert {"id": "State", "name": "State"} in said["defaultTypes"]
    treaty = next(one for one in said["defaultTypes"] if one["id"] == "Treaty")
    assert treaty["broader"] == [{"id": "Document", "name": "document"}]
    assert said["view"] == {"url": f"{BASE}/view?id={{{{id}}}}"}
    assert said["preview"]["url"] == f"{BASE}/preview?id={{{{id}}}}"
    assert {type(said["preview"][side]) for side in ("width", "height")} == {int}
    assert said["suggest"] == {name: {"service_url": BASE, "service_path": f"/suggest/{name}"} for name in ("entity", "property", "type")}
    assert said["extend"]["propose_properties"] == {"service_url": BASE, "service_path": "/properties"}
    for setting in said["extend"]["property_settings"]:
        assert {"name", "label", "type", "default", "help_text"} <= setting.keys()
        assert setting["type"] in {"number", "text", "checkbox", "select"}
        assert (setting["type"] == "select") == ("choices" in setting)
    assert said["batchSize"] == 50


def test_values_are_given_as_what_they_are() -> None:
    kenya = extended(shipped(), ["state/KEN"], "tg:iso3", "tg:inRegion", "tg:unMemberSince", "treaty/ctbt/action/Ratification",
                     "treaty/ctbt/status", "tg:nothing")
    assert kenya["rows"] == {"state/KEN": {
        "tg:iso3": [{"str": "KEN"}], "tg:inRegion": [{"id": "region/africa", "name": "Africa"}], "tg:unMemberSince": [{"str": "1963"}],
        "treaty/ctbt/action/Ratification": [{"date": "2000-11-30T00:00:00Z"}], "treaty/ctbt/status": [{"str": "ratified"}], "tg:nothing": []}}
    assert kenya["meta"][:2] == [{"id": "tg:iso3", "name": "ISO 3166-1 alpha-3"}, {"id": "tg:inRegion", "name": "in region"}]
    conference = extended(shipped(), ["conference/ctbt-art-xiv-2021"], "tg:ordinal", "tg:inSeries", "schema:startDate")
    assert conference["rows"]["conference/ctbt-art-xiv-2021"]["tg:ordinal"] == [{"int": 12}]
    assert conference["rows"]["conference/ctbt-art-xiv-2021"]["schema:startDate"] == [{"date": "2021-09-23T00:00:00Z"}]
    assert conference["meta"][1]["type"] == {"id": "ConferenceSeries", "name": "conference series"}


def test_settings_leave_one_language_and_so_many_values() -> None:
    def names(**settings: Any) -> list[str]:
        answer = extended(shipped(), ["state/KGZ"], {"id": "skos:prefLabel", "settings": settings})
        return [value["str"] for value in answer["rows"]["state/KGZ"]["skos:prefLabel"]]

    assert sorted(names()) == sorted(["Kirghizistan", "Kirguistán", "Kyrgyzstan", "Кыргызстан", "قيرغيزستان", "吉尔吉斯斯坦"])
    assert names()[0] == "Kyrgyzstan"
    assert names(language="es") == ["Kirguistán"]
    assert names(language="de") == ["Kyrgyzstan"]
    assert len(names(limit=2)) == 2
    assert len(names(limit=0)) == len(names(limit="many")) == 6


def test_what_is_outside_our_identifiers_is_text() -> None:
    row = extended(shipped(), ["state/KEN"], "skos:exactMatch")["rows"]["state/KEN"]["skos:exactMatch"]
    assert {"str": "http://publications.europa.eu/resource/authority/country/KEN"} in row
    assert all(one.keys() == {"str"} for one in row)


def test_numbers_and_broken_values() -> None:
    service = few('<state/X> a tg:State ; tg:iso3 "X" ; tg:m49 "1.5"^^xsd:decimal ; tg:iso2 "much"^^xsd:integer ; dcterms:date "2021"^^xsd:gYear .')
    row = extended(service, ["state/X", "state/none"], "tg:m49", "tg:iso2", "dcterms:date")["rows"]
    assert row == {"state/X": {"tg:m49": [{"float": 1.5}], "tg:iso2": [{"str": "much"}], "dcterms:date": [{"str": "2021"}]},
                   "state/none": {"tg:m49": [], "tg:iso2": [], "dcterms:date": []}}


@pytest.mark.parametrize(("request_", "said"), [
    ({"ids": ["state/KEN"]}, "'properties' is a list"), ({"properties": []}, "'ids' is a list"), ({"ids": [7], "properties": []}, "'ids' is a list"),
    ({"ids": [], "properties": [{"id": "x", "settings": 5}]}, "'settings' of a property"), ([], "a JSON object is wanted"),
    ({"ids": ["x"] * 1001, "properties": []}, "at most 50 properties of 1000 things")])
def test_what_is_no_request_for_values_is_refused(request_: Any, said: str) -> None:
    with pytest.raises(ReconcileError, match=".") as refused:  # noqa: RUF043
        shipped().extend(json.dumps(request_))
    assert said in str(refused.value)


def test_properties_are_proposed_for_a_type() -> None:
    states = shipped().proposed("State", None)
    assert states["type"] == "State"
    assert {"id": "tg:iso3", "name": "ISO 3166-1 alpha-3"} in states["properties"]
    assert {"id": "treaty/ctbt/action/Signature", "name": "CTBT: signature"} in states["properties"]
    assert not [one for one in states["properties"] if one["id"] in {"prov:wasDerivedFrom", "tg:byRule", "tg:isSpeakerOf", "dcterms:source"}]
    two = shipped().proposed("Document", 2)
    assert (len(two["properties"]), two["limit"]) == (2, 2)
    assert {"id": "tg:symbol", "name": "symbol"} in shipped().proposed("", None)["properties"]
    assert {"id": "tg:iso3", "name": "ISO 3166-1 三字母代码"} in shipped().proposed("State", None, "zh")["properties"]


def test_every_property_proposed_has_a_name_of_its_own() -> None:
    for language in ("en", "zh"):
        for one in shipped().proposed("", None, language)["properties"]:
            assert one["name"] != one["id"], one


def test_entities_are_suggested() -> None:
    found = shipped().suggest("entity", "ken", 0)["result"]
    assert (found[0]["id"], found[0]["name"], found[0]["notable"]) == ("state/KEN", "Kenya", [{"id": "State", "name": "State"}])
    assert [one["id"] for one in shipped().suggest("entity", "state/KEN", 0)["result"]] == ["state/KEN"]
    assert {one["notable"][0]["id"] for one in shipped().suggest("entity", "re", 0, kind="State")["result"]} == {"State"}
    both = [one["id"] for one in shipped().suggest("entity", "re", 0)["result"]]
    assert shipped().suggest("entity", "re", 5)["result"][0]["id"] == both[5]
    turkey = shipped().suggest("entity", "Turkey", 0)["result"][0]
    assert (turkey["name"], turkey["description"]) == ("Türkiye", "Turkey")
    assert shipped().suggest("entity", "", 0) == shipped().suggest("entity", "*", 0) == {"result": []}


def test_properties_and_types_are_suggested() -> None:
    assert [one["id"] for one in shipped().suggest("property", "iso", 0)["result"]][:2] == ["tg:iso2", "tg:iso3"]
    assert [one["id"] for one in shipped().suggest("property", "tg:iso3", 0)["result"]] == ["tg:iso3"]
    assert [one["id"] for one in shipped().suggest("property", "sig", 0)["result"]] == ["treaty/ctbt/action/Signature"]
    assert [one["id"] for one in shipped().suggest("type", "conf", 0)["result"]] == ["Conference", "ConferenceSeries"]
    assert shipped().suggest("type", "国", 0, "zh")["result"][0]["name"] == "国家"
    assert len(shipped().suggest("type", "", 0)["result"]) == 8
    assert shipped().suggest("type", "", 6)["result"] == shipped().suggest("type", "", 0)["result"][6:]


def test_a_preview_shows_names_types_and_values() -> None:
    shown = shipped().preview("state/KEN", "zh")
    assert shown is not None
    assert (shown.name, shown.types) == ("肯尼亚", ("国家",))
    assert ("CTBT: 签署", ("1996-11-14",)) in shown.facts
    assert shipped().preview("state/NARNIA") is None
    assert shipped().preview("https://example.org/x") is None

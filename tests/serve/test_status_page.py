"""The page of status and entry into force says what the command line says, on any day; expectations by hand."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

import pytest
from lxml import html
from pyoxigraph import Store

from treatygraph.serve.answers import Answers
from treatygraph.serve.messages import Job, Limits, RefusedError
from treatygraph.serve.world_map import _world
from treatygraph.status import entry_into_force as entry
from treatygraph.status.history import answer_of, numbers, steps
from treatygraph.status.showing import LEGEND, reach
from treatygraph.status.status import records_of
from treatygraph.tables import shipped

from .test_documents import answers
from .test_page_kinds import HEAVIEST, given, words

BROWSER = Path(__file__).parents[2] / "browser" / "world"
KINDS = {"Ratified": "ratified", "SignedNotRatified": "signednotratified", "NotSigned": "notsigned",
         "uncertain": "uncertain", "not known": "unknown", "no status": "none"}
# Before there was a treaty to sign, its first day, a day of an unknown day's month, the conference's, after all records.
DAYS = ("1996-09-23", "1996-09-24", "2014-09-04", "2021-09-23", "2024-06-01")


@cache
def page(language: str = "en", **values: str) -> html.HtmlElement:
    job = Job("list", iri="status", accept="text/html", root="http://127.0.0.1", interface=language,
              language=language, address="/status", values=values)
    body = answers().answer(job).body
    assert len(body) < HEAVIEST
    return html.fromstring(body.decode())


@cache
def records():
    return records_of(answers().store)


def follows(**values: str) -> str:
    return words(page(**values).xpath("//div[@class='follows']")[0])


@pytest.mark.parametrize("day", DAYS)
def test_map_table_and_numbers_are_those_of_the_command_line(day: str) -> None:
    report, shown = records().on(day), page(on=day)
    told = {row.iso3: KINDS[answer_of(row)] for row in report.rows}
    table = {row.get("data-state"): row for row in shown.xpath("//tr[@data-state]")}
    assert {key: row.xpath(".//span[contains(@class, 'status')]/@class")[0] for key, row in table.items()} \
        == {iso3: f"status {kind}" for iso3, kind in told.items()}
    drawn = {one.get("data-state"): one.get("class") for one in shown.xpath("//svg[@class='map']/*[@data-state]")}
    assert drawn == told
    keys = {one.get("data-answer"): int(one.xpath("b")[0].text) for one in shown.xpath("//ul[@class='keys']/li")}
    assert keys == {kind: list(told.values()).count(kind) for kind in KINDS.values()}
    said = shown.get_element_by_id("reach").text or ""
    assert bool(said) == bool(reach(report))


def test_words_are_those_of_the_command_line() -> None:
    assert [words(one).rsplit(" ", 1)[0] for one in page(on="2021-09-23").xpath("//ul[@class='keys']/li")][:5] == list(LEGEND)
    for day in ("1996-09-23", "2024-06-01"):
        shown = words(page(on=day).get_element_by_id("reach"))
        plain = reach(records().on(day)).replace("1996-09-24", "24 September 1996").replace("2024-03-13", "13 March 2024")
        assert shown == plain


def test_the_conference_of_2021_met_at_170_ratifications() -> None:
    shown = page(on="2021-09-23")
    assert words(shown.xpath("//tr[@data-state='IND']")[0]) == "India Middle East and South Asia not signed 24 September 1996"
    assert words(shown.xpath("//tr[@data-state='KEN']")[0]) == "Kenya Africa ratified 30 November 2000"
    assert words(shown.xpath("//ul[@class='keys']/li")[0]) == "ratified 170"
    assert "36 of the 44 States" in words(shown.get_element_by_id("entry"))
    assert words(shown.xpath("//tr[@data-group='1']")[0]).endswith("36 5 3 0 0 0")
    assert "已批准 170" in words(page("zh", on="2021-09-23").xpath("//ul[@class='keys']")[0])


def test_a_script_has_the_answers_of_every_day() -> None:
    data = json.loads(page(on="2021-09-23").get_element_by_id("steps").text)
    for day in ("1998-07-24", "2014-09-04", "2023-11-03"):
        for row in records().on(day).rows:
            at = [step for step in data["states"][row.iso3][1] if step[0] <= day][-1]
            assert (data["kinds"][at[1]], at[2]) == (KINDS[answer_of(row)], row.since if len(row.statuses) == 1 else "")


def test_numbers_over_time_are_those_of_each_day() -> None:
    found = numbers(steps(records()).values())
    assert found[0] == ("1996-09-24", {"NotSigned": 119, "SignedNotRatified": 71, "not known": 7})
    assert found[-1] == ("2024-03-13", {"Ratified": 178, "SignedNotRatified": 9, "NotSigned": 3, "not known": 7})
    years = page(on="2021-09-23").xpath("//details//table/tbody/tr")
    # Fiji ratified on 10 October 1996.
    assert words(years[0]) == "1996 1 137 52 0"
    assert [words(one) for one in years][-1] == "2024 178 9 3 0"


def test_what_follows_from_assumed_deposits_is_what_the_command_line_says() -> None:
    every = dict.fromkeys(("CHN", "EGY", "IND", "IRN", "ISR", "PAK", "PRK", "RUS", "USA"), "2030-01-01")
    every["USA"] = "2031-06-30"
    report = entry.entry_into_force(answers().store, entry.condition(shipped()), "", every)
    assert json.loads(entry.to_json(report))["enters_into_force"]["latest"] == "2031-12-27"
    told = follows(assume=" ".join("USA=2031-06-30" if one == "USA" else one for one in every), deposit="2030-01-01")
    assert "The last deposit is that of United States of America: 30 June 2031. 180 days later is 27 December 2031." in told
    assert "So the treaty would enter into force on 27 December 2031." in told
    assert "no day" not in told
    some = page(on="2021-09-23", assume="CHN", deposit="2030-01-01")
    assert "no day of entry into force follows yet. Missing: Democratic" in words(some.xpath("//div[@class='follows']")[0])
    assert [one.get("value") for one in some.xpath("//input[@name='assume']") if one.get("checked") is not None] == ["CHN"]
    assert len(some.xpath("//input[@name='assume']")) == 8


def test_a_treaty_without_records_says_so_and_one_that_there_is_not_names_those_there_are() -> None:
    assert "No action under this treaty is recorded here" in words(page(treaty="npt"))
    assert not page(treaty="npt").xpath("//svg[@class='map']")
    with pytest.raises(RefusedError, match="it knows ctbt"):
        page(treaty="xyz")


def test_a_graph_without_a_treaty_says_so() -> None:
    job = Job("list", iri="status", root="http://127.0.0.1", interface="en", language="en", address="/status")
    assert "The graph knows no treaty." in Answers(Store(), Limits()).answer(job).body.decode()


def test_a_page_that_stands_still_has_no_form_and_leads_to_what_follows_from_all() -> None:
    job = Job("list", iri="status", root="http://127.0.0.1", interface="en", language="en", address="/status", still=True)
    main = html.fromstring(answers().answer(job).body.decode()).get_element_by_id("main")
    assert not main.xpath(".//form | .//input[@type='checkbox']")
    assert [one.count("assume=") for one in main.xpath(".//p[@class='on']/a/@href")] == [9]


@pytest.mark.parametrize(("values", "told"), [
    ({"on": "2021-02-30"}, "is no day"), ({"assume": "KEN"}, "no State of annex 2"),
    ({"assume": "FRA"}, "in force since"), ({"on": "2021-09-23", "assume": "CHN", "deposit": "2020-01-01"}, "lies before"),
    ({"assume": "CHN CHN"}, "twice")])
def test_what_cannot_be_assumed_is_refused_with_a_reason(values: dict[str, str], told: str) -> None:
    with pytest.raises(RefusedError, match=told):
        page(**values)


def test_an_answer_that_gives_states_a_status_is_a_map_too() -> None:
    asked = given("question", "CQ-28", day="1998-07-24")
    drawn = {one.get("data-state"): one.get("class") for one in asked.xpath("//svg[@class='map']/*[@data-state]")}
    # Of India, Pakistan and the Democratic People's Republic of Korea the answer tells no status.
    assert (drawn["BRA"], drawn["CHN"], len(drawn)) == ("ratified", "signednotratified", 41)
    assert "IND" not in drawn
    assert len(asked.xpath("//table//tbody/tr")) == 44
    assert not given("question", "CQ-10").xpath("//svg[@class='map']")


def test_every_state_has_a_place_on_the_map_and_no_other_area_a_colour() -> None:
    shown = page(on="2021-09-23")
    assert len({one.get("data-state") for one in shown.xpath("//svg[@class='map']/*[@data-state]")}) == 197
    # Antarctica, and what M49 does not list apart, are no areas of their own.
    assert not {"010", "158"} & set(_world()["areas"])
    land = shown.xpath("//svg[@class='map']/path[@class='land']/@d")[0]
    assert _world()["areas"]["732"] in land


def test_the_shapes_were_made_from_what_stands_beside_them() -> None:
    digest = hashlib.sha256()
    for name in ("make.mjs", "package-lock.json"):
        digest.update((BROWSER / name).read_bytes())
    assert _world()["from"] == digest.hexdigest()


def test_pages_lead_to_the_map() -> None:
    for kind, iri in (("home", ""), ("list", "states"), ("describe", "https://w3id.org/treatygraph/id/state/KEN"),
                      ("describe", "https://w3id.org/treatygraph/id/treaty/ctbt")):
        job = Job(kind, iri=iri, accept="text/html", root="http://127.0.0.1", interface="en", language="en", address="/")
        main = html.fromstring(answers().answer(job).body.decode()).get_element_by_id("main")
        assert [one for one in main.xpath(".//a/@href") if one.startswith("/status")], kind

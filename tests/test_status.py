"""Status intervals follow from actions, and an as-of answer says what is certain, uncertain and not known."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from xml.etree import ElementTree

import built
import pytest
import tables_graph
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph

from treatygraph import iris
from treatygraph.cli import commands
from treatygraph.graph.serialize import turtle
from treatygraph.model import Iri, TreatyGraphError
from treatygraph.reason.infer import infer
from treatygraph.status import showing, status
from treatygraph.status.status import Certainty, Holds, Interval, deposits, status_on

TOTALS = list(
    csv.DictReader(Path(__file__).with_name("status_totals.csv").read_text(encoding="utf-8").splitlines())
)
CTBT = iris.thing("treaty/ctbt")


def row(on: str, iso3: str) -> status.StateStatus:
    return next(row for row in status_on(tables_graph.store(), on).rows if row.iso3 == iso3)


# ---- the totals that others stated on 27 days


def test_there_are_27_stated_totals() -> None:
    assert len(TOTALS) == 27


@pytest.mark.parametrize("stated", TOTALS, ids=lambda stated: stated["date"])
def test_deposits_agree_with_the_stated_totals(stated: dict[str, str]) -> None:
    found = deposits(tables_graph.store(), stated["date"])
    for column, kind in (("signatures", "Signature"), ("ratifications", "Ratification")):
        if stated[column]:
            certain, possible = found.get(kind, (0, 0))
            assert certain <= int(stated[column]) <= certain + possible


# Days on which the stated total can only be reached with an action whose day no source gives.
UNCERTAIN_DAYS = {"2014-09-04": "COG", "2022-09-22": "GNQ"}


@pytest.mark.parametrize("stated", TOTALS, ids=lambda stated: stated["date"])
def test_where_all_days_are_known_the_totals_are_equal(stated: dict[str, str]) -> None:
    certain, possible = deposits(tables_graph.store(), stated["date"]).get("Ratification", (0, 0))
    if stated["ratifications"]:
        assert possible == (1 if stated["date"] in UNCERTAIN_DAYS else 0)
        assert certain + possible == int(stated["ratifications"])


@pytest.mark.parametrize("stated", TOTALS, ids=lambda stated: stated["date"])
def test_status_is_net_of_the_revocation(stated: dict[str, str]) -> None:
    """The status follows the stated deposits until Russia's revocation, and is one less after it."""
    report = status_on(tables_graph.store(), stated["date"])
    revoked = 1 if stated["date"] >= "2023-11-03" else 0
    if stated["ratifications"]:
        ratified = report.certain("Ratified") + report.possible("Ratified")
        assert ratified == int(stated["ratifications"]) - revoked
    if stated["signatures"]:
        signed = sum(
            report.certain(name) + report.possible(name) for name in ("Ratified", "SignedNotRatified")
        )
        twice = report.possible("Ratified")  # an uncertain State may be either, and counts in both
        assert signed - twice == int(stated["signatures"])


def test_march_2024_has_179_deposits_and_178_ratifications_in_force() -> None:
    assert deposits(tables_graph.store(), "2024-03-13")["Ratification"] == (179, 0)
    assert status_on(tables_graph.store(), "2024-03-13").certain("Ratified") == 178


def test_the_conference_of_2021_found_170_185_36_5_and_3() -> None:
    everybody = status_on(tables_graph.store(), "2021-09-23")
    assert (everybody.certain("Ratified"), everybody.certain("SignedNotRatified")) == (170, 15)
    annex = status_on(tables_graph.store(), "2021-09-23", group="annex-2")
    assert len(annex.rows) == 44
    assert [annex.certain(status) for status in status.STATUSES] == [36, 5, 3]
    assert annex.unknown == 0


# ---- single States


@pytest.mark.parametrize(
    ("on", "expected", "since", "until"),
    [
        ("1996-09-24", "SignedNotRatified", "1996-09-24", "2000-06-30"),
        ("2000-06-29", "SignedNotRatified", "1996-09-24", "2000-06-30"),
        ("2000-06-30", "Ratified", "2000-06-30", "2023-11-03"),
        ("2023-11-02", "Ratified", "2000-06-30", "2023-11-03"),
        ("2023-11-03", "SignedNotRatified", "2023-11-03", ""),
        ("2030-01-01", "SignedNotRatified", "2023-11-03", ""),
    ],
)
def test_russia(on: str, expected: str, since: str, until: str) -> None:
    found = row(on, "RUS")
    assert (found.certainty, found.statuses) == (Certainty.CERTAIN, (expected,))
    assert (found.since, found.until) == (since, until)


@pytest.mark.parametrize(
    ("iso3", "on", "certainty", "statuses"),
    [
        ("COG", "2014-08-31", Certainty.CERTAIN, ("SignedNotRatified",)),
        ("COG", "2014-09-01", Certainty.UNCERTAIN, ("Ratified", "SignedNotRatified")),
        ("COG", "2014-09-30", Certainty.UNCERTAIN, ("Ratified", "SignedNotRatified")),
        ("COG", "2014-10-01", Certainty.CERTAIN, ("Ratified",)),
        ("GNQ", "2022-09-15", Certainty.UNCERTAIN, ("Ratified", "SignedNotRatified")),
        ("GNQ", "2022-10-01", Certainty.CERTAIN, ("Ratified",)),
        # Signed on an unknown day of 2022, ratified on 30 June: from that day on nothing is uncertain.
        ("DMA", "2021-12-31", Certainty.CERTAIN, ("NotSigned",)),
        ("DMA", "2022-03-01", Certainty.UNCERTAIN, ("SignedNotRatified", "NotSigned")),
        ("DMA", "2022-06-29", Certainty.UNCERTAIN, ("SignedNotRatified", "NotSigned")),
        ("DMA", "2022-06-30", Certainty.CERTAIN, ("Ratified",)),
        ("DMA", "2022-12-31", Certainty.CERTAIN, ("Ratified",)),
        # Signed and ratified on one day: it never was a State that had signed only.
        ("AFG", "2003-09-23", Certainty.CERTAIN, ("NotSigned",)),
        ("AFG", "2003-09-24", Certainty.CERTAIN, ("Ratified",)),
        # Nothing is recorded of it; the treaty lists it, so that it has not signed, once others could.
        ("PRK", "1990-01-01", Certainty.NONE, ()),
        ("PRK", "2024-01-01", Certainty.CERTAIN, ("NotSigned",)),
    ],
)
def test_a_state_on_a_day(iso3: str, on: str, certainty: Certainty, statuses: tuple[str, ...]) -> None:
    found = row(on, iso3)
    assert (found.certainty, found.statuses) == (certainty, statuses)


def test_a_claim_stands_beside_a_status_that_no_action_gives_and_changes_nothing() -> None:
    report = status_on(built.store(), "2021-09-23", group="annex-2")
    found = {row.iso3: row for row in report.rows if not row.intervals}
    assert set(found) == {"IND", "PAK", "PRK"}
    assert found["PRK"].claims == ("2021-09-23: NotSigned (document/CTBT-Art.XIV/2021/6)",)
    assert not any(row.claims for row in report.rows if row.intervals)


def test_uncertain_states_are_counted_apart() -> None:
    totals = status_on(tables_graph.store(), "2014-09-04").totals()
    assert totals["Ratified"] == {"certain": 162, "possible": 1}
    assert totals["SignedNotRatified"] == {"certain": 20, "possible": 1}
    assert totals["not known"] == {"certain": 7, "possible": 0}


def test_groups() -> None:
    found = status_on(tables_graph.store(), "2021-09-23", group="africa")
    assert len(found.rows) == 54
    assert {row.region for row in found.rows} == {"africa"}
    assert len(status_on(tables_graph.store(), "2021-09-23").rows) == 197


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("2021-9-23",), "'2021-9-23' is no day"),
        (("2021-02-29",), "is no day"),
        (("yesterday",), "is no day"),
        (("2021-09-23", "nothing"), "it knows ctbt, npt"),
        (("2021-09-23", "ctbt>"), "knows no treaty 'ctbt>'"),
        (("2021-09-23", "ctbt", "annex-7"), "it knows all, annex-2, africa"),
        (("2021-09-23", "ctbt", "annex-2 >"), "knows no group"),
        (("2021-09-23", "ctbt", ""), "knows no group"),
    ],
)
def test_what_cannot_be_asked_is_said(arguments: tuple[str, ...], says: str) -> None:
    with pytest.raises(TreatyGraphError, match=says.replace(">", "[>]")):
        status_on(tables_graph.store(), *arguments)


# ---- days


@given(st.dates(), st.dates(), st.dates())
def test_an_interval_of_known_days_is_never_uncertain(a: object, b: object, c: object) -> None:
    since, until = sorted((str(a), str(b)))
    answer = Interval(Iri("i"), Iri("s"), "Ratified", since, until).holds_on(str(c))
    assert answer is (Holds.YES if since <= str(c) < until else Holds.NO)


@given(st.dates(), st.dates(), st.sampled_from([4, 7]))
def test_an_interval_is_uncertain_exactly_inside_the_unknown_time(
    a: object, day: object, precision: int
) -> None:
    since = str(a)[:precision]
    answer = Interval(Iri("i"), Iri("s"), "Ratified", since, "").holds_on(str(day))
    if str(day)[:precision] == since:
        assert answer is Holds.MAYBE
    else:
        assert answer is (Holds.YES if str(day)[:precision] > since else Holds.NO)


# ---- forms


def test_csv_json_and_turtle_say_the_same() -> None:
    store = tables_graph.store()
    report = status_on(store, "2014-09-04", group="africa")
    rows = list(csv.DictReader(showing.to_csv(report).splitlines()))
    assert len(rows) == 54
    congo = next(row for row in rows if row["iso3"] == "COG")
    assert (congo["certainty"], congo["status"]) == ("uncertain", "Ratified|SignedNotRatified")
    data = json.loads(showing.to_json(report))
    assert data["on"] == "2014-09-04"
    assert [row["iso3"] for row in data["states"]] == [row["iso3"] for row in rows]
    graph = Graph().parse(data=showing.to_turtle(store, report), format="turtle")
    used = {interval for row in report.rows for interval in row.intervals}
    assert {str(subject) for subject in graph.subjects()} == used


def test_the_text_names_every_state_and_the_totals() -> None:
    text = showing.to_text(tables_graph.store(), status_on(tables_graph.store(), "2014-09-04"))
    assert "ratified: 162, and 1 more that may be" in text
    assert "COG  Congo" in text
    assert "not known: no action recorded, and the treaty does not list the State: 7" in text


@pytest.mark.parametrize("iso3", ["IND", "PAK", "PRK"])
def test_whom_the_treaty_lists_has_not_signed_where_no_action_is_recorded(iso3: str) -> None:
    found = row("2021-09-23", iso3)
    assert (found.certainty, found.statuses, found.since) == (Certainty.CERTAIN, ("NotSigned",), "1996-09-24")


def test_of_everybody_else_nothing_is_known_where_no_action_is_recorded() -> None:
    found = row("2021-09-23", "BTN")
    assert (found.certainty, found.statuses) == (Certainty.UNKNOWN, ())


def test_before_the_first_signature_nobody_has_a_status() -> None:
    report = status_on(tables_graph.store(), "1996-09-23")
    assert {(row.certainty, row.statuses, row.since, row.intervals) for row in report.rows} == {
        (Certainty.NONE, (), "", ())}
    assert showing.to_text(tables_graph.store(), report).splitlines()[1:] == [
        "The first signature recorded is of 1996-09-24; before it no State had a status towards the treaty."]


def test_after_the_last_action_the_answer_says_how_far_the_data_reach() -> None:
    says = "The last action recorded is of 2024-03-13; what was done after it is not known here."
    for on, said in (("2024-03-13", False), ("2024-03-14", True), ("2030-01-01", True)):
        report = status_on(tables_graph.store(), on)
        assert (says in showing.to_text(tables_graph.store(), report).splitlines()) is said
        assert (says in showing.to_svg(tables_graph.store(), report)) is said
    assert json.loads(showing.to_json(report))["lastAction"] == "2024-03-13"


def test_a_treaty_without_actions_says_so_in_one_line() -> None:
    report = status_on(tables_graph.store(), "2021-09-23", "npt")
    assert showing.to_text(tables_graph.store(), report).splitlines() == [
        "Treaty on the Non-Proliferation of Nuclear Weapons: all States on 2021-09-23",
        "No action under this treaty is recorded here, so nothing is said of any State."]


def test_names_in_another_language() -> None:
    report = status_on(tables_graph.store(), "2021-09-23", group="annex-2", language="fr")
    text = showing.to_text(tables_graph.store(), report)
    assert text.startswith("Traité d'interdiction complète des essais nucléaires: annex-2")
    assert "DEU  Allemagne" in text


def test_regions_have_their_names() -> None:
    for language, names in (("en", ["Africa", "Latin America and the Caribbean"]), ("zh", ["非洲", "拉丁美洲和加勒比"])):
        report = status_on(tables_graph.store(), "2021-09-23", language=language)
        text, svg = (write(tables_graph.store(), report) for write in (showing.to_text, showing.to_svg))
        assert [name for name in names if f"\n{name} " not in text or f">{name}<" not in svg] == []


def test_each_bar_has_its_numbers_with_the_signs_of_the_legend_within_80_columns() -> None:
    text = showing.to_text(tables_graph.store(), status_on(tables_graph.store(), "2021-09-23", group="annex-2"))
    bars = text.partition("\n\n")[2].partition("\n\n")[0].splitlines()
    assert max(map(len, bars)) <= 80
    assert bars[5].endswith("  36 █  5 ▓  3 ▒")


def test_the_drawing_is_accessible_and_holds_no_script() -> None:
    store = tables_graph.store()
    svg = showing.to_svg(store, status_on(store, "2021-09-23"))
    root = ElementTree.fromstring(svg)
    space = "{http://www.w3.org/2000/svg}"
    title, description = root.find(f"{space}title"), root.find(f"{space}desc")
    assert title is not None
    assert description is not None
    assert "170 ratified" in (description.text or "")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert not list(root.iter(f"{space}script"))
    assert svg == showing.to_svg(store, status_on(store, "2021-09-23"))


# ---- the command


def run(*arguments: str) -> object:
    return commands.main(args=list(arguments), prog_name="treatygraph", standalone_mode=False)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "graph"
    folder.mkdir()
    for name, triples in tables_graph.graphs().items():
        (folder / f"{name}.ttl").write_bytes(turtle(triples))
    inferred = infer(tables_graph.graphs().values())
    (folder / "inferred.ttl").write_bytes(turtle(inferred))
    return folder


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("table", "Comprehensive Nuclear-Test-Ban Treaty: annex-2 on 2023-11-03"),
        ("csv", "iso3,name,"),
        ("json", "{"),
        ("ttl", "@prefix"),
    ],
)
def test_the_command(data: Path, capsys: pytest.CaptureFixture[str], form: str, begins: str) -> None:
    drawing = data / "status.svg"
    assert (
        run(
            "status",
            "--on",
            "2023-11-03",
            "--group",
            "annex-2",
            "--data",
            str(data),
            "--format",
            form,
            "--svg",
            str(drawing),
        )
        == 0
    )
    assert capsys.readouterr().out.startswith(begins)
    assert drawing.read_text(encoding="utf-8").startswith("<svg ")


def test_a_drawing_that_cannot_be_written_is_said(data: Path) -> None:
    with pytest.raises(TreatyGraphError, match="cannot be written"):
        run("status", "--on", "2023-11-03", "--data", str(data), "--svg", str(data / "no" / "such.svg"))

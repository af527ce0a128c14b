"""What a treaty lacks to enter into force, and when it would, by the rule of a table row."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
import tables_graph
from pyoxigraph import Literal, NamedNode, Triple

from treatygraph import iris, paths, vocab
from treatygraph.cli import commands
from treatygraph.graph.assemble.reference import assemble_tables
from treatygraph.graph.store import hold
from treatygraph.model import TreatyGraphError
from treatygraph.reason.infer import infer
from treatygraph.status import entry_into_force as entry
from treatygraph.status.entry_into_force import assumptions, condition, earliest, entry_into_force, latest
from treatygraph.tables import TableError, Tables, shipped

EIGHT = {"CHN", "EGY", "IND", "IRN", "ISR", "PAK", "PRK", "USA"}


def ask(on: str = "", **assumed: str) -> entry.EntryReport:
    return entry_into_force(tables_graph.store(), condition(shipped()), on, assumed)


def missing(report: entry.EntryReport) -> set[str]:
    return {row.iso3 for row in report.missing}


def test_the_condition_comes_from_its_row() -> None:
    rule = condition(shipped())
    assert (rule.annex, rule.days, rule.years, rule.opened) == ("2", 180, 2, date(1996, 9, 24))
    assert rule.provision == iris.thing("treaty/ctbt/article/XIV/paragraph/1")
    assert rule.not_before == date(1998, 9, 24)
    assert "180 days" in rule.words


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2021-09-24", EIGHT),
        ("2023-11-02", EIGHT),
        ("2023-11-03", EIGHT | {"RUS"}),
        ("2012-02-05", EIGHT | {"IDN"}),
        ("2012-02-06", EIGHT),
    ],
)
def test_what_is_missing_on_a_day(on: str, expected: set[str]) -> None:
    assert missing(ask(on)) == expected


@pytest.mark.parametrize(
    ("on", "ratified"),
    # Stated by the sources of the conferences of 1999, 2001, 2007, 2011, 2013, 2021 and 2025.
    [
        ("1999-10-06", 26),
        ("2001-11-11", 31),
        ("2007-09-17", 34),
        ("2011-09-23", 35),
        ("2013-09-27", 36),
        ("2021-09-23", 36),
        ("2025-09-26", 35),
    ],
)
def test_numbers_of_annex_2_ratifiers_that_conferences_stated(on: str, ratified: int) -> None:
    assert len(ask(on).deposits) == ratified


def test_by_default_it_asks_about_the_last_recorded_day() -> None:
    assert ask().on == "2024-03-13"
    assert missing(ask()) == EIGHT | {"RUS"}


def test_nothing_follows_while_a_deposit_is_missing() -> None:
    report = ask("2021-09-24", CHN="2030-01-01")
    assert report.entry is None
    assert report.last is None
    assert missing(report) == EIGHT - {"CHN"}
    assert report.explanation()[-1] == "So no day of entry into force follows yet."


def test_180_days_after_the_last_deposit() -> None:
    days = dict.fromkeys(EIGHT, "2029-03-01") | {"USA": "2030-01-01"}
    report = ask("2021-09-24", **days)
    assert report.entry == (date(2030, 6, 30), date(2030, 6, 30))  # 31-1 + 28 + 31 + 30 + 31 + 30 = 180 days
    assert report.last is not None
    assert report.last.iso3 == "USA"


def test_a_leap_year_has_one_day_more() -> None:
    report = ask("2021-09-24", **dict.fromkeys(EIGHT, "2028-01-01"))
    assert report.entry == (date(2028, 6, 29), date(2028, 6, 29))


def test_not_before_two_years_after_the_opening() -> None:
    rule = condition(shipped())
    assert rule.enters(date(1997, 1, 1)) == date(1998, 9, 24)
    assert rule.enters(date(1998, 3, 27)) == date(1998, 9, 24)  # 180 days later is 23 September 1998
    assert rule.enters(date(1998, 3, 28)) == date(1998, 9, 24)
    assert rule.enters(date(1998, 3, 29)) == date(1998, 9, 25)


def test_the_explanation_names_rule_provision_assumptions_and_result() -> None:
    words = "\n".join(ask("2023-11-03", **dict.fromkeys(EIGHT | {"RUS"}, "2030-01-01")).explanation())
    for part in (
        "180 days after every State of Annex 2",
        "treaty/ctbt/article/XIV/paragraph/1",
        "35 of the 44 States",
        "Russian Federation (RUS) on 2030-01-01",
        "So the treaty would enter into force on 2030-06-30",
    ):
        assert part in words


@pytest.mark.parametrize(
    ("on", "assumed", "says"),
    [
        ("2021-09-24", {"FRA": "2030-01-01"}, "FRA: France has a ratification in force since 1998-04-06"),
        ("2021-09-24", {"XXX": "2030-01-01"}, "'XXX' is no State of annex 2"),
        ("2021-09-24", {"NGA": "2030-01-01"}, "'NGA' is no State of annex 2"),
        ("2021-09-24", {"CHN": "2020-01-01"}, "CHN: 2020-01-01 lies before 2021-09-24"),
        ("2021-09-24", {"CHN": "2030-02-30"}, "is no day"),
        ("2021-09", {}, "is no day"),
    ],
)
def test_what_cannot_be_assumed_is_said(on: str, assumed: dict[str, str], says: str) -> None:
    with pytest.raises(TreatyGraphError, match=says):
        ask(on, **assumed)


@pytest.mark.parametrize("written", ["CHN", "CHN=", "=2030-01-01", "CHN=soon", "CHN:2030-01-01"])
def test_a_misspelt_assumption_is_said(written: str) -> None:
    with pytest.raises(TreatyGraphError):
        assumptions((written,))


def test_assumptions_are_read_in_any_case_and_once() -> None:
    assert assumptions(("chn=2030-01-01", "USA=2030-06-30")) == {"CHN": "2030-01-01", "USA": "2030-06-30"}
    with pytest.raises(TreatyGraphError, match="twice"):
        assumptions(("CHN=2030-01-01", "chn=2030-02-01"))


def test_a_month_is_a_stretch_of_days() -> None:
    assert (earliest("2024-02"), latest("2024-02")) == (date(2024, 2, 1), date(2024, 2, 29))
    assert (earliest("2023"), latest("2023")) == (date(2023, 1, 1), date(2023, 12, 31))
    assert earliest("2023-05-06") == latest("2023-05-06") == date(2023, 5, 6)


# ---- another treaty is a row


def written(folder: Path, table: str, *rows: str) -> None:
    file = folder / f"{table}.csv"
    head, *old = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([head, *sorted([*old, *rows])]) + "\n", encoding="utf-8")


@pytest.fixture
def other(tmp_path: Path) -> Tables:
    """Tables with a second treaty: 90 days after the last of two deposits, a year after the opening."""
    folder = tmp_path / "tables"
    shutil.copytree(paths.tables(), folder)
    written(folder, "treaties", f"xyz,,,Treaty X{',' * 18}made for this test")
    written(
        folder,
        "provisions",
        "xyz/annex/1,xyz,Annex,1,,1,States,,FJI|TON,made for this test",
        "xyz/article/V,xyz,Article,V,,2,Entry into force,Ninety days after both.,,made for this test",
    )
    written(folder, "entry-into-force", "xyz,xyz/article/V,xyz/annex/1,90,1,2004-02-29,made for this test")
    written(
        folder,
        "treaty-actions",
        "xyz/FJI/Ratification,xyz,FJI,Ratification,2005-03,month,made for this test",
        "xyz/TON/Ratification,xyz,TON,Ratification,2005-01-10,day,made for this test",
    )
    return Tables(folder)


def test_another_treaty_is_a_row(other: Tables) -> None:
    graphs = assemble_tables(other)
    store = hold({**graphs, "inferred": infer(graphs.values())})
    rule = condition(other, "xyz")
    assert rule.not_before == date(2005, 2, 28)
    report = entry_into_force(store, rule, "2006-01-01")
    assert report.entry == (
        date(2005, 5, 30),
        date(2005, 6, 29),
    )  # the last deposit was in March, day unknown
    assert "between 2005-05-30 and 2005-06-29" in report.explanation()[-1]
    inside = entry_into_force(store, rule, "2005-03-15")
    assert [row.iso3 for row in inside.uncertain] == ["FJI"]
    assert inside.entry is None


def test_a_treaty_without_a_row_is_said() -> None:
    with pytest.raises(TreatyGraphError, match=r"'npt' enters into force; entry-into-force.csv has ctbt"):
        condition(shipped(), "npt")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("xyz,xyz/article/VI,xyz/annex/1,90,1,2004-02-29,x", "provision 'xyz/article/VI' has no row"),
        ("xyz,xyz/article/V,xyz/annex/9,90,1,2004-02-29,x", "is no annex of 'xyz'"),
        ("xyz,xyz/article/V,ctbt/annex/2,90,1,2004-02-29,x", "is no annex of 'xyz'"),
        ("xyz,xyz/article/V,xyz/annex/1,ninety,1,2004-02-29,x", "cannot be read"),
        ("xyz,xyz/article/V,xyz/annex/1,90,1,2004-02-30,x", "cannot be read"),
    ],
)
def test_a_faulty_row_is_said(other: Tables, row: str, says: str) -> None:
    file = other.folder / "entry-into-force.csv"
    file.write_text(
        "\n".join([file.read_text(encoding="utf-8").splitlines()[0], row]) + "\n", encoding="utf-8"
    )
    with pytest.raises(TableError, match=says):
        condition(Tables(other.folder), "xyz")


# ---- forms


def test_csv_and_json_name_every_state_of_the_annex() -> None:
    report = ask("2023-11-03", CHN="2030-01-01")
    rows = {row["iso3"]: row for row in csv.DictReader(entry.to_csv(report).splitlines())}
    assert len(rows) == 44
    assert (rows["CHN"]["deposit"], rows["CHN"]["date"]) == ("assumed", "2030-01-01")
    assert (rows["RUS"]["deposit"], rows["RUS"]["status"]) == ("missing", "SignedNotRatified")
    assert (rows["FRA"]["deposit"], rows["FRA"]["date"]) == ("recorded", "1998-04-06")
    data = json.loads(entry.to_json(report))
    assert data["enters_into_force"] is None
    assert set(data["missing"]) == EIGHT - {"CHN"} | {"RUS"}
    assert data["condition"]["days"] == 180


def test_an_assumption_never_becomes_a_fact() -> None:
    report = ask("2023-11-03", CHN="2030-01-01")
    assert "2030-01-01" not in entry.to_turtle(tables_graph.store(), report)


def test_text_and_drawing() -> None:
    store = tables_graph.store()
    report = ask("2023-11-03", **dict.fromkeys(EIGHT | {"RUS"}, "2030-01-01"))
    text = entry.to_text(store, report)
    assert "35 █  9 ▓\n" in text
    assert "2030-06-30: entry into force ^" in text
    root = ElementTree.fromstring(entry.to_svg(store, report))
    space = "{http://www.w3.org/2000/svg}"
    description = root.find(f"{space}desc")
    assert description is not None
    assert "2030-06-30" in (description.text or "")
    assert not list(root.iter(f"{space}script"))


def test_every_state_that_is_waited_for_has_a_status_on_the_timeline_within_80_columns() -> None:
    lines = entry.to_text(tables_graph.store(), ask("2023-11-03")).rpartition("\n\n")[2].splitlines()
    assert max(map(len, lines)) <= 80
    tracks = {line[:37].strip(): line[37:].strip() for line in lines[5:-1]}
    assert len(tracks) == 9
    assert {name for name, drawn in tracks.items() if set(drawn) == {"▒"}} == {
        "Democratic People's Republic of Korea", "India", "Pakistan"}
    assert {name for name, drawn in tracks.items() if not drawn} == set()


def test_a_graph_without_actions_lacks_every_deposit() -> None:
    graphs = {name: graph for name, graph in tables_graph.graphs().items() if name != "treaty-actions"}
    store = hold({**graphs, "inferred": infer(graphs.values())})
    report = entry_into_force(store, condition(shipped()))
    assert report.on == "1996-09-24"
    assert len(report.missing) == 44
    assert (
        Triple(
            NamedNode(iris.thing("treaty/ctbt")),
            NamedNode(vocab.PREF_LABEL),
            Literal("Comprehensive Nuclear-Test-Ban Treaty", language="en"),
        )
        in graphs["treaties"]
    )


def test_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from treatygraph.graph.serialize import turtle

    for name, triples in tables_graph.graphs().items():
        (tmp_path / f"{name}.ttl").write_bytes(turtle(triples))
    (tmp_path / "inferred.ttl").write_bytes(turtle(infer(tables_graph.graphs().values())))
    arguments = ["entry-into-force", "--data", str(tmp_path), "--on", "2021-09-24"]
    for iso3 in sorted(EIGHT):
        arguments += ["--assume", f"{iso3}=2030-01-01"]
    assert commands.main(args=arguments, prog_name="treatygraph", standalone_mode=False) == 0
    assert "So the treaty would enter into force on 2030-06-30." in capsys.readouterr().out

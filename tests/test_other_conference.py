"""The report of another treaty's conference, read with rows added and no code changed."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from treatygraph import building, iris
from treatygraph.cli import commands
from treatygraph.facts import Act, Conference, CountStatement, OfficeHolding, Participation, Statement
from treatygraph.model import Severity
from treatygraph.reading.engine import ReadReport
from treatygraph.tables import TableError, Tables, shipped
from treatygraph.vocab import tg

REPORTS = Path(__file__).with_name("reports")
ROWS = REPORTS / "bwc"
TEXT = REPORTS / "bwc-like.en.txt"
SOURCE = building.Source(TEXT, "BWC/CONF.XII/9", "en")
CONFERENCE = iris.conference("bwc-review", 2034)


@cache
def tables() -> Tables:
    return shipped((ROWS,))


@cache
def read() -> ReadReport:
    return building.read_source(SOURCE, tables())


def expected() -> Iterator[tuple[str, str]]:
    with (REPORTS / "bwc-like.participants.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["iso3"]:
                capacity = row["capacity"].replace("RatifyingState", "StateParty")
                yield capacity, row["iso3"]


def test_the_shipped_rows_alone_know_no_such_conference() -> None:
    report = building.read_source(SOURCE, shipped())
    unknown = [finding for finding in report.findings if finding.kind == "series-unknown"]
    assert [finding.severity for finding in unknown] == [Severity.WARNING]
    assert unknown[0].words.startswith("Twelfth Review Conference of the States Parties")
    conferences = {record.iri for record in report.records if isinstance(record, Conference)}
    assert conferences == {iris.part(iris.document("BWC/CONF.XII/9"), "conference")}


def test_series_treaty_and_days_come_from_rows_and_text() -> None:
    conference = next(r for r in read().records if isinstance(r, Conference) and r.start)
    assert (conference.iri, conference.start.lexical, conference.end.lexical) == (CONFERENCE, "2034-11-06", "2034-11-24")  # type: ignore[union-attr]
    assert read().reading.conference.treaty == iris.thing("treaty/bwc")
    assert read().reading.conference.article == "XII"


def test_every_state_takes_part_in_its_capacity_and_in_order() -> None:
    states = [(iris.local(r.capacity), iris.local(r.participant)) for r in read().records  # type: ignore[arg-type]
              if isinstance(r, Participation) and r.participant and "/state/" in r.participant]
    assert states == list(expected())


def test_organizations_take_part_and_unknown_ones_are_kept_under_the_document_and_reported() -> None:
    taking_part = [r.participant for r in read().records
                   if isinstance(r, Participation) and r.participant and "/organization/" in r.participant]
    known = [iris.local(who) for who in taking_part if "/document/" not in who]
    assert known == ["united-nations", "icrc", "fao", "woah", "icgeb"]
    unidentified = [iris.local(who) for who in taking_part if "/document/" in who]
    assert unidentified[0] == "Biosafety%20Correspondents’%20Circle"
    assert len(unidentified) == 3
    unknown = [finding.words for finding in read().findings if finding.kind == "unidentified-organization"]
    assert unknown[:3] == ["Biosafety Correspondents’ Circle", "Harbour Institute for Life Sciences Policy",
                           "International Guild of Laboratory Stewards"]


def test_officers_of_the_conference_and_of_its_committees() -> None:
    held = {(iris.local(r.office), iris.local(r.of_organ) if r.of_organ else "", iris.path_of(r.holder).rpartition("/")[2])  # type: ignore[arg-type]
            for r in read().records if isinstance(r, OfficeHolding)}
    assert ("President", "", "Ingeborg%20Salvatierra") in held
    assert ("Chair", "main-committee", "Oleksandr%20Horbatenko-Wyld") in held
    assert ("ViceChair", "drafting-committee", "Alistair%20Penhaligon") in held
    assert ("Chair", "credentials-committee", "Dilnoza%20Karimberdiyeva") in held
    assert ("SecretaryGeneral", "", "Lucas%20Engelbrecht-Mori") in held
    assert len([office for office in held if office[0] == "VicePresident"]) == 20
    assert {holder for office, _, holder in held if office == "CredentialsCommitteeMember"} == {
        "DZA", "DOM", "GTM", "MDA", "VNM"}


def test_speakers() -> None:
    spoke = {iris.local(r.speaker) for r in read().records if isinstance(r, Statement) and r.speaker}
    assert len([state for state in spoke if len(state) == 3]) == 41
    assert {"ARG", "IRN", "NLD", "TUR"} <= spoke
    assert "EGY" not in spoke  # the sentence on a signatory and an observer agency is reported as unread


def test_a_final_declaration_in_the_body() -> None:
    acts = {(iris.local(r.operative_verb), tuple(iris.local(a) for a in r.addressees)) for r in read().records  # type: ignore[arg-type]
            if isinstance(r, Act) and r.iri.startswith(f"{read().reading.document}/paragraph/3")}
    assert ("Reaffirm", ()) in acts
    assert ("CallUpon", ("bwc-states-parties",)) in acts
    assert ("Request", ("implementation-support-unit",)) in acts
    assert ("CallUpon", ("EGY", "HTI", "SOM", "SYR")) in acts


def test_what_is_not_read_is_reported() -> None:
    unread = [finding.words for finding in read().findings if finding.kind.startswith("unread")]
    assert any(words.startswith("The Preparatory Committee for the Conference held two sessions") for words in unread)


def test_an_officer_of_a_committee_opened_the_conference() -> None:
    opened = [r for r in read().records if isinstance(r, Act) and r.operative_verb == tg("Open")]
    assert [(iris.local(who), r.of_organ) for r in opened for who in r.actors] == [("preparatory-committee-chair", None)]


def test_meetings_of_committees_are_counted() -> None:
    counted = {(iris.local(r.counts), r.value, iris.local(r.stated_in)) for r in read().records  # type: ignore[arg-type]
               if isinstance(r, CountStatement) and r.counts == iris.thing("concept/meetings")}
    assert {("meetings", 3, "BWC/CONF.XII/9/paragraph/24"), ("meetings", 2, "BWC/CONF.XII/9/paragraph/25")} <= counted


def test_the_graph_is_well_formed_and_says_nothing_of_another_treaty() -> None:
    built = building.build([SOURCE], tables())
    assert built.validation.conforms
    report = next(graph for name, graph in built.graphs.items() if "bwc-like" in str(name))
    said = {str(triple.object.value) for triple in report if hasattr(triple.object, "value")}
    assert not any("/treaty/ctbt" in value for value in said)
    assert tg("StateParty") in said


def test_new_series_writes_rows_that_read_a_header(tmp_path: Path) -> None:
    rows = tmp_path / "rows"
    result = CliRunner().invoke(commands, [
        "new-series", "ccm-review", "--language", "en", "--article", "12", "--treaty", "ccm", "--treaty-name",
        "Convention on Cluster Munitions", "--treaty-short", "the Convention", "--name",
        "Review Conference of the States Parties to the Convention on Cluster Munitions", "--out", str(rows)])
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in rows.iterdir()) == ["en.toml", "series.csv", "treaties.csv"]
    text = tmp_path / "report.txt"
    text.write_text("CCM/CONF/2021/9\nDistr.: General\n1 October 2021\n\nThird Review Conference of the States Parties "
                    "to the Convention on Cluster Munitions\n\nGeneva, 6-8 September 2021\n\nIntroduction\n\n1. The "
                    "following other States attended the Conference: Chad and Mali.\n", encoding="utf-8")
    out = tmp_path / "graph"
    result = CliRunner().invoke(commands, ["build", str(text), "--symbol", "CCM/CONF/2021/9", "--language", "en",
                                           "--with", str(rows), "--out", str(out)])
    assert result.exit_code == 0, result.output
    graph = (out / "report.ttl").read_text(encoding="utf-8")
    assert "conference/ccm-review-2021/participation/MLI" in graph
    assert json.loads((out / "findings.json").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(("arguments", "message"), [
    (["--treaty", "ctbt", "--name", "X"], "not empty"),
    (["--treaty", "no-such", "--name", "X", "--out", "new"], "--treaty-name"),
    (["--treaty", "CTBT", "--name", "X", "--out", "new"], "no slug"),
])
def test_new_series_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "note.txt").write_text("mine", encoding="utf-8")
    given = arguments if "--out" in arguments else [*arguments, "--out", "kept"]
    result = CliRunner().invoke(commands, ["new-series", "x-review", "--language", "en", *given])
    assert message in str(result.exception) + result.output
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == ["note.txt"]


def test_added_rows_may_not_replace_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "states.csv").write_text("iso3,name_en,source\nFRA,Elsewhere,me\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"states\.csv:2: there is a row 'FRA' already"):
        shipped((tmp_path,)).rows("states")


def test_added_rows_need_their_key_and_source(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text("slug,name_en\nalmaty,Almaty\n", encoding="utf-8")
    with pytest.raises(TableError, match="'source' is missing"):
        shipped((tmp_path,)).rows("places")

"""Checks that every text gives a graph, and what is taken from headers of whatever layout."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from treatygraph import read_text
from treatygraph.cli import commands
from treatygraph.commands.new_series_command import new_series
from treatygraph.facts import Decision
from treatygraph.model import Severity, TreatyGraphError
from treatygraph.report import Report
from treatygraph.tables import shipped

MASTHEAD = """A/CONF.99/2031/7

Third Meeting of States Parties to the
Treaty on the Prohibition of
Unicorns

Geneva, 3 to 7 March 2031

Report of the third Meeting of States Parties to the Treaty on the Prohibition of Unicorns

1. The Meeting adopted its report.
"""


def conference(text: str, **said: str) -> tuple[Report, tuple[str | None, str | None, str | None, str | None]]:
    report = read_text(text, **said)  # type: ignore[arg-type]
    frame = report.read.reading.conference
    return report, (frame.name.text if frame.name else None, frame.noun, frame.start.lexical if frame.start else None,
                    frame.end.lexical if frame.end else None)


def test_a_name_over_several_lines() -> None:
    report, told = conference(MASTHEAD)
    assert told == ("Third Meeting of States Parties to the Treaty on the Prohibition of Unicorns", "Meeting",
                    "2031-03-03", "2031-03-07")
    assert report.symbol == "A/CONF.99/2031/7"
    assert report.read.reading.conference.iri.endswith("document/A/CONF.99/2031/7/conference")
    assert [f.severity for f in report.findings if f.kind == "series-unknown"] == [Severity.WARNING]


def test_days_of_a_session_in_brackets() -> None:
    _, told = conference("E/2031/25\n\nCommission on Unicorns\n\nReport on the ninth session\n\n"
                         "(4 May 2030 and 7-11 April 2031)\n\n1. The Commission met.\n")
    assert told == ("Commission on Unicorns", "Commission", "2030-05-04", "2031-04-11")


def test_days_in_the_first_paragraphs() -> None:
    _, told = conference("A/86/42\n\nReport of the Unicorn Commission for 2031\n\nI. Introduction\n\n1. The Commission "
                         "held its session of 2031 in Geneva from 7 to 25 April.\n2. It met.\n")
    assert told == ("Unicorn Commission", "Commission", "2031-04-07", "2031-04-25")


def test_an_organ_of_a_conference_has_a_report_of_its_own() -> None:
    report, told = conference("A/CONF.99/2031/8\n\nConference on Unicorns\n\nNice, 9-13 June 2031\n\n"
                              "Report of the Credentials Committee\n\nChair: A. B. (Peru)\n\n1. The Committee met.\n")
    frame = report.read.reading.conference
    assert told[:2] == ("Conference on Unicorns", "Conference")
    assert (frame.organ, frame.organ_noun) == (f"{frame.iri}/organ/credentials-committee", "Committee")


@pytest.mark.parametrize(("name", "noun", "slug"), [
    ("Credentials Committee", "Committee", "credentials-committee"),
    ("Working Group on the Credentials Committee", "Working Group", "working-group-on-the-credentials-committee"),
])
def test_header_and_sentences_mean_the_same_organ(name: str, noun: str, slug: str) -> None:
    report, _ = conference(f"A/CONF.99/2031/8\n\nConference on Unicorns\n\nNice, 9-13 June 2031\n\nReport of the {name}"
                           f"\n\n1. The {noun} adopted its agenda.\n")
    organ = f"{report.read.reading.conference.iri}/organ/{slug}"
    assert report.read.reading.conference.organ == organ
    decided = [record for record in report.read.records if isinstance(record, Decision)]
    assert [record.of_organ for record in decided] == [organ]


def test_an_organ_that_a_title_names_alone_is_no_conference() -> None:
    report, told = conference("A/CONF.99/2031/8\n\nReport of the Credentials Committee\n\n1. The Committee met.\n")
    frame = report.read.reading.conference
    assert (told[0], frame.organ) == (None, f"{frame.iri}/organ/credentials-committee")


@pytest.mark.parametrize("title", ["Report of the Conference\n\nIntroduction", "Report of the Conference Part I",
                                   "REPORT OF THE THIRD CONFERENCE\n\nOPENING OF THE CONFERENCE"])
def test_a_title_of_the_conference_itself_names_no_organ(title: str) -> None:
    report, told = conference(f"A/CONF.99/2031/8\n\nThird Conference on Unicorns\n\nNice, 9-13 June 2031\n\n{title}\n\n"
                              "1. The Conference met.\n")
    assert (told[0], report.read.reading.conference.organ) == ("Third Conference on Unicorns", None)


@pytest.mark.parametrize(("sentence", "days"), [
    ("held its session of 2031 from 30 April to 4 May", ("2031-04-30", "2031-05-04")),
    ("held its session of 2031 from 7 to 25 April and resumed it on 3 May", ("2031-04-07", "2031-04-25")),
    ("held its session of 2031 from 7 to 25 April and from 3 to 4 May", (None, None)),
    ("held its session from 7 to 25 April 2031, after informal meetings from 3 to 4 March", ("2031-04-07", "2031-04-25")),
])
def test_days_without_a_year_are_of_the_year_of_the_title(sentence: str, days: tuple[str | None, str | None]) -> None:
    _, told = conference(f"A/86/42\n\nReport of the Unicorn Commission for 2031\n\n1. The Commission {sentence}.\n")
    assert told[2:] == days


def test_several_sessions_have_no_days() -> None:
    report, told = conference("A/80/55\n\nReport of the Committee on Unicorns\n\nFirst session\n\n(6-24 March 2023)\n\n"
                              "Second session\n\n(4-22 March 2024)\n\n1. The Committee met.\n")
    assert told == ("Committee on Unicorns", "Committee", None, None)
    assert "days-unknown" in {finding.kind for finding in report.findings}


@pytest.mark.parametrize("text", ["x", "1.", "The Conference met.", "Мы.", "会议。", "\t|\n", "12345", "Annex I\n\nAnnex I",
                                  "Decision 1\n\nDecision 2\n", "1. One:\n\nChair:\n", "••", "[1] note"])
def test_every_text_gives_a_graph(text: str) -> None:
    report = read_text(text)
    assert report.triples
    assert {"conference-unknown", "version-in-doubt"} <= {finding.kind for finding in report.findings}


def test_a_language_without_words_is_read_as_far_as_its_layout() -> None:
    report = read_text("1. Konferencja.\n\n2. Koniec.\n", symbol="A/1", language="pl")
    assert report.language == "pl"
    assert "version-in-doubt" in {finding.kind for finding in report.findings}


@pytest.mark.parametrize("said", [{"symbol": "  "}, {"symbol": "\n"}, {"language": "no language"}])
def test_what_cannot_be_said_is_refused(said: dict[str, str]) -> None:
    with pytest.raises(TreatyGraphError):
        read_text("1. One.", **said)  # type: ignore[arg-type]


def test_a_list_below_its_lead_is_one_sentence() -> None:
    report = read_text("1. The following attended the meeting:\n\nKenya\n\nPeru\n\n2. It closed.\n", symbol="A/1")
    first = next(unit for unit in report.read.units if unit.kind == "sentence")
    assert first.text == "The following attended the meeting: Kenya, Peru"
    at = first.text.index("Peru")
    assert report.text[first.folded.span(at, at + 4).start :].startswith("Peru")


def test_rows_are_proposed_from_a_report(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(MASTHEAD, encoding="utf-8")
    done = CliRunner().invoke(new_series, ["unicorns", "--from", str(report), "--treaty", "ctbt", "--out",
                                           str(tmp_path / "rows")])
    assert done.exception is None, done.output
    assert (tmp_path / "rows" / "series.csv").read_text(encoding="utf-8").splitlines()[1].startswith(
        "unicorns,ctbt,Meeting of States Parties to the Treaty on the Prohibition of Unicorns,")
    assert "2031-03-03,2031-03-07" in (tmp_path / "rows" / "conferences.csv").read_text(encoding="utf-8")
    known = read_text(MASTHEAD, rows=[tmp_path / "rows"])
    assert known.read.reading.conference.iri.endswith("conference/unicorns-2031")


def rows_of(tmp_path: Path, text: str, *arguments: str) -> Path:
    """Write the text as a report and propose rows from it; return their folder."""
    (tmp_path / "report.txt").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(new_series, ["unicorns", "--from", str(tmp_path / "report.txt"), *arguments, "--out",
                                           str(tmp_path / "rows")])
    assert done.exception is None, done.output
    return tmp_path / "rows"


@pytest.mark.parametrize(("name", "ordinal"), [
    ("Third Meeting of States Parties to the Treaty on the Prohibition of Unicorns", 3),
    ("The Twenty-first Meeting of States Parties to the Treaty on the Prohibition of Unicorns", 21),
    ("2031 Meeting of States Parties to the Treaty on the Prohibition of Unicorns", None),
])
def test_a_graph_is_built_with_the_rows_that_were_proposed(tmp_path: Path, name: str, ordinal: int | None) -> None:
    text = f"A/CONF.99/2031/7\n\n{name}\n\nGeneva, 3 to 7 March 2031\n\n1. The Meeting adopted its report.\n"
    rows = rows_of(tmp_path, text)
    assert ("ordinal" in (rows / "conferences.csv").read_text(encoding="utf-8")) == bool(ordinal)
    assert ",Meeting of States Parties to the Treaty on the Prohibition of Unicorns," in (
        rows / "series.csv").read_text(encoding="utf-8")
    done = CliRunner().invoke(commands, ["build", str(tmp_path / "report.txt"), "--with", str(rows), "--out",
                                         str(tmp_path / "graph")])
    assert done.exception is None, done.output
    built = (tmp_path / "graph" / "conferences.ttl").read_text(encoding="utf-8")
    told = built.partition("conference/unicorns-2031")[2].partition("\n\n")[0]
    assert [line.split()[1] for line in told.splitlines() if "tg:ordinal" in line] == [str(ordinal)] * bool(ordinal)


def test_a_noun_that_is_added_means_the_body_in_sentences_too(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('[language]\ncode = "en"\n\n[layout]\nbodies = ["Colloquium"]\n', encoding="utf-8")
    text = ("A/86/42\n\nReport of the Colloquium on Unicorns\n\n1. The Colloquium adopted its agenda.\n")
    adopted = [[record.of_conference for record in read_text(text, rows=rows).read.records if isinstance(record, Decision)]
               for rows in ([], [tmp_path])]
    assert adopted == [[], ["https://w3id.org/treatygraph/id/document/A/86/42/conference"]]


def test_what_is_given_beside_a_report_counts_before_its_header(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, MASTHEAD, "--treaty", "tpu", "--treaty-name", "Treaty on the Prohibition of Unicorns",
                   "--treaty-short", "the Treaty", "--article", "8", "--name", "Meeting of the Unicorns",
                   "--source", "a letter")
    assert (rows / "treaties.csv").read_text(encoding="utf-8").splitlines() == [
        "slug,name_en,short_en,source", "tpu,Treaty on the Prohibition of Unicorns,the Treaty,a letter"]
    assert (rows / "series.csv").read_text(encoding="utf-8").splitlines() == [
        "slug,treaty,article,name_en,source", "unicorns,tpu,8,Meeting of the Unicorns,a letter"]
    assert "series,unicorns,name_en,Meeting of the Unicorns,,,\n" in (rows / "proposal.csv").read_text(encoding="utf-8")


def test_a_known_treaty_is_given_further_names(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, MASTHEAD, "--treaty", "npt", "--treaty-short", "the Pact")
    row = shipped((rows,)).row("treaties", "npt")
    assert row is not None
    assert "the Pact" in row.several("short_en")


@pytest.mark.parametrize(("arguments", "message"), [
    (["--treaty", "tpu"], "--treaty-name"), (["--article", "8"], "say which with --treaty")])
def test_a_treaty_nobody_knows_needs_its_name(tmp_path: Path, arguments: list[str], message: str) -> None:
    (tmp_path / "report.txt").write_text(MASTHEAD, encoding="utf-8")
    done = CliRunner().invoke(new_series, ["unicorns", "--from", str(tmp_path / "report.txt"), *arguments, "--out",
                                           str(tmp_path / "rows")])
    assert message in str(done.exception)
    assert not (tmp_path / "rows").exists()


def test_a_row_may_give_a_shipped_one_further_names(tmp_path: Path) -> None:
    (tmp_path / "states.csv").write_text("iso3,other_en,source\nKEN,Unicornland,made up\n", encoding="utf-8")
    row = shipped((tmp_path,)).row("states", "KEN")
    assert row is not None
    assert {"Kenya", "Unicornland"} <= set(row.names("en"))
    (tmp_path / "states.csv").write_text("iso3,name_en,source\nKEN,Unicornland,made up\n", encoding="utf-8")
    with pytest.raises(TreatyGraphError, match="already"):
        shipped((tmp_path,)).row("states", "KEN")

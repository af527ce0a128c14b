"""What a text says and where it went: into a fact, into quoted words, or nowhere; and what of it is reported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from counted import calls
from texts import read_text, report_text

import treatygraph
from treatygraph.audit.accounting import Audit, Outcome, audit
from treatygraph.audit.page import audit_page
from treatygraph.audit.renderings import as_json, as_plain, kept_as_plain
from treatygraph.audit.shares import MEANING, Shares
from treatygraph.audit.why import why_at
from treatygraph.commands.audit_command import audit as audit_command
from treatygraph.model import Severity
from treatygraph.reading.engine import ReadReport
from treatygraph.reading.said import Kind, Where

HEADER = (
    "Distr.: General\n\n5 October 2025\n\nEnglish\n\nConference on Facilitating the Entry into Force of the "
    "Comprehensive Nuclear-Test-Ban Treaty\n\nVienna, 20-23 September 2025\n\nOrganizational matters\n\n"
)
SYMBOL = "CTBT-Art.XIV/2025/6"
FACT, KEPT, UNREAD = Where.IN_FACT, Where.KEPT, Where.UNREAD


def read(*paragraphs: str) -> ReadReport:
    return read_text(HEADER + "".join(f"{n}. {words}\n\n" for n, words in enumerate(paragraphs, start=1)), SYMBOL, "en")


def said(report: ReadReport) -> dict[str, Where]:
    """Where each thing said behind the header and its title went, by its words."""
    begin = report.reading.source.text.index("1. ")
    return {one.words: one.where for one in audit(report).said.things if one.place.span.start > begin}


def found(report: ReadReport, kind: str) -> list[str]:
    return [finding.words for finding in report.findings if finding.kind == kind]


class TestWhereThingsGo:
    def test_a_speaker_is_in_a_fact(self) -> None:
        assert said(read("The representative of Italy made a statement.")) == {"Italy": FACT, "made": FACT}

    def test_what_a_decision_is_about_is_kept_in_words(self) -> None:
        words = "At its 2nd meeting, the Conference decided to convene in room four in Geneva by 3 May 2026."
        assert said(read("The Conference decided to adjourn.", words)) == {
            "adjourn": KEPT, "2nd meeting": FACT, "decided": FACT, "convene": KEPT, "four": KEPT, "Geneva": KEPT, "3 May 2026": KEPT}

    def test_a_number_of_things_is_in_a_fact_wherever_it_stands(self) -> None:
        assert said(read("The Conference decided to convene four workshops."))["four"] is FACT
        assert said(read("The Zubrowka Club paid 37 dues."))["37"] is FACT

    def test_an_unknown_name_in_a_matter_is_kept(self) -> None:
        assert said(read("The Conference decided to thank Zubrowka."))["Zubrowka"] is KEPT

    def test_a_sentence_that_no_rule_reads_is_unread(self) -> None:
        everything = said(read("The Zubrowka Club paid 37 in 2019."))
        assert everything == {"The Zubrowka Club": UNREAD, "37": UNREAD, "2019": UNREAD}

    def test_a_negation_is_no_fact(self) -> None:
        everything = said(read("The Conference did not elect Italy as President."))
        assert everything["not"] is UNREAD
        assert everything["Italy"] is UNREAD

    def test_a_negation_inside_a_matter_is_kept(self) -> None:
        assert said(read("The Conference decided to pay no fee."))["no"] is KEPT

    def test_the_day_of_a_meeting_is_in_a_fact(self) -> None:
        words = "At its 2nd meeting, on 21 September 2025, the Conference adopted its agenda (CTBT-Art.XIV/2025/1)."
        assert said(read("The Conference decided to adjourn.", words))["21 September 2025"] is FACT

    def test_a_day_without_a_year_is_one_thing(self) -> None:
        assert {"21 September"} == {words for words in said(read("It rained on 21 September.")) if words[0] == "2"}

    def test_a_thing_linked_elsewhere_in_the_sentence_alone_is_not_in_a_fact(self) -> None:
        # The fact rests on the first clause; Italy is named in the second one, which nobody reads.
        words = "The Conference decided to adjourn, and Italy sneezed at the haste of Italy."
        assert said(read(words))["Italy"] is not FACT

    def test_a_sentence_begins_with_a_capital_without_naming(self) -> None:
        assert "Furthermore" not in said(read("Furthermore it rained."))

    def test_common_words_with_capitals_are_no_names(self) -> None:
        assert "States" not in said(read("It rained on all States there."))

    def test_a_chinese_number_in_a_matter_is_kept(self) -> None:
        report = read_text(report_text())
        where = {(one.words.replace(" ", ""), one.where) for one in audit(report).said.things if one.kind is Kind.NUMBER}
        assert ("二十五", KEPT) in where

    def test_nothing_said_counts_as_all_in_facts(self) -> None:
        assert Shares().of_things == (1.0, 0.0, 0.0)


class TestResidue:
    def test_words_without_a_thing_said_are_silent(self) -> None:
        assert found(read("The representative of Italy made a lengthy statement."), "unread-words") == []

    def test_a_name_that_no_role_takes_is_reported(self) -> None:
        report = read("The representative of Italy made a statement (by video link from Trieste).")
        assert found(report, "unread-words") == ["a statement (by video link from Trieste)"]
        assert report.units[-1].claims

    def test_a_unit_with_residue_is_partly_read(self) -> None:
        account = audit(read("The representative of Italy made a statement (by video link from Trieste)."))
        assert account.accounts[-1].outcome is Outcome.PARTLY
        assert not account.flawless

    def test_residue_is_a_warning(self) -> None:
        report = read("The representative of Italy made a statement (by video link from Trieste).")
        assert [f.severity for f in report.findings if f.kind == "unread-words"] == [Severity.WARNING]

    def test_a_number_in_a_matter_is_a_finding(self) -> None:
        assert found(read("The Conference decided to convene in room four."), "kept-in-words") == ["four"]

    def test_a_place_in_a_matter_is_none(self) -> None:
        assert found(read("The Conference decided to convene in Geneva."), "kept-in-words") == []

    def test_a_title_that_reads_like_a_sentence_is_reported(self) -> None:
        text = HEADER + "1. It rained.\n\nThe Conference decided to adjourn.\n\n2. It rained.\n"
        report = read_text(text, SYMBOL, "en")
        kinds = [unit.kind for unit in report.units if unit.text == "The Conference decided to adjourn."]
        told = found(report, "prose-as-title") == ["The Conference decided to adjourn."]
        assert told == (kinds == ["title"]), "as a title it is reported, as a paragraph it is read"

    def test_a_title_is_structure_and_not_read(self) -> None:
        account = audit(read("It rained."))
        titles = [one for one in account.accounts if one.kind == "title"]
        assert [one.outcome for one in titles] == [Outcome.STRUCTURE]
        assert account.tally("title").accounted == 1

    def test_a_short_title_is_no_prose(self) -> None:
        assert found(read("It rained."), "prose-as-title") == []


@pytest.fixture(scope="module")
def account() -> Audit:
    return audit(read_text(report_text()))


class TestShippedReport:
    def test_most_of_the_declaration_stands_in_quoted_words_only(self, account: Audit) -> None:
        declaration = next(part for part in account.said.parts if part.title == "附件")
        assert declaration.shares.characters_kept > declaration.shares.characters / 2

    def test_the_participants_are_in_facts(self, account: Audit) -> None:
        named = {one.words: one.where for one in account.said.things if one.place.line == 18}
        assert named["阿尔巴尼亚"] is FACT

    def test_parts_sum_up_to_the_whole(self, account: Audit) -> None:
        assert account.said.whole.things == sum(part.shares.things for part in account.said.parts)
        assert account.said.whole.characters == account.tally().characters

    def test_things_stand_where_they_say(self, account: Audit) -> None:
        text = read_text(report_text()).reading.source.text
        assert all(text[one.place.span.start : one.place.span.end] == one.words for one in account.said.things)


class TestShown:
    def test_plain_lines_tell_the_shares_of_each_part(self) -> None:
        plain = as_plain(audit(read("The representative of Italy made a statement.")))
        assert "Organizational matters: 2 things said: 2 in facts (100%), 0 kept in words (0.0%), 0 unread (0.0%)" in plain

    def test_kept_lists_places(self) -> None:
        lines = kept_as_plain(audit(read("The Conference decided to convene in room four."))).splitlines()
        assert lines[0] == "case.txt:13:46: kept in words: number: four"

    def test_json(self) -> None:
        (text,) = json.loads(as_json([audit(read("The Conference decided to convene in room four."))]))["texts"]
        assert text["said"]["byKind"]["number"]["kept"] == 1
        assert [one["words"] for one in text["said"]["kept"]] == ["four"]
        assert text["said"]["parts"][-1]["title"] == "Organizational matters"

    def test_page_tells_what_read_means_and_marks_the_three(self) -> None:
        page = audit_page(read("The representative of Italy made a statement (by video link from Trieste).",
                               "The Conference decided to convene in room four."))
        assert page.count(MEANING) == 1
        assert MEANING.count(".") == 1
        for kind in ("said-in-fact", "said-kept", "said-unread"):
            assert f'<rect class="{kind}"' in page
        assert page.index("said-unread") < page.index('id="text"')

    def test_why_shows_clause_frames_roles_and_the_word_where_it_stopped(self) -> None:
        shown = why_at(read("The representative of Italy made a statement (by video link from Trieste)."), 13)
        assert "verb: make (past), asserted" in shown
        assert "frames tried: speak (SPK-01)" in shown
        assert "subject (states): The representative of Italy" in shown
        assert "stopped at: “a”" in shown

    def test_why_names_the_word_that_no_actor_takes(self) -> None:
        shown = why_at(read("Certain Zubrowkans decided to adjourn."), 13)
        assert "no rule reads it" in shown
        assert "“decided”" in shown
        assert "its subject “Certain Zubrowkans” (states) means nobody that is known" in shown

    def test_why_of_an_empty_line(self) -> None:
        assert why_at(read("It rained."), 12) == "case.txt:12: no words that could be read stand on this line\n"

    def test_command(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text(HEADER + "1. The Conference decided to convene in room four.\n", encoding="utf-8")
        given = [str(path), "--symbol", SYMBOL, "--language", "en"]

        def run(*more: str) -> str:
            return CliRunner().invoke(audit_command, [*given, *more], standalone_mode=False, catch_exceptions=False).output

        assert "kept in words: number: four" in run("--kept")
        assert "frames tried: decide (DCD-01)" in run("--why", "13")


def test_the_public_report_tells_what_is_said() -> None:
    report = treatygraph.read_text(HEADER + "1. The Conference decided to convene in room four.\n", symbol=SYMBOL,
                                   language="en")
    assert report.audit.said.of(Kind.NUMBER) == Shares(kept=1)
    assert report.audit.said.whole.unread == 0


def test_the_work_of_a_long_sentence_is_proportional_to_its_length() -> None:
    def work(times: int) -> int:
        words = "The Conference decided to thank " + "Zubrowka and 17 others, “Old Friends” and " * times + "Italy."
        return calls(lambda: audit(read(words)))

    work(5)  # loads what is loaded once
    none, few, many = work(1), work(50), work(200)
    assert (many - none) < 4.4 * (few - none)

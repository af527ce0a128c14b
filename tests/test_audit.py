"""The account of a text: what became of each unit, how it is rendered, and the page made of it."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console
from texts import REPORT, read_anew, read_text, report_text

import treatygraph
from treatygraph.audit.accounting import Audit, Outcome, audit
from treatygraph.audit.page import audit_page, write_audit_page
from treatygraph.audit.renderings import as_json, as_plain, as_table, percent
from treatygraph.audit.segments import Segments
from treatygraph.commands.audit_command import audit as audit_command
from treatygraph.model import Severity, Span, TreatyGraphError
from treatygraph.reading.engine import ReadReport
from treatygraph.reading.units import Claim

HEADER = "Dist. GENERAL\n\n促进《全面禁止核试验条约》生效会议\n\n2021年9月23日至24日\n\n会议报告\n\n导言\n\n"
READ = "会议以鼓掌方式选举意大利和南非担任会议主席一职。"
UNREAD = "甲乙丙丁<script>alert(1)</script>&amp;戊己。"


def _report(*paragraphs: str) -> ReadReport:
    # Read anew each time, past the cache: tests below change the units of what they read.
    return read_anew(
        HEADER + "".join(f"{n}. {words}\n" for n, words in enumerate(paragraphs, start=1))
    )


def _sentences(account: Audit) -> list[tuple[str, Outcome]]:
    return [(one.passage.words, one.outcome) for one in account.accounts if one.kind == "sentence"]


class TestAccounts:
    def test_read_sentence(self) -> None:
        account = audit(_report(READ))
        one = next(one for one in account.accounts if one.passage.words == READ)
        assert one.outcome is Outcome.READ
        assert one.rules == ("DEC-02",)
        assert (one.place.line, one.place.column) == (11, 4)
        assert one.provision.endswith("/paragraph/1")
        assert one.unread == ()

    def test_facts_are_counted_once_each(self) -> None:
        # Two holdings of an office, the election, and the paragraph itself.
        account = audit(_report(READ))
        assert next(one.facts for one in account.accounts if one.passage.words == READ) == 4

    def test_unread_sentence(self) -> None:
        account = audit(_report(READ, UNREAD))
        assert _sentences(account) == [(READ, Outcome.READ), (UNREAD, Outcome.UNREAD)]
        assert [gap.words for gap in account.unread] == [UNREAD]
        assert account.accounts[-1].rules == ()

    def test_partly_read_sentence(self) -> None:
        report = _report(READ)
        unit = report.units[-1]
        claim = unit.claims[0]
        unit.claims[:] = [Claim(claim.rule, Span(unit.span.start, unit.span.start + 9))]
        account = audit(report)
        assert account.accounts[-1].outcome is Outcome.PARTLY
        assert [gap.words for gap in account.unread] == ["意大利和南非担任会议主席一职。"]

    def test_punctuation_alone_is_not_unread(self) -> None:
        report = _report(READ)
        unit = report.units[-1]
        unit.claims[:] = [Claim("DEC-02", Span(unit.span.start, unit.span.end - 1))]
        assert audit(report).unread == ()

    def test_sentence_declared_free_of_facts(self) -> None:
        report = _report(READ)
        unit = report.units[-1]
        unit.claims[:] = [Claim("FRE-01", unit.span, "a courtesy")]
        one = audit(report).accounts[-1]
        assert one.outcome is Outcome.FACT_FREE
        assert [(d.rule, d.reason) for d in one.declared] == [("FRE-01", "a courtesy")]

    def test_sentence_too_long_to_read_is_unread(self) -> None:
        account = audit(_report("甲" * 20_001))
        assert account.accounts[-1].outcome is Outcome.UNREAD
        assert len(account.unread[-1].words) == 20_001

    def test_unread_table_cells(self) -> None:
        account = audit(_report(READ + "\n\n甲\t乙\n丙\t丁\n"))
        assert [gap.words for gap in account.unread] == ["甲", "乙", "丙", "丁"]

    def test_totals(self) -> None:
        account = audit(_report(READ, UNREAD))
        tally = account.tally("sentence")
        assert (tally.units, tally.read, tally.unread, tally.accounted) == (2, 1, 1, 1)
        assert tally.share == 0.5
        assert tally.characters == len(READ) + len(UNREAD)
        assert tally.characters_unread == len(UNREAD)
        assert not account.flawless

    def test_nothing_counts_as_all(self) -> None:
        tally = audit(_report(READ)).tally("cell")
        assert (tally.units, tally.share, tally.share_of_characters) == (0, 1.0, 1.0)

    def test_a_share_below_all_never_shows_as_all(self) -> None:
        assert percent(1) == "100%"
        assert percent(0.99999) == "99.9%"


class TestShippedReport:
    def test_every_letter_stands_in_a_unit_or_is_layout(self) -> None:
        account = audit(read_text(report_text()))
        text = report_text()
        covered = bytearray(len(text))
        for one in account.accounts:
            span = one.place.span
            covered[span.start : span.end] = b"\x01" * (span.end - span.start)
        left = "".join(
            char for char, taken in zip(text, covered, strict=True) if not taken and not char.isspace()
        )
        # Printed numbers, letters, bullets and footnote signs are layout, and nothing else is.
        assert re.fullmatch(r"(\d+\.|-?\([a-z]\)|[A-Z]\.|\[[†‡]\]|-)*", left), left

    def test_every_word_is_accounted_for(self) -> None:
        account = audit(read_text(report_text()))
        assert [gap.words for gap in account.unread] == []
        assert account.tally().units == 407


class TestRenderers:
    def test_json_holds_everything(self) -> None:
        account = audit(_report(READ, UNREAD))
        (text,) = json.loads(as_json([account]))["texts"]
        assert text["symbol"] == "CTBT-Art.XIV/2021/6"
        assert text["totals"]["sentence"] == {
            "units": 2,
            "read": 1,
            "structure": 0,
            "factFree": 0,
            "partlyRead": 0,
            "unread": 1,
            "share": 0.5,
            "characters": len(READ) + len(UNREAD),
            "charactersUnread": len(UNREAD),
        }
        last = text["units"][-1]
        assert last["words"] == UNREAD
        assert last["unread"][0]["column"] == 4
        assert {"unread-sentence"} <= {finding["kind"] for finding in text["findings"]}

    def test_plain_lines_begin_with_their_place(self) -> None:
        account = audit(_report(READ, UNREAD))
        lines = as_plain(account).splitlines()
        assert any(line.startswith("case.txt:11:4: sentence: read: DEC-02") for line in lines)
        assert any(line.startswith("case.txt:12:4: no rule reads: 甲乙丙丁") for line in lines)
        assert lines[-3].startswith("Sentences accounted for: 1 of 2 (50.0%)")

    def test_only_unread(self) -> None:
        plain = as_plain(audit(_report(READ, UNREAD)), only_unread=True)
        assert "case.txt:11:4: sentence" not in plain
        assert "case.txt:12:4: sentence: unread" in plain

    def test_table_joins_cells_alike(self) -> None:
        console = Console(width=160, record=True, file=io.StringIO())
        console.print(as_table(audit(read_text(report_text()))))
        shown = console.export_text()
        assert "170 cells, 阿富汗 … 尼日尔" in shown
        assert "several-spellings" in shown
        assert "105 of 105 (100%)" in shown


class _Text(HTMLParser):
    """Collects the text of the page's article, without what the page adds, and every tag it meets there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._depth = self._added = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id") == "text" or self._depth:
            self._depth += 1
            self._added += 1 if self._added or "data-added" in given else 0
            self.tags.append((tag, given))

    def handle_endtag(self, _tag: str) -> None:
        if self._depth:
            self._depth -= 1
            self._added -= 1 if self._added else 0

    def handle_data(self, data: str) -> None:
        if self._depth and not self._added:
            self.text += data


def _article(page: str) -> _Text:
    found = _Text()
    found.feed(page)
    return found


class TestPage:
    def test_article_is_the_text(self) -> None:
        assert _article(audit_page(read_text(report_text()))).text == report_text()

    def test_markup_in_the_text_is_escaped(self) -> None:
        page = audit_page(_report(READ, UNREAD))
        assert "<script>alert" not in page
        assert page.count("<script>") == 1
        assert _article(page).text.endswith(UNREAD + "\n")

    def test_findings_unread_words_and_facts_are_there(self) -> None:
        page = audit_page(_report(READ, UNREAD))
        assert "no rule reads these words" in page
        assert 'href="#u1"' in page
        assert 'id="u1"' in page
        assert "office/President/ITA" in page
        assert 'id="rule-DEC-02"' in page

    def test_nothing_outside_is_asked_for(self) -> None:
        page = audit_page(read_text(report_text()))
        assert not re.search(r"""(?:src|href)=["'](?!#|data:)|@import|url\((?!data:)""", page)
        assert "default-src 'none'" in page

    def test_size_and_sameness(self) -> None:
        report = read_text(report_text())
        page = audit_page(report)
        assert len(page.encode()) < 3_000_000
        assert audit_page(report) == page

    def test_headings_go_down_one_by_one(self) -> None:
        page = audit_page(read_text(report_text()))
        levels = [int(tag[1]) for tag, _ in _article(page).tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 2
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels))

    @pytest.mark.parametrize(
        "words",
        [
            "。",
            "，，甲，，乙。",
            "《》",
            "会议以鼓掌方式选举意大利和南非担任会议主席一职",
            "[†] 甲",
            "A.\t甲\n---\t---\n乙",
            "甲\u2028乙\x0b丙\x1f丁",
            "\u202e甲乙",
            "甲" * 3000,
            "1. 1. 1.",
            "附件\n\n附录\n\nA. 甲\n\n乙\t\n",
        ],
    )
    def test_odd_texts_keep_every_character_and_every_link(self, words: str) -> None:
        report = _report(READ, words)
        page = audit_page(report)
        assert _article(page).text == report.reading.source.text
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r' href="#([^"]+)"', page)) <= set(ids)

    def test_a_decision_is_a_section_with_a_heading(self) -> None:
        report = treatygraph.read_text("1. The Meeting met.\n\nDecision 3\n\n1. The Meeting decides to meet again.\n",
                                       symbol="A/CONF.99/2031/7", language="en").read
        page = audit_page(report)
        assert re.search(r'<section class="decision" aria-labelledby="(h\d+)"><div class="row"><h2 id="\1">', page)
        assert _article(page).text == report.reading.source.text

    def test_text_is_marked_with_its_language(self) -> None:
        assert _article(audit_page(_report(READ))).tags[0][1]["lang"] == "zh"

    def test_deep_nesting_is_written(self) -> None:
        report = read_text(HEADER + "1. 甲：\n" + " 1. 乙：\n" * 400)
        assert _article(audit_page(report)).text == report.reading.source.text

    def test_written_whole(self, tmp_path: Path) -> None:
        path = tmp_path / "new" / "page.html"
        report = _report(READ)
        write_audit_page(report, path)
        assert path.read_text(encoding="utf-8") == audit_page(report)
        assert [entry.name for entry in path.parent.iterdir()] == ["page.html"]

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_contrast_is_enough(self, scheme: str) -> None:
        style = (files("treatygraph.audit") / "audit_page.css").read_text(encoding="utf-8")
        light, dark = (
            dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", block))
            for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
        )
        colours = {**light, **(dark if scheme == "dark" else {})}
        for front in ("ink", "soft", "fact", "name", "unread", "warning", "information", "violation"):
            for back in ("paper", "card"):
                assert _contrast(colours[front], colours[back]) >= 4.5, (front, back)
        for front, back in (
            ("ink", "tint"),
            ("ink", "held"),
            ("ink", "unread-tint"),
            ("unread", "unread-tint"),
            ("ink", "warning-tint"),
            ("warning", "warning-tint"),
            ("ink", "info-tint"),
            ("information", "info-tint"),
            ("violation", "unread-tint"),
            ("bar-ink", "bar"),
            *((front, back) for front in ("ink", "soft") for back in ("in-fact", "kept", "kept-stripe", "lost")),
        ):
            assert _contrast(colours[front], colours[back]) >= 4.5, (front, back)


def _contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""

    def luminance(colour: str) -> float:
        digits = "".join(2 * digit for digit in colour[1:]) if len(colour) == 4 else colour[1:]
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


class TestSegments:
    def test_nested_and_overlapping_stretches(self) -> None:
        stretches = [Span(0, 10), Span(2, 5), Span(4, 7)]
        found = [(s.span, s.over) for s in Segments(stretches, (), 12).within(Span(0, 12))]
        assert found == [
            (Span(0, 2), (0,)),
            (Span(2, 4), (1, 0)),
            (Span(4, 5), (1, 2, 0)),
            (Span(5, 7), (2, 0)),
            (Span(7, 10), (0,)),
            (Span(10, 12), ()),
        ]

    def test_cuts_part_a_stretch(self) -> None:
        found = [s.span for s in Segments([Span(0, 4)], (2,), 4).within(Span(0, 4))]
        assert found == [Span(0, 2), Span(2, 4)]

    def test_empty_stretch_covers_nothing(self) -> None:
        assert [s.over for s in Segments([Span(1, 1)], (), 3).within(Span(0, 3))] == [(), ()]

    def test_start_of_the_segment_over_an_offset(self) -> None:
        segments = Segments([Span(2, 4)], (), 6)
        assert [segments.start_at(offset) for offset in (0, 1, 2, 3, 5)] == [0, 0, 2, 2, 4]


class TestCommand:
    def _run(self, *arguments: str) -> tuple[str, int]:
        result = CliRunner().invoke(audit_command, arguments, standalone_mode=False, catch_exceptions=False)
        return result.output, result.return_value

    def test_shipped_report_by_default(self) -> None:
        shown, code = self._run()
        assert "Sentences accounted for: 105 of 105 (100%)" in shown
        assert code == 0

    def test_strict_counts_warnings(self) -> None:
        warned = any(f.severity is Severity.WARNING for f in read_text(report_text()).findings)
        assert self._run("--strict")[1] == int(warned)

    def test_strict_counts_unread_words(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text(HEADER + f"1. {READ}\n2. {UNREAD}\n", encoding="utf-8")
        given = (str(path), "--symbol", "CTBT-Art.XIV/2021/6", "--language", "zh")
        assert self._run(*given)[1] == 0
        assert self._run(*given, "--strict")[1] == 1

    def test_json(self) -> None:
        shown, _ = self._run("--format", "json")
        assert len(json.loads(shown)["texts"][0]["units"]) == 407

    def test_page(self, tmp_path: Path) -> None:
        path = tmp_path / "page.html"
        shown, _ = self._run("--html", str(path))
        assert path.read_text(encoding="utf-8").startswith("<!doctype html>")
        assert f"Written to {path}" in shown

    def test_shipped_text_needs_no_symbol(self) -> None:
        assert "105 of 105" in self._run(str(REPORT))[0]

    def test_other_text_is_called_by_its_file_where_its_header_gives_no_symbol(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text(HEADER, encoding="utf-8")
        assert "0 of 0" in self._run(str(path))[0]

    def test_symbol_needs_a_text(self) -> None:
        with pytest.raises(TreatyGraphError, match="belongs to a text"):
            self._run("--symbol", "S")

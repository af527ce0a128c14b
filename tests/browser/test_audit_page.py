"""Drives the audit page in headless Chromium: what it shows, what a click and the keys do, what it keeps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from driven_browser import Browser, needs_browser

from treatygraph import paths
from treatygraph.audit.accounting import audit
from treatygraph.audit.page import write_audit_page
from treatygraph.read.source import SourceText
from treatygraph.read.which_report import ReportIdentity
from treatygraph.reading.engine import ReadReport, read_report
from treatygraph.tables import shipped

IDENTITY = ReportIdentity("CTBT-Art.XIV/2021/6", "zh")
ARROW_RIGHT, ENTER, ESCAPE = "\ue014", "\ue007", "\ue00c"
pytestmark = needs_browser
DOCTORED = "会议甲乙丙丁了<script>console.error('ran')</script>&amp;<b>不知何事</b>。"


class AuditBrowser(Browser):
    """A browser on the audit page: a file, with a panel that tells of what is pointed at."""

    def show(self, page: Path) -> None:
        self.open(page.as_uri())

    def panel(self) -> str:
        return str(self.run("return document.getElementById('panel-body').innerText"))


def _read(text: str) -> ReadReport:
    return read_report(SourceText.from_bytes(text.encode(), "report.zh.txt"), IDENTITY, shipped())


@pytest.fixture(scope="module")
def text() -> str:
    return SourceText.from_file(paths.sources() / "ctbt-art-xiv-2021-6.zh.txt").text


@pytest.fixture(scope="module")
def report(text: str) -> ReadReport:
    return _read(text)


@pytest.fixture(scope="module")
def page(report: ReadReport, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "audit.html"
    write_audit_page(report, path)
    return path


@pytest.fixture(scope="module")
def doctored(text: str) -> ReadReport:
    sentence = "会议以鼓掌方式选举意大利和南非担任会议主席一职。"
    assert text.count(sentence) == 1
    heading = "《条约》附件 2 所列国家中尚未签署《条约》的国家"
    assert text.count(heading) == 1
    return _read(text.replace(sentence, sentence + DOCTORED).replace(heading, "丙丁戊己庚"))


@pytest.fixture(scope="module")
def doctored_page(doctored: ReadReport, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("doctored") / "audit.html"
    write_audit_page(doctored, path)
    return path


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AuditBrowser]:
    driven = AuditBrowser(tmp_path_factory.mktemp("profile"))
    yield driven
    driven.close()


TEXT_OF_ARTICLE = """
    const copy = document.getElementById('text').cloneNode(true);
    copy.querySelectorAll('[data-added]').forEach((node) => node.remove());
    return copy.textContent;
"""


def _segment(report: ReadReport, words: str, after: str = "") -> str:
    """Return the selector of the segment that begins where words stand (behind others)."""
    text = report.reading.source.text
    return f"#c{text.index(words, text.index(after))}"


class TestShippedReport:
    def test_no_console_message(self, browser: AuditBrowser, page: Path) -> None:
        browser.show(page)
        browser.click("#text a.s")
        assert browser.console() == []

    def test_text_is_the_source_text(self, browser: AuditBrowser, page: Path, text: str) -> None:
        browser.show(page)
        assert browser.run(TEXT_OF_ARTICLE) == text

    def test_nothing_is_fetched(self, browser: AuditBrowser, page: Path) -> None:
        browser.show(page)
        assert browser.run("return performance.getEntriesByType('resource').map((entry) => entry.name)") == []

    def test_click_shows_the_fact_and_its_rule(
        self, browser: AuditBrowser, page: Path, report: ReadReport
    ) -> None:
        browser.show(page)
        browser.click(_segment(report, "意大利", after="选举意大利"))
        shown = browser.panel()
        assert "conference/ctbt-art-xiv-2021/office/President/ITA" in shown
        assert "Italy" in shown
        assert "DEC-02" in shown
        assert "南非" not in shown.split("Words around these")[0]

    def test_hover_previews_and_click_holds(self, browser: AuditBrowser, page: Path, report: ReadReport) -> None:
        browser.show(page)
        kenya, spain = (_segment(report, name, after="选举肯尼亚") for name in ("肯尼亚", "西班牙"))
        browser.hover(kenya)
        assert "Kenya" in browser.panel()
        browser.click(spain)
        browser.hover(kenya)
        assert "office/VicePresident/ESP" in browser.panel()

    def test_keys_walk_hold_and_let_go(self, browser: AuditBrowser, page: Path, report: ReadReport) -> None:
        browser.show(page)
        italy = _segment(report, "意大利", after="选举意大利")
        browser.run("document.querySelector(arguments[0]).focus()", italy)
        assert "office/President/ITA" in browser.panel()
        browser.press(ARROW_RIGHT)
        assert browser.run("return document.activeElement.textContent") == "和"
        browser.press(ARROW_RIGHT)
        assert "office/President/ZAF" in browser.panel()
        browser.press(ENTER)
        assert browser.run("return document.activeElement.id") == "panel-title"
        browser.press(ESCAPE)
        assert browser.run("return document.activeElement.textContent") == "南非"

    def test_one_stop_for_the_tab_key(self, browser: AuditBrowser, page: Path) -> None:
        browser.show(page)
        stops = (
            'return document.querySelectorAll(\'#text a.s[tabindex="0"], #text mark[tabindex="0"]\').length'
        )
        assert browser.run(stops) == 1

    def test_fact_on_many_words_unfolds(self, browser: AuditBrowser, page: Path, report: ReadReport) -> None:
        browser.show(page)
        browser.click(_segment(report, "已批准《条约》国", after="A. 已批准"))
        assert "listing × 170" in browser.panel()
        assert "status assertion × 170" in browser.panel()
        browser.run("document.querySelector('#panel-body details.many').open = true")
        browser.click("#panel-body .see > a")
        assert "annex/list/A/listing/" in browser.panel()

    def test_all_findings_stand_in_the_margin(self, browser: AuditBrowser, page: Path, report: ReadReport) -> None:
        browser.show(page)
        notes = browser.run(
            "return [...document.querySelectorAll('#text .note')].map((note) => note.innerText)"
        )
        assert len(notes) == len(report.findings)
        for finding in report.findings:
            assert any(finding.message in note for note in notes), finding.message
        marks = browser.run("return document.querySelectorAll('#text a.ref').length")
        assert marks == len(report.findings)

    def test_every_link_leads_somewhere(self, browser: AuditBrowser, page: Path) -> None:
        browser.show(page)
        broken = browser.run("""return [...document.querySelectorAll('a[href^="#"]')]
            .filter((link) => !document.getElementById(decodeURIComponent(link.hash.slice(1))))
            .map((link) => link.getAttribute('href'))""")
        assert broken == []

    def test_ids_are_unique(self, browser: AuditBrowser, page: Path) -> None:
        browser.show(page)
        assert (
            browser.run("""const seen = new Set(); return [...document.querySelectorAll('[id]')]
            .map((node) => node.id).filter((id) => seen.has(id) || !seen.add(id))""")
            == []
        )

    def test_tables_keep_their_three_columns(self, browser: AuditBrowser, page: Path) -> None:
        browser.show(page)
        rows = browser.run("""return [...document.querySelectorAll('.appendix table')].map((table) =>
            Math.max(...[...table.rows].map((row) => row.cells.length)))""")
        assert rows == [3, 3, 3, 3, 3]

    def test_phone_width_needs_no_sideways_scrolling(self, browser: AuditBrowser, page: Path) -> None:
        browser._call(
            "/goog/cdp/execute",
            {
                "cmd": "Emulation.setDeviceMetricsOverride",
                "params": {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True},
            },
        )
        try:
            browser.show(page)
            assert browser.run("return document.documentElement.scrollWidth") <= 360
        finally:
            browser._call("/goog/cdp/execute", {"cmd": "Emulation.clearDeviceMetricsOverride", "params": {}})


class TestDoctoredReport:
    def test_unread_words_are_marked(
        self, browser: AuditBrowser, doctored_page: Path, doctored: ReadReport
    ) -> None:
        browser.show(doctored_page)
        gaps = audit(doctored).unread
        marked = browser.run(
            "return [...document.querySelectorAll('#text .unread')].map((n) => n.textContent)"
        )
        assert "".join(marked) == "".join(gap.words for gap in gaps)
        assert any("不知何事" in words for words in marked)
        assert {"丙丁戊己庚", "印度", "巴基斯坦"} <= set(marked)
        assert f"Unread: {len(gaps)}" in browser.run("return document.querySelector('.bar').innerText")

    def test_next_unread_goes_from_one_to_the_next(self, browser: AuditBrowser, doctored_page: Path) -> None:
        browser.show(doctored_page)
        visited = []
        for _ in range(6):
            browser.click("#next-unread")
            visited.append(browser.run("return document.activeElement.closest('.unread')?.textContent || ''"))
        assert visited == [DOCTORED, "丙丁戊己庚", "朝鲜民主主义人民共和国", "印度", "巴基斯坦", DOCTORED]
        assert "No rule accounts for these words." in browser.panel()

    def test_markup_in_the_text_is_text(
        self, browser: AuditBrowser, doctored_page: Path, doctored: ReadReport
    ) -> None:
        browser.show(doctored_page)
        assert browser.run(TEXT_OF_ARTICLE) == doctored.reading.source.text
        assert (
            browser.run("return document.querySelectorAll('#text script, #text b:not(.note b)').length") == 0
        )
        assert browser.console() == []

"""Drives the audit page in headless Chromium: what it shows, what a click and the keys do, what it keeps."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from treatygraph import paths
from treatygraph.audit.accounting import audit
from treatygraph.audit.page import write_audit_page
from treatygraph.read.source import SourceText
from treatygraph.read.which_report import ReportIdentity
from treatygraph.reading.engine import ReadReport, read_report
from treatygraph.tables import shipped

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHROMEDRIVER = shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and CHROMEDRIVER),
    reason="no Chromium with ChromeDriver is installed (Debian: apt-get install chromium chromium-driver)",
)
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--window-size=1440,1000",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
IDENTITY = ReportIdentity("CTBT-Art.XIV/2021/6", "zh")
ARROW_RIGHT, ENTER, ESCAPE = "\ue014", "\ue007", "\ue00c"
DOCTORED = "会议甲乙丙丁了<script>console.error('ran')</script>&amp;<b>不知何事</b>。"


class Browser:
    """Speaks the W3C WebDriver protocol to ChromeDriver: just what these tests need."""

    def __init__(self, profile: Path) -> None:
        self._driver = subprocess.Popen([str(CHROMEDRIVER), "--port=0"], stdout=subprocess.PIPE, text=True)
        assert self._driver.stdout is not None
        started = (re.search(r"successfully on port (\d+)", line) for line in self._driver.stdout)
        port = next(found.group(1) for found in started if found)
        self._base = f"http://127.0.0.1:{port}/session"
        options = {"binary": CHROMIUM, "args": [*ARGUMENTS, f"--user-data-dir={profile}"]}
        capabilities = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        try:
            session = self._call("", {"capabilities": {"alwaysMatch": capabilities}})
        except OSError:
            self._stop()
            raise
        self._base += f"/{session['sessionId']}"

    def _call(self, path: str, body: dict[str, Any] | None = None, method: str = "POST") -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self._base + path, data, {"Content-Type": "application/json"}, method=method
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def close(self) -> None:
        with suppress(OSError):
            self._call("", method="DELETE")
        self._stop()

    def _stop(self) -> None:
        self._driver.terminate()
        self._driver.wait(10)
        if self._driver.stdout:
            self._driver.stdout.close()

    def open(self, page: Path) -> None:
        self._call("/url", {"url": "about:blank"})
        self._call("/se/log", {"type": "browser"})
        self._call("/url", {"url": page.as_uri()})

    def run(self, script: str, *arguments: object) -> Any:
        return self._call("/execute/sync", {"script": script, "args": list(arguments)})

    def click(self, css: str) -> None:
        element = next(iter(self._call("/element", {"using": "css selector", "value": css}).values()))
        self.run(
            "document.querySelector(arguments[0]).scrollIntoView({block: 'center', behavior: 'instant'})", css
        )
        self._call(f"/element/{element}/click", {})

    def hover(self, css: str) -> None:
        element = self._call("/element", {"using": "css selector", "value": css})
        self.run(
            "document.querySelector(arguments[0]).scrollIntoView({block: 'center', behavior: 'instant'})", css
        )
        move = {"type": "pointerMove", "duration": 0, "x": 0, "y": 0, "origin": element}
        self._call("/actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": [move]}]})

    def press(self, *keys: str) -> None:
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._call("/actions", {"actions": [{"type": "key", "id": "keys", "actions": strokes}]})

    def console(self) -> list[str]:
        return [entry["message"] for entry in self._call("/se/log", {"type": "browser"})]

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
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    driven = Browser(tmp_path_factory.mktemp("profile"))
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
    def test_no_console_message(self, browser: Browser, page: Path) -> None:
        browser.open(page)
        browser.click("#text a.s")
        assert browser.console() == []

    def test_text_is_the_source_text(self, browser: Browser, page: Path, text: str) -> None:
        browser.open(page)
        assert browser.run(TEXT_OF_ARTICLE) == text

    def test_nothing_is_fetched(self, browser: Browser, page: Path) -> None:
        browser.open(page)
        assert browser.run("return performance.getEntriesByType('resource').map((entry) => entry.name)") == []

    def test_click_shows_the_fact_and_its_rule(
        self, browser: Browser, page: Path, report: ReadReport
    ) -> None:
        browser.open(page)
        browser.click(_segment(report, "意大利", after="选举意大利"))
        shown = browser.panel()
        assert "conference/ctbt-art-xiv-2021/office/President/ITA" in shown
        assert "Italy" in shown
        assert "DEC-02" in shown
        assert "南非" not in shown.split("Words around these")[0]

    def test_hover_previews_and_click_holds(self, browser: Browser, page: Path, report: ReadReport) -> None:
        browser.open(page)
        kenya, spain = (_segment(report, name, after="选举肯尼亚") for name in ("肯尼亚", "西班牙"))
        browser.hover(kenya)
        assert "Kenya" in browser.panel()
        browser.click(spain)
        browser.hover(kenya)
        assert "office/VicePresident/ESP" in browser.panel()

    def test_keys_walk_hold_and_let_go(self, browser: Browser, page: Path, report: ReadReport) -> None:
        browser.open(page)
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

    def test_one_stop_for_the_tab_key(self, browser: Browser, page: Path) -> None:
        browser.open(page)
        stops = (
            'return document.querySelectorAll(\'#text a.s[tabindex="0"], #text mark[tabindex="0"]\').length'
        )
        assert browser.run(stops) == 1

    def test_fact_on_many_words_unfolds(self, browser: Browser, page: Path, report: ReadReport) -> None:
        browser.open(page)
        browser.click(_segment(report, "已批准《条约》国", after="A. 已批准"))
        assert "listing × 170" in browser.panel()
        assert "status assertion × 170" in browser.panel()
        browser.run("document.querySelector('#panel-body details.many').open = true")
        browser.click("#panel-body .see > a")
        assert "annex/list/A/listing/" in browser.panel()

    def test_all_findings_stand_in_the_margin(self, browser: Browser, page: Path, report: ReadReport) -> None:
        browser.open(page)
        notes = browser.run(
            "return [...document.querySelectorAll('#text .note')].map((note) => note.innerText)"
        )
        assert len(notes) == len(report.findings)
        for finding in report.findings:
            assert any(finding.message in note for note in notes), finding.message
        marks = browser.run("return document.querySelectorAll('#text a.ref').length")
        assert marks == len(report.findings)

    def test_every_link_leads_somewhere(self, browser: Browser, page: Path) -> None:
        browser.open(page)
        broken = browser.run("""return [...document.querySelectorAll('a[href^="#"]')]
            .filter((link) => !document.getElementById(decodeURIComponent(link.hash.slice(1))))
            .map((link) => link.getAttribute('href'))""")
        assert broken == []

    def test_ids_are_unique(self, browser: Browser, page: Path) -> None:
        browser.open(page)
        assert (
            browser.run("""const seen = new Set(); return [...document.querySelectorAll('[id]')]
            .map((node) => node.id).filter((id) => seen.has(id) || !seen.add(id))""")
            == []
        )

    def test_tables_keep_their_three_columns(self, browser: Browser, page: Path) -> None:
        browser.open(page)
        rows = browser.run("""return [...document.querySelectorAll('.appendix table')].map((table) =>
            Math.max(...[...table.rows].map((row) => row.cells.length)))""")
        assert rows == [3, 3, 3, 3, 3]

    def test_phone_width_needs_no_sideways_scrolling(self, browser: Browser, page: Path) -> None:
        browser._call(
            "/goog/cdp/execute",
            {
                "cmd": "Emulation.setDeviceMetricsOverride",
                "params": {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True},
            },
        )
        try:
            browser.open(page)
            assert browser.run("return document.documentElement.scrollWidth") <= 360
        finally:
            browser._call("/goog/cdp/execute", {"cmd": "Emulation.clearDeviceMetricsOverride", "params": {}})


class TestDoctoredReport:
    def test_unread_words_are_marked(
        self, browser: Browser, doctored_page: Path, doctored: ReadReport
    ) -> None:
        browser.open(doctored_page)
        gaps = audit(doctored).unread
        marked = browser.run(
            "return [...document.querySelectorAll('#text .unread')].map((n) => n.textContent)"
        )
        assert "".join(marked) == "".join(gap.words for gap in gaps)
        assert any("不知何事" in words for words in marked)
        assert {"丙丁戊己庚", "印度", "巴基斯坦"} <= set(marked)
        assert f"Unread: {len(gaps)}" in browser.run("return document.querySelector('.bar').innerText")

    def test_next_unread_goes_from_one_to_the_next(self, browser: Browser, doctored_page: Path) -> None:
        browser.open(doctored_page)
        visited = []
        for _ in range(6):
            browser.click("#next-unread")
            visited.append(browser.run("return document.activeElement.closest('.unread')?.textContent || ''"))
        assert visited == [DOCTORED, "丙丁戊己庚", "朝鲜民主主义人民共和国", "印度", "巴基斯坦", DOCTORED]
        assert "No rule accounts for these words." in browser.panel()

    def test_markup_in_the_text_is_text(
        self, browser: Browser, doctored_page: Path, doctored: ReadReport
    ) -> None:
        browser.open(doctored_page)
        assert browser.run(TEXT_OF_ARTICLE) == doctored.reading.source.text
        assert (
            browser.run("return document.querySelectorAll('#text script, #text b:not(.note b)').length") == 0
        )
        assert browser.console() == []

"""Pages in headless Chromium: a reader's walk, what the script adds, and what axe finds against WCAG."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from driven_browser import Browser, needs_browser
from lxml import html

from .serving import Served

pytestmark = needs_browser
CONFERENCE = "/id/conference/ctbt-art-xiv-2021"
REPORT = "/id/document/CTBT-Art.XIV/2021/6"
# Kinds of pages that share the least with each other; every second one dark.
KINDS = ["/", "/questions/CQ-10", "/dataset", "/id/state/KEN.html", f"{CONFERENCE}.html", "/id/treaty/ctbt.html",
         f"{REPORT}/annex/paragraph/10(c).html", "/id/person/alessandro-cortese.html", "/id/state/Kenia",
         f"{CONFERENCE}/office/President/ITA.html", "/sparql", "/status?on=2021-09-23"]
AXE = """
const done = arguments[arguments.length - 1];
for (const part of document.querySelectorAll("details")) part.open = true;
axe.run(document, {resultTypes: ["violations"]}).then((found) => done(JSON.stringify(
  found.violations.map((one) => [one.id, one.nodes.map((node) => node.html.slice(0, 120)).slice(0, 3)]))));
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    driven = Browser(tmp_path_factory.mktemp("profile"))
    yield driven
    driven.close()


@pytest.fixture(scope="module")
def axe() -> str:
    # What the package has besides needs drivers of other kinds; only the script is used.
    return (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("number", range(len(KINDS)), ids=KINDS)
def test_axe_finds_nothing(browser: Browser, server: Served, axe: str, number: int) -> None:
    path = KINDS[number]
    theme = "dark" if number % 2 else "light"
    browser.open(f"{server.address}{path}{'&' if '?' in path else '?'}theme={theme}")
    assert browser.run("return document.documentElement.dataset.theme") == theme
    browser.run(axe)
    assert json.loads(browser.wait_for(AXE)) == []
    # What a policy forbids is told on the console; that the address has nothing is, too.
    assert [line for line in browser.console() if "404" not in line] == []
    assert browser.run("return document.documentElement.scrollWidth <= innerWidth")


def test_a_walk_from_home_to_the_words_and_back(browser: Browser, server: Served) -> None:
    browser.open(server.address)
    browser.click("nav.sections a[href='/states']")
    browser.click("a[href='/id/state/KEN']")
    browser.click(f"#main .attendance h3 a[href='{CONFERENCE}']")
    browser.click(f"#main a.spoke[href='{CONFERENCE}/statement/KEN/item/8']")
    assert browser.run("return document.querySelector('h1').textContent") == "Kenya speaking under agenda item 8, 2021"
    quoted = browser.run("return [...document.querySelectorAll('blockquote')].map((one) => one.textContent)")
    assert "肯尼亚" in quoted
    browser.click(f"figure:nth-of-type({quoted.index('肯尼亚') + 1}) figcaption a[href*='#char=']")
    place = browser.run("return location.hash.slice(1)")
    browser.click("a[hreflang='zh']")
    assert browser.run("return document.documentElement.lang") == "zh-Hans"
    browser.click(f"[id='{place}']")
    assert browser.run("return location.pathname").startswith(f"{CONFERENCE}/statement/KEN/item/8")
    assert browser.run("return document.querySelector('h1').textContent") == "肯尼亚在议程项目8下于2021年会议发言"
    browser.click("a[hreflang='en']")


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[Browser]:
    driven = Browser(tmp_path, scripts=False)
    yield driven
    driven.close()


def test_a_walk_without_scripts(plain: Browser, server: Served) -> None:
    plain.open(f"{server.address}/?lang=en")
    plain.type("form.large input[name=q]", "Kenya")
    plain.click("form.large button")
    plain.click(".hits a[href='/id/state/KEN']")
    plain.click(f"#main .attendance h3 a[href='{CONFERENCE}']")
    plain.click(f"#main a.spoke[href='{CONFERENCE}/statement/KEN/item/8']")
    plain.click("figure figcaption a[href*='#char=']")
    assert "/zh.html#char=" in plain.run("return location.href")
    plain.click("a[hreflang='zh']")
    plain.type("form.find input[name=q]", "核试验")
    plain.click("form.find button")
    assert plain.run("return document.querySelector('.hits mark').textContent") == "核试验"
    plain.click(".to-dark")
    assert plain.run("return [document.documentElement.lang, document.documentElement.dataset.theme]") == ["zh-Hans", "dark"]
    plain.open(f"{server.address}/questions/CQ-28?lang=en")
    plain.type("input[name=treaty]", "Treaty on the Non-Proliferation of Nuclear Weapons")
    plain.click(".parameters button")
    rows = plain.run("return document.querySelectorAll('#main table tbody tr').length")
    assert rows == 44
    assert "treaty=Treaty" in plain.run("return location.search")
    plain.type("textarea[name=query]", "SELEC")
    plain.click("form.query button")
    plain.until("pre.place mark")
    assert plain.run("return document.querySelector('pre.place mark').textContent") == "SELEC"
    assert plain.run("return document.querySelector('textarea[name=query]').value") == "SELEC"
    plain.type("textarea[name=query]", "ASK {}")
    plain.click("form.query button")
    plain.until(".answer")
    assert plain.run("return document.querySelector('.answer').textContent") == "Yes"
    assert plain.run("return document.querySelector('.tabs')") is None


def test_the_theme_changes_in_place(browser: Browser, server: Served) -> None:
    browser.open(f"{server.address}/dataset?theme=light")
    before = browser.run("return getComputedStyle(document.body).backgroundColor")
    browser.run("window.stayed = true")
    browser.click(".to-dark")
    assert browser.run("return [window.stayed, document.documentElement.dataset.theme]") == [True, "dark"]
    assert browser.run("return getComputedStyle(document.body).backgroundColor") != before
    browser.open(f"{server.address}/dataset")
    assert browser.run("return document.documentElement.dataset.theme") == "dark"


def test_a_question_is_asked_by_its_form(browser: Browser, server: Served) -> None:
    browser.open(f"{server.address}/questions/CQ-28?lang=en")
    browser.run("document.querySelector('input[name=day]').value = '1998-07-24'")
    browser.click(".parameters button")
    assert "day=1998-07-24" in browser.run("return location.search")
    assert browser.run("return document.querySelectorAll('#main table tbody tr').length") == 44
    csv = browser.run("return [...document.querySelectorAll('.forms a')].find((one) => one.textContent === 'CSV').href")
    given = server.get(csv.removeprefix(server.address))
    assert (given.type, len(given.text.splitlines())) == ("text/csv", 45)


def test_what_an_address_points_at_is_unfolded(browser: Browser, server: Served) -> None:
    browser.open(f"{server.address}/id/state/KEN.html#pointing")
    assert browser.run("return document.querySelector('details.everything').open")


def test_the_slider_shows_another_day_on_the_map_and_what_was_missing(browser: Browser, server: Served) -> None:
    browser.open(f"{server.address}/status?on=2021-09-23&lang=en")
    assert browser.run("return document.querySelector('.map [data-state=COM]').getAttribute('class')") == "ratified"
    browser.run("const day = document.getElementById('day'); day.value = (Date.UTC(2001, 0, 1) - Date.UTC(1996, 8, 24)) / 864e5;"
                "day.dispatchEvent(new Event('input')); day.dispatchEvent(new Event('change'));")
    assert browser.run("return document.getElementById('shown').textContent") == "1 January 2001"
    other = html.fromstring(server.get("/status?on=2001-01-01&lang=en", "text/html").text)
    for css, path in ((".keys li:not([hidden]) b", "//ul[@class='keys']/li[not(@hidden)]/b"),
                      (".map [data-state] title", "//svg[@class='map']//title")):
        shown = browser.run("return [...document.querySelectorAll(arguments[0])].map((one) => one.textContent)", css)
        assert shown == [one.text for one in other.xpath(path)]
    assert browser.run("return document.querySelector('tr[data-state=KEN]').cells[3].textContent") == "30 November 2000"
    assert browser.wait_for("const done = arguments[0]; const look = () => document.querySelector('#missing').textContent"
                            ".includes('1 January 2001') ? done(location.search) : setTimeout(look, 50); look();") \
        == "?on=2001-01-01&lang=en"
    browser.run("document.querySelector('[data-turn=\"-1\"]').click()")
    assert browser.run("return document.getElementById('on').value") < "2001-01-01"
    assert [line for line in browser.console() if "404" not in line] == []

"""The query editor: what its bundle is made of, what it knows, and how queries are written, kept and corrected in it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from driven_browser import Browser, needs_browser

from treatygraph.ask import questions
from treatygraph.serve import assets
from treatygraph.serve.pages import fault_in

from .serving import Served

BROWSER = Path(__file__).parents[2] / "browser"
ESCAPE = "\ue00c"
WRITTEN = "return document.querySelector('#query').value"
TABS = "return [...document.querySelectorAll('[role=tab]')].map((one) => [one.textContent, one.ariaSelected])"


def bundle() -> str:
    found = assets.content("query-editor.js")
    assert found
    return found.decode()


def test_the_bundle_is_made_from_the_sources_that_are_here() -> None:
    total = hashlib.sha256()
    sources = [f"query-editor/{path.name}" for path in sorted((BROWSER / "query-editor").iterdir())]
    assert len(sources) == 6
    for name in [*sources, "package-lock.json"]:
        total.update(f"{name}\n".encode() + (BROWSER / name).read_bytes())
    assert f"sha256 {total.hexdigest()}" in bundle().partition("*/")[0], "run `npm ci && npm run build` in browser/"


def test_every_package_in_the_bundle_is_locked_and_has_its_licence_beside_it() -> None:
    lock = (BROWSER / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(lock)["packages"]
    inside = re.findall(r"^(\S+) (\S+) \((.*)\)$", bundle().partition("*/")[0], re.M)
    assert {name for name, _, _ in inside} >= {"@codemirror/view", "codemirror-lang-sparql"}
    assert {licence for _, _, licence in inside} == {"MIT"}
    licences = (assets.content("query-editor.licences.txt") or b"").decode()
    for name, version, licence in inside:
        assert packages[f"node_modules/{name}"]["version"] == version
        assert f"{name} {version} ({licence})\n\n" in licences
    assert licences.count("Permission is hereby granted") == len(inside)
    assert all(one.get("integrity", "").startswith("sha512-") for path, one in packages.items() if path)
    assert "://" not in lock


def test_nothing_in_the_bundle_is_made_a_program_from_words() -> None:
    assert not re.search(r"\beval\s*\(|new Function\s*\(", bundle())


def test_the_editor_knows_prefixes_terms_and_questions(server: Served) -> None:
    known = json.loads(server.get("/-/editor.json?lang=en").text)
    terms = {one["name"]: one for one in known["terms"]}
    assert known["prefixes"]["tg"] == "https://w3id.org/treatygraph/ontology#"
    assert (terms["tg:State"]["kind"], terms["tg:speaker"]["kind"], terms["tg:President"]["kind"]) == \
        ("class", "property", "value")
    assert terms["tg:Abstaining"]["definition"] == "Casts a vote neither for nor against."
    assert terms["skos:prefLabel"]["kind"] == "property"
    offered = {one["name"]: one["query"] for subject in known["examples"] for one in subject["questions"]}
    assert set(offered) == {one.name for one in questions()}
    assert offered["CQ-10"].startswith("PREFIX ")
    chinese = json.loads(server.get("/-/editor.json?lang=zh").text)
    assert chinese["words"]["examples"] == "示例"
    assert chinese["words"].keys() == known["words"].keys()


def test_a_refused_query_is_still_there_with_its_place(server: Served) -> None:
    page = server.query("SELECT * {\n ?s 'x' <b> .\n}", "text/html")
    assert page.status == 400
    assert "<pre class=\"place\"> ?s &#39;x&#39; <mark>&lt;</mark>b&gt; .</pre>" in page.text
    assert "?s &#39;x&#39; &lt;b&gt; .\n}</textarea>" in page.text
    assert re.search(r'data-line="2" data-column="9"', page.text)
    assert "data-fault" not in server.get("/sparql", "text/html").text
    posted = server.send("POST", "/sparql", {"Accept": "text/html", "Content-Type": "application/sparql-query"}, b"SELEC")
    assert ">SELEC</textarea>" in posted.text


@pytest.mark.parametrize(("query", "message", "pieces"), [
    ("SELECT *\r\n{ ?s ?p }", "the query is faulty at line 2, column 9: it ends", ("{ ?s ?p ", "}", "")),
    ("SELEC", "the query is faulty at line 1, column 1: no", ("", "SELEC", "")),
    ("ASK {", "the query is faulty at line 1, column 6: open", ("ASK {", " ", "")),
    ("ASK {}", "the query took more than 30 seconds", ("", "", "")),
    ("ASK {}", "at line 9, column 9: no such line", ("", "", "")),
], ids=["lines end as forms end them", "a word", "behind the end", "no place", "no such line"])
def test_the_place_of_a_fault(query: str, message: str, pieces: tuple[str, str, str]) -> None:
    fault = fault_in(query, message)
    assert (fault.before, fault.at, fault.behind) == pieces


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    driven = Browser(tmp_path_factory.mktemp("profile"))
    yield driven
    driven.close()


def _inside(browser: Browser, css: str) -> None:
    """Wait for something within the editor, which has a root of its own."""
    browser.wait_for("""
        const done = arguments[1], look = () => {
          if (document.querySelector('.code').shadowRoot.querySelector(arguments[0])) done(true); else setTimeout(look, 30); };
        look();""", css)


@needs_browser
def test_a_query_is_written_corrected_and_kept(browser: Browser, server: Served) -> None:
    browser.open(f"{server.address}/sparql?lang=en")
    browser.until("[role=tab]")
    browser.click(".tabs button[title='New query']")
    browser.press(*"SELECT * { ?s a tg:Stat")
    _inside(browser, ".cm-completionInfo")
    offered = browser.run("return document.querySelector('.code').shadowRoot.querySelector('.cm-tooltip-autocomplete').textContent")
    assert "tg:Statement" in offered
    browser.press(ESCAPE, *"e ; tg:named ?n")
    browser.press(ESCAPE)
    wanted = "PREFIX tg: <https://w3id.org/treatygraph/ontology#>\nSELECT * { ?s a tg:State ; tg:named ?n}"
    assert browser.run(WRITTEN) == wanted
    browser.press(*" . SELEC", ESCAPE)
    _inside(browser, ".cm-lintRange-error, .cm-lint-marker-error")
    assert browser.run("return document.querySelector('.live').textContent").startswith("Line 2: ")
    browser.click("form.query button[type=submit]")
    browser.until("form.query[data-fault] [role=tab]")
    assert browser.run("return document.querySelector('#main pre mark').textContent") == "SELEC"
    assert browser.run(WRITTEN) == wanted.replace("}", " . SELEC}")
    # What was only an example is not kept, what was written is.
    assert browser.run(TABS) == [["Query 1", "true"]]
    browser.open(f"{server.address}/sparql")
    browser.until("[role=tab]")
    assert browser.run(WRITTEN) == wanted.replace("}", " . SELEC}")
    browser.run("document.querySelector('details.examples').open = true")
    browser.click(".menu button")
    assert browser.run(TABS)[1] == ["CQ-28", "true"]
    browser.click("form.query button[type=submit]")
    browser.until("#main:has(.scroll table) [role=tab]")
    assert browser.run(TABS)[1] == ["CQ-28", "true"]
    # Nothing was forbidden by the policy of the page.
    assert [line for line in browser.console() if "400" not in line] == []

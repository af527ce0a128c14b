"""The static site of a small hostile graph: every link leads somewhere, nothing is half written, search finds in a browser."""

from __future__ import annotations

import functools
import html.parser
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from command import run
from driven_browser import Browser, needs_browser
from pyoxigraph import Store

from treatygraph import iris
from treatygraph.graph.store import load
from treatygraph.model import TreatyGraphError
from treatygraph.search.folding import plain_words
from treatygraph.serve.kinds import text as text_page
from treatygraph.site import building
from treatygraph.site.asking import Asked, Given
from treatygraph.site.building import write_site
from treatygraph.site.places import Places, leading
from treatygraph.site.replacing import MARK, replacing

ID = iris.ID
REPORT = f"{ID}document/X-1"
TURTLE = f"""
@prefix tg: <{iris.ONTOLOGY}> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix dcterms: <http://purl.org/dc/terms/> .
<{ID}state/KEN> a tg:State ; tg:iso3 "KEN" ;
  skos:prefLabel "Kenya"@en, "肯尼亚"@zh, "Кения"@ru ; skos:altLabel "<script>alert(1)</script>\\" onload=\\"x"@en .
<{ID}state/CIV> a tg:State ; skos:prefLabel "Côte d’Ivoire"@en, "科特迪瓦"@zh .
<{ID}conference/a%20b> a tg:Conference ; skos:prefLabel "Odd: <b>\\u202econference\\u202c</b> & \\"co\\""@en .
<{ID}document/X-1> a tg:Document ; tg:symbol "X/1" ; dcterms:title "Report on nothing"@en .
<{ID}document/X-1/zh> a tg:Expression ; tg:expressionOf <{ID}document/X-1> ; dcterms:language "zh" .
<{ID}document/X-1/paragraph/1> a tg:Provision ; tg:partOf <{ID}document/X-1> ; tg:text "The tests shall end."@en .
""" + "".join(f"""
<{REPORT}/zh#char={at},{at + 2}> a tg:TextSpan ; tg:start {at} ; tg:end {at + 2} ; tg:quote "{words}"@zh ; tg:inProvision <{REPORT}/paragraph/1> ;
  prov:wasQuotedFrom <{REPORT}/zh> ; tg:denotes <{ID}state/KEN> .
<{ID}statement/{at}> a tg:Statement ; tg:speaker <{ID}state/KEN> ; tg:statedIn <{REPORT}/paragraph/1> ;
  prov:wasDerivedFrom <{REPORT}/zh#char={at},{at + 2}> .""" for at, words in ((0, "肯尼"), (2, "亚说"), (4, "核试")))
BASE = "https://example.org/of-treaties"
FOLDED = ["Côte d’Ivoire", "A/RES/75/87", "《核试验》2021年", "كِينْيَا", "КЕНИЯ", "Straße", "İstanbul", "ﬁn", "１２", "한국", "Łódź", "٢٠٢١", "𝐊enya"]


class Page(html.parser.HTMLParser):
    """A page as another parser reads it: its links, the ids that may be pointed at, and its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.scripts: list[dict[str, str | None]] = []
        self.events: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.links += [value for name in ("href", "src", "action", "data-index") if (value := given.get(name)) is not None]
        self.ids |= {given["id"] or ""} if "id" in given else set()
        self.events += [name for name in given if name.startswith("on")]
        if tag == "script":
            self.scripts.append(given)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    path = tmp_path_factory.mktemp("graph") / "small.ttl"
    path.write_text(TURTLE, encoding="utf-8")
    return load([path], united=True)


@pytest.fixture(scope="module")
def site(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("site")
    patched = pytest.MonkeyPatch()
    asked = Asked.get

    async def few_files(self: Asked, address: str, language: str) -> Given:
        """All questions with all their answers take longer than everything else, and are alike."""
        if address.startswith("/questions/") and not address.startswith(("/questions/CQ-10", "/questions/CQ-28")):
            return Given(200, "text/html", b"")
        return await asked(self, address, language)

    patched.setattr(Asked, "get", few_files)
    # So that this text has parts as a long one has.
    patched.setattr(text_page, "PASSAGES", 1)
    write_site(store, folder)
    yield folder
    patched.undo()


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return {str(path.relative_to(site)): Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}


def _faults(site: Path, pages: dict[str, Page], base: str = "") -> list[str]:
    found = []
    for name, page in pages.items():
        for link in page.links:
            whole = urljoin(f"https://site.test{base}/{name}", link)
            if urlsplit(whole).netloc != "site.test":
                continue
            path = unquote(urlsplit(whole).path).removeprefix(f"{base}/").lstrip("/")
            fragment = unquote(urlsplit(whole).fragment)
            if not (site / path).is_file() or (fragment and path in pages and fragment not in pages[path].ids):
                found.append(f"{name}: {link}")
    return found


def test_every_link_of_every_page_leads_to_a_file_and_a_place_in_it(site: Path, pages: dict[str, Page]) -> None:
    assert {"index.html", "zh/index.html", "search.html", "states.html", "id/state/KEN.html", "zh/id/state/KEN.html",
            "questions/CQ-10.html", "ontology.html", "404.html"} <= set(pages)
    assert (site / "id/state/KEN.ttl").is_file()
    # Those of the page for what is missing begin at the root.
    assert _faults(site, pages) == []


def test_both_languages_are_there_and_lead_to_each_other(site: Path, pages: dict[str, Page]) -> None:
    first = {name for name in pages if not name.startswith("zh/")}
    assert {name.removeprefix("zh/") for name in pages if name.startswith("zh/")} == first
    assert "肯尼亚</h1>" in (site / "zh/id/state/KEN.html").read_text(encoding="utf-8")
    assert "../../zh/id/state/KEN.html" in pages["id/state/KEN.html"].links


def test_a_long_text_is_in_parts_and_its_places_are_found_in_them(pages: dict[str, Page]) -> None:
    assert "char=4,6" in pages["id/document/X-1/zh/part-3.html"].ids
    assert "../document/X-1/zh/part-3.html#char=4,6" in pages["id/statement/4.html"].links


def test_hostile_names_are_text(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        assert all(one.get("src") or one.get("type") == "application/ld+json" for one in page.scripts), name
        assert page.events == [], name


def test_no_page_asks_a_server(site: Path, pages: dict[str, Page]) -> None:
    text = (site / "questions/CQ-28.html").read_text(encoding="utf-8")
    assert text.count("<form") == 1
    assert "SELECT DISTINCT ?state" in text
    assert 'href="CQ-28/' not in text.replace('href="CQ-28.csv"', "").replace('href="CQ-28.xlsx"', "")
    assert [link for page in pages.values() for link in page.links if "?" in link and "site.test" in link] == []


def _only(monkeypatch: pytest.MonkeyPatch, wanted: dict[str, int]) -> None:
    """Let few addresses be answered as they are, or with a status; all others by a page without a link."""
    asked = Asked.get

    async def few(self: Asked, address: str, language: str) -> Given:
        status = wanted.get(address, 0)
        return await asked(self, address, language) if status == 200 else Given(status or 200, "text/html", b"")

    monkeypatch.setattr(Asked, "get", few)


def test_with_a_base_links_begin_at_its_root_and_crawlers_are_told(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _only(monkeypatch, {"/conferences": 200, "/states": 200, "/id/state/KEN.html": 200})
    # What is pointed at is on pages that are left out here.
    monkeypatch.setattr(building, "_check", lambda _site: None)
    write_site(store, tmp_path, base=f"{BASE}/")
    text = (tmp_path / "zh/id/state/KEN.html").read_text(encoding="utf-8")
    page = Page(text)
    assert "/of-treaties/zh/states.html" in page.links
    assert f'<link rel="canonical" href="{BASE}/zh/id/state/KEN.html">' in text
    assert f'<link rel="alternate" hreflang="en" href="{BASE}/id/state/KEN.html">' in text
    sitemap = (tmp_path / "sitemap.xml").read_text(encoding="utf-8")
    assert f"<loc>{BASE}/</loc>" in sitemap
    assert f"<loc>{BASE}/id/conference/a%20b.html</loc>" in sitemap
    assert f"Sitemap: {BASE}/sitemap.xml" in (tmp_path / "robots.txt").read_text(encoding="utf-8")
    missing = Page((tmp_path / "404.html").read_text(encoding="utf-8"))
    assert _faults(tmp_path, {"404.html": missing}, "/of-treaties") == []


def test_a_link_that_leads_nowhere_is_told_and_nothing_is_written(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _only(monkeypatch, {"/states": 200, "/id/state/CIV.html": 404})
    out = tmp_path / "out"
    out.mkdir()
    (out / MARK).touch()
    (out / "before.html").write_text("kept")
    with pytest.raises(TreatyGraphError, match=r"/id/state/CIV\.html is answered with 404"), replacing(out) as folder:
        write_site(store, folder)
    assert (out / "before.html").read_text() == "kept"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_links_without_an_end_are_not_followed_for_ever(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_MOST_FILES", 30)
    with pytest.raises(TreatyGraphError, match="would have more than 30 files, such as "):
        write_site(store, tmp_path)


@pytest.mark.parametrize("exchanged", [True, False], ids=["at once", "by two names"])
def test_a_folder_takes_the_place_of_an_earlier_one(tmp_path: Path, exchanged: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not exchanged:
        monkeypatch.setattr("treatygraph.site.replacing._exchanged", lambda _one, _other: False)
    out = tmp_path / "deep" / "out"
    for words in ("first", "second"):
        with replacing(out) as folder:
            (folder / f"{words}.html").write_text(words)
    assert sorted(path.name for path in out.iterdir()) == [MARK, "second.html"]
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_files_of_somebody_else_are_not_touched(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    refused = run("site", "--out", str(tmp_path))
    assert refused.returncode == 2
    assert "holds files that this command did not write" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    assert "--base is an address of a server" in run("site", "--out", str(tmp_path / "x"), "--base", "https://x/?a").stderr


@pytest.mark.parametrize(("address", "file"), [
    ("/p/", "index.html"), ("/p/?lang=zh", "zh/index.html"), ("/p/id/state/KEN", "id/state/KEN.html"),
    ("/p/id/state/KEN.html?theme=dark", "id/state/KEN.html"), ("/p/id/state/KEN.ttl?lang=zh", "id/state/KEN.ttl"),
    ("/p/ontology?subject=core", "ontology/subject-core.html"), ("/p/questions/CQ-01?format=csv&lang=zh", "questions/CQ-01.csv"),
    ("/p/questions/CQ-01?format=xlsx&lang=zh", "zh/questions/CQ-01.xlsx"), ("/p/-/assets/pages.1.css", "assets/pages.1.css"),
    ("/p/id/x/a%3Ab%2A", "id/x/a=3Ab=2A.html"), ("/p/graph-store?default&format=ttl", "graph-store/default.ttl"),
])
def test_which_file_is_at_an_address(address: str, file: str) -> None:
    place = Places("/p").of(address, "en")
    assert place
    assert place.file == file


def test_what_leads_away_stays() -> None:
    places = Places("/p")
    assert [places.of(one, "en") for one in ("https://x/p/a", "/other", "mailto:a@b", "//x/p/", "#here")] == [None] * 5
    assert leading("a/b.html", "a/x y(1).html", None) == "x%20y(1).html"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    driven = Browser(tmp_path_factory.mktemp("profile"))
    yield driven
    driven.close()


FOUND = """
const done = arguments[arguments.length - 1], look = () => {
  if (document.querySelector("[data-index] [role=status]").textContent)
    done([...document.querySelectorAll(".hits a, [data-index] [role=status] a")].map((one) => one.textContent));
  else setTimeout(look, 30); };
look();
"""


@needs_browser
def test_search_in_a_browser(browser: Browser, address: str) -> None:
    browser.open(f"{address}/index.html")
    browser.run("document.querySelector('input[type=search]').value = 'Kenya'")
    browser.click("form.find button")
    assert browser.wait_for(FOUND)[0] == "Kenya"
    browser.click(".hits a")
    assert browser.run("return location.pathname") == "/id/state/KEN.html"
    for words, first in (("肯尼亚", "肯尼亚"), ("Кен", "肯尼亚"), ("cote divoire", "科特迪瓦"), ("Keyna", "kenya"), ("tests end", "X-1/paragraph/1")):
        browser.open(f"{address}/zh/search.html?q={words}")
        assert first in browser.wait_for(FOUND)[0], words
    assert browser.console() == []
    folded = browser.run("return arguments[0].map((text) => wordsOf(text).map((one) => one.word))", FOLDED)
    assert folded == [plain_words(text) for text in FOLDED]


def test_the_index_names_what_it_has(site: Path) -> None:
    head = json.loads((site / "search/index.json").read_bytes())
    first = json.loads((site / "search/things/0.json").read_bytes())
    assert first[0][:2] == ["id/state/CIV.html", ["Côte d’Ivoire", "科特迪瓦"]]
    assert head["kinds"][head["of"][0]] == ["State", "国家"]
    assert sorted(path.stem for path in (site / "search/words").iterdir()) == head["words"]

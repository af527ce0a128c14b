"""A server is searched: by programs, by readers with and without a script, and by browsers that suggest."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from lxml import etree, html
from pyoxigraph import Literal, NamedNode, Quad, Store

from treatygraph import iris
from treatygraph.search import Index, build_index
from treatygraph.serve.answers import Answers
from treatygraph.serve.indexing import Indexing
from treatygraph.serve.messages import Job, Limits, RefusedError
from treatygraph.serve.searching import FACETS

from .serving import Response, Served
from .test_negotiation import BROWSER

OPEN_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def found(server: Served, words: str, more: str = "") -> dict[str, Any]:
    answer = server.get(f"/search?q={quote(words)}{more}", "application/json")
    assert (answer.status, answer.type) == (200, "application/json"), answer.text
    result: dict[str, Any] = json.loads(answer.body)
    return result


def page(server: Served, address: str, **headers: str) -> html.HtmlElement:
    answer = server.get(address, BROWSER, **headers)
    assert (answer.status, answer.type) == (200, "text/html"), answer.text
    return html.fromstring(answer.text)


def texts(nodes: list[html.HtmlElement]) -> list[str]:
    return [" ".join(node.text_content().split()) for node in nodes]


# ---- for programs

@pytest.mark.parametrize(("words", "thing", "way"), [
    ("Kenya", "state/KEN", "exact"), ("法国", "state/FRA", "exact"), ("a res 75 87", "document/A/RES/75/87", "exact"),
    ("Kirgyzstan", "state/KGZ", "similar")])
def test_programs_get_json(server: Served, words: str, thing: str, way: str) -> None:
    hit = found(server, words)["hits"][0]
    assert (hit["iri"], hit["way"]) == (iris.ID + thing, way)


def test_facets_leave_a_part(server: Served) -> None:
    whole = found(server, "核试验", "&limit=1")
    kinds = {facet["value"]: facet["count"] for facet in whole["facets"]["kind"]}
    part = found(server, "核试验", "&kind=Measure&limit=100")
    assert part["total"] == kinds["Measure"] == len(part["hits"]) > 0
    assert {kind["id"] for hit in part["hits"] for kind in hit["kinds"]} == {"Measure"}
    both = found(server, "核试验", "&kind=Measure&kind=Treaty&limit=1")
    assert both["total"] == kinds["Measure"] + kinds["Treaty"]
    of_kenya = found(server, "signature", "&state=Kenya&year=1996")
    assert [hit["iri"] for hit in of_kenya["hits"]] == [f"{iris.ID}treaty/ctbt/action/KEN/Signature"]


def test_further_hits_follow_the_first(server: Served) -> None:
    first, second = (found(server, "treaty", f"&limit=5&offset={offset}") for offset in (0, 5))
    assert first["total"] == second["total"] > 10
    assert len(first["hits"]) == len(second["hits"]) == 5
    assert not {hit["iri"] for hit in first["hits"]} & {hit["iri"] for hit in second["hits"]}


def test_csv_has_a_row_for_each_hit(server: Served) -> None:
    answer = server.get("/search?q=Kenya&format=csv&limit=3")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.type == "text/csv"
    assert [row["iri"] for row in rows][:1] == [f"{iris.ID}state/KEN"]
    assert len(rows) == 3


@pytest.mark.parametrize(("asked", "said"), [
    ("q=", "no word to search for"), ("", "no word to search for"), ("q=%3F%3F", "no word to search for"),
    (f"q={'a' * 301}", "longer than 300 signs"), ("q=x&kind=Nonsense", "there is no kind 'Nonsense'"),
    ("q=x&limit=1000", "limit=1000: write a number from 1 to 100"), ("q=x&limit=%D9%A1", "limit="),
    ("q=x&offset=-1", "offset=-1"), ("q=x&year=MMXXI", "'MMXXI' is no year"), ("q=x&state=Narnia", "no State here is called 'Narnia'"),
    ("q=x&in=tlh", "there are no words in 'tlh'"), ("q=x&format=xml", "there is no format 'xml'; there is json, csv, html"),
    ("q=x&lang=tlh", "there are no names in 'tlh'")])
def test_what_cannot_be_searched_is_refused(server: Served, asked: str, said: str) -> None:
    answer = server.get(f"/search?{asked}", "application/json")
    assert answer.status == 400
    assert said in answer.text


@pytest.mark.parametrize("words", ['NEAR(a:b^2, "c) AND -*', "\x00\x1b[31m'; DROP TABLE thing; --", "<script>alert(1)</script>\u202e"])
def test_hostile_words_find_nothing_but_words(server: Served, words: str) -> None:
    for accept in ("application/json", BROWSER):
        answer = server.get(f"/search?q={quote(words)}", accept)
        assert answer.status in {200, 400}
        assert answer.type != "text/html" or b"<script>alert" not in answer.body
    assert found(server, "Kenya")["total"] > 1


def test_an_answer_unchanged_is_not_sent_again(server: Served) -> None:
    first = server.get("/search?q=Kenya", "application/json")
    assert server.get("/search?q=Kenya", "application/json", If_None_Match=first.headers["etag"]).status == 304
    assert server.send("POST", "/search?q=Kenya").status == 405
    assert server.get("/search?q=Kenya", "image/png").status == 406


# ---- for readers

def test_a_reader_sees_names_kinds_and_the_words_marked(server: Served) -> None:
    shown = page(server, f"/search?q={quote('余力地利')}")
    first = shown.xpath("//ol[@class='hits']/li")[0]
    assert first.xpath(".//h2/a")[0].get("href").startswith("/id/document/CTBT-Art.XIV/2021/6/annex/paragraph/10(a)")
    assert texts(first.xpath(".//mark")) == ["余力地利"]
    assert [node.get("lang") for node in first.xpath(".//p[@class='said']/span")] == ["zh"]
    assert shown.xpath("//title")[0].text_content().startswith("余力地利: search")
    assert shown.xpath("//main//input[@name='q']")[0].get("value") == "余力地利"


def test_the_page_speaks_chinese(server: Served) -> None:
    shown = page(server, "/search?q=KEN&lang=zh")
    assert texts(shown.xpath("//ol[@class='hits']//h2/a"))[0] == "肯尼亚"
    assert texts(shown.xpath("//ol[@class='hits']//h2/small"))[0] == "国家"
    assert "类别" in texts(shown.xpath("//aside//h2"))


def test_every_link_of_a_result_leads_somewhere(server: Served) -> None:
    shown = page(server, "/search?q=force&kind=Provision&limit=2")
    links = [node.get("href") for node in shown.xpath("//main//a[@href]")]
    assert len(links) > 6
    for link in links:
        if link.startswith("/"):
            assert server.get(link, BROWSER).status in {200, 303}, link


def test_a_facet_is_a_link_and_can_be_taken_back(server: Served) -> None:
    shown = page(server, "/search?q=Kenya")
    decision = next(node for node in shown.xpath("//aside//a") if node.text_content() == "decision")
    assert decision.get("href") == "/search?q=Kenya&kind=Decision"
    narrowed = page(server, decision.get("href"))
    assert texts(narrowed.xpath("//main/p[@role='status']"))[0].startswith("1 thing was found")
    assert texts(narrowed.xpath("//ul[@class='filters']//strong")) == ["decision"]
    assert narrowed.xpath("//ul[@class='filters']//a")[0].get("href") == "/search?q=Kenya"
    assert [(node.get("name"), node.get("value")) for node in narrowed.xpath("//main//input[@type='hidden']")] == [("kind", "Decision")]


def test_pages_of_results_lead_to_each_other(server: Served) -> None:
    first = page(server, "/search?q=treaty&limit=5")
    assert first.xpath("//nav[@class='pages']/a[@rel='prev']") == []
    second = page(server, first.xpath("//nav[@class='pages']/a[@rel='next']")[0].get("href"))
    assert second.xpath("//ol[@class='hits']")[0].get("start") == "6"
    assert second.xpath("//nav[@class='pages']/a[@rel='prev']")[0].get("href") == "/search?q=treaty&limit=5"


def test_a_misspelt_name_is_answered_with_what_was_meant(server: Served) -> None:
    shown = page(server, "/search?q=Kirgyzstan")
    assert [(node.text_content(), node.get("href")) for node in shown.xpath("//p[@class='meant']/a")] == [("Kyrgyzstan", "/search?q=Kyrgyzstan")]
    assert "similar" in texts(shown.xpath("//ol[@class='hits']/li"))[0]


@pytest.mark.parametrize(("address", "said"), [("/search", "six languages"), ("/search?q=%3F%3F", "no word to search for"),
                                               ("/search?q=x&kind=Nonsense", "no kind 'Nonsense'"), ("/search?q=zzzzz", "0 things were found")])
def test_a_page_without_results_says_why_and_keeps_the_form(server: Served, address: str, said: str) -> None:
    shown = page(server, address)
    assert said in shown.text_content()
    assert len(shown.xpath("//main//input[@name='q']")) == 1


# ---- for browsers that suggest

def suggested(server: Served, asked: str) -> Response:
    return server.get(f"/search/suggest?{asked}")


def test_suggestions_are_names_with_kinds_and_addresses(server: Served) -> None:
    answer = suggested(server, "q=ken")
    assert answer.type == "application/x-suggestions+json"
    words, names, kinds, addresses = json.loads(answer.body)
    assert words == "ken"
    assert (names[0], kinds[0], addresses[0]) == ("Kenya", "State", f"{server.address}/id/state/KEN")
    assert len(names) == len(kinds) == len(addresses) <= 8
    assert server.get("/id/state/KEN").status == 303


def test_suggestions_are_in_the_readers_language_and_of_a_kind(server: Served) -> None:
    assert json.loads(suggested(server, "q=%E8%82%AF&lang=zh&kind=State").body)[1] == ["肯尼亚"]
    assert json.loads(suggested(server, "q=").body) == ["", [], [], []]
    assert json.loads(suggested(server, "q=%22*").body)[1:] == [[], [], []]


def test_pages_lead_browsers_to_the_search(server: Served) -> None:
    link = page(server, "/id/state/CZE.html").xpath("//link[@rel='search']")[0]
    answer = server.get(link.get("href"))
    assert answer.type == link.get("type") == "application/opensearchdescription+xml"
    described = etree.fromstring(answer.body)
    templates = {url.get("type"): url.get("template") for url in described.iter(f"{OPEN_SEARCH}Url")}
    assert len(described.findtext(f"{OPEN_SEARCH}ShortName")) <= 16
    for kind, template in templates.items():
        path = template.removeprefix(server.address).replace("{searchTerms}", "Kenya").replace("{startIndex?}", "0")
        there = server.get(path.replace("{count?}", "2"), kind)
        assert (there.status, there.type) == (200, kind)


# ---- the index

def test_the_index_is_made_once_for_all_who_wait_and_goes_with_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    store = Store(str(tmp_path / "store"))
    store.add(Quad(NamedNode(f"{iris.ID}state/X"), NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"), Literal("Xyzzy")))
    store.flush()
    del store
    notes: list[str] = []

    async def use() -> None:
        indexing = Indexing(tmp_path / "store", notes.append, united=True)
        assert [path.name for path in tmp_path.iterdir()] == ["store"]
        await asyncio.gather(*(indexing.ready(60) for _ in range(3)))
        made = indexing.file.stat().st_mtime_ns
        assert Index.opened(indexing.file).search("xyzzy").hits[0].iri == f"{iris.ID}state/X"
        await indexing.ready(60)
        assert indexing.file.stat().st_mtime_ns == made
        await indexing.close()

    asyncio.run(use())
    assert [path.name for path in tmp_path.iterdir()] == ["store"]
    assert notes == []


def test_where_no_index_can_be_made_the_operator_hears_of_it(tmp_path: Path) -> None:
    notes: list[str] = []

    async def use() -> None:
        indexing = Indexing(tmp_path / "nothing", notes.append, united=True)
        with pytest.raises(RefusedError, match="cannot be made") as refused:
            await indexing.ready(60)
        assert (refused.value.status, refused.value.headers["retry-after"]) == (503, "60")
        await indexing.close()

    asyncio.run(use())
    assert len(notes) == 1
    assert "nothing can be searched" in notes[0]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "\"'></a></mark><img src=x onerror=alert(2)>", "{{ 7*7 }}{% raw %}",
                                  "&lt;b&gt; \u202egnirts\u2067"])
def test_what_a_hostile_graph_calls_its_things_is_shown_as_text(name: str, tmp_path: Path) -> None:
    store = Store()
    thing, label = NamedNode(f"{iris.ID}state/X"), NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    store.extend(Quad(thing, label, Literal(f"zebra {name} {language}", language=language)) for language in ("en", "zh"))
    build_index(store, tmp_path / "words.sqlite", united=True).close()
    answers = Answers(store, Limits(), united=True, index=tmp_path / "words.sqlite")
    values = dict.fromkeys(FACETS, "") | {"limit": "20", "offset": "0"}
    job = Job("search", query=f"zebra {name}", accept="text/html", values=values, language="en", interface="en", address="/search")
    shown = html.fromstring(answers.answer(job).body.decode())
    assert name in shown.xpath("string(//ol[@class='hits']//h2/a)")
    assert not shown.xpath("//main//script | //main//img | //main//b")
    assert shown.xpath("string(//main//input[@name='q']/@value)") == f"zebra {name}"
    preview = html.fromstring(answers.answer(Job("reconcile", iri="preview", values={"id": "state/X"}, language="en")).body.decode())
    assert name in preview.xpath("string(//h1)")
    assert not preview.xpath("//body//script | //body//img | //body//b")

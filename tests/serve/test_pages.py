"""Pages are written for their reader: in a language, light or dark; and hold as text whatever the graph holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from lxml import html
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from treatygraph import iris, vocab
from treatygraph.serve import assets, rendering
from treatygraph.serve.answers import Answers
from treatygraph.serve.messages import Job, Limits
from treatygraph.serve.reader import INTERFACES, Reader, reader_of
from treatygraph.vocab import tg

from .serving import Served
from .test_negotiation import BROWSER

STATE = "/id/state/CZE.html"
HOSTILE = "<script>alert(1)</script>\"'></a></td><img src=x onerror=alert(2)>{{ 7*7 }}\u202e\u2067&lt;"


# ---- who reads


@pytest.mark.parametrize(("address", "cookies", "accepted", "reader"), [
    ("", "", "", Reader("en", "en")), ("zh", "", "fr", Reader("zh", "zh")), ("fr", "", "zh", Reader("en", "fr")),
    ("", "lang=zh", "fr", Reader("zh", "zh")), ("", "a=b; lang=ru ;theme=dark", "zh", Reader("en", "ru", "dark")),
    ("", "lang=xx; theme=pink", "zh-CN,zh;q=0.9,en;q=0.8", Reader("zh", "zh")),
    ("", "", "fr,zh;q=0.5", Reader("zh", "fr")), ("", "", "de", Reader("en", "en"))])
def test_the_address_goes_before_the_cookie_and_the_cookie_before_the_header(
        address: str, cookies: str, accepted: str, reader: Reader) -> None:
    assert reader_of([("lang", address)], cookies, accepted) == reader


def test_a_page_speaks_its_readers_language(server: Served) -> None:
    english, chinese = server.get(STATE), server.get(STATE, Accept_Language="zh-CN")
    assert '<html lang="en">' in english.text
    assert '<html lang="zh-Hans">' in chinese.text
    assert ">Czechia</h1>" in english.text
    assert ">捷克</h1>" in chinese.text
    assert {"accept-language", "cookie"} <= {name.strip().lower() for name in english.headers["vary"].split(",")}
    french = server.get(f"{STATE}?lang=fr").text
    assert '<html lang="en">' in french
    assert '<h1 lang="fr">Tchéquie</h1>' in french


def test_a_language_chosen_is_kept_and_the_switch_keeps_the_page(server: Served) -> None:
    there = server.get(f"{STATE}?lang=zh")
    assert there.headers["set-cookie"] == "lang=zh; Path=/; Max-Age=31536000; SameSite=Lax"
    assert ">捷克</h1>" in server.get(STATE, Cookie="lang=zh").text
    assert f'href="{STATE}?lang=en"' in there.text
    asked = server.get("/sparql?query=ASK%7B%7D&format=html").text
    assert 'href="/sparql?query=ASK%7B%7D&amp;format=html&amp;lang=zh"' in asked
    assert server.get(f"{STATE}?lang=xx", BROWSER).status == 400
    assert server.get("/id/state/CZE?lang=zh", BROWSER).headers["location"] == f"{STATE}?lang=zh"


def test_a_theme_chosen_is_kept_and_leads_back(server: Served) -> None:
    there = server.get("/sparql?query=ASK%7B%7D&theme=dark", BROWSER)
    assert (there.status, there.headers["location"]) == (303, "/sparql?query=ASK%7B%7D")
    assert there.headers["set-cookie"] == "theme=dark; Path=/; Max-Age=31536000; SameSite=Lax"
    assert server.get("/?theme=pink").headers["set-cookie"].startswith("theme=; ")
    assert '<html lang="en" data-theme="dark">' in server.get("/", Cookie="theme=dark").text
    assert '<html lang="en">' in server.get("/", Cookie='theme="><script>').text


def test_answers_for_machines_do_not_depend_on_who_reads(server: Served) -> None:
    one = server.get("/id/state/CZE.ttl")
    other = server.get("/id/state/CZE.ttl", Accept_Language="zh", Cookie="lang=fr; theme=dark")
    assert (one.headers["etag"], one.body) == (other.headers["etag"], other.body)


def test_what_pages_load_may_be_kept_for_ever(server: Served) -> None:
    page = server.get("/").text
    loaded = re.findall(r'(?:href|src)="(/-/assets/[^"]+)"', page)
    assert len(loaded) == 2
    for path in loaded:
        there = server.get(path)
        assert there.status == 200
        assert there.type in {"text/css", "text/javascript"}
        assert "immutable" in there.headers["cache-control"]
    older = re.sub(r"\.[0-9a-f]{12}\.", ".000000000000.", loaded[0])
    assert server.get(older).headers["cache-control"] == "no-cache"
    assert server.get("/-/assets/..%2Fserver.py").status == server.get("/-/assets/none.0.css").status == 404
    assert server.get("/favicon.svg").type == "image/svg+xml"
    assert "Disallow: /sparql?" in server.get("/robots.txt").text


def test_a_page_that_has_not_changed_keeps_its_policy(server: Served) -> None:
    page = server.get("/dataset.html")
    again = server.get("/dataset.html", If_None_Match=page.headers["etag"])
    assert again.status == 304
    assert "content-security-policy" not in again.headers


# ---- the words of the interface


def flat(words: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in words.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", str(value)


def test_the_languages_of_the_interface_say_the_same() -> None:
    english, *others = (dict(flat(rendering.words(language))) for language in INTERFACES)
    for other in others:
        # A language without a singular of its own has only the other form.
        assert {key for key in english if not re.fullmatch(r"counts\..*\.one", key)} == \
            {key for key in other if not re.fullmatch(r"counts\..*\.one", key)}
        for key, text in other.items():
            # Months and days stand in another order, but in every form.
            assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", english[key])), key


@pytest.mark.parametrize(("begin", "end", "language", "written"), [
    ("2021-09-23", "2021-09-24", "en", "23–24 September 2021"), ("2021-09-23", "", "zh", "2021年9月23日"),
    ("2021-09-30", "2021-10-01", "en", "30 September 2021 to 1 October 2021"), ("1998-07", "", "en", "July 1998"),
    ("1996", "", "zh", "1996年"), ("2021-13-01", "", "en", "2021-13-01"), ("soon", "", "en", "soon")])
def test_days_are_written_as_readers_write_them(begin: str, end: str, language: str, written: str) -> None:
    assert rendering.days(begin, end, language) == written


# ---- hostile values

NAMING = (vocab.LABEL, vocab.PREF_LABEL, vocab.TITLE, vocab.ALT_LABEL, vocab.NOTE, vocab.DATE, vocab.START_DATE, tg("symbol"),
          tg("number"), tg("text"), tg("iso3"), tg("quote"), tg("postTitle"))
LINKING = (vocab.SOURCE, vocab.DERIVED_FROM, tg("statedIn"), tg("partOf"), tg("inRegion"), tg("holder"))
KINDS = ("Fact", "State", "Conference", "Person", "Organization", "Treaty", "Document", "Measure", "Facility")


@cache
def hostile(kind: str) -> Answers:
    """A thing whose every literal is hostile, and which is linked with itself."""
    store = Store()
    node = NamedNode(iris.thing("hostile/thing"))
    store.add(Quad(node, NamedNode(vocab.TYPE), NamedNode(tg(kind)), DefaultGraph()))
    for name in NAMING:
        store.add(Quad(node, NamedNode(name), Literal(HOSTILE), DefaultGraph()))
        store.add(Quad(node, NamedNode(name), Literal(HOSTILE, language="ar"), DefaultGraph()))
    for name in LINKING:
        store.add(Quad(node, NamedNode(name), node, DefaultGraph()))
    return Answers(store, Limits(), united=True)


@pytest.mark.parametrize("language", INTERFACES)
@pytest.mark.parametrize("kind", KINDS)
def test_hostile_values_are_text(kind: str, language: str) -> None:
    job = Job("describe", iri=iris.thing("hostile/thing"), accept="text/html", root="http://127.0.0.1",
              interface=language, language=language, address=f"/id/{HOSTILE}?q={HOSTILE}")
    page = html.fromstring(hostile(kind).answer(job).body.decode())
    assert HOSTILE in page.findtext(".//h1")
    assert not page.xpath("//img | //@onerror | //@style | //style | //script[not(@src) and @type!='application/ld+json']")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {one.get("src", one.get("type")) for one in page.iter("script")} == {
        assets.address("pages.js"), "application/ld+json"}


# ---- what is not there, and what there is


def test_what_is_not_there_leads_to_what_is_nearest(server: Served) -> None:
    found = server.get("/id/state/Kenia", BROWSER)
    assert found.status == 404
    assert "no graph here says anything" in found.text
    assert '<a href="/id/state/KEN"' in found.text
    assert '<input type="search" name="q" value="Kenia"' in found.text
    assert "您要找的是否为" in server.get("/id/state/kEN", BROWSER, Accept_Language="zh").text
    hostile = server.get("/id/state/%3Cscript%3E", BROWSER)
    assert (hostile.status, "<script>" in hostile.text) == (404, False)
    assert server.get("/nothing", BROWSER).status == 404


def test_crawlers_are_told_where_the_pages_are(server: Served) -> None:
    assert f"Sitemap: {server.address}/sitemap.xml" in server.get("/robots.txt").text
    listed = server.get("/sitemap.xml")
    assert listed.type == "application/xml"
    addresses = re.findall("<loc>(.*?)</loc>", listed.text)
    assert f"{server.address}/id/state/KEN.html" in addresses
    assert len(addresses) == len(set(addresses)) > 700
    for address in addresses[::150]:
        assert server.get(address.removeprefix(server.address), BROWSER).status == 200, address

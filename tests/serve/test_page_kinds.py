"""Pages of single kinds answer what people ask of a State, a conference, a document: expectations by hand, from the texts."""

from __future__ import annotations

from copy import deepcopy
from functools import cache

import pytest
from lxml import html

from treatygraph import iris
from treatygraph.ask import questions
from treatygraph.serve.kinds.text import pieces_of
from treatygraph.serve.messages import Job, RefusedError
from treatygraph.serve.quotations import Span

from .test_documents import answers

HEAVIEST = 300_000


@cache
def page(path: str, language: str = "en") -> html.HtmlElement:
    job = Job("describe", iri=iris.thing(path), accept="text/html", root="http://127.0.0.1", interface=language,
              language=language, address=f"/id/{path}")
    body = answers().answer(job).body
    assert len(body) < HEAVIEST
    return html.fromstring(body.decode())


def words(found: html.HtmlElement) -> str:
    """What one reads: cells and items stand apart."""
    copied = deepcopy(found)
    for part in copied.iter("td", "th", "dd", "dt", "li", "p", "h2", "h3", "small", "title"):
        part.tail = f" {part.tail or ''}"
    return " ".join(copied.text_content().split())


def section(path: str, name: str, language: str = "en") -> str:
    found = page(path, language).xpath(f"//*[@aria-labelledby='{name}']")
    assert len(found) == 1, name
    return words(found[0])


def drawn(path: str, kind: str) -> list[tuple[str, str]]:
    return [(one.get("x"), one.get("width")) for one in page(path).xpath(f"//svg//rect[@class='{kind}']")]


# ---- States


def test_a_state_tells_where_it_stands_and_by_whom() -> None:
    said = section("state/KEN", "status")
    assert "ratified since 30 November 2000" in said
    assert "signature 14 November 1996 Multilateral Treaties Deposited with the Secretary-General" in said
    assert "ratification 30 November 2000" in said
    assert "as of 23 September 2021: ratified" in said
    chinese = section("state/KEN", "status", "zh")
    assert "已批准 自2000年11月30日起" in chinese
    assert "签署 1996年11月14日" in chinese


def test_a_states_status_is_drawn_as_intervals_one_after_another() -> None:
    (none,), (signed,), (ratified,) = (drawn("state/KEN", kind) for kind in ("notsigned", "signednotratified", "ratified"))
    assert none[0] == "0%"
    assert float(none[1].rstrip("%")) == pytest.approx(float(signed[0].rstrip("%")))
    assert float(signed[0].rstrip("%")) + float(signed[1].rstrip("%")) == pytest.approx(float(ratified[0].rstrip("%")), abs=0.02)
    assert float(ratified[0].rstrip("%")) + float(ratified[1].rstrip("%")) == pytest.approx(100, abs=0.02)


def test_a_state_that_has_done_nothing_under_the_treaty_says_so() -> None:
    said = section("state/IND", "status")
    assert "no record by the depositary" in said
    assert "as of 23 September 2021: not signed" in said


def test_a_state_tells_what_it_did_at_conferences() -> None:
    kenya = section("state/KEN", "conferences")
    for told in ("23–24 September 2021", "Took part as ratifying or signatory State", "member of the Credentials Committee",
                 "Vice-President", "made a statement under Agenda item 8, 2021 at one or more of Meeting 1, 2021"):
        assert told in kenya, told
    italy = section("state/ITA", "conferences")
    for told in ("President through Luigi Di Maio", "presided through Alessandro Cortese on behalf of Luigi Di Maio",
                 "made a statement through Marina Sereni"):
        assert told in italy, told


def test_a_state_tells_what_is_asked_of_it_and_what_it_hosts() -> None:
    assert "encourage · ratifying States" in section("state/KEN", "asked")
    assert "Democratic People's Republic of Korea" in section("state/PRK", "asked")
    assert "Facilities (2)" in section("state/KEN", "facilities")
    assert "1.3° S, 36.8° E" in section("state/KEN", "facilities")
    assert page("state/KEN").xpath("//*[@aria-labelledby='outside']//a[starts-with(@href, 'http://www.wikidata.org/')]")


# ---- conferences

CONFERENCE = "conference/ctbt-art-xiv-2021"


def item(number: str) -> str:
    return words(page(CONFERENCE).xpath(f"//li[@id='item-{number}']")[0])


def test_the_agenda_is_the_spine_of_a_conference() -> None:
    numbers = [one.text for one in page(CONFERENCE).xpath("//a[@class='itemnumber']")]
    assert numbers == ["1", "2", "2(a)", "2(b)", "2(c)", "2(d)", "2(e)", "2(f)", "2(g)", *map(str, range(3, 14))]
    assert "Izumi Nakamitsu on behalf of Secretary-General of the United Nations" in item("3")
    assert "Declaration, annex of CTBT-Art.XIV/2021/6 adopted, 2021 Meeting 1, 2021" in item("6")
    assert "60 statements" in item("8")
    assert "Report on credentials CTBT-Art.XIV/2021/5 adopted" in item("11")


def test_a_conference_tells_who_took_part_and_who_spoke() -> None:
    said = section(CONFERENCE, "participants")
    assert "Participants (89)" in said
    assert "Pakistan other State" in said
    spoke = page(CONFERENCE).xpath("//*[@aria-labelledby='participants']//li[a[text()='Kenya']]/a[@class='spoke']/@href")
    assert spoke == ["/id/conference/ctbt-art-xiv-2021/statement/KEN/item/8"]
    assert not page(CONFERENCE).xpath("//*[@aria-labelledby='participants']//li[a[text()='Togo']]/a[@class='spoke']")


def test_a_conference_has_its_days_presidency_neighbours_meetings_and_measures() -> None:
    head = words(page(CONFERENCE).xpath("//div[@class='head']")[0])
    for told in ("Days 23–24 September 2021", "Italy through Luigi Di Maio", "South Africa through Naledi Pandor",
                 "Place New York, Vienna"):
        assert told in head, told
    assert page(CONFERENCE).xpath("//a[@rel='prev']/@href") == ["/id/conference/ctbt-art-xiv-2019"]
    assert page(CONFERENCE).xpath("//a[@rel='next']/@href") == ["/id/conference/ctbt-art-xiv-2023"]
    assert "Rapulane Sydney Molekane on behalf of Naledi Pandor (South Africa)" in section(CONFERENCE, "meetings")
    measures = page(CONFERENCE).xpath("//*[starts-with(@aria-labelledby, 'measures-')]//li")
    assert len(measures) == 15
    assert words(measures[0]).startswith("10(a)")


def test_a_conference_that_no_report_was_read_of_says_what_tables_say() -> None:
    earlier = words(page("conference/ctbt-art-xiv-1999").xpath("//div[@class='head']")[0])
    assert "6–8 October 1999" in earlier
    assert "Japan through Masahiko Koumura" in earlier


# ---- home and questions


def given(kind: str, iri: str = "", language: str = "en", **values: str) -> html.HtmlElement:
    job = Job(kind, iri=iri, accept="text/html", root="http://127.0.0.1", interface=language, language=language,
              address=f"/{kind}", values=values)
    body = answers().answer(job).body
    assert len(body) < HEAVIEST
    return html.fromstring(body.decode())


def test_the_first_page_leads_from_a_sentence_to_an_answer() -> None:
    first = given("home")
    sentence, fact, question, answer = (words(step) for step in first.xpath("//ol[@class='tour']/li"))
    assert "会议以鼓掌方式选举意大利和南非担任会议主席一职" in sentence
    assert first.xpath("//ol[@class='tour']//mark")
    assert "Italy, President, 2021" in fact
    assert "DEC-02" in fact
    assert "Who held which office of which conference" in question
    assert "Italy" in answer
    assert "15 rows in all" in answer


def test_the_first_page_counts_what_is_here_and_draws_the_conferences() -> None:
    first = given("home", language="zh")
    assert "197 个国家" in words(first.xpath("//ul[@class='numbers']")[0])
    assert len(first.xpath("//svg//circle[@class='conference']")) == 14
    assert len(first.xpath("//ul[@class='cards']/li")) == 6


def test_every_question_stands_under_one_subject() -> None:
    listed = given("questions").xpath("//ul[@class='listed']/li/a/@href")
    assert sorted(listed) == [f"/questions/{one.name}" for one in questions()]


def test_a_question_is_a_form_with_names_and_its_answer_a_table() -> None:
    asked = given("question", "CQ-28", day="1998-07-24")
    assert asked.xpath("//input[@name='day']/@value") == ["1998-07-24"]
    assert "Comprehensive Nuclear-Test-Ban Treaty" in asked.xpath("//datalist[@id='l-treaty']/option/@value")
    rows = [words(row) for row in asked.xpath("//table//tbody/tr")]
    assert len(rows) == 44
    assert "Brazil ratified certain 1998-07-24" in rows
    assert 'VALUES ?day { "1998-07-24"^^' in asked.xpath("//textarea[@name='query']")[0].text


def test_a_questions_names_are_understood_by_it() -> None:
    for name, parameter, chosen in (("CQ-21", "party", "Kenya"), ("CQ-10", "conference", "1999")):
        offered = given("question", name).xpath(f"//datalist[@id='l-{parameter}']/option/@value")
        again = next(one for one in offered if chosen in one)
        assert given("question", name, **{parameter: again}).xpath(f"//input[@name='{parameter}']/@value") == [again]


def test_a_question_that_constructs_gives_its_graph_by_links() -> None:
    asked = given("question", next(one.name for one in questions() if one.constructs))
    assert "The answer is a graph" in words(asked)
    assert any("format=ttl" in address for address in asked.xpath("//a/@href"))


# ---- persons, organizations, documents and their parts


def head(path: str, language: str = "en") -> str:
    return words(page(path, language).xpath("//div[@class='head']")[0])


def test_a_person_tells_posts_and_deeds() -> None:
    assert "意大利常驻全面禁核试条约组织代表 (Italy)" in head("person/alessandro-cortese")
    assert "presided on behalf of Luigi Di Maio of Italy at Meeting 3, 2021" in section("person/alessandro-cortese",
                                                                                      "conferences")
    assert "President on behalf of Italy" in section("person/luigi-di-maio", "conferences")


def test_a_person_whom_a_text_writes_in_two_ways_shows_both() -> None:
    said = section("person/abdulla-shahid", "written")
    assert "阿卜杜拉·沙希德" in said
    assert "阿不都拉·沙希德" in said


def test_an_organization_tells_what_is_asked_of_it_and_by_whom_it_is_named() -> None:
    path = "organization/ctbto-preparatory-commission"
    assert "call upon" in section(path, "asked")
    assert "Measure 10(n)" in section(path, "mentioned")
    assert "made a statement through Robert Floyd" in section(path, "conferences")


def test_a_group_of_states_tells_where_its_members_are_listed() -> None:
    assert "List A of declaration, annex of CTBT-Art.XIV/2021/6 (ratified)" in head("state-group/ratifying-states")


def test_a_document_tells_what_it_is_and_holds_its_parts_in_printed_order() -> None:
    path = "document/CTBT-Art.XIV/2021/6"
    for told in ("Symbol CTBT-Art.XIV/2021/6", "Kind report", "Date 30 September 2021", "version in Chinese"):
        assert told in head(path), told
    numbers = page(path).xpath("//*[@aria-labelledby='parts']/ol/li/ol/li/a/text()")
    assert numbers[:9] == ["1", "2", "3", "4", "5", "6", "7", "8", "9"]
    assert "会议以鼓掌方式选举意大利和南非担任会议主席一职" in section(path, "parts")


def test_a_measure_shows_its_words_what_it_asks_and_its_neighbours() -> None:
    path = "document/CTBT-Art.XIV/2021/6/annex/paragraph/10(c)"
    assert "鼓励批准国继续其指派协调员" in head(path)
    assert "encourage → ratifying States" in section(path, "acts")
    assert [one.rpartition("/")[2] for one in page(path).xpath("//nav[@class='neighbours']/a/@href")] == ["10(b)", "10(d)"]
    assert "Report of the Conference" in words(page(path).xpath("//nav[@class='crumbs']")[0])
    assert "本宣言" in section(path, "cites")


def test_a_paragraph_shows_what_was_read_from_it_and_a_list_whom_it_lists() -> None:
    assert "Italy, President, 2021" in section("document/CTBT-Art.XIV/2021/6/paragraph/9", "facts")
    assert "Who is listed (44)" in section("treaty/ctbt/annex/2", "members")


def test_a_treaty_counts_where_states_stand_and_lists_its_conferences() -> None:
    said = section("treaty/ctbt", "status")
    assert "ratified 178" in said
    assert "41 of 44, with recorded actions" in said
    assert "26 September 2025" in section("treaty/ctbt", "conferences")
    assert page("treaty/ctbt").xpath("//*[@aria-labelledby='parts']//a[text()='XIV']")


def test_a_fact_shows_its_words_first() -> None:
    statement = page("conference/ctbt-art-xiv-2021/office/President/ITA")
    first = statement.xpath("//main//section")[0]
    assert "会议以鼓掌方式选举意大利和南非担任会议主席一职" in words(first)
    assert first.xpath(".//mark/text()") == ["意大利"]


# ---- the ontology and the dataset


@cache
def ontology(subject: str = "") -> html.HtmlElement:
    base = iris.ONTOLOGY.removesuffix("#")
    job = Job("describe", iri=base, accept="text/html", root="http://127.0.0.1", interface="en", language="en",
              address="/ontology", values={"subject": subject} if subject else {})
    body = answers().answer(job).body
    assert len(body) < HEAVIEST
    return html.fromstring(body.decode())


def test_the_ontology_leads_to_each_term_on_the_page_of_its_subject() -> None:
    address = ontology().xpath("//dt[@id='OfficeHolding']/a/@href")[0]
    assert address == "/ontology?subject=actors#OfficeHolding"
    term = words(ontology("actors").xpath("//article[@id='OfficeHolding']")[0])
    for told in ("class", "For example", "CQ-11"):
        assert told in term, told


def test_no_page_of_a_subject_is_too_long() -> None:
    for address in ontology().xpath("//h2/a/@href"):
        assert ontology(address.rpartition("=")[2]).xpath("//article")


def test_the_dataset_tells_its_files_and_how_to_cite_it() -> None:
    job = Job("describe", iri=iris.DATASET, accept="text/html", root="http://127.0.0.1", address="/dataset")
    described = html.fromstring(answers().answer(job).body.decode())
    assert "/data/graph/states.ttl" in described.xpath("//table//a/@href")
    cited = words(described.xpath("//*[@aria-labelledby='cite']")[0])
    assert "author = {{The TreatyGraph contributors}}" in cited


# ---- texts

TEXT = "document/CTBT-Art.XIV/2021/6/zh"


def test_a_text_stands_whole_with_a_link_from_its_words_to_the_facts() -> None:
    said = page(TEXT).xpath("//p[@class='said']")
    whole = "".join(one.text_content() for one in said)
    assert "会议以鼓掌方式选举意大利和南非担任会议主席一职" in whole
    assert whole.index("会议以鼓掌方式选举") < whole.index("会议应主席的提议")
    italy = page(TEXT).xpath("//*[@id='char=1203,1206']")[0]
    assert (italy.text_content(), italy.get("href")) == ("意大利", "/id/conference/ctbt-art-xiv-2021/office/President/ITA")


def test_every_passage_has_its_place_in_the_text_once() -> None:
    places = page(TEXT).xpath("//*[starts-with(@id, 'char=')]/@id")
    assert len(places) == len(set(places)) == 1098


def span(start: int, words: str) -> Span:
    return Span(f"http://x/t#char={start},{start + len(words)}", words, "en", start, start + len(words), "http://x/p")


def test_a_text_is_cut_where_a_passage_begins_or_ends() -> None:
    pieces = pieces_of([span(0, "abcdef"), span(2, "cd"), span(9, "xyz")])
    assert [(one.text, len(one.begins), one.length) for one in pieces] == [
        ("ab", 1, 2), ("cd", 1, 2), ("ef", 0, 2), ("", 0, 3), ("xyz", 1, 3)]
    assert [one.narrowest.quote if one.narrowest else "" for one in pieces] == ["abcdef", "cd", "abcdef", "", "xyz"]


def test_passages_that_overlap_are_both_there() -> None:
    assert [(one.text, one.narrowest.quote) for one in pieces_of([span(0, "abcd"), span(2, "cdef")]) if one.narrowest] \
        == [("ab", "abcd"), ("cd", "abcd"), ("ef", "cdef")]


def test_a_series_lists_its_conferences_with_who_presided() -> None:
    rows = [words(row) for row in page("series/ctbt-art-xiv").xpath("//*[@aria-labelledby='sessions']//tbody/tr")]
    assert len(rows) == 14
    assert rows[0].startswith("26 September 2025")
    assert rows[-1].endswith("Vienna Japan")


@pytest.mark.parametrize(("on", "counted", "china"), [
    ("", {"ratified 178", "signed, not ratified 9"}, "signed, not ratified since 24 September 1996"),
    # As the depositary's table of actions counts them: sixteen had ratified, Brazil on that very day.
    ("1998-07-24", {"ratified 16", "signed, not ratified 134", "not signed 37"},
     "signed, not ratified since 24 September 1996"),
    ("1996-09-23", {"not signed 187"}, "not signed")])
def test_states_are_listed_as_they_stood_on_a_day(on: str, counted: set[str], china: str) -> None:
    job = Job("list", iri="states", root="http://127.0.0.1", address="/states", values={"on": on} if on else {})
    listed = html.fromstring(answers().answer(job).body.decode())
    told = words(listed.xpath("//div[@class='head']/p[a]")[0]).partition(": ")[2]
    assert set(told.split(" · ")) == counted
    row = listed.xpath("//tr[th/a[@href='/id/state/CHN']]")[0]
    assert words(row.xpath("td[2]")[0]) == china


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(RefusedError, match="no day"):
        answers().answer(Job("list", iri="states", root="http://127.0.0.1", address="/states", values={"on": "2021-02-30"}))

"""What is found in the shipped graph, and how it is ranked; the expectations were written from the data by hand."""

from __future__ import annotations

import pytest

from treatygraph import iris
from treatygraph.search import Filters, Hit, SearchError, build_index
from treatygraph.search.kinds import broader
from treatygraph.vocab import tg

from .indexed import index_of, path, shipped, store_of


def first(text: str, **more: str) -> str:
    found = shipped().search(text, **more)  # type: ignore[arg-type]
    return path(found.hits[0].iri) if found.hits else ""


def is_composed(hit: Hit) -> bool:
    return any(tg("Fact") in broader(kind) for kind in hit.kinds) or hit.iri.startswith(iris.ONTOLOGY)


@pytest.mark.parametrize(("text", "expected"), [
    # names in six languages, other names, forms of lists and sentences, codes
    ("Kenya", "state/KEN"), ("kenia", "state/KEN"), ("肯尼亚", "state/KEN"), ("Кения", "state/KEN"), ("كينيا", "state/KEN"),
    ("Cote d'Ivoire", "state/CIV"), ("Ivory Coast", "state/CIV"), ("Turkey", "state/TUR"), ("turkiye", "state/TUR"),
    ("UK", "state/GBR"), ("u.k.", "state/GBR"), ("Vietnam", "state/VNM"), ("肯尼亞", "state/KEN"), ("Iran, Islamic Republic of", "state/IRN"),
    ("KEN", "state/KEN"), ("ke", "state/KEN"), ("404", "state/KEN"), ("Niger", "state/NER"), ("刚果", "state/COG"),
    ("刚果民主共和国", "state/COD"), ("法国", "state/FRA"),
    # symbols with and without what parts them
    ("A/RES/75/87", "document/A/RES/75/87"), ("a res 75 87", "document/A/RES/75/87"), ("ares7587", "document/A/RES/75/87"),
    ("CTBT-Art.XIV/2021/6", "document/CTBT-Art.XIV/2021/6"), ("ctbt art xiv 2021 6", "document/CTBT-Art.XIV/2021/6"),
    ("S/RES/1887 (2009)", "document/S/RES/1887%20(2009)"), ("s/res/1887", "document/S/RES/1887%20(2009)"),
    # treaties, organisations, persons, conferences
    ("CTBT", "treaty/ctbt"), ("Comprehensive Nuclear-Test-Ban Treaty", "treaty/ctbt"), ("全面禁止核试验条约", "treaty/ctbt"),
    ("ASEAN", "organization/association-of-southeast-asian-nations"), ("东盟", "organization/association-of-southeast-asian-nations"),
    ("heiko maas", "person/heiko-maas"), ("Maas", "person/heiko-maas"),
    ("Article XIV conference 2021", "conference/ctbt-art-xiv-2021"),
    # beginnings and parts of names
    ("Kyrgy", "state/KGZ"), ("zakhst", "state/KAZ"),
    # words of texts, and of a text in Chinese any signs that stand together
    ("不遗余力", "document/CTBT-Art.XIV/2021/6/annex/paragraph/10(a)"), ("余力地利", "document/CTBT-Art.XIV/2021/6/annex/paragraph/10(a)"),
])
def test_it_comes_first(text: str, expected: str) -> None:
    assert first(text) == expected


@pytest.mark.parametrize(("text", "expected", "meant"), [
    ("Kirgyzstan", "state/KGZ", "Kyrgyzstan"), ("Phillipines", "state/PHL", "Philippines"),
    ("Afghanistn", "state/AFG", "Afghanistan"), ("Urugay", "state/URY", "Uruguay"),
    ("Czecha", "state/CZE", "Czechia"), ("комореские острова", "state/COM", ""),
    ("全面禁止核实验条约", "treaty/ctbt", ""), ("comprehesive nuclear test ban treaty", "treaty/ctbt", ""),
    ("Ramtan Lamamra", "person/ramtane-lamamra", "Ramtane Lamamra")])
def test_a_misspelt_name_is_understood_and_said_to_be_only_similar(text: str, expected: str, meant: str) -> None:
    found = shipped().search(text)
    assert path(found.hits[0].iri) == expected
    assert found.hits[0].way == "similar"
    assert not meant or meant in found.meant


@pytest.mark.parametrize("text", ["Wakanda", "qqqqzzzz", "亚特兰蒂斯帝国", "Атлантида"])
def test_what_is_nowhere_is_not_found(text: str) -> None:
    found = shipped().search(text)
    assert (found.total, found.hits) == (0, ())


def test_the_better_way_goes_first() -> None:
    """A meeting, a treaty and provisions, then the facts, whose names are composed of those of other things."""
    hits = shipped().search("entry into force", limit=100).hits
    ways = [hit.way for hit in hits if not is_composed(hit)]
    order = ["exact", "prefix", "words", "part", "text", "similar", "some"]
    assert ways == sorted(ways, key=order.index)
    assert {"exact", "words"} <= set(ways)
    assert [is_composed(hit) for hit in hits] == sorted(is_composed(hit) for hit in hits)


def test_a_fact_stands_behind_the_thing_it_is_about() -> None:
    hits = shipped().search("Kenya", limit=50).hits
    assert path(hits[0].iri) == "state/KEN"
    assert {path(hit.iri) for hit in hits} >= {"conference/ctbt-art-xiv-2021/office/VicePresident/KEN",
                                               "treaty/ctbt/action/KEN/Ratification"}


def test_the_words_found_are_marked() -> None:
    hit = shipped().search("余力地利").hits[0]
    assert hit.way == "text"
    assert [hit.words[start:end] for start, end in hit.ranges] == ["余力地利"]
    assert hit.words_language == "zh"
    spanish = shipped().search("prohibicion completa de los ensay", shipped().filters(["Treaty"])).hits[0]
    assert spanish.words_language == "es"
    assert {spanish.words[start:end].lower() for start, end in spanish.ranges} == {"prohibición", "completa", "de", "los", "ensayos"}


def test_the_name_is_in_the_readers_language() -> None:
    names = {language: shipped().search("KEN", language=language).hits[0].name for language in ("en", "zh", "fr", "es", "ru", "ar")}
    assert names == {"en": "Kenya", "zh": "肯尼亚", "fr": "Kenya", "es": "Kenya", "ru": "Кения", "ar": "كينيا"}


def test_words_in_quotation_marks_stand_together() -> None:
    index = index_of('<person/a> a tg:Person ; skos:prefLabel "Ban Ki moon"@en . <person/b> a tg:Person ; skos:prefLabel "Ki Ban moon"@en .')
    assert [path(hit.iri) for hit in index.search('"ban ki"').hits] == ["person/a"]
    assert {path(hit.iri) for hit in index.search("ban ki").hits} == {"person/a", "person/b"}
    assert [path(hit.iri) for hit in index.search("“ki ban” moon").hits] == ["person/b"]


def test_words_written_without_a_blank_stand_together_where_anything_has_them_so() -> None:
    names = [hit.name for hit in shipped().search("measure 10(c)", shipped().filters(["Measure"])).hits]
    assert names
    assert all(name.startswith("Measure 10(c) ") for name in names)
    index = index_of('<person/a> a tg:Person ; skos:prefLabel "Zed-7 b"@en . <person/b> a tg:Person ; skos:prefLabel "b 7 x Zed"@en .')
    assert [path(hit.iri) for hit in index.search("zed-7").hits] == ["person/a"]
    assert {path(hit.iri) for hit in index.search("7-zed").hits} == {"person/a", "person/b"}
    assert {hit.way for hit in index.search('"7 zed"').hits} == {"similar"}


def test_marks_of_titles_are_left_out() -> None:
    index = index_of('<document/d> a tg:Document ; tg:text "促进《条约》生效的会议"@zh .')
    for text in ("条约生效", "《条约》生效", "促进条约", "约生"):
        hit = index.search(text).hits[0]
        assert [hit.words[start:end].replace("《", "").replace("》", "") for start, end in hit.ranges] == [text.replace("《", "").replace("》", "")]


def test_what_has_more_of_the_words_and_rarer_ones_goes_first() -> None:
    names = [hit.name for hit in shipped().search("Security Council resolution 1887", limit=3).hits]
    assert names[:2] == ["United Nations Security Council", "Resolution S/RES/1887 (2009)"]
    assert [hit.name for hit in shipped().search("South Africa presides", limit=1).hits] == ["South Africa"]


def test_where_no_name_has_all_words_those_with_some_are_shown_last() -> None:
    found = shipped().search("Kenya xylophone")
    assert found.hits[0].way == "some"
    assert path(found.hits[0].iri) == "state/KEN"


# ---- facets

def test_a_facet_says_how_many_things_its_filter_leaves() -> None:
    index = shipped()
    for text in ("核试验", "Kenya", "treaty"):
        whole = index.search(text, limit=1)
        for kind, count in whole.facets["kind"]:
            assert index.search(text, Filters((kind,)), limit=1).total == count, (text, kind)
        for name in ("conference", "state", "language"):
            for value, count in whole.facets[name][:3]:
                assert index.search(text, Filters(**{name: value}), limit=1).total == count, (text, name, value)  # type: ignore[arg-type]
        for year, count in whole.facets["year"][:3]:
            assert index.search(text, Filters(year=int(year)), limit=1).total == count, (text, year)


def test_a_broader_kind_has_what_its_narrower_ones_have() -> None:
    index = shipped()
    measures = index.search("条约", index.filters(["Measure"]), limit=50)
    assert {hit.kinds[0] for hit in measures.hits} == {tg("Measure")}
    provisions = index.search("条约", index.filters(["provision"]), limit=1000)
    assert {hit.iri for hit in measures.hits} < {hit.iri for hit in provisions.hits}


def test_filters_are_written_as_people_write_them() -> None:
    index = shipped()
    kenya, conference = iris.thing("state/KEN"), iris.thing("conference/ctbt-art-xiv-2021")
    for state in ("Kenya", "ken", "KE", "肯尼亚", "state/KEN", kenya):
        assert index.filters(state=state).state == kenya
    for one in ("2021", "ctbt-art-xiv-2021", "conference/ctbt-art-xiv-2021", conference):
        assert index.filters(conference=one).conference == conference
    for kind in ("AgendaItem", "agenda item", "agendaitem", tg("AgendaItem")):
        assert index.filters([kind]).kinds == (tg("AgendaItem"),)


@pytest.mark.parametrize(("given", "said"), [
    ({"kinds": ["Nonsense"]}, "there is no kind 'Nonsense'"), ({"year": "21"}, "'21' is no year"),
    ({"language": "xx"}, "there are no words in 'xx'"), ({"state": "Kenia y"}, "no State here is called 'Kenia y'"),
    ({"state": "Keny"}, "did you mean Kenya (state/KEN)?"), ({"conference": "1066"}, "no Conference here is called '1066'")])
def test_a_filter_that_is_none_is_refused_with_what_there_is(given: dict[str, str], said: str) -> None:
    with pytest.raises(SearchError, match=r".") as refused:
        shipped().filters(**given)  # type: ignore[arg-type]
    assert said in str(refused.value)


# ---- suggestions

def test_suggestions_begin_with_what_is_being_written() -> None:
    names = [hit.name for hit in shipped().suggest("Ken", limit=3)]
    assert names[0] == "Kenya"
    states = shipped().suggest("gui", shipped().filters(["State"]))
    assert {hit.name for hit in states} >= {"Guinea", "Guinea-Bissau"}
    assert [hit.way for hit in shipped().suggest("ken", limit=20) if "ken" not in hit.words.lower()] == []
    assert {hit.way for hit in shipped().suggest("ken", limit=100)} <= {"exact", "prefix", "words"}
    assert {hit.way for hit in shipped().suggest("zakhst")} == {"part"}
    assert shipped().suggest("不遗余力") == () or all(hit.way != "text" for hit in shipped().suggest("不遗余力"))


def test_further_suggestions_follow_the_first() -> None:
    both = [hit.iri for hit in shipped().suggest("re", limit=6)]
    assert [hit.iri for hit in shipped().suggest("re", limit=3)] == both[:3]
    assert [hit.iri for hit in shipped().suggest("re", limit=3, offset=3)] == both[3:]


# ---- hostile and empty

@pytest.mark.parametrize("text", ['"', '" OR "', "* * *", "NEAR(a b)", "a AND", "-a", "^a", "col:a", "a'); DROP TABLE thing; --",
                                  "\x00Kenya", "{a b}", "(((((", "a" * 300, "é\u0301\u0301\u0301", "% _ %", "\\", "\u202eKenya", "\ud800x",
                                  "NOT", "OR OR OR", "核" * 150])
def test_hostile_words_do_no_harm(text: str) -> None:
    try:
        found = shipped().search(text)
    except SearchError as refused:
        assert "no word" in str(refused)  # noqa: PT017
    else:
        assert found.total >= 0
    assert first("Kenya") == "state/KEN"


@pytest.mark.parametrize(("text", "said"), [("", "no word"), ("?! …", "no word"), ("a" * 301, "longer than 300"),
                                            (" ".join("abcdefghijklmnopqrstuvwxyz"), "more than 24 words")])
def test_what_is_no_search_is_refused(text: str, said: str) -> None:
    with pytest.raises(SearchError, match=said):
        shipped().search(text)


def test_a_search_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    from treatygraph.search import ranking

    monkeypatch.setattr(ranking, "_MOST_STEPS", 10)
    monkeypatch.setattr(ranking, "_STEPS_AT_ONCE", 10)
    with pytest.raises(SearchError, match="takes too long"):
        shipped().search("条约")
    monkeypatch.undo()
    assert first("Kenya") == "state/KEN"


# ---- building

SMALL = """
<state/KEN> a tg:State ; skos:prefLabel "Kenya"@en , "肯尼亚"@zh ; tg:iso3 "KEN" .
<conference/c-2021> a tg:Conference ; rdfs:label "Conference of 2021"@en ; <https://schema.org/startDate> "2021-09-23" .
<document/X/1> a tg:Document ; tg:symbol "X/1" ; dcterms:title "Report"@en ; tg:ofConference <conference/c-2021> .
<document/X/1/paragraph/1> a tg:Paragraph ; tg:partOf <document/X/1> ; tg:text "Kenya spoke of seals."@en .
<fact/1> a tg:Statement ; rdfs:label "Kenya speaking"@en ; tg:statedIn <document/X/1/paragraph/1> ; tg:speaker <state/KEN> ;
    prov:wasDerivedFrom <document/X/1/en#char=0,11> .
<document/X/1/en#char=0,11> a tg:TextSpan ; tg:quote "Kenya spoke"@en ; tg:inProvision <document/X/1/paragraph/1> ;
    tg:denotes <state/KEN> .
"""


def test_a_thing_belongs_to_the_conference_of_what_it_is_part_of() -> None:
    index = index_of(SMALL)
    conference = iris.thing("conference/c-2021")
    for text, thing in (("X/1", "document/X/1"), ("seals", "document/X/1/paragraph/1"), ("Kenya speaking", "fact/1")):
        hit = index.search(text).hits[0]
        assert (path(hit.iri), hit.conference, hit.year) == (thing, conference, 2021)


def test_words_belong_to_the_facts_read_from_them_and_tell_their_place() -> None:
    spoke = {path(hit.iri): hit for hit in index_of(SMALL).search("spoke").hits if hit.iri.startswith(iris.ID)}
    assert spoke.keys() == {"document/X/1/paragraph/1", "fact/1"}
    assert spoke["fact/1"].place == iris.ID + "document/X/1/en#char=0,11"
    assert list(spoke) == ["document/X/1/paragraph/1", "fact/1"]


def test_a_provision_concerns_the_states_that_it_names() -> None:
    index = index_of(SMALL)
    assert {path(hit.iri) for hit in index.search("spoke", index.filters(state="KEN")).hits} == {"document/X/1/paragraph/1", "fact/1"}


def test_a_span_is_no_thing_to_be_found() -> None:
    assert all("#char=" not in hit.iri for hit in index_of(SMALL).search("Kenya", limit=100).hits)


def test_a_document_is_shown_with_its_symbol() -> None:
    assert index_of(SMALL).search("report").hits[0].name == "Report (X/1)"


def test_one_store_gives_one_index_however_it_is_held() -> None:
    from treatygraph.graph.store import hold_union

    united = store_of(SMALL)
    named = store_of("")
    for quad in united:
        named.add(type(quad)(quad.subject, quad.predicate, quad.object, type(quad.predicate)(iris.GRAPH + "one")))
        named.add(type(quad)(quad.subject, quad.predicate, quad.object, type(quad.predicate)(iris.GRAPH + "two")))
    several = build_index(named).serialize()
    assert build_index(united, united=True).serialize() == several
    hold_union(named)
    assert build_index(named, united=True).serialize() == several

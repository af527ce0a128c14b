"""The flat tables say what the graph states, in the words of their definitions, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

import treatygraph
from treatygraph import iris, vocab
from treatygraph.dataset.flat import flat_tables
from treatygraph.graph.ontology import ontology_triples
from treatygraph.vocab import tg

PREFIX = f"@prefix tg: <{iris.ONTOLOGY}> . @prefix : <http://x/> . @prefix xsd: <{vocab.XSD}> . @prefix schema: <{vocab.SCHEMA}> . " \
         f"@prefix skos: <{vocab.SKOS}> .\n"


def opened(folder: Path, turtle: str) -> treatygraph.TreatyGraph:
    file = folder / "made.ttl"
    file.write_text(PREFIX + turtle, encoding="utf-8")
    return treatygraph.open(file)


def row(answer: treatygraph.Answer, **wanted: str) -> dict[str, object]:
    found = [one for one in answer if wanted.items() <= one.items()]
    assert len(found) == 1, found
    return found[0]


def subclasses(name: str) -> set[str]:
    below = {t.subject.value for t in ontology_triples()
             if t.predicate.value == vocab.RDFS + "subClassOf" and t.object == NamedNode(name)}
    return below.union(*(subclasses(one) for one in below))


def test_every_kind_of_fact_has_a_table() -> None:
    tabled = {tg(name.removeprefix("tg:")) for table in flat_tables().values() for name in table.classes}
    assert subclasses(tg("Fact")) - tabled == {tg("Voting")}  # it is a Decision, and stands among them


def test_paths_are_made_of_the_ontology_s_properties() -> None:
    declared = {t.subject.value for t in ontology_triples() if isinstance(t.subject, NamedNode)}
    for table in flat_tables().values():
        used = " ".join([*table.classes, *table.without, table.conference, *(column.path for column in table.defined)])
        assert [name for name in re.findall(r"tg:(\w+)", used) if tg(name) not in declared] == [], table.name


def test_every_column_is_described_in_two_languages(graph: treatygraph.TreatyGraph) -> None:
    english, chinese = graph.tables(lang="en"), graph.tables(lang="zh")
    assert len(english) == len(chinese) > 300
    assert not [one for one in english if not one["meaning"] or re.search("[\u4e00-\u9fff]", str(one["meaning"]))]
    assert not [one for one in chinese if not re.search("[\u4e00-\u9fff]", str(one["meaning"]))]
    for table in flat_tables().values():
        names = [column.name for column in table.columns()]
        assert len(names) == len(set(names)), table.name


def test_a_statement(graph: treatygraph.TreatyGraph) -> None:
    """Paragraph 23: under item 8, for the European Union; which of the three meetings is not said."""
    said = row(graph.statements(conference=2021, lang="zh"), speaker=iris.thing("person/josep-borrell"))
    assert said == {
        **said, "speaker_name": "约瑟夫·博雷利", "speaker_iso3": None,
        "on_behalf_of": iris.thing("organization/european-union"), "on_behalf_of_name": "欧洲联盟",
        "agenda_item_number": "8", "meeting_number": "1|2|3", "date": None, "organ": None,
        "document_symbol": "CTBT-Art.XIV/2021/6", "source": None}


def test_a_post_in_the_text_s_own_words(graph: treatygraph.TreatyGraph) -> None:
    held = row(graph.table("posts", conference=2021, lang="fr"), holder=iris.thing("person/heiko-maas"))
    assert (held["holder_name"], held["representing_name"], held["representing_iso3"]) == ("Heiko Maas [en]", "Allemagne", "DEU")
    assert held["title"] == "德国联邦外交部部长|德国联邦外交部长"
    assert held["title_language"] == "zh"


def test_an_office_told_by_a_table_and_one_read(graph: treatygraph.TreatyGraph) -> None:
    japan = row(graph.offices(conference="conference/ctbt-art-xiv-1999"), office="President")
    assert (japan["holder_iso3"], japan["exercised_by_name"], japan["rule"]) == ("JPN", "Masahiko Koumura", None)
    italy = row(graph.offices(conference=2021), office="President", holder_iso3="ITA")
    assert (italy["rule"], italy["office_name"]) == ("DEC-02", "President")
    assert iris.source("report-2021-zh") in str(italy["source"]).split("|")


def test_only_the_conference_asked_for(graph: treatygraph.TreatyGraph) -> None:
    """The same conference by its year, its name in a language, and its address."""
    whole, of_2021 = graph.offices(), graph.offices(conference=2021)
    assert len(whole) > len(of_2021) > 0
    name = graph.thing("conference/ctbt-art-xiv-2021", lang="zh").label
    for given in ("2021", "ctbt-art-xiv-2021", name, iris.thing("conference/ctbt-art-xiv-2021")):
        assert graph.offices(conference=given) == of_2021
    with pytest.raises(treatygraph.TreatyGraphError, match="did you mean"):
        graph.offices(conference="ctbt-art-xiv-2022")
    with pytest.raises(treatygraph.TreatyGraphError, match="belong to no one conference"):
        graph.table("states", conference=2021)
    with pytest.raises(treatygraph.TreatyGraphError, match="there is no table 'speeches'; there are states, "):
        graph.table("speeches")


def test_events_are_those_with_a_name_of_their_own(graph: treatygraph.TreatyGraph) -> None:
    assert {str(one).removeprefix(iris.ID).partition("/")[0] for one in graph.events().column("event")} == {"event"}


def test_what_contradicts_itself_is_given_whole(tmp_path: Path) -> None:
    found = opened(tmp_path, """
        :a a tg:Conference ; tg:ordinal 12, 7 ; schema:startDate "2021-09-23"^^xsd:date, "2021-09"^^xsd:gYearMonth .
        :b a tg:Conference ; tg:ordinal "first"^^xsd:integer .""").conferences()
    assert [one["ordinal"] for one in found] == ["7|12", "first"]
    assert [one["start"] for one in found] == ["2021-09|2021-09-23", None]
    kinds = {column.name: (column.kind.value, column.several) for column in found.columns}
    assert (kinds["ordinal"], kinds["end"]) == (("string", True), ("date", False))


def test_a_graph_without_inferences_has_the_same_rows(tmp_path: Path) -> None:
    """What only a narrower class tells, as in a report that was just read, stands in the table of the broader one."""
    graph = opened(tmp_path, """
        :v a tg:Voting ; tg:votesAgainst 2 . :p a tg:UnidentifiedPerson . :m a tg:Measure . :t a tg:Treaty .
        :e a tg:Event . :s a tg:Statement .""")
    assert graph.decisions().rows[0]["votes_against"] == 2
    for table in ("persons", "provisions", "documents", "events", "statements"):
        assert len(graph.table(table)) == 1, table


def test_the_sign_between_values_stands_in_none(tmp_path: Path) -> None:
    graph = opened(tmp_path, """
        :a a tg:Participation ; tg:underRule :r, :s .
        :r skos:prefLabel "Rule 1|2"@en . :p a tg:Person ; skos:prefLabel "A|B"@en ; skos:altLabel "C|D"@en .""")
    assert graph.participations().rows[0]["under_rule_name"] == "Rule 1¦2|"
    person = graph.persons().rows[0]
    assert (person["person_name"], person["other_names"]) == ("A|B", "C¦D")


def test_a_name_in_another_language_says_so(tmp_path: Path) -> None:
    graph = opened(tmp_path, """
        :a a tg:Person ; skos:prefLabel "甲"@zh-Hans, "Alpha"@ar . :b a tg:Person ; skos:prefLabel "Beta" .
        :c a tg:Person .""")
    assert graph.persons(lang="zh").column("person_name") == ("甲", "Beta", None)
    assert graph.persons(lang="fr").column("person_name") == ("Alpha [ar]", "Beta", None)


def test_a_table_without_rows_has_its_columns(tmp_path: Path) -> None:
    votes = opened(tmp_path, ":a a tg:Person .").table("votes")
    assert len(votes) == 0
    assert [column.name for column in votes.columns][:2] == ["vote", "vote_name"]
    assert votes.to_csv().startswith("vote,vote_name,voting,")

"""The reference tables become the graphs they should, and a faulty row is named with its file and line."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import built
import pytest
import tables_graph
from counted import calls
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from treatygraph import iris, paths, vocab
from treatygraph.graph.assemble.reference import assemble_tables
from treatygraph.graph.serialize import turtle
from treatygraph.reason.infer import ontology_triples
from treatygraph.tables import TableError, Tables, shipped
from treatygraph.vocab import tg


def values(graph: str, subject: str, predicate: str) -> list[str]:
    wanted = NamedNode(iris.thing(subject)), NamedNode(predicate)
    found = [t.object for t in tables_graph.graphs()[graph] if (t.subject, t.predicate) == wanted]
    return sorted(
        f"{o.value}@{o.language}" if isinstance(o, Literal) and o.language else o.value for o in found
    )


def things(graph: str, kind: str) -> set[str]:
    wanted = NamedNode(vocab.TYPE), NamedNode(tg(kind))
    return {
        iris.path_of(t.subject.value)
        for t in tables_graph.graphs()[graph]
        if (t.predicate, t.object) == wanted
    }


def everything() -> list[Triple]:
    return [triple for triples in tables_graph.graphs().values() for triple in triples]


def test_every_table_with_rows_has_a_graph_and_the_empty_ones_have_none() -> None:
    folded = {"regions", "provisions", "networks", "identifier-schemes", "entry-into-force", "sources",
              "state-names", "longer-names", "symbol-addresses"}
    tables = shipped()
    filled = {name for name in tables if name not in folded and tables.rows(name)}
    assert set(tables_graph.graphs()) == filled


def test_no_blank_nodes_and_the_same_bytes_twice() -> None:
    assert not [
        t for t in everything() if isinstance(t.subject, BlankNode) or isinstance(t.object, BlankNode)
    ]
    again = assemble_tables(shipped())
    assert {name: turtle(triples) for name, triples in again.items()} == {
        name: turtle(triples) for name, triples in tables_graph.graphs().items()
    }


def test_every_resource_of_ours_names_its_source() -> None:
    sourced = {t.subject for t in everything() if t.predicate.value == vocab.SOURCE}
    typed = {t.subject for t in everything() if t.predicate.value == vocab.TYPE}
    geometries = {s for s in typed if s.value.endswith("/geometry")}
    titled = {t.subject for t in tables_graph.graphs()["titles"]}  # a report describes these, a table entitles them
    works = {t.subject for t in tables_graph.graphs()["bibliography"]}
    assert typed - geometries - works == sourced - (titled - typed)


def test_every_term_used_is_declared() -> None:
    declared = {t.subject.value for t in ontology_triples() if isinstance(t.subject, NamedNode)}
    used = {
        term.value for t in everything() for term in (t.predicate, t.object) if isinstance(term, NamedNode)
    }
    assert {term for term in used if term.startswith(iris.ONTOLOGY)} <= declared


def test_tables_and_report_contradict_each_other_nowhere() -> None:
    """A thing that both describe has one value of each functional property and one name in each language."""
    functional = {
        t.subject.value
        for t in ontology_triples()
        if t.object == NamedNode(vocab.OWL + "FunctionalProperty") and isinstance(t.subject, NamedNode)
    }
    functional |= {vocab.START_DATE, vocab.END_DATE, vocab.DATE}
    said: dict[tuple[str, str, str | None], set[str]] = {}
    for triple in {t for graph in built.build().graphs.values() for t in graph}:
        language = triple.object.language if isinstance(triple.object, Literal) else None
        if triple.predicate.value in functional | {vocab.PREF_LABEL} and isinstance(
            triple.subject, NamedNode
        ):
            key = triple.subject.value, triple.predicate.value, language
            said.setdefault(key, set()).add(str(triple.object))
    assert {key: sorted(found) for key, found in said.items() if len(found) > 1} == {}


def test_each_fact_takes_a_few_calls() -> None:
    tables = shipped()
    facts = sum(len(graph) for graph in assemble_tables(tables).values())
    assert facts < calls(lambda: assemble_tables(tables)) < 25 * facts


# ---- what single rows become


def test_a_state() -> None:
    assert values("states", "state/KOR", tg("iso2")) == ["KR"]
    assert values("states", "state/KOR", tg("iso3")) == ["KOR"]
    assert values("states", "state/KOR", tg("m49")) == ["410"]
    assert values("states", "state/KOR", tg("unMemberSince")) == ["1991"]
    region = "region/south-east-asia-the-pacific-and-the-far-east"
    assert values("states", "state/KOR", tg("inRegion")) == [iris.thing(region)]
    assert "South East Asia, the Pacific and the Far East@en" in values("states", region, vocab.PREF_LABEL)


def test_every_state_has_one_preferred_name_in_each_of_six_languages() -> None:
    names: Counter[tuple[str, str]] = Counter()
    for triple in tables_graph.graphs()["states"]:
        if triple.predicate.value == vocab.PREF_LABEL and "/id/state/" in triple.subject.value:
            assert isinstance(triple.object, Literal)
            names[triple.subject.value, str(triple.object.language)] += 1
    states = things("states", "State")
    assert len(states) == 197
    expected = {
        (iris.thing(state), code) for state in states for code in ("ar", "zh", "en", "es", "fr", "ru")
    }
    assert set(names) == expected
    assert set(names.values()) == {1}


def test_unknown_cells_stay_open() -> None:
    assert values("states", "state/NIU", tg("unMemberSince")) == []
    assert values("states", "state/MNE", tg("inRegion")) == []
    assert values("facilities", "facility/IS28", tg("hostState")) == []
    assert values("facilities", "facility/IS28", vocab.WGS84 + "lat") == []


def test_regions_are_those_of_annex_1() -> None:
    regions = Counter(
        t.object.value for t in tables_graph.graphs()["states"] if t.predicate.value == tg("inRegion")
    )
    assert sorted(regions.values()) == [22, 26, 28, 32, 33, 54]


def test_a_person_has_the_key_as_english_name_and_the_chinese_spellings() -> None:
    assert values("persons", "person/abdulla-shahid", vocab.PREF_LABEL) == [
        "Abdulla Shahid@en",
        "阿卜杜拉·沙希德@zh",
    ]
    assert values("persons", "person/abdulla-shahid", vocab.ALT_LABEL) == ["阿不都拉·沙希德@zh"]
    assert values("persons", "person/alessandro-cortese", vocab.PREF_LABEL) == ["Alessandro Cortese@en"]


def test_a_group_that_is_a_whole_annex_says_where_its_members_are_listed() -> None:
    annex = iris.thing("treaty/ctbt/annex/2")
    assert values("state-groups", "state-group/annex-2-states", tg("membersListedIn")) == [annex]
    assert values("state-groups", "state-group/annex-2-ratifiers", tg("membersListedIn")) == []


def test_a_treaty_and_its_provisions() -> None:
    article = "treaty/ctbt/article/XIV"
    assert values("treaties", article, tg("number")) == ["XIV"]
    assert values("treaties", article, tg("partOf")) == [iris.thing("treaty/ctbt")]
    assert values("treaties", article, vocab.TITLE) == ["Entry into force@en"]
    assert values("treaties", f"{article}/paragraph/1", tg("partOf")) == [iris.thing(article)]
    assert things("treaties", "Annex") == {
        "treaty/ctbt/annex/1",
        "treaty/ctbt/annex/2",
        "treaty/ctbt/protocol/annex/1",
        "treaty/ctbt/protocol/annex/2",
    }
    assert len(things("treaties", "Article")) == 17


def test_a_paraphrase_is_no_text_of_the_treaty() -> None:
    assert not [t for t in tables_graph.graphs()["treaties"] if t.predicate.value == tg("text")]
    assert values("treaties", "treaty/ctbt/article/XIV/paragraph/1", vocab.DCTERMS + "abstract")


def test_annex_2_lists_44_states() -> None:
    assert len(things("treaties", "Listing")) == 44


@pytest.mark.parametrize(
    ("action", "date", "datatype"),
    [
        ("RUS/RevocationOfRatification", "2023-11-03", "date"),
        ("COG/Ratification", "2014-09", "gYearMonth"),
        ("DMA/Signature", "2022", "gYear"),
    ],
)
def test_an_action_is_dated_as_precisely_as_its_source(action: str, date: str, datatype: str) -> None:
    node = NamedNode(iris.thing(f"treaty/ctbt/action/{action}"))
    dates = [
        t.object
        for t in tables_graph.graphs()["treaty-actions"]
        if t.subject == node and t.predicate.value == vocab.DATE
    ]
    assert dates == [Literal(date, datatype=NamedNode(vocab.XSD + datatype))]


def test_a_conference() -> None:
    conference = "conference/ctbt-art-xiv-2021"
    assert values("conferences", conference, vocab.START_DATE) == ["2021-09-23"]
    assert values("conferences", conference, vocab.END_DATE) == ["2021-09-24"]
    assert values("conferences", conference, tg("ordinal")) == ["12"]
    assert values("conferences", conference, tg("inSeries")) == [iris.thing("series/ctbt-art-xiv")]
    assert values("conferences", conference, tg("convenedUnder")) == [iris.thing("treaty/ctbt/article/XIV")]
    assert values("conferences", conference, tg("previousConference")) == [
        iris.thing("conference/ctbt-art-xiv-2019"),
    ]
    assert values("conferences", conference, vocab.LOCATION) == [
        iris.thing("place/new-york"),
        iris.thing("place/vienna"),
    ]


def test_the_conferences_form_one_chain() -> None:
    before = {
        t.subject.value: t.object.value
        for t in tables_graph.graphs()["conferences"]
        if t.predicate.value == tg("previousConference")
    }
    latest, chain = iris.thing("conference/ctbt-art-xiv-2025"), []
    while latest:
        chain.append(latest[-4:])
        latest = iris.Iri(before.get(latest, ""))
    assert chain == [
        "2025",
        "2023",
        "2021",
        "2019",
        "2017",
        "2015",
        "2013",
        "2011",
        "2009",
        "2007",
        "2005",
        "2003",
        "2001",
        "1999",
    ]


def test_a_joint_presidency_keeps_each_person_with_the_right_state() -> None:
    office = "conference/ctbt-art-xiv-2007/office/President"
    assert values("conferences", f"{office}/AUT", tg("exercisedBy")) == [iris.thing("person/ursula-plassnik")]
    assert values("conferences", f"{office}/CRI", tg("exercisedBy")) == [
        iris.thing("person/bruno-stagno-ugarte")
    ]
    assert values("conferences", f"{office}/CRI", tg("holder")) == [iris.thing("state/CRI")]
    # The sources of 2003 name an expected president only.
    assert values("conferences", "conference/ctbt-art-xiv-2003/office/President/FIN", tg("exercisedBy")) == []


def test_a_venue_and_contradictions_stay_as_notes() -> None:
    assert "Venue: Hofburg, Vienna.@en" in values("conferences", "conference/ctbt-art-xiv-1999", vocab.NOTE)
    assert any(
        "167 ratifiers" in n for n in values("conferences", "conference/ctbt-art-xiv-2015", vocab.NOTE)
    )


def test_a_report_has_its_symbol() -> None:
    assert values("conferences", "document/CTBT-Art.XIV/1999/5", tg("symbol")) == ["CTBT-Art.XIV/1999/5"]


def test_a_facility_keeps_the_contradiction_of_its_sources() -> None:
    facility = "facility/HA11"
    assert values("facilities", facility, tg("network")) == [iris.thing("network/HA")]
    assert values("facilities", facility, tg("hostState")) == [iris.thing("state/USA")]
    assert values("facilities", facility, vocab.WGS84 + "lat") == ["19.3"]
    assert values("facilities", facility, vocab.WGS84 + "long") == ["166.6"]
    assert values("facilities", f"{facility}/geometry", vocab.GEO + "asWKT") == ["POINT(166.6 19.3)"]
    assert any(
        "English longitude is wrong" in note for note in values("facilities", facility, tg("facilityNote"))
    )


def test_decimals_are_canonical() -> None:
    assert values("facilities", "facility/AS002", vocab.WGS84 + "lat") == ["-55"]  # printed 55.0 S


def test_the_pole_has_no_longitude_and_a_station_may_have_two_hosts() -> None:
    assert values("facilities", "facility/AS114", vocab.WGS84 + "lat") == ["-90"]
    assert values("facilities", "facility/AS114", vocab.GEO + "hasGeometry") == []
    assert values("facilities", "facility/AS035", tg("hostState")) == [
        iris.thing("state/DEU"),
        iris.thing("state/ZAF"),
    ]


def test_facilities_by_network_are_those_of_the_protocol() -> None:
    networks = Counter(
        t.object.value[-2:] for t in tables_graph.graphs()["facilities"] if t.predicate.value == tg("network")
    )
    assert networks == {"PS": 50, "AS": 120, "RN": 80, "RL": 16, "HA": 11, "IS": 60}


# ---- faulty rows

Edit = Callable[[str], str]


def replaced(old: str, new: str) -> Edit:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return edit


@pytest.mark.parametrize(
    ("table", "edit", "says"),
    [
        (
            "states",
            replaced("AFG,AF,004,1946,Middle East and South Asia", "AFG,AF,004,1946,Atlantis"),
            "states.csv:2: region 'Atlantis' has no row in regions.csv",
        ),
        ("state-names", replaced("AFG/formal,AFG,", "AFG/formal,XXX,"), "'XXX' has no row in states.csv"),
        (
            "state-names",
            replaced("AFG/formal,AFG,formal", "AFG/formal,AFG,solemn"),
            "kind 'solemn' is unknown",
        ),
        (
            "state-names",
            replaced("AFG/formal,AFG,formal", "AFG/formal,AGO,formal"),
            "the key of these names is 'AGO/formal'",
        ),
        (
            "states",
            replaced("AFG,AF,004,1946", "AFG,AF,004,46"),
            "states.csv:2: un_member_since '46' is no date",
        ),
        ("treaty-actions", replaced("2014-09,month", "2014-09,day"), "'2014-09' is not given to the day"),
        ("treaty-actions", replaced("2014-09,month", "2014-09,week"), "precision 'week' is unknown"),
        (
            "treaty-actions",
            replaced("AFG,Ratification,2003-09-24", "AFG,Ratification,2003-02-30"),
            "treaty-actions.csv:2: date '2003-02-30' is no date",
        ),
        (
            "treaty-actions",
            replaced("ctbt/AFG/Ratification,", "ctbt/AFG/Approval,"),
            "the key of this action is 'ctbt/AFG/Ratification'",
        ),
        ("treaty-actions", replaced("AFG,Ratification,", "AFG,Promise,"), "action 'Promise' is unknown"),
        (
            "treaty-actions",
            replaced("ctbt,AFG,Ratification", "ctbt,XXX,Ratification"),
            "'XXX' has no row in states.csv",
        ),
        ("conferences", replaced("1999-10-06,1999-10-08", "1999-10-08,1999-10-06"), "before it starts"),
        (
            "conferences",
            replaced("New York,MEX,Miguel", "Atlantis,MEX,Miguel"),
            "'atlantis' has no row in places.csv",
        ),
        (
            "conferences",
            replaced("AUT|CRI,Ursula Plassnik|Bruno Stagno Ugarte", "AUT|CRI,Ursula Plassnik"),
            "1 persons for a presidency of 2 States",
        ),
        ("conferences", replaced("2001,2,2001-11-11", "2001,1,2001-11-11"), "has two conferences number 1"),
        ("provisions", replaced("ctbt,Annex,1,", "ctbt,Appendix,1,"), "kind 'Appendix' is unknown"),
        ("provisions", replaced("ARG|AUS", "ARG|XXX"), "members 'XXX' has no row in states.csv"),
        ("facilities", replaced("-31.6,-68.2", "-31.6,-268.2"), "facilities.csv:2: longitude '-268.2'"),
        ("facilities", replaced("-31.6,-68.2", "-31.6,"), "facilities.csv:2: longitude ''"),
        ("facilities", replaced("AS,1,ARG", "XX,1,ARG"), "network 'XX' has no row in networks.csv"),
        ("identifiers", replaced("entity/Q889,", "wiki/Q889,"), "has not the form of 'wikidata'"),
        ("identifiers", replaced("entity/Q916,", "entity/Q889,"), "is already given to state/AFG in line"),
        (
            "identifiers",
            replaced("state/AFG,eu-authority,exactMatch", "state/AFG,eu-authority,sameAs"),
            "match 'sameAs' is unknown",
        ),
        (
            "identifiers",
            replaced("state/AFG,eu-authority,", "state/AFG,elsewhere,"),
            "'elsewhere' has no row",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_faulty_row_is_named(tmp_path: Path, table: str, edit: Edit, says: str) -> None:
    folder = tmp_path / "tables"
    shutil.copytree(paths.tables(), folder)
    file = folder / f"{table}.csv"
    file.write_text(edit(file.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(TableError) as caught:
        assemble_tables(Tables(folder))
    assert says in str(caught.value)


def test_the_readme_of_the_tables_names_every_table() -> None:
    text = (paths.tables() / "README.md").read_text(encoding="utf-8")
    for file in paths.tables().glob("*.csv"):
        assert f"`{file.name}`" in text

"""A value is understood by the kind of its parameter, and refused with what may have been meant."""

from __future__ import annotations

import re
from functools import cache

import pytest
from pyoxigraph import Store

from treatygraph import iris, paths
from treatygraph.ask import QueryError, find_question, questions
from treatygraph.ask.interface import kind_in
from treatygraph.ask.names import Names
from treatygraph.ask.parameters import languages, settled
from treatygraph.ask.questions import question
from treatygraph.ask.tables import question_lines
from treatygraph.graph.store import load_union


@cache
def store() -> Store:
    return load_union([paths.graph()])


@pytest.mark.parametrize(("name", "parameter", "value", "thing"), [
    ("CQ-09", "state", "TCD", "state/TCD"), ("CQ-09", "state", "td", "state/TCD"), ("CQ-09", "state", "148", "state/TCD"),
    ("CQ-09", "state", "Chad", "state/TCD"), ("CQ-09", "state", "tchad", "state/TCD"), ("CQ-09", "state", "乍得", "state/TCD"),
    ("CQ-09", "state", "Чад", "state/TCD"), ("CQ-09", "state", "تشاد", "state/TCD"),
    ("CQ-09", "state", "cote d'ivoire", "state/CIV"), ("CQ-09", "state", "state/TCD", "state/TCD"),
    ("CQ-09", "state", iris.ID + "state/TCD", "state/TCD"),
    ("CQ-06", "conference", "2019", "conference/ctbt-art-xiv-2019"),
    ("CQ-06", "conference", "ctbt-art-xiv-2019", "conference/ctbt-art-xiv-2019"),
    ("CQ-06", "conference", "促进《全面禁止核试验条约》生效会议 (2019)", "conference/ctbt-art-xiv-2019"),
    ("CQ-01", "report", "CTBT-Art.XIV/2021/6", "document/CTBT-Art.XIV/2021/6"),
    ("CQ-28", "treaty", "ctbt", "treaty/ctbt"),
    ("CQ-19", "addressee", "Provisional Technical Secretariat", "organization/provisional-technical-secretariat"),
    ("CQ-20", "cited", "S/RES/1887 (2009)", "document/S/RES/1887%20(2009)"),
    ("CQ-20", "cited", "document/S/RES/1887%20(2009)", "document/S/RES/1887%20(2009)"),
    ("CQ-49", "group", "remaining Annex 2 States", "state-group/remaining-annex-2-states"),
    ("CQ-51", "fact", "conference/ctbt-art-xiv-2021/office/President/ITA", "conference/ctbt-art-xiv-2021/office/President/ITA"),
    ("CQ-49", "group", "state/ITA", None),
    ("CQ-35", "thing", "Italy", "state/ITA"), ("CQ-35", "thing", "agenda-item/none", None),
])
def test_things(name: str, parameter: str, value: str, thing: str | None) -> None:
    if thing is None:
        with pytest.raises(QueryError):
            settled(find_question(name), {parameter: value}, store())
    else:
        assert settled(find_question(name), {parameter: value}, store()) == {parameter: iris.ID + thing}


@pytest.mark.parametrize(("name", "parameter", "value", "says"), [
    ("CQ-09", "state", "Itly", "no State here is called 'Itly'; did you mean Italy (state/ITA)"),
    ("CQ-09", "state", "XXX", "no State here is called 'XXX'"),
    ("CQ-09", "state", iris.ID + "treaty/ctbt", "treaty/ctbt is no State but: "),
    ("CQ-06", "conference", "2020", "no conference here is called '2020'; did you mean"),
    ("CQ-28", "day", "2021-9-23", "'2021-9-23' is no day; did you mean 2021-09-23?"),
    ("CQ-28", "day", "23.09.2021", "'23.09.2021' is no day; did you mean 2021-09-23?"),
    ("CQ-28", "day", "soon", "'soon' is no day; write it as 2021-09-23"),
    ("CQ-04", "language", "fr", "no text here is in 'fr'; did you mean zh? There is zh"),
    ("CQ-04", "langage", "zh", "CQ-04 has no parameter 'langage' (it has: list, language)"),
])
def test_what_is_refused(name: str, parameter: str, value: str, says: str) -> None:
    with pytest.raises(QueryError) as fault:
        settled(find_question(name), {parameter: value}, store())
    assert says in str(fault.value)


def test_the_language_is_the_data_s_where_nobody_names_one() -> None:
    english = Store()
    english.update("PREFIX tg: <https://w3id.org/treatygraph/ontology#> INSERT DATA { <x:e> a tg:Expression ; "
                   '<http://purl.org/dc/terms/language> "en" }')
    assert languages(english) == ["en"]
    assert settled(find_question("CQ-04"), {}, english) == {"language": "en"}
    assert settled(find_question("CQ-04"), {}, store()) == {}


def test_every_parameter_has_a_kind_and_every_column_a_meaning() -> None:
    for one in questions():
        assert set(one.kinds) == set(one.parameters), one.name
        if one.constructs:
            continue
        selected = re.search(r"^SELECT (.*)$", one.query, re.M)
        assert selected
        columns = re.findall(r"\?(\w+)", re.sub(r"\(COUNT\(.*?\) AS (\?\w+)\)", r"\1", selected.group(1)))
        assert [name for name in columns if not one.meanings.get(name)] == [], one.name
        assert list(one.translated_meanings["zh"]) == columns, one.name


def test_every_default_is_of_its_kind() -> None:
    for one in questions():
        defaults = {name: one.default(name) for name in one.parameters}
        assert settled(one, defaults, store()) == defaults, one.name


def test_a_question_is_asked_in_the_reader_s_language() -> None:
    asked = question("# asks: Who came?\n# asks@zh: 谁出席了？\nSELECT * {}", "mine")
    assert [asked.asks_in(language) for language in ("en", "zh", "fr")] == ["Who came?", "谁出席了？", "Who came?"]
    assert question_lines(asked, {}, [], Names(Store(), "zh"), 80) == "谁出席了？\n"
    assert question_lines(asked, {}, [], Names(Store(), "fr"), 80) == "Who came?\n"


def test_columns_are_explained_in_the_reader_s_language_else_in_english() -> None:
    asked = question("# columns@zh:\n#   who: 出席者\n# columns:\n#   who: who came\n#   day: when\nSELECT * {}", "mine")
    in_chinese, in_french = (question_lines(asked, {}, ["who", "day"], Names(Store(), language), 80)
                             for language in ("zh", "fr"))
    assert in_chinese == "\n各列含义：\n  who  出席者\n  day  when\n"
    assert in_french == "\nColumns:\n  who  who came\n  day  when\n"


def test_every_kind_has_a_chinese_name() -> None:
    kinds = {kind for one in questions() for kind in one.kinds.values()}
    assert {kind for kind in kinds if kind_in(kind, "zh") == kind} == set()
    assert kind_in("State", "fr") == "State"

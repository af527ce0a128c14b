"""Answers are laid out for people: names beside IRIs, within a width, the question above."""

from __future__ import annotations

from functools import cache

import pytest
from command import run
from pyoxigraph import Literal, NamedNode, Store
from rich.cells import cell_len

from treatygraph import iris, paths
from treatygraph.ask import Answer
from treatygraph.ask.names import Names, language_of
from treatygraph.ask.tables import answer_table, wrapped
from treatygraph.graph.store import load_union


@cache
def store() -> Store:
    return load_union([paths.graph()])


def things(*names: str) -> tuple[NamedNode, ...]:
    return tuple(NamedNode(iris.ID + name) for name in names)


def widest(table: str) -> int:
    return max(cell_len(line) for line in table.splitlines())


def test_names_stand_beside_iris() -> None:
    answer = Answer(("state", "since"), ((things("state/ITA")[0], Literal("1999-02-01")),))
    assert answer_table(answer, Names(store(), "fr"), 80).splitlines() == [
        "state  ┃           ┃ since", "━━━━━━━╇━━━━━━━━━━━╇━━━━━━━━━━━", "Italie │ state/ITA │ 1999-02-01"]
    assert answer_table(answer, Names(store(), "fr"), 80, iris=True).splitlines() == [
        "state     ┃ since", "━━━━━━━━━━╇━━━━━━━━━━━", "state/ITA │ 1999-02-01"]


@pytest.mark.parametrize("width", [40, 60, 80, 132])
@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_a_table_keeps_to_its_width_and_breaks_no_iri(width: int, language: str) -> None:
    pairs = (things("state/PRK", "conference/ctbt-art-xiv-2021"), things("state/GBR", "organization/ctbto"))
    table = answer_table(Answer(("state", "thing"), pairs), Names(store(), language), width)
    assert widest(table) <= width
    for name in ("state/PRK", "conference/ctbt-art-xiv-2021", "state/GBR", "organization/ctbto"):
        assert name in table


def test_an_iri_longer_than_the_width_stands_whole_on_a_line() -> None:
    long = "conference/ctbt-art-xiv-2021/office/CredentialsCommitteeMember/KEN"
    table = answer_table(Answer(("fact",), (things(long),)), Names(store()), 40)
    assert any(line.strip().endswith(long) for line in table.splitlines())


@pytest.mark.parametrize(("name", "language", "called"), [
    ("state/KOR", "es", "República de Corea"), ("state/KOR", "en", "Republic of Korea"),
    ("conference/ctbt-art-xiv-2021/agenda-item/8", "en", "Agenda item 8, 2021"),
    ("document/CTBT-Art.XIV/2021/6/paragraph/9", "en", "Paragraph 9 of CTBT-Art.XIV/2021/6"),
    ("conference/ctbt-art-xiv-2021/office/President/ITA", "en", "Italy, President, 2021"),
    ("conference/ctbt-art-xiv-2021/meeting/1", "zh", "2021年会议第1次会议"), ("nothing/here", "en", ""),
    ("conference/ctbt-art-xiv-2021/agenda-item/1", "zh", "议程项目1：会议开幕"),
    ("document/CTBT-Art.XIV/2021/6", "zh", "会议报告（CTBT-Art.XIV/2021/6）"),
    # He has no Chinese name here.
    ("person/alessandro-cortese", "zh", "Alessandro Cortese"),
])
def test_names(name: str, language: str, called: str) -> None:
    assert Names(store(), language).name(iris.ID + name) == called


@pytest.mark.parametrize(("environment", "language"), [
    ({}, "en"), ({"LANG": "C.UTF-8"}, "en"), ({"LANG": "fr_FR.UTF-8"}, "fr"), ({"LANG": "de_DE"}, "en"),
    ({"LC_ALL": "zh_CN.UTF-8", "LANG": "fr_FR"}, "zh"), ({"LC_MESSAGES": "ar"}, "ar"), ({"LANG": "ru-RU"}, "ru"),
])
def test_the_language_is_the_locale_s(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


def test_words_are_wrapped_between_words() -> None:
    assert wrapped("one two three", 8) == ["one two", "three"]
    assert wrapped("会议主席一职由意大利担任", 8) == ["会议主席", "一职由意", "大利担任"]
    assert wrapped("see document/CTBT-Art.XIV/2021/6", 10) == ["see", "document/CTBT-Art.XIV/2021/6"]


@pytest.mark.parametrize(("words", "width", "lines"), [
    # A symbol among Chinese words stays whole, as do the brackets around it.
    ("宣言（CTBT-Art.XIV/2021/6）措施10(c)", 26, ["宣言", "（CTBT-Art.XIV/2021/6）措", "施10(c)"]),
    ("CTBT-Art.XIV/2021/6中文文本", 10, ["CTBT-Art.XIV/2021/6", "中文文本"]),
    # No line begins with what closes, and none ends with what opens.
    ("各国通过，各国批准。", 8, ["各国通", "过，各国", "批准。"]),
    ("根据《条约》", 6, ["根据", "《条", "约》"]),
    # Between words of which one is Chinese there is room only where it was written.
    ("在 2019 年 6 月", 8, ["在 2019", "年 6 月"]),
])
def test_chinese_is_wrapped_as_it_is_printed(words: str, width: int, lines: list[str]) -> None:
    assert wrapped(words, width) == lines


def test_rows_of_long_cells_are_blocks() -> None:
    long = Literal("a text of many words that goes on and on, as those of measures do " * 6)
    table = answer_table(Answer(("state", "words"), ((things("state/ITA")[0], long),)), Names(store()), 60)
    assert table.startswith("state  Italy  state/ITA\nwords  a text of many words")
    assert widest(table) <= 60


def test_columns_are_obeyed_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    for width in (50, 80):
        monkeypatch.setenv("COLUMNS", str(width))
        assert widest(run("query", "CQ-01").stdout) <= width


def test_the_question_and_its_columns_stand_above(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    said = run("query", "CQ-02", "--lang", "fr").stdout
    assert said.startswith("Which States that an annex of the treaty lists are")
    assert "  office  the office it held all the same; empty for none" in said
    assert "Afrique du Sud" in said
    assert said.index("Columns:") < said.index("state/ZAF")


@pytest.mark.parametrize(("query", "says"), [
    ("SELECT * { ?s a tg:Confrence }", "nothing here uses tg:Confrence (did you mean tg:Conference?)"),
    ("SELECT * { ?s tg:cast ?o }", "nothing here uses tg:cast (a term of the ontology, but no fact here has it)"),
    ("SELECT * { ?s tg:cast ?o ; tg:voter ?v ; a tg:Confrence }", "nothing here uses tg:cast, tg:voter (terms of the "
     "ontology, but no fact here has them); tg:Confrence (did you mean tg:Conference?)"),
    ("SELECT * { ?a <x:a> 1 ; <x:b> 1 ; <x:c> 1 ; <x:d> 1 ; <x:e> 1 }", "nothing here uses x:a; x:b; x:c and 2 more"),
    ("SELECT * { <https://w3id.org/treatygraph/id/state/XXX> ?p ?o }", "nothing here uses state/XXX"),
    ("SELECT * { ?s a tg:State ; tg:holder ?o }", "no things fit all its patterns together"),
    ("SELECT * FROM <https://w3id.org/treatygraph/graph/table/none> { ?s ?p ?o }", "graph/table/none"),
    ("PREFIX x: <http://x.example/> SELECT * { ?s x:y ?o }", "nothing here uses http://x.example/y"),
])
def test_an_empty_answer_says_which_term_nothing_uses(query: str, says: str) -> None:
    done = run("query", "-", stdin=query)
    assert done.returncode == 0
    assert says in done.stderr


def test_a_wrong_value_is_told_in_one_line() -> None:
    done = run("query", "CQ-09", "--bind", "state=Itly")
    assert done.returncode == 2
    assert done.stderr.startswith("treatygraph: state: no State here is called 'Itly'; did you mean Italy (state/ITA)")
    assert done.stderr.count("\n") == 1


def test_csv_with_a_byte_order_mark() -> None:
    assert run("query", "CQ-01", "--format", "csv", "--bom").stdout.startswith("\ufeffstatus,state\n")
    assert "--bom belongs to" in run("query", "CQ-01", "--bom").stderr

"""Checks that the longest name wins, that a name inside a name is none, and that a name's characters are plain."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import tables

from treatygraph import iris
from treatygraph.find import names
from treatygraph.find.fold import fold
from treatygraph.find.longer_names import LongerNames
from treatygraph.find.names import KINDS, NameIndex
from treatygraph.tables import COLUMNS, Tables

CHINESE = names.index(tables(), "zh")
ENGLISH = names.index(tables(), "en")
STATES = {row.key: row for row in tables().rows("states")}


def found(text: str, index: NameIndex = CHINESE) -> list[tuple[str, list[str]]]:
    """Return the words of the names in a text, each with what it may mean."""
    folded = fold(text).text
    return [(folded[m.start : m.end], sorted(iris.path_of(name.iri) for name in m.names)) for m in index.find(folded)]


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("刚果民主共和国", ["COD"]), ("刚果", ["COG"]), ("刚果和刚果民主共和国", ["COG", "COD"]),
        ("几内亚比绍", ["GNB"]), ("几内亚", ["GIN"]), ("赤道几内亚", ["GNQ"]), ("巴布亚新几内亚", ["PNG"]),
        ("几内亚、几内亚比绍和赤道几内亚", ["GIN", "GNB", "GNQ"]),
        ("印度尼西亚", ["IDN"]), ("印度", ["IND"]), ("印度和印度尼西亚", ["IND", "IDN"]),
        ("大不列颠及北爱尔兰联合王国", ["GBR"]), ("大不列颠及北爱尔兰 联合王国", ["GBR"]), ("爱尔兰", ["IRL"]),
        ("爱尔兰和大不列颠及北爱尔兰联合王国", ["IRL", "GBR"]),
        ("多米尼加", ["DOM"]), ("多米尼加共和国", ["DOM"]), ("多米尼克", ["DMA"]),
        ("尼日利亚", ["NGA"]), ("尼日尔", ["NER"]), ("马里", ["MLI"]), ("索马里", ["SOM"]),
        ("大韩民国", ["KOR"]), ("朝鲜民主主义人民共和国", ["PRK"]), ("朝鲜", ["PRK"]),
        ("捷克", ["CZE"]), ("捷克共和国", ["CZE"]), ("科摩罗联盟", ["COM"]), ("科摩罗", ["COM"]),
        ("安提瓜和巴布达", ["ATG"]), ("波斯尼亚和黑塞哥维那", ["BIH"]), ("圣文森特和格林纳丁斯", ["VCT"]), ("格林纳达", ["GRD"]),
        ("特立尼达和多巴哥", ["TTO"]), ("多哥", ["TGO"]), ("摩尔多瓦共和国", ["MDA"]), ("苏丹", ["SDN"]), ("南苏丹", ["SSD"]),
        ("中非共和国", ["CAF"]), ("南非", ["ZAF"]), ("阿拉伯联合酋长国", ["ARE"]), ("罗马教廷", ["VAT"]), ("罗马尼亚", ["ROU"]),
        ("北马其顿", ["MKD"]), ("圣马力诺", ["SMR"]), ("纽埃", ["NIU"]), ("库克群岛", ["COK"]), ("文莱达鲁萨兰国", ["BRN"]),
    ],
)
def test_state_names_that_contain_others(text: str, states: list[str]) -> None:
    assert [things for _, things in found(text)] == [[f"state/{iso}"] for iso in states]


def test_every_state_is_found_by_each_of_its_names_whatever_they_contain() -> None:
    inside = 0
    for iso, row in STATES.items():
        for name in row.names("zh"):
            assert found(name) == [(fold(name).text, [f"state/{iso}"])], name
            inside += sum(other != iso and form in name for other, r in STATES.items() for form in r.names("zh"))
    assert inside >= 8


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.lists(st.sampled_from(sorted(STATES)), min_size=1, max_size=12), st.sampled_from(["、", "，", "和", " ", "以及"]))
def test_lists_of_states(states: list[str], separator: str) -> None:
    text = separator.join(STATES[iso].names("zh")[0] for iso in states)
    assert [things for _, things in found(text)] == [[f"state/{iso}"] for iso in states]


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("全面禁止核试验条约组织筹备委员会临时技术秘书处", ["organization/provisional-technical-secretariat"]),
        ("全面禁止核试验条约组织筹备委员会", ["organization/ctbto-preparatory-commission"]),
        ("全面禁止核试验条约组织", ["organization/ctbto"]),
        ("全面禁止核试验条约组织（全面禁核试条约组织）青年小组", ["organization/ctbto-youth-group"]),
        ("联合国大会", ["organization/un-general-assembly"]),
        ("联合国秘书长", ["organization/un-secretary-general"]),
        ("联合国", ["organization/united-nations"]),
        ("欧盟委员会", ["organization/european-commission"]),
        ("促进《全面禁止核试验条约》生效会议", ["series/ctbt-art-xiv"]),
        ("《全面禁止核试验条约》", ["treaty/ctbt"]),
        ("非签署国", ["state-group/non-signatory-states"]),
        ("签署国", ["state-group/signatory-states"]),
        ("区域协调员", ["organization/regional-coordinators"]),
        ("批准国协调员", ["organization/coordinators"]),
        ("阿卜杜拉•沙希德", ["person/abdulla-shahid"]),
        ("阿不都拉·沙希德", ["person/abdulla-shahid"]),
        ("Rapulane Sydney Molekane", ["person/rapulane-sydney-molekane"]),
    ],
)
def test_other_names_that_contain_others(text: str, things: list[str]) -> None:
    assert [meant for _, meant in found(text)] == [things]


def test_names_that_overlap_without_containing_each_other() -> None:
    """The longer of two wins, wherever it stands; of two of one length, the first."""
    assert [words for words, _ in found("联合国大会主席")] == ["联合国大会"]
    spans = CHINESE.find(fold("印度尼西亚联合国大会联合国").text)
    assert [(m.start, m.end) for m in spans] == [(0, 5), (5, 10), (10, 13)]


def test_no_name_inside_a_latin_word() -> None:
    assert found("Iraqi Romania Romanian Nigeria Nigerian Niger", ENGLISH) == [
        ("Romania", ["state/ROU"]), ("Nigeria", ["state/NGA"]), ("Niger", ["state/NER"])]
    assert found("Guinea-Bissau, Papua New Guinea and Guinea", ENGLISH) == [
        ("Guinea-Bissau", ["state/GNB"]), ("Papua New Guinea", ["state/PNG"]), ("Guinea", ["state/GIN"])]


# ---- tables of our own


def own_tables(folder: Path, states: list[tuple[str, str]]) -> Tables:
    """Write tables that hold only these States, by code and Chinese name."""
    for name in (*KINDS, "conferences", "state-names", "longer-names"):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[name], restval="", lineterminator="\n")
            writer.writeheader()
            for code, words in sorted(states) if name == "states" else []:
                writer.writerow({"iso3": code, "name_zh": words, "source": "test"})
    return Tables(folder)


@pytest.mark.parametrize("name", ["甲.*", "甲(乙", "[甲]", "甲+", "甲\\d", "甲?", "^甲$", "{甲}"])
def test_characters_of_regular_expressions_are_plain(tmp_path: Path, name: str) -> None:
    index = NameIndex(own_tables(tmp_path, [("AAA", name), ("BBB", "甲甲")]), "zh")
    assert found(f"在{name}上", index) == [(name.rstrip("*"), ["state/AAA"])]  # a sign behind a name is a note's mark
    assert found("甲甲乙丙", index) == [("甲甲", ["state/BBB"])]
    assert found("甲乙丙1", index) == []


def test_one_form_of_two_things_means_both(tmp_path: Path) -> None:
    index = NameIndex(own_tables(tmp_path, [("AAA", "甲国"), ("BBB", "甲国"), ("CCC", "甲国人")]), "zh")
    assert found("甲国", index) == [("甲国", ["state/AAA", "state/BBB"])]
    assert found("甲国人", index) == [("甲国人", ["state/CCC"])]


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.lists(st.text("甲乙丙", min_size=1, max_size=4), min_size=1, max_size=6, unique=True), st.text("甲乙丙丁", max_size=16))
def test_mentions_never_overlap_and_none_is_inside_a_longer_name(forms: list[str], text: str) -> None:
    index = NameIndex.__new__(NameIndex)
    index.longer = LongerNames(tables(), "none", {})
    index.forms = {form: [names.Name("state", iris.state(str(n)))] for n, form in enumerate(forms)}
    mentions = index.find(text)
    assert all(first.end <= second.start for first, second in itertools.pairwise(mentions))
    assert all(text[m.start : m.end] in forms for m in mentions)
    taken = [(m.start, m.end) for m in mentions]
    for form in forms:
        for at in range(len(text) - len(form) + 1):
            if text.startswith(form, at) and (at, at + len(form)) not in taken:
                # A name that was left out shares a character with one at least as long.
                assert any(start < at + len(form) and at < end and end - start >= len(form) for start, end in taken)


def test_exact_names() -> None:
    assert [name.iri for name in CHINESE.exactly("刚果", "state")] == [iris.state("COG")]
    assert CHINESE.exactly("刚果 ", "state") == ()
    assert CHINESE.exactly("刚果", "person") == ()
    assert CHINESE.exactly("刚果", "person", "state")


def test_kinds_of_a_mention() -> None:
    mention = CHINESE.find("刚果")[0]
    assert [name.kind for name in mention.of_kind("state", "person")] == ["state"]
    assert mention.of_kind("person") == ()

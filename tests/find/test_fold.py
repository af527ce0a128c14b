"""Checks that folding unifies widths, dots and white space, and that every folded character knows where it came from."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from treatygraph.find.fold import fold, fold_words
from treatygraph.model import Span


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("2021 年 9 月，第一次", "2021年9月,第一次"),
        ("２０２１年（ＡＢ）：；！？", "2021年(AB):;!?"),
        ("３０ September ２０２１", "30 September 2021"),
        ("A  B\t\nC", "A B C"),
        ("A 甲 B", "A甲B"),
        ("甲 （乙） 丙", "甲(乙)丙"),
        ("阿卜杜拉•沙希德・先生‧某∙某⋅某", "阿卜杜拉·沙希德·先生·某·某·某"),
        ("甲\u3000乙\u00a0丙", "甲乙丙"),
        ("S/RES/1887\u00a0(2009)", "S/RES/1887 (2009)"),
        ("  甲  ", "甲"),
        (" A ", "A"),
        ("", ""),
        (" \n\t", ""),
        ("“《条约》”、…", "“《条约》”、…"),
        ('他说"甲"和＂乙＂', "他说“甲”和“乙”"),
        ("「甲『乙』」", "“甲‘乙’”"),
        ("ﬁ", "ﬁ"),
        ("㈠Ⅳ", "㈠Ⅳ"),
        ("e\u0301", "é"),
        ("E\u0301tats, I\u0307, \u1100\u1161\u11a8", "États, İ,각"),
        ("a\u0323\u0302 q\u0301", "ậ q\u0301"),
        ("أيلول\u200f، ا\u0654يلول", "أيلول, أيلول"),
        ("-－–", "--–"),
        ("eighty\u2011five, eighty\u2010five, 25\u221226", "eighty-five, eighty-five, 25-26"),
        ("a\u2014b\u2015c\u2012d", "a–b–c–d"),
        ("d'Ivoire d\u02bcIvoire d\u00b4Ivoire d\u2018Ivoire \u2018d\u2019", "d’Ivoire d’Ivoire d’Ivoire d’Ivoire ‘d’"),
        ("« Traité » «Договор» „X“", "“Traité” “Договор” “X“"),
        ("eighty-\nfive, A/CONF.229/\n2017/8, pre- and post-", "eighty-five, A/CONF.229/2017/8, pre- and post-"),
        ("Nether\u00ad\nlands", "Netherlands"),
        ("Test-\n\nBan and\nor", "Test-Ban and or"),
        ("\ufeff185\u202f000 \u00a0States", "185 000 States"),
        ("\u200fإيران\u200f (جمهورية \u200e- الإسلامية)", "إيران (جمهورية - الإسلامية)"),
        ("عُـــمان \u202bA\u202c B\u200b", "عمان A B"),
        ("Nether\u00adlands", "Netherlands"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text).text == folded


@pytest.mark.parametrize(
    ("text", "folded", "marks"),
    [
        ("Chile[1] and Togo", "Chile and Togo", [(5, "1", "[1]")]),
        ("three[12] meetings.[‡]", "three meetings.", [(5, "12", "[12]"), (15, "‡", "[‡]")]),
        ("302 [‡] certified", "302 certified", [(3, "‡", "[‡]")]),
        ("意大利［1］和南非", "意大利和南非", [(3, "1", "［1］")]),
        ("Peru[a], Chad[iv] and", "Peru, Chad and", [(4, "a", "[a]"), (10, "iv", "[iv]")]),
        ("Chile[1][2]", "Chile", [(5, "1", "[1]"), (5, "2", "[2]")]),
        ("3¹ meetings", "3 meetings", [(1, "1", "¹")]),
        ("185²个国家", "185个国家", [(3, "2", "²")]),
        ("the Treaty⁽¹⁾ and¹,² x", "the Treaty and x", [(10, "1", "⁽¹⁾"), (14, "1,2", "¹,²")]),
        ("Togo①。", "Togo。", [(4, "1", "①")]),
        ("Chileᵃ, Peru*, Togo† and", "Chile, Peru, Togo and", [(5, "a", "ᵃ"), (11, "*", "*"), (17, "†", "†")]),
        ("2023/2²).", "2023/2).", [(6, "2", "²")]),
        # What only looks like a mark.
        ("[1] Late.", "[1] Late.", []),
        ("A\n[1] Late.", "A [1] Late.", []),
        ("A\n[‡] Late.", "A [‡] Late.", []),
        ("State[s] and [t]he Part[ies]", "State[s] and [t]he Part[ies]", []),
        ("see [1] and [2009] A[2009]", "see [1] and [2009] A[2009]", []),
        ("1ᵉʳ octobre, 2ᵉ, XXIᵉ, Nᵒ 5", "1er octobre, 2e, XXIe, No 5", []),
        ("CTBT-Art.XIV/2023/6*", "CTBT-Art.XIV/2023/6*", []),
        ("2 * 3, a*b, * note", "2 * 3, a*b, * note", []),
        ("1º, 2ª", "1º, 2ª", []),
        ("CO₂", "CO₂", []),
    ],
)
def test_marks_of_notes_are_set_aside(text: str, folded: str, marks: list[tuple[int, str, str]]) -> None:
    found = fold(text, 7)
    assert found.text == folded
    assert [(mark.at, mark.sign, text[mark.span.start - 7 : mark.span.end - 7]) for mark in found.marks] == marks


def test_marks_of_a_piece() -> None:
    found = fold("a[1] b[2] c[3]")
    assert [mark.sign for mark in found.piece(2, 3).marks] == ["2"]
    assert [mark.at for mark in found.piece(2, 5).marks] == [1, 3]
    assert [mark.sign for mark in found.marks_in(1, 3)] == ["1", "2"]


def test_words_of_a_language_keep_the_blanks_around_them() -> None:
    assert [fold_words(words) for words in (" и ", " ", "", "e\u0301té", "年", " (")] == [" и ", " ", "", "été", "年", " ("]


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.text(max_size=60), st.integers(0, 10_000))
def test_every_folded_character_stands_where_it_says(text: str, offset: int) -> None:
    folded = fold(text, offset)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    for char, start, end in zip(folded.text, folded.starts, folded.ends, strict=True):
        source = text[start - offset : end - offset]
        assert source
        seen = "".join(part for part in source if part.isspace() or fold(part).text)
        assert (char == " ") if source.isspace() else len(unicodedata.normalize("NFC", seen)) == 1
    assert list(folded.starts) == sorted(folded.starts)
    assert all(end <= start for end, start in zip(folded.ends, folded.starts[1:], strict=False))


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.text("甲A1 \n（，３·•", max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.text("甲乙AB12（）", min_size=1, max_size=20), st.data())
def test_white_space_beside_wide_characters_means_nothing(text: str, data: st.DataObject) -> None:
    places = [at for at in range(1, len(text)) if {text[at - 1], text[at]} & set("甲乙（）")]
    for at in sorted(data.draw(st.sets(st.sampled_from(places))) if places else [], reverse=True):
        text = text[:at] + data.draw(st.sampled_from([" ", "\n", "\u3000  "])) + text[at:]
    assert fold(text).text == fold("".join(text.split())).text


def test_spans_of_folded_ranges() -> None:
    folded = fold("一 二  A  B", 10)
    assert folded.text == "一二A B"
    assert folded.span(0, 2) == Span(10, 13)
    assert folded.span(2, 5) == Span(15, 19)
    assert folded.span(3, 3) == Span(16, 16)
    assert folded.span(5, 5) == Span(19, 19)
    assert fold("").span(0, 0) == Span(0, 0)
    assert folded.piece(2, 5).text == "A B"
    assert folded.piece(2, 5).span(0, 1) == Span(15, 16)

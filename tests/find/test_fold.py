"""Checks that folding unifies widths, dots and white space, and that every folded character knows where it came from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from treatygraph.find.fold import fold
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
        ("㈠①Ⅳ", "㈠1Ⅳ"),
        ("e\u0301", "e\u0301"),
        ("-－–", "--–"),
        ("\u200fإيران\u200f (جمهورية \u200e- الإسلامية)", "إيران (جمهورية - الإسلامية)"),
        ("عُـــمان \u202bA\u202c B\u200b", "عمان A B"),
        ("Nether\u00adlands", "Netherlands"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text).text == folded


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.text(max_size=60), st.integers(0, 10_000))
def test_every_folded_character_stands_where_it_says(text: str, offset: int) -> None:
    folded = fold(text, offset)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    for char, start, end in zip(folded.text, folded.starts, folded.ends, strict=True):
        source = text[start - offset : end - offset]
        assert source
        assert (char == " ") if source.isspace() else len(source) == 1
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

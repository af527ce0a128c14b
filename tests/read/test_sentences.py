"""Checks where sentences end."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from treatygraph.read.sentences import SentenceCutter

CHINESE = SentenceCutter({"terminators": "。！？"})
ENGLISH = SentenceCutter({"terminators": "", "stops": ".!?", "abbreviations": ["No.", "Mr.", "Art.", "Add."]})


def cut(cutter: SentenceCutter, text: str) -> list[str]:
    return [text[span.start : span.end] for span in cutter.cut(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("一。二。", ["一。", "二。"]),
        ("一。 二", ["一。", "二"]),
        ("一！二？三", ["一！", "二？", "三"]),
        ("一（甲。乙）二。三。", ["一（甲。乙）二。", "三。"]),
        ("他说“甲。乙。”后走。三。", ["他说“甲。乙。”后走。", "三。"]),
        ("《甲。乙》。三。", ["《甲。乙》。", "三。"]),
        ('他说"甲。乙。"后走。三。', ['他说"甲。乙。"后走。', "三。"]),
        ("一“甲（乙。）丙。”二。三", ["一“甲（乙。）丙。”二。", "三"]),
        ("一\n二。\n三。", ["一\n二。", "三。"]),
        ("1.5 次。二", ["1.5 次。", "二"]),
        ("。", ["。"]),
        ("   ", []),
        ("", []),
        ("一。\u3000\u3000二。", ["一。", "二。"]),
        ("一“甲。", ["一“甲。"]),
        ("一）甲。二。", ["一）甲。", "二。"]),
    ],
)
def test_chinese(text: str, sentences: list[str]) -> None:
    assert cut(CHINESE, text) == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It met. It spoke.", ["It met.", "It spoke."]),
        ("See No. 5 and Art. XIV. It met.", ["See No. 5 and Art. XIV.", "It met."]),
        ("CTBT-Art.XIV/2021/6 was adopted. Done", ["CTBT-Art.XIV/2021/6 was adopted.", "Done"]),
        ("It took 1.5 hours. Then it closed.", ["It took 1.5 hours.", "Then it closed."]),
        ("Mr. Floyd spoke. Ms. X spoke.", ["Mr. Floyd spoke.", "Ms.", "X spoke."]),
    ],
)
def test_stops(text: str, sentences: list[str]) -> None:
    assert cut(ENGLISH, text) == sentences


def test_an_opening_mark_that_never_closes_holds_back_no_more_than_a_quotation() -> None:
    sentences = cut(CHINESE, "一（甲。" + "乙" * 2_100 + "。丙。")
    assert len(sentences) == 2


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.text("甲。！“”（）() \n《》", max_size=60), st.integers(0, 999))
def test_sentences_cover_all_but_white_space(text: str, offset: int) -> None:
    spans = CHINESE.cut(text, offset)
    assert all(first.end <= second.start for first, second in itertools.pairwise(spans))
    covered = {at for span in spans for at in range(span.start - offset, span.end - offset)}
    assert all(char.isspace() for at, char in enumerate(text) if at not in covered)
    assert all(not text[span.start - offset].isspace() and not text[span.end - offset - 1].isspace() for span in spans)

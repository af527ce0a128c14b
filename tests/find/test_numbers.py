"""Checks numbers and ordinals, in digits and in words of two languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from treatygraph.find.numbers import NumberReader
from treatygraph.language.languages import load

CHINESE = NumberReader(load("zh").numbers)
ENGLISH = NumberReader({"words": {"six": 6, "sixteen": 16, "twenty-five": 25}, "ordinals": {"first": 1, "third": 3},
                        "ordinal_suffixes": ["st", "nd", "rd", "th"]})
DIGITS = "零一二三四五六七八九"


def in_words(number: int) -> str:
    """Write a number below 10,000 in Chinese, the plain way."""
    words, gap = "", False
    for unit, value in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, value)
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + unit
            gap = False
        else:
            gap = bool(words)
    return words.removeprefix("一") if words.startswith("一十") else words


@pytest.mark.parametrize(
    ("text", "start", "found"),
    [
        ("185个国家", 0, (3, 185)), ("六次", 0, (1, 6)), ("两次", 0, (1, 2)), ("十次", 0, (1, 10)), ("二十五周年", 0, (3, 25)),
        ("三百零二个", 0, (4, 302)), ("一百七十个", 0, (4, 170)), ("一千零一", 0, (4, 1001)), ("二〇二一年", 0, (4, 2021)),
        ("44 个", 0, (2, 44)), ("1,234个", 0, (5, 1234)), ("12 345", 0, (6, 12345)), ("1,23", 0, (1, 1)), ("第5", 1, (2, 5)),
        ("007", 0, (3, 7)), ("国家", 0, None), ("", 0, None), ("125", 1, None), ("5", 1, None),
        ("1234567890", 0, (9, 123456789)),
    ],
)
def test_chinese_numbers(text: str, start: int, found: tuple[int, int] | None) -> None:
    assert CHINESE.number_at(text, start) == found


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(st.integers(1, 9999))
def test_numbers_in_words_and_in_digits_agree(number: int) -> None:
    words = in_words(number)
    assert CHINESE.number_at(words + "个", 0) == (len(words), number)
    assert CHINESE.number_at(f"{number}个", 0) == (len(str(number)), number)


@pytest.mark.parametrize(
    ("text", "start", "found"),
    [("第三次", 0, (2, 3)), ("第十九届", 0, (3, 19)), ("第14条", 0, (3, 14)), ("三次", 0, None), ("第次", 0, None), ("在第一次", 1, (3, 1))],
)
def test_chinese_ordinals(text: str, start: int, found: tuple[int, int] | None) -> None:
    assert CHINESE.ordinal_at(text, start) == found


@pytest.mark.parametrize(
    ("text", "number", "ordinal"),
    [
        ("six tests", (3, 6), None), ("Six tests", (3, 6), None), ("sixteen", (7, 16), None), ("sixth", None, None),
        ("twenty-five years", (11, 25), None), ("third meeting", None, (5, 3)), ("thirdly", None, None), ("3rd", (1, 3), (3, 3)),
        ("11th", (2, 11), (4, 11)), ("5", (1, 5), None),
    ],
)
def test_words_of_a_language_that_parts_them(text: str, number: tuple[int, int] | None,
                                             ordinal: tuple[int, int] | None) -> None:
    assert ENGLISH.number_at(text, 0) == number
    assert ENGLISH.ordinal_at(text, 0) == ordinal


def test_a_language_without_numerals_reads_digits() -> None:
    bare = NumberReader({})
    assert bare.number_at("12 x", 0) == (2, 12)
    assert bare.number_at("六", 0) is None
    assert bare.ordinal_at("12", 0) == (2, 12)

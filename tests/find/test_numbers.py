"""Checks numbers and ordinals, in digits and in words of two languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from treatygraph.find.fold import fold
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
        ("44 个", 0, (2, 44)), ("1,234个", 0, (5, 1234)), ("12 345", 0, (6, 12345)), ("1,23", 0, None), ("第5", 1, (2, 5)),
        ("007", 0, (3, 7)), ("国家", 0, None), ("", 0, None), ("125", 1, None), ("5", 1, None),
        ("1234567890", 0, None),
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


READERS = {code: NumberReader(load(code).numbers) for code in ("ar", "en", "es", "fr", "ru", "zh")}


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [
        ("en", "one hundred and eighty-five", 185), ("en", "one hundred and eighty\u2011five", 185),
        ("en", "one hundred and eighty–five", 185), ("en", "one hundred eighty five", 185),
        ("en", "One thousand two hundred", 1200), ("en", "twelve hundred", 1200), ("en", "one hundred", 100),
        ("en", "twenty-six thousand three hundred and one", 26301), ("en", "two million and five", 2000005),
        ("en", "100,200", 100200), ("en", "100 200", 100200), ("en", "1,234,567", 1234567),
        ("fr", "cent quatre-vingt-cinq", 185), ("fr", "quatre-vingt-dix-neuf", 99), ("fr", "soixante et onze", 71),
        ("fr", "vingt et un", 21), ("fr", "deux cents", 200), ("fr", "mille deux cents", 1200),
        ("fr", "trois mille cent un", 3101), ("fr", "100\u202f200", 100200), ("fr", "100.200", 100200),
        ("es", "ciento ochenta y cinco", 185), ("es", "veintidós", 22), ("es", "doscientas treinta y una", 231),
        ("es", "mil doscientos", 1200), ("es", "dos mil", 2000), ("es", "100.200", 100200), ("es", "100 200", 100200),
        ("ru", "сто восемьдесят пять", 185), ("ru", "двухсот тридцати", 230), ("ru", "две тысячи триста", 2300),
        ("ru", "тысяча девятьсот", 1900), ("ru", "100 200", 100200),
        ("ar", "مائة وخمس وثمانون", 185), ("ar", "خمسة وعشرون", 25), ("ar", "خمسة عشر", 15), ("ar", "مئتان وثلاثة", 203),
        ("ar", "١٨٥", 185), ("ar", "۱۸۵", 185), ("ar", "100,200", 100200),
        ("zh", "一百零五", 105), ("zh", "百零五", 105), ("zh", "一百五", 150), ("zh", "一千二", 1200), ("zh", "一百五十", 150),
        ("zh", "105万", 1050000), ("zh", "两万三千", 23000), ("zh", "十二万五", 125000), ("zh", "一万零五", 10005),
        ("zh", "１８５", 185), ("zh", "100,200", 100200),
    ],
)
def test_numbers_are_read_whole(language: str, words: str, value: int) -> None:
    folded = fold(words).text
    assert READERS[language].number_at(folded, 0) == (len(folded), value)


@pytest.mark.parametrize(
    ("language", "words", "behind"),
    [
        ("en", "one hundred and eighty-five", "five"), ("en", "one hundred and eighty-five", "eighty"),
        ("en", "eighty–five", "five"), ("en", "one thousand two hundred", "two"), ("en", "someone", "one"),
        ("en", "100,200", "200"), ("en", "100 200", "200"), ("en", "100.200", "200"), ("en", "100.200", "100"),
        ("en", "1.5 million", "1"), ("en", "1.5 million", "5"), ("en", "100’200", "200"), ("en", "1,2345", "2345"),
        ("fr", "cent quatre-vingt-cinq", "quatre"), ("fr", "cent quatre-vingt-cinq", "cinq"), ("fr", "2,5", "2"),
        ("es", "ciento ochenta y cinco", "cinco"), ("ru", "сто восемьдесят пять", "пять"),
        ("ar", "مائة وخمس وثمانون", "ثمانون"),
        ("zh", "一百八五个", "一"), ("zh", "一百八五个", "八"), ("zh", "一百八五个", "五"), ("zh", "一百八十五", "八"),
        ("zh", "数百个", "百"), ("zh", "几十个", "十"), ("zh", "二五个", "二"), ("zh", "五五个", "五"),
        ("zh", "百百个", "百"), ("zh", "十千", "十"), ("zh", "1五", "五"), ("zh", "5百", "5"),
    ],
)
def test_part_of_a_number_is_no_number(language: str, words: str, behind: str) -> None:
    folded = fold(words).text
    assert READERS[language].number_at(folded, folded.index(behind)) is None


def test_two_numbers_side_by_side_are_not_one() -> None:
    english = READERS["en"]
    assert english.number_at("one hundred and two hundred", 0) == (11, 100)
    assert english.number_at("three and five", 0) == (5, 3)
    assert english.number_at("three and five", 10) == (14, 5)
    assert english.number_at("in 2019 185 States", 8) == (11, 185)


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [("两三", 2, 3), ("三四十", 30, 40), ("一两百", 100, 200), ("十七八", 17, 18), ("一百七八十", 170, 180), ("十几", 11, 19),
     ("二十几", 21, 29), ("七八", 7, 8)],
)
def test_numerals_that_name_two_values_are_no_one_number(words: str, low: int, high: int) -> None:
    assert CHINESE.numbers_at(words + "个", 0) == (len(words), low, high)
    assert CHINESE.number_at(words + "个", 0) is None

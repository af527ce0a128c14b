"""Checks that a number is read with its bound, and that words that leave it open are told."""

from __future__ import annotations

import pytest

from treatygraph.find.amounts import AmountReader
from treatygraph.find.fold import fold
from treatygraph.find.numbers import NumberReader
from treatygraph.language.languages import load

READERS = {code: AmountReader(load(code).numbers, NumberReader(load(code).numbers)) for code in
           ("ar", "en", "es", "fr", "ru", "zh")}


@pytest.mark.parametrize(
    ("language", "words", "value", "bound", "upper"),
    [
        ("en", "185", 185, "", None), ("en", "at least 185", 185, "AtLeast", None),
        ("en", "no fewer than 185", 185, "AtLeast", None), ("en", "more than 185", 185, "MoreThan", None),
        ("en", "Over 185", 185, "MoreThan", None), ("en", "well over 185", 185, "MoreThan", None),
        ("en", "nearly 185", 185, "About", None), ("en", "almost one hundred", 100, "About", None),
        ("en", "about 185", 185, "About", None), ("en", "some 185", 185, "About", None),
        ("en", "fewer than 185", 185, "LessThan", None), ("en", "less than 185", 185, "LessThan", None),
        ("en", "up to 185", 185, "AtMost", None), ("en", "not more than 185", 185, "AtMost", None),
        ("en", "only 185", 185, "", None), ("en", "185 or more", 185, "AtLeast", None),
        ("en", "185 or so", 185, "About", None), ("en", "185-odd", 185, "About", None),
        ("en", "between 185 and 190", 185, "", 190), ("en", "from 185 to 190", 185, "", 190),
        ("en", "185 to 190", 185, "", 190), ("en", "185–190", 185, "", 190), ("en", "two or three", 2, "", 3),
        ("en", "between one hundred and two hundred", 100, "", 200), ("en", "about 30 to 40", 30, "About", 40),
        ("en", "185 out of 196", 185, "", None), ("en", "36 of the 44", 36, "", None),
        ("zh", "近185", 185, "About", None), ("zh", "约一百八十五", 185, "About", None), ("zh", "不到185", 185, "LessThan", None),
        ("zh", "至少185", 185, "AtLeast", None), ("zh", "超过25", 25, "MoreThan", None), ("zh", "不超过25", 25, "AtMost", None),
        ("zh", "185多", 185, "MoreThan", None), ("zh", "百余", 100, "MoreThan", None), ("zh", "185以上", 185, "AtLeast", None),
        ("zh", "二十左右", 20, "About", None), ("zh", "两三", 2, "", 3), ("zh", "三四十", 30, "", 40), ("zh", "十几", 11, "", 19),
        ("zh", "20至30", 20, "", 30), ("zh", "约三四十", 30, "About", 40),
        ("fr", "au moins 185", 185, "AtLeast", None), ("fr", "plus de deux cents", 200, "MoreThan", None),
        ("fr", "près de 185", 185, "About", None), ("fr", "entre 185 et 190", 185, "", 190),
        ("fr", "moins de 185", 185, "LessThan", None), ("fr", "jusqu'à 185", 185, "AtMost", None),
        ("es", "al menos 185", 185, "AtLeast", None), ("es", "más de 185", 185, "MoreThan", None),
        ("es", "unos 185", 185, "About", None), ("es", "entre 185 y 190", 185, "", 190),
        ("ru", "не менее 185", 185, "AtLeast", None), ("ru", "свыше 185", 185, "MoreThan", None),
        ("ru", "около 185", 185, "About", None), ("ru", "от 185 до 190", 185, "", 190),
        ("ar", "ما لا يقل عن 185", 185, "AtLeast", None), ("ar", "أكثر من 185", 185, "MoreThan", None),
        ("ar", "حوالي 185", 185, "About", None), ("ar", "بين 185 و190", 185, "", 190),
    ],
)
def test_amounts(language: str, words: str, value: int, bound: str, upper: int | None) -> None:
    folded = fold(words).text
    found = READERS[language].amounts_at(folded, 0)[0]
    assert (folded[: found.end], found.value, found.bound, found.upper) == (folded, value, bound, upper)
    assert bool(found.bound or found.upper) == (found.said[0] < found.said[1])


@pytest.mark.parametrize(
    ("language", "text", "number", "words"),
    [
        ("en", "hardly 185 States", "185", "hardly "), ("en", "comparatively 185", "185", "comparatively "),
        ("en", "not 185 States", "185", "not "), ("en", "more than 185", "185", "more than "),
        ("en", "5 per cent of", "5", " per cent"), ("en", "185 or more", "185", " or more"),
        ("zh", "可能185个", "185", "可能"), ("zh", "近185个", "185", "近"), ("zh", "5%的", "5", "%"),
        ("fr", "relativement 185", "185", "relativement "), ("ru", "едва 185", "185", "едва "),
    ],
)
def test_words_that_leave_a_number_open(language: str, text: str, number: str, words: str) -> None:
    folded = fold(text).text
    at = folded.index(number)
    found = READERS[language].unclear(folded, at, at + len(number))
    assert found is not None
    assert folded[slice(*found)] == words


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "that 185 States"), ("en", "In July 185"), ("en", "only 185"), ("en", "the 185 odds"), ("zh", "签署条约185个"),
     ("zh", "最近25年"), ("en", "knot 185"), ("en", "185 timeshares")],
)
def test_words_that_leave_nothing_open(language: str, text: str) -> None:
    folded = fold(text).text
    at = folded.index("1") if "1" in folded else folded.index("2")
    end = at + (3 if folded[at] == "1" else 2)
    assert READERS[language].unclear(folded, at, end) is None


def test_a_range_does_not_run_down() -> None:
    assert [amount.upper for amount in READERS["en"].amounts_at("190 to 185", 0)] == [None]


def test_two_bounds_are_not_understood() -> None:
    assert READERS["en"].amounts_at("more than 185 or so", 0)[0].end == len("more than 185")

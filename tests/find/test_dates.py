"""Checks days, months, years and ranges of them, and that no date is completed or invented."""

from __future__ import annotations

import calendar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from treatygraph.find.dates import DateReader, compose
from treatygraph.find.fold import fold
from treatygraph.find.numbers import NumberReader
from treatygraph.language.languages import load

READER = DateReader(load("zh").dates, NumberReader(load("zh").numbers))


def longest(text: str, start: int = 0) -> tuple[str, str, str] | None:
    """Return the words, first and last moment of the longest date that starts at a place of the folded text."""
    folded = fold(text).text
    found = READER.dates_at(folded, start)
    return (folded[start : found[0].end], found[0].first.lexical, found[0].last.lexical) if found else None


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("2021年9月23日至24日", "2021年9月23日至24日", "2021-09-23", "2021-09-24"),
        ("2021 年 9 月 23 日和 24 日", "2021年9月23日和24日", "2021-09-23", "2021-09-24"),
        ("2021年9月30日至10月2日", "2021年9月30日至10月2日", "2021-09-30", "2021-10-02"),
        ("2021年12月30日至2022年1月2日", "2021年12月30日至2022年1月2日", "2021-12-30", "2022-01-02"),
        ("2021年9月23日", "2021年9月23日", "2021-09-23", "2021-09-23"),
        ("２０２１年９月２３日", "2021年9月23日", "2021-09-23", "2021-09-23"),
        ("2019 年 6 月-2021 年 5 月", "2019年6月-2021年5月", "2019-06", "2021-05"),
        ("2019年9月至2021年9月", "2019年9月至2021年9月", "2019-09", "2021-09"),
        ("2021年9月恰逢", "2021年9月", "2021-09", "2021-09"),
        ("2019年", "2019年", "2019", "2019"),
        ("2019和2020年", "2019和2020年", "2019", "2020"),
        ("2019年和2020年", "2019年和2020年", "2019", "2020"),
        ("30 September 2021", "30 September 2021", "2021-09-30", "2021-09-30"),
        ("1 may 1996", "1 may 1996", "1996-05-01", "1996-05-01"),
        ("2024年2月29日", "2024年2月29日", "2024-02-29", "2024-02-29"),
        ("二〇二一年九月二十三日至二十四日", "二〇二一年九月二十三日至二十四日", "2021-09-23", "2021-09-24"),
        ("二零二一年十月十日", "二零二一年十月十日", "2021-10-10", "2021-10-10"),
        ("一九九六年十二月", "一九九六年十二月", "1996-12", "1996-12"),
        ("2021年9月23日—24日", "2021年9月23日—24日", "2021-09-23", "2021-09-24"),
    ],
)
def test_dates(text: str, words: str, first: str, last: str) -> None:
    assert longest(text) == (words, first, last)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("2021年2月30日", "2021年2月"),
        ("2023年2月29日", "2023年2月"),
        ("2021年13月1日", "2021年"),
        ("2021年0月1日", "2021年"),
        ("2021年9月0日", "2021年9月"),
        ("2021年9月23日至31日", "2021年9月23日"),
        ("2021年9月23日至22日", "2021年9月23日"),
        ("二〇二一年十三月一日", "二〇二一年"),
        ("二〇二一年九月三十一日", "二〇二一年九月"),
    ],
)
def test_days_that_do_not_exist_are_no_days(text: str, left: str) -> None:
    """What is left is what the words say for certain."""
    found = longest(text)
    assert found is not None
    assert found[0] == left


@pytest.mark.parametrize("text", ["", "年", "12021年", "0999年", "9999年", "9月23日", "23日", "1887号", "二十年", "〇〇〇〇年", "一一二〇二一年", "31 February 2021", "2021"])
def test_no_dates(text: str) -> None:
    assert longest(text) is None


def test_a_date_does_not_begin_inside_a_number() -> None:
    assert longest("12021年", 1) is None
    assert longest("A/2021年", 2) == ("2021年", "2021", "2021")
    assert longest("一二〇二一年", 1) is None
    assert longest("第二2021年", 2) == ("2021年", "2021", "2021")


def test_every_reading_longest_first() -> None:
    found = READER.dates_at("2021年9月23日至24日", 0)
    assert [mention.end for mention in found] == sorted((m.end for m in found), reverse=True)
    assert [mention.first.lexical for mention in found] == ["2021-09-23", "2021-09-23", "2021-09", "2021"]


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.integers(1000, 2999), st.integers(0, 14), st.integers(0, 33))
def test_days_agree_with_the_calendar(year: int, month: int, day: int) -> None:
    exists = 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    found = longest(f"{year}年{month}月{day}日")
    assert found is not None
    assert (found[1] == f"{year:04d}-{month:02d}-{day:02d}") is exists


def test_composing() -> None:
    assert compose(2021) == compose(2021)
    assert [value.lexical if value else None for value in (compose(2021), compose(2021, 9), compose(2021, 9, 3))] == [
        "2021", "2021-09", "2021-09-03"]
    assert compose(2021, 13) is None
    assert compose(0) is None
    assert compose(2021, 9, 31) is None


def test_a_language_without_forms_reads_none() -> None:
    assert DateReader({}).dates_at("2021年", 0) == []

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
        ("2021年9月23日—24日", "2021年9月23日–24日", "2021-09-23", "2021-09-24"),
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


READERS = {code: DateReader(load(code).dates, NumberReader(load(code).numbers)) for code in
           ("ar", "en", "es", "fr", "ru", "zh")}


@pytest.mark.parametrize(
    ("language", "words", "first", "last"),
    [
        ("en", "30 September 2019", "2019-09-30", "2019-09-30"),
        ("en", "3–7 March 2025", "2025-03-03", "2025-03-07"),
        ("en", "25 – 26 September 2019", "2019-09-25", "2019-09-26"),
        ("en", "25\u201126 September 2019", "2019-09-25", "2019-09-26"),
        ("en", "25-26 September 2019", "2019-09-25", "2019-09-26"),
        ("en", "25 to 26 September 2019", "2019-09-25", "2019-09-26"),
        ("en", "25 and 26 September 2019", "2019-09-25", "2019-09-26"),
        ("en", "25, 26 and 27 September 2019", "2019-09-25", "2019-09-27"),
        ("en", "25, 26, and 27 September 2019", "2019-09-25", "2019-09-27"),
        ("en", "30 September to 1 October 2019", "2019-09-30", "2019-10-01"),
        ("en", "from 30 September to 1 October 2019", "2019-09-30", "2019-10-01"),
        ("en", "30 September and 1 October 2019", "2019-09-30", "2019-10-01"),
        ("en", "29, 30 September and 1 October 2019", "2019-09-29", "2019-10-01"),
        ("en", "30 September–1 October 2019", "2019-09-30", "2019-10-01"),
        ("en", "30 September - 1 October 2019", "2019-09-30", "2019-10-01"),
        ("en", "30 December 2019 to 2 January 2020", "2019-12-30", "2020-01-02"),
        ("en", "30 December to 2 January 2020", "2019-12-30", "2020-01-02"),
        ("en", "September 25-26, 2019", "2019-09-25", "2019-09-26"),
        ("en", "September 30 to October 1, 2019", "2019-09-30", "2019-10-01"),
        ("en", "September 25, 26 and 27, 2019", "2019-09-25", "2019-09-27"),
        ("en", "September 25, 2019", "2019-09-25", "2019-09-25"),
        ("en", "December 30, 2019 to January 2, 2020", "2019-12-30", "2020-01-02"),
        ("en", "Monday, 30 September 2019", "2019-09-30", "2019-09-30"),
        ("en", "Monday 30 September to Tuesday 1 October 2019", "2019-09-30", "2019-10-01"),
        ("en", "Monday, September 30, 2019", "2019-09-30", "2019-09-30"),
        ("en", "the 25th of September 2019", "2019-09-25", "2019-09-25"),
        ("en", "1st October 2019", "2019-10-01", "2019-10-01"),
        ("en", "25 SEPTEMBER 2019", "2019-09-25", "2019-09-25"),
        ("en", "October 2018 to May 2019", "2018-10", "2019-05"),
        ("en", "July–September 2019", "2019-07", "2019-09"),
        ("en", "September 2019", "2019-09", "2019-09"),
        ("en", "2019 and 2021", "2019", "2021"),
        ("zh", "2019年9月25-26日", "2019-09-25", "2019-09-26"),
        ("zh", "2019年9月25至26日", "2019-09-25", "2019-09-26"),
        ("zh", "2019 年 9 月 25 日 － 26 日", "2019-09-25", "2019-09-26"),
        ("zh", "2019年9月25日～26日", "2019-09-25", "2019-09-26"),
        ("zh", "2019年9月25日到26日", "2019-09-25", "2019-09-26"),
        ("zh", "2019年9月30日至10月1日", "2019-09-30", "2019-10-01"),
        ("zh", "2019年9月30日和10月1日", "2019-09-30", "2019-10-01"),
        ("zh", "2019年9月25日、26日和27日", "2019-09-25", "2019-09-27"),
        ("zh", "2019年9月25、26和27日", "2019-09-25", "2019-09-27"),
        ("zh", "2019年12月30日至2020年1月2日", "2019-12-30", "2020-01-02"),
        ("zh", "2019年12月30日至1月2日", "2019-12-30", "2020-01-02"),
        ("zh", "2019年9月30日（星期一）", "2019-09-30", "2019-09-30"),
        ("zh", "2019年9月30日星期一至10月1日星期二", "2019-09-30", "2019-10-01"),
        ("zh", "二○一九年九月二十五日至二十六日", "2019-09-25", "2019-09-26"),
        ("zh", "二〇一九年九月二十五日", "2019-09-25", "2019-09-25"),
        ("zh", "2019年7月至9月", "2019-07", "2019-09"),
        ("fr", "les 25 et 26 septembre 2019", "2019-09-25", "2019-09-26"),
        ("fr", "25-26 septembre 2019", "2019-09-25", "2019-09-26"),
        ("fr", "30 septembre et 1er octobre 2019", "2019-09-30", "2019-10-01"),
        ("fr", "1ᵉʳ octobre 2019", "2019-10-01", "2019-10-01"),
        ("fr", "du 30 septembre au 1er octobre 2019", "2019-09-30", "2019-10-01"),
        ("fr", "du 25 au 27 septembre 2019", "2019-09-25", "2019-09-27"),
        ("fr", "25, 26 et 27 septembre 2019", "2019-09-25", "2019-09-27"),
        ("fr", "du lundi 30 septembre au mardi 1er octobre 2019", "2019-09-30", "2019-10-01"),
        ("fr", "du 30 de\u0301cembre 2019 au 2 janvier 2020", "2019-12-30", "2020-01-02"),
        ("fr", "1er août 2019", "2019-08-01", "2019-08-01"),
        ("fr", "juillet 2018 à mai 2019", "2018-07", "2019-05"),
        ("es", "25 y 26 de septiembre de 2019", "2019-09-25", "2019-09-26"),
        ("es", "25, 26 y 27 de septiembre de 2019", "2019-09-25", "2019-09-27"),
        ("es", "30 de septiembre-1 de octubre de 2019", "2019-09-30", "2019-10-01"),
        ("es", "del 30 de septiembre al 1 de octubre de 2019", "2019-09-30", "2019-10-01"),
        ("es", "del lunes 30 de septiembre al martes 1 de octubre de 2019", "2019-09-30", "2019-10-01"),
        ("es", "1.º de octubre de 2019", "2019-10-01", "2019-10-01"),
        ("es", "1º de octubre del 2019", "2019-10-01", "2019-10-01"),
        ("es", "30 de diciembre de 2019 al 2 de enero de 2020", "2019-12-30", "2020-01-02"),
        ("ru", "25–26 сентября 2019 г.", "2019-09-25", "2019-09-26"),
        ("ru", "25 и 26 сентября 2019 года", "2019-09-25", "2019-09-26"),
        ("ru", "с 30 сентября по 1 октября 2019 года", "2019-09-30", "2019-10-01"),
        ("ru", "30 сентября — 1 октября 2019 года", "2019-09-30", "2019-10-01"),
        ("ru", "25, 26 и 27 сентября 2019 года", "2019-09-25", "2019-09-27"),
        ("ru", "понедельник, 30 сентября 2019 года", "2019-09-30", "2019-09-30"),
        ("ru", "30 декабря 2019 года – 2 января 2020 года", "2019-12-30", "2020-01-02"),
        ("ru", "сентябре 2019 года", "2019-09", "2019-09"),
        ("ar", "25 أيلول/سبتمبر 2019", "2019-09-25", "2019-09-25"),
        ("ar", "٢٥ و٢٦ أيلول/سبتمبر ٢٠١٩", "2019-09-25", "2019-09-26"),
        ("ar", "۲۵ أيلول / سبتمبر ۲۰۱۹", "2019-09-25", "2019-09-25"),
        ("ar", "من 25 إلى 27 سبتمبر 2019", "2019-09-25", "2019-09-27"),
        ("ar", "30 أيلول/سبتمبر - 1 تشرين الأول/أكتوبر 2019", "2019-09-30", "2019-10-01"),
        ("ar", "من 30 أيلول/سبتمبر إلى 1 تشرين الأول/أكتوبر 2019", "2019-09-30", "2019-10-01"),
        ("ar", "الاثنين 30 ا\u0654يلول 2019", "2019-09-30", "2019-09-30"),
        ("ar", "يومي 25 و 26 أيلول 2019", "2019-09-25", "2019-09-26"),
    ],
)
def test_every_form_of_every_language(language: str, words: str, first: str, last: str) -> None:
    folded = fold(words).text
    found = READERS[language].dates_at(folded, 0)[0]
    assert (folded[: found.end], found.first.lexical, found.last.lexical) == (folded, first, last)
    assert not found.without_year


@pytest.mark.parametrize(
    ("language", "words", "left"),
    [
        ("en", "27, 26 and 25 September 2019", None), ("en", "25, 25 and 26 September 2019", None),
        ("en", "30 March and 5 February 2019", None), ("en", "26 to 25 September 2019", None),
        ("en", "31 to 1 October 2019", None), ("en", "September 31, 2019", None),
        ("zh", "2019年9月26至25日", "2019年9月"), ("fr", "26 et 25 septembre 2019", None),
        ("es", "31 de septiembre de 2019", None), ("ru", "26–25 сентября 2019 г.", None),
    ],
)
def test_days_that_do_not_follow_one_another_are_no_range(language: str, words: str, left: str | None) -> None:
    found = READERS[language].dates_at(fold(words).text, 0)
    assert (fold(words).text[: found[0].end] if found else None) == left


@pytest.mark.parametrize(
    ("language", "words", "first", "last"),
    [
        ("en", "25 September", "2019-09-25", "2019-09-25"), ("en", "25 and 26 September", "2019-09-25", "2019-09-26"),
        ("en", "30 September to 1 October", "2019-09-30", "2019-10-01"), ("en", "September 25", "2019-09-25", "2019-09-25"),
        ("zh", "9月25日", "2019-09-25", "2019-09-25"), ("zh", "9月25日至26日", "2019-09-25", "2019-09-26"),
        ("fr", "1er octobre", "2019-10-01", "2019-10-01"), ("es", "25 de septiembre", "2019-09-25", "2019-09-25"),
        ("ru", "25 сентября", "2019-09-25", "2019-09-25"), ("ar", "25 أيلول/سبتمبر", "2019-09-25", "2019-09-25"),
    ],
)
def test_days_without_a_year_take_the_given_one_and_say_so(language: str, words: str, first: str, last: str) -> None:
    reader = READERS[language]
    assert not any(len(mention.first.lexical) == 10 for mention in reader.dates_at(words, 0))
    found = reader.dates_at(words, 0, 2019)[0]
    assert (words[: found.end], found.first.lexical, found.last.lexical) == (words, first, last)
    assert found.without_year


@pytest.mark.parametrize(
    ("language", "words", "day"),
    [
        ("en", "3 October 2018 and 5 October", "5 October"), ("en", "30 September 2018 to 1 October", "1 October"),
        ("en", "September 2018–5 October", "5 October"), ("zh", "2018年9月25日", "9月25日"),
        ("zh", "同年9月25日", "9月25日"), ("zh", "2018年9月30日至10月1日", "10月1日"), ("fr", "3 mai 2018 et 5 mai", "5 mai"),
    ],
)
def test_a_day_that_takes_its_year_from_elsewhere_takes_no_other(language: str, words: str, day: str) -> None:
    at = words.rindex(day)
    assert not any(mention.without_year for mention in READERS[language].dates_at(words, at, 2019))


def test_a_day_with_its_year_does_not_lack_it() -> None:
    for language, words in (("en", "25 September 2019"), ("en", "September 25, 2019"), ("es", "25 de mayo de 2019"),
                            ("ru", "25 мая 2019 г."), ("ar", "25 أيلول 2019")):
        assert not any(mention.without_year for mention in READERS[language].dates_at(words, 0, 1999))


@pytest.mark.parametrize("opening", ["", "am ", "vom ", "seit dem ", "seit dem Monat "])
def test_a_date_may_begin_with_every_word_of_its_form(opening: str) -> None:
    forms = ["<am |vom |seit dem >?<Monat >?{N} {Y}", "{N} {D}, {Y}"]
    reader = DateReader({"forms": forms, "months": {"Mai": 5}})
    assert [found.first.lexical for found in reader.dates_at(f"{opening}Mai 2021", 0)] == ["2021-05"]

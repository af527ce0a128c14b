"""Changes numbers, symbols, titles, years and dates of the real report and expects the same changes in the facts."""

from __future__ import annotations

import re

import pytest
from copies import C, Facts, R, differences, each, facts, one, read, renamed, replaced
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import SYMBOL, read_text, report_text

BASE = read(report_text())
DIGITS = "〇一二三四五六七八九"


def in_words(number: int) -> str:
    """Write a number below 100 in Chinese.

    >>> in_words(6), in_words(10), in_words(25), in_words(40)
    ('六', '十', '二十五', '四十')
    """
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones or not tens else "")


TOTALS = [
    # words before the number, number, words behind it, in words, the count's provision, what is counted
    ("我们欣见 ", 185, " 个国家已经签署", False, "annex/paragraph/4", "signatory-states"),
    ("以及 ", 170, " 个国家已经批准", False, "annex/paragraph/4", "ratifying-states"),
    ("才能生效的 ", 36, " 个国家（附件 2 国家）", False, "annex/paragraph/4", "annex-2-ratifiers"),
    ("余下", 8, "个附件 2 国家（列于附录）", True, "annex/paragraph/4", "remaining-annex-2-states"),
    ("开放供签署已超过 ", 25, " 年", False, "annex/paragraph/4", "years-since-opening-for-signature"),
    ("开放供签署", 25, "年之后", True, "annex/paragraph/1", "years-since-opening-for-signature"),
    ("系统目前有 ", 302, " 个[‡]经核证设施", False, "annex/paragraph/8", "certified-monitoring-facilities"),
    ("以来进行的", 6, "次核试验", True, "annex/paragraph/7", "nuclear-tests-prk"),
    ("会议共举行了", 3, "次全体会议", True, "paragraph/16", "plenary-meetings"),
    ("附件 2 的 ", 44, " 个国家", False, "annex/list/B", f"{SYMBOL}/annex/list/B"),
]


@settings(max_examples=examples(10), deadline=None, derandomize=True, database=None)
@given(st.data())
def test_totals(data: st.DataObject) -> None:
    text, renames, values = report_text(), {}, {}
    for before, number, behind, words, provision, what in TOTALS:
        lowest, highest = 3 if what == "plenary-meetings" else 1, 99 if words else 999
        new = data.draw(st.sampled_from([n for n in range(lowest, highest + 1) if n != number]))
        if words and data.draw(st.booleans()):
            old, written = in_words(number), f" {new} "
        else:
            old, written = (in_words(number), in_words(new)) if words else (str(number), str(new))
        text = replaced(text, before + old + behind, before + written + behind)
        iri = f"{R}/{provision}/count/{what}-{new}"
        renames[f"{R}/{provision}/count/{what}-{number}"] = iri
        values[iri] = new
    # The anniversary of paragraph 1 states a second number there, which stays.
    again = f"{R}/annex/paragraph/1/count/years-since-opening-for-signature-25"
    wanted: Facts = {}
    for iri, says in renamed(BASE, renames).items():
        wanted[iri] = frozenset((n, values[iri]) if n == "value" and iri in values else (n, v) for n, v in says)
    wanted[again] = frozenset((n, v) for n, v in BASE[again] if (n, v) != ("rule", "CNT-01"))
    changed = next(iri for iri in values if "/annex/paragraph/1/" in iri)
    wanted[changed] = frozenset((n, v) for n, v in wanted[changed] if (n, v) != ("rule", "EVT-02"))
    assert differences(read(text), wanted) == []


@settings(max_examples=examples(6), deadline=None, derandomize=True, database=None)
@given(st.data())
def test_years_and_symbols_of_the_conference(data: st.DataObject) -> None:
    """Another year everywhere: every IRI, date, symbol and title follows."""
    year, earlier = data.draw(st.sampled_from([("2025", "2023"), ("2017", "2015"), ("2011", "2009")]))

    def shift(words: str) -> str:
        return words.replace("2021", "\x00").replace("2019", earlier).replace("\x00", year)

    found = facts(read_text(shift(report_text()), shift(SYMBOL)), words=True)
    differing = differences(found, each(facts(read_text(report_text()), words=True), shift))
    # What has a bound from the conference before has that of another one, whose days the tables know or do not.
    assert [line for line in differing if "event/ctbt-ratification-" not in line and "event/ctbt-signature-" not in line] == []


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("2021年9月23日至24日", "2021年9月20日至25日", {("start", "2021-09-23"): "2021-09-20", ("end", "2021-09-24"): "2021-09-25",
                                                 ("as_of", "2021-09-23"): "2021-09-20"}),
        ("2021年9月23日至24日", "2021年9月23日至10月2日", {("end", "2021-09-24"): "2021-10-02"}),
        ("2021年9月23日至24日", "2021年12月30日至2022年1月2日",
         {("start", "2021-09-23"): "2021-12-30", ("end", "2021-09-24"): "2022-01-02", ("as_of", "2021-09-23"): "2021-12-30"}),
        ("2021年9月23日至24日", "2021年9月23日", {("end", "2021-09-24"): "2021-09-23"}),
        ("30 September 2021", "1 October 2021", {("date", "2021-09-30"): "2021-10-01"}),
        ("在 2021 年 9 月 23 日第一次", "在 2021 年 9 月 24 日第一次", {}),
        ("Original: English", "Original: Russian", {("original_language", "en"): "ru"}),
        ("Dist. GENERAL", "Dist. LIMITED", {("distribution", "GENERAL"): "LIMITED"}),
    ],
)
def test_header(old: str, new: str, change: dict[tuple[str, str], str]) -> None:
    found = read(replaced(report_text(), old, new))
    bounds = {"not_after": {"2021-09-23", "2021-09-24"}}
    wanted = {iri: frozenset((name, change.get((name, str(value)), value)) for name, value in says)
              for iri, says in BASE.items()}
    if "9 月 24 日第一次" in new:
        wanted[f"{C}/meeting/1"] = frozenset(("date", "2021-09-24") if name == "date" else (name, value)
                                             for name, value in BASE[f"{C}/meeting/1"])
    for facts_ in (found, wanted):
        for iri, says in facts_.items():
            facts_[iri] = frozenset(pair for pair in says if pair[0] not in bounds)
    assert differences(found, wanted) == []


def test_bounds_follow_the_days() -> None:
    found = read(replaced(report_text(), "2021年9月23日至24日", "2021年9月20日至25日"))
    assert one(found, "event/ctbt-signature-cub", "not_after") == {"2021-09-23"}  # the day of the meeting that adopted it
    event = next(iri for iri in found if iri.startswith("event/") and "consultations" in iri)
    assert one(found, event, "not_after") == {"2021-09-20"}


SYMBOLS = [
    ("CTBT-Art.XIV/2021/3\t", "CTBT-Art.XIV/2021/33\t", {f"document/{SYMBOL[:-1]}3": f"document/{SYMBOL[:-1]}33"}),
    ("CTBT-Art.XIV/2021/WP.1\t", "CTBT-Art.XIV/2021/WP.12\t", {f"document/{SYMBOL[:-1]}WP.1": f"document/{SYMBOL[:-1]}WP.12"}),
    ("CTBT-Art.XIV/2021/INF.3\t", "CTBT-Art.XIV/2021/CRP.3\t", None),
    ("A/RES/75/87", "A/RES/76/66", {"document/A/RES/75/87": "document/A/RES/76/66"}),
    ("A/RES/64/35", "A/RES/65/41", {"document/A/RES/64/35": "document/A/RES/65/41"}),
    ("第 1887 号决议", "第 1540 号决议", {"document/S/RES/1887%20(2009)": "document/S/RES/1540%20(2009)"}),
    ("2009 年 9 月 24 日在纽约", "2004 年 4 月 28 日在日内瓦", None),
]


@pytest.mark.parametrize(("old", "new", "names"), [row for row in SYMBOLS if row[2]])
def test_symbols(old: str, new: str, names: dict[str, str]) -> None:
    def change(words: str) -> str:
        for before, after in names.items():
            words = re.sub(re.escape(before) + r"(?![\w.])", after, words)
            words = re.sub(rf"(listing|citation|Adoption)/{re.escape(before.removeprefix('document/'))}(?![\w.])",
                           rf"\1/{after.removeprefix('document/')}", words)
            if words == before.removeprefix("document/").replace("%20", " "):
                words = after.removeprefix("document/").replace("%20", " ")
        return words

    assert differences(read(report_text().replace(old, new)), each(BASE, change)) == []


def test_a_symbol_of_another_kind() -> None:
    found = read(report_text().replace("CTBT-Art.XIV/2021/INF.3\t", "CTBT-Art.XIV/2021/CRP.3\t"))
    assert f"document/{SYMBOL[:-1]}INF.3" not in found
    assert one(found, f"document/{SYMBOL[:-1]}CRP.3", "symbol") == {"CTBT-Art.XIV/2021/CRP.3"}


def test_a_summit_elsewhere_in_another_year() -> None:
    found = read(report_text().replace("2009 年 9 月 24 日在纽约", "2004 年 4 月 28 日在日内瓦"))
    summit = "event/un-security-council-summit-2004"
    assert one(found, summit, "date") == {"2004-04-28"}
    assert one(found, summit, "locations") == {"place/geneva"}
    assert one(found, f"{summit}/decision/Adoption/S/RES/1887%20(2004)", "decided_on") == {"document/S/RES/1887%20(2004)"}
    assert not any("2009" in iri for iri in found)


TITLES = ["议事规则草案", "临时议程草案", "与会者须知。秘书处的说明", "程序和组织事项", "非政府组织提供的信息。秘书处的说明"]


@pytest.mark.parametrize("title", TITLES)
def test_titles(title: str) -> None:
    old = facts(read_text(report_text()), words=True)
    holders = [iri for iri, says in old.items() if ("title", title) in says]
    text = re.sub(rf"(?<=\t){title}(?=\n)", "奥斯陆文件", report_text())
    found = facts(read_text(text), words=True)
    assert holders
    assert all(one(found, iri, "title") == {"奥斯陆文件"} for iri in holders)

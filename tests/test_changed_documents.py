"""Changes the table of documents, the agenda and the measures of the real report and expects the facts to follow."""

from __future__ import annotations

import re

import pytest
from copies import C, Facts, R, differences, facts, one, read, without
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import SYMBOL, read_text, report_text

BASE = read(report_text())
TEXT = report_text()
BEGIN = TEXT.index("CTBT-Art.XIV/2021/1 和 Add.1\t")
END = TEXT.index("\n\n[†]")
ROWS = TEXT[BEGIN:END].split("\n")
NEW = [("CTBT-Art.XIV/2021/INF.7", "与会者须知"), ("CTBT-Art.XIV/2021/WP.2/Rev.1", "行动计划"), ("CTBT-Art.XIV/2021/CRP.1", "临时议程草案")]
UNTOUCHED = ("Document", "Listing", "Citation", "Provision", "CountStatement")


def symbols(row: str) -> list[str]:
    first = row.split("\t", maxsplit=1)[0]
    return [first] if " 和 " not in first else [first.split(" 和 ")[0], first.replace(" 和 ", "/")]


@settings(max_examples=examples(10), deadline=None, derandomize=True, database=None)
@given(st.permutations(ROWS), st.integers(6, len(ROWS)), st.lists(st.sampled_from(NEW), unique=True))
def test_rows_of_the_table(rows: list[str], kept: int, added: list[tuple[str, str]]) -> None:
    rows = [*rows[:kept], *("\t".join(row) for row in added)]
    found = read(TEXT[:BEGIN] + "\n".join(rows) + TEXT[END:])
    listings = f"{R}/paragraph/16/listing/"
    listed = [symbol for row in rows for symbol in symbols(row)]
    assert {iri for iri in found if iri.startswith(listings)} == {listings + symbol for symbol in listed}
    for position, symbol in enumerate(listed, start=1):
        assert one(found, listings + symbol, "position") == {position}
        assert one(found, f"document/{symbol}", "symbol") == {symbol}
        assert one(found, f"document/{symbol}", "of_conference") == {C}
    if "CTBT-Art.XIV/2021/1/Add.1" in listed:
        assert one(found, "document/CTBT-Art.XIV/2021/1/Add.1", "part_of") == {"document/CTBT-Art.XIV/2021/1"}
    if "CTBT-Art.XIV/2021/WP.2/Rev.1" in listed:  # a revision is a document of its own
        assert one(found, "document/CTBT-Art.XIV/2021/WP.2/Rev.1", "part_of") == set()
    kinds = ("Document", "Listing", "Citation", "Footnote", "Measure", "Paragraph", "Act", "Participation")
    differing = differences(without(found, *kinds), without(BASE, *kinds))
    of_titles = ("FNT-01", "/office/CoChair/", "series/ctbt-art-xiv  ")
    assert [line for line in differing if not any(words in line for words in of_titles)] == []


def test_titles_follow_their_symbols() -> None:
    """Two symbols change places; each now bears the other's title."""
    swapped = TEXT.replace("CTBT-Art.XIV/2021/INF.2\t", "\x01").replace("CTBT-Art.XIV/2021/INF.3\t", "CTBT-Art.XIV/2021/INF.2\t")
    found = facts(read_text(swapped.replace("\x01", "CTBT-Art.XIV/2021/INF.3\t")), words=True)
    assert one(found, f"document/{SYMBOL[:-1]}INF.3", "title") == {"与会者须知。秘书处的说明"}
    assert one(found, f"document/{SYMBOL[:-1]}INF.2", "title") == {"非政府组织提供的信息。秘书处的说明"}


def test_a_row_without_symbol_is_reported_and_the_others_are_read() -> None:
    report = read_text(TEXT.replace("CTBT-Art.XIV/2021/INF.3\t", "（无文号）\t"))
    assert [f.words for f in report.findings if f.kind == "row-without-symbol"] == ["（无文号）"]
    found = facts(report)
    assert f"{R}/paragraph/16/listing/CTBT-Art.XIV/2021/INF.3" not in found
    assert one(found, f"{R}/paragraph/16/listing/CTBT-Art.XIV/2021/INF.4", "position") == {11}


@pytest.mark.parametrize(
    ("old", "new", "number", "label"),
    [
        (" 3. 联合国秘书长发言\n", " 3. 各国发言\n", "3", "各国发言"),
        (" - (c) 通过议程\n", " - (c) 选举副主席\n", "2(c)", "选举副主席"),
        ("\n12. 通过会议报告\n", "\n12. 其他事项\n", "12", "其他事项"),
        ("13. 会议闭幕。\n12.", "13. 休会。\n12.", "13", "休会"),
    ],
)
def test_labels_of_agenda_items(old: str, new: str, number: str, label: str) -> None:
    assert TEXT.count(old) == 1
    found = facts(read_text(TEXT.replace(old, new)), words=True)
    assert one(found, f"{C}/agenda-item/{number}", "label") == {label}


def test_sub_items_of_another_item() -> None:
    text = TEXT.replace(" 6. 通过最后宣言\n", " 6. 通过最后宣言\n - (a) 宣言\n - (b) 措施\n")
    found = read(text)
    assert one(found, f"{C}/agenda-item/6(b)", "sub_item_of") == {f"{C}/agenda-item/6"}
    assert one(found, f"{C}/agenda-item/7", "position") == {16}
    assert differences(without(found, "AgendaItem"), without(BASE, "AgendaItem")) == []


def test_further_measures() -> None:
    more = "- (p) 敦促印度签署《条约》；\n- (q) 请联合国秘书长支持区域研讨会。\n"
    at = TEXT.index("\n促进《全面禁止核试验条约》生效最后宣言和措施的附录")
    found = read(TEXT[:at].rstrip("\n") + "\n" + more + "\n" + TEXT[at:])
    act = f"{R}/annex/paragraph/10"
    assert one(found, f"{act}(p)/act/urge/IND", "addressees") == {"state/IND"}
    assert one(found, f"{act}(q)/act/request/un-secretary-general", "mentions") == {"programme/regional-seminars"}
    assert ("type", "Measure") in found[f"{act}(q)"]
    new = {iri for iri in found if iri.startswith((f"{act}(p)", f"{act}(q)"))}
    assert set(found) - set(BASE) == new
    taken = f"{act}/act/take-measures"
    assert {f"{act}(p)", f"{act}(q)"} <= one(found, taken, "mentions")
    new.add(taken)
    assert differences({iri: says for iri, says in found.items() if iri not in new},
                       {iri: says for iri, says in BASE.items() if iri not in new}) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("A. 已批准《条约》国", "A. 已批准《全面禁核试条约》国"), ("B. 依据《条约》第十四条,", "B. 依据《条约》第14条，")],
)
def test_headings_in_other_words(old: str, new: str) -> None:
    assert differences(read(TEXT.replace(old, new)), BASE) == []


def test_lists_exchanged() -> None:
    """The lists of B.2 and B.3 change places, numbers and all: their members' status stays."""
    second, third = TEXT.index("2. 《条约》附件 2 所列"), TEXT.index("3. 《条约》附件 2 所列")
    two, three = TEXT[second:third].rstrip("\n"), TEXT[third:].rstrip("\n")
    found = read(TEXT[:second] + "2" + three[1:] + "\n\n3" + two[1:] + "\n")

    def statuses(said: Facts) -> set[str]:
        return {iri for iri in said if re.match(rf"{re.escape(R)}/status/", iri)}

    assert statuses(found) == statuses(BASE)
    assert f"{R}/annex/list/B.2/listing/IND" in found
    assert f"{R}/annex/list/B.3/listing/EGY" in found

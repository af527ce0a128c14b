"""Checks the grammar of document symbols against a table written by hand, its offsets and its growth."""

import csv
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.find import symbol_organs
from treatygraph.find.symbols import SymbolMention, find_symbols, parse_symbol

TABLE = Path(__file__).with_name("symbols.tsv")


def rows() -> list[tuple[str, list[str], str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        (
            row["text"].replace("\\n", "\n").replace("\\t", "\t"),
            [] if row["expected"] == "-" else row["expected"].split(";"),
            row["why"],
        )
        for row in table
    ]


ROWS = rows()


@pytest.mark.parametrize(("text", "expected", "why"), ROWS, ids=[repr(row[0]) for row in ROWS])
def test_finds_what_the_table_says(text: str, expected: list[str], why: str) -> None:
    assert [mention.symbol for mention in find_symbols(text)] == expected, why


def test_table_is_large_and_has_no_row_twice() -> None:
    texts = [text for text, _, _ in ROWS]
    assert len(texts) == len(set(texts))
    assert len({expected[0] for _, expected, _ in ROWS if len(expected) == 1}) >= 150
    assert sum(len(expected) > 1 for _, expected, _ in ROWS) >= 30
    assert sum(not expected for _, expected, _ in ROWS) >= 60
    assert all(why for _, _, why in ROWS)


@pytest.mark.parametrize("symbol", sorted({symbol for _, expected, _ in ROWS for symbol in expected}))
def test_official_form_is_its_own_official_form(symbol: str) -> None:
    mention = parse_symbol(symbol)
    assert mention is not None
    assert (mention.symbol, mention.written, mention.reissued) == (symbol, symbol, False)
    assert (mention.start, mention.end) == (0, len(symbol))
    assert (mention.parent is None) == (mention.modifiers == ())
    assert mention.parent is None or symbol.startswith(mention.parent)
    assert symbol.startswith(mention.body)


def check_spans(text: str, mentions: list[SymbolMention]) -> None:
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.written
        end = mention.end


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("作为CTBT-Art.XIV/2021/6号文件", [(2, 21, "CTBT-Art.XIV/2021/6")]),
        ("（CTBT-Art.XIV/2021/1 和 Add.1）",
         [(1, 20, "CTBT-Art.XIV/2021/1"), (23, 28, "CTBT-Art.XIV/2021/1/Add.1")]),
        ("E/CN.9/2025/5 and 6.", [(0, 13, "E/CN.9/2025/5"), (18, 19, "E/CN.9/2025/6")]),
        ("E/CN.9/2025/5, 6 and 8.", [(0, 13, "E/CN.9/2025/5"), (15, 16, "E/CN.9/2025/6"), (21, 22, "E/CN.9/2025/8")]),
        ("A/AC.109/2071, 2074–2078 and 2090.",
         [(0, 13, "A/AC.109/2071"), (15, 19, "A/AC.109/2074"), (20, 24, "A/AC.109/2078"), (29, 33, "A/AC.109/2090")]),
        ("A/AC.109/2071, 2072 and 2080 delegates.", [(0, 13, "A/AC.109/2071")]),
        ("A/75/27 and 28 September", [(0, 7, "A/75/27")]),
        ("A/75/27 and 28.5 per cent", [(0, 7, "A/75/27")]),
        ("A/75/1 and Add.1 and 2", [(0, 6, "A/75/1"), (11, 16, "A/75/1/Add.1"), (21, 22, "A/75/1/Add.2")]),
        ("A/75/1-S/2020/5.", [(0, 6, "A/75/1"), (7, 15, "S/2020/5")]),
        ("see S/RES/1887\n(2009).", [(4, 21, "S/RES/1887 (2009)")]),
        ("号：S/RES/1887（2009）号", [(2, 18, "S/RES/1887 (2009)")]),
        ("CTBT-ART.XIV/2005/WP.1* of", [(0, 23, "CTBT-Art.XIV/2005/WP.1")]),
        ("**A/75/10** of", [(2, 9, "A/75/10")]),
        ("NPT/CONF.2010/50 (Vol. I)*, p. 2", [(0, 26, "NPT/CONF.2010/50 (Vol. I)")]),
        ("A/75/1/Add.1-3", [(0, 12, "A/75/1/Add.1"), (13, 14, "A/75/1/Add.3")]),
        ("A/RES/49/75 K et A/75/10", [(0, 13, "A/RES/49/75 K"), (17, 24, "A/75/10")]),
        ("CTBT-Art.XIV/2021/WP.1 to WP.3",
         [(0, 22, "CTBT-Art.XIV/2021/WP.1"), (26, 30, "CTBT-Art.XIV/2021/WP.3")]),
        ("http://x.org/A/75/1 A/75/2", [(20, 26, "A/75/2")]),
    ],
)  # fmt: skip
def test_offsets_cover_what_is_written(text: str, spans: list[tuple[int, int, str]]) -> None:
    mentions = find_symbols(text)
    assert [(mention.start, mention.end, mention.symbol) for mention in mentions] == spans
    check_spans(text, mentions)


COMPONENTS = [
    # written, body, kind, session or year, number, modifiers, parent
    ("A/RES/75/87", "A", "RES", "75", "87", (), None),
    ("A/RES/2373 (XXII)", "A", "RES", "XXII", "2373", (), None),
    ("A/RES/377 (V) A", "A", "RES", "V", "377 A", (), None),
    ("A/RES/S-10/2", "A", "RES", "S-10", "2", (), None),
    ("A/RES/ES-10/1", "A", "RES", "ES-10", "1", (), None),
    ("A/RES/49/75 K", "A", "RES", "49", "75 K", (), None),
    ("A/DEC/75/566", "A", "DEC", "75", "566", (), None),
    ("A/75/10", "A", "DOC", "75", "10", (), None),
    ("A/75/PV.37 (Resumption 1)", "A", "PV", "75", "37", ("Resumption 1",), "A/75/PV.37"),
    ("A/C.1/75/L.5", "A/C.1", "L", "75", "5", (), None),
    ("A/C.3/75/SR.5", "A/C.3", "SR", "75", "5", (), None),
    ("A/CONF.229/2017/8", "A/CONF.229", "DOC", "2017", "8", (), None),
    ("A/CONF.192/15", "A/CONF.192", "DOC", None, "15", (), None),
    ("A/INF/75/3", "A", "INF", "75", "3", (), None),
    ("A/520/Rev.19", "A", "DOC", None, "520", ("Rev.19",), "A/520"),
    ("A/63/5 (Vol. II)/Corr.1", "A", "DOC", "63", "5", ("Vol. II", "Corr.1"), "A/63/5 (Vol. II)"),
    ("A/HRC/WG.6/36/USA/1", "A/HRC/WG.6", "DOC", "36", "1", (), None),
    ("S/RES/1887 (2009)", "S", "RES", "2009", "1887", (), None),
    ("S/2020/123", "S", "DOC", "2020", "123", (), None),
    ("S/25411", "S", "DOC", None, "25411", (), None),
    ("S/PV.6191", "S", "PV", None, "6191", (), None),
    ("S/PRST/2009/34", "S", "PRST", "2009", "34", (), None),
    ("E/CN.4/Sub.2/2005/L.1", "E/CN.4/Sub.2", "L", "2005", "1", (), None),
    ("CTBT-Art.XIV/2021/6", "CTBT-Art.XIV", "DOC", "2021", "6", (), None),
    ("CTBT-Art.XIV/2021/WP.1", "CTBT-Art.XIV", "WP", "2021", "1", (), None),
    ("CTBT-Art.XIV/2021/INF.4", "CTBT-Art.XIV", "INF", "2021", "4", (), None),
    ("CTBT-Art.XIV/2021/1/Add.1", "CTBT-Art.XIV", "DOC", "2021", "1", ("Add.1",), "CTBT-Art.XIV/2021/1"),
    ("CTBT/PC-19/1/Annex IV", "CTBT/PC-19", "DOC", "19", "1", ("Annex IV",), "CTBT/PC-19/1"),
    ("CTBT/MSS/RES/1", "CTBT/MSS", "RES", None, "1", (), None),
    ("NPT/CONF.2010/50 (Vol. I)", "NPT/CONF.2010", "DOC", "2010", "50", ("Vol. I",), "NPT/CONF.2010/50"),
    ("NPT/CONF.2020/PC.I/WP.1", "NPT/CONF.2020/PC.I", "WP", "2020", "1", (), None),
    ("NPT/CONF/35/I", "NPT/CONF", "DOC", None, "35/I", (), None),
    ("BWC/CONF.VIII/4", "BWC/CONF.VIII", "DOC", "VIII", "4", (), None),
    ("APLC/MSP.14/2015/L.1", "APLC/MSP.14", "L", "2015", "1", (), None),
    ("TPNW/MSP/2022/6", "TPNW/MSP", "DOC", "2022", "6", (), None),
    ("CD/1427", "CD", "DOC", None, "1427", (), None),
    ("CCPR/C/127/D/2728/2016", "CCPR", "D", "127", "2728/2016", (), None),
    ("CCPR/C/21/Rev.1/Add.13", "CCPR", "DOC", None, "21", ("Rev.1", "Add.13"), "CCPR/C/21/Rev.1"),
    ("CCPR/C/GC/34", "CCPR", "GC", None, "34", (), None),
    ("CEDAW/C/CHN/7-8", "CEDAW", "DOC", None, "7-8", (), None),
    ("FCCC/CP/2015/10/Add.1", "FCCC/CP", "DOC", "2015", "10", ("Add.1",), "FCCC/CP/2015/10"),
    ("HSP/GC/25/2", "HSP/GC", "DOC", "25", "2", (), None),
    ("HRI/GEN/1/Rev.9", "HRI", "DOC", None, "1", ("Rev.9",), "HRI/GEN/1"),
    ("UNEP/EA.4/Res.1", "UNEP/EA.4", "RES", "4", "1", (), None),
    ("ECE/TRANS/WP.29/1155", "ECE/TRANS/WP.29", "DOC", None, "1155", (), None),
    ("GC(64)/RES/12", "GC(64)", "RES", "64", "12", (), None),
    ("GOV/2020/51", "GOV", "DOC", "2020", "51", (), None),
    ("INFCIRC/153 (Corrected)", "INFCIRC", "DOC", None, "153", ("Corrected",), "INFCIRC/153"),
    ("C-20/DEC.5", "C-20", "DEC", "20", "5", (), None),
    ("UNEP/OzL.Pro.31/9", "UNEP/OzL.Pro.31", "DOC", None, "9", (), None),
    ("AG/RES. 2970 (LI-O/21)", "AG", "RES", "LI-O/21", "2970", (), None),
    ("CoP19 Doc. 33.2", "CoP19", "DOC", "19", "33.2", (), None),
]


@pytest.mark.parametrize("case", COMPONENTS, ids=[case[0] for case in COMPONENTS])
def test_components(case: tuple[Any, ...]) -> None:
    mention = parse_symbol(case[0])
    assert mention is not None
    assert (mention.body, mention.kind, mention.session_or_year, mention.number) == case[1:5]
    assert (mention.modifiers, mention.parent) == case[5:]


def test_continuation_has_its_parent_and_only_its_own_words() -> None:
    first, second = find_symbols("CTBT-Art.XIV/2021/1 和 Add.1")
    assert (second.written, second.parent, second.modifiers) == ("Add.1", first.symbol, ("Add.1",))
    assert (first.parent, first.modifiers) == (None, ())


def test_reissue_is_not_part_of_the_symbol() -> None:
    mention = parse_symbol("CTBT-ART.XIV/2005/WP.1*")
    assert mention is not None
    assert (mention.written, mention.symbol) == ("CTBT-ART.XIV/2005/WP.1*", "CTBT-Art.XIV/2005/WP.1")
    assert mention.reissued
    assert [found.reissued for found in find_symbols("A/75/1* and Add.1, A/75/2")] == [True, False, False]
    assert [found.reissued for found in find_symbols("*A/75/1* and A/75/2*")] == [False, True]


@pytest.mark.parametrize(
    "written",
    ["", " A/75/10", "A/75/10 ", "A/75/10.", "A/75/1-S/2020/5", "A/75/1 and Add.1", "Add.1", "A/75/1 A/75/2"],
)
def test_only_a_whole_symbol_parses(written: str) -> None:
    assert parse_symbol(written) is None


@pytest.mark.parametrize(
    ("text", "between"),
    [
        ("A/C.9/88/SR.3–6", ("A/C.9/88/SR.4", "A/C.9/88/SR.5")),
        ("A/CN.10/PV.397 to PV.400", ("A/CN.10/PV.398", "A/CN.10/PV.399")),
        ("A/CN.10/PV.397 to A/CN.10/PV.400", ("A/CN.10/PV.398", "A/CN.10/PV.399")),
        ("A/CN.10/PV.397至400号文件", ("A/CN.10/PV.398", "A/CN.10/PV.399")),
        ("A/CN.10/PV.397 à 399", ("A/CN.10/PV.398",)),
        ("A/75/1/Add.1-3", ("A/75/1/Add.2",)),
        ("A/RES/90/12 A-D", ("A/RES/90/12 B", "A/RES/90/12 C")),
        ("A/CN.10/PV.397 and 400", ()),
        ("A/75/1-S/2020/5", ()),
        ("A/75/1 to A/75/999999", ()),
    ],
)
def test_a_range_names_what_lies_between_its_ends(text: str, between: tuple[str, ...]) -> None:
    first, last = find_symbols(text)
    assert (first.between, last.between) == ((), between)


@pytest.mark.parametrize("language", sorted(symbol_organs.JOINERS_BY_LANGUAGE))
def test_default_joiners_join_in_every_language(language: str) -> None:
    assert language in {"ar", "en", "es", "fr", "ru", "zh"}
    for joiner in symbol_organs.JOINERS_BY_LANGUAGE[language]:
        assert len(find_symbols(f"A/75/1 {joiner} Add.1")) == 2, joiner


def test_every_series_has_a_row_in_the_table() -> None:
    # General knowledge must be seen at work: a head that no row uses could be wrong without anybody noticing.
    found = [symbol.partition("/")[0] for _, expected, _ in ROWS for symbol in expected]
    assert sorted(set(symbol_organs.SERIES) - set(found)) == []


PIECES = st.sampled_from(
    ["A/", "S/", "75", "/", "-", ".", " ", "\n", "(", ")", "*", "RES/", "Add.1", "PV.", "1887", "(2009)",
     " and ", "和", "CTBT-Art.XIV/", "2021/", "NPT/CONF.2010/", "(Vol. I)", "GC(64)/", "K", "，", "（", "é",
     "/Annex IV", "-3", "2"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_text_gives_ordered_spans_of_itself(text: str) -> None:
    mentions = find_symbols(text)
    check_spans(text, mentions)
    for mention in mentions:
        again = parse_symbol(mention.symbol)
        assert again is not None
        assert again.symbol == mention.symbol


def steps(work: Callable[[], object]) -> int:
    """Count the lines executed, which unlike time is the same on every machine."""
    count = 0

    def trace(_frame: FrameType, event: str, _arg: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


HOSTILE = [
    "A/", "A/75/", "A", "/", ".", "-", "*", "(", " ", "\n", "1", "é", "A/RES/", "A/75/1-", "A/75/1 and ",
    "A/75/1, ", "A/75/1/Add.1-", "A/75/1/Add.1/", "S/RES/1887 (", "S/RES/1887 ((2009)", "S/RES/1887 (2009)",
    "A/75/PV.1, 2, 3, ", "CTBT-Art.XIV/", "CTBT-", "ST/AB/", "NPT/CONF.", "GC(", "A/RES/49/75 K-",
    "BWC/AD HOC GROUP/", "A/75/1 (Vol. I) ", "A/\n", "Add.1 and ", "A/75/1\n(", "WP. ", "VI", "/Annex ",
    "CTBT - Art. ", "A/ ", "A/75 /", "WP. \n", "CoP19 Doc. ", "1/CP.", "Assembly/AU/Dec.7(", "UNEP/OzL.Pro.", "A/PV.1–",
    "A/75/1*", "x/y", ", ", "A/75/1 and and ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_work_grows_with_the_text_and_not_faster(piece: str) -> None:
    small, large = piece * 150, piece * 300
    assert steps(lambda: find_symbols(large)) <= 2.2 * steps(lambda: find_symbols(small)) + 200


@pytest.mark.parametrize("text", ["A/" * 50_000, *(piece * (20_000 // len(piece)) for piece in HOSTILE)])
def test_long_hostile_text_is_read_to_its_end(text: str) -> None:
    text += " A/75/10"
    mentions = find_symbols(text)
    assert mentions[-1].symbol == "A/75/10"
    assert mentions[-1].end == len(text)

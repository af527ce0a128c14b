"""Lays the real report out in other ways and expects the same facts: only the offsets may differ."""

from __future__ import annotations

import re
import unicodedata

import pytest
from copies import differences, facts, read
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import SYMBOL, read_text, report_text, tables

from treatygraph.read.source import SourceText
from treatygraph.read.which_report import ReportIdentity
from treatygraph.reading.engine import read_report

BASE = read(report_text())
KINDS = sorted({finding.kind for finding in read_text(report_text()).findings})
WIDE = {ord(char): ord(char) + 0xFEE0 for char in "0123456789"}
WIDE_MARKS = str.maketrans({",": "，", ";": "；", ":": "：", "(": "（", ")": "）"})
NARROW_MARKS = str.maketrans({"，": ",", "；": ";", "：": ":", "（": "(", "）": ")"})
LETTERS = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})

DATE = re.compile(r"(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日")
NUMBERED = re.compile(r"(规则第|项目|第|超过) ?(\d{1,2}) ?(条| |段|年)")
ORDINAL = re.compile(r"第([一二三]|十四|十九)(次|条(?!会议)|届)")
ORDINALS = {"一": 1, "二": 2, "三": 3, "十四": 14, "十九": 19}
DIGITS = "〇一二三四五六七八九"


def digits(number: str) -> str:
    return "".join(DIGITS[int(digit)] for digit in number)


def in_words(number: str) -> str:
    tens, ones = divmod(int(number), 10)
    return ("" if not tens else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")


def bodies(text: str) -> list[tuple[int, int]]:
    """Return where the words of long paragraphs stand: the places in which a line may be wrapped."""
    return [match.span(1) for match in re.finditer(r"^(?:- \([a-z]\)|\d+\.) (.{30,})$", text, re.M)]


def wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) == "W" and char.isalpha()


def kinds(text: str) -> list[str]:
    return sorted({finding.kind for finding in read_text(text).findings})


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + report_text().encode(),
        report_text().replace("\n", "\r\n").encode(),
        report_text().replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + report_text().replace("\n", "\r\n").encode(),
    ],
    ids=["BOM", "CRLF", "CR", "BOM and CRLF"],
)
def test_line_ends_and_byte_order_mark(data: bytes) -> None:
    source = SourceText.from_bytes(data, "copy.txt")
    report = read_report(source, ReportIdentity(SYMBOL, "zh"), tables())
    assert source.to_bytes() == data
    assert differences(facts(report), BASE) == []
    # The offsets are those of RFC 5147, which counts neither the mark nor the second half of a line end.
    assert [r.evidence for r in report.records] == [r.evidence for r in read_text(report_text()).records]


@settings(max_examples=examples(12), deadline=None, derandomize=True, database=None)
@given(st.data())
def test_lines_wrapped_anywhere(data: st.DataObject) -> None:
    text = report_text()
    for begin, end in reversed(bodies(text)):
        places = [at for at in range(begin + 5, end) if wide(text[at - 1]) and wide(text[at])]
        for at in sorted(data.draw(st.sets(st.sampled_from(places), max_size=4)), reverse=True):
            text = text[:at] + "\n" + data.draw(st.sampled_from(["", "", "   ", "\u3000\u3000"])) + text[at:]
    assert differences(read(text), BASE) == []
    assert kinds(text) == KINDS


@settings(max_examples=examples(8), deadline=None, derandomize=True, database=None)
@given(st.data())
def test_white_space_between_characters(data: st.DataObject) -> None:
    """Beside a wide character white space means nothing."""
    text = report_text()
    for begin, end in reversed(bodies(text)):
        places = [at for at in range(begin + 1, end) if wide(text[at - 1]) or wide(text[at])]
        for at in sorted(data.draw(st.sets(st.sampled_from(places), max_size=6)), reverse=True):
            text = text[:at] + data.draw(st.sampled_from([" ", "\u3000", "\u00a0", "  "])) + text[at:]
    assert differences(read(text), BASE) == []


@settings(max_examples=examples(6), deadline=None, derandomize=True, database=None)
@given(st.data())
def test_blank_lines(data: st.DataObject) -> None:
    """More blank lines change nothing; they stand between lines that are not each other's continuation."""
    lines = report_text().split("\n")
    out = []
    for line in lines:
        out.append(line)
        if line == "" and data.draw(st.booleans()):
            out += [""] * data.draw(st.integers(1, 3))
        if line != "" and data.draw(st.integers(0, 7)) == 0:
            out.append(data.draw(st.sampled_from(["", "  ", "\t", "\u3000"])))
    assert differences(read("\n".join(out)), BASE) == []


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.translate(WIDE), id="full-width digits"),
        pytest.param(lambda text: text.translate(WIDE_MARKS), id="full-width marks"),
        pytest.param(lambda text: text.translate(NARROW_MARKS), id="half-width marks"),
        pytest.param(lambda text: re.sub(r"CTBT-Art[^\s，）()]+", lambda m: m.group().translate(LETTERS), text),
                     id="full-width symbols"),
        pytest.param(lambda text: re.sub(r"(?<=[\u4e00-\u9fff》）]) +(?=\S)|(?<=\S) +(?=[\u4e00-\u9fff《（])", "", text),
                     id="no white space beside wide characters"),
        pytest.param(lambda text: re.sub(r"^(?=\S)", "  ", text, flags=re.M), id="every line indented"),
        pytest.param(lambda text: re.sub(r"$", " ", text, flags=re.M), id="white space at the end of every line"),
        pytest.param(lambda text: text.replace("·", "•"), id="another dot in names"),
        pytest.param(lambda text: re.sub(r"^- \(", "(", text, flags=re.M), id="no bullets"),
        pytest.param(lambda text: re.sub(r"^- \(", "\u3000\u3000（", text, flags=re.M), id="wide indents"),
        pytest.param(lambda text: re.sub(r"^(\d+)\. ", r"\1．", text, flags=re.M), id="wide stops behind numbers"),
        pytest.param(lambda text: re.sub(r"^(\d+)\. ", r"\1.", text, flags=re.M), id="no space behind numbers"),
        pytest.param(lambda text: re.sub(r"^(\d+)\. ", r"\1、", text, flags=re.M), id="enumeration commas"),
        pytest.param(lambda text: re.sub(r"^(\d+)\. ", "\\1.\t", text, flags=re.M), id="tabs behind numbers"),
        pytest.param(lambda text: re.sub(r"\n{3,}", "\n\n", text), id="single blank lines"),
        pytest.param(lambda text: re.sub(r"^( \d+\.| - \()", lambda m: "    " + m.group(), text, flags=re.M),
                     id="deeper indents"),
        pytest.param(lambda text: text.replace("\t", " \t "), id="white space around tabs"),
        pytest.param(lambda text: text.rstrip("\n") + "\n", id="last line end"),
        pytest.param(lambda text: "\n\n\n" + text + "\n\n", id="blank lines around"),
        pytest.param(lambda text: re.sub(r"^ +", "", text, flags=re.M), id="no indents"),
        pytest.param(lambda text: re.sub(r"[“”]", '"', text), id="straight quotation marks"),
        pytest.param(lambda text: text.replace("“", "「").replace("”", "」"), id="corner brackets"),
        pytest.param(lambda text: DATE.sub(lambda m: f"{digits(m[1])}年{in_words(m[2])}月{in_words(m[3])}日", text),
                     id="days in words"),
        pytest.param(lambda text: NUMBERED.sub(lambda m: m[1] + in_words(m[2]) + m[3], text), id="numbers in words"),
        pytest.param(lambda text: ORDINAL.sub(lambda m: f"第 {ORDINALS[m[1]]} {m[2]}", text), id="ordinals in digits"),
    ],
)
def test_other_typography(change: object) -> None:
    assert callable(change)
    text = change(report_text())
    assert text != report_text()
    assert differences(read(text), BASE) == []
    assert kinds(text) == KINDS


@settings(max_examples=examples(6), deadline=None, derandomize=True, database=None)
@given(st.data())
def test_names_broken_in_table_cells(data: st.DataObject) -> None:
    """A name that a cell's width broke keeps its meaning, wherever the break."""
    text = report_text()
    begin = text.index("国家名单")
    names = sorted(set(re.findall(r"[\u4e00-\u9fff]{4,}(?=[\t\n])", text[begin:])))
    head, rows = text[:begin], text[begin:]
    for name in data.draw(st.lists(st.sampled_from(names), max_size=12, unique=True)):
        at = data.draw(st.integers(1, len(name) - 1))
        rows = re.sub(rf"(?<=[\t\n]){name}(?=[\t\n])", f"{name[:at]} {name[at:]}", rows)
    assert differences(read(head + rows), BASE) == []

"""Which report a text is, and in which language, stands in its header, or is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from texts import REPORT, report_text, tables

from treatygraph.convert.conversion import Opened, open_text
from treatygraph.read.source import SourceText
from treatygraph.read.which_report import (
    Named,
    UnknownVersionError,
    header_language,
    header_symbol,
    identify,
    named,
    spoken_language,
)

REPORTS = Path(__file__).parent / "reports"


def opened(text: str) -> Opened:
    return Opened(SourceText.from_bytes(text.encode(), "case.txt"))


def test_a_text_that_sources_csv_names_needs_no_more() -> None:
    identity = identify(open_text(REPORT).source, tables())
    assert (identity.symbol, identity.language) == ("CTBT-Art.XIV/2021/6", "zh")


def test_the_language_stands_alone_in_a_line_of_the_header() -> None:
    assert header_language(report_text()) == "zh"
    assert header_language("Distr.: General\t30 September 2021\nOriginal: Chinese\n\n1. English") is None
    assert header_language("CTBT-Art.XIV/2021/6\tENGLISH\nOriginal: Chinese\n") == "en"


@pytest.mark.parametrize(("file", "symbol"), [
    ("ctbt-1999.en.txt", "CTBT-Art.XIV/1999/5"), ("ctbt-2001.en.txt", "CTBT-Art.XIV/2001/6"),
    ("bwc-like.en.txt", "BWC/CONF.XII/9")])
def test_the_symbol_stands_in_the_header(file: str, symbol: str) -> None:
    identity = identify(open_text(REPORTS / file).source, tables())
    assert (identity.symbol, identity.language) == (symbol, "en")


def test_a_symbol_of_the_text_is_not_taken_for_the_reports_own() -> None:
    assert header_symbol("Report of the Conference\n\n1. The Conference had before it:\n\nCTBT-Art.XIV/2021/1\n") is None
    assert header_symbol("Report on CTBT-Art.XIV/2021/1 and others\n") is None
    assert header_symbol("\u200f1 - The Conference met.\n\nCTBT-Art.XIV/2021/1\n") is None
    assert header_symbol("1-3 December 2034\nBWC/CONF.XII/9\n") == "BWC/CONF.XII/9"
    assert header_symbol("CTBT-Art.XIV/2021/6*\nDistr. General") == "CTBT-Art.XIV/2021/6"


def test_the_words_tell_the_language() -> None:
    body = report_text()[100:]
    assert spoken_language(body) == "zh"
    assert spoken_language((REPORTS / "ctbt-2021.en.txt").read_text(encoding="utf-8")[200:]) == "en"


@pytest.mark.parametrize("text", ["", "12345", "Konferencja przyjęła sprawozdanie.", "the 中"])
def test_a_language_is_not_guessed(text: str) -> None:
    assert spoken_language(text) is None


def test_what_the_caller_says_comes_first() -> None:
    identity = identify(open_text(REPORT).source, tables(), "A/1", "en")
    assert (identity.symbol, identity.language) == ("A/1", "en")


def test_what_is_unknown_is_asked_for() -> None:
    with pytest.raises(UnknownVersionError, match=r"case.txt: no line of the header .* --symbol"):
        identify(opened("English\n\n1. The Conference met.").source, tables(), asked=True)
    with pytest.raises(UnknownVersionError, match="TEXT:LANG"):
        identify(opened("CTBT-Art.XIV/2021/6\n\n12345").source, tables(), asked=True)
    assert identify(opened("English\n").source, tables(), fallback="A/1").symbol == "A/1"


def test_what_is_unknown_and_not_asked_for_is_a_doubt() -> None:
    found = identify(opened("English\n\n1. The Conference met.").source, tables())
    assert (found.symbol, found.language) == ("case", "en")
    assert ["case" in doubt for doubt in found.doubts] == [True]
    found = identify(opened("A/80/42\n\n12345").source, tables())
    assert (found.symbol, found.language) == ("A/80/42", "en")
    assert ["taken for English" in doubt for doubt in found.doubts] == [True]
    found = identify(opened("A/80/42\n\nКонференция").source, tables())
    assert (found.language, found.doubts) == ("ru", ())
    found = identify(opened("A/80/42\n\n1. Konferencja.").source, tables(), language="pl")
    assert (found.language, ["no words" in doubt for doubt in found.doubts]) == ("pl", [True])


@pytest.mark.parametrize("symbol", ["", " ", "///", "A\n1", "<A/1>", "x" * 300])
def test_what_is_no_symbol_is_refused(symbol: str) -> None:
    with pytest.raises(UnknownVersionError, match="is no symbol"):
        identify(opened("English\n").source, tables(), symbol)


def test_a_document_of_two_bodies_has_the_first_symbol() -> None:
    found = identify(opened("E/2025/26*-E/CN.5/2025/6*\n\n1. The Commission met.").source, tables(), language="en")
    assert (found.symbol, found.doubts) == ("E/2025/26", ())


def test_a_text_may_name_its_language(tmp_path: Path) -> None:
    assert named("report.txt:en") == Named(Path("report.txt"), "en")
    assert named("report.txt") == Named(Path("report.txt"))
    assert named("C:\\reports\\a.txt") == Named(Path("C:\\reports\\a.txt"))
    odd = tmp_path / "a:en"
    odd.write_text("x", encoding="utf-8")
    assert named(str(odd)) == Named(odd)

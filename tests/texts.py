"""Reads texts for the tests, each once; must not hold an expectation."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from treatygraph.read.source import SourceText
from treatygraph.read.which_report import ReportIdentity
from treatygraph.reading.engine import ReadReport, read_report
from treatygraph.tables import Tables, shipped

REPORT = Path(__file__).parent.parent / "data" / "sources" / "ctbt-art-xiv-2021-6.zh.txt"
SYMBOL = "CTBT-Art.XIV/2021/6"


@cache
def tables() -> Tables:
    return shipped()


@cache
def report_text() -> str:
    return REPORT.read_text(encoding="utf-8")


def read_text(text: str, symbol: str = SYMBOL, language: str = "zh") -> ReadReport:
    return _read(text, symbol, language)


def read_anew(text: str, symbol: str = SYMBOL, language: str = "zh") -> ReadReport:
    """Read a text whatever was read before, where a test changes the words of its language."""
    return read_report(SourceText.from_bytes(text.encode(), "case.txt"), ReportIdentity(symbol, language), tables())


# Behind the defaults, so that a text is read once, whether they are said or left out.
_read = lru_cache(maxsize=128)(read_anew)

"""Reading takes the same number of calls for a character in a long text as in a short one."""

from __future__ import annotations

import sys
from pathlib import Path

from texts import tables

from treatygraph.graph.assemble.report import assemble_report, triples_of
from treatygraph.read.source import SourceText
from treatygraph.read.which_report import ReportIdentity
from treatygraph.reading.engine import read_report

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from report_like import SYMBOL, text_of


def calls(text: str) -> int:
    """Count the calls of Python functions that reading and assembling take; no clock."""
    counted = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event == "call"

    source = SourceText.from_bytes(text.encode(), "long.txt")
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        report = read_report(source, ReportIdentity(SYMBOL, "zh"), tables())
        for _ in triples_of(report):
            pass
    finally:
        sys.setprofile(before)
    return counted


def test_calls_grow_with_the_text() -> None:
    calls(text_of(5_000, 9, tables()))
    short = [text_of(8_000, seed, tables()) for seed in range(1, 6)]
    long = text_of(60_000, 7, tables())
    for_a_character = sum(map(calls, short)) / sum(map(len, short))
    assert calls(long) / len(long) < 1.25 * for_a_character


def test_the_text_is_the_same_for_the_same_seed_and_never_the_same_paragraph() -> None:
    text = text_of(30_000, 4, tables())
    assert text == text_of(30_000, 4, tables())
    paragraphs = [line.split(". ", 1)[-1] for line in text.splitlines() if len(line) > 200]
    assert len(paragraphs) == len(set(paragraphs))


def test_triples_made_one_at_a_time_are_the_graph() -> None:
    text = text_of(6_000, 2, tables())
    report = read_report(SourceText.from_bytes(text.encode(), "x"), ReportIdentity(SYMBOL, "zh"), tables())
    assert frozenset(triples_of(report)) == assemble_report(report)

"""Reading takes the same number of calls for a character in a long text as in a short one."""

from __future__ import annotations

import sys
from collections import deque
from pathlib import Path

from counted import calls
from texts import tables

from treatygraph.graph.assemble.report import assemble_report, triples_of
from treatygraph.read.source import SourceText
from treatygraph.read.which_report import ReportIdentity
from treatygraph.reading.engine import read_report

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from report_like import SYMBOL, text_of


def work(text: str) -> int:
    """Count the calls of Python functions that reading and assembling take; no clock."""
    source = SourceText.from_bytes(text.encode(), "long.txt")
    return calls(lambda: deque(triples_of(read_report(source, ReportIdentity(SYMBOL, "zh"), tables())), maxlen=0),
                 builtin=False)


def test_calls_grow_with_the_text() -> None:
    work(text_of(2_000, 9, tables()))
    short = [text_of(4_000, seed, tables()) for seed in range(1, 4)]
    long = text_of(16_000, 7, tables())
    for_a_character = sum(map(work, short)) / sum(map(len, short))
    assert work(long) / len(long) < 1.25 * for_a_character


def test_the_text_is_the_same_for_the_same_seed_and_never_the_same_paragraph() -> None:
    text = text_of(30_000, 4, tables())
    assert text == text_of(30_000, 4, tables())
    paragraphs = [line.split(". ", 1)[-1] for line in text.splitlines() if len(line) > 200]
    assert len(paragraphs) == len(set(paragraphs))


def test_triples_made_one_at_a_time_are_the_graph() -> None:
    text = text_of(6_000, 2, tables())
    report = read_report(SourceText.from_bytes(text.encode(), "x"), ReportIdentity(SYMBOL, "zh"), tables())
    assert frozenset(triples_of(report)) == assemble_report(report)

"""Reads lists of States in English as English joins them: any States, in any order, under any name of the tables."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from texts import read_text, tables

from treatygraph import iris
from treatygraph.facts import Participation
from treatygraph.reading.engine import ReadReport

HEADER = """Original: English

Conference on Facilitating the Entry into Force of the Comprehensive Nuclear-Test-Ban Treaty

22 September 2023

"""
SENTENCE = HEADER + "1. The following other States attended the Conference: {}.\n"
NAMES = {row.key: tuple(row.names("en")) for row in tables().rows("states")}
WITH_ARTICLE = ("Republic", "Kingdom", "Union", "United", "Islands", "Former", "Netherlands", "Philippines",
                "Gambia", "Bahamas", "Holy See", "Sudan", "Niger", "Congo", "Comoros", "Maldives", "Emirates", "State of")


def read(words: str) -> ReadReport:
    return read_text(SENTENCE.format(words), "CTBT-Art.XIV/2023/6", "en")


def participants(report: ReadReport) -> list[tuple[str, str]]:
    """Return each State that took part with its name as written."""
    return [(iris.local(r.participant or ""), report.reading.source.quote(r.evidence[0])) for r in report.records
            if isinstance(r, Participation)]


def article(name: str) -> str:
    """Names of some words take an article, unless they are inverted or begin with one."""
    takes = any(word in name for word in WITH_ARTICLE) and "(" not in name and not name.startswith(("the ", "former "))
    return "the " if takes else ""


JOINTS = [(", ", " and "), (", ", ", and "), ("; ", "; and "), ("; ", " and ")]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 10**9), st.sampled_from(JOINTS))
def test_any_ninety_states_in_any_order(seed: int, joint: tuple[str, str]) -> None:
    """Under any of their names, with articles, with a comma before the last or not, or parted by semicolons."""
    chance = random.Random(seed)
    chosen = [(iso, chance.choice(NAMES[iso])) for iso in chance.sample(sorted(NAMES), 90)]
    written = [article(name) + name for _, name in chosen]
    report = read(joint[0].join(written[:-1]) + joint[1] + written[-1])
    assert participants(report) == chosen
    assert [finding for finding in report.findings if finding.kind != "several-spellings"] == []


def test_every_state_under_every_name() -> None:
    """All States at once, each time under another of its names, so that every name stands in a list."""
    for number in range(max(len(names) for names in NAMES.values())):
        chosen = [(iso, names[min(number, len(names) - 1)]) for iso, names in NAMES.items()]
        written = [article(name) + name for _, name in chosen]
        report = read(", ".join(written[:-1]) + " and " + written[-1])
        assert participants(report) == chosen


def test_every_state_is_the_last_of_a_list_once() -> None:
    """The joining word of the list stands before every name, whatever joining words the name holds itself."""
    for iso, names in NAMES.items():
        for name in names:
            report = read(f"Trinidad and Tobago and {article(name)}{name}")
            wanted = [("TTO", "Trinidad and Tobago"), (iso, name)]
            assert participants(report) == (wanted if iso != "TTO" else participants(report))


def test_as_many_states_as_the_tables_hold() -> None:
    assert len(NAMES) >= 197

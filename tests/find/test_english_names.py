"""Reads lists of States in English as English joins them: any States, in any order, under any name of the tables."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from texts import read_text, tables

from treatygraph import iris
from treatygraph.facts import Participation
from treatygraph.rules.engine import ReadReport

HEADER = """Original: English

Conference on Facilitating the Entry into Force of the Comprehensive Nuclear-Test-Ban Treaty

22 September 2023

"""
SENTENCE = HEADER + "1. The following other States attended the Conference: {}.\n"
NAMES = {row.key: tuple(row.names("en")) for row in tables().rows("states")}
WITH_ARTICLE = ("Republic", "Kingdom", "Union", "United", "Islands", "Former", "former", "Netherlands", "Philippines",
                "Gambia", "Bahamas", "Holy See", "Sudan", "Niger", "Congo", "Comoros", "Maldives", "Emirates", "State of")


def read(words: str) -> ReadReport:
    return read_text(SENTENCE.format(words), "CTBT-Art.XIV/2023/6", "en")


def participants(report: ReadReport) -> list[tuple[str, str]]:
    """Return each State that took part with its name as written."""
    return [(iris.local(r.participant or ""), report.reading.source.quote(r.evidence[0])) for r in report.records
            if isinstance(r, Participation)]


def article(name: str) -> str:
    """Names of some words take an article, unless they are inverted or begin with one."""
    takes = any(word in name for word in WITH_ARTICLE) and "(" not in name and not name.startswith("the ")
    return "the " if takes else ""


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[tuple[str, str]], str]:
    """Draw 90 States under any of their names, and join them: with a comma before the last or not, or by semicolons."""
    states = draw(st.permutations(sorted(NAMES)))[:90]
    chosen = [(iso, draw(st.sampled_from(NAMES[iso]))) for iso in states]
    separator, last = draw(st.sampled_from([(", ", " and "), (", ", ", and "), ("; ", "; and "), ("; ", " and ")]))
    written = [article(name) + name for _, name in chosen]
    return chosen, separator.join(written[:-1]) + last + written[-1]


@settings(max_examples=25, deadline=None, derandomize=True,
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(lists())
def test_any_ninety_states_in_any_order(drawn: tuple[list[tuple[str, str]], str]) -> None:
    chosen, words = drawn
    report = read(words)
    assert participants(report) == chosen
    assert [f for f in report.findings if f.kind not in {"several-spellings"}] == []


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

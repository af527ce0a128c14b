"""Names of persons without an honorific: what stands beside a run of capitals tells whether it names a person."""

from __future__ import annotations

import pytest

import treatygraph
from treatygraph.facts import Agent

HEAD = "Report of the Commission on Water\n\nI. Proceedings\n\n1. "


def persons(text: str) -> set[str]:
    """Return the names of the persons that a report of one paragraph names."""
    report = treatygraph.read_text(HEAD + text + "\n", symbol="E/CN.77/2031/9", language="en")
    return {str(r.label.text) for r in report.read.records
            if isinstance(r, Agent) and r.label and "/person/" in r.iri}


@pytest.mark.parametrize(("text", "names"), [
    ("The Commission elected Amina Diallo (Kenya) as Chair.", {"Amina Diallo"}),
    ("The Commission elected Ana de la Cruz (Peru) and Robin de Vogel (Netherlands (Kingdom of the)) as Vice-Chairs.",
     {"Ana de la Cruz", "Robin de Vogel"}),
    ("The Chair of the Commission, Amina Diallo, made a statement.", {"Amina Diallo"}),
    ("Amina Diallo, Director of the Secretariat, made a statement.", {"Amina Diallo"}),
    ("The representative of Kenya, Amina Diallo, made a statement.", {"Amina Diallo"}),
    ("The Commission heard from a panel composed of Nick Harding, lecturer; and Anna Lund, journalist and author.",
     {"Nick Harding", "Anna Lund"}),
    ("The Director of the Office of the High Commissioner for Herders, Ana Lund, made a statement.", {"Ana Lund"}),
    ("The High Commissioner for Herders, Ana Lund, and the Chair of the Board, Robin Vogel, made statements.",
     {"Ana Lund", "Robin Vogel"}),
])
def test_marks_tell_a_name(text: str, names: set[str]) -> None:
    assert persons(text) == names


@pytest.mark.parametrize("text", [
    "The Commission met in Buenos Aires (Argentina).",
    "The Commission thanked the Water Policy Institute (Kenya).",
    "The Commission considered the Lusaka Action Plan (Zambia).",
    "Representatives of the following organizations spoke: Blue River; and Clean Springs.",
    "The Commission discussed Amina Diallo.",
    "The Working Group (Kenya) met.",
    "The Commission thanked the Office of the High Representative for the Least Developed Countries, Landlocked "
    "Developing Countries and Small Island Developing States.",
    "The Commission thanked the Office of the High Commissioner for Herders, Wandering Shepherds.",
    "The Commission heard the High Commissioner for Herders, Wandering Shepherds and Roaming Drovers.",
])
def test_other_capitals_name_nobody(text: str) -> None:
    assert persons(text) == set()

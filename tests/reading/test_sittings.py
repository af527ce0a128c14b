"""The numbered sitting of a body in titles: the report is the body's, and the sitting's line is no part of its name."""

from __future__ import annotations

import pytest

import treatygraph
from treatygraph.language.languages import load
from treatygraph.reading.sessions import body_of_sitting, end_of_body, names_a_sitting

REPORT = """RCW/COP/2031/12

14 May 2031
Original: English

Conference of the Parties to the Rivers Convention

Fourth meeting
Lisbon, 3-7 May 2031

Report of the fourth meeting of the Conference of the Parties

1. At its 1st plenary meeting, on 3 May 2031, the Conference of the Parties adopted its rules of procedure.
"""


@pytest.mark.parametrize(("language", "title", "body"), [
    ("en", "fourth meeting of the Conference of the Parties", "Conference of the Parties"),
    ("en", "twenty-first extraordinary session of the Commission on Rivers", "Commission on Rivers"),
    ("fr", "quatrième réunion de la Conférence des Parties", "Conférence des Parties"),
    ("es", "cuarta reunión de la Conferencia de las Partes", "Conferencia de las Partes"),
    ("ru", "четвертой сессии Конференции Сторон", "Конференции Сторон"),
])
def test_body_behind_its_sitting(language: str, title: str, body: str) -> None:
    assert title[body_of_sitting(title, load(language)) :] == body


@pytest.mark.parametrize("title", ["Meeting of the Parties to the Rivers Convention", "third Meeting of States Parties",
                                   "fourth meeting"])
def test_a_body_that_is_called_a_meeting(title: str) -> None:
    assert body_of_sitting(title, load("en")) == 0


@pytest.mark.parametrize(("title", "body"), [
    ("缔约方大会第四届会议", "缔约方大会"), ("河流委员会第二十届常会", "河流委员会"), ("第四次审议大会", "第四次审议大会"),
    ("促进《条约》生效会议", "促进《条约》生效会议"),
])
def test_body_before_its_sitting(title: str, body: str) -> None:
    assert title[: end_of_body(title, load("zh"))] == body


def test_line_of_a_sitting() -> None:
    assert names_a_sitting("Fourth meeting", load("en"))
    assert names_a_sitting("Sixty-ninth session", load("en"))
    assert not names_a_sitting("Fourth meeting of the Parties", load("en"))


def test_the_report_is_the_bodys() -> None:
    turtle = treatygraph.read_text(REPORT).to_turtle()
    assert 'skos:prefLabel "Conference of the Parties to the Rivers Convention"@en' in turtle
    assert "tg:decisionType tg:Adoption" in turtle
    assert 'schema:startDate "2031-05-03"^^xsd:date' in turtle

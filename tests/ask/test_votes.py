"""The votes of a State, asked of a small report with recorded votes; the answers are read off the report by hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Store

from treatygraph import iris, read_text
from treatygraph.ask import ask, find_question, plain
from treatygraph.graph.store import hold

SYMBOL = "MLC/CONF.4/9"
REPORT = Path(__file__).parents[1] / "reports" / "votes-2032.en.txt"
CONFERENCE = f"document/{SYMBOL}/conference"
DRAFT = (f"{CONFERENCE}/meeting/2", "document/MLC/CONF.4/L.3")
# It has no symbol, so the report's words stand for it.
PROPOSAL = (f"{CONFERENCE}/meeting/3", "the proposal to close the list of lakes")


@cache
def store() -> Store:
    report = read_text(REPORT.read_text(encoding="utf-8"), symbol=SYMBOL, language="en")
    return hold({"reports/votes-2032": report.triples})


@pytest.mark.parametrize(("state", "votes"), [
    ("NOR", [(*DRAFT, "InFavour"), (*PROPOSAL, "Against")]),
    ("PER", [(*DRAFT, "Against"), (*PROPOSAL, "InFavour")]),
    ("NPL", [(*DRAFT, "Abstaining"), (*PROPOSAL, "InFavour")]),
    # In no list; and of the third voting the report gives numbers only.
    ("ITA", []),
])
def test_the_votes_of_a_state(state: str, votes: list[tuple[str, str, str]]) -> None:
    question = find_question("CQ-53")
    answer = ask(store(), question.bound({"state": f"state/{state}"}))
    rows = [dict(zip(answer.variables, map(plain, row), strict=True)) for row in answer.rows]
    assert [(row["meeting"].removeprefix(iris.ID), row["matter"].removeprefix(iris.ID), iris.local(row["cast"]))
            for row in rows] == votes
    assert {row["conference"] for row in rows} <= {iris.ID + CONFERENCE}


def test_the_provision_that_records_a_vote() -> None:
    answer = ask(store(), find_question("CQ-53").bound({"state": "state/NOR"}))
    first = dict(zip(answer.variables, map(plain, answer.rows[0]), strict=True))
    assert first["provision"] == f"{iris.document(SYMBOL)}/paragraph/2"

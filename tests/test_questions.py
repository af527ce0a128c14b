"""Every question gives the answer that was written by hand."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import built
import pytest
from pyoxigraph import RdfFormat, parse

from treatygraph import iris, paths
from treatygraph.ask import ask, find_question, questions, to_csv

ANSWERS = sorted(paths.queries().glob("CQ-*.csv"))
# Names by language, aggregates, property paths, named graphs, and graphs that are made.
TEACHING = re.compile(r"LANG\(|COUNT\(|\bGRAPH |^CONSTRUCT |\b\w+:\w+[/|]|\^\w+:\w+", re.M)


def bindings(path: Path) -> tuple[str, dict[str, str]]:
    """Split `CQ-19_name.addressee=organization%2Fx.csv` into the question and its bindings."""
    stem, *pairs = path.stem.split(".") if "=" in path.name else [path.stem]
    joined = ".".join(pairs)
    if not joined:
        return stem, {}
    name, _, value = joined.partition("=")
    return stem, {name: unquote(value)}


@pytest.mark.parametrize("path", ANSWERS, ids=lambda p: p.stem)
def test_answer(path: Path) -> None:
    stem, values = bindings(path)
    answer = ask(built.store(), find_question(stem).bound(values), federated=True)
    assert to_csv(answer).splitlines() == path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("path", sorted(paths.queries().glob("CQ-*.ttl")), ids=lambda p: p.stem)
def test_answer_that_is_a_graph(path: Path) -> None:
    answer = ask(built.store(), find_question(path.stem).query)
    assert answer.triples is not None
    assert set(answer.triples) == {quad.triple for quad in parse(path=str(path), format=RdfFormat.TURTLE)}


def written(query: str) -> str:
    """A query without its comments, prefixes and parameters."""
    return "\n".join(line for line in query.split("\n")
                     if not line.lstrip().startswith(("#", "PREFIX")) and "# parameter" not in line)


def test_half_of_the_questions_teach_something_and_none_is_of_one_treaty_alone() -> None:
    bodies = {one.name: written(one.query) for one in questions()}
    taught = {name: TEACHING.findall(body) for name, body in bodies.items()}
    assert len([name for name, found in taught.items() if found]) * 2 >= len(taught)
    assert {one for found in taught.values() for one in found} >= {"GRAPH ", "CONSTRUCT ", "COUNT(", "LANG("}
    assert [name for name, body in bodies.items() if iris.ID in body] == []


def test_every_question_has_an_answer_and_a_header() -> None:
    for question in questions():
        assert question.file is not None
        answer = question.file.with_suffix(".ttl" if question.constructs else ".csv")
        assert answer.is_file(), f"{question.name} has no answer"
        assert question.asks, question.name
        assert question.translations.get("zh"), question.name
        assert question.why, question.name

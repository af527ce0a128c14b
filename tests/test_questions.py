"""Every question gives the answer that was written by hand."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import built
import pytest

from treatygraph import paths
from treatygraph.ask import ask, find_question, questions, to_csv

ANSWERS = sorted(paths.queries().glob("CQ-*.csv"))


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


def test_every_question_has_an_answer_and_a_header() -> None:
    for question in questions():
        assert question.file is not None
        assert question.file.with_suffix(".csv").is_file(), f"{question.name} has no answer"
        assert question.asks, question.name
        assert question.translations.get("zh"), question.name
        assert question.why, question.name

"""Reports made to measure with are the same for the same seed, and state what is written down beside them."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from treatygraph.tables import shipped

BENCHMARK = Path(__file__).parent.parent / "benchmarks" / "generated_reports.py"


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return runpy.run_path(str(BENCHMARK))


def paragraphs(text: str) -> dict[str, str]:
    found = re.split(r"^(\d+)\. ", text, flags=re.MULTILINE)
    return {"header": found[0], **dict(zip(found[1::2], found[2::2], strict=True))}


def test_a_seed_gives_one_corpus(made: dict[str, Any]) -> None:
    first, again, other = (list(made["reports"](3, seed, apart=False)) for seed in (7, 7, 8))
    assert first == again
    assert [text for _, text, _ in first] != [text for _, text, _ in other]
    # A longer corpus begins with the shorter one.
    assert list(made["reports"](5, 7, apart=False))[:3] == first


@pytest.mark.parametrize("apart", [False, True])
def test_each_fact_stands_in_its_paragraph(made: dict[str, Any], apart: bool) -> None:
    names = {row.key: {"en": row["name_en"], "zh": row["name_zh"]} for row in shipped().rows("states")}
    for _, text, gold in made["reports"](4, 1, apart=apart):
        said = paragraphs(text)
        for fact in gold["facts"]:
            for paragraph in fact["paragraph"]:
                words = said[paragraph]
                who = fact.get("who", "")
                if who.startswith("state:"):
                    assert names[who.removeprefix("state:")][gold["language"]] in words, (fact, words)
                elif who:
                    assert who.removeprefix("person:") in words, (fact, words)
                if fact["kind"] in {"document", "agenda"}:
                    assert fact.get("title", "") in words, (fact, words)
                if fact["kind"] == "vote":
                    assert {str(fact[part]) for part in ("in_favour", "against", "abstaining")} <= set(
                        re.findall(r"\d+", words)), (fact, words)


def test_wordings_held_apart_are_others(made: dict[str, Any]) -> None:
    frames, apart = made["wordings"](False), made["wordings"](True)
    assert {language: set(kinds) for language, kinds in frames.items()} == {
        language: set(kinds) for language, kinds in apart.items()}
    for language, kinds in frames.items():
        for kind, wordings in kinds.items():
            assert not set(wordings) & set(apart[language][kind])

"""The command that prints a text's document tree takes the text's own language for its layout."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from treatygraph.commands.read_command import read

ENGLISH = "1. The Conference adopted its report at its final meeting.\n\nAnnex I\n\n1. The States parties declare.\n"
CHINESE = "1. 会议在最后一次会议上通过了报告。\n\n附件一\n\n1. 各缔约国宣布。\n"
RUSSIAN = "1. Конференция приняла свой доклад.\n\nПриложение I\n\n1. Государства-участники заявляют.\n"


@pytest.mark.parametrize("words", [ENGLISH, CHINESE, RUSSIAN])
def test_the_layout_is_read_in_the_language_of_the_text(tmp_path: Path, words: str) -> None:
    (tmp_path / "a.txt").write_text(words, encoding="utf-8")
    done = CliRunner().invoke(read, [str(tmp_path / "a.txt")])
    assert done.exception is None, done.output
    assert [line.split()[:2] for line in done.stdout.splitlines() if "annex" in line] == [["annex", "I"]]


def test_a_language_that_nothing_tells_is_doubted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("1. 23-24\n", encoding="utf-8")
    done = CliRunner().invoke(read, [str(tmp_path / "a.txt")])
    assert "taken for English" in done.stderr
    assert "symbol" not in done.stderr

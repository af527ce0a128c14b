"""The programs in docs/python.md print what the page says they print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.S)


@pytest.mark.usefixtures("opened_once")
@pytest.mark.parametrize("number", range(len(SHOWN)))
def test_a_program_prints_what_is_shown(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                        capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.csv").write_text("iso3,value\nCHN,12\nITA,7\nPAK,2\n", encoding="utf-8")
    (tmp_path / "report.txt").write_text("1. The Conference adopted its agenda (A/CONF.9/2031/1).", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    program, printed = SHOWN[number]
    exec(compile(program, "docs/python.md", "exec"), {})
    assert capsys.readouterr().out == printed


def test_each_task_takes_at_most_six_lines() -> None:
    assert len(SHOWN) == PAGE.count("```python") == 5
    assert all(len([line for line in program.splitlines() if line]) <= 6 for program, _ in SHOWN)

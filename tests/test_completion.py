"""A shell that asks what may follow is told questions, their parameters, States, conferences and groups."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command import run

import treatygraph
from treatygraph.ask import questions
from treatygraph.cli import _COMMANDS


def completed(typed: str, monkeypatch: pytest.MonkeyPatch, shell: str = "bash") -> list[str]:
    """What a shell is told to offer after some words, the last of which is being typed."""
    words = typed.split(" ")
    monkeypatch.setenv("_TREATYGRAPH_COMPLETE", f"{shell}_complete")
    monkeypatch.setenv("COMP_WORDS", typed)
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    done = run()
    assert done.returncode == 0, done.stderr
    return [line.removeprefix("plain,") for line in done.stdout.splitlines() if line]


def test_commands_and_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    assert completed("treatygraph ", monkeypatch)[: len(_COMMANDS)] == list(_COMMANDS)
    assert completed("treatygraph exp", monkeypatch) == ["explain", "export"]
    assert completed("treatygraph query ", monkeypatch) == [one.name for one in questions()]
    assert completed("treatygraph query cq-15", monkeypatch) == ["CQ-15"]
    assert completed("treatygraph query mine", monkeypatch) == ["file,mine"]


# As Bash parts words: it takes an equals sign for one, and puts what is offered in the place of what stands behind it.
@pytest.mark.parametrize(("typed", "offered"), [
    ("query CQ-09 --bind st", ["state="]),
    ("query CQ-09 --bind state = Ke", ["KEN"]),
    ("query CQ-09 --bind state = ken", ["KEN"]),
    ("query CQ-09 --bind state = Côte", ["CIV"]),
    ("query CQ-09 --bind state = 肯", ["KEN"]),
    ("query CQ-15 --bind conference = 2021", ["ctbt-art-xiv-2021"]),
    ("query CQ-99 --bind st", []),
    ("explain Keny", ["state/KEN"]),
    ("explain conference/ctbt-art-xiv-20", [f"conference/ctbt-art-xiv-{year}" for year in range(2001, 2026, 2)]),
    ("explain tr", ["treaty/", "state/TTO"]),
    ("explain planet/e", []),
    ("status --group a", ["all", "annex-2", "africa"]),
    ("status --group = af", ["africa"]),
    ("status --treaty c", ["ctbt"]),
    ("search --state Tch", ["CZE", "TCD"]),
    ("search --conference 2019", ["ctbt-art-xiv-2019"]),
    ("entry-into-force --assume Chin", ["CHN="]),
    ("entry-into-force --assume CHN = 20", []),
])
def test_values(typed: str, offered: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert completed(f"treatygraph {typed}", monkeypatch) == offered


def test_a_shell_that_leaves_words_whole_is_given_them_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    told = completed("treatygraph query CQ-09 --bind state=Ke", monkeypatch, "zsh")
    assert told == ["plain", "state=KEN", "Kenya"]


@pytest.mark.skipif(not shutil.which("bash"), reason="Bash is not installed")
def test_bash_itself_completes_as_the_readme_says(tmp_path: Path) -> None:
    root = Path(treatygraph.__file__).parents[2]
    switched_on = 'eval "$(_TREATYGRAPH_COMPLETE=bash_source treatygraph)"'
    assert f"`{switched_on}`" in (root / "README.md").read_text(encoding="utf-8")
    program = tmp_path / "treatygraph"
    call = f"exec {shlex.quote(sys.executable)} -m treatygraph"
    program.write_text(f'#!/bin/sh\n{call} "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    typed = ("COMP_WORDS=(treatygraph query CQ-09 --bind state = Keny); COMP_CWORD=6; "
             'COMPREPLY=(); _treatygraph_completion treatygraph; echo "${COMPREPLY[@]}"')
    done = subprocess.run(["bash", "--norc", "-c", f"{switched_on}\n{typed}"], capture_output=True, text=True, check=False,
                          env={**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(root / "src")})
    assert (done.stdout, done.stderr) == ("KEN\n", "")

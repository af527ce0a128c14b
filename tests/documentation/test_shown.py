"""What the pages show is what happens: programs, queries, commands, and what they print."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from treatygraph.cli import commands

from .shown import DOCS, PAGES, ROOT, Reading, blocks, exceptions, fits

# What takes little time runs with all other tests; the rest with `pytest -m documentation`.
LIGHT = ["tutorial/sentence-to-answer.md", "tutorial/own-spreadsheet.md", "tutorial/four-tasks.md", "python.md",
         "link-your-data.md", "mcp.md", "patterns.md"]


@pytest.mark.usefixtures("opened_once")
@pytest.mark.parametrize("page", LIGHT)
def test_a_page_shows_what_happens(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert Reading(tmp_path).follow(page) > 0


def test_each_of_the_four_tasks_takes_at_most_six_lines() -> None:
    programs = [block for block in blocks("tutorial/four-tasks.md") if block.language == "python"]
    assert len(programs) == 4
    assert all(len([line for line in block.text.splitlines() if line]) <= 6 for block in programs)


def test_the_tutorial_in_chinese_runs_the_same_programs() -> None:
    for page in ("four-tasks.md", "own-spreadsheet.md"):
        english, chinese = ([block.text for block in blocks(f"{folder}/{page}") if block.language in {"python", "csv"}]
                            for folder in ("tutorial", "zh"))
        assert chinese == english


@pytest.mark.parametrize("document", [*(f"docs/{page}" for page in PAGES), "README.md", "CONTRIBUTING.md"])
def test_commands_named_in_passing_have_the_options_they_are_named_with(document: str) -> None:
    text = re.sub(r"^ *```.*?^ *```$", "", (ROOT / document).read_text(encoding="utf-8"), flags=re.M | re.S)
    for named in re.findall(r"`treatygraph ([^`]+)`", text):
        words = [word for word in named.split() if re.fullmatch(r"[a-z][a-z-]+", word)]
        command: click.Command = commands
        known = {"--help", *options(command)}
        while isinstance(command, click.Group) and words:
            found = command.get_command(click.Context(command), words.pop(0))
            assert found, named
            command, known = found, known | options(found)
        assert [option for option in re.findall(r"(?<!\S)\[?(--[a-z-]+)", named) if option not in known] == [], named


def options(command: click.Command) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts}


def test_every_exception_is_of_a_block_and_says_why() -> None:
    for row in exceptions():
        assert [block for block in blocks(row.page) if block.text.startswith(row.begins)], row
        assert len(row.why) > 15, row


def test_files_that_pages_share_are_the_same() -> None:
    found = [block.text for page in PAGES for block in blocks(page) if block.title == "mine.csv"]
    assert (len(found), len(set(found))) == (5, 1)


@pytest.mark.parametrize(("printed", "shown", "fit"), [
    ("a\nb\nc\n", "a\n…\nc\n", True), ("a\nb\nc\n", "…\nb\n…\n", True), ("a\nb\n", "a\n…\n", True), ("a  \n", "a\n", True),
    ("a\nb\n", "a\n", False), ("a\nb\nc\n", "…\nc\nb\n", False), ("ab\n", "a…\n", False)])
def test_lines_may_be_left_out_where_it_says_so(printed: str, shown: str, fit: bool) -> None:
    assert fits(printed, shown) is fit


def test_pictures_shown_are_there_and_each_is_shown() -> None:
    shown = {Path(DOCS, page).parent.joinpath(name).resolve() for page in PAGES
             for name in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (DOCS / page).read_text(encoding="utf-8"))}
    there = {path for path in (DOCS / "pictures").iterdir() if path.name != "icon.svg"}
    assert shown == there

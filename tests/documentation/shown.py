"""Reads the blocks of code on a page, and does what a reader of the page would do with them, from top to bottom.

A block with a title is a file; a program, a command and a query are run where the files are; a block of text or CSV
behind one shows what it prints, `…` standing for lines left out. A command ends with 0 unless its title says otherwise.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import shlex
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import opened
from command import run

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))
LEFT_OUT = "…"
_BLOCK = re.compile(r'^( *)```(\w*)(?: title="([^"]*)")?\n(.*?)^\1```$', re.M | re.S)
_BEGINNING = "the beginning of "
_EXIT_CODE = "exit code "
_SHOWN = {"", "text", "csv", "jinja", "turtle"}


@dataclass(frozen=True)
class Block:
    """A block of code: its page and line, its language, its title, its text."""

    page: str
    line: int
    language: str
    title: str
    text: str

    def __str__(self) -> str:
        return f"docs/{self.page}:{self.line}"


@dataclass(frozen=True)
class LeftOut:
    """A row of exceptions.csv: a block, by how it begins, that a test elsewhere runs, or none, and why."""

    page: str
    begins: str
    why: str


def exceptions() -> list[LeftOut]:
    with (Path(__file__).with_name("exceptions.csv")).open(encoding="utf-8", newline="") as file:
        return [LeftOut(**row) for row in csv.DictReader(file)]


def blocks(page: str) -> list[Block]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return [Block(page, text.count("\n", 0, found.start()) + 1, found[2], found[3] or "", found[4])
            for found in _BLOCK.finditer(text)]


def commands(script: str) -> Iterator[list[str]]:
    """Yield the commands of a script as words, lines that go on joined, comments left out."""
    for line in script.replace("\\\n", " ").splitlines():
        if words := shlex.split(line, comments=True):
            yield words


def fits(printed: str, shown: str) -> bool:
    """Whether what is printed is what is shown, where a line `…` stands for any lines."""
    lines = [line.rstrip() for line in shown.splitlines()]
    parts = "\n".join(r"(?:.*\n)*?" if line == LEFT_OUT else re.escape(line) for line in lines)
    pattern = parts.replace(r"(?:.*\n)*?" + "\n", r"(?:.*\n)*?")
    found = "\n".join(line.rstrip() for line in printed.splitlines()) + "\n"
    return re.fullmatch(pattern + "\n?", found) is not None


class Reading:
    """Follows pages in a folder; commands are run by a shell where one is given, else in this process."""

    def __init__(self, folder: Path, shell: Callable[[str, Path, int], str] | None = None) -> None:
        self._folder, self._shell = folder, shell
        self._printed: str | None = None
        self._left = [(one.page, one.begins) for one in exceptions()]

    def follow(self, page: str) -> int:
        """Do what the blocks of a page say; return how many were done. Fails where one does not do what is shown."""
        done = 0
        for block in blocks(page):
            if any(block.page == left and block.text.startswith(begins) for left, begins in self._left):
                self._printed = None
                continue
            done += self._do(block)
        return done

    def _do(self, block: Block) -> bool:
        if block.title.startswith(_BEGINNING):
            held = (self._folder / block.title.removeprefix(_BEGINNING)).read_text(encoding="utf-8")
            assert fits(held, block.text), f"{block}: {held[:300]}"
        elif block.title and not block.title.startswith(_EXIT_CODE):
            (self._folder / block.title).write_text(block.text, encoding="utf-8")
        elif block.language == "python":
            self._printed = self._program(block)
        elif block.language == "sh":
            self._printed = self._script(block)
        elif block.language == "sparql":
            self._printed = opened.shipped().sparql(block.text).to_csv()
        elif block.language == "json":
            json.loads(block.text)
        elif block.language == "toml":
            assert LEFT_OUT in block.text or tomllib.loads(block.text), str(block)
        elif block.language in {"text", "csv"} and self._printed is not None:
            assert fits(self._printed, block.text), f"{block} shows what is not printed:\n{self._printed[:3000]}"
            self._printed = None
        else:
            assert block.language in _SHOWN, f"{block}: nobody knows what to do with {block.language}"
            return False
        return True

    def _program(self, block: Block) -> str:
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.chdir(self._folder):
            exec(compile(block.text, str(block), "exec"), {})
        return out.getvalue()

    def _script(self, block: Block) -> str | None:
        if self._shell:
            return self._shell(block.text, self._folder, int(block.title.removeprefix(_EXIT_CODE) or 0))
        printed = ""
        for words in commands(block.text):
            assert words[0] == "treatygraph", f"{block}: {words}"
            if words[1] == "serve":  # it would serve until somebody ends it; with a shell, somebody does
                continue
            told = words[1:words.index(">")] if ">" in words else words[1:]
            done = run(*told, cwd=self._folder)
            assert done.returncode == 0, f"{block}: {done.stderr}"
            if ">" in words:
                (self._folder / words[-1]).write_text(done.stdout, encoding="utf-8")
            else:
                printed += done.stdout
        return printed

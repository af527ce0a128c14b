"""Defines what every converter hands on, blocks of text and changes made to them, and lays them out as plain text.

Must not know any file format.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest

from treatygraph.model import Severity, TreatyGraphError
from treatygraph.read.looks import STOPS


class ConversionError(TreatyGraphError):
    """A file that cannot be converted: broken, encrypted, empty, too large, or without text."""


class BlockKind(StrEnum):
    """What a block is by its looks."""

    HEADING = "heading"
    TEXT = "text"
    ENTRY = "entry"
    ITEM = "item"
    ROW = "row"
    FOOTNOTE = "footnote"


@dataclass(slots=True)
class Block:
    """A piece of text on a line of its own.

    A heading, a paragraph, a numbered entry, an item of a list without numbers, a table row, or a footnote.
    """

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """Something a converter did or left out; `block` is the index of the block at or before which it happened."""

    kind: str
    message: str
    words: str = ""
    severity: Severity = Severity.INFO
    block: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote that waits for its place: its text behind its mark, and the range of blocks that may carry it."""

    text: str
    first: int
    last: int


@dataclass
class Converted:
    """What a converter made of a file: its blocks in reading order, what it changed, and footnotes not yet placed."""

    blocks: list[Block] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def add(self, kind: BlockKind, text: str) -> None:
        """Append a block, unless it has no words."""
        if text.strip():
            self.blocks.append(Block(kind, text))

    def let_wait(self, notes: Sequence[str], first: int) -> list[str]:
        """Let notes met since the block `first` wait for their place behind one of the blocks from there on.

        Return those that there is no such block for yet.
        """
        last = len(self.blocks)
        if last <= first and last:
            return list(notes)
        self.notes += [Note(text, first, last) for text in notes]
        return []

    def note(self, kind: str, message: str, words: str = "", severity: Severity = Severity.INFO) -> None:
        """Record a change at the present place."""
        shown = " ".join(words.split())
        self.changes.append(Change(kind, message, shown[:200], severity, max(0, len(self.blocks) - 1)))


MARKED = re.compile(r"[ \t\u3000]{0,40}(?:[-•–][ \u3000]*)?"
                    r"(?:[0-9０-９]{1,4}[.．、)](?![0-9])|[(（][A-Za-zａ-ｚ]{1,5}[)）]|[A-ZＡ-Ｚ][.．、](?=\s))"
                    r"[ \t\u3000]*")
FOOTNOTE_MARK = re.compile(r"\[[^\]\s]{1,4}\]")
ENDS_SENTENCE = tuple(STOPS)
ENDS = (*ENDS_SENTENCE, *"，,、”\"’」』）)]")
_SPACES = re.compile(r"[^\S\n\t]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u00ad]")
_MOST_NAMES = 60
_FEWEST_LINES = 4


def kind_of(text: str) -> BlockKind:
    """Tell an entry from a paragraph and a heading by its first and last characters."""
    if MARKED.match(text):
        return BlockKind.ENTRY
    if "\t" in text.strip():
        return BlockKind.ROW
    return BlockKind.TEXT if text.rstrip().endswith(ENDS_SENTENCE) else BlockKind.HEADING


def tidy(text: str) -> str:
    """Collapse runs of spaces (no-break and other odd ones too) to one; keep line ends and tabs."""
    return _SPACES.sub(" ", _CONTROLS.sub("", text)).strip(" \n")


def layout(converted: Converted) -> tuple[str, list[int]]:
    """Return the text of the blocks, and the offset at which each begins.

    Headings, tables and footnotes stand between blank lines; a paragraph without a number follows the one it goes
    on with directly, which is how the reader knows that it does.
    """
    pieces: list[str] = []
    offsets: list[int] = []
    length = 0
    previous: Block | None = None
    for block in converted.blocks:
        if previous is not None:
            gap = "\n\n" if _apart(previous, block) else "\n"
            pieces.append(gap)
            length += len(gap)
        offsets.append(length)
        pieces.append(block.text)
        length += len(block.text)
        previous = block
    pieces.append("\n" if pieces else "")
    return "".join(pieces), offsets


def _apart(above: Block, below: Block) -> bool:
    if above.kind is below.kind:
        return above.kind is BlockKind.HEADING
    return not ({above.kind, below.kind} <= {BlockKind.TEXT, BlockKind.ENTRY, BlockKind.ITEM})


# ---- tables

Cell = list[str]
"""The paragraphs of a table's cell."""


def table_blocks(rows: Sequence[Sequence[Cell]], joined: Callable[[Iterable[str]], str]) -> list[Block]:
    """Return a table as rows of tab-separated cells.

    A table that only lays out a page (one column, or cells that hold numbered paragraphs) becomes paragraphs. A row
    whose cells hold many short lines, as a list set in columns does, becomes one row per line.
    """
    width = max((len(row) for row in rows), default=0)
    filled = sum(any(any(part.strip() for part in row[at]) for row in rows if at < len(row)) for at in range(width))
    if filled <= 1 or _lays_out(rows):
        parts = [tidy(part) for row in rows for cell in row for part in cell]
        return [Block(kind_of(part), part) for part in parts if part]
    blocks = []
    for row in rows:
        for cells in _lines(row):
            text = "\t".join(joined(tidy(part).replace("\t", " ") for part in cell if part.strip()) for cell in cells)
            if text.strip():
                blocks.append(Block(BlockKind.ROW, text.replace("\n", " ") + "\t" * (width - len(cells))))
    return blocks


def _lays_out(rows: Sequence[Sequence[Cell]]) -> bool:
    return any(sum(bool(MARKED.match(part)) for part in cell) >= 2 for row in rows for cell in row)


def _lines(row: Sequence[Cell]) -> list[list[Cell]]:
    lines = [[part for piece in cell for part in piece.split("\n") if part.strip()] for cell in row]
    many = [cell for cell in lines if len(cell) >= _FEWEST_LINES]
    if len(many) >= 2 and all(len(part) <= _MOST_NAMES and not part.rstrip().endswith(ENDS_SENTENCE)
                              for cell in lines for part in cell):
        return [[[part] for part in line] for line in zip_longest(*lines, fillvalue="")]
    return [list(row)]


# ---- joining

def is_wide(char: str) -> bool:
    """Tell whether a character belongs to a script that is written without spaces between words."""
    return unicodedata.east_asian_width(char) in {"W", "F"} and not "\uac00" <= char <= "\ud7a3"


def joint(left: str, right: str) -> str:
    """Return what belongs between two lines of one paragraph: nothing beside Chinese or Japanese, else a space."""
    if not left or not right or left[-1].isspace() or right[0].isspace():
        return ""
    if is_wide(left[-1]) or is_wide(right[0]) or left[-1] == "/":
        return ""
    return " "


def joined(parts: Iterable[str]) -> str:
    """Join the lines of one paragraph or cell.

    >>> joined(["大不列颠及北爱尔兰", "联合王国"]), joined(["Bosnia and", "Herzegovina"])
    ('大不列颠及北爱尔兰联合王国', 'Bosnia and Herzegovina')
    """
    whole = ""
    for part in parts:
        whole += joint(whole, part) + part
    return whole

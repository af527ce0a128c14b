"""Lays an answer out as a table for people: names beside IRIs, within a width.

Must not print, nor shorten an IRI: what does not fit side by side is laid out one thing under the other.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from treatygraph.ask.asking import Answer
from treatygraph.ask.interface import said
from treatygraph.ask.names import Names, short
from treatygraph.ask.questions import Question
from treatygraph.ask.results import to_turtle

LEAST_WIDTH = 20
_GAP = 3
# A script without spaces between words may be broken nearly anywhere; this much of it stays together.
_TOGETHER = 12
# Where a table would make more lines than this of a cell, its rows are easier to read as blocks.
_MOST_LINES = 4
_INDENT = 2
# What ends no line, and what begins none (Requirements for Chinese Text Layout, section 3.1.4).
_OPENING = frozenset("（《〈「『【〔“‘")
_CLOSING = frozenset("，。、；：！？）》〉」』】〕”’…·")

Term = NamedNode | Literal | BlankNode | Triple | None


@dataclass(frozen=True)
class _Cell:
    """What a table shows of a term: its name, which may be wrapped, and its IRI, which may not."""

    name: str
    iri: str = ""


def answer_table(answer: Answer, names: Names, width: int, *, iris: bool = False) -> str:
    """Return an answer's rows as a table at most so wide; with `iris`, IRIs stand alone, without names.

    Names wrap between words, IRIs never: one longer than the width is the only thing that passes it.
    """
    width = max(width, LEAST_WIDTH)
    rows = [[_cell(term, names, iris) for term in row] for row in answer.rows]
    if not rows:
        return ""
    console = Console(file=io.StringIO(), width=max(width, LEAST_WIDTH), highlight=False, markup=False,
                      color_system=None, legacy_windows=False, emoji=False)
    for columns in (_beside(answer.variables, rows), _stacked(answer.variables, rows)):
        widths = _widths(columns, width)
        lines = _lines(columns, widths) if widths else []
        if widths and all(len(cell) <= _MOST_LINES for column in lines for cell in column):
            return _drawn(console, [column.title for column in columns], lines, widths)
    return _blocks(console, answer.variables, rows, width)


def answer_text(question: Question, settings: dict[str, str], answer: Answer, names: Names, width: int, *,
                iris: bool = False) -> str:
    """Return an answer with its question above it, and what its columns mean; a graph as Turtle below comments."""
    above = question_lines(question, settings, answer.variables, names, width)
    if answer.triples is not None:
        comments = "".join(f"# {line}".rstrip() + "\n" for line in above.splitlines())
        return comments + ("\n" if comments else "") + to_turtle(answer)
    table = answer_table(answer, names, width, iris=iris)
    return f"{above}\n{table}" if above and table else above + table


def question_lines(question: Question, settings: dict[str, str], columns: Sequence[str], names: Names, width: int
                   ) -> str:
    """Return what stands above an answer: the question, what it was asked of, and what its columns mean."""
    width = max(width, LEAST_WIDTH)
    lines = wrapped(question.asks_in(names.language), width) if question.asks else []
    asked = []
    for name in question.parameters:
        value = settings.get(name, question.default(name))
        known = names.name(value) if "://" in value else ""
        shown = short(value)
        asked.append((name, said("value", names.language, named=known, value=shown) if known else shown))
    meant = [(name, words) for name in columns if (words := question.meaning_in(name, names.language))]
    for title, pairs in (("asked_with", asked), ("columns", meant)):
        if pairs:
            lines += ["", said(title, names.language), *_listed(pairs, width)]
    return "".join(f"{line}\n" for line in lines)


def _listed(pairs: Sequence[tuple[str, str]], width: int) -> list[str]:
    margin = max(cell_len(name) for name, _ in pairs) + 2 * _INDENT
    lines = []
    for name, words in pairs:
        first, *rest = wrapped(words, width - margin) or [""]
        lines.append(f"{' ' * _INDENT}{name}{' ' * (margin - _INDENT - cell_len(name))}{first}")
        lines += [" " * margin + line for line in rest]
    return lines


def wrapped(words: str, width: int) -> list[str]:
    """Return words as lines at most so wide, broken between words; what has a slash or a colon in it is never broken.

    A script without spaces is broken between its signs, but for a symbol or number among them, and not before a sign
    that closes or after one that opens.
    """
    lines: list[str] = []
    line, size = "", 0
    for word in words.split():
        gap = " " if line else ""
        for piece in _pieces(word, width):
            needed = cell_len(piece)
            if line and size + len(gap) + needed > width:
                lines.append(line)
                line, size, gap = "", 0, ""
            line += gap + piece
            size += len(gap) + needed
            gap = ""
    return [*lines, line] if line else lines


def _pieces(word: str, width: int) -> list[str]:
    """Return what of a word stays together on a line."""
    if cell_len(word) == len(word):
        return [word] if len(word) <= width or "/" in word or ":" in word else _cut(word, width)
    pieces: list[str] = []
    opened, narrow = False, False
    for char in word:
        is_narrow = cell_len(char) < 2
        if pieces and (opened or (narrow and is_narrow) or char in _CLOSING or not cell_len(char)):
            pieces[-1] += char
        else:
            pieces.append(char)
        opened, narrow = char in _OPENING, is_narrow
    return [part for piece in pieces for part in
            ([piece] if cell_len(piece) <= width or "/" in piece or ":" in piece else _cut(piece, width))]


def _cut(word: str, width: int) -> list[str]:
    pieces, piece = [], ""
    for char in word:
        if piece and cell_len(piece + char) > width:
            pieces.append(piece)
            piece = ""
        piece += char
    return [*pieces, piece]


def _cell(term: Term, names: Names, iris: bool) -> _Cell:
    if term is None:
        return _Cell("")
    if not isinstance(term, NamedNode):
        return _Cell(str(getattr(term, "value", term)))
    written = short(term.value)
    name = "" if iris else names.name(term.value)
    return _Cell("" if name == written else name, written)


@dataclass(frozen=True)
class _Column:
    title: str
    cells: list[_Cell]

    @property
    def least(self) -> int:
        """How wide it must be for no word and no IRI to be broken."""
        return max(1, cell_len(self.title), *(max(_unbreakable(cell.name), cell_len(cell.iri)) for cell in self.cells))

    @property
    def wanted(self) -> int:
        """How wide it would be if nothing in it were wrapped."""
        return max(max(cell_len(cell.name), cell_len(cell.iri)) for cell in self.cells)


def _beside(variables: Sequence[str], rows: list[list[_Cell]]) -> list[_Column]:
    """Return the columns of a table with names and IRIs side by side."""
    found = []
    for title, *cells in zip(variables, *rows, strict=True):
        named = any(cell.name for cell in cells) or not any(cell.iri for cell in cells)
        if named:
            found.append(_Column(title, [_Cell(cell.name) for cell in cells]))
        if any(cell.iri for cell in cells):
            found.append(_Column("" if named else title, [_Cell("", cell.iri) for cell in cells]))
    return found


def _stacked(variables: Sequence[str], rows: list[list[_Cell]]) -> list[_Column]:
    """Return the columns of a table with each IRI under its name."""
    return [_Column(title, cells) for title, *cells in zip(variables, *rows, strict=True)]


def _unbreakable(words: str) -> int:
    return max((cell_len(word) if cell_len(word) == len(word) else max(
        min(cell_len(word), _TOGETHER), *map(cell_len, _pieces(word, cell_len(word)))) for word in words.split()),
        default=0)


def _widths(columns: list[_Column], width: int) -> list[int] | None:
    """Share a width among columns by their need; None where even the least of each does not fit."""
    widths = [column.least for column in columns]
    room = width - _GAP * (len(columns) - 1) - sum(widths)
    if room < 0:
        return None
    wanted = [column.wanted for column in columns]
    while room > 0 and any(have < want for have, want in zip(widths, wanted, strict=True)):
        narrowest = min((have, place) for place, have in enumerate(widths) if have < wanted[place])[1]
        widths[narrowest] += 1
        room -= 1
    return widths


def _lines(columns: list[_Column], widths: list[int]) -> list[list[list[str]]]:
    """Return the lines of each cell, by column: its name wrapped, then its IRI."""
    return [[[*wrapped(cell.name, width), *([cell.iri] if cell.iri else [])] for cell in column.cells]
            for column, width in zip(columns, widths, strict=True)]


def _drawn(console: Console, titles: list[str], lines: list[list[list[str]]], widths: list[int]) -> str:
    table = Table(show_edge=False, pad_edge=False)
    for title, width in zip(titles, widths, strict=True):
        table.add_column(title, width=width, overflow="fold")
    for row in zip(*lines, strict=True):
        table.add_row(*(Text("\n".join(cell)) for cell in row))
    with console.capture() as captured:
        console.print(table)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def _blocks(console: Console, variables: Sequence[str], rows: list[list[_Cell]], width: int) -> str:
    """Return each row as a block of lines, one or two for each variable that has a value."""
    margin = max(cell_len(name) for name in variables) + _INDENT
    lines: list[str] = []
    for number, row in enumerate(rows):
        lines += ["─" * min(width, console.width)] if number else []
        for title, cell in zip(variables, row, strict=True):
            if not cell.name and not cell.iri:
                continue
            shown = wrapped(cell.name, width - margin)
            if cell.iri and shown and cell_len(f"{shown[-1]}  {cell.iri}") <= width - margin:
                shown[-1] += f"  {cell.iri}"
            elif cell.iri:
                shown.append(cell.iri)
            lines.append(f"{title}{' ' * (margin - cell_len(title))}{shown[0]}")
            lines += [" " * margin + line for line in shown[1:]]
    return "".join(f"{line}\n" for line in lines)

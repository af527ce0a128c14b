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
from treatygraph.ask.names import Names, short
from treatygraph.ask.questions import Question

LEAST_WIDTH = 20
_GAP = 3
# A script without spaces between words may be broken anywhere; this much of it stays together.
_TOGETHER = 12
_INDENT = 2

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
    beside = _columns(answer.variables, rows)
    for columns in (beside, _stacked(answer.variables, rows)):
        widths = _widths(columns, width)
        if widths:
            return _drawn(console, columns, widths)
    return _blocks(console, answer.variables, rows, width)


def answer_text(question: Question, settings: dict[str, str], answer: Answer, names: Names, width: int, *,
                iris: bool = False) -> str:
    """Return an answer of rows with its question above it, and what its columns mean."""
    above = question_lines(question, settings, answer.variables, names, width)
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
        asked.append((name, f"{known} ({short(value)})" if known else short(value)))
    meant = [(name, question.meanings[name]) for name in columns if name in question.meanings]
    for title, pairs in (("Asked with:", asked), ("Columns:", meant)):
        if pairs:
            lines += ["", title, *_listed(pairs, width)]
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
    """Return words as lines at most so wide, broken between words; a word with a slash or colon is never broken."""
    lines: list[str] = []
    line = ""
    for word in words.split():
        pieces = [word] if cell_len(word) <= width or "/" in word or ":" in word else _pieces(word, width)
        for piece in pieces:
            joined = f"{line} {piece}" if line else piece
            if line and cell_len(joined) > width:
                lines.append(line)
                joined = piece
            line = joined
    return [*lines, line] if line else lines


def _pieces(word: str, width: int) -> list[str]:
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
    cells: list[list[str]]
    """The lines of each cell, as they may be wrapped further."""
    least: int


def _columns(variables: Sequence[str], rows: list[list[_Cell]]) -> list[_Column]:
    """Return the columns of a table with names and IRIs side by side."""
    found = []
    for place, title in enumerate(variables):
        cells = [row[place] for row in rows]
        named = any(cell.name for cell in cells) or not any(cell.iri for cell in cells)
        if named:
            found.append(_column(title, [[cell.name] for cell in cells]))
        if any(cell.iri for cell in cells):
            found.append(_column("" if named else title, [[cell.iri] for cell in cells], whole=True))
    return found


def _stacked(variables: Sequence[str], rows: list[list[_Cell]]) -> list[_Column]:
    """Return the columns of a table with each IRI under its name."""
    found = []
    for place, title in enumerate(variables):
        cells = [row[place] for row in rows]
        lines = [[line for line in (cell.name, cell.iri) if line] or [""] for cell in cells]
        least = max([_unbreakable(cell.name) for cell in cells] + [cell_len(cell.iri) for cell in cells])
        found.append(_Column(title, lines, max(least, cell_len(title), 1)))
    return found


def _column(title: str, cells: list[list[str]], *, whole: bool = False) -> _Column:
    least = max(cell_len(line) if whole else _unbreakable(line) for lines in cells for line in lines)
    return _Column(title, cells, max(least, cell_len(title), 1))


def _unbreakable(words: str) -> int:
    return max((cell_len(word) if cell_len(word) == len(word) else min(cell_len(word), _TOGETHER)
                for word in words.split()), default=0)


def _widths(columns: list[_Column], width: int) -> list[int] | None:
    """Share a width among columns by their need; None where even the least of each does not fit."""
    room = width - _GAP * (len(columns) - 1) - sum(column.least for column in columns)
    if room < 0:
        return None
    widths = [column.least for column in columns]
    wanted = [max(cell_len(line) for lines in column.cells for line in lines) for column in columns]
    while room > 0 and any(have < want for have, want in zip(widths, wanted, strict=True)):
        narrowest = min((have, place) for place, have in enumerate(widths) if have < wanted[place])[1]
        widths[narrowest] += 1
        room -= 1
    return widths


def _drawn(console: Console, columns: list[_Column], widths: list[int]) -> str:
    table = Table(show_edge=False, pad_edge=False)
    for column, width in zip(columns, widths, strict=True):
        table.add_column(column.title, width=width, overflow="fold")
    for place in range(len(columns[0].cells)):
        table.add_row(*(Text("\n".join(column.cells[place])) for column in columns))
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

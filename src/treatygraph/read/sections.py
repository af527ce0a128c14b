"""Tells which section a heading opens, and within which: a part or chapter, one with a numeral, a letter, a number.

Must not decide which lines are headings, nor look at what their words say.
"""

from __future__ import annotations

from itertools import pairwise

from treatygraph.find.numbers import roman_numeral
from treatygraph.read.lines import Line, LineKind
from treatygraph.read.making import Making
from treatygraph.read.tree import Node, NodeKind

_NUMERALS, _LETTERS, _NUMBERS, _UNMARKED = 10, 11, 12, 13
_ROMAN = [roman_numeral(number) for number in range(1, 50)]
_NEXT_NUMERAL = dict(pairwise(_ROMAN))


class Sectioning(Making):
    """Makes the sections of a text.

    A section belongs to the open one above it that is numbered in a wider way. One whose number continues another's
    stands beside that; one whose number continues none that is open, and begins none, is a part of the whole, since
    nothing tells of what else. A heading without a number belongs to the open numbered section.
    """

    def _new_section(self, line: Line, zone: Node) -> Node:
        """Add the section that a heading opens, and make it the one that what follows stands in."""
        open_ones = self._open_sections(zone)
        if line.kind is LineKind.DIVISION:
            rank = int(line.sort)
        elif not line.mark or line.kind not in {LineKind.CAPITAL, LineKind.NUMBERED}:
            rank = _UNMARKED
        elif line.kind is LineKind.NUMBERED:
            rank = _NUMBERS
        else:
            rank = self._rank_of_capital(line.mark, open_ones)
        parent = self._around(line, rank, open_ones) or zone
        node = self._add(NodeKind.SECTION, line, parent, mark=line.mark if rank != _UNMARKED else "")
        if node.mark:
            whole = f"{parent.number}." if parent.kind is NodeKind.SECTION and parent.number else ""
            node.number = f"{whole}{node.mark}"
        self.ranks[id(node)] = rank
        self.container = node
        return node

    def _open_sections(self, zone: Node) -> list[Node]:
        """Return the numbered sections of a zone that the last one stands in, the innermost first."""
        chain = (self.container, *self.container.ancestors())
        return [node for node in chain if node.kind is NodeKind.SECTION and self.ranks.get(id(node), _UNMARKED)
                != _UNMARKED and zone in node.ancestors()]

    def _rank_of_capital(self, mark: str, open_ones: list[Node]) -> int:
        """Tell a numeral from a letter: by what it continues, and else by what may begin."""
        letters = {node.mark for node in open_ones if self.ranks[id(node)] == _LETTERS}
        if len(mark) == 1 and chr(ord(mark) - 1) in letters:
            return _LETTERS
        numerals = {_NEXT_NUMERAL.get(node.mark) for node in open_ones if self.ranks[id(node)] == _NUMERALS}
        return _NUMERALS if mark in numerals or mark == _ROMAN[0] or len(mark) > 1 else _LETTERS

    def _around(self, line: Line, rank: int, open_ones: list[Node]) -> Node | None:
        """Return the section in which one of a rank is opened, or None where it is a part of the whole."""
        wider = [node for node in open_ones if self.ranks[id(node)] < rank]
        if rank == _UNMARKED or line.kind is LineKind.DIVISION:
            return wider[0] if wider else None
        beside = next((node for node in open_ones if self.ranks[id(node)] == rank), None)
        if beside is not None and line.mark == _following(beside.mark, rank):
            return beside.parent if beside.parent is not None and beside.parent.kind is NodeKind.SECTION else None
        begins = line.mark in {_NUMERALS: _ROMAN[0], _LETTERS: "A", _NUMBERS: "1"}[rank]
        return wider[0] if begins and wider else None


def _following(mark: str, rank: int) -> str | None:
    """Return the mark behind one of a rank."""
    if rank == _NUMERALS:
        return _NEXT_NUMERAL.get(mark)
    if rank == _LETTERS:
        return chr(ord(mark) + 1) if len(mark) == 1 else None
    return str(int(mark) + 1) if mark.isdigit() else None

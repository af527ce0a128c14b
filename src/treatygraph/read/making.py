"""Makes and lengthens the nodes of a document tree, so that they cover the text in its order.

Must not decide what a line is; what builds upon it does.
"""

from __future__ import annotations

import re
from collections import Counter

from treatygraph.model import Finding, Severity, Span
from treatygraph.read.lines import Line, LineKind
from treatygraph.read.looks import Looks
from treatygraph.read.numbering import Enumerations
from treatygraph.read.source import SourceText
from treatygraph.read.tree import Node, NodeKind

ZONES = {LineKind.ANNEX: NodeKind.ANNEX, LineKind.APPENDIX: NodeKind.APPENDIX}
MARKS = {LineKind.NUMBERED, LineKind.LETTERED}
TEXTS = {NodeKind.PARAGRAPH, NodeKind.ITEM}
ASIDE = {NodeKind.FOOTNOTE, NodeKind.GOING_ON, NodeKind.RULE_LINE}
_MOST_HEADING_LINES = 4
_CELL_ENDS = {"\t": re.compile("\t"), "|": re.compile(r"\|"), " ": re.compile(r" {3,240}+")}


class Making:
    """What is known while the nodes of a text are made: the last one, those that are open, and the numbering."""

    def __init__(self, source: SourceText, lines: list[Line], quoting: re.Pattern[str]) -> None:
        self.source = source
        self.lines = lines
        self.quoting = quoting
        self.looks = Looks(source.text, lines)
        self.root = Node(NodeKind.REPORT, 0)
        self.last = self.root
        self.zone = self.root
        self.annex: Node | None = None
        self.container = self.root
        self.paragraph: Node | None = None
        self.unnumbered: Node | None = None
        self.frame: Node | None = None
        self.base = 0
        self.listing: tuple[Node, range] | None = None
        self.table: Node | None = None
        self.list: Node | None = None
        self.ranks: dict[int, int] = {}
        self.untitled: Node | None = None
        self.next_part = "a"
        self.counts: Counter[tuple[int, NodeKind]] = Counter()
        self.seen: Counter[tuple[int, str]] = Counter()
        self.findings: list[Finding] = []
        self.enumerations = self._enumerations(0)

    def _row(self, line: Line, delimiter: str) -> None:
        if line.kind is LineKind.RULE:
            around = self.last.parent if self.last.kind is NodeKind.RULE_LINE and self.last.parent else self.last
            self._add(NodeKind.RULE_LINE, line, self.table or around)
            return
        if self.table is None:
            around = next(node for node in (self.unnumbered, self.paragraph, self.list, self.container, self.root)
                          if node is not None and self._is_open(node))
            self.table = self._new(NodeKind.TABLE, line.start, around)
        row = self._new(NodeKind.ROW, line.start, self.table)
        text = self.source.text
        at = line.start
        before = text[line.start : line.stop]
        first = len(before) - len(before.lstrip(" ")) if delimiter == " " else 0
        ends = [(found.start(), found.end()) for found in _CELL_ENDS[delimiter or "\t"].finditer(
            text, line.start + first, line.stop)] + [(line.stop, line.stop)]
        for column, (stop, after) in enumerate(ends, start=1):
            cell = text[at:stop]
            words = cell.strip()
            node = self._new(NodeKind.CELL, at, row)
            node.position = column
            node.lead = cell[: len(cell) - len(cell.lstrip())] if words else ""
            node.body = words
            node.tail = cell[len(node.lead) + len(words) :] + text[stop:after]
            at = after
        self.last = row.children[-1]
        self.last.tail += text[line.stop : line.end]

    def _last_aside(self) -> Node:
        """Return the last node but for what stands beside the text: notes, lines across the page."""
        node = self.last
        while node.kind in ASIDE and node.parent is not None:
            node = node.parent
        return node

    def _last_of(self, kinds: set[NodeKind]) -> Node:
        """Return the last node of certain kinds that is still open, or the whole."""
        return next((node for node in (self.last, *self.last.ancestors()) if node.kind in kinds), self.root)

    def _new(self, kind: NodeKind, start: int, parent: Node) -> Node:
        zone = parent if kind in ZONES.values() else self.zone
        self.counts[id(zone), kind] += 1
        node = Node(kind, start, position=self.counts[id(zone), kind], parent=parent)
        parent.children.append(node)
        self.last = node
        return node

    def _add(self, kind: NodeKind, line: Line, parent: Node, *, mark: str = "", number: str = "") -> Node:
        # Text order wins over nesting: a node may only hang on a parent that is still open at the end.
        parent = self._still_open(parent)
        node = self._new(kind, line.start, parent)
        text = self.source.text
        words = text[line.body : line.stop].rstrip()
        node.lead = text[line.start : line.body]
        node.body = words
        node.tail = text[line.body + len(words) : line.end]
        node.mark, node.number = mark, number
        return node

    def _still_open(self, parent: Node) -> Node:
        while not self._is_open(parent) and parent.parent is not None:
            parent = parent.parent
        return parent

    def _is_open(self, node: Node) -> bool:
        """Tell whether what comes next may still belong to a node: whether the last node is it, or lies in it."""
        return node is self.last or any(node is ancestor for ancestor in self.last.ancestors())

    def _append_tail(self, line: Line) -> None:
        piece = self.source.text[line.start : line.end]
        if self.last is self.root:
            self.root.lead += piece
        else:
            self.last.tail += piece

    def _extend(self, line: Line) -> None:
        text = self.source.text
        words = text[line.start : line.stop].rstrip()
        self.last.body += self.last.tail + words
        self.last.tail = text[line.start + len(words) : line.end]

    def _report(self, kind: str, node: Node, message: str) -> None:
        words = f"{node.lead.strip()} {node.body[:40]}".strip()
        where = Span(node.start + len(node.lead) - len(node.lead.lstrip()), node.body_span.end)
        self.findings.append(Finding(kind, Severity.WARNING, message, self.source.place(where), words))

    def _enumerations(self, index: int) -> Enumerations:
        marks = []
        appendix = index > 0 and self.lines[index - 1].kind is LineKind.APPENDIX
        for at in range(index, len(self.lines)):
            line = self.lines[at]
            if line.kind in ZONES and at not in self.looks.contents:
                break
            if line.kind in MARKS and at not in self.looks.contents and not (appendix and self._heads_list(at)):
                marks.append(line.mark)
        return Enumerations.over(marks)

    def _heads_list(self, index: int) -> bool:
        """A numbered line heads a list where the next line with words is a row of a table."""
        if self.zone.kind is not NodeKind.APPENDIX:
            return False
        last = index
        while last < index + _MOST_HEADING_LINES and last + 1 < len(self.lines) and not self.looks.ended(last) \
                and self.lines[last + 1].kind is LineKind.PLAIN:
            last += 1
        at = self.looks.next_with_words(last)
        if at is None:
            return False
        if self.lines[at].kind is LineKind.PLAIN and self.lines[last + 1].kind is LineKind.BLANK:
            return not self.looks.ended(last) and not self.looks.ended(at)
        return self.lines[at].kind in {LineKind.ROW, LineKind.RULE}

    @staticmethod
    def _numbered(node: Node) -> bool:
        return node.kind is NodeKind.PARAGRAPH and bool(node.number)

"""Builds the document tree from classified lines: sections, paragraphs, items, tables, footnotes, annex, lists.

Must not look at what the words say beyond the layout words of the language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from treatygraph.model import Finding, Severity, Span
from treatygraph.read.lines import LayoutWords, Line, LineKind, classify
from treatygraph.read.numbering import Enumerations
from treatygraph.read.source import SourceText
from treatygraph.read.tree import DocumentTree, Node, NodeKind

_ENDS_SENTENCE = tuple("。．.！!？?؟；;؛：:”\"’»」』）)]")
_OPENS_LIST = ("：", ":")
_DEEPEST = 60
_MOST_HEADING_LINES = 4
_SECTION_GOES_ON = {LineKind.NUMBERED, LineKind.CAPITAL}
_MARKS = {LineKind.NUMBERED, LineKind.LETTERED}
_ZONES = {LineKind.ANNEX: NodeKind.ANNEX, LineKind.APPENDIX: NodeKind.APPENDIX}


def build(source: SourceText, words: LayoutWords) -> DocumentTree:
    """Read a text into a tree that covers every character of it."""
    return _Builder(source, list(classify(source.text, words))).build()


class _Builder:
    def __init__(self, source: SourceText, lines: Sequence[Line]) -> None:
        self.source = source
        self.lines = lines
        self.root = Node(NodeKind.REPORT, 0)
        self.last = self.root
        self.zone = self.root
        self.annex: Node | None = None
        self.container = self.root
        self.paragraph: Node | None = None
        self.table: Node | None = None
        self.list: Node | None = None
        self.counts: Counter[tuple[int, NodeKind]] = Counter()
        self.seen: Counter[tuple[int, str]] = Counter()
        self.findings: list[Finding] = []
        self.enumerations = self._enumerations(0)

    def build(self) -> DocumentTree:
        for index, line in enumerate(self.lines):
            self._take(index, line)
        for node in self.root.walk():
            if node.kind is NodeKind.LIST and not node.children:
                self._report("list-without-rows", node, f"list {node.number} is followed by no rows")
        return DocumentTree(self.source, self.root, tuple(self.findings))

    # ---- what each kind of line does

    def _take(self, index: int, line: Line) -> None:
        if line.kind is LineKind.BLANK:
            self._append_tail(line)
            return
        if (line.kind in {LineKind.ROW, LineKind.RULE} or self._is_single_name(line)) \
                and not self._continues(index, line):
            self._row(line)
            return
        self.table = None
        if line.kind in _ZONES:
            self._open_zone(index, line)
        elif line.kind is LineKind.FOOTNOTE:
            self._add(NodeKind.FOOTNOTE, line, self.paragraph or self.container, mark=line.mark, number=line.mark)
        elif line.kind is LineKind.CAPITAL and self._opens_section(index):
            self.container = self._add(NodeKind.SECTION, line, self.root, mark=line.mark)
        elif line.kind is LineKind.CAPITAL or (line.kind in _MARKS and self._heads_list(index)):
            self._open_list(line)
        elif line.kind in _MARKS:
            self._enumerated(line)
        elif self._continues(index, line):
            self._extend(line)
        else:
            self._heading(index, line)

    def _open_zone(self, index: int, line: Line) -> None:
        kind = _ZONES[line.kind]
        parent = self.annex if kind is NodeKind.APPENDIX and self.annex else self.root
        self.zone = self.container = self._add(kind, line, parent)
        if kind is NodeKind.ANNEX:
            self.annex = self.zone
        self.paragraph = self.list = None
        self.enumerations = self._enumerations(index + 1)

    def _open_list(self, line: Line) -> None:
        if line.kind is LineKind.CAPITAL:
            parent, number = self.container, line.mark
            while parent.kind is NodeKind.LIST:
                parent = parent.parent or self.root
        else:
            parent = self.container
            while parent.kind is NodeKind.LIST and parent.mark.isdigit() and parent.parent:
                parent = parent.parent
            number = f"{parent.number}.{line.mark}" if parent.kind is NodeKind.LIST else line.mark
        self.list = self.container = self._add(NodeKind.LIST, line, parent, mark=line.mark, number=number)
        self.paragraph = None

    def _opens_section(self, index: int) -> bool:
        """In the body of a report, a line under a capital letter titles a section where paragraphs follow it."""
        following = self._next_with_words(index)
        return self.zone.kind is NodeKind.REPORT and following is not None and following.kind in _SECTION_GOES_ON

    def _heads_list(self, index: int) -> bool:
        """A numbered line heads a list where the next line with words is a row of a table."""
        if self.zone.kind is not NodeKind.APPENDIX:
            return False
        last = index
        while last < index + _MOST_HEADING_LINES and last + 1 < len(self.lines) and not self._ended(self.lines[last]) \
                and self.lines[last + 1].kind is LineKind.PLAIN:
            last += 1
        following = self._next_with_words(last)
        if following is None:
            return False
        if following.kind is LineKind.PLAIN and self.lines[last + 1].kind is LineKind.BLANK:
            return not self._ended(self.lines[last]) and not self._ended(following)
        return following.kind in {LineKind.ROW, LineKind.RULE}

    def _is_single_name(self, line: Line) -> bool:
        """Under a list's heading, a line of words that end no sentence is a row of one column."""
        return line.kind is LineKind.PLAIN and self.list is not None and self.list is self.container \
            and not self._ended(line)

    def _ended(self, line: Line) -> bool:
        return self.source.text[line.body : line.stop].rstrip().endswith(_ENDS_SENTENCE)

    def _enumerated(self, line: Line) -> None:
        level = self.enumerations.place(line.mark, indented=line.indented)
        if level is not None:
            level.last += 1
            level.entry, level.indented = self._entry(line, level.owner), line.indented
            return
        style = self.enumerations.opens(line.mark) if len(self.enumerations.levels) < _DEEPEST else None
        below = self.enumerations.levels[-1].entry if self.enumerations.levels else None
        if style == "digits" and below is None:
            self.enumerations.push(style, self.container, self._entry(line, self.container), indented=line.indented)
        elif style and below is not None and (style != "digits" or below.body.rstrip().endswith(_OPENS_LIST)):
            self.enumerations.push(style, below, self._entry(line, below), indented=line.indented)
        else:
            self._out_of_order(line)

    def _out_of_order(self, line: Line) -> None:
        """Keep a mark that continues nothing, as an entry of the level of its style, and report it."""
        same = [lv for lv in self.enumerations.levels if (lv.style == "digits") == line.mark.isdigit()]
        if line.mark.isdigit() and not line.indented:
            same = same[:1]
        owner = same[-1].owner if same else self.container
        node = self._entry(line, owner)
        expected = same[-1].last + 1 if same else 1
        self._report("numbering-out-of-order", node, f"number {line.mark} is printed where {expected} was expected")
        ordinal = int(line.mark) if line.mark.isdigit() else (ord(line.mark[0]) - ord("a") + 1)
        if same:
            same[-1].last, same[-1].entry = ordinal, node
            del self.enumerations.levels[self.enumerations.levels.index(same[-1]) + 1 :]
        else:
            self.enumerations.push("digits" if line.mark.isdigit() else "letters", owner, node, ordinal)

    def _entry(self, line: Line, owner: Node) -> Node:
        if owner.kind in {NodeKind.PARAGRAPH, NodeKind.ITEM}:
            joined = f"({line.mark})" if not line.mark.isdigit() else f".{line.mark}"
            digits_in_paragraph = line.mark.isdigit() and owner.kind is NodeKind.PARAGRAPH
            number = line.mark if digits_in_paragraph else f"{owner.number}{joined}"
            return self._add(NodeKind.ITEM, line, owner, mark=line.mark, number=number)
        kind = NodeKind.PARAGRAPH if line.mark.isdigit() else NodeKind.ITEM
        node = self._add(kind, line, self.container, mark=line.mark, number=line.mark)
        key = (id(self.zone), node.number)
        self.seen[key] += 1
        if self.seen[key] > 1:
            self._report("number-repeated", node, f"number {node.number} is printed {self.seen[key]} times here")
            node.number = f"{node.number};{self.seen[key]}"
        self.paragraph = node
        return node

    def _heading(self, index: int, line: Line) -> None:
        if self.zone.kind is not NodeKind.REPORT:
            self._add(NodeKind.TITLE, line, self.zone)
            return
        after = self._next_with_words(index)
        if self.paragraph is None and not (after is not None and after.kind is LineKind.NUMBERED):
            self._add(NodeKind.HEADER_LINE, line, self.root)
        else:
            self.container = self._add(NodeKind.SECTION, line, self.root)

    def _row(self, line: Line) -> None:
        if line.kind is LineKind.RULE:
            self._add(NodeKind.RULE_LINE, line, self.table or self.container)
            return
        if self.table is None:
            around = next(node for node in (self.paragraph, self.list, self.container, self.root)
                          if node is not None and self._is_open(node))
            self.table = self._new(NodeKind.TABLE, line.start, around)
        row = self._new(NodeKind.ROW, line.start, self.table)
        at = line.start
        for column, cell in enumerate(self.source.text[line.start : line.stop].split("\t")):
            words = cell.strip()
            node = self._new(NodeKind.CELL, at, row)
            node.position = column + 1
            node.lead = cell[: len(cell) - len(cell.lstrip())] if words else ""
            node.body = words
            after = at + len(cell)
            node.tail = cell[len(node.lead) + len(words) :] + ("\t" if after < line.stop else "")
            at = after + 1
        self.last = row.children[-1]
        self.last.tail += self.source.text[line.stop : line.end]

    # ---- making and lengthening nodes

    def _new(self, kind: NodeKind, start: int, parent: Node) -> Node:
        zone = parent if kind in _ZONES.values() else self.zone
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

    def _continues(self, index: int, line: Line) -> bool:
        """A plain line goes on with the text above it unless that ended, or a blank line stands between."""
        if index == 0 or self.lines[index - 1].kind is LineKind.BLANK:
            return False
        if self.last.kind not in {NodeKind.PARAGRAPH, NodeKind.ITEM, NodeKind.FOOTNOTE, NodeKind.LIST}:
            return False
        if line.kind is LineKind.ROW and self.last.kind is NodeKind.LIST:
            return False
        words = self.source.text[line.body : line.stop].rstrip()
        ended = self.last.body.endswith(_ENDS_SENTENCE)
        if line.kind is LineKind.ROW:
            return not ended
        return not ended or words.endswith(_ENDS_SENTENCE)

    def _extend(self, line: Line) -> None:
        text = self.source.text
        words = text[line.start : line.stop].rstrip()
        self.last.body += self.last.tail + words
        self.last.tail = text[line.start + len(words) : line.end]

    # ---- looking ahead and reporting

    def _next_with_words(self, index: int) -> Line | None:
        later = (self.lines[at] for at in range(index + 1, len(self.lines)))
        return next((line for line in later if line.kind is not LineKind.BLANK), None)

    def _enumerations(self, index: int) -> Enumerations:
        marks = []
        appendix = index > 0 and self.lines[index - 1].kind is LineKind.APPENDIX
        for at in range(index, len(self.lines)):
            line = self.lines[at]
            if line.kind in _ZONES:
                break
            if line.kind in _MARKS and not (appendix and self._heads_list(at)):
                marks.append(line.mark)
        return Enumerations.over(marks)

    def _report(self, kind: str, node: Node, message: str) -> None:
        words = f"{node.lead.strip()} {node.body[:40]}".strip()
        where = Span(node.start + len(node.lead) - len(node.lead.lstrip()), node.body_span.end)
        self.findings.append(Finding(kind, Severity.WARNING, message, self.source.place(where), words))

"""Builds the document tree from classified lines: sections, paragraphs, items, tables, footnotes, annexes, lists.

Must not look at what the words say beyond the layout words of the language.
"""

from __future__ import annotations

import re

from treatygraph.find.numbers import roman_numeral
from treatygraph.read.enumerating import NO_TITLE_ENDS, Enumerating
from treatygraph.read.lines import LayoutWords, Line, LineKind, classify
from treatygraph.read.looks import MAY_END, OPENS_LIST
from treatygraph.read.making import ASIDE, MARKS, TEXTS, ZONES
from treatygraph.read.source import SourceText
from treatygraph.read.tree import DocumentTree, Node, NodeKind

_SECTION_GOES_ON = {LineKind.NUMBERED, LineKind.CAPITAL, LineKind.DECISION}
_STOPS = (".", "。")
_LONGEST_DIVISION = 300
_BRACKETED = re.compile(r"\s*[\[［][^\[\]［］]{3,60}[\]］]\s*")
_HOLDS_NOTES = TEXTS | {NodeKind.DECISION, NodeKind.SECTION, NodeKind.LIST, NodeKind.ANNEX, NodeKind.APPENDIX}


def build(source: SourceText, words: LayoutWords) -> DocumentTree:
    """Read a text into a tree that covers every character of it."""
    return Builder(source, list(classify(source.text, words)), words.quoting).build()


class Builder(Enumerating):
    """Takes the lines of a text one by one, and hangs a node for each where a reader would."""

    def build(self) -> DocumentTree:
        """Return the tree, and what was odd about the numbering."""
        for index, line in enumerate(self.lines):
            self._take(index, line)
        for node in self.root.walk():
            if node.kind is NodeKind.LIST and not node.children:
                self._report("list-without-rows", node, f"list {node.number} is followed by no rows")
        return DocumentTree(self.source, self.root, tuple(self.findings))

    def _take(self, index: int, line: Line) -> None:
        if line.kind is LineKind.BLANK:
            self._append_tail(line)
            return
        if index in self.looks.contents:
            self._add(NodeKind.CONTENTS, line, self.root)
            return
        if self._takes_entry(index, line):
            return
        delimiter = self._cells_end_with(index, line)
        if (delimiter or self._is_single_name(line)) and not self._continues(index, line):
            self._row(line, delimiter)
            return
        self.table = None
        if line.kind in ZONES:
            self._open_zone(index, line)
        elif line.kind is LineKind.FOOTNOTE:
            self._add(NodeKind.FOOTNOTE, line, self._last_of(_HOLDS_NOTES), mark=line.mark, number=line.mark)
        elif line.kind is LineKind.IMPRINT:
            self._add(NodeKind.RULE_LINE, line, self.root)
        elif line.kind is LineKind.DIVISION and self._opens_division(index):
            self._division(line)
        elif self._titles_division(index, line):
            self._title_division(line)
        elif line.kind is LineKind.DECISION and self._opens_decision(index):
            self._decision(index, line)
        elif line.kind is LineKind.CAPITAL and self._opens_section(index):
            self._section(index, line)
        elif line.kind is LineKind.CAPITAL or (line.kind in MARKS and self._heads_list(index)):
            self._open_list(line)
        elif line.kind in MARKS:
            self._enumerated(index, line)
        elif self._continues(index, line):
            self._extend(line)
        elif self._goes_on(index):
            return
        elif self._is_prose(index, line):
            self._prose(line)
        else:
            self._heading(index, line)

    def _is_prose(self, index: int, line: Line) -> bool:
        if self.zone.kind is NodeKind.REPORT and index < self.looks.header_end and self.paragraph is None:
            return self.looks.is_whole_sentence(index)
        return line.kind is LineKind.BULLET or self.looks.is_prose(index)

    def _open_zone(self, index: int, line: Line) -> None:
        kind = ZONES[line.kind]
        parent = self.annex if kind is NodeKind.APPENDIX and self.annex else self.root
        if kind is NodeKind.ANNEX and (within := self._annexed_to(line)):
            parent = within
        self.zone = self.container = self._add(kind, line, parent, mark=line.mark, number=line.mark)
        if kind is NodeKind.ANNEX:
            self.annex = self.zone
        self.paragraph = self.list = self.unnumbered = self.frame = None
        self.base = 0
        self.enumerations = self._enumerations(index + 1)

    def _opens_division(self, index: int) -> bool:
        """A line that names a part or chapter opens it, unless it goes on with a sentence above it, or on a cover."""
        line = self.lines[index]
        apart = index == 0 or self.lines[index - 1].kind is LineKind.BLANK or self.last.kind not in TEXTS \
            or self.looks.ended(index - 1)
        return apart and line.stop - line.start <= _LONGEST_DIVISION and index not in self.looks.named_again

    def _division(self, line: Line) -> None:
        self._leave_frame()
        self.unnumbered = None
        zone = self.root if self.zone.kind is NodeKind.REPORT else self.zone
        node = self._new_section(line, zone)
        if not node.body:
            node.lead, node.body = "", node.lead.rstrip()
            node.tail = self.source.text[line.start + len(node.body) : line.end]
            self.untitled, self.next_part = node, "a"

    def _titles_division(self, index: int, line: Line) -> bool:
        """Tell whether a line gives the title of the chapter that the line above it names, or goes on with that title.

        A title that ends in a colon is followed by the lettered parts of it.
        """
        node = self.untitled
        if node is None or self.last is not node:
            self.untitled = None
            return False
        words = self.looks.words(index)
        if line.kind is LineKind.LETTERED:
            return line.mark == self.next_part and not words.endswith(_STOPS) \
                and (node.body.endswith(OPENS_LIST) or self.next_part != "a")
        if line.kind is not LineKind.PLAIN:
            return False
        if node.lead and self.lines[index - 1].kind is LineKind.BLANK:
            return False
        return self._heads_parts(index) or not self.looks.is_prose(index) or (
            bool(node.lead) and words[:1].islower() and not words.endswith(_STOPS))

    def _heads_parts(self, index: int) -> bool:
        after = self.looks.next_of_text(index)
        return self.looks.words(index).endswith(OPENS_LIST) and after is not None \
            and self.lines[after].kind is LineKind.LETTERED and self.lines[after].mark == "a"

    def _title_division(self, line: Line) -> None:
        """Let a line be the title of its chapter, and the line that names the chapter the mark before it."""
        node, text = self.last, self.source.text
        if not node.lead:
            node.lead, node.body = node.body + node.tail + text[line.start : line.body], ""
            start = line.body
        else:
            node.body += node.tail
            start = line.start
            if line.kind is LineKind.LETTERED:
                self.next_part = chr(ord(line.mark) + 1)
        words = text[start : line.stop].rstrip()
        node.body += words
        node.tail = text[start + len(words) : line.end]

    def _annexed_to(self, line: Line) -> Node | None:
        """Return the decision whose own annex a heading opens: one whose numbers begin again behind the decision."""
        decision = self.frame if self.frame is not None and self.frame.kind is NodeKind.DECISION else None
        inner = self.annex if self.annex is not None and self.annex.within(NodeKind.DECISION) else None
        if decision is not None and decision.within(NodeKind.ANNEX) and line.mark in {"", "1", "I"}:
            return decision
        if inner is not None and decision is None and inner.mark and line.mark == _next_mark(inner.mark):
            return inner.within(NodeKind.DECISION)
        return None

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
        self.paragraph = self.unnumbered = None

    def _opens_section(self, index: int) -> bool:
        """A line under a capital letter or numeral titles a section where paragraphs follow it."""
        if self.zone.kind is NodeKind.APPENDIX or self.looks.words(index).endswith(NO_TITLE_ENDS):
            return False
        following = self.looks.next_of_text(index)
        if following is None:
            return False
        if self.lines[following].kind is LineKind.PLAIN:
            after = self.looks.after_titles(index)
            return self.looks.is_prose(following) or (after is not None and self.lines[after].kind in _SECTION_GOES_ON)
        return self.lines[following].kind in _SECTION_GOES_ON and (
            self.zone.kind is NodeKind.REPORT or self.paragraph is not None
            or (self.lines[following].kind is LineKind.NUMBERED and not self._heads_list(following)))

    def _is_single_name(self, line: Line) -> bool:
        """Under a list's heading, a line of words that end no sentence is a row of one column."""
        return line.kind is LineKind.PLAIN and self.list is not None and self.list is self.container \
            and not self.source.text[line.body : line.stop].rstrip().endswith(MAY_END)

    def _prose(self, line: Line) -> None:
        """A paragraph without a number: in what is quoted or decided, or in the section it stands in."""
        quoting = self._quoting()
        if quoting is not None:
            self._quote(quoting)
        mark = line.mark if line.kind is LineKind.BULLET else ""
        node = self._add(NodeKind.PARAGRAPH, line, self.frame or self.container, mark=mark)
        self.unnumbered = node
        if self.frame is None:
            self.paragraph = node

    def _goes_on(self, index: int) -> bool:
        """Let a line go on with the paragraph above it that came to no end before a blank line, or a footnote."""
        line = self.lines[index]
        if line.kind is not LineKind.PLAIN:
            return False
        if self.last.kind in {*TEXTS, NodeKind.GOING_ON}:
            if self.looks.goes_on(self.last.body, index, numbered=self._numbered(self.last)):
                self._extend(line)
                return True
            return False
        text = self._last_aside()
        if self.last.kind in ASIDE and text.kind in TEXTS:
            before = next((child for child in reversed(text.children) if child.kind is NodeKind.GOING_ON), text)
            if self.looks.goes_on(before.body, index, numbered=self._numbered(text)):
                self._add(NodeKind.GOING_ON, line, text)
                return True
        return False

    def _takes_entry(self, index: int, line: Line) -> bool:
        """Take a line of the list that the words above it announce, one name or more a line."""
        if self.listing is None or index not in self.listing[1]:
            quoting = self._announcing()
            if quoting is None or line.kind not in {LineKind.PLAIN, LineKind.BULLET, LineKind.DECISION} \
                    or (self.list is not None and self.list is self.container):
                return False
            expected = frozenset(str(level.last + 1) for level in self.enumerations.levels if level.style == "digits")
            found = self.looks.entries(index, expected)
            if found is None:
                return False
            self.listing = quoting, found
        if line.kind not in {LineKind.PLAIN, LineKind.BULLET, LineKind.DECISION} or self.looks.in_columns(index):
            return False
        self._add(NodeKind.ENTRY, line, self.listing[0])
        return True

    def _heading(self, index: int, line: Line) -> None:
        quoting = self._quoting()
        after = self.looks.next_of_text(index)
        if quoting is not None and after is not None and self.lines[after].kind not in {LineKind.ROW, *ZONES}:
            self._quote(quoting)
        if self._stays_in_frame(index):
            self._within_frame(index, line)
        elif self.zone.kind is NodeKind.REPORT:
            self._heading_of_report(index, line)
        elif self.zone.kind is NodeKind.APPENDIX or self.paragraph is None:
            self._add(NodeKind.TITLE, line, self.zone)
        else:
            self._section(index, line)

    def _heading_of_report(self, index: int, line: Line) -> None:
        if _BRACKETED.fullmatch(self.looks.words(index)) and self.looks.before_numbers(index):
            self._add(NodeKind.HEADER_LINE, line, self.root)
            return
        following = self.looks.next_with_words(index)
        numbered = following is not None and self.lines[following].kind is LineKind.NUMBERED
        if self.paragraph is None and self.container is self.root and index < self.looks.header_end and not numbered:
            self._add(NodeKind.HEADER_LINE, line, self.root)
        else:
            self._leave_frame()
            self.unnumbered = None
            self._new_section(line, self.root)

    def _cells_end_with(self, index: int, line: Line) -> str:
        """Return the mark that parts the cells of a line, or "" where the line is no row."""
        if line.kind is LineKind.ROW:
            return "\t" if "\t" in self.source.text[line.start : line.stop].strip(" ") else "|"
        if line.kind is LineKind.RULE:
            return "-"
        if line.kind is LineKind.PLAIN and index >= self.looks.header_end and self.looks.in_columns(index):
            return " "
        return ""

    def _continues(self, index: int, line: Line) -> bool:
        """A plain line goes on with the text above it unless that ended, or a blank line stands between."""
        if index == 0 or self.lines[index - 1].kind is LineKind.BLANK or line.kind is LineKind.BULLET:
            return False
        if self.last.kind not in {*TEXTS, NodeKind.FOOTNOTE, NodeKind.LIST, NodeKind.GOING_ON}:
            return False
        words = self.source.text[line.body : line.stop].rstrip()
        ended = self.last.body.endswith(MAY_END)
        if line.kind is LineKind.ROW:
            return not ended and self.last.kind is not NodeKind.LIST
        return not ended or (words.endswith(MAY_END) and not self.looks.begins_anew(index))


def _next_mark(mark: str) -> str:
    """Return the number of the annex behind this one, in its own way of writing."""
    if mark.isdigit():
        return str(int(mark) + 1)
    return next((roman_numeral(number + 1) for number in range(1, 49) if roman_numeral(number) == mark), "")

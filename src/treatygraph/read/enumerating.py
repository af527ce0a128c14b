"""Puts numbered and lettered lines where they belong: into the text, a paragraph's list, a decision, or what is quoted.

Must not tell which lines are numbered, nor look at what the words say.
"""

from __future__ import annotations

from treatygraph.read.lines import Line, LineKind
from treatygraph.read.looks import OPENS_LIST
from treatygraph.read.making import TEXTS, ZONES
from treatygraph.read.numbering import in_figures, number_of
from treatygraph.read.sections import Sectioning
from treatygraph.read.tree import Node, NodeKind

NO_TITLE_ENDS = (".", ";", ",", ":", "。", "；", "，", "：", "؛", "،")
_LONGEST_TITLE = 300
_DEEPEST = 60
_LONGEST_LEAD = 400
_SHORTEST_NAME = 3


class Enumerating(Sectioning):
    """Takes numbered and lettered lines.

    Numbers begin again in a frame: a decision with paragraphs of its own, or the paragraph that quotes other text.
    Levels from `base` on are the frame's; the numbers around it go on where one of those below `base` is printed.
    """

    def _enumerated(self, index: int, line: Line) -> None:
        if in_figures(line.mark) and not line.mark.isdigit():
            self._inserted(line)
            return
        opened = self._opened_below(line)
        if opened is not None:
            first, unnumbered = opened
            while len(self.enumerations.levels) > self.base and self.enumerations.levels[-1].style != "digits":
                self.enumerations.levels.pop()
            self.enumerations.pass_by(line.mark)
            self.enumerations.push(first, unnumbered, self._entry(line, unnumbered), indented=line.indented)
            return
        level = self.enumerations.place(line.mark, indented=line.indented)
        if level is not None:
            if self.frame is not None and self.enumerations.levels.index(level) < self.base:
                self.frame, self.base = None, 0
            level.last += 1
            level.entry, level.indented = self._entry(line, level.owner), line.indented
            return
        levels = self.enumerations.levels
        style = self.enumerations.opens(line.mark) if len(levels) < _DEEPEST else None
        inner = len(levels) > self.base
        below = levels[-1].entry if inner else None
        if style == "digits" and below is not None and self._quotes(below):
            self._quote(below)
            self.enumerations.push(style, below, self._entry(line, below), indented=line.indented)
        elif style and below is None:
            self.enumerations.push(style, self.frame, self._entry(line, self.frame), indented=line.indented)
        elif style and below is not None and (style != "digits" or below.body.rstrip().endswith(OPENS_LIST)):
            self.enumerations.push(style, below, self._entry(line, below), indented=line.indented)
        elif self._is_numbered_title(index):
            self._section(index, line)
        else:
            self._out_of_order(line)

    def _opened_below(self, line: Line) -> tuple[str, Node] | None:
        """Return the style of an enumeration that begins below a paragraph without a number, and that paragraph."""
        if self.unnumbered is None or self.last.kind in {NodeKind.SECTION, NodeKind.TITLE}:
            return None
        style = self.enumerations.opens(line.mark) if len(self.enumerations.levels) < _DEEPEST else None
        if style is None:
            return None
        levels = self.enumerations.levels
        if style == "digits":
            opened = self.unnumbered.body.endswith(OPENS_LIST) and len(levels) > self.base
        else:
            opened = not any(level.expects(line.mark) and level.owner is self.unnumbered for level in levels)
        if not opened:
            return None
        below, self.unnumbered = self.unnumbered, None
        return style, below

    def _is_numbered_title(self, index: int) -> bool:
        """Tell whether a numbered line that continues nothing is the title above a paragraph that does."""
        words = self.looks.words(index)
        if words.endswith(NO_TITLE_ENDS) or len(words) > _LONGEST_TITLE:
            return False
        after = self.looks.after_titles(index)
        if after is None or self.lines[after].kind is not LineKind.NUMBERED:
            return False
        return any(level.expects(self.lines[after].mark) for level in self.enumerations.levels)

    def _inserted(self, line: Line) -> None:
        """A number with a word, letter or second number behind it stands beside the number it begins with."""
        self.enumerations.pass_by(line.mark)
        level = self.enumerations.beside(line.mark)
        owner = level.owner if level else self.frame
        node = self._entry(line, owner)
        if level:
            del self.enumerations.levels[self.enumerations.levels.index(level) + 1 :]
            level.entry = node
        elif not self.enumerations.levels:
            self.enumerations.push("digits", owner, node, number_of(line.mark))

    def _out_of_order(self, line: Line) -> None:
        """Keep a mark that continues nothing, as an entry of the level of its style, and report it."""
        same = [lv for lv in self.enumerations.levels[self.base :] if (lv.style == "digits") == line.mark.isdigit()]
        if line.mark.isdigit() and not line.indented:
            same = same[:1]
        owner = same[-1].owner if same else self.frame
        node = self._entry(line, owner)
        expected = same[-1].last + 1 if same else 1
        self._report("numbering-out-of-order", node, f"number {line.mark} is printed where {expected} was expected")
        ordinal = int(line.mark) if line.mark.isdigit() else (ord(line.mark[0]) - ord("a") + 1)
        if same:
            same[-1].last, same[-1].entry = ordinal, node
            del self.enumerations.levels[self.enumerations.levels.index(same[-1]) + 1 :]
        else:
            self.enumerations.push("digits" if line.mark.isdigit() else "letters", owner, node, ordinal)

    def _entry(self, line: Line, owner: Node | None) -> Node:
        figures = in_figures(line.mark)
        self.unnumbered = None
        if owner is not None and owner.kind in TEXTS and not (owner is self.frame and figures):
            joined = f"({line.mark})" if not figures else f".{line.mark}"
            plain = not owner.number or (figures and owner.kind is NodeKind.PARAGRAPH)
            return self._add(NodeKind.ITEM, line, owner, mark=line.mark, number=line.mark if plain
                             else f"{owner.number}{joined}")
        kind = NodeKind.PARAGRAPH if figures else NodeKind.ITEM
        node = self._add(kind, line, owner or self.container, mark=line.mark, number=line.mark)
        key = (id(owner or self._numbered_in()), node.number)
        self.seen[key] += 1
        if self.seen[key] > 1:
            self._report("number-repeated", node, f"number {node.number} is printed {self.seen[key]} times here")
            node.number = f"{node.number};{self.seen[key]}"
        if self.frame is None or self.frame.kind is not NodeKind.PARAGRAPH:
            self.paragraph = node
        return node

    def _numbered_in(self) -> Node:
        decision = self.container.within(NodeKind.DECISION)
        annexed = decision is not None and self.zone.within(NodeKind.DECISION) is decision
        return self.zone if decision is None or annexed else decision

    def _decision(self, index: int, line: Line) -> None:
        quoting = self._quoting() or (self.frame.within(NodeKind.PARAGRAPH) if self.frame else None)
        if quoting is None:
            if self.zone.within(NodeKind.DECISION):
                self.zone = self.annex = self.container = self._outer_annex()
                self.enumerations = self._enumerations(index + 1)
            self.enumerations.levels.clear()
            self._leave_frame()
            self.container = self.zone
        elif self.frame is None:
            self.base = len(self.enumerations.levels)
        else:
            del self.enumerations.levels[self.base :]
        self.frame = self._add(NodeKind.DECISION, line, quoting or self.zone, mark=line.sort, number=line.mark)
        self.unnumbered = None
        if quoting is None:
            self.paragraph, self.container = None, self.frame

    def _opens_decision(self, index: int) -> bool:
        """A decision's heading has words below it that are no other such heading, and ends no sentence itself."""
        following = self.looks.next_of_text(index)
        words = self.looks.words(index)
        return following is not None and self.lines[following].kind is not LineKind.DECISION \
            and not words.endswith(NO_TITLE_ENDS)

    def _outer_annex(self) -> Node:
        decision = self.zone.within(NodeKind.DECISION)
        return (decision.within(NodeKind.ANNEX) if decision else None) or self.root

    def _quoting(self) -> Node | None:
        """Return the paragraph whose words announce what comes next, where nothing has come yet."""
        node = self._announcing()
        return node if node is not None and node.kind is NodeKind.PARAGRAPH else None

    def _quotes(self, below: Node) -> bool:
        """Tell whether the numbers below a paragraph are those of a document whose text it gives."""
        return self.frame is None and below.kind is NodeKind.PARAGRAPH and bool(below.number) \
            and self.quoting.search(below.body[-_LONGEST_LEAD:]) is not None

    def _quote(self, quoting: Node) -> None:
        """Let what comes be parts of a paragraph, until the numbers of the text around it go on."""
        if self.frame is None and quoting.number:
            self.frame = quoting
            self.base = len(self.enumerations.levels)

    def _stays_in_frame(self, index: int) -> bool:
        """Tell whether a title belongs to what is quoted or decided: unless the numbers around that go on behind it."""
        if self.frame is None:
            return False
        after = self.looks.after_titles(index)
        if after is None or self.lines[after].kind in ZONES:
            return True
        if self.base and self.lines[after].kind is LineKind.CAPITAL and self.lines[index].kind is LineKind.CAPITAL:
            return False
        outer = self.enumerations.levels[: self.base]
        inner = self.enumerations.levels[self.base :]
        mark = self.lines[after].mark
        return self.lines[after].kind is not LineKind.NUMBERED or any(level.expects(mark) for level in inner) \
            or not any(level.expects(mark) for level in outer)

    def _within_frame(self, index: int, line: Line) -> None:
        """Hang a title in what is quoted or decided; where numbers begin again below it, it titles a section there."""
        assert self.frame is not None
        after = self.looks.next_number(index)
        again = after is not None and self.lines[after].mark == "1" and len(self.enumerations.levels) > self.base
        decision = self.frame.within(NodeKind.DECISION)
        self.unnumbered = None
        if decision is not None and self._announced_beside(decision, index):
            self.frame = self._add(NodeKind.SECTION, line, decision.parent or self.root)
        elif again or (decision is not None and line.kind is LineKind.CAPITAL):
            parent = decision or self.frame.within(NodeKind.PARAGRAPH) or self.frame
            del self.enumerations.levels[self.base :]
            self.frame = self._add(NodeKind.SECTION, line, parent, mark=line.mark, number=line.mark)
            if self.base == 0:
                self.container = self.frame
        else:
            self._add(NodeKind.TITLE, line, self.frame)

    def _announced_beside(self, decision: Node, index: int) -> bool:
        """Tell whether a title heads another text that the words around a decision announce with it.

        "The following decision and the Chair's summary of the discussion are brought to the attention of …"
        """
        around = decision.within(NodeKind.PARAGRAPH)
        name = self.looks.words(index).split()[:_SHORTEST_NAME]
        if around is None or len(name) < _SHORTEST_NAME or not any(c.kind is NodeKind.TITLE for c in decision.children):
            return False
        title = next(child for child in decision.children if child.kind is NodeKind.TITLE)
        said = " ".join(around.body.split())
        return " ".join(name) in said and " ".join(title.body.split()[:_SHORTEST_NAME]) not in said

    def _leave_frame(self) -> None:
        if self.frame is not None:
            del self.enumerations.levels[self.base :]
        self.frame, self.base = None, 0

    def _section(self, index: int, line: Line) -> None:
        if self._stays_in_frame(index):
            self._within_frame(index, line)
            return
        self._leave_frame()
        self.unnumbered = None
        self._new_section(line, self.root if self.zone.kind is NodeKind.REPORT else self.zone)

    def _announcing(self) -> Node | None:
        node = self._last_aside()
        return node if node.kind in TEXTS and node.body.endswith(OPENS_LIST) else None

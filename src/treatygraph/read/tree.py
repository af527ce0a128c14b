"""Defines the document tree: nodes whose own text pieces, read in order, are the whole text.

Must not decide where a node begins; the builder does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from treatygraph.model import Finding, Span
from treatygraph.read.source import SourceText


class NodeKind(StrEnum):
    """The parts a report is made of.

    An entry is a line of a list that the words of its paragraph announce; what goes on belongs to a paragraph that a
    footnote interrupts; a decision (or resolution, or a draft of one) has paragraphs of its own.
    """

    REPORT = "report"
    HEADER_LINE = "header-line"
    SECTION = "section"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"
    ROW = "row"
    CELL = "cell"
    FOOTNOTE = "footnote"
    ANNEX = "annex"
    APPENDIX = "appendix"
    TITLE = "title"
    LIST = "list"
    ENTRY = "entry"
    GOING_ON = "going-on"
    DECISION = "decision"
    CONTENTS = "contents"
    RULE_LINE = "rule-line"


@dataclass(slots=True, eq=False)
class Node:
    """A part of the text.

    Its own text is `lead` (white space and printed mark), `body` (its words) and `tail` (white space after
    them); its children's text follows. `start` is the offset of `lead`. `number` is the printed number joined
    to its parent's (`2(a)`), `position` its printed order among all nodes of its kind, from 1.
    """

    kind: NodeKind
    start: int
    lead: str = ""
    body: str = ""
    tail: str = ""
    mark: str = ""
    number: str = ""
    position: int = 0
    parent: Node | None = field(default=None, repr=False)
    children: list[Node] = field(default_factory=list, repr=False)

    @property
    def body_span(self) -> Span:
        """Where the node's own words stand."""
        begin = self.start + len(self.lead)
        return Span(begin, begin + len(self.body))

    @property
    def own_end(self) -> int:
        """Offset after the node's own text, before its first child."""
        return self.start + len(self.lead) + len(self.body) + len(self.tail)

    @property
    def end(self) -> int:
        """Offset after the last of the node's text, its children's included."""
        node = self
        while node.children:
            node = node.children[-1]
        return node.own_end

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, in text order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def ancestors(self) -> Iterator[Node]:
        """Yield the parent, its parent, and so on."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def within(self, kind: NodeKind) -> Node | None:
        """Return the nearest node of a kind at or above this one."""
        if self.kind is kind:
            return self
        return next((node for node in self.ancestors() if node.kind is kind), None)


@dataclass(frozen=True)
class DocumentTree:
    """A text, its root node, and what the builder found odd about the numbering."""

    source: SourceText
    root: Node
    findings: tuple[Finding, ...]

    def write(self) -> str:
        """Write the text back from the nodes alone."""
        return "".join(piece for node in self.root.walk() for piece in (node.lead, node.body, node.tail))

    def take_for_header(self, section: Node) -> None:
        """Make a section's title a header line, and what it holds parts of the whole; the text stays the same."""
        whole = section.parent or self.root
        at = whole.children.index(section)
        section.kind = NodeKind.HEADER_LINE
        section.position = sum(child.kind is NodeKind.HEADER_LINE for child in whole.children[: at + 1])
        behind = whole.children[at + 1 :]
        for later in behind:
            if later.kind is NodeKind.SECTION:
                later.position -= 1
                behind += later.children
        for child in section.children:
            child.parent = whole
        whole.children[at + 1 : at + 1] = section.children
        section.children = []

    def nodes(self, *kinds: NodeKind) -> Iterator[Node]:
        """Yield the nodes of the given kinds in text order."""
        return (node for node in self.root.walk() if node.kind in kinds)

"""Writes a report's text as HTML in its own layout, its stretches marked, findings beside their place.

Must not add or lose a character of the text: what it adds stands in elements marked `data-added`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import escape

from treatygraph.audit.segments import Segment, Segments
from treatygraph.audit.stretches import Rested, Stretch
from treatygraph.model import Finding, Place, Severity, Span
from treatygraph.read.tree import Node, NodeKind
from treatygraph.reading.said import Where

SIGNS = {Severity.VIOLATION: "✖", Severity.WARNING: "▲", Severity.INFO: "●"}
SAID = {Where.IN_FACT: "said-in-fact", Where.KEPT: "said-kept", Where.UNREAD: "said-unread"}
_SECTIONS = {NodeKind.SECTION, NodeKind.ANNEX, NodeKind.APPENDIX, NodeKind.DECISION, NodeKind.LIST}
_IN_TABLE = {NodeKind.ROW, NodeKind.CELL}
Piece = str | Node


class MarkedText:
    """A report's text as HTML."""

    def __init__(self, rested: Rested) -> None:
        self.rested = rested
        self.tree = rested.report.reading.tree
        self.language = rested.report.reading.identity.language
        self._spans = [stretch.span for stretch in rested.stretches]
        nodes = list(self.tree.root.walk())
        cuts = [cut for node in nodes for cut in (node.body_span.start, node.body_span.end)]
        things = [span for span, _ in rested.said]
        for span in (*rested.unread, *things, *(finding.place.span for finding in rested.findings)):
            cuts += (span.start, span.end)
        self.segments = Segments(self._spans, cuts, len(self.tree.source.text))
        self._bodies = [node.body_span for node in nodes if node.body]
        self._body_starts = [span.start for span in self._bodies]
        self._said_starts = [span.start for span in things]
        self._unread_starts = [span.start for span in rested.unread]
        self._beside = self._placed(nodes)
        self._refs = self._references()

    # ---- where things go

    def _placed(self, nodes: list[Node]) -> dict[int, list[int]]:
        """Put each finding beside the block its place stands in, or beside the table."""
        starts = [node.start for node in nodes]
        beside: dict[int, list[int]] = defaultdict(list)
        for number, finding in enumerate(self.rested.findings):
            node = nodes[max(0, bisect_right(starts, finding.place.span.start) - 1)]
            if node.kind in _IN_TABLE or node.kind is NodeKind.RULE_LINE:
                node = node.within(NodeKind.TABLE) or node
            beside[id(node)].append(number)
        return beside

    def _references(self) -> dict[int, list[int]]:
        """Put each finding's mark behind its words, or at their end of the block they begin in."""
        refs: dict[int, list[int]] = defaultdict(list)
        for number, finding in enumerate(self.rested.findings):
            body = self._body_at(finding.place.span.start)
            refs[min(max(finding.place.span.end, body.start + 1), body.end)].append(number)
        return refs

    def _body_at(self, offset: int) -> Span:
        """Return the words that begin last before an offset, or the first that end behind it."""
        index = max(0, bisect_right(self._body_starts, offset) - 1)
        if self._bodies[index].end <= offset and index + 1 < len(self._bodies):
            index += 1
        return self._bodies[index]

    def anchor(self, span: Span) -> str:
        """Return the id of the first segment of a stretch of words."""
        body = self._body_at(span.start)
        return f"c{self.segments.start_at(min(max(span.start, body.start), body.end - 1))}"

    # ---- blocks

    def html(self) -> str:
        """Write the whole text."""
        written: list[str] = []
        stack: list[Piece] = [self.tree.root]
        while stack:
            piece = stack.pop()
            if isinstance(piece, str):
                written.append(piece)
            else:
                stack.extend(reversed(list(self._pieces(piece))))
        return "".join(written)

    def _pieces(self, node: Node) -> Iterator[Piece]:
        if node.kind is NodeKind.REPORT:
            yield self._own(node)
            yield self._notes(node)
            yield from self._children(node)
        elif node.kind in _SECTIONS:
            level = _level(node)
            name = f"h{node.start}"
            yield f'<section class="{node.kind}" aria-labelledby="{name}">'
            yield self._row(f"h{level}", node, f' id="{name}"')
            yield from self._children(node)
            yield "</section>"
        elif node.kind is NodeKind.TITLE:
            yield self._row(f"h{min(6, _level(node))}", node, ' class="title"')
        elif node.kind is NodeKind.TABLE:
            yield from self._table(node)
        elif node.kind is NodeKind.ROW:
            yield f"<tr>{self._own(node)}"
            yield from node.children
            yield "</tr>"
        elif node.kind is NodeKind.CELL:
            yield f"<td>{self._own(node)}</td>"
        elif node.kind is NodeKind.FOOTNOTE:
            yield f'<div class="footnote" role="note">{self._row("p", node)}'
            yield from self._children(node)
            yield "</div>"
        elif node.kind is NodeKind.ITEM:
            yield f"<li>{self._row('p', node)}"
            yield from self._children(node)
            yield "</li>"
        else:
            yield f'<div class="{node.kind}">{self._row("p", node)}'
            yield from self._children(node)
            yield "</div>"

    def _children(self, node: Node) -> Iterator[Piece]:
        """Yield a node's children, runs of items as lists."""
        listed = False
        for child in node.children:
            if (child.kind is NodeKind.ITEM) != listed:
                listed = not listed
                yield '<ol role="list">' if listed else "</ol>"
            yield child
        if listed:
            yield "</ol>"

    def _table(self, node: Node) -> Iterator[Piece]:
        columns = max((len(row.children) for row in node.children), default=1)
        heading = node.within(NodeKind.LIST)
        name = (
            f'aria-labelledby="h{heading.start}"'
            if heading
            else f'aria-label="Table at line {self.tree.source.line_column(node.start)[0]}"'
        )
        yield (
            f'<div class="row">{self._notes(node)}<div class="scroll">'
            f'<table {name} class="columns-{min(columns, 9)}">{self._own(node)}'
        )
        for child in node.children:
            if child.kind is NodeKind.RULE_LINE:
                yield f'<tr class="rule-line"><td colspan="{columns}">{self._own(child)}</td></tr>'
            else:
                yield child
        yield "</table></div></div>"

    def _row(self, tag: str, node: Node, attributes: str = "") -> str:
        return f'<div class="row">{self._notes(node)}<{tag}{attributes}>{self._own(node)}</{tag}></div>'

    def _own(self, node: Node) -> str:
        mark = f'<span class="mark">{escape(node.lead)}</span>' if node.mark else escape(node.lead)
        words = "".join(self._segment(segment) for segment in self.segments.within(node.body_span))
        return f"{mark}{words}{escape(node.tail)}"

    # ---- words

    def _segment(self, segment: Segment) -> str:
        words = escape(self.tree.source.quote(segment.span))
        classes = self._classes(segment)
        gap = self._gap(segment.span)
        if gap is not None:
            unread = self.rested.unread[gap]
            classes.append("unread")
            classes += ["opens"] if segment.span.start == unread.start else []
            classes += ["closes"] if segment.span.end == unread.end else []
            # What rests on unread words alone was read in passing; what rests on more says nothing of them.
            classes += ["inner"] if segment.over and unread.covers(self._spans[segment.over[0]]) else []
        written = self._tagged(segment, words, classes)
        if gap is not None and "opens" in classes:
            written = f'<span id="u{gap + 1}" class="place"></span>{written}'
        return written + "".join(self._reference(number) for number in self._refs.get(segment.span.end, ()))

    def _tagged(self, segment: Segment, words: str, classes: list[str]) -> str:
        over = " ".join(str(index) for index in segment.over)
        said = self._said(segment.span)
        if not classes:
            kind = f' class="{said}"' if said else ""
            return f'<span id="c{segment.span.start}"{kind}>{words}</span>'
        classes = [*classes, said] if said else classes
        name = f'id="c{segment.span.start}" class="{" ".join(classes)}"'
        if not segment.over:
            return f'<mark {name} tabindex="0" data-s="">{words}</mark>'
        if not any(char.isalnum() for char in words):
            return f'<span {name} data-s="{over}">{words}</span>'
        return f'<a {name} href="#s{segment.over[0]}" data-s="{over}">{words}</a>'

    def _classes(self, segment: Segment) -> list[str]:
        over = [self.rested.stretches[index] for index in segment.over]
        claims = [stretch for stretch in over if stretch.claims]
        found = ["s"] if over else []
        if any(stretch.facts and _inside_a_claim(stretch, claims) for stretch in over):
            found.append("fact")
        elif any(stretch.names or stretch.unresolved for stretch in over):
            found.append("name")
        elif claims and all(claim.reason for stretch in claims for claim in stretch.claims):
            found.append("free")
        elif over:
            found.append("read")
        return found

    def _said(self, span: Span) -> str:
        """Return the class of the thing said that a segment is part of, or the empty string."""
        index = bisect_right(self._said_starts, span.start) - 1
        if index < 0 or not self.rested.said[index][0].covers(span):
            return ""
        return SAID[self.rested.said[index][1]]

    def _gap(self, span: Span) -> int | None:
        index = bisect_right(self._unread_starts, span.start) - 1
        return index if index >= 0 and self.rested.unread[index].covers(span) else None

    # ---- findings

    def _reference(self, number: int) -> str:
        finding = self.rested.findings[number]
        kind = finding.severity.lower()
        return (
            f'<a class="ref {kind}" href="#finding-{number + 1}" data-n="{number + 1}" '
            f'aria-label="Finding {number + 1}, {finding.severity}"></a>'
        )

    def _notes(self, node: Node) -> str:
        numbers = self._beside.get(id(node), ())
        if not numbers:
            return ""
        notes = "".join(self._note(number, self.rested.findings[number]) for number in numbers)
        return (
            f'<aside class="notes" data-added lang="en" dir="ltr" aria-label="Findings at this place">'
            f"{notes}</aside>"
        )

    def _note(self, number: int, finding: Finding) -> str:
        related = self._related(finding.related)
        return (
            f'<div class="note {finding.severity.lower()}" id="finding-{number + 1}"><p class="kind">'
            f'<a href="#{self.anchor(finding.place.span)}"><b>{number + 1}</b></a> '
            f'<span aria-hidden="true">{SIGNS[finding.severity]}</span> {finding.severity}: '
            f"{escape(finding.kind.replace('-', ' '))}</p><p>{escape(finding.message)}</p>{related}"
            "</div>"
        )

    def _related(self, places: Iterable[Place]) -> str:
        links = [f'<a href="#{self.anchor(place.span)}">line {place.line}</a>' for place in places]
        return f'<p class="related">See {", ".join(links)}</p>' if links else ""


def _level(node: Node) -> int:
    return min(6, 2 + sum(parent.kind in _SECTIONS for parent in node.ancestors()))


def _inside_a_claim(stretch: Stretch, claims: list[Stretch]) -> bool:
    """Tell whether facts rest on less than the words a rule claimed as a whole."""
    return any(claim.span != stretch.span and claim.span.covers(stretch.span) for claim in claims)

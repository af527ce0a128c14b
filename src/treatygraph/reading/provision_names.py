"""Names the parts of a document tree: the IRI of each section, paragraph, item, note, annex, list and decision.

Must not describe them, nor know what they say: an IRI follows from the printed numbers and from the place alone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from treatygraph import iris
from treatygraph.model import Iri
from treatygraph.read.tree import DocumentTree, Node, NodeKind


@dataclass
class ProvisionNames:
    """The IRIs of a document's parts, by the id of their node.

    `annexes` are those of the document itself by printed number (or place), in order; `annex` is the one that "the
    annex" means, `appendix` the first appendix. A part of a document has one IRI, no two parts have the same.
    """

    document: Iri
    of: dict[int, Iri] = field(default_factory=dict)
    annexes: dict[str, Iri] = field(default_factory=dict)
    annex: Iri | None = None
    appendix: Iri | None = None
    _taken: set[Iri] = field(default_factory=set)
    _unnumbered: Counter[Iri] = field(default_factory=Counter)

    def base(self, node: Node) -> Iri:
        """Return the part whose numbers a node's own is one of: the annex, appendix, decision or quoting paragraph."""
        for around in node.ancestors():
            if around.kind is NodeKind.APPENDIX and node.kind not in {NodeKind.PARAGRAPH, NodeKind.ITEM}:
                continue
            if around.kind in {NodeKind.DECISION, NodeKind.ANNEX, NodeKind.APPENDIX}:
                return self.of[id(around)]
            if around.kind is NodeKind.SECTION and node.kind is not NodeKind.SECTION \
                    and around.within(NodeKind.DECISION) is not None:
                return self.of[id(around)]
            if around.kind is NodeKind.PARAGRAPH and node.kind in {NodeKind.PARAGRAPH, NodeKind.DECISION}:
                return self.of[id(around)]
        return self.document

    def keep(self, node: Node, iri: Iri, otherwise: Iri | None = None) -> Iri:
        """Keep the IRI of a node; where another part has it, the one given for that case, or one with a number."""
        first = iri
        if iri in self._taken and otherwise is not None:
            first = iri = otherwise
        count = 1
        while iri in self._taken:
            count += 1
            iri = Iri(f"{first};{count}")
        self._taken.add(iri)
        self.of[id(node)] = iri
        return iri

    def next_unnumbered(self, base: Iri) -> str:
        """Return the key of the next paragraph without a number there."""
        self._unnumbered[base] += 1
        return f"u{self._unnumbered[base]}"


def name_parts(tree: DocumentTree, document: Iri) -> ProvisionNames:
    """Return the IRIs of all parts of a tree that have one."""
    names = ProvisionNames(document)
    several = sum(node.kind is NodeKind.ANNEX for node in tree.root.children) > 1
    for node in tree.root.walk():
        _name(names, node, several=several)
    if len(names.annexes) == 1:
        names.annex = next(iter(names.annexes.values()))
    return names


def _name(names: ProvisionNames, node: Node, *, several: bool) -> None:
    base = names.base(node) if node.parent is not None else names.document
    if node.kind is NodeKind.ANNEX:
        outermost = node.parent is not None and node.parent.kind is NodeKind.REPORT
        beside = several if outermost else node.mark not in {"", "I", "1"} or _has_sibling(node)
        iri = names.keep(node, iris.part(base, "annex", (node.mark or str(node.position)) if beside else ""))
        if outermost:
            names.annexes[node.mark or str(node.position)] = iri
    elif node.kind is NodeKind.APPENDIX:
        iri = iris.part(base, "appendix", "" if names.appendix is None else str(node.position))
        names.appendix = names.appendix or names.keep(node, iri)
        if id(node) not in names.of:
            names.keep(node, iri)
    elif node.kind is NodeKind.DECISION:
        names.keep(node, iris.part(base, node.mark, node.number))
    elif node.kind is NodeKind.SECTION:
        names.keep(node, iris.part(base, "section", str(node.position)))
    elif node.kind is NodeKind.LIST:
        names.keep(node, iris.part(base, "list", node.number))
    elif node.kind is NodeKind.FOOTNOTE:
        names.keep(node, iris.part(base, "footnote", node.number))
    elif node.kind is NodeKind.PARAGRAPH and not node.number:
        around = _section_of(names, node) or base
        names.keep(node, iris.part(around, "paragraph", names.next_unnumbered(around)))
    elif node.kind is NodeKind.PARAGRAPH:
        names.keep(node, iris.part(base, "paragraph", node.number))
    elif node.kind is NodeKind.ITEM and _is_lettered_part(node):
        paragraph = node.within(NodeKind.PARAGRAPH)
        otherwise = iris.part(names.of[id(paragraph)], "paragraph", node.number) \
            if paragraph is not None and not paragraph.number else None
        names.keep(node, iris.part(_base_of_item(names, node, base), "paragraph", node.number), otherwise)


def _base_of_item(names: ProvisionNames, node: Node, base: Iri) -> Iri:
    """An item is numbered with its paragraph: where that is quoted in another, so is the item."""
    paragraph = node.within(NodeKind.PARAGRAPH)
    return names.base(paragraph) if paragraph is not None else base


def _section_of(names: ProvisionNames, node: Node) -> Iri | None:
    section = node.parent if node.parent is not None and node.parent.kind is NodeKind.SECTION else None
    return names.of[id(section)] if section is not None else None


def _has_sibling(node: Node) -> bool:
    return node.parent is not None and sum(child.kind is NodeKind.ANNEX for child in node.parent.children) > 1


def _is_lettered_part(node: Node) -> bool:
    """The digits of an enumeration inside a paragraph, an agenda's items, name no provisions of their own."""
    chain = [node, *node.ancestors()]
    return not any(n.kind is NodeKind.ITEM and n.mark.isdigit() for n in chain)

"""Finds the documents that bear two symbols at once (E/2025/25-E/CN.9/2025/7), so that either one means the same.

Must not join what a range or a list of symbols names: those are several documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from treatygraph.find.fold import fold
from treatygraph.find.symbols import SymbolMention, find_symbols
from treatygraph.model import Span
from treatygraph.read.tree import DocumentTree


@dataclass(frozen=True)
class JointSymbol:
    """The second symbol of a document, where it stands in the text, and the first, which the document is known by."""

    second: str
    where: Span
    first: SymbolMention


def joint_symbols(tree: DocumentTree) -> Mapping[str, JointSymbol]:
    """Return the second symbols of documents that a text prints with a hyphen right behind their first.

    The two are of different bodies; of one body, what a hyphen joins are the ends of a range.
    """
    found: dict[str, JointSymbol] = {}
    for node in tree.root.walk():
        if "-" not in node.body:
            continue
        folded = fold(node.body, node.body_span.start)
        for first, second in pairwise(find_symbols(folded.text)):
            if folded.text[first.end : second.start].strip("*") == "-" and first.body != second.body \
                    and second.symbol not in found:
                found[second.symbol] = JointSymbol(second.symbol, folded.span(second.start, second.end), first)
    return found


def under_first_symbols(mentions: list[SymbolMention], joint: Mapping[str, JointSymbol]) -> Iterator[SymbolMention]:
    """Yield mentions, those of a document's second symbol as ones of its first, at the place where they stand."""
    for mention in mentions:
        known = joint.get(mention.symbol)
        yield mention if known is None else replace(known.first, start=mention.start, end=mention.end,
                                                    written=mention.written, between=mention.between)

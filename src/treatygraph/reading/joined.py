"""Puts together the words of one sentence that the layout has parted: a list below its lead, lines behind a note.

Must not change a word: where a list parts its entries by lines, the folded text parts them by the language's separator.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from treatygraph.find.fold import Folded, fold
from treatygraph.language.languages import Language
from treatygraph.model import Span
from treatygraph.read.sentences import SentenceCutter
from treatygraph.read.source import SourceText
from treatygraph.read.tree import Node, NodeKind

_ENDS = (".", "。", "!", "！", "?", "？", "؟")
_PARTS = (",", "，", "、", "،", ";", "；", "؛", ":", "：")
_LEADS = (":", "：")
_MOST_ENTRIES = 1000

Piece = tuple[Node, Span, Folded]


def sentences_of(node: Node, source: SourceText, cutter: SentenceCutter, language: Language) -> Iterator[Piece]:
    """Yield the sentences of a paragraph, item or note: whose node, where they stand, and their folded words.

    A sentence that a list follows ends with that list; one that a footnote interrupts goes on behind it. Spans are
    0-based, end-exclusive; that of such a sentence reaches over what stands between. Entries that are sentences of
    their own are read as such.
    """
    own = cutter.cut(node.body, node.body_span.start)
    pieces = [(node, span, fold(source.quote(span), span.start)) for span in own]
    entries = [child for child in node.children if child.kind is NodeKind.ENTRY and child.body]
    rest = [child for child in node.children if child.kind is NodeKind.GOING_ON and child.body]
    for child in rest:
        spans = cutter.cut(child.body, child.body_span.start)
        if pieces and spans and not pieces[-1][2].text.rstrip("”\"’)").endswith(_ENDS):
            pieces[-1] = (node, *_join([pieces[-1][1:], (spans[0], fold(source.quote(spans[0]), spans[0].start))],
                                       language))
            spans = spans[1:]
        pieces += [(node, span, fold(source.quote(span), span.start)) for span in spans]
    if entries:
        lines = [(entry.body_span, fold(entry.body, entry.body_span.start)) for entry in entries]
        if len(entries) > _MOST_ENTRIES or not pieces or any(_is_sentence(folded) for _, folded in lines[:-1]):
            yield from pieces
            for entry in entries:
                for span in cutter.cut(entry.body, entry.body_span.start):
                    yield entry, span, fold(source.quote(span), span.start)
            return
        pieces[-1] = (node, *_join([pieces[-1][1:], *lines], language))
    yield from pieces


def _is_sentence(folded: Folded) -> bool:
    return folded.text.endswith(_ENDS)


def _join(parts: Sequence[tuple[Span, Folded]], language: Language) -> tuple[Span, Folded]:
    """Join folded texts; what is put between them stands nowhere in the text, where the one before it ends."""
    separators = language.lists.get("separators", [", "])
    wide = not language.lists.get("separators", [", "])[0].endswith(" ")
    text: list[str] = []
    starts, ends = array("I"), array("I")
    for index, (_, folded) in enumerate(parts):
        if index and text:
            between = _between(text[-1], folded.text, separators, first=index == 1, wide=wide)
            at = ends[-1]
            text.append(between)
            starts.extend([at] * len(between))
            ends.extend([at] * len(between))
        text.append(folded.text)
        starts.extend(folded.starts)
        ends.extend(folded.ends)
    return Span(parts[0][0].start, parts[-1][0].end), Folded("".join(text), starts, ends)


def _between(before: str, after: str, separators: Sequence[str], *, first: bool, wide: bool) -> str:
    space = "" if wide else " "
    if first or before.endswith(_PARTS):
        return space
    if after.endswith(_LEADS):
        return f";{space}"
    return str(separators[0])

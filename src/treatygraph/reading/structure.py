"""Rules for the document's own parts: its provisions, titles, footnotes, annex and appendix.

Must not read what a paragraph says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from treatygraph.facts import AnnexedDocument, Document, Expression, Mention, Provision
from treatygraph.model import LangText, Span
from treatygraph.read.tree import Node, NodeKind
from treatygraph.reading.conference_frame import ConferenceFrame
from treatygraph.reading.documents import type_of_title
from treatygraph.reading.facts_so_far import Facts
from treatygraph.reading.introduced import Introduced
from treatygraph.reading.outline import Outline, OutlineInTheMaking
from treatygraph.reading.provision_names import name_parts
from treatygraph.reading.registry import Match, rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.units import Claim, Sighting
from treatygraph.vocab import ALT_LABEL

_MARKS_BEHIND = re.compile(r"(?:\s*\[[^\[\]\s]{1,4}\]){1,4}$")
_AGAIN = re.compile(r";\d+")  # tells parts with one printed number from each other
_LINES = re.compile(r"\s*\n\s*")
_SUBCLASS = {NodeKind.SECTION: "Section", NodeKind.PARAGRAPH: "Paragraph", NodeKind.ITEM: "Paragraph",
             NodeKind.FOOTNOTE: "Footnote", NodeKind.APPENDIX: "Annex", NodeKind.DECISION: "Section",
             NodeKind.LIST: "Section"}
_TITLED = frozenset({NodeKind.SECTION, NodeKind.APPENDIX, NodeKind.DECISION, NodeKind.LIST})


@rule("PRO-01", reads="report", emits=(), stage=-3)
def name_provisions(report: ReportText, outline: OutlineInTheMaking) -> Iterator[Mention]:
    """Give every numbered or titled part of the text its IRI.

    If: a node is a section, paragraph, lettered item of a paragraph, footnote, list, decision, annex or appendix.
    Then: it is a provision whose IRI follows its printed number within the report, its annex, its decision or the
        paragraph that quotes it; a paragraph without a number is counted within its section.
    Near miss: the digits of an enumeration inside a paragraph (agenda items) name no provision of their own.
    """
    outline.name_parts(name_parts(report.tree, report.document))
    yield from ()


@rule("MEA-01", reads="phrase", emits=())
def measures(match: Match, outline: OutlineInTheMaking) -> Iterator[Mention]:
    """Tell which lettered parts are measures.

    If: a sentence announces measures, and lettered parts follow its paragraph.
    Then: each of these parts is a tg:Measure.
    Near miss: lettered parts under words that announce something else.
    """
    found = tuple(iri for node in match.unit.node.children if node.kind is NodeKind.ITEM and not node.mark.isdigit()
                  and (iri := outline.named(node)) is not None)
    outline.call_measures(found)
    match.unit.sightings.append(Sighting(match.start, match.end, "measures", found))
    yield from ()


@rule("PRO-02", reads="report", emits=(Provision, AnnexedDocument, Document, Expression), stage=1)
def describe_provisions(report: ReportText, outline: Outline, conference: ConferenceFrame, introduced: Introduced,
                        facts: Facts) -> Iterator[Provision | AnnexedDocument | Document | Expression]:
    """Describe every provision: class, number, place in the whole, title or text.

    If: a part of the text has an IRI of its own.
    Then: it is part of the part around it, with its printed number and order; a leaf has its words as text, an
        annex that is titled is a document too, and the report is a document with one language version.
    Near miss: a lettered part under words that announce measures is a tg:Measure, any other a tg:Paragraph.
    """
    root = report.tree.root
    whole = _words_span(root)
    yield Document(iri=report.document, evidence=(whole,), symbol=report.identity.symbol,
                   of_conference=conference.iri if conference.told else None)
    yield Expression(iri=report.expression, evidence=(whole,), expression_of=report.document,
                     language=report.identity.language, checksum=report.source.sha256)
    for node in root.walk():
        iri = outline.named(node)
        if iri is None or (node.kind is NodeKind.LIST and facts.read_of(iri)):
            continue  # what a list is of, the rules for lists say; where none reads it, it is a part like others
        parent = outline.provision_of(node.parent) if node.parent else report.document
        if node.kind is NodeKind.FOOTNOTE:
            parent = outline.base(node)
        titles = [child for child in node.children if child.kind is NodeKind.TITLE]
        for title in titles:
            _claim(outline, title, "PRO-02")
        if node.kind in {NodeKind.SECTION, NodeKind.ANNEX, NodeKind.APPENDIX, NodeKind.DECISION}:
            _claim(outline, node, "PRO-02")
        if node.kind is NodeKind.ANNEX:
            spans = (node.body_span, *(title.body_span for title in titles))
            title_words = _title(report, titles[0]) if titles else None
            others = tuple((ALT_LABEL, _title(report, title))
                           for title in titles[1:])
            type_ = type_of_title(report, title_words.text, None) if title_words else None
            yield AnnexedDocument(iri=iri, evidence=spans, part_of=parent, title=title_words, extra=others,
                                  document_type=type_, of_conference=conference.iri,
                                  number=node.number or None, position=node.position)
            continue
        evidence = (node.body_span, *(title.body_span for title in titles))
        subclass = "Measure" if iri in outline.measures else _SUBCLASS[node.kind]
        named = node if node.kind in _TITLED else None
        if node.kind is NodeKind.DECISION and titles:
            named, titles = titles[0], [node, *titles[1:]]
        more = tuple((ALT_LABEL, _title(report, title)) for title in titles) \
            if node.kind in {NodeKind.APPENDIX, NodeKind.DECISION} else ()
        yield Provision(
            iri=iri, evidence=evidence, subclass=subclass, part_of=parent, extra=more,
            number=_number(node) or None, position=node.position,
            title=_title(report, named) if named else None,
            text=None if named or _has_no_words(node) else report.words(node.body_span),
            note_on=introduced.noted(node.mark) if node.kind is NodeKind.FOOTNOTE else None,
        )


def _number(node: Node) -> str:
    """Return a part's printed number, that of a lettered part joined to the number of the paragraph it stands in."""
    number = _AGAIN.sub("", node.number)
    if node.kind is not NodeKind.ITEM or number != node.mark:
        return number
    around = next((above for above in node.ancestors() if above.number), None)
    if around is None or around.kind is not NodeKind.PARAGRAPH:
        return number
    return f"{_AGAIN.sub('', around.number)}({number})"


def _has_no_words(node: Node) -> bool:
    """Tell whether a part is only a frame for others; a paragraph that lettered parts follow has words of its own."""
    return node.kind not in {NodeKind.PARAGRAPH, NodeKind.ITEM, NodeKind.FOOTNOTE}


def _title(report: ReportText, node: Node) -> LangText:
    """Return a title's words, without the marks of notes behind them, and without the ends of its lines."""
    words = report.words(node.body_span)
    return LangText(_LINES.sub(" ", _MARKS_BEHIND.sub("", words.text)), words.language)


def _words_span(node: Node) -> Span:
    """Where the report's own name stands: its header, up to the first prose, or its first words."""
    before = takewhile(lambda child: child.kind not in {NodeKind.PARAGRAPH, NodeKind.SECTION}, node.children)
    header = [child for child in before if child.kind is NodeKind.HEADER_LINE]
    if header:
        return Span(header[0].body_span.start, header[-1].body_span.end)
    first = next((n for n in node.walk() if n.body), node)
    return first.body_span


def _claim(outline: Outline, node: Node, rule_id: str) -> None:
    for unit in outline.units_of(node):
        if not unit.claims:
            unit.claims.append(Claim(rule_id, unit.span))


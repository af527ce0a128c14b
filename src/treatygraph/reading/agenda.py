"""The rule for an agenda that is printed below words that announce it, whatever these say that was done with it.

Must not read that it was adopted, nor take the agenda of another meeting for this one's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import AgendaItem
from treatygraph.find.fold import lower
from treatygraph.model import Iri, LangText
from treatygraph.read.tree import Node, NodeKind
from treatygraph.reading.conference_frame import ConferenceFrame
from treatygraph.reading.facts_so_far import Facts
from treatygraph.reading.matching import occurrences
from treatygraph.reading.outline import Outline
from treatygraph.reading.registry import rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.units import Claim, Sighting, Unit

_ANNOUNCES = (":", "：")
_FEWEST = 2
# Characters within which a word such as "provisional", however it is declined, belongs to the agenda behind it.
_BESIDE = 8


@rule("AGD-02", reads="report", emits=(AgendaItem,), stage=1)
def printed_agenda(report: ReportText, outline: Outline, conference: ConferenceFrame, facts: Facts
                   ) -> Iterator[AgendaItem]:
    """Keep the items of the conference's agenda where it is printed.

    If: the last sentence of a paragraph of the report itself speaks of the agenda and announces what follows, and
        numbered items follow.
    Then: each item, sub-items too, is an item of the conference's agenda in printed order.
    Near miss: the provisional or draft agenda of a session to come, and one in a text that is quoted or annexed.
    """
    words = [lower(word) for word in report.language.layout.get("agendas", ())]
    others = [lower(word) for word in report.language.layout.get("other_agendas", ())]
    known = {record.iri for record in facts.read(AgendaItem)}
    for node in report.tree.nodes(NodeKind.PARAGRAPH):
        units = outline.units_of(node)
        if not units or not units[-1].text.endswith(_ANNOUNCES) or not _is_own(node):
            continue
        said = units[-1].plain
        if not _speaks_of(said, words, others):
            continue
        items = [child for child in node.walk() if child.kind is NodeKind.ITEM]
        if sum(item.mark.isdigit() for item in items) < _FEWEST:
            continue
        yield from _items(items, report, outline, conference, known)


def _speaks_of(said: str, words: list[str], others: list[str]) -> bool:
    """Tell whether a sentence names the agenda itself, be it beside the provisional one that it rests on.

    Words for another meeting ("next session") make every agenda of the sentence another one.
    """
    agendas = {at for word in words for at in occurrences(said, word)}
    provisional: set[int] = set()
    for other in others:
        for start in occurrences(said, other):
            named = {at for at in agendas if start <= at < start + len(other) + _BESIDE}
            if not named:
                return False
            provisional |= named
    return bool(agendas - provisional)


_PART = re.compile(r"\(([a-z])\)\s*")


@rule("AGD-04", reads="report", emits=(AgendaItem,), stage=2)
def items_of_chapters(report: ReportText, outline: Outline, conference: ConferenceFrame, facts: Facts
                      ) -> Iterator[AgendaItem]:
    """Read the title of an agenda item from the chapter on it.

    If: the first paragraph of a chapter says first that the body considered one item of the agenda, and no other
        chapter's says so of that item.
    Then: the chapter's title is the item's, and the lettered parts of that title are its sub-items.
    Near miss: a chapter whose paragraph names several items, or one under which the body considered something; an item
        whose title the agenda gives.
    """
    known = {record.iri for record in facts.read(AgendaItem) if record.label}
    chapters: dict[Iri, list[tuple[Node, Unit, Sighting]]] = {}
    for node in report.tree.nodes(NodeKind.SECTION):
        if not node.mark or node.parent is None or node.parent.kind is not NodeKind.REPORT:
            continue
        first = next((child for child in node.children if child.kind is not NodeKind.FOOTNOTE), None)
        units = outline.units_of(first) if first is not None and first.kind is NodeKind.PARAGRAPH else ()
        for sighting in units[0].seen("items") if units else ():
            if sighting.iri and _takes_up(report, conference.noun or "\0", units[0], sighting):
                chapters.setdefault(sighting.iri, []).append((node, units[0], sighting))
    for iri, found in chapters.items():
        if len(found) == 1 and iri not in known and iri.startswith(f"{conference.iri}/"):
            yield from _titled(report, conference, iri, *found[0])


def _takes_up(report: ReportText, noun: str, unit: Unit, item: Sighting) -> bool:
    """Tell whether a sentence says that the body itself took up an item, and no other thing or item beside it."""
    takes = (f"{lower(noun)}{verb}" for verb in report.language.layout.get("takes_up", ()))
    others = [one for one in unit.seen("items") if one is not item and not _within(one, item)]
    return unit.plain.endswith(tuple(takes) or ("\0",), 0, item.start) and not others


def _within(one: Sighting, other: Sighting) -> bool:
    return other.start <= one.start and one.end <= other.end


def _titled(report: ReportText, conference: ConferenceFrame, iri: Iri, chapter: Node, unit: Unit, item: Sighting
            ) -> Iterator[AgendaItem]:
    """Yield the item of a chapter and its sub-items."""
    number, language = iris.local(iri), report.identity.language
    words = " ".join(chapter.body.split())
    parts = list(_PART.finditer(words))
    lettered = [part.group(1) for part in parts] == [chr(ord("a") + at) for at in range(len(parts))] and len(parts) > 1
    title = words[: parts[0].start()] if lettered else words
    evidence = (chapter.body_span, unit.span_of(item.start, item.end))
    yield AgendaItem(iri=iri, evidence=evidence, of_conference=conference.iri, number=number,
                     label=LangText(title.rstrip(" :：;"), language))
    ends = [*(part.start() for part in parts[1:]), len(words)]
    for part, end in zip(parts, ends, strict=True) if lettered else ():
        sub = f"{number}({part.group(1)})"
        yield AgendaItem(iri=iris.agenda_item(conference.iri, sub), evidence=(chapter.body_span,), number=sub,
                         of_conference=conference.iri, sub_item_of=iri,
                         label=LangText(words[part.end() : end].rstrip(" ;；:"), language))


def _items(items: list[Node], report: ReportText, outline: Outline, conference: ConferenceFrame, known: set[Iri]
           ) -> Iterator[AgendaItem]:
    listed = {id(item) for item in items}
    for position, item in enumerate(items, start=1):
        iri = iris.agenda_item(conference.iri, item.number)
        parent = item.parent if item.parent and id(item.parent) in listed else None
        for unit in outline.units_of(item):
            unit.claims.append(Claim("AGD-02", unit.span))
        if iri not in known:
            yield AgendaItem(iri=iri, evidence=(item.body_span,), of_conference=conference.iri, number=item.number,
                             label=LangText(item.body.rstrip("。.;；:："), report.identity.language),
                             position=position,
                             sub_item_of=iris.agenda_item(conference.iri, parent.number) if parent else None)


def _is_own(node: Node) -> bool:
    """Tell whether a paragraph is one of the report itself: not of an annex, a decision, or a text it quotes."""
    apart = {NodeKind.ANNEX, NodeKind.APPENDIX, NodeKind.DECISION, NodeKind.PARAGRAPH}
    return not any(around.kind in apart for around in node.ancestors())

"""The rule for an agenda that is printed below words that announce it, whatever these say that was done with it.

Must not read that it was adopted, nor take the agenda of another meeting for this one's.
"""

from __future__ import annotations

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
from treatygraph.reading.units import Claim

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

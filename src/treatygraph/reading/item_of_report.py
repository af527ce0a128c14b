"""The rule for the agenda item under which a report was issued, as its header gives it.

Must not read an agenda, nor an item of one that is only proposed.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import AgendaItem
from treatygraph.find.fold import lower
from treatygraph.model import LangText, Span
from treatygraph.reading.conference_frame import ConferenceFrame
from treatygraph.reading.facts_so_far import Facts
from treatygraph.reading.outline import Outline
from treatygraph.reading.references import Reference
from treatygraph.reading.registry import rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.slots import SlotsOf
from treatygraph.reading.units import Claim, Unit

_MOST_LINES = 6
_HEADER = frozenset({"header", "title"})


@rule("AGD-03", reads="report", emits=(AgendaItem,), stage=2)
def item_in_the_header(
    report: ReportText, outline: Outline, conference: ConferenceFrame, facts: Facts, slots_of: SlotsOf
) -> Iterator[AgendaItem]:
    """Keep the agenda item that a report's header gives, with its title.

    If: a line of the header is nothing but an item's number ("Agenda item 7 (b)").
    Then: it is an item of the conference's agenda, under the item it is a part of; the lines between it and the one
        that says whose report this is are its title, where no printed agenda gave one.
    Near miss: an item of a provisional agenda; several items on one line, which share no title.
    """
    lines = []
    for unit in outline.units:
        if unit.kind not in _HEADER or not unit.text:
            break
        lines.append(unit)
    others = [lower(word) for word in report.language.layout.get("other_agendas", ())]
    numbers = [_numbers(unit, slots_of) for unit in lines]
    known = {record.iri for record in facts.read(AgendaItem) if record.label}
    for index, (unit, found) in enumerate(zip(lines, numbers, strict=True)):
        if len(found) != 1 or any(word in unit.plain for word in others):
            continue
        number = found[0]
        below = next((at for at in range(index + 1, len(lines)) if numbers[at]), len(lines))
        unit.claims.append(Claim("AGD-03", unit.span))
        iri = iris.agenda_item(conference.iri, number)
        title = _title(lines[index + 1 : below], report) if iri not in known else None
        evidence: tuple[Span, ...] = (unit.span,)
        label = None
        if title is not None:
            evidence = (unit.span, title)
            label = LangText(" ".join(report.source.quote(title).split()), report.identity.language)
            for line in lines[index + 1 :]:
                if line.span.end <= title.end:
                    line.claims.append(Claim("AGD-03", line.span))
        above = number.rpartition("(")[0]
        parent = iris.agenda_item(conference.iri, above) if above else None
        if parent is not None:
            yield AgendaItem(iri=parent, evidence=(unit.span,), of_conference=conference.iri, number=above)
        yield AgendaItem(iri=iri, evidence=evidence, of_conference=conference.iri, number=number, label=label,
                         sub_item_of=parent)


def _numbers(unit: Unit, slots_of: SlotsOf) -> tuple[str, ...]:
    """Return the numbers of the items that a line names and is nothing but."""
    if not any(char.isdigit() for char in unit.text):
        return ()
    for end, value in slots_of(unit)("items", False, 0):
        if end == len(unit.text.rstrip()) and isinstance(value, Reference):
            return tuple(iris.local(thing) for thing in value.things)
    return ()


def _title(lines: list[Unit], report: ReportText) -> Span | None:
    """Return where the lines stand that lead up to the one that says whose report it is; None where none says so."""
    for count, line in enumerate(lines[: _MOST_LINES + 1]):
        if line.plain.startswith(report.titles.heads) or any(report.titles.bodies(line.text, spaced=False)):
            return Span(lines[0].span.start, lines[count - 1].span.end) if count else None
    return None

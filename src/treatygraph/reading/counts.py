"""Rules for the numbers a text states.

Must not count anything itself; inference does.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import CountStatement, Document
from treatygraph.model import LangText
from treatygraph.read.tree import NodeKind
from treatygraph.reading.facts_so_far import Facts
from treatygraph.reading.introduced import Introduced, IntroducedInTheMaking
from treatygraph.reading.outline import Outline
from treatygraph.reading.registry import Match, rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.units import Claim


@rule("CNT-01", reads="phrase", emits=(CountStatement,))
def stated_number(match: Match, report: ReportText, introduced: IntroducedInTheMaking) -> Iterator[CountStatement]:
    """Read a stated number of something that the pattern's row names.

    If: words give a number of members of a group, of facilities, or of years, perhaps as a bound.
    Then: the provision states that count; a bound is its note, and a footnote on the number annotates it.
    Near miss: an ordinal, a date, or the number in a symbol.
    """
    yield from _statement(match, report, introduced)


@rule("CNT-02", reads="sentence", emits=(CountStatement,))
def stated_number_of_meetings(match: Match, report: ReportText, introduced: IntroducedInTheMaking
                             ) -> Iterator[CountStatement]:
    """Read how many meetings a conference held.

    If: a sentence says how many plenary meetings the conference held.
    Then: the provision states that count.
    Near miss: "the third meeting", which is an ordinal.
    """
    yield from _statement(match, report, introduced)


def _statement(match: Match, report: ReportText, introduced: IntroducedInTheMaking) -> Iterator[CountStatement]:
    before = match.unit.text[: match.slots["value"].start]
    if before.endswith(tuple(report.language.numbers.get("ordinal_prefixes", ()))):
        return
    value = int(match.value("value"))
    what = iris.thing(str(match.constants["counts"]))
    iri = iris.count(match.unit.provision, what, value)
    mark = match.value("mark")
    if mark:
        introduced.note(str(mark).strip("[]"), iri)
    note: LangText | None = report.words(match.where("note")) if "note" in match.slots else None
    yield CountStatement(iri=iri, evidence=(match.where("value"), match.span), counts=what, value=value,
                         note=note)


@rule("FNT-01", reads="report", emits=(CountStatement, Document), stage=0)
def footnotes(report: ReportText, outline: Outline, introduced: Introduced, facts: Facts
             ) -> Iterator[CountStatement | Document]:
    """Tie each footnote to what its mark stands behind.

    If: a footnote's mark stands behind a document's title or a stated number.
    Then: the footnote's words are read as a note on that document or number.
    Near miss: a footnote whose mark stands nowhere; its sentence stays unread.
    """
    for unit in outline.units:
        noted = introduced.noted(unit.node.mark) if unit.node.kind is NodeKind.FOOTNOTE else None
        if noted is not None:
            unit.claims.append(Claim("FNT-01", unit.span))
            words = report.words(unit.span)
            if any(isinstance(record, CountStatement) for record in facts.read_of(noted)):
                yield CountStatement(iri=noted, evidence=(unit.span,), note=words)
            else:
                yield Document(iri=noted, evidence=(unit.span,), note=words)

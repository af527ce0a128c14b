"""Rules for the numbers a text states.

Must not count anything itself; inference does.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import CountStatement, Document
from treatygraph.find.amounts import Amount
from treatygraph.model import Iri, Severity
from treatygraph.read.tree import NodeKind
from treatygraph.reading.facts_so_far import Facts
from treatygraph.reading.findings import Findings
from treatygraph.reading.introduced import Introduced, IntroducedInTheMaking
from treatygraph.reading.outline import Outline
from treatygraph.reading.registry import Match, rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.slots import grammar
from treatygraph.reading.units import Claim, Unit
from treatygraph.vocab import tg

_LONGEST_MEASURE_WORD = 2


@rule("CNT-01", reads="phrase", emits=(CountStatement,))
def stated_number(match: Match, report: ReportText, introduced: IntroducedInTheMaking, findings: Findings
                  ) -> Iterator[CountStatement]:
    """Read a stated number of something that the pattern's row names.

    If: words give a number of members of a group, of facilities, or of years, perhaps as a bound or a range.
    Then: the provision states that count with its tg:bound or tg:upperValue, the words of which are its note; a
        footnote on the number annotates it.
    Near miss: an ordinal, a date, the number in a symbol, or a number beside words that leave its meaning open, which
        is reported.
    """
    yield from _statement(match, report, introduced, findings)


@rule("CNT-02", reads="sentence", emits=(CountStatement,))
def stated_number_of_meetings(match: Match, report: ReportText, introduced: IntroducedInTheMaking, findings: Findings
                              ) -> Iterator[CountStatement]:
    """Read how many meetings a conference held.

    If: a sentence says how many plenary meetings the conference held.
    Then: the provision states that count, with its bound.
    Near miss: "the third meeting", which is an ordinal.
    """
    yield from _statement(match, report, introduced, findings)


def _statement(match: Match, report: ReportText, introduced: IntroducedInTheMaking, findings: Findings
               ) -> Iterator[CountStatement]:
    before = match.unit.text[: match.slots["value"].start]
    if before.endswith(tuple(report.language.numbers.get("ordinal_prefixes", ()))):
        return
    what = iris.thing(str(match.constants["counts"]))
    for count in stated_amount(match, report, findings, what):
        if mark := _mark_behind(match.unit, match.value("value").end):
            introduced.note(mark, count.iri)
        yield count


def stated_amount(match: Match, report: ReportText, findings: Findings, what: Iri) -> Iterator[CountStatement]:
    """Yield the count that the amount in a match's slot `value` states of a thing; an unclear one is reported."""
    amount: Amount = match.value("value")
    if around := grammar(report.language).amounts.unclear(match.unit.text, amount.start, amount.end):
        where = match.unit.span_of(min(amount.start, around[0]), max(amount.end, around[1]))
        findings.report("bound-not-understood", Severity.WARNING,
                        "words beside this number leave open what it means, so no count was read", where)
        return
    iri = iris.count(match.unit.provision, what, amount.value)
    bounded = amount.bound or amount.upper is not None
    note = report.words(match.unit.span_of(*_trimmed(match.unit.text, amount.said))) if bounded else None
    yield CountStatement(iri=iri, evidence=(match.where("value"), match.span), counts=what, value=amount.value,
                         upper_value=amount.upper, bound=tg(amount.bound) if amount.bound else None, note=note)


def _trimmed(text: str, said: tuple[int, int]) -> tuple[int, int]:
    """Return a folded range without a blank, or the hyphen that joins it, at its beginning."""
    piece = text[said[0] : said[1]]
    return said[0] + len(piece) - len(piece.lstrip(" -")), said[1]


def _mark_behind(unit: Unit, end: int) -> str:
    """Return the mark of a note that stands behind a number, or behind the measure word joined to it; or ""."""
    marks = unit.folded.marks_in(end, end + _LONGEST_MEASURE_WORD)
    return next((mark.sign for mark in marks if " " not in unit.text[end : mark.at]), "")


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

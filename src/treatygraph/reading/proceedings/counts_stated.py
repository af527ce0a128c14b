"""Reads the numbers that sentences state, each with its bound and the words for what is counted.

Must not find them: what a sentence counts is handed over, and only told here.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import CountedConcept, CountStatement
from treatygraph.find.amounts import Amount
from treatygraph.model import Severity
from treatygraph.reading.facts_so_far import Facts
from treatygraph.reading.findings import Findings
from treatygraph.reading.registry import Match, Use, rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.slots import grammar
from treatygraph.vocab import tg


@rule("CNT-04", reads="phrase", emits=(CountStatement, CountedConcept), use=Use.COUNTED)
def told_number(match: Match, report: ReportText, facts: Facts, findings: Findings
                ) -> Iterator[CountStatement | CountedConcept]:
    """Read a number that a sentence states of things it names.

    If: words give a number of things, of any kind, perhaps as a bound or a range.
    Then: the provision states that count with its bound, of just what these words name there.
    Near miss: a year, an ordinal, the number in a reference, a name or a quotation; "the two …", which goes back; a
        length of time; a number whose bound is not understood, which is reported.
    """
    amount: Amount = match.value("value")
    unit, counted = match.unit, match.slots["counted"]
    if facts.counts_at(unit.provision, amount.value, match.span):
        return
    around = grammar(report.language).amounts.unclear(unit.text, amount.start, amount.end)
    if around and not (around[0] >= amount.end and match.constants.get("share")):
        where = unit.span_of(min(amount.start, around[0]), max(amount.end, around[1]))
        findings.report("bound-not-understood", Severity.WARNING,
                        "words beside this number leave open what it means, so no count was read", where)
        return
    words = report.words(unit.span_of(counted.start, counted.end))
    what = iris.part(unit.provision, "counted", iris.slug(str(counted.value)) or str(counted.value))
    span = unit.span_of(counted.start, counted.end)
    said = unit.span_of(*amount.said)
    # Quoted alone, the words of a denied bound ("no more than") are taken for its opposite; tg:bound says it.
    bounded = amount.said[0] < amount.said[1] and not match.constants.get("denied")
    yield CountedConcept(iri=what, evidence=(span,), label=None if facts.read_of(what) else words)
    yield CountStatement(
        iri=iris.count(unit.provision, what, amount.value),
        evidence=(match.where("value"), match.span),
        counts=what,
        value=amount.value,
        upper_value=amount.upper,
        bound=tg(amount.bound) if amount.bound else None,
        note=report.words(said) if bounded else None,
    )

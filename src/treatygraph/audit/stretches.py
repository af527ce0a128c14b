"""Collects what rests on each stretch of a text: facts, names, and the claims of rules.

Must not write HTML.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Triple

from treatygraph import vocab
from treatygraph.audit.shares import unread_spans
from treatygraph.graph.assemble.report import assemble_report
from treatygraph.model import Finding, Iri, Span
from treatygraph.reading.engine import ReadReport
from treatygraph.reading.said import Where
from treatygraph.reading.units import Claim
from treatygraph.vocab import tg


@dataclass
class Stretch:
    """Words that something rests on: facts with the rules that read them there, names, and claims."""

    span: Span
    facts: dict[Iri, list[str]] = field(default_factory=dict)
    names: dict[Iri, list[str]] = field(default_factory=dict)
    unresolved: bool = False
    claims: list[Claim] = field(default_factory=list)

    def rules(self) -> list[str]:
        """Return the rules that read these words, each once."""
        found = [claim.rule for claim in self.claims]
        found += [rule for rules in (*self.facts.values(), *self.names.values()) for rule in rules]
        return sorted(set(found))


@dataclass
class Rested:
    """A report with all that rests on its words.

    `stretches` come in text order; `home` is the shortest stretch of each fact, where its card stands;
    `about` holds the triples of each fact, `said` the things said in text order, with where each went.
    """

    report: ReadReport
    stretches: list[Stretch]
    home: dict[Iri, int]
    about: dict[Iri, list[Triple]]
    triples: frozenset[Triple]
    unread: list[Span]
    said: list[tuple[Span, Where]]
    findings: tuple[Finding, ...]

    @property
    def homeless(self) -> list[Iri]:
        """Facts that rest on no words; there should be none."""
        return sorted(set(self.about) - set(self.home))


_NOT_SHOWN = {vocab.DERIVED_FROM, tg("byRule")}


def rest(report: ReadReport) -> Rested:
    """Collect what rests on the words of a report."""
    by_span: dict[Span, Stretch] = {}

    def at(span: Span) -> Stretch:
        return by_span.setdefault(span, Stretch(span))

    for record in report.records:
        for span in record.evidence:
            _note(at(span).facts, record.iri, record.rule)
    for mention in report.mentions:
        stretch = at(mention.span)
        stretch.unresolved = stretch.unresolved or not mention.denotes
        for thing in mention.denotes:
            _note(stretch.names, thing, mention.rule)
    unread: list[Span] = []
    for unit in report.units:
        unread += unread_spans(unit)
        for claim in unit.claims:
            claims = at(claim.span).claims
            if claim not in claims:
                claims.append(claim)
    stretches = [by_span[span] for span in sorted(by_span) if span.start < span.end]
    triples = assemble_report(report)
    facts = {record.iri for record in report.records}
    about: dict[Iri, list[Triple]] = defaultdict(list)
    for triple in triples:
        subject = triple.subject.value if isinstance(triple.subject, NamedNode) else ""
        if subject in facts and triple.predicate.value not in _NOT_SHOWN:
            about[Iri(subject)].append(triple)
    return Rested(report, stretches, _homes(stretches), about, triples, sorted(unread), _said(report),
                  report.findings)


def _said(report: ReadReport) -> list[tuple[Span, Where]]:
    """Return the stored places of the things said; of those that overlap, the first."""
    found: list[tuple[Span, Where]] = []
    for unit in report.units:
        for one in unit.said:
            span = unit.span_of(one.what.start, one.what.end)
            if not found or found[-1][0].end <= span.start:
                found.append((span, one.where))
    return found


def _note(found: dict[Iri, list[str]], iri: Iri, rule: str) -> None:
    rules = found.setdefault(iri, [])
    if rule not in rules:
        rules.append(rule)


def _homes(stretches: list[Stretch]) -> dict[Iri, int]:
    home: dict[Iri, int] = {}
    for index, stretch in enumerate(stretches):
        length = stretch.span.end - stretch.span.start
        for iri in stretch.facts:
            kept = stretches[home[iri]].span if iri in home else None
            if kept is None or length < kept.end - kept.start:
                home[iri] = index
    return home

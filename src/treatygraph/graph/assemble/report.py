"""Turns what was read from a report into RDF: facts, their evidence, mentions, and the rules that read them.

Must not decide what a fact says.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import Field, fields
from typing import Any

from pyoxigraph import Triple

from treatygraph import iris, vocab
from treatygraph.facts import Provision, Record
from treatygraph.graph.assemble.terms import Triples
from treatygraph.model import Iri, LangText, PartialDate, Span
from treatygraph.reading.engine import ReadReport
from treatygraph.reading.registry import rules
from treatygraph.vocab import tg

_LINKS = frozenset(
    tg(name) for name in (
        "documentType", "partOf", "expressionOf", "noteOn", "listStatus", "listScope", "inSeries", "convenedUnder",
        "previousConference", "ofConference", "subItemOf", "membersListedIn", "participant", "capacity", "underRule",
        "office", "ofOrgan", "holder", "representing", "treaty", "atMeeting", "underItem", "atEvent", "presider",
        "onBehalfOf",
        "speaker", "decisionType", "decidedOn", "method", "actor", "operativeVerb", "addressee", "mentions", "involves",
        "recordedAs",
        "state", "actionType", "listed", "inList", "status", "citingProvision", "cited", "counts", "statedIn",
        "modality", "votedOn", "voter", "inVoting", "cast", "bound",
    )
) | {vocab.CREATOR, vocab.LOCATION}


def assemble_report(report: ReadReport) -> frozenset[Triple]:
    """Return the triples of a report: every record, mention and span.

    Two records of one IRI are one resource with the evidence of both (model, principle 3).
    """
    return frozenset(triples_of(report))


def triples_of(report: ReadReport) -> Iterator[Triple]:
    """Yield the triples of a report; one that two records state comes twice.

    They are made a record at a time, so that a report longer than memory allows can be written as it is assembled.
    """
    spans: set[Span] = set()
    used: set[str] = set()
    for record in report.records:
        triples = Triples()
        _record(triples, report, record)
        yield from triples
        spans.update(record.evidence)
        used.add(record.rule)
    for mention in report.mentions:
        spans.add(mention.span)
        where = iris.span(report.reading.expression, mention.span)
        triples = Triples()
        if mention.denotes:
            triples.links(where, tg("denotes"), mention.denotes)
        else:
            triples.link(where, vocab.TYPE, tg("UnresolvedMention"))
        yield from triples
    yield from _spans(report, spans)
    yield from _rules(used)


_PROPERTIES: dict[str, tuple[tuple[Field[Any], Iri], ...]] = {}


def _properties(record: Record) -> tuple[tuple[Field[Any], Iri], ...]:
    """Return the fields of a record's class that stand for properties, worked out once per class."""
    name = type(record).__name__
    if name not in _PROPERTIES:
        _PROPERTIES[name] = tuple((field, field.metadata["property"]) for field in fields(record)
                                  if "property" in field.metadata)
    return _PROPERTIES[name]


def _record(triples: Triples, report: ReadReport, record: Record) -> None:
    types = (record.subclass,) if isinstance(record, Provision) else record.types
    for name in types or (getattr(record, "subclass", None),):
        if name:
            triples.link(record.iri, vocab.TYPE, tg(name))
    for field, prop in _properties(record):
        for value in _values(getattr(record, field.name)):
            _say(triples, record.iri, prop, value)
    for prop, value in record.extra:
        _say(triples, record.iri, prop, value)
    for span in record.evidence:
        triples.link(record.iri, vocab.DERIVED_FROM, iris.span(report.reading.expression, span))
    triples.link(record.iri, tg("byRule"), iris.reading_rule(record.rule))


def _values(value: Any) -> Iterator[Any]:
    if value is None:
        return
    if isinstance(value, tuple):
        yield from value
    else:
        yield value


def _say(triples: Triples, subject: Iri, prop: Iri, value: Any) -> None:
    if prop in _LINKS and not isinstance(value, LangText | PartialDate | int):
        triples.link(subject, prop, value)
    else:
        triples.say(subject, prop, value)


def _spans(report: ReadReport, spans: set[Span]) -> Iterator[Triple]:
    reading = report.reading
    bounds: list[tuple[int, Iri]] = []
    for node in reading.tree.root.walk():
        bounds.append((node.start, reading.outline.provision_of(node)))
    starts = [start for start, _ in bounds]
    for span in sorted(spans):
        triples = Triples()
        iri = iris.span(reading.expression, span)
        place = bounds[bisect.bisect_right(starts, span.start) - 1][1] if bounds else reading.document
        triples.link(iri, vocab.TYPE, tg("TextSpan"))
        triples.say(iri, tg("quote"), reading.report.words(span))
        triples.say(iri, tg("start"), span.start)
        triples.say(iri, tg("end"), span.end)
        triples.link(iri, tg("inProvision"), place)
        triples.link(iri, vocab.QUOTED_FROM, reading.expression)
        yield from triples


def _rules(used: set[str]) -> Iterator[Triple]:
    known = rules()
    triples = Triples()
    for rule_id in sorted(used):
        rule = known[rule_id]
        iri = iris.reading_rule(rule_id)
        triples.link(iri, vocab.TYPE, tg("ReadingRule"))
        triples.say(iri, vocab.LABEL, LangText(f"{rule_id}: {rule.title}", "en"))
        triples.say(iri, tg("readsWith"), f"{rule.function.__module__}.{rule.function.__qualname__}")
    yield from triples

"""Settles which conference a report is of where its header gives no known series with its days in lines of their own.

Must not read a fact, nor refuse a text: what stays unknown is reported once, and the facts hang on the document's own
conference.
"""

from __future__ import annotations

from itertools import takewhile

from treatygraph.model import Severity, Span
from treatygraph.read.tree import NodeKind
from treatygraph.reading.masthead import read_masthead
from treatygraph.reading.reading import Reading


def settle_conference(reading: Reading) -> None:
    """Fix the conference reported on by the header in whatever layout, and report what it does not say."""
    masthead = read_masthead(reading.report)
    whole = header_span(reading)
    frame = reading.header.settle(masthead, whole)
    told = reading.findings.report
    if frame.series is None and masthead.name is None:
        told("conference-unknown", Severity.WARNING,
             "neither the title nor the header names the body whose report this is; its facts hang on the document's "
             "own conference", whole)
    elif frame.series is None:
        told("series-unknown", Severity.WARNING,
             "the tables know no series of this name; its facts hang on the document's own conference; add the "
             "series with `treatygraph new-series --from`", frame.named_at)
    if masthead.several_sessions:
        told("several-sessions", Severity.WARNING,
             "the report is on several sessions; their facts hang on one conference of the document, which stands for "
             "all of them", frame.named_at)
    if frame.start is None:
        told("days-unknown", Severity.WARNING,
             "neither the header nor the first paragraphs say on which days it was held", frame.named_at)


def header_span(reading: Reading) -> Span:
    """Return where the report's own name stands: its header, up to the first prose, or its first words."""
    before = takewhile(lambda node: node.kind not in {NodeKind.PARAGRAPH, NodeKind.SECTION}, reading.tree.root.children)
    header = [node for node in before if node.kind is NodeKind.HEADER_LINE]
    if header:
        return Span(header[0].body_span.start, header[-1].body_span.end)
    first = next((node for node in reading.tree.root.walk() if node.body), reading.tree.root)
    return first.body_span

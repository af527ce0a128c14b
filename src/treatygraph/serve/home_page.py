"""Writes the first page: what is here in numbers, good questions, the conferences on a line, and a tour.

Must not name a document, a conference or a State: all of it is found in the graph.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from pyoxigraph import NamedNode

from treatygraph.ask import QueryError, ask
from treatygraph.explain.names import short
from treatygraph.serve.describing import Things, evidence
from treatygraph.serve.looking_up import look_up
from treatygraph.serve.messages import Job
from treatygraph.serve.page_parts import Link, Page, Shown
from treatygraph.serve.question_pages import library
from treatygraph.serve.quotations import Quotation, quotations
from treatygraph.serve.status_page import overview
from treatygraph.serve.thing_page import Row, statements_of
from treatygraph.serve.timeline import Line, line_of
from treatygraph.vocab import tg

# What the numbers count, and the list that a number leads to; where there is none, the answer to a query.
_COUNTED = (("states", "State", "/states"), ("conferences", "Conference", "/conferences"),
            ("statements", "Statement", ""), ("decisions", "Decision", ""), ("measures", "Measure", ""),
            ("actions", "TreatyAction", ""), ("facts", "Fact", ""), ("spans", "TextSpan", ""))
_FIRST = ("CQ-28", "CQ-32", "CQ-01", "CQ-18", "CQ-10", "CQ-13")
# What tells most of a fact, for the step of the tour that shows one.
_TOLD = tuple(tg(name) for name in ("office", "decisionType", "operativeVerb", "capacity", "holder", "speaker",
                                    "participant", "actor", "decidedOn", "addressee", "ofConference"))
_ROWS = 5


@dataclass(frozen=True)
class Mark:
    """A conference on the line."""

    conference: Link
    x: str
    year: str


@dataclass(frozen=True)
class Tour:
    """The way from a sentence to an answer: the words, the fact read from them, a question, and its answer."""

    quotes: list[Quotation]
    fact: Link
    said: list[Row]
    rule: Link
    asks: str
    address: str
    heads: tuple[str, ...]
    rows: list[list[Shown | None]]
    number: int


def home_page(job: Job, things: Things) -> bytes:
    """Return the first page."""
    page = Page(job, things)
    classes = things.kept("classes", lambda: [(row["class"], row.number("number"), row["example"])
                                              for row in look_up(things, "classes")])
    line, series = _conferences(page)
    graphs = [page.link(graph.value) for graph in sorted(things.store.named_graphs(), key=str)
              if isinstance(graph, NamedNode)]
    return page.render(
        "home.html", counted=_counted(page, {iri: number for iri, number, _ in classes}),
        questions=[one for name in _FIRST if (one := library().get(name))], all=len(library()),
        classes=[(page.link(iri), number, page.link(example)) for iri, number, example in classes], graphs=graphs,
        line=line, series=series, stand=overview(page), tour=_tour(page))


def _counted(page: Page, numbers: dict[str, int]) -> list[tuple[str, int, str]]:
    """Return what there is how many of, by the name of its words, and where all of them are listed."""
    return [(name, numbers[tg(kind)],
             page.path(path) if path else page.query(f"SELECT ?thing {{ ?thing a <{tg(kind)}> }}"))
            for name, kind, path in _COUNTED if numbers.get(tg(kind))]


def _conferences(page: Page) -> tuple[Line | None, list[tuple[Link, list[Mark]]]]:
    """Return the conferences of each series on one line of years, the series with most of them first."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in look_up(page.things, "conferences"):
        if row["series"] and row["start"]:
            found[row["series"]][row["conference"]] = row["start"]
    line = line_of(start for starts in found.values() for start in starts.values())
    if line is None:
        return None, []
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return line, [(page.link(series), [Mark(page.link(conference), line.x(start), start[:4])
                                       for conference, start in sorted(starts.items(), key=lambda one: one[1])])
                  for series, starts in ordered]


def _tour(page: Page) -> Tour | None:
    """Return a tour by the first fact that was read from words; None where none was."""
    first = next(iter(page.things.kept("tour", lambda: list(look_up(page.things, "tour")))), None)
    if first is None:
        return None
    fact, provision, report = first["fact"], first["provision"], first["report"]
    triples = list(dict.fromkeys(quad.triple for quad in page.things.said(fact)))
    of_offices = first["kind"] == tg("OfficeHolding")
    name, values = ("CQ-11", {"report": report}) if of_offices else ("CQ-08", {"provision": provision})
    question = library().get(name)
    if question is None or not set(values) <= set(question.parameters):
        return None
    try:
        answer = ask(page.things.store, question.bound(values), united=page.things.united)
    except QueryError:
        return None
    # The rows that tell of the fact, and those around them.
    ends = {fact} | {t.object.value for t in triples if t.predicate.value == tg("holder")
                     and isinstance(t.object, NamedNode)}
    at = next((place for place, row in enumerate(answer.rows)
               if {cell.value for cell in row if isinstance(cell, NamedNode)} >= ends - {fact}), 0)
    begin = max(0, min(at - 1, len(answer.rows) - _ROWS))
    rows = [[None if cell is None else page.term(cell) for cell in row] for row in answer.rows[begin: begin + _ROWS]]
    said = statements_of(page, fact, [t for t in triples if t.predicate.value in _TOLD])
    address = page.path(f"/questions/{name}", **{key: short(value) for key, value in values.items()})
    return Tour(quotations(evidence(triples, fact), page), page.link(fact), said, page.link(first["rule"]),
                question.asks_in(page.language), address, answer.variables, rows, len(answer.rows))

"""Writes the pages of the server itself: home, the endpoint, and the answers to queries.

Must not evaluate a client's query.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from treatygraph.ask import plain, questions
from treatygraph.ask.interface import kind_in
from treatygraph.ask.names import short
from treatygraph.ask.questions import known_question
from treatygraph.serve import formats, rendering
from treatygraph.serve.describing import Things
from treatygraph.serve.messages import Job, Limits
from treatygraph.serve.page_parts import MEDIA_TYPE, Frame, Page, Shown
from treatygraph.serve.thing_page import thing_page
from treatygraph.vocab import PREFIXES, XSD

_SHOWN = 1000
_EXAMPLE = f"""PREFIX tg: <{PREFIXES["tg"]}>
PREFIX skos: <{PREFIXES["skos"]}>

SELECT ?state ?name WHERE {{
  ?holding a tg:OfficeHolding ; tg:office tg:President ; tg:holder ?state .
  ?state skos:prefLabel ?name FILTER(LANG(?name) = "en")
}}"""
_OF_ROWS = (("CSV", "csv"), ("JSON", "json"), ("XML", "xml"))
_OF_TRIPLES = (("Turtle", "ttl"), ("N-Triples", "nt"), ("JSON-LD", "jsonld"))


def home_page(job: Job, things: Things) -> bytes:
    """Return the first page: what is here, by class and by graph, and the questions it can answer."""
    page = Page(job, things)
    rows = things.rows("SELECT ?class (COUNT(DISTINCT ?s) AS ?n) (MIN(?s) AS ?one) { ?s a ?class } "
                       "GROUP BY ?class ORDER BY DESC(?n) ?class")
    classes = [(page.link(plain(row["class"])), int(plain(row["n"])), page.link(plain(row["one"]))) for row in rows]
    graphs = [page.link(graph.value) for graph in sorted(things.store.named_graphs(), key=str)
              if isinstance(graph, NamedNode)]
    return page.render("home.html", questions=questions(), classes=classes, graphs=graphs)


def endpoint_page(job: Job, limits: Limits) -> bytes:
    """Return the page of the endpoint: a form, its limits, and how to ask it from elsewhere."""
    page = Frame(job)
    w = page.words["ask"]
    rows = ((w["time"], rendering.filled(w["seconds"], n=f"{limits.seconds:g}")),
            (w["rows"], rendering.number(limits.rows)),
            (w["length"], rendering.filled(w["bytes"], n=rendering.number(limits.request_bytes))),
            (w["service"], w["allowed"] if limits.allow_service else w["off"]), (w["update"], w["none"]))
    script = (f"curl -H 'Accept: {formats.CSV.media_type}' --data-urlencode 'query=SELECT * {{ ?s ?p ?o }} LIMIT 5' "
              f"{job.root}/sparql")
    return page.render("ask.html", example=_EXAMPLE, limits=rows, script=script)


@dataclass(frozen=True)
class Asked:
    """A question in its reader's words: its parameters with kind and value, and what its columns mean."""

    name: str
    words: str
    parameters: tuple[tuple[str, str, str], ...]
    columns: tuple[tuple[str, str], ...]


def _asked(page: Page, heads: Iterable[str]) -> Asked | None:
    """Return the question that a page answers, or None where it answers a query of the reader's own."""
    found = known_question(page.job.iri) if page.job.kind == "question" else None
    if found is None:
        return None
    parameters = [(name, kind_in(found.kinds.get(name, ""), page.language),
                   page.job.values.get(name) or short(found.default(name))) for name in found.parameters]
    columns = [(name, meaning) for name in heads if (meaning := found.meaning_in(name, page.language))]
    return Asked(found.name, found.asks_in(page.language), tuple(parameters), tuple(columns))


def results_page(job: Job, body: bytes, things: Things) -> bytes:
    """Return the page of a SELECT's or ASK's answer, from the answer written as JSON."""
    found = json.loads(body)
    page = Page(job, things)
    if "boolean" in found:
        verdict = page.words["answer"]["yes" if found["boolean"] else "no"]
        return page.render("answer.html", verdict=verdict, asked=_asked(page, ()))
    names, bindings = found["head"]["vars"], found["results"]["bindings"]
    rows = [[_cell(row.get(name), page) for name in names] for row in bindings[:_SHOWN]]
    return _answer(page, names, rows, len(bindings), "rows", _OF_ROWS)


def _cell(value: dict[str, str] | None, page: Page) -> Shown | None:
    if value is None:
        return None
    if value["type"] == "uri":
        return Shown(links=(page.link(value["value"]),))
    if value["type"] != "literal" or not isinstance(value["value"], str):
        return Shown(str(value["value"]))
    if value.get("xml:lang"):
        return page.term(Literal(value["value"], language=value["xml:lang"]))
    return page.term(Literal(value["value"], datatype=NamedNode(value.get("datatype", XSD + "string"))))


def triples_page(job: Job, triples: Iterable[Triple], things: Things) -> bytes:
    """Return the page of a CONSTRUCT's or DESCRIBE's answer."""
    found = list(triples)
    page = Page(job, things)
    rows = [[page.term(part) for part in (one.subject, one.predicate, one.object)] for one in found[:_SHOWN]]
    w = page.words["answer"]
    return _answer(page, (w["subject"], w["property"], w["value"]), rows, len(found), "triples", _OF_TRIPLES)


def _answer(page: Page, heads: Sequence[str], rows: Sequence[Sequence[Shown | None]], number: int, what: str,
            forms: Iterable[tuple[str, str]]) -> bytes:
    cut = rendering.filled(page.words["answer"][f"cut_{what}"], shown=rendering.number(_SHOWN)) \
        if number > len(rows) else ""
    # A question has an address of its own, with what it is asked with.
    of_question = page.job.kind == "question"
    written = [(name, page.here(format=form) if of_question else page.query(page.job.query, format=form))
               for name, form in forms]
    return page.render("answer.html", verdict=None, asked=_asked(page, heads), counted=page.count(what, number),
                       cut=cut, heads=heads, rows=rows, forms=written)


def refusal_page(job: Job, status: int, message: str) -> bytes:
    """Return the page of a request that is not answered."""
    page = Frame(job)
    title = page.words["fault"]["not_found" if status == 404 else "not_answered"]
    return page.render("fault.html", title=title, message=message)


__all__ = ["MEDIA_TYPE", "endpoint_page", "home_page", "refusal_page", "results_page", "thing_page", "triples_page"]

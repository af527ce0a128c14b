"""Writes the pages of the server itself: the endpoint, the answers to queries, and what is refused.

Must not evaluate a client's query.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from treatygraph.iris import DATASET
from treatygraph.serve import editing, formats, rendering
from treatygraph.serve.dataset_page import dataset
from treatygraph.serve.describing import Things
from treatygraph.serve.home_page import home_page
from treatygraph.serve.messages import Job, Limits
from treatygraph.serve.ontology_page import ontology_page
from treatygraph.serve.page_parts import MEDIA_TYPE, Frame, Page, Shown, binding
from treatygraph.serve.question_pages import constructing_page, elsewhere_page, question_page, questions_page
from treatygraph.serve.spreadsheets import with_workbook
from treatygraph.serve.thing_page import thing_page, view_of
from treatygraph.vocab import PREFIXES

# A page is to stay below 300 kB; of a document of ours each part is to be on its page.
_SHOWN, _OF_DOCUMENT = 500, 1000
# How a message tells of a place in a query.
_PLACE = re.compile(r"at line (\d+), column (\d+)")
_WORD = re.compile(r"[?$]?[\w:-]+")
_EXAMPLE = f"""PREFIX tg: <{PREFIXES["tg"]}>
PREFIX skos: <{PREFIXES["skos"]}>

SELECT ?state ?name WHERE {{
  ?holding a tg:OfficeHolding ; tg:office tg:President ; tg:holder ?state .
  ?state skos:prefLabel ?name FILTER(LANG(?name) = "en")
}}"""
_OF_ROWS = (("CSV", "csv"), ("JSON", "json"), ("XML", "xml"))
_OF_TRIPLES = (("Turtle", "ttl"), ("N-Triples", "nt"), ("JSON-LD", "jsonld"))


def described_page(job: Job, things: Things, data: str) -> bytes:
    """Return the page of whatever a job names: the ontology, the dataset, or a thing, with JSON-LD for machines."""
    page = Page(job, things)
    if things.is_ontology(job.iri):
        return ontology_page(page)
    if job.iri == DATASET:
        view = view_of(page, job.iri)
        view.folded, view.kinds = True, []
        return page.render("dataset.html", view=view, data=data, it=dataset(page, view))
    return thing_page(job, things, data)


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
    return page.render("ask.html", example=_EXAMPLE, limits=rows, script=script, editor=editing.ADDRESS)


def results_page(job: Job, body: bytes, things: Things) -> bytes:
    """Return the page of a SELECT's or ASK's answer, from the answer written as JSON."""
    found = json.loads(body)
    page = Page(job, things)
    if "boolean" in found:
        verdict = page.words["answer"]["yes" if found["boolean"] else "no"]
        return page.render("answer.html", verdict=verdict, editor=editing.ADDRESS)
    names, bindings = found["head"]["vars"], found["results"]["bindings"]
    rows = [[binding(page, row.get(name)) for name in names] for row in bindings[:_SHOWN]]
    return _answer(page, names, rows, len(bindings), "rows", page.offered(with_workbook(_OF_ROWS)))


def triples_page(job: Job, triples: Iterable[Triple], things: Things) -> bytes:
    """Return the page of a CONSTRUCT's or DESCRIBE's answer, what has a name before what has none."""
    found = sorted(triples, key=lambda triple: not isinstance(triple.subject, NamedNode))
    page = Page(job, things)
    shown = found[:_OF_DOCUMENT if job.iri else _SHOWN]
    rows = [[page.term(part) for part in (one.subject, one.predicate, one.object)] for one in shown]
    w = page.words["answer"]
    return _answer(page, (w["subject"], w["property"], w["value"]), rows, len(found), "triples",
                   page.offered(_OF_TRIPLES), _anchors(job.iri, shown))


def _anchors(document: str, rows: Sequence[Triple]) -> list[str]:
    """Return the fragment of a document that each row is the first to be about, or else to name; empty where none."""
    anchors, seen = [""] * len(rows), {""}
    for part in ("subject", "object"):
        for place, triple in enumerate(rows):
            node = getattr(triple, part)
            stem, _, fragment = node.value.partition("#") if isinstance(node, NamedNode) else ("", "", "")
            if stem == document and fragment not in seen and not anchors[place]:
                anchors[place] = fragment
                seen.add(fragment)
    return anchors


def _answer(page: Page, heads: Sequence[str], rows: Sequence[Sequence[Shown | None]], number: int, what: str,
            forms: Iterable[tuple[str, str]], ids: Sequence[str] = ()) -> bytes:
    cut = rendering.filled(page.words["answer"][f"cut_{what}"], shown=rendering.number(len(rows))) \
        if number > len(rows) else ""
    asked = [(name, page.query(page.job.query, format=form)) for name, form in forms]
    return page.render("answer.html", verdict=None, counted=page.count(what, number), cut=cut, heads=heads, rows=rows,
                       forms=asked, editor=editing.ADDRESS, ids=ids)


@dataclass(frozen=True)
class Fault:
    """Why a query is not answered and, where that is told, the place: line, column, and the line in three pieces."""

    message: str
    line: int = 0
    column: int = 0
    before: str = ""
    at: str = ""
    behind: str = ""


def fault_in(query: str, message: str) -> Fault:
    """Return a fault with its place in a query, as a message tells it."""
    found = _PLACE.search(message)
    lines = query.replace("\r\n", "\n").split("\n")
    if found is None or int(found[1]) > len(lines):
        return Fault(message)
    line, column = int(found[1]), int(found[2])
    text, start = lines[line - 1], column - 1
    word = _WORD.match(text, start)
    end = word.end() if word else min(start + 1, len(text))
    return Fault(message, line, column, text[:start], text[start:end] or " ", text[end:])


def refusal_page(job: Job, status: int, message: str) -> bytes:
    """Return the page of a request that is not answered; a query that somebody asked is still there."""
    page = Frame(job)
    title = page.words["fault"]["not_found" if status == 404 else "not_answered"]
    if job.query:
        return page.render("unanswered.html", title=title, fault=fault_in(job.query, message), editor=editing.ADDRESS)
    return page.render("fault.html", title=title, message=message, nearest=[], wanted="")


__all__ = ["MEDIA_TYPE", "constructing_page", "described_page", "elsewhere_page", "endpoint_page", "home_page",
           "question_page", "questions_page", "refusal_page", "results_page", "triples_page"]

"""Writes the pages of the server itself: home, the endpoint, and the answers to queries.

Must not evaluate a query.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode, Triple

from treatygraph.ask import plain, questions
from treatygraph.explain.names import short
from treatygraph.serve import formats
from treatygraph.serve.describing import BASE, Things
from treatygraph.serve.messages import Job, Limits
from treatygraph.serve.page_parts import MEDIA_TYPE, frame, link, query_link, table, term, thing
from treatygraph.serve.thing_page import thing_page
from treatygraph.vocab import PREFIXES, XSD

_SHOWN = 2000
_EXAMPLE = f"""PREFIX tg: <{PREFIXES["tg"]}>
PREFIX skos: <{PREFIXES["skos"]}>

SELECT ?state ?name WHERE {{
  ?holding a tg:OfficeHolding ; tg:office tg:President ; tg:holder ?state .
  ?state skos:prefLabel ?name FILTER(LANG(?name) = "en")
}}"""


def home_page(job: Job, things: Things) -> bytes:
    """Return the first page: what is here, by class and by graph, and the questions it can answer."""
    classes = things.rows("SELECT ?class (COUNT(DISTINCT ?s) AS ?n) (MIN(?s) AS ?one) { ?s a ?class } "
                          "GROUP BY ?class ORDER BY DESC(?n) ?class")
    rows = [[term(row["class"], job.root, things), plain(row["n"]), term(row["one"], job.root, things)]
            for row in classes]
    graphs = [[link(graph.value, job.root, short(graph.value))] for graph in
              sorted(things.store.named_graphs(), key=str) if isinstance(graph, NamedNode)]
    asked = "".join(f'<li><a href="{escape(query_link(item.query, job.root))}">{escape(item.asks or item.title)}</a>'
                    f" <code>{escape(item.name)}</code></li>" for item in questions())
    body = (f"<h1>TreatyGraph</h1><p>Conferences of treaties as linked data: who came, presided, spoke and decided "
            f"what, which State stands where towards a treaty, and the words each fact was read from.</p>"
            f"{_form(job, _EXAMPLE)}"
            f'<section><h2>Questions</h2><ul>{asked}</ul></section>'
            f"<section><h2>What is here</h2>{table(('Class', 'Things', 'For example'), rows)}</section>"
            f"<section><h2>Named graphs</h2>{table(('Graph',), graphs)}</section>")
    return frame("Home", body, job.root, _as_data(job))


def endpoint_page(job: Job, limits: Limits) -> bytes:
    """Return the page of the endpoint: a form, its limits, and how to ask it from elsewhere."""
    rows = [["time", f"{limits.seconds:g} seconds"], ["rows or triples", str(limits.rows)],
            ["length of a request", f"{limits.request_bytes} bytes"],
            ["other endpoints (SERVICE)", "allowed" if limits.allow_service else "off"], ["update", "none"]]
    example = (f"curl -H 'Accept: {formats.CSV.media_type}' --data-urlencode 'query=SELECT * {{ ?s ?p ?o }} LIMIT 5' "
               f"{job.root}/sparql")
    body = (f"<h1>Ask</h1>{_form(job, _EXAMPLE)}"
            f"<section><h2>Limits</h2>{table(('What', 'Limit'), rows)}</section>"
            f"<section><h2>From a script</h2><pre>{escape(example)}</pre><p>The address is "
            f"<code>{escape(job.root)}/sparql</code>; one graph at a time is at "
            f"<code>{escape(job.root)}/graph-store?graph=IRI</code>.</p></section>")
    return frame("Ask", body, job.root, _as_data(job))


def _as_data(job: Job) -> str:
    return (f'<p>The service description as data: <code>curl -H "Accept: text/turtle" {escape(job.root)}/sparql</code>'
            "</p>")


def _form(job: Job, query: str) -> str:
    return (f'<form action="{escape(urlsplit(job.root).path)}/sparql" method="get"><label for="query">A query in '
            f'SPARQL 1.1</label><textarea id="query" name="query" rows="{min(18, query.count(chr(10)) + 3)}" '
            f'spellcheck="false">{escape(query)}</textarea><button type="submit">Ask</button></form>')


def results_page(job: Job, body: bytes, things: Things) -> bytes:
    """Return the page of a SELECT's or ASK's answer, from the answer written as JSON."""
    found = json.loads(body)
    if "boolean" in found:
        answer = f'<p class="answer">{"Yes" if found["boolean"] else "No"}</p>'
        return frame("Answer", f"<h1>Answer</h1>{answer}{_form(job, job.query)}", job.root)
    names, bindings = found["head"]["vars"], found["results"]["bindings"]
    rows = [[_cell(row.get(name), job, things) for name in names] for row in bindings[:_SHOWN]]
    said = f"{len(bindings)} row{'' if len(bindings) == 1 else 's'}"
    if len(bindings) > _SHOWN:
        said += f", the first {_SHOWN} of which are shown; ask for CSV to have all"
    return frame("Answer", f"<h1>Answer</h1><p>{said}</p>{table(names, rows)}{_form(job, job.query)}", job.root)


def _cell(value: dict[str, str] | None, job: Job, things: Things) -> str:
    if value is None:
        return ""
    if value["type"] == "uri":
        return link(value["value"], job.root, short(value["value"])) if not value["value"].startswith(BASE) \
            else thing(value["value"], job.root, things)
    if value["type"] != "literal" or not isinstance(value["value"], str):
        return escape(str(value["value"]))
    if value.get("xml:lang"):
        return term(Literal(value["value"], language=value["xml:lang"]), job.root, things)
    return term(Literal(value["value"], datatype=NamedNode(value.get("datatype", XSD + "string"))), job.root, things)


def triples_page(job: Job, triples: Iterable[Triple], things: Things) -> bytes:
    """Return the page of a CONSTRUCT's or DESCRIBE's answer."""
    found = list(triples)
    rows = [[term(t.subject, job.root, things), thing(t.predicate.value, job.root, things),
             term(t.object, job.root, things)] for t in found[:_SHOWN]]
    said = f"{len(found)} triple{'' if len(found) == 1 else 's'}"
    if len(found) > _SHOWN:
        said += f", the first {_SHOWN} of which are shown; ask for N-Triples to have all"
    return frame("Answer", f"<h1>Answer</h1><p>{said}</p>{table(('Subject', 'Property', 'Value'), rows)}"
                           f"{_form(job, job.query)}", job.root)


def refusal_page(root: str, status: int, message: str) -> bytes:
    """Return the page of a request that is not answered."""
    title = "Not found" if status == 404 else "Not answered"
    return frame(title, f'<h1>{title}</h1><p class="fault">{escape(message)}</p>', root)


__all__ = ["MEDIA_TYPE", "endpoint_page", "home_page", "refusal_page", "results_page", "thing_page", "triples_page"]

"""Tells the query editor what it completes and offers: prefixes, terms with their definitions, questions to begin with.

Must not write a page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from treatygraph import vocab
from treatygraph.explain.names import PREFIXES, short
from treatygraph.serve.describing import ONTOLOGY, Things
from treatygraph.serve.looking_up import look_up
from treatygraph.serve.messages import Job, Reply
from treatygraph.serve.page_parts import Page
from treatygraph.serve.question_pages import by_subject, written_out

ADDRESS = "/-/editor.json"
_OFFERED = {name: base for name, base in PREFIXES.items() if name not in {"id", "graph"}}
_KINDS = {vocab.OWL + "Class": "class", vocab.OWL + "ObjectProperty": "property",
          vocab.OWL + "DatatypeProperty": "property", vocab.OWL + "AnnotationProperty": "property"}


def known_to_editor(job: Job, things: Things) -> Reply:
    """Return as JSON what the editor needs, in the reader's language."""
    page = Page(job, things)
    told = {"words": page.words["editor"], "prefixes": _OFFERED, "terms": list(_terms(page)),
            "examples": [{"subject": subject.name, "questions": [
                {"name": one.name, "asks": one.asks_in(page.language), "query": written_out(one.query)}
                for one in subject.questions]} for subject in by_subject(page)]}
    return Reply(200, "application/json", json.dumps(told, ensure_ascii=False).encode() + b"\n")


def _terms(page: Page) -> Iterator[dict[str, str]]:
    """Yield the terms of the ontology, then the classes and properties of others that the graph uses."""
    own = {iri: _kind(triples) for iri, triples in page.things.terms.items() if iri.startswith(f"{ONTOLOGY}#")}
    used = page.things.kept("terms used", lambda: {
        row["term"]: row["kind"] for row in look_up(page.things, "terms_used") if row["term"] not in own})
    for iri, kind in [*sorted(own.items()), *sorted(used.items())]:
        if short(iri).partition(":")[0] in _OFFERED:
            yield {"name": short(iri), "kind": kind, "label": page.name(iri)[0],
                   "definition": _definition(page.things.terms.get(iri, ()), page.language)}


def _kind(triples: Iterable[Triple]) -> str:
    """Return whether a term is a class, a property, or a value of one."""
    kinds = {triple.object.value for triple in triples
             if triple.predicate.value == vocab.TYPE and isinstance(triple.object, NamedNode)}
    return next((_KINDS[one] for one in _KINDS if one in kinds), "value")


def _definition(triples: Iterable[Triple], language: str) -> str:
    found = {triple.object.language: triple.object.value for triple in triples
             if triple.predicate.value == vocab.SKOS + "definition" and isinstance(triple.object, Literal)}
    return found.get(language) or found.get("en", "")

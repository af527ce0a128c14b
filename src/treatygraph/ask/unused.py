"""Says why an answer is empty: which terms of the query nothing in the store uses.

Must not change the query, nor ask it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from pyoxigraph import NamedNode, Store

from treatygraph.ask.interface import said
from treatygraph.ask.names import short
from treatygraph.ask.tokens import tokens
from treatygraph.graph.ontology import ontology_triples
from treatygraph.vocab import PREFIXES

_LISTED = 3


def why_empty(store: Store, query: str, language: str = "en") -> str:
    """Return one line that names the terms of a query that nothing uses, each with the term that may be meant."""
    unused = [iri for iri in dict.fromkeys(_terms(query)) if not _used(store, iri)]
    if not unused:
        return said("all_used", language)
    known = {short(triple.subject.value) for triple in ontology_triples() if isinstance(triple.subject, NamedNode)}
    ours = [short(iri) for iri in unused if short(iri) in known]
    others = [short(iri) for iri in unused if short(iri) not in known]
    parts = []
    if ours:
        terms = _listed(ours, said("between_terms", language), language)
        parts.append(said("term_of_ontology" if len(ours) == 1 else "terms_of_ontology", language, terms=terms))
    if others:
        hinted = [term + _hint(term, known, language) for term in others]
        parts.append(_listed(hinted, said("between_unused", language), language))
    return said("unused", language, terms=said("between_unused", language).join(parts))


def _listed(terms: list[str], between: str, language: str) -> str:
    """Return the first few terms, and how many more there are."""
    left = len(terms) - _LISTED
    return between.join(terms[:_LISTED]) + (said("more_unused", language, number=left) if left > 0 else "")


def _terms(query: str) -> Iterator[str]:
    """Yield the IRIs that a query writes, in full or with a prefix, but for those of its prologue and of datatypes."""
    prefixes = dict(PREFIXES)
    found = list(tokens(query))
    for place, token in enumerate(found):
        before = found[place - 1] if place else None
        if before is not None and before.keyword in {"PREFIX", "BASE"}:
            follows = found[place + 1] if place + 1 < len(found) else None
            if token.kind == "name" and follows is not None and follows.kind == "iri":
                prefixes[token.text.partition(":")[0]] = follows.text[1:-1]
        elif before is not None and (before.text == "^" or (place > 1 and found[place - 2].keyword == "PREFIX")):
            continue
        elif token.kind == "iri" and ":" in token.text:
            yield token.text[1:-1]
        elif token.kind == "name" and token.text.partition(":")[0] in prefixes:
            prefix, _, local = token.text.partition(":")
            yield prefixes[prefix] + local.replace("\\", "")


def _used(store: Store, iri: str) -> bool:
    try:
        node = NamedNode(iri)
    except ValueError:
        return False
    patterns = ((node, None, None), (None, node, None), (None, None, node))
    return store.contains_named_graph(node) or any(
        next(iter(store.quads_for_pattern(*pattern)), None) is not None for pattern in patterns)


def _hint(term: str, known: set[str], language: str) -> str:
    """Suggest the ontology's term that is most like one that is none."""
    near = get_close_matches(term, sorted(known), 1, 0.75)
    return said("meant", language, term=near[0]) if near else ""

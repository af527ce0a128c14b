"""Says why an answer is empty: which terms of the query nothing in the store uses.

Must not change the query, nor ask it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from pyoxigraph import NamedNode, Store

from treatygraph.ask.names import short
from treatygraph.ask.tokens import tokens
from treatygraph.graph.ontology import ontology_triples
from treatygraph.vocab import PREFIXES

_LISTED = 3


def why_empty(store: Store, query: str) -> str:
    """Return one line that names the terms of a query that nothing uses, each with the term that may be meant."""
    unused = [iri for iri in dict.fromkeys(_terms(query)) if not _used(store, iri)]
    if not unused:
        return "nothing was found: each term of the query is used here, but no things fit all its patterns together"
    shown = "; ".join(f"{short(iri)}{_hint(iri)}" for iri in unused[:_LISTED])
    more = f"; and {len(unused) - _LISTED} more" if len(unused) > _LISTED else ""
    return f"nothing was found: nothing here uses {shown}{more}"


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


def _hint(iri: str) -> str:
    """Suggest the ontology's term that is most like one that is none."""
    known = {short(triple.subject.value) for triple in ontology_triples() if isinstance(triple.subject, NamedNode)}
    if short(iri) in known:
        return " (a term of the ontology, but no fact here has it)"
    near = get_close_matches(short(iri), sorted(known), 1, 0.75)
    return f" (did you mean {near[0]}?)" if near else ""

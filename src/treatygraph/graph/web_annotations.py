"""Writes the evidence as Web Annotations (W3C, Web Annotation Data Model and Vocabulary, 2017).

Must not add a fact: an annotation's target is a span of the graph, its body what the span names or what rests on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from pyoxigraph import NamedNode, Store

from treatygraph import iris, vocab
from treatygraph.vocab import tg

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_SPANS = f"""
SELECT ?span ?source ?start ?end ?quote WHERE {{
  ?span a <{tg("TextSpan")}> ; <{vocab.QUOTED_FROM}> ?source ; <{tg("start")}> ?start ; <{tg("end")}> ?end ;
    <{tg("quote")}> ?quote .
}}"""
# What a span names identifies its words; what was read from it describes them (Web Annotation Vocabulary, motivations).
_BODIES = ((tg("denotes"), True, "identifying"), (vocab.DERIVED_FROM, False, "describing"))


def annotation_page(store: Store) -> dict[str, Any]:
    """Return the spans of a store's texts as an annotation page in JSON-LD, in order of text and offsets.

    Each span is the target of an annotation for each motivation; offsets are the graph's own: 0-based, end exclusive.
    """
    named = {motivation: _links(store, predicate, forward) for predicate, forward, motivation in _BODIES}
    items = []
    # A store may hold the union of its graphs besides, and a span may stand in two of them.
    for span, target in sorted(dict(_targets(store)).items(), key=lambda pair: _place(pair[1])):
        for motivation, links in named.items():
            if bodies := sorted(links.get(span, ())):
                items.append({"id": iris.annotation(span, motivation), "type": "Annotation", "motivation": motivation,
                              "body": bodies, "target": target})
    return {"@context": CONTEXT, "id": f"{iris.DATASET}/annotations", "type": "AnnotationPage", "items": items}


def _targets(store: Store) -> Iterable[tuple[str, dict[str, Any]]]:
    for row in store.query(_SPANS, use_default_graph_as_union=True):  # type: ignore[union-attr]
        position = {"type": "TextPositionSelector", "start": int(row["start"].value), "end": int(row["end"].value)}
        quote = {"type": "TextQuoteSelector", "exact": row["quote"].value}
        yield row["span"].value, {"id": row["span"].value, "source": row["source"].value,
                                  "selector": [position, quote]}


def _place(target: dict[str, Any]) -> tuple[str, int, int]:
    position = target["selector"][0]
    return target["source"], position["start"], position["end"]


def _links(store: Store, predicate: str, forward: bool) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, NamedNode(predicate), None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            ends = (quad.subject.value, quad.object.value)
            found[ends[0] if forward else ends[1]].add(ends[1] if forward else ends[0])
    return found

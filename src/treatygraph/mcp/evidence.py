"""Says of things what they rest on: the words they were read from, by which rule, or the source of a table's row.

Must not explain what is inferred: `explain` does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyoxigraph import Literal, NamedNode, Store

from treatygraph import vocab
from treatygraph.dataset.filling import natural
from treatygraph.vocab import tg

_MOST_WORDS = 5


def evidence(store: Store, things: Iterable[str], most: int = 50) -> list[dict[str, Any]]:
    """Return the evidence of things, in their order, those left out that have none; of no more than `most` things.

    Of each: the words quoted (the shortest first, five at most, `more` counts the others), each with the address of its
    place in the text; the provisions that state it, the rules that read it, and its sources with their titles.
    """
    found: list[dict[str, Any]] = []
    for thing in dict.fromkeys(things):
        if len(found) == most:
            break
        if told := _of(store, thing):
            found.append(told)
    return found


def _of(store: Store, thing: str) -> dict[str, Any]:
    try:
        node = NamedNode(thing)
    except ValueError:
        return {}
    spans = [(words.value, words.language or None, span) for span in _objects(store, node, vocab.DERIVED_FROM)
             for words in _literals(store, span, tg("quote"))]
    spans.sort(key=lambda one: (len(one[0]), natural(one[2].value)))
    told: dict[str, Any] = {
        "words": [{"words": words, "language": language, "place": span.value}
                  for words, language, span in spans[:_MOST_WORDS]],
        "stated_in": sorted((one.value for one in _objects(store, node, tg("statedIn"))), key=natural),
        "rules": sorted(one.value.rpartition("/")[2] for one in _objects(store, node, tg("byRule"))),
        "sources": [{"source": source.value, "title": min((t.value for t in _literals(store, source, vocab.TITLE)),
                                                          default=None)}
                    for source in sorted(_objects(store, node, vocab.SOURCE), key=lambda one: one.value)],
    }
    told = {name: values for name, values in told.items() if values}
    if len(spans) > _MOST_WORDS:
        told["more"] = len(spans) - _MOST_WORDS
    return {"thing": thing, **told} if told else {}


def _objects(store: Store, node: NamedNode, predicate: str) -> list[NamedNode]:
    found = {quad.object for quad in store.quads_for_pattern(node, NamedNode(predicate), None)}
    return [term for term in found if isinstance(term, NamedNode)]


def _literals(store: Store, node: NamedNode, predicate: str) -> list[Literal]:
    found = {quad.object for quad in store.quads_for_pattern(node, NamedNode(predicate), None)}
    return [term for term in found if isinstance(term, Literal)]

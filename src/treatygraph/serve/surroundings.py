"""Adds to what is said of a thing what points at it and the names of its neighbours, so that its document stands alone.

Must not follow a link further than one step.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from treatygraph import paths, vocab
from treatygraph.graph.serialize import sort_key
from treatygraph.serve.describing import BASE, Things
from treatygraph.vocab import tg

MOST_POINTING = 100
"""How many things that point at a thing by one property its document holds; a link leads to all of them."""
SHAPES = BASE + "shapes"
ALIGNMENTS = BASE + "ontology/alignments"
DATASET = BASE + "dataset"
_LABELS = {vocab.PREF_LABEL, vocab.TITLE, vocab.LABEL, tg("symbol")}


def surroundings(things: Things, iri: str, root: str, said: Iterable[Triple]) -> list[Triple]:
    """Return what points at a thing, the labels of the things next to it, and links to what was cut.

    A concise bounded description in both directions, for data without blank nodes: the statements of the thing, those
    about it, and names for their other ends.
    """
    found: set[Triple] = set()
    by_property: dict[str, set[Triple]] = defaultdict(set)
    for quad in things.pointing(iri):
        by_property[quad.predicate.value].add(quad.triple)
    for prop, triples in by_property.items():
        kept = sorted(triples, key=sort_key)[:MOST_POINTING]
        found.update(kept)
        if len(triples) > len(kept):
            query = f"CONSTRUCT {{ ?thing <{prop}> <{iri}> }} WHERE {{ ?thing <{prop}> <{iri}> }}"
            address = f"{root}/sparql?query={quote(query, safe='')}&format=ttl"
            if root:
                found.add(Triple(NamedNode(iri), NamedNode(vocab.RDFS + "seeAlso"), NamedNode(address)))
    if iri == DATASET and root:
        found.add(Triple(NamedNode(iri), NamedNode(vocab.VOID + "sparqlEndpoint"), NamedNode(f"{root}/sparql")))
    ends = {end.value for triple in (*said, *found) for end in (triple.subject, triple.object)
            if isinstance(end, NamedNode)} - {iri}
    for end in ends:
        for quad in things.store.quads_for_pattern(NamedNode(end), None, None):
            if quad.predicate.value in _LABELS and isinstance(quad.object, Literal):
                found.add(quad.triple)
        found.update(triple for triple in things.terms.get(end, ()) if triple.predicate.value in _LABELS)
    return list(found)


def in_graphs(things: Things, triples: Iterable[Triple]) -> list[Quad]:
    """Return triples as a dataset like the endpoint's: all in the default graph, and in the graphs that state them.

    A client that likes quads best and asks of the default graph finds them there.
    """
    found = []
    for triple in triples:
        graphs = [quad.graph_name for quad in things.store.quads_for_pattern(
            triple.subject, triple.predicate, triple.object) if isinstance(quad.graph_name, NamedNode)]
        found.append(Quad(triple.subject, triple.predicate, triple.object, DefaultGraph()))
        found += [Quad(triple.subject, triple.predicate, triple.object, graph) for graph in sorted(graphs, key=str)]
    return found


def of_files(iri: str) -> list[Triple] | None:
    """Return the document of an IRI that files of ours hold: the shapes, the alignments; None for any other."""
    if iri == SHAPES:
        return [triple for file in sorted(paths.shapes().glob("*.ttl")) for triple in _parsed(file)]
    if iri == ALIGNMENTS:
        return list(_parsed(paths.ontology() / "alignments.ttl"))
    return None


@cache
def _parsed(file: Path) -> tuple[Triple, ...]:
    return tuple(quad.triple for quad in parse(path=str(file), format=RdfFormat.TURTLE))

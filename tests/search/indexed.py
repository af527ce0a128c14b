"""Indexes of a few triples made for a test, and the one of the shipped graph."""

from __future__ import annotations

from functools import cache

from pyoxigraph import RdfFormat, Store
from shared_index import index as shipped

from treatygraph import iris
from treatygraph.search import Index, build_index

PREFIXES = f"""@prefix tg: <{iris.ONTOLOGY}> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@base <{iris.ID}> .
"""


def store_of(turtle: str) -> Store:
    store = Store()
    store.load((PREFIXES + turtle).encode(), format=RdfFormat.TURTLE)
    return store


@cache
def index_of(turtle: str) -> Index:
    return Index(build_index(store_of(turtle), united=True))


def path(iri: str) -> str:
    return iri.removeprefix(iris.ID)


__all__ = ["PREFIXES", "index_of", "path", "shipped", "store_of"]

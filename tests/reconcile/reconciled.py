"""The service over the shipped graph, shared by the tests of a worker, and over a few triples."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import shared_index
from pyoxigraph import RdfFormat, Store

from treatygraph import iris
from treatygraph.reconcile import Service
from treatygraph.search import Index, build_index

PREFIXES = f"""@prefix tg: <{iris.ONTOLOGY}> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@base <{iris.ID}> .
"""


@cache
def shipped() -> Service:
    return Service(shared_index.store(), shared_index.index(), united=True)


def service_of(store: Store) -> Service:
    return Service(store, Index(build_index(store, united=True)), united=True)


@cache
def few(turtle: str) -> Service:
    store = Store()
    store.load((PREFIXES + turtle).encode(), format=RdfFormat.TURTLE)
    return service_of(store)


def matched(service: Service, **query: Any) -> list[dict[str, Any]]:
    answer = service.reconcile(json.dumps({"q": query}))
    found: list[dict[str, Any]] = answer["q"]["result"]
    return found


def extended(service: Service, ids: list[str], *properties: Any) -> dict[str, Any]:
    asked = [one if isinstance(one, dict) else {"id": one} for one in properties]
    return service.extend(json.dumps({"ids": ids, "properties": asked}))

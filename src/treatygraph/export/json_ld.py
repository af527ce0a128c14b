"""Writes the named graphs as JSON-LD 1.1, in the short names of a context made from the ontology.

Must not read anything from the network: the document carries its context, which stands in a file of its own too.
"""

from __future__ import annotations

import json
from functools import cache
from itertools import groupby
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from treatygraph import iris
from treatygraph.export.content import Content
from treatygraph.export.rdf import STEM, Files
from treatygraph.graph.ontology import ontology_triples
from treatygraph.model import TreatyGraphError
from treatygraph.vocab import DESCRIPTION_PREFIXES, OWL, RDFS, TYPE, XSD

CONTEXT_FILE = "context.jsonld"
_CLASS, _OBJECTS, _DATA = (NamedNode(OWL + name) for name in ("Class", "ObjectProperty", "DatatypeProperty"))
_TRUTH = {"true": True, "false": False}
_LARGEST = 2**53


def json_ld_files(content: Content) -> Files:
    """Return the named graphs as JSON-LD, and its context for whoever writes documents in the same names.

    Raises TreatyGraphError for a statement about a statement, which JSON-LD 1.1 has no form for.
    """
    graphs: list[dict[str, Any]] = []
    for name, held in groupby(content.quads, key=lambda quad: quad.graph_name):
        nodes = [_node(list(said)) for _, said in groupby(held, key=lambda quad: quad.subject)]
        graphs += nodes if isinstance(name, DefaultGraph) else [{"@id": _id(name), "@graph": nodes}]
    document = {"@context": context(), "@graph": graphs}
    return {f"{STEM}.jsonld": _written(document), CONTEXT_FILE: _written({"@context": context()})}


@cache
def context() -> dict[str, Any]:
    """Return the context: the project's prefixes, and the ontology's terms by their names without a prefix.

    A property whose values are things says so, and one whose values have one datatype names it, so that both are plain
    strings in a document.

    >>> context()["speaker"], context()["asOf"], context()["Statement"]
    ({'@id': 'tg:speaker', '@type': '@id'}, {'@id': 'tg:asOf', '@type': 'xsd:date'}, 'tg:Statement')
    """
    found: dict[str, Any] = {"@version": 1.1, **dict(sorted(DESCRIPTION_PREFIXES.items()))}
    kinds: dict[str, set[NamedNode]] = {}
    ranges: dict[str, list[str]] = {}
    for triple in ontology_triples():
        if not isinstance(triple.subject, NamedNode) or not triple.subject.value.startswith(iris.ONTOLOGY):
            continue
        name = triple.subject.value.removeprefix(iris.ONTOLOGY)
        if triple.predicate.value == TYPE and isinstance(triple.object, NamedNode):
            kinds.setdefault(name, set()).add(triple.object)
        elif triple.predicate.value == RDFS + "range" and isinstance(triple.object, NamedNode):
            ranges.setdefault(name, []).append(triple.object.value)
    for name, types in sorted(kinds.items()):
        if _OBJECTS in types:
            found[name] = {"@id": f"tg:{name}", "@type": "@id"}
        elif _DATA in types:
            datatype = ranges.get(name, [""])[0].removeprefix(XSD)
            plain = datatype not in {"string", "integer", "boolean"} and ranges.get(name, [""])[0].startswith(XSD)
            found[name] = {"@id": f"tg:{name}", "@type": f"xsd:{datatype}"} if plain else f"tg:{name}"
        elif _CLASS in types:
            found[name] = f"tg:{name}"
    return found


def _node(said: list[Quad]) -> dict[str, Any]:
    """Return what a graph says of one thing."""
    node: dict[str, Any] = {"@id": _id(said[0].subject)}
    for predicate, quads in groupby(said, key=lambda quad: quad.predicate.value):
        terms = [quad.object for quad in quads]
        if predicate == TYPE and all(isinstance(term, NamedNode) for term in terms):
            node["@type"] = _one([_name(getattr(term, "value", "")) for term in terms])
        else:
            key = _name(predicate)
            node[key] = _one([_value(term, key) for term in terms])
    return node


def _value(term: NamedNode | BlankNode | Literal | Triple, key: str) -> Any:
    defined = context().get(key)
    coerced = defined.get("@type") if isinstance(defined, dict) else None
    if not isinstance(term, Literal):
        return _id(term) if coerced == "@id" else {"@id": _id(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    datatype = term.datatype.value
    short = f"xsd:{datatype.removeprefix(XSD)}" if datatype.startswith(XSD) else datatype
    if coerced == short:
        return term.value
    if coerced is None and datatype == XSD + "string":
        return term.value
    if coerced is None and datatype == XSD + "boolean" and term.value in _TRUTH:
        return _TRUTH[term.value]
    if coerced is None and datatype == XSD + "integer" and _is_plain(term.value):
        return int(term.value)
    return {"@value": term.value} if datatype == XSD + "string" else {"@value": term.value, "@type": short}


def _is_plain(number: str) -> bool:
    """Tell whether an integer is written as JSON writes it, and is none that programs round."""
    return number.removeprefix("-").isascii() and number.removeprefix("-").isdigit() and abs(int(number)) < _LARGEST \
        and str(int(number)) == number


def _name(iri: str) -> str:
    """Return the name by which the context knows a class or property; else a prefixed name, else the IRI."""
    if iri.startswith(iris.ONTOLOGY) and iri.removeprefix(iris.ONTOLOGY) in context():
        return iri.removeprefix(iris.ONTOLOGY)
    for prefix, base in DESCRIPTION_PREFIXES.items():
        rest = iri.removeprefix(base)
        if iri.startswith(base) and rest and not rest.startswith("//"):
            return f"{prefix}:{rest}"
    return iri


def _id(term: object) -> str:
    if isinstance(term, NamedNode):
        return term.value
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    raise TreatyGraphError(f"JSON-LD has no form for a statement about the statement {str(term)[:80]}")


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _written(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()



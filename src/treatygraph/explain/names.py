"""Finds the thing that people mean by an IRI, a path below the base, a prefixed name or a term's own name.

Must not say anything about the thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from treatygraph import iris, vocab
from treatygraph.model import TreatyGraphError

Term = NamedNode | BlankNode | Literal | Triple
PREFIXES = {**vocab.PREFIXES, "rdf": vocab.RDF, "sh": vocab.SH, "id": iris.ID, "graph": iris.GRAPH}
_LITERAL = re.compile(r'"(?P<text>.*)"(?:@(?P<language>[A-Za-z0-9-]+)|\^\^(?P<type>\S+))?', re.DOTALL)
_SUGGESTED = 3


class UnknownThingError(TreatyGraphError):
    """A name that no graph knows; the message suggests the nearest ones."""


def short(iri: str) -> str:
    """Return an IRI as people write it: a path below the base of things, a prefixed name, or as it is.

    >>> short("https://w3id.org/treatygraph/id/state/ITA"), short("http://www.w3.org/2004/02/skos/core#note")
    ('state/ITA', 'skos:note')
    """
    if iri.startswith(iris.ID):
        return iris.path_of(iri)
    for prefix, base in PREFIXES.items():
        if iri.startswith(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return iri


def shown(term: object) -> str:
    """Return a term as people write it; a literal in quotes with its language or type."""
    if isinstance(term, NamedNode):
        return short(term.value)
    if isinstance(term, Literal):
        if term.language:
            return f'"{term.value}"@{term.language}'
        plain = term.datatype.value == vocab.XSD + "string"
        return f'"{term.value}"' if plain else f'"{term.value}"^^{short(term.datatype.value)}'
    return str(term)


def readings(written: str) -> Iterator[str]:
    """Yield the IRIs that a written name may stand for, the likeliest first."""
    name = written.strip()
    if name.startswith("<") and name.endswith(">"):
        name = name[1:-1]
    if re.match(r"[a-z][a-z0-9+.-]*://", name):
        yield name
        return
    prefix, colon, rest = name.partition(":")
    if colon and prefix in PREFIXES:
        yield PREFIXES[prefix] + rest
        if prefix == "id":
            yield iris.thing(rest)
    yield iris.ID + name
    yield iris.thing(name)
    if "/" not in name and ":" not in name:
        yield iris.ONTOLOGY + name


def find_thing(store: Store, written: str) -> NamedNode:
    """Return the thing a name stands for: one that a graph says something of, else one it points at.

    Raises UnknownThingError, with the nearest names, where no graph knows it.
    """
    nodes = list(dict.fromkeys(_nodes(readings(written))))
    for node in nodes:
        if any(True for _ in store.quads_for_pattern(node, None, None)):
            return node
    for node in nodes:
        if any(True for _ in store.quads_for_pattern(None, None, node)):
            return node
    near = nearest(store, written)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    raise UnknownThingError(f"no graph knows '{written}'{hint}")


def find_predicate(written: str) -> NamedNode:
    """Return the property a name stands for: `a`, an IRI, a prefixed name, or the name of a term of our own.

    Raises UnknownThingError for what can be none of these.
    """
    if written == "a":
        return NamedNode(vocab.TYPE)
    for iri in readings(written):
        if not iri.startswith(iris.ID):
            for node in _nodes([iri]):
                return node
    raise UnknownThingError(f"'{written}' is no property; write tg:holder, holder, a, or a full IRI")


def _nodes(names: Iterator[str] | list[str]) -> Iterator[NamedNode]:
    for name in names:
        try:
            yield NamedNode(name)
        except ValueError:
            continue


def means(term: object, written: str) -> bool:
    """Tell whether a term is what somebody wrote: an IRI in any form, or a literal with or without quotes."""
    if isinstance(term, NamedNode):
        return term.value in readings(written)
    if not isinstance(term, Literal):
        return False
    if term.value == written:
        return True
    found = _LITERAL.fullmatch(written)
    if found is None or found["text"] != term.value:
        return False
    if found["language"]:
        return (term.language or "").lower() == found["language"].lower()
    return not found["type"] or term.datatype.value in readings(found["type"])


def nearest(store: Store, written: str) -> list[str]:
    """Return the names of things that are most like a name: first those that end alike."""
    spans_too = "#" in written
    subjects = {quad.subject.value for quad in store if isinstance(quad.subject, NamedNode)}
    names = sorted(short(iri) for iri in subjects if spans_too or "#char=" not in iri)
    wanted = short(next(readings(written)))
    tail = wanted.rsplit("/", 1)[-1].lower()
    alike = [name for name in names if tail and name.rsplit("/", 1)[-1].lower() == tail]
    close = get_close_matches(wanted, alike, _SUGGESTED, 0.0) or get_close_matches(wanted, names, _SUGGESTED)
    return list(dict.fromkeys(close))[:_SUGGESTED]

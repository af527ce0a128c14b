"""Measures what the shapes compare a graph with and no graph holds: the stored text, and how much the graphs hold.

Must not judge: the shapes do, in terms of their own namespace (shapes/evidence.ttl, shapes/dataset.ttl).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from treatygraph import iris
from treatygraph.graph.assemble.dataset_counts import count, count_briefly
from treatygraph.vocab import LANGUAGE, QUOTED_FROM, TYPE, VOID, XSD, tg

SHAPES = "https://w3id.org/treatygraph/shapes#"
_VERSION, _START, _END = NamedNode(QUOTED_FROM), NamedNode(tg("start")), NamedNode(tg("end"))
_CLASS, _PROPERTY = NamedNode(VOID + "class"), NamedNode(VOID + "property")


@dataclass(frozen=True)
class StoredText:
    """A text as stored: its characters, as offsets count them, and the SHA-256 of the file."""

    text: str
    sha256: str


def stored_words(triples: Iterable[Triple], texts: Mapping[str, StoredText]) -> frozenset[Triple]:
    """Return what the stored texts hold at the offsets of their spans, how long they are, and their checksums.

    `texts` are the texts that are at hand, by the IRI of the language version; spans of others are left out.
    """
    version: dict[object, str] = {}
    offsets: dict[NamedNode, dict[object, Literal]] = {_START: {}, _END: {}}
    for subject, predicate, value in triples:
        if predicate == _VERSION and isinstance(value, NamedNode) and value.value in texts:
            version[subject] = value.value
        elif predicate in offsets and isinstance(value, Literal):
            offsets[predicate][subject] = value
    found = set()
    for span, of in version.items():
        start, end = _whole(offsets[_START].get(span)), _whole(offsets[_END].get(span))
        if start is not None and end is not None:
            words = texts[of].text[max(start, 0):max(end, 0)]
            found.add(Triple(span, NamedNode(SHAPES + "storedWords"), Literal(words)))  # type: ignore[arg-type]
    for iri, stored in texts.items():
        found.add(Triple(NamedNode(iri), NamedNode(SHAPES + "storedLength"), _number(len(stored.text))))
        found.add(Triple(NamedNode(iri), NamedNode(SHAPES + "storedChecksum"), Literal(stored.sha256)))
    return frozenset(found)


def recounted(graphs: Mapping[str, Collection[Triple]], description: Collection[Triple]) -> frozenset[Triple]:
    """Return how much the graphs hold, of all that their description says how much there is of.

    `graphs` are given by name, without that of the description. The whole is counted only where all graphs are there
    that the description names; graphs that it does not name are left out.
    """
    named = {t.object.value for t in description
             if t.predicate.value == VOID + "subset" and isinstance(t.object, NamedNode)
             and t.object.value.startswith(iris.GRAPH)}
    found: set[Triple] = set()

    def tell(node: object, **numbers: int) -> None:
        found.update(Triple(node, NamedNode(SHAPES + name), _number(value))  # type: ignore[arg-type]
                     for name, value in numbers.items())

    for name in named & graphs.keys():
        part = count_briefly(graphs[name])
        tell(NamedNode(name), triples=part.triples, entities=part.entities)
    if not named or named - graphs.keys():
        return frozenset(found)
    whole = count(set().union(*(graphs[name] for name in named)))
    tell(NamedNode(iris.DATASET), triples=whole.triples, entities=whole.entities, distinctSubjects=whole.subjects,
         distinctObjects=whole.objects, classes=len(whole.classes), properties=len(whole.properties))
    literals = {t.subject for t in description if t.predicate.value == TYPE} - {NamedNode(iris.DATASET)}
    for subject, predicate, value in description:
        if predicate == _CLASS and isinstance(value, NamedNode):
            tell(subject, entities=whole.classes[value.value])
        elif predicate == _PROPERTY and isinstance(value, NamedNode):
            tell(subject, triples=whole.properties[value.value])
        elif predicate.value == LANGUAGE and isinstance(value, NamedNode) and subject in literals:
            tell(subject, triples=whole.languages[value.value.rpartition("/")[2]])
    return frozenset(found)


def _whole(value: Literal | None) -> int | None:
    try:
        return None if value is None else int(value.value)
    except ValueError:
        return None


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=NamedNode(XSD + "integer"))

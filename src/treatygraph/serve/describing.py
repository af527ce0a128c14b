"""Says what the graphs hold of a thing, what it is called, and what the service itself offers.

Must not choose a format or write a page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, TypeVar

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from treatygraph import iris, vocab
from treatygraph.explain.names import short
from treatygraph.graph.ontology import ontology_triples
from treatygraph.graph.serialize import sort_key
from treatygraph.model import brief
from treatygraph.vocab import tg

BASE = iris.ONTOLOGY.removesuffix("ontology#")
ONTOLOGY = iris.ONTOLOGY.removesuffix("#")
_DATASET = BASE + "dataset"
SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_FORMAT_NAMES = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads", "SPARQL_Results_JSON",
                 "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_NAMING = (vocab.PREF_LABEL, vocab.TITLE, vocab.LABEL, tg("symbol"))
# What tells one fact of a class from the others, most telling first.
_TELLING = tuple(tg(name) for name in (
    "operativeVerb", "decisionType", "office", "capacity", "participant", "holder", "speaker", "presider", "listed",
    "state", "status", "actionType", "decidedOn", "addressee", "cited", "counts", "value", "ordinal"))
_TOLD = 3
_REMEMBERED = 50_000
_MOST_KEPT = 64
Kept = TypeVar("Kept")


class Things:
    """What a store and the ontology say of things."""

    def __init__(self, store: Store, *, united: bool = False, language: str = "en",
                 base: Things | None = None) -> None:
        self.store = store
        self._base = base
        self.language = language
        self.united = united
        self._names: dict[str, tuple[str, str]] = {}
        self._kept: dict[str, Any] = {}

    def kept(self, name: str, work: Callable[[], Kept]) -> Kept:
        """Return what was worked out under a name before, for the store does not change; else work it out and keep it.

        It is kept for one language of names; where much is kept, all of it is worked out anew.
        """
        if name not in self._kept:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[name] = work()
        found: Kept = self._kept[name]
        return found

    def in_language(self, language: str) -> Things:
        """Return the same things with their names in another language; what names do not change is worked out once."""
        return Things(self.store, united=self.united, language=language, base=self)

    def warm_up(self) -> None:
        """Work out what most pages ask for and costs the same for any store."""
        _ = self.terms, self.inverses

    @cached_property
    def terms(self) -> dict[str, list[Triple]]:
        """The triples of the ontology, by subject."""
        if self._base:
            return self._base.terms
        found: dict[str, list[Triple]] = defaultdict(list)
        for triple in ontology_triples():
            if isinstance(triple.subject, NamedNode):
                found[triple.subject.value].append(triple)
        return found

    @cached_property
    def fragments(self) -> dict[str, list[str]]:
        """The subjects that are a fragment of a document, by the document's IRI, in order of their IRIs."""
        if self._base:
            return self._base.fragments
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.rows('SELECT DISTINCT ?s { ?s ?p ?o FILTER(CONTAINS(STR(?s), "#")) }'):
            iri = _value(row[0])
            found[iri.partition("#")[0]].append(iri)
        return {document: sorted(members, key=_place) for document, members in found.items()}

    @cached_property
    def unnamed(self) -> dict[str, list[Triple]]:
        """The triples of the ontology's nodes without a name, by node."""
        if self._base:
            return self._base.unnamed
        found: dict[str, list[Triple]] = defaultdict(list)
        for triple in ontology_triples():
            if isinstance(triple.subject, BlankNode):
                found[triple.subject.value].append(triple)
        return found

    def parts(self, node: BlankNode) -> list[str]:
        """Return the IRIs that a node of the ontology without a name is made of: of a list, a union, an inverse."""
        found: list[str] = []
        for triple in sorted(self.unnamed.get(node.value, ()), key=lambda t: t.predicate.value):
            if triple.predicate.value == vocab.TYPE:
                continue
            if isinstance(triple.object, BlankNode):
                found += self.parts(triple.object)
            elif isinstance(triple.object, NamedNode) and triple.object.value != vocab.RDF + "nil":
                found.append(triple.object.value)
        return found

    @cached_property
    def inverses(self) -> dict[str, str]:
        """The properties of the ontology that say the same in the other direction."""
        if self._base:
            return self._base.inverses
        found = {}
        for subject, triples in self.terms.items():
            for triple in triples:
                if triple.predicate.value == vocab.OWL + "inverseOf" and isinstance(triple.object, NamedNode):
                    found[subject], found[triple.object.value] = triple.object.value, subject
        return found

    def rows(self, query: str) -> QuerySolutions:
        """Return the rows of a SELECT over the union of all graphs."""
        found = self.store.query(query, use_default_graph_as_union=not self.united)
        assert isinstance(found, QuerySolutions)
        return found

    def is_graph(self, iri: str) -> bool:
        """Tell whether an IRI names a graph of the store."""
        return self.store.contains_named_graph(NamedNode(iri))

    def is_ontology(self, iri: str) -> bool:
        """Tell whether an IRI is the ontology's, or that of the version served."""
        versions = {str(t.object.value) for t in self.terms.get(ONTOLOGY, ())
                    if t.predicate.value == vocab.OWL + "versionIRI" and isinstance(t.object, NamedNode)}
        return iri == ONTOLOGY or iri in versions

    def known(self, iri: str) -> bool:
        """Tell whether any graph, or the ontology, says something of an IRI or points at it."""
        try:
            node = NamedNode(iri)
        except ValueError:
            return False
        return (self.is_ontology(iri) or iri in self.terms or self._some(node, None) or self._some(None, node)
                or self.is_graph(iri) or iri in self.fragments)

    def _some(self, subject: NamedNode | None, object_: NamedNode | None) -> bool:
        return next(iter(self.store.quads_for_pattern(subject, None, object_)), None) is not None

    def said(self, iri: str) -> list[Quad]:
        """Return what the graphs say of a thing."""
        return self._quads(NamedNode(iri), None)

    def pointing(self, iri: str) -> list[Quad]:
        """Return what points at a thing."""
        return self._quads(None, NamedNode(iri))

    def _quads(self, subject: NamedNode | None, object_: NamedNode | None) -> list[Quad]:
        """Return the quads of a pattern, each triple of the union once for every named graph that states it."""
        found = list(self.store.quads_for_pattern(subject, None, object_))
        if not self.united:
            return found
        stated = {quad.triple for quad in found if not isinstance(quad.graph_name, DefaultGraph)}
        return [quad for quad in found if not isinstance(quad.graph_name, DefaultGraph) or quad.triple not in stated]

    def about(self, iri: str) -> list[Triple]:
        """Return the triples that make up the document of an IRI, each once.

        What is said of the thing and of the fragments of its document, the words it was read from, and for the
        ontology or a named graph all of it. For what is only pointed at, what points at it.
        """
        found = self._triples(iri)
        if self.is_ontology(iri):
            found += ontology_triples()
            found += self._of_fragments(ONTOLOGY)
        else:
            found += [*self.terms.get(iri, ()), *self._of_fragments(iri)]
        if self.is_graph(iri):
            found += [quad.triple for quad in self.store.quads_for_pattern(None, None, None, NamedNode(iri))]
        for span in evidence(found, iri):
            found += self._triples(span)
        return sorted(set(found or [quad.triple for quad in self.pointing(iri)]), key=sort_key)

    def _triples(self, iri: str) -> list[Triple]:
        return [quad.triple for quad in self.said(iri)]

    def _of_fragments(self, iri: str) -> list[Triple]:
        return [triple for fragment in self.fragments.get(iri, ()) for triple in self._triples(fragment)]

    # ---- names

    def name(self, iri: str) -> tuple[str, str]:
        """Return what a thing is called, and the language of the words (empty where they are ours).

        Its name in the reader's language where it has one, else in English, else any; a span's words; a fact's class
        and what tells it from others; else its IRI as people write it.
        """
        if iri not in self._names:
            if len(self._names) >= _REMEMBERED:
                self._names.clear()
            # A thing that tells of itself by way of another one stops here.
            self._names[iri] = short(iri), ""
            self._names[iri] = self._found_name(iri)
        return self._names[iri]

    def _found_name(self, iri: str) -> tuple[str, str]:
        said = [*self._triples(iri), *self.terms.get(iri, ())]
        names = sorted((_NAMING.index(t.predicate.value), t.object.language or "", t.object.value) for t in said
                       if t.predicate.value in _NAMING and isinstance(t.object, Literal))
        for wanted in (self.language, "en", "", None):
            for _, language, text in names:
                if wanted is None or language == wanted:
                    return _with_symbol(text, said), language
        for triple in said:
            if triple.predicate.value == tg("expressionOf") and isinstance(triple.object, NamedNode):
                text, language = self.name(triple.object.value)
                return f"{text}, {iri.rpartition('/')[2]}", language
            if triple.predicate.value == tg("quote") and isinstance(triple.object, Literal):
                return f"“{brief(triple.object.value, 60)}”", triple.object.language or ""
        return self._composed(iri, said), ""

    def _composed(self, iri: str, said: list[Triple]) -> str:
        kind = ", ".join(self.kinds(said)[:1])
        number = next((t.object.value for t in said if t.predicate.value == tg("number")
                       and isinstance(t.object, Literal)), "")
        if kind and number:
            return f"{kind} {number}"
        told = []
        for predicate in _TELLING:
            for triple in said:
                if triple.predicate.value == predicate and isinstance(triple.object, NamedNode | Literal):
                    value = triple.object
                    told.append(self.name(value.value)[0] if isinstance(value, NamedNode) else value.value)
        told = list(dict.fromkeys(told))[:_TOLD]
        return f"{kind}: {' · '.join(told)}" if kind and told else short(iri)

    def kinds(self, said: Iterable[Triple]) -> list[str]:
        """Return the names of a thing's classes, those that other classes of it rest on last."""
        classes = {t.object.value for t in said if t.predicate.value == vocab.TYPE and isinstance(t.object, NamedNode)}
        general = {above.object.value for iri in classes for above in self.terms.get(iri, ())
                   if above.predicate.value == vocab.RDFS + "subClassOf" and isinstance(above.object, NamedNode)}
        general |= {tg("Fact"), tg("Agent"), tg("Provision")}
        return [self.name(iri)[0] for iri in sorted(classes, key=lambda iri: (iri in general, iri))]


def evidence(triples: Iterable[Triple], iri: str) -> Iterator[str]:
    """Yield the spans of text that a thing was read from."""
    for triple in triples:
        if (triple.predicate.value == vocab.DERIVED_FROM and isinstance(triple.object, NamedNode)
                and isinstance(triple.subject, NamedNode) and triple.subject.value == iri
                and "#" in triple.object.value):
            yield triple.object.value


def _with_symbol(name: str, said: Iterable[Triple]) -> str:
    """Put a document's symbol after its title, for many documents have the same one."""
    symbols = sorted(t.object.value for t in said if t.predicate.value == tg("symbol")
                     and isinstance(t.object, Literal))
    return f"{name} ({symbols[0]})" if symbols and symbols[0] not in name else name


def _value(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _place(iri: str) -> tuple[str, list[int]]:
    """Order spans by their offsets and other fragments by name."""
    fragment = iri.partition("#")[2]
    key, _, offsets = fragment.partition("=")
    numbers = offsets.split(",")
    return (key, [int(number) for number in numbers]) if offsets and all(map(str.isdigit, numbers)) else (fragment, [])


def service(things: Things, root: str, allow_service: bool) -> list[Triple]:
    """Describe the endpoint (SPARQL 1.1 Service Description) and its dataset, with the VoID that the graphs hold."""
    here = f"{root}/sparql"
    out = _Statements(here)
    out.link(here, vocab.TYPE, SD + "Service")
    out.link(here, SD + "endpoint", here)
    out.link(_DATASET, vocab.VOID + "sparqlEndpoint", here)
    out.link(here, SD + "supportedLanguage", SD + "SPARQL11Query")
    out.link(here, SD + "feature", SD + "UnionDefaultGraph")
    if allow_service:
        out.link(here, SD + "feature", SD + "BasicFederatedQuery")
    for name in _FORMAT_NAMES:
        out.link(here, SD + "resultFormat", _FORMATS + name)
    dataset, default = f"{here}#dataset", f"{here}#default-graph"
    out.link(here, SD + "defaultDataset", dataset)
    out.link(dataset, vocab.TYPE, SD + "Dataset")
    out.link(dataset, SD + "defaultGraph", default)
    out.link(default, vocab.TYPE, SD + "Graph")
    out.count(default, vocab.VOID + "triples", _number(things, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
    for graph in sorted(things.store.named_graphs(), key=str):
        if isinstance(graph, BlankNode):
            continue
        named, content = f"{here}#named:{short(graph.value)}", f"{here}#graph:{short(graph.value)}"
        out.link(dataset, SD + "namedGraph", named)
        out.link(named, vocab.TYPE, SD + "NamedGraph")
        out.link(named, SD + "name", graph.value)
        out.link(named, SD + "graph", content)
        out.link(content, vocab.TYPE, SD + "Graph")
        out.count(content, vocab.VOID + "triples",
                  _number(things, f"SELECT (COUNT(*) AS ?n) {{ GRAPH {graph} {{ ?s ?p ?o }} }}"))
    return sorted({*out.triples, *_void(things)}, key=sort_key)


def _void(things: Things) -> list[Triple]:
    """Return the graph that describes our dataset, or what is said of it where the store keeps no such graph."""
    store = things.store
    quads = list(store.quads_for_pattern(NamedNode(_DATASET), None, None))
    graphs = sorted({quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode)}, key=str)
    found = [quad.triple for quad in quads]
    for graph in graphs:
        if graph.value.endswith("/dataset"):
            found += [quad.triple for quad in store.quads_for_pattern(None, None, None, graph)]
    return found


def _number(things: Things, query: str) -> int:
    rows = things.rows(query)
    return int(_value(next(rows)[0]))


class _Statements:
    def __init__(self, here: str) -> None:
        self.here = here
        self.triples: list[Triple] = []

    def link(self, subject: str, predicate: str, target: str) -> None:
        self.triples.append(Triple(NamedNode(subject), NamedNode(predicate), NamedNode(target)))

    def count(self, subject: str, predicate: str, number: int) -> None:
        self.triples.append(Triple(NamedNode(subject), NamedNode(predicate), Literal(number)))


__all__ = ["BASE", "ONTOLOGY", "Things", "evidence", "service"]

"""Makes the data dictionary of the graph from the ontology and the shapes: a page for each subject.

A class stands with the properties that its shapes ask for, a property with its domain and range, a value with what it
is one of. Must not define a term: the ontology does.
"""

from __future__ import annotations

from pathlib import Path

from rdflib import OWL, RDF, RDFS, SH, SKOS, VANN, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from treatygraph import iris, paths
from treatygraph.ask.names import short

TG = Namespace(iris.ONTOLOGY)
_SUBJECTS = {
    "core": "What everything rests on",
    "documents": "Documents",
    "conferences": "Conferences",
    "actors": "Who acts",
    "decisions": "Decisions and acts",
    "verbs": "Verbs",
    "treaty-status": "Status under a treaty",
    "evidence": "Evidence",
    "dataset": "The description of the dataset",
}
_HEAD = """\
# Data dictionary

Every class, property and value of the ontology (`tg:`, `https://w3id.org/treatygraph/ontology#`), and what its
[SHACL shapes](../validation.md) ask of it. It is made from the files themselves. Who wants tables and no graph reads
the [flat tables](../tables.md); why it is modelled so, the [modelling guide](../modelling.md).

| subject | classes | properties | values |
|---|---:|---:|---:|
"""
_KINDS = (("Classes", {OWL.Class}), ("Properties", {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}))


def terms_pages() -> dict[str, str]:
    """Return the pages (CommonMark) by their paths: an overview, and one for each subject."""
    shapes = _read(paths.shapes())
    files = {stem: Graph().parse(paths.ontology() / f"{stem}.ttl") for stem in _SUBJECTS}
    homes = {term: f"{stem}.md" for stem, graph in files.items() for term in _defined(graph)}
    whole = sum(files.values(), Graph())
    pages = {f"terms/{stem}.md": _Page(whole, shapes, homes, stem).text(files[stem]) for stem in _SUBJECTS}
    rows = []
    for stem, title in _SUBJECTS.items():
        numbers = [len(found) for _, found in _sorted(files[stem])]
        rows.append(f"| [{title}]({stem}.md) | {' | '.join(str(number or '') for number in numbers)} |")
    return {"terms/index.md": _HEAD + "\n".join(rows) + "\n", **pages}


def _read(folder: Path) -> Graph:
    found = Graph()
    for path in sorted(folder.glob("*.ttl")):
        found.parse(path)
    return found


def _defined(graph: Graph) -> list[URIRef]:
    return sorted(
        term for term in set(graph.subjects(RDFS.isDefinedBy)) if isinstance(term, URIRef) and term.startswith(TG)
    )


def _sorted(graph: Graph) -> list[tuple[str, list[URIRef]]]:
    terms = _defined(graph)
    found = [(title, [term for term in terms if kinds & set(graph.objects(term, RDF.type))]) for title, kinds in _KINDS]
    return [*found, ("Values", [term for term in terms if not any(term in those for _, those in found)])]


class _Page:
    """One subject: `whole` is the ontology, `homes` says on which page a term stands."""

    def __init__(self, whole: Graph, shapes: Graph, homes: dict[URIRef, str], stem: str) -> None:
        self._whole, self._shapes, self._homes, self._stem = whole, shapes, homes, stem

    def text(self, graph: Graph) -> str:
        """Return the page."""
        parts = [f"# {_SUBJECTS[self._stem]}\n"]
        for title, terms in _sorted(graph):
            if terms:
                parts.append(f"## {title}\n")
                parts += [self._term(term) for term in terms] if title != "Values" else [self._values(terms)]
        rest = self._untargeted()
        return "\n".join([*parts, *([rest] if rest else [])])

    def _term(self, term: URIRef) -> str:
        lines = [
            f"### {self._words(term, RDFS.label, 'en')} {{ #{term.removeprefix(TG)} }}",
            "",
            f'`{short(term)}` <span lang="zh">{self._words(term, RDFS.label, "zh")}</span>',
            "",
            self._words(term, SKOS.definition, "en"),
            "",
            f'<span lang="zh">{self._words(term, SKOS.definition, "zh")}</span>',
            "",
        ]
        told = [
            (name, ", ".join(found))
            for name, found in (
                ("kind of", self._links(term, RDFS.subClassOf) + self._links(term, RDFS.subPropertyOf)),
                ("of", self._links(term, RDFS.domain)),
                ("value", self._links(term, RDFS.range)),
                ("inverse", self._links(term, OWL.inverseOf)),
                ("follows from", [self._chain(chain) for chain in self._whole.objects(term, OWL.propertyChainAxiom)]),
                ("at most one value", ["yes"] if (term, RDF.type, OWL.FunctionalProperty) in self._whole else []),
                ("note", [str(note) for note in self._whole.objects(term, SKOS.scopeNote) if _is(note, "en")]),
                (
                    "after",
                    [
                        str(one)
                        for one in self._whole.objects(term, URIRef("http://purl.org/dc/terms/bibliographicCitation"))
                    ],
                ),
                (
                    "example",
                    sorted(f"`{short(str(one))}`" for one in self._whole.objects(term, VANN.example))
                    + [_example(one) for one in self._whole.objects(term, SKOS.example) if _is(one, "en")],
                ),
            )
            if found
        ]
        if told:
            lines += [*(f"- **{name}** {said}" for name, said in told), ""]
        return "\n".join([*lines, *self._shaped(term)])

    def _values(self, terms: list[URIRef]) -> str:
        lines = ["| value | | what it means | one of |", "|---|---|---|---|"]
        for term in terms:
            kinds = (
                [
                    self._name(kind)
                    for kind in sorted(self._whole.objects(term, RDF.type))
                    if kind not in {OWL.NamedIndividual, SKOS.Concept}
                ]
                or self._links(term, SKOS.broader)
                or self._links(term, SKOS.inScheme)
            )
            lines.append(
                f'| <span id="{term.removeprefix(TG)}">`{short(term)}`</span> | {self._words(term, RDFS.label, "en")}, '
                f'<span lang="zh">{self._words(term, RDFS.label, "zh")}</span> | '
                f"{_cell(self._words(term, SKOS.definition, 'en'))} | {', '.join(kinds)} |"
            )
        return "\n".join(lines) + "\n"

    def _shaped(self, term: URIRef) -> list[str]:
        shapes = sorted(shape for shape in self._shapes.subjects(SH.targetClass, term) if isinstance(shape, URIRef))
        rows = [row for shape in shapes for row in self._rows(shape)]
        if not rows:
            return []
        return [
            "| checked | how many | kind | what is asked | otherwise | shape |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
        ]

    def _untargeted(self) -> str:
        """Return the shapes of this subject's file that are not asked of one class."""
        own = (
            Graph().parse(paths.shapes() / f"{self._stem}.ttl")
            if (paths.shapes() / f"{self._stem}.ttl").exists()
            else Graph()
        )
        shapes = sorted(
            shape
            for shape in own.subjects(RDF.type, SH.NodeShape)
            if isinstance(shape, URIRef)
            and not any(isinstance(one, URIRef) and one.startswith(TG) for one in own.objects(shape, SH.targetClass))
        )
        rows = [row for shape in shapes for row in self._rows(shape)]
        if not rows:
            return ""
        return "\n".join(
            [
                "## Checked of whatever has such a property",
                "",
                "| checked | how many | kind | what is asked | otherwise | shape |",
                "|---|---|---|---|---|---|",
                *rows,
                "",
            ]
        )

    def _rows(self, shape: URIRef) -> list[str]:
        name = shape.rpartition("#")[2]
        own = [shape] if self._own(shape) else []
        said = []
        for node in [*own, *sorted(self._shapes.objects(shape, SH.property), key=self._order)]:
            path = self._shapes.value(node, SH.path)
            severity = self._shapes.value(node, SH.severity) or self._shapes.value(shape, SH.severity) or SH.Violation
            said_by = (SH.description, SH.message, SH.name)  # a shape as a whole has no description: its message tells
            words = next((found for one in said_by if (found := self._shape_words(node, one))), "")
            checked = f"`{_path(self._shapes, path)}`" if path is not None else "the thing itself"
            said.append(
                f"| {checked} | {self._many(node)} | {self._kind(node)} | {_cell(words)} | "
                f"{str(severity).rpartition('#')[2]} | `{name}` |"
            )
        return said

    def _own(self, shape: Node) -> bool:
        asking = {SH.pattern, SH.sparql, SH["or"], SH["not"], SH.nodeKind, SH["in"]}
        return any(predicate in asking for predicate in self._shapes.predicates(shape))

    def _order(self, node: Node) -> tuple[str, str]:
        return _path(self._shapes, self._shapes.value(node, SH.path)), self._shape_words(node, SH.description)

    def _many(self, node: Node) -> str:
        least, most = (self._shapes.value(node, one) for one in (SH.minCount, SH.maxCount))
        if least is None and most is None:
            return ""
        return f"{least or 0}…{most if most is not None else ''}" if least != most else str(least)

    def _kind(self, node: Node) -> str:
        found = [
            self._name(one) for predicate in (SH["class"], SH.datatype) for one in self._shapes.objects(node, predicate)
        ]
        return ", ".join(sorted(found))

    def _shape_words(self, node: Node, predicate: URIRef) -> str:
        return next((str(one) for one in self._shapes.objects(node, predicate) if _is(one, "en")), "")

    def _words(self, term: Node, predicate: URIRef, language: str) -> str:
        return next(
            (str(one) for one in self._whole.objects(term, predicate) if getattr(one, "language", None) == language), ""
        )

    def _links(self, term: Node, predicate: URIRef) -> list[str]:
        return sorted(name for one in self._whole.objects(term, predicate) if (name := self._name(one)))

    def _name(self, term: Node) -> str:
        if isinstance(term, BNode):
            union = self._whole.value(term, OWL.unionOf)
            return " or ".join(self._name(one) for one in Collection(self._whole, union)) if union is not None else ""
        shown = f"`{short(str(term))}`"
        home = self._homes.get(URIRef(str(term)))
        return f"[{shown}]({home}#{str(term).removeprefix(TG)})" if home else shown

    def _chain(self, chain: Node) -> str:
        return " / ".join(self._name(step) for step in Collection(self._whole, chain))


def _is(words: Node, language: str) -> bool:
    return isinstance(words, Literal) and words.language in {None, language}


def _example(words: Node) -> str:
    return str(words) if isinstance(words, Literal) and words.language else f"`{words}`"


def _cell(words: str) -> str:
    return words.replace("|", "&#124;").replace("\n", " ")


def _path(graph: Graph, path: Node | None) -> str:
    """Write a SHACL property path as SPARQL does."""
    if isinstance(path, URIRef):
        return short(str(path))
    if path is None:
        return ""
    for predicate, before, after in (
        (SH.inversePath, "^", ""),
        (SH.zeroOrMorePath, "", "*"),
        (SH.oneOrMorePath, "", "+"),
        (SH.zeroOrOnePath, "", "?"),
    ):
        inner = graph.value(path, predicate)
        if inner is not None:
            return f"{before}{_path(graph, inner)}{after}"
    either = graph.value(path, SH.alternativePath)
    parts, sign = (either, "¦") if either is not None else (path, "/")
    return f"({f' {sign} '.join(_path(graph, one) for one in Collection(graph, parts))})"

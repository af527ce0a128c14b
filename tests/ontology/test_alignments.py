"""The alignments agree with the vocabularies they name, the mapping set with the alignments, and examples with the graph."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import built
import owlrl
import pytest
from pyoxigraph import NamedNode
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

from treatygraph import iris

ONTOLOGY_DIR = Path(__file__).parents[2] / "ontology"
TG = Namespace("https://w3id.org/treatygraph/ontology#")
PROV = Namespace("http://www.w3.org/ns/prov#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
VANN_EXAMPLE = URIRef("http://purl.org/vocab/vann/example")
BESIDE = [folder / "shared" / "ontologies" / "prov-o.ttl" for folder in Path(__file__).resolve().parents]
PROV_O = next((file for file in BESIDE if file.is_file()), None)
# What PROV-O says of the terms that the graphs use, for where its file is not beside the project.
AXIOMS = """
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
prov:Activity owl:disjointWith prov:Entity . prov:wasDerivedFrom rdfs:domain prov:Entity ; rdfs:range prov:Entity .
prov:wasQuotedFrom rdfs:subPropertyOf prov:wasDerivedFrom .
prov:used rdfs:domain prov:Activity ; rdfs:range prov:Entity .
prov:wasGeneratedBy rdfs:domain prov:Entity ; rdfs:range prov:Activity .
prov:wasAssociatedWith rdfs:domain prov:Activity ; rdfs:range prov:Agent .
"""


@cache
def core() -> Graph:
    graph = Graph()
    for path in sorted(ONTOLOGY_DIR.glob("*.ttl")):
        if path.stem != "alignments":
            graph.parse(path)
    return graph


@cache
def alignments() -> Graph:
    return Graph().parse(ONTOLOGY_DIR / "alignments.ttl")


def sample() -> Graph:
    """One thing of each class of the built graph, with all that is said of it and of what it is derived from."""
    chosen: dict[str, str] = {}
    triples = [t for graph in built.build().graphs.values() for t in graph]
    for triple in sorted(triples, key=str):
        if triple.predicate.value == str(RDF.type) and triple.object.value.startswith(str(TG)):
            chosen.setdefault(triple.object.value, triple.subject.value)
    wanted = set(chosen.values())
    wanted |= {t.object.value for t in triples
               if t.subject.value in wanted and t.predicate.value.startswith(str(PROV))}
    kept = [t for t in triples if t.subject.value in wanted and isinstance(t.object, NamedNode)]
    graph = Graph()
    for t in kept:
        graph.add((URIRef(t.subject.value), URIRef(t.predicate.value), URIRef(t.object.value)))
    return graph


def complaints(graph: Graph) -> list[str]:
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return [str(text) for text in graph.objects(None, URIRef("http://www.daml.org/2002/03/agents/agent-ont#error"))]


def without_lists_of_verbs(graph: Graph) -> Graph:
    """Leave out the axioms that only tell concepts apart: they take long and have nothing to do with PROV."""
    kept = Graph()
    for triple in graph:
        kept.add(triple)
    for node in list(kept.subjects(RDF.type, OWL.AllDifferent)):
        kept.remove((node, None, None))
    return kept


def test_nothing_contradicts_the_axioms_of_prov() -> None:
    graph = without_lists_of_verbs(core()) + alignments() + sample()
    graph.parse(data=AXIOMS, format="turtle")
    assert complaints(graph) == []
    assert len(set(graph.subjects(RDF.type, PROV.Entity))) > 20


@pytest.mark.skipif(PROV_O is None, reason="W3C's PROV-O (shared/ontologies/prov-o.ttl) is not beside the project")
def test_nothing_contradicts_prov_o() -> None:
    assert PROV_O is not None
    graph = without_lists_of_verbs(core()) + alignments() + sample() + Graph().parse(PROV_O)
    assert complaints(graph) == []


def test_a_statement_that_is_an_activity_would_be_found() -> None:
    graph = without_lists_of_verbs(core()) + alignments()
    graph.parse(data=AXIOMS + """
        <urn:s> a <https://w3id.org/treatygraph/ontology#Statement>, prov:Activity ; prov:wasDerivedFrom <urn:words> .
    """, format="turtle")
    assert complaints(graph)


def mapping_set() -> list[dict[str, str]]:
    lines = (ONTOLOGY_DIR / "alignments.sssom.tsv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader([line for line in lines if not line.startswith("#")], delimiter="\t"))


def prefixes() -> dict[str, str]:
    text = (ONTOLOGY_DIR / "alignments.sssom.tsv").read_text(encoding="utf-8")
    return dict(re.findall(r"^#  (\S+): (\S+)$", text, re.M))


def whole(curie: str) -> URIRef:
    prefix, _, local = curie.partition(":")
    return URIRef(prefixes()[prefix] + local)


def test_the_mapping_set_says_what_the_alignments_say() -> None:
    mapped = {(whole(row["subject_id"]), whole(row["predicate_id"]), whole(row["object_id"])) for row in mapping_set()}
    said = {(s, p, o) for s, p, o in alignments() if str(s).startswith(str(TG)) and p != RDFS.comment}
    assert mapped == said


def test_every_mapping_has_author_date_version_and_labels() -> None:
    assert len(mapping_set()) > 130
    for row in mapping_set():
        for column in ("subject_label", "object_label", "author_label", "mapping_date", "subject_source_version",
                       "object_source", "mapping_justification", "confidence"):
            assert row[column].strip(), (row, column)
        assert Literal(row["subject_label"], lang="en") in set(core().objects(whole(row["subject_id"]), RDFS.label))
        assert 0 < float(row["confidence"]) <= 1


@pytest.mark.parametrize(("subject", "predicate", "value"), [
    (TG.expressionOf, RDFS.subPropertyOf, ELI.realizes),
    (TG.Fact, RDFS.subClassOf, PROV.Entity),
    (TG.TextSpan, SKOS.closeMatch, URIRef("http://www.w3.org/ns/oa#SpecificResource")),
    (TG.Person, RDFS.subClassOf, URIRef("http://xmlns.com/foaf/0.1/Person")),
    (TG.Treaty, SKOS.closeMatch, URIRef("https://schema.org/Legislation")),
    (TG.Signature, SKOS.relatedMatch, URIRef("http://www.wikidata.org/prop/direct/P1891")),
    (TG.Document, SKOS.closeMatch, URIRef("http://iflastandards.info/ns/lrm/lrmoo/F1_Work")),
])
def test_alignments_written_by_hand(subject: URIRef, predicate: URIRef, value: URIRef) -> None:
    assert (subject, predicate, value) in alignments()


# ---- examples


def examples(kind: URIRef) -> dict[str, list[object]]:
    terms = [str(term) for term in core().subjects(RDF.type, kind) if str(term).startswith(str(TG))]
    return {term: [*core().objects(URIRef(term), VANN_EXAMPLE), *core().objects(URIRef(term), SKOS.example)]
            for term in terms}


def test_every_class_has_an_example_that_is_one() -> None:
    asserted = {(t.subject.value, t.object.value) for graph in built.build().graphs.values() for t in graph
                if t.predicate.value == str(RDF.type)}
    found = examples(OWL.Class)
    assert len(found) > 50
    for term, given in found.items():
        assert given, term
        for example in given:
            if isinstance(example, URIRef):
                of_ontology = (example, RDF.type, URIRef(term)) in core()
                assert of_ontology or (str(example), term) in asserted, (term, example)


def test_the_thirty_most_used_properties_have_an_example_that_the_graph_states() -> None:
    counted: dict[str, int] = {}
    stated = set()
    for graph in built.build().graphs.values():
        for t in graph:
            if t.predicate.value.startswith(str(TG)):
                counted[t.predicate.value] = counted.get(t.predicate.value, 0) + 1
                value = t.object.value.replace(iris.ID, "").replace(str(TG), "tg:")
                value = value if isinstance(t.object, NamedNode) else f'"{t.object.value}"'
                stated.add((t.subject.value.replace(iris.ID, ""), t.predicate.value, value))
    used = sorted(counted, key=lambda term: -counted[term])[:30]
    for term in used:
        given = list(core().objects(URIRef(term), SKOS.example))
        assert given, term
        for example in given:
            subject, name, value = str(example).split(" ", 2)
            assert name == term.replace(str(TG), "tg:")
            assert (subject, term, re.sub(r'"@[a-z]+$', '"', value)) in stated, example


# ---- words and closed sets


def test_no_two_concepts_have_one_chinese_label() -> None:
    kinds = set(core().subjects(RDFS.subClassOf, SKOS.Concept))
    labels: dict[str, set[str]] = {}
    for kind in kinds:
        for concept in core().subjects(RDF.type, kind):
            for label in core().objects(concept, SKOS.prefLabel):
                if isinstance(label, Literal) and label.language == "zh":
                    labels.setdefault(str(label), set()).add(str(concept))
    assert len(labels) > 150
    assert {label: terms for label, terms in labels.items() if len(terms) > 1} == {}


@pytest.mark.parametrize(("concept", "chinese"), [
    (TG.Consider, "审议"), (TG.Acceptance, "接受"), (TG.Adoption, "通过"), (TG.Urge, "敦促"), (TG.CallUpon, "吁请"),
    (TG.Reservation, "保留"), (TG.ProvisionalApplication, "暂时适用"), (TG.PostHolding, "担任职位"),
])
def test_chinese_written_by_hand(concept: URIRef, chinese: str) -> None:
    assert (concept, RDFS.label, Literal(chinese, lang="zh")) in core()


def test_every_set_of_concepts_tells_all_its_members_apart() -> None:
    told = [set(core().items(core().value(node, OWL.distinctMembers)))
            for node in core().subjects(RDF.type, OWL.AllDifferent)]
    for kind in core().subjects(RDFS.subClassOf, SKOS.Concept):
        members = set(core().subjects(RDF.type, kind))
        if members:
            assert members in told, kind


def test_most_verbs_stand_below_a_wider_one_and_none_below_itself() -> None:
    verbs = set(core().subjects(RDF.type, TG.OperativeVerb))
    below = {verb for verb in verbs if core().value(verb, SKOS.broader)}
    assert len(below) > 0.8 * len(verbs)
    for verb in below:
        assert verb not in set(core().transitive_objects(core().value(verb, SKOS.broader), SKOS.broader))
    for verb, wider in ((TG.Urge, TG.Request), (TG.NoteWithRegret, TG.Note), (TG.Pledge, TG.Commit),
                        (TG.ExchangeViews, TG.Consider)):
        assert wider in set(core().transitive_objects(verb, SKOS.broader))


def test_a_retired_term_says_what_takes_its_place_and_why() -> None:
    for term in core().subjects(OWL.deprecated, None):
        assert list(core().objects(term, SKOS.changeNote)), term
        assert list(core().objects(term, RDFS.label)), term
    assert (ONTOLOGY_DIR / "decisions" / "0019-how-a-term-is-retired.md").is_file()

"""The dataset describes itself rightly: what it says is counted anew, its files are what it says, nothing is invented."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import Counter
from pathlib import Path

import built
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from treatygraph import __version__, building, iris, paths, vocab
from treatygraph.graph.assemble import dataset
from treatygraph.graph.assemble.dataset_counts import count
from treatygraph.graph.store import graph_iri
from treatygraph.tables import shipped

ROOT = Path(__file__).parents[1]
VOID, DCAT, SPDX, PROV, SCHEMA = vocab.VOID, vocab.DCAT, vocab.SPDX, vocab.PROV, vocab.SCHEMA


def said(subject: str, predicate: str, graph: frozenset[Triple] | None = None) -> list[str]:
    return sorted(t.object.value for t in graph or built.build().graphs["dataset"]
                  if t.subject.value == subject and t.predicate.value == predicate)


def said_once(subject: str, predicate: str) -> str:
    (value,) = said(subject, predicate)
    return value


def whole() -> set[Triple]:
    return set().union(*(graph for stem, graph in built.build().graphs.items() if stem != "dataset"))


def test_numbers_are_those_of_the_graphs() -> None:
    assert int(said_once(iris.DATASET, VOID + "triples")) == len(whole())
    for stem, graph in built.build().graphs.items():
        if stem != "dataset":
            assert int(said_once(graph_iri(stem), VOID + "triples")) == len(graph), stem


def test_partitions_by_property_and_class() -> None:
    properties = Counter(t.predicate.value for t in whole())
    parts = said(iris.DATASET, VOID + "propertyPartition")
    assert {said_once(part, VOID + "property"): int(said_once(part, VOID + "triples")) for part in parts} == properties
    classes = Counter(t.object.value for t in whole() if t.predicate.value == vocab.TYPE)
    parts = said(iris.DATASET, VOID + "classPartition")
    assert {said_once(part, VOID + "class"): int(said_once(part, VOID + "entities")) for part in parts} == classes
    assert said_once(iris.DATASET, VOID + "classes") == str(len(classes))


def test_languages() -> None:
    languages = Counter(t.object.language for t in whole() if isinstance(t.object, Literal) and t.object.language)
    assert said(iris.DATASET, SCHEMA + "inLanguage") == sorted(languages)
    assert {"ar", "zh", "en", "fr", "ru", "es"} <= set(languages)
    for language, number in languages.items():
        assert int(said_once(iris.described("language", language), VOID + "triples")) == number


def test_files_are_as_described() -> None:
    files = built.build().files()
    described = said(iris.DATASET, SCHEMA + "distribution")
    assert len(described) == sum(name.endswith(".ttl") for name in files) - 1
    for distribution in described:
        data = files[said_once(distribution, vocab.TITLE)]
        assert int(said_once(distribution, DCAT + "byteSize")) == len(data)
        checksum = said_once(distribution, SPDX + "checksum")
        assert said_once(checksum, SPDX + "checksumValue") == hashlib.sha256(data).hexdigest()
        assert said_once(distribution, DCAT + "downloadURL") == iris.download(said_once(distribution, vocab.TITLE))


def test_the_inputs_are_the_files_of_the_project() -> None:
    used = said(dataset.BUILD, PROV + "used")
    assert f"https://w3id.org/treatygraph/ontology/{__version__}" in used
    files = {"sources": paths.sources(), "tables": paths.tables(), "patterns": paths.languages(),
             "rules": paths.entailment_rules()}
    named = [said_once(given, vocab.TITLE) for given in used if "/input/" in given]
    assert {"sources/ctbt-art-xiv-2021-6.zh.txt", "tables/states.csv", "patterns/zh.toml",
            "patterns/frames/zh.toml", "rules/20-adopted-at.rq"} <= set(named)
    for name in named:
        folder, _, file = name.partition("/")
        digest = hashlib.sha256((files[folder] / file).read_bytes()).hexdigest()
        assert said_once(iris.described("input", name), SCHEMA + "sha256") == digest


def test_a_graph_names_what_it_was_made_of() -> None:
    assert said(iris.graph("table", "states"), vocab.DERIVED_FROM) == [iris.described("input", "tables/states.csv")]
    source = iris.described("input", "sources/ctbt-art-xiv-2021-6.zh.txt")
    assert said(iris.graph("source", "ctbt-art-xiv-2021-6.zh"), vocab.DERIVED_FROM) == [source]
    assert said(source, SCHEMA + "encodesCreativeWork") == [iris.thing("document/CTBT-Art.XIV/2021/6/zh")]
    assert said(source, vocab.DCTERMS + "rights") == ["licence of the text: not stated in the document"]


def test_where_and_when() -> None:
    period = said_once(iris.DATASET, vocab.DCTERMS + "temporal")
    assert said_once(period, DCAT + "startDate") == "1996"
    conferences = said_once(iris.graph("table", "conferences"), vocab.DCTERMS + "temporal")
    # The first conference met on 6 October 1999, the last one of the table ended on 26 September 2025.
    assert (said_once(conferences, DCAT + "startDate"), said_once(conferences, DCAT + "endDate")) == ("1999-10-06", "2025-09-26")
    place = said_once(iris.graph("table", "facilities"), vocab.DCTERMS + "spatial")
    west, south = -177.9, -90
    assert said_once(place, DCAT + "bbox").startswith(f"POLYGON(({west} {south}, ")
    assert said(iris.graph("table", "persons"), vocab.DCTERMS + "spatial") == []


def test_a_box_and_a_period_are_the_smallest() -> None:
    def point(name: str, latitude: str, longitude: str) -> list[Triple]:
        return [Triple(NamedNode("urn:" + name), NamedNode(vocab.WGS84 + term), Literal(value))
                for term, value in (("lat", latitude), ("long", longitude))]

    dates = [Triple(NamedNode("urn:x"), NamedNode(vocab.DATE), Literal(value)) for value in ("2021-09", "1996", "2021-09-23")]
    found = count([*point("a", "9.5", "100.25"), *point("b", "-10", "20"), *dates])
    assert found.box == "POLYGON((20 -10, 100.25 -10, 100.25 9.5, 20 9.5, 20 -10))"
    assert found.period is not None
    assert [date.value for date in found.period] == ["1996", "2021-09-23"]
    assert count([]).box is None
    assert count([]).period is None


def test_every_linkset_is_part_of_the_dataset() -> None:
    linksets = {t.subject.value for t in whole() if t.object == NamedNode(VOID + "Linkset")}
    assert len(linksets) == 19
    assert linksets <= set(said(iris.DATASET, VOID + "subset"))


def test_no_endpoint_is_invented_and_no_clock_read() -> None:
    terms = {t.predicate.value for t in built.build().graphs["dataset"]}
    assert VOID + "sparqlEndpoint" not in terms
    assert not {term for term in terms if re.search(r"(issued|modified|created|AtTime)$", term)}


def test_words_of_the_project_are_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert tuple(project["keywords"]) == dataset.KEYWORDS
    assert project["authors"] == [{"name": dataset.CREATOR}]
    assert f'title: "{dataset.TITLE}"' in citation
    assert f"version: {__version__}" in citation
    assert f'name: "{dataset.CREATOR}"' in citation
    assert f"[{', '.join(dataset.KEYWORDS)}]" in citation


def test_what_is_not_published_has_no_address(tmp_path: Path) -> None:
    other = tmp_path / "other.zh.txt"
    other.write_text(built.text_of().replace("2021年9月23日至24日", "2023年9月22日至23日"), encoding="utf-8")
    made = building.build([building.Source(other, "CTBT-Art.XIV/2023/6", "zh")], shipped(), tables_are_valid=True)
    terms = {t.predicate.value for t in made.graphs["dataset"]}
    assert not terms & {DCAT + "downloadURL", SCHEMA + "contentUrl", VOID + "dataDump"}
    assert DCAT + "byteSize" in terms
    text = iris.described("input", "sources/other.zh.txt")
    assert said(text, SCHEMA + "sha256", made.graphs["dataset"]) == [hashlib.sha256(other.read_bytes()).hexdigest()]
    assert said(text, vocab.DCTERMS + "rights", made.graphs["dataset"]) == []


@pytest.mark.parametrize("seed", ["1", "77"])
def test_the_description_does_not_depend_on_order(seed: str) -> None:
    import random

    graphs = {stem: list(graph) for stem, graph in built.build().graphs.items() if stem != "dataset"}
    for triples in graphs.values():
        random.Random(seed).shuffle(triples)
    again = dataset.describe_dataset(dict(sorted(graphs.items(), reverse=True)), built.build().turtle, [], True)
    assert again <= built.build().graphs["dataset"]


def test_the_file_says_the_same() -> None:
    data = built.build().files()["dataset.ttl"]
    assert {Triple(q.subject, q.predicate, q.object) for q in parse(data, format=RdfFormat.TURTLE)} \
        == built.build().graphs["dataset"]

"""Describes the dataset: its graphs, sizes, files, links, languages, licence and origin, computed from them.

Follows DCAT 3, VoID, PROV-O and schema.org. Must not state anything that is not counted or fixed by the project.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from treatygraph import __version__, iris, vocab
from treatygraph.graph.assemble.dataset_counts import Counts, count, count_briefly
from treatygraph.graph.assemble.dataset_provenance import BUILD, Input, describe_build
from treatygraph.graph.assemble.terms import Triples
from treatygraph.graph.labels.compose import describe_labels
from treatygraph.model import Iri, LangText
from treatygraph.tables import COLUMNS

DATASET = iris.DATASET
CREATOR = "The TreatyGraph contributors"
TITLE = "TreatyGraph: treaty conferences as linked data"
_TITLE_ZH = "TreatyGraph：条约会议关联数据"
KEYWORDS = ("treaty", "linked data", "RDF", "SHACL", "SPARQL", "CTBT", "knowledge graph")
CITATION = f"{CREATOR}. {TITLE}, version {__version__}. {DATASET}"
_DESCRIPTION = ("What the reports of treaty conferences say, with the words each fact was read from: who took part, "
                "presided, spoke and decided, which documents and measures were adopted, and which State stands "
                "where towards the treaty; beside them the reference tables they rest on.")
_CATALOGUE = "The dataset TreatyGraph and the ontology that it conforms to."
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_THEME = "http://publications.europa.eu/resource/authority/data-theme/INTR"
_TURTLE = "https://www.iana.org/assignments/media-types/text/turtle"
_LANGUAGE = "http://id.loc.gov/vocabulary/iso639-1/"
_DCAT, _VOID, _SCHEMA, _SPDX = vocab.DCAT, vocab.VOID, vocab.SCHEMA, vocab.SPDX
_NATURAL = NamedNode(vocab.XSD + "nonNegativeInteger")
_HEX = NamedNode(vocab.XSD + "hexBinary")
_WKT = NamedNode(vocab.GEO + "wktLiteral")
_PREFIXES = sorted(vocab.DESCRIPTION_PREFIXES.items(), key=lambda item: -len(item[1]))
_VOCABULARIES = {"tg": iris.ONTOLOGY.rstrip("#")}


def describe_dataset(graphs: Mapping[str, Collection[Triple]], files: Mapping[str, bytes], inputs: Sequence[Input],
                     published: bool) -> frozenset[Triple]:
    """Return the description of the graphs, given by the stem of their file, with their files as written.

    `inputs` is what the build read. Only what the project publishes is given an address to fetch it from.
    """
    out = Triples()
    whole = count(set().union(*graphs.values()))
    _describe_whole(out, whole)
    for stem, triples in sorted(graphs.items()):
        _describe_graph(out, stem, count_briefly(triples), [given for given in inputs if _is_source_of(given, stem)])
        _describe_file(out, stem, files[f"{stem}.ttl"], published)
    _describe_partitions(out, whole)
    _describe_links(out, graphs)
    describe_build(out, inputs)
    for language, words in (("en", TITLE), ("zh", _TITLE_ZH)):
        out.say(DATASET, vocab.LABEL, LangText(words, language))
    described = out.frozen()
    return described | describe_labels(described)


def _describe_whole(out: Triples, whole: Counts) -> None:
    maker = iris.described("creator", "")
    out.link(maker, vocab.TYPE, _SCHEMA + "Organization")
    out.link(maker, vocab.TYPE, vocab.FOAF + "Agent")
    for predicate in (_SCHEMA + "name", vocab.FOAF + "name"):
        out.say(maker, predicate, CREATOR)
    out.link(iris.CATALOG, vocab.TYPE, _DCAT + "Catalog")
    out.say(iris.CATALOG, vocab.TITLE, LangText("TreatyGraph catalogue", "en"))
    out.say(iris.CATALOG, vocab.DCTERMS + "description", LangText(_CATALOGUE, "en"))
    out.link(iris.CATALOG, vocab.DCTERMS + "publisher", maker)
    out.link(_VOCABULARIES["tg"], vocab.TYPE, vocab.DCTERMS + "Standard")
    out.link(iris.CATALOG, _DCAT + "dataset", DATASET)
    out.link(iris.CATALOG, _DCAT + "resource", _VOCABULARIES["tg"])
    for kind in (_DCAT + "Dataset", _VOID + "Dataset", _SCHEMA + "Dataset"):
        out.link(DATASET, vocab.TYPE, kind)
    for predicate in (vocab.TITLE, _SCHEMA + "name"):
        out.say(DATASET, predicate, LangText(TITLE, "en"))
        out.say(DATASET, predicate, LangText(_TITLE_ZH, "zh"))
    for predicate in (vocab.DCTERMS + "description", _SCHEMA + "description"):
        out.say(DATASET, predicate, LangText(_DESCRIPTION, "en"))
    for predicate in (vocab.DCTERMS + "creator", vocab.DCTERMS + "publisher", _SCHEMA + "creator"):
        out.link(DATASET, predicate, maker)
    for predicate in (vocab.LICENSE, _SCHEMA + "license"):
        out.link(DATASET, predicate, _LICENCE)
    for predicate in (vocab.DCTERMS + "bibliographicCitation", _SCHEMA + "creditText"):
        out.say(DATASET, predicate, CITATION)
    for predicate in (vocab.OWL + "versionInfo", _DCAT + "version", _SCHEMA + "version"):
        out.say(DATASET, predicate, __version__)
    for word in KEYWORDS:
        out.say(DATASET, _DCAT + "keyword", LangText(word, "en"))
        out.say(DATASET, _SCHEMA + "keywords", LangText(word, "en"))
    out.link(DATASET, _DCAT + "theme", _THEME)
    out.link(DATASET, vocab.DCTERMS + "conformsTo", _VOCABULARIES["tg"])
    out.say(DATASET, _VOID + "uriSpace", iris.ID)
    out.link(DATASET, _VOID + "feature", "http://www.w3.org/ns/formats/Turtle")
    out.link(DATASET, vocab.PROV + "wasGeneratedBy", BUILD)
    used = {name for term in (*whole.classes, *whole.properties) if (name := _compact(term)[0])}
    for prefix in used:
        namespace = vocab.DESCRIPTION_PREFIXES[prefix]
        out.link(DATASET, _VOID + "vocabulary", _VOCABULARIES.get(prefix, namespace))
    out.say(DATASET, _VOID + "triples", whole.triples)
    out.say(DATASET, _VOID + "entities", whole.entities)
    out.say(DATASET, _VOID + "distinctSubjects", whole.subjects)
    out.say(DATASET, _VOID + "distinctObjects", whole.objects)
    out.say(DATASET, _VOID + "classes", len(whole.classes))
    out.say(DATASET, _VOID + "properties", len(whole.properties))
    _where_and_when(out, DATASET, "whole", whole)
    if whole.period:
        first, last = whole.period
        out.say(DATASET, _SCHEMA + "temporalCoverage", f"{first.value}/{last.value}")


def _describe_graph(out: Triples, stem: str, counts: Counts, made_of: Sequence[Input]) -> None:
    name = graph_name(stem)
    out.link(DATASET, _VOID + "subset", name)
    out.link(name, vocab.TYPE, _VOID + "Dataset")
    out.link(name, vocab.TYPE, _DCAT + "Dataset")
    out.say(name, vocab.TITLE, LangText(stem, "en"))
    out.say(name, vocab.DCTERMS + "description", LangText(_kind(stem)[1], "en"))
    out.link(name, vocab.LICENSE, _LICENCE)
    out.say(name, _VOID + "triples", counts.triples)
    out.say(name, _VOID + "entities", counts.entities)
    out.link(name, vocab.PROV + "wasGeneratedBy", BUILD)
    for given in made_of:
        out.link(name, vocab.DERIVED_FROM, given.iri)
    _where_and_when(out, name, stem, counts)


def _describe_file(out: Triples, stem: str, data: bytes, published: bool) -> None:
    name, file_name = graph_name(stem), f"{stem}.ttl"
    distribution = iris.described("distribution", stem)
    digest = hashlib.sha256(data).hexdigest()
    out.link(name, _DCAT + "distribution", distribution)
    out.link(DATASET, _SCHEMA + "distribution", distribution)
    out.link(distribution, vocab.TYPE, _DCAT + "Distribution")
    out.link(distribution, vocab.TYPE, _SCHEMA + "DataDownload")
    out.say(distribution, vocab.TITLE, file_name)
    out.link(distribution, vocab.LICENSE, _LICENCE)
    out.link(distribution, _DCAT + "mediaType", _TURTLE)
    out.say(distribution, _SCHEMA + "encodingFormat", "text/turtle")
    # As DCAT 3 has it; stores that keep numbers by value give it back as xsd:integer, and are compared by value.
    out.say(distribution, _DCAT + "byteSize", Literal(str(len(data)), datatype=_NATURAL))
    out.say(distribution, _SCHEMA + "sha256", digest)
    out.link(distribution, _DCAT + "accessURL", name)
    if published:
        out.link(distribution, _DCAT + "downloadURL", iris.download(file_name))
        out.link(distribution, _SCHEMA + "contentUrl", iris.download(file_name))
        out.link(name, _VOID + "dataDump", iris.download(file_name))
    checksum = iris.described("checksum", stem)
    out.link(distribution, _SPDX + "checksum", checksum)
    out.link(checksum, vocab.TYPE, _SPDX + "Checksum")
    out.link(checksum, _SPDX + "algorithm", _SPDX + "checksumAlgorithm_sha256")
    out.say(checksum, _SPDX + "checksumValue", Literal(digest, datatype=_HEX))


def _describe_partitions(out: Triples, whole: Counts) -> None:
    """Add how many things of each class, triples of each property and texts in each language there are."""
    for term, number in whole.classes.items():
        part = iris.described("class", ".".join(_compact(term)))
        out.link(DATASET, _VOID + "classPartition", part)
        out.link(part, _VOID + "class", term)
        out.say(part, _VOID + "entities", number)
    for term, number in whole.properties.items():
        part = iris.described("property", ".".join(_compact(term)))
        out.link(DATASET, _VOID + "propertyPartition", part)
        out.link(part, _VOID + "property", term)
        out.say(part, _VOID + "triples", number)
    for tag, number in whole.languages.items():
        part = iris.described("language", tag)
        out.link(DATASET, vocab.LANGUAGE, _LANGUAGE + tag)
        out.say(DATASET, _SCHEMA + "inLanguage", tag)
        out.link(DATASET, _VOID + "subset", part)
        out.link(part, vocab.TYPE, _VOID + "Dataset")
        out.say(part, vocab.TITLE, LangText(f"literals in the language '{tag}'", "en"))
        out.link(part, vocab.LANGUAGE, _LANGUAGE + tag)
        out.say(part, _VOID + "triples", number)


def _describe_links(out: Triples, graphs: Mapping[str, Iterable[Triple]]) -> None:
    """Add the linksets to the dataset; the graph that holds the links says how many there are of each."""
    linkset = NamedNode(_VOID + "Linkset")
    for triples in graphs.values():
        for triple in triples:
            if triple.object == linkset:
                out.link(DATASET, _VOID + "subset", triple.subject.value)  # type: ignore[union-attr]


def _where_and_when(out: Triples, name: str, key: str, counts: Counts) -> None:
    if counts.period:
        period = iris.described("period", key)
        out.link(name, vocab.DCTERMS + "temporal", period)
        out.link(period, vocab.TYPE, vocab.DCTERMS + "PeriodOfTime")
        out.say(period, _DCAT + "startDate", counts.period[0])
        out.say(period, _DCAT + "endDate", counts.period[1])
    if counts.box:
        place = iris.described("place", key)
        out.link(name, vocab.DCTERMS + "spatial", place)
        out.link(place, vocab.TYPE, vocab.DCTERMS + "Location")
        out.say(place, _DCAT + "bbox", Literal(counts.box, datatype=_WKT))


def graph_name(stem: str) -> Iri:
    """Return the named graph of a file of the graph folder, from the file's stem."""
    kind = _kind(stem)[0]
    return iris.graph(kind, stem if kind in {"table", "source"} else "")


def _kind(stem: str) -> tuple[str, str]:
    if stem == "inferred":
        return "inferred", "What follows from the other graphs by the ontology and its rules."
    if stem == "derived-links":
        return "derived-links", "Addresses of documents, derived from their symbols by patterns and not looked up."
    if stem == "labels":
        return "labels", "What everything is called in English and Chinese: names, and labels composed of roles."
    if stem in COLUMNS:
        return "table", f"What the reference table {stem}.csv says, and what belongs to it alone."
    return "source", f"What was read from the text {stem}, with the words it was read from."


def _is_source_of(given: Input, stem: str) -> bool:
    return given.kind in {"tables", "sources"} and given.name.rpartition(".")[0] == stem


def _compact(term: str) -> tuple[str, str]:
    """Split a term into prefix and local name, which is how its partition is named.

    >>> _compact("http://www.w3.org/2004/02/skos/core#prefLabel")
    ('skos', 'prefLabel')
    """
    for prefix, namespace in _PREFIXES:
        if term.startswith(namespace):
            return prefix, term[len(namespace):]
    return "", term

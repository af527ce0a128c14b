"""Describes a release as catalogues read it: DCAT 3 with its application profile DCAT-AP, VoID, PROV-O.

Must not state what the graph, its files and the edition do not say: no address that is not given, no instant of time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from treatygraph import __version__, iris, vocab
from treatygraph.graph.assemble.dataset_provenance import BUILD, ontology_version
from treatygraph.graph.assemble.terms import Triples
from treatygraph.graph.serialize import turtle
from treatygraph.model import LangText, PartialDate
from treatygraph.release.described import SelfDescription
from treatygraph.release.media import registered
from treatygraph.release.prior import MODIFIED
from treatygraph.release.renumbered import Numbering
from treatygraph.release.terms_changed import HEADER
from treatygraph.vocab import DCAT, DCTERMS, DESCRIPTION_PREFIXES, PROV, SCHEMA, SPDX, TYPE, VOID

_OF_BOTH = (vocab.TITLE, DCTERMS + "description", vocab.CREATOR, DCTERMS + "publisher", vocab.LICENSE, vocab.LANGUAGE,
            DCTERMS + "spatial", DCTERMS + "temporal", DCAT + "keyword", DCAT + "theme")
_NATURAL, _HEX = NamedNode(vocab.XSD + "nonNegativeInteger"), NamedNode(vocab.XSD + "hexBinary")


def dcat(self_description: SelfDescription, numbering: Numbering, files: Mapping[str, bytes]) -> bytes:
    """Return the catalogue's description of the release, with a distribution for each file and its checksum."""
    edition, out = numbering.edition, Triples()
    out.link(iris.CATALOG, DCAT + "dataset", edition.iri)
    for name in (edition.iri, iris.DATASET):
        out.link(name, TYPE, DCAT + "Dataset")
    out.link(iris.DATASET, DCAT + "hasVersion", edition.iri)
    out.link(edition.iri, DCAT + "isVersionOf", iris.DATASET)
    out.say(edition.iri, DCAT + "version", edition.version)
    out.say(edition.iri, DCTERMS + "issued", PartialDate(edition.issued.isoformat()))
    out.say(edition.iri, MODIFIED.value, PartialDate(numbering.modified))
    out.say(edition.iri, DCTERMS + "bibliographicCitation", numbering.citation)
    out.link(edition.iri, DCTERMS + "conformsTo", ontology_version())
    out.link(ontology_version(), TYPE, DCTERMS + "Standard")
    if edition.prior:
        before = iris.described("release", edition.prior.version)
        out.link(edition.iri, DCAT + "previousVersion", before)
        out.link(edition.iri, vocab.OWL + "priorVersion", before)
    for name, data in files.items():
        _distribution(out, numbering, name, data, self_description.licence)
    copied = {triple for one in (edition.iri, iris.DATASET) for triple in self_description.copied(_OF_BOTH, one)}
    catalog = {t for t in self_description.of(NamedNode(iris.CATALOG)) if t.predicate.value != vocab.LABEL}
    standard = set(self_description.of(NamedNode(HEADER)))
    return _written(out.frozen() | copied | catalog | standard, "DCAT 3, as the profile DCAT-AP 3 asks")


def _distribution(out: Triples, numbering: Numbering, name: str, data: bytes, licence: str) -> None:
    edition = numbering.edition
    distribution, checksum = edition.part("file", name), edition.part("checksum", name)
    out.link(edition.iri, DCAT + "distribution", distribution)
    out.link(distribution, TYPE, DCAT + "Distribution")
    out.say(distribution, vocab.TITLE, LangText(name, "en"))
    out.link(distribution, DCAT + "accessURL", edition.url(name) or iris.DATASET)
    if edition.address:
        out.link(distribution, DCAT + "downloadURL", edition.url(name))
    if licence:
        out.link(distribution, vocab.LICENSE, licence)
    if kind := registered(name):
        out.link(distribution, DCAT + "mediaType", kind)
    out.say(distribution, DCAT + "byteSize", Literal(str(len(data)), datatype=_NATURAL))
    out.say(distribution, DCTERMS + "issued", PartialDate(edition.issued.isoformat()))
    out.link(distribution, SPDX + "checksum", checksum)
    out.link(checksum, TYPE, SPDX + "Checksum")
    out.link(checksum, SPDX + "algorithm", SPDX + "checksumAlgorithm_sha256")
    out.say(checksum, SPDX + "checksumValue", Literal(hashlib.sha256(data).hexdigest(), datatype=_HEX))


def void(self_description: SelfDescription, numbering: Numbering, files: Mapping[str, bytes]) -> bytes:
    """Return the sizes, classes, properties, languages, named graphs and links of the release (VoID)."""
    edition, out = numbering.edition, Triples()
    out.link(edition.iri, TYPE, VOID + "Dataset")
    out.say(edition.iri, vocab.TITLE, LangText(self_description.words(vocab.TITLE), "en"))
    if self_description.licence:
        out.link(edition.iri, vocab.LICENSE, self_description.licence)
    for name in files:
        if name.startswith("rdf/treatygraph.") and edition.address:
            out.link(edition.iri, VOID + "dataDump", edition.url(name))
    whole = NamedNode(iris.DATASET)
    told = {(t.predicate, t.object) for t in self_description.of(whole) if t.predicate.value.startswith(VOID)}
    for predicate, value in told:
        if isinstance(value, Literal):
            out.say(edition.iri, predicate.value, value)
        elif isinstance(value, NamedNode):
            out.link(edition.iri, predicate.value, value.value)
    parts = {value for predicate, value in told if isinstance(value, NamedNode) and predicate.value.startswith(VOID)}
    linkset = NamedNode(VOID + "Linkset")
    links = {quad.subject for quad in self_description.quads if quad.object == linkset}
    known = {quad.triple for quad in self_description.quads if quad.subject in parts | links
             and (quad.predicate.value.startswith(VOID) or quad.predicate.value == vocab.TITLE
                  or (quad.predicate.value == TYPE and str(quad.object).startswith(f"<{VOID}")))}
    kept = {t for t in known if t.predicate.value != VOID + "dataDump"}
    return _written(out.frozen() | kept, "VoID")


def prov(self_description: SelfDescription, numbering: Numbering) -> bytes:
    """Return what the release was made of, by which program and build (PROV-O), and which sources it rests on.

    PROV-O's times are instants, and sources give days at best: each source says when it was issued as the graph has it.
    """
    edition, out = numbering.edition, Triples()
    activity, software = edition.part("activity"), iris.described("software", __version__)
    out.link(edition.iri, TYPE, PROV + "Entity")
    out.say(edition.iri, DCTERMS + "issued", PartialDate(edition.issued.isoformat()))
    out.link(edition.iri, PROV + "specializationOf", iris.DATASET)
    out.link(edition.iri, PROV + "wasGeneratedBy", activity)
    out.link(activity, TYPE, PROV + "Activity")
    out.say(activity, vocab.LABEL, LangText(f"making of release {edition.version}", "en"))
    out.link(activity, PROV + "used", ontology_version())
    out.link(activity, PROV + "wasInformedBy", BUILD)
    out.link(activity, PROV + "wasAssociatedWith", software)
    out.link(software, TYPE, PROV + "SoftwareAgent")
    out.say(software, SCHEMA + "softwareVersion", __version__)
    if edition.prior:
        out.link(edition.iri, PROV + "wasRevisionOf", iris.described("release", edition.prior.version))
    told = {t for t in self_description.own if t.predicate.value.startswith(PROV) or t.predicate.value in {
        SCHEMA + "sha256", SCHEMA + "encodesCreativeWork", DCTERMS + "rights"}}
    named = {t.subject for t in told}
    told |= {t for t in self_description.own if t.subject in named and (
        t.predicate.value == vocab.TITLE or (t.predicate.value == TYPE and str(t.object).startswith(f"<{PROV}")))}
    _sources(out, self_description, edition.iri)
    return _written(out.frozen() | told, "PROV-O")


def _sources(out: Triples, self_description: SelfDescription, release: str) -> None:
    """Name the sources that things are taken from, with their titles and the days they give of themselves."""
    cited = {quad.object for quad in self_description.quads if quad.predicate.value == vocab.SOURCE
             and isinstance(quad.object, NamedNode)}
    works = {NamedNode(t.object.value.rpartition("/")[0]) for t in self_description.own
             if t.predicate.value == SCHEMA + "encodesCreativeWork" and isinstance(t.object, NamedNode)}
    saying = {vocab.TITLE, DCTERMS + "issued", vocab.DATE, SCHEMA + "url"}
    for quad in self_description.quads:
        if isinstance(quad.subject, NamedNode) and quad.subject in cited | works and quad.predicate.value in saying:
            out.link(release, PROV + "hadPrimarySource", quad.subject.value)
            out.link(quad.subject.value, TYPE, PROV + "Entity")
            if isinstance(quad.object, NamedNode):
                out.link(quad.subject.value, quad.predicate.value, quad.object.value)
            elif isinstance(quad.object, Literal):
                out.say(quad.subject.value, quad.predicate.value, quad.object)


def _written(triples: Iterable[Triple], form: str) -> bytes:
    return turtle(triples, f"{form}. Computed by 'treatygraph release'.", DESCRIPTION_PREFIXES)

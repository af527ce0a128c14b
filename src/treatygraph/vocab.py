"""Names the terms of the ontology and of the vocabularies it reuses.

Must not say what they mean: the ontology does.
"""

from __future__ import annotations

from treatygraph.iris import ONTOLOGY
from treatygraph.model import Iri

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
SCHEMA = "https://schema.org/"
VOID = "http://rdfs.org/ns/void#"
GEO = "http://www.opengis.net/ont/geosparql#"
WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"
SH = "http://www.w3.org/ns/shacl#"
DCAT = "http://www.w3.org/ns/dcat#"
SPDX = "http://spdx.org/rdf/terms#"
FOAF = "http://xmlns.com/foaf/0.1/"

PREFIXES: dict[str, str] = {
    "tg": ONTOLOGY,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "prov": PROV,
    "schema": SCHEMA,
    "void": VOID,
    "geo": GEO,
    "wgs84": WGS84,
}

# Only the dataset's description needs these.
DESCRIPTION_PREFIXES: dict[str, str] = {**PREFIXES, "rdf": RDF, "dcat": DCAT, "spdx": SPDX, "foaf": FOAF}

TYPE = Iri(RDF + "type")
LABEL = Iri(RDFS + "label")
PREF_LABEL = Iri(SKOS + "prefLabel")
ALT_LABEL = Iri(SKOS + "altLabel")
NOTE = Iri(SKOS + "note")
TITLE = Iri(DCTERMS + "title")
CREATOR = Iri(DCTERMS + "creator")
DATE = Iri(DCTERMS + "date")
LANGUAGE = Iri(DCTERMS + "language")
SOURCE = Iri(DCTERMS + "source")
LICENSE = Iri(DCTERMS + "license")
START_DATE = Iri(SCHEMA + "startDate")
END_DATE = Iri(SCHEMA + "endDate")
LOCATION = Iri(SCHEMA + "location")
DERIVED_FROM = Iri(PROV + "wasDerivedFrom")
QUOTED_FROM = Iri(PROV + "wasQuotedFrom")


def tg(name: str) -> Iri:
    """Return the IRI of a term of our own ontology."""
    return Iri(ONTOLOGY + name)

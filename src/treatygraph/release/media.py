"""Knows the media types of a release's files, by how their names end.

Must not look into a file.
"""

from __future__ import annotations

from treatygraph.model import Iri

IANA = "https://www.iana.org/assignments/media-types/"
_TYPES = {
    ".ttl": "text/turtle", ".nq": "application/n-quads", ".trig": "application/trig", ".rdf": "application/rdf+xml",
    ".jsonld": "application/ld+json", ".csv": "text/csv", ".tsv": "text/tab-separated-values",
    ".parquet": "application/vnd.apache.parquet", ".sqlite": "application/vnd.sqlite3", ".md": "text/markdown",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".geojson": "application/geo+json",
    "csv-metadata.json": "application/csvm+json", ".jelly": "application/x-jelly-rdf",
}
# RFC 6838, 3.4: what begins so is not registered.
_UNREGISTERED = "application/x-"


def media_type(name: str) -> str:
    """Return the media type of a file; raise LookupError for an ending that no release has.

    >>> media_type("tables/states.csv"), media_type("tables/csv-metadata.json")
    ('text/csv', 'application/csvm+json')
    """
    ending = max((ending for ending in _TYPES if name.endswith(ending)), key=len, default="")
    return _TYPES[ending]


def registered(name: str) -> Iri | None:
    """Return IANA's address of a file's media type, or None where the type is not registered."""
    found = media_type(name)
    return None if found.startswith(_UNREGISTERED) else Iri(IANA + found)

"""Names the media types an answer can have, and chooses one by what the client accepts.

Must not write an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import QueryResultsFormat, RdfFormat

WORTH_COMPRESSING = 1000
"""Of how many bytes an answer is compressed for who takes that."""
# Whoever says more of what he likes is heard so far.
_MOST_RANGES = 100


@dataclass(frozen=True)
class Format:
    """A form of answer: its media type first and other names of it after, its suffix, and what writes it."""

    types: tuple[str, ...]
    suffix: str
    writer: RdfFormat | QueryResultsFormat | None = None

    @property
    def media_type(self) -> str:
        """The media type the form is registered under."""
        return self.types[0]


TURTLE = Format(("text/turtle", "application/x-turtle", "text/n3", "text/rdf+n3", "application/n3"), "ttl",
                RdfFormat.TURTLE)
N_TRIPLES = Format(("application/n-triples", "text/ntriples"), "nt", RdfFormat.N_TRIPLES)
N_QUADS = Format(("application/n-quads",), "nq", RdfFormat.N_QUADS)
TRIG = Format(("application/trig", "application/x-trig"), "trig", RdfFormat.TRIG)
RDF_XML = Format(("application/rdf+xml", "application/xml", "text/xml"), "rdf", RdfFormat.RDF_XML)
JSON_LD = Format(("application/ld+json", "application/json"), "jsonld", RdfFormat.JSON_LD)
JSON = Format(("application/sparql-results+json", "application/json"), "srj", QueryResultsFormat.JSON)
XML = Format(("application/sparql-results+xml", "application/xml", "text/xml"), "srx", QueryResultsFormat.XML)
CSV = Format(("text/csv",), "csv", QueryResultsFormat.CSV)
TSV = Format(("text/tab-separated-values",), "tsv", QueryResultsFormat.TSV)
# The engine has no writer for these.
JELLY = Format(("application/x-jelly-rdf",), "jelly")
XLSX = Format(("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",), "xlsx")
HTML = Format(("text/html",), "html")

PLAIN = Format(("text/plain",), "txt")
PLAIN_JSON = Format(("application/json",), "json")

# In the order in which they are preferred where the client does not mind.
GRAPHS = (TURTLE, N_TRIPLES, JSON_LD, RDF_XML, TRIG, N_QUADS, JELLY)
RESULTS = (JSON, XML, CSV, TSV, XLSX)
ANSWERS = (PLAIN, HTML, JSON, CSV, TSV, XML, XLSX)
GRAPH_ANSWERS = (PLAIN, HTML, *GRAPHS)
DOCUMENTS = (TURTLE, JSON_LD, RDF_XML, N_TRIPLES, HTML, TRIG, N_QUADS, JELLY)
SUFFIXES = {form.suffix: form for form in (*GRAPHS, HTML)}
# What `?format=` calls a form, besides its suffix and its media types; several forms go by one name where the answer
# decides which it is.
_CALLED = {"json": f"{JSON.media_type}, {JSON_LD.media_type}", "xml": f"{XML.media_type}, {RDF_XML.media_type}",
           "turtle": "text/turtle", "n3": "text/turtle",
           "ntriples": "application/n-triples", "nquads": "application/n-quads", "json-ld": "application/ld+json",
           "rdfxml": "application/rdf+xml", "rdf+xml": "application/rdf+xml", "text": "text/plain", "txt": "text/plain",
           **{form.suffix: form.media_type for form in (*GRAPHS, *RESULTS, HTML)}}


def called(name: str) -> str | None:
    """Return the Accept header that a name of a form stands for: a suffix, a common name or a media type; or None."""
    wanted = name.strip().lower()
    if wanted in _CALLED:
        return _CALLED[wanted]
    known = {media_type for form in (*GRAPHS, *RESULTS, HTML) for media_type in form.types}
    return wanted if wanted in known else None


def names() -> str:
    """Name what `?format=` takes, for a message."""
    return ", ".join(_CALLED)


@lru_cache(maxsize=512)
def choose(accept: str, offers: tuple[Format, ...]) -> tuple[Format, str] | None:
    """Return the offer a client prefers and the name it asked for it by, or None where it accepts none.

    `accept` is the value of the header; an empty one accepts anything. Of offers equally liked the first is taken;
    the most specific range decides on a type (RFC 9110, section 12.5.1).
    """
    ranges = _ranges(accept)
    best: tuple[float, Format, str] | None = None
    for form in offers:
        for position, name in enumerate(form.types):
            quality, exact = _quality(name, ranges)
            # A second name counts only where it is asked for: `text/*` means Turtle's own type.
            if quality > 0 and (position == 0 or exact) and (best is None or quality > best[0]):
                best = quality, form, name
    return best[1:] if best else None


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept.split(",", _MOST_RANGES)[:_MOST_RANGES] if accept.strip() else ["*/*"]:
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                try:
                    quality = min(1.0, max(0.0, float(value)))
                except ValueError:
                    quality = 0.0
        if name:
            found.append((name.lower(), quality))
    return found


def _quality(media_type: str, ranges: list[tuple[str, float]]) -> tuple[float, bool]:
    """Return how much a type is liked, and whether it is named in full."""
    for wanted in (media_type, media_type.partition("/")[0] + "/*", "*/*"):
        qualities = [quality for name, quality in ranges if name == wanted]
        if qualities:
            return max(qualities), wanted == media_type
    return 0.0, False


def accepts_gzip(header: str) -> bool:
    """Tell whether a client takes gzip, from its Accept-Encoding (RFC 9110, section 12.5.3)."""
    liked = dict(_ranges(header)) if header.strip() else {}
    return liked.get("gzip", liked.get("x-gzip", liked.get("*", 0.0))) > 0


def listed(offers: tuple[Format, ...]) -> str:
    """Name offers in a message."""
    return ", ".join(form.media_type for form in offers)

"""Asks a web server for the ontology and its terms in every format, as FOOPS! does of a published ontology.

Must not look outside the server it is told of: our IRIs are asked for there, below its address.
"""

from __future__ import annotations

import re
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from pyoxigraph import RdfFormat, parse

from treatygraph import iris
from treatygraph.conformance.outcome import Check, Explanations, Found, Outcome, judged, not_run
from treatygraph.graph.ontology import ontology_triples
from treatygraph.isolated import isolated_call
from treatygraph.model import TreatyGraphError
from treatygraph.vocab import OWL

_OURS = "https://w3id.org/treatygraph/"
_ONTOLOGY = iris.ONTOLOGY.rstrip("#")
_RDF = {"text/turtle": RdfFormat.TURTLE, "application/rdf+xml": RdfFormat.RDF_XML,
        "application/ld+json": RdfFormat.JSON_LD, "application/n-triples": RdfFormat.N_TRIPLES}
_HTML = "text/html"
CHECKS = {
    "CN1": Check("CN1", "Ontology has content negotiation for RDF", "FOOPS!"),
    "DOC1": Check("DOC1", "Ontology has HTML documentation", "FOOPS!"),
    "RDF1": Check("RDF1", "Ontology is available in RDF", "FOOPS!"),
    "URI1": Check("URI1", "Ontology URI is resolvable", "FOOPS!"),
    "VER2": Check("VER2", "Ontology version IRI resolves", "FOOPS!"),
}


def version_iri() -> str:
    """Return the ontology's version IRI."""
    return next(t.object.value for t in ontology_triples()  # type: ignore[union-attr]
                if t.predicate.value == OWL + "versionIRI")


class Site:
    """A server that stands in for w3id.org: an IRI of ours is asked for at the same path below its address."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")

    def get(self, iri: str, accept: str) -> tuple[str, bytes]:
        """Ask for an IRI of ours; return the media type and the body, following redirects.

        Raises TreatyGraphError with what the server says where it does not answer with success.
        """
        url = f"{self._address}/{iri.removeprefix(_OURS)}"
        request = urllib.request.Request(url, headers={"Accept": accept})
        try:
            with urllib.request.urlopen(request, timeout=30) as reply:
                return reply.headers.get_content_type(), reply.read()
        except urllib.error.HTTPError as fault:
            raise TreatyGraphError(f"{fault.code} {fault.reason}") from None
        except (urllib.error.URLError, OSError) as fault:
            raise TreatyGraphError(f"no answer ({fault})") from None

    def describes(self, iri: str, media_type: str) -> str:
        """Say what is wrong with the answer for the ontology in a format, or nothing where it describes it."""
        try:
            answered, body = self.get(iri, media_type)
        except TreatyGraphError as fault:
            return str(fault)
        if answered != media_type:
            return f"answered {answered}"
        if media_type == _HTML:
            return "" if b"<html" in body.lower() else "no page"
        try:
            quads = list(parse(body, format=_RDF[media_type], base_iri=iri))
        except SyntaxError as fault:
            return f"not well-formed: {fault}"
        named = f"<{OWL}Ontology>"
        declared = {str(q.subject) for q in quads if str(q.object) == named}
        return "" if f"<{_ONTOLOGY}>" in declared else "the ontology is not declared in it"


def outcomes(address: str, explanations: Explanations) -> list[Outcome]:
    """Run the checks against a server at this address."""
    site = Site(address)
    rdf = {media: site.describes(_ONTOLOGY, media) for media in _RDF}
    html = site.describes(_ONTOLOGY, _HTML)
    version = {media: site.describes(version_iri(), media) for media in (*_RDF, _HTML)}

    def wrong(answers: dict[str, str], iri: str = _ONTOLOGY) -> list[Found]:
        return [Found(iri, f"{media}: {fault}") for media, fault in answers.items() if fault]

    some = rdf if all(rdf.values()) else {}
    results = {"CN1": wrong({**rdf, _HTML: html}), "DOC1": wrong({_HTML: html}), "RDF1": wrong(some),
               "URI1": wrong(rdf), "VER2": wrong(version, version_iri())}
    return [judged(check, results[key], explanations, passes=f"at {address}") for key, check in CHECKS.items()]


def none_run(why: str) -> list[Outcome]:
    """Return the rows of these checks where there is no server."""
    return [not_run(check, why) for check in CHECKS.values()]


@contextmanager
def served() -> Iterator[str]:
    """Start `treatygraph serve` on a free port of this machine, yield its address, and stop it.

    Raises TreatyGraphError with its last words where it does not start.
    """
    command = isolated_call("treatygraph", "serve", "--port", "0")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            found = re.search(r"https?://[^/\s]+", process.stdout.readline())
            if not found:
                process.terminate()
                _, said = process.communicate(timeout=30)
                raise TreatyGraphError((said.strip().splitlines() or ["it said nothing"])[-1])
            yield found.group(0)
        finally:
            process.terminate()
            process.communicate(timeout=30)

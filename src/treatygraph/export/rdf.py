"""Writes the graph in the forms of RDF: the union as triples, or the named graphs as quads.

Must not leave a triple out, nor read what it wrote.
"""

from __future__ import annotations

import io

from pyoxigraph import RdfFormat, serialize

from treatygraph.export.content import Content
from treatygraph.graph.as_xml import rdf_xml
from treatygraph.graph.jelly import write_jelly
from treatygraph.graph.serialize import turtle
from treatygraph.vocab import DESCRIPTION_PREFIXES

STEM = "treatygraph"
Files = dict[str, bytes]


def turtle_file(content: Content) -> Files:
    """Return the union of the graphs as Turtle (RDF 1.1 Turtle)."""
    return {f"{STEM}.ttl": turtle(content.triples, prefixes=DESCRIPTION_PREFIXES)}


def n_quads_file(content: Content) -> Files:
    """Return the named graphs as N-Quads (RDF 1.1 N-Quads)."""
    return {f"{STEM}.nq": serialize(content.quads, format=RdfFormat.N_QUADS) or b""}


def trig_file(content: Content) -> Files:
    """Return the named graphs as TriG (RDF 1.1 TriG)."""
    return {f"{STEM}.trig": serialize(content.quads, format=RdfFormat.TRIG, prefixes=DESCRIPTION_PREFIXES) or b""}


def rdf_xml_file(content: Content) -> Files:
    """Return the union of the graphs as RDF/XML (RDF 1.1 XML Syntax).

    Raises TreatyGraphError where a triple has no form in it, as one whose property does not end in a name.
    """
    return {f"{STEM}.rdf": rdf_xml(content.triples, DESCRIPTION_PREFIXES)}


def jelly_file(content: Content) -> Files:
    """Return the union of the graphs as Jelly (Jelly-RDF 1.0), a binary form for large graphs."""
    written = io.BytesIO()
    write_jelly(content.triples, written)
    return {f"{STEM}.jelly": written.getvalue()}



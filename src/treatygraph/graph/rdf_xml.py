"""Holds RDF/XML against the bounds that the RDF library's reader lacks, in one pass and little memory.

Must not read any triple. A document type may declare entities that stand for more and more of each other, so that a
kilobyte becomes gigabytes; and the work on an element grows with the attributes, namespaces and elements around it.
"""

from __future__ import annotations

from pathlib import Path
from xml.parsers import expat

DEEPEST = 100
MOST_ATTRIBUTES = 200
MOST_NAMESPACES = 300
_AT_ONCE = 1_000_000


class UnboundedXmlError(Exception):
    """RDF/XML that is refused before it is read; its text says why, `line` where."""

    def __init__(self, why: str, line: int) -> None:
        super().__init__(why)
        self.line = line


def check(rdf_xml: Path | bytes) -> None:
    """Raise UnboundedXmlError where RDF/XML has a document type, is nested too deep, or is not well-formed.

    Raises OSError where a file cannot be read.
    """
    # As the RDF library does, whatever the declaration says: two readers that differ in this see different documents.
    parser = expat.ParserCreate(encoding="UTF-8")
    declared: list[int] = []

    def refuse(why: str) -> None:
        raise UnboundedXmlError(why, parser.CurrentLineNumber)

    def element(_name: str, attributes: dict[str, str]) -> None:
        declared.append(sum(name.startswith("xmlns") for name in attributes))
        if len(declared) > DEEPEST:
            refuse(f"elements are nested more than {DEEPEST} deep")
        if len(attributes) > MOST_ATTRIBUTES:
            refuse(f"an element has more than {MOST_ATTRIBUTES} attributes")
        if sum(declared) > MOST_NAMESPACES:
            refuse(f"more than {MOST_NAMESPACES} namespaces are declared around an element")

    parser.StartElementHandler = element
    parser.EndElementHandler = lambda _name: declared.pop()
    parser.StartDoctypeDeclHandler = lambda *_: refuse(
        "a document type (<!DOCTYPE) may make it swell without end, so none is read; write what its entities stand for "
        "in full, or save the graph as Turtle")
    try:
        if isinstance(rdf_xml, bytes):
            parser.Parse(rdf_xml, True)
            return
        with rdf_xml.open("rb") as handle:
            while data := handle.read(_AT_ONCE):
                parser.Parse(data, False)
        parser.Parse(b"", True)
    except expat.ExpatError as fault:
        raise UnboundedXmlError(f"not well-formed: {expat.ErrorString(fault.code)}", fault.lineno) from None

"""Writes triples as RDF/XML that every reader takes, or says which of them it has no form for.

Must not read XML. The RDF library writes an element without a name, and signs that XML forbids, where it should refuse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pyoxigraph import RdfFormat, Triple, serialize

from treatygraph.model import TreatyGraphError

ENDS_IN_NAME = re.compile(r"[^\W\d][\w.-]*$")
"""What an IRI must end in to be an element (RDF 1.1 XML Syntax, 2.4; Namespaces in XML, NCName)."""
NO_CHARACTER = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
"""What no XML document can hold, not even as a reference (XML 1.0, section 2.2)."""


def rdf_xml(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Return triples as RDF/XML, in the order given; raise TreatyGraphError where one has no form in it.

    >>> from pyoxigraph import Literal, NamedNode
    >>> rdf_xml([Triple(NamedNode("http://x/s"), NamedNode("http://x/1"), Literal("a"))], {})
    Traceback (most recent call last):
    ...
    treatygraph.model.TreatyGraphError: RDF/XML has no form for the property <http://x/1>, which does not end in a name
    """
    held = list(triples)
    for nameless in sorted({t.predicate.value for t in held if not ENDS_IN_NAME.search(t.predicate.value)}):
        raise TreatyGraphError(f"RDF/XML has no form for the property <{nameless}>, which does not end in a name")
    body = serialize(held, format=RdfFormat.RDF_XML, prefixes=dict(prefixes)) or b""
    if found := NO_CHARACTER.search(body):
        sign = f"U+{ord(found.group().decode()):04X}"
        raise TreatyGraphError(f"RDF/XML has no form for the sign {sign}, which a value holds")
    # Written plainly, a reader would make a line feed of it (XML 1.0, section 2.11).
    return body.replace(b"\r", b"&#13;")

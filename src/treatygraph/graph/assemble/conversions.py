"""Says in RDF from which file a text was converted, and by what (PROV-O, schema.org).

Must not convert, nor state anything of what the text says.
"""

from __future__ import annotations

from pyoxigraph import Triple

from treatygraph import iris, vocab
from treatygraph.convert.conversion import Conversion
from treatygraph.graph.assemble.terms import Triples
from treatygraph.model import Iri


def describe_conversion(expression: Iri, conversion: Conversion) -> frozenset[Triple]:
    """Return that a language version's stored text was derived from a file, with its name, format and SHA-256."""
    out = Triples()
    original = iris.part(expression, "original")
    out.link(expression, vocab.DERIVED_FROM, original)
    out.say(expression, vocab.tg("convertedBy"), conversion.converter)
    out.link(original, vocab.TYPE, vocab.PROV + "Entity")
    out.say(original, vocab.TITLE, conversion.original.name)
    out.say(original, vocab.SCHEMA + "encodingFormat", conversion.media_type)
    out.say(original, vocab.SCHEMA + "sha256", conversion.sha256)
    return out.frozen()

"""Writes triples as Jelly, a binary form of RDF for sending much of it (https://w3id.org/jelly).

Must not choose what is written, nor read it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from treatygraph.model import TreatyGraphError
from treatygraph.vocab import XSD


class Writable(Protocol):
    """What takes bytes."""

    def write(self, part: bytes, /) -> Any:
        """Take some bytes."""


def write_jelly(triples: Iterable[Triple], output: Writable) -> None:
    """Write triples as a delimited stream of flat triples (Jelly-RDF 1.0), with its options even where there are none.

    Raises TreatyGraphError for a literal with a base direction (RDF 1.2), which that version has no way to write.
    """
    # Half a megabyte of modules that only this form needs.
    from pyjelly import jelly, options  # noqa: PLC0415
    from pyjelly.integrations.generic.serialize import GenericSinkTermEncoder, stream_frames  # noqa: PLC0415
    from pyjelly.serialize.ioutils import write_delimited  # noqa: PLC0415
    from pyjelly.serialize.streams import SerializerOptions, TripleStream  # noqa: PLC0415

    kept = list(triples)
    nested = any(isinstance(triple.object, Triple) for triple in kept)
    stream = TripleStream(
        encoder=GenericSinkTermEncoder(lookup_preset=options.LookupPreset()),
        options=SerializerOptions(logical_type=jelly.LOGICAL_STREAM_TYPE_FLAT_TRIPLES,
                                  params=options.StreamParameters(rdf_star=nested)))
    for frame in stream_frames(stream, (_term(triple) for triple in kept)):
        write_delimited(frame, output)


def _term(term: NamedNode | BlankNode | Literal | Triple) -> Any:
    from pyjelly.integrations.generic import generic_sink as jelly  # noqa: PLC0415 - as above

    if isinstance(term, NamedNode):
        return jelly.IRI(term.value)
    if isinstance(term, BlankNode):
        return jelly.BlankNode(term.value)
    if isinstance(term, Triple):
        return jelly.Triple(_term(term.subject), _term(term.predicate), _term(term.object))
    if term.direction is not None:
        raise TreatyGraphError(f"Jelly has no way to write that '{term.value[:40]}' runs {term.direction}")
    if term.language:
        return jelly.Literal(term.value, langtag=term.language)
    datatype = term.datatype.value
    return jelly.Literal(term.value, datatype=None if datatype == XSD + "string" else datatype)

"""What is written as Jelly reads as the same triples with Jelly's own reader, and with rdflib."""

from __future__ import annotations

import io

import pytest
import rdflib
from pyjelly.integrations.generic.generic_sink import GenericStatementSink
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from treatygraph.graph.jelly import write_jelly
from treatygraph.model import TreatyGraphError

A, P, B = NamedNode("https://a.example/a#1"), NamedNode("https://a.example/p"), NamedNode("urn:b")
TRIPLES = [
    Triple(A, P, B), Triple(A, P, Literal("plain")), Triple(A, P, Literal("条约", language="zh")),
    Triple(A, P, Literal("1", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))),
    Triple(A, P, Literal("2021-09", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#gYearMonth"))),
    Triple(A, P, Literal("")), Triple(A, P, Literal('two\nlines "quoted" \\ 𝒯')), Triple(BlankNode("x"), P, A),
    Triple(A, P, BlankNode("x")), Triple(NamedNode("https://a.example/é%20(1)"), B, A),
]


def written(triples: list[Triple]) -> bytes:
    output = io.BytesIO()
    write_jelly(triples, output)
    return output.getvalue()


def read(body: bytes) -> list[str]:
    """Return statements in the order of the stream, each as N-Triples would write it but for escapes."""
    sink = GenericStatementSink()
    sink.parse(io.BytesIO(body))
    return [" ".join(map(str, statement)) for statement in sink]


def test_every_kind_of_term() -> None:
    assert read(written(TRIPLES)) == [
        "<https://a.example/a#1> <https://a.example/p> <urn:b>",
        '<https://a.example/a#1> <https://a.example/p> "plain"',
        '<https://a.example/a#1> <https://a.example/p> "条约"@zh',
        '<https://a.example/a#1> <https://a.example/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '<https://a.example/a#1> <https://a.example/p> "2021-09"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>',
        '<https://a.example/a#1> <https://a.example/p> ""',
        '<https://a.example/a#1> <https://a.example/p> "two\nlines "quoted" \\ 𝒯"',
        "_:x <https://a.example/p> <https://a.example/a#1>",
        "<https://a.example/a#1> <https://a.example/p> _:x",
        "<https://a.example/é%20(1)> <urn:b> <https://a.example/a#1>",
    ]


def test_rdflib_reads_it() -> None:
    found = rdflib.Graph().parse(data=written(TRIPLES[:7]), format="jelly")
    plain = serialize(TRIPLES[:7], format=RdfFormat.N_TRIPLES)
    assert plain
    assert set(found) == set(rdflib.Graph().parse(data=plain, format="nt"))


def test_more_than_one_frame() -> None:
    many = [Triple(NamedNode(f"https://a.example/{n}"), P, Literal(n)) for n in range(1000)]
    assert [one.split()[0] for one in read(written(many))] == [f"<https://a.example/{n}>" for n in range(1000)]


def test_no_triples_are_a_stream_of_none() -> None:
    assert len(written([])) > 1
    assert read(written([])) == []


def test_a_triple_in_a_triple() -> None:
    sink = GenericStatementSink()
    sink.parse(io.BytesIO(written([Triple(A, P, Triple(A, P, B))])))
    statement = next(iter(sink))
    assert [str(term) for term in statement[2]] == [str(A), str(P), str(B)]


def test_what_it_has_no_way_to_write_is_refused() -> None:
    with pytest.raises(TreatyGraphError, match="no way to write"):
        written([Triple(A, P, Literal("سلام", language="ar", direction=BaseDirection.RTL))])

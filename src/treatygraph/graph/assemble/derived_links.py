"""Derives addresses of documents from their symbols, in a graph of their own that says so.

Must not look anything up: that an address leads somewhere is the library's word, not ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from treatygraph import iris, vocab
from treatygraph.graph.assemble.sources import Bibliography
from treatygraph.graph.assemble.terms import Triples
from treatygraph.model import Iri, LangText
from treatygraph.tables import Row, Tables
from treatygraph.vocab import tg

_NOTE = "Derived from the documents' symbols by the pattern {pattern}; no address was looked up."


def derived_links(tables: Tables, graphs: Iterable[Iterable[Triple]]) -> frozenset[Triple]:
    """Return rdfs:seeAlso from each document with a symbol of the United Nations to its addresses, and the linksets.

    Which first components are of the United Nations, and the patterns, are rows of symbol-addresses.csv.
    """
    symbols = {(Iri(triple.subject.value), triple.object.value) for graph in graphs for triple in graph
               if triple.predicate.value == tg("symbol") and isinstance(triple.subject, NamedNode)
               and isinstance(triple.object, Literal)}
    out = Triples()
    for row in tables.rows("symbol-addresses"):
        heads = set(row.several("heads"))
        found = {(document, address(row, symbol)) for document, symbol in symbols if symbol.split("/")[0] in heads}
        for document, target in found:
            out.link(document, vocab.RDFS + "seeAlso", target)
        if found:
            _describe(out, row, len(found))
    return Bibliography(tables).linked(out)


def address(row: Row, symbol: str) -> str:
    """Return the address of a document by a row's pattern; a reissue's asterisk and the space before a year fall away.

    `{symbol}` keeps slashes and brackets, `{encoded}` is for a query string (RFC 3986).
    """
    plain = symbol.rstrip("* ").replace(" (", "(").replace(" ", "")
    return row["pattern"].format(symbol=quote(plain, safe="/()"), encoded=quote(plain, safe=""))


def _describe(out: Triples, row: Row, number: int) -> None:
    linkset = iris.thing(f"linkset/{row.key}/seeAlso")
    out.link(linkset, vocab.TYPE, vocab.VOID + "Linkset")
    out.link(linkset, vocab.VOID + "subjectsTarget", iris.DATASET)
    out.link(linkset, vocab.VOID + "objectsTarget", iris.thing(f"identifier-scheme/{row.key}"))
    out.link(linkset, vocab.VOID + "linkPredicate", vocab.RDFS + "seeAlso")
    out.say(linkset, vocab.VOID + "triples", number)
    out.say(linkset, vocab.NOTE, LangText(_NOTE.format(pattern=row["pattern"]), "en"))
    out.say(linkset, vocab.SOURCE, row["source"])

"""Turns the words in which rows cite their sources into links to described sources.

Must not judge a source: the bibliography says who published it, where, when and under which licence.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from treatygraph import iris, paths, vocab
from treatygraph.graph.assemble.reference_rows import dated
from treatygraph.graph.assemble.terms import Triples
from treatygraph.graph.ontology import ontology_triples
from treatygraph.model import Iri, LangText
from treatygraph.tables import Tables
from treatygraph.vocab import tg

_SOURCE, _WORDING = NamedNode(vocab.SOURCE), NamedNode(tg("sourceWording"))
_OWN = "tables"
_NOT_SEEN = "date not seen"


def cited(words: str) -> list[str]:
    """Cut the words of a source cell into the sources they name; a semicolon in brackets parts nothing.

    >>> cited("ISO 3166-1; CTBT, French text (S.C. 1998; version française)")
    ['ISO 3166-1', 'CTBT, French text (S.C. 1998; version française)']
    """
    pieces, depth, start = [], 0, 0
    for place, char in enumerate(words):
        depth = max(0, depth + (char == "(") - (char == ")"))
        if depth == 0 and words.startswith("; ", place):
            pieces.append(words[start:place])
            start = place + 2
    return [piece.strip() for piece in (*pieces, words[start:]) if piece.strip()]


class Bibliography:
    """The sources that the bibliography describes, found by how rows cite them."""

    def __init__(self, tables: Tables) -> None:
        self._known = sorted(((form, row.key) for row in tables.rows("bibliography")
                              for form in row.several("cited_as")), key=lambda pair: -len(pair[0]))
        self.others: dict[Iri, str] = {}
        self._read: dict[str, tuple[NamedNode, ...]] = {}

    def named(self, piece: str) -> Iri:
        """Return the source that words name: the row with the longest beginning they have, else one of their own."""
        found = next((key for form, key in self._known if piece.startswith(form)), None)
        if found is None:
            other = iris.source(piece)
            self.others[other] = piece
            return other
        return iris.source(found)

    def linked(self, triples: Iterable[Triple]) -> frozenset[Triple]:
        """Return the triples with each source in words replaced by links, the words beside them."""
        out = set()
        for triple in triples:
            if triple.predicate != _SOURCE or not isinstance(triple.object, Literal):
                out.add(triple)
                continue
            words = triple.object.value
            if words not in self._read:  # many rows cite alike
                self._read[words] = tuple(dict.fromkeys(NamedNode(self.named(piece)) for piece in cited(words)))
            out.add(Triple(triple.subject, _WORDING, triple.object))
            out.update(Triple(triple.subject, _SOURCE, source) for source in self._read[words])
        return frozenset(out)

    def described(self, tables: Tables) -> frozenset[Triple]:
        """Return what is known of every source: of those that no row describes, the words that name them."""
        out = Triples()
        for row in tables.rows("bibliography"):
            source = iris.source(row.key)
            _describe(out, source, row["title"], row["publisher"], row["address"], row["licence"])
            if row["date"]:
                out.say(source, vocab.DCTERMS + "issued", dated(row, "date"))
            else:
                out.say(source, vocab.NOTE, LangText(_NOT_SEEN, "en"))
            if row["note"]:
                out.say(source, vocab.NOTE, LangText(row["note"], "en"))
        _rules(out, tables)
        for source, words in self.others.items():
            out.link(source, vocab.TYPE, vocab.DCTERMS + "BibliographicResource")
            out.say(source, vocab.TITLE, words)
        return out.frozen()


def _describe(out: Triples, source: Iri, title: str, publisher: str, address: str, licence: str) -> None:
    out.link(source, vocab.TYPE, vocab.DCTERMS + "BibliographicResource")
    out.say(source, vocab.TITLE, LangText(title, "en"))
    out.say(source, vocab.DCTERMS + "publisher", publisher)
    out.link(source, vocab.SCHEMA + "url", address)
    if licence.startswith("http"):
        out.link(source, vocab.LICENSE, licence)
    else:
        out.say(source, vocab.DCTERMS + "rights", licence)


def _rules(out: Triples, tables: Tables) -> None:
    """Describe the entailment rules, which are the source of what is counted and of every status."""
    own = tables.row("bibliography", _OWN)
    changed = next((t.object for t in ontology_triples() if t.predicate.value == vocab.DCTERMS + "modified"), None)
    for path in sorted(paths.entailment_rules().glob("*.rq")):
        source = iris.source(path.stem)
        address = f"https://w3id.org/treatygraph/ontology/rules/{path.name}"
        _describe(out, source, f"Entailment rule {path.stem}", own["publisher"] if own else "", address,
                  own["licence"] if own else "")
        if isinstance(changed, Literal):
            out.say(source, vocab.DCTERMS + "issued", changed)

"""Names things for people: terms by the ontology, things by the tables or by what was read of them.

Must not invent a name: what has none is shown by the path of its IRI.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from treatygraph import iris, paths, vocab
from treatygraph.find.names import KINDS, thing_of
from treatygraph.graph.serialize import read_turtle
from treatygraph.tables import Tables

_LANGUAGE = "en"
_NAMING = (vocab.PREF_LABEL, vocab.TITLE)


class Labels:
    """The names of terms and things, English ones first."""

    def __init__(self, tables: Tables, triples: Iterable[Triple]) -> None:
        self._names: dict[str, str] = {}
        for triple in triples:
            if triple.predicate.value in _NAMING and isinstance(triple.subject, NamedNode):
                self._offer(triple.subject.value, triple.object)
        for table in (*KINDS, "concepts"):
            for row in tables.rows(table):
                self._names[thing_of(row)] = row.cells.get("name_en") or row.key
        for path in sorted(paths.ontology().glob("*.ttl")):
            for triple in read_turtle(path):
                if triple.predicate.value == vocab.LABEL and isinstance(triple.subject, NamedNode):
                    self._offer(triple.subject.value, triple.object)

    def _offer(self, iri: str, value: object) -> None:
        if isinstance(value, Literal) and (value.language == _LANGUAGE or iri not in self._names):
            self._names[iri] = value.value

    def of(self, iri: str) -> str:
        """Return the name of a thing or term, or the empty string where it has none."""
        return self._names.get(iri, "")

    def term(self, iri: str) -> str:
        """Return the name of a term, or its local name."""
        return self.of(iri) or iri.removeprefix(iris.ONTOLOGY).rpartition("/")[2].rpartition("#")[2]

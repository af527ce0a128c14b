"""Has the graph that describes the dataset bear the number and days of the release.

Must not touch any other graph.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from treatygraph import iris, vocab
from treatygraph.graph.store import DATASET
from treatygraph.release.edition import Edition

_GRAPH, _WHOLE = NamedNode(iris.graph(DATASET, "")), NamedNode(iris.DATASET)
_NUMBERS = frozenset({vocab.OWL + "versionInfo", vocab.DCAT + "version", vocab.SCHEMA + "version"})
_CITING = frozenset({vocab.DCTERMS + "bibliographicCitation", vocab.SCHEMA + "creditText"})
_DATE = NamedNode(vocab.XSD + "date")


@dataclass(frozen=True)
class Numbering:
    """What a release says of the whole dataset: its number, when it was issued, when its facts last changed."""

    edition: Edition
    modified: str
    citation: str

    def applied(self, quads: Iterable[Quad]) -> list[Quad]:
        """Return quads with the dataset's number, dates and citation being this release's."""
        kept = [quad for quad in quads if not (quad.graph_name == _GRAPH and quad.subject == _WHOLE
                                               and quad.predicate.value in _NUMBERS | _CITING | {*self._days})]
        said = [*((name, Literal(self.edition.version)) for name in sorted(_NUMBERS)),
                *((name, Literal(self.citation)) for name in sorted(_CITING)),
                *((name, Literal(day, datatype=_DATE)) for name, day in self._days.items())]
        return [*kept, *(Quad(_WHOLE, NamedNode(name), value, _GRAPH) for name, value in said)]

    @property
    def _days(self) -> dict[str, str]:
        return {vocab.DCTERMS + "issued": self.edition.issued.isoformat(), vocab.DCTERMS + "modified": self.modified,
                vocab.SCHEMA + "datePublished": self.edition.issued.isoformat(),
                vocab.SCHEMA + "dateModified": self.modified}

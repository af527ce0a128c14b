"""Finds what the graph says of itself, which a release takes over: title, words, makers, licence, where and when.

Must not add anything to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Quad, Triple

from treatygraph import iris, vocab
from treatygraph.graph.assemble.dataset_counts import count
from treatygraph.graph.store import DATASET
from treatygraph.model import TreatyGraphError

_GRAPH = NamedNode(iris.graph(DATASET, ""))
_WHOLE = NamedNode(iris.DATASET)


@dataclass(frozen=True)
class SelfDescription:
    """The graph that describes the dataset, among the quads of a whole graph."""

    quads: tuple[Quad, ...]

    def __post_init__(self) -> None:
        """Raise TreatyGraphError where the graph does not describe itself, or counts other triples than there are."""
        if not self.words(vocab.TITLE):
            raise TreatyGraphError("the graph does not say what it is, so nobody could cite it: it has no named graph "
                                   f"<{_GRAPH.value}> with a title; build it with 'treatygraph build'")
        said, found = self.one(vocab.VOID + "triples"), str(self.triples)
        if said != found:
            raise TreatyGraphError(f"the graph describes itself as {said or 'no'} triples and holds {found}; build it "
                                   "again with 'treatygraph build', so that it says what it is")

    @cached_property
    def own(self) -> tuple[Triple, ...]:
        """The triples of the description."""
        return tuple(quad.triple for quad in self.quads if quad.graph_name == _GRAPH)

    @cached_property
    def triples(self) -> int:
        """How many triples the graph has besides, each counted once."""
        return count({quad.triple for quad in self.quads if quad.graph_name != _GRAPH}).triples

    def of(self, subject: NamedNode) -> list[Triple]:
        """Return what the description says of something."""
        return [triple for triple in self.own if triple.subject == subject]

    def copied(self, predicates: Iterable[str], subject: str) -> Iterable[Triple]:
        """Yield what is said of the dataset by some properties, said of another thing, with what the values are."""
        wanted = {NamedNode(name) for name in predicates}
        for triple in self.of(_WHOLE):
            if triple.predicate in wanted:
                yield Triple(NamedNode(subject), triple.predicate, triple.object)
                if isinstance(triple.object, NamedNode) and triple.object != _WHOLE:
                    yield from (told for told in self.of(triple.object) if told.predicate.value != vocab.LABEL)

    def words(self, predicate: str, language: str = "en") -> str:
        """Return the words that a property has for the dataset in a language, else in any; empty if there are none."""
        found = sorted((t.object.language != language, t.object.value) for t in self.of(_WHOLE)
                       if t.predicate.value == predicate and isinstance(t.object, Literal))
        return found[0][1] if found else ""

    def values(self, predicate: str, subject: NamedNode = _WHOLE) -> list[str]:
        """Return the values of a property of the dataset, or of another thing, in order."""
        return sorted({t.object.value for t in self.of(subject) if t.predicate.value == predicate
                       and isinstance(t.object, NamedNode | Literal)})

    def one(self, predicate: str) -> str:
        """Return the only value of a property of the dataset; empty where there is none, or more than one."""
        found = self.values(predicate)
        return found[0] if len(found) == 1 else ""

    @property
    def creators(self) -> list[str]:
        """The names of who made the dataset."""
        makers = {t.object for t in self.of(_WHOLE) if t.predicate.value == vocab.CREATOR}
        return sorted(name for maker in makers if isinstance(maker, NamedNode | Literal) for name in (
            isinstance(maker, NamedNode) and self.values(vocab.FOAF + "name", maker)) or [maker.value])

    @property
    def licence(self) -> str:
        """The licence of the dataset, by its address."""
        return self.one(vocab.LICENSE)

    @property
    def rights(self) -> list[tuple[str, str]]:
        """What is known of the rights in each text that was read: its name, and the words."""
        found = [(self.values(vocab.TITLE, t.subject), t.object.value) for t in self.own
                 if t.predicate.value == vocab.DCTERMS + "rights" and isinstance(t.subject, NamedNode)
                 and isinstance(t.object, Literal)]
        return sorted((names[0].partition("/")[2], words) for names, words in found if names)

"""Shows one thing of the graph: what it is called, what is said of it, and where that comes from.

Must not find the thing: its IRI is given.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode, Store

from treatygraph.dataset.answer import Answer, Cell, Column, Kind
from treatygraph.dataset.filling import natural
from treatygraph.dataset.naming import Naming, term_name
from treatygraph.vocab import TYPE

_COLUMNS = (
    Column("property", Kind.TEXT, "the property: a term of the ontology, or a prefixed name"),
    Column("property_name", Kind.TEXT, "the name of the property"),
    Column("value", Kind.TEXT, "the other thing's IRI, or a value"),
    Column("value_name", Kind.TEXT, "the name of the other thing"),
    Column("value_language", Kind.TEXT, "the language of words"),
    Column("inverse", Kind.BOOLEAN, "whether the other thing says it of this one"),
    Column("graph", Kind.IRI, "the named graph that states it"),
)


@dataclass(frozen=True)
class Explained:
    """Where a thing, or what is said of it, comes from: as text to read, and as a record for programs."""

    text: str
    record: dict[str, Any]

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Thing:
    """A thing of the graph, named in a language.

    >>> import treatygraph
    >>> kenya = treatygraph.open().thing("state/KEN", lang="zh")
    >>> kenya
    <Thing: 肯尼亚, https://w3id.org/treatygraph/id/state/KEN>
    """

    iri: str
    lang: str
    _store: Store
    _naming: Naming

    def __repr__(self) -> str:
        return f"<Thing: {self.label or 'without a name'}, {self.iri}>"

    @property
    def label(self) -> str | None:
        """What it is called; the tag of another language stands behind a name in that one; None without a name."""
        return self._naming.name(self.iri)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The classes it is of, by the names of the ontology's terms: `State`, `Agent`."""
        found = {quad.object.value for quad in self._store.quads_for_pattern(NamedNode(self.iri), NamedNode(TYPE), None)
                 if isinstance(quad.object, NamedNode)}
        return tuple(sorted(term_name(iri) for iri in found))

    @property
    def facts(self) -> Answer:
        """What the named graphs say of it, and what they say of others that names it (`inverse`).

        >>> import treatygraph
        >>> facts = treatygraph.open().thing("state/KEN").facts
        >>> [(row["property"], row["value"]) for row in facts if row["property"] == "iso3"]
        [('iso3', 'KEN')]
        """
        node = NamedNode(self.iri)
        found = [(quad, quad.object, False) for quad in self._store.quads_for_pattern(node, None, None)]
        found += [(quad, quad.subject, True) for quad in self._store.quads_for_pattern(None, None, node)]
        stated = [(quad, term, inverse) for quad, term, inverse in found if isinstance(quad.graph_name, NamedNode)]
        self._naming.look_up(iri for quad, term, _ in stated for iri in
                             (quad.predicate.value, *([term.value] if isinstance(term, NamedNode) else [])))
        rows: list[tuple[Cell, ...]] = []
        for quad, term, inverse in stated:
            thing = isinstance(term, NamedNode)
            value = str(getattr(term, "value", term))
            rows.append((term_name(quad.predicate.value), self._naming.name(quad.predicate.value), value,
                         self._naming.name(value) if thing else None,
                         (term.language or None) if isinstance(term, Literal) else None, inverse,
                         str(getattr(quad.graph_name, "value", "")) or None))
        rows.sort(key=lambda row: (bool(row[5]), str(row[0]), natural(str(row[2])), str(row[4]), str(row[6])))
        return Answer(self.label or self.iri, _COLUMNS, tuple(rows))

    def explain(self, predicate: str | None = None, value: str | None = None) -> Explained:
        """Say where it comes from, or what is said of it with a property, or one statement.

        The words it was read from and the rule that read them, the table row it stands in, or what it follows from.
        Raises TreatyGraphError where no graph says so.

        >>> import treatygraph
        >>> italy = treatygraph.open().thing("conference/ctbt-art-xiv-2021/office/President/ITA")
        >>> italy.explain("holder").record["words"][0]["words"]
        '会议以鼓掌方式选举意大利和南非担任会议主席一职'
        """
        from treatygraph.explain import Explainer, as_json, as_text  # noqa: PLC0415 - only who asks for it pays for it
        from treatygraph.reason.derivations import derivations  # noqa: PLC0415
        from treatygraph.tables import shipped  # noqa: PLC0415

        found = Explainer(self._store, shipped(), derivations).explain(self.iri, predicate, value)
        return Explained(as_text(found).plain, json.loads(as_json(found)))

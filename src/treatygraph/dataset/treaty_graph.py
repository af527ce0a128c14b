"""Asks a graph: questions, SPARQL, a thing, the status on a day, and the tables that researchers want most.

Must not read a text, nor know how a question is answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pyoxigraph import Store

from treatygraph.ask import Question, find_question, questions
from treatygraph.ask.parameters import settled
from treatygraph.dataset.answer import Answer, Column, Kind, joined
from treatygraph.dataset.answering import answered
from treatygraph.dataset.naming import Naming
from treatygraph.dataset.places import Place
from treatygraph.dataset.tables import FlatTables
from treatygraph.dataset.thing import Thing
from treatygraph.explain.names import find_thing
from treatygraph.status.status import known_treaty, last_action, status_on
from treatygraph.vocab import tg

if TYPE_CHECKING:
    import rdflib

_STATUS = (
    Column("state", Kind.IRI, "the State"),
    Column("state_name", Kind.TEXT, "the name of the State"),
    Column("iso3", Kind.TEXT, "its ISO 3166-1 alpha-3 code"),
    Column("region", Kind.TEXT, "the region into which the treaty groups it"),
    Column("certainty", Kind.TEXT, "certain; uncertain, where the status changed on an unknown day of this month or "
           "year; not known, where no action is recorded and the treaty does not list the State; no status, before the "
           "first signature"),
    Column("status", Kind.TEXT, "its status; all that it may have had, where that is uncertain", several=True),
    Column("status_name", Kind.TEXT, "the name of the status", several=True),
    Column("since", Kind.DATE, "the first day of that status, where it is one"),
    Column("until", Kind.DATE, "the first day after it; empty where it goes on"),
    Column("interval", Kind.IRI, "the intervals it rests on, which follow from the actions recorded", several=True),
    Column("claims", Kind.TEXT, "what documents claim, where the status is not known", several=True),
)
_FINDINGS = (
    Column("kind", Kind.TEXT, "what was found; shape/… names the shape that a thing breaks"),
    Column("severity", Kind.TEXT, "Violation, Warning or Info"),
    Column("file", Kind.TEXT, "the text's file"),
    Column("line", Kind.INTEGER, "the line, from 1; empty where it concerns no place in a text"),
    Column("column", Kind.INTEGER, "the column, from 1"),
    Column("words", Kind.TEXT, "the words concerned"),
    Column("message", Kind.TEXT, "what is to be known"),
    Column("focus", Kind.IRI, "the thing that breaks a shape"),
)


class TreatyGraph(FlatTables):
    """A graph that was opened or built: it is asked questions, and gives tables, things, and itself to other libraries.

    >>> import treatygraph
    >>> graph = treatygraph.open()
    >>> graph.sparql("SELECT (COUNT(*) AS ?conferences) { ?c a tg:Conference }").rows[0]["conferences"] > 10
    True
    """

    def __init__(self, place: Place, name: str, findings: Sequence[Mapping[str, Any]] = ()) -> None:
        self._place = place
        self._name = name
        self._findings = findings

    def __repr__(self) -> str:
        return f"<TreatyGraph: {self._name}>"

    def questions(self) -> tuple[Question, ...]:
        """Return the questions that come with the package: their names, what they ask, their parameters.

        >>> import treatygraph
        >>> treatygraph.open().questions()[0].name
        'CQ-01'
        """
        return tuple(questions())

    def ask(self, question: str, /, *, lang: str | None = "en", **parameters: object) -> Answer:
        """Ask a question by its name (`CQ-15`), or one in a file that ends in `.rq`.

        A parameter is given by code or name (a State), name or year (a conference), symbol (a document), or by its
        IRI. Beside each column of things stands one of their names in `lang`; none where that is None. Raises
        QueryError for an unknown question or parameter, and a value that is none of its kind.

        >>> import treatygraph
        >>> answer = treatygraph.open().ask("CQ-15", lang="zh", conference=2021)
        >>> answer.rows[0]["speaker_name"], answer.rows[0]["title"]
        ('阿卜杜拉·沙希德', '联合国大会主席')
        """
        found = find_question(question)
        values = {name: value.isoformat() if isinstance(value, date) else str(value)
                  for name, value in parameters.items()}
        result = self._place.ask(found.bound(settled(found, values, self.store)))
        meanings = {name: found.meaning_in(name, lang or "en") for name in found.meanings}
        return answered(result, self._place, found.asks_in(lang or "en") or found.name, meanings, lang)

    def sparql(self, query: str, *, lang: str | None = None, allow_service: bool = False) -> Answer:
        """Ask a SPARQL query; the project's prefixes (tg, skos, rdfs, dcterms, prov, schema …) need no declaration.

        Without a dataset of its own it is asked of the union of all graphs. Names stand beside things if a `lang` is
        given. The triples of a CONSTRUCT or DESCRIBE are rows of subject, predicate and object. Raises QueryError for a
        faulty query, an update, and one that asks another endpoint unless that is allowed.

        >>> import treatygraph
        >>> treatygraph.open().sparql("SELECT ?s { ?s tg:iso3 'KEN' }", lang="fr").rows
        ({'s': 'https://w3id.org/treatygraph/id/state/KEN', 's_name': 'Kenya'},)
        """
        return answered(self._place.ask(query, federated=allow_service), self._place, "SPARQL", {}, lang)

    def status(self, on: str | date | None = None, *, treaty: str = "ctbt", group: str = "all",
               lang: str = "en") -> Answer:
        """Return which status every State of a group had under a treaty on a day (`2021-09-23`).

        The group is `all`, an annex (`annex-2`) or a region (`africa`); without a day it is the last of which an action
        is recorded. Raises TreatyGraphError for a day that is none, an unknown treaty or group.

        >>> import treatygraph
        >>> stood = treatygraph.open().status("2021-09-23", group="annex-2")
        >>> [row["iso3"] for row in stood if row["status"] == "NotSigned"]
        ['PRK', 'IND', 'PAK']
        """
        day = on.isoformat() if isinstance(on, date) else on
        if day is None:
            day = last_action(self.store, known_treaty(self.store, treaty))
        report = status_on(self.store, day, treaty, group, lang)
        naming = Naming(self._place, lang)
        naming.look_up([row.state for row in report.rows])
        rows = [(row.state, naming.name(row.state), row.iso3 or None, row.region or None, row.certainty.value,
                 joined(row.statuses), joined([naming.name(tg(status)) or status for status in row.statuses]),
                 row.since or None, row.until or None, joined(row.intervals), joined(row.claims))
                for row in report.rows]
        return Answer(f"status under {treaty} on {day}", _STATUS, tuple(rows))

    def thing(self, name: str, *, lang: str = "en") -> Thing:
        """Return a thing by its path (`state/KEN`), its IRI, or a prefixed name (`tg:President`).

        Raises TreatyGraphError, with the nearest names, where no graph knows it.

        >>> import treatygraph
        >>> treatygraph.open().thing("state/KEN").label
        'Kenya'
        """
        return Thing(find_thing(self.store, name).value, lang, self.store, Naming(self._place, lang))

    @property
    def findings(self) -> Answer:
        """What reading and validation found: words unread or unresolved, contradictions, broken shapes.

        Of files, those that `treatygraph build` wrote beside the graph; of an endpoint, none.

        >>> import treatygraph
        >>> set(treatygraph.open().findings.column("severity")) <= {"Violation", "Warning", "Info"}
        True
        """
        rows = [tuple(found.get(column.name) or None for column in _FINDINGS) for found in self._findings]
        return Answer("findings", _FINDINGS, tuple(rows))

    @property
    def store(self) -> Store:
        """The graph as a `pyoxigraph.Store`: the named graphs, and as its default graph the union of them all.

        Of an endpoint it is a copy, read when it is first needed.

        >>> import treatygraph
        >>> len(list(treatygraph.open().store.named_graphs())) > 10
        True
        """
        return self._place.store

    def to_rdflib(self) -> rdflib.Dataset:
        """Return the named graphs as an `rdflib.Dataset`, whose default graph is their union.

        >>> import treatygraph
        >>> from treatygraph.paths import graph
        >>> dataset = treatygraph.open(graph() / "treaties.ttl").to_rdflib()
        >>> len(list(dataset.query("SELECT ?s { ?s a <https://w3id.org/treatygraph/ontology#Treaty> }")))
        2
        """
        import rdflib  # noqa: PLC0415 - only who asks for it pays for it

        from treatygraph.reason.validate import Converter  # noqa: PLC0415 - as above

        dataset = rdflib.Dataset(default_union=True)
        term = Converter().term
        for name in sorted(self.store.named_graphs(), key=str):
            graph = dataset.graph(term(name))
            for quad in self.store.quads_for_pattern(None, None, None, name):
                graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
        return dataset

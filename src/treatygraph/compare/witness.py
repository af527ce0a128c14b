"""Holds what one version of a report states, thing by thing, with the words that state it, ready to be collated.

Must not compare: a witness knows of no other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from functools import cache, cached_property, partial
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from treatygraph import facts, iris, vocab
from treatygraph.convert.conversion import open_text
from treatygraph.facts import Record
from treatygraph.graph.store import DATASET, INFERRED, LABELS, LINKS, graph_iri, load
from treatygraph.model import Iri, Place, Span, TreatyGraphError
from treatygraph.read.source import SourceText
from treatygraph.reading.engine import ReadReport
from treatygraph.reading.residue import uncovered
from treatygraph.tables import COLUMNS, Tables
from treatygraph.vocab import tg

# Classes by rank: of what differs together, the first is what the rest follows from.
KINDS = (
    "ConferenceSeries", "Conference", "Document", "Annex", "Section", "Article", "StateList", "Paragraph", "Measure",
    "RuleOfProcedure", "Footnote", "Provision", "Person", "UnidentifiedPerson", "Organization",
    "UnidentifiedOrganization", "State", "StateGroup", "Meeting", "AgendaItem", "Participation", "OfficeHolding",
    "Decision", "Voting", "Vote", "Presiding", "Statement", "Event",
    "TreatyAction", "Listing", "StatusAssertion", "CountStatement", "Act", "Quotation", "Citation", "PostHolding",
    "DepositaryFunction",
)
_NOT_COMPARED = {"Expression", "TextSpan", "ReadingRule", "UnresolvedMention"}
_STATED_IN, _POSITION, _MENTIONS = tg("statedIn"), tg("position"), tg("mentions")
_DISTRIBUTION = tg("distribution")  # words of a language, though without a tag
_PARENTS = (tg("inList"), tg("partOf"), tg("ofConference"))
_SPAN = re.compile(r"(?P<document>.+)/(?P<language>[^/#]+)#char=(?P<start>\d+),(?P<end>\d+)")


def kind_name(name: str) -> str:
    """Write a class's name as users do.

    >>> kind_name("OfficeHolding")
    'office-holding'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


@dataclass(frozen=True)
class Passage:
    """Words of a version: where they stand, and what they are; the line is 0 where the text is not at hand."""

    place: Place
    quote: str

    @property
    def at(self) -> str:
        """The place as editors jump to it, or the character range where only that is known."""
        if self.place.line:
            return f"{self.place.file}:{self.place.line}:{self.place.column}"
        return f"{self.place.file}#char={self.place.span.start},{self.place.span.end}"


Locate = Callable[[str, Span, str], Place]
"""Says where a span stands in a text: from its IRI, its offsets and the words it quotes."""


@dataclass
class Thing:
    """A thing or fact as a version states it: what it says that does not depend on the language, and its words.

    `told` gives the spans that state one value of a property; a graph does not tell them apart, so it is empty there.
    """

    iri: str
    kind: str
    rank: int
    says: dict[str, frozenset[str]] = field(default_factory=dict)
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    mentions: frozenset[str] = frozenset()
    position: int | None = None
    parent: str = ""
    spans: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()
    told: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def spans_of(self, values: Iterable[tuple[str, str]]) -> Sequence[str]:
        """Return the spans that state one of these values of its properties, or all where that is not known."""
        return [span for value in values for span in self.told.get(value, ())] or self.spans


@dataclass
class Witness:
    """A version of a report: its name, its languages, all it states by IRI, and the provisions not read to the end.

    `passages` and `provisions` say what words a span holds, and in which part of the document it stands.
    """

    name: str
    languages: frozenset[str]
    things: dict[str, Thing]
    passages: dict[str, Passage]
    provisions: dict[str, list[str]]
    unread: frozenset[str] = frozenset()

    @cached_property
    def documents(self) -> frozenset[str]:
        """The documents whose text this is evidence from, by the path of their IRI."""
        return frozenset(iris.path_of(found["document"]) for span in self.passages if (found := _SPAN.fullmatch(span)))

    def passage(self, thing: Thing, values: Iterable[tuple[str, str]] = ()) -> Passage | None:
        """Return the words that state a thing, or one of these values of its properties.

        Of several passages it is the one that states the fewest things, of those the shortest, then the first.
        """
        return min(((self._uses[span], p.place.span.end - p.place.span.start, p.place.span, p)
                    for span in thing.spans_of(values) for p in [self.passages[span]]),
                   key=lambda found: found[:3], default=(None,))[-1]

    @cached_property
    def _uses(self) -> Counter[str]:
        return Counter(span for thing in self.things.values() for span in thing.spans)

    def where(self, thing: Thing, values: Iterable[tuple[str, str]] = ()) -> set[str]:
        """Return the provisions in which the words stand that state a thing, or one of these values."""
        return {provision for span in thing.spans_of(values) for provision in self.provisions[span]}

    def counterpart(self, provisions: Iterable[str]) -> Passage | None:
        """Return the words of the first of these provisions, or of the nearest part around it that this version has.

        None where that is the whole document.
        """
        for provision in provisions:
            at = provision
            while at.startswith(iris.ID) and iris.path_of(at) not in self.documents:
                if at in self.things and (passage := self.passage(self.things[at])):
                    return passage
                at = at.rpartition("/")[0]
        return None


def witness_of(report: ReadReport, triples: Iterable[Triple]) -> Witness:
    """Return the witness of a text that was read, from the triples assembled of it."""
    source = report.reading.source

    def locate(_iri: str, span: Span, _quote: str) -> Place:
        return source.place(span)

    found = witness(source.name, triples, locate)
    for record in report.records:
        if thing := found.things.get(record.iri):
            spans = [iris.span(report.reading.expression, span) for span in record.evidence]
            for member in fields(record):
                if prop := member.metadata.get("property"):
                    value = getattr(record, member.name)
                    for one in value if isinstance(value, tuple) else (value,):
                        thing.told.setdefault((prop, getattr(one, "lexical", str(one))), []).extend(spans)
    found.unread = frozenset(
        unit.provision for unit in report.units
        if unit.kind != "cell" and unit.text and (not unit.claims or uncovered(unit))
    )
    return found


def witness_in(graph: Path, tables: Tables, texts: Path) -> Witness:
    """Return the witness of a graph's file, or of a folder's files but the tables', the inferred and the description.

    `texts` is the folder of the texts that sources.csv names, by which a place becomes a line and a column.
    Raises TreatyGraphError where the graph cannot be read, or has no fact with evidence in a text.
    """
    store = load([graph])
    beside = {graph_iri(stem) for stem in (*COLUMNS, INFERRED, LABELS, LINKS, DATASET)} if graph.is_dir() else set()
    triples = {Triple(quad.subject, quad.predicate, quad.object) for quad in store
               if not (isinstance(quad.graph_name, NamedNode) and quad.graph_name.value in beside)}
    found = witness(str(graph), triples, partial(_stored_place, str(graph), tables, texts, {}))
    if not found.things:
        raise TreatyGraphError(f"{graph}: no fact here has evidence in a text, so there is nothing to compare; "
                               "name a graph that `treatygraph build` wrote")
    return found


def _stored_place(graph: str, tables: Tables, texts: Path, known: dict[str, SourceText | None], iri: str, span: Span,
                  quote: str) -> Place:
    """Say where a span stands in the text that sources.csv names, or in the graph where that text is not at hand."""
    expression = iri.partition("#")[0]
    if expression not in known:
        known[expression] = None
        for row in tables.rows("sources"):
            if iris.expression(iris.document(row["symbol"]), row["language"]) == expression:
                with suppress(TreatyGraphError):
                    known[expression] = open_text(texts / row["file"]).source
    text = known[expression]
    if text is not None and text.quote(span) == quote:
        return replace(text.place(span), file=Path(text.name).name)
    return Place(graph, 0, 0, span)


def witness(name: str, triples: Iterable[Triple], locate: Locate) -> Witness:
    """Return the witness of a graph of a text; what no span of a text is evidence for is left out.

    Raises nothing; a graph without evidence gives an empty witness.
    """
    about: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            about[triple.subject.value][triple.predicate.value].append(triple.object)
    passages, provisions = _passages(about, locate)
    things = {}
    for iri, says in about.items():
        spans = sorted(span.value for span in says.get(vocab.DERIVED_FROM, ()) if span.value in passages)
        types = {t.value.removeprefix(iris.ONTOLOGY) for t in says.get(vocab.TYPE, ())}
        if spans and not types & _NOT_COMPARED:
            things[iri] = _thing(iri, types, says, spans, provisions)
    languages = frozenset(found["language"] for span in passages if (found := _SPAN.fullmatch(span)))
    return Witness(name, languages, things, passages, provisions)


def _passages(about: dict[str, dict[str, list[NamedNode | Literal]]], locate: Locate
              ) -> tuple[dict[str, Passage], dict[str, list[str]]]:
    """Return the passages by the IRI of their span, and the provisions that each stands in."""
    passages: dict[str, Passage] = {}
    provisions: dict[str, list[str]] = {}
    for iri, says in about.items():
        found = _SPAN.fullmatch(iri)
        if found and tg("quote") in says:
            span = Span(int(found["start"]), int(found["end"]))
            quote = min(term.value for term in says[tg("quote")])
            passages[iri] = Passage(locate(iri, span, quote), quote)
            provisions[iri] = sorted(term.value for term in says.get(tg("inProvision"), ()))
    return passages, provisions


def _thing(iri: str, types: set[str], says: dict[str, list[NamedNode | Literal]], spans: list[str],
           provisions: dict[str, list[str]]) -> Thing:
    narrower = types - {"Event", "Provision", "Fact"}  # where inference has run, these are superclasses
    ranked = sorted((KINDS.index(name), name) for name in narrower or types if name in KINDS)
    rank, name = ranked[0] if ranked else (len(KINDS), min(types, default="Thing"))
    thing = Thing(iri, kind_name(name), rank, spans=tuple(spans))
    compared, worded = _properties()
    stated = []
    for prop, terms in says.items():
        values = frozenset(term.value for term in terms)
        if prop == _POSITION:
            thing.position = int(min(values))
        elif prop == _MENTIONS:
            thing.mentions = values
        elif prop in worded or any(isinstance(term, Literal) and term.language for term in terms):
            thing.words[prop] = values
        elif prop in compared:
            thing.says[prop] = values
        if prop in {_STATED_IN, tg("citingProvision")}:
            stated += sorted(values)
    thing.parent = next((min(thing.says[prop]) for prop in _PARENTS if prop in thing.says), "")
    thing.provisions = tuple(dict.fromkeys(stated or [p for span in spans for p in provisions[span]]))
    return thing


@cache
def _properties() -> tuple[frozenset[Iri], frozenset[Iri]]:
    """Return the properties that the records of a text have, and those among them that hold words of its language."""
    every, worded = set(), set()
    for record in vars(facts).values():
        if isinstance(record, type) and issubclass(record, Record):
            for member in fields(record):
                if prop := member.metadata.get("property"):
                    every.add(prop)
                    if "LangText" in str(member.type):
                        worded.add(prop)
    worded.add(_DISTRIBUTION)
    return frozenset(every - worded - {_POSITION, _MENTIONS}), frozenset(worded)

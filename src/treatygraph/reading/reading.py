"""Holds what is known while a report is being read: its units, its conference, and the facts so far.

Must not hold a rule: rules ask it and add to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol, TypeVar

from treatygraph import iris
from treatygraph.facts import Fact, Mention, OfficeHolding, Record
from treatygraph.find import names as names_
from treatygraph.find.dates import DateMention, DateReader
from treatygraph.find.fold import Folded
from treatygraph.find.names import Name
from treatygraph.find.numbers import NumberReader
from treatygraph.language.languages import Language
from treatygraph.model import Finding, Iri, LangText, PartialDate, Place, Severity, Span, TreatyGraphError
from treatygraph.read.tree import DocumentTree, Node, NodeKind
from treatygraph.read.which_report import ReportIdentity
from treatygraph.reading.person_phrase import PersonPhrase
from treatygraph.reading.posts import KnownPosts
from treatygraph.tables import Tables

RecordT = TypeVar("RecordT", bound=Record)


@dataclass(frozen=True)
class Sighting:
    """A thing named in a unit: folded range, kind, the things it may mean, and the parts it was put together of."""

    start: int
    end: int
    kind: str
    things: tuple[Iri, ...]
    composite: bool = False
    parts: tuple[tuple[int, int, Iri], ...] = ()

    @property
    def iri(self) -> Iri | None:
        """The one thing meant, or None where none or several are."""
        return self.things[0] if len(self.things) == 1 else None


@dataclass(frozen=True)
class Claim:
    """A stretch of a unit that a rule read, or that carries no fact for the reason given."""

    rule: str
    span: Span
    reason: str = ""


@dataclass(eq=False)
class Unit:
    """What a pattern is matched against: a sentence, heading, title, header line or table cell."""

    kind: str
    node: Node
    span: Span
    folded: Folded
    provision: Iri
    sightings: list[Sighting] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The folded words."""
        return self.folded.text

    @property
    def plain(self) -> str:
        """The folded words in small letters, offset for offset."""
        return self.folded.plain

    def seen(self, *kinds: str, start: int = 0, end: int | None = None) -> list[Sighting]:
        """Return the sightings of the given kinds (all kinds by default) within a folded range."""
        stop = len(self.text) if end is None else end
        return [s for s in self.sightings if start <= s.start and s.end <= stop and (not kinds or s.kind in kinds)]


@dataclass(frozen=True)
class ConferenceFrame:
    """The conference a report is about."""

    iri: Iri
    series: Iri
    year: int
    treaty: Iri
    article: str
    start: PartialDate
    end: PartialDate


# What a reference is made of is mentioned with it: the organ of a resolution, the conference of a document.
_NAMED_IN_A_REFERENCE = frozenset({"organization", "conference", "session", "series"})


def outermost(sightings: list[Sighting], start: int, end: int) -> list[Sighting]:
    """Return the sightings of a folded range that lie in no longer one, in order.

    The words that tell of an event name other things too, so an event hides none of them.
    """
    inside = [s for s in sightings if start <= s.start and s.end <= end]
    kept: list[Sighting] = []
    reach = start
    for sighting in sorted(inside, key=lambda s: (s.start, -s.end, not s.composite)):
        if sighting.kind == "event":
            kept.append(sighting)
        elif sighting.end > reach:
            kept.append(sighting)
            reach = sighting.end
    return kept


@dataclass
class Discourse:
    """What words such as "the same meeting", "we" and "these States" go back to at a place of the text."""

    meetings: tuple[Iri, ...] = ()
    groups: tuple[Iri, ...] = ()
    speakers: tuple[Iri, ...] = ()
    persons: tuple[Iri, ...] = ()
    deciding_at: tuple[Iri, ...] = ()
    deciding_span: Span | None = None
    deciding_section: Node | None = None
    items: tuple[Iri, ...] = ()
    exchange_span: Span | None = None
    spoken_under: tuple[Iri, ...] = ()
    conference: Iri | None = None
    paragraph: Node | None = None


class BodyReader(Protocol):
    """Reads which body words mean."""

    def read(self, unit: Unit, at: int, *, own: bool) -> list[tuple[int, Any]]:
        """Return (folded end, body) for the body that words from a place mean."""

    def is_body(self, unit: Unit, at: int) -> bool:
        """Tell whether words with an ordinal name a body by its place in a series, and no sitting of it."""


class Reading:
    """A report being read."""

    def __init__(self, identity: ReportIdentity, tree: DocumentTree, language: Language, tables: Tables) -> None:
        self.identity = identity
        self.tree = tree
        self.source = tree.source
        self.language = language
        self.tables = tables
        self.document = iris.document(identity.symbol)
        self.expression = iris.expression(self.document, identity.language)
        self.units: list[Unit] = []
        self.provisions: dict[int, Iri] = {}
        self.records: list[Record] = []
        self.mentions: list[Mention] = []
        self.findings: list[Finding] = list(tree.findings)
        self._reported: set[Finding] = set(tree.findings)
        self.frame: ConferenceFrame | None = None
        self.discourse = Discourse()
        self.posts = KnownPosts()
        self.first_full: dict[Iri, int] = {}
        self.measure_parents: dict[Iri, str] = {}
        self.declarations: dict[int, Iri] = {}
        self.titled: dict[str, Iri] = {}
        self.rules_of_procedure: Iri | None = None
        self.header_series: Iri | None = None
        self.header_series_span: Span | None = None
        self.listed_documents: dict[Iri, Span] = {}
        self.notes: dict[str, Iri] = {}
        self.measures: set[Iri] = set()
        self.adopted_titles: dict[Iri, Span] = {}
        self.lists: list[tuple[Iri, Iri | None, Iri | None]] = []
        self.person_phrases: list[tuple[Unit, PersonPhrase]] = []
        self.introduced: set[str] = set()
        self.unnamed: set[Span] = set()
        self.family_names: dict[str, list[Iri]] = {}
        self.longest_family_name = 0
        self.full_names: dict[str, dict[str, Iri]] = {}
        self.bodies: dict[Iri, list[Iri]] = {}
        self.organs: dict[str, Iri] = {}
        self._uses: Counter[tuple[Iri, Iri, Iri | None]] = Counter()
        self.bodies_named: BodyReader | None = None
        self.annex: Iri | None = None
        self.appendix: Iri | None = None
        self._by_iri: dict[Iri, list[Record]] = {}
        self._by_kind: dict[type, list[Any]] = {}
        self._stated: dict[Iri, list[Fact]] = {}
        self._offices: dict[tuple[Iri, Iri], dict[Iri, None]] = {}
        self._named: set[Iri] = set()
        self._dates: dict[int, list[tuple[int, DateMention]]] = {}

    @cached_property
    def names(self) -> names_.NameIndex:
        """The names of the tables in the text's language."""
        return names_.index(self.tables, self.identity.language)

    def words(self, span: Span) -> LangText:
        """Return the stored words of a span, in the text's language."""
        return LangText(self.source.quote(span), self.identity.language)

    def span(self, unit: Unit, start: int, end: int) -> Span:
        """Return the stored span of a folded range of a unit."""
        return unit.folded.span(start, end)

    def provision_of(self, node: Node) -> Iri:
        """Return the provision (or the document) in which a node's words stand."""
        at: Node | None = node
        while at is not None:
            if id(at) in self.provisions:
                return self.provisions[id(at)]
            at = at.parent
        return self.document

    def valid(self, name: Name, offset: int) -> bool:
        """A short form counts only where the full form stands earlier in the text."""
        return not name.short or self.first_full.get(name.iri, offset + 1) <= offset

    def resolution_form(self, organ: Iri) -> str | None:
        """Return how an organ's resolutions are symbolised (`S/RES/{number} ({year})`), if its row says so."""
        row = self.tables.row("organizations", iris.local(organ))
        return (row["resolution_symbol"] or None) if row else None

    def dates_in(self, unit: Unit) -> list[tuple[int, DateMention]]:
        """Return the dates of a unit with their folded starts, the longest reading of each."""
        if id(unit) not in self._dates:
            reader = self.dates
            found: list[tuple[int, DateMention]] = []
            at = 0
            while at < len(unit.text):
                read = reader.dates_at(unit.text, at)
                if read:
                    found.append((at, read[0]))
                    at = read[0].end
                else:
                    at += 1
            self._dates[id(unit)] = found
        return self._dates[id(unit)]

    @cached_property
    def dates(self) -> DateReader:
        """The reader of the language's dates."""
        return DateReader(self.language.dates, NumberReader(self.language.numbers))

    @property
    def conference(self) -> ConferenceFrame:
        """The conference reported on; raise TreatyGraphError before the header has named it."""
        if self.frame is None:
            raise TreatyGraphError(f"{self.source.name}: the header has named no conference yet")
        return self.frame

    def set_frame(self, days: DateMention) -> ConferenceFrame:
        """Fix the conference reported on: the series the header named, and its days."""
        row = self.tables.row("series", iris.local(self.header_series)) if self.header_series else None
        if row is None or self.header_series is None:
            raise TreatyGraphError(f"{self.source.name}: the header gives days before it names a known series")
        year = days.first.year
        self.frame = ConferenceFrame(iris.conference(row.key, year), self.header_series, year,
                                     iris.thing(f"treaty/{row['treaty']}"), row["article"], days.first, days.last)
        return self.frame

    def enter(self, unit: Unit) -> None:
        """Forget what reaches no further than a paragraph, or than a section, when a unit leaves it."""
        paragraph = unit.node.within(NodeKind.PARAGRAPH) or unit.node
        if paragraph is not self.discourse.paragraph:
            self.discourse.paragraph = paragraph
            self.discourse.items, self.discourse.exchange_span = (), None
            self.discourse.persons, self.discourse.conference = (), None
            self.discourse.spoken_under = ()
        if self.discourse.deciding_section is not unit.node.within(NodeKind.SECTION):
            self.discourse.deciding_at, self.discourse.deciding_span = (), None

    def mentioned(self, unit: Unit, start: int, end: int, *, but: tuple[Iri, ...] = ()) -> tuple[Iri, ...]:
        """Return the things named in a folded range of a unit, each once, in order; parts of a reference left out."""
        found: list[Iri] = []
        for sighting in outermost(unit.sightings, start, end):
            within = [s for s in unit.sightings if sighting.start <= s.start and s.end <= sighting.end
                      and s.kind in _NAMED_IN_A_REFERENCE and s is not sighting] if sighting.composite else []
            for one in (sighting, *within):
                if one.iri or one.kind == "measures":
                    found += one.things
        return tuple(dict.fromkeys(iri for iri in found if iri not in but))

    def bodies_of(self, person: Iri | None) -> tuple[Iri, ...]:
        """Return the States and organisations that posts tie a person to, as far as the text has told."""
        beside = self.bodies.get(person, []) if person else []
        return tuple(dict.fromkeys([*self.posts.bodies_of(person), *beside]))

    def series_of(self, treaty: Iri) -> Iri | None:
        """Return the one conference series of a treaty, or None where the tables know none or several."""
        rows = [row for row in self.tables.rows("series") if row["treaty"] == iris.local(treaty)]
        return iris.series(rows[0].key) if len(rows) == 1 else None

    def first_words(self, thing: Iri, span: Span) -> LangText | None:
        """Return the words of the first mention of a thing, as its name; None for every later mention."""
        if thing in self._named:
            return None
        self._named.add(thing)
        return self.words(span)

    def named_conference(self, conference: Iri, words: LangText) -> LangText | None:
        """Return the name a text gives a conference, once, where no row of the conferences' table names it."""
        if self.tables.row("conferences", iris.local(conference)) or conference in self._named:
            return None
        self._named.add(conference)
        return words

    def declaration_of(self, conference: Iri) -> Iri | None:
        """Return the declaration of a conference whose report the tables know: that report's annex."""
        row = self.tables.row("conferences", iris.local(conference))
        return iris.part(iris.document(row["report_symbol"]), "annex") if row and row["report_symbol"] else None

    def conference_of(self, declaration: Iri) -> Iri | None:
        """Return the conference whose declaration this is, where a reference has named its year."""
        years = [year for year, known in self.declarations.items() if known == declaration]
        return iris.conference(iris.local(self.conference.series), years[0]) if len(years) == 1 else None

    def use_of(self, provision: Iri, verb: Iri, addressee: Iri | None) -> int:
        """Count one more use of a verb towards an addressee in a provision, and return which one it is."""
        self._uses[provision, verb, addressee] += 1
        return self._uses[provision, verb, addressee]

    def add(self, record: Record) -> None:
        """Keep a record."""
        self.records.append(record)
        self._by_iri.setdefault(record.iri, []).append(record)
        for kind in type(record).__mro__[: type(record).__mro__.index(Record)]:
            self._by_kind.setdefault(kind, []).append(record)
        if isinstance(record, Fact) and record.stated_in is not None:
            self._stated.setdefault(record.stated_in, []).append(record)
        if isinstance(record, OfficeHolding) and record.office and record.of_conference:
            self._offices.setdefault((record.office, record.of_conference), {})[record.iri] = None

    def known(self, iri: Iri) -> bool:
        """Tell whether a record of this IRI was read."""
        return iri in self._by_iri

    def read(self, kind: type[RecordT]) -> Iterator[RecordT]:
        """Yield the records of a class read so far, in reading order."""
        return iter(self._by_kind.get(kind, ()))

    def stated_in(self, provision: Iri) -> Sequence[Fact]:
        """Return the facts that a provision states, as far as it was read."""
        return self._stated.get(provision, ())

    def offices(self, office: Iri, conference: Iri) -> tuple[Iri, ...]:
        """Return the holdings of an office of a conference read so far, each once."""
        return tuple(self._offices.get((office, conference), ()))

    def read_of(self, iri: Iri) -> Sequence[Record]:
        """Return the records of one IRI read so far."""
        return self._by_iri.get(iri, ())

    @cached_property
    def _units_by_node(self) -> dict[int, list[Unit]]:
        found: dict[int, list[Unit]] = {}
        for unit in self.units:
            found.setdefault(id(unit.node), []).append(unit)
        return found

    def units_of(self, node: Node) -> Sequence[Unit]:
        """Return the units cut from a part of the text, once the whole text is cut."""
        return self._units_by_node.get(id(node), ())

    @cached_property
    def footnote_marks(self) -> frozenset[str]:
        """The marks of the footnotes of the text."""
        return frozenset(node.mark for node in self.tree.nodes(NodeKind.FOOTNOTE))

    @cached_property
    def lettered(self) -> dict[tuple[str, str], list[str]]:
        """The numbers of the paragraphs that have a part of a letter, by the document and the letter."""
        found: dict[tuple[str, str], list[str]] = {}
        for iri in self.provisions.values():
            document, _, number = iri.rpartition("/paragraph/")
            whole, bracket, letter = number.rpartition("(")
            if bracket:
                found.setdefault((document, letter.removesuffix(")")), []).append(whole)
        return found

    def report(self, kind: str, severity: Severity, message: str, where: Span, *,
               rule: str | None = None, related: tuple[Place, ...] = ()) -> None:
        """Keep a finding about a stretch of the text."""
        finding = Finding(kind, severity, message, self.source.place(where), self.source.quote(where), related, rule)
        if finding not in self._reported:
            self._reported.add(finding)
            self.findings.append(finding)

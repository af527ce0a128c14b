"""Holds the facts and mentions read so far, and finds them by IRI, kind, provision or office.

Must not read the text, nor know which rule may add what: the engine adds what a rule yields.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from treatygraph import iris
from treatygraph.facts import CountStatement, Fact, Mention, OfficeHolding, Record
from treatygraph.model import Iri, LangText, Span
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.stretches import Stretches

RecordT = TypeVar("RecordT", bound=Record)


class Facts:
    """What was read so far, for those who only look it up."""

    def __init__(self, report: ReportText) -> None:
        self._report = report
        self._records: list[Record] = []
        self._mentions: list[Mention] = []
        self._by_iri: dict[Iri, list[Record]] = {}
        self._by_kind: dict[type, list[Any]] = {}
        self._stated: dict[Iri, list[Fact]] = {}
        self._counts: dict[tuple[Iri, int | None], Stretches] = {}
        self._offices: dict[tuple[Iri, Iri], dict[Iri, None]] = {}
        self._lists: list[tuple[Iri, Iri | None, Iri | None]] = []
        self._listed_documents: dict[Iri, Span] = {}
        self._adopted_titles: dict[Iri, Span] = {}
        self._unnamed: set[Span] = set()
        self._named: set[Iri] = set()
        self._uses: Counter[tuple[Iri, Iri, Iri | None]] = Counter()

    @property
    def records(self) -> Sequence[Record]:
        """The records, in reading order."""
        return self._records

    @property
    def mentions(self) -> Sequence[Mention]:
        """The mentions, in reading order."""
        return self._mentions

    def read(self, kind: type[RecordT]) -> Iterator[RecordT]:
        """Yield the records of a class read so far, in reading order."""
        return iter(self._by_kind.get(kind, ()))

    def read_of(self, iri: Iri) -> Sequence[Record]:
        """Return the records of one IRI read so far."""
        return self._by_iri.get(iri, ())

    def stated_in(self, provision: Iri) -> Sequence[Fact]:
        """Return the facts that a provision states, as far as it was read."""
        return self._stated.get(provision, ())

    def counts_at(self, provision: Iri, value: int, words: Span) -> bool:
        """Tell whether a provision counts as many, as far as it was read, in words that overlap the given ones."""
        return (provision, value) in self._counts and self._counts[provision, value].overlap(words)

    def offices(self, office: Iri, conference: Iri) -> tuple[Iri, ...]:
        """Return the holdings of an office of a conference itself read so far, each once; an organ's are its own."""
        return tuple(self._offices.get((office, conference), ()))

    def holdings(self, office: Iri, conference: Iri | None, organ: Iri | None) -> tuple[OfficeHolding, ...]:
        """Return the records of holdings of an office read so far: of a conference itself, or of an organ of it."""
        return tuple(record for record in self.read(OfficeHolding) if record.office == office
                     and record.of_conference == conference and record.of_organ == organ)

    @property
    def lists(self) -> Sequence[tuple[Iri, Iri | None, Iri | None]]:
        """The lists of States: each with the status it ascribes and what it is limited to."""
        return self._lists

    @property
    def listed_documents(self) -> Mapping[Iri, Span]:
        """The documents that a table of documents lists, with the place of their symbols."""
        return self._listed_documents

    @property
    def adopted_titles(self) -> Mapping[Iri, Span]:
        """Under which words each document was adopted."""
        return self._adopted_titles


class FactsInTheMaking(Facts):
    """What was read so far, for those who label, count or list beside what they yield; the engine adds the records."""

    def add(self, record: Record) -> None:
        """Keep a record."""
        self._records.append(record)
        self._by_iri.setdefault(record.iri, []).append(record)
        for kind in type(record).__mro__[: type(record).__mro__.index(Record)]:
            self._by_kind.setdefault(kind, []).append(record)
        if isinstance(record, Fact) and record.stated_in is not None:
            self._stated.setdefault(record.stated_in, []).append(record)
            if isinstance(record, CountStatement) and record.evidence:
                self._counts.setdefault((record.stated_in, record.value), Stretches()).add(record.evidence[0])
        if isinstance(record, OfficeHolding) and record.office and record.of_conference and not record.of_organ:
            self._offices.setdefault((record.office, record.of_conference), {})[record.iri] = None

    def mention(self, mention: Mention) -> None:
        """Keep a mention."""
        self._mentions.append(mention)

    def mention_unnamed(self, span: Span) -> None:
        """Keep, once, words that name something no table knows."""
        if span not in self._unnamed:
            self._unnamed.add(span)
            self._mentions.append(Mention(span=span, denotes=(), rule="NAM-01"))

    def use_of(self, provision: Iri, verb: Iri, addressee: Iri | None) -> int:
        """Count one more use of a verb towards an addressee in a provision, and return which one it is."""
        self._uses[provision, verb, addressee] += 1
        return self._uses[provision, verb, addressee]

    def first_words(self, thing: Iri, span: Span) -> LangText | None:
        """Return the words of the first mention of a thing, as its name; None for every later mention."""
        if thing in self._named:
            return None
        self._named.add(thing)
        return self._report.words(span)

    def named_conference(self, conference: Iri, words: LangText) -> LangText | None:
        """Return the name a text gives a conference, once, where no row of the conferences' table names it."""
        if self._report.tables.row("conferences", iris.local(conference)) or conference in self._named:
            return None
        self._named.add(conference)
        return words

    def list_states(self, list_: Iri, status: Iri | None, scope: Iri | None) -> None:
        """Keep a list of States, the status it ascribes, and what it is limited to."""
        self._lists.append((list_, status, scope))

    def list_document(self, document: Iri, where: Span) -> None:
        """Keep that a table of documents lists a document."""
        self._listed_documents[document] = where

    def adopt(self, document: Iri, title: Span) -> None:
        """Keep the words under which a document was adopted."""
        self._adopted_titles[document] = title

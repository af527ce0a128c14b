"""Holds together what is known while a report is read: the text, its parts, the conference, the discourse, the facts.

Must not hold a rule, nor anything that one of its parts could hold: a rule is given the parts that it asks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from treatygraph.language.languages import Language
from treatygraph.model import Iri
from treatygraph.read.source import SourceText
from treatygraph.read.tree import DocumentTree
from treatygraph.read.which_report import ReportIdentity
from treatygraph.reading.conference_frame import ConferenceFrame, ConferenceInTheMaking
from treatygraph.reading.discourse import DiscourseInTheMaking
from treatygraph.reading.facts_so_far import FactsInTheMaking, RecordT
from treatygraph.reading.findings import Findings
from treatygraph.reading.introduced import IntroducedInTheMaking
from treatygraph.reading.known_persons import KnownPersonsInTheMaking
from treatygraph.reading.outline import OutlineInTheMaking
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.units import Unit
from treatygraph.tables import Tables


class BodyReader(Protocol):
    """Reads which body words mean; `groups` are the groups that the text said speak of themselves, by their words."""

    groups: dict[str, Iri]

    def read(self, unit: Unit, at: int, *, own: bool) -> Sequence[tuple[int, object]]:
        """Return (folded end, body) for the body that words from a place mean."""

    def sessions_named(self, unit: Unit, at: int) -> Sequence[tuple[int, frozenset[int]]]:
        """Return (folded end, ordinals) of the sessions named at a place, or nothing."""

    def is_body(self, unit: Unit, at: int) -> bool:
        """Tell whether words with an ordinal name a body by its place in a series, and no sitting of it."""

    def is_named_before(self, unit: Unit, at: int) -> bool:
        """Tell whether the words right before a place name the body around."""

    def office_called(self, unit: Unit, at: int, office: str) -> str:
        """Return the concept of an office at a folded place, where a language has one word for two of them."""


class Reading:
    """A report being read: the parts that the engine gives to rules, and short ways to what other rooms ask of it."""

    def __init__(self, identity: ReportIdentity, tree: DocumentTree, language: Language, tables: Tables) -> None:
        self.report = ReportText(identity, tree, language, tables)
        self.outline = OutlineInTheMaking(self.report.document)
        self.header = ConferenceInTheMaking(self.report)
        self.discourse = DiscourseInTheMaking()
        self.introduced = IntroducedInTheMaking()
        self.persons = KnownPersonsInTheMaking()
        self.facts = FactsInTheMaking(self.report)
        self.findings = Findings(tree.source, tree.findings)
        self.bodies: BodyReader | None = None

    @property
    def conference(self) -> ConferenceFrame:
        """The conference reported on; raise TreatyGraphError before the header has named it."""
        return self.header.known

    @property
    def identity(self) -> ReportIdentity:
        """Which report it is, in which language."""
        return self.report.identity

    @property
    def tree(self) -> DocumentTree:
        """The text as a tree."""
        return self.report.tree

    @property
    def source(self) -> SourceText:
        """The text, character for character."""
        return self.report.source

    @property
    def tables(self) -> Tables:
        """What was known beforehand."""
        return self.report.tables

    @property
    def document(self) -> Iri:
        """The report as a document."""
        return self.report.document

    @property
    def expression(self) -> Iri:
        """This language's version of the document."""
        return self.report.expression

    @property
    def units(self) -> Sequence[Unit]:
        """Every sentence, heading, title, header line and cell, in text order."""
        return self.outline.units

    def read(self, kind: type[RecordT]) -> Iterator[RecordT]:
        """Yield the records of a class, in reading order."""
        return self.facts.read(kind)

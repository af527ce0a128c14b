"""Holds what is fixed before the first rule runs: the text, its language, its identity, and the tables it is read by.

Must not change: what reading adds stands in the parts beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from treatygraph import iris
from treatygraph.find import names as names_
from treatygraph.find.dates import DateMention, DateReader, dates_of
from treatygraph.find.fold import fold, lower
from treatygraph.find.symbols import SymbolMention, find_symbols
from treatygraph.language.languages import Language
from treatygraph.model import Iri, LangText, Span
from treatygraph.read.source import SourceText
from treatygraph.read.tree import DocumentTree, NodeKind
from treatygraph.read.which_report import ReportIdentity
from treatygraph.reading.joint_symbols import JointSymbol, joint_symbols, under_first_symbols
from treatygraph.reading.report_titles import ReportTitles
from treatygraph.reading.units import Unit
from treatygraph.tables import Tables


@dataclass(frozen=True, eq=False)
class ReportText:
    """The report as it stands: whose it is, its words in a tree, its language, and what the tables know."""

    identity: ReportIdentity
    tree: DocumentTree
    language: Language
    tables: Tables
    _dates: dict[Unit, list[tuple[int, DateMention]]] = field(default_factory=dict, init=False, repr=False)

    @property
    def source(self) -> SourceText:
        """The text, character for character."""
        return self.tree.source

    @cached_property
    def document(self) -> Iri:
        """The report as a document, whatever language it is read in."""
        return iris.document(self.identity.symbol)

    @cached_property
    def expression(self) -> Iri:
        """This language's version of the document."""
        return iris.expression(self.document, self.identity.language)

    @cached_property
    def names(self) -> names_.NameIndex:
        """The names of the tables in the text's language."""
        return names_.index(self.tables, self.identity.language)

    @cached_property
    def dates(self) -> DateReader:
        """The reader of the language's dates."""
        return dates_of(self.language)

    @cached_property
    def joint_symbols(self) -> Mapping[str, JointSymbol]:
        """The second symbols of the documents that the text names by two at once."""
        return joint_symbols(self.tree)

    def symbols_in(self, folded: str) -> list[SymbolMention]:
        """Return the symbols in folded words; a document's second symbol is one more mention of its first."""
        return list(under_first_symbols(find_symbols(folded), self.joint_symbols))

    @cached_property
    def footnote_marks(self) -> frozenset[str]:
        """The marks of the footnotes of the text."""
        return frozenset(node.mark for node in self.tree.nodes(NodeKind.FOOTNOTE))

    @cached_property
    def titles(self) -> ReportTitles:
        """The ways a title says whose report it is."""
        return ReportTitles(self.language.layout)

    @cached_property
    def _organs(self) -> dict[str, str]:
        return {lower(words): slug for words, slug in self.language.lexicon.get("organ", {}).items()}

    def is_organ(self, name: str) -> bool:
        """Tell whether a name is one that organs of conferences have, as the language's file knows them."""
        return lower(fold(name).text) in self._organs

    def organ_slug(self, name: str) -> str:
        """Return what tells an organ from its siblings in its IRI."""
        return self._organs.get(lower(fold(name).text)) or iris.slug(name) or name

    def words(self, span: Span) -> LangText:
        """Return the stored words of a span, in the text's language."""
        return LangText(self.source.quote(span), self.identity.language)

    def dates_in(self, unit: Unit) -> list[tuple[int, DateMention]]:
        """Return the dates of a unit with their folded starts, the longest reading of each."""
        if unit not in self._dates:
            found: list[tuple[int, DateMention]] = []
            at = 0
            while at < len(unit.text):
                read = self.dates.dates_at(unit.text, at)
                if read:
                    found.append((at, read[0]))
                    at = read[0].end
                else:
                    at += 1
            self._dates[unit] = found
        return self._dates[unit]

    def resolution_form(self, organ: Iri) -> str | None:
        """Return how an organ's resolutions are symbolised (`S/RES/{number} ({year})`), if its row says so."""
        row = self.tables.row("organizations", iris.local(organ))
        return (row["resolution_symbol"] or None) if row else None

    def series_of(self, treaty: Iri) -> Iri | None:
        """Return the one conference series of a treaty, or None where the tables know none or several."""
        rows = [row for row in self.tables.rows("series") if row["treaty"] == iris.local(treaty)]
        return iris.series(rows[0].key) if len(rows) == 1 else None

    def declaration_of(self, conference: Iri) -> Iri | None:
        """Return the declaration of a conference whose report the tables know: that report's annex."""
        row = self.tables.row("conferences", iris.local(conference))
        return iris.part(iris.document(row["report_symbol"]), "annex") if row and row["report_symbol"] else None

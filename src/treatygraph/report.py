"""Reads one text and hands out what it states: the functions that other programs rest on.

Must not validate, infer or look at other texts; those are calls of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from treatygraph.audit.accounting import Audit, audit
from treatygraph.convert.conversion import Opened, open_text
from treatygraph.graph.assemble.conversions import describe_conversion
from treatygraph.graph.assemble.report import assemble_report
from treatygraph.graph.serialize import turtle
from treatygraph.model import Finding
from treatygraph.read.source import TEXT_FILE, SourceText
from treatygraph.read.which_report import ReportIdentity, identify
from treatygraph.reading.engine import ReadReport, read_report
from treatygraph.tables import Tables, shipped
from treatygraph.vocab import PREFIXES

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Triple


@dataclass(frozen=True)
class Report:
    """A report that was read: its triples, the findings, and the account of its words.

    `read` holds the records and the document tree behind them; its shape may change between versions, everything
    else here keeps its meaning.
    """

    read: ReadReport
    opened: Opened

    @property
    def symbol(self) -> str:
        """The symbol of the document, as given or as found in the text."""
        return self.read.reading.identity.symbol

    @property
    def language(self) -> str:
        """The language of the text, as a BCP 47 tag."""
        return self.read.reading.identity.language

    @property
    def text(self) -> str:
        """The text that offsets count characters of: as stored, without a BOM, each line end one character."""
        return self.read.reading.source.text

    @cached_property
    def triples(self) -> frozenset[Triple]:
        """What the text states, as RDF 1.1 triples (model, "Facts" and "Evidence"); nothing inferred."""
        return assemble_opened(self.read, self.opened)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was not read, not resolved or contradictory, by place; what a conversion changed comes first."""
        return self.read.findings

    @cached_property
    def audit(self) -> Audit:
        """What became of every sentence, title, heading, header line and cell of the text."""
        return audit(self.read)

    def to_turtle(self) -> str:
        """Return the triples as Turtle (RDF 1.1 Turtle): sorted, the same bytes for the same triples."""
        return turtle(self.triples, "", PREFIXES).decode("utf-8")

    def to_rdflib(self) -> rdflib.Graph:
        """Return the triples as a graph of rdflib, with the usual prefixes bound."""
        import rdflib  # noqa: PLC0415 - only who asks for it pays for it

        graph = rdflib.Graph(bind_namespaces="none")
        graph.parse(data=self.to_turtle(), format="turtle")
        return graph


def read_text(text: str, *, symbol: str | None = None, language: str | None = None,
              rows: Sequence[str | Path] = ()) -> Report:
    """Read the text of a report.

    `symbol` and `language` (a BCP 47 tag such as `zh`) are looked for in the text where they are not given. `rows` are
    folders with further rows of tables and words, as `treatygraph new-series` makes them.

    Raises TreatyGraphError where `symbol` is no symbol, `language` is no language tag, or a table of `rows` cannot be
    used; where two reports stand in one text; and UnreadableTextError where the text is empty, or holds NUL or lone
    surrogate characters. Any other text is read: what it does not say is a finding.

    >>> report = read_text("1. The Conference adopted its agenda (A/CONF.9/2031/1).", symbol="A/CONF.9/2031/7")
    >>> (report.symbol, report.language)
    ('A/CONF.9/2031/7', 'en')
    """
    return _read(Opened(SourceText.from_bytes(text.encode("utf-8", "surrogatepass"), TEXT_FILE)), symbol, language,
                 rows)


def read_file(path: str | Path, *, symbol: str | None = None, language: str | None = None,
              rows: Sequence[str | Path] = ()) -> Report:
    """Read the report in a file: plain text, or .docx, .pdf or .html, which are converted first.

    Takes and raises what `read_text` does; also UnreadableTextError and ConversionError where the file cannot be
    opened.
    """
    return _read(open_text(Path(path)), symbol, language, rows)


def _read(opened: Opened, symbol: str | None, language: str | None, rows: Sequence[str | Path]) -> Report:
    tables = shipped(tuple(Path(folder) for folder in rows))
    identity = identify(opened.source, tables, symbol, language, received=opened.sha256)
    return Report(read_opened(opened, identity, tables), opened)


def read_opened(opened: Opened, identity: ReportIdentity, tables: Tables) -> ReadReport:
    """Read a text that was opened; the findings of its conversion come first. Raises what `read_report` raises."""
    report = read_report(opened.source, identity, tables)
    return replace(report, findings=(*opened.findings, *report.findings)) if opened.findings else report


def assemble_opened(report: ReadReport, opened: Opened) -> frozenset[Triple]:
    """Return what a text states, and from which file it was converted, where it was."""
    conversion = opened.conversion
    told = describe_conversion(report.reading.expression, conversion) if conversion else frozenset()
    return assemble_report(report) | told

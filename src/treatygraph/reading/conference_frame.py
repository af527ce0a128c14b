"""Holds which conference is reported on, and is the one place where the header may say so.

Must not be written by any rule that does not read the header: all others are given the finished frame.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from treatygraph import iris
from treatygraph.find.dates import DateMention
from treatygraph.find.fold import lower
from treatygraph.model import Iri, LangText, PartialDate, Span, TreatyGraphError
from treatygraph.reading.masthead import Masthead, noun_of, treaty_of
from treatygraph.reading.report_text import ReportText


@dataclass(frozen=True)
class ConferenceFrame:
    """The conference, or the session of a body, that a report is about; what the text does not say is None.

    `name` is its name as the header writes it, `noun` what the body calls itself there ("Meeting"): "the Meeting" means
    this one. `treaty` is the treaty of the series' row; `treaty_named` is the one that the body's own name says its
    parties are parties to: the IRI it has where no row knows it, and its name as written. `organ` is the organ of it
    whose report this is, where it is not the conference's own, and `organ_noun` what that calls itself. Spans are
    offsets, 0-based, end-exclusive.
    """

    iri: Iri
    series: Iri | None
    year: int | None
    treaty: Iri | None
    article: str
    start: PartialDate | None
    end: PartialDate | None
    named_at: Span
    name: LangText | None = None
    noun: str | None = None
    dated_at: Span | None = None
    organ: Iri | None = None
    organ_name: LangText | None = None
    organ_at: Span | None = None
    organ_noun: str | None = None
    session: tuple[int, str] | None = None
    in_parts: bool = False
    report_title: Span | None = None
    treaty_named: tuple[Iri, LangText] | None = None

    @property
    def told(self) -> bool:
        """Whether the text names a body, or says when it met: an officer's report has no conference of its own."""
        return self.series is not None or self.name is not None or self.start is not None

    @property
    def own_treaty(self) -> Iri | None:
        """The treaty that the body meets under: its series' row's, or else the one that its own name holds."""
        return self.treaty or (self.treaty_named[0] if self.treaty_named else None)


class ConferenceInTheMaking:
    """The conference as far as the header has told: its series, then its days."""

    def __init__(self, report: ReportText) -> None:
        self._report = report
        self._series: Iri | None = None
        self._named_at: Span | None = None
        self._frame: ConferenceFrame | None = None

    @property
    def series(self) -> Iri | None:
        """The series that the header has named so far."""
        return self._series

    @property
    def frame(self) -> ConferenceFrame | None:
        """The conference, or None while the header has not given both series and days."""
        return self._frame

    @property
    def known(self) -> ConferenceFrame:
        """The conference; raise TreatyGraphError before the header has named it."""
        if self._frame is None:
            raise TreatyGraphError(f"{self._report.source.name}: the header has named no conference yet")
        return self._frame

    @property
    def treaty_name(self) -> str:
        """The name of the treaty that the body meets under, in the text's language, lower-case; nothing without one."""
        frame = self._frame
        if frame is not None and frame.treaty is not None:
            row = self._report.tables.row("treaties", iris.local(frame.treaty))
            return lower(row[f"name_{self._report.language.code}"]) if row else ""
        return lower(frame.treaty_named[1].text) if frame is not None and frame.treaty_named else ""

    def settle(self, masthead: Masthead, whole: Span) -> ConferenceFrame:
        """Fix the conference by what a header in any layout says: one of a series, or the document's own.

        `whole` is where the report's name stands, for what no words of the header say.
        """
        series = self._series or masthead.series
        row = self._report.tables.row("series", iris.local(series)) if series else None
        iri = iris.conference(row.key, masthead.start.year) if row is not None and masthead.start is not None \
            else iris.part(self._report.document, "conference")
        organ = masthead.organ
        treaty = iris.thing(f"treaty/{row['treaty']}") if row is not None and row["treaty"] else None
        named = treaty_of(self._report, masthead.name.text) if masthead.name else ""
        self._frame = ConferenceFrame(
            iri, series if row is not None else None, masthead.year, treaty,
            row["article"] if row is not None else "", masthead.start, masthead.end,
            self._named_at or masthead.named_at or whole, masthead.name, masthead.noun, masthead.dated_at,
            iris.organ(iri, self._report.organ_slug(organ.text)) if organ else None, organ, masthead.organ_at,
            masthead.organ_noun, masthead.session, masthead.in_parts, masthead.report_title,
            (iris.treaty_named(named), LangText(named, self._report.identity.language)) if named else None)
        return self._frame

    def name(self, series: Iri | None, named_at: Span) -> None:
        """Keep the series that a header line names (None where its words mean no one series)."""
        self._series, self._named_at = series, named_at
        if self._frame is not None:
            self._frame = replace(self._frame, named_at=named_at)

    def date(self, days: DateMention) -> ConferenceFrame:
        """Fix the conference by its days; raise TreatyGraphError where no series of the tables was named before."""
        row = self._report.tables.row("series", iris.local(self._series)) if self._series else None
        if row is None or self._series is None or self._named_at is None:
            raise TreatyGraphError(
                f"{self._report.source.name}: the header gives days before it names a known series")
        year = days.first.year
        self._frame = ConferenceFrame(iris.conference(row.key, year), self._series, year,
                                      iris.thing(f"treaty/{row['treaty']}") if row["treaty"] else None,
                                      row["article"], days.first, days.last,
                                      self._named_at,
                                      noun=noun_of(self._report, self._report.source.quote(self._named_at)))
        return self._frame

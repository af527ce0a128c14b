"""Holds which conference is reported on, and is the one place where the header may say so.

Must not be written by any rule that does not read the header: all others are given the finished frame.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from treatygraph import iris
from treatygraph.find.dates import DateMention
from treatygraph.model import Iri, PartialDate, Span, TreatyGraphError
from treatygraph.reading.report_text import ReportText


@dataclass(frozen=True)
class ConferenceFrame:
    """The conference a report is about, and where the header names the series it belongs to."""

    iri: Iri
    series: Iri
    year: int
    treaty: Iri
    article: str
    start: PartialDate
    end: PartialDate
    named_at: Span


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
                                      iris.thing(f"treaty/{row['treaty']}"), row["article"], days.first, days.last,
                                      self._named_at)
        return self._frame

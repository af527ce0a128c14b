"""Finds the depositary's recorded action that an event of a text is, by treaty, State, kind and date.

Must not change either: what a text tells and what was recorded stay two resources.
"""

from __future__ import annotations

from treatygraph import iris
from treatygraph.model import Iri, PartialDate, Severity, Span
from treatygraph.reading.findings import Findings
from treatygraph.reading.report_text import ReportText


def recorded(report: ReportText, action: tuple[Iri, Iri, str], bounds: tuple[PartialDate | None, PartialDate | None],
             where: Span, findings: Findings) -> Iri | None:
    """Return the recorded action of a treaty, a State and a kind, where its date is within the bounds a text gives.

    One recorded at another time is reported as a contradiction with the words at `where`; None where none is recorded.
    """
    treaty, state, kind = action
    row = report.tables.row("treaty-actions", f"{iris.local(treaty)}/{iris.local(state)}/{kind}")
    if row is None:
        return None
    day, (first, last) = row["date"], bounds
    early = first is not None and day[: len(first.lexical)] < first.lexical[: len(day)]
    late = last is not None and day[: len(last.lexical)] > last.lexical[: len(day)]
    if not early and not late:
        return iris.treaty_action(treaty, state, kind)
    told = " to ".join(dict.fromkeys(bound.lexical for bound in bounds if bound))
    findings.report("recorded-otherwise", Severity.WARNING,
                    f"the text tells of this as of {told}; the depositary's action is recorded as of {day} "
                    f"({row['source']})", where)
    return None

"""Says what the names of a list mean: what a table knows, and of organisations also what none knows.

Must not decide that words are a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from treatygraph import iris
from treatygraph.facts import Agent, Listing
from treatygraph.find.fold import fold, one_apostrophe
from treatygraph.model import Iri, LangText, Severity, Span
from treatygraph.reading.findings import Findings
from treatygraph.reading.report_text import ReportText

_LONGEST_MARKS = 80
_MARKS = re.compile(r"(?:\s*(?:[*†‡]+|\[[\w*†]{1,4}\]|[;,；，、]|(?<=[;,]) and))+$")


@dataclass(frozen=True)
class Row:
    """A name of a list: its words, where they stand, and the one thing they mean (None where no table knows it)."""

    words: str
    span: Span
    iri: Iri | None = None


def without_marks(text: str) -> str:
    """Return a line without the space, the footnote marks and the separators at its end."""
    text = text.rstrip()
    return text[:-_LONGEST_MARKS] + _MARKS.sub("", text[-_LONGEST_MARKS:])


def row_of(line: Span, report: ReportText) -> Row:
    """Return the name that a line is, without the marks behind it, with the State or organisation it means, if one."""
    name = without_marks(report.source.quote(line))
    words = fold(name, 0).text.strip()
    known = {one.iri for one in report.names.exactly(words, "state", "organization")}
    span = Span(line.start + len(name) - len(name.lstrip()), line.start + len(name))
    return Row(" ".join(name.split()), span, known.pop() if len(known) == 1 else None)


def listings(rows: Sequence[Row], list_: Iri, lead: Span | None, kind: str, report: ReportText, findings: Findings
             ) -> Iterator[Listing | Agent]:
    """Yield a listing for each name of a list, in its order; `kind` is what the list is of.

    An organisation that no table knows is one of this document; there is one finding for all of a list. Any other
    name that no table knows is reported by itself and not listed.
    """
    unknown = [row for row in rows if row.iri is None]
    for position, row in enumerate(rows, start=1):
        thing = row.iri
        if thing is None and kind == "organization":
            thing = iris.unidentified_organization(report.document, one_apostrophe(row.words))
            yield Agent(iri=thing, evidence=(row.span,), subclass="UnidentifiedOrganization",
                        label=LangText(row.words, report.identity.language))
        if thing is None:
            findings.report("unknown-name", Severity.WARNING, f"no row knows '{row.words}', which a list names",
                            row.span)
            continue
        yield Listing(iri=iris.listing(list_, thing), evidence=(row.span, *((lead,) if lead else ())), listed=thing,
                      in_list=list_, position=position, stated_in=list_)
    if unknown and kind == "organization":
        findings.report("unidentified-organizations", Severity.INFO,
                        f"no row of data/tables/organizations.csv knows {len(unknown)} of the {len(rows)} names of "
                        "this list; these organizations are kept as unidentified", unknown[0].span)


def number_differs(stated: int, listed: int, where: Span, findings: Findings) -> None:
    """Report a number that stands before a list which has more or fewer names."""
    if stated != listed:
        findings.report("number-differs-from-list", Severity.WARNING, f"the text says {stated}, but lists {listed}",
                        where)

"""Rules for what the title of a document says: its authors, the period it covers, and terms of office.

Must not read sentences, nor titles of documents that have no symbol.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from treatygraph import iris
from treatygraph.facts import Document, OfficeHolding
from treatygraph.find.dates import DateMention
from treatygraph.find.numbers import roman_numeral
from treatygraph.model import Iri, PartialDate, Span
from treatygraph.reading.conference_frame import ConferenceFrame
from treatygraph.reading.facts_so_far import Facts, FactsInTheMaking
from treatygraph.reading.findings import Findings
from treatygraph.reading.registry import Match, rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.residue import folded_range
from treatygraph.reading.resolving import named_things
from treatygraph.reading.units import Unit
from treatygraph.vocab import tg

_AUTHORS = ("first", "second", "third", "last")
_PARTING = ".:;,。：；，—–-()[]/"


def titles(facts: Facts, units: Sequence[Unit]) -> list[tuple[Unit, int, int, tuple[Iri, ...]]]:
    """Return the titles of documents with symbols: the unit each stands in, its folded range, and whose title it is."""
    found: dict[Span, list[Iri]] = {}
    for record in facts.read(Document):
        if record.symbol and record.title:
            words = record.title.text
            for span in record.evidence:
                if span.end - span.start == len(words):
                    found.setdefault(span, []).append(record.iri)
    starts = [unit.span.start for unit in units]
    placed = []
    for span, works in sorted(found.items()):
        at = bisect_right(starts, span.start) - 1
        if at >= 0 and units[at].span.covers(span):
            placed.append((units[at], *folded_range(units[at], span), tuple(dict.fromkeys(works))))
    return placed


@rule("TTL-01", reads="work_title", emits=(Document,))
def authors(match: Match, report: ReportText, facts: FactsInTheMaking, findings: Findings) -> Iterator[Document]:
    """Read who wrote a document from its title.

    If: a title, or a piece of it that marks part, is or begins with words for a document by, prepared by or submitted
        by States or organisations, or ends with them, as the language's titles are built.
    Then: they are the document's authors.
    Near miss: a paper of others that the title is about; information that others provided; a secretariat of a body that
        is not known to have it.
    """
    text, (first, last) = match.unit.plain, match.within
    before, after = text[first : match.start].rstrip(), text[match.end : last]
    follows = tuple(report.language.layout.get("behind_authors", ()))
    if before and before[-1] not in _PARTING:
        return
    if after.strip() and not after.lstrip().startswith(tuple(_PARTING)) and not (follows and after.startswith(follows)):
        return
    if "owner" in match.slots and not _is_part(match, report):
        return
    named = [thing for slot in _AUTHORS for thing, _ in named_things(match, slot, facts, findings)]
    for work in match.works:
        yield Document(iri=work, evidence=(match.span,), creators=tuple(dict.fromkeys(named)))


def _is_part(match: Match, report: ReportText) -> bool:
    """Tell whether the first author is a part of the body that the title names as its owner."""
    first, owner = (getattr(match.value(slot), "iri", None) for slot in ("first", "owner"))
    row = report.tables.row("organizations", iris.local(first)) if first else None
    return row is not None and owner is not None and row["part_of"] == iris.local(owner)


def _bounds(match: Match, name: str) -> tuple[PartialDate, PartialDate] | None:
    """Return the first and last day, month or year of a period: one slot for both, or one each; None where it is none.
    """
    whole: DateMention | None = match.value(name)
    first = whole.first if whole else match.value("since").first
    last = whole.last if whole else match.value("until").last
    return (first, last) if first != last and len(first.lexical) == len(last.lexical) and first.lexical < last.lexical \
        else None


@rule("TTL-02", reads="work_title", emits=(Document,))
def period_covered(match: Match) -> Iterator[Document]:
    """Read which period a document is about from its title.

    If: a title says of which period it tells, from one day, month or year to another.
    Then: the document covers that period.
    Near miss: a single date, or a period in which somebody held an office.
    """
    if bounds := _bounds(match, "period"):
        for work in match.works:
            yield Document(iri=work, evidence=(match.span,), covers_from=bounds[0], covers_until=bounds[1])


@rule("TTL-03", reads="work_title", emits=(OfficeHolding,))
def term_of_office(match: Match, conference: ConferenceFrame, facts: FactsInTheMaking, findings: Findings
                  ) -> Iterator[OfficeHolding]:
    """Read from a title who held an office between the conferences, and in which term.

    If: a title says that States were the holders of an office of the process under the article that the conferences
        are convened under, from one month, day or year to another.
    Then: each of them held that office of the series in that term.
    Near miss: the process under another article; an office without a term.
    """
    number, bounds = match.value("article"), _bounds(match, "term")
    if conference.series is None or bounds is None or roman_numeral(int(number)) != conference.article:
        return
    office = tg(str(match.value("office") or match.constants["office"]))
    for who, span in named_things(match, "holders", facts, findings):
        yield OfficeHolding(iri=iris.office_in_term(conference.series, office, who, bounds[0].lexical),
                            evidence=(span, match.span), office=office, holder=who, in_series=conference.series,
                            not_before=bounds[0], not_after=bounds[1])

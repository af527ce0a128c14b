"""Rules that compare two accounts of one thing: items, lists of documents, durations, chairs, titles and their notes.

Must not repair anything: the graph holds what the text says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from treatygraph import iris
from treatygraph.facts import Act, AgendaItem, CountStatement, Fact, Listing, Presiding, Provision
from treatygraph.model import Iri, Severity, Span
from treatygraph.reading.adoption_day import day_said
from treatygraph.reading.conference_frame import ConferenceFrame
from treatygraph.reading.facts_so_far import Facts
from treatygraph.reading.findings import Findings
from treatygraph.reading.likeness import likeness
from treatygraph.reading.outline import Outline
from treatygraph.reading.registry import rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.units import Unit
from treatygraph.reading.work_titles import titles
from treatygraph.vocab import tg

_YEARS = iris.thing("concept/years-since-opening-for-signature")
_LIKE, _UNLIKE, _APART = 0.6, 0.35, 0.2


@rule("CTR-09", reads="report", emits=(), stage=5)
def item_of_another_matter(outline: Outline, facts: Facts, findings: Findings) -> Iterator[Fact]:
    """Report what is told under an agenda item though it is what another item is about.

    If: a sentence names one agenda item, and what follows holds most words of another item's title, far more than of
        any other's, and few of its own.
    Then: both places are reported.
    Near miss: a short title, whose words stand in many sentences; a sentence that names several items.
    """
    items = {record.iri: record for record in facts.read(AgendaItem) if record.label and record.evidence}
    titles = {iri: _title(item, outline) for iri, item in items.items()} if len(items) > 1 else {}
    for unit in outline.units if titles else ():
        named = unit.seen("items")
        if unit.kind != "sentence" or len(named) != 1 or len(named[0].things) != 1 or named[0].things[0] not in items:
            continue
        own = items[named[0].things[0]]
        told = _without_treaties(unit, named[0].end)
        likest = sorted(((like.share, item.iri) for item in items.values() if item is not own
                         and (like := likeness(titles[item.iri], told)).enough), reverse=True)
        if not likest or likest[0][0] < _LIKE or any(share > likest[0][0] - _APART for share, _ in likest[1:]):
            continue
        other = items[likest[0][1]]
        if likeness(titles[own.iri], told).share <= _UNLIKE:
            (number, title), (others, about) = ((item.number, item.label.text if item.label else "")
                                                for item in (own, other))
            findings.report("item-of-another-matter", Severity.WARNING,
                            f"told under item {number} ('{title}'), but it is what item {others} is about ('{about}')",
                            unit.span_of(named[0].start, named[0].end), also=(other.evidence[0],))
    yield from ()


def _title(item: AgendaItem, outline: Outline) -> str:
    """Return an item's title without the treaties it names, which other items name as well."""
    units = [unit for unit in outline.units if item.evidence[0].covers(unit.span)]
    return " ".join(_without_treaties(unit, 0) for unit in units) or (item.label.text if item.label else "")


def _without_treaties(unit: Unit, start: int) -> str:
    """Return the words of a unit from a place on, without the names of treaties."""
    words = list(unit.plain)
    for treaty in unit.seen("treaty"):
        words[treaty.start : treaty.end] = " " * (treaty.end - treaty.start)
    return "".join(words[start:])


@rule("CTR-10", reads="report", emits=(), stage=5)
def listed_again(facts: Facts, findings: Findings) -> Iterator[Fact]:
    """Report documents said to be listed besides those of a paragraph that lists them itself.

    If: a paper is said to hold, besides the documents that a paragraph lists, documents that are in that very list.
    Then: both places are reported.
    Near miss: a document that the paragraph does not list.
    """
    listings = {(record.in_list, record.listed): record for record in facts.read(Listing)}
    for act in facts.read(Act):
        if act.operative_verb != tg("List"):
            continue
        for listed in act.mentions:
            for paragraph in act.mentions:
                if (paragraph, listed) in listings:
                    findings.report("listed-again", Severity.WARNING,
                                    f"{iris.local(listed)} is to be listed besides the documents of "
                                    f"{iris.path_of(paragraph)}, which lists it already", act.evidence[0],
                                    also=listings[paragraph, listed].evidence[:1])
    yield from ()


def _full_years(since: date, until: date) -> int:
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))


@rule("CTR-11", reads="report", emits=(), stage=5)
def duration_against_dates(report: ReportText, outline: Outline, conference: ConferenceFrame, facts: Facts,
                           findings: Findings) -> Iterator[Fact]:
    """Report a stated number of years since the opening for signature that the days do not bear out.

    If: a text says that more, or fewer, than so many years have passed since the conference's treaty was opened for
        signature, or just so many; and on the day the words were said, by the day of the opening that the tables
        have, it was otherwise (where no bound is given, by a whole year or more).
    Then: the number is reported.
    Near miss: a round number without a bound, some days before the years are full; an anniversary that gives its date.
    """
    rows = [row for row in report.tables.rows("entry-into-force")
            if conference.treaty and row["treaty"] == iris.local(conference.treaty)]
    opened = date.fromisoformat(rows[0]["opened"]) if rows and rows[0]["opened"] else None
    for count in facts.read(CountStatement) if opened else ():
        day = day_said(count.stated_in or report.document, outline, conference, facts)
        if count.counts != _YEARS or count.rule != "CNT-01" or count.value is None or count.upper_value is not None \
                or day is None or len(day.lexical) < len("2021-09-23") or opened is None:
            continue
        full = _full_years(opened, date.fromisoformat(day.lexical))
        exactly = _full_years(opened, date.fromisoformat(day.lexical)) == count.value \
            and (opened.month, opened.day) == (int(day.lexical[5:7]), int(day.lexical[8:]))
        held = {tg("MoreThan"): full >= count.value and not exactly, tg("AtLeast"): full >= count.value,
                tg("LessThan"): full < count.value, tg("AtMost"): full < count.value or exactly,
                tg("About"): abs(full - count.value) <= max(2, count.value // 10)}
        rounded = full in {count.value, count.value - 1}
        if not (held.get(count.bound, False) if count.bound else rounded):
            findings.report("duration-differs", Severity.WARNING,
                            f"on {day.lexical} {full} full years had passed since the opening for signature on "
                            f"{opened.isoformat()}", count.evidence[-1])
    yield from ()


@rule("CTR-12", reads="report", emits=(), stage=5)
def chairs_of_one_meeting(facts: Facts, findings: Findings) -> Iterator[Fact]:
    """Report a meeting that one paragraph says some persons presided over, and another that somebody else did in part.

    If: one paragraph says that persons presided over a meeting, and another that somebody else presided there over the
        consideration of items.
    Then: all places are reported, with that of the conference's opening by that person.
    Near miss: persons who presided in turn, as one paragraph tells; the rest of a meeting.
    """
    chairs: dict[Iri, list[Presiding]] = defaultdict(list)
    for record in facts.read(Presiding):
        for meeting in record.at_meetings:
            chairs[meeting].append(record)
    opening = [act for act in facts.read(Act) if act.operative_verb == tg("Open")]
    for meeting, records in sorted(chairs.items()):
        wholly = [record for record in records if record.extent is None and not record.under_items]
        partly = [record for record in records if record.under_items and record.extent is None
                  and record.presider not in {other.presider for other in wholly}
                  and record.stated_in not in {other.stated_in for other in records if other is not record}]
        if not wholly or not partly:
            continue
        also: list[Span] = [record.evidence[0] for record in partly]
        also += [act.evidence[0] for act in opening if set(act.actors) & {record.presider for record in partly}]
        names = " / ".join(iris.local(record.presider) for record in (*wholly, *partly) if record.presider)
        findings.report("chairs-differ", Severity.WARNING,
                        f"meeting {iris.local(meeting)} is said in {len(also) + 1} places to have been opened or "
                        f"presided over by different persons: {names}", wholly[0].evidence[0], also=also)
    yield from ()


@rule("CTR-13", reads="report", emits=(), stage=5)
def note_on_other_groups(outline: Outline, facts: Facts, findings: Findings) -> Iterator[Fact]:
    """Report a note on a document that speaks of other groups of States than the document's title.

    If: a footnote on a document names groups of States, its title names some too, and they are not the same ones.
    Then: both places are reported: a Warning where they share none, else for information.
    Near miss: a note or a title that names no group.
    """
    notes = {record.iri: record.note_on for record in facts.read(Provision)
             if record.subclass == "Footnote" and record.note_on}
    bearing = {work: unit for unit, _, _, works in titles(facts, outline.units) for work in works}
    for unit in outline.units:
        title = bearing.get(notes.get(unit.provision, Iri("")) or Iri(""))
        if title is None:
            continue
        said, titled = ({thing for sighting in one.seen("group", "state_group") for thing in sighting.things}
                        for one in (unit, title))
        if said and titled and said != titled:
            findings.report("note-on-other-groups", Severity.INFO if said & titled else Severity.WARNING,
                            f"the note speaks of {_listed(said)}, the title of {_listed(titled)}", unit.span,
                            also=(title.span,))
    yield from ()


def _listed(groups: set[Iri]) -> str:
    return ", ".join(sorted(map(iris.local, groups)))

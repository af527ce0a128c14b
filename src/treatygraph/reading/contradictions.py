"""Rules that compare what the report says in one place with what it says in another, and report both places.

Must not repair anything: the graph holds what the text says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import (
    AgendaItem,
    AnnexedDocument,
    CountStatement,
    Decision,
    Document,
    Fact,
    OfficeHolding,
    Participation,
    PostHolding,
    Presiding,
    Statement,
)
from treatygraph.find.fold import fold, lower
from treatygraph.model import Iri, Severity, Span
from treatygraph.reading.conference_frame import ConferenceFrame
from treatygraph.reading.facts_so_far import Facts
from treatygraph.reading.findings import Findings
from treatygraph.reading.known_persons import KnownPersons
from treatygraph.reading.outline import Outline
from treatygraph.reading.registry import rule
from treatygraph.reading.report_text import ReportText
from treatygraph.vocab import tg

_MEETINGS = iris.thing("concept/plenary-meetings")
_OPEN_UPWARDS = frozenset(map(tg, ("About", "AtLeast", "MoreThan")))


def _label(report: ReportText, iri: Iri) -> str:
    """Return a name for messages: the preferred one of the table, else the path of the IRI."""
    if iri.startswith(iris.ID + "state/"):
        row = report.tables.row("states", iris.local(iri))
        return row["name_en"] if row else iris.path_of(iri)
    return iris.path_of(iri)


@rule("CTR-01", reads="report", emits=(), stage=5)
def in_office_but_absent(report: ReportText, conference: ConferenceFrame, facts: Facts, findings: Findings
                        ) -> Iterator[Fact]:
    """Report States that preside, hold office or speak, and are in no list of participants.

    If: a State holds an office, is represented by somebody presiding, or spoke, and no list of participants of
        this conference has it.
    Then: both places are reported: the State's part, and the list it is missing from.
    Near miss: a person or organisation, or an office of another conference.
    """
    attended = {r.participant for r in facts.read(Participation)}
    lists = [r for r in facts.read(Participation) if r.capacity == tg("RatifyingOrSignatoryState")]
    if not lists:
        return
    list_span = lists[0].evidence[-1]
    line = report.source.place(list_span).line
    parts: dict[Iri, tuple[Span, str]] = {}
    for office in facts.read(OfficeHolding):
        if office.holder and office.of_conference == conference.iri and _is_state(office.holder):
            parts.setdefault(office.holder, (office.evidence[0], "holds an office"))
    for presiding in facts.read(Presiding):
        for state in presiding.representing:
            if _is_state(state) and presiding.of_conference == conference.iri:
                parts.setdefault(state, (presiding.evidence[0], "is represented in the chair"))
    for statement in facts.read(Statement):
        if statement.speaker and _is_state(statement.speaker):
            parts.setdefault(statement.speaker, (statement.evidence[0], "took the floor"))
    for state, (span, what) in sorted(parts.items()):
        if state not in attended:
            findings.report("absent-from-participants", Severity.WARNING,
                            f"{_label(report, state)} {what}, but is in no list of participants "
                            f"(line {line})", span, also=(list_span,))
    yield from ()


def _is_state(iri: Iri) -> bool:
    return iri.startswith(iris.ID + "state/")


@rule("CTR-02", reads="report", emits=(), stage=5)
def several_spellings(report: ReportText, outline: Outline, persons: KnownPersons, findings: Findings
                     ) -> Iterator[Fact]:
    """Report things that the text names in several ways.

    If: mentions of one State or person, or of an organisation or treaty, differ in more than white space and width.
    Then: the first place of each form is reported together, a Warning for States and persons, else Info.
    Near miss: a short or inflected form that the tables declare, a family name, or a form that the text introduces in
        brackets behind the full one.
    """
    forms: dict[Iri, dict[str, Span]] = defaultdict(dict)
    bracketed: set[str] = set()
    for unit in outline.units:
        for sighting in unit.sightings:
            if sighting.iri and sighting.kind in {"state", "person", "organization", "treaty"}:
                words = unit.text[sighting.start : sighting.end]
                words = next((known for known in forms[sighting.iri] if lower(known) == lower(words)), words)
                entry = report.names.meanings(words)
                declared = any(name.iri == sighting.iri and (name.short or name.inflected) for name in entry)
                if declared or words in persons.family_names:
                    continue
                forms[sighting.iri].setdefault(words, unit.span_of(sighting.start, sighting.end))
                before, after = unit.text[: sighting.start], unit.text[sighting.end :]
                if before.endswith("(") and after.startswith(")"):
                    bracketed.add(words)
    for iri, spans in sorted(forms.items()):
        odd = {words: span for words, span in spans.items() if words not in bracketed}
        if len(odd) < 2:
            continue
        grave = iri.startswith((iris.ID + "state/", iris.ID + "person/"))
        named = " / ".join(report.source.quote(span) for span in sorted(odd.values()))
        findings.report_together("several-spellings", Severity.WARNING if grave else Severity.INFO,
                                 f"{_label(report, iri)} is named in {len(odd)} ways: {named}", odd.values())
    yield from ()


@rule("CTR-03", reads="report", emits=(), stage=5)
def capital_measure(outline: Outline, findings: Findings) -> Iterator[Fact]:
    """Report measures cited by a capital letter.

    If: a reference to a measure gives its letter as a capital, while measures are lettered in small letters.
    Then: the reference is reported with the measure it was taken to mean.
    Near miss: a measure cited by its small letter.
    """
    for unit in outline.units:
        for sighting in unit.seen("measure"):
            words = unit.text[sighting.start : sighting.end]
            letter = sighting.iri[:-1].rpartition("(")[2].upper() if sighting.iri else ""
            if sighting.iri and letter.isalpha() and f"({letter})" in words:
                findings.report("capital-measure", Severity.WARNING,
                                f"measure ({letter}) is cited by a capital letter; read as "
                                f"{iris.path_of(sighting.iri)}", unit.span_of(sighting.start, sighting.end))
    yield from ()


@rule("CTR-04", reads="report", emits=(), stage=5)
def received_and_adopted(report: ReportText, conference: ConferenceFrame, facts: Facts, findings: Findings
                        ) -> Iterator[Fact]:
    """Report drafts listed as received that the conference adopted under the same symbol.

    If: a document stands in the list of documents received under the title of a draft, and a decision of the
        conference adopted it.
    Then: both places are reported for information: the draft and the adopted text share the symbol.
    Near miss: a document adopted that was not in the list; one received as it was adopted, as a committee's report is.
    """
    words = tuple(lower(word).strip() for word in report.language.layout.get("drafts", ()))
    drafts = {record.iri for record in facts.read(Document) if record.title and words
              and (lower(record.title.text).startswith(words) or lower(record.title.text).endswith(words))}
    for decision in facts.read(Decision):
        if decision.decision_type != tg("Adoption") or decision.of_conference != conference.iri:
            continue
        for document in decision.decided_on:
            if document in facts.listed_documents and document in drafts:
                listed = facts.listed_documents[document]
                findings.report("received-and-adopted", Severity.INFO,
                                f"{iris.local(document)} is listed as a draft among the documents received, and "
                                "adopted under the same symbol", decision.evidence[0], also=(listed,))
    yield from ()


@rule("CTR-05", reads="report", emits=(), stage=5)
def several_post_titles(report: ReportText, facts: Facts, findings: Findings) -> Iterator[Fact]:
    """Report persons whose post with one body is titled in several ways.

    If: two passages give one person different post titles with the same State or organisation.
    Then: both places are reported.
    Near miss: two posts with different bodies; a title shortened by its beginning or its end, or in words declared
        synonymous.
    """
    synonyms = report.language.persons.get("post_synonyms", {})
    titles: dict[Iri, dict[str, Span]] = defaultdict(dict)
    for post in facts.read(PostHolding):
        for title in post.post_titles:
            plain = fold(title.text).text
            for word, other in synonyms.items():
                plain = plain.replace(word, other)
            titles[post.iri].setdefault(plain, post.evidence[0])
    for _, found in sorted(titles.items()):
        spans = {title: span for title, span in found.items()
                 if not any(other != title and (other.endswith(title) or other.startswith(title + " "))
                            for other in found)}
        if len(spans) > 1:
            named = " / ".join(sorted(spans))
            findings.report_together("several-post-titles", Severity.WARNING,
                                     f"one post is titled in {len(spans)} ways: {named}", spans.values())
    yield from ()


@rule("CTR-08", reads="report", emits=(), stage=5)
def one_post_of_several(facts: Facts, findings: Findings) -> Iterator[Fact]:
    """Report a post that the text gives to several persons.

    If: two persons have a post of the same title with the same State or organisation.
    Then: both places are reported; they may be one person whose name is spelt in two ways.
    Near miss: one title with two bodies, or two titles with one.
    """
    holders: dict[tuple[Iri, str], dict[Iri, Span]] = defaultdict(dict)
    for post in facts.read(PostHolding):
        if post.representing and post.holder:
            for title in post.post_titles:
                holders[post.representing, fold(title.text).plain].setdefault(post.holder, post.evidence[0])
    for (_, named), found in sorted(holders.items()):
        if len(found) > 1:
            message = f"{len(found)} persons are said to be '{named}'; they may be one, spelt in two ways"
            findings.report_together("post-of-several", Severity.WARNING, message, found.values())
    yield from ()


@rule("CTR-06", reads="report", emits=(), stage=5)
def adopted_title_differs(report: ReportText, facts: Facts, findings: Findings) -> Iterator[Fact]:
    """Report documents adopted under another title than they bear.

    If: the title under which a decision adopted an annexed document differs from the title printed on it.
    Then: both places are reported.
    Near miss: the same title in other quotation marks or capitals, or behind an article.
    """
    printed = {r.iri: r for r in facts.read(AnnexedDocument)}
    for document, span in facts.adopted_titles.items():
        record = printed.get(document)
        if record is None or record.title is None:
            continue
        adopted, title = _plain(report.source.quote(span), report), _plain(record.title.text, report)
        if adopted != title:
            other = record.evidence[1] if len(record.evidence) > 1 else record.evidence[0]
            findings.report("adopted-title-differs", Severity.WARNING,
                            f"adopted as '{report.source.quote(span)}', but printed as '{record.title.text}'", span,
                            also=(other,))
    yield from ()


def _plain(title: str, report: ReportText) -> str:
    """Reduce a title to its letters and digits, in small letters and without an article or possessive before it."""
    plain = fold(title).plain
    for word in (*report.language.lists.get("articles", ()), *report.language.lists.get("possessives", ())):
        plain = plain.removeprefix(word)
    return "".join(char for char in plain if char.isalnum())


@rule("CTR-07", reads="report", emits=(), stage=5)
def references_into_nothing(outline: Outline, conference: ConferenceFrame, facts: Facts, findings: Findings
                           ) -> Iterator[Fact]:
    """Report references to a paragraph, meeting or item that the report does not have.

    If: words refer to a paragraph or agenda item of this report whose number is printed nowhere, or to a meeting
        beyond the number of meetings stated, where that is no lower bound.
    Then: the reference is reported.
    Near miss: a reference into another document.
    """
    numbers = outline.provisions()
    items = {record.iri for record in facts.read(AgendaItem) if record.label}
    stated = [record for record in facts.read(CountStatement) if record.counts == _MEETINGS]
    held = max((record.upper_value or record.value or 0 for record in stated), default=0)
    if any(record.bound in _OPEN_UPWARDS for record in stated):
        held = 0
    meetings = {iris.meeting(conference.iri, ordinal) for ordinal in range(1, held + 1)}
    printed = {"paragraph": numbers, "items": items, "meeting": meetings, "meetings": meetings}
    for unit in outline.units:
        for sighting in unit.seen(*printed):
            known = printed[sighting.kind]
            for thing in sighting.things:
                if thing not in known and (known or sighting.kind == "paragraph"):
                    kind, number = iris.path_of(thing).rsplit("/", 2)[-2:]
                    findings.report("reference-into-nothing", Severity.WARNING,
                                    f"the report has no {kind} {number}",
                                    unit.span_of(sighting.start, sighting.end))
    yield from ()


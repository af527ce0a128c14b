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
    Fact,
    OfficeHolding,
    Participation,
    PostHolding,
    Presiding,
    Statement,
)
from treatygraph.find.fold import fold, lower
from treatygraph.model import Iri, Severity, Span
from treatygraph.reading.reading import Reading
from treatygraph.reading.registry import rule
from treatygraph.vocab import tg

_MEETINGS = iris.thing("concept/plenary-meetings")


def _label(reading: Reading, iri: Iri) -> str:
    """Return a name for messages: the preferred one of the table, else the path of the IRI."""
    if iri.startswith(iris.ID + "state/"):
        row = reading.tables.row("states", iris.local(iri))
        return row["name_en"] if row else iris.path_of(iri)
    return iris.path_of(iri)


@rule("CTR-01", reads="report", emits=(), stage=5)
def in_office_but_absent(reading: Reading) -> Iterator[Fact]:
    """Report States that preside, hold office or speak, and are in no list of participants.

    If: a State holds an office, is represented by somebody presiding, or spoke, and no list of participants of
        this conference has it.
    Then: both places are reported: the State's part, and the list it is missing from.
    Near miss: a person or organisation, or an office of another conference.
    """
    conference = reading.conference.iri
    attended = {r.participant for r in reading.read(Participation)}
    lists = [r for r in reading.read(Participation) if r.capacity == tg("RatifyingOrSignatoryState")]
    if not lists:
        return
    list_place = reading.source.place(lists[0].evidence[-1])
    parts: dict[Iri, tuple[Span, str]] = {}
    for office in reading.read(OfficeHolding):
        if office.holder and office.of_conference == conference and _is_state(office.holder):
            parts.setdefault(office.holder, (office.evidence[0], "holds an office"))
    for presiding in reading.read(Presiding):
        for state in presiding.representing:
            if _is_state(state) and presiding.of_conference == conference:
                parts.setdefault(state, (presiding.evidence[0], "is represented in the chair"))
    for statement in reading.read(Statement):
        if statement.speaker and _is_state(statement.speaker):
            parts.setdefault(statement.speaker, (statement.evidence[0], "took the floor"))
    for state, (span, what) in sorted(parts.items()):
        if state not in attended:
            reading.report("absent-from-participants", Severity.WARNING,
                           f"{_label(reading, state)} {what}, but is in no list of participants "
                           f"(line {list_place.line})", span, related=(list_place,))
    yield from ()


def _is_state(iri: Iri) -> bool:
    return iri.startswith(iris.ID + "state/")


@rule("CTR-02", reads="report", emits=(), stage=5)
def several_spellings(reading: Reading) -> Iterator[Fact]:
    """Report things that the text names in several ways.

    If: mentions of one State or person, or of an organisation or treaty, differ in more than white space and width.
    Then: the first place of each form is reported together, a Warning for States and persons, else Info.
    Near miss: a short or inflected form that the tables declare, a family name, or a form that the text introduces in
        brackets behind the full one.
    """
    forms: dict[Iri, dict[str, Span]] = defaultdict(dict)
    for unit in reading.units:
        for sighting in unit.sightings:
            if sighting.iri and sighting.kind in {"state", "person", "organization", "treaty"}:
                words = unit.text[sighting.start : sighting.end]
                words = next((known for known in forms[sighting.iri] if lower(known) == lower(words)), words)
                entry = reading.names.forms.get(words, [])
                declared = any(name.iri == sighting.iri and (name.short or name.inflected) for name in entry)
                if declared or words in reading.family_names:
                    continue
                forms[sighting.iri].setdefault(words, reading.span(unit, sighting.start, sighting.end))
                before, after = unit.text[: sighting.start], unit.text[sighting.end :]
                if before.endswith("(") and after.startswith(")"):
                    reading.introduced.add(words)
    for iri, spans in sorted(forms.items()):
        odd = {words: span for words, span in spans.items() if words not in reading.introduced}
        if len(odd) < 2:
            continue
        first, *others = sorted(odd.values())
        grave = iri.startswith((iris.ID + "state/", iris.ID + "person/"))
        named = " / ".join(reading.source.quote(span) for span in sorted(odd.values()))
        reading.report("several-spellings", Severity.WARNING if grave else Severity.INFO,
                       f"{_label(reading, iri)} is named in {len(odd)} ways: {named}", first,
                       related=tuple(reading.source.place(span) for span in others))
    yield from ()


@rule("CTR-03", reads="report", emits=(), stage=5)
def capital_measure(reading: Reading) -> Iterator[Fact]:
    """Report measures cited by a capital letter.

    If: a reference to a measure gives its letter as a capital, while measures are lettered in small letters.
    Then: the reference is reported with the measure it was taken to mean.
    Near miss: a measure cited by its small letter.
    """
    for unit in reading.units:
        for sighting in unit.seen("measure"):
            words = unit.text[sighting.start : sighting.end]
            letter = sighting.iri[:-1].rpartition("(")[2].upper() if sighting.iri else ""
            if sighting.iri and letter.isalpha() and f"({letter})" in words:
                reading.report("capital-measure", Severity.WARNING,
                               f"measure ({letter}) is cited by a capital letter; read as "
                               f"{iris.path_of(sighting.iri)}", reading.span(unit, sighting.start, sighting.end))
    yield from ()


@rule("CTR-04", reads="report", emits=(), stage=5)
def received_and_adopted(reading: Reading) -> Iterator[Fact]:
    """Report documents listed as received that the conference adopted under the same symbol.

    If: a document stands in the list of documents received, and a decision of the conference adopted it.
    Then: both places are reported, for a draft and the adopted text share the symbol.
    Near miss: a document adopted that was not in the list.
    """
    for decision in reading.read(Decision):
        if decision.decision_type != tg("Adoption") or decision.of_conference != reading.conference.iri:
            continue
        for document in decision.decided_on:
            if document in reading.listed_documents:
                listed = reading.listed_documents[document]
                reading.report("received-and-adopted", Severity.WARNING,
                               f"{iris.local(document)} is listed among the documents received, and adopted under the "
                               "same symbol", decision.evidence[0], related=(reading.source.place(listed),))
    yield from ()


@rule("CTR-05", reads="report", emits=(), stage=5)
def several_post_titles(reading: Reading) -> Iterator[Fact]:
    """Report persons whose post with one body is titled in several ways.

    If: two passages give one person different post titles with the same State or organisation.
    Then: both places are reported.
    Near miss: two posts with different bodies; a title shortened by its beginning or its end, or in words declared
        synonymous.
    """
    synonyms = reading.language.persons.get("post_synonyms", {})
    titles: dict[Iri, dict[str, Span]] = defaultdict(dict)
    for post in reading.read(PostHolding):
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
            first, *others = sorted(spans.values())
            reading.report("several-post-titles", Severity.WARNING,
                           f"one post is titled in {len(spans)} ways: {' / '.join(sorted(spans))}", first,
                           related=tuple(reading.source.place(span) for span in others))
    yield from ()


@rule("CTR-08", reads="report", emits=(), stage=5)
def one_post_of_several(reading: Reading) -> Iterator[Fact]:
    """Report a post that the text gives to several persons.

    If: two persons have a post of the same title with the same State or organisation.
    Then: both places are reported; they may be one person whose name is spelt in two ways.
    Near miss: one title with two bodies, or two titles with one.
    """
    holders: dict[tuple[Iri, str], dict[Iri, Span]] = defaultdict(dict)
    for post in reading.read(PostHolding):
        if post.representing and post.holder:
            for title in post.post_titles:
                holders[post.representing, fold(title.text).plain].setdefault(post.holder, post.evidence[0])
    for (_, named), found in sorted(holders.items()):
        if len(found) > 1:
            first, *others = sorted(found.values())
            reading.report("post-of-several", Severity.WARNING,
                           f"{len(found)} persons are said to be '{named}'; they may be one, spelt in two ways", first,
                           related=tuple(reading.source.place(span) for span in others))
    yield from ()


@rule("CTR-06", reads="report", emits=(), stage=5)
def adopted_title_differs(reading: Reading) -> Iterator[Fact]:
    """Report documents adopted under another title than they bear.

    If: the title under which a decision adopted an annexed document differs from the title printed on it.
    Then: both places are reported.
    Near miss: the same title in other quotation marks or capitals, or behind an article.
    """
    printed = {r.iri: r for r in reading.read(AnnexedDocument)}
    for document, span in reading.adopted_titles.items():
        record = printed.get(document)
        if record is None or record.title is None:
            continue
        adopted, title = _plain(reading.source.quote(span), reading), _plain(record.title.text, reading)
        if adopted != title:
            other = record.evidence[1] if len(record.evidence) > 1 else record.evidence[0]
            reading.report("adopted-title-differs", Severity.WARNING,
                           f"adopted as '{reading.source.quote(span)}', but printed as '{record.title.text}'", span,
                           related=(reading.source.place(other),))
    yield from ()


def _plain(title: str, reading: Reading) -> str:
    """Reduce a title to its letters and digits, in small letters and without an article or possessive before it."""
    plain = fold(title).plain
    for word in (*reading.language.lists.get("articles", ()), *reading.language.lists.get("possessives", ())):
        plain = plain.removeprefix(word)
    return "".join(char for char in plain if char.isalnum())


@rule("CTR-07", reads="report", emits=(), stage=5)
def references_into_nothing(reading: Reading) -> Iterator[Fact]:
    """Report references to a paragraph, meeting or item that the report does not have.

    If: words refer to a paragraph or agenda item of this report whose number is printed nowhere, or to a meeting
        beyond the number of meetings stated.
    Then: the reference is reported.
    Near miss: a reference into another document.
    """
    numbers = set(reading.provisions.values())
    items = {record.iri for record in reading.read(AgendaItem) if record.label}
    held = max((r.value or 0 for r in reading.read(CountStatement) if r.counts == _MEETINGS), default=0)
    meetings = {iris.meeting(reading.conference.iri, ordinal) for ordinal in range(1, held + 1)}
    printed = {"paragraph": numbers, "items": items, "meeting": meetings, "meetings": meetings}
    for unit in reading.units:
        for sighting in unit.seen(*printed):
            known = printed[sighting.kind]
            for thing in sighting.things:
                if thing not in known and (known or sighting.kind == "paragraph"):
                    kind, number = iris.path_of(thing).rsplit("/", 2)[-2:]
                    reading.report("reference-into-nothing", Severity.WARNING,
                                   f"the report has no {kind} {number}",
                                   reading.span(unit, sighting.start, sighting.end))
    yield from ()


"""Rules for mentions: every name in the text, with what it denotes, and the agents that exist because named.

Must not state what the named do.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import Agent, Event, Mention
from treatygraph.find.fold import lower
from treatygraph.reading.conference_frame import ConferenceFrame
from treatygraph.reading.facts_so_far import Facts
from treatygraph.reading.introduced import Introduced
from treatygraph.reading.outline import Outline
from treatygraph.reading.registry import rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.stretches import Stretches

_DENOTING = frozenset({
    "state", "organization", "group", "treaty", "series", "document", "event", "programme", "place", "person", "post",
    "symbol", "annexed", "rule", "article", "treaty_annex", "declaration", "measure", "conference",
    "conference_document", "organ_document", "founding_resolution", "collective", "resolution", "session", "meeting",
    "meetings", "items", "state_group", "body_office", "paragraph", "own_annex", "own_appendix", "provision",
})


_NAMED = frozenset({"state", "organization", "group", "place", "programme"})
_UNIDENTIFIED = frozenset({"UnidentifiedOrganization", "UnidentifiedPerson"})

# "The first to fourth meetings" names four at once; which words name the second?
_RANGES = frozenset({"meetings"})


@rule("NAM-01", reads="report", emits=(Mention,), stage=1)
def mentions(report: ReportText, outline: Outline, introduced: Introduced, facts: Facts) -> Iterator[Mention]:
    """Keep every mention of a thing, with its spelling and place.

    If: a name, symbol or reference in the text means a thing (or several).
    Then: the span of these words denotes it (or each of them).
    Near miss: a name inside a longer name is no mention, that of an organization or a person no row knows included.
    """
    names = Stretches(record.evidence[0] for record in facts.records
                      if isinstance(record, Agent) and record.subclass in _UNIDENTIFIED)
    for unit in outline.units:
        for slug, organ in introduced.organs.items():
            forms = [form for form, known in report.language.lexicon.get("organ", {}).items() if known == slug]
            for form in forms:
                at = unit.plain.find(lower(form))
                while at >= 0:
                    yield Mention(span=unit.span_of(at, at + len(form)), denotes=(organ,))
                    at = unit.plain.find(lower(form), at + 1)
        for sighting in unit.sightings:
            for start, end, thing in sighting.parts:
                yield Mention(span=unit.span_of(start, end), denotes=(thing,))
            ranged = sighting.kind in _RANGES and len(sighting.things) > 1
            if sighting.kind in _DENOTING and sighting.things and not sighting.parts and not ranged:
                span = unit.span_of(sighting.start, sighting.end)
                within = sighting.kind in _NAMED and any(
                    name.covers(span) and name != span for name in names.overlapping(span))
                if not within:
                    yield Mention(span=span, denotes=sighting.things)


@rule("NAM-02", reads="report", emits=(Agent, Event), stage=1)
def sessions_and_groups(report: ReportText, outline: Outline) -> Iterator[Agent | Event]:
    """Keep the sessions of bodies that are named.

    If: words name a body's session by its ordinal.
    Then: it is an event that involves the body.
    Near miss: a plenary meeting of the conference.
    """
    for unit in outline.units:
        for sighting in unit.seen("session"):
            if sighting.iri:
                body = iris.thing("organization/" + iris.local(sighting.iri).rpartition("-session-")[0])
                span = unit.span_of(sighting.start, sighting.end)
                yield Event(iri=sighting.iri, evidence=(span,), involves=(body,), stated_in=unit.provision,
                            label=report.words(span))


@rule("NAM-03", reads="report", emits=(Agent,), stage=1)
def organs_of_this_body(report: ReportText, outline: Outline, conference: ConferenceFrame, facts: Facts
                        ) -> Iterator[Agent]:
    """Keep the organ of the body reported on that a common noun names: "the Secretariat".

    If: words that mean the secretariat of whatever body meets stand in a report of a body that no row knows.
    Then: it is an organ of that body.
    Near miss: the secretariat of a conference of a known series, which a row of the tables is; another body's.
    """
    told: set[str] = set()
    for unit in outline.units:
        for sighting in unit.seen("organization"):
            iri = sighting.iri
            if iri is None or not iri.startswith(f"{conference.iri}/organ/") or iri in told or facts.read_of(iri):
                continue
            told.add(iri)
            span = unit.span_of(sighting.start, sighting.end)
            yield Agent(iri=iri, evidence=(span,), subclass="Organization", label=report.words(span),
                        of_conference=conference.iri)

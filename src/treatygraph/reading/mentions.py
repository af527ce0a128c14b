"""Rules for mentions: every name in the text, with what it denotes, and the agents that exist because named.

Must not state what the named do.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import Agent, Event, Mention
from treatygraph.find.fold import lower
from treatygraph.reading.introduced import Introduced
from treatygraph.reading.outline import Outline
from treatygraph.reading.registry import rule
from treatygraph.reading.report_text import ReportText

_DENOTING = frozenset({
    "state", "organization", "group", "treaty", "series", "document", "event", "programme", "place", "person", "post",
    "symbol", "annexed", "rule", "article", "treaty_annex", "declaration", "measure", "conference",
    "conference_document", "organ_document", "founding_resolution", "collective", "resolution", "session", "meeting",
    "meetings", "items", "state_group", "body_office", "paragraph", "own_annex", "own_appendix", "provision",
})


# "The first to fourth meetings" names four at once; which words name the second?
_RANGES = frozenset({"meetings"})


@rule("NAM-01", reads="report", emits=(Mention,), stage=1)
def mentions(report: ReportText, outline: Outline, introduced: Introduced) -> Iterator[Mention]:
    """Keep every mention of a thing, with its spelling and place.

    If: a name, symbol or reference in the text means a thing (or several).
    Then: the span of these words denotes it (or each of them).
    Near miss: a name inside a longer name is no mention.
    """
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
                yield Mention(span=unit.span_of(sighting.start, sighting.end), denotes=sighting.things)


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

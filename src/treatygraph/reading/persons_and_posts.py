"""Rules for persons a text names and the posts it gives them.

Must not read offices of the conference.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import Agent, PostHolding
from treatygraph.model import Iri, LangText, Severity, Span
from treatygraph.reading.conference_frame import ConferenceFrame
from treatygraph.reading.findings import Findings
from treatygraph.reading.known_persons import KnownPersons
from treatygraph.reading.outline import Outline
from treatygraph.reading.registry import rule
from treatygraph.reading.report_text import ReportText


@rule("PER-01", reads="report", emits=(Agent, PostHolding), stage=1)
def persons(report: ReportText, conference: ConferenceFrame, persons: KnownPersons, outline: Outline,
            findings: Findings) -> Iterator[Agent | PostHolding]:
    """Keep every person named, and every post named with the person.

    If: a name of a person stands in the text, with or without a post before it.
    Then: there is that person; a post that names a State or organisation is a post holding with it, titled as
        written. A name that no table knows makes a person of this document, marked as unidentified, and a finding.
        So does a post of another body whose holder nobody names, where somebody is said to have acted in it.
    Near miss: a post alone, which only points at a person named elsewhere.
    """
    seen: set[str] = set()
    named: set[Iri] = set()
    for unit, phrase in persons.phrases:
        if phrase.iri is None:
            continue
        named.add(phrase.iri)
        if phrase.name_span and phrase.unidentified:
            yield _unidentified(phrase.iri, phrase.name_span, report, findings, seen)
        elif phrase.name_span:
            yield Agent(iri=phrase.iri, evidence=(phrase.name_span,), subclass="Person")
        elif phrase.unidentified and phrase.posts:
            yield _unidentified(phrase.iri, phrase.posts[0].span, report, findings, seen)
        for post in phrase.posts:
            if post.whom is None:
                if phrase.name_span and post.title not in report.language.lexicon.get("office", {}):
                    findings.report("post-without-body", Severity.INFO,
                                    f"the post '{post.title}' names no State or organisation that the tables know",
                                    post.span)
                continue
            yield PostHolding(iri=iris.post(conference.iri, phrase.iri, post.whom), evidence=(phrase.span,),
                              stated_in=unit.provision, holder=phrase.iri, representing=post.whom,
                              post_titles=(report.words(post.span),), of_conference=conference.iri)
    for unit in outline.units:
        for sighting in unit.seen("person"):
            if sighting.iri and sighting.iri not in named and sighting.iri.startswith(f"{report.document}/person/"):
                yield _unidentified(sighting.iri, unit.span_of(sighting.start, sighting.end), report, findings, seen)


def _unidentified(iri: Iri, name: Span, report: ReportText, findings: Findings, seen: set[str]) -> Agent:
    """Return a person of this document whom no row knows, reported and labelled where met first."""
    first = iri not in seen
    seen.add(iri)
    words = report.source.quote(name)
    if first:
        findings.report("unidentified-person", Severity.INFO,
                        f"no row of data/tables/persons.csv knows '{words}'; the person is kept as unidentified", name)
    label = LangText(words, report.identity.language) if first else None
    return Agent(iri=iri, evidence=(name,), subclass="UnidentifiedPerson", label=label)

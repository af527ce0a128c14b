"""Rules for legal references: what a provision cites, in which words, and what it quotes.

Must not read rules of procedure that a decision or participation already rests on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import Citation, Decision, Fact, OfficeHolding, Participation, Quotation
from treatygraph.find.fold import HAN, lower
from treatygraph.model import Iri, LangText, Severity, Span
from treatygraph.read.tree import NodeKind
from treatygraph.reading.facts_so_far import Facts
from treatygraph.reading.findings import Findings
from treatygraph.reading.outline import Outline
from treatygraph.reading.registry import rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.units import Sighting, Unit, outermost

_CITED = frozenset({"symbol", "symbols", "provision", "article", "treaty_annex", "measure", "declaration",
                    "conference_document", "organ_document", "founding_resolution", "collective", "resolution",
                    "paragraph", "own_annex", "own_appendix", "rule", "document"})
# Kinds that name several things at once, each of which is cited.
_OF_SEVERAL = frozenset({"symbols", "provision", "paragraph", "article", "rule", "resolution", "treaty_annex",
                         "own_annex"})
_OF_A_TITLE = frozenset({"symbol", "symbols", "article", "rule", "treaty_annex"})
_PASSAGE = re.compile(r"“([^“”]{4,})”")
_LONGEST_LEAD_TO_A_TERM = 40
_FEWEST_WORDS = 3


@rule("CIT-01", reads="report", emits=(Citation,), stage=3)
def citations(report: ReportText, outline: Outline, facts: Facts) -> Iterator[Citation]:
    """Read every reference to a document or a provision as a citation.

    If: words of a provision refer to a document, article, annex, measure, paragraph or resolution, or to several.
    Then: the provision cites it, or each of them, in these words, and a part as part of what the words say it is of; a
        word such as "No." right before a symbol belongs to them.
    Near miss: the bare name of a treaty or conference is a mention; a rule of procedure under which the provision
        already states something is not cited again; a part of what is named but not known is only reported; a row
        of a table of documents lists these, and the articles and rules in their titles say what they are about.
    """
    ruled = {(fact.stated_in, followed) for fact in facts.records
             if isinstance(fact, Participation | OfficeHolding | Decision) for followed in fact.under_rules}
    for unit in outline.units:
        if unit.kind in {"header", "title"}:
            continue
        for sighting in outermost(unit.sightings, 0, len(unit.text)):
            if sighting.kind not in _CITED or (sighting.iri is None and sighting.kind not in _OF_SEVERAL):
                continue
            if unit.kind == "cell" and sighting.kind in _OF_A_TITLE:
                continue
            for cited in sighting.things:
                if sighting.kind != "rule" or (unit.provision, cited) not in ruled:
                    yield _citation(report, unit, sighting, cited)


def _citation(report: ReportText, unit: Unit, sighting: Sighting, cited: Iri) -> Citation:
    start, end = sighting.start, sighting.end
    if sighting.kind == "symbol":
        for before in report.language.references_around.get("before", ()):
            if unit.plain.endswith(before, 0, start):
                start -= len(before)
        for after in report.language.references_around.get("after", ()):
            if unit.plain.startswith(after, end):
                end += len(after)
    if sighting.kind == "resolution":
        beside = (s.start for s in unit.sightings if s.kind == "organization" and unit.text[s.end : start] == " ")
        start = min(beside, default=start)
    span = unit.span_of(start, end)
    return Citation(iri=iris.citation(unit.provision, cited), evidence=(span,), stated_in=unit.provision,
                    citing_provision=unit.provision, cited=cited, cited_as=(report.words(span),))


@rule("CIT-02", reads="report", emits=(Quotation, Citation), stage=3)
def quotations(report: ReportText, outline: Outline, findings: Findings) -> Iterator[Quotation | Citation]:
    """Read every quoted passage.

    If: words stand in quotation marks as a passage of their own, after a pause or at a clause's beginning.
    Then: the provision quotes them, from the document the sentence named before them; where it named none, that is
        reported.
    Near miss: a term or name in quotation marks inside a phrase, or introduced in brackets; a title; the last of
        several quoted paragraphs, each of which has its own opening mark.
    """
    ordinals: dict[Iri, int] = {}
    open_above = False
    for unit in outline.units:
        if unit.kind != "sentence":
            continue
        going_on, open_above = open_above and unit.text.startswith("“"), unit.text.count("“") > unit.text.count("”")
        for passage in _PASSAGE.finditer(unit.text):
            if not _stands_apart(report, unit, passage.start(), passage.end()) or (going_on and not passage.start()):
                continue
            ordinals[unit.provision] = ordinals.get(unit.provision, 0) + 1
            span = unit.span_of(passage.start(1), passage.end(1))
            source = _quoted_from(unit, passage.start())
            if source is None:
                findings.report("quotation-without-source", Severity.INFO,
                                "the sentence does not say what it quotes", span)
            iri = iris.quotation(unit.provision, ordinals[unit.provision])
            text = report.words(span)
            yield Quotation(iri=iri, evidence=(span,), stated_in=unit.provision, quoted_text=text,
                            cited=source.iri if source else None)
            if source and source.iri:
                yield _quoting(report, unit, source, text, span)


def _quoting(report: ReportText, unit: Unit, source: Sighting, text: LangText, span: Span) -> Citation:
    cited = source.things[0]
    return Citation(iri=iris.citation(unit.provision, cited), evidence=(span,), stated_in=unit.provision,
                    citing_provision=unit.provision, cited=cited, quoted_text=(text,),
                    cited_as=(report.words(unit.span_of(source.start, source.end)),))


def _stands_apart(report: ReportText, unit: Unit, start: int, end: int) -> bool:
    """Tell whether a quotation begins a clause, or is all that a verb is said of."""
    before, after = unit.plain[:start].rstrip(), unit.text[end:]
    if after.startswith(")") and "(" in before[-_LONGEST_LEAD_TO_A_TERM:]:
        return False
    named = before.rstrip(" ,:").endswith(tuple(report.language.references_around.get("entitled", ())) or ("\0",))
    if named or _is_short(unit.text[start + 1 : end - 1]):
        return False
    clauses = report.language.clauses
    leads = tuple(word for section in ("connectors", "quotation_leads") for word in clauses.get(section, ()))
    if before.endswith(leads):
        return True
    if not before or before[-1] in ",:;":
        return unit.node.kind is not NodeKind.FOOTNOTE  # there a title stands so: "Author, “Title”"
    verbs = tuple(lower(verb) for verb in report.language.lexicon.get("verb", {}))
    return before.endswith(verbs) and (not after or after[0] in ",;。.")


def _is_short(words: str) -> bool:
    """Tell whether quoted words are a term, where words are parted by spaces: one word or two."""
    return not HAN.search(words) and len(words.split()) < _FEWEST_WORDS


def _quoted_from(unit: Unit, before: int) -> Sighting | None:
    found = [s for s in unit.sightings if s.end <= before and s.iri
             and s.kind in {"symbol", "collective", "resolution", "conference_document", "organ_document", "article"}]
    return found[-1] if found else None


@rule("CIT-03", reads="report", emits=(), stage=4)
def references_not_enumerated(outline: Outline, findings: Findings) -> Iterator[Fact]:
    """Report the references that name a set of documents without enumerating it.

    If: words refer to all resolutions of an organ on a matter.
    Then: that is reported, for nobody can tell from the text which they are.
    Near miss: a resolution with its number.
    """
    for unit in outline.units:
        for sighting in unit.seen("collective"):
            findings.report("reference-not-enumerated", Severity.INFO,
                            "the words refer to documents that they do not enumerate",
                            unit.span_of(sighting.start, sighting.end))
    yield from ()

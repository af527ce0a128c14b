"""Reports what of a text no rule read: whole units, words between what rules used, and things said that no fact holds.

Must not read a word, nor decide what is said: it compares claims with the things said.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence

from treatygraph.model import Severity, Span
from treatygraph.reading.findings import Findings
from treatygraph.reading.said import Kind, Said, Where
from treatygraph.reading.stretches import Stretches
from treatygraph.reading.units import Unit

_FULL_STOPS = (".", "。", "!", "！", "?", "？", "؟")
_ENUMERABLE = frozenset({"resolution", "symbol", "founding_resolution", "organ_document", "conference_document",
                         "document", "declaration"})
_ADDRESSABLE = frozenset({"state", "group", "state_group", "organization"})
_UNKNOWN = "unknown-name"


def folded_range(unit: Unit, span: Span) -> tuple[int, int]:
    """Return the folded range of a stored span within a unit."""
    start = bisect.bisect_left(unit.folded.starts, span.start)
    return start, bisect.bisect_right(unit.folded.ends, span.end)


def uncovered(unit: Unit) -> list[tuple[int, int]]:
    """Return the folded ranges of a unit that no claim covers and that hold a letter or digit.

    Of a unit of which rules say which words they used, only those that hold a thing said that went nowhere: what
    stands between roles and circumstances otherwise says nothing.
    """
    gaps: list[tuple[int, int]] = []
    reach = 0
    claimed = sorted(folded_range(unit, span) for claim in unit.claims for span in claim.words)
    for start, end in [*(pair for pair in claimed if pair[0] < pair[1]), (len(unit.text), len(unit.text))]:
        if start > reach and any(char.isalnum() for char in unit.text[reach:start]):
            gaps.append((reach, start))
        reach = max(reach, end)
    if all(claim.used is None for claim in unit.claims):
        return gaps
    lost = lost_in(unit)
    return [trimmed(unit, gap) for gap in gaps if lost.overlap(Span(*gap))]


def lost_in(unit: Unit) -> Stretches:
    """Return the folded ranges of the things said in a unit that went nowhere."""
    return Stretches(Span(one.what.start, one.what.end) for one in unit.said if one.where is Where.UNREAD)


def trimmed(unit: Unit, gap: tuple[int, int]) -> tuple[int, int]:
    """Return a folded range without the white space and marks around its words."""
    start, end = gap
    while start < end and not unit.text[start].isalnum() and unit.text[start] not in "“《(«":
        start += 1
    while end > start and not unit.text[end - 1].isalnum() and unit.text[end - 1] not in "”》)»":
        end -= 1
    return start, end


def report_residue(units: Iterable[Unit], findings: Findings, *, has_frames: bool) -> None:
    """Report the units that no rule read, and of the others the words and things said that none did.

    `has_frames` tells whether the language names the verbs by which prose is told from a title.
    """
    told = [(finding.place.span, finding.kind == _UNKNOWN) for finding in findings.all()]
    starts = [span.start for span, _ in told]
    for unit in units:
        first, last = (bisect.bisect_left(starts, at) for at in (unit.span.start, unit.span.end))
        _report(unit, findings, _Told(told[first:last]), has_frames=has_frames)


class _Told:
    """What the other findings about a unit are about."""

    def __init__(self, told: Sequence[tuple[Span, bool]]) -> None:
        self._unknown = Stretches(span for span, unknown in told if unknown)
        self._others = Stretches(span for span, unknown in told if not unknown)

    def of(self, span: Span) -> bool:
        """Tell whether one is about a thing said: about a name that no row knows, or just these words."""
        return self._unknown.overlap(span) or self._others.overlap_closely(span, 3 * (span.end - span.start))


def _report(unit: Unit, findings: Findings, told: _Told, *, has_frames: bool) -> None:
    if not unit.text:
        return
    if unit.kind == "title":
        _report_prose(unit, findings, has_frames=has_frames)
    if unit.kind == "cell":
        return
    if not unit.claims:
        findings.report(f"unread-{unit.kind}", Severity.WARNING, "no rule reads these words", unit.span)
        return
    gaps = uncovered(unit)
    lost = lost_in(unit)
    for gap in gaps:
        things = [unit.span_of(one.start, one.end) for one in lost.overlapping(Span(*gap))]
        if not things or not all(told.of(one) for one in things):
            findings.report("unread-words", Severity.WARNING, "no rule reads these words of the sentence",
                            unit.span_of(*gap))
    if unit.kind in {"sentence", "heading"}:
        _report_things(unit, gaps, findings, told)


def _report_prose(unit: Unit, findings: Findings, *, has_frames: bool) -> None:
    if unit.text.rstrip().endswith(_FULL_STOPS) and (
            not has_frames or any(one.what.kind is Kind.VERB for one in unit.said)):
        findings.report("prose-as-title", Severity.WARNING,
                        "these words were taken for a title, but read like a sentence; nothing was read of them",
                        unit.span)


def _report_things(unit: Unit, gaps: list[tuple[int, int]], findings: Findings, told: _Told) -> None:
    """Report things said in words that rules claim, where no fact holds them though facts of their kind are read."""
    excused = Stretches(claim.span for claim in unit.claims if claim.reason)
    unread = Stretches(Span(*gap) for gap in gaps)
    for one in unit.said:
        span = unit.span_of(one.what.start, one.what.end)
        if excused.cover(span) or told.of(span):
            continue
        if one.where is Where.UNREAD and not unread.overlap(Span(one.what.start, one.what.end)):
            findings.report("in-no-fact", Severity.INFO,
                            f"a rule reads these words, but no fact holds this {one.what.kind}", span)
        elif one.where is Where.KEPT and _frame_exists(one):
            findings.report("kept-in-words", Severity.INFO,
                            f"only quoted words hold this {one.what.kind}; no fact takes it", span)


def _frame_exists(one: Said) -> bool:
    """Tell whether facts are read of such a thing: a number as a count, a document as cited, a State as addressed."""
    return (one.what.kind is Kind.NUMBER or one.what.sort in _ENUMERABLE
            or (one.opens and one.what.sort in _ADDRESSABLE))

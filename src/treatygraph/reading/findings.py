"""Collects the findings of one reading, each once.

Must not decide what is worth a finding, nor raise: rules report, and go on.
"""

from __future__ import annotations

from collections.abc import Iterable

from treatygraph.model import Finding, Severity, Span
from treatygraph.read.source import SourceText


class Findings:
    """The findings about a text so far."""

    def __init__(self, source: SourceText, known: Iterable[Finding]) -> None:
        self._source = source
        self._found = list(known)
        self._met = set(self._found)

    def report(self, kind: str, severity: Severity, message: str, where: Span, *, also: Iterable[Span] = ()) -> None:
        """Keep a finding about a stretch of the text, and about others that it has to do with."""
        related = tuple(self._source.place(span) for span in also)
        finding = Finding(kind, severity, message, self._source.place(where), self._source.quote(where), related)
        if finding not in self._met:
            self._met.add(finding)
            self._found.append(finding)

    def report_together(self, kind: str, severity: Severity, message: str, places: Iterable[Span]) -> None:
        """Keep one finding about several stretches of the text: at the first, with the others beside it."""
        first, *others = sorted(places)
        self.report(kind, severity, message, first, also=others)

    def all(self) -> list[Finding]:
        """Return the findings in the order of their places."""
        return sorted(self._found, key=lambda f: (f.place.span, f.kind, f.message))

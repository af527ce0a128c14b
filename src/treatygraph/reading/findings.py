"""Collects the findings of one reading, each once.

Must not decide what is worth a finding, nor raise: rules report, and go on.
"""

from __future__ import annotations

from collections.abc import Iterable

from treatygraph.model import Finding, Place, Severity, Span
from treatygraph.read.source import SourceText


class Findings:
    """The findings about a text so far."""

    def __init__(self, source: SourceText, known: Iterable[Finding]) -> None:
        self._source = source
        self._found = list(known)
        self._met = set(self._found)

    def report(self, kind: str, severity: Severity, message: str, where: Span, *,
               rule: str | None = None, related: tuple[Place, ...] = ()) -> None:
        """Keep a finding about a stretch of the text."""
        finding = Finding(kind, severity, message, self._source.place(where), self._source.quote(where), related, rule)
        if finding not in self._met:
            self._met.add(finding)
            self._found.append(finding)

    def all(self) -> list[Finding]:
        """Return the findings in the order of their places."""
        return sorted(self._found, key=lambda f: (f.place.span, f.kind, f.message))

"""Defines the plain records that the stages hand to each other: spans, findings, dates and texts in a language.

Must not know about RDF, files or any particular language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

Iri = NewType("Iri", str)
"""A full IRI, minted by `treatygraph.iris` or named in `treatygraph.vocab`."""


class TreatyGraphError(Exception):
    """An input or a call that cannot be used; its text is one line that a user can act on."""


class Severity(StrEnum):
    """How grave a finding is: the same three words that SHACL uses."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the stored text: character offsets, 0-based, end-exclusive (RFC 5147)."""

    start: int
    end: int

    def covers(self, other: Span) -> bool:
        """Tell whether `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class LangText:
    """Words in a language: the text and its BCP 47 tag."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precisely as it is known: `2021-09-23`, `2021-09` or `2021` (ISO 8601, XSD 1.1)."""

    lexical: str

    @property
    def year(self) -> int:
        """The calendar year."""
        return int(self.lexical[:4])


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a text: file name, 1-based line and column, and the span."""

    file: str
    line: int
    column: int
    span: Span


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader of the result must know: unread, unresolved, or contradictory words."""

    kind: str
    severity: Severity
    message: str
    place: Place
    words: str
    related: tuple[Place, ...] = field(default=())
    rule: str | None = None


Value = Iri | LangText | PartialDate | str | int
"""What a fact may say of its subject: a thing, words in a language, a date, a plain string or an integer."""


# Controls but tab and line feed (C0, DEL, C1), and what breaks a line unseen.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def visible(text: str) -> str:
    r"""Return a text with control characters written out: a terminal would obey them.

    >>> visible("done\x1b[1A\x1b[2K")
    'done\\x1b[1A\\x1b[2K'
    """
    return _CONTROL.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), text)


def brief(words: str, longest: int = 60) -> str:
    """Return words on one line, cut where they are longer than so many characters, control characters made visible.

    >>> brief("in  the\\nend"), brief("in the end", 7)
    ('in the end', 'in the…')
    """
    line = visible(" ".join(words.split()))
    return line if len(line) <= longest else line[: longest - 1] + "…"

"""Accounts for every sentence, heading, title, header line and cell of a report: who read it, or why not.

Must not read a word itself, nor print: it counts what the rules claimed.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum

from treatygraph.audit.shares import Spoken, spoken, unread_spans
from treatygraph.model import Finding, Iri, Place, Severity, Span
from treatygraph.reading.engine import ReadReport
from treatygraph.reading.registry import STRUCTURE
from treatygraph.reading.units import Unit

KINDS = ("header", "title", "heading", "sentence", "cell")


class Outcome(StrEnum):
    """What became of a unit of the text."""

    READ = "read"
    STRUCTURE = "structure"
    FACT_FREE = "fact-free"
    PARTLY = "partly read"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the text and where they stand."""

    place: Place
    words: str


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration that words carry no fact: the rule it stands under, and its reason."""

    rule: str
    reason: str


_Resting = tuple[Span, str, Iri | None]
"""What rests on words: the words, the rule, and the resource (None for a mention)."""


@dataclass(frozen=True)
class Account:
    """What became of one unit.

    `rules` claimed its words; `also` are further rules whose facts or mentions rest on words inside it.
    `facts` counts the resources that rest on words inside it, `unread` holds the words that no rule claimed.
    """

    kind: str
    passage: Passage
    provision: Iri
    outcome: Outcome
    rules: tuple[str, ...]
    also: tuple[str, ...]
    declared: tuple[Declared, ...]
    unread: tuple[Passage, ...]
    facts: int

    @property
    def place(self) -> Place:
        """Where the unit begins."""
        return self.passage.place


@dataclass(frozen=True)
class Tally:
    """How many units, and how many of their characters (white space left out), met which outcome."""

    units: int
    read: int
    structure: int
    fact_free: int
    partly: int
    unread: int
    characters: int
    characters_unread: int

    @property
    def accounted(self) -> int:
        """Units of which every word was claimed by rules: read, part of the structure, or declared free of facts."""
        return self.read + self.structure + self.fact_free

    @property
    def share(self) -> float:
        """The share of units accounted for, from 0 to 1; 1 where there is none."""
        return self.accounted / self.units if self.units else 1.0

    @property
    def share_of_characters(self) -> float:
        """The share of characters accounted for, from 0 to 1; 1 where there is none."""
        return 1 - self.characters_unread / self.characters if self.characters else 1.0


@dataclass(frozen=True)
class Audit:
    """The account of one text."""

    file: str
    symbol: str
    language: str
    sha256: str
    accounts: tuple[Account, ...]
    findings: tuple[Finding, ...]
    said: Spoken

    def tally(self, *kinds: str) -> Tally:
        """Count the units of the given kinds; of every kind by default."""
        chosen = [account for account in self.accounts if not kinds or account.kind in kinds]
        met = [account.outcome for account in chosen]
        return Tally(
            units=len(chosen),
            read=met.count(Outcome.READ),
            structure=met.count(Outcome.STRUCTURE),
            fact_free=met.count(Outcome.FACT_FREE),
            partly=met.count(Outcome.PARTLY),
            unread=met.count(Outcome.UNREAD),
            characters=sum(inked(account.passage.words) for account in chosen),
            characters_unread=sum(inked(gap.words) for account in chosen for gap in account.unread),
        )

    @property
    def unread(self) -> tuple[Passage, ...]:
        """The unread words, in text order."""
        return tuple(gap for account in self.accounts for gap in account.unread)

    @property
    def flawless(self) -> bool:
        """Tell whether every word is accounted for and no finding is a Warning or worse."""
        return not self.unread and all(finding.severity is Severity.INFO for finding in self.findings)


def audit(report: ReadReport) -> Audit:
    """Account for every unit of a report that was read."""
    reading = report.reading
    resting = _resting(report)
    starts = [span.start for span, _, _ in resting]
    accounts = tuple(_account(report, unit, resting, starts) for unit in report.units)
    return Audit(
        reading.source.name,
        reading.identity.symbol,
        reading.identity.language,
        reading.source.sha256,
        accounts,
        report.findings,
        spoken(report),
    )


def _resting(report: ReadReport) -> list[_Resting]:
    """Return what rests on which words, by place."""
    found: list[_Resting] = []
    for record in report.records:
        found += [(span, record.rule, record.iri) for span in record.evidence]
    found += [(mention.span, mention.rule, None) for mention in report.mentions]
    return sorted(found, key=lambda entry: entry[0])


def _account(report: ReadReport, unit: Unit, resting: list[_Resting], starts: list[int]) -> Account:
    source = report.reading.source
    near = resting[bisect_left(starts, unit.span.start) : bisect_left(starts, unit.span.end)]
    inside = [entry for entry in near if unit.span.covers(entry[0])]
    rules = tuple(dict.fromkeys(claim.rule for claim in unit.claims))
    gaps = unread_spans(unit)
    return Account(
        kind=unit.kind,
        passage=Passage(source.place(unit.span), source.quote(unit.span)),
        provision=unit.provision,
        outcome=_outcome(unit, gaps),
        rules=rules,
        also=tuple(sorted({rule for _, rule, _ in inside} - set(rules))),
        declared=tuple(dict.fromkeys(Declared(c.rule, c.reason) for c in unit.claims if c.reason)),
        unread=tuple(Passage(source.place(gap), source.quote(gap)) for gap in gaps),
        facts=len({iri for _, _, iri in inside if iri}),
    )


def _outcome(unit: Unit, gaps: tuple[Span, ...]) -> Outcome:
    if not unit.claims:
        return Outcome.UNREAD
    if gaps:
        return Outcome.PARTLY
    if all(claim.rule.startswith(STRUCTURE) for claim in unit.claims):
        return Outcome.STRUCTURE
    return Outcome.FACT_FREE if all(claim.reason for claim in unit.claims) else Outcome.READ


def inked(words: str) -> int:
    """Return how many characters are no white space."""
    return sum(not char.isspace() for char in words)

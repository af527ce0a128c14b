"""Accounts for every sentence, heading, title, header line and cell of a report: who read it, or why not.

Must not read a word itself, nor print: it counts what the rules claimed and renders the result.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from treatygraph.model import Finding, Iri, Place, Severity, Span
from treatygraph.reading.engine import ReadReport, uncovered
from treatygraph.reading.units import Unit

KINDS = ("header", "title", "heading", "sentence", "cell")
_MARKS = {Severity.VIOLATION: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


class Outcome(StrEnum):
    """What became of a unit of the text."""

    READ = "read"
    FACT_FREE = "fact-free"
    PARTLY = "partly read"
    UNREAD = "unread"


_STYLES = {
    Outcome.READ: "green",
    Outcome.FACT_FREE: "blue",
    Outcome.PARTLY: "bold yellow",
    Outcome.UNREAD: "bold red",
}


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
    fact_free: int
    partly: int
    unread: int
    characters: int
    characters_unread: int

    @property
    def accounted(self) -> int:
        """Units of which every word was read or declared free of facts."""
        return self.read + self.fact_free

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

    def tally(self, *kinds: str) -> Tally:
        """Count the units of the given kinds; of every kind by default."""
        chosen = [account for account in self.accounts if not kinds or account.kind in kinds]
        met = [account.outcome for account in chosen]
        return Tally(
            units=len(chosen),
            read=met.count(Outcome.READ),
            fact_free=met.count(Outcome.FACT_FREE),
            partly=met.count(Outcome.PARTLY),
            unread=met.count(Outcome.UNREAD),
            characters=sum(_inked(account.passage.words) for account in chosen),
            characters_unread=sum(_inked(gap.words) for account in chosen for gap in account.unread),
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
    )


def unread_spans(unit: Unit) -> tuple[Span, ...]:
    """Return the stored spans of a unit that no rule claimed and that hold a letter or digit."""
    if not unit.claims:
        return (unit.span,)
    return tuple(unit.folded.span(start, end) for start, end in uncovered(unit))


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
    return Outcome.FACT_FREE if all(claim.reason for claim in unit.claims) else Outcome.READ


def _inked(words: str) -> int:
    return sum(not char.isspace() for char in words)


# ---- renderers


def percent(share: float) -> str:
    """Write a share as a percentage, rounded down, so that 100 % means all.

    >>> percent(1.0), percent(0.99999)
    ('100%', '99.9%')
    """
    return "100%" if share >= 1 else f"{int(share * 1000) / 10}%"


def as_json(audits: Iterable[Audit]) -> str:
    """Render accounts as JSON: one object whose `texts` holds one entry per text."""
    return json.dumps({"texts": [_audit_data(one) for one in audits]}, ensure_ascii=False, indent=2) + "\n"


def _audit_data(one: Audit) -> dict[str, Any]:
    return {
        "file": one.file,
        "symbol": one.symbol,
        "language": one.language,
        "sha256": one.sha256,
        "totals": {"all": _tally_data(one.tally()), **{kind: _tally_data(one.tally(kind)) for kind in KINDS}},
        "units": [
            {
                "kind": account.kind,
                **_passage_data(account.passage),
                "provision": account.provision,
                "outcome": account.outcome.value,
                "rules": list(account.rules),
                "alsoReadBy": list(account.also),
                "declaredFactFree": [{"rule": d.rule, "reason": d.reason} for d in account.declared],
                "unread": [_passage_data(gap) for gap in account.unread],
                "facts": account.facts,
            }
            for account in one.accounts
        ],
        "findings": [
            {
                "kind": finding.kind,
                "severity": finding.severity.value,
                "message": finding.message,
                **_place_data(finding.place),
                "words": finding.words,
                "related": [_place_data(place) for place in finding.related],
                "rule": finding.rule,
            }
            for finding in one.findings
        ],
    }


def _tally_data(tally: Tally) -> dict[str, int | float]:
    return {
        "units": tally.units,
        "read": tally.read,
        "factFree": tally.fact_free,
        "partlyRead": tally.partly,
        "unread": tally.unread,
        "share": int(tally.share * 10_000) / 10_000,
        "characters": tally.characters,
        "charactersUnread": tally.characters_unread,
    }


def _place_data(place: Place) -> dict[str, int]:
    return {"line": place.line, "column": place.column, "start": place.span.start, "end": place.span.end}


def _passage_data(passage: Passage) -> dict[str, str | int]:
    return {**_place_data(passage.place), "words": passage.words}


def as_plain(one: Audit, *, only_unread: bool = False) -> str:
    """Render an account as plain lines that begin with `file:line:column:`, for pipes and editors."""
    lines = [
        f"{_where(one, account.place)}: {account.kind}: {account.outcome}: {_read_by(account)}: "
        f"{_brief(words)}"
        for account, _, words in _rows(one, only_unread)
    ]
    lines += [f"{_where(one, gap.place)}: no rule reads: {_brief(gap.words)}" for gap in one.unread]
    lines += [
        f"{_where(one, finding.place)}: {finding.severity}: {finding.kind}: {finding.message}: "
        f"{_brief(finding.words)}"
        for finding in one.findings
    ]
    return "\n".join([*lines, *totals(one)]) + "\n"


def as_table(one: Audit, *, only_unread: bool = False) -> RenderableType:
    """Render an account for a terminal: units, unread words, findings, totals."""
    units = Table(
        "Place",
        "Unit",
        "Outcome",
        expand=True,
        show_edge=False,
        title=f"{one.symbol} ({one.language})",
        title_justify="left",
    )
    units.add_column("Rules", ratio=2)
    units.add_column("Facts", justify="right")
    units.add_column("Words", no_wrap=True, overflow="ellipsis", ratio=3)
    for account, facts, words in _rows(one, only_unread):
        outcome = Text(account.outcome.value, _STYLES[account.outcome])
        units.add_row(
            f"{account.place.line}:{account.place.column}",
            account.kind,
            outcome,
            Text(_read_by(account)),
            str(facts),
            Text(_brief(words, 200)),
        )
    findings = Table(
        "Place", "Severity", expand=True, show_edge=False, title="Findings", title_justify="left"
    )
    findings.add_column("Finding", ratio=3)
    findings.add_column("Words", no_wrap=True, overflow="ellipsis", ratio=2)
    for finding in one.findings:
        findings.add_row(
            f"{finding.place.line}:{finding.place.column}",
            Text(finding.severity.value, _MARKS[finding.severity]),
            Text(f"{finding.kind}: {finding.message}"),
            Text(_brief(finding.words)),
        )
    parts: list[RenderableType] = [units] if units.row_count else []
    parts += [
        Text(f"Unread at {gap.place.line}:{gap.place.column}: {gap.words}", "bold red") for gap in one.unread
    ]
    parts += [findings] if one.findings else []
    return Group(*parts, Text("\n".join(totals(one)), "bold"))


def _rows(one: Audit, only_unread: bool) -> Iterator[tuple[Account, int, str]]:
    """Yield what a table shows in a row: each unit, its facts and words; a run of cells alike is one row."""
    chosen = [account for account in one.accounts if account.unread or not only_unread]
    for (kind, outcome, _), run in groupby(chosen, key=lambda a: (a.kind, a.outcome, a.rules)):
        alike = list(run)
        if kind == "cell" and outcome is not Outcome.UNREAD and len(alike) > 1:
            words = f"{len(alike)} cells, {alike[0].passage.words} … {alike[-1].passage.words}"
            yield alike[0], sum(account.facts for account in alike), words
        else:
            yield from ((account, account.facts, account.passage.words) for account in alike)


def _read_by(account: Account) -> str:
    shown = ", ".join(account.rules) or "no rule"
    if account.also:
        shown += f" (+ {', '.join(account.also)})"
    return shown + "".join(f"; free of facts by {d.rule}: {d.reason}" for d in account.declared)


def _where(one: Audit, place: Place) -> str:
    return f"{one.file}:{place.line}:{place.column}"


def _brief(words: str, longest: int = 60) -> str:
    line = " ".join(words.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def totals(one: Audit) -> list[str]:
    """Return the totals of an account in a few lines."""
    sentences, everything = one.tally("sentence"), one.tally()
    grave = sum(finding.severity is not Severity.INFO for finding in one.findings)
    return [
        f"Sentences accounted for: {sentences.accounted} of {sentences.units} ({percent(sentences.share)}); "
        f"{sentences.read} read, {sentences.fact_free} free of facts, {sentences.partly} partly read, "
        f"{sentences.unread} unread",
        f"All units accounted for: {everything.accounted} of {everything.units} "
        f"({percent(everything.share)}); characters: {percent(everything.share_of_characters)} of "
        f"{everything.characters}",
        f"Findings: {len(one.findings)}, of which {grave} warnings or worse",
    ]

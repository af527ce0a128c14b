"""Renders the account of a text: as JSON, as plain lines, and as a table for the terminal.

Must not count or decide anything itself, nor print.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from treatygraph.audit.accounting import KINDS, Account, Audit, Outcome, Passage, Tally
from treatygraph.audit.shares import Shares, Thing
from treatygraph.model import Place, Severity, brief
from treatygraph.reading.said import Kind

_MARKS = {Severity.VIOLATION: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_STYLES = {
    Outcome.READ: "green",
    Outcome.STRUCTURE: "green",
    Outcome.FACT_FREE: "blue",
    Outcome.PARTLY: "bold yellow",
    Outcome.UNREAD: "bold red",
}


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
        "said": {
            "whole": _shares_data(one.said.whole),
            "byKind": {kind.value: _shares_data(one.said.of(kind), characters=False) for kind in Kind},
            "parts": [
                {"title": part.title, **_place_data(part.place), **_shares_data(part.shares)}
                for part in one.said.parts
            ],
            "kept": [_thing_data(thing) for thing in one.said.kept],
        },
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
        "structure": tally.structure,
        "factFree": tally.fact_free,
        "partlyRead": tally.partly,
        "unread": tally.unread,
        "share": int(tally.share * 10_000) / 10_000,
        "characters": tally.characters,
        "charactersUnread": tally.characters_unread,
    }


def _shares_data(shares: Shares, *, characters: bool = True) -> dict[str, int]:
    data = {
        "things": shares.things,
        "inFact": shares.in_fact,
        "kept": shares.kept,
        "unread": shares.unread,
        "unreadWithReason": shares.excused,
    }
    if characters:
        data |= {
            "characters": shares.characters,
            "charactersInFact": shares.characters_in_fact,
            "charactersKept": shares.characters_kept,
            "charactersUnread": shares.characters_unread,
        }
    return data


def _thing_data(thing: Thing) -> dict[str, str | int]:
    return {"kind": thing.kind.value, **_place_data(thing.place), "words": thing.words}


def _place_data(place: Place) -> dict[str, int]:
    return {"line": place.line, "column": place.column, "start": place.span.start, "end": place.span.end}


def _passage_data(passage: Passage) -> dict[str, str | int]:
    return {**_place_data(passage.place), "words": passage.words}


def as_plain(one: Audit, *, only_unread: bool = False) -> str:
    """Render an account as plain lines that begin with `file:line:column:`, for pipes and editors."""
    lines = [
        f"{_where(one, account.place)}: {account.kind}: {account.outcome}: {_read_by(account)}: "
        f"{brief(words)}"
        for account, _, words in _rows(one, only_unread)
    ]
    lines += [f"{_where(one, gap.place)}: no rule reads: {brief(gap.words)}" for gap in one.unread]
    lines += [
        f"{_where(one, finding.place)}: {finding.severity}: {finding.kind}: {finding.message}: "
        f"{brief(finding.words)}"
        for finding in one.findings
    ]
    lines += [f"{_where(one, place)}: {row}" for place, row in _parts(one)]
    return "\n".join([*lines, *totals(one)]) + "\n"


def kept_as_plain(one: Audit) -> str:
    """Render what only quoted words hold as plain lines that begin with `file:line:column:`, and the totals."""
    lines = [f"{_where(one, thing.place)}: {thing.where}: {thing.kind}: {brief(thing.words)}"
             for thing in one.said.kept]
    return "\n".join([*lines, *totals(one)]) + "\n"


def _parts(one: Audit) -> Iterator[tuple[Place, str]]:
    """Yield the place of each part of the text and a line about what it says."""
    for part in one.said.parts:
        title = brief(part.title) or "before the first title"
        yield part.place, f"{title}: {said_in_words(part.shares)}"


def said_in_words(shares: Shares) -> str:
    """Write the three shares of what is said, and of the characters, in a line.

    >>> print(said_in_words(Shares(3, 1, 0, 0, 30, 10, 0)).replace("; ", "\\n"))
    4 things said: 3 in facts (75.0%), 1 kept in words (25.0%), 0 unread (0.0%)
    40 characters: 30 read, 10 kept, 0 unread
    """
    names = ("in facts", "kept in words", "unread")
    counts = (shares.in_fact, shares.kept, shares.unread)
    things = ", ".join(f"{n} {name} ({percent(share)})" for n, name, share in
                       zip(counts, names, shares.of_things, strict=True))
    excused = f" ({shares.excused} of them with a reason)" if shares.excused else ""
    return (f"{shares.things} things said: {things}{excused}; {shares.characters} characters: "
            f"{shares.characters_in_fact} read, {shares.characters_kept} kept, {shares.characters_unread} unread")


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
            Text(brief(words, 200)),
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
            Text(brief(finding.words)),
        )
    parts: list[RenderableType] = [units] if units.row_count else []
    parts += [
        Text(f"Unread at {gap.place.line}:{gap.place.column}: {gap.words}", "bold red") for gap in one.unread
    ]
    parts += [findings] if one.findings else []
    parts += [_said_table(one)]
    return Group(*parts, Text("\n".join(totals(one)), "bold"))


def _said_table(one: Audit) -> Table:
    """Return the three shares of what each part of the text says."""
    table = Table("Part", expand=True, show_edge=False, title="Things said", title_justify="left")
    for name in ("In facts", "Kept in words", "Unread", "Characters kept"):
        table.add_column(name, justify="right")
    for title, shares in (*((part.title or "before the first title", part.shares) for part in one.said.parts),
                          ("All", one.said.whole)):
        counts = (shares.in_fact, shares.kept, shares.unread)
        cells = [f"{n} ({percent(share)})" for n, share in zip(counts, shares.of_things, strict=True)]
        table.add_row(Text(brief(title)), *cells, f"{shares.characters_kept} of {shares.characters}")
    return table


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


def totals(one: Audit) -> list[str]:
    """Return the totals of an account in a few lines."""
    sentences, everything = one.tally("sentence"), one.tally()
    grave = sum(finding.severity is not Severity.INFO for finding in one.findings)
    return [
        f"In the whole text, {said_in_words(one.said.whole)}",
        f"Sentences accounted for: {sentences.accounted} of {sentences.units} ({percent(sentences.share)}); "
        f"{sentences.read} read, {sentences.fact_free} free of facts, {sentences.partly} partly read, "
        f"{sentences.unread} unread",
        f"All units accounted for: {everything.accounted} of {everything.units} "
        f"({percent(everything.share)}); characters: {percent(everything.share_of_characters)} of "
        f"{everything.characters}",
        f"Findings: {len(one.findings)}, of which {grave} warnings or worse",
    ]

"""Makes the audit page: one self-contained HTML file that shows what was read from which words of a report.

Must not read a text, nor decide what counts as read.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from treatygraph.audit.accounting import KINDS, Audit, Tally, audit
from treatygraph.audit.cards import Cards
from treatygraph.audit.labels import Labels
from treatygraph.audit.marked_text import SAID, SIGNS, MarkedText
from treatygraph.audit.renderings import percent
from treatygraph.audit.shares import MEANING, Shares
from treatygraph.audit.stretches import Rested, rest
from treatygraph.graph.swapping import write_whole
from treatygraph.model import Severity, brief
from treatygraph.reading.engine import ReadReport
from treatygraph.reading.said import Where

_NAMES = {
    "header": "Header lines",
    "title": "Titles",
    "heading": "List headings",
    "sentence": "Sentences",
    "cell": "Table cells",
}


def write_audit_page(report: ReadReport, path: Path) -> None:
    """Write the page of a report to a file, in whole or not at all.

    Raises TreatyGraphError where the disk refuses.
    """
    write_whole(path.parent, {path.name: audit_page(report).encode()})


def audit_page(report: ReadReport) -> str:
    """Return the page of a report: the same text for the same report."""
    account = audit(report)
    rested = rest(report)
    marked = MarkedText(rested)
    cards = Cards(rested, Labels(report.reading.tables, rested.triples), marked.anchor)
    style, script = _asset("audit_page.css"), _asset("audit_page.js")
    used = [rule for stretch in rested.stretches for rule in stretch.rules()]
    return Template(_asset("audit_page.html")).substitute(
        style=style,
        style_hash=_hash(style),
        script=script,
        script_hash=_hash(script),
        symbol=escape(account.symbol),
        language=escape(account.language),
        checksum=escape(account.sha256),
        file=escape(Path(account.file).name),
        verdict=_verdict(account),
        meaning=escape(MEANING),
        said=_said(account),
        totals=_totals(account),
        counts=_counts(rested),
        lists=_lists(account),
        bar=_bar(account),
        text=marked.html(),
        facts="".join(cards.stretches()),
        rules="".join(cards.rules(used)),
    )


def _asset(name: str) -> str:
    return (files("treatygraph.audit") / name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    """Return what a content security policy calls an inline style or script, so that no other one runs."""
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def _verdict(account: Audit) -> str:
    sentences = account.tally("sentence")
    things = account.said.whole
    if not account.unread:
        return (
            f"Every unit is accounted for: all {sentences.units} sentences, and every heading, title and "
            f"table cell; of {things.things} things said, facts hold {things.in_fact}."
        )
    return (
        f"Of {things.things} things said, facts hold {things.in_fact}. "
        f"{len(account.unread)} {_plural('stretch', len(account.unread), 'es')} of words unread; "
        f"{percent(sentences.share)} of {sentences.units} sentences accounted for."
    )


def _plural(word: str, count: int, ending: str = "s") -> str:
    return word if count == 1 else word + ending


def _totals(account: Audit) -> str:
    rows = [_total(_NAMES[kind], account.tally(kind)) for kind in KINDS]
    return "".join([*rows, _total("All", account.tally())])


def _total(name: str, tally: Tally) -> str:
    counts = [tally.units, tally.read, tally.structure, tally.fact_free, tally.partly, tally.unread]
    cells = [*map(str, counts), percent(tally.share)]
    return f'<tr><th scope="row">{name}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _said(account: Audit) -> str:
    """Write the three shares of the whole and of each part of the text as rows with a bar."""
    parts = account.said.parts
    rows = [_shares(brief(part.title, 60) or "Before the first title", account.language if part.title else "",
                    part.shares) for part in parts]
    return "".join([*rows, _shares("All", "", account.said.whole)])


def _shares(name: str, language: str, shares: Shares) -> str:
    counts = (shares.in_fact, shares.kept, shares.unread)
    lang = f' lang="{escape(language)}"' if language else ""
    label = ", ".join(f"{percent(share)} {where}" for share, where in zip(shares.of_things, Where, strict=True))
    bar, at = "", 0.0
    for share, where in zip(shares.of_things, Where, strict=True):
        bar += f'<rect class="{SAID[where]}" x="{at:.2f}" width="{100 * share:.2f}" height="10"/>' if share else ""
        at += 100 * share
    cells = "".join(f"<td>{count}</td>" for count in counts)
    return (
        f'<tr><th scope="row"{lang}>{escape(name)}</th><td class="shares"><svg viewBox="0 0 100 10" role="img" '
        f'preserveAspectRatio="none" aria-label="{label}">{bar}</svg></td>{cells}'
        f"<td>{shares.characters_kept} of {shares.characters}</td></tr>"
    )


def _counts(rested: Rested) -> str:
    return (
        f"{len(rested.about)} things and facts read, resting on {len(rested.stretches)} stretches of "
        f"words; {len(rested.report.mentions)} mentions of names."
    )


def _lists(account: Audit) -> str:
    """List the unread words and the findings, each with a link to its place."""
    parts = []
    if account.unread:
        rows = "".join(
            f'<li><a href="#u{number}">line {gap.place.line}, column {gap.place.column}</a> '
            f'<q lang="{escape(account.language)}">{escape(brief(gap.words, 80))}</q></li>'
            for number, gap in enumerate(account.unread, start=1)
        )
        parts.append(
            f'<details class="list" open><summary>Unread words ({len(account.unread)})</summary>'
            f"<ol>{rows}</ol></details>"
        )
    if account.findings:
        rows = "".join(
            f'<li class="{finding.severity.lower()}"><span aria-hidden="true">{SIGNS[finding.severity]}'
            f'</span> {finding.severity}, <a href="#finding-{number}">line {finding.place.line}</a>: '
            f"{escape(finding.message)}</li>"
            for number, finding in enumerate(account.findings, start=1)
        )
        parts.append(
            f'<details class="list"><summary>Findings ({_by_severity(account)})</summary>'
            f"<ol>{rows}</ol></details>"
        )
    return "".join(parts)


def _by_severity(account: Audit) -> str:
    counts = [(severity, sum(f.severity is severity for f in account.findings)) for severity in Severity]
    return ", ".join(f"{SIGNS[severity]} {count} {severity}" for severity, count in counts if count) or "0"


def _bar(account: Audit) -> str:
    unread, findings = len(account.unread), len(account.findings)
    symbol = f'<span class="which">{escape(account.symbol)}</span>'
    words = (
        f'<a id="next-unread" class="alarm" href="#u1" data-count="{unread}">Unread: {unread} '
        '<span class="go"><span class="word">next</span> <span aria-hidden="true">↓</span></span></a>'
        if unread
        else '<span class="calm">Unread: 0 <span aria-hidden="true">✓</span></span>'
    )
    notes = (
        f'<a id="next-finding" href="#finding-1" data-count="{findings}">Findings: {findings} '
        '<span class="go"><span class="word">next</span> <span aria-hidden="true">↓</span></span></a>'
        if findings
        else "<span>Findings: 0</span>"
    )
    return (
        f'{symbol}{words}{notes}<a href="#facts">Facts</a><a href="#rules">Rules</a>'
        '<a href="#totals">Top <span aria-hidden="true">↑</span></a>'
    )

"""The rule for lists one name a line, below a heading or a sentence that says what they are of.

Must not read prose, an agenda or a table, nor what another rule has read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from treatygraph import iris
from treatygraph.facts import Agent, CountStatement, Listing
from treatygraph.model import Span
from treatygraph.read.tree import Node, NodeKind
from treatygraph.reading.findings import Findings
from treatygraph.reading.frames.verb_groups import VerbFinder, verb_finder
from treatygraph.reading.list_leads import COLONS, ListNouns, list_nouns
from treatygraph.reading.listed_names import Row, listings, number_differs, row_of, without_marks
from treatygraph.reading.outline import Outline
from treatygraph.reading.registry import rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.units import Claim, Unit

_ROWS = frozenset({NodeKind.PARAGRAPH, NodeKind.ITEM})
_HOLDERS = frozenset({NodeKind.ANNEX, NodeKind.APPENDIX, NodeKind.SECTION, NodeKind.DECISION, NodeKind.PARAGRAPH,
                      NodeKind.ITEM, NodeKind.LIST})
_APART = frozenset({NodeKind.ANNEX, NodeKind.APPENDIX, NodeKind.DECISION})
_NOTES = frozenset({NodeKind.FOOTNOTE, NodeKind.RULE_LINE})
_FEWEST, _LONGEST_NAME, _MOST_TELLING = 3, 220, 500
_STOP = re.compile(r"[.!?。][\"”’)]? +\w{2}.*\s|[。;；]")
_MOST_KNOWN, _FEW_KNOWN = 0.8, 0.5


@dataclass(frozen=True)
class _Kind:
    """What a list is of: the kinds its words name, the unit that says so, and a number stated there."""

    kinds: frozenset[str]
    told: Unit | None
    number: tuple[Span, int] | None = None


@rule("LST-06", reads="report", emits=(Listing, CountStatement, Agent), stage=1)
def names_line_by_line(report: ReportText, outline: Outline, findings: Findings
                      ) -> Iterator[Listing | CountStatement | Agent]:
    """Read a list that gives one name a line.

    If: three or more lines in a row are names, no prose, that no rule has read; and the sentence that leads to them,
        their heading, or a provision that says what the annex holds, names States or organisations.
    Then: each is listed in the annex, section or paragraph, in order; organisations that no table knows are
        organisations of the document, which is reported once for the list; a number of the lead is checked.
    Near miss: lines that say something; an agenda; an annex of which no words say that it lists.
    """
    nouns, verbs = list_nouns(report.identity.language), verb_finder(report.identity.language)
    if nouns is None or verbs is None or not nouns.kinds:
        return
    telling = [unit for unit in outline.units if unit.kind == "sentence" and nouns.tells(unit.plain)][:_MOST_TELLING]
    for holder in report.tree.root.walk():
        if holder.kind not in _HOLDERS:
            continue
        for before, run in _runs(holder, outline, verbs):
            said = _said(holder, before, outline, nouns, telling)
            rows = [row_of(node.body_span, report) for node in run]
            kind = _kind(said, rows) if said else ""
            if said is None or not kind:
                continue
            provision = outline.provision_of(holder)
            where = said.told.span if said.told else None
            if said.number is not None:
                counted = iris.thing(f"concept/listed-{kind}s")
                yield CountStatement(iri=iris.count(provision, counted, said.number[1]), counts=counted,
                                     value=said.number[1], evidence=(said.number[0],), stated_in=provision)
                number_differs(said.number[1], len(rows), said.number[0], findings)
            yield from listings([_named(row, kind) for row in rows], provision, where, kind, report, findings)
            for node in run:
                for unit in outline.units_of(node):
                    unit.claims.append(Claim("LST-06", unit.span))
            if said.told is not None and not said.told.claims:
                said.told.claims.append(Claim("LST-06", said.told.span))


def _runs(holder: Node, outline: Outline, verbs: VerbFinder) -> Iterator[tuple[Node | None, list[Node]]]:
    """Yield each run of lines that are names, with the line before it (None where the run comes first)."""
    run: list[Node] = []
    before: Node | None = None
    for child in [*holder.children, None]:
        if child is not None and child.kind in _NOTES:
            continue
        goes_on = child is not None and (not run or _marked(child) == _marked(run[0]))
        if child is not None and child.kind in _ROWS and goes_on and _is_name(child, outline, verbs):
            run.append(child)
            continue
        if len(run) >= _FEWEST:
            yield before, run
        run, before = [], child


def _marked(node: Node) -> str:
    """Return how a line is marked: with a number, a letter, another mark, or none."""
    mark = node.mark or ""
    return "number" if mark.isdigit() else "letter" if mark.isalpha() else "mark" if mark else ""


def _is_name(node: Node, outline: Outline, verbs: VerbFinder) -> bool:
    """Tell whether a line is one name: no sentence, and read by nobody."""
    if any(child.kind not in _NOTES for child in node.children):
        return False
    units = outline.units_of(node)
    words = without_marks(" ".join(node.body.split()))
    if not words or len(words) > _LONGEST_NAME or len(units) > 2 or any(unit.claims for unit in units):
        return False
    if not any(char.isupper() or char.isdigit() for char in words.split(" ")[0]) or words.endswith(COLONS):
        return False
    return not _STOP.search(words) and not any(
        group.finite and group.form != "plain" and (words[group.verb_start].islower() or not group.start)
        for group in verbs.find(words)
    )


def _said(
    holder: Node, before: Node | None, outline: Outline, nouns: ListNouns, telling: list[Unit]
) -> _Kind | None:
    """Return what the words nearest to a list say it is of: those that lead to it, its title, or what names the annex.

    A line right before the list that says something else parts it from all words further up.
    """
    if before is not None and before.kind is not NodeKind.TITLE:
        units = outline.units_of(before)
        return _led(units[-1], nouns) if units and before.kind in _ROWS else None
    if holder.kind in _ROWS:
        units = outline.units_of(holder)
        return _led(units[-1], nouns) if units else None
    for node in (before, holder):
        for unit in outline.units_of(node) if node is not None else ():
            if kinds := nouns.titled(unit.plain):
                return _Kind(frozenset(kinds), unit)
    if holder.kind is NodeKind.ANNEX:
        around = _apart(holder.parent)
        for unit in telling:
            if _apart(unit.node) is around and (kinds := nouns.contained(unit.plain, holder.mark or "")):
                return _Kind(frozenset(kinds), unit)
    return None


def _led(unit: Unit, nouns: ListNouns) -> _Kind | None:
    """Return what a sentence that ends in a colon says the list below it is of."""
    if not unit.text.rstrip().endswith(COLONS):
        return None
    leads = nouns.leads(unit.plain, 0, len(unit.plain))
    if not leads:
        return None
    last = leads[-1]
    between = unit.plain[last.start : last.noun_start]
    found = re.search(r"(?<![\w.,])\d{1,4}(?![\w.,])", between)
    number = None
    if found:
        at = last.start + found.start()
        number = (unit.span_of(at, last.start + found.end()), int(found.group()))
    return _Kind(frozenset({last.kind}), unit, number)


def _apart(node: Node | None) -> Node | None:
    """Return the annex, appendix or decision that a part stands in, itself included; None for the text's body."""
    while node is not None and node.kind not in _APART:
        node = node.parent
    return node


def _kind(said: _Kind, rows: list[Row]) -> str:
    """Return which of the kinds that the words name the rows are of, or an empty string where they do not fit."""
    states = sum(row.iri is not None and iris.path_of(row.iri).startswith("state/") for row in rows) / len(rows)
    if "state" in said.kinds and states >= _MOST_KNOWN:
        return "state"
    return "organization" if "organization" in said.kinds and states < _FEW_KNOWN else ""


def _named(row: Row, kind: str) -> Row:
    """Return a row as one of its list: in a list of organisations a State's name is no organisation's."""
    fits = row.iri is None or kind == "state" or not iris.path_of(row.iri).startswith("state/")
    return row if fits else Row(row.words, row.span)

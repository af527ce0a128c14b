"""Works out what follows from all reports together, and where reports contradict each other, from the facts it needs.

Must not hold more than the facts that reports share: it asks the ledger for them, and looks into the files of reports
only where two speak of one conference.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from treatygraph import iris, vocab
from treatygraph.corpus.ledger import Ledger
from treatygraph.corpus.one_report import quads_of, single_valued, written
from treatygraph.corpus.standing import Standing, rules_across_reports
from treatygraph.graph.assemble.derived_links import derived_links
from treatygraph.graph.labels.compose import compose_labels
from treatygraph.graph.store import INFERRED, LABELS, LINKS, graph_iri
from treatygraph.model import Severity
from treatygraph.reason.infer import infer
from treatygraph.reason.sparql_constraints import Breach, breaches, constraints
from treatygraph.reason.validate import shape_triples
from treatygraph.tables import Tables
from treatygraph.vocab import tg

KIND = "reports-differ"
# The shapes that compare facts which several reports may tell; all others look at what one report holds.
_BETWEEN = ("AccessionAndSignatureShape", "ActionOrderShape", "OverlappingStatusShape", "RecordedStatusShape")
_SERIES, _ORDINAL, _PREVIOUS, _NEXT = (NamedNode(tg(name)) for name in (
    "inSeries", "ordinal", "previousConference", "nextConference"))
_ACTION = NamedNode(tg("TreatyAction"))


@dataclass(frozen=True)
class Written:
    """A compressed file of quads, and how many it holds."""

    data: bytes
    quads: int


def across(ledger: Ledger, standing: Standing, tables: Tables, files: Mapping[str, Path]
           ) -> tuple[Written, Written, list[dict[str, Any]]]:
    """Return the graphs of the tables, those of all reports together, and the findings between reports.

    `files` are the reports' files by document.
    """
    facts = _facts(ledger)
    stated = _of_actions(facts)
    follows = _follows(facts, stated, standing)
    links = derived_links(tables, [_symbols(ledger), *standing.graphs.values()])
    own = [*standing.graphs.values(), standing.inferred]
    shared = _labels(ledger)
    told = _told(shared)
    labels = _untold(compose_labels([*own, links]), told)
    follow = {t.subject for t in follows}
    told |= _told(labels)
    met_labels = shared | {label for label in _untold(compose_labels([*own, follows, facts]), told)
                           if label.subject in follow}
    common = {**standing.graphs, INFERRED: standing.inferred, LABELS: labels}
    return (_written(common), _written({INFERRED: follows, LINKS: links, LABELS: met_labels}),
            [*_contradictions(ledger, files), *_claims(ledger), *_breaches(ledger, stated, follows, standing)])


def _labels(ledger: Ledger) -> set[Triple]:
    """Return the labels of what several reports may speak of: of each thing the longest, which knows most of it."""
    best: dict[tuple[str, str], str] = {}
    for s, language, words in ledger.ask("SELECT DISTINCT s, language, label FROM label"):
        best[s, language] = max(best.get((s, language), words), words, key=lambda one: (len(one), one))
    return {Triple(NamedNode(s), NamedNode(vocab.LABEL), Literal(words, language=language))
            for (s, language), words in best.items()}


def _told(labels: Iterable[Triple]) -> set[tuple[object, object]]:
    return {(label.subject, label.object.language) for label in labels if isinstance(label.object, Literal)}


def _untold(labels: Iterable[Triple], told: set[tuple[object, object]]) -> set[Triple]:
    return {label for label in labels if not _told([label]) <= told}


def _written(graphs: Mapping[str, Iterable[Triple]]) -> Written:
    quads = [quad for stem, triples in graphs.items() for quad in quads_of(triples, graph_iri(stem))]
    return Written(written(quads), len(quads))


def _triples(lines: Iterable[tuple[str, str, str]]) -> set[Triple]:
    text = "".join(f"{s} {p} {o} .\n" for s, p, o in lines)
    return {Triple(q.subject, q.predicate, q.object) for q in parse(text.encode(), format=RdfFormat.N_TRIPLES)}


def _facts(ledger: Ledger) -> set[Triple]:
    """Return what reports say of treaty actions, and which conferences of series they know."""
    actions = ("SELECT s, p, o FROM fact WHERE s IN "
               "(SELECT s FROM fact WHERE p = ? AND o = ?)", f"<{vocab.TYPE}>", str(_ACTION))
    in_a_row = ("SELECT DISTINCT s, p, o FROM fact WHERE p IN (?, ?, ?)", *(str(p) for p in (
        _SERIES, _ORDINAL, _PREVIOUS)))
    return _triples(ledger.ask(*actions)) | _triples(ledger.ask(*in_a_row))


def _symbols(ledger: Ledger) -> Iterable[Triple]:
    return [Triple(NamedNode(document), NamedNode(tg("symbol")), Literal(symbol))
            for document, symbol in ledger.ask("SELECT DISTINCT document, symbol FROM symbol")]


# ---- what follows

def _of_actions(facts: set[Triple]) -> set[Triple]:
    actions = {t.subject for t in facts if t.object == _ACTION}
    return {t for t in facts if t.subject in actions}


def _follows(facts: set[Triple], stated: set[Triple], standing: Standing) -> frozenset[Triple]:
    """Return what follows from the facts of reports and the tables, and not from the tables alone.

    `stated` are those of the facts that treaty actions consist of.
    """
    of_tables = standing.triples
    actions = {t.subject for t in stated}
    found = infer([of_tables, stated], rules_across_reports()) if stated else frozenset()
    # What follows from an action alone stands with its report.
    found = frozenset(t for t in found if (t.subject not in actions and t.object not in actions)
                      or t.predicate.value == vocab.DERIVED_FROM)
    return found | _in_a_row(facts, of_tables)


def _in_a_row(facts: set[Triple], of_tables: frozenset[Triple]) -> frozenset[Triple]:
    """Return which conference came before which, where one series has each of two numbers in a row once."""
    series: dict[object, set[object]] = defaultdict(set)
    ordinals: dict[object, set[int]] = defaultdict(set)
    placed = set()
    for triple in (*facts, *of_tables):
        if triple.predicate == _SERIES:
            series[triple.subject].add(triple.object)
        elif triple.predicate == _ORDINAL and isinstance(triple.object, Literal) and triple.object.value.isdigit():
            ordinals[triple.subject].add(int(triple.object.value))
        elif triple.predicate == _PREVIOUS:
            placed.add(triple.subject)
    at: dict[tuple[object, int], set[object]] = defaultdict(set)
    for conference, of in series.items():
        if len(of) == 1 and len(ordinals[conference]) == 1:
            at[next(iter(of)), next(iter(ordinals[conference]))].add(conference)
    found = set()
    for (of_one, number), here in at.items():
        before = at.get((of_one, number - 1), set())
        if len(here) == len(before) == 1 and not here & placed:
            later, earlier = next(iter(here)), next(iter(before))
            found |= {Triple(later, _PREVIOUS, earlier), Triple(earlier, _NEXT, later)}  # type: ignore[arg-type]
    return frozenset(found)


# ---- where reports differ

def _contradictions(ledger: Ledger, files: Mapping[str, Path]) -> list[dict[str, Any]]:
    """Return a Warning for each thing of which reports give different values of a property that has one."""
    once = {f"<{prop}>" for prop in single_valued()}
    said: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    differing = "SELECT s, p FROM fact GROUP BY s, p HAVING COUNT(DISTINCT o) > 1 AND COUNT(DISTINCT report) > 1"
    for s, p in list(ledger.ask(differing)):
        if p in once:
            for report, value in ledger.ask("SELECT report, o FROM fact WHERE s = ? AND p = ?", s, p):
                said[s, p][value].add(report)
    shared = "SELECT conference FROM meets GROUP BY conference HAVING COUNT(DISTINCT report) > 1"
    for (conference,) in list(ledger.ask(shared)):
        within: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for (report,) in list(ledger.ask("SELECT report FROM meets WHERE conference = ?", conference)):
            if report in files:
                for s, p, o in _said_within(files[report], conference):
                    if p in once:
                        within[s, p][o].add(report)
        said.update({key: values for key, values in within.items() if len(values) > 1})
    return [_differ(s, p, values) for (s, p), values in sorted(said.items())
            if len(set().union(*values.values())) > 1]


def _said_within(file: Path, conference: str) -> set[tuple[str, str, str]]:
    """Return what a report's own graphs say of the parts of a conference."""
    start = f"{conference}/"
    with gzip.open(file, "rb") as packed:
        return {(str(q.subject), str(q.predicate), str(q.object))
                for q in parse(packed.read(), format=RdfFormat.N_QUADS)
                if isinstance(q.subject, NamedNode) and q.subject.value.startswith(start)
                and isinstance(q.graph_name, NamedNode) and q.graph_name.value.startswith(f"{iris.GRAPH}source/")}


def _differ(s: str, p: str, values: Mapping[str, set[str]]) -> dict[str, Any]:
    told = "; ".join(f"{iris.path_of(value.strip('<>'))} in {', '.join(map(_shown, sorted(reports)))}"
                     for value, reports in sorted(values.items()))
    thing, prop = s.strip("<>"), p.strip("<>")
    return _finding(KIND, sorted(set().union(*values.values())), thing, prop,
                    f"reports differ in the {iris.local(prop)} of {iris.path_of(thing)}: {told}")


def _claims(ledger: Ledger) -> list[dict[str, Any]]:
    """Return a Warning for each State to which reports ascribe different statuses on one day."""
    differing = ("SELECT treaty, state, as_of FROM claim WHERE as_of != '' GROUP BY treaty, state, as_of "
                 "HAVING COUNT(DISTINCT status) > 1 AND COUNT(DISTINCT report) > 1 ORDER BY treaty, state, as_of")
    found = []
    for treaty, state, day in list(ledger.ask(differing)):
        claims = sorted(ledger.ask("SELECT status, report FROM claim WHERE treaty = ? AND state = ? AND as_of = ?",
                                   treaty, state, day))
        told = "; ".join(f"{iris.local(status)} in {_shown(report)}" for status, report in claims)
        found.append(_finding(KIND, sorted({report for _, report in claims}), state, tg("status"),
                              f"reports differ in the status of {iris.path_of(state)} under {iris.path_of(treaty)} on "
                              f"{day}: {told}"))
    return found


def _breaches(ledger: Ledger, stated: set[Triple], follows: frozenset[Triple], standing: Standing
              ) -> list[dict[str, Any]]:
    """Return what breaks a rule only when actions that reports tell of stand beside the depositary's and the claims."""
    if not stated:
        return []
    alone = standing.triples | _claims_of(ledger, stated)
    asked = [one for one in constraints(shape_triples()) if one[0].shape.value.rpartition("#")[2] in _BETWEEN]
    before = {_key(breach) for breach in breaches(alone, asked)}
    return [_of_breach(breach) for breach in sorted(breaches(alone | stated | follows, asked), key=_key)
            if _key(breach) not in before]


def _claims_of(ledger: Ledger, stated: set[Triple]) -> set[Triple]:
    """Return the claims about States and treaties of which reports tell actions."""
    about: dict[object, dict[str, str]] = defaultdict(dict)
    for triple in stated:
        about[triple.subject][triple.predicate.value] = getattr(triple.object, "value", "")
    pairs = {(said.get(tg("state"), ""), said.get(tg("treaty"), "")) for said in about.values()}
    found: set[Triple] = set()
    day = NamedNode(vocab.XSD + "date")
    for state, treaty in pairs:
        for claim, as_of, status in ledger.ask("SELECT claim, as_of, status FROM claim WHERE state = ? AND treaty = ?",
                                               state, treaty):
            this = NamedNode(claim)
            found |= {Triple(this, NamedNode(vocab.TYPE), NamedNode(tg("StatusAssertion"))),
                      Triple(this, NamedNode(tg("state")), NamedNode(state)),
                      Triple(this, NamedNode(tg("treaty")), NamedNode(treaty)),
                      Triple(this, NamedNode(tg("status")), NamedNode(status)),
                      Triple(this, NamedNode(tg("asOf")), Literal(as_of, datatype=day))}
    return found


def _key(breach: Breach) -> tuple[str, str, str, str]:
    return (breach.constraint.shape.value, str(breach.focus), str(breach.value),
            "|".join(message.value for message in breach.messages))


def _of_breach(breach: Breach) -> dict[str, Any]:
    said = next((message.value for message in breach.messages if message.language == "en"), "")
    shape = breach.constraint.shape.value.rpartition("#")[2]
    finding = _finding(f"shape/{shape}", [], getattr(breach.focus, "value", ""),
                       getattr(breach.path, "value", "") if breach.path else "", said)
    return finding | {"severity": breach.constraint.severity.value.rpartition("#")[2],
                      "value": getattr(breach.value, "value", "")}


def _finding(kind: str, reports: list[str], focus: str, path: str, message: str) -> dict[str, Any]:
    return {"kind": kind, "severity": Severity.WARNING.value, "reports": [_shown(one) for one in reports],
            "focus": focus, "path": path, "message": message}


def _shown(document: str) -> str:
    return unquote(iris.path_of(document).removeprefix("document/"))

"""Rules for lists of States: their headings, their rows read down the columns, and the status they ascribe.

Must not compare lists with each other; shapes do.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import CountStatement, GroupMembership, Listing, Mention, StateList, StatusAssertion
from treatygraph.find.fold import fold
from treatygraph.model import Iri, Severity, Span
from treatygraph.read.tree import Node, NodeKind
from treatygraph.reading.conference_frame import ConferenceFrame
from treatygraph.reading.facts_so_far import Facts, FactsInTheMaking
from treatygraph.reading.findings import Findings
from treatygraph.reading.outline import Outline
from treatygraph.reading.references import Reference
from treatygraph.reading.registry import Match, rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.resolving import check_number, frame_span, named_things, unresolved
from treatygraph.reading.slots import Named
from treatygraph.reading.units import Claim
from treatygraph.vocab import tg

_LONGEST_BROKEN_NAME = 60


@rule("LST-01", reads="heading", emits=(StateList, Listing, StatusAssertion, CountStatement, Mention))
def state_list(match: Match, report: ReportText, outline: Outline, conference: ConferenceFrame,
               facts: FactsInTheMaking, findings: Findings
              ) -> Iterator[StateList | Listing | StatusAssertion | CountStatement]:
    """Read a list of States under a heading.

    If: a heading says what its list is of, and a table of names follows.
    Then: each cell, read down the columns, is a listing; where the heading ascribes a status, each State has it as
        of the conference's first day; where it limits the list to an annex and ascribes none, each State is listed
        in that annex too; a number in the heading is a stated count of the list.
    Near miss: a table under a heading that no wording knows, which is reported as unread.
    """
    node = match.unit.node
    iri = outline.provision_of(node)
    parent = outline.provision_of(node.parent) if node.parent else report.document
    wording = report.words(match.unit.span)
    status = tg(str(match.constants["status"])) if "status" in match.constants else None
    scope: Reference | None = match.value("scope")
    treaty = getattr(match.value("t"), "iri", None) or conference.treaty
    yield StateList(iri=iri, evidence=(match.unit.span,), subclass="StateList", part_of=parent, number=node.number,
                    position=node.position, title=wording, wording=wording, list_status=status,
                    list_scope=scope.iri if scope else None)
    facts.list_states(iri, status, scope.iri if scope else None)
    if match.value("value") is not None:
        value = int(match.value("value"))
        yield CountStatement(iri=iris.count(iri, iri, value), evidence=(match.where("value"), match.unit.span),
                             counts=iri, value=value)
    for position, (state, span) in enumerate(_states(node, report, outline, facts, findings), start=1):
        if state is None:
            continue
        evidence = (span, match.unit.span)
        yield Listing(iri=iris.listing(iri, state), evidence=evidence, listed=state, in_list=iri, position=position)
        if status and treaty:
            yield StatusAssertion(iri=iris.status_assertion(report.document, treaty, state, status),
                                  evidence=evidence, state=state, treaty=treaty, status=status, as_of=conference.start)
        elif scope and scope.iri:
            yield Listing(iri=iris.listing(scope.iri, state), evidence=evidence, listed=state, in_list=scope.iri)


def _states(node: Node, report: ReportText, outline: Outline, facts: FactsInTheMaking, findings: Findings
           ) -> Iterator[tuple[Iri | None, Span]]:
    """Yield the States of a list's tables in reading order: down the first column, then the next."""
    for table in (child for child in node.children if child.kind is NodeKind.TABLE):
        cells = [cell for row in table.children if row.kind is NodeKind.ROW for cell in row.children]
        for cell in sorted(cells, key=lambda cell: (cell.position, cell.start)):
            if cell.body:
                yield _state(cell, report, outline, facts, findings)


def _state(cell: Node, report: ReportText, outline: Outline, facts: FactsInTheMaking, findings: Findings
          ) -> tuple[Iri | None, Span]:
    span = cell.body_span
    words = fold(cell.body[:_LONGEST_BROKEN_NAME], span.start).text
    names = report.names.exactly(words, "state")
    things = tuple(dict.fromkeys(name.iri for name in names))
    for unit in outline.units_of(cell):
        unit.claims.append(Claim("LST-01", span))
    if len(things) == 1:
        return things[0], span
    unresolved(facts, findings, Named(None, "state", words, span, things))
    return None, span


@rule("LST-02", reads="report", emits=(GroupMembership,), stage=0)
def group_memberships(report: ReportText, conference: ConferenceFrame, facts: Facts) -> Iterator[GroupMembership]:
    """Say where the members of a class of States are listed.

    If: a group's row in the table of groups gives an annex and statuses, and lists of the text ascribe just these.
    Then: the group's members are listed in these lists.
    Near miss: signatories, of whom no list of all is printed.
    """
    evidence = {r.iri: r.evidence for r in facts.read(StateList)}
    for row in report.tables.rows("state-groups"):
        wanted = row["statuses"].split("|") if row["statuses"] else []
        found = [iri for iri, status, scope in facts.lists
                 if ((iris.local(scope) == f"{_short(conference)}/annex/{row['annex']}") if scope else not row["annex"])
                 and ((iris.local(status) in wanted) if status else wanted == ["*"])]
        if found:
            yield GroupMembership(iri=iris.thing(f"state-group/{row.key}"), members_listed_in=tuple(found),
                                  evidence=tuple(span for iri in found for span in evidence.get(iri, ())))


def _short(conference: ConferenceFrame) -> str:
    return iris.local(conference.treaty) if conference.treaty else ""


@rule("LST-04", reads="sentence", emits=(Listing, StatusAssertion, CountStatement, Mention))
def list_in_a_sentence(match: Match, report: ReportText, conference: ConferenceFrame, facts: FactsInTheMaking,
                       findings: Findings) -> Iterator[Listing | StatusAssertion | CountStatement]:
    """Read a list of States that stands in a sentence behind the words that say what it is of.

    If: a sentence names a status under the treaty, perhaps limited to an annex, and lists States.
    Then: each State is listed in the provision and has that status as of the conference's first day; a number is a
        stated count of the group that the wording counts, and reported where the list has more or fewer names.
    Near miss: a list of those who took part, or who spoke.
    """
    provision = match.unit.provision
    status = tg(str(match.constants["status"]))
    treaty = getattr(match.value("t"), "iri", None) or conference.treaty
    if isinstance(match.value("value"), int):
        value = int(match.value("value"))
        if "counts" in match.constants:
            group = iris.thing(str(match.constants["counts"]))
            yield CountStatement(iri=iris.count(provision, group, value), counts=group, value=value,
                                 evidence=(match.where("value"), match.span))
        check_number(match, "value", "members", findings)
    for position, (state, span) in enumerate(named_things(match, "members", facts, findings), start=1):
        evidence = (span, frame_span(match, "members"))
        yield Listing(iri=iris.listing(provision, state), evidence=evidence, listed=state, in_list=provision,
                      position=position)
        if treaty:
            yield StatusAssertion(iri=iris.status_assertion(report.document, treaty, state, status), evidence=evidence,
                                  state=state, treaty=treaty, status=status, as_of=conference.start)


@rule("LST-03", reads="report", emits=(), stage=3)
def lists_without_heading(report: ReportText, outline: Outline, findings: Findings) -> Iterator[Mention]:
    """Report the tables that no rule read.

    If: a table's cells were read by no rule.
    Then: each such table is reported once, with its first words.
    Near miss: an empty cell.
    """
    for table in report.tree.nodes(NodeKind.TABLE):
        cells = [unit for row in table.children for cell in row.children for unit in outline.units_of(cell)]
        if cells and not any(unit.claims for unit in cells):
            findings.report("unread-table", Severity.WARNING,
                            "no rule reads this table; its heading has no pattern", cells[0].span)
    yield from ()

"""Rules for who took part in a conference, and in which capacity.

Must not read who spoke.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import Agent, CountStatement, Participation
from treatygraph.find.fold import one_apostrophe
from treatygraph.model import LangText, Severity
from treatygraph.reading.conference_frame import ConferenceFrame
from treatygraph.reading.facts_so_far import FactsInTheMaking
from treatygraph.reading.findings import Findings
from treatygraph.reading.registry import Match, rule
from treatygraph.reading.report_text import ReportText
from treatygraph.reading.resolving import check_number, frame_span, named_things, report_aside
from treatygraph.reading.slots import Named
from treatygraph.vocab import tg


@rule("PAR-01", reads="sentence", emits=(Participation, CountStatement, Agent))
def participations(match: Match, report: ReportText, conference: ConferenceFrame, facts: FactsInTheMaking,
                   findings: Findings) -> Iterator[Participation | CountStatement | Agent]:
    """Read a list of those who took part.

    If: a sentence lists those who attended, under words that tell their capacity (and a rule of procedure).
    Then: each of them has a participation in the conference in that capacity, under that rule; a number that stands
        before the list is stated, and reported where the list has more or fewer names. An organisation that no table
        knows is one of this document, marked as unidentified, and a finding.
    Near miss: a list of those who spoke, or sat on a committee.
    """
    rule_of_procedure = match.value("rule")
    frame = frame_span(match, "participants")
    stated = match.value("stated")
    if isinstance(stated, int):
        counted = iris.thing("concept/listed-participants")
        yield CountStatement(iri=iris.count(match.unit.provision, counted, stated), counts=counted, value=stated,
                             evidence=(match.where("stated"), frame))
        check_number(match, "stated", "participants", findings)
    unidentified = [] if match.constants["capacity"] not in _OF_ORGANIZATIONS else [
        value for value in match.values("participants") if isinstance(value, Named) and _names_an_organization(value)
        and not (value is match.values("participants")[-1] and _may_be_two(value, report))]
    taking_part = [*named_things(match, "participants", facts, findings, leaving=unidentified)]
    for value in unidentified:
        agent = _unidentified(value, report, findings)
        yield agent
        taking_part.append((agent.iri, value.span))
    for who, span in sorted(taking_part, key=lambda pair: pair[1]):
        yield Participation(iri=iris.participation(conference.iri, who), evidence=(span, frame), participant=who,
                            of_conference=conference.iri, capacity=tg(match.constants["capacity"]),
                            under_rules=rule_of_procedure.things if rule_of_procedure else ())


_LONGEST_JOINER = 20
_OF_ORGANIZATIONS = frozenset({"InvitedOrganization", "NonGovernmentalOrganization"})


def _names_an_organization(value: Named) -> bool:
    """Tell whether words of a list that no table knows look like an organisation's name, not like a description."""
    return value.iri is None and not value.several and value.kind == "organization" and not value.words[0].islower()


def _may_be_two(value: Named, report: ReportText) -> bool:
    """Tell whether the last words of a list hold the word that joins its last name, and none stands before them."""
    joiners = [joiner.strip() for joiner in report.language.lists.get("joiners", ())]
    before = report.source.text[max(0, value.span.start - _LONGEST_JOINER) : value.span.start].split()
    return not any(joiner in before for joiner in joiners) and any(
        f" {joiner} " in value.words or (joiner in value.words and not joiner.isascii()) for joiner in joiners)


def _unidentified(value: Named, report: ReportText, findings: Findings) -> Agent:
    """Return the organisation of this document that words name which no table knows, and report it."""
    report_aside(findings, value)
    findings.report("unidentified-organization", Severity.INFO,
                    f"no row of data/tables/organizations.csv knows '{value.words}'; "
                    "the organization is kept as unidentified", value.span)
    written = value.words
    return Agent(iri=iris.unidentified_organization(report.document, one_apostrophe(written)), evidence=(value.span,),
                 subclass="UnidentifiedOrganization", label=LangText(written, report.identity.language))

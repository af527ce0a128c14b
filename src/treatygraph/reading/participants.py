"""Rules for who took part in a conference, and in which capacity.

Must not read who spoke.
"""

from __future__ import annotations

from collections.abc import Iterator

from treatygraph import iris
from treatygraph.facts import CountStatement, Participation
from treatygraph.reading.conference_frame import ConferenceFrame
from treatygraph.reading.facts_so_far import FactsInTheMaking
from treatygraph.reading.findings import Findings
from treatygraph.reading.registry import Match, rule
from treatygraph.reading.resolving import check_number, frame_span, named_things
from treatygraph.vocab import tg


@rule("PAR-01", reads="sentence", emits=(Participation, CountStatement))
def participations(match: Match, conference: ConferenceFrame, facts: FactsInTheMaking, findings: Findings
                  ) -> Iterator[Participation | CountStatement]:
    """Read a list of those who took part.

    If: a sentence lists those who attended, under words that tell their capacity (and a rule of procedure).
    Then: each of them has a participation in the conference in that capacity, under that rule; a number that stands
        before the list is stated, and reported where the list has more or fewer names.
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
    for who, span in named_things(match, "participants", facts, findings):
        yield Participation(iri=iris.participation(conference.iri, who), evidence=(span, frame), participant=who,
                            of_conference=conference.iri, capacity=tg(match.constants["capacity"]),
                            under_rules=rule_of_procedure.things if rule_of_procedure else ())

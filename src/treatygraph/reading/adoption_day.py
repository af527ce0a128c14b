"""Finds the day on which the words of a report's annex were adopted.

Must not guess: without a dated meeting it is the last day of the conference at the latest.
"""

from __future__ import annotations

from treatygraph.facts import Decision, Meeting
from treatygraph.model import Iri, PartialDate
from treatygraph.reading.conference_frame import ConferenceFrame
from treatygraph.reading.facts_so_far import Facts
from treatygraph.reading.outline import Outline
from treatygraph.vocab import tg


def day_said(provision: Iri, outline: Outline, conference: ConferenceFrame, facts: Facts) -> PartialDate | None:
    """Return the day by which a provision's words were said: of an annex, the day of the meeting that adopted it."""
    annex = outline.annex
    if annex and str(provision).startswith(annex):
        adopted = {meeting for decision in facts.read(Decision) for meeting in decision.at_meetings
                   if decision.decision_type == tg("Adoption") and annex in decision.decided_on}
        days = {meeting.date for meeting in facts.read(Meeting) if meeting.iri in adopted and meeting.date}
        if len(adopted) == 1 and len(days) == 1:
            return days.pop()
    return conference.end
